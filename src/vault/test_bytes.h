// Bytes for tests: 0, 1, 2 ... `count` of them.
#pragma once

#include <numeric>

#include "base/bytes.h"

namespace trefoil::vault {

inline base::Bytes counting(std::size_t count) {
  base::Bytes out(count);
  std::iota(out.begin(), out.end(), std::uint8_t{0});
  return out;
}

}  // namespace trefoil::vault
