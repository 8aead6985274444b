// After the ending: no page offers what would be refused, and each says plainly that the work has ended.
#include <regex>

#include "practice/concerns.h"
#include "practice/files_draft.h"
#include "practice/members.h"
#include "practice/test_house.h"
#include "practice/views.h"
#include "web/test_course.h"

namespace trefoil::web {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

class Ended : public testing::CourseScene {
 protected:
  std::string session;  // of the therapist, still to come

  void SetUp() override {
    CourseScene::SetUp();
    must(ada, "plan-write", {{"programme", "social-contact"}});
    ASSERT_EQ(a.post(ada, at + "/write", {{"room", "shared"}, {"text", "until Thursday"}}).status, 303);
    session = planned(okafor, {{"kind", "therapist"}, {"phase", "0"}});
    must(jonah, "end");
  }
  // Every page of the file to which its pages lead, each opened once.
  std::map<std::string, std::string> pages(testing::Person* who, const std::string& from) {
    std::map<std::string, std::string> out;
    std::vector<std::string> left{from};
    const std::regex link("href=\"(/files/[^\"#?]*)");
    while (!left.empty()) {
      const auto path = left.back();
      left.pop_back();
      if (out.contains(path)) continue;
      const auto response = a.get(who, path);
      EXPECT_EQ(response.status, 200) << who->name << " " << path;
      out.emplace(path, response.body);
      for (std::sregex_iterator one(response.body.begin(), response.body.end(), link), end; one != end; ++one)
        left.push_back((*one)[1]);
    }
    return out;
  }
};

TEST_F(Ended, EveryLinkLeadsSomewhere) {
  for (auto* who : {ada, okafor}) EXPECT_GT(pages(who, at).size(), 8u);
  EXPECT_GT(pages(jonah, at + "/course").size(), 2u);
}

TEST_F(Ended, ThePractitionerIsToldThatTheirPartIsOverAndOfferedNoneOfIt) {
  const auto all = pages(ada, at);
  for (const auto* page : {"", "/course"})
    EXPECT_THAT(all.at(at + page), HasSubstr("Your part is over: nothing that you write here reaches the client any more."));
  EXPECT_THAT(all.at(at + "/circle"), AllOf(HasSubstr("The work has ended."), Not(HasSubstr("Put someone into the circle")),
                                            Not(HasSubstr("Take Jonah")), Not(HasSubstr("A new link for a client"))));
  for (const auto* gone : {"/course/credentials", "/course/terms", "/course/plan", "/course/plan-write", "/client", "/invite",
                           "/measuring", "/answer"}) {
    EXPECT_FALSE(all.contains(at + gone)) << gone;
    EXPECT_NE(a.get(ada, at + gone).status, 200) << gone << " from a page that was open";
  }
  EXPECT_FALSE(all.contains(session + "/move"));
  EXPECT_TRUE(all.contains(session + "/cancel")) << "what ends something can still be done";
  for (const auto& [path, body] : all) EXPECT_THAT(body, Not(HasSubstr("/correct\""))) << path;
  EXPECT_THAT(a.get(ada, at + "/course/credentials").body, HasSubstr("The work ended on"));
  EXPECT_THAT(body(okafor, at), AllOf(HasSubstr(at + "/client"), HasSubstr(at + "/measuring"), Not(HasSubstr("Your part is over"))));
  EXPECT_THAT(body(okafor, at + "/circle"), HasSubstr("Put someone into the circle"));
}

TEST_F(Ended, TheTherapistsNextLookPartsThePractitioner) {
  ASSERT_EQ(a.post(ada, at + "/write", {{"room", "process." + ada->keys.person.str()}, {"text", "medlar, for myself"}}).status, 303);
  EXPECT_THAT(body(ada, at), HasSubstr("Your part is over"));
  EXPECT_THAT(body(okafor, at), HasSubstr("Ada Lind has parted, as the work has ended")) << "the look itself shows it";
  EXPECT_THAT(body(ada, at), AllOf(HasSubstr("and your part in it. What stood here until then you can still read; nothing newer."),
                                   Not(HasSubstr("You left this circle"))));
  EXPECT_EQ(a.get(ada, at + "/course/plan").status, 404);
  ASSERT_EQ(a.post(okafor, at + "/write", {{"room", "shared"}, {"text", "quince after the parting"}}).status, 303);
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("quince after the parting"));
  EXPECT_THAT(body(ada, at), AllOf(HasSubstr("You have parted, as the work has ended"), Not(HasSubstr("quince")), HasSubstr("until Thursday")));
  EXPECT_THAT(body(ada, at), AllOf(HasSubstr("medlar"), HasSubstr("Only you"), Not(HasSubstr("Nobody"))));
  const auto reads = seen(okafor).reads.size();
  body(okafor, at);
  EXPECT_EQ(seen(okafor).reads.size(), reads) << "once a sign-in, as ever";
}

TEST_F(Ended, WhatCanNoLongerBeDoneSaysWhoCan) {
  EXPECT_THAT(a.get(ada, at + "/invite").body, HasSubstr("The work has ended, and the client"));
  EXPECT_THAT(a.get(ada, at + "/client").body, HasSubstr("The work has ended. Its therapist can"));
}

TEST_F(Ended, WhatTheyCanStillDoAsksForNoWords) {
  EXPECT_THAT(body(ada, at + "/erase"), AllOf(HasSubstr("you ask without a reason"), Not(HasSubstr("name=\"why\""))));
  EXPECT_EQ(a.post(ada, at + "/erase", {{"passphrase", practice::testing::TestHouse::passphrase(ada->name)}}).status, 303);
  EXPECT_THAT(body(ada, at + "/circle"), Not(HasSubstr("name=\"why\"")));
  EXPECT_THAT(body(ada, at + "/circle"), Not(HasSubstr("Take N. Okafor out")));
  EXPECT_EQ(a.post(ada, at + "/circle/remove", {{"person", okafor->keys.person.str()}}).status, 403) << "the therapist stays with the client";
  EXPECT_EQ(a.post(okafor, at + "/circle/remove", {{"person", okafor->keys.person.str()}, {"why", "moved away"}}).status, 303);
  // Nobody else is there who could bring a therapist in.
  EXPECT_THAT(body(ada, at + "/circle"),
              AllOf(HasSubstr("there is no therapist here"), HasSubstr("value=\"therapist\""), HasSubstr("N. Okafor"),
                    Not(HasSubstr("value=\"mentor\"")), Not(HasSubstr(at + "/invite"))));
}

TEST_F(Ended, AReleaseIsForTheAftercare) {
  EXPECT_THAT(body(jonah, at + "/course/release"),
              AllOf(HasSubstr(okafor->keys.person.str()), Not(HasSubstr(ada->keys.person.str()))));
  must(jonah, "release", {{"recipients", okafor->keys.person.str()}, {"until", day(100)}});
}

// Whom a concern goes to is told to the file by the therapist then: nobody tries it in vain on every visit.
TEST_F(Ended, WhomAConcernGoesToIsTheTherapistsToTell) {
  a.colleague(*ada, "Lea", {care::Role::lead});
  const auto untold = [&](testing::Person* who) {
    const auto roster = practice::read_roster(a.t.house, who->keys);
    const auto cases = practice::caseload(a.t.house, who->keys, *roster, a.t.clock.now());
    return cases->rows.at(0).untold;
  };
  EXPECT_FALSE(untold(ada));
  EXPECT_TRUE(untold(okafor));
  body(okafor, "/today");
  EXPECT_FALSE(untold(okafor));
  EXPECT_EQ(seen(okafor).safeguarding.leads.size(), 1u);
}

// --- what the therapist's look does, and what it leaves alone ---
class AfterTheLook : public testing::CourseScene {};

TEST_F(AfterTheLook, TheAftercareAsksForNoPlaceThatAllThreeRead) {
  must(jonah, "end");
  body(okafor, at);
  const auto form = body(okafor, at + "/course/plan");
  EXPECT_THAT(form, Not(HasSubstr("All three read it."))) << "the practitioner has parted";
}

TEST_F(AfterTheLook, ALookPutsNoStatementIntoTheTherapistsMouth) {
  practice::SettingsChanged settings{"Willow Row", "Europe/London", 15, 7, ""};
  // An owner who is not in the circle.
  auto* boss = &a.colleague(*ada, "B. Owner", {care::Role::owner});
  settings.terms = {14, 5, 12, false, {"groundwork"}};
  ASSERT_TRUE(practice::change_settings(a.t.house, boss->keys, settings));
  body(okafor, at);
  EXPECT_THAT(body(okafor, at), Not(HasSubstr("You set the terms"))) << "they only looked";
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr("N. Okafor set the terms")));
}

TEST_F(AfterTheLook, ALookThatCantPartNotesOneReading) {
  must(jonah, "end");
  {  // a newer program wrote something here
    auto opened = *practice::open_file(a.t.house, okafor->keys, file);
    ledger::Batch batch;
    const care::Event event{vault::random_id<EntryId>(), a.t.clock.now(), care::Room{}, care::Unknown{"of-tomorrow", 1}};
    ASSERT_TRUE(practice::draft_event(a.t.house, jonah->keys, opened, jonah->keys.current(), event, batch));
    ASSERT_TRUE(a.t.store->commit(std::move(batch)));
  }
  ASSERT_TRUE(seen(okafor).newer);
  body(okafor, at);
  const auto reads = seen(okafor).reads.size();
  for (int i = 0; i < 5; ++i) body(okafor, at);
  EXPECT_EQ(seen(okafor).reads.size(), reads) << "once a sign-in, as ever";
}

TEST_F(AfterTheLook, WordsOfTheClosingFormAreNotLostByTheTherapistsLook) {
  for (auto* who : {ada, okafor}) must(who, "closure", {{"person", who->keys.person.str()}, {"end", day(0)}});
  must(jonah, "closure", {{"end", day(0)}});
  must(jonah, "end");
  pass(std::chrono::hours(24 * 15));
  EXPECT_THAT(body(ada, at + "/course/closing-form"), HasSubstr("Your words"));
  body(okafor, at);  // a look, while she types
  const auto sent = send(ada, "closing-form", {{"person", ada->keys.person.str()}, {"words", "quince: what was learned in two years"}});
  EXPECT_NE(sent.status, 303);
  EXPECT_THAT(sent.body, HasSubstr("quince: what was learned in two years")) << sent.status;
}

TEST_F(AfterTheLook, WhoHasPartedIsNotToldThatTheyCanBePutInAgain) {
  must(jonah, "end");
  body(okafor, at);
  EXPECT_THAT(a.get(ada, at + "/write").body, Not(HasSubstr("can put you in again")));
  const auto note = a.post(ada, at + "/write", {{"room", "clinical"}, {"text", "quince note"}});
  EXPECT_THAT(note.body, HasSubstr("quince note")) << note.status;
  EXPECT_THAT(note.body, Not(HasSubstr("to add you"))) << note.status;
}

TEST_F(AfterTheLook, ASecondOneInTheSameSignInPartsToo) {
  body(okafor, at);
  must(jonah, "end");
  EXPECT_THAT(body(okafor, at), HasSubstr("Ada Lind has parted, as the work has ended"));
  EXPECT_THAT(a.get(okafor, at + "/export").body, HasSubstr("export"));
}

TEST_F(AfterTheLook, WhoOwesIsToldUntilWhen) {
  for (auto* who : {ada, okafor}) must(who, "closure", {{"person", who->keys.person.str()}, {"end", day(0)}});
  must(jonah, "closure", {{"end", day(0)}});
  must(jonah, "end");
  const auto until = "can be written until " + base::in_words(*base::parse_day(day(14)));
  for (const auto& path : {at, at + "/course"}) EXPECT_THAT(body(ada, path), HasSubstr(until)) << path;
}

}  // namespace
}  // namespace trefoil::web
