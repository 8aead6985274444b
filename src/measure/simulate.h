// Answers as a model says people give them.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "measure/graded_response.h"

namespace trefoil::measure {

// Each gives a number from 0 to below 1, each as likely.
using Uniform = std::function<double()>;

// The normal distribution's value below which `share` lie; share above 0 and below 1.
double normal_quantile(double share);
double draw_normal(const Uniform& uniform, double mean, double deviation);
Answer draw_answer(const GradedItem& item, double theta, const Uniform& uniform);

struct SimulatedPeople {
  Responses responses;
  std::vector<double> theta;
};
// People of a normal distribution; each answer is missing with probability `missing`, whatever it would have been.
SimulatedPeople simulate(std::span<const GradedItem> items, std::size_t people, double mean, double deviation,
                         double missing, const Uniform& uniform);

}  // namespace trefoil::measure
