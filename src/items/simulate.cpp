#include "items/simulate.h"

#include <cmath>

namespace trefoil::items {

Answer draw_answer(const GradedItem& item, double theta, const measure::Uniform& uniform) {
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
                         double missing, const measure::Uniform& uniform) {
  SimulatedPeople out;
  out.responses.items = items.size();
  out.responses.answers.reserve(people * items.size());
  for (std::size_t person = 0; person < people; ++person) {
    const double theta = measure::draw_normal(uniform, mean, deviation);
    out.theta.push_back(theta);
    for (const GradedItem& item : items) {
      const Answer answer = draw_answer(item, theta, uniform);
      const bool left = missing > 0 && uniform() < missing;
      out.responses.answers.push_back(left ? kMissing : answer);
    }
  }
  return out;
}

}  // namespace trefoil::items
