// Answers of people to items, as bytes.
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

}  // namespace trefoil::measure
