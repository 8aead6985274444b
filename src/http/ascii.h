// Header names, schemes and hosts are compared without case, in ASCII alone.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace trefoil::http {

inline std::string lower_case(std::string_view ascii) {
  std::string out(ascii);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

}  // namespace trefoil::http
