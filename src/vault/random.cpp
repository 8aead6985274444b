#include "vault/random.h"

#include <sodium.h>

namespace trefoil::vault {

void random_fill(std::span<std::uint8_t> out) {
  if (!out.empty()) randombytes_buf(out.data(), out.size());
}

Bytes random_bytes(std::size_t count) {
  Bytes out(count);
  random_fill(out);
  return out;
}

Key random_key(Arena& arena) {
  auto out = arena.take_key();
  random_fill(out);
  return out;
}

std::string random_code() {
  static constexpr std::string_view kLetters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  std::string code(6, ' ');
  for (char& c : code) c = kLetters[randombytes_uniform(kLetters.size())];  // uniform rejects, so no letter is likelier
  return code;
}

}  // namespace trefoil::vault
