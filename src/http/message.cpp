#include "http/message.h"

#include "http/percent.h"

namespace trefoil::http {

namespace {
constexpr std::size_t most_fields = 1'000;

std::string_view strip(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes the text up to `at` off the front of `rest`.
std::string_view take_until(std::string_view& rest, char at) {
  const std::size_t end = rest.find(at);
  const std::string_view piece = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return piece;
}
}  // namespace

std::string_view Request::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_case_name) return value;
  return {};
}

std::string_view Request::asked(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return {};
}

// RFC 6265, 4.2.1. The value is taken as it stands: cookies are opaque to the transport.
std::optional<std::string> Request::cookie(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key != "cookie") continue;
    for (std::string_view rest = value; !rest.empty();) {
      const std::string_view pair = take_until(rest, ';');
      const std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos) continue;
      if (strip(pair.substr(0, equals)) == name) return std::string(strip(pair.substr(equals + 1)));
    }
  }
  return std::nullopt;
}

Response& Response::set(std::string name, std::string value) {
  headers.emplace_back(std::move(name), std::move(value));
  return *this;
}

std::optional<std::vector<std::pair<std::string, std::string>>> read_form(std::string_view body) {
  std::vector<std::pair<std::string, std::string>> fields;
  while (!body.empty()) {
    std::string_view field = take_until(body, '&');
    if (field.empty()) continue;  // "a=1&&b=2", as the URL standard reads it
    if (fields.size() == most_fields) return std::nullopt;
    const std::string_view raw_name = take_until(field, '=');
    auto name = percent_decode(raw_name, Plus::space);
    auto value = percent_decode(field, Plus::space);
    if (!name || !value) return std::nullopt;
    fields.emplace_back(std::move(*name), std::move(*value));
  }
  return fields;
}

}  // namespace trefoil::http
