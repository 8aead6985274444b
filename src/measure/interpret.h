// One score, and one change, in plain words, with where each word comes from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "measure/change.h"
#include "measure/instrument.h"

namespace trefoil::measure {

// "14 is called moderate (10 to 14)." by the instrument's own bands. Empty where the score lies in none.
std::string band_in_words(const Instrument& instrument, double score);
// "moderate"; empty where the score lies in no band.
std::string band_name(const Instrument& instrument, double score);
// Who calls it so: "The word is that of Kroenke ... 2001." Empty where the score lies in no band.
std::string band_source(const Instrument& instrument, double score);

// What is known for judging a change, with where it comes from.
struct ChangeBasis {
  Scale scale;
  double level = 0.95;           // two-sided confidence
  std::string reliability_kind;  // "internal consistency (alpha)"; empty where unsaid
  std::string reliability_source, spread_source;
  std::optional<Sourced> cutoff;  // the score there lies in the clinical range, as do those beyond it
};
ChangeBasis basis_of(const Instrument& instrument);
ChangeBasis basis_of(const Scale& scale);  // of a measure that is no instrument of ours: no cut-off

// From the first score to the last, by Jacobson and Truax 1991 (measure/change.h).
struct ChangeInWords {
  std::optional<ChangeClass> verdict;   // none where reliability or spread is unknown
  std::string words;                    // whole sentences
  std::vector<std::string> parameters;  // what they rest on, a sentence each
};
ChangeInWords change_in_words(const ChangeBasis& basis, double first, double last);

}  // namespace trefoil::measure
