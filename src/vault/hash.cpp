#include "vault/hash.h"

#include <sodium.h>

#include <stdexcept>

namespace trefoil::vault {

namespace {
static_assert(crypto_kdf_KEYBYTES == 32 && crypto_kdf_CONTEXTBYTES == 8 && crypto_generichash_BYTES == 32);

void tagged(std::span<std::uint8_t, 32> out, View key, std::string_view tag, std::initializer_list<View> parts) {
  if (tag.size() > 255) throw std::length_error("a hash's tag has at most 255 bytes");
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.empty() ? nullptr : key.data(), key.size(), out.size());
  const std::uint8_t length = static_cast<std::uint8_t>(tag.size());
  crypto_generichash_update(&state, &length, 1);
  crypto_generichash_update(&state, base::view(tag).data(), tag.size());
  for (View part : parts)
    if (!part.empty()) crypto_generichash_update(&state, part.data(), part.size());
  crypto_generichash_final(&state, out.data(), out.size());
  sodium_memzero(&state, sizeof state);  // may hold a key, or the secret that is hashed
}

void subkey(std::span<std::uint8_t, 32> out, Key master, std::uint64_t number, std::string_view context8) {
  if (context8.size() != crypto_kdf_CONTEXTBYTES) throw std::length_error("a derivation's context has 8 characters");
  // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): libsodium reads 8 bytes, which are there
  crypto_kdf_derive_from_key(out.data(), out.size(), number, context8.data(), master.data());
}
}  // namespace

Hash hash(std::string_view tag, std::initializer_list<View> parts) {
  Hash out;
  tagged(out, {}, tag, parts);
  return out;
}

Hash keyed_hash(Key key, std::string_view tag, std::initializer_list<View> parts) {
  Hash out;
  tagged(out, key, tag, parts);
  return out;
}

Key hash_to_key(Arena& arena, std::string_view tag, std::initializer_list<View> parts) {
  auto out = arena.take_key();
  tagged(out, {}, tag, parts);
  return out;
}

Hash digest(View bytes) {
  Hash out;
  crypto_generichash(out.data(), out.size(), bytes.data(), bytes.size(), nullptr, 0);
  return out;
}

Key derive(Arena& arena, Key master, std::uint64_t number, std::string_view context8) {
  auto out = arena.take_key();
  subkey(out, master, number, context8);
  return out;
}

Hash derive_public(Key master, std::uint64_t number, std::string_view context8) {
  Hash out;
  subkey(out, master, number, context8);
  return out;
}

}  // namespace trefoil::vault
