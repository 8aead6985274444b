// Items' parameters from answers: marginal maximum likelihood by an EM algorithm (Bock and Aitkin 1981, Psychometrika
// 46:443-459), people taken as a sample of a standard normal distribution.
//
// The M-step is one item's problem at a time, solved by Fisher scoring with halved steps. Squared extrapolation
// (SQUAREM, scheme S3: Varadhan and Roland 2008, Scand J Stat 35:335-353) saves two of three iterations; an
// extrapolated point whose likelihood is lower than the last is dropped, so the likelihood never falls.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "items/graded_response.h"
#include "items/item_fit.h"
#include "items/patterns.h"
#include "items/quadrature.h"

namespace trefoil::items {

struct Progress {
  enum class Work { items, errors, fit };  // one after the other
  Work work = Work::items;
  // Of the items:
  std::size_t iteration = 0;
  double log_likelihood = 0;
  double change = 0;  // the largest of a parameter in an EM step
  // Of their errors and fit: how much is done, from 0 to 1.
  double share = 0;
};

struct CalibrationOptions {
  Span span;
  std::size_t most_iterations = 2000;
  double tolerance = 5e-5;  // converged where an EM step changes no parameter (a, d) by more
  bool accelerated = true;
  std::vector<std::string> names = {};  // of the items, for errors; empty: "item 3"
  // Called once an iteration, and from time to time afterwards; false stops the work with Fault::refused.
  std::function<bool(const Progress&)> progress = {};
};

// What standard errors stand on: standard_errors.h.
enum class Information { observed, cross_product };

// Those of the thresholds by the delta method. They take the model to be right.
struct ItemErrors {
  double slope = 0;
  std::vector<double> thresholds;
  std::vector<double> intercepts;
};

struct Calibration {
  std::vector<GradedItem> items;
  // The categories of each item that somebody used; the model's k-th category is kept[item][k]. The others are left
  // out, since nothing can be said of where they begin.
  std::vector<std::vector<Answer>> kept;
  std::vector<ItemErrors> errors;  // empty where the information can't be inverted: too few people for the parameters
  Information errors_from = Information::observed;
  std::vector<std::optional<ItemFit>> fits;  // of each item
  double log_likelihood = 0;
  std::size_t iterations = 0;  // E-steps
  bool converged = false;
  std::vector<double> course;  // the likelihood of each point that was kept, never falling
  std::size_t people = 0;      // with an answer
  std::size_t silent = 0;      // without
  std::size_t patterns = 0;
};

// Memory: a byte for each answer of each distinct pattern, and 8 x padded points for each category of each item.
// The sign of the scale is chosen so that slopes add up to something positive.
// bad_input: fewer than three items (the model has more parameters than the data), an item that everybody who answered
// it answered alike, one that nobody answered, a slope without a finite estimate (`place` names the item).
// refused: stopped by `progress`.
Result<Calibration> calibrate(const Responses& responses, const CalibrationOptions& options = {});

}  // namespace trefoil::items
