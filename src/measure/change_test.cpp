#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "measure/series.h"

namespace trefoil::measure {
namespace {

Scale scale(std::optional<double> reliability, std::optional<double> spread,
            Direction direction = Direction::lower_is_better) {
  Scale out;
  out.name = "Loneliness";
  out.direction = direction;
  out.reliability = reliability;
  out.spread = spread;
  return out;
}

// Jacobson and Truax 1991, J Consult Clin Psychol 59:12-19, worked example: SD 7.5, reliability .80, before 32.5,
// after 47.5. The digits are R's.
TEST(Change, JacobsonTruaxWorkedExample) {
  const Scale example = scale(.80, 7.5, Direction::higher_is_better);
  EXPECT_NEAR(*standard_error(example), 3.354101966, 1e-9);
  EXPECT_NEAR(*standard_error_of_difference(example), 4.743416490, 1e-9);
  const Change moved = change(example, 32.5, 47.5);
  EXPECT_DOUBLE_EQ(moved.difference, 15);
  EXPECT_NEAR(*moved.index, 3.162277660, 1e-9);
  EXPECT_NEAR(*moved.by_chance, 9.297096321, 1e-9);
  EXPECT_EQ(moved.verdict, Change::Verdict::better);
}

TEST(Change, NothingIsSaidOfChanceWhereReliabilityOrSpreadIsUnknown) {
  for (const Scale& unknown : {scale({}, 7.5), scale(.8, {}), scale({}, {})}) {
    EXPECT_FALSE(standard_error(unknown));
    const Change moved = change(unknown, 30, 10);
    EXPECT_FALSE(moved.index);
    EXPECT_FALSE(moved.by_chance);
    EXPECT_EQ(moved.verdict, Change::Verdict::cannot_say);
    EXPECT_DOUBLE_EQ(moved.difference, -20);
  }
}

TEST(Change, ExactlyAsFarAsChanceGoesIsStillChance) {
  const Scale half = scale(.5, 1 / 1.96);  // SE of difference 1 / 1.96, threshold 1
  EXPECT_NEAR(*change(half, 0, 0).by_chance, 1, 1e-12);
  EXPECT_EQ(change(half, 3, 3 - *change(half, 0, 0).by_chance).verdict, Change::Verdict::within_chance);
  EXPECT_EQ(change(half, 3, 1.99).verdict, Change::Verdict::better);
  EXPECT_EQ(change(half, 3, 4.01).verdict, Change::Verdict::worse);
}

TEST(Change, PerfectReliabilityGivesNoInfinity) {
  const Change moved = change(scale(1, 5), 10, 9);
  EXPECT_FALSE(moved.index);
  EXPECT_EQ(moved.verdict, Change::Verdict::better);
  EXPECT_EQ(change(scale(1, 5), 10, 10).verdict, Change::Verdict::within_chance);
}

TEST(Change, DirectionAndOrderMirrorTheVerdict) {
  EXPECT_TRUE(rc::check([] {
    const double reliability = *rc::gen::inRange(0, 100) / 100.0, spread = *rc::gen::inRange(1, 300) / 10.0;
    const double first = *rc::gen::inRange(-500, 500) / 10.0, last = *rc::gen::inRange(-500, 500) / 10.0;
    const Scale low = scale(reliability, spread), high = scale(reliability, spread, Direction::higher_is_better);
    const auto mirrored = [](Change::Verdict verdict) {
      return verdict == Change::Verdict::better  ? Change::Verdict::worse
             : verdict == Change::Verdict::worse ? Change::Verdict::better
                                                 : verdict;
    };
    const auto there = change(low, first, last);
    RC_ASSERT(change(high, first, last).verdict == mirrored(there.verdict));
    RC_ASSERT(change(low, last, first).verdict == mirrored(there.verdict));
    RC_ASSERT((there.verdict == Change::Verdict::within_chance) == (std::abs(*there.index) <= 1.96));
  }));
}

TEST(Series, WeeksComeBeforeDatesAndEqualTimesKeepTheirOrder) {
  Series series;
  const auto day = [](int number, double value) { return Score{{Day{number}, {}}, value}; };
  const auto week = [](double number, double value) { return Score{{{}, number}, value}; };
  series.scores = {day(20, 1), week(8, 2), day(10, 3), week(-1, 4), day(10, 5), week(8, 6), week(0, 7)};
  sort(series);
  std::vector<double> order;
  order.reserve(series.scores.size());
  for (const Score& score : series.scores) order.push_back(score.value);
  EXPECT_EQ(order, (std::vector<double>{4, 7, 2, 6, 3, 5, 1}));
}

TEST(Check, NamesTheField) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();
  Scale fine = scale(.9, 5);
  fine.minimum = 0, fine.maximum = 63;
  const Score good{{{}, 3.0}, 20};
  EXPECT_TRUE(check(fine, good));
  const auto place = [&](auto&& spoil) {
    Scale a = fine;
    Score b = good;
    spoil(a, b);
    const auto checked = check(a, b);
    return checked ? std::string("fine") : checked.error().place;
  };
  EXPECT_EQ(place([](Scale& a, Score&) { a.name = " "; }), "name");
  EXPECT_EQ(place([](Scale& a, Score&) { a.minimum = 63; }), "minimum");
  EXPECT_EQ(place([&](Scale& a, Score&) { a.maximum = nan; }), "minimum");
  EXPECT_EQ(place([](Scale& a, Score&) { a.reliability = 1.01; }), "reliability");
  EXPECT_EQ(place([](Scale& a, Score&) { a.reliability = -.01; }), "reliability");
  EXPECT_EQ(place([&](Scale& a, Score&) { a.reliability = nan; }), "reliability");
  EXPECT_EQ(place([](Scale& a, Score&) { a.spread = 0; }), "spread");
  EXPECT_EQ(place([&](Scale& a, Score&) { a.spread = infinite; }), "spread");
  EXPECT_EQ(place([&](Scale&, Score& b) { b.value = nan; }), "value");
  EXPECT_EQ(place([](Scale&, Score& b) { b.value = 64; }), "value");
  EXPECT_EQ(place([](Scale&, Score& b) { b.value = -1; }), "value");
  EXPECT_EQ(place([](Scale&, Score& b) { b.when = {}; }), "when");
  EXPECT_EQ(place([&](Scale&, Score& b) { b.when.week = infinite; }), "when");
  EXPECT_EQ(place([](Scale& a, Score&) { a.minimum.reset(), a.maximum.reset(), a.reliability.reset(); }), "fine");
}

}  // namespace
}  // namespace trefoil::measure
