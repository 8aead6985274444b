// Where EM starts.
#include <algorithm>
#include <cmath>

#include "items/em.h"

namespace trefoil::items {

namespace {
// Correlations of the items, of the people who answered both; 0 where nothing can be said.
Square correlations(const Patterns& patterns) {
  const std::size_t n = patterns.distinct.items;
  struct Sums {
    double people = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  };
  std::vector<Sums> pairs(n * n);
  // A start needs no more than some thousand people.
  const std::size_t most = std::min<std::size_t>(patterns.people.size(), 2000);
  for (std::size_t p = 0; p < most; ++p) {
    const auto answers = patterns.distinct.of(p);
    for (std::size_t i = 0; i < n; ++i) {
      if (answers[i] == kMissing) continue;
      for (std::size_t j = 0; j < i; ++j) {
        if (answers[j] == kMissing) continue;
        Sums& sums = pairs[i * n + j];
        const double w = patterns.people[p], x = answers[i], y = answers[j];
        sums.people += w;
        sums.x += w * x;
        sums.y += w * y;
        sums.xx += w * x * x;
        sums.yy += w * y * y;
        sums.xy += w * x * y;
      }
    }
  }
  Square out(n);
  for (std::size_t i = 0; i < n; ++i) {
    out.at(i, i) = 1;
    for (std::size_t j = 0; j < i; ++j) {
      const Sums& s = pairs[i * n + j];
      if (s.people == 0) continue;
      const double xx = s.xx - s.x * s.x / s.people, yy = s.yy - s.y * s.y / s.people;
      const double xy = s.xy - s.x * s.y / s.people;
      if (xx > 1e-12 && yy > 1e-12) out.at(i, j) = out.at(j, i) = std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
    }
  }
  return out;
}

// By repeated multiplication; the sign such that loadings add up to something positive.
std::vector<double> first_axis(const Square& matrix) {
  const std::size_t n = matrix.size;
  std::vector<double> axis(n, 1.0), next(n);
  // Not all alike: an axis at a right angle to the first would never turn to it.
  for (std::size_t i = 0; i < n; ++i) axis[i] += 0.01 * static_cast<double>(i) / static_cast<double>(n);
  double length = 1;
  for (int round = 0; round < 100; ++round) {
    for (std::size_t i = 0; i < n; ++i) {
      next[i] = 0;
      for (std::size_t j = 0; j < n; ++j) next[i] += matrix.at(i, j) * axis[j];
    }
    length = 0;
    for (const double part : next) length += part * part;
    length = std::sqrt(length);
    if (!(length > 1e-12)) return std::vector<double>(n, 0.5);
    for (std::size_t i = 0; i < n; ++i) axis[i] = next[i] / length;
  }
  double sum = 0;
  for (double& part : axis) sum += part *= std::sqrt(length);
  if (sum < 0)
    for (double& part : axis) part = -part;
  return axis;
}
}  // namespace

std::vector<GradedItem> starting_items(const Patterns& patterns, std::span<const std::size_t> categories) {
  const std::size_t n = categories.size();
  const auto loadings = first_axis(correlations(patterns));
  std::vector<std::vector<double>> shares(n);
  for (std::size_t i = 0; i < n; ++i) shares[i].assign(categories[i], 0.0);
  for (std::size_t p = 0; p < patterns.people.size(); ++p) {
    const auto answers = patterns.distinct.of(p);
    for (std::size_t i = 0; i < n; ++i)
      if (answers[i] != kMissing) shares[i][answers[i]] += patterns.people[p];
  }
  std::vector<GradedItem> out;
  for (std::size_t i = 0; i < n; ++i) {
    // 1.702: where a logistic curve comes closest to a normal one (Birnbaum 1968).
    const double loading = std::clamp(loadings[i], -0.9, 0.9);
    double slope = 1.702 * loading / std::sqrt(1 - loading * loading);
    if (std::abs(slope) < 0.3) slope = slope < 0 ? -0.3 : 0.3;
    GradedItem item{slope, {}};
    double all = 0, below = 0;
    for (const double share : shares[i]) all += share;
    const double stretch = std::sqrt(1 + slope * slope / (1.702 * 1.702));
    for (std::size_t k = 0; k + 1 < categories[i]; ++k) {
      below += shares[i][k];
      item.intercepts.push_back(std::log((all - below) / below) * stretch);
    }
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace trefoil::items
