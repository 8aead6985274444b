// For tests: people made from known items, calibrated again and again.
#pragma once

#include <algorithm>

#include "items/answers_test.h"
#include "items/calibrate.h"

namespace trefoil::items::testing {

struct Recovery {
  double coverage = 0;         // share of 95 % intervals, estimate +- 1.96 standard errors, that hold the true value
  double largest_bias = 0;     // of a parameter: mean error in its own standard errors
  double spread_by_error = 0;  // root mean square of (estimate - true) / standard error
  std::size_t intervals = 0;
};

inline Recovery recover(std::size_t items, std::size_t people, std::size_t times, std::uint64_t seed) {
  const auto truth = some_items(items);
  Recovery out;
  double covered = 0, squares = 0;
  std::vector<double> off;  // by parameter, in standard errors
  for (std::size_t time = 0; time < times; ++time) {
    const auto done = calibrate(simulate(truth, people, 0, 1, 0, uniform_of(seed + time)).responses);
    if (!done || !done->converged || done->errors.empty()) {
      ADD_FAILURE() << "replication " << time << " came to nothing";
      return out;
    }
    std::size_t at = 0;
    const auto compare = [&](double estimate, double error, double is) {
      const double z = (estimate - is) / error;
      covered += std::abs(z) <= 1.96;
      squares += z * z;
      ++out.intervals;
      if (off.size() <= at) off.resize(at + 1);
      off[at++] += z / static_cast<double>(times);
    };
    for (std::size_t i = 0; i < items; ++i) {
      compare(done->items[i].slope, done->errors[i].slope, truth[i].slope);
      for (std::size_t k = 0; k < truth[i].intercepts.size(); ++k)
        compare(done->items[i].threshold(k), done->errors[i].thresholds[k], truth[i].threshold(k));
    }
  }
  out.coverage = covered / static_cast<double>(out.intervals);
  out.spread_by_error = std::sqrt(squares / static_cast<double>(out.intervals));
  for (const double one : off) out.largest_bias = std::max(out.largest_bias, std::abs(one));
  return out;
}

}  // namespace trefoil::items::testing
