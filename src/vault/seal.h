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

// Pads to a step of size (ISO/IEC 7816-4: 0x80, then zeros): steps of 256 bytes up to 4 KiB, then of a power-of-two
// eighth of the size, so that a length says little.
Bytes pad(View plain);
Result<Bytes> unpad(Bytes padded);  // damaged when the padding is not pad's

}  // namespace trefoil::vault
