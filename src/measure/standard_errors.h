// How sure item parameters are.
#pragma once

#include "measure/calibrate.h"

namespace trefoil::measure {

// Of parameters at their maximum, from the cross-product of each pattern's score (Meilijson 1989); empty where the
// information is not positive definite. The answers' categories are the items'.
std::vector<ItemErrors> standard_errors(std::span<const GradedItem> items, const Patterns& patterns, const Span& span);

}  // namespace trefoil::measure
