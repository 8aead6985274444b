// What the likelihood of a growth model needs of the data: sums for each set of times that subjects share.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "growth/fit.h"

namespace trefoil::growth {

// The data's columns moved to mean 0 and spread 1, so that nothing is lost where times or scores lie far from 0.
struct Standardised {
  double mean = 0, spread = 1;
  double shrink = 1;  // 1 / spread
  double operator()(double value) const { return (value - mean) * shrink; }
};

// With C = [X y], of standardised columns in the order of Form::names() and the outcome last, and G = Z'C of a
// subject (rows g0 and g1, the second zero without random slopes), each design holds
//   sums[0] = sum of g0'g0,  sums[1] = sum of g0'g1 + g1'g0,  sums[2] = sum of g1'g1     over its subjects,
// as lower triangles by rows; and Z'Z, which its subjects share. Nothing else of the subjects is needed: V inverse of
// a subject is I - Z M Z' with a small M that depends on the design alone.
struct Designs {
  std::size_t width = 0;                 // columns of C
  std::size_t length = 0;                // of a lower triangle: width (width + 1) / 2
  int random = 1;                        // columns of Z: 1 or 2
  std::vector<double> subjects;          // of each design
  std::vector<std::array<double, 3>> z;  // Z'Z of each design: 00, 01, 11
  std::vector<double> determinant;       // of Z'Z; 0 where the times are all one, or Z has one column
  std::vector<double> sums;              // designs x 3 x length
  std::vector<double> total;             // C'C, a lower triangle
  std::size_t rows = 0;
  Standardised time, outcome;
  std::vector<Standardised> covariates;

  std::size_t size() const { return subjects.size(); }
  static std::size_t at(std::size_t row, std::size_t column) { return row * (row + 1) / 2 + column; }
};

// One pass over the rows, two where they don't come subject after subject. The data have been checked.
Designs gather_designs(const Data& data, const Form& form);

}  // namespace trefoil::growth
