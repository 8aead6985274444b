#include "ledger/room.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "ledger/test_scene.h"

namespace trefoil::ledger {
namespace {

class Rooms : public testing::Test {
 protected:
  vault::Arena arena;
  vault::Pair receiver = vault::random_pair(arena);
  LogId log = vault::random_id<LogId>();
  RoomId room = vault::random_id<RoomId>();
  RoomKeys keys = fresh_epoch(arena, log, room, 7);
};

TEST_F(Rooms, a_wrap_gives_its_receiver_the_same_keys) {
  const auto got = unwrap(arena, receiver, log, room, 7, wrap(keys, receiver.card));
  ASSERT_TRUE(got);
  EXPECT_TRUE(std::ranges::equal(got->secret, keys.secret));
  EXPECT_TRUE(std::ranges::equal(got->seal, keys.seal));
  EXPECT_EQ(facts(*got), facts(keys));
  EXPECT_EQ(got->log, log);
  EXPECT_EQ(got->room, room);
  EXPECT_EQ(got->epoch, 7u);
}

TEST_F(Rooms, a_wrap_opens_for_nothing_but_its_context) {
  const Bytes sealed = wrap(keys, receiver.card);
  EXPECT_FALSE(unwrap(arena, receiver, vault::random_id<LogId>(), room, 7, sealed));
  EXPECT_FALSE(unwrap(arena, receiver, log, vault::random_id<RoomId>(), 7, sealed));
  EXPECT_FALSE(unwrap(arena, receiver, log, room, 8, sealed));
  EXPECT_FALSE(unwrap(arena, vault::random_pair(arena), log, room, 7, sealed));
  // A wrap that names another receiver inside though it is sealed to this one.
  vault::Card half = receiver.card;
  half.sign = vault::random_pair(arena).card.sign;
  EXPECT_FALSE(unwrap(arena, receiver, log, room, 7, wrap(keys, half)));
}

TEST_F(Rooms, damaged_wraps_are_refused) {
  const Bytes sealed = wrap(keys, receiver.card);
  EXPECT_TRUE(rc::check("any bit flipped, any cut", [&](std::uint64_t seed) {
    test::Dice dice(seed);
    Bytes bad = sealed;
    bad[dice.below(bad.size())] ^= static_cast<std::uint8_t>(1 << dice.below(8));
    RC_ASSERT(!unwrap(arena, receiver, log, room, 7, bad));
    RC_ASSERT(!unwrap(arena, receiver, log, room, 7, View(sealed).first(dice.below(sealed.size()))));
  }));
}

TEST_F(Rooms, an_epochs_keys_are_unlike_each_other_and_the_next_epochs) {
  const RoomKeys next = fresh_epoch(arena, log, room, 8);
  EXPECT_FALSE(std::ranges::equal(keys.secret, next.secret));
  EXPECT_FALSE(std::ranges::equal(keys.secret, keys.seal));
  EXPECT_NE(facts(keys).commitment, facts(next).commitment);
  EXPECT_NE(facts(keys).drop, facts(next).drop);
  EXPECT_FALSE(std::ranges::equal(facts(keys).commitment, keys.seal));
  EXPECT_EQ(facts(keys).drop, drop_pair(arena, keys).box);
}

TEST_F(Rooms, a_keychain_finds_the_newest_of_its_room_only) {
  Keychain chain;
  EXPECT_EQ(chain.newest(log, room), nullptr);
  const RoomKeys later = fresh_epoch(arena, log, room, 9);
  const RoomKeys elsewhere = fresh_epoch(arena, vault::random_id<LogId>(), room, 12);
  for (const RoomKeys& each : {later, keys, elsewhere}) chain.add(each);
  EXPECT_EQ(chain.newest(log, room)->epoch, 9u);
  EXPECT_EQ(chain.find(log, room, 7)->epoch, 7u);
  EXPECT_EQ(chain.find(log, room, 8), nullptr);
  EXPECT_EQ(chain.newest(log, vault::random_id<RoomId>()), nullptr);
  EXPECT_TRUE(chain.holds_any(log));
  EXPECT_FALSE(chain.holds_any(vault::random_id<LogId>()));
  EXPECT_EQ(chain.logs(), (log < elsewhere.log ? std::vector{log, elsewhere.log} : std::vector{elsewhere.log, log}));
  chain.forget(log, room, 9);
  EXPECT_EQ(chain.newest(log, room)->epoch, 7u);
  chain.forget(log, room, 7);
  EXPECT_FALSE(chain.holds_any(log));
}

}  // namespace
}  // namespace trefoil::ledger
