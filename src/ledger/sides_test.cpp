#include "ledger/sides.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "ledger/test_scene.h"

namespace trefoil::ledger {
namespace {

using test::Dice;

class Sides : public testing::Test {
 protected:
  vault::Arena arena;
  vault::Pair founder = vault::random_pair(arena);
  vault::Pair other = vault::random_pair(arena);
  std::array<std::uint8_t, 16> id = vault::random_id<RoomId>().bytes;
};

// Every flip of a bit and every cut either fails to decode or fails its signature; what decodes is written the same.
template <class Decode>
void hold_against_damage(const Side& good, Decode&& holds) {
  EXPECT_TRUE(holds(good));
  EXPECT_TRUE(rc::check("damage", [&](std::uint64_t seed) {
    Dice dice(seed);
    Side bad = good;
    if (dice.below(8) == 0)
      bad.key[dice.below(16)] ^= static_cast<std::uint8_t>(1 << dice.below(8));
    else
      bad.body[dice.below(bad.body.size())] ^= static_cast<std::uint8_t>(1 << dice.below(8));
    RC_ASSERT(!holds(bad));
    bad = good;
    bad.body.resize(dice.below(bad.body.size()));
    RC_ASSERT(!holds(bad));
    bad = good;
    bad.body.push_back(0);
    RC_ASSERT(!holds(bad));
    bad.body = dice.bytes(dice.below(300));
    RC_ASSERT(!holds(bad));
  }));
}

TEST_F(Sides, cards) {
  const CardRow sponsor = make_card(CardKind::founder, founder, founder);
  const Side good = encode(make_card(CardKind::invitation, other, founder, 1'764'000'000'000));
  hold_against_damage(good, [&](const Side& side) {
    const auto card = decode_card(side);
    if (card) {
      EXPECT_EQ(encode(*card), side);
    }
    return card && check_sponsor(*card, sponsor).has_value();
  });
  EXPECT_EQ(decode_card(good)->expires, 1'764'000'000'000);
}

TEST_F(Sides, who_may_vouch_for_whom) {
  const vault::Pair third = vault::random_pair(arena);
  const CardRow first = make_card(CardKind::founder, founder, founder);
  const CardRow invitation = make_card(CardKind::invitation, other, founder);
  const auto vouched = [&](CardKind kind, const vault::Pair& by, const CardRow& sponsor) {
    return check_sponsor(make_card(kind, third, by), sponsor).has_value();
  };
  EXPECT_TRUE(check_sponsor(first, first));
  EXPECT_TRUE(vouched(CardKind::person, other, invitation));
  EXPECT_TRUE(vouched(CardKind::invitation, founder, first));
  EXPECT_TRUE(vouched(CardKind::successor, founder, first));
  EXPECT_FALSE(vouched(CardKind::founder, founder, first));        // a founder is nobody's
  EXPECT_FALSE(vouched(CardKind::person, founder, first));         // a person comes by an invitation
  EXPECT_FALSE(vouched(CardKind::invitation, other, invitation));  // an invitation can't invite
  EXPECT_FALSE(vouched(CardKind::successor, other, invitation));
  EXPECT_FALSE(vouched(CardKind::person, founder, invitation));  // signed by another than it names
  // Nobody vouches for themself but the founder.
  const CardRow self = make_card(CardKind::successor, third, third);
  EXPECT_FALSE(check_sponsor(self, self));
}

TEST_F(Sides, keyrings) {
  Keyring keyring{.id = id, .generation = 3, .sealed = vault::random_bytes(120)};
  keyring.slots = {vault::random_id<vault::Locator>(), vault::random_id<vault::Locator>()};
  sign(keyring, founder);
  EXPECT_TRUE(std::ranges::is_sorted(keyring.slots));
  hold_against_damage(encode(keyring), [&](const Side& side) {
    const auto read = decode_keyring(side);
    if (read) {
      EXPECT_EQ(encode(*read), side);
    }
    return read && check_signature(*read, founder.card).has_value();
  });
  EXPECT_FALSE(check_signature(keyring, other.card));
}

TEST_F(Sides, slots) {
  const vault::Key person_key = vault::random_key(arena);
  const vault::Stretched way = vault::stretch(arena, base::view("here"), "ada", "correct horse", vault::Cost::test);
  const Slot slot = make_slot(SlotKind::passphrase, id, way, person_key, founder);
  hold_against_damage(encode(slot), [&](const Side& side) {
    const auto read = decode_slot(side);
    if (read) {
      EXPECT_EQ(encode(*read), side);
    }
    return read && check_signature(*read, founder.card).has_value();
  });
  const auto opened = open_slot(arena, slot, way);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(std::ranges::equal(*opened, person_key));

  const vault::Stretched wrong = vault::stretch(arena, base::view("here"), "ada", "wrong horse", vault::Cost::test);
  EXPECT_FALSE(open_slot(arena, slot, wrong));
  EXPECT_FALSE(open_slot(arena, slot, {.wrap = wrong.wrap, .locator = way.locator}));
  Slot moved = slot;  // the seal is bound to the kind and the keyring, whoever signs it
  moved.kind = SlotKind::recovery;
  sign(moved, founder);
  EXPECT_FALSE(open_slot(arena, moved, way));
  moved = slot;
  moved.keyring[0] ^= 1;
  sign(moved, founder);
  EXPECT_FALSE(open_slot(arena, moved, way));
}

TEST_F(Sides, tombstones) {
  const LogId log = vault::random_id<LogId>();
  const Signature asked = ask_erasure(founder, log, 20'000);
  const Tombstone good = confirm_erasure(other, log, founder.card.id(), 20'000, asked);
  hold_against_damage(encode(good), [&](const Side& side) {
    const auto read = decode_tombstone(side);
    if (read) {
      EXPECT_EQ(encode(*read), side);
    }
    return read && check_signatures(*read, founder.card, other.card).has_value();
  });
  // One person's hand is not enough, and an asking for another log or day is not an asking for this one.
  const auto alone = confirm_erasure(founder, log, founder.card.id(), 20'000, asked);
  EXPECT_FALSE(check_signatures(alone, founder.card, founder.card));
  const auto later = confirm_erasure(other, log, founder.card.id(), 20'001, asked);
  EXPECT_FALSE(check_signatures(later, founder.card, other.card));
  const auto elsewhere = confirm_erasure(other, vault::random_id<LogId>(), founder.card.id(), 20'000, asked);
  EXPECT_FALSE(check_signatures(elsewhere, founder.card, other.card));
}

TEST_F(Sides, the_digest_covers_kind_key_body_and_number) {
  const std::vector<Side> rows = {{SideKind::card, id, {1, 2}}, {SideKind::slot, id, {3}}};
  const Hash whole = sides_digest(rows);
  auto other_rows = rows;
  other_rows[1].kind = SideKind::keyring;
  EXPECT_NE(sides_digest(other_rows), whole);
  other_rows = rows;
  other_rows[0].key[15] ^= 1;
  EXPECT_NE(sides_digest(other_rows), whole);
  other_rows = rows;
  other_rows[0].body = {1, 2, 0};
  EXPECT_NE(sides_digest(other_rows), whole);
  EXPECT_NE(sides_digest({rows[0]}), whole);
  EXPECT_NE(sides_digest({}), whole);
}

}  // namespace
}  // namespace trefoil::ledger
