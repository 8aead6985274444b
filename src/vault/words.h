// The 256 words that a key's fingerprint is read out in: plain, neutral, three to eight letters, told apart by ear.
#pragma once

#include <array>
#include <string_view>

namespace trefoil::vault {

extern const std::array<std::string_view, 256> kWords;

}  // namespace trefoil::vault
