#include "ledger/log.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "ledger/test_scene.h"

namespace trefoil::ledger {
namespace {

using test::Dice;
using test::Scene;

struct Read {
  Result<OpenedLog> log = fail(Fault::broken, "not read");
  std::vector<std::string> texts;
  std::vector<OpenedEntry> entries;
};

Read read(const Scene& scene, const Keychain& keys, const Verified& verified = {}) {
  Read out;
  const Cards cards = scene.cards();
  out.log = open_log(scene.store, scene.course, cards, keys, verified, [&](const OpenedEntry& entry) {
    out.texts.emplace_back(base::text(entry.plain));
    out.entries.push_back(entry);
  });
  return out;
}

std::string damage(const Read& read) {
  std::string out;
  for (const Error& error : read.log->damage) out += describe(error) + "\n";
  return out;
}

// What a new entry would be told by whoever opens the log with the founder's keys.
std::string after(Scene& scene, Draft& draft) {
  scene.commit(draft);
  return damage(read(scene, scene.keys_of(scene.founder)));
}

TEST(Log, each_reads_what_their_keys_open_and_nothing_else) {
  Scene scene(2);
  const Read all = read(scene, scene.keys_of(scene.founder));
  ASSERT_TRUE(all.log);
  EXPECT_EQ(damage(all), "");
  EXPECT_EQ(all.texts.size(), 8u);  // 2 x (shared, clinical, drop), 2 after the client left
  EXPECT_EQ(all.log->unreadable, 0u);
  EXPECT_EQ(all.log->head.length, scene.rows().size());
  EXPECT_EQ(all.log->rooms.at(scene.shared).epoch, 2u);
  EXPECT_FALSE(all.log->erased);

  const Read client = read(scene, scene.keys_of(scene.client));
  EXPECT_EQ(client.texts, (std::vector<std::string>{"shared, by the client", "shared, by the client"}));
  EXPECT_EQ(client.log->unreadable, 6u);
  const Read nobody = read(scene, {});
  EXPECT_TRUE(nobody.texts.empty());
  EXPECT_EQ(nobody.log->unreadable, 8u);
  // A wrap that is gone takes its receiver out of the granted.
  EXPECT_FALSE(all.log->rooms.at(scene.shared).granted.at(1).contains(scene.invitation.card.id()));
  EXPECT_TRUE(all.log->rooms.at(scene.shared).granted.at(1).contains(scene.client.card.id()));
  EXPECT_FALSE(all.log->rooms.at(scene.shared).granted.at(2).contains(scene.client.card.id()));
}

TEST(Log, any_text_comes_back_as_it_was) {
  EXPECT_TRUE(rc::check("seal and drop, then open", [](std::uint64_t seed) {
    Dice dice(seed);
    Scene scene(0);
    Draft draft = scene.draft(scene.course);
    std::vector<std::string> written;
    for (std::uint64_t i = 1 + dice.below(6); i > 0; --i) {
      written.emplace_back(base::text(dice.bytes(dice.below(dice.below(5) == 0 ? 20'000 : 600))));
      if (dice.below(2))
        draft.seal(scene.founder, scene.shared2, base::view(written.back()));
      else
        draft.drop(scene.client, scene.clinical, 1, facts(scene.clinical1).drop, base::view(written.back()));
    }
    scene.commit(draft);
    const Read got = read(scene, scene.keys_of(scene.therapist));
    RC_ASSERT(got.texts == written);
    RC_ASSERT(damage(got).empty());
  }));
}

TEST(Log, a_verified_prefix_reads_the_same) {
  Scene scene(3);
  const Keychain keys = scene.keys_of(scene.founder);
  const Read first = read(scene, keys);
  const auto& rows = scene.rows();
  for (std::uint64_t length = 0; length <= rows.size(); ++length) {
    Verified verified{.length = length};
    if (length > 0) verified.hash = entry_hash(rows[length - 1].header, rows[length - 1].payload_hash);
    const Read again = read(scene, keys, verified);
    ASSERT_TRUE(again.log);
    EXPECT_EQ(again.texts, first.texts);
    EXPECT_EQ(damage(again), "");
  }
}

TEST(Log, what_was_verified_must_still_be_there) {
  Scene scene(3);
  const Keychain keys = scene.keys_of(scene.founder);
  const Head head = read(scene, keys).log->head;
  const Verified verified{.length = head.length, .hash = head.hash};
  auto& rows = scene.rows();
  const auto whole = rows;
  // Cut tail.
  rows.pop_back();
  EXPECT_EQ(read(scene, keys, verified).log.error().fault, Fault::damaged);
  // Any change but of a payload breaks the way to the hash.
  for (std::size_t at = 0; at < whole.size(); ++at) {
    rows = whole;
    rows[at].header[60] ^= 1;
    EXPECT_FALSE(read(scene, keys, verified).log) << at;
    rows = whole;
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at));
    EXPECT_FALSE(read(scene, keys, verified).log) << at;
  }
  // A payload changed by someone who holds the room's key: no signature is checked there, the hash finds it.
  rows = whole;
  Row& last = rows.back();
  const Header header = *decode_header(last.header);
  last.payload = vault::seal(scene.shared2.seal, header.nonce, last.header, vault::pad(base::view("forged")));
  const Read forged = read(scene, keys, verified);
  ASSERT_TRUE(forged.log);
  EXPECT_EQ(forged.log->damage.size(), 1u);
  EXPECT_EQ(std::ranges::count(forged.texts, "forged"), 0);
}

TEST(Log, one_damaged_entry_does_not_hide_the_others) {
  Scene scene(3);
  const Keychain keys = scene.keys_of(scene.founder);
  const auto whole = scene.rows();
  const std::size_t all = read(scene, keys).texts.size();
  EXPECT_TRUE(rc::check("one bit of a sealed entry or a drop", [&](std::uint64_t seed) {
    Dice dice(seed);
    auto& rows = scene.rows();
    rows = whole;
    std::size_t at = dice.below(rows.size());
    while (decode_header(rows[at].header)->mode == Mode::open) at = dice.below(rows.size());
    Row& row = rows[at];
    const auto bit = static_cast<std::uint8_t>(1 << dice.below(8));
    switch (dice.below(4)) {
      case 0:
        row.header[dice.below(kHeaderSize)] ^= bit;
        break;
      case 1:
        (*row.payload)[dice.below(row.payload->size())] ^= bit;
        break;
      case 2:
        row.payload_hash[dice.below(32)] ^= bit;
        break;
      default:
        row.signature[dice.below(64)] ^= bit;
    }
    const Read got = read(scene, keys);
    RC_ASSERT(got.log.has_value());
    RC_ASSERT(got.log->damage.size() == 1u);
    RC_ASSERT(got.log->damage[0].place == "log " + scene.course.str() + ", entry " + std::to_string(at));
    RC_ASSERT(got.texts.size() == all - 1);
  }));
}

TEST(Log, swapped_dropped_replayed_and_transplanted_entries_are_found) {
  Scene scene(3);
  const Keychain keys = scene.keys_of(scene.founder);
  const auto whole = scene.rows();
  const Read good = read(scene, keys);
  EXPECT_TRUE(rc::check("entries out of their place", [&](std::uint64_t seed) {
    Dice dice(seed);
    auto& rows = scene.rows();
    rows = whole;
    const std::size_t a = dice.below(rows.size());
    std::size_t b = dice.below(rows.size() - 1);
    b += b >= a;
    switch (dice.below(5)) {
      case 0:  // swapped, the rows' keys put right
        std::swap(rows[a], rows[b]);
        std::swap(rows[a].sequence, rows[b].sequence);
        break;
      case 1:  // dropped
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(std::min(a, rows.size() - 2)));
        break;
      case 2:  // dropped, and the rest moved up
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(std::min(a, rows.size() - 2)));
        for (std::size_t i = 0; i < rows.size(); ++i) rows[i].sequence = i;
        break;
      case 3:  // replayed at the end
        rows.push_back(rows[a]);
        rows.back().sequence = rows.size() - 1;
        break;
      default:  // from another log
        rows[a] = scene.store.logs.at(scene.gone)[dice.below(2)];
        rows[a].log = scene.course;
        rows[a].sequence = a;
    }
    const Read got = read(scene, keys);
    RC_ASSERT(got.log.has_value());
    RC_ASSERT(!got.log->damage.empty());
    for (const OpenedEntry& entry : got.entries)
      RC_ASSERT(std::ranges::count(good.entries, entry.hash, &OpenedEntry::hash) == 1);
  }));
}

TEST(Log, an_entry_moved_to_another_room_by_its_writer_does_not_open) {
  // The room stands in the associated data: a ciphertext of one room is nothing in another, whoever signs it.
  Scene scene(1);
  Draft draft = scene.draft(scene.course);
  draft.seal(scene.founder, scene.clinical1, base::view("clinical"));
  Batch batch;
  draft.take_into(batch);
  Header header = *decode_header(batch.rows[0].header);
  header.room = scene.shared;
  header.epoch = 2;
  batch.rows[0].header = encode(header);
  batch.rows[0].signature =
      vault::sign(scene.founder, "trefoil sign v1", entry_hash(batch.rows[0].header, batch.rows[0].payload_hash));
  scene.commit(std::move(batch));
  const Read got = read(scene, scene.keys_of(scene.founder));
  EXPECT_NE(damage(got).find("can't be opened"), std::string::npos) << damage(got);
}

TEST(Log, an_append_under_an_old_epoch_is_void) {
  Scene scene(1);
  Draft draft = scene.draft(scene.course);
  draft.seal(scene.client, scene.shared1, base::view("I still have the old key"));
  draft.drop(scene.client, scene.shared, 1, facts(scene.shared1).drop, base::view("and the old drop key"));
  EXPECT_EQ(std::ranges::count(after(scene, draft), '\n'), 2);
  EXPECT_EQ(std::ranges::count(read(scene, scene.keys_of(scene.client)).texts, "I still have the old key"), 0);
}

TEST(Log, who_holds_no_key_can_only_leave_a_drop) {
  Scene scene(1);
  Draft sealed = scene.draft(scene.course);
  // The client got hold of the secret by another way; it was never granted.
  sealed.seal(scene.client, scene.clinical1, base::view("as if I were clinical"));
  EXPECT_NE(after(scene, sealed).find("held no key"), std::string::npos);
  Scene other(1);
  Draft left = other.draft(other.course);
  left.drop(other.client, other.shared, 2, facts(other.shared2).drop, base::view("from outside"));
  EXPECT_EQ(after(other, left), "");
}

TEST(Log, keys_are_given_begun_and_taken_back_by_holders_only) {
  const auto found = [](auto&& write) {
    Scene scene(1);
    Draft draft = scene.draft(scene.course);
    write(scene, draft);
    return !after(scene, draft).empty();
  };
  // The client left at epoch 2.
  EXPECT_TRUE(found([](Scene& s, Draft& d) { d.grant(s.client, s.shared2, s.client.card); }));
  EXPECT_TRUE(found([](Scene& s, Draft& d) { d.begin_epoch(s.client, fresh_epoch(s.arena, s.course, s.shared, 3)); }));
  EXPECT_TRUE(found([](Scene& s, Draft& d) { d.wrap_gone(s.client, s.clinical, 1, 4); }));
  // An epoch that does not follow, one that is there already, a grant of one that never began, a wrap gone twice.
  EXPECT_TRUE(found([](Scene& s, Draft& d) { d.begin_epoch(s.founder, fresh_epoch(s.arena, s.course, s.shared, 4)); }));
  EXPECT_TRUE(found([](Scene& s, Draft& d) { d.begin_epoch(s.founder, fresh_epoch(s.arena, s.course, s.shared, 2)); }));
  EXPECT_TRUE(found([](Scene& s, Draft& d) { d.begin_epoch(s.founder, fresh_epoch(s.arena, s.course, s.shared, 0)); }));
  EXPECT_TRUE(found(
      [](Scene& s, Draft& d) { d.grant(s.founder, fresh_epoch(s.arena, s.course, s.shared, 3), s.therapist.card); }));
  EXPECT_TRUE(found([](Scene& s, Draft& d) { d.wrap_gone(s.founder, s.shared, 1, 6); }));
  EXPECT_TRUE(found([](Scene& s, Draft& d) { d.wrap_gone(s.founder, s.shared, 1, 999); }));
  // The invitation's wrap is gone: it gives nothing any more.
  EXPECT_TRUE(found([](Scene& s, Draft& d) { d.grant(s.invitation, s.shared1, s.therapist.card); }));
  // What is right is found right: history to a newcomer, a next epoch by a holder, a room begun by anyone.
  EXPECT_FALSE(found([](Scene& s, Draft& d) { d.grant(s.founder, s.shared1, s.therapist_before.card); }));
  EXPECT_FALSE(
      found([](Scene& s, Draft& d) { d.begin_epoch(s.founder, fresh_epoch(s.arena, s.course, s.shared, 3)); }));
  EXPECT_FALSE(found([](Scene& s, Draft& d) {
    const RoomKeys own = fresh_epoch(s.arena, s.course, vault::random_id<RoomId>(), 1);
    d.begin_epoch(s.client, own);
    d.seal(s.client, own, base::view("my own"));
  }));
}

TEST(Log, a_wrap_that_gives_another_secret_than_its_commitment_is_found_by_its_holder) {
  Scene scene(1);
  Draft draft = scene.draft(scene.course);
  const RoomKeys true_keys = fresh_epoch(scene.arena, scene.course, scene.shared, 3);
  const RoomKeys false_keys = fresh_epoch(scene.arena, scene.course, scene.shared, 3);
  draft.begin_epoch(scene.therapist, true_keys);
  draft.grant(scene.therapist, false_keys, scene.founder.card);
  draft.seal(scene.therapist, false_keys, base::view("for the founder's eyes"));
  scene.commit(draft);
  const Read got = read(scene, scene.keys_of(scene.founder));
  ASSERT_EQ(got.log->damage.size(), 1u);
  EXPECT_NE(got.log->damage[0].what.find("not the one"), std::string::npos);
  EXPECT_EQ(std::ranges::count(got.texts, "for the founder's eyes"), 0);
}

TEST(Log, a_drop_key_that_is_not_the_rooms_is_found) {
  Scene scene(1);
  const RoomKeys keys = fresh_epoch(scene.arena, scene.course, scene.shared, 3);
  Draft draft = scene.draft(scene.course);
  draft.begin_epoch(scene.therapist, keys);
  Batch batch;
  draft.take_into(batch);
  Row& row = batch.rows[0];
  EpochBegins fact = facts(keys);
  fact.drop = vault::random_pair(scene.arena).card.box;  // somebody who listens
  row.payload = encode(Fact{fact});
  row.payload_hash = vault::digest(*row.payload);
  row.signature = vault::sign(scene.therapist, "trefoil sign v1", entry_hash(row.header, row.payload_hash));
  scene.commit(std::move(batch));
  Keychain holder = scene.keys_of(scene.founder);
  holder.add(keys);
  EXPECT_NE(damage(read(scene, holder)).find("public key"), std::string::npos);
}

TEST(Log, an_erased_log_keeps_its_chain) {
  Scene scene(1);
  const auto got =
      open_log(scene.store, scene.gone, scene.cards(), scene.keys_of(scene.founder), {}, [](const auto&) { FAIL(); });
  ASSERT_TRUE(got);
  EXPECT_TRUE(got->erased);
  EXPECT_EQ(got->damage.size(), 0u);
  EXPECT_EQ(got->head.length, 3u);
  // Without the tombstone, the same is damage.
  scene.store.rows_beside.erase({SideKind::tombstone, scene.gone.bytes});
  const auto torn = open_log(scene.store, scene.gone, scene.cards(), {}, {}, [](const auto&) {});
  EXPECT_FALSE(torn->erased);
  EXPECT_EQ(torn->damage.size(), 1u);
}

TEST(Log, cards_are_taken_only_where_a_chain_leads_to_the_founder) {
  Scene scene(0);
  EXPECT_EQ(scene.cards().size(), 6u);
  // Without the invitation, neither it nor the person who came by it.
  Scene cut(0);
  cut.store.rows_beside.erase({SideKind::card, cut.invitation2.card.id().bytes});
  EXPECT_EQ(cut.cards().size(), 3u);
  // A circle that vouches for itself.
  const vault::Pair a = vault::random_pair(scene.arena), b = vault::random_pair(scene.arena);
  for (const CardRow& row : {make_card(CardKind::successor, a, b), make_card(CardKind::successor, b, a)}) {
    const Side side = encode(row);
    scene.store.rows_beside[{side.kind, side.key}] = side.body;
  }
  EXPECT_EQ(scene.cards().size(), 6u);
}

TEST(Draft, says_what_it_drafted) {
  Scene scene(0);
  Draft draft = scene.draft(scene.course);
  const std::uint64_t before = draft.length();
  const auto at = draft.seal(scene.founder, scene.shared2, base::view("one"));
  EXPECT_EQ(at, before);
  EXPECT_EQ(draft.length(), before + 1);
  const Hash payload = draft.payload_hash(at);
  const Hash last = draft.last_hash();
  const auto grant = draft.grant(scene.founder, scene.shared2, scene.client.card);
  draft.wrap_gone(scene.founder, scene.shared, 2, grant);
  Batch batch;
  draft.take_into(batch);
  EXPECT_EQ(batch.rows[0].payload_hash, payload);
  EXPECT_EQ(entry_hash(batch.rows[0].header, payload), last);
  EXPECT_EQ(batch.wraps.size(), 0u);  // given and taken back before anyone saw it
  EXPECT_EQ(batch.unwraps.size(), 0u);
  Batch empty;
  draft.take_into(empty);
  EXPECT_TRUE(empty.rows.empty());
}

TEST(Draft, sizes_say_little) {
  Scene scene(0);
  Draft draft = scene.draft(scene.course);
  for (const std::size_t size : {0, 1, 100, 255}) draft.seal(scene.founder, scene.shared2, Bytes(size, 'x'));
  Batch batch;
  draft.take_into(batch);
  for (const Row& row : batch.rows) EXPECT_EQ(row.payload->size(), 256u + 16u);
}

}  // namespace
}  // namespace trefoil::ledger
