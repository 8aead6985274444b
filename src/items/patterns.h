// The different patterns among people's answers.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "measure/responses.h"

namespace trefoil::items {

// What an answer is, and that there is none, is the same for a model as for a score.
using measure::Answer;
using measure::kMissing;
using measure::kMostCategories;
using measure::Responses;

// Each pattern once, in the order of first appearance, with how many people gave it. What is calibrated needs memory
// for these alone. Patterns without any answer say nothing and are counted apart.
struct Patterns {
  Responses distinct;
  std::vector<double> people;  // of each pattern
  std::size_t silent = 0;      // people who answered nothing
};
Patterns merge(const Responses& responses);

// Told how much of a work is done, from 0 to 1; false stops it with Fault::refused.
using OnShare = std::function<bool(double)>;

// "item 3" for the third, or its name where there are names: for errors.
std::string name_of(std::span<const std::string> names, std::size_t item);

}  // namespace trefoil::items
