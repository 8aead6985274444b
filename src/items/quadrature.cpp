#include "items/quadrature.h"

#include <algorithm>
#include <cmath>

namespace trefoil::items {

namespace {
constexpr double kNoWeight = -1e30;  // its exponential is 0, and sums with it stay finite
}

Result<void> check(const Span& span) {
  if (span.points < 2 || span.points > 1000)
    return fail(Fault::bad_input, "There must be 2 to 1000 points.", "quadrature", "61 are enough for most tests.");
  if (!(span.low < span.high) || !(std::abs(span.low) <= 100) || !(std::abs(span.high) <= 100))
    return fail(Fault::bad_input, "The points' limits must be two numbers from -100 to 100, the lower one first.",
                "quadrature", "Write it as -6,6,61.");
  return {};
}

void weigh(Quadrature& quadrature, double mean, double deviation) {
  const std::size_t count = quadrature.count;
  quadrature.log_weights.assign(quadrature.padded(), kNoWeight);
  double largest = kNoWeight;
  for (std::size_t q = 0; q < count; ++q) {
    const double z = (quadrature.points[q] - mean) / deviation;
    quadrature.log_weights[q] = std::max(-0.5 * z * z, kNoWeight);
    largest = std::max(largest, quadrature.log_weights[q]);
  }
  double sum = 0;
  for (std::size_t q = 0; q < count; ++q) sum += std::exp(quadrature.log_weights[q] - largest);
  const double log_sum = largest + std::log(sum);
  for (std::size_t q = 0; q < count; ++q) quadrature.log_weights[q] -= log_sum;
}

Quadrature normal_quadrature(const Span& span, double mean, double deviation) {
  Quadrature out;
  out.count = span.points;
  const std::size_t padded = (span.points + Quadrature::kLanes - 1) / Quadrature::kLanes * Quadrature::kLanes;
  out.points.assign(padded, 0.0);
  const double step = (span.high - span.low) / static_cast<double>(span.points - 1);
  for (std::size_t q = 0; q < span.points; ++q) out.points[q] = span.low + step * static_cast<double>(q);
  weigh(out, mean, deviation);
  return out;
}

}  // namespace trefoil::items
