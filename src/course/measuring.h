// When measures are due: the plan of measures laid over what has happened. What is asked is asked once, and once more,
// gently, where it stays unanswered; then it is let go until its next occasion.
#pragma once

#include <span>
#include <string>

#include "course/course.h"

namespace trefoil::course {

inline constexpr int kRemindAfter = 3;  // days
inline constexpr int kLetGoAfter = 14;  // days; what is asked again sooner gives way to that

struct DueMeasure {
  std::string instrument;
  PersonId person;
  Day since;              // asked from this day on
  bool reminded = false;  // the second time that it is asked
  int seconds = 0;
  bool operator==(const DueMeasure&) const = default;
};
// What everybody of the circle has to answer now, in the order of the plan; each instrument once a person. Nothing of a
// client who said stop: they owe nothing. After the ending the measures of closure and aftercare alone, and none of the
// practitioner.
//
// An occasion is answered by an answer on its day or later, or shortly before: a weekly one by up to half its interval,
// at most three days, before; one before a session by one within the day before it; one after a session by one since the
// session began, where the same is not asked before sessions too (then since its end); others by 14 days. Who joined
// later is asked from then on, and of no session before.
std::vector<DueMeasure> measures_due(const Course& course, const Circle& circle, const Moment& moment);

// Whether somebody was given a link that asks this instrument since then, still runs and was not used: it is in their hands.
bool has_open_link(const Course& course, PersonId person, const std::string& instrument, Day since, Day today);

// How many minutes a week the plan asks of everybody of this part, sessions reckoned as they were held and planned in the
// four weeks around today, and at least one of a kind every week. What comes once does not count.
double minutes_a_week(std::span<const MeasurePlan> plans, const Course& course, const Moment& moment, Part part);
inline constexpr double kMostMinutes = 3;  // more than this a week is a burden: said, never refused

// "at the start", "every 2 weeks", "after each session of client and practitioner", ...
std::string in_words(const MeasurePlan& plan);
// "about a minute", "about 3 minutes".
std::string time_in_words(int seconds);

}  // namespace trefoil::course
