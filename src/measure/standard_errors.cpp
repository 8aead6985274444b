#include "measure/standard_errors.h"

#include <cmath>
#include <numeric>

#include "measure/linear.h"
#include "measure/marginal.h"

namespace trefoil::measure {

namespace {
// What an answer adds to the score of its item's parameters, at each point: three of them are not 0 at most.
struct AnswerScore {
  std::size_t first = 0;  // the slope's place among all parameters
  std::size_t upper = 0, lower = 0;  // the boundaries' places; 0 where there is none
  std::vector<double> along, above, below;
};
}  // namespace

std::vector<ItemErrors> standard_errors(std::span<const GradedItem> items, const Patterns& patterns, const Span& span) {
  const Quadrature quadrature = normal_quadrature(span);
  const LogTable table(items, quadrature);
  std::vector<std::vector<AnswerScore>> scores(items.size());
  std::size_t parameters = 0;
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < items.size(); ++i) {
    starts.push_back(parameters);
    for (std::size_t k = 0; k < items[i].categories(); ++k) {
      AnswerScore score{parameters, k > 0 ? parameters + k : 0, k + 1 < items[i].categories() ? parameters + k + 1 : 0,
                        {}, {}, {}};
      for (std::size_t q = 0; q < quadrature.count; ++q) {
        const auto slopes = boundary_slopes(items[i], static_cast<Answer>(k), quadrature.points[q]);
        score.along.push_back(quadrature.points[q] * (slopes.upper + slopes.lower));
        score.above.push_back(slopes.upper);
        score.below.push_back(slopes.lower);
      }
      for (auto* row : {&score.along, &score.above, &score.below}) row->resize(quadrature.padded());
      scores[i].push_back(std::move(score));
    }
    parameters += items[i].categories();
  }

  std::vector<std::uint32_t> columns(items.size());
  std::iota(columns.begin(), columns.end(), 0u);
  std::vector<double> posterior(table.row_length());
  Square information(parameters);
  std::vector<std::pair<std::size_t, double>> score;  // place ascending, value
  for (std::size_t p = 0; p < patterns.people.size(); ++p) {
    const auto answers = patterns.distinct.of(p);
    Support support;
    posterior_of(answers, columns, table, quadrature, posterior, &support);
    score.clear();
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (answers[i] == kMissing) continue;
      const AnswerScore& one = scores[i][answers[i]];
      score.emplace_back(one.first, weighed(one.along.data(), posterior.data(), support));
      if (one.upper != 0) score.emplace_back(one.upper, weighed(one.above.data(), posterior.data(), support));
      if (one.lower != 0) score.emplace_back(one.lower, weighed(one.below.data(), posterior.data(), support));
    }
    for (std::size_t a = 0; a < score.size(); ++a) {
      double* row = &information.at(score[a].first, 0);
      const double weight = patterns.people[p] * score[a].second;
      for (std::size_t b = 0; b <= a; ++b) row[score[b].first] += weight * score[b].second;
    }
  }

  const auto covariance = inverse(std::move(information));
  std::vector<ItemErrors> out;
  if (!covariance) return out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t at = starts[i];
    const double slope = items[i].slope, of_slope = covariance->at(at, at);
    ItemErrors errors{std::sqrt(of_slope), {}, {}};
    for (std::size_t k = 0; k < items[i].intercepts.size(); ++k) {
      // b = -d / a:  db/dd = -1/a,  db/da = -b/a.
      const double b = items[i].threshold(k), of_d = covariance->at(at + k + 1, at + k + 1);
      const double with = covariance->at(at + k + 1, at);
      errors.intercepts.push_back(std::sqrt(of_d));
      errors.thresholds.push_back(std::sqrt(std::max(of_d + b * b * of_slope + 2 * b * with, 0.0)) / std::abs(slope));
    }
    out.push_back(std::move(errors));
  }
  return out;
}

}  // namespace trefoil::measure
