// Power loss, failing syncs and a full disk, on a shim of a disk under SQLite.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

#include "record.h"
#include "shim_disk.h"
#include "store/contract.h"

namespace trefoil::crash {
namespace {

using namespace ledger;
using store::contract::Folder;
using Kept = std::map<std::pair<LogId, std::uint64_t>, Hash>;

void expect_all_there(const Store& store, const Kept& kept) {
  std::map<LogId, std::vector<Row>> rows;
  for (const auto& [at, hash] : kept) {
    if (!rows.contains(at.first)) rows[at.first] = *read_rows(store, at.first);
    ASSERT_LT(at.second, rows[at.first].size()) << "lost entry " << at.second << " of log " << at.first.str();
    const auto& row = rows[at.first][at.second];
    ASSERT_EQ(entry_hash(row.header, row.payload_hash), hash);
  }
}

// Threads append until the power goes; then the disk settles and everything acknowledged must be there.
void lose_power(Loss loss, std::uint64_t seed, int rounds) {
  Folder folder;
  ShimDisk disk("shim-power", folder.path());
  const Hand hand;
  std::mt19937_64 lot(seed);
  Kept kept;
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE("round " + std::to_string(round) + ", seed " + std::to_string(seed));
    disk.cut_power_at(1 + lot() % (round % 4 == 0 ? 40 : 800));  // also while the file is made and the log is folded in
    {
      auto store = hand.open(folder.path(), disk.name());
      std::mutex mutex;
      const auto work = [&](int number) {
        for (std::size_t i = 0;; ++i) {
          const auto done = hand.append(**store, number, 50 + 700 * (i % 7));
          if (!done) {
            ASSERT_TRUE(disk.dead()) << describe(done.error());
            return;
          }
          const std::lock_guard lock(mutex);
          kept[{done->log, done->sequence}] = done->hash;
        }
      };
      if (store && hand.begin(**store)) {
        std::thread other([&] { work(1); });
        work(0);
        other.join();
      }
    }
    disk.power_back(loss, lot());
    std::filesystem::remove(folder / "record.db-shm");  // shared memory doesn't outlive the power
    std::filesystem::remove(folder / "witness.db-shm");
    auto store = hand.open(folder.path(), disk.name());
    ASSERT_TRUE(store) << describe(store.error());
    ASSERT_NO_FATAL_FAILURE(expect_all_there(**store, kept));
    store->reset();
    disk.power_back(Loss::nothing, 0);  // the files for the witness's reader, which knows no shim
    if (round % 5 != 4) continue;
    auto whole = hand.open(folder.path());
    ASSERT_TRUE(whole) << describe(whole.error());
    ASSERT_EQ(damage(**whole, folder.path()), "");
  }
  EXPECT_GT(kept.size(), static_cast<std::size_t>(rounds));
}

TEST(Power, acknowledged_entries_outlive_a_cut_that_forgets_what_was_not_synced) {
  lose_power(Loss::everything, 11, 40);
}
TEST(Power, acknowledged_entries_outlive_a_cut_that_keeps_an_arbitrary_part) { lose_power(Loss::some, 12, 40); }
TEST(Power, acknowledged_entries_outlive_a_cut_that_keeps_all) { lose_power(Loss::nothing, 13, 15); }

TEST(Power, the_shim_does_forget) {
  // Without this the tests above would prove nothing.
  Folder folder;
  ShimDisk disk("shim-proof", folder.path());
  sqlite3* database = nullptr;
  ASSERT_EQ(
      sqlite3_open_v2((folder / "x.db").c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "shim-proof"),
      SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "PRAGMA synchronous=OFF; CREATE TABLE t (x)", nullptr, nullptr, nullptr), SQLITE_OK);
  disk.cut_power_at(1);
  EXPECT_NE(sqlite3_exec(database, "INSERT INTO t VALUES (1)", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
  disk.power_back(Loss::everything, 1);
  EXPECT_EQ(std::filesystem::file_size(folder / "x.db"), 0u);
}

TEST(Power, a_sync_that_fails_acknowledges_nothing_and_the_next_may_go_on) {
  Folder folder;
  ShimDisk disk("shim-sync", folder.path());
  const Hand hand;
  Kept kept;
  {
    auto store = *hand.open(folder.path(), disk.name());
    ASSERT_TRUE(hand.begin(*store));
    const auto keep = [&](const Result<Hand::Acknowledged>& done) { kept[{done->log, done->sequence}] = done->hash; };
    for (int i = 0; i < 5; ++i) keep(hand.append(*store, 0));
    disk.fail_syncs(1);
    const auto failed = hand.append(*store, 0);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().fault, Fault::broken);
    EXPECT_EQ(store->head(Hand::log(0))->length, 2 + 5u);  // two of begin
    for (int i = 0; i < 5; ++i) {
      const auto done = hand.append(*store, 0);
      ASSERT_TRUE(done) << describe(done.error());
      keep(done);
    }
    disk.cut_power_at(1);
  }
  disk.power_back(Loss::everything, 1);
  auto store = hand.open(folder.path());
  ASSERT_TRUE(store) << describe(store.error());
  expect_all_there(**store, kept);
  EXPECT_EQ(damage(**store, folder.path()), "");
}

TEST(Full, a_full_disk_refuses_reads_on_and_resumes) {
  Folder folder;
  ShimDisk disk("shim-full", folder.path());
  const Hand hand;
  Kept kept;
  {
    auto store = *hand.open(folder.path(), disk.name());
    ASSERT_TRUE(hand.begin(*store));
    disk.set_quota(disk.used() + 300'000);
    Result<Hand::Acknowledged> done;
    const auto fill = [&](std::size_t size) {
      for (int i = 0; i < 2000; ++i) {
        done = hand.append(*store, i % 2, size);
        if (!done) return;
        kept[{done->log, done->sequence}] = done->hash;
      }
    };
    fill(20'000);
    fill(10);
    ASSERT_FALSE(done) << "the disk never filled";
    EXPECT_EQ(done.error().fault, Fault::full) << describe(done.error());
    EXPECT_FALSE(done.error().mend.empty());
    const auto last = (*store->last_checkpoint())->number;
    EXPECT_EQ(hand.append(*store, 0).error().fault, Fault::full);  // still

    expect_all_there(*store, kept);  // reading goes on, through new connections too
    std::thread([&] { expect_all_there(*store, kept); }).join();
    EXPECT_EQ((*store->last_checkpoint())->number, last);  // nothing was half written

    // A stop goes through, and the one after it: the reserve is kept for them.
    for (int i = 0; i < 3; ++i) {
      const auto stop = hand.append(*store, 2, 100, true);
      ASSERT_TRUE(stop) << describe(stop.error());
      kept[{stop->log, stop->sequence}] = stop->hash;
    }

    disk.set_quota(disk.used() + 10'000'000);
    for (int i = 0; i < 20; ++i) {
      done = hand.append(*store, i % 3, 5'000);
      ASSERT_TRUE(done) << describe(done.error());
      kept[{done->log, done->sequence}] = done->hash;
    }
    expect_all_there(*store, kept);
  }
  disk.power_back(Loss::nothing, 1);
  EXPECT_EQ(std::filesystem::file_size(folder / "reserve"), std::size_t{1} << 20);  // filled again
  auto store = *hand.open(folder.path());
  expect_all_there(*store, kept);
  EXPECT_EQ(damage(*store, folder.path()), "");
}

TEST(Full, one_batch_that_is_too_big_for_the_disk_takes_no_other_with_it) {
  Folder folder;
  ShimDisk disk("shim-big", folder.path());
  const Hand hand;
  {
    auto store = *hand.open(folder.path(), disk.name());
    ASSERT_TRUE(hand.begin(*store));
    disk.set_quota(disk.used() + 2'000'000);
    std::atomic<int> big_full = 0, small_done = 0;
    std::thread big([&] {
      for (int i = 0; i < 10; ++i) {
        const auto done = hand.append(*store, 0, 5'000'000);
        if (!done && done.error().fault == Fault::full) ++big_full;
      }
    });
    std::vector<std::thread> small;
    for (int t = 1; t <= 3; ++t)
      small.emplace_back([&, t] {
        for (int i = 0; i < 10; ++i)
          if (hand.append(*store, t)) ++small_done;
      });
    for (auto& thread : small) thread.join();
    big.join();
    EXPECT_EQ(big_full, 10);
    EXPECT_EQ(small_done, 30);
  }
  disk.power_back(Loss::nothing, 1);
  auto store = *hand.open(folder.path());
  EXPECT_EQ(damage(*store, folder.path()), "");
}

}  // namespace
}  // namespace trefoil::crash
