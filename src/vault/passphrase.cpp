#include "vault/passphrase.h"

#include <sodium.h>
#include <zxcvbn.h>

#include <algorithm>
#include <cmath>
#include <new>
#include <vector>

#include "base/text.h"

namespace trefoil::vault {

namespace {
static_assert(crypto_pwhash_SALTBYTES == 16);
constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemory = 64u * 1024 * 1024;

// What zxcvbn looks at: its time grows with the square of the length and more, and past this it counts little anyway.
constexpr std::size_t kLooked = 100;

// The first kLooked bytes, not inside a character, without the NUL that would end a C string early.
std::string head(std::string_view passphrase) {
  std::size_t end = std::min(passphrase.size(), kLooked);
  while (end > 0 && end < passphrase.size() && (static_cast<unsigned char>(passphrase[end]) >> 6) == 2) --end;
  std::string out(passphrase.substr(0, end));
  std::replace(out.begin(), out.end(), '\0', ' ');
  return out;
}

// A name as someone would type it into a passphrase: whole, run together, and word by word.
void add_words(std::vector<std::string>& words, std::string_view own) {
  const std::string folded = base::fold(own);
  std::string together;
  for (const std::string& word : base::split(folded, ' ')) {
    together += word;
    if (base::characters(word) >= 3) words.push_back(word);
  }
  if (!together.empty()) words.push_back(together);
  if (folded != together) words.push_back(folded);
  // zxcvbn walks every word at every place.
  for (std::string& word : words)
    if (word.size() > kLooked) word.resize(kLooked);
}

double bits(std::string_view passphrase, std::initializer_list<std::string_view> own_words) {
  std::vector<std::string> words;
  for (std::string_view own : own_words) add_words(words, own);
  std::vector<const char*> list;
  list.reserve(words.size() + 1);
  for (const std::string& word : words) list.push_back(word.c_str());
  list.push_back(nullptr);
  std::string looked = head(passphrase);
  const double out = ZxcvbnMatch(looked.c_str(), list.data(), nullptr);
  wipe(looked);
  return out;
}

// zxcvbn's own bounds (Wheeler 2016): 10^3, 10^6, 10^8, 10^10 guesses.
int score_of(double guesses_log10) {
  int score = 0;
  for (double bound : {3.0, 6.0, 8.0, 10.0}) score += guesses_log10 >= bound;
  return score;
}

std::string words_of(double guesses_log10) {
  const double seconds_log10 = guesses_log10 - 4.0;
  if (guesses_log10 < 3.0) return "A stranger would guess this at once.";
  if (seconds_log10 < 2.0) return "A stranger would need a minute.";
  if (seconds_log10 < 3.5) return "A stranger would need less than an hour.";
  if (seconds_log10 < 5.0) return "A stranger would need hours.";
  if (seconds_log10 < 6.5) return "A stranger would need days.";
  if (seconds_log10 < 7.5) return "A stranger would need months.";
  if (seconds_log10 < 9.5) return "A stranger would need years.";
  return "A stranger would need centuries.";
}
}  // namespace

Stretched stretch(Arena& arena, View installation, std::string_view folded_name, std::string_view passphrase,
                  Cost cost) {
  const Bytes place = base::Writer().sized(installation).take();
  const Hash salt = hash("trefoil salt v1", {place, base::view(folded_name)});
  const auto out = arena.take(64);
  const bool test = cost == Cost::test;
  if (crypto_pwhash(out.data(), out.size(), passphrase.empty() ? "" : passphrase.data(), passphrase.size(), salt.data(),
                    test ? crypto_pwhash_OPSLIMIT_MIN : kPasses, test ? crypto_pwhash_MEMLIMIT_MIN : kMemory,
                    crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  return {.wrap = out.first<32>(), .locator = Locator::from(out.subspan(32, 16))};
}

Stretched stretch_code(Arena& arena, Key code_secret) {
  return {.wrap = derive(arena, code_secret, 1, "trefcode"),
          .locator = Locator::from(derive_public(code_secret, 2, "trefcode"))};
}

Strength strength(std::string_view passphrase, std::initializer_list<std::string_view> own_words) {
  const double guesses_log10 = bits(passphrase, own_words) * std::log10(2.0);
  Strength out{.score = score_of(guesses_log10), .words = words_of(guesses_log10)};
  // Before anything that walks the whole of what may be megabytes.
  if (passphrase.size() > kLongestPassphrase) {
    out.refusal = "A passphrase can have at most 1024 bytes. A dozen words are more than enough.";
    return out;
  }
  std::string folded = base::fold(passphrase);
  const bool own = std::any_of(own_words.begin(), own_words.end(), [&](std::string_view word) {
    const std::string name = base::fold(word);
    return !name.empty() && name == folded;
  });
  wipe(folded);
  if (base::characters(passphrase) < kShortestPassphrase)
    out.refusal = "A passphrase needs at least 12 characters. Four or five words that don't belong together do well.";
  else if (own)
    out.refusal = "This is a name that others know. Take words that don't belong to you.";
  else if (out.score == 0)
    out.refusal =
        "This is among the first that anyone would try. Four or five words that don't belong together do well.";
  return out;
}

}  // namespace trefoil::vault
