#include "vault/box.h"

#include <sodium.h>

#include <stdexcept>

namespace trefoil::vault {

static_assert(crypto_box_SEALBYTES == kBoxOverhead);
static_assert(crypto_box_SEEDBYTES == 32 && crypto_box_SECRETKEYBYTES == 32 && crypto_box_PUBLICKEYBYTES == 32);

Bytes box_seal(const BoxPublic& receiver, View plain) {
  Bytes out(plain.size() + kBoxOverhead);
  if (crypto_box_seal(out.data(), plain.data(), plain.size(), receiver.data()) != 0)
    throw std::invalid_argument("sealing to a key that usable() refuses");
  return out;
}

Result<Bytes> box_open(const BoxPublic& receiver, Key receiver_secret, View sealed) {
  Bytes out(sealed.size() < kBoxOverhead ? 0 : sealed.size() - kBoxOverhead);
  if (sealed.size() < kBoxOverhead ||
      crypto_box_seal_open(out.data(), sealed.data(), sealed.size(), receiver.data(), receiver_secret.data()) != 0)
    return fail(Fault::damaged, "This was not sealed to this key, or is not what was sealed.");
  return out;
}

BoxPair box_pair_from_seed(Arena& arena, Key seed) {
  BoxPair pair{.secret = arena.take_key()};
  auto secret = arena.take_key();
  crypto_box_seed_keypair(pair.box.data(), secret.data(), seed.data());
  pair.secret = secret;
  return pair;
}

}  // namespace trefoil::vault
