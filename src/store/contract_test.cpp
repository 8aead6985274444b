// One contract, ledger/store.h, for every store.
#include <gmock/gmock.h>

#include <thread>

#include "store/contract_fixture.h"

namespace trefoil::store {
namespace {

using namespace ledger;
using namespace contract;

TEST_P(Contract, an_empty_store_answers_with_nothing) {
  const auto log = vault::random_id<LogId>();
  EXPECT_EQ(store->head(log)->length, 0u);
  EXPECT_EQ(store->head(log)->hash, Hash{});
  EXPECT_EQ(store->head(log)->log, log);
  EXPECT_TRUE(store->heads()->empty());
  EXPECT_TRUE(read_rows(*store, log)->empty());
  EXPECT_TRUE(store->wraps_of(log)->empty());
  EXPECT_TRUE(store->wraps_to(vault::random_id<KeyId>())->empty());
  EXPECT_TRUE(store->sides(SideKind::card)->empty());
  EXPECT_FALSE(store->side(SideKind::slot, {})->has_value());
  EXPECT_FALSE(store->last_checkpoint()->has_value());
  EXPECT_TRUE(store->self_check()->empty());
  EXPECT_FAULT(store->copy_to(folder / "copy.db"), Fault::not_found);
  EXPECT_FALSE(std::filesystem::exists(folder / "copy.db"));
  EXPECT_FALSE(std::filesystem::exists(folder / "copy.db.part"));
}

TEST_P(Contract, rows_come_back_as_they_were_in_order) {
  Pen pen;
  Batch batch;
  batch.rows.push_back(pen.write(base::view("one")));
  batch.rows.push_back(pen.write({}));  // an empty payload is there, not gone
  batch.rows.push_back(pen.write(vault::random_bytes(100'000)));
  const auto rows = batch.rows;
  ASSERT_TRUE(store->commit(std::move(batch)));
  const auto read = read_rows(*store, pen.head.log);
  ASSERT_EQ(read->size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ((*read)[i].log, rows[i].log);
    EXPECT_EQ((*read)[i].sequence, i);
    EXPECT_EQ((*read)[i].header, rows[i].header);
    EXPECT_EQ((*read)[i].payload, rows[i].payload);
    EXPECT_EQ((*read)[i].payload_hash, rows[i].payload_hash);
    EXPECT_EQ((*read)[i].signature, rows[i].signature);
  }
  EXPECT_EQ(store->head(pen.head.log)->hash, pen.head.hash);
  EXPECT_EQ(read_rows(*store, pen.head.log, 2)->size(), 1u);
  EXPECT_TRUE(read_rows(*store, pen.head.log, 3)->empty());
  EXPECT_TRUE(read_rows(*store, pen.head.log, UINT64_MAX)->empty());
}

TEST_P(Contract, a_visitor_may_stop_and_may_ask_the_store_again) {
  Pen pen;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(append(pen));
  int seen = 0;
  std::size_t inner = 0;
  ASSERT_TRUE(store->scan(pen.head.log, 0, [&](const RowView&) {
    const auto again = store->scan(pen.head.log, 0, [&](const RowView&) { return ++inner, true; });
    EXPECT_TRUE(again);
    return ++seen < 2;
  }));
  EXPECT_EQ(seen, 2);
  EXPECT_EQ(inner, 6u);
}

TEST_P(Contract, heads_are_every_log_by_id) {
  std::vector<Pen> pens(20);
  for (auto& pen : pens)
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(append(pen));
  std::ranges::sort(pens, {}, [](const Pen& pen) { return pen.head.log; });
  const auto heads = store->heads();
  ASSERT_EQ(heads->size(), pens.size());
  for (std::size_t i = 0; i < pens.size(); ++i) {
    EXPECT_EQ((*heads)[i].log, pens[i].head.log);
    EXPECT_EQ((*heads)[i].length, 3u);
    EXPECT_EQ((*heads)[i].hash, pens[i].head.hash);
  }
}

TEST_P(Contract, a_log_that_moved_on_is_stale) {
  Pen pen;
  ASSERT_TRUE(append(pen));
  auto behind = pen;
  ASSERT_TRUE(append(pen));
  EXPECT_FAULT(store->commit(batch_of(behind.write())), Fault::stale);
  auto ahead = pen;
  ahead.write();
  EXPECT_FAULT(store->commit(batch_of(ahead.write())), Fault::stale);
  Batch gap;
  gap.rows.push_back(pen.write());
  pen.write();
  gap.rows.push_back(pen.write());
  EXPECT_FAULT(store->commit(std::move(gap)), Fault::stale);
  EXPECT_EQ(length(pen.head.log), 2u);
}

TEST_P(Contract, a_row_that_is_not_what_it_says_is_damaged) {
  Pen pen;
  ASSERT_TRUE(append(pen));
  const auto good = [&] { return Pen(pen).write(); };
  const auto other = [&](const Head& head) {
    auto row = next_row(head);
    return row;
  };
  auto chain = pen.head;
  chain.hash[0] ^= 1;
  EXPECT_FAULT(store->commit(batch_of(other(chain))), Fault::damaged);
  auto elsewhere = good();
  elsewhere.log = vault::random_id<LogId>();
  elsewhere.sequence = 0;
  EXPECT_FAULT(store->commit(batch_of(elsewhere)), Fault::damaged);
  auto payload = good();
  payload.payload->at(0) ^= 1;
  EXPECT_FAULT(store->commit(batch_of(payload)), Fault::damaged);
  auto bare = good();
  bare.payload.reset();
  EXPECT_FAULT(store->commit(batch_of(bare)), Fault::damaged);
  auto cut = good();
  cut.header.pop_back();
  EXPECT_FAULT(store->commit(batch_of(cut)), Fault::damaged);
  auto first = next_row({vault::random_id<LogId>(), 0, pen.head.hash});  // a first entry follows nothing
  EXPECT_FAULT(store->commit(batch_of(first)), Fault::damaged);
  EXPECT_EQ(length(pen.head.log), 1u);
  EXPECT_TRUE(store->commit(batch_of(good())));
}

TEST_P(Contract, all_of_a_batch_or_none_of_it) {
  Pen one, two;
  ASSERT_TRUE(append(one));
  ASSERT_TRUE(append(two));
  const auto before = *content(*store);
  auto stale = two;
  ASSERT_TRUE(append(two));
  const auto between = *content(*store);
  ASSERT_NE(before, between);
  Batch batch;
  batch.rows.push_back(Pen(one).write());
  batch.rows.push_back(stale.write());
  batch.wraps.push_back({.log = one.head.log, .grant = 0, .epoch = 1, .sealed = Bytes(80, 1)});
  batch.sides.push_back(side(SideKind::card, 1, "card"));
  EXPECT_FAULT(store->commit(std::move(batch)), Fault::stale);
  EXPECT_EQ(*content(*store), between);
}

TEST_P(Contract, guards_on_logs) {
  Pen pen, looked_at;
  ASSERT_TRUE(append(looked_at));
  auto batch = batch_of(pen.write());
  batch.unchanged = {{looked_at.head.log, 1}, {vault::random_id<LogId>(), 0}};
  ASSERT_TRUE(store->commit(batch));
  ASSERT_TRUE(append(looked_at));
  batch = batch_of(Pen(pen).write());
  batch.unchanged = {{looked_at.head.log, 1}};
  EXPECT_FAULT(store->commit(batch), Fault::stale);
  // A guard on the log that the batch itself moves speaks of the time before.
  batch = batch_of(Pen(pen).write());
  batch.unchanged = {{pen.head.log, 1}};
  EXPECT_TRUE(store->commit(batch));
}

TEST_P(Contract, guards_on_sides_compare_and_set) {
  const auto set = [&](std::string_view expected, std::string_view next) {
    Batch batch;
    batch.sides_unchanged.push_back(side(SideKind::keyring, 1, expected));
    batch.sides.push_back(side(SideKind::keyring, 1, next));
    return store->commit(std::move(batch));
  };
  EXPECT_FAULT(set("one", "two"), Fault::stale);  // there is none yet
  ASSERT_TRUE(set("", "one"));
  EXPECT_FAULT(set("", "two"), Fault::stale);  // used once
  EXPECT_FAULT(set("on", "two"), Fault::stale);
  ASSERT_TRUE(set("one", "two"));
  EXPECT_FAULT(set("one", "three"), Fault::stale);
  EXPECT_EQ(base::text(store->side(SideKind::keyring, side(SideKind::keyring, 1, "").key)->value().body), "two");
}

TEST_P(Contract, sides_are_put_replaced_and_deleted_by_kind_and_key) {
  Batch batch;
  batch.sides = {side(SideKind::slot, 9, "nine"), side(SideKind::slot, 2, "two"), side(SideKind::card, 2, "card"),
                 side(SideKind::slot, 2, "two again")};
  batch.sides_gone = {{SideKind::slot, side(SideKind::slot, 5, "").key}};
  ASSERT_TRUE(store->commit(batch));
  auto slots = *store->sides(SideKind::slot);
  ASSERT_EQ(slots.size(), 2u);
  EXPECT_EQ(slots[0], side(SideKind::slot, 2, "two again"));
  EXPECT_EQ(slots[1], side(SideKind::slot, 9, "nine"));
  batch = {};
  batch.sides_gone = {{SideKind::slot, slots[0].key}};
  ASSERT_TRUE(store->commit(batch));
  EXPECT_EQ(store->sides(SideKind::slot)->size(), 1u);
  EXPECT_EQ(store->sides(SideKind::card)->size(), 1u);
}

TEST_P(Contract, wraps_are_found_by_receiver_and_by_log) {
  Pen one, two;
  Batch batch = batch_of(one.write());
  batch.rows.push_back(two.write());
  const auto me = vault::random_id<KeyId>();
  const auto you = vault::random_id<KeyId>();
  const auto room = vault::random_id<RoomId>();
  batch.wraps = {{one.head.log, 3, room, 7, me, Bytes(80, 3)},
                 {one.head.log, 1, room, 2, you, Bytes(80, 1)},
                 {two.head.log, 0, room, 1, me, Bytes(80, 2)}};
  const auto wraps = batch.wraps;
  ASSERT_TRUE(store->commit(batch));
  EXPECT_THAT(*store->wraps_of(one.head.log), testing::ElementsAre(wraps[1], wraps[0]));
  EXPECT_THAT(*store->wraps_to(me), testing::UnorderedElementsAre(wraps[0], wraps[2]));
  EXPECT_THAT(*store->wraps_to(you), testing::ElementsAre(wraps[1]));
  batch = {};
  batch.unwraps = {{one.head.log, 3}};
  auto again = wraps[1];
  again.sealed = Bytes(80, 9);
  batch.wraps = {again};
  ASSERT_TRUE(store->commit(batch));
  EXPECT_THAT(*store->wraps_of(one.head.log), testing::ElementsAre(again));
  EXPECT_THAT(*store->wraps_to(me), testing::ElementsAre(wraps[2]));
}

TEST_P(Contract, checkpoints_chain_over_heads_and_sides) {
  Pen one, two;
  Batch batch = batch_of(one.write());
  batch.rows.push_back(two.write());
  batch.rows.push_back(one.write());
  const auto first = store->commit(batch);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->number, 1u);
  EXPECT_EQ(first->previous, Hash{});
  EXPECT_EQ(first->sides, sides_digest({}));
  std::vector<MovedHead> moved = {{one.head.log, 2, one.head.hash}, {two.head.log, 1, two.head.hash}};
  std::ranges::sort(moved, {}, &MovedHead::log);
  EXPECT_EQ(first->heads, moved);

  batch = {};
  batch.sides = {side(SideKind::slot, 2, "s"), side(SideKind::card, 3, "c"), side(SideKind::slot, 1, "t")};
  const auto second = store->commit(batch);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->previous, first->hash());
  EXPECT_TRUE(second->heads.empty());
  EXPECT_EQ(second->sides,
            sides_digest({side(SideKind::card, 3, "c"), side(SideKind::slot, 1, "t"), side(SideKind::slot, 2, "s")}));
  const auto third = append(one);
  EXPECT_EQ(third->sides, second->sides);  // the digest is over all sides, changed or not
  batch = {};
  batch.sides_gone = {{SideKind::slot, side(SideKind::slot, 1, "").key}};
  const auto fourth = store->commit(batch);
  EXPECT_EQ(fourth->sides, sides_digest({side(SideKind::card, 3, "c"), side(SideKind::slot, 2, "s")}));

  EXPECT_EQ(**store->last_checkpoint(), *fourth);
  EXPECT_EQ(fourth->service, notary()->service());
  std::vector<Checkpoint> read;
  ASSERT_TRUE(store->scan_checkpoints(2, [&](const Checkpoint& checkpoint) {
    EXPECT_TRUE(check_signature(checkpoint));
    read.push_back(checkpoint);
    return read.size() < 2;
  }));
  EXPECT_THAT(read, testing::ElementsAre(*second, *third));
}

TEST_P(Contract, a_refused_batch_leaves_no_checkpoint) {
  Pen pen;
  ASSERT_TRUE(append(pen));
  Batch guard;
  guard.unchanged = {{pen.head.log, 7}};
  EXPECT_FAULT(store->commit(guard), Fault::stale);
  EXPECT_EQ((*store->last_checkpoint())->number, 1u);
}

TEST_P(Contract, erasure_takes_wraps_and_payloads_and_leaves_chain_and_open_entries) {
  Pen gone, kept;
  Batch batch;
  batch.rows = {gone.write(base::view("open fact"), Mode::open), gone.write(base::view("sealed"), Mode::sealed),
                gone.write(base::view("drop"), Mode::drop), kept.write(base::view("kept"))};
  const auto rows = batch.rows;
  batch.wraps = {{.log = gone.head.log, .grant = 0, .epoch = 1, .sealed = Bytes(80, 1)},
                 {.log = kept.head.log, .grant = 0, .epoch = 1, .sealed = Bytes(80, 2)}};
  ASSERT_TRUE(store->commit(batch));

  Batch erase;
  erase.erase = {gone.head.log};
  erase.sides = {Side{SideKind::tombstone, gone.head.log.bytes, Bytes(10, 1)}};
  ASSERT_TRUE(store->commit(erase));
  const auto left = *read_rows(*store, gone.head.log);
  ASSERT_EQ(left.size(), 3u);
  EXPECT_EQ(left[0].payload, rows[0].payload);
  EXPECT_FALSE(left[1].payload);
  EXPECT_FALSE(left[2].payload);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(left[i].header, rows[i].header);
    EXPECT_EQ(left[i].payload_hash, rows[i].payload_hash);
    EXPECT_EQ(left[i].signature, rows[i].signature);
  }
  EXPECT_EQ(store->head(gone.head.log)->hash, gone.head.hash);
  EXPECT_TRUE(store->wraps_of(gone.head.log)->empty());
  EXPECT_EQ(store->wraps_of(kept.head.log)->size(), 1u);
  EXPECT_TRUE(read_rows(*store, kept.head.log)->front().payload);

  EXPECT_FAULT(append(gone), Fault::refused);
  Batch wrap;
  wrap.wraps = {{.log = gone.head.log, .grant = 0, .epoch = 1, .sealed = Bytes(80, 1)}};
  EXPECT_FAULT(store->commit(wrap), Fault::refused);
  EXPECT_TRUE(append(kept));
}

TEST_P(Contract, erased_is_erased_with_or_without_a_tombstone) {
  Pen bare, open_only, never_written;
  ASSERT_TRUE(append(bare));
  ASSERT_TRUE(append(open_only, Mode::open));
  Batch batch;
  batch.erase = {bare.head.log, open_only.head.log};
  batch.sides = {Side{SideKind::tombstone, open_only.head.log.bytes, Bytes(1, 1)},
                 Side{SideKind::tombstone, never_written.head.log.bytes, Bytes(1, 1)}};
  ASSERT_TRUE(store->commit(batch));
  EXPECT_FAULT(append(bare), Fault::refused);
  EXPECT_FAULT(append(open_only), Fault::refused);
  EXPECT_FAULT(append(never_written), Fault::refused);
}

TEST_P(Contract, rows_and_their_erasure_may_share_a_batch) {
  Pen pen;
  auto batch = batch_of(pen.write());
  batch.erase = {pen.head.log};
  ASSERT_TRUE(store->commit(batch));
  EXPECT_EQ(length(pen.head.log), 1u);
  EXPECT_FALSE(read_rows(*store, pen.head.log)->front().payload);
}

TEST_P(Contract, a_snapshot_sees_one_moment_on_its_own_thread) {
  Pen pen, other;
  ASSERT_TRUE(append(pen));
  auto moment = *store->snapshot();
  auto nested = *store->snapshot();
  const auto before = *content(*store);
  ASSERT_TRUE(append(pen));
  ASSERT_TRUE(append(other));
  Batch batch;
  batch.sides = {side(SideKind::card, 1, "new")};
  batch.wraps = {{.log = pen.head.log, .grant = 0, .epoch = 1, .sealed = Bytes(80, 1)}};
  ASSERT_TRUE(store->commit(batch));
  EXPECT_EQ(*content(*store), before);
  nested.reset();
  EXPECT_EQ(*content(*store), before);  // the outer one holds
  std::uint64_t elsewhere = 0;
  std::thread([&] { elsewhere = length(pen.head.log); }).join();
  EXPECT_EQ(elsewhere, 2u);
  moment.reset();
  EXPECT_EQ(length(pen.head.log), 2u);
  EXPECT_EQ(store->sides(SideKind::card)->size(), 1u);
}

TEST_P(Contract, a_snapshot_may_outlive_its_store) {
  Pen pen;
  ASSERT_TRUE(append(pen));
  auto moment = *store->snapshot();
  store.reset();
  moment.reset();
}

TEST_P(Contract, a_copy_is_the_whole_store_as_one_file) {
  std::vector<Pen> pens(5);
  for (auto& pen : pens)
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(append(pen));
  Batch batch;
  batch.sides = {side(SideKind::card, 1, "c"), side(SideKind::tombstone, 2, "t"), side(SideKind::slot, 2, "s")};
  batch.wraps = {{.log = pens[0].head.log, .grant = 0, .epoch = 1, .sealed = Bytes(80, 1)}};
  batch.erase = {pens[1].head.log};
  ASSERT_TRUE(store->commit(batch));
  const auto end = store->copy_to(folder / "it's a copy.db");
  ASSERT_TRUE(end) << describe(end.error());
  EXPECT_EQ(*end, **store->last_checkpoint());
  std::vector<std::string> files;
  for (const auto& file : std::filesystem::directory_iterator(folder.path()))
    if (file.path().filename().string().starts_with("it's")) files.push_back(file.path().filename());
  EXPECT_THAT(files, testing::ElementsAre("it's a copy.db"));
  const auto copy = open_sqlite({.record = folder / "it's a copy.db", .read_only = true}, nullptr);
  ASSERT_TRUE(copy) << describe(copy.error());
  EXPECT_EQ(*content(**copy), *content(*store));
  EXPECT_TRUE((*copy)->self_check()->empty());
  EXPECT_FAULT(store->copy_to(folder / "it's a copy.db"), Fault::bad_input);  // never over another
  EXPECT_FAULT(store->copy_to(folder / "no such folder/copy.db"), Fault::broken);
}

INSTANTIATE_TEST_SUITE_P(Stores, Contract, every_store(), name_of);

}  // namespace
}  // namespace trefoil::store
