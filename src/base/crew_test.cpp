#include "base/crew.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

namespace trefoil::base {
namespace {

TEST(Crew, DoesEachPieceOnce) {
  for (const unsigned threads : {1u, 2u, 7u}) {
    std::vector<std::atomic<int>> done(500);
    EXPECT_TRUE(Crew(threads).each(done.size(), [&](std::size_t i) {
      ++done[i];
      return true;
    }));
    for (const auto& times : done) EXPECT_EQ(times, 1) << threads;
  }
  EXPECT_TRUE(Crew(3).each(0, [](std::size_t) { return false; }));
  EXPECT_GE(Crew().threads(), 1u);
}

TEST(Crew, TakesInOrderWhateverIsMadeFirst) {
  for (const unsigned threads : {1u, 2u, 5u}) {
    std::vector<std::size_t> taken;
    std::atomic<int> inside{0};
    EXPECT_TRUE(Crew(threads).in_order(
        40,
        [](std::size_t i) {
          std::this_thread::sleep_for(std::chrono::microseconds(i % 3 == 0 ? 800 : 10));
          return std::optional(i * i);
        },
        [&](std::size_t i, std::size_t square) {
          EXPECT_EQ(++inside, 1);
          EXPECT_EQ(square, i * i);
          taken.push_back(i);
          --inside;
          return true;
        }));
    std::vector<std::size_t> all(40);
    std::iota(all.begin(), all.end(), std::size_t{0});
    EXPECT_EQ(taken, all) << threads;
  }
}

TEST(Crew, StopsWhereAPieceOrItsTakingSaysSo) {
  for (const unsigned threads : {1u, 4u}) {
    std::atomic<std::size_t> done{0};
    EXPECT_FALSE(Crew(threads).each(100'000, [&](std::size_t i) {
      ++done;
      return i != 10;
    }));
    EXPECT_LT(done, 100'000u);
    std::vector<std::size_t> taken;
    const auto take = [&](std::size_t i, std::size_t) {
      taken.push_back(i);
      return i < 5;
    };
    EXPECT_FALSE(Crew(threads).in_order(
        1000, [](std::size_t i) { return std::optional(i); }, take));
    EXPECT_EQ(taken, (std::vector<std::size_t>{0, 1, 2, 3, 4, 5})) << threads;
    taken.clear();
    EXPECT_FALSE(Crew(threads).in_order(
        1000, [](std::size_t i) { return i == 3 ? std::nullopt : std::optional(i); }, take));
    EXPECT_LE(taken.size(), 3u) << threads;
  }
}

TEST(Crew, ThrowsWhatAPieceThrew) {
  for (const unsigned threads : {1u, 4u}) {
    EXPECT_THROW(
        Crew(threads).each(50, [](std::size_t i) -> bool { return i < 20 ? true : throw std::runtime_error("20"); }),
        std::runtime_error);
    EXPECT_THROW(Crew(threads).in_order(
                     50, [](std::size_t i) { return std::optional(i); },
                     [](std::size_t i, std::size_t) -> bool { return i < 7 ? true : throw std::runtime_error("7"); }),
                 std::runtime_error);
  }
}

}  // namespace
}  // namespace trefoil::base
