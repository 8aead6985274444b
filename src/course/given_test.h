// A file of three with everything signed and a session planned, on which one wish after the other is decided. For tests,
// which stand in this namespace.
#pragma once

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "course/decide.h"

namespace trefoil::course::given {

inline PersonId person(std::uint8_t number) {
  PersonId id;
  id.bytes[0] = number;
  return id;
}
inline SessionId session(std::uint8_t number) {
  SessionId id;
  id.bytes[0] = number;
  return id;
}
inline const PersonId kClient = person(1), kPractitioner = person(2), kTherapist = person(3);
inline const Day kToday = *base::parse_day("2026-03-02");

// Decides a wish and takes in what comes of it; else the rules that are in the way.
inline std::vector<std::string_view> decide_and_apply(Course& course, const Circle& circle, const Body& wish, PersonId by,
                                                      const Moment& now) {
  const auto events = decide(rules(), course, circle, wish, by, now);
  std::vector<std::string_view> out;
  if (!events)
    for (const Unmet& unmet : events.error()) out.push_back(unmet.rule);
  else
    for (const Body& event : *events) apply(course, circle, event, by, now);
  return out;
}

struct Given {
  Course course;
  Circle circle;
  Moment now{*base::parse_instant("2026-03-02T10:00:00Z"), kToday};

  // A file with everything signed, and session 1 planned and agreed to.
  Given() {
    circle.seats = {{kClient, Part::client, {}, base::parse_day("1961-03-02")},
                    {kPractitioner, Part::practitioner, {}, {}},
                    {kTherapist, Part::therapist, {}, {}}};
    const Day later = kToday + 90;
    must(kTherapist, SuitabilityStated{kClient, Verdict::suitable, later});
    must(kTherapist, CapacityStated{kClient, true, later});
    must(kClient, ReleaseSigned{kClient, {kPractitioner, kTherapist}, later, {}});
    must(kPractitioner, TreatmentExplained{kClient, 1});
    must(kTherapist, TreatmentExplained{kClient, 1});
    must(kClient, TreatmentConsented{kClient, 1, later, {}});
    must(kPractitioner, CredentialStated{later, {"talk", "hold hands"}, true});
    must(kTherapist, CredentialStated{later, {}, true});
    must(kPractitioner, ConflictsDeclared{});
    must(kTherapist, ConflictsDeclared{});
    must(kTherapist, PracticeAttested{});
    must(kPractitioner, PlanProposed{"weekly", {{"talking", {"talk"}, false}, {"touch", {"hold hands"}, true}}});
    for (const PersonId who : {kClient, kPractitioner, kTherapist}) must(who, PlanSigned{who, 1, {}});
    for (std::uint8_t i = 10; i < 13; ++i) meet(i, SessionKind::therapist);
    meet(9, SessionKind::triadic);
    plan(1);
  }
  void tick(std::int64_t ms = 60'000) { now.at.ms += ms; }
  void days(int count) {
    now.at.ms += count * 86'400'000LL;
    now.today = now.today + count;
  }
  std::vector<std::string_view> wish(PersonId by, const Body& body) {
    tick();
    return decide_and_apply(course, circle, body, by, now);
  }
  void must(PersonId by, const Body& body) {
    const auto in_the_way = wish(by, body);
    ASSERT_TRUE(in_the_way.empty()) << in_the_way.front() << " " << body.index();
  }
  void meet(std::uint8_t number, SessionKind kind, bool closing = false) {
    must(kTherapist, SessionPlanned{session(number), kind, now.at, 50, 0, {}, closing});
    must(kTherapist, SessionStarted{session(number)});
    must(kTherapist, SessionEnded{session(number), 50});
  }
  void plan(std::uint8_t number, int phase = 0) {
    const std::string activity = phase == 0 ? "talk" : "hold hands";
    must(kPractitioner,
         SessionPlanned{session(number), SessionKind::practitioner, now.at, 60, phase, {activity}, false});
    for (const PersonId who : {kClient, kPractitioner})
      must(who, ActivityAnswered{session(number), activity, Answer::given, who, {}});
  }
  // To the present hour, and agreed to again.
  void move(std::uint8_t number) {
    must(kPractitioner, SessionMoved{session(number), now.at, 60});
    const auto activities = course.session(session(number))->activities;
    for (const std::string& activity : activities)
      for (const PersonId who : {kClient, kPractitioner})
        must(who, ActivityAnswered{session(number), activity, Answer::given, who, {}});
  }
  // What is in the way of session 1 now; it is begun only where nothing is.
  std::vector<std::string_view> start(std::uint8_t number = 1) {
    return wish(kPractitioner, SessionStarted{session(number)});
  }
};
using Rules = std::vector<std::string_view>;

}  // namespace trefoil::course::given
