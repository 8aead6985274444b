// The least of the profiled likelihood's criterion over the random part.
#pragma once

#include "growth/likelihood.h"

namespace trefoil::growth {

struct Found {
  RandomRoot root;
  Evaluation at;
  bool converged = false;  // no step promises more than 1e-10, and no variance that is 0 wants to be above it
  std::size_t iterations = 0;
};

// By moments of the residuals of ordinary least squares: inside of what is allowed.
RandomRoot first_guess(const Designs& designs);

// Newton's steps with the exact curvature in L, where any value is allowed and a singular T is an ordinary point; made
// to go down by turning negative curvature round, and shortened until the criterion falls. A singular T whose slope
// leads inside is left again.
Found search(const Designs& designs, Criterion criterion);

}  // namespace trefoil::growth
