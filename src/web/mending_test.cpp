// What stands in a session's way names what it is and leads to what mends it; forms propose what fits who asks.
#include "web/test_course.h"

namespace trefoil::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Mending : public testing::CourseScene {
 protected:
  // An activity that comes with the next phase alone.
  std::string of_next_phase() {
    const auto course = seen(ada).course;
    const auto now = static_cast<std::size_t>(course.phase);
    for (const auto& activity : course.plan.phases.at(now + 1).activities) {
      bool before = false;
      for (std::size_t at = 0; at <= now; ++at) before = before || course.plan.phases[at].activities.contains(activity);
      if (!before) return activity;
    }
    return {};
  }
};

TEST_F(Mending, ANoNamesItsActivityAndIsLeftOut) {
  open();
  const auto session = session_with_practitioner();
  const std::string activity = *last_session().activities.begin();
  EXPECT_THAT(body(ada, session), HasSubstr("has not agreed yet to “" + activity + "”."));
  ASSERT_EQ(a.post(jonah, session + "/answers", {{"answer-0", "no"}}).status, 303);
  for (auto* who : {ada, okafor})
    EXPECT_THAT(body(who, session), AllOf(HasSubstr("The client said no to “" + activity + "”"),
                                          HasSubstr("/leave-out\">Leave something out"), Not(HasSubstr("planned anew")),
                                          HasSubstr("Who can mend it: practitioner or therapist.")))
        << who->name;
  EXPECT_THAT(body(jonah, session), Not(HasSubstr("/leave-out")));
}

TEST_F(Mending, WhatGoesBeyondTheTrainingIsNamedAndLeadsToTheCredentials) {
  open();
  const auto session = session_with_practitioner();
  const std::string activity = *last_session().activities.begin();
  must(ada, "credentials", {{"until", day(300)}, {"words", "a body, a number, an insurer"}});
  const auto page = body(ada, session);
  EXPECT_THAT(page, AllOf(HasSubstr("training does not cover “" + activity + "”."), HasSubstr("/course/credentials\"")));
  EXPECT_THAT(body(okafor, session), HasSubstr("/waive?rule=within-competence"));
}

TEST_F(Mending, PlanningAsksFirstForOnesOwnSessionsAndMarksTheNextPhase) {
  open();
  const auto next = of_next_phase();
  ASSERT_FALSE(next.empty());
  const auto form = body(ada, at + "/course/plan");
  EXPECT_THAT(form, HasSubstr("value=\"practitioner\" checked"));
  EXPECT_THAT(form, HasSubstr(": only in a session of this phase"));
  EXPECT_THAT(body(okafor, at + "/course/plan"), HasSubstr("value=\"therapist\" checked"));
  const auto refused = send(ada, "plan", {{"kind", "practitioner"},
                                          {"phase", phase()},
                                          {"activities", next},
                                          {"day", day(0)},
                                          {"time", now()},
                                          {"minutes", "50"}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("The plan has “" + next + "” neither in this phase nor before it."));
}

TEST_F(Mending, WhoIsPutIntoTheCircleIsPutInAsNothingThatWasNotChosen) {
  auto* ida = &a.colleague(*ada, "Ida Roe", {care::Role::mentor});
  EXPECT_THAT(body(okafor, at + "/circle"),
              AllOf(HasSubstr("<option value=\"\" selected>Choose"), Not(HasSubstr("\"practitioner\" selected"))));
  const auto passphrase = practice::testing::TestHouse::passphrase(okafor->name);
  const auto refused = a.post(okafor, at + "/circle/add",
                              {{"person", ida->keys.person.str()}, {"role", ""}, {"passphrase", passphrase}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr("It is not said as what."));
}

TEST_F(Mending, TheTherapistSignsForAClientAsAWitnessAndForNobodyTwice) {
  must(ada, "plan-write", {{"programme", "social-contact"}});
  EXPECT_THAT(body(okafor, at + "/course/sign"), AllOf(HasSubstr("sign it as their witness"), HasSubstr(">Jonah<")));
  EXPECT_THAT(body(jonah, at + "/course/sign"), Not(HasSubstr("witness")));
  must(jonah, "sign");
  const auto form = body(okafor, at + "/course/sign");
  EXPECT_THAT(form, AllOf(HasSubstr("Signed by: Jonah."), Not(HasSubstr("value=\"" + jonah->keys.person.str()))));
  const auto before = seen(ada).items.size();
  const auto refused = send(okafor, "sign", {{"person", jonah->keys.person.str()}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("Jonah signed this plan already."));
  EXPECT_EQ(seen(ada).items.size(), before);
  must(okafor, "sign");
  EXPECT_THAT(body(okafor, at + "/course/sign"), Not(HasSubstr(">Sign<"))) << "only to be read";
}

}  // namespace
}  // namespace trefoil::web
