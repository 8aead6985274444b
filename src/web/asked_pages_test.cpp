// What the pages ask of whom after a no, a stop, a finding of not suitable and an ending, and how a client's own word
// is written down by somebody else.
#include "course/rules.h"
#include "web/file_models.h"
#include "web/test_course.h"

namespace trefoil::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class AskedPages : public testing::CourseScene {
 protected:
  std::string agreed() {
    open();
    const auto session = session_with_practitioner();
    for (auto* who : {ada, jonah}) EXPECT_EQ(a.post(who, session + "/answers", {{"answer-0", "yes"}}).status, 303);
    return session;
  }
  std::string jonahs_stop() const { return "stop-" + jonah->keys.person.str(); }
};

TEST_F(AskedPages, ANoWaitsForBothProfessionalsUnderNobodysName) {
  open();
  const auto session = planned(ada, {{"kind", "practitioner"},
                                     {"phase", phase()},
                                     {"activities", *activities().begin()},
                                     {"activities", *std::next(activities().begin())}});
  for (auto* who : {ada, jonah}) ASSERT_EQ(a.post(who, session + "/answers", {{"answer-0", "yes"}, {"answer-1", "yes"}}).status, 303);
  for (const auto& [said, other] : {std::pair(jonah, ada), std::pair(ada, jonah)}) {
    ASSERT_EQ(a.post(said, session + "/answers", {{"answer-0", "no"}, {"answer-1", "yes"}}).status, 303);
    for (auto* who : {ada, okafor})
      EXPECT_THAT(body(who, "/today"), AllOf(HasSubstr(session + "/leave-out\">Something planned is not agreed to"),
                                             Not(HasSubstr(*activities().begin())), Not(HasSubstr("said no"))))
          << who->name;
    EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr("leave-out")));
    ASSERT_EQ(a.post(said, session + "/answers", {{"answer-0", "yes"}, {"answer-1", "yes"}}).status, 303);
    EXPECT_THAT(body(okafor, "/today"), Not(HasSubstr("leave-out")));
  }
  pass(std::chrono::hours(1));
  const auto alone = session_with_practitioner();
  ASSERT_EQ(a.post(jonah, alone + "/answers", {{"answer-0", "no"}}).status, 303);
  EXPECT_THAT(body(okafor, "/today"), HasSubstr(alone + "/cancel\">What was planned is not agreed to"));
}

TEST_F(AskedPages, TheClientReadsWhatTheySaidNoToAndNotThatSomebodyIsStillToAnswer) {
  open();
  const auto session = session_with_practitioner();
  const std::string activity = *activities().begin();
  ASSERT_EQ(a.post(ada, session + "/answers", {{"answer-0", "no"}}).status, 303);
  ASSERT_EQ(a.post(jonah, session + "/answers", {{"answer-0", "yes"}}).status, 303);
  EXPECT_THAT(body(jonah, session), AllOf(HasSubstr("Something planned is not agreed to: it will not be done"),
                                          Not(HasSubstr("Not everybody has said yet"))));
  ASSERT_EQ(a.post(jonah, session + "/answers", {{"answer-0", "no"}}).status, 303);
  EXPECT_THAT(body(jonah, session), AllOf(HasSubstr("You said no to “" + activity + "”: it will not be done."),
                                          Not(HasSubstr("something here"))));
}

TEST_F(AskedPages, WhileAStopIsOnNothingOfTheWorkIsAskedAndTheEndingIsOffered) {
  open();
  const auto session = session_with_practitioner();
  must(ada, "closure", {{"person", ada->keys.person.str()}, {"end", day(9)}});
  EXPECT_THAT(body(jonah, "/today"), AllOf(HasSubstr("Say what you agree to:"), HasSubstr("agree to the ending")));
  ASSERT_EQ(a.post(jonah, at + "/stop", {}).status, 303);
  EXPECT_THAT(body(jonah, "/today"),
              AllOf(Not(HasSubstr("Say what you agree to:")), Not(HasSubstr("agree to the ending"))));
  EXPECT_THAT(body(jonah, session), Not(HasSubstr("class=\"button second\" href=\"" + session + "/answers\"")));
  const auto course = body(jonah, at + "/course");
  EXPECT_THAT(course,
              AllOf(HasSubstr("/course/closure\""), HasSubstr("/course/end\""), Not(HasSubstr("Whose turn: you"))));
  for (auto* who : {ada, okafor})
    EXPECT_THAT(body(who, "/today"), Not(HasSubstr("Say what you agree to:"))) << who->name;
}

TEST_F(AskedPages, WhoWantsToGoOnCanStopAgain) {
  agreed();
  ASSERT_EQ(a.post(jonah, at + "/stop", {}).status, 303);
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr("id=\"stop\"")));
  must(jonah, "go-on");
  EXPECT_THAT(body(jonah, "/today"),
              AllOf(HasSubstr("Stop again"), HasSubstr("This takes it back"), Not(HasSubstr("I want to go on</a>"))));
  ASSERT_EQ(a.post(jonah, at + "/stop", {}).status, 303);
  EXPECT_THAT(body(jonah, "/today"), AllOf(Not(HasSubstr("Stop again")), HasSubstr("I want to go on</a>")));
  EXPECT_EQ(send(okafor, "resume", {{"hold", jonahs_stop()}}).status, 403) << "the wish was taken back";
}

TEST_F(AskedPages, EveryHoldSaysWhoTakesItOff) {
  ASSERT_EQ(a.post(jonah, at + "/stop", {}).status, 303);
  EXPECT_THAT(
      body(ada, at + "/course"),
      AllOf(
          HasSubstr("The client says that they want to go on, once they do; then the therapist takes their stop off."),
          Not(HasSubstr("whoever put it on hold"))));
  EXPECT_THAT(body(jonah, at + "/course"),
              HasSubstr("You say that you want to go on, once you do; then your therapist takes your stop off."));
  must(okafor, "pause");
  const auto both = body(ada, at + "/course");
  EXPECT_THAT(both, AllOf(HasSubstr("then the therapist takes their stop off. The therapist takes their pause off.")));
  must(jonah, "go-on");
  EXPECT_THAT(body(okafor, at + "/course"),
              AllOf(HasSubstr("you talk it through with them, and take it off."),
                    HasSubstr("You take the therapist&#39;s pause off."), HasSubstr("Whose turn: you.")));
  const auto session = planned(ada, {{"kind", "triadic"}, {"phase", "0"}});
  EXPECT_THAT(body(ada, session), HasSubstr("The therapist takes their pause off."));
}

TEST_F(AskedPages, AMeetingInTheBookIsToldInsteadOfWhoCouldPlanIt) {
  must(okafor, "plan", {{"kind", "therapist"}, {"day", day(1)}, {"time", now()}, {"minutes", "50"}});
  const auto planned_for = at + "/sessions/" + last_session().id.str();
  auto page = body(okafor, at + "/course");
  EXPECT_THAT(page, AllOf(HasSubstr("A meeting is planned: the session of"),
                          HasSubstr("After what is in the book two more are still to be planned.")));
  EXPECT_THAT(body(okafor, at + "/course"), Not(HasSubstr("Meet the client: the groundwork")));
  EXPECT_EQ(a.post(okafor, planned_for + "/start", {}).status, 403) << "it is a day ahead";
  pass(std::chrono::hours(23));
  ASSERT_EQ(a.post(okafor, planned_for + "/start", {}).status, 303);
  page = body(okafor, at + "/course");
  EXPECT_THAT(page, AllOf(HasSubstr("A meeting is going on now."),
                          HasSubstr("after this one the groundwork asks for 2 more.")));
  pass(std::chrono::minutes(50));
  ASSERT_EQ(a.post(okafor, planned_for + "/end", {}).status, 303);
  EXPECT_THAT(body(okafor, at + "/course"),
              AllOf(Not(HasSubstr("going on now")), HasSubstr("Meet the client: the groundwork")));
}

TEST_F(AskedPages, AFileThatWasFoundNotSuitableIsOpenedByNobodyAndLooksAgainByItsForm) {
  must(okafor, "suitability", {{"verdict", "not-now"}, {"review", day(30)}});
  for (auto* who : {ada, jonah}) {
    const auto page = body(who, at + "/course");
    EXPECT_THAT(page, AllOf(HasSubstr("not suitable for"), HasSubstr("<p class=\"quiet\">Nothing.</p>"),
                            Not(HasSubstr("Whose turn")), Not(HasSubstr("/course/explain\"")),
                            Not(HasSubstr("/course/conflicts\""))))
        << who->name;
  }
  EXPECT_THAT(body(okafor, at + "/course"),
              HasSubstr("class=\"button second\" href=\"" + at + "/course/suitability\""));
  must(okafor, "suitability", {{"verdict", "suitable"}, {"review", day(30)}});
  EXPECT_THAT(body(ada, at + "/course"),
              AllOf(HasSubstr("Explain the treatment to the client."), HasSubstr("/course/explain\"")));
}

TEST_F(AskedPages, TheEndingWaitsForSomebodyAtEveryStepAndTellsAllThatIsMissing) {
  open();
  for (auto* who : {ada, okafor}) must(who, "closure", {{"person", who->keys.person.str()}, {"end", day(0)}});
  must(jonah, "closure", {{"end", day(2)}});
  for (auto* who : {ada, okafor, jonah})
    EXPECT_THAT(body(who, "/today"), HasSubstr("Different last days are proposed"));
  must(jonah, "closure", {{"end", day(0)}});
  for (auto* who : {ada, okafor})
    EXPECT_THAT(body(who, "/today"), HasSubstr("Plan the closing session, to take leave"));
  const auto form = body(ada, at + "/course/close");
  EXPECT_THAT(form, AllOf(HasSubstr("No closing form yet by the client, the practitioner, the therapist."),
                          HasSubstr("No closing session has been held."), Not(HasSubstr(">End the work</button>"))));
  EXPECT_THAT(send(ada, "close").body,
              AllOf(HasSubstr("No closing form yet"), HasSubstr("No closing session has been held.")));
  const auto leave = planned(okafor, {{"kind", "therapist"}, {"closing", "yes"}});
  ASSERT_EQ(a.post(okafor, leave + "/start", {}).status, 303);
  pass(std::chrono::minutes(30));
  ASSERT_EQ(a.post(okafor, leave + "/end", {}).status, 303);
  for (auto* who : {ada, okafor, jonah})
    must(who, "closing-form", {{"person", who->keys.person.str()}, {"words", "thank you"}});
  for (auto* who : {ada, okafor})
    EXPECT_THAT(body(who, "/today"), HasSubstr(at + "/course/close\">The work can be ended now"));
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr("can be ended now")));
  EXPECT_THAT(body(ada, at + "/course/close"),
              AllOf(HasSubstr(">End the work</button>"), HasSubstr("you and the client do not meet")));
  EXPECT_THAT(body(jonah, at + "/course/close"),
              AllOf(HasSubstr("you and your practitioner do not meet"), HasSubstr("Your therapist stays for you.")));
  EXPECT_THAT(body(okafor, at + "/course/close"), HasSubstr("You go on with the aftercare."));
}

TEST_F(AskedPages, AfterTheEndingTheFileSaysSoAndNothingIsLeftToStop) {
  ASSERT_EQ(a.post(jonah, at + "/stop", {}).status, 303);
  must(jonah, "end");
  const auto ended =
      "The work ended on " + base::in_words(base::local_day(a.t.clock.now(), "Europe/London")) + ", at once.";
  for (auto* who : {ada, okafor}) {
    EXPECT_THAT(body(who, at), AllOf(HasSubstr(ended), Not(HasSubstr("said stop. Nothing goes on"))));
    EXPECT_THAT(body(who, at + "/course"),
                AllOf(HasSubstr(ended), Not(HasSubstr("Before a session with the practitioner"))));
  }
  EXPECT_THAT(body(jonah, "/today"),
              AllOf(HasSubstr(ended), HasSubstr("There is nothing left to stop."), Not(HasSubstr("Stop everything")),
                    Not(HasSubstr("Stop again")), Not(HasSubstr("/course/go-on"))));
  EXPECT_THAT(body(jonah, at + "/course"), AllOf(Not(HasSubstr("/course/stop\"")), Not(HasSubstr("/course/go-on\"")), Not(HasSubstr("Stop, go on"))));
  EXPECT_EQ(a.post(jonah, at + "/stop", {}).status, 303) << "from a page that was open: a stop is refused by nothing";
  EXPECT_THAT(body(ada, at + "/course"), Not(HasSubstr("/course/plan\"")));
  EXPECT_EQ(a.get(ada, at + "/course/plan").status, 404) << "she has parted";
  const auto form = body(okafor, at + "/course/plan");
  EXPECT_THAT(form, AllOf(HasSubstr("value=\"therapist\" checked"), HasSubstr("For the aftercare"),
                          Not(HasSubstr("value=\"practitioner\"")), Not(HasSubstr("value=\"triadic\"")),
                          Not(HasSubstr("name=\"closing\""))));
  EXPECT_EQ(send(okafor, "plan", {{"kind", "therapist"}, {"day", day(1)}, {"time", "10:00"}, {"minutes", "50"}}).status,
            303);
}

TEST_F(AskedPages, TheClientsOwnGatesSpeakToThem) {
  const auto page = body(jonah, at + "/course");
  EXPECT_THAT(page, AllOf(HasSubstr("You have not consented to the treatment. Whoever takes part knows the aims and the limits, and wants this."),
                          HasSubstr("may talk about you because you let them"),
                          HasSubstr("You come to your practitioner knowing somebody"), Not(HasSubstr("The client")),
                          Not(HasSubstr("the client"))));
  must(ada, "plan-write", {{"programme", "social-contact"}});
  const auto plan = body(jonah, at + "/course/sign");
  EXPECT_THAT(plan, AllOf(HasSubstr("A round that you know, as long as you like"),
                          HasSubstr("You ask, and are told plainly"), Not(HasSubstr("he client"))));
  EXPECT_THAT(body(ada, at + "/course/sign"), HasSubstr("A round that the client knows"));
}

// Of every programme that we bring, as its client reads it.
TEST_F(AskedPages, NoProgrammeSpeaksOfItsClientToThem) {
  for (const auto& programme : programmes()) {
    if (programme.clients > 1) continue;
    must(ada, "plan-write", {{"programme", programme.id}});
    const auto page = body(jonah, at + "/course/sign");
    for (const auto* wrong : {"he client", "lient and", "your your", "ou is ", "ou has ", "ou wants", "ou says",
                              "ou knows", "ou practises"})
      EXPECT_THAT(page, Not(HasSubstr(wrong))) << programme.id;
  }
}

TEST_F(AskedPages, ThePlanIsReadInItsOwnOrderWithWhatEachPhaseIs) {
  must(ada, "plan-write", {{"programme", "surrogate-partner-weekly"}});
  const auto page = body(ada, at + "/course/sign");
  EXPECT_THAT(page, HasSubstr("Nothing has to be achieved, and arousal is neither sought nor a fault."));
  EXPECT_LT(page.find("— Talking, seated"), page.find("— Coming closer and stopping"))
      << "as the programme goes, not by the alphabet";
  const auto aftercare = page.substr(page.find("Aftercare."));
  EXPECT_THAT(aftercare, AllOf(HasSubstr("no longer in contact."), Not(HasSubstr("health statements"))));
  EXPECT_THAT(page, HasSubstr("Both health statements are needed."));
  // Of a programme that is gone, what the plan itself has.
  a.t.must(practice::act(a.t.house, ada->keys, file,
                         care::Record{{course::PlanProposed{"gone", {{"Near", {"sitting", "another"}, false}}}}}));
  EXPECT_THAT(body(ada, at + "/course/sign"),
              AllOf(HasSubstr("1. Near."), HasSubstr("— another."), HasSubstr("— sitting.")));
}

TEST_F(AskedPages, WhatAClientSaidIsWrittenDownInTheThirdPerson) {
  open();
  const auto session = session_with_practitioner();
  EXPECT_THAT(body(okafor, session),
              AllOf(HasSubstr("Write down what the client agrees to"), Not(HasSubstr("Say what you agree to"))));
  EXPECT_THAT(body(okafor, session + "/answers"), AllOf(HasSubstr("What the client agrees to"),
                                                        HasSubstr("They said yes"), Not(HasSubstr("Yes, I agree"))));
  for (auto* who : {ada, jonah})
    EXPECT_THAT(body(who, session + "/answers"), AllOf(HasSubstr("What you agree to"), HasSubstr("Yes, I agree")));
  ASSERT_EQ(a.post(jonah, at + "/stop", {}).status, 303);
  EXPECT_THAT(body(okafor, at + "/course/go-on"),
              AllOf(HasSubstr("You talk it through with the client first, and then take the hold off."),
                    HasSubstr("The client said that they want to go on</button>"), Not(HasSubstr("I want to go on"))));
  EXPECT_THAT(body(okafor, at + "/course"), HasSubstr("Pass on that the client wants to go on"));
  EXPECT_THAT(body(jonah, at + "/course/go-on"),
              AllOf(HasSubstr("I want to go on</button>"), Not(HasSubstr("witness"))));
  for (auto* who : {ada, okafor})
    EXPECT_THAT(body(who, at + "/course/stop"),
                AllOf(HasSubstr("you write it down here as their witness"), HasSubstr("The client said stop</button>")))
        << who->name;
  EXPECT_THAT(body(okafor, at + "/course/release"),
              AllOf(HasSubstr("talk with each other about them"), HasSubstr("Sign as their witness</button>"),
                    Not(HasSubstr("You allow"))));
}

TEST_F(AskedPages, AWaiverIsToldByItsRulesName) {
  const auto session = agreed();
  must(ada, "credentials", {{"until", day(300)}, {"words", "a body, a number, an insurer"}, {"competence", "Dancing"}});
  ASSERT_EQ(a.post(okafor, session + "/waive", {{"rule", "within-competence"}, {"words", "with a guide"}}).status, 303);
  EXPECT_THAT(body(ada, at), AllOf(HasSubstr("waived “Within competence” for"), Not(HasSubstr("“within-competence”"))));
}

TEST_F(AskedPages, WhatWasTakenBackCanNotBeTickedAndWhatWasNotedBeforeStands) {
  open();
  const auto two = activities();
  ASSERT_GE(two.size(), 2u);
  const std::string first = *two.begin(), second = *std::next(two.begin());
  const auto session =
      planned(ada, {{"kind", "practitioner"}, {"phase", phase()}, {"activities", first}, {"activities", second}});
  EXPECT_THAT(body(ada, session), HasSubstr("What is planned"));
  for (auto* who : {ada, jonah})
    ASSERT_EQ(a.post(who, session + "/answers", {{"answer-0", "yes"}, {"answer-1", "yes"}}).status, 303);
  ASSERT_EQ(a.post(ada, session + "/start", {}).status, 303);
  EXPECT_EQ(a.post(ada, session + "/done", {}).status, 422);
  ASSERT_EQ(a.post(ada, session + "/done", {{"done", first}}).status, 303);
  EXPECT_EQ(a.get(okafor, session + "/done").status, 403);
  EXPECT_EQ(a.get(jonah, session + "/done").status, 403);
  ASSERT_EQ(a.post(jonah, session + "/answers", {{"answer-0", "no"}, {"answer-1", "no"}}).status, 303);
  const auto form = body(ada, session + "/end");
  EXPECT_THAT(
      form,
      AllOf(
          HasSubstr("“" + first + "” is noted as done already."),
          HasSubstr("“" + second +
                    "” was taken back: it is not recorded as done. What there was of it before, write in the report."),
          Not(HasSubstr("type=\"checkbox\""))));
  pass(std::chrono::minutes(30));
  EXPECT_EQ(a.post(ada, session + "/end", {{"done", second}}).status, 403) << "from a page that was open";
  ASSERT_EQ(a.post(ada, session + "/end", {}).status, 303);
  EXPECT_EQ(last_session().done, std::set<std::string>{first});
  for (auto* who : {ada, okafor, jonah}) {
    const auto page = body(who, session);
    EXPECT_THAT(page, AllOf(HasSubstr("What was done"), Not(HasSubstr("What is planned")),
                            HasSubstr("Planned, and not recorded as done")));
    const auto done = page.substr(page.find(">What was done<"));
    EXPECT_LT(done.find(">Done<"), done.find("Planned, and not recorded"));
    EXPECT_LT(done.find(first), done.find(second));
  }
}

TEST_F(AskedPages, TheStopCardSpeaksOfNobodyElseToTheClient) {
  EXPECT_THAT(a.post(jonah, at + "/stop-card", {}).body,
              AllOf(HasSubstr("can be reached from elsewhere"), Not(HasSubstr("they can reach"))));
}

}  // namespace
}  // namespace trefoil::web
