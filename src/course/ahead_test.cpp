// What lies ahead: given a course with days on which things run out, sessions and holds, when somebody looks, then they
// see what concerns them, in order, and the hours are counted as they were held.
#include "course/ahead.h"
#include "course/way.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace trefoil::course {
namespace {

PersonId somebody(std::uint8_t number) {
  PersonId id;
  id.bytes[0] = number;
  return id;
}
const PersonId kMia = somebody(1), kAda = somebody(2), kTom = somebody(3), kSam = somebody(4);
const Instant kNow = *base::parse_instant("2026-03-02T10:00:00Z");
const Day kDay = *base::parse_day("2026-03-02");

struct Ahead : ::testing::Test {
  Course course;
  Circle circle{{{kMia, Part::client, {}, {}},
                 {kAda, Part::practitioner, {}, {}},
                 {kTom, Part::therapist, {}, {}},
                 {kSam, Part::mentor, {}, {}}}};

  void happened(PersonId by, const Body& body) { apply(course, circle, body, by, {kNow, kDay}); }
  Session& session(SessionKind kind, Step step, int start_minutes, int planned = 60, int lasted = 60) {
    Session one;
    one.id.bytes[0] = static_cast<std::uint8_t>(course.sessions.size() + 1);
    one.kind = kind;
    one.step = step;
    one.minutes = planned;
    one.start = one.began = kNow + std::chrono::minutes(start_minutes);
    one.over = one.began + std::chrono::minutes(lasted);
    return course.sessions.emplace_back(one);
  }
  std::vector<std::string> seen(PersonId reader, int days = 14) const {
    std::vector<std::string> out;
    for (const auto& one : runs_out(reader, course, circle, kDay + days))
      out.push_back(std::string(one.what) + (one.yours ? "!" : ""));
    return out;
  }
  using Words = std::vector<std::string>;
};

TEST_F(Ahead, WhatRunsOutStandsInOrderAndSaysWhoCanRenewIt) {
  happened(kTom, SuitabilityStated{kMia, Verdict::suitable, kDay + 14});
  happened(kTom, CapacityStated{kMia, true, kDay + 15});
  happened(kMia, ReleaseSigned{kMia, {kAda, kTom}, kDay + 3, {}});
  happened(kMia, TreatmentConsented{kMia, 1, kDay + -1, {}});
  happened(kAda, CredentialStated{kDay + 5, {}});
  EXPECT_EQ(seen(kMia),
            (Words{"consent to the treatment!", "release of information!", "credentials", "review of suitability"}));
  EXPECT_EQ(seen(kAda),
            (Words{"consent to the treatment", "release of information", "credentials!", "review of suitability"}));
  EXPECT_EQ(seen(kTom),
            (Words{"consent to the treatment!", "release of information!", "credentials", "review of suitability!"}));
  EXPECT_EQ(seen(kTom, 15).back(), "review of capacity!");
  EXPECT_EQ(seen(kSam).size(), 4u) << "a mentor sees it, and can renew nothing";
  EXPECT_EQ(seen(kSam).front(), "consent to the treatment");
}

TEST_F(Ahead, WhatIsTakenBackOrAnothersDoesNotRunOut) {
  happened(kMia, ReleaseSigned{kMia, {kAda, kTom}, kDay + 3, {}});
  happened(kMia, ReleaseWithdrawn{kMia, {}});
  happened(kMia, TreatmentConsented{kMia, 1, kDay + 3, {}});
  happened(kMia, TreatmentWithdrawn{kMia, {}});
  happened(somebody(9), SuitabilityStated{kMia, Verdict::suitable, kDay + 3});
  happened(kTom, CapacityStated{kMia, false, kDay + 3});
  happened(somebody(9), CredentialStated{kDay + 3, {}});
  EXPECT_EQ(seen(kTom), Words{});
}

TEST_F(Ahead, HealthStatementsCountWhereThePhaseAsksForThem) {
  happened(kMia, HealthStated{kMia, kDay + 6});
  happened(kAda, HealthStated{kAda, kDay + 40});
  happened(kAda, PlanProposed{"weekly", {{"talking", {"talk"}, false}, {"touch", {"hold hands"}, true}}});
  EXPECT_EQ(seen(kMia), Words{});
  course.phase = 1;
  EXPECT_EQ(seen(kMia), Words{"health statement!"});
  EXPECT_EQ(seen(kAda), Words{"health statement"});
}

TEST_F(Ahead, NothingRunsOutOnceTheWorkHasEnded) {
  happened(kAda, CredentialStated{kDay + 5, {}});
  happened(kTom, Closed{true, "moved away"});
  EXPECT_EQ(seen(kAda), Words{});
}

TEST_F(Ahead, SessionsToComeStandInOrderWithWhatTheyLack) {
  session(SessionKind::practitioner, Step::planned, 120);
  session(SessionKind::therapist, Step::running, -10);
  session(SessionKind::practitioner, Step::ended, -500);
  session(SessionKind::triadic, Step::planned, -2000);
  session(SessionKind::therapist, Step::planned, 24 * 60);
  const auto until = kNow + std::chrono::hours(24);
  const auto of = [&](PersonId reader) { return coming(reader, rules(), course, circle, {kNow, kDay}, until); };
  const auto all = of(kAda);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].kind, SessionKind::triadic) << "its hour has passed, and nobody began it";
  EXPECT_EQ(all[1].step, Step::running);
  EXPECT_EQ(all[1].missing, 0u);
  EXPECT_FALSE(all[1].yours);
  EXPECT_EQ(all[2].start, kNow + std::chrono::hours(2));
  EXPECT_GT(all[2].missing, all[0].missing) << "a session with the practitioner is bound by more";
  EXPECT_TRUE(all[2].yours);
  EXPECT_TRUE(of(kTom)[1].yours);
  EXPECT_FALSE(of(kTom)[2].yours);
  for (const auto& one : of(kSam)) EXPECT_FALSE(one.yours);
}

TEST_F(Ahead, HoursAreThoseHeldWithThePractitioner) {
  EXPECT_EQ(in_words(hours_held(course)), "none yet");
  session(SessionKind::practitioner, Step::ended, 0, 90, 80);
  EXPECT_EQ(in_words(hours_held(course)), "1 session, 1½ hours");
  session(SessionKind::practitioner, Step::stopped, 0, 90, 25);
  session(SessionKind::practitioner, Step::ended, 0, 60, 900);
  session(SessionKind::practitioner, Step::cancelled, 0);
  session(SessionKind::practitioner, Step::missed, 0);
  session(SessionKind::practitioner, Step::planned, 0);
  session(SessionKind::therapist, Step::ended, 0);
  EXPECT_EQ(hours_held(course), (Hours{3, 80 + 25 + 60}));
  EXPECT_EQ(in_words(hours_held(course)), "3 sessions, 3 hours") << "165 minutes, to the next half hour";
}

TEST_F(Ahead, AReviewIsAskedForAfterTenHoursAndNotOnceItIsPlanned) {
  const auto asks = [&](PersonId person) {
    const Moment moment{kNow + std::chrono::hours(100), kDay + 4};
    const auto asked = asked_of(person, rules(), course, circle, moment);
    return std::ranges::any_of(asked, [](const Asked& one) { return one.text.starts_with("Look at it together"); });
  };
  Session& meeting = session(SessionKind::triadic, Step::ended, 0);
  meeting.practitioner = kAda, meeting.therapist = kTom;
  for (int i = 1; i <= 6; ++i) session(SessionKind::practitioner, Step::ended, i * 200, 100, 100);
  EXPECT_EQ(hours_since_review(course), (Hours{6, 600}));
  EXPECT_TRUE(asks(kTom));
  EXPECT_TRUE(asks(kAda));
  EXPECT_FALSE(asks(kMia)) << "it is not the client's to plan";
  course.sessions.back().over = course.sessions.back().began + std::chrono::minutes(99);
  EXPECT_FALSE(asks(kTom)) << "a minute less than ten hours";
  course.sessions.back().over = course.sessions.back().began + std::chrono::minutes(100);
  session(SessionKind::triadic, Step::planned, 6001);
  EXPECT_FALSE(asks(kTom));
  course.sessions.back().step = Step::ended;
  EXPECT_EQ(hours_since_review(course), (Hours{}));
}

TEST_F(Ahead, EachHoldSaysWhatItWaitsFor) {
  EXPECT_TRUE(holds_in_words(course, circle, {kNow, kDay}).empty());
  happened(kMia, Held{HoldKind::client_stop, kMia, {}});
  happened(kTom, Held{HoldKind::therapist_pause, kTom, {}});
  ASSERT_EQ(holds_in_words(course, circle, {kNow, kDay}).size(), 2u);
  EXPECT_NE(holds_in_words(course, circle, {kNow, kDay})[0].find("has said stop"), std::string::npos);
  happened(kMia, ResumeAsked{kMia, {}});
  EXPECT_NE(holds_in_words(course, circle, {kNow, kDay})[0].find("would like to go on"), std::string::npos);
}

TEST_F(Ahead, AStopOfWhoLeftIsInNobodysWayUntilTheyComeBack) {
  happened(kMia, Held{HoldKind::client_stop, kMia, {}});
  ASSERT_EQ(holds_in_words(course, circle, {kNow, kDay}).size(), 1u);
  const auto all = circle.seats;
  std::erase_if(circle.seats, [](const Seat& seat) { return seat.person == kMia; });
  EXPECT_TRUE(holds_in_words(course, circle, {kNow, kDay}).empty());
  const Session next = session_to_come(course);
  const Rule* rule = find_rule(rules(), "no-hold");
  EXPECT_FALSE(rule->missing({course, circle, next, {kNow, kDay}}));
  circle.seats = all;
  EXPECT_TRUE(rule->missing({course, circle, next, {kNow, kDay}}));
}

}  // namespace
}  // namespace trefoil::course
