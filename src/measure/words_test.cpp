#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>

#include "measure/series.h"

namespace trefoil::measure {
namespace {

struct At {
  std::string when;  // a date, or empty: `week`
  double week, value;
};
At on(std::string date, double value) { return {std::move(date), 0, value}; }
At week(double number, double value) { return {{}, number, value}; }

// Reliability .80 and spread 5: by chance up to 6.198.
Series series(const std::vector<At>& scores, Direction direction = Direction::lower_is_better, bool known = true) {
  Series out;
  out.scale.name = "Loneliness";
  out.scale.direction = direction;
  if (known) out.scale.reliability = .80, out.scale.spread = 5, out.scale.source = "Example 2020, test-retest";
  for (const At& at : scores) {
    Score score;
    score.value = at.value;
    if (at.when.empty())
      score.when.week = at.week;
    else
      score.when.day = base::parse_day(at.when);
    out.scores.push_back(score);
  }
  return out;
}
constexpr auto kHigher = Direction::higher_is_better;
constexpr auto kLower = Direction::lower_is_better;

// Two adaptive tests need not be equally sure: .9 and .5 of reliability are errors of 3.162 and 7.071.
TEST(ScoresWithErrorsOfTheirOwn, AreJudgedByBoth) {
  Series tests = series({{"2026-03-02", 0, 60}, {"2026-06-02", 0, 47}});
  tests.scale.spread = 10, tests.scale.reliability = .9;
  EXPECT_EQ(scale_between(tests.scale, tests.scores[0], tests.scores[1]), tests.scale) << "none of their own";
  EXPECT_NE(sentence(tests).find("more than chance"), std::string::npos) << "13 is beyond 1.96 x 4.472 = 8.77";
  tests.scores[0].error = 10 * std::sqrt(.5), tests.scores[1].error = 10 * std::sqrt(.1);
  const auto between = scale_between(tests.scale, tests.scores[0], tests.scores[1]);
  EXPECT_NEAR(standard_error_of_difference(between).value(), std::sqrt(50 + 10), 1e-12);
  EXPECT_NE(sentence(tests).find("no more than chance would explain"), std::string::npos) << "nor beyond 15.18";
  const auto rows = table(tests);
  EXPECT_EQ(rows[0].between, "47 and 73") << "60 and 13.86 either way";
  EXPECT_EQ(rows[1].between, "41 and 53") << "47 and 6.20";
  EXPECT_EQ(rows[1].since, "13 lower; change by chance alone up to 15");
  const auto said = caveats(tests);
  EXPECT_NE(said.back().find("a standard error of its own"), std::string::npos) << said.back();
}

TEST(NumberText, ShortAndNeverMinusZero) {
  EXPECT_EQ(number_text(27), "27");
  EXPECT_EQ(number_text(4.5), "4.5");
  EXPECT_EQ(number_text(4.125), "4.12");
  EXPECT_EQ(number_text(100), "100");
  EXPECT_EQ(number_text(-0.0), "0");
  EXPECT_EQ(number_text(-0.004), "0");
  EXPECT_EQ(number_text(-3.1), "-3.1");
  EXPECT_EQ(number_text(0.1 + 0.2), "0.3");
}

TEST(Sentence, AsTheDesignSaysIt) {
  EXPECT_EQ(sentence(series({on("2026-03-02", 27), on("2026-11-24", 18)})),
            "Loneliness is 18, down 9 since March 2026: better, by more than chance would explain. Lower is better.");
}

TEST(Sentence, EveryVariant) {
  struct Case {
    Series given;
    std::string then;
  };
  const std::vector<Case> cases = {
      {series({}), "Loneliness has not been measured yet."},
      {series({on("2026-03-02", 27)}), "Loneliness is 27, measured once, on 2 March 2026."},
      {series({week(0, 27)}), "Loneliness is 27, measured once, at the start."},
      {series({week(9, 27)}), "Loneliness is 27, measured once, in week 9."},
      {series({week(-1, 27)}), "Loneliness is 27, measured once, 1 week before the start."},
      {series({week(-2, 27)}), "Loneliness is 27, measured once, 2 weeks before the start."},
      {series({on("2026-03-02", 20), on("2026-11-24", 20)}), "Loneliness is 20, the same as in March 2026."},
      {series({on("2026-03-02", 20), on("2026-03-20", 20)}), "Loneliness is 20, the same as on 2 March 2026."},
      {series({on("2026-03-02", 20), on("2026-03-02", 20)}), "Loneliness is 20, the same as before."},
      {series({week(0, 20), week(4, 20)}), "Loneliness is 20 in week 4, the same as at the start."},
      {series({week(3, 20), week(4, 20.004)}), "Loneliness is 20 in week 4, the same as in week 3."},
      {series({on("2026-03-02", 27), on("2026-11-24", 25)}),
       "Loneliness is 25, down 2 since March 2026: no more than chance would explain."},
      {series({on("2026-03-02", 27), on("2026-11-24", 33)}),
       "Loneliness is 33, up 6 since March 2026: no more than chance would explain."},
      {series({on("2026-03-02", 20), on("2026-11-24", 31)}),
       "Loneliness is 31, up 11 since March 2026: worse, by more than chance would explain."},
      {series({on("2026-03-02", 20), on("2026-11-24", 31)}, kHigher),
       "Loneliness is 31, up 11 since March 2026: better, by more than chance would explain."},
      {series({on("2026-03-02", 31), on("2026-11-24", 20)}, kHigher),
       "Loneliness is 20, down 11 since March 2026: worse, by more than chance would explain."},
      {series({on("2025-03-02", 27), on("2026-03-24", 18)}),
       "Loneliness is 18, down 9 since March 2025: better, by more than chance would explain."},
      {series({on("2026-03-02", 27), on("2026-03-24", 18)}),
       "Loneliness is 18, down 9 since 2 March 2026: better, by more than chance would explain."},
      {series({on("2026-03-02", 27), on("2026-03-02", 18)}),
       "Loneliness is 18, down 9 within the same day: better, by more than chance would explain."},
      {series({week(0, 29), week(8, 12.5), week(32, 10)}),
       "Loneliness is 10 in week 32, down 19 since the start: better, by more than chance would explain."},
      {series({week(-2, 29), week(0, 10)}),
       "Loneliness is 10 at the start, down 19 since 2 weeks before the start: better, by more than chance would explain."},
      {series({on("2026-11-24", 18), week(0, 27)}),
       "Loneliness is 18, down 9 since the start: better, by more than chance would explain."},
      {series({on("2026-03-02", 27), on("2026-11-24", 18)}, kLower, false),
       "Loneliness is 18, down 9 since March 2026. Whether chance would explain it can't be said: how exact this measure is "
       "isn't known."},
      {series({on("2026-03-02", 4.25), on("2026-11-24", -3)}),
       "Loneliness is -3, down 7.25 since March 2026: better, by more than chance would explain."},
  };
  for (const Case& one : cases) {
    const bool lower = one.given.scale.direction == kLower;
    const std::string way = one.given.scores.empty() ? "" : lower ? " Lower is better." : " Higher is better.";
    EXPECT_EQ(sentence(one.given), one.then + way);
  }
}

TEST(Sentence, OrderOfTheScoresDoesNotMatter) {
  EXPECT_EQ(sentence(series({on("2026-11-24", 18), on("2026-06-01", 40), on("2026-03-02", 27)})),
            "Loneliness is 18, down 9 since March 2026: better, by more than chance would explain. Lower is better.");
}

TEST(Sentence, ByTheShortNameWhereThereIsOne) {
  Series given = series({week(0, 1)});
  given.scale.short_name = "UCLA-3";
  EXPECT_EQ(sentence(given), "UCLA-3 is 1, measured once, at the start. Lower is better.");
  given.scale.short_name.clear();
  EXPECT_EQ(sentence(given).substr(0, 11), "Loneliness ");
}

TEST(Sentence, SaysMoreThanChanceExactlyWhereTheVerdictDoes) {
  EXPECT_TRUE(rc::check([] {
    const int first = *rc::gen::inRange(0, 64), last = *rc::gen::inRange(0, 64);
    const bool lower = *rc::gen::arbitrary<bool>(), known = *rc::gen::arbitrary<bool>();
    const Series given = series({week(0, first), week(5, last)}, lower ? kLower : kHigher, known);
    const std::string said = sentence(given);
    const auto verdict = change(given.scale, first, last).verdict;
    const bool beyond = verdict == Change::Verdict::better || verdict == Change::Verdict::worse;
    RC_ASSERT((said.find("more than chance") != std::string::npos && said.find("no more") == std::string::npos) ==
              beyond);
    RC_ASSERT(said.find("-0") == std::string::npos);
    RC_ASSERT(said.back() == '.');
  }));
}

TEST(Table, WholeScoresGiveTheWholeScoresInside) {
  Series given = series({on("2026-03-02", 27), on("2026-06-01", 27), on("2026-11-24", 18)});
  given.scale.maximum = 30;
  const auto rows = table(given);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].when, "2 March 2026");
  EXPECT_EQ(rows[0].score, "27");
  EXPECT_EQ(rows[0].between, "23 and 30");  // 22.62 to 31.38, and no further than the scale goes
  EXPECT_EQ(rows[0].since, "");
  EXPECT_EQ(rows[1].since, "no change; change by chance alone up to 6");
  EXPECT_EQ(rows[2].between, "14 and 22");
  EXPECT_EQ(rows[2].since, "9 lower; change by chance alone up to 6");
}

TEST(Table, FractionsWeeksAndTheUnknown) {
  Series given = series({week(0, 2.5), week(4.5, 4)});
  given.scale.minimum = 0;
  auto rows = table(given);
  EXPECT_EQ(rows[0].when, "week 0");
  EXPECT_EQ(rows[0].between, "0 and 6.88");
  EXPECT_EQ(rows[1].when, "week 4.5");
  EXPECT_EQ(rows[1].since, "1.5 higher; change by chance alone up to 6.2");
  given.scale.spread.reset();
  rows = table(given);
  EXPECT_EQ(rows[1].between, "");
  EXPECT_EQ(rows[1].since, "1.5 higher");
  EXPECT_TRUE(table(series({})).empty());
}

TEST(Caveats, SayWhereTheNumbersComeFromOrThatNobodyKnows) {
  const auto has = [](const std::vector<std::string>& lines, std::string_view part) {
    for (const std::string& line : lines)
      if (line.find(part) != std::string::npos) return true;
    return false;
  };
  const auto known = caveats(series({week(0, 1), week(1, 2), week(2, 3)}));
  EXPECT_TRUE(has(known, "not a diagnosis"));
  EXPECT_TRUE(has(known, "not proof"));
  EXPECT_TRUE(has(known, "first score with the last"));
  EXPECT_TRUE(has(known, "reliability of 0.8 and a spread of 5 points (Example 2020, test-retest)."));
  Series one = series({week(0, 1)}, kHigher);
  one.scale.spread = 1, one.scale.source.clear();
  EXPECT_FALSE(has(caveats(one), "is better")) << "the sentence says it";
  EXPECT_TRUE(has(caveats(one), "a spread of 1 point, whose source isn't given."));
  EXPECT_FALSE(has(caveats(one), "not proof"));
  EXPECT_TRUE(has(caveats(series({week(0, 1)}, kLower, false)), "isn't known"));
  EXPECT_TRUE(has(caveats(series({week(0, 1), on("2026-03-02", 2)})), "only weeks"));
}

}  // namespace
}  // namespace trefoil::measure
