#include "measure/interpret.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "measure/score.h"

namespace trefoil::measure {

namespace {
const Band* band_at(const Instrument& instrument, double score) {
  const auto place = band_of(instrument, score);
  return place ? &instrument.bands[*place] : nullptr;
}

std::string two_decimals(double value) { return number_text(std::round(value * 100) / 100); }
std::string in_points(double value) {
  const std::string text = two_decimals(value);
  return text + (text == "1" ? " point" : " points");
}
std::string from_source(std::string source) {
  if (source.empty()) return ". Where it comes from isn't given.";
  if (source.back() == '.') source.pop_back();
  return " (" + source + ").";
}
// "the clinical range, from 10 up"
std::string range_words(const ChangeBasis& basis) {
  return fmt::format("the clinical range, {} and {}", number_text(basis.cutoff->value),
                     basis.scale.direction == Direction::lower_is_better ? "above" : "below");
}
bool is_clinical(const ChangeBasis& basis, double score) {
  return basis.scale.direction == Direction::lower_is_better ? score >= basis.cutoff->value
                                                             : score <= basis.cutoff->value;
}

std::string verdict_words(const ChangeBasis& basis, const Judged& judged, double first, double last) {
  const std::string both = fmt::format("From {} to {}: ", number_text(first), number_text(last));
  switch (judged.verdict) {
    case ChangeClass::recovered:
      return both + "better by more than chance would explain, and out of " + range_words(basis) +
             ". The paper behind this rule calls that recovered; how somebody lives with it, no score says.";
    case ChangeClass::improved:
      if (basis.cutoff)
        return both + "better by more than chance would explain (improved). " +
               (is_clinical(basis, last) ? "It is still in " + range_words(basis) + "."
                                         : "It was outside " + range_words(basis) + ", before already.");
      return both + "better by more than chance would explain (improved).";
    case ChangeClass::deteriorated:
      return both + "worse by more than chance would explain (deteriorated). That is a reason to look, and no verdict.";
    case ChangeClass::unchanged:
      break;
  }
  return both + "no more than chance would explain (unchanged). That is not proof that nothing has changed.";
}

std::vector<std::string> parameters_of(const ChangeBasis& basis, const ReliableChange& rule) {
  std::vector<std::string> out;
  out.push_back(
      fmt::format("A change counts from more than {} on: {} times the standard error of a difference, {}, "
                  "for a confidence of {} %.",
                  in_points(rule.threshold()), two_decimals(normal_two_sided(basis.level)), two_decimals(rule.sed()),
                  number_text(basis.level * 100)));
  out.push_back("Spread (standard deviation): " + number_text(*basis.scale.spread) + from_source(basis.spread_source));
  out.push_back("Reliability: " + number_text(*basis.scale.reliability) +
                (basis.reliability_kind.empty() ? "" : ", " + basis.reliability_kind) +
                from_source(basis.reliability_source));
  out.push_back(basis.cutoff ? "Cut-off: " + number_text(basis.cutoff->value) + from_source(basis.cutoff->source)
                             : "No cut-off with a source is known for it, so nothing is said of a clinical range.");
  out.emplace_back("The rule: Jacobson and Truax 1991, J Consult Clin Psychol 59:12-19.");
  return out;
}
}  // namespace

std::string band_name(const Instrument& instrument, double score) {
  const Band* band = band_at(instrument, score);
  return band != nullptr ? band->words : std::string();
}

std::string band_in_words(const Instrument& instrument, double score) {
  const Band* band = band_at(instrument, score);
  if (band == nullptr) return {};
  const std::string range =
      band->from == band->to ? number_text(band->from) : number_text(band->from) + " to " + number_text(band->to);
  return fmt::format("{} is called {} ({}).", number_text(score), band->words, range);
}

std::string band_source(const Instrument& instrument, double score) {
  const Band* band = band_at(instrument, score);
  return band != nullptr && !band->source.empty() ? "Who calls it so: " + band->source + "." : std::string();
}

ChangeBasis basis_of(const Instrument& instrument) {
  ChangeBasis out{.scale = scale_of(instrument),
                  .reliability_kind = {},
                  .reliability_source = {},
                  .spread_source = {},
                  .cutoff = instrument.cutoff};
  if (instrument.reliability) {
    out.reliability_kind = instrument.reliability->kind;
    out.reliability_source = instrument.reliability->source;
  }
  if (instrument.spread) out.spread_source = instrument.spread->source;
  return out;
}

ChangeBasis basis_of(const Scale& scale) {
  return {.scale = scale,
          .reliability_kind = {},
          .reliability_source = scale.source,
          .spread_source = scale.source,
          .cutoff = std::nullopt};
}

ChangeInWords change_in_words(const ChangeBasis& basis, double first, double last) {
  ChangeInWords out;
  const auto& scale = basis.scale;
  if (!scale.reliability || !scale.spread) {
    out.words = fmt::format(
        "From {} to {}. Whether chance would explain it can't be said: {} of this measure {} not known here.",
        number_text(first), number_text(last),
        !scale.reliability && !scale.spread ? "reliability and spread"
        : !scale.reliability                ? "the reliability"
                                            : "the spread",
        !scale.reliability && !scale.spread ? "are" : "is");
    return out;
  }
  const auto rule = ReliableChange::with({.spread = *scale.spread,
                                          .reliability = *scale.reliability,
                                          .level = basis.level,
                                          .direction = scale.direction,
                                          .cutoff = basis.cutoff ? std::optional(basis.cutoff->value) : std::nullopt});
  if (!rule) {
    out.words = "Whether chance would explain it can't be said: " + rule.error().what;
    return out;
  }
  const Judged judged = rule->judge(first, last);
  out.verdict = judged.verdict;
  out.words = verdict_words(basis, judged, first, last);
  out.parameters = parameters_of(basis, *rule);
  return out;
}

}  // namespace trefoil::measure
