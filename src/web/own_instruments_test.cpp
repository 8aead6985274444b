// Instruments of a practice's own: given their files in its folder, when they are planned and answered, then they are
// asked as ours are, with a bank question by question, and a faulty one is named.
#include <filesystem>
#include <set>

#include "web/test_measuring.h"

namespace trefoil::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

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

}  // namespace
}  // namespace trefoil::web
