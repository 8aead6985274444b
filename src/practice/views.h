// Views of many files: the caseload, finding, Today.
#pragma once

#include "course/ahead.h"
#include "course/way.h"
#include "practice/outline.h"

namespace trefoil::practice {

// What is told of a file among others.
struct CaseRow {
  LogId file;
  std::string code, initials, full_name;
  Instant last_at;
  int urgency = 0;                     // sorted by it, then by last_at, newest first
  std::vector<std::string> attention;  // in words: why it stands high
  std::string measure;                 // one sentence of the measure that changed most; empty where none
  std::string changed;                 // the same of one that changed lately by more than chance explains; empty where none
  bool ended = false;              // the work has ended, as agreed or at once
  bool worse = false;                  // one of them for the worse
  std::size_t entries = 0;
  struct Erasure {
    PersonId by;
    std::string name;
    Day day;
  };
  std::optional<Erasure> erasure;  // asked for, not confirmed yet
  std::vector<std::string> holds;    // why it stands still: stops, pauses, what lapsed; each told
  struct Asked {
    course::Asked one;  // the text with the session that it is about
    std::string whose;  // of two clients, the initials of whose word it is; else empty
  };
  std::vector<Asked> asked;              // what the course asks of the reader (File::is_begun)
  std::vector<course::Coming> sessions;  // the reader's own, of today and the seven days after it
  struct Ahead {
    course::RunsOut one;
    std::string whose;  // a name; a client's initials where the file has two; empty where it has one
  };
  std::vector<Ahead> ahead;  // what runs out within 14 days, and what has run out
  course::Hours hours;       // of sessions with the practitioner
  std::size_t alerts = 0;          // answers of which the reader, a therapist, is told at once, not looked at yet
  bool untold = false;             // the file says otherwise than the practice whom a concern goes to, or its ways
  std::string waits_for_key;       // who waits for a key that the holder can give; empty where nobody does
};
constexpr int kAheadDays = 14, kSessionDays = 7;
// `over`: keys of links that ran out.
CaseRow case_row(const Outline& outline, const std::set<KeyId>& over, const Roster& roster, PersonId reader,
                 Instant now);

// Every file that the holder has keys to, in order of urgency. Files are read one after the other: what is in memory at
// once is one file and the rows. Files that are as they were are not read again (outlines.h).
struct Cases {
  std::vector<CaseRow> rows;
  std::vector<std::string> damage;  // files that can't be read at all
  std::set<LogId> others;           // logs that are none of these files', and may be concerns (concerns_among)
};
Result<Cases> caseload(const House& house, Keyholder& holder, const Roster& roster, Instant now);

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
