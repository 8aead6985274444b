// Nobody said stop, and yet it stands still: what was taken back, ran out or went is told, and goes with what mends it.
#include "course/lapses.h"

#include <gtest/gtest.h>

#include "course/ahead.h"
#include "course/given_test.h"

namespace trefoil::course::given {
namespace {

using Kind = Lapse::Kind;

struct Lapses : ::testing::Test {
  Given g;
  std::vector<Kind> kinds() const {
    std::vector<Kind> out;
    for (const Lapse& one : lapses(g.course, g.circle, g.now)) out.push_back(one.kind);
    return out;
  }
  std::vector<Kind> kinds_on(Day day) const {
    std::vector<Kind> out;
    for (const Lapse& one : lapses(g.course, g.circle, {g.now.at, day})) out.push_back(one.kind);
    return out;
  }
  void held() {
    ASSERT_TRUE(g.start().empty());
    g.must(kPractitioner, SessionEnded{session(1), 50});
  }
  void leaves(PersonId person) { std::erase_if(g.circle.seats, [&](const Seat& seat) { return seat.person == person; }); }
  using All = std::vector<Kind>;
};

TEST_F(Lapses, AreNoneWhereAllIsWellAndNoneInAnOpening) {
  EXPECT_EQ(kinds(), All{});
  g.course = {};
  EXPECT_EQ(kinds(), All{}) << "what was never there is the opening's";
  g.must(kClient, ReleaseWithdrawn{kClient, {}});
  g.must(kClient, TreatmentWithdrawn{kClient, {}});
  EXPECT_EQ(kinds(), All{}) << "nothing was given that could be taken back";
}

TEST_F(Lapses, SayWhatTheClientTookBackUntilTheyGiveItAgain) {
  g.must(kClient, ReleaseWithdrawn{kClient, {}});
  EXPECT_EQ(kinds(), All{Kind::release_taken_back});
  g.must(kClient, TreatmentWithdrawn{kClient, {}});
  g.must(kClient, TreatmentWithdrawn{kClient, {}});  // once more says nothing else
  EXPECT_EQ(kinds(), (All{Kind::release_taken_back, Kind::consent_taken_back}));
  g.must(kClient, ReleaseSigned{kClient, {kPractitioner, kTherapist}, kToday + 9, {}});
  EXPECT_EQ(kinds(), All{Kind::consent_taken_back});
  g.must(kClient, TreatmentConsented{kClient, 1, kToday + 9, {}});
  EXPECT_EQ(kinds(), All{});
}

TEST_F(Lapses, SayWhatRanOutTheDayAfterItsLast) {
  const Day last = kToday + 90;
  EXPECT_EQ(kinds_on(last), All{});
  EXPECT_EQ(kinds_on(last + 1), (All{Kind::release_ran_out, Kind::consent_ran_out, Kind::credentials_ran_out, Kind::credentials_ran_out}));
  const auto all = lapses(g.course, g.circle, {g.now.at, last + 1});
  EXPECT_EQ(all[0].day, last);
  EXPECT_EQ(all[0].about, kClient);
  EXPECT_EQ(all[2].about, kPractitioner);
  EXPECT_EQ(all[3].about, kTherapist);
  EXPECT_EQ(all[3].part, Part::therapist);
}

TEST_F(Lapses, SayThatTheTherapistHasNotMetTheClientLatelyOnceTheWorkHasBegun) {
  EXPECT_EQ(kinds_on(kToday + 60), All{}) << "before the first session it is only the rule";
  held();
  const Day met = g.course.last(SessionKind::triadic)->day;
  EXPECT_EQ(kinds_on(met + g.course.terms.met_days), All{});
  EXPECT_EQ(kinds_on(met + g.course.terms.met_days + 1), All{Kind::therapist_away});
  EXPECT_EQ(lapses(g.course, g.circle, {g.now.at, met + 60}).front().day, met);
  // Another therapist's meetings are not theirs.
  leaves(kTherapist);
  g.circle.seats.push_back({person(8), Part::therapist, {}, {}});
  EXPECT_EQ(kinds(), All{Kind::therapist_away});
  EXPECT_EQ(lapses(g.course, g.circle, g.now).front().day, Day{});
}

TEST_F(Lapses, SayWhoIsMissing) {
  const auto all = g.circle.seats;
  leaves(kPractitioner);
  EXPECT_EQ(kinds(), All{}) << "no session was held yet";
  g.circle.seats = all;
  held();
  leaves(kPractitioner);
  EXPECT_EQ(kinds(), All{Kind::no_practitioner});
  g.course.plan.without_practitioner = true;
  EXPECT_EQ(kinds(), All{});
  leaves(kTherapist);
  EXPECT_EQ(kinds(), All{Kind::no_therapist});
}

TEST_F(Lapses, AreNoneOfWhatTheWorkWithoutAPractitionerDoesNotRestOn) {
  g.course.plan.without_practitioner = true;
  leaves(kPractitioner);
  g.must(kClient, ReleaseWithdrawn{kClient, {}});
  g.must(kTherapist, SessionPlanned{session(30), SessionKind::therapist, g.now.at, 50, 0, {}, false});
  EXPECT_EQ(g.wish(kTherapist, SessionStarted{session(30)}), Rules{});
  EXPECT_EQ(kinds(), All{});
}

TEST_F(Lapses, SayWhatTheTherapistFoundOnceTheWorkHasBegun) {
  g.must(kTherapist, SuitabilityStated{kClient, Verdict::not_now, kToday + 30});
  EXPECT_EQ(kinds(), All{}) << "before the first session the way says it";
  g.must(kTherapist, SuitabilityStated{kClient, Verdict::suitable, kToday + 30});
  held();
  EXPECT_EQ(kinds(), All{});
  EXPECT_EQ(kinds_on(kToday + 31).front(), Kind::review_ran_out);
  g.must(kTherapist, SuitabilityStated{kClient, Verdict::not_suitable, kToday + 30});
  EXPECT_EQ(kinds(), All{Kind::not_suitable});
  g.must(kTherapist, SuitabilityStated{kClient, Verdict::suitable, kToday + 30});
  g.must(kTherapist, CapacityStated{kClient, false, kToday + 30});
  EXPECT_EQ(kinds(), All{Kind::not_suitable});
}

TEST_F(Lapses, AreNoneAfterTheEnding) {
  g.must(kClient, ReleaseWithdrawn{kClient, {}});
  g.must(kClient, Closed{true, ""});
  EXPECT_EQ(kinds(), All{});
}

TEST_F(Lapses, AreToldAmongTheHoldsAndToWhomItIs) {
  g.must(kClient, Held{HoldKind::client_stop, kClient, {}});
  g.must(kClient, TreatmentWithdrawn{kClient, {}});
  const auto told = holds_in_words(g.course, g.circle, g.now);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[1], "The client has taken back their consent to the treatment. The work waits until they give it again.");
  g.circle.seats.push_back({person(7), Part::client, {}, {}});
  EXPECT_TRUE(holds_in_words(g.course, g.circle, g.now)[1].starts_with("A client has taken back"));
  g.must(person(7), Held{HoldKind::client_stop, person(7), {}});
  g.course.treatment[person(7)].taken_back = true;
  EXPECT_EQ(holds_in_words(g.course, g.circle, g.now).size(), 2U) << "the same sentence once";
  g.course.releases[kClient].until = g.course.releases[person(7)].until = kToday + -1;
  EXPECT_TRUE(holds_in_words(g.course, g.circle, g.now)[1].starts_with("A client's release of information ran out"))
      << holds_in_words(g.course, g.circle, g.now)[1];
  const auto of = [](Kind kind, bool own) { return in_words({kind, kClient, Part::client, kToday}, "Jo", own); };
  EXPECT_EQ(of(Kind::consent_taken_back, true), "You have taken back your consent to the treatment. The work waits until you give it again.");
  EXPECT_EQ(of(Kind::release_ran_out, false), "Jo's release of information ran out on 2 March 2026. The work waits until they sign another.");
  EXPECT_EQ(of(Kind::credentials_ran_out, true), "Your credentials ran out on 2 March 2026. The work waits until you record new ones.");
  EXPECT_EQ(of(Kind::therapist_away, false), "Client and therapist last met on 2 March 2026. The work waits for the next meeting.");
}

}  // namespace
}  // namespace trefoil::course::given
