#include "ledger/entry.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "ledger/test_scene.h"

namespace trefoil::ledger {
namespace {

using test::Dice;

Header random_header(Dice& dice) {
  Header out{.mode = static_cast<Mode>(1 + dice.below(3)), .log = dice.id<LogId>(), .sequence = dice.u64()};
  out.room = dice.id<RoomId>();
  out.epoch = static_cast<std::uint32_t>(dice.u64());
  out.author = dice.id<KeyId>();
  out.previous = dice.array<32>();
  out.checkpoint = dice.array<32>();
  out.nonce = dice.array<24>();
  return out;
}

Fact random_fact(Dice& dice) {
  switch (dice.below(3)) {
    case 0:
      return EpochBegins{.commitment = dice.array<32>(), .drop = dice.array<32>()};
    case 1:
      return Grant{.to = dice.id<KeyId>(), .wrap = dice.array<32>()};
    default:
      return WrapGone{.grant = dice.u64()};
  }
}

TEST(Entry, header_round_trip) {
  EXPECT_TRUE(rc::check("decode(encode(header)) == header, in 152 bytes", [](std::uint64_t seed) {
    Dice dice(seed);
    const Header header = random_header(dice);
    const Bytes bytes = encode(header);
    RC_ASSERT(bytes.size() == kHeaderSize);
    RC_ASSERT(decode_header(bytes).value() == header);
  }));
}

TEST(Entry, header_has_one_writing) {
  EXPECT_TRUE(rc::check("hostile bytes either fail or are what encode writes", [](std::uint64_t seed) {
    Dice dice(seed);
    Bytes bytes = encode(random_header(dice));
    for (std::uint64_t i = dice.below(4); i > 0; --i) bytes[dice.below(6)] = static_cast<std::uint8_t>(dice.below(5));
    if (dice.below(4) == 0) bytes.resize(dice.below(200));
    if (const auto header = decode_header(bytes)) RC_ASSERT(encode(*header) == bytes);
  }));
}

TEST(Entry, header_refuses_what_it_does_not_know) {
  Dice dice(1);
  const Bytes good = encode(random_header(dice));
  const auto with = [&](std::size_t at, std::uint8_t value) {
    Bytes bytes = good;
    bytes[at] = value;
    return decode_header(bytes);
  };
  EXPECT_EQ(with(0, 2).error().fault, Fault::unsupported);  // version
  EXPECT_EQ(with(1, 2).error().fault, Fault::unsupported);  // suite
  EXPECT_EQ(with(2, 0).error().fault, Fault::unsupported);  // mode
  EXPECT_EQ(with(2, 4).error().fault, Fault::unsupported);
  EXPECT_EQ(with(3, 1).error().fault, Fault::damaged);  // must be zero
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_EQ(decode_header(longer).error().fault, Fault::damaged);
  EXPECT_EQ(decode_header(View(good).first(151)).error().fault, Fault::damaged);
}

TEST(Entry, every_field_of_the_header_is_in_its_bytes) {
  // Two headers that differ anywhere must differ in bytes: the bytes are what is hashed and authenticated.
  Dice dice(2);
  const Header one = random_header(dice);
  std::set<Bytes> seen{encode(one)};
  for (int field = 0; field < 9; ++field) {
    Header other = one;
    switch (field) {
      case 0:
        other.mode = one.mode == Mode::open ? Mode::drop : Mode::open;
        break;
      case 1:
        other.log.bytes[15] ^= 1;
        break;
      case 2:
        other.sequence ^= 1ull << 63;
        break;
      case 3:
        other.room.bytes[0] ^= 1;
        break;
      case 4:
        other.epoch ^= 1u << 31;
        break;
      case 5:
        other.author.bytes[7] ^= 1;
        break;
      case 6:
        other.previous[31] ^= 1;
        break;
      case 7:
        other.checkpoint[0] ^= 1;
        break;
      default:
        other.nonce[23] ^= 1;
    }
    EXPECT_TRUE(seen.insert(encode(other)).second) << field;
  }
}

TEST(Entry, fact_round_trip) {
  EXPECT_TRUE(rc::check("facts, whole, cut and lengthened", [](std::uint64_t seed) {
    Dice dice(seed);
    const Fact fact = random_fact(dice);
    Bytes bytes = encode(fact);
    RC_ASSERT(decode_fact(bytes).value() == fact);
    bytes.push_back(0);
    RC_ASSERT(!decode_fact(bytes));
    bytes.resize(dice.below(bytes.size() - 1));
    RC_ASSERT(!decode_fact(bytes));
    const Bytes noise = dice.bytes(dice.below(80));
    if (const auto decoded = decode_fact(noise)) RC_ASSERT(encode(*decoded) == noise);
  }));
}

TEST(Entry, the_hash_covers_header_and_payload_hash) {
  Dice dice(3);
  const Bytes header = encode(random_header(dice));
  const Hash payload = dice.array<32>();
  const Hash whole = entry_hash(header, payload);
  for (std::size_t bit = 0; bit < 8 * kHeaderSize; bit += 5) {
    Bytes other = header;
    other[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    EXPECT_NE(entry_hash(other, payload), whole);
  }
  Hash other = payload;
  other[31] ^= 0x80;
  EXPECT_NE(entry_hash(header, other), whole);
}

}  // namespace
}  // namespace trefoil::ledger
