#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "measure/change.h"

namespace trefoil::measure {
namespace {

ChangeRule rule(double spread, double reliability, std::optional<double> cutoff = {}, double level = 0.95,
                Direction direction = Direction::higher_is_better) {
  return {spread, reliability, level, direction, cutoff};
}

// Jacobson and Truax 1991, J Consult Clin Psychol 59:12-19, worked example: means 40 and 60, SD 7.5, reliability .80,
// before 32.5, after 47.5. The digits are R's.
TEST(ReliableChange, WorkedExample) {
  const auto found = cutoffs({40, 7.5}, {60, 7.5});
  EXPECT_NEAR(found.a, 55, 1e-9);
  EXPECT_NEAR(found.b, 45, 1e-9);
  EXPECT_NEAR(found.c, 50, 1e-9);
  const auto judge = ReliableChange::with(rule(7.5, .80, found.c));
  ASSERT_TRUE(judge);
  EXPECT_NEAR(judge->sem(), 3.354101966, 1e-9);
  EXPECT_NEAR(judge->sed(), 4.743416490, 1e-9);
  EXPECT_NEAR(judge->threshold(), 9.297096321, 1e-9);
  const auto moved = judge->judge(32.5, 47.5);
  EXPECT_EQ(moved.difference, 15);
  EXPECT_NEAR(*moved.index, 3.162277660, 1e-9);
  EXPECT_EQ(moved.verdict, ChangeClass::improved);  // 47.5 is not beyond c
  EXPECT_EQ(ReliableChange::with(rule(7.5, .80, found.b))->judge(32.5, 47.5).verdict, ChangeClass::recovered);
}

TEST(ReliableChange, CutoffsWhereLowerIsBetterAndSpreadsDiffer) {
  const auto found = cutoffs({20, 4}, {5, 1});
  EXPECT_NEAR(found.a, 12, 1e-12);
  EXPECT_NEAR(found.b, 7, 1e-12);
  EXPECT_NEAR(found.c, (1 * 20 + 4 * 5) / 5.0, 1e-12);  // as many SD from the one as from the other: 12/4, 3/1
}

TEST(ReliableChange, EachClassBothWaysRound) {
  for (const double sign : {1.0, -1.0}) {
    const auto judge = *ReliableChange::with(
        rule(1, .5, sign * 10, .95, sign > 0 ? Direction::higher_is_better : Direction::lower_is_better));
    const auto verdict = [&](double before_it, double after) {
      return judge.judge(sign * before_it, sign * after).verdict;
    };
    EXPECT_EQ(verdict(5, 15), ChangeClass::recovered);
    EXPECT_EQ(verdict(5, 10), ChangeClass::improved) << "the cut-off itself lies in the clinical range";
    EXPECT_EQ(verdict(10, 13), ChangeClass::recovered) << "and so it does before";
    EXPECT_EQ(verdict(11, 15), ChangeClass::improved) << "nobody recovers who was not in the clinical range";
    EXPECT_EQ(verdict(9.5, 10.5), ChangeClass::unchanged) << "crossing alone is not enough";
    EXPECT_EQ(verdict(15, 5), ChangeClass::deteriorated);
    EXPECT_EQ(verdict(7, 7), ChangeClass::unchanged);
  }
  EXPECT_EQ(ReliableChange::with(rule(1, .5))->judge(5, 15).verdict, ChangeClass::improved) << "no cut-off";
}

TEST(ReliableChange, TheLevelMovesTheThreshold) {
  // Quantiles: any table of the normal distribution (NIST/SEMATECH e-Handbook 1.3.6.7.1).
  EXPECT_EQ(normal_two_sided(.95), 1.96);
  EXPECT_NEAR(normal_two_sided(.90), 1.644853626951, 1e-9);
  EXPECT_NEAR(normal_two_sided(.99), 2.575829303549, 1e-9);
  EXPECT_NEAR(ReliableChange::with(rule(7.5, .80, {}, .90))->threshold(), 1.644853626951 * 4.743416490, 1e-8);
  EXPECT_EQ(ReliableChange::with(rule(7.5, .80, {}, .90))->judge(30, 38).verdict, ChangeClass::improved);
  EXPECT_EQ(ReliableChange::with(rule(7.5, .80, {}, .95))->judge(30, 38).verdict, ChangeClass::unchanged);
}

TEST(ReliableChange, PerfectReliabilityGivesNoInfinity) {
  const auto judge = *ReliableChange::with(rule(5, 1));
  EXPECT_FALSE(judge.judge(10, 11).index);
  EXPECT_EQ(judge.judge(10, 11).verdict, ChangeClass::improved);
  EXPECT_EQ(judge.judge(10, 10).verdict, ChangeClass::unchanged);
  EXPECT_FALSE(ReliableChange::with(rule(std::numeric_limits<double>::min(), 0))->judge(0, 1e12).index);
}

TEST(ReliableChange, WhatIsNoParameterIsNamed) {
  const auto place = [](const ChangeRule& wrong) {
    const auto made = ReliableChange::with(wrong);
    return made ? std::string("none") : made.error().place;
  };
  const double nan = std::nan("");
  for (const double spread : {0.0, -1.0, nan, std::numeric_limits<double>::infinity()})
    EXPECT_EQ(place(rule(spread, .8)), "spread");
  for (const double reliability : {-.1, 1.1, nan}) EXPECT_EQ(place(rule(1, reliability)), "reliability");
  for (const double level : {0.0, 1.0, 95.0, -1.0, nan}) EXPECT_EQ(place(rule(1, .8, {}, level)), "level");
  EXPECT_EQ(place(rule(1, .8, nan)), "cutoff");
  EXPECT_EQ(place(rule(1, 0)), "none");
}

RC_GTEST_PROP(ReliableChangeOfAnything, GoesTheOtherWayBackwards, (int first, int last)) {
  const auto judge = *ReliableChange::with(rule(7.5, .8));
  const auto there = judge.judge(first % 1000, last % 1000), back = judge.judge(last % 1000, first % 1000);
  RC_ASSERT(there.difference == -back.difference);
  RC_ASSERT((there.verdict == ChangeClass::improved) == (back.verdict == ChangeClass::deteriorated));
}

}  // namespace
}  // namespace trefoil::measure
