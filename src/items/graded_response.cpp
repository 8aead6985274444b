#include "items/graded_response.h"

#include <cmath>
#include <limits>

namespace trefoil::items {

namespace {
constexpr double kFar = std::numeric_limits<double>::infinity();

double logistic(double z) {
  if (z >= 0) return 1 / (1 + std::exp(-z));
  const double e = std::exp(z);
  return e / (1 + e);
}
double log_logistic(double z) { return z >= 0 ? -std::log1p(std::exp(-z)) : z - std::log1p(std::exp(z)); }
double logistic_density(double z) {
  const double e = std::exp(-std::abs(z));
  return e / ((1 + e) * (1 + e));
}

struct Edges {
  double upper,
      lower;  // u = a theta + d_k, infinite for the lowest category; v = a theta + d_(k+1), -infinite for the highest
};
Edges edges_of(const GradedItem& item, Answer category, double theta) {
  const double at = item.slope * theta;
  return {category == 0 ? kFar : at + item.intercepts[category - 1],
          category == item.intercepts.size() ? -kFar : at + item.intercepts[category]};
}
}  // namespace

Result<GradedItem> graded_item(double slope, std::span<const double> thresholds) {
  if (!std::isfinite(slope) || slope == 0 || std::abs(slope) > 100)
    return fail(Fault::bad_input, "A slope is a number from -100 to 100, and not 0.", "a");
  if (thresholds.empty() || thresholds.size() >= kMostCategories)
    return fail(Fault::bad_input, "An item has 1 to 99 thresholds.", "b");
  GradedItem item{slope, {}};
  item.intercepts.reserve(thresholds.size());
  for (const double b : thresholds) {
    const double d = -slope * b;
    if (!std::isfinite(b) || std::abs(d) > 1e6)
      return fail(Fault::bad_input, "A threshold is a number, and not as far out as this one.", "b");
    if (!item.intercepts.empty() && !(d < item.intercepts.back()))
      return fail(Fault::bad_input, "Thresholds must rise (fall, where the slope is negative), no two alike.", "b");
    item.intercepts.push_back(d);
  }
  return item;
}

double log_probability(const GradedItem& item, Answer category, double theta) {
  const auto [u, v] = edges_of(item, category, theta);
  double out = 0;
  if (u < kFar) out += log_logistic(u);
  if (v > -kFar) out += log_logistic(-v);
  // u - v without theta, which would blur it far out.
  if (u < kFar && v > -kFar) out += std::log(-std::expm1(item.intercepts[category] - item.intercepts[category - 1]));
  return out;
}

double probability(const GradedItem& item, Answer category, double theta) {
  return std::exp(log_probability(item, category, theta));
}

double slope_at(const GradedItem& item, Answer category, double theta) {
  const auto [u, v] = edges_of(item, category, theta);
  return item.slope * (logistic(-u) - logistic(v));
}

double observed_information(const GradedItem& item, Answer category, double theta) {
  const auto [u, v] = edges_of(item, category, theta);
  return item.slope * item.slope * (logistic_density(u) + logistic_density(v));
}

double information(const GradedItem& item, double theta) {
  const double at = item.slope * theta;
  // P_k as a difference of the curves: what is lost far out weighs nothing there. One exponential for each boundary.
  double above = 1, density_above = 0, sum = 0;
  for (const double d : item.intercepts) {
    const double curve = logistic(at + d);
    const double density = curve * (1 - curve);
    sum += (above - curve) * (density_above + density);
    above = curve;
    density_above = density;
  }
  sum += above * density_above;
  return item.slope * item.slope * sum;
}

double information(std::span<const GradedItem> test, double theta) {
  double sum = 0;
  for (const GradedItem& item : test) sum += information(item, theta);
  return sum;
}

std::optional<double> standard_error_at(std::span<const GradedItem> test, double theta) {
  const double about = information(test, theta);
  if (!(about > 1e-300)) return std::nullopt;
  return 1 / std::sqrt(about);
}

BoundarySlopes boundary_slopes(const GradedItem& item, Answer category, double theta) {
  const auto [u, v] = edges_of(item, category, theta);
  BoundarySlopes out;
  double between = 0;
  if (u < kFar && v > -kFar) between = 1 / std::expm1(item.intercepts[category - 1] - item.intercepts[category]);
  if (u < kFar) out.upper = logistic(-u) + between;
  if (v > -kFar) out.lower = -logistic(v) - between;
  return out;
}

}  // namespace trefoil::items
