// Scores as a growth model says people give them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "growth/fit.h"
#include "measure/draw.h"

namespace trefoil::growth {

struct Simulated {
  std::vector<double> outcome, time;
  std::vector<std::uint32_t> subject;
  std::size_t subjects = 0;
  std::vector<std::vector<double>> covariates;  // columns

  Data data() const;  // lives as long as this
};

// Each subject at each of `times`. `covariates` holds a row for each subject where the model has some. A score is left
// out with probability `missing`, whatever it would have been. bad_input where the model can't be: fewer fixed effects
// than columns, a negative variance, a covariance that the two variances don't allow.
Result<Simulated> simulate(const Model& model, std::size_t subjects, std::span<const double> times,
                           const measure::Uniform& uniform, double missing = 0,
                           std::span<const std::vector<double>> covariates = {});
Result<void> check(const Model& model);

}  // namespace trefoil::growth
