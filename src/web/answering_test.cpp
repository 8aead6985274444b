// Forms that somebody answers: what can be taken back, what changed meanwhile, what is sent twice, and what is said of who
// reads it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>

#include "care/event.h"
#include "practice/outside.h"
#include "web/programmes.h"
#include "web/questions.h"
#include "web/test_measuring.h"

namespace trefoil::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

using AnsweringForms = testing::OwnInstrumentsScene;

// All hidden fields of the page's form, as a browser sends them.
Fields hidden_fields(const std::string& page) {
  Fields out;
  const std::regex field("<input type=\"hidden\" name=\"(person|of|as|form|s|now)\" value=\"([^\"]*)\"");
  const auto form = page.substr(page.rfind("<form method=\"post\""));
  for (std::sregex_iterator one(form.begin(), form.end(), field), end; one != end; ++one)
    out.emplace_back(one->str(1), one->str(2));
  return out;
}
Fields with(Fields fields, const Fields& more) {
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}
std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}
std::string origin_of(const care::File& file) {
  for (const auto& item : file.items)
    if (const auto* scored = std::get_if<care::Scored>(&item.event.body)) return scored->origin;
  return {};
}

TEST_F(AnsweringForms, WhatWasChosenCanBeTakenBackWithoutScripts) {
  add("ucla-3", "start");
  EXPECT_THAT(body(jonah, at + "/answer"), HasSubstr("name=\"q0-0\" value=\"\" ><span>No answer</span>"));
  auto fields = answers("ucla-3", 1);
  fields[1].second = "";
  fields[2].second = "17";
  const auto again = answer(jonah, "ucla-3", fields);
  EXPECT_EQ(again.status, 422);
  EXPECT_THAT(again.body, HasSubstr("name=\"q0-1\" value=\"\" checked><span>No answer</span>"));
  fields[2].second = "2";
  ASSERT_EQ(answer(jonah, "ucla-3", fields).status, 303);
  EXPECT_EQ(series(okafor, "ucla-3"), nullptr) << "one is missing, so there is no score";
}

TEST_F(AnsweringForms, AWeekHasSevenDays) {
  add("touch-diary", "weekly", "2");
  EXPECT_THAT(body(jonah, at + "/answer"), HasSubstr("max=\"7\""));
  auto fields = answers("touch-diary", 0);
  fields[3].second = "8";
  const auto sent = answer(jonah, "touch-diary", fields);
  EXPECT_EQ(sent.status, 422);
  EXPECT_THAT(sent.body, AllOf(HasSubstr("7 at most"), HasSubstr("href=\"#" + fields[3].first + "\"")));
  fields[3].second = "7";
  EXPECT_EQ(answer(jonah, "touch-diary", fields).status, 303);
}

TEST_F(AnsweringForms, SentTwiceItIsKeptOnceAndWithOtherAnswersAgain) {
  add("ucla-3", "start");
  const auto page = body(jonah, at + "/answer");
  const auto first = with(hidden_fields(page), answers("ucla-3", 1));
  for (int i = 0; i < 2; ++i) {
    const auto sent = a.post(jonah, at + "/answer", first);
    ASSERT_EQ(sent.status, 303) << sent.body;
  }
  EXPECT_EQ(answered(seen(okafor)), 1U);
  EXPECT_EQ(series(okafor, "ucla-3")->scores.size(), 1U);
  // Somebody went back and changed an answer: nothing of it is lost.
  ASSERT_EQ(a.post(jonah, at + "/answer", with(hidden_fields(page), answers("ucla-3", 2))).status, 303);
  EXPECT_EQ(answered(seen(okafor)), 2U);
  EXPECT_TRUE(seen(okafor).voided.empty());
  EXPECT_TRUE(ledger::verify(*a.t.store, {})->findings.empty());
}

TEST_F(AnsweringForms, WhatChangedMeanwhileIsAskedAnewWithAllThatWasTyped) {
  const std::string diary = R"({"resourceType":"Questionnaire","id":"own-diary","version":"1","title":"A diary of ours","status":"active",
    "description":"Invented.","copyright":"Ours.","extension":[{"url":"urn:trefoil:scoring","extension":[
    {"url":"short-name","valueString":"Diary"},{"url":"direction","valueCode":"higher-is-better"},
    {"url":"source","valueString":"invented"},{"url":"licence","valueString":"ours"},{"url":"method","valueCode":"none"},
    {"url":"most-missing","valueInteger":0},{"url":"cannot-say","valueString":"Anything."}]}],"item":[
    {"linkId":"days","type":"integer","text":"Days?"},{"linkId":"words","type":"text","text":"How was it?"},
    {"linkId":"more","type":"text","text":"Anything else?"}]})";
  put("own-diary.json", diary);
  add("own-diary", "weekly", "1");
  const auto address = link({{"person", jonahs}});
  const auto mine = with(hidden_fields(body(jonah, at + "/answer")),
                         {{"q0-0", "4"}, {"q0-1", "zephyr"}, {"q0-2", "quince on toast"}});
  const auto by_link = with(hidden_fields(a.get(nullptr, address).body),
                            {{"q0-0", "4"}, {"q0-1", "zephyr"}, {"q0-2", "quince on toast"}});
  auto other = diary;
  const std::string days = R"({"linkId":"days","type":"integer","text":"Days?"},)", was = "How was it?";
  other.replace(other.find(days), days.size(), "");
  other.replace(other.find(was), was.size(), "How did it feel?");
  other.replace(other.rfind("]}"), 2, "," + days.substr(0, days.size() - 1) + "]}");
  put("own-diary.json", other);
  a.restart();
  for (const auto& [who, where, fields] : {std::tuple(jonah, at + "/answer", mine), std::tuple((testing::Person*)nullptr, address, by_link)}) {
    const auto refused = a.post(who, where, fields);
    EXPECT_EQ(refused.status, 409) << refused.body;
    EXPECT_THAT(refused.body,
                AllOf(HasSubstr("was changed while you were answering"), HasSubstr("<blockquote>zephyr</blockquote>"),
                      HasSubstr("quince on toast</textarea>"), HasSubstr("name=\"q0-2\" value=\"4\"")));
    EXPECT_EQ(seen(okafor).course.taken.size(), who == nullptr ? 1U : 0U);
    // And what is sent then is read by the questions as they are now.
    const auto again = a.post(who, where, with(hidden_fields(refused.body), {{"q0-0", "warm"}, {"q0-1", "quince on toast"}, {"q0-2", "4"}}));
    EXPECT_EQ(again.status, who == nullptr ? 200 : 303) << again.body;
  }
  EXPECT_EQ(seen(okafor).course.taken.size(), 2U);
}

TEST_F(AnsweringForms, AnInstrumentThatIsGoneTakesNoOthersAnswers) {
  put_bank();
  std::filesystem::remove(folder / "own-bank.bank.json");
  add("own-bank", "start");
  add("ucla-3", "start");
  auto sent = hidden_fields(body(jonah, at + "/answer"));
  for (int i = 0; i < 6; ++i) sent.emplace_back("q0-" + std::to_string(i), "1");
  for (const auto& field : answers("ucla-3", 2, 1)) sent.push_back(field);
  std::filesystem::remove(folder / "own-bank.json");
  a.restart();
  const auto refused = a.post(jonah, at + "/answer", sent);
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.body, AllOf(HasSubstr("name=\"q0-0\" value=\"3\" checked"), Not(HasSubstr("Question 1?"))));
}

TEST_F(AnsweringForms, OfATestThatChangedTheFirstQuestionIsAsked) {
  put_bank();
  add("own-bank", "start");
  const auto page = a.get(jonah, at + "/answer").body;
  auto bank = text_of(folder / "own-bank.bank.json");
  bank.replace(bank.find("1.5"), 3, "2.5");
  put("own-bank.bank.json", bank);
  a.restart();
  const auto refused = a.post(jonah, at + "/answer", with(hidden_fields(page), {{"q", "1"}}));
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.body, HasSubstr("Question 1, of 6 at most"));
}

TEST_F(AnsweringForms, ATestCanBeStoppedAndWhatWasAnsweredIsKeptWithoutAScore) {
  put_bank();
  auto text = text_of(folder / "own-bank.json");
  const std::string first = R"("type":"choice","text":"Question 1?",)";
  text.replace(text.find(first), first.size(),
               first + R"("extension":[{"url":"urn:trefoil:item","extension":[{"url":"alerts-from","valueDecimal":1}]}],)");
  put("own-bank.json", text);
  add("own-bank", "start");
  const auto page = a.get(jonah, at + "/answer").body;
  EXPECT_THAT(page, AllOf(HasSubstr("Where you leave before, nothing is kept, and nobody is told."), Not(HasSubstr("Stop here"))));
  const Fields base = hidden_fields(page);
  Fields fields{{"of", key("own-bank")}, {"person", jonahs}, {"s", ""}, {"now", "0"}, {"q", "1"}};
  const auto next = a.post(jonah, at + "/answer", fields);
  ASSERT_EQ(next.status, 200);
  EXPECT_THAT(next.body, HasSubstr("Stop here, and keep what I answered"));
  EXPECT_EQ(answered(seen(okafor)), 0U);
  const auto stopped = a.post(jonah, at + "/answer", with(hidden_fields(next.body), {{"do", "stop"}}));
  ASSERT_EQ(stopped.status, 303) << stopped.body;
  EXPECT_EQ(answered(seen(okafor)), 1U);
  EXPECT_EQ(seen(okafor).alerts.size(), 1U) << "and the therapist is told";
  EXPECT_TRUE(seen(okafor).series.empty());
}

TEST_F(AnsweringForms, OnAnothersScreenNobodyIsCalledYou) {
  add("ucla-3", "start");
  EXPECT_THAT(body(jonah, at + "/answer"), HasSubstr("Your answers are read by therapist and you; the score, and the days of a diary, by practitioner, therapist and you."));
  const auto page = a.get(ada, at + "/answer", {{"person", jonahs}}).body;
  const auto said = page.substr(page.find("The client&#39;s answers are read by"));
  EXPECT_THAT(said.substr(0, said.find('<')), AllOf(HasSubstr("client"), HasSubstr("therapist"), Not(HasSubstr("you"))));
}

TEST_F(AnsweringForms, BesideTheScoreStandsTheWayThatItCame) {
  add("ucla-3", "start");
  const auto address = link({{"person", jonahs}});
  ASSERT_EQ(a.post(nullptr, address, answers("ucla-3", 1)).status, 200);
  EXPECT_EQ(origin_of(seen(okafor)), "answered by a link");
  EXPECT_EQ(in_words(Way::own_page), "answered after signing in");
  ASSERT_EQ(answer(ada, "ucla-3", answers("ucla-3", 2), true).status, 303);
  EXPECT_THAT(body(okafor, at), AllOf(HasSubstr("answered by a link"), HasSubstr("answered on a professional&#39;s screen"), Not(HasSubstr("answered here"))));
}

// PHQ-9 takes eight of nine, prorated; UCLA-3 no two of three.
TEST_F(AnsweringForms, WhatAScoreIsWorkedOutFromAndThatThereIsNoneIsSaid) {
  add("phq-9", "start");
  add("ucla-3", "start");
  auto some = answers("phq-9", 0);
  some.pop_back();
  ASSERT_EQ(testing::TestApp::header(answer(jonah, "phq-9", some), "Location"), "/today?done=answered");
  const auto few = answer(jonah, "ucla-3", {answers("ucla-3", 1).front()});
  EXPECT_EQ(testing::TestApp::header(few, "Location"), "/today?done=answered-few");
  EXPECT_THAT(a.get(jonah, "/today", {{"done", "answered-few"}}).body, HasSubstr("too little was answered for a score, and that is all right."));
  for (auto* who : {jonah, okafor, ada}) {
    EXPECT_THAT(body(who, at + "/measures/1"), HasSubstr("answered after signing in, 8 of 9 questions")) << "whoever reads the score";
    EXPECT_THAT(body(who, at + "/measures"), HasSubstr("UCLA-3, 21 September 2026: answered in part, too little for a score."));
  }
  EXPECT_THAT(body(okafor, at), HasSubstr("Thoughts that you would be better off dead or of hurting yourself in some way: left out, which says nothing either way"));
  pass(std::chrono::minutes(5));
  ASSERT_EQ(answer(jonah, "ucla-3", answers("ucla-3", 1)).status, 303);
  EXPECT_THAT(body(okafor, at + "/measures/2"), AllOf(HasSubstr("21 September 2026: answered in part, too little for a score."),
                                                      HasSubstr("answered after signing in</td>"), Not(HasSubstr("of 3 questions"))));
}

TEST_F(AnsweringForms, EachPartIsNumberedFromOne) {
  add("ucla-3", "start");
  add("phq-9", "start");
  const auto page = body(jonah, at + "/answer");
  EXPECT_THAT(page, AllOf(HasSubstr("Part 2 of 2"), HasSubstr("<span class=\"nth\">3.</span> How often do you feel isolated"),
                          HasSubstr("<span class=\"nth\">1.</span> Little interest"),
                          HasSubstr("<span class=\"nth\">9.</span> Thoughts that you would be better off dead")))
      << "the instrument itself speaks of its ninth question";
}

TEST_F(AnsweringForms, AboveTheQuestionThatAlertsStandsWhatAnAnswerBringsAbout) {
  add("phq-9", "start");
  const auto address = link({{"person", jonahs}});
  const std::string rest = "first the next time they open Trefoil. Nobody is called or sent a message.";
  for (const auto& page : {body(jonah, at + "/answer"), a.get(nullptr, address).body}) {
    const auto said = page.find("If you choose any answer but “Not at all” here, your therapist finds it " + rest +
                                " If you are in danger now, ring the emergency number.");
    ASSERT_NE(said, page.npos);
    EXPECT_EQ(page.find("<legend>", said), page.find("<legend><span class=\"nth\">9.</span>")) << "and no other question";
  }
  EXPECT_THAT(a.get(ada, at + "/answer", {{"person", jonahs}}).body,
              AllOf(HasSubstr("The therapist finds such an answer first"), Not(HasSubstr("Your therapist finds")), HasSubstr("If any answer but “Not at all” is chosen here, the therapist finds it " + rest), Not(HasSubstr("If you choose"))));
  measure::Item item;
  item.choices = {{"0", "No", 0}, {"1", "A little", 1}, {"2", "Much", 2}};
  EXPECT_EQ(alert_in_words(item, Said::to_client), "");
  item.alerts_from = 2;
  EXPECT_THAT(alert_in_words(item, Said::to_client), HasSubstr("If you choose “Much” here"));
}

TEST_F(AnsweringForms, WhatTheTherapistFindsFirstIsToldInTheEntryAsItStands) {
  add("phq-9", "start");
  ASSERT_EQ(answer(jonah, "phq-9", answers("phq-9", 1)).status, 303);
  EXPECT_THAT(body(jonah, "/today"), AllOf(HasSubstr("the therapist was to find first. They have not said yet that they read it."),
                                           Not(HasSubstr("told to the therapist"))));
}

TEST_F(AnsweringForms, WhatIsSaidOfTellingIsWhatHappens) {
  add("phq-9", "start");
  const auto address = link({{"person", jonahs}});
  for (const auto& page : {body(jonah, at + "/answer"), a.get(nullptr, address).body})
    EXPECT_THAT(page, AllOf(HasSubstr("the next time they open Trefoil"), HasSubstr("Trefoil itself sends nothing and calls nobody"),
                            HasSubstr("This is not for emergencies")));
  const auto sent = answer(jonah, "phq-9", answers("phq-9", 1));
  ASSERT_EQ(sent.status, 303);
  EXPECT_EQ(testing::TestApp::header(sent, "Location"), "/today?done=answered-told-you");
  EXPECT_THAT(a.get(jonah, "/today", {{"done", "answered-told-you"}}).body,
              AllOf(HasSubstr("the next time they open Trefoil"), Not(HasSubstr("today. If you"))));
}

TEST_F(AnsweringForms, ALinksPageCanBeLeftQuickly) {
  add("ucla-3", "start");
  EXPECT_THAT(a.get(nullptr, link({{"person", jonahs}})).body, HasSubstr("<a href=\"/away\" data-leave=\"yes\""));
}

TEST_F(AnsweringForms, WhatWasLeftOutStandsAmongTheAnswers) {
  add("phq-9", "start");
  auto fields = answers("phq-9", 1);
  fields.erase(fields.begin());
  ASSERT_EQ(answer(jonah, "phq-9", fields).status, 303);
  EXPECT_THAT(body(okafor, at), HasSubstr("Little interest or pleasure in doing things: left out"));
  EXPECT_THAT(body(okafor, plan_at), HasSubstr("Little interest or pleasure in doing things: left out"));
}

TEST_F(AnsweringForms, AScoreOfATestKeepsItsOwnStandardError) {
  put_bank();
  add("own-bank", "start");
  auto page = a.post(jonah, at + "/answer", {{"of", key("own-bank")}, {"person", jonahs}, {"s", ""}, {"now", "0"}, {"q", "1"}});
  for (int i = 0; i < 6 && page.status == 200; ++i)
    page = a.post(jonah, at + "/answer", with(hidden_fields(page.body), {{"q", "1"}}));
  ASSERT_EQ(page.status, 303) << page.body;
  const auto file = seen(okafor);
  ASSERT_EQ(file.series.size(), 1U);
  const auto& series = file.series.begin()->second;
  ASSERT_TRUE(series.scores.at(0).error);
  EXPECT_EQ(series.scores[0].error, measure::standard_error(series.scale));
  EXPECT_GT(*series.scores[0].error, 3.0);
}

TEST_F(AnsweringForms, WhatATestDidNotAskWasNotLeftOut) {
  put_bank();
  add("own-bank", "start");
  const auto next = a.post(jonah, at + "/answer", {{"of", key("own-bank")}, {"person", jonahs}, {"s", ""}, {"now", "0"}, {"q", "1"}});
  ASSERT_EQ(a.post(jonah, at + "/answer", with(hidden_fields(next.body), {{"do", "stop"}})).status, 303);
  EXPECT_THAT(body(okafor, at), AllOf(HasSubstr("Question 1? Yes"), Not(HasSubstr("left out"))));
}

// --- what the therapist is told of at once ---
TEST_F(AnsweringForms, TheAnswerThatAlertsStandsFirstAndMarked) {
  add("phq-9", "start");
  ASSERT_EQ(answer(jonah, "phq-9", answers("phq-9", 1)).status, 303);
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("They have not said yet that they read it."));
  const auto page = body(okafor, plan_at);
  const auto alert = page.substr(page.find("Read this today"));
  EXPECT_LT(alert.find("better off dead"), alert.find("Little interest"));
  EXPECT_THAT(alert.substr(0, alert.find("Little interest")), HasSubstr("told to you"));
  EXPECT_THAT(alert.substr(alert.find("Little interest")), Not(HasSubstr("told to you")));
  ASSERT_EQ(a.post(okafor, at + "/alerts/" + seen(okafor).alerts.at(0).answers.str(), {}).status, 303);
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("They have read it."));
}

TEST_F(AnsweringForms, AnUnreadAlertIsFoundByTheNextTherapistAndNobodyIsLeftToThinkThatItWasRead) {
  const std::string told = "you gave an answer that your therapist was to read at once";
  add("phq-9", "start");
  ASSERT_EQ(answer(jonah, "phq-9", answers("phq-9", 1)).status, 303);
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr(told)));
  ASSERT_EQ(a.post(ada, at + "/circle/remove", {{"person", okafor->keys.person.str()}, {"why", "moved away"}}).status, 303);
  EXPECT_THAT(body(jonah, "/today"), AllOf(HasSubstr(told), HasSubstr("There is no therapist here just now, so nobody reads it.")));
  EXPECT_THAT(body(ada, "/today"), Not(HasSubstr("Read an answer"))) << "it may be about her";
  auto& other = a.colleague(*ada, "R. Vance", {care::Role::therapist});
  pass(std::chrono::hours(1));
  a.t.must(practice::act(a.t.house, ada->keys, file,
                         care::AddPerson{other.keys.person, "R. Vance", care::Role::therapist, other.keys.key()}));
  EXPECT_THAT(body(jonah, "/today"), AllOf(HasSubstr(told), HasSubstr("Your new therapist finds it first"),
                                           HasSubstr("R. Vance holds no key yet"), HasSubstr("Let them read it")));
  EXPECT_THAT(body(&other, "/today"), Not(HasSubstr("Read an answer today")));
  EXPECT_EQ(a.post(ada, at + "/hand-over", {}).status, 404);
  ASSERT_EQ(a.post(jonah, at + "/hand-over", {}).status, 303);
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr("Let them read it")));
  EXPECT_THAT(body(&other, "/today"), HasSubstr("Read an answer today"));
  EXPECT_THAT(body(&other, plan_at), AllOf(HasSubstr("Read this today"), HasSubstr("better off dead"), HasSubstr("given before you came, and nobody has said that they read it")));
  ASSERT_EQ(a.post(&other, at + "/alerts/" + seen(&other).alerts.at(0).answers.str(), {}).status, 303);
  EXPECT_THAT(body(&other, "/today"), Not(HasSubstr("Read an answer today")));
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr(told)));
}

// --- the plan to begin with ---
TEST_F(AnsweringForms, TheUsualPlanIsThatOfTheProgramme) {
  EXPECT_THAT(body(okafor, plan_at), HasSubstr("it is ours to suggest"));
  must(ada, "plan-write", {{"programme", "social-contact"}});
  EXPECT_THAT(body(okafor, plan_at), AllOf(HasSubstr("As “Graded social contact” suggests"),
                                           HasSubstr("GAD-7: at the start, before each review, at the ending")));
  ASSERT_EQ(a.post(okafor, plan_at, {{"do", "usual"}}).status, 303);
  const auto set = seen(okafor).course.measures;
  EXPECT_EQ(set.size(), std::ranges::find(programmes(), std::string("social-contact"), &course::Programme::id)->measures.size());
  for (const auto& line : set) EXPECT_GT(line.plan.seconds, 0) << line.plan.instrument;
  EXPECT_THAT(body(okafor, plan_at), Not(HasSubstr("more than three minutes")));
}

TEST_F(AnsweringForms, ANewVersionOfAProgrammeChangesNothingThatIsAsked) {
  const auto programme = [](const std::string& version, const std::string& measures) {
    return R"({"id":"park","version":)" + version + R"(,"name":"Walks in the park","about":"Walks.","circle":{"clients":1,"needs_practitioner":true},)"
           R"("phases":[{"name":"Outdoors","about":"Out.","needs_health":false,"activities":[{"name":"Walking","about":"Both walk."}]}],)"
           R"("measures":[)" + measures + "]}";
  };
  const auto programmes_folder = a.t.house.folder.programmes();
  std::filesystem::create_directories(programmes_folder);
  std::ofstream(programmes_folder / "park.json")
      << programme("1", R"({"instrument":"ucla-3","when":"start"},{"instrument":"own-sleep","when":"start"})");
  a.restart();
  must(ada, "plan-write", {{"programme", "park"}});
  EXPECT_THAT(body(okafor, plan_at), HasSubstr("It asks for what is not installed here, too: own-sleep."));
  ASSERT_EQ(a.post(okafor, plan_at, {{"do", "usual"}}).status, 303);
  const auto set = seen(okafor).course.measures;
  ASSERT_EQ(set.size(), 1U);
  std::ofstream(programmes_folder / "park.json") << programme("2", R"({"instrument":"gad-7","when":"start"})");
  a.restart();
  EXPECT_EQ(seen(okafor).course.measures, set);
  EXPECT_THAT(body(okafor, plan_at), Not(HasSubstr("suggests, out of which")));
}

// --- the scores as a table ---
TEST_F(AnsweringForms, ScoresGoOutAsATableWithWhatTheirReaderMayRead) {
  add("phq-9", "start");
  auto fields = answers("phq-9", 1);
  fields.erase(fields.begin());
  ASSERT_EQ(answer(jonah, "phq-9", fields).status, 303);
  fields.resize(3);
  pass(std::chrono::minutes(1));
  ASSERT_EQ(answer(ada, "phq-9", fields, true).status, 303);
  const auto table = [&](testing::Person* who) {
    const auto sent = a.post(who, at + "/export", {{"form", "csv"}, {"passphrase", testing::TestHouse::passphrase(who->name)}});
    EXPECT_EQ(sent.status, 200) << sent.body;
    EXPECT_EQ(testing::TestApp::header(sent, "Content-Type"), "text/csv; charset=utf-8");
    return sent.body;
  };
  const std::string head = "code,date,measure,answered_by,score,band,missing\n";
  const std::string begin = seen(ada).code + "," + day(0) + ",\"Patient Health Questionnaire, nine items (PHQ-9)\",client,";
  EXPECT_EQ(table(okafor), head + begin + "9,mild,1\n" + begin + ",,6\n");
  EXPECT_EQ(table(ada), head + begin + "9,mild,\n" + begin + ",,\n") << "how many are missing tells of the answers";
  EXPECT_THAT(body(ada, at + "/measures"), HasSubstr("/export?as=table\">As a table"));
  EXPECT_THAT(a.get(ada, at + "/export", {{"as", "table"}}).body, AllOf(HasSubstr("value=\"csv\" checked"), HasSubstr("<h2>In the page and in the JSON</h2>")));
  EXPECT_NE(a.post(ada, at + "/export", {{"form", "csv"}, {"passphrase", "wrong"}}).status, 200);
  EXPECT_THAT(body(jonah, at + "/export"), Not(HasSubstr("csv")));
}

TEST_F(AnsweringForms, WhoHasASignInIsNotInvited) {
  EXPECT_THAT(body(ada, at), Not(HasSubstr("Invite the client")));
  // A new link is the therapist's to make: nobody else is led to a form that ends in a refusal.
  EXPECT_THAT(body(okafor, at + "/circle"), HasSubstr("A new link for a client"));
  EXPECT_THAT(body(okafor, at + "/invite"), HasSubstr("Make the link"));
  EXPECT_THAT(body(ada, at + "/circle"), Not(HasSubstr("A new link for a client")));
  const auto told = a.get(ada, at + "/invite");
  EXPECT_EQ(told.status, 403);
  EXPECT_THAT(told.body, AllOf(HasSubstr("Ask the therapist for a new link."), Not(HasSubstr("Make the link"))));
  const LogId fresh = a.t.new_file(ada->keys, "M2WX9P");
  EXPECT_THAT(body(ada, "/files/" + fresh.str()), HasSubstr("Invite the client"));
  EXPECT_THAT(body(ada, "/files/" + fresh.str() + "/circle"), Not(HasSubstr("A new link for a client")));
}

}  // namespace
}  // namespace trefoil::web
