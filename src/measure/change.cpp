// What chance alone does to a score, and what is left of a change beyond it.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/text.h"
#include "measure/series.h"

namespace trefoil::measure {

std::optional<double> standard_error(const Scale& scale) {
  if (!scale.reliability || !scale.spread) return std::nullopt;
  return *scale.spread * std::sqrt(std::max(0.0, 1.0 - *scale.reliability));
}

std::optional<double> standard_error_of_difference(const Scale& scale) {
  const auto sem = standard_error(scale);
  if (!sem) return std::nullopt;
  return *sem * std::numbers::sqrt2;
}

Change change(const Scale& scale, double first, double last) {
  Change out;
  out.difference = last - first;
  const auto error = standard_error_of_difference(scale);
  if (!error) return out;
  out.by_chance = kNormal95 * *error;
  if (*error > 0) out.index = out.difference / *error;
  if (std::abs(out.difference) <= *out.by_chance) {
    out.verdict = Change::Verdict::within_chance;
  } else {
    const bool down = out.difference < 0;
    out.verdict =
        down == (scale.direction == Direction::lower_is_better) ? Change::Verdict::better : Change::Verdict::worse;
  }
  return out;
}

bool before(const Occasion& a, const Occasion& b) {
  if (a.day.has_value() != b.day.has_value()) return b.day.has_value();
  if (a.day) return *a.day < *b.day;
  return a.week.value_or(0) < b.week.value_or(0);
}

void sort(Series& series) {
  std::stable_sort(series.scores.begin(), series.scores.end(),
                   [](const Score& a, const Score& b) { return before(a.when, b.when); });
}

Result<void> check(const Scale& scale, const Score& score) {
  const auto bad = [](const std::optional<double>& value) { return value && !std::isfinite(*value); };
  if (base::trim(scale.name).empty())
    return fail(Fault::bad_input, "The measure has no name.", "name", "Give the measure a name.");
  if (bad(scale.minimum) || bad(scale.maximum) ||
      (scale.minimum && scale.maximum && !(*scale.minimum < *scale.maximum)))
    return fail(Fault::bad_input, "The lowest score must be below the highest.", "minimum", "Correct the two limits.");
  if (scale.reliability && !(*scale.reliability >= 0 && *scale.reliability <= 1))
    return fail(Fault::bad_input, "Reliability lies between 0 and 1.", "reliability", "Correct it, or leave it out.");
  if (scale.spread && !(*scale.spread > 0 && std::isfinite(*scale.spread)))
    return fail(Fault::bad_input, "The spread is a number above 0.", "spread", "Correct it, or leave it out.");
  if (!std::isfinite(score.value)) return fail(Fault::bad_input, "The score is not a number.", "value", "Correct it.");
  if ((scale.minimum && score.value < *scale.minimum) || (scale.maximum && score.value > *scale.maximum))
    return fail(Fault::bad_input, "The score " + number_text(score.value) + " lies outside the scale.", "value",
                "Correct the score, or the limits of the scale.");
  if (!score.when.day && !score.when.week)
    return fail(Fault::bad_input, "The score has no date and no week.", "when", "Say when it was answered.");
  if (bad(score.when.week)) return fail(Fault::bad_input, "The week is not a number.", "when", "Correct it.");
  return {};
}

}  // namespace trefoil::measure
