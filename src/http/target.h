// The target of a request line (RFC 9112, 3.2): origin form, and absolute form as a proxy might send it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trefoil::http {

struct Target {
  std::string path;  // decoded, begins with a slash
  std::vector<std::pair<std::string, std::string>> query;
  std::string authority;  // host[:port] of an absolute form, which stands above the Host header; else empty
};

// nullopt, so 400, for a broken escape, bad UTF-8, a control character or a ".." segment in the path (decoded, with a
// backslash counted as a slash), a fragment, user information, or a form that is meant for proxies and CONNECT.
std::optional<Target> read_target(std::string_view raw);

}  // namespace trefoil::http
