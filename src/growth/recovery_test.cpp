#include <gtest/gtest.h>

#include "growth/recovery_test.h"

namespace trefoil::growth {
namespace {

// In small, with wide margins; tests/simulation has the two hundred replications.
TEST(Recovery, FindsAgainWhatTheDataWereMadeFrom) {
  const auto found = testing::recover(30, 60, 5, 0.2, 11);
  EXPECT_EQ(found.failed, 0);
  EXPECT_GT(found.covered, 0.85);
  EXPECT_LT(found.largest_bias, 4);
  EXPECT_NEAR(found.fan95, 0.95, 0.04);
  EXPECT_NEAR(found.fan80, 0.80, 0.06);
  EXPECT_NEAR(found.fan50, 0.50, 0.08);
}

TEST(GrowthSimulate, MakesTheMomentsThatTheModelHas) {
  const Model model = testing::typical_model();
  const std::vector<double> times = {0, 4};
  const auto data = *simulate(model, 4000, times, testing::seeded(3));
  double mean = 0, change = 0, first = 0, both = 0, second = 0;
  for (std::size_t i = 0; i < 4000; ++i) {
    const double a = data.outcome[2 * i] - 22, b = data.outcome[2 * i + 1] - 22 + 2.4;
    mean += a / 4000;
    change += (b - a) / 4000;
    first += a * a / 4000;
    both += a * b / 4000;
    second += b * b / 4000;
  }
  EXPECT_NEAR(mean, 0, 0.5);
  EXPECT_NEAR(change, 0, 0.5);
  EXPECT_NEAR(first, 36 + 16, 5);                             // g0 + s2
  EXPECT_NEAR(both, 36 - 0.8 * 4, 5);                         // g0 + g01 t
  EXPECT_NEAR(second, 36 - 2 * 0.8 * 4 + 0.25 * 16 + 16, 5);  // g0 + 2 g01 t + g1 t t + s2
}

TEST(GrowthSimulate, TheSameSeedGivesTheSameAndMissingIsAShare) {
  const Model model = testing::typical_model();
  const std::vector<double> times = {0, 1, 2};
  const auto one = *simulate(model, 1000, times, testing::seeded(3), 0.3);
  EXPECT_EQ(one.outcome, simulate(model, 1000, times, testing::seeded(3), 0.3)->outcome);
  EXPECT_NE(one.outcome, simulate(model, 1000, times, testing::seeded(4), 0.3)->outcome);
  EXPECT_NEAR(static_cast<double>(one.outcome.size()), 2100, 120);
}

TEST(GrowthSimulate, RefusesAModelThatCannotBe) {
  const auto place = [](auto change) {
    Model model = testing::typical_model();
    change(model);
    const std::vector<double> times = {0, 1};
    const auto made = simulate(model, 3, times, testing::seeded(1));
    return made ? "none" : made.error().place;
  };
  EXPECT_EQ(place([](Model&) {}), "none");
  EXPECT_EQ(place([](Model& m) { m.fixed.pop_back(); }), "fixed");
  EXPECT_EQ(place([](Model& m) { m.random.slope = -1; }), "random");
  EXPECT_EQ(place([](Model& m) { m.random.covariance = 3.1; }), "random");
  EXPECT_EQ(place([](Model& m) { m.random.covariance = -3; }), "none");  // a correlation of -1
  EXPECT_EQ(place([](Model& m) { m.residual = 0; }), "residual");
  EXPECT_EQ(place([](Model& m) { m.residual = NAN; }), "model");
  EXPECT_EQ(place([](Model& m) {
              m.form.covariates = {"age"};
              m.fixed.push_back(1);
            }),
            "covariates");
}

}  // namespace
}  // namespace trefoil::growth
