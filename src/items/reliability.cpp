#include "items/reliability.h"

#include <algorithm>
#include <cmath>

#include "items/linear.h"

namespace trefoil::items {

namespace {
// One EM step (Rubin and Thayer 1982) for correlations; gives the log-likelihood (per person, doubled, turned round and
// without its constant) of the factor it was given.
struct FactorEm {
  const Square& correlations;

  double step(OneFactor& factor) const {
    const std::size_t n = correlations.size;
    // beta = lambda' Sigma^-1 = lambda' Psi^-1 / (1 + lambda' Psi^-1 lambda).
    std::vector<double> beta(n), carried(n);
    double strength = 0, log_determinant = 0;
    for (std::size_t i = 0; i < n; ++i) {
      strength += factor.loadings[i] * factor.loadings[i] / factor.uniquenesses[i];
      log_determinant += std::log(factor.uniquenesses[i]);
    }
    log_determinant += std::log1p(strength);
    for (std::size_t i = 0; i < n; ++i) beta[i] = factor.loadings[i] / factor.uniquenesses[i] / (1 + strength);
    double trace = 0, quadratic = 0, explained = 0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) carried[i] += correlations.at(i, j) * beta[j];
      trace += correlations.at(i, i) / factor.uniquenesses[i];
      quadratic += beta[i] * carried[i];
      explained += beta[i] * factor.loadings[i];
    }
    const double misfit = log_determinant + trace - (1 + strength) * quadratic;
    const double second = 1 - explained + quadratic;
    for (std::size_t i = 0; i < n; ++i) {
      factor.loadings[i] = carried[i] / second;
      factor.uniquenesses[i] = correlations.at(i, i) - factor.loadings[i] * carried[i];
    }
    return misfit;
  }
};
constexpr double kHeywood = 1e-4;  // of an item's variance

std::vector<double> flat(const OneFactor& factor) {
  std::vector<double> out = factor.loadings;
  for (const double u : factor.uniquenesses) out.push_back(std::log(u));
  return out;
}
OneFactor shaped(const std::vector<double>& values) {
  const std::size_t n = values.size() / 2;
  OneFactor out{{values.begin(), values.begin() + static_cast<std::ptrdiff_t>(n)}, {}};
  for (std::size_t i = n; i < values.size(); ++i) out.uniquenesses.push_back(std::exp(values[i]));
  return out;
}

double alpha_of(double items, double variances, double of_sum) {
  return items / (items - 1) * (1 - variances / of_sum);
}
}  // namespace

std::optional<OneFactor> one_factor(const std::vector<double>& covariances, std::size_t items) {
  Square correlations(items);
  std::vector<double> deviations(items);
  for (std::size_t i = 0; i < items; ++i) deviations[i] = std::sqrt(covariances[i * items + i]);
  for (std::size_t i = 0; i < items; ++i)
    for (std::size_t j = 0; j < items; ++j)
      correlations.at(i, j) = i == j ? 1 : covariances[i * items + j] / (deviations[i] * deviations[j]);
  const FactorEm em{correlations};
  // Starts from the mean correlation of each item with the others, its sign with it.
  OneFactor now{std::vector<double>(items), std::vector<double>(items)};
  for (std::size_t i = 0; i < items; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < items; ++j) sum += i == j ? 0 : correlations.at(i, j);
    const double mean = items > 1 ? sum / static_cast<double>(items - 1) : 0;
    now.loadings[i] = std::copysign(std::clamp(std::sqrt(std::abs(mean)), 0.1, 0.9), mean);
    now.uniquenesses[i] = 1 - now.loadings[i] * now.loadings[i];
  }
  const auto gone = [](const OneFactor& factor) {
    return std::ranges::any_of(factor.uniquenesses, [](double u) { return !(u > kHeywood); });
  };
  // Extrapolated as calibrate.h says.
  for (int round = 0; round < 20'000; ++round) {
    const auto start = flat(now);
    em.step(now);
    if (gone(now)) return std::nullopt;
    const auto first = flat(now);
    double change = 0;
    for (std::size_t i = 0; i < start.size(); ++i) change = std::max(change, std::abs(first[i] - start[i]));
    if (change < 1e-11) {
      for (std::size_t i = 0; i < items; ++i) {
        now.loadings[i] *= deviations[i];
        now.uniquenesses[i] *= deviations[i] * deviations[i];
      }
      return now;
    }
    const double known = em.step(now);
    if (gone(now)) return std::nullopt;
    const auto second = flat(now);
    double r2 = 0, v2 = 0;
    for (std::size_t i = 0; i < start.size(); ++i) {
      const double r = first[i] - start[i], v = second[i] - first[i] - r;
      r2 += r * r;
      v2 += v * v;
    }
    const double length = v2 > 0 ? std::sqrt(r2 / v2) : 0;
    if (!(length > 1)) continue;
    std::vector<double> far(start.size());
    for (std::size_t i = 0; i < start.size(); ++i) {
      const double r = first[i] - start[i], v = second[i] - first[i] - r;
      far[i] = start[i] + 2 * length * r + length * length * v;
    }
    OneFactor leapt = shaped(far);
    OneFactor next = leapt;
    const bool sane = std::ranges::all_of(far, [](double x) { return std::abs(x) < 20; });
    if (sane && em.step(next) <= known) now = std::move(leapt);
  }
  return std::nullopt;
}

Result<Reliability> reliability(const Responses& responses, const std::vector<std::string>& names) {
  const std::size_t n = responses.items;
  if (n < 2) return fail(Fault::bad_input, "Reliability needs two items or more.", {}, "Add the other items' columns.");
  Reliability out;
  std::vector<double> means(n, 0.0);
  const auto complete = [&](std::size_t person) {
    return std::ranges::find(responses.of(person), kMissing) == responses.of(person).end();
  };
  for (std::size_t person = 0; person < responses.people(); ++person) {
    if (!complete(person)) {
      ++out.left_out;
      continue;
    }
    ++out.people;
    const auto answers = responses.of(person);
    for (std::size_t i = 0; i < n; ++i) means[i] += answers[i];
  }
  if (out.people < 3)
    return fail(Fault::bad_input, "Fewer than three people answered every item.", {},
                "Add people, or leave out an item that few answered.");
  const double people = static_cast<double>(out.people);
  for (double& mean : means) mean /= people;
  std::vector<double> covariances(n * n, 0.0), off(n);
  for (std::size_t person = 0; person < responses.people(); ++person) {
    if (!complete(person)) continue;
    const auto answers = responses.of(person);
    for (std::size_t i = 0; i < n; ++i) off[i] = answers[i] - means[i];
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) covariances[i * n + j] += off[i] * off[j];
  }
  double all = 0, variances = 0;
  std::vector<double> with_sum(n, 0.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      covariances[i * n + j] /= people - 1;
      covariances[j * n + i] = covariances[i * n + j];
    }
  for (std::size_t i = 0; i < n; ++i) {
    if (!(covariances[i * n + i] > 1e-12))
      return fail(Fault::bad_input, "Everybody answered this item alike, so it tells nobody from anybody.",
                  name_of(names, i), "Leave it out.");
    for (std::size_t j = 0; j < n; ++j) with_sum[i] += covariances[i * n + j];
    variances += covariances[i * n + i];
    all += with_sum[i];
  }
  if (!(all > 1e-9 * variances))
    return fail(Fault::bad_input, "The sum of the items is the same for everybody.", {},
                "Turn round the items that run against the others.");
  out.alpha = alpha_of(static_cast<double>(n), variances, all);
  for (std::size_t i = 0; i < n; ++i) {
    const double own = covariances[i * n + i];
    const double rest = all - 2 * with_sum[i] + own, with_rest = with_sum[i] - own;
    ItemStatistics item{means[i], std::sqrt(own), std::clamp(with_sum[i] / std::sqrt(own * all), -1.0, 1.0), 0, {}};
    if (rest > 1e-12) item.with_rest = std::clamp(with_rest / std::sqrt(own * rest), -1.0, 1.0);
    if (n > 2 && rest > 1e-12) item.alpha_without = alpha_of(static_cast<double>(n - 1), variances - own, rest);
    out.items.push_back(item);
  }
  if (n < 3) {
    out.why_no_omega = "two items can't tell a factor from what is their own";
    return out;
  }
  const auto factor = one_factor(covariances, n);
  if (!factor) {
    out.why_no_omega = "one factor doesn't fit: what is an item's own comes out as nothing, or doesn't settle";
    return out;
  }
  double loadings = 0, uniquenesses = 0;
  for (const double loading : factor->loadings) loadings += loading;
  for (const double uniqueness : factor->uniquenesses) uniquenesses += uniqueness;
  out.omega = loadings * loadings / (loadings * loadings + uniquenesses);
  return out;
}

}  // namespace trefoil::items
