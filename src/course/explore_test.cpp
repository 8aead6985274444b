// Whatever anybody does in whatever order, what must hold holds; and every rule is needed for it.
#include "course/explore.h"

#include <gtest/gtest.h>

namespace trefoil::course {
namespace {

TEST(Explore, WhatMustHoldHolds) {
  const auto found = explore(rules(), 30'000);
  EXPECT_EQ(found.broken, "");
  EXPECT_GE(found.states, 30'000u);
  EXPECT_GT(found.refused, found.states);
  std::printf("%zu states, %zu wishes decided, %zu refused\n", found.states, found.decided, found.refused);
}

TEST(Explore, GoesAsDeepAsIsAsked) {
  const auto near = explore(rules(), 1'000'000, {}, 1);
  EXPECT_EQ(near.broken, "");
  EXPECT_TRUE(near.complete);
  EXPECT_EQ(near.depth, 1u);
  const auto here = explore(rules(), 1'000'000, {}, 0);  // the beginnings alone
  EXPECT_TRUE(here.complete);
  EXPECT_EQ(here.decided, 0u);
  EXPECT_LT(here.states, near.states);
  const auto cut_off = explore(rules(), near.states / 2, {}, 1);
  EXPECT_FALSE(cut_off.complete);
  EXPECT_EQ(cut_off.depth, 0u) << "not every sequence of one step was looked at";
}

// A table without one rule is found out, whichever rule it is. Not so `in-order`, which no table switches: it keeps what
// is written meaningful at all. What it refuses is looked at one by one, in Gates, Stop, Ending and Words.
TEST(Explore, EveryRuleBites) {
  for (std::size_t i = 0; i < rules().size(); ++i) {
    std::vector<Rule> table(rules().begin(), rules().end());
    const std::string missing(table[i].id);
    if (missing == "in-order") continue;
    table.erase(table.begin() + static_cast<std::ptrdiff_t>(i));
    const auto found = explore(table, 30'000);
    EXPECT_NE(found.broken, "") << "nothing breaks without " << missing;
    EXPECT_EQ(found.broken.find("explains nothing"), std::string::npos) << missing << ": " << found.broken;
  }
}

}  // namespace
}  // namespace trefoil::course
