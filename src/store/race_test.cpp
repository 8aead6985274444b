// The contract among threads: nobody loses what was acknowledged, nobody sees half of anything.
#include <atomic>
#include <mutex>
#include <thread>

#include "store/contract_fixture.h"

namespace trefoil::store {
namespace {

using namespace ledger;
using namespace contract;

class Race : public Contract {};

TEST_P(Race, threads_race_for_one_log_and_one_wins_each_place) {
  const auto log = vault::random_id<LogId>();
  constexpr int kThreads = 8, kEach = 25;
  std::atomic<int> stale = 0;
  std::mutex mutex;
  std::map<std::uint64_t, Hash> acknowledged;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&] {
      for (int done = 0; done < kEach;) {
        auto row = next_row(*store->head(log));
        const auto sequence = row.sequence;
        const auto hash = hash_of(row);
        const auto outcome = store->commit(batch_of(std::move(row)));
        if (!outcome) {
          ASSERT_EQ(outcome.error().fault, Fault::stale) << describe(outcome.error());
          ++stale;
          continue;
        }
        ++done;
        // The checkpoint that came back holds a head of this log at or past this entry.
        ASSERT_EQ(outcome->heads.size(), 1u);
        ASSERT_GT(outcome->heads[0].length, sequence);
        const std::lock_guard lock(mutex);
        ASSERT_TRUE(acknowledged.emplace(sequence, hash).second) << "two won place " << sequence;
      }
    });
  for (auto& thread : threads) thread.join();
  const auto rows = *read_rows(*store, log);
  ASSERT_EQ(rows.size(), static_cast<std::size_t>(kThreads * kEach));
  for (const auto& row : rows) EXPECT_EQ(hash_of(row), acknowledged.at(row.sequence));
}

TEST_P(Race, many_writers_share_checkpoints_and_a_refusal_takes_no_other_with_it) {
  constexpr int kThreads = 16, kEach = 20;
  std::vector<Pen> pens(kThreads);
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        ASSERT_TRUE(append(pens[static_cast<std::size_t>(t)]));
        Batch guard;  // fails always
        guard.unchanged = {{pens[static_cast<std::size_t>(t)].head.log, 999}};
        if (!store->commit(guard)) ++refused;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(refused, kThreads * kEach);
  for (const auto& pen : pens) {
    EXPECT_EQ(store->head(pen.head.log)->length, static_cast<std::uint64_t>(kEach));
    EXPECT_EQ(store->head(pen.head.log)->hash, pen.head.hash);
  }
  // Every entry is covered by exactly one checkpoint's step, and the checkpoints chain.
  std::map<LogId, std::uint64_t> covered;
  std::optional<Checkpoint> before;
  ASSERT_TRUE(store->scan_checkpoints(1, [&](const Checkpoint& checkpoint) {
    EXPECT_EQ(checkpoint.number, before ? before->number + 1 : 1);
    EXPECT_EQ(checkpoint.previous, before ? before->hash() : Hash{});
    for (const auto& head : checkpoint.heads) {
      EXPECT_GT(head.length, covered[head.log]);
      covered[head.log] = head.length;
    }
    before = checkpoint;
    return true;
  }));
  for (const auto& pen : pens) EXPECT_EQ(covered[pen.head.log], static_cast<std::uint64_t>(kEach));
}

TEST_P(Race, readers_never_see_half_a_batch) {
  Pen one, two;
  std::atomic<bool> over = false;
  std::thread reader([&, first = one.head.log, second = two.head.log] {
    while (!over) {
      const auto moment = *store->snapshot();
      const auto a = length(first), b = length(second);
      ASSERT_EQ(a, b);
      const auto last = *store->last_checkpoint();
      ASSERT_EQ(last ? last->number : 0, a);
    }
  });
  for (int i = 0; i < 100; ++i) {
    auto batch = batch_of(one.write());
    batch.rows.push_back(two.write());
    ASSERT_TRUE(store->commit(std::move(batch)));
  }
  over = true;
  reader.join();
}

INSTANTIATE_TEST_SUITE_P(Stores, Race, every_store(), name_of);

}  // namespace
}  // namespace trefoil::store
