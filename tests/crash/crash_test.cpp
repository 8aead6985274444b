// kill -9 at any moment: a child appends under load and is killed again and again over one folder.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <sstream>
#include <thread>

#include "record.h"
#include "store/contract.h"

namespace trefoil::crash {
namespace {

using namespace ledger;
using store::contract::Folder;
using Kept = std::map<std::pair<int, std::uint64_t>, std::string>;  // log, sequence: hash in hex

class Child {
 public:
  explicit Child(const std::filesystem::path& folder) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::execl(CRASH_WRITER, CRASH_WRITER, folder.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    out_ = ends[0];
  }
  ~Child() {
    if (pid_ > 0) kill();
    ::close(out_);
  }
  // Until there are `bytes` of acknowledgements or the child ended.
  void read_some(std::size_t bytes) {
    char buffer[4096];
    while (said_.size() < bytes) {
      const auto count = ::read(out_, buffer, sizeof buffer);
      if (count <= 0) return;
      said_.append(buffer, static_cast<std::size_t>(count));
    }
  }
  // The signal it died of; what it had said before is in `said`.
  int kill() {
    ::kill(pid_, SIGKILL);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    read_some(SIZE_MAX);
    return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
  }
  void take(Kept& kept) const {
    std::istringstream lines(said_);
    int log = 0;
    std::uint64_t sequence = 0;
    std::string hash;
    while (lines >> log >> sequence >> hash)
      if (hash.size() == 64) kept[{log, sequence}] = hash;
  }

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  std::string said_;
};

void expect_all_there(const Store& store, const Kept& kept) {
  std::map<int, std::vector<Row>> rows;
  for (const auto& [at, hash] : kept) {
    if (!rows.contains(at.first)) rows[at.first] = *read_rows(store, Hand::log(at.first));
    ASSERT_LT(at.second, rows[at.first].size()) << "lost entry " << at.second << " of log " << at.first;
    const auto& row = rows[at.first][at.second];
    ASSERT_EQ(base::to_hex(entry_hash(row.header, row.payload_hash)), hash);
  }
}

// Longer by CRASH_ROUNDS, for a run in the night.
int rounds() {
  const auto* asked = std::getenv("CRASH_ROUNDS");
  return asked != nullptr ? std::atoi(asked) : 200;
}

TEST(Crash, what_was_acknowledged_outlives_kill_9) {
  Folder folder;
  const Hand hand;
  std::random_device entropy;
  const auto seed = entropy();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 lot(seed);
  Kept kept;
  std::size_t acknowledged_in_some_round = 0;
  for (int round = 0; round < rounds(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    Kept now;
    {
      Child child(folder.path());
      // By what it said, so that a slow machine writes as much as a fast one, and then somewhere inside the next write;
      // every tenth one while it opens.
      if (round % 10 != 9) child.read_some(1 + lot() % 1500);
      std::this_thread::sleep_for(std::chrono::microseconds(lot() % 2000));
      ASSERT_EQ(child.kill(), SIGKILL);
      child.take(now);
    }
    acknowledged_in_some_round += now.empty() ? 0 : 1;
    const auto store = hand.open(folder.path());
    ASSERT_TRUE(store) << describe(store.error());
    ASSERT_NO_FATAL_FAILURE(expect_all_there(**store, now));
    kept.merge(now);
    ASSERT_TRUE(now.empty()) << "one place was acknowledged twice";
    if (round % 20 == 0) {
      ASSERT_EQ(damage(**store, folder.path()), "");
    }
  }
  EXPECT_GT(acknowledged_in_some_round, static_cast<std::size_t>(rounds() / 2));
  const auto store = *hand.open(folder.path());
  ASSERT_NO_FATAL_FAILURE(expect_all_there(*store, kept));
  EXPECT_EQ(damage(*store, folder.path()), "");
}

TEST(Crash, a_copy_taken_during_the_load_is_whole) {
  Folder folder;
  const Hand hand;
  auto store = *hand.open(folder.path());
  ASSERT_TRUE(hand.begin(*store));
  Child child(folder.path());  // another process writes, as the server does while the command line copies
  for (int i = 0; i < 5; ++i) {
    child.read_some(2000 * static_cast<std::size_t>(i + 1));
    Folder place;
    const auto end = store->copy_to(place / "record.db");
    ASSERT_TRUE(end) << describe(end.error());
    EXPECT_FALSE(std::filesystem::exists(place / "record.db-wal"));
    const auto copy = store::open_sqlite({.record = place / "record.db", .read_only = true}, nullptr);
    ASSERT_TRUE(copy) << describe(copy.error());
    EXPECT_EQ((*copy)->last_checkpoint()->value(), *end);
    EXPECT_EQ(damage(**copy, place.path()), "");
    // And it can be gone on from, in a folder of its own.
    const auto restored = hand.open(place.path());
    ASSERT_TRUE(restored) << describe(restored.error());
    const auto next = hand.append(**restored, 0);
    ASSERT_TRUE(next) << describe(next.error());
    EXPECT_EQ(damage(**restored, place.path()), "");
  }
  EXPECT_EQ(child.kill(), SIGKILL);
}

}  // namespace
}  // namespace trefoil::crash
