// Randomness from the system, by libsodium.
#pragma once

#include "base/id.h"
#include "vault/arena.h"

namespace trefoil::vault {

void random_fill(std::span<std::uint8_t> out);
Bytes random_bytes(std::size_t count);
Key random_key(Arena& arena);
template <class AnyId>
AnyId random_id() {
  AnyId id;
  random_fill(id.bytes);
  return id;
}
// A file's code: six characters of an alphabet without look-alikes (no 0 O 1 I L).
std::string random_code();

}  // namespace trefoil::vault
