#include "growth/simulate.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace trefoil::growth {

Data Simulated::data() const { return {outcome, time, subject, subjects, {covariates.begin(), covariates.end()}}; }

Result<void> check(const Model& model) {
  const auto columns = model.form.columns();
  if (model.fixed.size() != columns)
    return fail(Fault::bad_input, "The model needs a fixed effect for each of its columns.", "fixed");
  if (!model.fixed_covariance.empty() && model.fixed_covariance.size() != columns * columns)
    return fail(Fault::bad_input, "The covariance of fixed effects has another size than they are many.",
                "fixed_covariance");
  double sum = std::accumulate(model.fixed.begin(), model.fixed.end(), 0.0);
  sum = std::accumulate(model.fixed_covariance.begin(), model.fixed_covariance.end(), sum);
  const auto& g = model.random;
  if (!std::isfinite(sum + g.intercept + g.covariance + g.slope + model.residual))
    return fail(Fault::bad_input, "A parameter of the model is not a number.", "model");
  if (g.intercept < 0 || g.slope < 0 || g.covariance * g.covariance > g.intercept * g.slope * (1 + 1e-9) + 1e-300)
    return fail(Fault::bad_input,
                "No intercepts and slopes vary so: a variance is negative, or the covariance too large.", "random");
  if (!(model.residual > 0)) return fail(Fault::bad_input, "The residual variance is above 0.", "residual");
  return {};
}

Result<Simulated> simulate(const Model& model, std::size_t subjects, std::span<const double> times,
                           const measure::Uniform& uniform, double missing,
                           std::span<const std::vector<double>> covariates) {
  TRY(check(model));
  const std::size_t named = model.form.covariates.size();
  if (named > 0 && (covariates.size() != subjects ||
                    std::ranges::any_of(covariates, [&](const auto& row) { return row.size() != named; })))
    return fail(Fault::bad_input, "Each subject needs a value of each covariate.", "covariates");
  for (const double time : times)
    if (!std::isfinite(model.form.clock(time)))
      return fail(Fault::bad_input, "A time is not a number, or its log is not.", "times");
  Simulated out;
  out.subjects = subjects;
  out.covariates.resize(named);
  const double first = std::sqrt(model.random.intercept);
  const double tied = first > 0 ? model.random.covariance / first : 0;
  const double own = std::sqrt(std::max(0.0, model.random.slope - tied * tied));
  const double noise = std::sqrt(model.residual);
  for (std::size_t subject = 0; subject < subjects; ++subject) {
    const double u = measure::draw_normal(uniform, 0, 1), v = measure::draw_normal(uniform, 0, 1);
    const std::span<const double> values =
        named > 0 ? std::span<const double>(covariates[subject]) : std::span<const double>{};
    for (const double time : times) {
      const auto row = model.form.row(time, values);
      const double line = std::inner_product(row.begin(), row.end(), model.fixed.begin(), 0.0);
      const double score = line + first * u + (tied * u + own * v) * row[1] + measure::draw_normal(uniform, 0, noise);
      if (missing > 0 && uniform() < missing) continue;
      out.outcome.push_back(score);
      out.time.push_back(time);
      out.subject.push_back(static_cast<std::uint32_t>(subject));
      for (std::size_t k = 0; k < named; ++k) out.covariates[k].push_back(values[k]);
    }
  }
  return out;
}

}  // namespace trefoil::growth
