// The golden values were computed with Python's hashlib.blake2b (its own BLAKE2 code, not libsodium's).
#include "vault/hash.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>
#include <stdexcept>

#include "vault/random.h"
#include "vault/test_bytes.h"

namespace trefoil::vault {
namespace {

using base::to_hex;
using base::view;

TEST(Hash, is_blake2b_256) {
  EXPECT_EQ(to_hex(digest({})), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  EXPECT_EQ(to_hex(digest(view("abc"))), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST(Hash, puts_the_tags_length_and_the_tag_before_the_parts) {
  EXPECT_EQ(to_hex(hash("trefoil test v1", {view("one"), view("two")})),
            "6c2d873f1797c403e3911bd98e3a401f15da4bb218789a45e9da31a24b88f10a");
  EXPECT_EQ(hash("t", {view("one"), view("two")}), hash("t", {view("onetwo"), {}}));
  // A tag can't run over into the parts.
  EXPECT_NE(hash("ab", {view("c")}), hash("a", {view("bc")}));
  EXPECT_NE(hash("", {view("a")}), digest(view("a")));
  EXPECT_THROW(hash(std::string(256, 'x'), {}), std::length_error);
}

TEST(Hash, keyed_depends_on_the_key) {
  Arena arena;
  const Key key = arena.keep(counting(32));
  EXPECT_EQ(to_hex(keyed_hash(key, "trefoil test v1", {view("one"), view("two")})),
            "dd0abbb54c0e6fe0b7151b9c5f5b39c64abf0c92fe27bec18ecfa0b901beaa32");
  EXPECT_NE(keyed_hash(key, "t", {}), keyed_hash(random_key(arena), "t", {}));
  EXPECT_NE(keyed_hash(key, "t", {}), hash("t", {}));
  EXPECT_TRUE(equal(hash_to_key(arena, "t", {view("one")}), hash("t", {view("one")})));
}

TEST(Derive, is_blake2b_with_number_and_context_as_salt_and_person) {
  Arena arena;
  const Key master = arena.keep(counting(32));
  EXPECT_EQ(to_hex(derive(arena, master, 7, "trefroom")),
            "aa11ebab8799b7ca71c267c470b52e2d9e78bf0e878d4f9db6854f6805c310c0");
  EXPECT_EQ(to_hex(derive_public(master, 7, "trefroom")), to_hex(derive(arena, master, 7, "trefroom")));
  EXPECT_NE(derive_public(master, 7, "trefroom"), derive_public(master, 8, "trefroom"));
  EXPECT_NE(derive_public(master, 7, "trefroom"), derive_public(master, 7, "trefdrop"));
  EXPECT_THROW(derive(arena, master, 7, "short"), std::length_error);
}

TEST(Random, codes_use_each_letter_of_the_alphabet_and_no_other) {
  const std::string letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  std::set<char> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string code = random_code();
    ASSERT_EQ(code.size(), 6u);
    seen.insert(code.begin(), code.end());
  }
  // 6000 draws of 31: a given letter is missing once in 10^85 runs.
  EXPECT_EQ(seen, std::set<char>(letters.begin(), letters.end()));
}

TEST(Random, does_not_repeat) {
  Arena arena;
  EXPECT_FALSE(equal(random_key(arena), random_key(arena)));
  EXPECT_NE(random_bytes(16), random_bytes(16));
  EXPECT_NE(random_id<PersonId>(), random_id<PersonId>());
  EXPECT_TRUE(random_bytes(0).empty());
}

}  // namespace
}  // namespace trefoil::vault
