#include "ledger/checkpoint.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "ledger/test_scene.h"

namespace trefoil::ledger {
namespace {

using test::Dice;

Checkpoint random_checkpoint(Dice& dice, const Notary& notary) {
  std::vector<MovedHead> moved(dice.below(5));
  for (MovedHead& head : moved) head = {dice.id<LogId>(), dice.u64(), dice.array<32>()};
  const Checkpoint before{.number = dice.below(1000), .previous = dice.array<32>()};
  return notary.make(before, dice.array<32>(), std::move(moved));
}

class Checkpoints : public testing::Test {
 protected:
  vault::Arena arena;
  Notary notary{vault::random_key(arena)};
};

TEST_F(Checkpoints, round_trip_and_one_writing) {
  EXPECT_TRUE(rc::check("checkpoints", [&](std::uint64_t seed) {
    Dice dice(seed);
    const Checkpoint made = random_checkpoint(dice, notary);
    const Bytes body = made.body();
    const auto read = decode_checkpoint(body, made.signature);
    RC_ASSERT(read.value() == made);
    RC_ASSERT(check_signature(*read).has_value());
    RC_ASSERT(read->hash() == made.hash());
    Bytes noise = body;
    noise[dice.below(noise.size())] = static_cast<std::uint8_t>(dice.u64());
    if (dice.below(3) == 0) noise.resize(dice.below(2 * noise.size()));
    if (const auto other = decode_checkpoint(noise, made.signature)) {
      RC_ASSERT(other->body() == noise);
      RC_ASSERT((noise == body) == check_signature(*other).has_value());
    }
  }));
}

TEST_F(Checkpoints, follow_one_another) {
  const Checkpoint first = notary.make(std::nullopt, {}, {});
  EXPECT_EQ(first.number, 1u);
  EXPECT_EQ(first.previous, Hash{});
  const Checkpoint second = notary.make(first, {}, {});
  EXPECT_EQ(second.number, 2u);
  EXPECT_EQ(second.previous, first.hash());
  EXPECT_EQ(second.service, notary.service());
}

TEST_F(Checkpoints, logs_are_in_order_and_each_once) {
  const LogId a{{1}}, b{{2}};
  const Checkpoint made = notary.make(std::nullopt, {}, {{b, 1, {}}, {a, 1, {}}});
  EXPECT_EQ(made.heads.front().log, a);
  Checkpoint twice = made;
  twice.heads = {{a, 1, {}}, {a, 2, {}}};
  EXPECT_FALSE(decode_checkpoint(twice.body(), twice.signature));
  twice.heads = {{b, 1, {}}, {a, 2, {}}};
  EXPECT_FALSE(decode_checkpoint(twice.body(), twice.signature));
}

TEST_F(Checkpoints, another_service_key_does_not_sign_for_this_one) {
  Checkpoint made = Notary(vault::random_key(arena)).make(std::nullopt, {}, {});
  made.service = notary.service();
  EXPECT_FALSE(check_signature(made));
}

TEST(Receipts, are_one_line_that_is_read_back) {
  EXPECT_TRUE(rc::check("receipts", [](std::uint64_t seed) {
    Dice dice(seed);
    const Receipt receipt{.number = 1 + dice.below(1u << 31), .hash = dice.array<32>()};
    const std::string text = to_string(receipt);
    for (const std::string& typed : {text, "  " + text + "\r\n"}) {
      const auto read = parse_receipt(typed);
      RC_ASSERT(read.has_value());
      RC_ASSERT(read->number == receipt.number);
      RC_ASSERT(read->hash == receipt.hash);
    }
  }));
}

TEST(Receipts, anything_else_is_refused) {
  const std::string good = to_string(Receipt{.number = 12});
  for (const std::string& bad :
       {std::string(), std::string("   "), std::string("trefoil-receipt-1 "), std::string("trefoil-receipt-1 12"),
        std::string("trefoil-receipt-2 12 ") + std::string(52, 'a'), "x" + good, good + "a", good + " a",
        std::string("trefoil-receipt-1 -1 ") + std::string(52, 'a'),
        std::string("trefoil-receipt-1 012 ") + std::string(52, 'a'),
        std::string("trefoil-receipt-1 99999999999999999999999 ") + std::string(52, 'a'),
        std::string("trefoil-receipt-1  12 ") + std::string(52, 'a')})
    EXPECT_FALSE(parse_receipt(bad)) << bad;
}

}  // namespace
}  // namespace trefoil::ledger
