#include "http/refusal.h"

#include <algorithm>
#include <array>

#include "http/ascii.h"

namespace trefoil::http {

namespace {
constexpr std::size_t longest_value = 16 * 1024;

Response plain(int status, std::string_view text) {
  Response response;
  response.status = status;
  response.set("Content-Type", "text/plain; charset=utf-8").set("Cache-Control", "no-store");
  response.body = text;
  return response;
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

bool ends_a_line(unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; }
}  // namespace

Response refusal(int status) {
  switch (status) {
    case 400:
      return plain(400, "This request can't be read.\n");
    case 405:
      return plain(405, "Only GET, HEAD and POST are answered here.\n").set("Allow", "GET, HEAD, POST");
    case 408:
      return plain(408, "The request took too long to arrive.\n");
    case 413:
      return plain(413, "The request is larger than is taken here.\n");
    case 417:
      return plain(417, "Only 100-continue can be expected.\n");
    case 421:
      return plain(421, "This server doesn't answer to that name.\n");
    case 431:
      return plain(431, "The request's head is larger than is taken here.\n");
    case 503:
      return plain(503, "Too much at once. Try again in a moment.\n").set("Retry-After", "1");
    default:
      return plain(500, "Something went wrong here. It was noted, without what you sent.\n");
  }
}

bool can_be_sent(const Response& response) {
  if (response.status < 200 || response.status > 599) return false;
  return std::ranges::all_of(response.headers, [](const auto& header) {
    return !header.first.empty() && std::ranges::all_of(header.first, is_name_character) &&
           header.first.size() <= longest_value && header.second.size() <= longest_value &&
           std::ranges::none_of(header.second, ends_a_line);
  });
}

bool is_servers_own(std::string_view header_name) {
  static constexpr std::array<std::string_view, 6> own = {"content-length", "date",   "connection",
                                                          "keep-alive",     "server", "transfer-encoding"};
  return std::ranges::find(own, lower_case(header_name)) != own.end();
}

}  // namespace trefoil::http
