#include "measure/score.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

namespace trefoil::measure {
namespace {

constexpr Answer kNone = kMissing;

Item choice_item(const std::string& id, std::vector<double> points) {
  Item item;
  item.id = id;
  for (std::size_t k = 0; k < points.size(); ++k) item.choices.push_back({std::to_string(k), "answer", points[k]});
  return item;
}
// `count` items of 1 to 4 points, with a stem before them.
Instrument of_items(std::size_t count, Scoring method = Scoring::sum, std::size_t most_missing = 0) {
  Instrument out;
  out.method = method;
  out.most_missing = most_missing;
  Item stem;
  stem.id = "stem";
  stem.kind = Item::Kind::display;
  out.items.push_back(stem);
  for (std::size_t i = 0; i < count; ++i) out.items.push_back(choice_item("q" + std::to_string(i), {1, 2, 3, 4}));
  return out;
}
Scored scored(const Instrument& instrument, const std::vector<Answer>& answers) {
  return Scorer(instrument).score(answers);
}

TEST(Score, SumAndMeanOfPointsNotOfPlaces) {
  EXPECT_EQ(scored(of_items(3), {0, 1, 3}).score, 1 + 2 + 4);
  EXPECT_EQ(scored(of_items(3, Scoring::mean), {0, 1, 2}).score, 2);
  EXPECT_EQ(scored(of_items(3), {0, 1, 3}).missing, 0u);
}

TEST(Score, ReversedItemsAreTurnedRoundAboutTheirOwnEnds) {
  auto instrument = of_items(2);
  instrument.items[1].reversed = true;
  EXPECT_EQ(scored(instrument, {0, 0}).score, 4 + 1);
  EXPECT_EQ(scored(instrument, {3, 3}).score, 1 + 4);
  // Uneven points: 0, 1, 5 become 5, 4, 0.
  instrument.items[1] = choice_item("q0", {0, 1, 5});
  instrument.items[1].reversed = true;
  EXPECT_EQ(scored(instrument, {1, 0}).score, 4 + 1);
}

TEST(Score, WeightsCountWhereTheMethodSaysSoAlone) {
  auto instrument = of_items(2, Scoring::weighted, 1);
  instrument.items[1].weight = 3;
  EXPECT_EQ(scored(instrument, {1, 3}).score, 3 * 2 + 4);
  // The mean of what was answered, times all weights: 2 x (3 + 1), and 4 x (3 + 1).
  EXPECT_EQ(scored(instrument, {1, kNone}).score, 8);
  EXPECT_EQ(scored(instrument, {kNone, 3}).score, 16);
  instrument.method = Scoring::sum;
  EXPECT_EQ(scored(instrument, {1, 3}).score, 2 + 4);
}

// Two of nine missing: the mean of seven times nine, as the PHQ-9's manual has it; a third makes it none.
TEST(Score, ProratingUpToAsManyAsMayBeMissing) {
  const auto nine = of_items(9, Scoring::sum, 2);
  const auto two = scored(nine, {kNone, 1, 1, 1, 1, 1, 1, 0, kNone});
  EXPECT_NEAR(*two.score, 13.0 / 7 * 9, 1e-12);
  EXPECT_EQ(two.missing, 2u);
  const auto three = scored(nine, {kNone, 1, 1, 1, 1, 1, kNone, 0, kNone});
  EXPECT_FALSE(three.score);
  EXPECT_FALSE(three.band);
  EXPECT_EQ(three.missing, 3u);
  EXPECT_FALSE(scored(of_items(9), {kNone, 1, 1, 1, 1, 1, 1, 1, 1}).score);
  EXPECT_NEAR(*scored(of_items(3, Scoring::mean, 1), {0, kNone, 3}).score, 2.5, 1e-12);
  EXPECT_FALSE(scored(of_items(2, Scoring::sum, 2), {kNone, kNone}).score) << "nothing was answered";
}

TEST(Score, SubscalesMissTheSameShare) {
  auto instrument = of_items(4, Scoring::sum, 2);
  instrument.subscales = {{"two", {1, 2}}, {"one", {4}}};
  const auto full = scored(instrument, {0, 1, 2, 3});
  EXPECT_EQ(full.subscales[0], 3);
  EXPECT_EQ(full.subscales[1], 4);
  const auto half = scored(instrument, {kNone, 1, 2, kNone});
  EXPECT_EQ(half.subscales[0], 4);  // 2 of 4 may be missing: 1 of 2
  EXPECT_FALSE(half.subscales[1]);  // none of 1
  EXPECT_EQ(half.score, 10);
  instrument.subscales = {{"three", {1, 2, 3}}};
  const auto most = scored(instrument, {kNone, kNone, 2, 2});
  EXPECT_TRUE(most.score) << "two of four may be missing";
  EXPECT_FALSE(most.subscales[0]) << "of three, one";
}

TEST(Score, BandsHoldTheirEndsAndWhatLiesBetweenWholePoints) {
  Instrument instrument;
  instrument.bands = {{0, 4, "minimal", ""}, {5, 9, "mild", ""}, {10, 27, "more", ""}};
  EXPECT_EQ(band_of(instrument, 0), 0u);
  EXPECT_EQ(band_of(instrument, 4), 0u);
  EXPECT_EQ(band_of(instrument, 4.9), 0u);
  EXPECT_EQ(band_of(instrument, 5), 1u);
  EXPECT_EQ(band_of(instrument, 9.99), 1u);
  EXPECT_EQ(band_of(instrument, 10), 2u);
  EXPECT_EQ(band_of(instrument, 27), 2u);
  EXPECT_FALSE(band_of(instrument, 27.1));
  EXPECT_FALSE(band_of(instrument, -1));
  EXPECT_FALSE(band_of(Instrument{}, 3));
}

TEST(Score, IntervalIsClampedToTheScale) {
  auto instrument = of_items(3);  // 3 to 12
  EXPECT_FALSE(scored(instrument, {0, 0, 0}).low) << "reliability is unknown";
  instrument.reliability = {{.75, "", ""}};
  instrument.spread = {{2, "", ""}};  // SEM 1
  const auto middle = scored(instrument, {1, 1, 2});
  EXPECT_NEAR(*middle.low, 7 - 1.96, 1e-12);
  EXPECT_NEAR(*middle.high, 7 + 1.96, 1e-12);
  EXPECT_EQ(scored(instrument, {0, 0, 0}).low, 3);
  EXPECT_EQ(scored(instrument, {3, 3, 3}).high, 12);
}

TEST(Score, TScoresByTheTable) {
  Instrument instrument;
  instrument.t_scores = {{8, 40.1}, {9, 44.1}, {11, 48.1}};
  EXPECT_EQ(t_score(instrument, 8), 40.1);
  EXPECT_EQ(t_score(instrument, 11), 48.1);
  EXPECT_NEAR(*t_score(instrument, 8.5), 42.1, 1e-12);
  EXPECT_NEAR(*t_score(instrument, 10), 46.1, 1e-12);
  EXPECT_FALSE(t_score(instrument, 7.9));
  EXPECT_FALSE(t_score(instrument, 11.1));
  EXPECT_FALSE(t_score(Instrument{}, 8));
}

TEST(Score, RiskItemsAlertByTheirOwnPointsWhateverIsMissing) {
  auto instrument = of_items(3);
  instrument.items[3].alerts_from = 2;
  EXPECT_TRUE(scored(instrument, {3, 3, 0}).alerts.empty());
  EXPECT_EQ(scored(instrument, {0, 0, 1}).alerts, std::vector<std::size_t>{3});
  const auto torn = scored(instrument, {kNone, kNone, 3});
  EXPECT_FALSE(torn.score);
  EXPECT_EQ(torn.alerts, std::vector<std::size_t>{3});
  EXPECT_TRUE(scored(instrument, {3, 3, kNone}).alerts.empty());
  // Turned round for the score, an answer still says what it says.
  instrument.items[3].reversed = true;
  EXPECT_TRUE(scored(instrument, {0, 0, 0}).alerts.empty());
}

// Kiresuk and Sherman 1968, by hand: three goals of weight 1, one step better than expected each: 30 / sqrt(.7 x 3 + .3
// x 9) = 30 / sqrt(4.8). Weights 3, 2, 1 with levels 1, 0, -1: 20 / sqrt(.7 x 14 + .3 x 36) = 20 / sqrt(20.6).
TEST(Score, GoalAttainment) {
  EXPECT_NEAR(*goal_attainment_t(std::vector<Goal>{{1}, {1}, {1}}), 50 + 30 / std::sqrt(4.8), 1e-12);
  EXPECT_NEAR(*goal_attainment_t(std::vector<Goal>{{1}, {1}, {1}}), 63.693063937629, 1e-9);
  EXPECT_NEAR(*goal_attainment_t(std::vector<Goal>{{1, 3}, {0, 2}, {-1, 1}}), 50 + 20 / std::sqrt(20.6), 1e-12);
  EXPECT_EQ(goal_attainment_t(std::vector<Goal>{{-2}}), 30);
  EXPECT_FALSE(goal_attainment_t({}));

  auto instrument = of_items(3, Scoring::goal_attainment, 2);
  for (std::size_t i = 1; i <= 3; ++i) instrument.items[i] = choice_item("g", {-2, -1, 0, 1, 2});
  instrument.items[1].weight = 3;
  instrument.items[2].weight = 2;
  EXPECT_NEAR(*scored(instrument, {3, 2, 1}).score, 50 + 20 / std::sqrt(20.6), 1e-12);
  // A goal that is missing is as one not set, and never counts as reached or as expected.
  EXPECT_NEAR(*scored(instrument, {3, kNone, kNone}).score, 60, 1e-12);
}

TEST(Score, OnlyChoicesAreScoredAndNothingOfADiary) {
  auto instrument = of_items(2);
  Item hours;
  hours.kind = Item::Kind::number;
  instrument.items.push_back(hours);
  EXPECT_EQ(scored_items(instrument), (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(score_range(instrument), (std::pair<double, double>{2, 8}));
  instrument.method = Scoring::none;
  EXPECT_TRUE(scored_items(instrument).empty());
  EXPECT_FALSE(score_range(instrument));
  EXPECT_FALSE(Scorer(instrument).score({}).score);
}

TEST(Score, ScaleOfAnInstrument) {
  auto instrument = of_items(3);
  instrument.title = "Three";
  instrument.direction = Direction::higher_is_better;
  instrument.reliability = {{.8, "A 1999", "alpha"}};
  instrument.spread = {{2.5, "B 2001", ""}};
  const Scale scale = scale_of(instrument);
  EXPECT_EQ(scale.name, "Three");
  EXPECT_EQ(scale.direction, Direction::higher_is_better);
  EXPECT_EQ(scale.minimum, 3);
  EXPECT_EQ(scale.maximum, 12);
  EXPECT_EQ(scale.reliability, .8);
  EXPECT_EQ(scale.spread, 2.5);
  EXPECT_EQ(scale.source, "A 1999; B 2001");
}

RC_GTEST_PROP(ScoreOfAnything, LiesWithinItsIntervalAndTheScale, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 12);
  const auto method = *rc::gen::element(Scoring::sum, Scoring::mean, Scoring::weighted, Scoring::goal_attainment);
  auto instrument = of_items(count, method, *rc::gen::inRange<std::size_t>(0, count));
  instrument.reliability = {{*rc::gen::inRange(0, 11) / 10.0, "", ""}};
  instrument.spread = {{*rc::gen::inRange(1, 100) / 10.0, "", ""}};
  for (Item& item : instrument.items) {
    if (method == Scoring::goal_attainment && item.kind == Item::Kind::choice) item = choice_item("g", {-2, -1, 1, 2});
    item.reversed = *rc::gen::arbitrary<bool>();
    item.weight = *rc::gen::inRange(1, 1000) / 7.0;
  }
  const auto answers = *rc::gen::container<std::vector<Answer>>(count, rc::gen::element<Answer>(0, 1, 2, 3, kNone));
  const auto out = scored(instrument, answers);
  const auto missing = static_cast<std::size_t>(std::count(answers.begin(), answers.end(), kNone));
  RC_ASSERT(out.missing == missing);
  RC_ASSERT(out.score.has_value() == (missing <= instrument.most_missing && missing < count));
  if (!out.score) return;
  RC_ASSERT(std::isfinite(*out.score));
  RC_ASSERT(*out.low <= *out.score + 1e-9 && *out.score <= *out.high + 1e-9);
  const auto range = *score_range(instrument);
  if (method == Scoring::goal_attainment && missing > 0) return;  // fewer goals, another range
  RC_ASSERT(range.first - 1e-9 <= *out.score && *out.score <= range.second + 1e-9);
}

}  // namespace
}  // namespace trefoil::measure
