// The graded response model (Samejima 1969, Psychometrika Monograph 17) and, as its case of two categories, the
// two-parameter logistic model (Birnbaum 1968, in Lord and Novick, Statistical theories of mental test scores).
//
//   P(answer >= k | theta) = 1 / (1 + exp(-(a theta + d_k))),   k = 1 .. categories - 1,   d_1 > d_2 > ...
//   b_k = -d_k / a
//
// theta is in standard deviations of the group that the item was calibrated with. All functions are exact to rounding
// far out too, where differences of the curves would be lost: P_k = s(u) s(-v) (1 - e^(v - u)), with s the logistic
// function, u = a theta + d_k and v = a theta + d_(k+1).
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "items/patterns.h"

namespace trefoil::items {

struct GradedItem {
  double slope = 1;                // a; negative where the item runs against the scale
  std::vector<double> intercepts;  // d_1 .. d_(categories - 1), strictly falling
  std::size_t categories() const { return intercepts.size() + 1; }
  double threshold(std::size_t k) const { return -intercepts[k] / slope; }  // b_(k+1); slope not 0
  bool operator==(const GradedItem&) const = default;
};

inline constexpr double kSteepest = 10;  // beyond it the curve is a step between two points of quadrature

// From a and b_1 .. (in the order of the categories). bad_input: nothing finite, a = 0 or |a| > 100, thresholds that
// don't rise (fall, where a < 0), none of them or 100 and more. `place` is "a" or "b".
Result<GradedItem> graded_item(double slope, std::span<const double> thresholds);

double probability(const GradedItem& item, Answer category, double theta);
double log_probability(const GradedItem& item, Answer category, double theta);
// d log P / d theta, and -d2 log P / d theta2, which is never negative.
double slope_at(const GradedItem& item, Answer category, double theta);
double observed_information(const GradedItem& item, Answer category, double theta);

// Fisher information about theta (Samejima 1969): sum over categories of P'^2 / P = a^2 sum P (s'(u) + s'(v)).
double information(const GradedItem& item, double theta);
double information(std::span<const GradedItem> test, double theta);
// 1 / sqrt(information); nullopt where the test says nothing there.
std::optional<double> standard_error_at(std::span<const GradedItem> test, double theta);

// d log P / d u and d log P / d v; 0 where there is no such boundary. d log P / d a = theta (upper + lower).
struct BoundarySlopes {
  double upper = 0, lower = 0;
};
BoundarySlopes boundary_slopes(const GradedItem& item, Answer category, double theta);

}  // namespace trefoil::items
