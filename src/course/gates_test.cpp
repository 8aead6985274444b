// Each gate by itself: given a file that is ready, when one thing is not so, then that rule and no other is in the
// way, and mending what it names lets the same start pass. Those about days and hours stand in gates_time_test.cpp.
#include <gtest/gtest.h>

#include "course/given_test.h"

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

TEST(Gates, AReleaseNamesEachOfThem) {
  Given g;
  g.must(kClient, ReleaseSigned{kClient, {kTherapist}, kToday + 30, {}});
  EXPECT_EQ(g.start(), Rules{"release-live"});
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

}  // namespace
}  // namespace trefoil::course::given
