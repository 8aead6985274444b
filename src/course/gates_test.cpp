// Each gate by itself: given a file that is ready, when one thing is not so, then that rule and no other is in the way,
// and mending what it names lets the same start pass.
#include <gtest/gtest.h>

#include "course/decide.h"

namespace trefoil::course {
namespace {

PersonId person(std::uint8_t number) {
  PersonId id;
  id.bytes[0] = number;
  return id;
}
SessionId session(std::uint8_t number) {
  SessionId id;
  id.bytes[0] = number;
  return id;
}
const PersonId kClient = person(1), kPractitioner = person(2), kTherapist = person(3);
const Day kToday = *base::parse_day("2026-03-02");

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
    must(kPractitioner, CredentialStated{later, {"talk", "hold hands"}});
    must(kTherapist, CredentialStated{later, {}});
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
    const auto events = decide(rules(), course, circle, body, by, now);
    std::vector<std::string_view> out;
    if (!events)
      for (const Unmet& unmet : events.error()) out.push_back(unmet.rule);
    else
      for (const Body& event : *events) apply(course, circle, event, by, now);
    return out;
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

TEST(Gates, AReadyFileBegins) {
  Given g;
  EXPECT_EQ(g.start(), Rules{});
  EXPECT_EQ(g.course.session(session(1))->step, Step::running);
}

// Who mends a gate, or waives it, answers for all that is in it.
TEST(Gates, NameEverythingThatTheyAreAbout) {
  Given g;
  g.must(kTherapist, PlanProposed{"weekly", {{"talking", {"breathe", "talk", "walk"}, false}}});
  for (const PersonId who : {kClient, kPractitioner, kTherapist}) g.must(who, PlanSigned{who, 2, {}});
  g.must(kPractitioner,
         SessionPlanned{session(2), SessionKind::practitioner, g.now.at, 60, 0, {"breathe", "talk", "walk"}, false});
  const auto what = [&](std::string_view rule) {
    for (const Gate& gate : gates(rules(), {g.course, g.circle, *g.course.session(session(2)), g.now}))
      if (gate.rule->id == rule) return gate.what;
    return std::string();
  };
  EXPECT_EQ(what("within-competence"), "The practitioner's recorded training does not cover “breathe” and “walk”.");
  EXPECT_EQ(what("activity-consent"), "The client has not agreed yet to “breathe”, “talk” and “walk”.");
  for (const char* one : {"breathe", "walk"})
    g.must(kClient, ActivityAnswered{session(2), one, Answer::declined, kClient, {}});
  EXPECT_EQ(what("activity-consent"), "The client said no to “breathe” and “walk”: they are not done. Leave them out, and "
                                      "the session can go on with the rest.");
  g.must(kPractitioner, ActivityLeftOut{session(2), "breathe"});
  g.must(kPractitioner, ActivityLeftOut{session(2), "walk"});
  EXPECT_EQ(what("within-competence"), "");
  g.must(kClient, ActivityAnswered{session(2), "talk", Answer::declined, kClient, {}});
  EXPECT_EQ(what("activity-consent"),
            "The client said no to “talk”: it is not done. Nothing else is planned: cancel the session, and plan another.");
}

// Not of one activity alone: where nothing would be left, leaving out is no way on.
TEST(Gates, SayToCancelWhereEachThingPlannedIsRefusedByOneOfTheTwo) {
  for (const PersonId other : {kClient, kPractitioner}) {
    Given g;
    g.must(kTherapist, PlanProposed{"weekly", {{"talking", {"talk", "walk"}, false}}});
    for (const PersonId who : {kClient, kPractitioner, kTherapist}) g.must(who, PlanSigned{who, 2, {}});
    g.must(kPractitioner, SessionPlanned{session(2), SessionKind::practitioner, g.now.at, 60, 0, {"talk", "walk"}, false});
    const auto what = [&] {
      for (const Gate& gate : gates(rules(), {g.course, g.circle, *g.course.session(session(2)), g.now}))
        if (gate.rule->id == "activity-consent") return gate.what;
      return std::string();
    };
    g.must(kClient, ActivityAnswered{session(2), "talk", Answer::declined, kClient, {}});
    EXPECT_TRUE(what().ends_with("Leave it out, and the session can go on with the rest.")) << what();
    g.must(other, ActivityAnswered{session(2), "walk", Answer::declined, other, {}});
    EXPECT_TRUE(what().ends_with("Nothing else is planned: cancel the session, and plan another.")) << what();
  }
}

// A meeting can be written down afterwards, not beforehand; and one that was stopped at once was none.
TEST(Gates, AMeetingThatWasNotHeldOpensNothing) {
  Given g;
  g.must(kTherapist, SessionPlanned{session(20), SessionKind::therapist, g.now.at + std::chrono::hours(13), 50, 0, {}, false});
  EXPECT_EQ(g.wish(kTherapist, SessionStarted{session(20)}), Rules{"in-order"});
  g.tick(2 * 3'600'000);
  EXPECT_EQ(g.wish(kTherapist, SessionStarted{session(20)}), Rules{}) << "eleven hours early";
  g.must(kTherapist, SessionEnded{session(20), 50});
  g.must(kTherapist, SessionPlanned{session(21), SessionKind::triadic, g.now.at, 50, 0, {}, false});
  g.days(40);
  EXPECT_EQ(g.wish(kTherapist, SessionStarted{session(21)}), Rules{}) << "written down afterwards";

  for (const auto& [minutes, counts] : {std::pair(4, false), std::pair(5, true)}) {
    Given h;
    std::erase_if(h.course.sessions, [](const Session& one) { return one.id == session(12) || one.kind == SessionKind::triadic; });
    for (const auto& [number, kind] : {std::pair(30, SessionKind::therapist), std::pair(31, SessionKind::triadic)}) {
      const auto id = session(static_cast<std::uint8_t>(number));
      h.must(kTherapist, SessionPlanned{id, kind, h.now.at, 50, 0, {}, false});
      h.must(kTherapist, SessionStarted{id});
      h.tick((minutes - 1) * 60'000);
      h.must(kTherapist, SessionStopped{id});
    }
    EXPECT_EQ(h.start(), counts ? Rules{} : (Rules{"triadic-meeting", "groundwork"})) << minutes;
  }
}

TEST(Gates, TheReleaseRunsOutAtTheEndOfItsDay) {
  Given g;
  g.must(kClient, ReleaseSigned{kClient, {kPractitioner, kTherapist}, kToday + 1, {}});
  g.days(1);
  EXPECT_EQ(gates(rules(), {g.course, g.circle, *g.course.session(session(1)), g.now})[4].standing, Standing::met);
  g.days(1);
  g.move(1);
  EXPECT_EQ(g.start(), Rules{"release-live"});
  g.must(kClient, ReleaseSigned{kClient, {kPractitioner, kTherapist}, kToday + 30, {}});
  EXPECT_EQ(g.start(), Rules{});
}

TEST(Gates, AReleaseNamesEachOfThem) {
  Given g;
  g.must(kClient, ReleaseSigned{kClient, {kTherapist}, kToday + 30, {}});
  EXPECT_EQ(g.start(), Rules{"release-live"});
}

TEST(Gates, TheTherapistHasMetTheClientWithinThreeWeeks) {
  Given g;
  g.days(21);
  g.move(1);
  EXPECT_EQ(gates(rules(), {g.course, g.circle, *g.course.session(session(1)), g.now}).size(), 24u);
  EXPECT_TRUE(check(rules(), g.course, g.circle, SessionStarted{session(1)}, kPractitioner, g.now).empty());
  g.days(1);
  g.move(1);
  EXPECT_EQ(g.start(), Rules{"therapist-engaged"});
  g.meet(13, SessionKind::therapist);
  EXPECT_EQ(g.start(), Rules{});
}

TEST(Gates, EighteenOnTheBirthday) {
  Given g;
  g.circle.seats[0].birth = *base::parse_day("2008-03-03");
  EXPECT_EQ(g.start(), Rules{"adult"});
  g.days(1);
  g.move(1);
  EXPECT_EQ(g.start(), Rules{});
}

TEST(Gates, BornOnALeapDayTurnsEighteenOnTheFirstOfMarch) {
  Given g;
  g.circle.seats[0].birth = *base::parse_day("2008-02-29");
  g.now.today = *base::parse_day("2026-02-28");
  EXPECT_EQ(g.start(), Rules{"adult"});
  g.now.today = *base::parse_day("2026-03-01");
  EXPECT_EQ(g.start(), Rules{});
}

TEST(Gates, TheLoopIsClosedBeforeTheNextSession) {
  Given g;
  ASSERT_EQ(g.start(), Rules{});
  g.must(kPractitioner, SessionEnded{session(1), 50});
  g.plan(2);
  EXPECT_EQ(g.start(2), (Rules{"report-delivered", "consult-held", "therapist-between"}));
  g.must(kPractitioner, ReportDelivered{session(1)});
  EXPECT_EQ(g.start(2), (Rules{"consult-held", "therapist-between"}));
  EXPECT_EQ(g.wish(kPractitioner, Consulted{session(1), 20}), Rules{"own-part"}) << "the therapist notes it";
  g.must(kTherapist, Consulted{session(1), 20});
  EXPECT_EQ(g.start(2), Rules{"therapist-between"});
  g.meet(13, SessionKind::therapist);
  EXPECT_EQ(g.start(2), Rules{});
}

TEST(Gates, ATalkInBetweenBeginsAfterTheSessionIsOver) {
  Given g;
  g.must(kTherapist, SessionPlanned{session(13), SessionKind::therapist, g.now.at, 50, 0, {}, false});
  ASSERT_EQ(g.start(), Rules{});
  EXPECT_EQ(g.wish(kTherapist, SessionStarted{session(13)}), Rules{"one-session"});
  // Written all the same by a file of before: it began while the other was going on, and is no talk about it.
  apply(g.course, g.circle, SessionStarted{session(13)}, kTherapist, g.now);
  g.tick();
  apply(g.course, g.circle, SessionEnded{session(13), 50}, kTherapist, g.now);
  g.must(kPractitioner, SessionEnded{session(1), 50});
  g.must(kPractitioner, ReportDelivered{session(1)});
  g.must(kTherapist, Consulted{session(1), 20});
  g.plan(2);
  EXPECT_EQ(g.start(2), Rules{"therapist-between"});
}

TEST(Gates, AWaiverIsTheTherapistsForThatSessionAlone) {
  Given g;
  ASSERT_EQ(g.start(), Rules{});
  g.must(kPractitioner, SessionEnded{session(1), 50});
  g.must(kPractitioner, ReportDelivered{session(1)});
  g.must(kTherapist, Consulted{session(1), 20});
  g.plan(2);
  g.plan(3);
  EXPECT_EQ(g.wish(kPractitioner, Waived{session(2), "therapist-between", "travelling"}), Rules{"own-part"});
  EXPECT_EQ(g.wish(kTherapist, Waived{session(2), "therapist-between", ""}), Rules{"in-order"});
  EXPECT_EQ(g.wish(kTherapist, Waived{session(2), "consent-treatment", "travelling"}), Rules{"waiver-limits"});
  g.must(kTherapist, Waived{session(2), "therapist-between", "travelling"});
  EXPECT_EQ(g.start(3), Rules{"therapist-between"});
  EXPECT_EQ(g.start(2), Rules{});
  g.must(kPractitioner, SessionEnded{session(2), 50});
  EXPECT_TRUE(g.course.session(session(2))->waivers.empty());
}

TEST(Gates, AnIntensiveCourseCountsTheTherapistByTheDay) {
  Given g;
  g.must(kTherapist, TermsSet{{21, 3, 24, true}});
  ASSERT_EQ(g.start(), Rules{});
  g.must(kPractitioner, SessionEnded{session(1), 50});
  g.must(kPractitioner, ReportDelivered{session(1)});
  g.must(kTherapist, Consulted{session(1), 20});
  g.plan(2);
  EXPECT_TRUE(check(rules(), g.course, g.circle, SessionStarted{session(2)}, kPractitioner, g.now).empty())
      << "met today";
  g.days(1);
  g.move(2);
  EXPECT_EQ(g.start(2), Rules{"therapist-between"});
}

TEST(Gates, ConsentIsOfBothAndCanBeTakenBackInTheMidst) {
  Given g;
  g.must(kClient, ActivityAnswered{session(1), "talk", Answer::withdrawn, kClient, {}});
  EXPECT_EQ(g.start(), Rules{"activity-consent"});
  g.must(kClient, ActivityAnswered{session(1), "talk", Answer::given, kClient, {}});
  ASSERT_EQ(g.start(), Rules{});
  g.must(kClient, ActivityAnswered{session(1), "talk", Answer::withdrawn, kClient, {}});
  EXPECT_EQ(g.wish(kPractitioner, ActivityDone{session(1), "talk"}), Rules{"activity-consent"});
  EXPECT_EQ(g.wish(kPractitioner, ActivityAnswered{session(1), "talk", Answer::given, kClient, kPractitioner}),
            Rules{"own-word"})
      << "the practitioner can't speak for the client";
}

TEST(Gates, AMovedSessionIsAskedAfresh) {
  Given g;
  g.must(kPractitioner, SessionMoved{session(1), {g.now.at.ms + 3'600'000}, 60});
  EXPECT_EQ(g.start(), Rules{"activity-consent"});
}

TEST(Gates, WhatWasAgreedToWasTheHourThatWasPlanned) {
  constexpr std::int64_t kHour = 3'600'000;
  Given g;
  g.must(kPractitioner, SessionMoved{session(1), {g.now.at.ms + 13 * kHour}, 60});
  for (const PersonId who : {kClient, kPractitioner})
    g.must(who, ActivityAnswered{session(1), "talk", Answer::given, who, {}});
  EXPECT_EQ(g.start(), Rules{"in-order"}) << "too early";
  Given late = g;
  late.now.at.ms += 26 * kHour;
  EXPECT_EQ(late.start(), Rules{"in-order"}) << "too late";
  g.now.at.ms += 24 * kHour;
  EXPECT_EQ(g.start(), Rules{});
}

TEST(Gates, PhasesAreAgreedByAllThreeAndHealthIsAskedWhereItMatters) {
  Given g;
  g.plan(2, 1);
  g.must(kTherapist, HealthStated{kClient, kToday + 10});
  EXPECT_EQ(g.start(2), (Rules{"pace", "health-current"}));
  g.must(kClient, PhaseAgreed{kClient, 1, {}});
  g.must(kTherapist, PhaseAgreed{kTherapist, 1, {}});
  EXPECT_EQ(g.course.phase, 0);
  g.must(kPractitioner, PhaseAgreed{kPractitioner, 1, {}});
  EXPECT_EQ(g.start(2), Rules{"health-current"});
  g.must(kPractitioner, HealthStated{kPractitioner, kToday});
  g.must(kClient, WentBack{0});
  EXPECT_EQ(g.start(2), Rules{"pace"});
}

TEST(Gates, ASignedPlanBeginsWithTheFirstPhaseInWhichSomethingIsDone) {
  Given g;
  g.course.plan = {};
  g.must(kTherapist, PlanProposed{"new", {{"Enquiry", {}, false}, {"First", {"talk"}, false}, {"Then", {"walk"}, false}}});
  EXPECT_EQ(g.course.phase, 1);
  g.must(kTherapist, WentBack{0});
  g.must(kTherapist, PlanProposed{"newer", {{"Enquiry", {}, false}, {"First", {"talk"}, false}}});
  EXPECT_EQ(g.course.phase, 0) << "a changed plan moves nobody on";
}

TEST(Gates, AChangedPlanBindsWhatWasPlannedBeforeIt) {
  Given g;
  const auto sign = [&](int version) {
    for (const PersonId who : {kClient, kPractitioner, kTherapist}) g.must(who, PlanSigned{who, version, {}});
  };
  const auto agree = [&] {
    for (const PersonId who : {kClient, kPractitioner})
      g.must(who, ActivityAnswered{session(1), "talk", Answer::given, who, {}});
  };
  g.must(kTherapist, Waived{session(1), "groundwork", "for once"});
  g.must(kTherapist, PlanProposed{"other", {{"talking", {"talk"}, false}}});
  sign(2);
  EXPECT_TRUE(g.course.session(session(1))->answers.empty()) << "what was agreed to was another plan's";
  EXPECT_TRUE(g.course.session(session(1))->waivers.empty());
  agree();
  EXPECT_EQ(g.start(), Rules{"plan-signed"});
  g.must(kTherapist, SessionMoved{session(1), g.now.at, 60});
  agree();
  EXPECT_TRUE(check(rules(), g.course, g.circle, SessionStarted{session(1)}, kPractitioner, g.now).empty());
  // Moving doesn't help where the new plan has no place for it.
  g.must(kTherapist, PlanProposed{"third", {{"walking", {"walk"}, false}}});
  sign(3);
  g.must(kTherapist, SessionMoved{session(1), g.now.at, 60});
  agree();
  EXPECT_EQ(g.start(), Rules{"plan-signed"});
}

TEST(Gates, AChangedPlanKeepsThePhaseOnlyWhereTheWayToItIsTheSame) {
  Given g;
  g.course.phase = 1;
  g.must(kTherapist, PlanProposed{"longer", {{"talking", {}, false}, {"touch", {"hug"}, false}, {"out", {"walk"}, false}}});
  EXPECT_EQ(g.course.phase, 1);
  g.must(kTherapist, PlanProposed{"other", {{"talking", {"talk"}, false}, {"dancing", {"dance"}, false}}});
  EXPECT_EQ(g.course.phase, 0) << "nobody agreed to that second phase";
}

TEST(Gates, HealthIsAskedForWhatComesOutOfAnEarlierPhase) {
  Given g;
  g.must(kTherapist, PlanProposed{"new", {{"First", {"talk"}, false}, {"Near", {"hold"}, true}, {"Out", {"walk"}, false}}});
  g.course.phase = 2;
  Session later = *g.course.session(session(1));
  later.phase = 2;
  const auto health = find_rule(rules(), "health-current")->missing;
  later.activities = {"walk", "talk"};
  EXPECT_FALSE(health({g.course, g.circle, later, g.now}));
  later.activities = {"walk", "hold"};
  EXPECT_TRUE(health({g.course, g.circle, later, g.now}));
}

TEST(Gates, ANewTherapistHasToMeetTheClientAndLookForThemself) {
  Given g;
  g.circle.seats[2] = {person(4), Part::therapist, g.now.at, {}};
  const auto in_the_way = g.start();
  const std::set<std::string_view> rules(in_the_way.begin(), in_the_way.end());
  EXPECT_EQ(rules, (std::set<std::string_view>{"release-live", "credentials-current", "conflict-declared",
                                               "suitability", "capacity", "consent-treatment", "triadic-meeting",
                                               "plan-signed", "therapist-engaged"}));
}

TEST(Stop, IsTakenInTheMidstAndOnlyTheClientCanWantToGoOn) {
  Given g;
  ASSERT_EQ(g.start(), Rules{});
  g.now.at.ms = 5;  // the clock is wrong
  g.must(kClient, Held{HoldKind::client_stop, kClient, {}});
  EXPECT_EQ(g.course.session(session(1))->step, Step::stopped);
  g.now = Given().now;
  g.days(1);
  g.plan(2);
  const auto in_the_way = g.start(2);
  EXPECT_EQ(in_the_way.front(), "no-hold");
  EXPECT_EQ(g.wish(kTherapist, Resumed{HoldKind::client_stop, kClient}), Rules{"own-word"});
  EXPECT_EQ(g.wish(kPractitioner, ResumeAsked{kClient, {}}), Rules{"own-word"});
  g.must(kClient, ResumeAsked{kClient, {}});
  EXPECT_EQ(g.wish(kPractitioner, Resumed{HoldKind::client_stop, kClient}), Rules{"own-part"});
  g.must(kTherapist, Resumed{HoldKind::client_stop, kClient});
  EXPECT_TRUE(g.course.holds.empty());
}

TEST(Stop, EndsTheSessionWithThePractitionerWhateverElseIsGoingOn) {
  Given g;
  g.must(kTherapist, SessionPlanned{session(20), SessionKind::therapist, g.now.at, 50, 0, {}, false});
  g.plan(2);
  ASSERT_EQ(g.start(2), Rules{});
  // Begun by somebody who did not look: it stands before the other in the order of planning.
  apply(g.course, g.circle, SessionStarted{session(20)}, kTherapist, g.now);
  g.must(kClient, Held{HoldKind::client_stop, kClient, {}});
  EXPECT_EQ(g.course.session(session(2))->step, Step::stopped);
  EXPECT_EQ(g.course.session(session(20))->step, Step::running) << "client and therapist may go on talking";
}

TEST(Stop, NothingIsDoneWhileItIsOn) {
  Given g;
  ASSERT_EQ(g.start(), Rules{});
  apply(g.course, g.circle, Held{HoldKind::practice_pause, kPractitioner, {}}, kPractitioner, g.now);
  EXPECT_EQ(g.wish(kPractitioner, ActivityDone{session(1), "talk"}), Rules{"no-hold"});
}

TEST(Stop, APauseIsTakenOffByWhoseItIsOrByTheTherapist) {
  Given g;
  const PersonId mentor = person(6);
  g.circle.seats.push_back({mentor, Part::mentor, {}, {}});
  g.must(mentor, Held{HoldKind::practice_pause, mentor, {}});
  g.must(kPractitioner, Held{HoldKind::practice_pause, kPractitioner, {}});
  EXPECT_EQ(g.wish(kPractitioner, Resumed{HoldKind::practice_pause, mentor}), Rules{"own-part"});
  g.must(kPractitioner, Resumed{HoldKind::practice_pause, kPractitioner});
  ASSERT_EQ(g.course.holds.size(), 1u);
  EXPECT_EQ(g.course.holds.front().by, mentor);
  g.must(kTherapist, Resumed{HoldKind::practice_pause, mentor});
  EXPECT_TRUE(g.course.holds.empty());
}

TEST(Stop, MayBePassedOnByAnybodyAsItsWitness) {
  Given g;
  g.must(kPractitioner, Held{HoldKind::client_stop, kClient, kPractitioner});
  EXPECT_EQ(g.start(), Rules{"no-hold"});
}

TEST(Ending, IsAgreedByTheThreeWithTheirFormsAndASessionToTakeLeave) {
  Given g;
  const Day end = kToday + 7;
  for (const PersonId who : {kClient, kPractitioner, kTherapist}) g.must(who, ClosureAgreed{who, end, {}});
  g.must(kClient, ClosingFormGiven{kClient, {}});
  g.must(kTherapist, ClosingFormGiven{kTherapist, {}});
  g.days(7);
  EXPECT_EQ(g.wish(kTherapist, Closed{}), (Rules{"closure-agreed", "closure-agreed"}))
      << "a form and a session, at once";
  g.must(kPractitioner, ClosingFormGiven{kPractitioner, {}});
  EXPECT_EQ(g.wish(kTherapist, Closed{}), Rules{"closure-agreed"}) << "nobody took leave";
  g.must(kTherapist, SessionPlanned{session(19), SessionKind::triadic, g.now.at, 60, 0, {}, true});
  g.must(kTherapist, SessionStarted{session(19)});
  g.must(kTherapist, SessionStopped{session(19)});
  EXPECT_EQ(g.wish(kTherapist, Closed{}), Rules{"closure-agreed"}) << "begun and stopped at once is no leave-taking";
  g.meet(20, SessionKind::triadic, true);
  g.must(kTherapist, Closed{});
  EXPECT_EQ(g.course.session(session(1))->step, Step::cancelled);
  EXPECT_EQ(
      g.wish(kPractitioner, SessionPlanned{session(30), SessionKind::practitioner, g.now.at, 60, 0, {"talk"}, false}),
      Rules{"no-contact-after"});
  EXPECT_EQ(g.wish(kClient, ReleaseSigned{kClient, {kPractitioner, kTherapist}, kToday + 90, {}}),
            Rules{"no-contact-after"});
  g.meet(31, SessionKind::therapist);  // aftercare
}

TEST(Ending, AtOnceIsTheClientsWithoutAReasonAndAProfessionalsWithOne) {
  Given g;
  EXPECT_EQ(g.wish(kTherapist, Closed{true, ""}), Rules{"in-order"});
  Given other;
  ASSERT_EQ(other.start(), Rules{});
  other.must(kClient, Closed{true, ""});
  EXPECT_EQ(other.course.session(session(1))->step, Step::stopped);
  EXPECT_TRUE(other.course.closing.abrupt);
}

TEST(Ending, AgreedByTwoIsNotAgreedByAllThree) {
  Given g;
  for (const PersonId who : {kClient, kPractitioner}) {
    g.must(who, PhaseAgreed{who, 1, {}});
    g.must(who, ClosureAgreed{who, kToday, {}});
    g.must(who, ClosingFormGiven{who, {}});
  }
  g.meet(20, SessionKind::triadic, true);
  g.circle.seats.pop_back();  // the therapist leaves
  g.must(kClient, PhaseAgreed{kClient, 1, {}});
  EXPECT_EQ(g.course.phase, 0);
  EXPECT_EQ(g.wish(kClient, Closed{}), Rules{"triad-complete"});
  g.must(kClient, Closed{true, ""});
}

TEST(Clock, BehindWhatWasWrittenStartsNothing) {
  Given g;
  g.now.at.ms -= 3'600'000;
  EXPECT_EQ(g.start(), Rules{"clock-forward"});
}

TEST(Terms, AreOnlyEverTighter) {
  Given g;
  EXPECT_EQ(g.wish(kTherapist, TermsSet{{22, 3, 24, false}}), Rules{"terms-tighter"});
  EXPECT_EQ(g.wish(kTherapist, TermsSet{{21, 2, 24, false}}), Rules{"terms-tighter"});
  g.must(kTherapist, TermsSet{{14, 5, 12, false}});
  EXPECT_EQ(g.start(), Rules{"groundwork"});
}

TEST(Terms, AreTheTherapistsToLoosenAndThePractitionersToTighten) {
  Given g;
  EXPECT_EQ(g.wish(kPractitioner, TermsSet{{21, 3, 24, true}}), Rules{"own-part"});
  g.must(kPractitioner, TermsSet{{14, 5, 12, false}});
  EXPECT_EQ(g.wish(kPractitioner, TermsSet{{21, 5, 12, false}}), Rules{"own-part"});
  EXPECT_EQ(g.wish(kPractitioner, TermsSet{{14, 4, 12, false}}), Rules{"own-part"});
  EXPECT_EQ(g.wish(kPractitioner, TermsSet{{14, 5, 24, false}}), Rules{"own-part"});
  g.must(kTherapist, TermsSet{{21, 3, 24, true}});
  g.must(kPractitioner, TermsSet{{21, 3, 24, false}});
}

TEST(Words, AConsentIsToWhatBothHaveExplained) {
  Given g;
  EXPECT_EQ(g.wish(kClient, TreatmentConsented{kClient, 2, kToday + 9, {}}), Rules{"consent-treatment"});
  g.must(kTherapist, TreatmentExplained{kClient, 2});
  EXPECT_EQ(g.wish(kClient, TreatmentConsented{kClient, 2, kToday + 9, {}}), Rules{"consent-treatment"});
  g.must(kPractitioner, TreatmentExplained{kClient, 2});
  g.must(kClient, TreatmentConsented{kClient, 2, kToday + 9, {}});
}

TEST(Stop, WhatIsTakenBackStopsWhatIsGoingOn) {
  for (const Body& back : {Body(ReleaseWithdrawn{kClient, {}}), Body(TreatmentWithdrawn{kClient, {}})}) {
    Given g;
    ASSERT_EQ(g.start(), Rules{});
    Course unstopped = g.course;
    apply(unstopped, g.circle, back, kClient, g.now);
    EXPECT_FALSE(check(rules(), unstopped, g.circle, ActivityDone{session(1), "talk"}, kPractitioner, g.now).empty());
    g.must(kClient, back);
    EXPECT_EQ(g.course.session(session(1))->step, Step::stopped);
  }
}

TEST(Words, AClientsWordCanBeWitnessedByTheTherapistAlone) {
  Given g;
  g.must(kTherapist, ReleaseWithdrawn{kClient, kTherapist});
  EXPECT_EQ(g.wish(kPractitioner, ReleaseSigned{kClient, {kPractitioner, kTherapist}, kToday + 9, kPractitioner}),
            Rules{"own-word"});
  EXPECT_EQ(g.wish(kTherapist, ReleaseSigned{kClient, {kPractitioner, kTherapist}, kToday + 9, {}}), Rules{"own-word"})
      << "unsigned";
  g.must(kTherapist, ReleaseSigned{kClient, {kPractitioner, kTherapist}, kToday + 9, kTherapist});
  EXPECT_EQ(g.wish(kTherapist, PlanSigned{kPractitioner, 1, kTherapist}), Rules{"own-part"})
      << "for a professional nobody speaks";
}

TEST(Words, AnOutsiderWritesNothing) {
  Given g;
  EXPECT_EQ(g.wish(person(7), Held{HoldKind::client_stop, kClient, person(7)}), Rules{"own-part"});
}

}  // namespace
}  // namespace trefoil::course
