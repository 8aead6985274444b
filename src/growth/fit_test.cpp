#include "growth/fit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "growth/examples_test.h"

namespace trefoil::growth {
namespace {

using testing::golden;

// What lme4 1.1-31 gives, stopped late (tests/golden/growth.md): fixed effects and their standard errors, the variances
// of intercepts and slopes, the covariance, the residual variance, the criterion.
struct Known {
  Form form;
  Criterion criterion;
  std::vector<double> fixed, errors;
  RandomVariance random;
  double residual, least;
};

void expect_close(double ours, double theirs, const char* what) {
  EXPECT_NEAR(ours, theirs, 1e-3 * std::max(1.0, std::abs(theirs) / 10)) << what;
}

void expect_known(const Simulated& data, const Known& known) {
  const auto fit = fit_model(data.data(), known.form, known.criterion);
  ASSERT_TRUE(fit) << fit.error().what;
  EXPECT_TRUE(fit->converged);
  ASSERT_EQ(fit->model.fixed.size(), known.fixed.size());
  for (std::size_t i = 0; i < known.fixed.size(); ++i) {
    expect_close(fit->model.fixed[i], known.fixed[i], "fixed");
    expect_close(fit->standard_errors[i], known.errors[i], "standard error");
  }
  expect_close(fit->model.random.intercept, known.random.intercept, "intercepts");
  expect_close(fit->model.random.slope, known.random.slope, "slopes");
  expect_close(fit->model.random.covariance, known.random.covariance, "covariance");
  expect_close(fit->model.residual, known.residual, "residual");
  EXPECT_NEAR(fit->criterion, known.least, 1e-3);
  EXPECT_LT(fit->criterion, known.least + 1e-6);  // never worse
  EXPECT_DOUBLE_EQ(fit->loglik, -fit->criterion / 2);
}

constexpr auto kReml = Criterion::reml, kMl = Criterion::ml;
constexpr auto kSlope = RandomPart::slope, kIntercept = RandomPart::intercept;

TEST(Growth, SleepStudyIsWhatLme4Gives) {
  const auto data = golden("sleepstudy.csv", "Reaction", "Days", "Subject");
  const std::vector<Known> all = {
      {{kSlope},
       kReml,
       {251.405105, 10.467286},
       {6.824556, 1.545789},
       {612.0897, 9.604335, 35.07166},
       654.9410,
       1743.628272},
      {{kSlope},
       kMl,
       {251.405105, 10.467286},
       {6.632276, 1.502237},
       {565.5153, 11.05541, 32.68220},
       654.9410,
       1751.939344},
      {{kIntercept}, kReml, {251.405105, 10.467286}, {9.746716, .804221}, {1378.1785, 0, 0}, 960.4566, 1786.465085},
      {{kIntercept}, kMl, {251.405105, 10.467286}, {9.506185, .801735}, {1296.8700, 0, 0}, 954.5278, 1794.078643},
      {{kSlope, true},
       kReml,
       {255.449373, 7.434085, .337022},
       {7.513516, 2.818873, .261916},
       {613.1153, 9.442403, 35.10765},
       651.9721,
       1742.815600},
      {{kSlope, true},
       kMl,
       {255.449373, 7.434085, .337022},
       {7.334634, 2.788316, .261005},
       {568.1051, 10.64655, 32.77306},
       647.4445,
       1750.281595},
      {{kSlope, false, true},
       kReml,
       {238.054254, 40.023826},
       {7.323789, 6.094897},
       {477.3945, -69.95122, 492.1378},
       853.6453,
       1776.813120},
      {{kSlope, false, true},
       kMl,
       {238.054254, 40.023826},
       {7.117443, 5.923175},
       {423.7566, -51.25244, 454.9901},
       853.6453,
       1787.835381},
  };
  for (const auto& known : all) expect_known(data, known);
}

TEST(Growth, SleepStudyIsBetterThanWhereLme4StopsEarly) {
  const auto fit = fit_model(golden("sleepstudy.csv", "Reaction", "Days", "Subject").data(), {});
  ASSERT_TRUE(fit);
  EXPECT_LE(fit->criterion, 1743.628272);
  EXPECT_NEAR(fit->criterion, 1743.6282719585, 1e-8);
  EXPECT_NEAR(fit->model.random.intercept / 612.1002, 1, 1e-3);
  EXPECT_NEAR(fit->model.random.slope, 35.07171, 1e-3);
  EXPECT_NEAR(fit->model.random.covariance, 9.604409, 1e-3);
  EXPECT_NEAR(fit->model.residual, 654.9400, 2e-3);
  EXPECT_EQ(fit->designs, 1u);
  EXPECT_EQ(fit->subjects, 18u);
  EXPECT_EQ(fit->rows, 180u);
}

TEST(Growth, RowsThatAreMissingHereAndThere) {
  auto data = golden("sleepstudy.csv", "Reaction", "Days", "Subject");
  Simulated kept;
  kept.subjects = data.subjects;
  for (std::size_t i = 0; i < data.outcome.size(); ++i) {
    if ((i + 1) % 7 == 2 || (i + 1) % 7 == 4) continue;
    kept.outcome.push_back(data.outcome[i]);
    kept.time.push_back(data.time[i]);
    kept.subject.push_back(data.subject[i]);
  }
  expect_known(kept, {{kSlope},
                      kReml,
                      {251.662728, 10.692594},
                      {7.854985, 1.570017},
                      {768.8422, 8.717406, 32.20154},
                      678.8448,
                      1254.031318});
  expect_known(kept, {{kSlope, true},
                      kMl,
                      {259.180180, 5.130123, .619054},
                      {8.464161, 3.268790, .320287},
                      {690.2493, 8.325672, 31.69412},
                      652.0191,
                      1258.989745});
}

TEST(Growth, DropOutAndCovariatesAsInARealTrial) {
  const std::vector<std::string> covariates = {"before", "drug", "longer", "btheb"};
  const auto data = golden("beat-the-blues-long.csv", "bdi", "month", "id", covariates);
  EXPECT_EQ(data.outcome.size(), 280u);
  expect_known(data, {{kIntercept, false, false, covariates},
                      kReml,
                      {5.573746, -.701598, .640351, -2.815994, .179015, -2.315105},
                      {2.299544, .146941, .079916, 1.772920, 1.681635, 1.715153},
                      {51.93159, 0, 0},
                      25.28636,
                      1866.902572});
  expect_known(data, {{kSlope, false, false, covariates},
                      kReml,
                      {5.599241, -.698842, .642595, -2.864423, .119385, -2.366612},
                      {2.303206, .155657, .079872, 1.773919, 1.681990, 1.716269},
                      {54.25081, -.645734, .210415},
                      23.99495,
                      1866.336111});
  expect_known(data, {{kSlope, false, false, covariates},
                      kMl,
                      {5.613907, -.702134, .641847, -2.869441, .140388, -2.375992},
                      {2.245405, .154068, .077843, 1.727658, 1.638532, 1.671289},
                      {50.73350, -.556231, .184397},
                      23.99446,
                      1871.037799});
}

TEST(Growth, SubjectsThatDontDifferHaveAVarianceOfNothing) {
  const auto data = golden("growth-singular.csv", "y", "t", "id");
  const auto intercept = fit_model(data.data(), {kIntercept});
  ASSERT_TRUE(intercept);
  EXPECT_TRUE(intercept->converged);
  EXPECT_TRUE(intercept->singular);
  EXPECT_EQ(intercept->model.random.intercept, 0);
  EXPECT_NEAR(intercept->criterion, 163.056853478, 1e-6);
  EXPECT_NE(intercept->note.find("intercepts is 0"), std::string::npos);
  // With slopes: on one line, and lower than without.
  const auto slope = fit_model(data.data(), {kSlope});
  ASSERT_TRUE(slope);
  EXPECT_TRUE(slope->converged);
  EXPECT_TRUE(slope->singular);
  EXPECT_NEAR(slope->criterion, 160.087402568, 1e-6);
  const auto& g = slope->model.random;
  EXPECT_NEAR(g.covariance / std::sqrt(g.intercept * g.slope), -1, 1e-6);
  EXPECT_NEAR(g.intercept, .13471725, 1e-4);
  EXPECT_NEAR(g.slope, .06684905, 1e-4);
  EXPECT_NE(slope->note.find("one line"), std::string::npos);
}

TEST(Growth, AMillionRowsCostWhatTheirTimesDo) {
  Simulated data;
  data.subjects = 125'000;
  // Deviations with a spread of 1, a fixed one for each number (splitmix64; Steele, Lea and Flood 2014).
  const auto deviate = [](std::uint64_t i) {
    i = (i + 1) * 0x9e3779b97f4a7c15u;
    i = (i ^ (i >> 30)) * 0xbf58476d1ce4e5b9u;
    i = (i ^ (i >> 27)) * 0x94d049bb133111ebu;
    return (static_cast<double>((i ^ (i >> 31)) >> 11) * 0x1p-53 - 0.5) * std::sqrt(12.0);
  };
  for (std::uint32_t s = 0; s < data.subjects; ++s)
    for (int t = 0; t < 8; ++t) {
      data.outcome.push_back(20 - 0.5 * t + 3 * deviate(s) + 0.5 * t * deviate(1'000'000 + s) +
                             2 * deviate(2'000'000 + 8 * s + static_cast<std::uint64_t>(t)));
      data.time.push_back(t);
      data.subject.push_back(s);
    }
  const auto fit = fit_model(data.data(), {});
  ASSERT_TRUE(fit) << fit.error().what;
  EXPECT_TRUE(fit->converged);
  EXPECT_EQ(fit->rows, 1'000'000u);
  EXPECT_EQ(fit->designs, 1u);
  EXPECT_NEAR(fit->model.fixed[1], -0.5, 0.02);
  EXPECT_NEAR(fit->model.residual, 4, 0.1);
  EXPECT_NEAR(fit->model.random.slope, 0.25, 0.02);
}

}  // namespace
}  // namespace trefoil::growth
