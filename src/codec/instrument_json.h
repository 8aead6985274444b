// An instrument from JSON: a FHIR R4 Questionnaire (https://hl7.org/fhir/R4/questionnaire.html) with its scoring in the
// extension urn:trefoil:scoring, as the files of instruments/ show it. Strict: it is text from outside, and what scores
// are made of.
#pragma once

#include <string_view>

#include "base/result.h"
#include "measure/instrument.h"

namespace trefoil::codec {

namespace limits {
constexpr std::size_t kInstrument = 512 * 1024;
constexpr std::size_t kInstrumentItems = 200;  // with stems and groups
constexpr std::size_t kChoices = 50;           // of an item
constexpr std::size_t kBands = 50;             // and subscales, and sentences of what a score can't say
constexpr std::size_t kTRows = 1'000;
constexpr std::size_t kInstrumentId = 80;       // characters, of an instrument's and an item's id
constexpr std::size_t kInstrumentText = 4'000;  // characters, of any text
constexpr double kPoints = 1'000'000;           // either side of 0, and the largest weight
}  // namespace limits

// bad_input where anything is wrong, the first fault alone, in words that hold nothing of what it says: `place` names
// the file and the field ("own.json, item[3].answerOption[0].valueCoding.code") or the line where the JSON breaks off,
// `mend` what puts it right. `file_name` stands in errors only. What is read, measure::Scorer can score by.
Result<measure::Instrument> read_instrument(std::string_view json, std::string_view file_name);

}  // namespace trefoil::codec
