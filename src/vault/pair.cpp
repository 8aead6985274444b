#include "vault/pair.h"

#include <sodium.h>

#include <cstring>
#include <stdexcept>

#include "vault/random.h"
#include "vault/words.h"

namespace trefoil::vault {

namespace {
static_assert(crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64);
static_assert(crypto_sign_SEEDBYTES == 32);
static_assert(crypto_sign_BYTES == std::tuple_size_v<Signature>);
static_assert(crypto_scalarmult_BYTES == 32 && crypto_scalarmult_SCALARBYTES == 32);

Bytes tagged_message(std::string_view tag, View message) {
  if (tag.size() > 255) throw std::length_error("a signature's tag has at most 255 bytes");
  Bytes out;
  out.reserve(1 + tag.size() + message.size());
  out.push_back(static_cast<std::uint8_t>(tag.size()));
  out.insert(out.end(), tag.begin(), tag.end());
  out.insert(out.end(), message.begin(), message.end());
  return out;
}

Pair from_keys(Arena& arena, Key sign_seed, Key box_secret) {
  auto sign_secret = arena.take(64).first<64>();
  Card card;
  crypto_sign_seed_keypair(card.sign.data(), sign_secret.data(), sign_seed.data());
  crypto_scalarmult_base(card.box.data(), box_secret.data());
  return {.card = card, .sign_seed = sign_seed, .box_secret = box_secret, .sign_secret = sign_secret};
}
}  // namespace

KeyId Card::id() const { return KeyId::from(hash("trefoil card v1", {sign, box})); }

bool usable(const BoxPublic& key) {
  // A point of low order gives the same shared secret to everyone; libsodium's scalarmult says so for any scalar.
  static constexpr std::uint8_t kScalar[32] = {1};
  std::uint8_t shared[32];
  return crypto_scalarmult(shared, kScalar, key.data()) == 0;
}

bool usable(const Card& card) { return crypto_core_ed25519_is_valid_point(card.sign.data()) == 1 && usable(card.box); }

Pair random_pair(Arena& arena) {
  const Key sign_seed = random_key(arena);
  return from_keys(arena, sign_seed, random_key(arena));
}

Pair pair_from_seed(Arena& arena, Key seed) {
  const Key sign_seed = derive(arena, seed, 1, "trefpair");
  return from_keys(arena, sign_seed, derive(arena, seed, 2, "trefpair"));
}

Pair pair_from_secrets(Arena& arena, View sign_seed32, View box_secret32) {
  const Key sign_seed = arena.keep(sign_seed32);
  return from_keys(arena, sign_seed, arena.keep(box_secret32));
}

Signature sign(const Pair& pair, std::string_view tag, View message) {
  const Bytes bytes = tagged_message(tag, message);
  Signature out;
  crypto_sign_detached(out.data(), nullptr, bytes.data(), bytes.size(), pair.sign_secret.data());
  return out;
}

bool verify(const SignPublic& signer, const Signature& signature, std::string_view tag, View message) {
  const Bytes bytes = tagged_message(tag, message);
  return crypto_sign_verify_detached(signature.data(), bytes.data(), bytes.size(), signer.data()) == 0;
}

std::string fingerprint_words(KeyId id) {
  const Hash bytes = hash("trefoil words v1", {id.view()});
  std::string out;
  for (std::size_t i = 0; i < 6; ++i) {
    if (i > 0) out.push_back(' ');
    out += kWords[bytes[i]];
  }
  return out;
}

}  // namespace trefoil::vault
