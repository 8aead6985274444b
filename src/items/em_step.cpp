// One item's M-step.
#include <algorithm>
#include <array>
#include <cmath>

#include "items/em.h"

namespace trefoil::items {

namespace {
constexpr std::size_t kMostScoring = 3;  // the next E-step changes what is aimed at anyway
constexpr double kSettled = 1e-7;        // a step smaller than this changes nothing that is looked at

// The expected log-likelihood of an item, its slope and its expected information, in (a, d_1, d_2, ...).
struct ItemStep {
  std::vector<double> gradient;
  Square information;
  std::vector<double> curve, density;

  explicit ItemStep(std::size_t parameters)
      : gradient(parameters), information(parameters), curve(parameters + 1), density(parameters + 1) {}

  double look(const GradedItem& item, std::span<const double> counts, const Quadrature& quadrature, bool derivatives) {
    const std::size_t categories = item.categories(), length = quadrature.padded();
    std::fill(gradient.begin(), gradient.end(), 0.0);
    std::fill(information.values.begin(), information.values.end(), 0.0);
    // 1 - e^(v - u) and 1 / (e^(u - v) - 1) of each inner category, the same at all points.
    std::vector<double> gap(categories, 1.0), spill(categories, 0.0);
    for (std::size_t k = 1; k + 1 < categories; ++k) {
      gap[k] = -std::expm1(item.intercepts[k] - item.intercepts[k - 1]);
      spill[k] = 1 / std::expm1(item.intercepts[k - 1] - item.intercepts[k]);
    }
    double sum = 0;
    for (std::size_t q = 0; q < quadrature.count; ++q) {
      double people = 0;
      for (std::size_t k = 0; k < categories; ++k) people += counts[k * length + q];
      if (!(people > 0)) continue;
      const double theta = quadrature.points[q];
      for (std::size_t k = 0; k + 1 < categories; ++k) {
        const double z = item.slope * theta + item.intercepts[k];
        const double e = std::exp(-std::abs(z));
        curve[k] = z >= 0 ? 1 / (1 + e) : e / (1 + e);    // s(z)
        density[k] = z >= 0 ? e / (1 + e) : 1 / (1 + e);  // s(-z)
      }
      for (std::size_t k = 0; k < categories; ++k) {
        const bool has_upper = k > 0, has_lower = k + 1 < categories;
        const double chance =
            std::max((has_upper ? curve[k - 1] : 1.0) * (has_lower ? density[k] : 1.0) * gap[k], 1e-300);
        const double count = counts[k * length + q];
        if (count > 0) sum += count * std::log(chance);
        if (!derivatives) continue;
        const double upper = has_upper ? density[k - 1] + spill[k] : 0;
        const double lower = has_lower ? -curve[k] - spill[k] : 0;
        const double along = theta * (upper + lower);
        gradient[0] += count * along;
        const double weight = people * chance;
        information.at(0, 0) += weight * along * along;
        if (has_upper) {
          gradient[k] += count * upper;
          information.at(k, 0) += weight * along * upper;
          information.at(k, k) += weight * upper * upper;
        }
        if (has_lower) {
          gradient[k + 1] += count * lower;
          information.at(k + 1, 0) += weight * along * lower;
          information.at(k + 1, k + 1) += weight * lower * lower;
        }
        if (has_upper && has_lower) information.at(k + 1, k) += weight * upper * lower;
      }
    }
    return sum;
  }
};

bool falls(const std::vector<double>& intercepts) {
  for (std::size_t k = 1; k < intercepts.size(); ++k)
    if (!(intercepts[k] < intercepts[k - 1] - 1e-9)) return false;
  return true;
}
}  // namespace

void improve(GradedItem& item, std::span<const double> counts, const Quadrature& quadrature) {
  const std::size_t parameters = item.categories();
  ItemStep step(parameters);
  for (std::size_t round = 0; round < kMostScoring; ++round) {
    const double now = step.look(item, counts, quadrature, true);
    // A ridge, where the expected information is next to nothing in some direction.
    Square information = step.information;
    for (double ridge = 1e-9; !factor(information); ridge *= 100) {
      if (ridge > 1e6) return;
      information = step.information;
      for (std::size_t i = 0; i < parameters; ++i) information.at(i, i) += ridge * (1 + information.at(i, i));
    }
    std::vector<double> move = step.gradient;
    solve(information, move);
    double share = 1;
    if (const double far = std::abs(move[0]); far > 2) share = 2 / far;
    bool moved = false;
    for (int halving = 0; halving < 30 && !moved; ++halving, share *= 0.5) {
      GradedItem next = item;
      next.slope = std::clamp(item.slope + share * move[0], -kSteepest, kSteepest);
      for (std::size_t k = 1; k < parameters; ++k) next.intercepts[k - 1] += share * move[k];
      if (!falls(next.intercepts)) continue;
      if (step.look(next, counts, quadrature, false) < now) continue;
      item = std::move(next);
      moved = true;
    }
    if (!moved) return;
    double largest = 0;
    for (const double part : move) largest = std::max(largest, std::abs(part) * share * 2);
    if (largest < kSettled) return;
  }
}

}  // namespace trefoil::items
