// Gates about days and hours: given a file that is ready, when what it rests on runs out, was another day or takes too
// short, then that rule is in the way, to the day and no longer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "course/ahead.h"
#include "course/given_test.h"
#include "course/telling.h"

namespace trefoil::course::given {
namespace {

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

TEST(Clock, BehindWhatWasWrittenStartsNothing) {
  Given g;
  g.now.at.ms -= 3'600'000;
  EXPECT_EQ(g.start(), Rules{"clock-forward"});
}

}  // namespace
}  // namespace trefoil::course::given
