// Draws from distributions, where the caller says where chance comes from: nothing here knows a source of it.
#pragma once

#include <functional>

namespace trefoil::measure {

// Each call gives a number from 0 to below 1, each as likely.
using Uniform = std::function<double()>;

// The standard normal distribution's value below which `share` lie; share above 0 and below 1.
double normal_quantile(double share);
double draw_normal(const Uniform& uniform, double mean, double deviation);

}  // namespace trefoil::measure
