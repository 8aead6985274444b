#include "measure/draw.h"

#include <boost/math/special_functions/erf.hpp>
#include <numbers>

namespace trefoil::measure {

double normal_quantile(double share) { return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * share); }

double draw_normal(const Uniform& uniform, double mean, double deviation) {
  double share = uniform();
  while (!(share > 0)) share = uniform();
  return mean + deviation * normal_quantile(share);
}

}  // namespace trefoil::measure
