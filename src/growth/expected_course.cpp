#include "growth/expected_course.h"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "growth/simulate.h"

namespace trefoil::growth {

namespace {

// Quantiles of the normal distribution at .75, .90 and .975.
constexpr double kHalf = 0.674489750196082, kEighty = 1.281551565544601, kNinetyFive = 1.959963984540054;

double normal_share(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

std::unexpected<Error> bad_course(std::string what, std::string place) {
  return fail(Fault::bad_input, std::move(what), std::move(place));
}

Result<void> check_course(const Fit& fit, std::span<const TimedScore> scores, std::span<const double> covariates,
                          std::span<const double> ahead) {
  const auto& form = fit.model.form;
  TRY(check(fit.model));
  if (covariates.size() != form.covariates.size())
    return bad_course("The model has other covariates than this client.", "covariates");
  if (std::ranges::any_of(covariates, [](double value) { return !std::isfinite(value); }))
    return bad_course("A covariate is not a number.", "covariates");
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (!std::isfinite(scores[i].value)) return bad_course("A score is not a number.", "scores");
    if (!std::isfinite(form.clock(scores[i].time))) return bad_course("A time is not a number.", "scores");
    if (i > 0 && !(scores[i - 1].time < scores[i].time))
      return bad_course("The scores are not in order of time, or two have the same.", "scores");
  }
  double last = scores.empty() ? -HUGE_VAL : scores.back().time;
  for (const double time : ahead) {
    if (!std::isfinite(form.clock(time))) return bad_course("A time is not a number.", "ahead");
    if (!(time > last)) return bad_course("The times ahead are not in order, or not after the last score.", "ahead");
    last = time;
  }
  return {};
}

Interval within(const measure::Scale& scale, Interval interval) {
  for (double* end : {&interval.low, &interval.high}) {
    if (scale.minimum) *end = std::max(*end, *scale.minimum);
    if (scale.maximum) *end = std::min(*end, *scale.maximum);
  }
  return interval;
}

Prediction within(const measure::Scale& scale, Prediction prediction) {
  prediction.half = within(scale, prediction.half);
  prediction.eighty = within(scale, prediction.eighty);
  prediction.ninety_five = within(scale, prediction.ninety_five);
  return prediction;
}

// How large a share of what was to be expected is better than the score.
double share_better(const measure::Scale& scale, const Prediction& expected, double value) {
  const double z = (value - expected.expected) / expected.deviation;
  return normal_share(scale.direction == measure::Direction::lower_is_better ? z : -z);
}

std::string of_ten(double share) {
  const double many = 100 * share;
  if (many < 1) return "fewer than 1 of 100";
  if (many > 99) return "more than 99 of 100";
  return fmt::format("about {:.0f} of 100", many);
}

std::string one_decimal(double value) { return measure::number_text(std::round(value * 10) / 10); }

std::string words_for(const ExpectedCourse& course, const measure::Scale& scale, double value) {
  const Interval between = within(scale, course.latest->eighty);
  const std::string expected = fmt::format(
      "The latest score is {}; from the scores before it, {} was to be expected, 80 of 100 times between {} "
      "and {}.",
      measure::number_text(value), one_decimal(course.latest->expected), one_decimal(between.low),
      one_decimal(between.high));
  const std::string others = fmt::format("Of people who began where this client did, {} would be better off by now.",
                                         of_ten(*course.share_of_course));
  switch (course.standing) {
    case Standing::worse_than_expected:
      return "Worse than expected. " + expected + " " + others +
             " Of 100 clients in whom nothing is amiss, 10 stand here at any one occasion, by chance.";
    case Standing::slower_than_most:
      return "Slower than most. " + others + " " + expected +
             " Of 100 clients in whom nothing is amiss, 20 stand here at any one occasion, by chance.";
    default:
      return "On course. " + expected + " " + others;
  }
}

}  // namespace

Prediction predict(const Model& model, std::span<const TimedScore> scores, std::span<const double> covariates,
                   double time) {
  const auto columns = static_cast<Eigen::Index>(model.form.columns());
  const auto known = static_cast<Eigen::Index>(scores.size());
  const auto design = [&](double at) {
    const auto row = model.form.row(at, covariates);
    return Eigen::VectorXd(Eigen::Map<const Eigen::VectorXd>(row.data(), columns));
  };
  const Eigen::Map<const Eigen::VectorXd> fixed(model.fixed.data(), columns);
  const auto& g = model.random;
  const auto shared = [&](double a, double b) { return g.intercept + g.covariance * (a + b) + g.slope * a * b; };

  const Eigen::VectorXd next = design(time);
  Prediction out;
  out.time = time;
  out.expected = next.dot(fixed);
  double variance = shared(next[1], next[1]) + model.residual;
  Eigen::VectorXd weights = next;  // of the error of the fixed effects' estimates
  if (known > 0) {
    Eigen::MatrixXd x(known, columns), v(known, known);
    Eigen::VectorXd left(known), with_next(known);
    for (Eigen::Index i = 0; i < known; ++i) {
      x.row(i) = design(scores[static_cast<std::size_t>(i)].time).transpose();
      left[i] = scores[static_cast<std::size_t>(i)].value - x.row(i).dot(fixed);
      with_next[i] = shared(x(i, 1), next[1]);
      for (Eigen::Index j = 0; j <= i; ++j)
        v(i, j) = v(j, i) = shared(x(i, 1), x(j, 1)) + (i == j ? model.residual : 0);
    }
    const Eigen::VectorXd pull = v.llt().solve(with_next);
    out.expected += pull.dot(left);
    variance -= pull.dot(with_next);
    weights -= x.transpose() * pull;
  }
  if (!model.fixed_covariance.empty()) {
    const Eigen::Map<const Eigen::MatrixXd> covariance(model.fixed_covariance.data(), columns, columns);
    variance += weights.dot(covariance * weights);
  }
  out.deviation = std::sqrt(std::max(variance, model.residual));
  const auto about = [&](double times) {
    return Interval{out.expected - times * out.deviation, out.expected + times * out.deviation};
  };
  out.half = about(kHalf);
  out.eighty = about(kEighty);
  out.ninety_five = about(kNinetyFive);
  return out;
}

Result<ExpectedCourse> expected_course(const Fit& fit, const measure::Scale& scale, std::span<const TimedScore> scores,
                                       std::span<const double> covariates, std::span<const double> ahead) {
  TRY(check_course(fit, scores, covariates, ahead));
  ExpectedCourse out;
  if (fit.subjects < kLeastFiles) {
    out.words = fmt::format("{} finished {} with this measure; an expected course is shown from {} on.", fit.subjects,
                            fit.subjects == 1 ? "file" : "files", kLeastFiles);
    return out;
  }
  if (static_cast<double>(fit.rows) < kLeastScores * static_cast<double>(fit.subjects)) {
    out.words =
        "The finished files have fewer than three scores each, on average: too few to tell a course from chance.";
    return out;
  }
  if (!fit.converged) {
    out.words = "No course could be found that fits the finished files: none is shown.";
    return out;
  }
  if (scores.empty()) {
    out.words = "There is no score of this client yet.";
    return out;
  }
  if (scores.front().time < fit.earliest || scores.back().time > fit.latest) {
    out.words =
        "This client's scores reach beyond the times of the finished files: nothing is known of a course there.";
    return out;
  }
  for (const double time : ahead)
    if (time <= fit.latest) out.fan.push_back(within(scale, predict(fit.model, scores, covariates, time)));
  if (scores.size() < 2) {
    out.words = "One score tells where this client begins. Whether it goes as expected can be said from the second on.";
    return out;
  }
  const TimedScore& last = scores.back();
  const auto before = scores.first(scores.size() - 1);
  out.latest = predict(fit.model, before, covariates, last.time);
  out.share_of_latest = share_better(scale, *out.latest, last.value);
  out.share_of_course = share_better(scale, predict(fit.model, scores.first(1), covariates, last.time), last.value);
  out.standing = *out.share_of_latest > kWorse    ? Standing::worse_than_expected
                 : *out.share_of_course > kSlower ? Standing::slower_than_most
                                                  : Standing::on_course;
  out.words = words_for(out, scale, last.value);
  *out.latest = within(scale, *out.latest);
  return out;
}

}  // namespace trefoil::growth
