// Points along the scale with the weights of a normal distribution: sums over them stand for integrals over people.
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.h"

namespace trefoil::items {

// Equally spaced points (Bock and Aitkin 1981, Psychometrika 46:443-459, who take them where the density is not next to
// nothing). The vectors are filled up to a multiple of kLanes with points of no weight, so that loops need no rest;
// `count` points are real.
struct Quadrature {
  static constexpr std::size_t kLanes = 16;
  std::size_t count = 0;
  std::vector<double> points;       // in standard deviations of the reference group, ascending
  std::vector<double> log_weights;  // of the real points' weights, which add up to 1
  std::size_t padded() const { return points.size(); }
};

// The reference: 61 points from -6 to 6 under a standard normal distribution.
struct Span {
  double low = -6, high = 6;
  std::size_t points = 61;
};
// bad_input: not 2 to 1000 points, low not below high, limits beyond 100 or not finite.
Result<void> check(const Span& span);
// `span` is one that `check` takes; deviation > 0, both finite.
Quadrature normal_quadrature(const Span& span = {}, double mean = 0, double deviation = 1);
// The same points under another normal distribution.
void weigh(Quadrature& quadrature, double mean, double deviation);

}  // namespace trefoil::items
