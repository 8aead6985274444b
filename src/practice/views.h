// Views of many files: the caseload, finding, Today.
#pragma once

#include "practice/files.h"

namespace trefoil::practice {

struct CaseRow {
  LogId file;
  std::string code, initials, full_name;
  Instant last_at;
  int urgency = 0;                     // sorted by it, then by last_at, newest first
  std::vector<std::string> attention;  // in words: why it stands high
  std::string measure;                 // one sentence of the measure that changed most; empty where none
  std::size_t entries = 0;
};
std::vector<CaseRow> caseload(const Caseload& opened, const Roster& roster, Instant now);

struct Hit {
  LogId file;
  std::string code, initials, full_name;
  EntryId entry;
  std::string before, match, after;  // an excerpt
  std::string readers;
  Instant at;
};
// The text of every entry that the holder may read, and names and codes; folded comparison; newest first, at most 100.
std::vector<Hit> find(const Caseload& opened, std::string_view wanted, PersonId reader);

}  // namespace trefoil::practice
