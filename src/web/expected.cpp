#include "web/expected.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "growth/fit.h"

namespace trefoil::web {

namespace {
using growth::Criterion;
using growth::Fit;
using growth::Form;
using growth::RandomPart;

// As many weeks ahead, and no further: a quarter of a year.
constexpr int kAhead = 13;

std::string one_decimal(double value) { return measure::number_text(std::round(value * 10) / 10); }
std::string files_in_words(std::size_t count) {
  return count == 1 ? std::string("one finished file") : fmt::format("{} finished files", count);
}

// Which of the two lines: as many parameters in each, so the likelihoods compare as they are.
std::optional<Fit> fit(const practice::FinishedScores& finished) {
  const growth::Data data{finished.outcome, finished.time, finished.subject, finished.files, {}};
  for (const RandomPart random : {RandomPart::slope, RandomPart::intercept}) {
    std::optional<Fit> best;
    for (const bool flattens : {false, true}) {
      const Form form{.random = random, .log_time = flattens, .covariates = {}};
      auto tried = growth::fit_model(data, form, Criterion::ml);
      if (tried && tried->converged && (!best || tried->loglik > best->loglik)) best = std::move(*tried);
    }
    if (!best) continue;
    auto last = growth::fit_model(data, best->model.form, Criterion::reml);
    if (last && last->converged) return std::move(*last);
  }
  return std::nullopt;
}

std::vector<std::string> numbers_behind(const practice::FinishedScores& finished, const Fit& fit) {
  const auto& model = fit.model;
  const auto mean_at = [&](double week) { return one_decimal(predict(model, {}, {}, week).expected); };
  std::vector<std::string> out;
  out.push_back(fmt::format("From {} scores of {} that you may read{}; this file is not among them.",
                            finished.outcome.size(), files_in_words(finished.files),
                            finished.imported == 0
                                ? std::string()
                                : fmt::format(", {} of them imported as records of earlier work", finished.imported)));
  out.push_back(fmt::format("On average those files begin at {} and stand at {} after {} weeks; the line {}.",
                            mean_at(0), mean_at(fit.latest), measure::number_text(std::round(fit.latest)),
                            model.form.log_time ? "falls or rises fast at first and flattens out" : "is straight"));
  out.push_back(
      fmt::format("Where they begin is spread by {} (standard deviation); a single score lies about {} off "
                  "its own file's line.",
                  one_decimal(std::sqrt(model.random.intercept)), one_decimal(std::sqrt(model.residual))));
  out.emplace_back("The fan holds 50, 80 and 95 of 100 next scores of somebody who is like the people in those files.");
  out.push_back(fmt::format(
      "The model: a line for each person about a common one (Laird and Ware 1982, Biometrics "
      "38:963-974), {}, fitted by restricted maximum likelihood.",
      model.form.random == RandomPart::slope ? "with a start and a pace of their own" : "with a start of their own"));
  return out;
}
}  // namespace

Expected expected_beside(const practice::FinishedScores& finished, const measure::Scale& scale,
                         std::span<const practice::WeeksAndScore> own) {
  Expected out;
  if (own.empty()) {
    out.words = "Some scores of this file have dates and some only weeks, so no course can be drawn.";
    return out;
  }
  if (finished.files < growth::kLeastFiles) {
    out.words = fmt::format(
        "{} that you may read {} this measure. An expected course is shown from {} on: with fewer it "
        "would be guessed.",
        finished.files == 0   ? std::string("No finished file")
        : finished.files == 1 ? std::string("One finished file")
                              : files_in_words(finished.files),
        finished.files < 2 ? "has" : "have", growth::kLeastFiles);
    return out;
  }
  const auto found = fit(finished);
  if (!found) {
    out.words = "No course could be found that fits the finished files: none is shown.";
    return out;
  }
  std::vector<growth::TimedScore> scores;
  for (const auto& score : own) scores.push_back({score.week, score.value});
  std::vector<double> ahead;
  for (int weeks = 1; weeks <= kAhead; ++weeks) ahead.push_back(scores.back().time + weeks);
  auto course = expected_course(*found, scale, scores, {}, ahead);
  if (!course) {
    out.words = "No expected course can be shown: " + course.error().what;
    return out;
  }
  out.standing = course->standing;
  out.words = std::move(course->words);
  out.fan = std::move(course->fan);
  if (!out.fan.empty() || out.standing != growth::Standing::too_little) out.behind = numbers_behind(finished, *found);
  return out;
}

}  // namespace trefoil::web
