#include "items/linear.h"

#include <cmath>

namespace trefoil::items {

bool factor(Square& matrix, double least) {
  const std::size_t n = matrix.size;
  for (std::size_t i = 0; i < n; ++i) {
    const double diagonal = matrix.at(i, i);
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = matrix.at(i, j);
      for (std::size_t k = 0; k < j; ++k) sum -= matrix.at(i, k) * matrix.at(j, k);
      if (j < i) {
        matrix.at(i, j) = sum / matrix.at(j, j);
      } else {
        if (!(sum > least * diagonal) || !std::isfinite(sum)) return false;
        matrix.at(i, i) = std::sqrt(sum);
      }
    }
  }
  return true;
}

void solve(const Square& factored, std::span<double> right) {
  const std::size_t n = factored.size;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) right[i] -= factored.at(i, k) * right[k];
    right[i] /= factored.at(i, i);
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) right[i] -= factored.at(k, i) * right[k];
    right[i] /= factored.at(i, i);
  }
}

std::optional<Square> inverse(Square matrix) {
  if (!factor(matrix)) return std::nullopt;
  const std::size_t n = matrix.size;
  // The factor's inverse, kept transposed so that its rows lie side by side; then its product with itself.
  Square upper(n), out(n);
  for (std::size_t j = 0; j < n; ++j) {
    upper.at(j, j) = 1 / matrix.at(j, j);
    for (std::size_t i = j + 1; i < n; ++i) {
      double sum = 0;
      for (std::size_t k = j; k < i; ++k) sum -= matrix.at(i, k) * upper.at(j, k);
      upper.at(j, i) = sum / matrix.at(i, i);
    }
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0;
      for (std::size_t k = i; k < n; ++k) sum += upper.at(i, k) * upper.at(j, k);
      out.at(i, j) = out.at(j, i) = sum;
    }
  return out;
}

}  // namespace trefoil::items
