// The inner loops of everything that sums over the scale: what a pattern of answers says about where on the scale a
// person is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "items/log_table.h"
#include "items/patterns.h"
#include "items/quadrature.h"

namespace trefoil::items {

// The distribution over the points given the answers (Bock and Aitkin 1981, eq. 10): `posterior` has row_length()
// places and adds up to 1. Gives the log of the answers' marginal probability. items[i] is the table's item of the i-th
// answer. Sums run in a fixed order of lanes, with wide registers and without.
//
// Where it is below e^-38 of its top, which no sum of doubles would notice, it is left as 0: the places that are not
// lie in [from, to), multiples of 4. Most of the scale is out of the question for a person with some answers.
struct Support {
  std::size_t from = 0, to = 0;
};
double posterior_of(std::span<const Answer> answers, std::span<const std::uint32_t> items, const LogTable& table,
                    const Quadrature& quadrature, std::span<double> posterior, Support* support = nullptr);

// Sum of products of two rows over the support, in that order of lanes.
double weighed(const double* row, const double* posterior, Support support);
// The same of all pairs of rows: out[a * rows.size() + b] for b <= a is the sum of row a x row b x posterior.
void weighed_products(std::span<const double* const> rows, const double* posterior, Support support,
                      std::vector<double>& out);

// What the E-step gathers: for each row of the table the people expected there at each point, and the log-likelihood.
struct Expected {
  std::vector<double> counts;   // rows x row_length
  std::vector<double> persons;  // row_length: people expected at each point
  double log_likelihood = 0;
  void clear(const LogTable& table);
};
// Adds to `out`.
void expect(const Patterns& patterns, std::span<const std::uint32_t> items, const LogTable& table,
            const Quadrature& quadrature, Expected& out);

// e^x for x <= 0 (less than -700 gives 0), within 2 units of the last place, a whole row at once. `size` is a multiple
// of 4. Public for its test.
void exponentials(const double* from, double* to, std::size_t size);

}  // namespace trefoil::items
