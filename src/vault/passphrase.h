// Passphrases and codes. Slow on purpose (Argon2id) for what a person chose; fast for what 128 random bits protect.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "vault/hash.h"

namespace trefoil::vault {

// What stretching gives: a key that wraps the person key, and the locator under which the wrapped key is stored. The
// locator is independent of the key (another output of the same stretch), so that storing it gives nothing away, and a
// wrong name and a wrong passphrase look alike: nothing is found.
using Locator = base::Id<struct LocatorTag>;
struct Stretched {
  Key wrap;
  Locator locator;
};

// Argon2id v1.3 (RFC 9106), 64 MiB, 3 passes, one lane; salt = the first 16 bytes of hash("trefoil salt v1", u32 length
// of installation, installation, folded name). 64 bytes out: the first 32 wrap, the next 16 are the locator. 0.1 to 0.3 s
// and 64 MiB; std::bad_alloc where the system won't give them. The caller folds the name (base::fold).
// Cost::test (one pass, 8 KiB: libsodium's minimum) is for unit tests only, never for a folder, rehearsals included.
enum class Cost { full, test };
Stretched stretch(Arena& arena, View installation, std::string_view folded_name, std::string_view passphrase,
                  Cost cost = Cost::full);

// A recovery code: 128 random bits and 22 bits of checksum (the first of hash("trefoil code check v1", 16 bytes)), as six
// groups of five characters that are easy to read aloud (Crockford's base32 alphabet, capital letters, high bits first).
// Reading takes lower case, spaces and dashes anywhere, and O for 0, I or L for 1. A mistyped code passes the checksum
// once in four million times, and then finds nothing.
struct Code {
  std::string shown;  // ABCDE-FGHJK-...
  Key secret;         // the 16 bytes stretched to a key: hash("trefoil code v1", 16 bytes)
};
Code random_code_for_recovery(Arena& arena);
Code code_of(Arena& arena, View secret16);  // the code of 16 given bytes
Result<Key> read_code(Arena& arena, std::string_view typed);  // bad_input when characters or checksum are wrong
// No Argon2: the code has 128 bits of its own. Subkeys 1 (wrap) and 2 (locator) of it in context "trefcode".
Stretched stretch_code(Arena& arena, Key code_secret);

// What a person is told of a passphrase while choosing it. At least 12 characters (code points), at most 1024 bytes; no
// composition rules; refused only when shorter or longer, or when it is among the most common or is the person's or
// practice's name. The words count on someone who holds a stolen disk and tries ten thousand passphrases a second
// (zxcvbn's figure for a slow hash; with 64 MiB a try that takes a room of machines).
inline constexpr std::size_t kShortestPassphrase = 12;
inline constexpr std::size_t kLongestPassphrase = 1024;
struct Strength {
  int score = 0;       // 0 to 4, as zxcvbn counts
  std::string words;   // "A stranger would need centuries."
  std::optional<std::string> refusal;
};
Strength strength(std::string_view passphrase, std::initializer_list<std::string_view> own_words);

}  // namespace trefoil::vault
