// Whether a growth model finds again what its data were made from, and whether its intervals and fans hold what they
// promise; few replications in the quick tests, two hundred and more in tests/simulation.
#pragma once

#include <array>

#include "growth/examples_test.h"
#include "growth/expected_course.h"

namespace trefoil::growth::testing {

struct Recovery {
  double covered = 0;       // share of 95 % intervals of fixed effects that hold the truth
  double largest_bias = 0;  // of fixed effects and the residual, in standard errors of their mean over replications
  double error_ratio = 0;   // spread of estimates over the standard error that is given, of the slope
  double fan95 = 0, fan80 = 0, fan50 = 0;  // shares of next scores inside
  double worse = 0, slower = 0;            // shares of clients like all others who are called so
  int failed = 0;
};

// `files` finished files of `occasions` scores, some missing; twenty new clients each time.
inline Recovery recover(int replications, std::size_t files, int occasions, double missing, std::uint64_t seed) {
  const auto uniform = seeded(seed);
  const Model truth = typical_model();
  std::vector<double> times;
  for (int i = 0; i < occasions; ++i) times.push_back(2 * i);
  Recovery out;
  measure::Scale scale;
  scale.name = "Loneliness";
  std::array<double, 3> sum{}, squares{};
  double intervals = 0, clients = 0, errors = 0, fits = 0;
  for (int i = 0; i < replications; ++i) {
    const auto data = *simulate(truth, files, times, uniform, missing);
    const auto fit = fit_model(data.data(), truth.form);
    if (!fit || !fit->converged) {
      ++out.failed;
      continue;
    }
    ++fits;
    for (std::size_t k = 0; k < 2; ++k) {
      const double off = fit->model.fixed[k] - truth.fixed[k];
      sum[k] += off;
      squares[k] += off * off;
      out.covered += std::abs(off) < 1.96 * fit->standard_errors[k];
      ++intervals;
    }
    sum[2] += fit->model.residual - truth.residual;
    squares[2] += std::pow(fit->model.residual - truth.residual, 2);
    errors += fit->standard_errors[1] * fit->standard_errors[1];
    const auto others = *simulate(truth, 20, times, uniform);
    for (std::size_t client = 0; client < 20; ++client) {
      std::vector<TimedScore> scores;
      for (std::size_t t = 0; t < times.size(); ++t)
        scores.push_back({times[t], others.outcome[client * times.size() + t]});
      const auto before = std::span<const TimedScore>(scores).first(scores.size() - 1);
      const auto next = predict(fit->model, before, {}, times.back());
      const double value = scores.back().value;
      const auto inside = [&](const Interval& one) { return value >= one.low && value <= one.high ? 1.0 : 0.0; };
      out.fan95 += inside(next.ninety_five);
      out.fan80 += inside(next.eighty);
      out.fan50 += inside(next.half);
      const auto course = *expected_course(*fit, scale, scores, {}, {});
      if (course.share_of_latest) {
        out.worse += *course.share_of_latest > kWorse;
        out.slower += *course.share_of_course > kSlower;
      }
      ++clients;
    }
  }
  out.covered /= intervals;
  for (double* share : {&out.fan95, &out.fan80, &out.fan50, &out.worse, &out.slower}) *share /= clients;
  for (std::size_t k = 0; k < 3; ++k)
    out.largest_bias = std::max(out.largest_bias, std::abs(sum[k]) / std::sqrt(squares[k]));
  out.error_ratio = std::sqrt(squares[1] / fits) / std::sqrt(errors / fits);
  return out;
}

}  // namespace trefoil::growth::testing
