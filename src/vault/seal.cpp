#include "vault/seal.h"

#include <sodium.h>

#include <bit>

#include "vault/random.h"

namespace trefoil::vault {

namespace {
static_assert(crypto_aead_xchacha20poly1305_ietf_ABYTES == kSealOverhead);
static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == std::tuple_size_v<Nonce>);
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);

constexpr std::size_t kSmallStep = 256;
constexpr std::size_t kSmall = 4096;

std::unexpected<Error> not_what_was_sealed() {
  return fail(Fault::damaged, "This is not what was sealed, or not with this key.");
}

// `out` has sealed.size() - kSealOverhead bytes. One answer for every reason: which one it was is nobody's to know.
bool open_into(std::span<std::uint8_t> out, Key key, const Nonce& nonce, View associated, View sealed) {
  return crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, sealed.data(), sealed.size(),
                                                    associated.data(), associated.size(), nonce.data(),
                                                    key.data()) == 0;
}

void seal_into(std::span<std::uint8_t> out, Key key, const Nonce& nonce, View associated, View plain) {
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), nullptr, plain.data(), plain.size(), associated.data(),
                                             associated.size(), nullptr, nonce.data(), key.data());
}
}  // namespace

Nonce random_nonce() {
  Nonce nonce;
  random_fill(nonce);
  return nonce;
}

Bytes seal(Key key, const Nonce& nonce, View associated, View plain) {
  Bytes out(plain.size() + kSealOverhead);
  seal_into(out, key, nonce, associated, plain);
  return out;
}

Result<Bytes> open(Key key, const Nonce& nonce, View associated, View sealed) {
  if (sealed.size() < kSealOverhead) return not_what_was_sealed();
  Bytes out(sealed.size() - kSealOverhead);
  if (!open_into(out, key, nonce, associated, sealed)) return not_what_was_sealed();
  return out;
}

Result<Key> open_key(Arena& arena, Key key, const Nonce& nonce, View associated, View sealed) {
  if (sealed.size() != 32 + kSealOverhead) return not_what_was_sealed();
  auto out = arena.take_key();
  if (!open_into(out, key, nonce, associated, sealed)) return not_what_was_sealed();
  return Key(out);
}

Bytes seal_with_nonce(Key key, View associated, View plain) {
  const Nonce nonce = random_nonce();
  Bytes out(nonce.size() + plain.size() + kSealOverhead);
  std::copy(nonce.begin(), nonce.end(), out.begin());
  seal_into(std::span(out).subspan(nonce.size()), key, nonce, associated, plain);
  return out;
}

Result<Bytes> open_with_nonce(Key key, View associated, View sealed) {
  Nonce nonce;
  if (sealed.size() < nonce.size() + kSealOverhead) return not_what_was_sealed();
  std::copy_n(sealed.begin(), nonce.size(), nonce.begin());
  return open(key, nonce, associated, sealed.subspan(nonce.size()));
}

std::size_t padded_size(std::size_t plain_size) {
  const std::size_t least = plain_size + 1;  // the 0x80 always has room
  const std::size_t step = least <= kSmall ? kSmallStep : std::bit_floor(least / 8);
  // NOLINTNEXTLINE(clang-analyzer-core.DivideZero): least / 8 is not 0 past kSmall
  return (least + step - 1) / step * step;
}

Bytes pad(View plain) {
  Bytes out;
  out.reserve(padded_size(plain.size()));
  out.assign(plain.begin(), plain.end());
  out.push_back(0x80);
  out.resize(padded_size(plain.size()), 0);
  return out;
}

Result<Bytes> unpad(Bytes padded) {
  std::size_t end = padded.size();
  while (end > 0 && padded[end - 1] == 0) --end;
  // One plain text has one padding: a longer one of the right form would be a second writing of the same entry.
  if (end == 0 || padded[end - 1] != 0x80 || padded_size(end - 1) != padded.size())
    return fail(Fault::damaged, "The padding is not as this program writes it.");
  padded.resize(end - 1);
  return padded;
}

}  // namespace trefoil::vault
