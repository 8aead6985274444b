// The EM algorithm behind calibration and the comparison of groups: items that groups may share, each group with its
// own distribution on the scale.
#pragma once

#include <span>
#include <vector>

#include "items/calibrate.h"
#include "items/linear.h"
#include "items/marginal.h"

namespace trefoil::items {

struct Group {
  Patterns patterns;
  std::vector<std::uint32_t> items;  // of each column: which of the model's items
  bool free = false;                 // mean and deviation are estimated; else they stay
  double mean = 0, deviation = 1;
};

struct Model {
  std::vector<GradedItem> items;
  std::vector<Group> groups;
};

struct Fitted {
  double log_likelihood = 0;
  std::size_t iterations = 0;
  bool converged = false;
  std::vector<double> course;
};

// Starts where the model stands and leaves it at its maximum, with the likelihood of just those parameters.
Result<Fitted> fit(Model& model, const CalibrationOptions& options);

// One item's share of the M-step: raises sum of counts x log P. `counts` is categories x padded points.
void improve(GradedItem& item, std::span<const double> counts, const Quadrature& quadrature);

// Where to start: the first principal axis of the items' correlations, and their shares.
std::vector<GradedItem> starting_items(const Patterns& patterns, std::span<const std::size_t> categories);

}  // namespace trefoil::items
