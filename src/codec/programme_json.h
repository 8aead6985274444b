// A programme from JSON, as docs/programmes.md describes it. Strict: it is text from outside, and what a plan is made
// of.
#pragma once

#include <string_view>

#include "base/result.h"
#include "course/programme.h"

namespace trefoil::codec {

namespace limits {
constexpr std::size_t kProgramme = 64 * 1024;
constexpr std::size_t kPhases = 20;
constexpr std::size_t kActivities = 40;       // a phase
constexpr std::size_t kProgrammeName = 80;    // characters, of a programme, a phase, an activity
constexpr std::size_t kProgrammeAbout = 400;  // characters, of what is said about one
constexpr std::size_t kProgrammeMeasures = course::kMostMeasures;
}  // namespace limits

// bad_input where anything is wrong, the first fault alone, in words that hold nothing of what it says (they go into a
// log): `place` names the file and the field ("own.json,
// phases[2].activities[0].name") or the line where the JSON breaks off, `mend` what puts it right. `file_name` stands
// in errors only. Which instruments there are is not known here.
Result<course::Programme> read_programme(std::string_view json, std::string_view file_name);

}  // namespace trefoil::codec
