#include "http/lanes.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <latch>
#include <memory>
#include <optional>

namespace trefoil::http {
namespace {

TEST(Workers, running_and_waiting_jobs_fill_the_places) {
  std::latch running(1), go(1), done(2);
  Workers workers(1, 1);
  ASSERT_TRUE(workers.claim());
  workers.push([&] { running.count_down(), go.wait(), done.count_down(); });
  running.wait();
  ASSERT_TRUE(workers.claim());
  EXPECT_FALSE(workers.claim());
  workers.push([&] { done.count_down(); });
  go.count_down();
  done.wait();
}

TEST(Workers, a_place_comes_free_when_its_job_is_done) {
  Workers workers(1, 0);
  for (int round = 0; round < 100; ++round) {
    while (!workers.claim()) std::this_thread::yield();
    workers.push([] {});
  }
}

TEST(Workers, jobs_run_at_once_up_to_the_number_of_threads) {
  std::latch both(2);
  Workers workers(2, 0);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(workers.claim());
    workers.push([&] { both.arrive_and_wait(); });
  }
  both.wait();
}

TEST(Workers, threads_are_made_as_they_are_needed_and_no_more) {
  const auto threads = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"), std::filesystem::directory_iterator());
  };
  const auto before = threads();
  Workers workers(3, 5);
  EXPECT_EQ(threads(), before);
  std::latch three(3), go(1), done(8);
  for (int i = 0; i < 8; ++i) {
    ASSERT_TRUE(workers.claim());
    workers.push([&, i] {
      if (i < 3) three.count_down(), go.wait();
      done.count_down();
    });
  }
  three.wait();  // all of them at once
  EXPECT_EQ(threads(), before + 3);
  go.count_down();
  done.wait();
}

TEST(Workers, the_end_waits_for_what_runs_and_drops_what_waits) {
  std::latch running(1), go(1);
  std::atomic<bool> finished = false, began = false;
  const auto held = std::make_shared<int>(1);
  std::optional<Workers> workers(std::in_place, 1u, std::size_t{8});
  ASSERT_TRUE(workers->claim());
  workers->push([&] { running.count_down(), go.wait(), finished = true; });
  running.wait();
  ASSERT_TRUE(workers->claim());
  workers->push([&, held] { began = true; });
  EXPECT_EQ(held.use_count(), 2);
  std::thread ender([&] { workers.reset(); });
  while (held.use_count() > 1) std::this_thread::yield();  // dropped before the running one is waited for
  go.count_down();
  ender.join();
  EXPECT_TRUE(finished);
  EXPECT_FALSE(began);
}

}  // namespace
}  // namespace trefoil::http
