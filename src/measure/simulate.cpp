#include "measure/simulate.h"

#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <numbers>

namespace trefoil::measure {

double normal_quantile(double share) { return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * share); }

double draw_normal(const Uniform& uniform, double mean, double deviation) {
  double share = uniform();
  while (!(share > 0)) share = uniform();
  return mean + deviation * normal_quantile(share);
}

Answer draw_answer(const GradedItem& item, double theta, const Uniform& uniform) {
  // P(answer >= k) falls with k: the answer is the last k that is still above what was drawn.
  const double drawn = uniform(), at = item.slope * theta;
  Answer out = 0;
  for (const double d : item.intercepts) {
    if (drawn >= 1 / (1 + std::exp(-(at + d)))) break;
    ++out;
  }
  return out;
}

SimulatedPeople simulate(std::span<const GradedItem> items, std::size_t people, double mean, double deviation,
                         double missing, const Uniform& uniform) {
  SimulatedPeople out;
  out.responses.items = items.size();
  out.responses.answers.reserve(people * items.size());
  for (std::size_t person = 0; person < people; ++person) {
    const double theta = draw_normal(uniform, mean, deviation);
    out.theta.push_back(theta);
    for (const GradedItem& item : items) {
      const Answer answer = draw_answer(item, theta, uniform);
      const bool left = missing > 0 && uniform() < missing;
      out.responses.answers.push_back(left ? kMissing : answer);
    }
  }
  return out;
}

}  // namespace trefoil::measure
