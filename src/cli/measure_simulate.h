// A growth model given by options, which two commands take: simulate and simulate-growth.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

#include "base/result.h"

namespace trefoil::cli {

struct GrowthSimulationWish {
  std::string fixed, random, times;
  double residual = 1, missing = 0;
  std::size_t people = 100;
  std::uint64_t seed = 1;
};
// --fixed, --random, --residual and --times.
struct GrowthModelOptions {
  CLI::Option *fixed, *random, *residual, *times;
};
GrowthModelOptions add_growth_model_options(CLI::App& command, GrowthSimulationWish& wish);
// Writes the scores: subject, time, outcome.
Result<int> simulate_scores(const GrowthSimulationWish& wish);

}  // namespace trefoil::cli
