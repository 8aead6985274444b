// What stops the work, ends it, or is said for somebody: given a file that is ready, when one of the three says stop,
// agrees to an ending, changes the terms or gives their word, then it counts where it is theirs to give.
#include <gtest/gtest.h>

#include "course/given_test.h"

namespace trefoil::course::given {
namespace {

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
}  // namespace trefoil::course::given
