// How far a sum score can be trusted, and what each item adds to it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "items/patterns.h"

namespace trefoil::items {

struct ItemStatistics {
  double mean = 0, deviation = 0;       // in categories from 0; n - 1 in the denominator
  double with_total = 0;                // correlation with the sum of all items
  double with_rest = 0;                 // with the sum of the others (corrected item-total correlation)
  std::optional<double> alpha_without;  // alpha of the others, where there are two or more
};

struct Reliability {
  // Cronbach 1951, Psychometrika 16:297-334: k / (k - 1) (1 - sum of the items' variances / variance of the sum).
  double alpha = 0;
  // One-factor omega (McDonald 1999, Test theory, eq. 6.20): (sum of loadings)^2 / ((sum of loadings)^2 + sum of
  // uniquenesses), the factor fitted to the covariances by maximum likelihood (Rubin and Thayer 1982, Psychometrika
  // 47:69-76). nullopt with a reason where it can't be had.
  std::optional<double> omega;
  std::string why_no_omega;
  std::vector<ItemStatistics> items;
  std::size_t people = 0;    // who answered every item: they alone are counted
  std::size_t left_out = 0;  // who didn't
};

// `names` of the items, for errors; empty: "item 3". bad_input: fewer than two items, fewer than three people who
// answered every item, an item that they all answered alike, a sum that is the same for everybody.
Result<Reliability> reliability(const Responses& responses, const std::vector<std::string>& names = {});

// One factor by maximum likelihood to a covariance matrix (by rows). nullopt where a uniqueness goes to nothing (a
// Heywood case), or it hasn't settled.
struct OneFactor {
  std::vector<double> loadings, uniquenesses;
};
std::optional<OneFactor> one_factor(const std::vector<double>& covariances, std::size_t items);

}  // namespace trefoil::items
