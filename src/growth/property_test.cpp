#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <numeric>

#include "growth/examples_test.h"
#include "growth/search.h"

namespace trefoil::growth {
namespace {

// Small, unbalanced, with a covariate; now and then singular.
struct Drawn {
  Simulated data;
  Form form;
  Criterion criterion{};
};
Drawn draw() {
  Drawn out;
  const auto uniform = testing::seeded(*rc::gen::arbitrary<std::uint64_t>());
  Model model = testing::typical_model();
  out.form.random = model.form.random = *rc::gen::arbitrary<bool>() ? RandomPart::slope : RandomPart::intercept;
  out.form.quadratic = *rc::gen::arbitrary<bool>();
  if (out.form.random == RandomPart::intercept || *rc::gen::inRange(0, 4) == 0) model.random = {36, 0, 0};
  const bool covaried = *rc::gen::arbitrary<bool>();
  const auto subjects = *rc::gen::inRange<std::size_t>(7, 11);
  std::vector<std::vector<double>> covariates;
  if (covaried) {
    out.form.covariates = model.form.covariates = {"age"};
    model.fixed.push_back(1.5);
    for (std::size_t i = 0; i < subjects; ++i) covariates.push_back({40 + 10 * uniform()});
  }
  const std::vector<double> times = {0, 1, 2.5, 3, 5, 8};
  out.data = *simulate(model, subjects, times, uniform, 0.2, covariates);
  out.criterion = *rc::gen::arbitrary<bool>() ? Criterion::reml : Criterion::ml;
  return out;
}

TEST(GrowthProperty, TheCriterionIsThatOfOneLargeNormalDistributionAndAtItsLeast) {
  EXPECT_TRUE(rc::check([] {
    const Drawn drawn = draw();
    const auto fit = fit_model(drawn.data.data(), drawn.form, drawn.criterion);
    RC_ASSERT(fit.has_value());
    RC_ASSERT(fit->converged);
    const auto plain = [&](const RandomVariance& g, double residual) {
      return testing::plain_criterion(drawn.data.data(), drawn.form, g, residual, drawn.criterion);
    };
    const auto g = fit->model.random;
    const double residual = fit->model.residual;
    RC_ASSERT(std::abs(plain(g, residual) - fit->criterion) < 1e-6);
    // Around it, nothing is lower; T + a v v' with small a is allowed where T is.
    for (const double more : {1e-3, -1e-3, 1e-2, -1e-2}) {
      RC_ASSERT(plain(g, residual * (1 + more)) > fit->criterion - 1e-6);
      RC_ASSERT(plain({g.intercept * (1 + more), g.covariance * (1 + more), g.slope * (1 + more)}, residual) >
                fit->criterion - 1e-6);
    }
    for (const double more : {1e-4, 1e-2}) {
      RC_ASSERT(plain({g.intercept + more, g.covariance, g.slope}, residual) > fit->criterion - 1e-6);
      if (drawn.form.random == RandomPart::intercept) continue;
      for (const double along : {-3.0, -1.0, 0.0, 1.0, 3.0})
        RC_ASSERT(plain({g.intercept + more, g.covariance + more * along, g.slope + more * along * along}, residual) >
                  fit->criterion - 1e-6);
    }
  }));
}

TEST(GrowthProperty, SlopeAndCurvatureAreThoseOfTheCriterion) {
  EXPECT_TRUE(rc::check([] {
    const Drawn drawn = draw();
    const auto designs = gather_designs(drawn.data.data(), drawn.form);
    const bool slopes = designs.random == 2;
    const RandomRoot root{*rc::gen::inRange(5, 30) / 10.0, slopes ? *rc::gen::inRange(-10, 10) / 10.0 : 0,
                          slopes ? *rc::gen::inRange(5, 30) / 10.0 : 0};
    const auto here = evaluate(designs, root, drawn.criterion);
    RC_ASSERT(here.sound);
    const Eigen::Vector3d t(root.a * root.a, root.a * root.c, root.c * root.c + root.d * root.d);
    const auto at = [&](const Eigen::Vector3d& moved) {
      RandomRoot out;
      out.a = std::sqrt(moved[0]);
      out.c = moved[1] / out.a;
      out.d = slopes ? std::sqrt(moved[2] - out.c * out.c) : 0;
      return evaluate(designs, out, drawn.criterion);
    };
    for (int i = 0; i < (slopes ? 3 : 1); ++i) {
      Eigen::Vector3d more = Eigen::Vector3d::Zero();
      more[i] = 1e-4;
      const auto up = at(t + more), down = at(t - more);
      RC_ASSERT(std::abs((up.criterion - down.criterion) / 2e-4 - here.slope[i]) <
                1e-4 * (1 + std::abs(here.slope[i])));
      for (int j = 0; j < (slopes ? 3 : 1); ++j)
        RC_ASSERT(std::abs((up.slope[j] - down.slope[j]) / 2e-4 - here.curvature(i, j)) <
                  1e-3 * (1 + here.curvature.cwiseAbs().maxCoeff()));
    }
  }));
}

void near(double a, double b, double unit) { RC_ASSERT(std::abs(a - b) <= 1e-5 * unit); }

// Compares a fit with another whose clock is `scale * time + shift` and whose outcome is `unit * outcome + lift`.
void same_but_for(const Fit& before, const Fit& after, double scale, double shift, double unit, double lift,
                  double rows) {
  const bool reml = before.used == Criterion::reml;
  const auto& a = before.model;
  const auto& b = after.model;
  const bool square = a.form.quadratic;
  // y = f0 + f1 t + f2 t^2 with t = (t' - shift) / scale.
  std::vector<double> fixed = a.fixed;
  const double f2 = square ? a.fixed[2] : 0, m = shift / scale;
  fixed[0] = a.fixed[0] - a.fixed[1] * m + f2 * m * m;
  fixed[1] = (a.fixed[1] - 2 * f2 * m) / scale;
  if (square) fixed[2] = f2 / (scale * scale);
  for (std::size_t i = 0; i < fixed.size(); ++i)
    near(b.fixed[i], unit * fixed[i] + (i == 0 ? lift : 0), unit * (1 + std::abs(fixed[i])) + std::abs(lift));
  const auto& g = a.random;
  const double squared = unit * unit;
  const RandomVariance moved{g.intercept - 2 * m * g.covariance + m * m * g.slope, (g.covariance - m * g.slope) / scale,
                             g.slope / (scale * scale)};
  const double size = 1 + g.intercept + m * m * g.slope;
  near(b.random.intercept, squared * moved.intercept, squared * size);
  near(b.random.covariance, squared * moved.covariance, squared * size);
  near(b.random.slope, squared * moved.slope, squared * size);
  near(b.residual, squared * a.residual, squared * a.residual);
  const double columns = static_cast<double>(a.fixed.size());
  const double of_unit = 2 * (reml ? rows - columns : rows) * std::log(unit);
  const double of_scale = reml ? 2 * (square ? 3 : 1) * std::log(scale) : 0;
  RC_ASSERT(std::abs(after.criterion - before.criterion - of_unit - of_scale) < 1e-6);
}

TEST(GrowthProperty, ShiftsAndUnitsOfTimeAndOutcomeChangeWhatAlgebraSays) {
  EXPECT_TRUE(rc::check([] {
    const Drawn drawn = draw();
    const auto before = fit_model(drawn.data.data(), drawn.form, drawn.criterion);
    RC_ASSERT(before.has_value());
    const double scale = *rc::gen::element(1.0, 7.0, 0.25), shift = *rc::gen::element(0.0, -4.0, 30.0);
    const double unit = *rc::gen::element(1.0, 10.0, 0.5), lift = *rc::gen::element(0.0, -20.0, 1000.0);
    Simulated moved = drawn.data;
    for (auto& time : moved.time) time = scale * time + shift;
    for (auto& outcome : moved.outcome) outcome = unit * outcome + lift;
    const auto after = fit_model(moved.data(), drawn.form, drawn.criterion);
    RC_ASSERT(after.has_value());
    RC_ASSERT(after->singular == before->singular);
    same_but_for(*before, *after, scale, shift, unit, lift, static_cast<double>(before->rows));
  }));
}

TEST(GrowthProperty, TheOrderOfRowsAndTheNumbersOfSubjectsChangeNothing) {
  EXPECT_TRUE(rc::check([] {
    const Drawn drawn = draw();
    const auto before = fit_model(drawn.data.data(), drawn.form, drawn.criterion);
    RC_ASSERT(before.has_value());
    std::vector<std::size_t> order(drawn.data.outcome.size());
    std::iota(order.begin(), order.end(), 0u);
    std::mt19937_64 random(*rc::gen::arbitrary<std::uint64_t>());
    std::ranges::shuffle(order, random);
    std::vector<std::uint32_t> number(drawn.data.subjects);
    std::iota(number.begin(), number.end(), 0u);
    std::ranges::shuffle(number, random);
    Simulated mixed;
    mixed.subjects = drawn.data.subjects;
    mixed.covariates.resize(drawn.data.covariates.size());
    for (const auto row : order) {
      mixed.outcome.push_back(drawn.data.outcome[row]);
      mixed.time.push_back(drawn.data.time[row]);
      mixed.subject.push_back(number[drawn.data.subject[row]]);
      for (std::size_t k = 0; k < mixed.covariates.size(); ++k)
        mixed.covariates[k].push_back(drawn.data.covariates[k][row]);
    }
    const auto after = fit_model(mixed.data(), drawn.form, drawn.criterion);
    RC_ASSERT(after.has_value());
    RC_ASSERT(after->designs == before->designs);
    same_but_for(*before, *after, 1, 0, 1, 0, static_cast<double>(before->rows));
  }));
}

// Tiny tables of small whole numbers: most are degenerate in some way.
TEST(GrowthProperty, WhateverTheDataAnAnswerIsFiniteOrThereIsNone) {
  std::size_t answers = 0, unsettled = 0;
  EXPECT_TRUE(rc::check([&] {
    const auto rows = *rc::gen::inRange<std::size_t>(0, 24);
    Simulated data;
    data.subjects = *rc::gen::inRange<std::size_t>(1, 7);
    Form form;
    form.random = *rc::gen::arbitrary<bool>() ? RandomPart::slope : RandomPart::intercept;
    form.quadratic = *rc::gen::inRange(0, 3) == 0;
    form.log_time = *rc::gen::inRange(0, 3) == 0;
    if (*rc::gen::inRange(0, 3) == 0) form.covariates = {"age"};
    data.covariates.resize(form.covariates.size());
    const double unit = *rc::gen::element(1.0, 1e-9, 1e9), lift = *rc::gen::element(0.0, 0.0, 1e6);
    for (std::size_t i = 0; i < rows; ++i) {
      data.outcome.push_back(unit * (*rc::gen::inRange(0, 4) + lift));
      data.time.push_back(*rc::gen::inRange(0, 4));
      data.subject.push_back(*rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(data.subjects)));
      for (auto& column : data.covariates) column.push_back(*rc::gen::inRange(0, 3));
    }
    const auto criterion = *rc::gen::arbitrary<bool>() ? Criterion::reml : Criterion::ml;
    const auto fit = fit_model(data.data(), form, criterion);
    if (!fit) {
      RC_ASSERT(fit.error().fault == Fault::bad_input);
      RC_ASSERT(!fit.error().what.empty() && !fit.error().place.empty());
      return;
    }
    ++answers;
    unsettled += !fit->converged;
    double sum = fit->criterion + fit->loglik;
    for (const double value : fit->model.fixed) sum += value;
    for (const double value : fit->standard_errors) {
      RC_ASSERT(value > 0);
      sum += value;
    }
    RC_ASSERT(std::isfinite(sum));
    RC_ASSERT(check(fit->model).has_value());
  }));
  EXPECT_GT(answers, 10u);
  EXPECT_EQ(unsettled, 0u);
}

}  // namespace
}  // namespace trefoil::growth
