#include "items/item_fit.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace trefoil::items {

namespace {
constexpr double kLeastExpected = 1;

struct ScoreCells {
  std::vector<double> expected, observed;  // by category
};

void add_cells(ScoreCells& to, const ScoreCells& more) {
  for (std::size_t k = 0; k < to.expected.size(); ++k) {
    to.expected[k] += more.expected[k];
    to.observed[k] += more.observed[k];
  }
}

// Neighbouring categories drawn together until each expects enough: from the outside in, as little as will do.
ScoreCells draw_together(const ScoreCells& row) {
  ScoreCells out;
  double expected = 0, observed = 0;
  for (std::size_t k = 0; k < row.expected.size(); ++k) {
    expected += row.expected[k];
    observed += row.observed[k];
    if (expected < kLeastExpected) continue;
    out.expected.push_back(expected);
    out.observed.push_back(observed);
    expected = observed = 0;
  }
  if (out.expected.empty()) return {{expected}, {observed}};
  out.expected.back() += expected;
  out.observed.back() += observed;
  return out;
}

bool enough(const ScoreCells& row) { return draw_together(row).expected.size() > 1; }

// Score groups that are left with a single cell join their neighbour towards the middle.
std::vector<ScoreCells> join_groups(std::vector<ScoreCells> rows) {
  std::vector<ScoreCells> low, high;
  std::size_t first = 0, last = rows.size();
  while (first < last) {
    ScoreCells row = rows[first++];
    while (first < last && !enough(row)) add_cells(row, rows[first++]);
    if (enough(row) || low.empty())
      low.push_back(std::move(row));
    else
      add_cells(low.back(), row);
    if (first >= last) break;
    row = rows[--last];
    while (first < last && !enough(row)) add_cells(row, rows[--last]);
    if (enough(row) || high.empty())
      high.push_back(std::move(row));
    else
      add_cells(high.back(), row);
  }
  low.insert(low.end(), high.rbegin(), high.rend());
  return low;
}

std::optional<ItemFit> fit_of(std::vector<ScoreCells> rows, std::size_t parameters) {
  ItemFit out;
  std::size_t cells = 0, groups = 0;
  for (const ScoreCells& joined : join_groups(std::move(rows))) {
    const ScoreCells row = draw_together(joined);
    if (row.expected.size() < 2) continue;
    ++groups;
    cells += row.expected.size();
    for (std::size_t k = 0; k < row.expected.size(); ++k) {
      const double off = row.observed[k] - row.expected[k];
      out.statistic += off * off / row.expected[k];
    }
  }
  if (cells <= groups + parameters || !std::isfinite(out.statistic)) return std::nullopt;
  out.degrees = cells - groups - parameters;
  out.chance = boost::math::gamma_q(static_cast<double>(out.degrees) / 2, out.statistic / 2);
  return out;
}
}  // namespace

std::vector<double> sum_score_distribution(std::span<const std::vector<double>> chances, std::size_t leave_out) {
  std::vector<double> out{1.0};
  for (std::size_t i = 0; i < chances.size(); ++i) {
    if (i == leave_out) continue;
    std::vector<double> next(out.size() + chances[i].size() - 1, 0.0);
    for (std::size_t k = 0; k < chances[i].size(); ++k)
      for (std::size_t s = 0; s < out.size(); ++s) next[s + k] += out[s] * chances[i][k];
    out = std::move(next);
  }
  return out;
}

Result<std::vector<std::optional<ItemFit>>> item_fit(std::span<const GradedItem> items, const Patterns& patterns,
                                                     const Span& span, const OnShare& on) {
  std::vector<std::optional<ItemFit>> out(items.size());
  std::size_t most = 0;
  for (const GradedItem& item : items) most += item.categories() - 1;
  if (items.size() > 60 || most > 600) return out;

  // People of each sum score, by their answer to each item.
  std::vector<std::vector<ScoreCells>> rows(items.size());
  for (std::size_t i = 0; i < items.size(); ++i)
    rows[i].assign(most + 1, {std::vector<double>(items[i].categories()), std::vector<double>(items[i].categories())});
  std::vector<double> people(most + 1, 0.0);
  for (std::size_t p = 0; p < patterns.people.size(); ++p) {
    const auto answers = patterns.distinct.of(p);
    if (std::ranges::find(answers, kMissing) != answers.end()) continue;
    std::size_t sum = 0;
    for (const Answer answer : answers) sum += answer;
    people[sum] += patterns.people[p];
    for (std::size_t i = 0; i < items.size(); ++i) rows[i][sum].observed[answers[i]] += patterns.people[p];
  }

  const Quadrature quadrature = normal_quadrature(span);
  std::vector<double> whole(most + 1, 0.0);
  for (std::size_t q = 0; q < quadrature.count; ++q) {
    if (on && !on(static_cast<double>(q) / static_cast<double>(quadrature.count)))
      return fail(Fault::refused, "The calibration was stopped.");
    const double theta = quadrature.points[q], weight = std::exp(quadrature.log_weights[q]);
    std::vector<std::vector<double>> chances(items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
      for (std::size_t k = 0; k < items[i].categories(); ++k)
        chances[i].push_back(probability(items[i], static_cast<Answer>(k), theta));
    const auto all = sum_score_distribution(chances, items.size());
    for (std::size_t s = 0; s <= most; ++s) whole[s] += weight * all[s];
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto rest = sum_score_distribution(chances, i);
      for (std::size_t k = 0; k < items[i].categories(); ++k)
        for (std::size_t s = 0; s < rest.size(); ++s) rows[i][s + k].expected[k] += weight * chances[i][k] * rest[s];
    }
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    // The lowest and the highest sum leave no choice.
    std::vector<ScoreCells> inner;
    for (std::size_t s = 1; s < most; ++s) {
      if (!(whole[s] > 0) || people[s] == 0) continue;
      for (double& cell : rows[i][s].expected) cell *= people[s] / whole[s];
      inner.push_back(std::move(rows[i][s]));
    }
    out[i] = fit_of(std::move(inner), items[i].categories());
  }
  return out;
}

}  // namespace trefoil::items
