// A person's key pair: Ed25519 to sign, X25519 to receive. A Card is its public half; its id is a hash of it.
#pragma once

#include <array>

#include "base/id.h"
#include "vault/hash.h"

namespace trefoil::vault {

using SignPublic = std::array<std::uint8_t, 32>;
using BoxPublic = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

struct Card {
  SignPublic sign{};
  BoxPublic box{};
  bool operator==(const Card&) const = default;
  KeyId id() const;  // the first 16 bytes of hash("trefoil card v1", sign, box)
};

// Whether a public key from outside may be taken: a point of the right curve and not of low order. Ask before a card is
// stored; box_seal to a key that is not usable throws std::invalid_argument.
bool usable(const BoxPublic& key);
bool usable(const Card& card);

// Views into an arena: good for as long as the arena lives.
struct Pair {
  Card card;
  Key sign_seed;  // Ed25519 seed (RFC 8032 private key)
  Key box_secret;
  std::span<const std::uint8_t, 64> sign_secret;  // libsodium's expanded form: seed, public
};

Pair random_pair(Arena& arena);
// From one 32-byte seed (an invitation's token): subkeys 1 (sign) and 2 (box) of it in context "trefpair".
Pair pair_from_seed(Arena& arena, Key seed);
// From the two stored secret halves.
Pair pair_from_secrets(Arena& arena, View sign_seed32, View box_secret32);

// Ed25519 over: u8 length of tag, tag, message.
Signature sign(const Pair& pair, std::string_view tag, View message);
bool verify(const SignPublic& signer, const Signature& signature, std::string_view tag, View message);

// Six words, a space between them, that a person can read out to compare keys: the first six bytes of hash("trefoil words v1", id), each a
// word of a list of 256 plain English words.
std::string fingerprint_words(KeyId id);

}  // namespace trefoil::vault
