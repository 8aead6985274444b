#include "vault/seal_into.h"

#include <sodium.h>

#include <cstring>

namespace trefoil::vault {

std::optional<View> open_into(std::span<std::uint8_t> out, Key key, const Nonce& nonce, View associated, View sealed) {
  if (sealed.size() < kSealOverhead || out.size() < sealed.size() - kSealOverhead) return std::nullopt;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, sealed.data(), sealed.size(),
                                                 associated.data(), associated.size(), nonce.data(), key.data()) != 0)
    return std::nullopt;
  return View(out.first(sealed.size() - kSealOverhead));
}

std::optional<View> unpadded(View padded) {
  std::size_t end = padded.size();
  // The padding of a short text is most of it: eight zeros at a time.
  for (std::uint64_t word = 0; end >= sizeof word; end -= sizeof word) {
    std::memcpy(&word, padded.data() + end - sizeof word, sizeof word);
    if (word != 0) break;
  }
  while (end > 0 && padded[end - 1] == 0) --end;
  if (end == 0 || padded[end - 1] != 0x80 || padded_size(end - 1) != padded.size()) return std::nullopt;
  return padded.first(end - 1);
}

}  // namespace trefoil::vault
