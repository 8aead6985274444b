// Answers of people to items, and the different patterns among them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace trefoil::measure {

// An answer is a category from 0 on; kMissing where there is none.
using Answer = std::uint8_t;
inline constexpr Answer kMissing = 255;
inline constexpr std::size_t kMostCategories = 100;

// One byte an answer, a person's answers side by side.
struct Responses {
  std::size_t items = 0;
  std::vector<Answer> answers;  // people x items
  std::size_t people() const { return items == 0 ? 0 : answers.size() / items; }
  std::span<const Answer> of(std::size_t person) const { return {answers.data() + person * items, items}; }
};

// Each pattern once, in the order of first appearance, with how many people gave it. What is calibrated needs memory
// for these alone. Patterns without any answer say nothing and are counted apart.
struct Patterns {
  Responses distinct;
  std::vector<double> people;  // of each pattern
  std::size_t silent = 0;      // people who answered nothing
};
Patterns merge(const Responses& responses);

}  // namespace trefoil::measure
