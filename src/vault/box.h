// Sealing for one receiver without a shared key: libsodium's sealed box (X25519, XSalsa20-Poly1305). Anonymous: it does
// not say who sealed it; what needs an author is signed around it.
#pragma once

#include "vault/pair.h"

namespace trefoil::vault {

inline constexpr std::size_t kBoxOverhead = 48;

Bytes box_seal(const BoxPublic& receiver, View plain);
Result<Bytes> box_open(const BoxPublic& receiver, Key receiver_secret, View sealed);
inline Result<Bytes> box_open(const Pair& receiver, View sealed) {
  return box_open(receiver.card.box, receiver.box_secret, sealed);
}
// The X25519 pair that a 32-byte seed gives (crypto_box_seed_keypair): a room's drop pair.
struct BoxPair {
  BoxPublic box{};
  Key secret;
};
BoxPair box_pair_from_seed(Arena& arena, Key seed);

}  // namespace trefoil::vault
