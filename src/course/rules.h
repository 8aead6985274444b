// The rules of the triad as one table: gates, refusals, documentation and the test matrix read it. Ids and sources are
// those of the rules' own list (docs/rules.md).
#pragma once

#include <span>

#include "course/course.h"

namespace trefoil::course {

enum class Waivable { never, therapist };

// One thing in the way of something, in words for the person who asked.
struct Unmet {
  std::string_view rule;
  std::string what;       // exactly what is missing here; empty: the table's sentence
  std::string mend = {};  // what helps against exactly this; the same
};

// What a gate looks at: the session that is to begin, as everything stands at this moment.
struct Look {
  const Course& course;
  const Circle& circle;
  const Session& session;
  Moment moment;
};

struct Rule {
  std::string_view id;
  std::string_view title;  // as a heading, and as what is met: "Consent to the treatment"
  bool practitioner = false, triadic = false;  // the kinds of session that it binds
  Waivable waiver = Waivable::never;
  std::string_view what;  // a sentence to somebody in whose way it is
  std::string_view why;
  std::string_view who;  // can mend it
  std::string_view mend;
  std::string_view source;
  // Gates: nothing where it is met, else what is missing. Null for a rule that binds no session's beginning.
  std::optional<std::string> (*missing)(const Look&) = nullptr;
  int since = 1;  // the revision that it came with (revisions.h): what was written before it is not judged by it
};

std::span<const Rule> rules();
// Whether the therapist may waive it for a session: by the table, and by the terms of this file.
bool may_be_waived(const Rule& rule, const Terms& terms);
// Whether each of them is one that the table lets the therapist waive.
bool are_waivable(const std::set<std::string>& ids);
const Rule* find_rule(std::span<const Rule> table, std::string_view id);

// What is missing by this rule, which may bind no session's beginning, or not have been there yet: then nothing.
std::optional<std::string> missing(const Rule& rule, const Look& look);

// A gate as a screen shows it, for a session that is still to begin.
enum class Standing { met, waived, unmet };
struct Gate {
  const Rule* rule = nullptr;
  Standing standing = Standing::met;
  std::string what;  // unmet or waived: what is missing
  const Waiver* waiver = nullptr;
};
// Every rule that binds this kind of session, in the table's order. The same answer for everybody who holds `shared`.
std::vector<Gate> gates(std::span<const Rule> table, const Look& look);

}  // namespace trefoil::course
