// Opening without an allocation a time: for a reader that goes through thousands of sealed entries with one buffer.
#pragma once

#include <optional>
#include <span>

#include "vault/seal.h"

namespace trefoil::vault {

// As open(), into the front of `out`, which must have sealed.size() - kSealOverhead bytes or more. Nothing where it is
// not what was sealed, or `out` is too small. The caller wipes `out`.
std::optional<View> open_into(std::span<std::uint8_t> out, Key key, const Nonce& nonce, View associated, View sealed);

// As unpad(), as a view of the same bytes. Nothing where the padding is not pad's.
std::optional<View> unpadded(View padded);

}  // namespace trefoil::vault
