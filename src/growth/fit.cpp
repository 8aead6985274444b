#include "growth/fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "growth/search.h"

namespace trefoil::growth {

std::vector<std::string> Form::names() const {
  const std::string time = log_time ? "log(1+time)" : "time";
  std::vector<std::string> out{"(intercept)", time};
  if (quadratic) out.push_back(time + "^2");
  out.insert(out.end(), covariates.begin(), covariates.end());
  return out;
}

std::vector<double> Form::row(double time, std::span<const double> covariate_values) const {
  const double at = clock(time);
  std::vector<double> out{1, at};
  if (quadratic) out.push_back(at * at);
  out.insert(out.end(), covariate_values.begin(), covariate_values.end());
  return out;
}

namespace {

std::unexpected<Error> bad_growth(std::string what, std::string place, std::string mend = {}) {
  return fail(Fault::bad_input, std::move(what), std::move(place), std::move(mend));
}

bool all_finite(std::span<const double> column) {
  // A sum of products with 0 is 0 for numbers alone.
  double sum = 0;
  for (const double value : column) sum += value * 0;
  return sum == 0;
}
bool all_same(std::span<const double> column) {
  return std::ranges::all_of(column, [&](double value) { return value == column.front(); });
}

Result<std::size_t> check_growth(const Data& data, const Form& form) {
  const std::size_t rows = data.outcome.size();
  if (data.time.size() != rows || data.subject.size() != rows)
    return bad_growth("The columns are not of one length.", "time", "Give each row a time and a subject.");
  if (data.covariates.size() != form.covariates.size())
    return bad_growth("There are other covariates than are named.", "covariates", "Name each.");
  for (std::size_t k = 0; k < data.covariates.size(); ++k)
    if (data.covariates[k].size() != rows)
      return bad_growth("The columns are not of one length.", form.covariates[k], "Give each row a value.");
  if (rows == 0) return bad_growth("There is no row with an outcome.", "outcome");
  if (!all_finite(data.outcome)) return bad_growth("An outcome is not a number.", "outcome", "Leave the row out.");
  if (!all_finite(data.time)) return bad_growth("A time is not a number.", "time", "Leave the row out.");
  for (std::size_t k = 0; k < data.covariates.size(); ++k)
    if (!all_finite(data.covariates[k]))
      return bad_growth("A covariate is not a number.", form.covariates[k], "Leave the row out.");
  if (form.log_time && std::ranges::any_of(data.time, [](double time) { return time <= -1; }))
    return bad_growth("The log of 1 + time is asked for, and a time is -1 or less.", "time",
                      "Count time from the start.");
  std::vector<bool> there(data.subjects, false);
  for (const auto subject : data.subject) {
    if (subject >= data.subjects) return bad_growth("A subject is numbered beyond the last.", "subject");
    there[subject] = true;
  }
  const auto subjects = static_cast<std::size_t>(std::ranges::count(there, true));
  if (subjects < 2)
    return bad_growth("All scores are of one subject: nothing can be said of how subjects differ.", "subject",
                      "Two subjects are the least, some dozens make sense.");
  if (all_same(data.time)) return bad_growth("All times are the same: there is no growth to see.", "time");
  if (all_same(data.outcome)) return bad_growth("All outcomes are the same: there is nothing to explain.", "outcome");
  for (std::size_t k = 0; k < data.covariates.size(); ++k)
    if (all_same(data.covariates[k]))
      return bad_growth(fmt::format("{} is the same in all rows: that is the intercept already.", form.covariates[k]),
                        form.covariates[k], "Leave it out.");
  return subjects;
}

// Whether a column is made up by those before it.
Result<void> check_columns(const Designs& designs, const Form& form) {
  const std::size_t columns = designs.width - 1;
  const auto names = form.names();
  std::vector<double> root(designs.length, 0);
  const auto at = Designs::at;
  for (std::size_t i = 0; i < columns; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double left = designs.total[at(i, j)];
      for (std::size_t k = 0; k < j; ++k) left -= root[at(i, k)] * root[at(j, k)];
      if (j < i) {
        root[at(i, j)] = left / root[at(j, j)];
      } else if (left > 1e-11 * designs.total[at(i, i)]) {
        root[at(i, i)] = std::sqrt(left);
      } else if (form.quadratic && i == 2) {
        return bad_growth("There are only two different times: their square says nothing more.", "time",
                          "Leave the square out.");
      } else {
        return bad_growth(fmt::format("{} follows from {}: what each does can't be told apart.", names[i],
                                      i == 2 ? "time" : "the columns before it"),
                          names[i], "Leave it out.");
      }
    }
  }
  double left = designs.total[at(columns, columns)];
  for (std::size_t i = 0; i < columns; ++i) {
    double value = designs.total[at(columns, i)];
    for (std::size_t k = 0; k < i; ++k) value -= root[at(columns, k)] * root[at(i, k)];
    root[at(columns, i)] = value / root[at(i, i)];
    left -= root[at(columns, i)] * root[at(columns, i)];
  }
  if (left <= 1e-12 * designs.total[at(columns, columns)])
    return bad_growth("The outcome follows exactly from time and covariates: there is no chance in it to model.",
                      "outcome");
  return {};
}

// From standardised columns back: b = turn * standardised b, in units of the outcome.
Eigen::MatrixXd growth_turn(const Designs& designs, const Form& form) {
  const auto columns = static_cast<Eigen::Index>(designs.width) - 1;
  Eigen::MatrixXd turn = Eigen::MatrixXd::Zero(columns, columns);
  const double mean = designs.time.mean, spread = designs.time.spread;
  turn(0, 0) = 1;
  turn(0, 1) = -mean / spread;
  turn(1, 1) = 1 / spread;
  const Eigen::Index timed = form.quadratic ? 3 : 2;
  if (form.quadratic) {
    turn(0, 2) = mean * mean / (spread * spread);
    turn(1, 2) = -2 * mean / (spread * spread);
    turn(2, 2) = 1 / (spread * spread);
  }
  for (Eigen::Index k = timed; k < columns; ++k) {
    const auto& covariate = designs.covariates[static_cast<std::size_t>(k - timed)];
    turn(0, k) = -covariate.mean / covariate.spread;
    turn(k, k) = 1 / covariate.spread;
  }
  return turn;
}

std::string what_is_singular(const RandomRoot& root, bool slopes) {
  if (!slopes) return "The variance of intercepts is 0: subjects differ no more than chance alone makes them.";
  if (root.a == 0 && root.d == 0)
    return "The variances of intercepts and slopes are 0: subjects differ no more than chance alone makes them.";
  if (root.c == 0 && root.d == 0)
    return "The variance of slopes is 0: subjects' slopes differ no more than chance alone makes them. A random "
           "intercept alone says the same.";
  return "Intercepts and slopes lie on one line (their correlation is 1 or -1): these data hold too little to tell how "
         "they go together. Read the two variances with care.";
}

}  // namespace

Result<Fit> fit_model(const Data& data, const Form& form, Criterion criterion) {
  Fit fit;
  fit.subjects = TRY(check_growth(data, form));
  fit.rows = data.outcome.size();
  const auto [earliest, latest] = std::ranges::minmax(data.time);
  fit.earliest = earliest;
  fit.latest = latest;
  fit.used = criterion;
  const bool slopes = form.random == RandomPart::slope;
  const char* const fewer = slopes ? "Ask for a random intercept alone, or bring more occasions."
                                   : "Bring subjects with two occasions or more.";
  const auto columns = static_cast<Eigen::Index>(form.columns());
  // As many rows as there are intercepts (and slopes) could be met exactly, each by its own.
  if (fit.rows <= fit.subjects * (slopes ? 2 : 1) || fit.rows <= form.columns() + (slopes ? 4 : 2) - 1)
    return bad_growth(fmt::format("{} scores of {} subjects are too few for {} of each.", fit.rows, fit.subjects,
                                  slopes ? "an intercept and a slope" : "an intercept"),
                      "outcome", fewer);
  const Designs designs = gather_designs(data, form);
  fit.designs = designs.size();
  TRY(check_columns(designs, form));
  if (!can_tell_apart(designs, RandomRoot{}))
    return bad_growth("How subjects differ can't be told from chance with these occasions.", "time", fewer);

  const Found found = search(designs, criterion);
  const RandomRoot& root = found.root;
  const double largest = std::max(root.a * root.a, root.c * root.c + root.d * root.d);
  const auto exact = [&] {
    return bad_growth(
        "The scores of each subject lie on its own line, all but exactly: there is no chance in them to model.",
        "outcome", "Look whether the column is computed from others.");
  };
  if (!found.at.sound) return exact();
  const Profiled profiled = profile(designs, found.at, criterion);
  // Where scores lie on lines exactly, the criterion falls without end as the residual goes to 0, until rounding stops
  // it.
  if (!(profiled.residual > 1e-10) || largest > 1e10 || (!found.converged && profiled.residual < 1e-6)) return exact();

  const Eigen::MatrixXd turn = growth_turn(designs, form);
  const double unit = designs.outcome.spread;
  Eigen::VectorXd fixed = unit * (turn * profiled.fixed);
  fixed[0] += designs.outcome.mean;
  const Eigen::MatrixXd covariance = unit * unit * profiled.residual * (turn * profiled.inverse * turn.transpose());
  fit.model.form = form;
  fit.model.residual = unit * unit * profiled.residual;
  fit.model.fixed.assign(fixed.data(), fixed.data() + columns);
  fit.model.fixed_covariance.assign(covariance.data(), covariance.data() + covariance.size());
  for (Eigen::Index i = 0; i < columns; ++i) fit.standard_errors.push_back(std::sqrt(covariance(i, i)));
  if (slopes) {
    const double mean = designs.time.mean, spread = designs.time.spread;
    const Eigen::Matrix2d back{{1, -mean / spread}, {0, 1 / spread}};
    const Eigen::Matrix2d half = back * Eigen::Matrix2d{{root.a, 0}, {root.c, root.d}};
    const Eigen::Matrix2d random = fit.model.residual * half * half.transpose();
    fit.model.random = {random(0, 0), random(0, 1), random(1, 1)};
  } else {
    fit.model.random.intercept = fit.model.residual * root.a * root.a;
  }

  // The criterion in the units of the data.
  double spreads = 0;
  for (Eigen::Index i = 0; i < columns; ++i) spreads -= std::log(turn(i, i));
  const double rows = static_cast<double>(fit.rows);
  fit.criterion = found.at.criterion + (criterion == Criterion::reml
                                            ? 2 * spreads + 2 * (rows - static_cast<double>(columns)) * std::log(unit)
                                            : 2 * rows * std::log(unit));
  fit.loglik = -fit.criterion / 2;
  fit.converged = found.converged;
  fit.iterations = found.iterations;
  fit.singular = root.a == 0 || (slopes && root.d == 0);
  if (fit.singular) fit.note = what_is_singular(root, slopes);
  return fit;
}

}  // namespace trefoil::growth
