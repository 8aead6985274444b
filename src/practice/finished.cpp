#include "practice/finished.h"

#include <algorithm>

#include "practice/outlines.h"

namespace trefoil::practice {

namespace {
bool is_same(const measure::Scale& a, const measure::Scale& b) {
  return a.name == b.name && a.direction == b.direction && a.minimum == b.minimum && a.maximum == b.maximum;
}
}  // namespace

bool is_finished(const care::File& file) { return file.course.closing.closed || !file.is_begun(); }

std::vector<WeeksAndScore> by_week(const measure::Series& unsorted) {
  if (unsorted.scores.empty()) return {};
  const bool dated = unsorted.scores.front().when.day.has_value();
  if (std::ranges::any_of(unsorted.scores,
                          [&](const measure::Score& score) { return score.when.day.has_value() != dated; }))
    return {};
  measure::Series series = unsorted;
  sort(series);
  const auto& first = series.scores.front().when;
  std::vector<WeeksAndScore> out;
  for (const auto& score : series.scores) {
    const double week =
        dated ? (*score.when.day - *first.day) / 7.0 : score.when.week.value_or(0) - first.week.value_or(0);
    if (!out.empty() && out.back().week == week) out.pop_back();
    out.push_back({week, score.value});
  }
  return out;
}

namespace {
void add_file(FinishedScores& out, const care::File& file, const measure::Scale& scale) {
  const auto found = file.series.find(scale.name);
  if (found == file.series.end() || !is_same(found->second.scale, scale)) return;
  const auto scores = by_week(found->second);
  if (scores.empty()) return;
  for (const auto& score : scores) {
    out.outcome.push_back(score.value);
    out.time.push_back(score.week);
    out.subject.push_back(static_cast<std::uint32_t>(out.files));
  }
  ++out.files;
  out.imported += file.imported ? 1 : 0;
}
}  // namespace

Result<std::vector<FinishedScores>> finished_scores(const House& house, Keyholder& holder,
                                                    std::span<const measure::Scale> scales, LogId but_for) {
  std::vector<FinishedScores> out(scales.size());
  TRY(each_outline(
      house, holder, [&] { out.assign(scales.size(), {}); },
      [&](const Outline& outline) {
        const auto& file = outline.file;
        if (file.id == but_for || !is_finished(file)) return;
        for (std::size_t i = 0; i < scales.size(); ++i) add_file(out[i], file, scales[i]);
      }));
  return out;
}

Result<FinishedScores> finished_scores(const House& house, Keyholder& holder, const measure::Scale& scale,
                                       LogId but_for) {
  auto all = TRY(finished_scores(house, holder, std::span(&scale, 1), but_for));
  return std::move(all.front());
}

}  // namespace trefoil::practice
