// How scores grow over time in many people: the linear mixed model of Laird and Ware (1982, Biometrics 38:963-974),
//
//   y = X b + Z u + e,   u ~ N(0, G) for each subject,   e ~ N(0, s2) for each score,
//
// with an intercept, or an intercept and a slope, for each subject. Fitted by maximum likelihood, or by restricted
// maximum likelihood (Patterson and Thompson 1971, Biometrika 58:545-554), of which b and s2 are profiled out (Bates,
// Maechler, Bolker and Walker 2015, J Stat Softw 67(1), section 3.4). Scores that are missing may be so for reasons
// that the scores before them tell, not for reasons of their own.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace trefoil::growth {

enum class RandomPart { intercept, slope };  // slope: an intercept and a slope, which may go together

struct Form {
  RandomPart random = RandomPart::slope;
  bool quadratic = false;               // and the square of time, the same for all
  bool log_time = false;                // log(1 + time) in place of time, fixed and random
  std::vector<std::string> covariates;  // their names, in order
  bool operator==(const Form&) const = default;

  double clock(double time) const { return log_time ? std::log1p(time) : time; }  // what of time stands in the model
  std::size_t columns() const { return 2 + (quadratic ? 1 : 0) + covariates.size(); }
  std::vector<std::string> names() const;  // "(intercept)", "time" or "log(1+time)", its square with "^2", covariates
  // The row of X. `covariates` holds as many values as there are names.
  std::vector<double> row(double time, std::span<const double> covariate_values) const;
};

// A variance, and a covariance, in squares of the outcome's unit; of slopes per unit of time (or of its log).
struct RandomVariance {
  double intercept = 0, covariance = 0, slope = 0;  // the last two 0 for RandomPart::intercept
  bool operator==(const RandomVariance&) const = default;
};

struct Model {
  Form form;
  std::vector<double> fixed;             // as form.names()
  std::vector<double> fixed_covariance;  // columns x columns, of the estimates; empty: taken as known
  RandomVariance random;
  double residual = 0;  // variance
};

// Columns of one length, in any order of rows; all numbers finite. `subject` counts from 0 to below `subjects`.
struct Data {
  std::span<const double> outcome, time;
  std::span<const std::uint32_t> subject;
  std::size_t subjects = 0;
  std::vector<std::span<const double>> covariates;  // as Form::covariates
};

enum class Criterion { reml, ml };

struct Fit {
  Model model;
  std::vector<double> standard_errors;  // of model.fixed
  Criterion used = Criterion::reml;
  double criterion = 0;  // -2 log-likelihood, restricted with reml, at its least
  double loglik = 0;     // -criterion / 2
  bool converged = false;
  std::size_t iterations = 0;
  bool singular = false;               // a variance is 0, or intercepts and slopes lie on one line
  std::string note;                    // what `singular` means here, in words; empty otherwise
  double earliest = 0, latest = 0;     // of the times: beyond them the model knows nothing
  std::size_t rows = 0, subjects = 0;  // used; subjects without a row aren't counted
  std::size_t designs = 0;             // different sets of times: memory and each evaluation are proportional to them
};

// bad_input, with `place` naming the column, where no answer would be right: columns of unequal length, numbers that
// aren't, fewer than two subjects, fewer rows than there is to estimate, times all equal, a covariate that never varies
// or that others (with time) make up, an outcome that the model gives exactly, and random parts that these occasions
// can't tell apart from the rest (one score a subject; slopes where all have the same two times).
Result<Fit> fit_model(const Data& data, const Form& form, Criterion criterion = Criterion::reml);

}  // namespace trefoil::growth
