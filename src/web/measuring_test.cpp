// Measures through the pages: given a file of three, when measures are planned, asked and answered there, then they
// are read by whom it concerns and nobody else.
#include <regex>

#include "practice/outside.h"
#include "web/test_measuring.h"

namespace trefoil::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::TestApp;

using Measuring = testing::MeasuringScene;

TEST_F(Measuring, TheTherapistPlansAndTheClientIsAsked) {
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr("Answer some questions")));
  add("ucla-3", "start");
  EXPECT_THAT(body(okafor, plan_at), AllOf(HasSubstr("At the start"), HasSubstr("UCLA loneliness"), HasSubstr("Jonah")));
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("Answer some questions: about a minute."));
  EXPECT_THAT(body(okafor, at + "/course"), HasSubstr("Questions are due for the client"));
  EXPECT_EQ(a.get(jonah, plan_at).status, 404);
  EXPECT_THAT(body(ada, plan_at), AllOf(HasSubstr("Waiting for an answer"), Not(HasSubstr("Ask something more"))));
  EXPECT_EQ(a.post(ada, plan_at, {{"do", "usual"}}).status, 403);
}

TEST_F(Measuring, TheUsualPlanIsShortEnoughAndMoreIsSaidToBeABurden) {
  ASSERT_EQ(a.post(okafor, plan_at, {{"do", "usual"}}).status, 303);
  EXPECT_THAT(body(okafor, plan_at), AllOf(HasSubstr("Week by week this asks"), Not(HasSubstr("more than three minutes"))));
  add("gad-7", "weekly", "1");
  EXPECT_THAT(body(okafor, plan_at), HasSubstr("more than three minutes"));
  const auto lines = seen(okafor).course.measures.size();
  ASSERT_EQ(a.post(okafor, plan_at, {{"do", "remove"}, {"place", "0"}}).status, 303);
  EXPECT_EQ(seen(okafor).course.measures.size(), lines - 1);
}

TEST_F(Measuring, AClientAnswersOnTheirOwnPageAndTheScoreIsSeenByAllThree) {
  add("ucla-3", "start");
  EXPECT_THAT(body(jonah, at + "/answer"), AllOf(HasSubstr("How often do you feel left out?"), HasSubstr("about a minute")));
  const auto sent = answer(jonah, "ucla-3", answers("ucla-3", 2));
  ASSERT_EQ(sent.status, 303) << sent.body;
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr("Answer some questions")));
  for (auto* who : {jonah, ada, okafor}) {
    ASSERT_NE(series(who, "ucla-3"), nullptr) << who->name;
    EXPECT_EQ(series(who, "ucla-3")->scores.at(0).value, 9) << who->name;
    EXPECT_TRUE(seen(who).voided.empty());
  }
  EXPECT_EQ(answered(seen(jonah)), 1U);
  EXPECT_EQ(answered(seen(okafor)), 1U);
  EXPECT_EQ(answered(seen(ada)), 0U) << "what was answered is between client and therapist";
  EXPECT_THAT(body(okafor, at), HasSubstr("Often"));
  EXPECT_THAT(body(ada, at), Not(HasSubstr("left out?")));
}

TEST_F(Measuring, OnThePractitionersScreenTheAnswersGoWhereThePractitionerDoesNotReadThem) {
  const auto refused = answer(ada, "ucla-3", answers("ucla-3", 1), true);
  EXPECT_EQ(refused.status, 403) << "there is no room yet";
  EXPECT_THAT(refused.body, HasSubstr("by setting when measures are answered"));
  add("ucla-3", "start");
  EXPECT_THAT(a.get(ada, at + "/answer", {{"person", jonahs}}).body, AllOf(HasSubstr("you see the answers as they are given"), HasSubstr("Ada Lind</a>")));
  ASSERT_EQ(answer(ada, "ucla-3", answers("ucla-3", 1), true).status, 303);
  EXPECT_EQ(answered(seen(ada)), 0U);
  EXPECT_EQ(answered(seen(okafor)), 1U);
  EXPECT_EQ(answered(seen(jonah)), 1U);
  EXPECT_EQ(series(ada, "ucla-3")->scores.at(0).value, 6);
  EXPECT_THAT(body(jonah, at + "/course"), Not(HasSubstr("fault")));
  EXPECT_TRUE(seen(okafor).voided.empty());
  EXPECT_TRUE(ledger::verify(*a.t.store, {})->findings.empty());
}

TEST_F(Measuring, OnlyWhatWasAskedOfThemCanBeAnsweredForSomebody) {
  add("ucla-3", "start");
  auto fields = answers("ucla-3", 1);
  fields.emplace_back("of", key("ucla-3"));
  fields.emplace_back("person", ada->keys.person.str());
  EXPECT_EQ(a.post(okafor, at + "/answer", fields).status, 404);
  EXPECT_EQ(a.post(jonah, at + "/answer", fields).status, 404);
}

TEST_F(Measuring, WhatIsNoAnswerIsNamedAndNothingIsKept) {
  add("ucla-3", "start");
  auto fields = answers("ucla-3", 1);
  fields[1].second = "17";
  const auto sent = answer(jonah, "ucla-3", fields);
  EXPECT_EQ(sent.status, 422);
  EXPECT_THAT(sent.body, AllOf(HasSubstr("none of the answers"), HasSubstr("href=\"#" + fields[1].first + "\"")));
  EXPECT_EQ(answer(jonah, "ucla-3", {}).status, 422);
  EXPECT_EQ(answered(seen(jonah)), 0U);
  for (const std::string_view bad : {"-1", "1.5", "seven", "1e400", "nan"}) {
    auto diary = answers("touch-diary", 0);
    diary[0].second = bad;
    EXPECT_EQ(answer(jonah, "touch-diary", diary).status, 422) << bad;
  }
}

TEST_F(Measuring, WithTooMuchLeftOutThereIsNoScoreAndTheAnswersAreKept) {
  add("phq-9", "start");
  auto fields = answers("phq-9", 0);
  fields.resize(4);
  ASSERT_EQ(answer(jonah, "phq-9", fields).status, 303);
  EXPECT_EQ(series(okafor, "phq-9"), nullptr);
  EXPECT_EQ(answered(seen(okafor)), 1U);
}

TEST_F(Measuring, ARiskItemIsToldTheTherapistAtOnceAndNobodyElse) {
  add("phq-9", "start");
  EXPECT_THAT(body(jonah, at + "/answer"), HasSubstr("is told to")) << "said before it is answered";
  EXPECT_THAT(body(okafor, "/today"), Not(HasSubstr("Read an answer today")));
  ASSERT_EQ(answer(jonah, "phq-9", answers("phq-9", 1)).status, 303);
  EXPECT_THAT(body(okafor, "/today"), HasSubstr("Read an answer today"));
  EXPECT_THAT(body(ada, "/today"), Not(HasSubstr("Read an answer today")));
  EXPECT_THAT(body(okafor, plan_at), AllOf(HasSubstr("Read this today"), HasSubstr("better off dead"), HasSubstr("told to you")));
  EXPECT_THAT(body(ada, plan_at), Not(HasSubstr("Read this today")));
  // How to reach the client stands where somebody may have to, and with what to avoid.
  ASSERT_EQ(a.post(ada, at + "/client", {{"person", jonahs}, {"legal_name_1", "Jonah Maler"}, {"may_1", "a text message"},
                                         {"may_not_1", "the landline"}}).status, 303);
  EXPECT_THAT(body(okafor, plan_at), AllOf(HasSubstr("How to reach Jonah:</b> a text message"), HasSubstr("<b>Not:</b> the landline")));
  const auto alert = seen(okafor).alerts.at(0).answers.str();
  EXPECT_NE(a.post(ada, at + "/alerts/" + alert, {}).status, 303);
  EXPECT_FALSE(seen(okafor).alerts.at(0).seen);
  ASSERT_EQ(a.post(okafor, at + "/alerts/" + alert, {}).status, 303);
  EXPECT_THAT(body(okafor, "/today"), Not(HasSubstr("Read an answer today")));
  EXPECT_TRUE(seen(okafor).alerts.at(0).seen);
}

TEST_F(Measuring, APractitionersScreenDoesNotSayThatThereIsAnAlert) {
  add("session-check", "after-practitioner");
  const auto safe = answer(ada, "session-check", answers("session-check", 0), true);
  EXPECT_TRUE(seen(okafor).alerts.empty());
  const auto wronged = answer(ada, "session-check", answers("session-check", 2), true);
  EXPECT_EQ(seen(okafor).alerts.size(), 1U);
  ASSERT_EQ(wronged.status, 303);
  EXPECT_EQ(TestApp::header(wronged, "Location"), TestApp::header(safe, "Location"));
  EXPECT_THAT(TestApp::header(wronged, "Location"), HasSubstr("answered-may-tell"));
}

TEST_F(Measuring, WithoutARiskAnswerNobodyIsTold) {
  add("phq-9", "start");
  auto fields = answers("phq-9", 3);
  fields.back().second = "0";  // the ninth
  ASSERT_EQ(answer(jonah, "phq-9", fields).status, 303);
  EXPECT_TRUE(seen(okafor).alerts.empty());
}

TEST_F(Measuring, ADiarysDaysAreSeenByAllThreeAndItsWordsByTwo) {
  add("touch-diary", "weekly", "1");
  ASSERT_EQ(answer(jonah, "touch-diary", answers("touch-diary", 0)).status, 303);
  EXPECT_EQ(answered(seen(ada)), 1U);
  const auto words = [&](testing::Person* who) {
    std::string out;
    for (const auto& item : seen(who).items)
      if (const auto* body = std::get_if<care::Answered>(&item.event.body))
        for (const auto& reply : body->replies) out += reply.answer + " ";
    return out;
  };
  EXPECT_THAT(words(ada), AllOf(HasSubstr("2 "), Not(HasSubstr("zephyr"))));
}

// --- links ---

TEST_F(Measuring, AnswersStandFoldedUp) {
  add("ucla-3", "start");
  ASSERT_EQ(answer(jonah, "ucla-3", answers("ucla-3", 2)).status, 303);
  const auto page = body(jonah, "/today");
  EXPECT_THAT(page, ::testing::ContainsRegex("<summary[^>]*>The answers</summary>"));
  EXPECT_THAT(page, Not(HasSubstr("<p class=\"text\">How often")));
}

TEST_F(Measuring, AfterTheEndingThePractitionerAsksNothing) {
  add("ucla-3", "closure");
  must(jonah, "end", {{"words", ""}});
  EXPECT_EQ(a.post(ada, at + "/answer-link", {{"person", jonahs}}).status, 403);
  EXPECT_EQ(answer(ada, "ucla-3", answers("ucla-3", 1), true).status, 403);
  EXPECT_THAT(body(okafor, plan_at), HasSubstr("UCLA loneliness"));
  EXPECT_EQ(answer(jonah, "ucla-3", answers("ucla-3", 1)).status, 303);
}

// --- a practice's own, and adaptive tests ---

TEST_F(Measuring, NoInstrumentsNameStandsInAnAddressOrATitle) {
  add("phq-9", "start");
  for (auto* who : {okafor, ada, jonah})
    for (const auto& path : {plan_at, at + "/answer", at, std::string("/today")}) {
      const auto page = a.get(who, path);
      const std::regex shown("(href|action)=\"([^\"]*)\"|<title>([^<]*)");
      for (std::sregex_iterator one(page.body.begin(), page.body.end(), shown), end; one != end; ++one)
        EXPECT_THAT(one->str(), Not(::testing::ContainsRegex("phq|ucla|PHQ|UCLA|loneliness"))) << path;
    }
}

}  // namespace
}  // namespace trefoil::web
