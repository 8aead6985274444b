#include "vault/pair.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <stdexcept>

#include "vault/box.h"
#include "vault/random.h"
#include "vault/words.h"

namespace trefoil::vault {
namespace {

using base::from_hex;
using base::to_hex;
using base::view;

template <std::size_t N>
std::array<std::uint8_t, N> array_of(std::string_view hex) {
  std::array<std::uint8_t, N> out{};
  const Bytes bytes = *from_hex(hex);
  EXPECT_EQ(bytes.size(), N);
  std::copy_n(bytes.begin(), std::min(N, bytes.size()), out.begin());
  return out;
}

// RFC 8032, 7.1, test 1, and RFC 7748, 6.1 (Alice): the public keys of these secrets.
TEST(Pair, gives_the_public_keys_of_the_rfcs) {
  Arena arena;
  const Pair pair =
      pair_from_secrets(arena, *from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
                        *from_hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
  EXPECT_EQ(to_hex(pair.card.sign), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(to_hex(pair.card.box), "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  EXPECT_EQ(to_hex(pair.sign_secret), to_hex(pair.sign_seed) + to_hex(pair.card.sign));
}

TEST(Pair, frames_tag_and_message) {
  Arena arena;
  const Pair pair = random_pair(arena);
  // The key of RFC 8032's test 1 over u8 16, tag, message, signed by OpenSSL 3.0.19 (pkeyutl -rawin).
  const Pair golden = pair_from_secrets(
      arena, *from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"), random_bytes(32));
  EXPECT_EQ(to_hex(sign(golden, "trefoil entry v1", view("The plan."))),
            "43fec9d189fa6205b83cb34eeeebf5ac0e80541ef76e962b7237ba71b052dd2e"
            "51df0af9a204f68df3b99d1f0f38efda71d5bf30cd5fc7b2ce229bee47196204");
  EXPECT_NE(sign(pair, "ab", view("c")), sign(pair, "a", view("bc")));
  EXPECT_FALSE(verify(pair.card.sign, sign(pair, "ab", view("c")), "a", view("bc")));
  EXPECT_THROW(sign(pair, std::string(256, 'x'), {}), std::length_error);
}

TEST(Pair, verify_refuses_every_flipped_bit) {
  Arena arena;
  const Pair pair = random_pair(arena);
  const Bytes message = base::copy(view("The plan of 24 November."));
  const Signature signature = sign(pair, "trefoil entry v1", message);
  ASSERT_TRUE(verify(pair.card.sign, signature, "trefoil entry v1", message));
  EXPECT_FALSE(verify(pair.card.sign, signature, "trefoil entry v2", message));
  EXPECT_FALSE(verify(random_pair(arena).card.sign, signature, "trefoil entry v1", message));
  for (std::size_t bit = 0; bit < 512; ++bit) {
    Signature other = signature;
    other[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    EXPECT_FALSE(verify(pair.card.sign, other, "trefoil entry v1", message)) << bit;
  }
  for (std::size_t bit = 0; bit < 256; ++bit) {
    SignPublic other = pair.card.sign;
    other[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    EXPECT_FALSE(verify(other, signature, "trefoil entry v1", message)) << bit;
  }
  for (std::size_t bit = 0; bit < message.size() * 8; ++bit) {
    Bytes other = message;
    other[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    EXPECT_FALSE(verify(pair.card.sign, signature, "trefoil entry v1", other)) << bit;
  }
}

TEST(Pair, from_a_seed_is_from_its_two_subkeys) {
  Arena arena;
  Bytes seed(32);
  std::iota(seed.begin(), seed.end(), std::uint8_t{0});
  const Pair pair = pair_from_seed(arena, arena.keep(seed));
  // By Python's hashlib.blake2b with the number as salt and "trefpair" as person.
  EXPECT_EQ(to_hex(pair.sign_seed), "2b6128f45324cf685159f98019a6d61b9415c4a42078a07d30a403ac13e93caf");
  EXPECT_EQ(to_hex(pair.box_secret), "3df290d0ac13d4a432ca668d38c275e71b7da0b2d4887e36fc904d7061913d89");
  EXPECT_EQ(pair.card, pair_from_secrets(arena, pair.sign_seed, pair.box_secret).card);
}

TEST(Card, id_is_a_hash_of_both_keys) {
  Card card;
  card.sign.fill(1);
  card.box.fill(2);
  EXPECT_EQ(to_hex(card.id().view()), "1136a298bb91868445713c6e44df5b32");  // hashlib.blake2b
  std::swap(card.sign, card.box);
  EXPECT_NE(to_hex(card.id().view()), "1136a298bb91868445713c6e44df5b32");
}

TEST(Card, a_key_of_low_order_is_not_usable) {
  Arena arena;
  const Card good = random_pair(arena).card;
  EXPECT_TRUE(usable(good));
  Card bad = good;
  bad.box = {};
  EXPECT_FALSE(usable(bad));
  bad.box = array_of<32>("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");  // order 8
  EXPECT_FALSE(usable(bad));
  EXPECT_THROW(box_seal(bad.box, view("x")), std::invalid_argument);
  bad = good;
  bad.sign = {1};  // the neutral point
  EXPECT_FALSE(usable(bad));
  bad.sign = array_of<32>("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
  EXPECT_FALSE(usable(bad));
}

TEST(Words, are_256_short_and_distinct) {
  const std::set<std::string_view> distinct(kWords.begin(), kWords.end());
  EXPECT_EQ(distinct.size(), 256u);
  std::string all;
  for (std::string_view word : kWords) {
    EXPECT_TRUE(word.size() >= 3 && word.size() <= 8) << word;
    EXPECT_TRUE(std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; })) << word;
    if (!all.empty()) all += '\n';
    all += word;
  }
  // The list as it went out: a changed or moved word changes what people wrote down.
  EXPECT_EQ(to_hex(digest(view(all))), "893f1b97d8d441a5d289b091715523eb8834abdad732a9dc534c9869d45eb0fb");
}

TEST(Words, of_an_id) {
  Bytes id(16);
  std::iota(id.begin(), id.end(), std::uint8_t{0});
  EXPECT_EQ(fingerprint_words(KeyId::from(id)), "ocean jacket melody telegram jigsaw notebook");
}

TEST(Box, opens_for_the_receiver_alone) {
  Arena arena;
  EXPECT_TRUE(rc::check([&](Bytes plain) {
    const Pair receiver = random_pair(arena);
    const Bytes sealed = box_seal(receiver.card.box, plain);
    RC_ASSERT(sealed.size() == plain.size() + kBoxOverhead);
    RC_ASSERT(*box_open(receiver, sealed) == plain);
    RC_ASSERT(!box_open(random_pair(arena), sealed));
  }));
}

TEST(Box, finds_every_flipped_bit_and_every_short_one) {
  Arena arena;
  const Pair receiver = random_pair(arena);
  const Bytes sealed = box_seal(receiver.card.box, view("for you"));
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    // X25519 ignores one bit of a public key (RFC 7748, 5); the nonce hashes it, so it is found all the same.
    Bytes other = sealed;
    other[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    const auto opened = box_open(receiver, other);
    ASSERT_FALSE(opened) << bit;
    EXPECT_EQ(opened.error().fault, Fault::damaged);
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) EXPECT_FALSE(box_open(receiver, View(sealed).first(size)));
}

TEST(Box, a_seed_always_gives_the_same_pair) {
  Arena arena;
  const Key seed = random_key(arena);
  const BoxPair one = box_pair_from_seed(arena, seed), two = box_pair_from_seed(arena, seed);
  EXPECT_EQ(one.box, two.box);
  EXPECT_NE(one.box, box_pair_from_seed(arena, random_key(arena)).box);
  EXPECT_EQ(base::text(*box_open(two.box, two.secret, box_seal(one.box, view("drop")))), "drop");
}

}  // namespace
}  // namespace trefoil::vault
