// Measures through the pages: planned, asked, answered on three ways, read by whom it concerns and nobody else.
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "codec/event_json.h"
#include "course/measuring.h"
#include "measure/score.h"
#include "practice/answer_link.h"
#include "practice/outside.h"
#include "web/questions.h"
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
TEST_F(Measuring, ByALinkTheClientAnswersOnceWithoutASignIn) {
  add("ucla-3", "start");
  add("phq-9", "start");
  const auto address = link({{"person", jonahs}});
  EXPECT_THAT(address, Not(HasSubstr("phq")));
  EXPECT_THAT(body(okafor, plan_at), HasSubstr("a link is with them"));
  const auto asked = a.get(nullptr, address);
  ASSERT_EQ(asked.status, 200);
  EXPECT_THAT(asked.body, AllOf(HasSubstr("left out?"), HasSubstr("little energy"), HasSubstr("is told to"), Not(HasSubstr("Jonah"))));
  auto fields = answers("ucla-3", 0, 0);
  for (auto& one : answers("phq-9", 1, 1)) fields.push_back(one);
  const auto sent = a.post(nullptr, address, fields, false);
  EXPECT_NE(sent.status, 200) << "a form of another site";
  const auto done = a.post(nullptr, address, fields);
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_THAT(done.body, AllOf(HasSubstr("Thank you"), HasSubstr("One of your answers is one that your therapist is told of.")));
  for (auto* who : {jonah, ada, okafor}) {
    EXPECT_EQ(series(who, "ucla-3")->scores.at(0).value, 3);
    EXPECT_EQ(series(who, "phq-9")->scores.at(0).value, 9);
    EXPECT_TRUE(seen(who).voided.empty());
    EXPECT_EQ(answered(seen(who)), who == ada ? 0U : 2U) << who->name;
  }
  EXPECT_THAT(body(okafor, "/today"), HasSubstr("Read an answer today"));
  EXPECT_THAT(a.get(nullptr, address).body, HasSubstr("This link does not count"));
  EXPECT_THAT(a.post(nullptr, address, fields).body, HasSubstr("This link does not count"));
  EXPECT_EQ(series(okafor, "ucla-3")->scores.size(), 1U);
  EXPECT_TRUE(ledger::verify(*a.t.store, {})->findings.empty());
  EXPECT_THAT(practice::export_file(a.t.house, okafor->keys, file)->html, HasSubstr("by a link"));
}

// Only the one who left holds the room's key until the client is here again: nobody else could read what is left there.
TEST_F(Measuring, WhereTheTherapistLeftNothingIsLeftForThemAndNobodyIsPromisedToBeTold) {
  add("phq-9", "start");
  const auto address = link({{"person", jonahs}});
  ASSERT_EQ(a.post(ada, at + "/circle/remove", {{"person", okafor->keys.person.str()}, {"why", "moved away"}}).status, 303);
  const auto on_screen = answer(ada, "phq-9", answers("phq-9", 1), true);
  EXPECT_EQ(on_screen.status, 403);
  EXPECT_THAT(on_screen.body, HasSubstr("the therapist holds no key"));
  const auto by_link = a.post(nullptr, address, answers("phq-9", 1));
  EXPECT_EQ(by_link.status, 403);
  EXPECT_THAT(by_link.body, AllOf(HasSubstr("nobody was told"), Not(HasSubstr("Thank you"))));
  EXPECT_EQ(answered(seen(jonah)), 0U);
  auto& other = a.colleague(*ada, "R. Vance", {care::Role::therapist});
  a.t.must(practice::act(a.t.house, ada->keys, file,
                         care::AddPerson{other.keys.person, "R. Vance", care::Role::therapist, other.keys.key()}));
  EXPECT_EQ(answer(ada, "phq-9", answers("phq-9", 1), true).status, 403) << "the new one has no key yet";
}

// A client without a sign-in, and a therapist who left: nobody holds what lay in their room, and the next therapist begins it
// anew instead of standing before a shut door.
TEST_F(Measuring, TheNextTherapistOfAClientWithoutKeysBeginsTheirRoomAnew) {
  const LogId alone = a.t.new_file(ada->keys, "Q8RN5T");
  const std::string there = "/files/" + alone.str();
  const auto client = practice::open_file(a.t.house, ada->keys, alone)->file.clients.at(0).person;
  const auto join = [&](testing::Person* who) {
    a.t.must(practice::act(a.t.house, ada->keys, alone,
                           care::AddPerson{who->keys.person, who->name, care::Role::therapist, who->keys.key()}));
  };
  const care::Room room{care::RoomKind::therapy, client};
  const auto notes = [&](testing::Person* who) {
    std::vector<std::string> out;
    const auto opened = practice::open_file(a.t.house, who->keys, alone);
    EXPECT_TRUE(opened->damage.empty());
    for (const auto& item : opened->file.items)
      if (item.event.room == room) out.push_back(opened->file.text_of(item));
    return out;
  };
  join(okafor);
  a.t.must(practice::act(a.t.house, okafor->keys, alone, care::Write{room, "quince: of before"}));
  // A link whose answers would go there is over with it, and the therapist is asked to give another.
  a.t.must(practice::act(a.t.house, okafor->keys, alone, care::Record{{course::MeasuresScheduled{{{"phq-9"}}}}}));
  const auto link_by = [&](testing::Person* who) {
    const auto made = practice::make_answer_link(a.t.house, who->keys, alone, client, {"phq-9"});
    EXPECT_TRUE(made);
    return "/answer/" + alone.str() + "/" + made->token;
  };
  const auto waits = [&](testing::Person* who) {
    const auto file = practice::open_file(a.t.house, who->keys, alone)->file;
    return course::has_open_link(file.course, client, "phq-9", Day{0}, file.moment(a.t.clock.now()).today);
  };
  const auto link_of_before = link_by(okafor);
  ASSERT_EQ(a.get(nullptr, link_of_before).status, 200);
  ASSERT_TRUE(waits(ada));
  ASSERT_EQ(a.post(ada, there + "/circle/remove", {{"person", okafor->keys.person.str()}, {"why", "moved away"}}).status, 303);
  auto& vance = a.colleague(*ada, "R. Vance", {care::Role::therapist});
  join(&vance);
  a.t.must(practice::act(a.t.house, vance.keys, alone, care::Write{room, "rowan: of now"}));
  EXPECT_EQ(notes(&vance), std::vector<std::string>{"rowan: of now"});
  EXPECT_EQ(a.get(nullptr, link_of_before).status, 404);
  EXPECT_FALSE(waits(&vance) || waits(ada));
  EXPECT_EQ(a.get(nullptr, link_by(&vance)).status, 200);
  EXPECT_TRUE(waits(ada));
  EXPECT_TRUE(notes(ada).empty());
  EXPECT_TRUE(ledger::verify(*a.t.store, {})->findings.empty());
  // And what the client answers on the practitioner's screen has a reader again.
  const auto opened = practice::open_file(a.t.house, vance.keys, alone);
  EXPECT_TRUE(practice::shut_rooms(*opened).empty());
  // Who left and comes back finds both.
  join(okafor);
  a.t.must(practice::act(a.t.house, vance.keys, alone, care::Write{room, "sloe: later"}));
  EXPECT_EQ(notes(okafor), (std::vector<std::string>{"quince: of before", "rowan: of now", "sloe: later"}));
}

TEST_F(Measuring, AnAlteredLinkIsNone) {
  add("ucla-3", "start");
  const auto address = link({{"person", jonahs}});
  // Every letter matters: the secret, the room, and what is asked.
  for (const std::size_t back : {1U, 8U, 14U, 30U}) {
    auto other = address;
    char& letter = other[other.size() - back];
    letter = letter == 'a' ? 'b' : 'a';
    EXPECT_EQ(a.get(nullptr, other).status, 404) << back;
  }
  EXPECT_EQ(a.get(nullptr, address + "aaaaaaaa").status, 404);
  EXPECT_EQ(a.get(nullptr, address.substr(0, address.rfind('/') + 1) + "x").status, 404);
  EXPECT_EQ(a.get(nullptr, address).status, 200);
}

TEST_F(Measuring, TwoLinksThatAskTheSameDoNotShowItByTheirAddresses) {
  add("phq-9", "start");
  const auto first = link({{"person", jonahs}}), second = link({{"person", jonahs}});
  for (const auto& one : {first, second}) EXPECT_THAT(one, Not(HasSubstr(key("phq-9"))));
  EXPECT_NE(first.substr(first.size() - 6), second.substr(second.size() - 6));
}

TEST_F(Measuring, ALinkRunsOut) {
  add("ucla-3", "start");
  const auto address = link({{"person", jonahs}});
  pass(std::chrono::hours(24 * (practice::kAnswerLinkDays - 1)));
  EXPECT_EQ(a.get(nullptr, address).status, 200);
  pass(std::chrono::hours(24 * 2));
  EXPECT_EQ(a.get(nullptr, address).status, 404);
}

TEST_F(Measuring, WhoeverHoldsALinkLeavesNothingButItsAnswers) {
  add("ucla-3", "start");
  const auto address = link({{"person", jonahs}});
  const auto token = address.substr(address.rfind('/') + 1);
  care::Taking other{"gad-7", "w", "GAD-7", {}, {{"gad7-1", "0"}}, {}, {}, {}};
  EXPECT_FALSE(practice::answer_by_link(a.t.house, file, token, {other})) << "what was not asked";
}

TEST_F(Measuring, ALinkThatWasMadeForTheWorkIsNoneAfterTheEnding) {
  add("ucla-3", "start");
  const auto address = link({{"person", jonahs}});
  must(jonah, "end", {{"words", ""}});
  EXPECT_EQ(a.get(nullptr, address).status, 404);
  EXPECT_TRUE(seen(okafor).course.measure_links.empty());
  const auto again = link({{"person", jonahs}, {"of", key("ucla-3")}});
  EXPECT_EQ(a.get(nullptr, again).status, 200) << "the therapist asks anew";
  EXPECT_TRUE(ledger::verify(*a.t.store, {})->findings.empty());
}

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
using OwnInstruments = testing::OwnInstrumentsScene;

TEST_F(OwnInstruments, AreAskedBesideOursAndFaultyOnesAreNamed) {
  put_bank();
  put("broken.json", "{");
  put("ours.json", R"({"resourceType":"Questionnaire","id":"other"})");
  put("lost.bank.json", R"({"model":"2pl","items":[]})");
  const auto page = body(okafor, plan_at);
  EXPECT_THAT(page, AllOf(HasSubstr("A bank of ours"), HasSubstr("instruments/broken.json"), HasSubstr("instruments/ours.json"),
                          HasSubstr("instruments/lost.bank.json")));
}

TEST_F(OwnInstruments, WithABankAreAskedQuestionByQuestionUntilItIsSureEnough) {
  put_bank();
  add("own-bank", "start");
  auto page = a.get(jonah, at + "/answer").body;
  EXPECT_THAT(page, AllOf(HasSubstr("Question 1, of 6 at most"), HasSubstr(">Next<")));
  std::set<std::string> asked;
  http::Response last;
  for (int i = 0; i < 10; ++i) {
    const auto now = hidden(page, "now");
    EXPECT_TRUE(asked.insert(now).second) << "each once";
    last = a.post(jonah, at + "/answer", {{"person", jonahs}, {"of", hidden(page, "of")}, {"s", hidden(page, "s")}, {"now", now},
                                          {"q", i == 1 ? "" : "1"}});
    if (last.status == 303) break;
    ASSERT_EQ(last.status, 200) << last.body;
    page = last.body;
  }
  ASSERT_EQ(last.status, 303);
  EXPECT_GE(asked.size(), 5U) << "four answers at least, and one that was left out";
  const auto file = seen(okafor);
  EXPECT_TRUE(file.voided.empty());
  const auto& series = file.series.at("A bank of ours");
  EXPECT_GT(series.scores.at(0).value, 50) << "all answers say more of it than most";
  EXPECT_EQ(series.scale.spread, 10);
  EXPECT_GT(*series.scale.reliability, 0.3);
  EXPECT_LT(*series.scale.reliability, 0.95);
  EXPECT_EQ(answered(file), 1U);
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr("Answer some questions")));
}

TEST_F(OwnInstruments, WithABankAreAnsweredByALinkToo) {
  put_bank();
  add("own-bank", "start");
  const auto address = link({{"person", jonahs}});
  auto page = a.get(nullptr, address).body;
  http::Response last;
  for (int i = 0; i < 10; ++i) {
    last = a.post(nullptr, address, {{"s", hidden(page, "s")}, {"now", hidden(page, "now")}, {"q", "0"}});
    ASSERT_EQ(last.status, 200);
    page = last.body;
    if (page.find("Thank you") != page.npos) break;
  }
  EXPECT_THAT(page, HasSubstr("Thank you"));
  EXPECT_LT(seen(ada).series.at("A bank of ours").scores.at(0).value, 50);
  EXPECT_EQ(a.get(nullptr, address).status, 404);
}

TEST_F(OwnInstruments, WhereEveryQuestionWasLeftOutTheLastIsAskedOnceMore) {
  put_bank();
  add("own-bank", "start");
  const auto none = a.post(jonah, at + "/answer", {{"person", jonahs}, {"of", key("own-bank")}, {"s", "0-x.1-x.2-x.3-x.4-x"}, {"now", "5"}});
  EXPECT_EQ(none.status, 422);
  EXPECT_EQ(hidden(none.body, "now"), "5") << "a form without a question leads nowhere";
  EXPECT_EQ(a.post(jonah, at + "/answer", {{"person", jonahs}, {"of", key("own-bank")}, {"s", hidden(none.body, "s")}, {"now", "5"}, {"q", "1"}}).status, 303);
}

// Our diary asks for no words, so one that does is put beside it.
TEST_F(OwnInstruments, ADiarysWordsAreReadByTwoAndItsNumbersByAll) {
  put("own-diary.json", R"({"resourceType":"Questionnaire","id":"own-diary","version":"1","title":"A diary of ours","status":"active",
    "description":"Invented.","copyright":"Ours.","extension":[{"url":"urn:trefoil:scoring","extension":[
    {"url":"short-name","valueString":"Diary"},{"url":"direction","valueCode":"higher-is-better"},
    {"url":"source","valueString":"invented"},{"url":"licence","valueString":"ours"},{"url":"method","valueCode":"none"},
    {"url":"most-missing","valueInteger":0},{"url":"cannot-say","valueString":"Anything."}]}],"item":[
    {"linkId":"days","type":"integer","text":"Days?"},{"linkId":"words","type":"text","text":"How was it?"}]})");
  add("own-diary", "weekly", "1");
  ASSERT_EQ(a.post(jonah, at + "/answer", {{"of", key("own-diary")}, {"q0-0", "2"}, {"q0-1", "zephyr"}}).status, 303);
  const auto replies = [&](testing::Person* who) {
    std::string out;
    for (const auto& item : seen(who).items)
      if (const auto* body = std::get_if<care::Answered>(&item.event.body))
        for (const auto& reply : body->replies) out += reply.answer + " ";
    return out;
  };
  EXPECT_EQ(replies(ada), "2 ");
  for (auto* who : {okafor, jonah}) EXPECT_THAT(replies(who), AllOf(HasSubstr("2 "), HasSubstr("zephyr")));
  EXPECT_THAT(body(ada, at), Not(HasSubstr("zephyr")));
}

TEST_F(OwnInstruments, WhatAFormAsksForIsNoLongerThanThereAreInstruments) {
  add("ucla-3", "start");
  std::string long_list;
  for (int i = 0; i < 100'000; ++i) long_list += "aaaaaaa.";
  const auto due = a.post(jonah, at + "/answer", {{"of", long_list + key("phq-9")}});
  EXPECT_EQ(due.status, 422);
  EXPECT_THAT(due.body, AllOf(HasSubstr("left out?"), Not(HasSubstr("little energy")))) << "what is due";
}

TEST_F(OwnInstruments, WhatAFormSaysOfATestIsTyped) {
  put_bank();
  add("own-bank", "start");
  const auto of = key("own-bank");
  for (const std::string_view broken : {"9-1", "0-2", "0-1.0-1", "x", "0", "-1-0", "0-1.", "99999999999999999999-1"})
    EXPECT_EQ(a.post(jonah, at + "/answer", {{"of", of}, {"s", std::string(broken)}, {"now", "3"}, {"q", "1"}}).status, 422) << broken;
  EXPECT_EQ(a.post(jonah, at + "/answer", {{"of", of}, {"s", "0-1"}, {"now", "0"}, {"q", "1"}}).status, 422) << "asked twice";
  EXPECT_EQ(a.post(jonah, at + "/answer", {{"of", of}, {"s", "0-1"}, {"now", "6"}, {"q", "1"}}).status, 422);
  const auto wrong = a.post(jonah, at + "/answer", {{"of", of}, {"s", "0-1"}, {"now", "1"}, {"q", "7"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(hidden(wrong.body, "s"), "0-1") << "what was answered before is kept";
  EXPECT_EQ(answered(seen(jonah)), 0U);
}

TEST_F(OwnInstruments, ABankThatDoesNotFitItsInstrumentIsNamed) {
  put_bank();
  put("own-bank.bank.json", R"({"model":"2pl","items":[{"id":"nobody","a":1,"b":[0]}]})");
  EXPECT_THAT(body(okafor, plan_at), HasSubstr("is no question of the instrument"));
}

TEST_F(OwnInstruments, WhoseCodesAreOthersIsNamed) {
  put_bank();
  put("own-bank.bank.json", R"({"model":"2pl","items":[{"id":"own-1","a":1,"b":[0],"codes":[1,2]}]})");
  EXPECT_THAT(body(okafor, plan_at), HasSubstr("codes are not those"));
}

TEST_F(OwnInstruments, WhatIsChangedAfterItWasAnsweredIsNotAskedUnderTheSameName) {
  put_bank();
  std::filesystem::remove(folder / "own-bank.bank.json");
  add("own-bank", "start");
  ASSERT_EQ(answer(jonah, "phq-2", answers("phq-2", 0)).status, 303);
  Fields fields{{"of", key("own-bank")}};
  for (int i = 0; i < 6; ++i) fields.emplace_back("q0-" + std::to_string(i), "1");
  ASSERT_EQ(a.post(jonah, at + "/answer", fields).status, 303);
  std::ifstream in(folder / "own-bank.json");
  std::string text((std::istreambuf_iterator<char>(in)), {});
  text.replace(text.find("Question 3?"), 11, "Question B?");
  put("own-bank.json", text);
  a.restart();
  const auto refused = a.post(jonah, at + "/answer", fields);
  EXPECT_EQ(refused.status, 403) << refused.body;
  EXPECT_THAT(refused.body, HasSubstr("changed since it was first answered"));
}

TEST_F(OwnInstruments, ABankThatCameLaterPutsNoTScoreBesideSums) {
  put_bank();
  std::filesystem::remove(folder / "own-bank.bank.json");
  add("own-bank", "start");
  Fields fields{{"of", key("own-bank")}};
  for (int i = 0; i < 6; ++i) fields.emplace_back("q0-" + std::to_string(i), "1");
  ASSERT_EQ(a.post(jonah, at + "/answer", fields).status, 303);
  put_bank();
  a.restart();
  const auto done = a.post(jonah, at + "/answer", {{"of", key("own-bank")}, {"s", "0-1.1-1.2-1.3-1.4-1"}, {"now", "5"}, {"q", "1"}});
  EXPECT_EQ(done.status, 403) << done.body;
  EXPECT_THAT(done.body, HasSubstr("changed since it was first answered"));
  EXPECT_EQ(seen(okafor).series.at("A bank of ours").scores.size(), 1U);
}

TEST_F(OwnInstruments, ABankBesideBandsOfSumsIsNamed) {
  put_bank();
  std::ifstream in(folder / "own-bank.json");
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const std::string cannot = R"({"url":"cannot-say")";
  text.replace(text.find(cannot), cannot.size(),
               R"({"url":"cutoff","extension":[{"url":"value","valueDecimal":3},{"url":"source","valueString":"ours"}]},)" + cannot);
  put("own-bank.json", text);
  EXPECT_THAT(body(okafor, plan_at), HasSubstr("an adaptive test gives T scores"));
}

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
