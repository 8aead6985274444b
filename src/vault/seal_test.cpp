#include "vault/seal.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <numeric>

#include "vault/random.h"
#include "vault/seal_into.h"

namespace trefoil::vault {
namespace {

using base::to_hex;
using base::view;

Bytes flipped(View bytes, std::size_t bit) {
  Bytes out = base::copy(bytes);
  out[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
  return out;
}

// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
TEST(Seal, is_xchacha20_poly1305_of_the_draft) {
  Arena arena;
  const Key key = arena.keep(*base::from_hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"));
  Nonce nonce;
  std::iota(nonce.begin(), nonce.end(), std::uint8_t{0x40});
  const Bytes associated = *base::from_hex("50515253c0c1c2c3c4c5c6c7");
  const std::string_view plain =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be "
      "it.";
  const Bytes sealed = seal(key, nonce, associated, view(plain));
  EXPECT_EQ(to_hex(sealed),
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
            "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
            "21f9664c97637da9768812f615c68b13b52e"
            "c0875924c1c7987947deafd8780acf49");
  EXPECT_EQ(base::text(*open(key, nonce, associated, sealed)), plain);
}

TEST(Seal, finds_every_flipped_bit) {
  Arena arena;
  EXPECT_TRUE(rc::check([&](Bytes plain, Bytes associated) {
    const Key key = random_key(arena);
    const Nonce nonce = random_nonce();
    const Bytes sealed = seal(key, nonce, associated, plain);
    RC_ASSERT(sealed.size() == plain.size() + kSealOverhead);
    RC_ASSERT(*open(key, nonce, associated, sealed) == plain);
    const auto damaged = [](const Result<Bytes>& result) { return !result && result.error().fault == Fault::damaged; };
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit)
      RC_ASSERT(damaged(open(key, nonce, associated, flipped(sealed, bit))));
    for (std::size_t bit = 0; bit < associated.size() * 8; ++bit)
      RC_ASSERT(damaged(open(key, nonce, flipped(associated, bit), sealed)));
    for (std::size_t bit = 0; bit < nonce.size() * 8; ++bit) {
      Nonce other;
      std::ranges::copy(flipped(nonce, bit), other.begin());
      RC_ASSERT(damaged(open(key, other, associated, sealed)));
    }
    const auto bit = *rc::gen::inRange<std::size_t>(0, 256);
    RC_ASSERT(damaged(open(arena.keep(flipped(key, bit)), nonce, associated, sealed)));
    RC_ASSERT(damaged(open(key, nonce, associated, View(sealed).first(sealed.size() - 1))));
  }));
}

TEST(Seal, every_key_bit_counts) {
  Arena arena;
  const Key key = random_key(arena);
  const Nonce nonce = random_nonce();
  const Bytes sealed = seal(key, nonce, {}, view("x"));
  for (std::size_t bit = 0; bit < 256; ++bit) EXPECT_FALSE(open(arena.keep(flipped(key, bit)), nonce, {}, sealed));
}

TEST(Seal, too_short_is_damaged_and_not_a_crash) {
  Arena arena;
  const Key key = random_key(arena);
  for (std::size_t size = 0; size < 48; ++size) {
    EXPECT_FALSE(open(key, random_nonce(), {}, random_bytes(size)));
    EXPECT_FALSE(open_with_nonce(key, {}, random_bytes(size)));
    EXPECT_FALSE(open_key(arena, key, random_nonce(), {}, random_bytes(size)));
  }
}

TEST(Seal, carries_its_nonce_and_never_the_same_one) {
  Arena arena;
  const Key key = random_key(arena);
  const Bytes sealed = seal_with_nonce(key, view("where"), view("what"));
  EXPECT_EQ(sealed.size(), 24 + 4 + kSealOverhead);
  EXPECT_EQ(base::text(*open_with_nonce(key, view("where"), sealed)), "what");
  EXPECT_NE(sealed, seal_with_nonce(key, view("where"), view("what")));
  EXPECT_FALSE(open_with_nonce(key, view("elsewhere"), sealed));
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit)
    EXPECT_FALSE(open_with_nonce(key, view("where"), flipped(sealed, bit)));
}

TEST(Seal, opens_a_key_into_the_arena_and_nothing_but_a_key) {
  Arena arena;
  const Key key = random_key(arena), inner = random_key(arena);
  const Nonce nonce = random_nonce();
  const auto opened = open_key(arena, key, nonce, view("slot"), seal(key, nonce, view("slot"), inner));
  ASSERT_TRUE(opened);
  EXPECT_TRUE(equal(*opened, inner));
  EXPECT_FALSE(open_key(arena, key, nonce, view("other"), seal(key, nonce, view("slot"), inner)));
  EXPECT_FALSE(open_key(arena, key, nonce, {}, seal(key, nonce, {}, Bytes(33))));
}

// Stored lengths depend on these steps: a change here makes old entries unreadable.
TEST(Pad, golden_sizes) {
  const std::pair<std::size_t, std::size_t> golden[] = {{0, 256},
                                                        {1, 256},
                                                        {255, 256},
                                                        {256, 512},
                                                        {511, 512},
                                                        {512, 768},
                                                        {4094, 4096},
                                                        {4095, 4096},
                                                        {4096, 4608},
                                                        {4607, 4608},
                                                        {8190, 8192},
                                                        {8191, 8192},
                                                        {8192, 9216},
                                                        {16383, 16384},
                                                        {16384, 18432},
                                                        {65535, 65536},
                                                        {65536, 73728},
                                                        {100000, 106496},
                                                        {1 << 20, (1 << 20) + (1 << 17)}};
  for (auto [plain, padded] : golden) EXPECT_EQ(padded_size(plain), padded) << plain;
  EXPECT_EQ(to_hex(View(pad(view("ab"))).first(4)), "61628000");
}

TEST(Pad, round_trip_and_only_the_steps) {
  EXPECT_TRUE(rc::check([] {
    const auto size = *rc::gen::oneOf(rc::gen::inRange<std::size_t>(0, 600), rc::gen::inRange<std::size_t>(3800, 9000),
                                      rc::gen::inRange<std::size_t>(0, 300000));
    const Bytes plain(size, static_cast<std::uint8_t>(*rc::gen::element(0x00, 0x80, 0x41)));
    const Bytes padded = pad(plain);
    RC_ASSERT(padded.size() > plain.size());
    RC_ASSERT(padded.size() <= std::max<std::size_t>(plain.size() + 256, plain.size() + plain.size() / 8 + 1));
    RC_ASSERT(padded_size(padded.size() - 1) == padded.size());  // a step: nothing else has this length
    RC_ASSERT(*unpad(padded) == plain);
  }));
}

TEST(Pad, grows_with_the_text) {
  for (std::size_t size = 1; size < 70000; ++size) ASSERT_LE(padded_size(size - 1), padded_size(size)) << size;
}

TEST(Pad, refuses_what_it_did_not_write) {
  const auto damaged = [](Bytes bytes) {
    const auto result = unpad(std::move(bytes));
    return !result && result.error().fault == Fault::damaged;
  };
  EXPECT_TRUE(damaged({}));
  EXPECT_TRUE(damaged(Bytes(256, 0)));
  EXPECT_TRUE(damaged({0x80}));  // not a step
  Bytes longer = pad(view("ab"));
  longer.resize(512);
  EXPECT_TRUE(damaged(longer));  // a step, but not the step of this text
  Bytes dirty = pad(view("ab"));
  dirty.back() = 1;
  EXPECT_TRUE(damaged(dirty));
  EXPECT_TRUE(rc::check([&](const Bytes& bytes) {
    // Whatever opens is exactly what pad writes for it.
    if (auto plain = unpad(bytes)) RC_ASSERT(pad(*plain) == bytes);
  }));
}

// The two that write into a reader's buffer must say what their allocating twins say.
TEST(SealInto, agrees_with_open_and_unpad) {
  Arena arena;
  const Key key = random_key(arena);
  EXPECT_TRUE(rc::check([&](Bytes plain) {
    const Nonce nonce = random_nonce();
    const Bytes sealed = seal(key, nonce, {}, plain);
    Bytes room(plain.size() + 8, 0xaa);
    const auto opened = open_into(room, key, nonce, {}, sealed);
    RC_ASSERT(opened.has_value());
    RC_ASSERT(base::copy(*opened) == plain);
    const auto bit = *rc::gen::inRange<std::size_t>(0, sealed.size() * 8);
    RC_ASSERT(!open_into(room, key, nonce, {}, flipped(sealed, bit)).has_value());
    if (!plain.empty()) RC_ASSERT(!open_into(std::span(room).first(plain.size() - 1), key, nonce, {}, sealed));
    RC_ASSERT(base::copy(*unpadded(pad(plain))) == plain);
    const auto loose = unpad(plain);
    RC_ASSERT(loose.has_value() == unpadded(plain).has_value());
  }));
  for (std::size_t size = 0; size < 40; ++size) {
    Bytes room(64);
    EXPECT_FALSE(open_into(room, key, random_nonce(), {}, random_bytes(size)));
  }
  Bytes longer = pad(base::view("ab"));
  longer.resize(512);
  EXPECT_FALSE(unpadded(longer));
}

}  // namespace
}  // namespace trefoil::vault
