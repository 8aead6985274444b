#include "measure/score_table.h"

#include <algorithm>
#include <cmath>

namespace trefoil::measure {

namespace {
constexpr std::size_t kMostCodes = 65'536;
constexpr double kMostPoints = 10'000;  // of an answer: more would be too many codes in any case

bool whole(double points) { return std::abs(points) <= kMostPoints && points == std::floor(points); }
}  // namespace

std::optional<ScoreTable> ScoreTable::of(const Scorer& scorer) {
  const Scoring method = scorer.instrument().method;
  const std::size_t items = scorer.items().size();
  if ((method != Scoring::sum && method != Scoring::mean) || items == 0) return std::nullopt;
  // All count from the lowest points of any item: which of them are missing is then in the code by their number alone.
  double lowest = kMostPoints;
  for (std::size_t i = 0; i < items; ++i) {
    if (!std::ranges::all_of(scorer.points(i), whole)) return std::nullopt;
    lowest = std::min(lowest, std::ranges::min(scorer.points(i)));
  }
  double most = 0;
  for (std::size_t i = 0; i < items; ++i) most += std::ranges::max(scorer.points(i)) - lowest;
  ScoreTable out;
  if ((most + 1) * static_cast<double>(items + 1) > static_cast<double>(kMostCodes)) return std::nullopt;
  out.missing_step_ = static_cast<std::size_t>(most) + 1;
  out.steps_.assign(items * kAnswers, static_cast<std::uint16_t>(out.missing_step_));
  for (std::size_t i = 0; i < items; ++i) {
    const auto points = scorer.points(i);
    for (std::size_t k = 0; k < points.size(); ++k)
      out.steps_[i * kAnswers + k] = static_cast<std::uint16_t>(points[k] - lowest);
  }
  for (std::size_t missing = 0; missing <= items; ++missing)
    for (std::size_t above = 0; above < out.missing_step_; ++above) {
      const std::size_t answered = items - missing;
      const double sum = static_cast<double>(above) + lowest * static_cast<double>(answered);
      out.scores_.push_back(scorer.score_of_sum(sum, answered));
    }
  return out;
}

}  // namespace trefoil::measure
