#include "ledger/verify.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "ledger/test_scene.h"

namespace trefoil::ledger {
namespace {

using test::Dice;
using test::Scene;
using test::TestStore;

std::string words(const VerifyReport& report) {
  std::string out;
  for (const Finding& finding : report.findings) out += finding.place + ": " + finding.what + "\n";
  return out;
}

std::string found(const Scene& scene, const VerifyInput& input = {}) { return words(*verify(scene.store, input)); }

void flip(Dice& dice, std::span<std::uint8_t> bytes) {
  bytes[dice.below(bytes.size())] ^= static_cast<std::uint8_t>(1 << dice.below(8));
}

TEST(Verify, a_whole_record_has_no_findings) {
  for (const std::size_t notes : {0, 1, 5}) {
    Scene scene(notes);
    VerifyInput input{.service = scene.store.notary->service()};
    const auto last = *scene.store.last_checkpoint();
    input.witness = WitnessView{last->number, last->hash()};
    input.since = Receipt{last->number, last->hash()};
    const auto report = verify(scene.store, input);
    ASSERT_TRUE(report);
    EXPECT_EQ(words(*report), "");
    EXPECT_EQ(report->logs, 2u);
    EXPECT_EQ(report->erased_logs, 1u);
    EXPECT_EQ(report->entries, scene.rows().size() + 3);
    EXPECT_EQ(report->grants, 9u);
    EXPECT_EQ(report->wraps, 7u);  // one is gone, one was erased
    EXPECT_EQ(report->sides, 6u + 3 + 6 + 1);
    EXPECT_EQ(report->checkpoints, 6u);
    EXPECT_EQ(report->service_keys, std::vector{scene.store.notary->service()});
    EXPECT_EQ(report->end->hash, last->hash());
  }
  TestStore empty;
  EXPECT_EQ(words(*verify(empty, {})), "");
}

TEST(Verify, any_bit_flipped_is_found) {
  Scene scene(2);
  const TestStore whole = scene.store;
  EXPECT_TRUE(rc::check("one bit anywhere", [&](std::uint64_t seed) {
    Dice dice(seed);
    TestStore& store = scene.store;
    store = whole;
    auto& rows = dice.below(4) ? store.logs.at(scene.course) : store.logs.at(scene.gone);
    Row& row = rows[dice.below(rows.size())];
    Wrap& wrap = store.wraps[dice.below(store.wraps.size())];
    auto side = std::next(store.rows_beside.begin(), static_cast<std::ptrdiff_t>(dice.below(store.rows_beside.size())));
    auto& checkpoint = store.checkpoints[dice.below(store.checkpoints.size())];
    const std::uint64_t what = dice.below(13);
    switch (what) {
      case 0:
        flip(dice, row.header);
        break;
      case 1:
        row.payload ? flip(dice, *row.payload) : flip(dice, row.signature);
        break;
      case 2:
        flip(dice, row.payload_hash);
        break;
      case 3:
        flip(dice, row.signature);
        break;
      case 4:
        flip(dice, wrap.sealed);
        break;
      case 5:
        wrap.grant ^= 1ull << dice.below(64);
        break;
      case 6:
        flip(dice, wrap.room.bytes);
        break;
      case 7:
        wrap.epoch ^= 1u << dice.below(32);
        break;
      case 8:
        flip(dice, wrap.to.bytes);
        break;
      case 9:
        flip(dice, wrap.log.bytes);
        break;
      case 10:
        flip(dice, dice.below(3) ? std::span(checkpoint.body) : std::span<std::uint8_t>(checkpoint.signature));
        break;
      case 11:
        flip(dice, side->second);
        break;
      default: {
        auto moved = store.rows_beside.extract(side);
        flip(dice, moved.key().second);
        store.rows_beside.insert(std::move(moved));
      }
    }
    RC_LOG() << "case " << what;
    RC_ASSERT(!found(scene).empty());
  }));
}

// Everything that can be taken away, doubled or put elsewhere, one at a time.
TEST(Verify, every_row_that_is_missing_is_found) {
  Scene scene(1);
  const TestStore whole = scene.store;
  for (std::size_t i = 0; i < whole.logs.at(scene.course).size(); ++i) {
    scene.store = whole;
    auto& rows = scene.rows();
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(found(scene), "") << "row " << i;
    scene.store = whole;
    scene.rows()[i].payload.reset();
    EXPECT_NE(found(scene), "") << "payload " << i;
  }
  for (std::size_t i = 0; i < whole.wraps.size(); ++i) {
    scene.store = whole;
    scene.store.wraps.erase(scene.store.wraps.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(found(scene).find("is missing"), std::string::npos) << "wrap " << i;
  }
  for (const auto& [key, body] : whole.rows_beside) {
    scene.store = whole;
    scene.store.rows_beside.erase(key);
    // The digest of all of them says that something is gone, and another finding says what.
    EXPECT_GE(verify(scene.store, {})->findings.size(), 2u) << "side " << static_cast<int>(key.first);
  }
  for (std::size_t i = 0; i < whole.checkpoints.size(); ++i) {
    scene.store = whole;
    scene.store.checkpoints.erase(scene.store.checkpoints.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(found(scene), "") << "checkpoint " << i;
  }
  scene.store = whole;
  scene.store.logs.erase(scene.course);
  EXPECT_NE(found(scene), "");
  scene.store = whole;
  scene.store.checkpoints.clear();
  EXPECT_NE(found(scene), "");
}

TEST(Verify, a_cut_tail_is_found_by_the_checkpoints) {
  Scene scene(3);
  for (int i = 0; i < 3; ++i) {
    scene.rows().pop_back();
    EXPECT_NE(found(scene).find("the checkpoints say"), std::string::npos);
  }
}

TEST(Verify, a_rolled_back_record_is_found_by_witness_receipt_and_authors) {
  Scene scene(1);
  const TestStore before = scene.store;
  Draft more = scene.draft(scene.course);
  more.seal(scene.founder, scene.shared2, base::view("later"));
  scene.commit(more);
  const auto last = *scene.store.last_checkpoint();
  const VerifyInput input{.witness = WitnessView{last->number, last->hash()},
                          .since = Receipt{last->number, last->hash()}};
  EXPECT_EQ(found(scene, input), "");
  scene.store = before;
  EXPECT_EQ(found(scene), "");  // a whole folder rolled back shows to nobody who has nothing to compare
  EXPECT_NE(found(scene, {.witness = input.witness}).find("found loss"), std::string::npos);
  EXPECT_NE(found(scene, {.since = input.since}).find("lost"), std::string::npos);
  // Somebody who saw the lost checkpoint writes on.
  Draft on(*scene.store.head(scene.course), last->hash());
  on.seal(scene.founder, scene.shared2, base::view("instead"));
  scene.commit(on);
  EXPECT_NE(found(scene).find("had seen a checkpoint"), std::string::npos);
  // The same number, another history.
  EXPECT_NE(found(scene, {.witness = input.witness}).find("rewritten"), std::string::npos);
  EXPECT_NE(found(scene, {.since = input.since}).find("rewritten"), std::string::npos);
}

TEST(Verify, another_service_key_is_found) {
  Scene scene(1);
  const auto other = std::make_shared<Notary>(vault::random_key(scene.arena));
  EXPECT_NE(found(scene, {.service = other->service()}).find("service key"), std::string::npos);
  scene.store.notary = other;
  scene.commit(Batch{});
  const auto report = verify(scene.store, {.service = other->service()});
  EXPECT_EQ(words(*report), "");  // a record that was restored elsewhere
  EXPECT_EQ(report->service_keys.size(), 2u);
}

// What follows is committed with a checkpoint, as by an operator or a program gone wrong: the contents must speak.
template <class Change>
std::string after(Change&& change) {
  Scene scene(1);
  Batch batch;
  Draft draft = scene.draft(scene.course);
  change(scene, draft, batch);
  draft.take_into(batch);
  scene.commit(std::move(batch));
  return found(scene);
}

TEST(Verify, the_rules_about_rooms_hold_in_every_log) {
  EXPECT_NE(after([](Scene& s, Draft& d, Batch&) { d.seal(s.client, s.shared1, base::view("old key")); }), "");
  EXPECT_NE(after([](Scene& s, Draft& d, Batch&) { d.grant(s.client, s.clinical1, s.client.card); }), "");
  EXPECT_NE(after([](Scene& s, Draft& d, Batch&) { d.seal(s.client, s.clinical1, base::view("not granted")); }), "");
  EXPECT_NE(after([](Scene& s, Draft& d, Batch&) {
              d.grant(s.founder, s.shared2, vault::random_pair(s.arena).card);
            }).find("nobody vouches"),
            std::string::npos);
  EXPECT_NE(after([](Scene& s, Draft& d, Batch&) {
              d.seal(vault::random_pair(s.arena), s.shared2, base::view("a stranger"));
            }).find("nobody vouches"),
            std::string::npos);
  EXPECT_EQ(after([](Scene& s, Draft& d, Batch&) { d.seal(s.founder, s.shared2, base::view("a holder")); }), "");
}

TEST(Verify, wraps_are_there_for_grants_and_for_nothing_else) {
  EXPECT_NE(after([](Scene& s, Draft&, Batch& b) {
              b.wraps.push_back({s.course, 0, s.shared, 2, s.client.card.id(), wrap(s.shared2, s.client.card)});
            }).find("this entry does not give"),
            std::string::npos);
  EXPECT_NE(after([](Scene& s, Draft&, Batch& b) {
              const LogId nowhere = vault::random_id<LogId>();
              b.wraps.push_back({nowhere, 0, s.shared, 2, s.client.card.id(), wrap(s.shared2, s.client.card)});
            }).find("no such log"),
            std::string::npos);
  EXPECT_NE(after([](Scene& s, Draft&, Batch& b) { b.unwraps.emplace_back(s.course, 1); }).find("missing"),
            std::string::npos);
  // Said to be gone, and kept.
  EXPECT_NE(after([](Scene& s, Draft& d, Batch& b) {
              const Wrap kept = (*s.store.wraps_of(s.course))[0];
              d.wrap_gone(s.founder, kept.room, kept.epoch, kept.grant);
              d.take_into(b);
              b.unwraps.clear();
            }).find("should be deleted"),
            std::string::npos);
}

TEST(Verify, erasure_leaves_nothing_and_needs_a_tombstone) {
  EXPECT_NE(after([](Scene& s, Draft&, Batch& b) {  // a tombstone, but everything is kept
              b.sides.push_back(encode(
                  confirm_erasure(s.therapist, s.course, s.founder.card.id(), 1, ask_erasure(s.founder, s.course, 1))));
            })
                .find("still there"),
            std::string::npos);
  EXPECT_NE(after([](Scene& s, Draft&, Batch& b) { b.erase.push_back(s.course); }).find("nobody erased it"),
            std::string::npos);
  EXPECT_NE(after([](Scene& s, Draft&, Batch& b) {  // one hand only
              b.erase.push_back(s.course);
              b.sides.push_back(encode(
                  confirm_erasure(s.founder, s.course, s.founder.card.id(), 1, ask_erasure(s.founder, s.course, 1))));
            })
                .find("One and the same"),
            std::string::npos);
  EXPECT_EQ(after([](Scene& s, Draft&, Batch& b) {
              b.erase.push_back(s.course);
              b.sides.push_back(encode(
                  confirm_erasure(s.therapist, s.course, s.founder.card.id(), 1, ask_erasure(s.founder, s.course, 1))));
            }),
            "");
}

TEST(Verify, a_row_of_a_kind_that_does_not_exist_is_named_and_not_followed) {
  for (const int kind : {0, 5, 77, 255}) {
    Scene scene(1);
    scene.store.stray_kind = static_cast<SideKind>(kind);
    EXPECT_NE(found(scene).find("of another kind"), std::string::npos) << kind;
  }
}

TEST(Verify, cards_keyrings_and_slots_fit_together) {
  const auto new_key = [](Scene& s) { return vault::random_pair(s.arena); };
  EXPECT_NE(after([&](Scene& s, Draft&, Batch& b) {  // the invitation a second time
              const vault::Pair second = new_key(s);
              b.sides.push_back(encode(make_card(CardKind::person, second, s.invitation)));
              s.keyring_of(b, second, vault::random_id<RoomId>().bytes);
            })
                .find("more than once"),
            std::string::npos);
  EXPECT_NE(after([&](Scene& s, Draft&, Batch& b) {  // a second key after the same one
              const vault::Pair second = new_key(s);
              b.sides.push_back(encode(make_card(CardKind::successor, second, s.therapist_before)));
              s.keyring_of(b, second, vault::random_id<RoomId>().bytes);
            })
                .find("another one after it"),
            std::string::npos);
  EXPECT_NE(after([&](Scene& s, Draft&, Batch& b) {
              const vault::Pair second = new_key(s);
              b.sides.push_back(encode(make_card(CardKind::founder, second, second)));
              s.keyring_of(b, second, vault::random_id<RoomId>().bytes);
            }).find("second founder"),
            std::string::npos);
  EXPECT_NE(after([&](Scene& s, Draft&, Batch& b) {
              b.sides.push_back(encode(make_card(CardKind::successor, new_key(s), s.client)));
            }).find("not in use any more"),
            std::string::npos);
  EXPECT_NE(after([&](Scene& s, Draft&, Batch& b) {  // a slot that its keyring does not list
              const auto ring = *decode_keyring(s.store.sides(SideKind::keyring)->front());
              const auto& who = ring.current == s.founder.card.id()  ? s.founder
                                : ring.current == s.client.card.id() ? s.client
                                                                     : s.therapist;
              const auto way = vault::stretch_code(s.arena, vault::random_key(s.arena));
              b.sides.push_back(encode(make_slot(SlotKind::recovery, ring.id, way, vault::random_key(s.arena), who)));
            })
                .find("does not know it"),
            std::string::npos);
  EXPECT_NE(after([&](Scene& s, Draft&, Batch& b) {
              s.keyring_of(b, s.client, vault::random_id<RoomId>().bytes);
            }).find("another keyring"),
            std::string::npos);
  EXPECT_EQ(after([&](Scene& s, Draft&, Batch& b) {  // an invitation not yet accepted needs nothing
              b.sides.push_back(encode(make_card(CardKind::invitation, new_key(s), s.client, 5)));
            }),
            "");
}

}  // namespace
}  // namespace trefoil::ledger
