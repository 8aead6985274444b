// A request and a response as the rest of the program sees them. Knows no Trefoil, and no Beast.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trefoil::http {

// The server asks the handler as for `get` when the request is a HEAD and leaves the body out; it answers `other` with
// 405 itself, so a handler behind it sees get and post alone.
enum class Method { get, head, post, other };

// Decoded by the edge: `path` is percent-decoded and valid UTF-8 with no "..", no NUL; `query` and `form` are
// percent-decoded name/value pairs in order. Header names are lower case.
struct Request {
  Method method = Method::get;
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string peer;  // the address of the other end; behind a proxy, the last address of X-Forwarded-For

  std::string_view header(std::string_view lower_case_name) const;  // empty where absent; the first where repeated
  std::string_view asked(std::string_view name) const;              // a query value, empty where absent
  std::optional<std::string> cookie(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // Content-Length, Date, Connection are the server's
  std::string body;
  Response& set(std::string name, std::string value);
};

// application/x-www-form-urlencoded; nullopt where a percent sequence is broken, a name or value is not UTF-8, or there
// are more than 1,000 fields.
std::optional<std::vector<std::pair<std::string, std::string>>> read_form(std::string_view body);

// multipart/form-data (RFC 7578): the parts in order; `filename` where the part is a file. nullopt where malformed.
struct Part {
  std::string name;
  std::optional<std::string> filename;
  std::string content;
};
std::optional<std::vector<Part>> read_multipart(std::string_view content_type, std::string_view body);

std::string percent_encode(std::string_view text);  // for one path segment or query value

}  // namespace trefoil::http
