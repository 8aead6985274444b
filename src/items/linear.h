// Small dense symmetric systems, as a model of one item has them, and their inverses.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace trefoil::items {

// Square, by rows; of a symmetric matrix the lower half is what counts.
struct Square {
  explicit Square(std::size_t rows = 0) : size(rows), values(rows * rows, 0.0) {}
  double& at(std::size_t row, std::size_t column) { return values[row * size + column]; }
  double at(std::size_t row, std::size_t column) const { return values[row * size + column]; }
  std::size_t size;
  std::vector<double> values;
};

// Cholesky's factor in the lower half; false where the matrix is not positive definite: a pivot that is not above
// `least` times its diagonal entry, or not a number.
bool factor(Square& matrix, double least = 1e-12);
// Solves with the factor, in place.
void solve(const Square& factored, std::span<double> right);
// The whole inverse; nullopt where it isn't positive definite.
std::optional<Square> inverse(Square matrix);

}  // namespace trefoil::items
