// Answers as a model says people give them.
#pragma once

#include <span>
#include <vector>

#include "items/graded_response.h"
#include "items/patterns.h"
#include "measure/draw.h"

namespace trefoil::items {

Answer draw_answer(const GradedItem& item, double theta, const measure::Uniform& uniform);

struct SimulatedPeople {
  Responses responses;
  std::vector<double> theta;
};
// People of a normal distribution; each answer is missing with probability `missing`, whatever it would have been.
SimulatedPeople simulate(std::span<const GradedItem> items, std::size_t people, double mean, double deviation,
                         double missing, const measure::Uniform& uniform);

}  // namespace trefoil::items
