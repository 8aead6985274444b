// The work of clients and therapist alone, as that of a couple: what the three of a triad do together, those who are there
// do, and nothing with a practitioner begins.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "course/decide.h"
#include "course/given_test.h"
#include "course/way.h"

namespace trefoil::course::given {
namespace {

struct Couple : ::testing::Test {
  const PersonId edie = person(1), tom = person(2), therapist = person(3), practitioner = person(4);
  Course course;
  Circle circle{{{edie, Part::client, {}, base::parse_day("1961-03-02")},
                 {tom, Part::client, {}, base::parse_day("1958-05-01")},
                 {therapist, Part::therapist, {}, {}}}};
  Moment now{*base::parse_instant("2026-03-02T10:00:00Z"), *base::parse_day("2026-03-02")};
  PlanProposed plan{"Sensate focus", {{"Talking", {}, false}, {"By turns", {"Hands"}, false}, {"Leave", {}, false}}};

  Couple() { plan.without_practitioner = true; }
  std::vector<std::string_view> wish(PersonId by, const Body& body) {
    now.at.ms += 60'000;
    return decide_and_apply(course, circle, body, by, now);
  }
  void must(PersonId by, const Body& body) { ASSERT_TRUE(wish(by, body).empty()) << body.index(); }
  void everybody(auto&& make) {
    for (const PersonId who : {edie, tom, therapist}) must(who, make(who));
  }
};

TEST_F(Couple, GoesThroughItsCourseByItself) {
  must(therapist, plan);
  EXPECT_EQ(wish(edie, TreatmentConsented{edie, 2, now.today + 90, {}}), Rules{"consent-treatment"});
  for (const PersonId who : {edie, tom}) {
    must(therapist, TreatmentExplained{who, 2});
    must(who, TreatmentConsented{who, 2, now.today + 90, {}});
  }
  everybody([](PersonId who) { return PlanSigned{who, 1, {}}; });
  ASSERT_EQ(course.phase, 1) << "the first phase in which something is done";
  must(edie, PhaseAgreed{edie, 2, {}});
  must(therapist, PhaseAgreed{therapist, 2, {}});
  EXPECT_EQ(course.phase, 1) << "one of the two has not said so";
  must(tom, PhaseAgreed{tom, 2, {}});
  EXPECT_EQ(course.phase, 2);
  everybody([&](PersonId who) { return ClosureAgreed{who, now.today, {}}; });
  everybody([](PersonId who) { return ClosingFormGiven{who, {}}; });
  EXPECT_EQ(wish(therapist, Closed{false, ""}), Rules{"closure-agreed"});
  must(therapist, SessionPlanned{session(1), SessionKind::therapist, now.at, 50, 0, {}, true});
  must(therapist, SessionStarted{session(1)});
  must(therapist, SessionEnded{session(1), 50});
  must(therapist, Closed{false, ""});
  EXPECT_FALSE(course.closing.abrupt);
}

TEST_F(Couple, NothingWithAPractitionerBeginsWithoutOne) {
  must(therapist, plan);
  everybody([](PersonId who) { return PlanSigned{who, 1, {}}; });
  must(therapist, SessionPlanned{session(1), SessionKind::practitioner, now.at, 50, 1, {"Hands"}, false});
  EXPECT_EQ(wish(therapist, SessionStarted{session(1)}), Rules{"own-part"});
  const auto all = gates(rules(), {course, circle, *course.session(session(1)), now});
  EXPECT_TRUE(std::ranges::any_of(all, [](const Gate& gate) {
    return gate.rule->id == "triad-complete" && gate.standing == Standing::unmet;
  }));
  for (const Asked& asked : asked_of(therapist, rules(), course, circle, now)) EXPECT_NE(asked.act, "circle") << asked.text;
}

// Only because the plan says so, which everybody signed: where somebody left a triad, two do not go on without them.
TEST_F(Couple, ATriadWhosePractitionerLeftIsNone) {
  plan.without_practitioner = false;
  must(therapist, plan);
  everybody([](PersonId who) { return PlanSigned{who, 1, {}}; });
  everybody([](PersonId who) { return PhaseAgreed{who, 2, {}}; });
  EXPECT_EQ(course.phase, 1);
  everybody([&](PersonId who) { return ClosureAgreed{who, now.today, {}}; });
  EXPECT_EQ(wish(therapist, Closed{false, ""}), Rules{"triad-complete"});
}

TEST_F(Couple, APractitionerWhoJoinsBringsAllTheRules) {
  must(therapist, plan);
  circle.seats.push_back({practitioner, Part::practitioner, {}, {}});
  EXPECT_FALSE(goes_without_practitioner(course, circle));
  EXPECT_EQ(wish(therapist, plan), Rules{"in-order"});
  everybody([](PersonId who) { return PhaseAgreed{who, 2, {}}; });
  EXPECT_EQ(course.phase, 1) << "the practitioner has not agreed";
}

TEST_F(Couple, APlanThatWentWithoutAPractitionerIsWrittenAnewForTheThree) {
  must(therapist, plan);
  everybody([](PersonId who) { return PlanSigned{who, 1, {}}; });
  everybody([](PersonId who) { return PhaseAgreed{who, 2, {}}; });
  ASSERT_EQ(course.phase, 2);
  circle.seats.push_back({practitioner, Part::practitioner, {}, {}});
  must(practitioner, PlanSigned{practitioner, 1, {}});
  Session next;
  next.kind = SessionKind::practitioner;
  const auto standing = [&](int revision) {
    next.plan = course.plan.version;
    Moment then = now;
    then.revision = revision;
    for (const Gate& gate : gates(rules(), {course, circle, next, then}))
      if (gate.rule->id == "plan-signed") return gate.standing;
    return Standing::waived;
  };
  EXPECT_EQ(standing(2), Standing::met);
  EXPECT_EQ(standing(3), Standing::unmet) << "signed by all, and made for others";
  const auto asked = [&](PersonId who, std::string_view act) {
    return std::ranges::any_of(asked_of(who, rules(), course, circle, now), [&](const Asked& one) { return one.act == act; });
  };
  EXPECT_TRUE(asked(therapist, "plan-write"));
  EXPECT_FALSE(asked(edie, "sign"));

  plan.without_practitioner = false;
  Course before = course;
  Moment then = now;
  then.revision = 2;
  apply(before, circle, plan, therapist, then);
  EXPECT_EQ(before.phase, 2) << "as it was decided then";
  must(therapist, plan);
  EXPECT_EQ(course.phase, 1) << "the three begin where the three agree to begin, though the way is the same";
  EXPECT_EQ(standing(3), Standing::unmet) << "and nobody has signed it";
  EXPECT_TRUE(asked(edie, "sign") && asked(practitioner, "sign"));
  everybody([](PersonId who) { return PlanSigned{who, 2, {}}; });
  must(practitioner, PlanSigned{practitioner, 2, {}});
  EXPECT_EQ(standing(3), Standing::met);
  // Changed once more among the same three it keeps them where they are.
  everybody([](PersonId who) { return PhaseAgreed{who, 2, {}}; });
  must(practitioner, PhaseAgreed{practitioner, 2, {}});
  must(therapist, plan);
  EXPECT_EQ(course.phase, 2);
}

}  // namespace
}  // namespace trefoil::course::given
