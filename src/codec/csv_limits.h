// How much of a CSV is read before it is refused: far above any practice's export, far below what would hurt.
#pragma once

#include <cstddef>

#include "base/time.h"

namespace trefoil::codec::limits {
constexpr std::size_t kFile = 64 * 1024 * 1024;
constexpr std::size_t kRows = 200'000;
constexpr std::size_t kColumns = 500;
constexpr std::size_t kCells = 2'000'000;
constexpr std::size_t kCell = 64 * 1024;
constexpr std::size_t kMapping = 1024 * 1024;
constexpr std::size_t kProblems = 100;
constexpr std::size_t kCode = 40;    // characters of a file's code
constexpr double kWeeks = 5200;      // a century, before or after the start
constexpr Day kFirstDay{-25567}, kLastDay{84005};  // 1900-01-01, 2199-12-31
}  // namespace trefoil::codec::limits
