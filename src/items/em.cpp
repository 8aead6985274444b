#include "items/em.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace trefoil::items {

namespace {
constexpr double kRounding = 1e-11;  // of the likelihood: what sums in another order may differ by

// All that is estimated, in a row: for each item a, d_1, d_2, ...; for each free group mean and log deviation.
std::vector<double> parameters_of(const Model& model) {
  std::vector<double> out;
  for (const GradedItem& item : model.items) {
    out.push_back(item.slope);
    out.insert(out.end(), item.intercepts.begin(), item.intercepts.end());
  }
  for (const Group& group : model.groups)
    if (group.free) out.insert(out.end(), {group.mean, std::log(group.deviation)});
  return out;
}

// False, and the model is as it was, where they are none that the model can have.
bool set_parameters(Model& model, std::span<const double> from) {
  std::size_t at = 0;
  for (const GradedItem& item : model.items) {
    if (!(std::abs(from[at++]) <= kSteepest)) return false;
    for (std::size_t k = 0; k < item.intercepts.size(); ++k, ++at)
      if (!(std::abs(from[at]) < 1e3) || (k > 0 && !(from[at] < from[at - 1] - 1e-9))) return false;
  }
  for (const Group& group : model.groups)
    if (group.free) {
      if (!(std::abs(from[at]) < 5) || !(std::abs(from[at + 1]) < 3)) return false;
      at += 2;
    }
  at = 0;
  for (GradedItem& item : model.items) {
    item.slope = from[at++];
    for (double& intercept : item.intercepts) intercept = from[at++];
  }
  for (Group& group : model.groups)
    if (group.free) {
      group.mean = from[at++];
      group.deviation = std::exp(from[at++]);
    }
  return true;
}

double largest_change(std::span<const double> a, std::span<const double> b) {
  double out = 0;
  for (std::size_t i = 0; i < a.size(); ++i) out = std::max(out, std::abs(a[i] - b[i]));
  return out;
}

class Em {
 public:
  Em(Model& model, const CalibrationOptions& options) : model_(model), quadrature_(normal_quadrature(options.span)) {
    expected_.resize(model.groups.size());
  }

  // The log-likelihood of the parameters as they stand.
  double e_step() {
    table_.fill(model_.items, quadrature_);
    double sum = 0;
    for (std::size_t g = 0; g < model_.groups.size(); ++g) {
      const Group& group = model_.groups[g];
      if (group.free || group.mean != 0 || group.deviation != 1) {
        weigh(quadrature_, group.mean, group.deviation);
        expected_[g].clear(table_);
        expect(group.patterns, group.items, table_, quadrature_, expected_[g]);
        weigh(quadrature_, 0, 1);
      } else {
        expected_[g].clear(table_);
        expect(group.patterns, group.items, table_, quadrature_, expected_[g]);
      }
      sum += expected_[g].log_likelihood;
    }
    return sum;
  }

  void m_step() {
    std::vector<double>& counts = expected_.front().counts;
    for (std::size_t g = 1; g < expected_.size(); ++g)
      for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += expected_[g].counts[i];
    const std::size_t length = table_.row_length();
    for (std::size_t i = 0; i < model_.items.size(); ++i)
      improve(model_.items[i],
              std::span(counts).subspan(table_.first_row(i) * length, model_.items[i].categories() * length),
              quadrature_);
    for (std::size_t g = 0; g < model_.groups.size(); ++g)
      if (model_.groups[g].free) move_group(model_.groups[g], expected_[g].persons);
  }

 private:
  // The moments of those expected there, where they raise the likelihood; they do unless points are missing at the
  // ends.
  void move_group(Group& group, std::span<const double> persons) {
    double all = 0, first = 0, second = 0;
    for (std::size_t q = 0; q < quadrature_.count; ++q) {
      all += persons[q];
      first += persons[q] * quadrature_.points[q];
      second += persons[q] * quadrature_.points[q] * quadrature_.points[q];
    }
    if (!(all > 0)) return;
    const double mean = first / all;
    const double deviation = std::sqrt(std::max(second / all - mean * mean, 1e-3));
    const auto of = [&](double m, double s) {
      weigh(quadrature_, m, s);
      double sum = 0;
      for (std::size_t q = 0; q < quadrature_.count; ++q) sum += persons[q] * quadrature_.log_weights[q];
      return sum;
    };
    const bool better = of(mean, deviation) >= of(group.mean, group.deviation);
    weigh(quadrature_, 0, 1);
    if (!better) return;
    group.mean = mean;
    group.deviation = deviation;
  }

  Model& model_;
  Quadrature quadrature_;
  LogTable table_;
  std::vector<Expected> expected_;
};

class Climb {
 public:
  Climb(Model& model, const CalibrationOptions& options) : model_(model), options_(options), em_(model, options) {}

  Result<Fitted> run() {
    while (out_.iterations < options_.most_iterations) {
      // Two steps of EM, each from a point whose likelihood is known, and where they point to.
      const auto start = parameters_of(model_);
      if (!TRY(step(start))) return std::move(out_);
      const auto first = parameters_of(model_);
      if (!TRY(step(first))) return std::move(out_);
      const auto second = parameters_of(model_);
      if (options_.accelerated) leap(start, first, second);
    }
    // Not converged: the likelihood must be that of the parameters all the same.
    keep(em_.e_step());
    return std::move(out_);
  }

 private:
  // E and M from `from`; false where that has converged, and the parameters are left at `from`.
  Result<bool> step(const std::vector<double>& from) {
    const double likelihood = leapt_ ? *leapt_ : em_.e_step();
    if (!leapt_) ++out_.iterations;
    leapt_.reset();
    keep(likelihood);
    em_.m_step();
    const double change = largest_change(from, parameters_of(model_));
    if (options_.progress && !options_.progress({Progress::Work::items, out_.iterations, likelihood, change}))
      return fail(Fault::refused, "The calibration was stopped.");
    if (change > options_.tolerance) return true;
    set_parameters(model_, from);
    out_.converged = true;
    return false;
  }

  void leap(const std::vector<double>& start, const std::vector<double>& first, const std::vector<double>& second) {
    double r2 = 0, v2 = 0;
    for (std::size_t i = 0; i < start.size(); ++i) {
      const double r = first[i] - start[i], v = second[i] - first[i] - r;
      r2 += r * r;
      v2 += v * v;
    }
    if (!(v2 > 0)) return;
    const double length = -std::sqrt(r2 / v2);
    if (!(length < -1)) return;  // -1 is the second point itself
    std::vector<double> far(start.size());
    for (std::size_t i = 0; i < start.size(); ++i) {
      const double r = first[i] - start[i], v = second[i] - first[i] - r;
      far[i] = start[i] - 2 * length * r + length * length * v;
    }
    if (!set_parameters(model_, far)) return;
    ++out_.iterations;
    // Not below the last that is known, which the second point is not below either: its own next E-step counts for it.
    const double likelihood = em_.e_step();
    if (likelihood >= out_.log_likelihood)
      leapt_ = likelihood;
    else
      set_parameters(model_, second);
  }

  void keep(double likelihood) {
    if (!out_.course.empty() && !(likelihood >= out_.log_likelihood - kRounding * std::abs(likelihood)))
      throw std::logic_error("a likelihood fell in an EM algorithm");
    out_.log_likelihood = likelihood;
    out_.course.push_back(likelihood);
  }

  Model& model_;
  const CalibrationOptions& options_;
  Em em_;
  Fitted out_;
  std::optional<double> leapt_;  // the E-step of the point that stands has been done: its likelihood
};
}  // namespace

Result<Fitted> fit(Model& model, const CalibrationOptions& options) { return Climb(model, options).run(); }

}  // namespace trefoil::items
