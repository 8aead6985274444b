// How sure item parameters are.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/result.h"
#include "items/calibrate.h"
#include "items/graded_response.h"
#include "items/patterns.h"
#include "items/quadrature.h"

namespace trefoil::items {

// Of parameters at their maximum; empty where the information is not positive definite. The answers' categories are the
// items'.
//
// observed: the information of the answers as Louis 1982 (J R Stat Soc B 44:226-233) has it: that of the complete data,
// less what is lost by not seeing theta. cross_product: the sum of the products of people's scores (Meilijson 1989, J R
// Stat Soc B 51:127-138), which comes to the same with many people for each parameter, and is too large with few.
// refused: stopped by `on`.
Result<std::vector<ItemErrors>> standard_errors(std::span<const GradedItem> items, const Patterns& patterns,
                                                const Span& span, Information from, const OnShare& on = {});

// Observed, but where that is much work and cross products are as good: more than 100 patterns for each parameter.
Information information_for(std::size_t parameters, std::size_t patterns);

}  // namespace trefoil::items
