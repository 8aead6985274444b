#include "items/log_table.h"

#include <algorithm>
#include <cmath>

namespace trefoil::items {

void LogTable::fill(std::span<const GradedItem> items, const Quadrature& quadrature) {
  length_ = quadrature.padded();
  starts_.assign(1, 0);
  for (const GradedItem& item : items) starts_.push_back(starts_.back() + item.categories());
  values_.assign(rows() * length_, 0.0);
  for (std::size_t i = 0; i < items.size(); ++i) {
    // log P_k = log s(u) + log s(-v) + log(1 - e^(v - u)), as graded_response.h says, and log s(-z) = log s(z) - z.
    double* rows = values_.data() + starts_[i] * length_;
    const auto& d = items[i].intercepts;
    for (std::size_t k = 1; k < d.size(); ++k)
      std::fill_n(rows + k * length_, quadrature.count, std::log(-std::expm1(d[k] - d[k - 1])));
    for (std::size_t k = 0; k < d.size(); ++k)
      for (std::size_t q = 0; q < quadrature.count; ++q) {
        const double z = items[i].slope * quadrature.points[q] + d[k];
        const double above = std::min(z, 0.0) - std::log1p(std::exp(-std::abs(z)));
        rows[k * length_ + q] += above - z;
        rows[(k + 1) * length_ + q] += above;
      }
  }
}

}  // namespace trefoil::items
