// A programme: the template of a course of care, from which a plan is written. Data, not code; ../codec reads it and
// docs/programmes.md says how one is written. It can tighten the rules of the triad and never switch one.
#pragma once

#include <span>

#include "course/event.h"

namespace trefoil::course {

struct Programme {
  // Known by its name: that is what the plan lists, what both are asked about and what competence is recorded for.
  struct Activity {
    std::string name, about;
    bool operator==(const Activity&) const = default;
  };
  struct Phase {
    std::string name, about;
    std::vector<Activity> activities;  // may be none: what client and therapist do is no activity
    bool needs_health = false;
    bool operator==(const Phase&) const = default;
  };

  std::string id;   // "surrogate-partner-weekly"
  int version = 1;  // counts up when what is written in it changes
  std::string name, about;
  int clients = 1;  // 2: a couple
  bool needs_practitioner = true;
  std::vector<Phase> phases;  // never empty
  Terms terms;
  // What is usually asked when: suggested where the therapist begins a plan of measures. Their `seconds` are not known here.
  std::vector<MeasurePlan> measures;
  bool operator==(const Programme&) const = default;
};

// For whom it is, where that is not this file: "for a couple", "for one client", "for work without a practitioner". Empty
// where a plan can be written from it. Who is still missing from the circle is no hindrance: they may join.
std::string_view not_for(const Programme& programme, const Circle& circle, bool couple);

// What a plan takes over from it: names, and what asks for health statements.
std::vector<Phase> phases_of(const Programme& programme);
// The plan as somebody proposes it unchanged. Its terms go beside it, as a TermsSet.
PlanProposed plan_from(const Programme& programme);
// By its name, in whichever phase; null where the programme has none.
const Programme::Activity* find_activity(const Programme& programme, std::string_view name);

// Between which values each term lies: as strict as Terms{} or stricter (rule terms-tighter).
struct TermRange {
  std::string_view name;  // "met_days"
  int Terms::* value;
  int least, most;  // most: kAnyNumber where more is stricter
};
inline constexpr int kAnyNumber = 1'000'000;
std::span<const TermRange> term_ranges();
bool within(const Terms& terms);
// Whether anything in them is less strict than before: a term, a rule that is waived again, or a course that becomes an
// intensive one.
bool looser(const Terms& terms, const Terms& before);
// The same, each of them at least as strict as `floor`, which a practice sets for all of its files; whether a course is
// an intensive one it does not say.
Terms tightened(Terms terms, const Terms& floor);

}  // namespace trefoil::course
