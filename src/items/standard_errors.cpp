#include "items/standard_errors.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "items/linear.h"
#include "items/marginal.h"

namespace trefoil::items {

namespace {
// d log P / d one parameter at each point, for one answer: three of its item's parameters have one at most.
struct ScoreRow {
  std::size_t place = 0;  // among all parameters
  std::vector<double> values;
};

struct ScoreTable {
  std::vector<std::size_t> starts;                       // an item's slope; its intercepts follow
  std::vector<std::vector<std::vector<ScoreRow>>> rows;  // by item and answer, places ascending
  std::size_t parameters = 0;

  ScoreTable(std::span<const GradedItem> items, const Quadrature& quadrature) {
    for (const GradedItem& item : items) {
      starts.push_back(parameters);
      auto& of_item = rows.emplace_back();
      for (std::size_t k = 0; k < item.categories(); ++k) {
        std::vector<double> along(quadrature.padded());
        std::vector<double> above(along), below(along);
        for (std::size_t q = 0; q < quadrature.count; ++q) {
          const auto slopes = boundary_slopes(item, static_cast<Answer>(k), quadrature.points[q]);
          along[q] = quadrature.points[q] * (slopes.upper + slopes.lower);
          above[q] = slopes.upper;
          below[q] = slopes.lower;
        }
        auto& of_answer = of_item.emplace_back();
        of_answer.push_back({parameters, std::move(along)});
        if (k > 0) of_answer.push_back({parameters + k, std::move(above)});
        if (k + 1 < item.categories()) of_answer.push_back({parameters + k + 1, std::move(below)});
      }
      parameters += item.categories();
    }
  }
};

// Of the complete data: -d2 log P, from the people expected at each point. With g = e^w / (e^w - 1)^2 and w = u - v,
// -d2/du2 = s'(u) + g, -d2/dv2 = s'(v) + g, -d2/du dv = -g, of which g cancels wherever a is one of the two.
void add_complete(const GradedItem& item, std::size_t start, const double* counts, const Quadrature& quadrature,
                  Square& information) {
  for (std::size_t k = 0; k < item.categories(); ++k) {
    const bool has_upper = k > 0, has_lower = k + 1 < item.categories();
    double g = 0;
    if (has_upper && has_lower) {
      const double e = std::expm1(item.intercepts[k - 1] - item.intercepts[k]);
      g = (e + 1) / (e * e);
    }
    for (std::size_t q = 0; q < quadrature.count; ++q) {
      const double people = counts[k * quadrature.padded() + q], theta = quadrature.points[q];
      if (people == 0) continue;
      const auto density = [&](std::size_t boundary) {
        const double e = std::exp(-std::abs(item.slope * theta + item.intercepts[boundary]));
        return people * e / ((1 + e) * (1 + e));
      };
      if (has_upper) {
        const double at = density(k - 1);
        information.at(start, start) += theta * theta * at;
        information.at(start + k, start) += theta * at;
        information.at(start + k, start + k) += at + people * g;
      }
      if (has_lower) {
        const double at = density(k);
        information.at(start, start) += theta * theta * at;
        information.at(start + k + 1, start) += theta * at;
        information.at(start + k + 1, start + k + 1) += at + people * g;
      }
      if (has_upper && has_lower) information.at(start + k + 1, start + k) -= people * g;
    }
  }
}

Result<Square> information_of(std::span<const GradedItem> items, const Patterns& patterns, const Quadrature& quadrature,
                              Information from, const OnShare& on) {
  const LogTable table(items, quadrature);
  const ScoreTable scores(items, quadrature);
  std::vector<std::uint32_t> columns(items.size());
  std::iota(columns.begin(), columns.end(), 0u);
  Square out(scores.parameters);
  const bool observed = from == Information::observed;
  if (observed) {
    Expected expected;
    expected.clear(table);
    expect(patterns, columns, table, quadrature, expected);
    for (std::size_t i = 0; i < items.size(); ++i)
      add_complete(items[i], scores.starts[i], expected.counts.data() + table.first_row(i) * table.row_length(),
                   quadrature, out);
  }
  // Told a few times a second: a pattern's products grow with the square of its answers.
  const std::size_t every = std::max<std::size_t>(1, 200'000 / (items.size() * items.size()));
  std::vector<double> posterior(table.row_length()), products;
  std::vector<const double*> rows;
  std::vector<std::pair<std::size_t, double>> score;  // place ascending, its mean over the posterior
  for (std::size_t p = 0; p < patterns.people.size(); ++p) {
    if (on && p % every == 0 && !on(static_cast<double>(p) / static_cast<double>(patterns.people.size())))
      return fail(Fault::refused, "The calibration was stopped.");
    const auto answers = patterns.distinct.of(p);
    Support support;
    posterior_of(answers, columns, table, quadrature, posterior, &support);
    score.clear();
    rows.clear();
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (answers[i] == kMissing) continue;
      for (const ScoreRow& row : scores.rows[i][answers[i]]) {
        rows.push_back(row.values.data());
        score.emplace_back(row.place, weighed(row.values.data(), posterior.data(), support));
      }
    }
    if (observed) weighed_products(rows, posterior.data(), support, products);
    for (std::size_t a = 0; a < score.size(); ++a) {
      double* row = &out.at(score[a].first, 0);
      const double people = patterns.people[p], mine = people * score[a].second;
      if (observed)
        for (std::size_t b = 0; b <= a; ++b)
          row[score[b].first] += mine * score[b].second - people * products[a * score.size() + b];
      else
        for (std::size_t b = 0; b <= a; ++b) row[score[b].first] += mine * score[b].second;
    }
  }
  return out;
}
}  // namespace

Information information_for(std::size_t parameters, std::size_t patterns) {
  const bool much =
      static_cast<double>(patterns) * static_cast<double>(parameters) * static_cast<double>(parameters) > 1e8;
  return much && patterns > 100 * parameters ? Information::cross_product : Information::observed;
}

Result<std::vector<ItemErrors>> standard_errors(std::span<const GradedItem> items, const Patterns& patterns,
                                                const Span& span, Information from, const OnShare& on) {
  const auto covariance = inverse(TRY(information_of(items, patterns, normal_quadrature(span), from, on)));
  std::vector<ItemErrors> out;
  if (!covariance) return out;
  std::size_t at = 0;
  for (const GradedItem& item : items) {
    const double of_slope = covariance->at(at, at);
    ItemErrors errors{std::sqrt(of_slope), {}, {}};
    for (std::size_t k = 0; k < item.intercepts.size(); ++k) {
      // b = -d / a:  db/dd = -1/a,  db/da = -b/a.
      const double b = item.threshold(k), of_d = covariance->at(at + k + 1, at + k + 1);
      const double with = covariance->at(at + k + 1, at);
      errors.intercepts.push_back(std::sqrt(of_d));
      errors.thresholds.push_back(std::sqrt(std::max(of_d + b * b * of_slope + 2 * b * with, 0.0)) /
                                  std::abs(item.slope));
    }
    out.push_back(std::move(errors));
    at += item.categories();
  }
  return out;
}

}  // namespace trefoil::items
