#include "growth/expected_course.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "growth/examples_test.h"

namespace trefoil::growth {
namespace {

measure::Scale loneliness(measure::Direction direction = measure::Direction::lower_is_better) {
  measure::Scale out;
  out.name = "Loneliness";
  out.direction = direction;
  return out;
}
Fit known_fit() {
  Fit fit;
  fit.model = testing::typical_model();
  fit.converged = true;
  fit.subjects = 40;
  fit.rows = 200;
  fit.earliest = 0;
  fit.latest = 12;
  return fit;
}
const std::vector<double> kAhead = {6, 8, 10, 12, 14};

// By hand: with intercepts alone, the prediction pulls the mean of n scores towards the line by n g / (n g + s2), and
// its variance is s2 + g s2 / (n g + s2) (Robinson 1991, section 2).
TEST(ExpectedCourse, PullsAClientsOwnMeanTowardsTheLine) {
  Model model;
  model.form.random = RandomPart::intercept;
  model.fixed = {20, -1};
  model.random = {9, 0, 0};
  model.residual = 4;
  const std::vector<TimedScore> scores = {{0, 26}, {1, 23}, {2, 23}};  // 6, 4, 5 above the line
  const auto next = predict(model, scores, {}, 3);
  EXPECT_NEAR(next.expected, 17 + 5 * 27.0 / 31, 1e-12);
  EXPECT_NEAR(next.deviation * next.deviation, 4 + 9 * 4.0 / 31, 1e-12);
  EXPECT_NEAR(next.ninety_five.high - next.expected, 1.959963985 * next.deviation, 1e-8);
  EXPECT_NEAR(next.eighty.high - next.expected, 1.281551566 * next.deviation, 1e-8);
  EXPECT_NEAR(next.expected - next.half.low, 0.674489750 * next.deviation, 1e-8);
  // Without a score: the line, and how people differ.
  const auto first = predict(model, {}, {}, 3);
  EXPECT_DOUBLE_EQ(first.expected, 17);
  EXPECT_NEAR(first.deviation, std::sqrt(13), 1e-12);
}

// The conditional distribution of a normal vector, by the block inverse of its whole covariance, with the fixed
// effects' estimates as further unknowns of a known spread.
TEST(ExpectedCourse, IsTheConditionalDistributionOfAllThatIsUnknown) {
  EXPECT_TRUE(rc::check([] {
    Model model = testing::typical_model();
    model.form.quadratic = *rc::gen::arbitrary<bool>();
    if (model.form.quadratic) model.fixed.push_back(0.05);
    const auto columns = static_cast<Eigen::Index>(model.fixed.size());
    Eigen::MatrixXd spread = Eigen::MatrixXd::Identity(columns, columns) * 0.3;
    spread(0, 1) = spread(1, 0) = -0.1;
    model.fixed_covariance.assign(spread.data(), spread.data() + spread.size());
    const auto many = *rc::gen::inRange(1, 6);
    std::vector<TimedScore> scores;
    for (int i = 0; i < many; ++i)
      scores.push_back({i + *rc::gen::inRange(0, 9) / 10.0, 20.0 + *rc::gen::inRange(-80, 80) / 10.0});
    const double ahead = 7.5;
    // A score's error from the estimated line: z'u + e - x'(estimate - truth); those of one client go together. What of
    // the estimates' error the scores can take away is not taken: that is the reference data's.
    const auto known = static_cast<Eigen::Index>(scores.size());
    Eigen::MatrixXd z(known + 1, 2), x(known + 1, columns);
    Eigen::VectorXd left(known);
    for (Eigen::Index i = 0; i <= known; ++i) {
      const double time = i < known ? scores[static_cast<std::size_t>(i)].time : ahead;
      const auto row = model.form.row(time, {});
      for (Eigen::Index j = 0; j < columns; ++j) x(i, j) = row[static_cast<std::size_t>(j)];
      z.row(i) << 1, time;
      const Eigen::Map<const Eigen::VectorXd> fixed(model.fixed.data(), columns);
      if (i < known) left[i] = scores[static_cast<std::size_t>(i)].value - x.row(i).dot(fixed);
    }
    Eigen::Matrix2d g;
    g << model.random.intercept, model.random.covariance, model.random.covariance, model.random.slope;
    const Eigen::MatrixXd v = z * g * z.transpose() + model.residual * Eigen::MatrixXd::Identity(known + 1, known + 1);
    const Eigen::RowVectorXd pull = v.row(known).head(known) * v.topLeftCorner(known, known).inverse();
    const Eigen::RowVectorXd off = x.row(known) - pull * x.topRows(known);
    const double variance =
        v(known, known) - pull.dot(v.row(known).head(known)) + (off * spread * off.transpose())(0, 0);
    const Eigen::Map<const Eigen::VectorXd> fixed(model.fixed.data(), columns);
    const auto found = predict(model, scores, {}, ahead);
    RC_ASSERT(std::abs(found.expected - (x.row(known).dot(fixed) + pull.dot(left))) < 1e-9);
    RC_ASSERT(std::abs(found.deviation * found.deviation - variance) < 1e-9 * variance);
  }));
}

TEST(ExpectedCourse, SaysWhenThereIsTooLittleAndShowsNone) {
  const std::vector<TimedScore> scores = {{0, 24}, {2, 22}, {4, 23}};
  const auto of = [&](const Fit& fit, std::span<const TimedScore> some) {
    return *expected_course(fit, loneliness(), some, {}, kAhead);
  };
  Fit fit = known_fit();
  fit.subjects = kLeastFiles - 1;
  auto course = of(fit, scores);
  EXPECT_EQ(course.standing, Standing::too_little);
  EXPECT_TRUE(course.fan.empty());
  EXPECT_FALSE(course.share_of_course);
  EXPECT_NE(course.words.find("29 finished files"), std::string::npos) << course.words;
  EXPECT_NE(course.words.find("from 30"), std::string::npos) << course.words;
  fit.subjects = kLeastFiles;
  fit.rows = 3 * kLeastFiles - 1;
  EXPECT_EQ(of(fit, scores).standing, Standing::too_little);
  EXPECT_TRUE(of(fit, scores).fan.empty());
  fit.rows = 3 * kLeastFiles;
  EXPECT_NE(of(fit, scores).standing, Standing::too_little);
  fit.converged = false;
  EXPECT_TRUE(of(fit, scores).fan.empty());
  EXPECT_TRUE(of(known_fit(), {}).fan.empty());
  // Beyond what finished files have seen.
  fit = known_fit();
  fit.latest = 3;
  EXPECT_TRUE(of(fit, scores).fan.empty());
  EXPECT_EQ(of(fit, scores).standing, Standing::too_little);
  // One score: a fan, but no standing.
  course = of(known_fit(), std::span(scores).first(1));
  EXPECT_EQ(course.standing, Standing::too_little);
  EXPECT_EQ(course.fan.size(), 4u);  // 14 is beyond the last, 12
}

TEST(ExpectedCourse, TellsWhereTheLatestScoreStandsAndWithWhichNumbers) {
  const Fit fit = known_fit();
  const auto at = [&](double last, measure::Direction direction = measure::Direction::lower_is_better) {
    const std::vector<TimedScore> scores = {{0, 24}, {2, 23}, {4, last}};
    return *expected_course(fit, loneliness(direction), scores, {}, kAhead);
  };
  const auto well = at(20);
  EXPECT_EQ(well.standing, Standing::on_course);
  EXPECT_EQ(well.fan.size(), 4u);
  const auto worse = at(40);
  EXPECT_EQ(worse.standing, Standing::worse_than_expected);
  EXPECT_GT(*worse.share_of_latest, kWorse);
  EXPECT_NE(worse.words.find("The latest score is 40"), std::string::npos) << worse.words;
  EXPECT_NE(worse.words.find("by chance"), std::string::npos);
  // What is worse is the scale's to say.
  EXPECT_EQ(at(5, measure::Direction::higher_is_better).standing, Standing::worse_than_expected);
  EXPECT_EQ(at(40, measure::Direction::higher_is_better).standing, Standing::on_course);
  EXPECT_NEAR(*at(31, measure::Direction::higher_is_better).share_of_latest, 1 - *at(31).share_of_latest, 1e-12);

  // Exactly at the edges.
  const auto edge = at(20).latest;
  EXPECT_EQ(at(edge->eighty.high + 1e-6).standing, Standing::worse_than_expected);
  EXPECT_NE(at(edge->eighty.high - 1e-6).standing, Standing::worse_than_expected);
}

TEST(ExpectedCourse, SlowerThanMostIsAgainstThoseWhoBeganAlike) {
  // A score that does not surprise after the one before it, in a client who has not moved since the first.
  Fit fit = known_fit();
  fit.model.fixed = {22, -1.5};
  std::vector<TimedScore> scores;
  for (int i = 0; i < 6; ++i) scores.push_back({2.0 * i, 24});
  const auto course = *expected_course(fit, loneliness(), scores, {}, {});
  EXPECT_EQ(course.standing, Standing::slower_than_most);
  EXPECT_LT(*course.share_of_latest, kWorse);
  EXPECT_GT(*course.share_of_course, kSlower);
  EXPECT_TRUE(course.words.starts_with("Slower than most. Of people who began where this client did, "))
      << course.words;
}

TEST(ExpectedCourse, IntervalsStayWithinTheScale) {
  measure::Scale scale = loneliness();
  scale.minimum = 3;
  scale.maximum = 27;
  const std::vector<TimedScore> scores = {{0, 5}, {2, 4}};
  const auto course = *expected_course(known_fit(), scale, scores, {}, kAhead);
  for (const auto& one : course.fan) {
    EXPECT_GE(one.ninety_five.low, 3);
    EXPECT_LE(one.ninety_five.high, 27);
    EXPECT_LE(one.half.low, one.half.high);
  }
}

TEST(ExpectedCourse, RefusesWhatDoesNotFit) {
  const auto place = [](const Fit& fit, std::vector<TimedScore> scores, std::vector<double> covariates,
                        std::vector<double> ahead) {
    const auto course = expected_course(fit, loneliness(), scores, covariates, ahead);
    return course ? "none" : course.error().place;
  };
  const Fit fit = known_fit();
  EXPECT_EQ(place(fit, {{0, 1}, {0, 2}}, {}, {}), "scores");
  EXPECT_EQ(place(fit, {{2, 1}, {0, 2}}, {}, {}), "scores");
  EXPECT_EQ(place(fit, {{0, NAN}}, {}, {}), "scores");
  EXPECT_EQ(place(fit, {{NAN, 3}}, {}, {}), "scores");
  EXPECT_EQ(place(fit, {{0, 1}}, {3}, {}), "covariates");
  EXPECT_EQ(place(fit, {{2, 1}}, {}, {2}), "ahead");
  EXPECT_EQ(place(fit, {{2, 1}}, {}, {4, 3}), "ahead");
  Fit broken = fit;
  broken.model.random.covariance = 100;
  EXPECT_EQ(place(broken, {{2, 1}}, {}, {}), "random");
}

}  // namespace
}  // namespace trefoil::growth
