// Where on the scale a person is, given answers to calibrated items.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "items/graded_response.h"
#include "items/marginal.h"
#include "items/quadrature.h"

namespace trefoil::items {

enum class Method {
  eap,  // mean and standard deviation of the posterior distribution (Bock and Mislevy 1982, Appl Psychol Meas
        // 6:431-444)
  map,  // its highest point (Samejima 1969), with a standard normal prior; error 1 / sqrt(observed information + 1)
  ml,   // the highest point of the likelihood; error 1 / sqrt(observed information)
};
std::optional<Method> parse_method(std::string_view word);  // "eap", "map", "ml"

struct Estimate {
  double theta = 0;
  double error = 1;
};

// The likelihood of a graded response model has one top (its log is concave), so the answer is the one that there is.
// nullopt for ml alone: no answers, or all of them at the same end of the scale, where the likelihood has no top.
std::optional<Estimate> estimate_by_top(std::span<const GradedItem> items, std::span<const Answer> answers,
                                        Method method);

// Mean and standard deviation of a distribution over the points.
Estimate estimate_from(std::span<const double> posterior, const Quadrature& quadrature);

// Everybody at once; `progress` is told the people done, and stops by false (Fault::refused). Without any answer, eap
// and map give the prior, 0 and 1.
Result<std::vector<std::optional<Estimate>>> estimate(std::span<const GradedItem> items, const Responses& responses,
                                                      Method method, const Span& span = {},
                                                      const std::function<bool(std::size_t)>& progress = {});

}  // namespace trefoil::items
