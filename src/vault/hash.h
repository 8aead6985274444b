// BLAKE2b-256 with a domain tag, plain and keyed, and the derivation of keys from keys (crypto_kdf, also BLAKE2b).
#pragma once

#include <array>
#include <initializer_list>
#include <string_view>

#include "vault/arena.h"

namespace trefoil::vault {

using Hash = std::array<std::uint8_t, 32>;

// BLAKE2b-256 over: u8 length of tag, tag, then the parts one after the other, as they are. Parts of varying length
// must be made unambiguous by the caller (base::Writer::sized, or fixed widths).
Hash hash(std::string_view tag, std::initializer_list<View> parts);
Hash keyed_hash(Key key, std::string_view tag, std::initializer_list<View> parts);  // a MAC
// hash() of something secret, straight into the arena.
Key hash_to_key(Arena& arena, std::string_view tag, std::initializer_list<View> parts);
// BLAKE2b-256 of the bytes alone, no tag.
Hash digest(View bytes);

// crypto_kdf_derive_from_key: subkey `number` of `master` in the 8-character `context`.
Key derive(Arena& arena, Key master, std::uint64_t number, std::string_view context8);
// The same where the result is public (a commitment).
Hash derive_public(Key master, std::uint64_t number, std::string_view context8);

}  // namespace trefoil::vault
