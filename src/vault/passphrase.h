// Passphrases and codes. Slow on purpose (Argon2id) for what a person chose; fast for what 128 random bits protect.
#pragma once

#include <optional>
#include <string>
#include <string_view>

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

// Argon2id v1.3, 64 MiB, 3 passes, salt = first 16 bytes of hash("trefoil salt v1", installation, folded name);
// 64 bytes out: subkeys wrap and locator. About 0.1 s and 64 MiB.
// `weak` (tests and rehearsal folders never: only unit tests of other folders) uses libsodium's minimum.
enum class Cost { full, test };
Stretched stretch(Arena& arena, View installation, std::string_view folded_name, std::string_view passphrase,
                  Cost cost = Cost::full);

// A recovery code: 128 random bits and a checksum, as groups of five characters that are easy to read aloud
// (Crockford's base32 alphabet, capital letters). Reading takes lower case, spaces, and O for 0, I or L for 1.
struct Code {
  std::string shown;  // ABCDE-FGHJK-...
  Key secret;         // the 16 bytes stretched to a key: hash("trefoil code v1", 16 bytes)
};
Code random_code_for_recovery(Arena& arena);
Result<Key> read_code(Arena& arena, std::string_view typed);  // bad_input when characters or checksum are wrong
Stretched stretch_code(Arena& arena, Key code_secret);        // no Argon2: the code has 128 bits of its own

// What a person is told of a passphrase while choosing it. At least 12 characters (code points); no composition
// rules; refused only when shorter, or when it is among the most common or is the person's or practice's name.
struct Strength {
  int score = 0;       // 0 to 4, as zxcvbn counts
  std::string words;   // "A stranger would need centuries."
  std::optional<std::string> refusal;
};
Strength strength(std::string_view passphrase, std::initializer_list<std::string_view> own_words);

}  // namespace trefoil::vault
