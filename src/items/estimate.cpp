#include "items/estimate.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace trefoil::items {

namespace {
constexpr std::size_t kAPortion = 4096;  // people from one sign of progress to the next
constexpr double kFarthest = 1e7;

// Whether some answer pulls to the left and some to the right without end.
bool has_top(std::span<const GradedItem> items, std::span<const Answer> answers) {
  bool left = false, right = false;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (answers[i] == kMissing) continue;
    const bool rising = items[i].slope > 0;
    const bool lowest = answers[i] == 0, highest = answers[i] + 1u == items[i].categories();
    if (!highest) (rising ? left : right) = true;
    if (!lowest) (rising ? right : left) = true;
  }
  return left && right;
}

struct Pull {
  double slope = 0, information = 0;
};
Pull pull_at(std::span<const GradedItem> items, std::span<const Answer> answers, double prior, double theta) {
  Pull out{-prior * theta, prior};
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (answers[i] == kMissing) continue;
    out.slope += slope_at(items[i], answers[i], theta);
    out.information += observed_information(items[i], answers[i], theta);
  }
  return out;
}
}  // namespace

std::optional<Method> parse_method(std::string_view word) {
  if (word == "eap") return Method::eap;
  if (word == "map") return Method::map;
  if (word == "ml") return Method::ml;
  return std::nullopt;
}

std::optional<Estimate> estimate_by_top(std::span<const GradedItem> items, std::span<const Answer> answers,
                                        Method method) {
  const double prior = method == Method::ml ? 0 : 1;
  if (prior == 0 && !has_top(items, answers)) return std::nullopt;
  const auto at = [&](double theta) { return pull_at(items, answers, prior, theta); };
  double low = -1, high = 1;
  while (at(low).slope <= 0 && low > -kFarthest) low *= 2;
  while (at(high).slope >= 0 && high < kFarthest) high *= 2;
  // Newton's steps, and the middle where one would leave what still holds the top.
  double theta = 0.5 * (low + high);
  Pull pull = at(theta);
  for (int round = 0; round < 200; ++round) {
    (pull.slope > 0 ? low : high) = theta;
    double next = theta + pull.slope / pull.information;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    const double step = std::abs(next - theta);
    theta = next;
    pull = at(theta);
    if (step < 1e-11 * (1 + std::abs(theta))) break;
  }
  if (!(pull.information > 1e-12)) return std::nullopt;  // flat for as far as numbers can tell
  return Estimate{theta, 1 / std::sqrt(pull.information)};
}

Estimate estimate_from(std::span<const double> posterior, const Quadrature& quadrature) {
  double mean = 0;
  for (std::size_t q = 0; q < quadrature.count; ++q) mean += posterior[q] * quadrature.points[q];
  double variance = 0;
  for (std::size_t q = 0; q < quadrature.count; ++q) {
    const double off = quadrature.points[q] - mean;
    variance += posterior[q] * off * off;
  }
  return {mean, std::sqrt(variance)};
}

Result<std::vector<std::optional<Estimate>>> estimate(std::span<const GradedItem> items, const Responses& responses,
                                                      Method method, const Span& span,
                                                      const std::function<bool(std::size_t)>& progress) {
  TRY(check(span));
  std::vector<std::optional<Estimate>> out;
  out.reserve(responses.people());
  const Quadrature quadrature = normal_quadrature(span);
  const LogTable table(items, quadrature);
  std::vector<std::uint32_t> columns(items.size());
  std::iota(columns.begin(), columns.end(), 0u);
  std::vector<double> posterior(table.row_length());
  for (std::size_t person = 0; person < responses.people(); ++person) {
    if (progress && person % kAPortion == 0 && !progress(person))
      return fail(Fault::refused, "The estimation was stopped.");
    const auto answers = responses.of(person);
    if (method == Method::eap) {
      posterior_of(answers, columns, table, quadrature, posterior);
      out.emplace_back(estimate_from(posterior, quadrature));
    } else {
      out.push_back(estimate_by_top(items, answers, method));
    }
  }
  return out;
}

}  // namespace trefoil::items
