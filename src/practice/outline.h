// What the views of many files need of one of them: its state without what was written in it. A pure function of what
// was opened; what depends on the hour is asked of it anew each time.
#pragma once

#include "practice/files.h"

namespace trefoil::practice {

struct Outline {
  // Without items, readings, voided entries and what else no list shows: scores of files that are not finished, goals
  // and limits of a plan, reasons, how somebody may be contacted.
  care::File file;
  Instant written;  // of the newest entry that is no reading
  std::size_t entries = 0, damaged = 0;
  std::string initials, full_name;
  std::string measure, changed;   // one sentence each, instead of all scores: as in CaseRow, and of what moved last
  std::optional<Day> changed_on;  // of its last score; none where only its week is known
  bool worse = false;
  std::vector<Given> given;  // whose keys lie in the rooms that the reader reads
};
Outline outline_of(OpenedFile opened);

// As bytes for this build of the program alone (packed.h). Nothing where they are not what `pack` gave.
Bytes pack(const Outline& outline);
std::optional<Outline> unpack_outline(View bytes);

}  // namespace trefoil::practice
