#include "measure/score_table.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace trefoil::measure {

namespace {
constexpr std::size_t kMostCodes = 65'536;
constexpr double kMostPoints = 10'000;  // of an answer: more would be too many codes in any case

bool whole(double points) { return std::abs(points) <= kMostPoints && points == std::floor(points); }
}  // namespace

bool ScoreTable::lay_out(const Scorer& scorer, const std::vector<std::size_t>& among) {
  const Scoring method = scorer.instrument().method;
  if ((method != Scoring::sum && method != Scoring::mean) || among.empty()) return false;
  // All count from the lowest points of any item: which of them are missing is then in the code by their number alone.
  lowest_ = kMostPoints;
  for (const std::size_t i : among) {
    if (!std::ranges::all_of(scorer.points(i), whole)) return false;
    lowest_ = std::min(lowest_, std::ranges::min(scorer.points(i)));
  }
  double most = 0;
  for (const std::size_t i : among) most += std::ranges::max(scorer.points(i)) - lowest_;
  const double codes = (most + 1) * static_cast<double>(among.size() + 1);
  if (codes > static_cast<double>(kMostCodes)) return false;
  missing_step_ = static_cast<std::size_t>(most) + 1;
  scores_.resize(static_cast<std::size_t>(codes));
  steps_.assign(scorer.items().size() * kAnswers, 0);
  for (const std::size_t i : among) {
    const auto points = scorer.points(i);
    std::uint16_t* steps = steps_.data() + i * kAnswers;
    std::fill_n(steps, kAnswers, static_cast<std::uint16_t>(missing_step_));
    for (std::size_t k = 0; k < points.size(); ++k) steps[k] = static_cast<std::uint16_t>(points[k] - lowest_);
  }
  return true;
}

std::optional<ScoreTable> ScoreTable::of(const Scorer& scorer) {
  const std::size_t items = scorer.items().size();
  std::vector<std::size_t> all(items);
  std::iota(all.begin(), all.end(), std::size_t{0});
  ScoreTable out;
  if (!out.lay_out(scorer, all)) return std::nullopt;
  for (std::size_t code = 0; code < out.scores_.size(); ++code) {
    const std::size_t answered = items - code / out.missing_step_;
    const double sum = static_cast<double>(code % out.missing_step_) + out.lowest_ * static_cast<double>(answered);
    out.scores_[code] = scorer.score_of_sum(sum, answered);
  }
  return out;
}

std::optional<ScoreTable> ScoreTable::of_subscale(const Scorer& scorer, std::size_t subscale) {
  std::vector<std::size_t> among;
  for (const std::size_t item : scorer.instrument().subscales[subscale].items)
    if (const auto at = std::ranges::find(scorer.items(), item); at != scorer.items().end())
      among.push_back(static_cast<std::size_t>(at - scorer.items().begin()));
  ScoreTable out;
  if (!out.lay_out(scorer, among)) return std::nullopt;
  // Somebody's answers for each code that there is, item by item; and the score that they get.
  std::map<std::size_t, std::vector<Answer>> shown{{0, std::vector<Answer>(scorer.items().size(), kMissing)}};
  for (const std::size_t i : among) {
    std::map<std::size_t, std::vector<Answer>> next;
    for (const auto& [code, answers] : shown)
      for (std::size_t k = 0; k <= scorer.points(i).size(); ++k) {
        const auto answer = k < scorer.points(i).size() ? static_cast<Answer>(k) : kMissing;
        const auto [at, is_new] = next.try_emplace(code + out.steps_of(i)[answer], answers);
        if (is_new) at->second[i] = answer;
      }
    shown = std::move(next);
  }
  for (const auto& [code, answers] : shown) out.scores_[code].score = scorer.score(answers).subscales[subscale];
  return out;
}

}  // namespace trefoil::measure
