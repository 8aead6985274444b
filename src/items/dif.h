// Does an item work alike in two groups: differential item functioning by the likelihood ratio (Thissen, Steinberg and
// Wainer 1993, in Holland and Wainer, Differential item functioning, ch. 4).
#pragma once

#include <optional>
#include <vector>

#include "items/calibrate.h"

namespace trefoil::items {

struct ItemDif {
  double statistic = 0;     // twice the gain of letting the item differ, all others the same in both: about chi-square
  std::size_t degrees = 0;  // its parameters
  double chance = 1;
  GradedItem first, second;  // the item in each group
};

struct Dif {
  double log_likelihood = 0;       // all items the same in both groups
  double mean = 0, deviation = 1;  // of the second group, on the scale of the first
  // One for each item; nullopt where a group doesn't use a category that the other does, so that it can't be calibrated
  // there alone.
  std::vector<std::optional<ItemDif>> items;
  bool converged = true;  // all of the fits
};

// Both with the same items in the same order. Each item is tried with all others as anchors; with several items that
// differ, anchors are not what they should be, and small differences show in items that have none. Errors as of
// calibrate(), and where a group has nobody.
Result<Dif> dif(const Responses& first, const Responses& second, const CalibrationOptions& options = {});

}  // namespace trefoil::items
