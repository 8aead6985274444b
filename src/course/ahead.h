// What lies ahead in a course, and what has been: what runs out, the sessions to come and what they still lack, what
// stands still and why, the hours held. From the same facts as the gates.
#pragma once

#include "course/rules.h"

namespace trefoil::course {

// Something that holds up to a day and is then to be renewed.
struct RunsOut {
  std::string_view act;   // by which it is renewed, as the pages name it (way.h)
  std::string_view what;  // "release of information"
  PersonId about;         // whose it is; of reviews, the client who is looked at again
  Day until;              // the last day on which it holds
  bool yours = false;     // the reader can renew it, or write down that somebody did
};
// Everything that runs out on `until` or before, the first of it first. What has run out already stays in the list
// until it is renewed: it is in the way of the next session. Nothing once the work has ended.
std::vector<RunsOut> runs_out(PersonId reader, const Course& course, const Circle& circle, Day until);

// A session that is planned or going on, for one reader.
struct Coming {
  SessionId session;
  SessionKind kind = SessionKind::therapist;
  Instant start;
  int minutes = 0;    // as planned
  std::string place;  // where they meet; empty where nobody says
  Step step = Step::planned;
  bool yours = false;       // the reader takes part
  std::size_t missing = 0;  // gates that are unmet as things stand now; 0 for a session that none binds
};
// Those that start before `until`, in order of time; with them those whose hour has passed and that nobody began.
std::vector<Coming> coming(PersonId reader, std::span<const Rule> table, const Course& course, const Circle& circle,
                           const Moment& moment, Instant until);

// A sentence for each hold, who stopped, and what it waits for where that is known; then for what lapsed (lapses.h).
std::vector<std::string> holds_in_words(const Course& course, const Circle& circle, const Moment& moment);

// Sessions of client and practitioner that have been, and their time. One lasts from its beginning to its end, but no
// longer than was planned: a session whose end is recorded the next morning did not last the night.
struct Hours {
  int sessions = 0, minutes = 0;
  bool operator==(const Hours&) const = default;
};
Hours hours_held(const Course& course);
// The same since the three last met together. After kReviewHours of them a review is asked for (rule `hours`): a number
// of ours, so that the usual 30 to 40 hours have three of them; no gate waits for it.
Hours hours_since_review(const Course& course);
inline constexpr int kReviewHours = 10;
// "20 sessions, 29½ hours"; "none yet".
std::string in_words(const Hours& hours);
// What is usual in this work: IPSA, and what working practitioners publish (rule `hours`). No limit, no aim.
inline constexpr std::string_view kUsualHours = "Usual are 30 to 40 hours, in 18 to 45 sessions of one to two hours.";

}  // namespace trefoil::course
