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
      for (std::size_t i = 0; i <= now; ++i) before = before || course.plan.phases[i].activities.contains(activity);
      if (!before) return activity;
    }
    return {};
  }
};

TEST_F(Mending, ANoNamesItsActivityAndIsLeftOut) {
  open();
  const std::string activity = *activities().begin(), other = *std::next(activities().begin());
  const auto session = planned(
      ada, {{"kind", "practitioner"}, {"phase", phase()}, {"activities", activity}, {"activities", other}});
  EXPECT_THAT(body(ada, session), HasSubstr("has not agreed yet to “" + activity + "” and “" + other + "”."));
  ASSERT_EQ(a.post(jonah, session + "/answers", {{"answer-0", "no"}, {"answer-1", "yes"}}).status, 303);
  for (auto* who : {ada, okafor})
    EXPECT_THAT(body(who, session), AllOf(HasSubstr("The client said no to “" + activity + "”"),
                                          HasSubstr("/leave-out\">Leave something out"), Not(HasSubstr("planned anew")),
                                          HasSubstr("Who can mend it: practitioner or therapist.")))
        << who->name;
  EXPECT_THAT(body(jonah, session), Not(HasSubstr("/leave-out")));

  pass(std::chrono::hours(1));
  const auto alone = session_with_practitioner();
  ASSERT_EQ(a.post(jonah, alone + "/answers", {{"answer-0", "no"}}).status, 303);
  EXPECT_THAT(body(ada, alone), AllOf(HasSubstr("Nothing else is planned"), HasSubstr("/cancel\">Cancel it"), Not(HasSubstr("/leave-out"))));
}

// Of two holds the form proposes the one whose line led to it, and never a client's stop because it stood first.
TEST_F(Mending, TheHoldThatALineIsAboutIsTheOneThatIsProposed) {
  open();
  ASSERT_EQ(a.post(jonah, at + "/stop", {}).status, 303);
  must(okafor, "pause");
  must(jonah, "go-on");
  const std::string stop = "stop-" + jonah->keys.person.str(), pause = "therapist-" + okafor->keys.person.str();
  EXPECT_THAT(body(okafor, at), AllOf(HasSubstr("/course/resume?person=" + jonah->keys.person.str() + "\">The client wants to go on"),
                                      HasSubstr("/course/resume\">Your pause is on")));
  EXPECT_THAT(body(okafor, at + "/course/resume"),
              AllOf(HasSubstr("value=\"" + pause + "\" checked"), Not(HasSubstr("value=\"" + stop + "\" checked"))));
  EXPECT_THAT(a.get(okafor, at + "/course/resume", {{"person", jonah->keys.person.str()}}).body,
              AllOf(HasSubstr("value=\"" + stop + "\" checked"), Not(HasSubstr("value=\"" + pause + "\" checked"))));
  must(okafor, "resume", {{"hold", pause}});
  EXPECT_THAT(body(okafor, at), HasSubstr("took the therapist&#39;s pause off."));
  must(okafor, "resume", {{"hold", stop}});
  EXPECT_THAT(body(okafor, at), HasSubstr("took the stop off that"));
}

// A day that can't be meant is refused at its field, whichever form it is in.
TEST_F(Mending, ADayThatCantBeMeantIsNamedAtItsField) {
  const std::string past = day(-1), far = day(3 * 366 + 1), people = ada->keys.person.str();
  const auto refused = [&](testing::Person* who, const std::string& act, Fields fields, const std::string& field) {
    const auto response = send(who, act, std::move(fields));
    EXPECT_EQ(response.status, 422) << act;
    EXPECT_THAT(response.body, HasSubstr("href=\"#" + field + "\"")) << act;
  };
  for (const auto& when : {past, far}) {
    refused(okafor, "suitability", {{"verdict", "suitable"}, {"review", when}}, "review");
    refused(okafor, "capacity", {{"can", "yes"}, {"review", when}}, "review");
    refused(jonah, "release", {{"recipients", people}, {"until", when}}, "until");
    refused(ada, "credentials", {{"born", "1970-02-03"}, {"until", when}, {"words", "a body"}, {"competence", "Dancing"}}, "until");
    refused(ada, "health", {{"made", day(0)}, {"seen", "Dr Reed (invented)"}, {"until", when}}, "until");
  }
  refused(ada, "health", {{"made", day(1)}, {"seen", "Dr Reed (invented)"}, {"until", day(9)}}, "made");
  refused(ada, "enquiry", {{"by", "client"}, {"first", "they"}, {"on", day(1)}}, "on");
  refused(jonah, "closure", {{"end", past}}, "end");
  must(jonah, "release", {{"recipients", people}, {"until", day(0)}});
  must(jonah, "closure", {{"end", day(0)}});
}

TEST_F(Mending, WhatIsRenewedOpensWithWhatWasWrittenLast) {
  must(ada, "credentials", {{"born", "1970-02-03"}, {"until", day(30)}, {"words", "medlar body, 12"}, {"competence", "Dancing"}});
  must(okafor, "credentials", {{"born", "1970-02-03"}, {"until", day(30)}, {"words", "quince register"}});
  EXPECT_THAT(body(ada, at + "/course/credentials"), AllOf(HasSubstr("medlar body, 12</textarea>"), Not(HasSubstr("quince"))));
  EXPECT_THAT(body(okafor, at + "/course/credentials"), AllOf(HasSubstr("quince register</textarea>"), Not(HasSubstr("medlar"))));
}

// They are of the person, not of a file: what was recorded once is offered in the next file, and stated anew by the one
// whose it is. Whether there is a conflict of interest is about this client, and is asked afresh.
TEST_F(Mending, OnesOwnCredentialsAreOfferedInTheNextFile) {
  must(ada, "credentials", {{"born", "1970-02-03"}, {"until", day(30)}, {"words", "medlar body, 12"}, {"competence", "Dancing"}});
  must(ada, "attest", {{"words", "rowan law"}});
  must(ada, "conflicts", {{"words", "quince cousin"}});
  must(okafor, "credentials", {{"born", "1970-02-03"}, {"until", day(30)}, {"words", "sloe register"}});
  const std::string next = "/files/" + a.t.new_file(ada->keys).str() + "/course/";
  const auto credentials = body(ada, next + "credentials");
  EXPECT_THAT(credentials, AllOf(HasSubstr("medlar body, 12</textarea>"), HasSubstr("from what you recorded in another file"),
                                 HasSubstr("value=\"" + day(30) + "\""), HasSubstr("value=\"Dancing\" checked")));
  EXPECT_THAT(body(ada, next + "attest"), HasSubstr("rowan law</textarea>"));
  EXPECT_THAT(body(ada, next + "conflicts"), Not(HasSubstr("quince")));
  EXPECT_THAT(credentials, Not(HasSubstr("sloe")));
  ASSERT_EQ(a.post(ada, next + "credentials", {{"born", "1970-02-03"}, {"until", day(30)}, {"words", "rose body"}, {"competence", "Dancing"}}).status, 303);
  EXPECT_THAT(body(ada, next + "credentials"), AllOf(HasSubstr("rose body</textarea>"), Not(HasSubstr("another file"))));
}

// A meeting counts as held: one that was begun and ended in a breath says when it really was.
TEST_F(Mending, AMeetingThatWasOverAtOnceIsNotEndedWithoutItsTimes) {
  const auto session = planned(okafor, {{"kind", "therapist"}, {"phase", "0"}});
  ASSERT_EQ(a.post(okafor, session + "/start", {}).status, 303);
  EXPECT_THAT(body(okafor, session + "/end"), HasSubstr("Say when the session really was"));
  const auto refused = a.post(okafor, session + "/end", {});
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr("so it is not known when the session was"));
  pass(std::chrono::minutes(5));
  EXPECT_EQ(a.post(okafor, session + "/end", {}).status, 303);
}

TEST_F(Mending, WhatGoesBeyondTheTrainingIsNamedAndLeadsToTheCredentials) {
  open();
  const auto session = session_with_practitioner();
  const std::string activity = *last_session().activities.begin();
  must(ada, "credentials", {{"born", "1970-02-03"}, {"until", day(300)}, {"words", "a body, a number, an insurer"}, {"competence", "Dancing"}});
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
  EXPECT_THAT(refused.body, HasSubstr("The plan has “" + next + "” neither in this phase nor before it. Choose the phase that it belongs to."));
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

TEST_F(Mending, ASessionThatIsWrittenDownAfterwardsSaysSoAndIsAskedWhenItWas) {
  const auto session = planned(okafor, {{"kind", "therapist"}, {"phase", "0"}});
  pass(std::chrono::hours(50));
  ASSERT_EQ(a.post(okafor, session + "/start", {}).status, 303);
  EXPECT_THAT(body(okafor, session + "/end"), HasSubstr("How many minutes it lasted"));
  EXPECT_EQ(a.post(okafor, session + "/end", {{"day", day(-2)}, {"time", "25:00"}, {"minutes", "50"}}).status, 422);
  EXPECT_EQ(a.post(okafor, session + "/end", {{"day", day(1)}, {"time", "10:00"}, {"minutes", "50"}}).status, 422);
  ASSERT_EQ(a.post(okafor, session + "/end", {{"day", day(-2)}, {"time", "10:00"}, {"minutes", "50"}}).status, 303);
  for (auto* who : {okafor, jonah})
    EXPECT_THAT(body(who, session), AllOf(HasSubstr("Written down afterwards: it was planned for"),
                                          HasSubstr("ended within a minute"), HasSubstr("from 10:00, and lasted 50 minutes")));
  EXPECT_THAT(body(okafor, at + "/course"), HasSubstr("written down afterwards"));

  const auto usual = planned(okafor, {{"kind", "therapist"}, {"phase", "0"}});
  ASSERT_EQ(a.post(okafor, usual + "/start", {}).status, 303);
  pass(std::chrono::minutes(50));
  EXPECT_THAT(body(okafor, usual + "/end"), Not(HasSubstr("How many minutes")));
  ASSERT_EQ(a.post(okafor, usual + "/end", {}).status, 303);
  EXPECT_THAT(body(okafor, usual), Not(HasSubstr("fterwards")));
}

TEST_F(Mending, ThePlanHoldsWhatThisPersonWantsAndTheLimits) {
  EXPECT_THAT(body(ada, at + "/course/plan-write"), AllOf(HasSubstr("name=\"goals\""), HasSubstr("name=\"limits\"")));
  EXPECT_EQ(send(ada, "plan-write", {{"programme", "social-contact"}, {"goals", std::string(4001, 'a')}}).status, 422);
  must(ada, "plan-write", {{"programme", "social-contact"}, {"goals", "quince: sit beside somebody"}, {"limits", "no lying down"}});
  for (auto* who : {ada, okafor, jonah})
    EXPECT_THAT(body(who, at + "/course/sign"),
                AllOf(HasSubstr("What is wanted: quince: sit beside somebody"), HasSubstr("Limits: no lying down")));
  EXPECT_THAT(body(okafor, at), HasSubstr("What is wanted: quince"));
  EXPECT_THAT(body(ada, at + "/course/plan-write"), HasSubstr("quince: sit beside somebody")) << "as it stands, to go on from";
}

TEST_F(Mending, TrainingIsAskedForUnderThePlansPhasesAlone) {
  EXPECT_THAT(body(ada, at + "/course/credentials"),
              AllOf(HasSubstr("<legend id=\"competence\">"), HasSubstr("<legend id=\"competence-1\">"),
                    HasSubstr("Touch therapy, weekly"), Not(HasSubstr("Sensate focus for a couple"))));
  must(ada, "plan-write", {{"programme", "touch-weekly"}});
  must(ada, "credentials", {{"born", "1970-02-03"}, {"until", day(300)}, {"words", "a body"}, {"competence", "Dancing"}});
  const auto page = body(ada, at + "/course/credentials");
  for (const auto& phase : seen(ada).course.plan.phases)
    if (!phase.activities.empty()) {
      EXPECT_THAT(page, HasSubstr(">" + phase.name + "</legend>"));
    }
  EXPECT_THAT(page, AllOf(Not(HasSubstr("Graded social contact")), HasSubstr("Recorded before"), HasSubstr("\"Dancing\" checked")));
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
