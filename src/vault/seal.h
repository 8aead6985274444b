// Sealing with a shared key: XChaCha20-Poly1305 (IETF), a 24-byte nonce, associated data that is authenticated.
#pragma once

#include <array>

#include "vault/arena.h"

namespace trefoil::vault {

using Nonce = std::array<std::uint8_t, 24>;
inline constexpr std::size_t kSealOverhead = 16;  // the tag at the end of the ciphertext

Nonce random_nonce();
Bytes seal(Key key, const Nonce& nonce, View associated, View plain);
// damaged when the key, nonce, associated data or ciphertext is not what was sealed.
Result<Bytes> open(Key key, const Nonce& nonce, View associated, View sealed);
// Opens 32 secret bytes straight into the arena.
Result<Key> open_key(Arena& arena, Key key, const Nonce& nonce, View associated, View sealed);
// Nonce first, then the ciphertext: for small things that carry their own nonce.
Bytes seal_with_nonce(Key key, View associated, View plain);
Result<Bytes> open_with_nonce(Key key, View associated, View sealed);

// Pads to a step of size (ISO/IEC 7816-4: 0x80, then zeros), so that a length says little. With least = size + 1 (the
// 0x80), the step is 256 up to least = 4096, and above it the largest power of two that is not above least / 8: 512 from
// 4097, 1024 from 8192, 8192 from 65536. So padding adds at most an eighth, and a length tells 256-byte steps or about
// three bits of precision.
std::size_t padded_size(std::size_t plain_size);
Bytes pad(View plain);
Result<Bytes> unpad(Bytes padded);  // damaged when the padding is not pad's

}  // namespace trefoil::vault
