// The logs of all items' chances at the points of quadrature.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "items/graded_response.h"
#include "items/patterns.h"
#include "items/quadrature.h"

namespace trefoil::items {

// log P(category | point), a row of points for each category of each item, rows filled up as the quadrature's are.
class LogTable {
 public:
  LogTable() = default;
  LogTable(std::span<const GradedItem> items, const Quadrature& quadrature) { fill(items, quadrature); }
  void fill(std::span<const GradedItem> items, const Quadrature& quadrature);
  std::size_t row_length() const { return length_; }
  std::size_t rows() const { return starts_.empty() ? 0 : starts_.back(); }
  std::size_t first_row(std::size_t item) const { return starts_[item]; }  // of the item's category 0
  const double* row(std::size_t item, Answer category) const {
    return values_.data() + (starts_[item] + category) * length_;
  }

 private:
  std::size_t length_ = 0;
  std::vector<std::size_t> starts_;  // an item's first row; one more at the end
  std::vector<double> values_;
};

}  // namespace trefoil::items
