// The recovery code as it is shown and typed; declared in vault/passphrase.h.
#include <algorithm>
#include <stdexcept>
#include <string>

#include "vault/passphrase.h"
#include "vault/random.h"

namespace trefoil::vault {

namespace {
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // crockford.com/base32.html
constexpr std::size_t kLetters = 30;                                        // 150 bits: 128 and 22 of checksum
constexpr std::size_t kSecret = 16;
constexpr std::size_t kWhole = 19;  // 152 bits: the last two are zero

// The 16 bytes, then the checksum, its last two bits cut off.
void complete(std::span<std::uint8_t, kWhole> whole) {
  const Hash check = hash("trefoil code check v1", {View(whole.first<kSecret>())});
  std::copy_n(check.begin(), kWhole - kSecret, whole.begin() + kSecret);
  whole.back() &= 0xfcu;
}

int value_of(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  const std::size_t at = kAlphabet.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

// How many bytes at `rest` are a separator: ASCII space and dash, and what phones and word processors put for them
// (no-break space; U+2010 to U+2015, hyphens and dashes; U+2212, minus).
std::size_t separator(std::string_view rest) {
  if (rest[0] == ' ' || rest[0] == '-' || (rest[0] >= '\t' && rest[0] <= '\r')) return 1;
  if (rest.starts_with("\xc2\xa0")) return 2;
  if (rest.starts_with("\xe2\x88\x92")) return 3;
  if (rest.size() >= 3 && rest.starts_with("\xe2\x80") && rest[2] >= '\x90' && rest[2] <= '\x95') return 3;
  return 0;
}
}  // namespace

Code code_of(Arena& arena, View secret16) {
  if (secret16.size() != kSecret) throw std::invalid_argument("a recovery code's secret has 16 bytes");
  auto whole = arena.take(kWhole).first<kWhole>();
  std::copy_n(secret16.begin(), kSecret, whole.begin());
  complete(whole);
  Code code{.shown = {}, .secret = hash_to_key(arena, "trefoil code v1", {View(whole.first<kSecret>())})};
  code.shown.reserve(kLetters + kLetters / 5 - 1);
  for (std::size_t i = 0; i < kLetters; ++i) {
    if (i > 0 && i % 5 == 0) code.shown.push_back('-');
    unsigned value = 0;
    for (std::size_t bit = i * 5; bit < i * 5 + 5; ++bit) value = value * 2 + ((whole[bit / 8] >> (7 - bit % 8)) & 1u);
    code.shown.push_back(kAlphabet[value]);
  }
  return code;
}

Code random_code_for_recovery(Arena& arena) {
  auto secret = arena.take(kSecret);
  random_fill(secret);
  return code_of(arena, secret);
}

Result<Key> read_code(Arena& arena, std::string_view typed) {
  auto whole = arena.take(kWhole).first<kWhole>();
  std::size_t letters = 0;
  for (std::size_t at = 0; at < typed.size();) {
    if (const std::size_t skip = separator(typed.substr(at))) {
      at += skip;
      continue;
    }
    const int value = value_of(typed[at++]);
    // Never the character itself: what was typed is most of a secret.
    if (value < 0)
      return fail(Fault::bad_input, "There is a character that no recovery code has.",
                  "group " + std::to_string(std::min<std::size_t>(letters / 5, 5) + 1),
                  "Type the letters and digits as they were shown.");
    for (std::size_t i = 0; i < 5 && letters < kLetters; ++i) {
      const std::size_t bit = letters * 5 + i;
      if ((value >> (4 - i)) & 1) whole[bit / 8] |= static_cast<std::uint8_t>(0x80u >> (bit % 8));
    }
    ++letters;
  }
  if (letters != kLetters)
    return fail(Fault::bad_input, "A recovery code has six groups of five characters.", {},
                letters < kLetters ? "Some are missing." : "There are too many.");
  auto expected = arena.take(kWhole).first<kWhole>();
  std::copy_n(whole.begin(), kSecret, expected.begin());
  complete(expected);
  if (!equal(whole, expected))
    return fail(Fault::bad_input, "This is not a recovery code: at least one character is different.", {},
                "Compare it with what was written down, group by group.");
  return hash_to_key(arena, "trefoil code v1", {View(whole.first<kSecret>())});
}

}  // namespace trefoil::vault
