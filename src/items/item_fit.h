// Does an item behave as its model says: S-X2 (Orlando and Thissen 2000, Appl Psychol Meas 24:50-64; for more than two
// categories Kang and Chen 2008, J Educ Meas 45:391-406), which compares shares of answers among people of one sum
// score with those that the model expects there.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "items/graded_response.h"
#include "items/patterns.h"
#include "items/quadrature.h"

namespace trefoil::items {

struct ItemFit {
  double statistic = 0;     // about chi-square where the model holds
  std::size_t degrees = 0;  // of freedom: cells - rows - the item's parameters
  double chance = 1;        // of one at least as large where the model holds
};

// One for each item; nullopt where too few people are in too few score groups for a degree of freedom. Of people who
// answered every item alone, `people` weighs each pattern. Categories that would expect fewer than one person are drawn
// together with their neighbours, score groups too.
// More than 60 items or a largest sum above 600 give nullopt for all: the sums over score groups grow with the square.
// refused: stopped by `on`.
Result<std::vector<std::optional<ItemFit>>> item_fit(std::span<const GradedItem> items, const Patterns& patterns,
                                                     const Span& span = {}, const OnShare& on = {});

// The distribution of the sum score (Lord and Wingersky 1984, Appl Psychol Meas 8:453-461) where items have these
// chances of their categories, from category 0 up; `leave_out` is not among them (chances.size(): all are).
std::vector<double> sum_score_distribution(std::span<const std::vector<double>> chances, std::size_t leave_out);

}  // namespace trefoil::items
