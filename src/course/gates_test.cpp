// Each gate by itself: given a file that is ready, when one thing is not so, then that rule and no other is in the way,
// and mending what it names lets the same start pass.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "course/ahead.h"
#include "course/given_test.h"
#include "course/telling.h"

namespace trefoil::course::given {
namespace {

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

// How long it was is told where it is ended, once: no later word shortens what is counted, and the entries' times stay.
TEST(Gates, ASessionsLengthIsToldOnceAndTheTimesOfItsEntriesStay) {
  Given g;
  ASSERT_EQ(g.start(), Rules{});
  const Instant began = g.now.at;
  g.tick(60 * 60'000);
  const SessionEnded told{session(1), 40};
  g.must(kPractitioner, told);
  for (const int minutes : {0, 5, 60}) {
    EXPECT_EQ(g.wish(kPractitioner, SessionEnded{session(1), minutes}), Rules{"in-order"});
    EXPECT_EQ(g.wish(kTherapist, SessionStopped{session(1)}), Rules{"in-order"});
  }
  const Session* one = g.course.session(session(1));
  EXPECT_EQ(hours_held(g.course).minutes, 40);
  EXPECT_EQ(one->told_minutes, 40);
  EXPECT_EQ(one->began, began);
  EXPECT_GE(one->over.ms - one->began.ms, 60 * 60'000);
  const Telling how{[](PersonId) { return std::string("Ada"); }, "UTC"};
  EXPECT_THAT(telling(told, g.course, kPractitioner, how), testing::EndsWith(" It lasted 40 minutes, as was told."));
  EXPECT_THAT(telling(SessionEnded{session(1)}, g.course, kPractitioner, how), testing::Not(testing::HasSubstr("lasted")));
  EXPECT_THAT(afterwards_in_words(*one, "UTC"),
              testing::AllOf(testing::HasSubstr("61 minutes later"), testing::HasSubstr("It lasted 40 minutes.")));
}

// A session can't count for more than was planned, whatever is told.
TEST(Gates, AToldLengthIsCountedUpToWhatWasPlanned) {
  Given g;
  ASSERT_EQ(g.start(), Rules{});
  g.must(kPractitioner, SessionEnded{session(1), 300});
  EXPECT_EQ(hours_held(g.course).minutes, 60);
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

TEST(Gates, TheProfessionalsAreOfAgeTooAndSayItThemselves) {
  for (const PersonId who : {kPractitioner, kTherapist}) {
    Given g;
    g.course.of_age.erase(who);
    EXPECT_EQ(g.start(), Rules{"adult"});
    Given before = g;
    before.now.revision = 2;
    EXPECT_EQ(before.start(), Rules{}) << "what was begun before they were asked stands";
    g.must(who, CredentialStated{g.now.today + 100, {"talk", "hold hands"}});
    EXPECT_EQ(g.start(), Rules{"adult"}) << "credentials alone don't say it";
    g.must(who, CredentialStated{g.now.today + 100, {"talk", "hold hands"}, true});
    g.must(who, CredentialStated{g.now.today + 100, {"talk", "hold hands"}});
    EXPECT_EQ(g.start(), Rules{}) << "once of age, of age for good";
  }
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
  EXPECT_EQ(rules, (std::set<std::string_view>{"adult", "release-live", "credentials-current", "conflict-declared",
                                               "suitability", "capacity", "consent-treatment", "triadic-meeting",
                                               "plan-signed", "therapist-engaged"}));
}

TEST(Clock, BehindWhatWasWrittenStartsNothing) {
  Given g;
  g.now.at.ms -= 3'600'000;
  EXPECT_EQ(g.start(), Rules{"clock-forward"});
}

}  // namespace
}  // namespace trefoil::course::given
