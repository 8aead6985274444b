// What chance alone does to a score, and what is left of a change beyond it.
#include "measure/change.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
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

Scale scale_between(const Scale& scale, const Score& first, const Score& last) {
  const auto usual = standard_error(scale);
  if (!usual || (first.error.value_or(*usual) == *usual && last.error.value_or(*usual) == *usual)) return scale;
  const double e = first.error.value_or(*usual) / *scale.spread, f = last.error.value_or(*usual) / *scale.spread;
  Scale out = scale;
  out.reliability = std::clamp(1 - (e * e + f * f) / 2, 0.0, 1.0);
  return out;
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

double normal_two_sided(double level) {
  if (level == 0.95) return kNormal95;
  return boost::math::quantile(boost::math::normal(), 0.5 + level / 2);
}

std::string_view word(ChangeClass value) {
  switch (value) {
    case ChangeClass::recovered:
      return "recovered";
    case ChangeClass::improved:
      return "improved";
    case ChangeClass::unchanged:
      return "unchanged";
    case ChangeClass::deteriorated:
      return "deteriorated";
  }
  return {};
}

Result<ReliableChange> ReliableChange::with(const ChangeRule& rule) {
  if (!(rule.spread > 0 && std::isfinite(rule.spread)))
    return fail(Fault::bad_input, "The standard deviation is a number above 0.", "spread",
                "Take it from the same sample as the reliability.");
  if (!(rule.reliability >= 0 && rule.reliability <= 1))
    return fail(Fault::bad_input, "Reliability lies between 0 and 1.", "reliability", "Write it as 0.84.");
  // Beyond, the quantile is none that a double tells from its neighbours.
  if (!(rule.level >= 0.01 && rule.level <= 0.999999))
    return fail(Fault::bad_input, "The confidence level lies between 0.01 and 0.999999.", "level", "Write it as 0.95.");
  if (rule.cutoff && !std::isfinite(*rule.cutoff))
    return fail(Fault::bad_input, "The cut-off is not a number.", "cutoff", "Correct it, or leave it out.");
  ReliableChange out;
  out.rule_ = rule;
  out.sem_ = rule.spread * std::sqrt(1 - rule.reliability);
  out.sed_ = out.sem_ * std::numbers::sqrt2;
  out.threshold_ = normal_two_sided(rule.level) * out.sed_;
  return out;
}

Judged ReliableChange::judge(double before_it, double after) const {
  Judged out;
  out.difference = after - before_it;
  // Nor where it is so small that the quotient is no number.
  if (sed_ > 0 && std::isfinite(out.difference / sed_)) out.index = out.difference / sed_;
  if (!(std::abs(out.difference) > threshold_)) return out;
  const bool lower = rule_.direction == Direction::lower_is_better;
  if ((out.difference < 0) != lower) {
    out.verdict = ChangeClass::deteriorated;
    return out;
  }
  const auto clinical = [&](double score) { return lower ? score >= *rule_.cutoff : score <= *rule_.cutoff; };
  out.verdict =
      rule_.cutoff && clinical(before_it) && !clinical(after) ? ChangeClass::recovered : ChangeClass::improved;
  return out;
}

Cutoffs cutoffs(const Population& clinical, const Population& functional) {
  const double towards = functional.mean >= clinical.mean ? 1 : -1;
  return {
      clinical.mean + towards * 2 * clinical.spread, functional.mean - towards * 2 * functional.spread,
      (functional.spread * clinical.mean + clinical.spread * functional.mean) / (clinical.spread + functional.spread)};
}

}  // namespace trefoil::measure
