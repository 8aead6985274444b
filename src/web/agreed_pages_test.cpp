// What stands and who stood: given a file in which things are signed and people come and go, when somebody looks, then the
// pages say what is signed, who was there until when, and hand on no more than was ticked.
#include "practice/members.h"
#include "practice/test_house.h"
#include "practice/views.h"
#include "web/test_course.h"

namespace trefoil::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Agreed : public testing::CourseScene {
 protected:
  http::Response put_in(testing::Person& who, const std::string& role, Fields more = {}) {
    more.insert(more.end(), {{"person", who.keys.person.str()}, {"role", role},
                             {"passphrase", practice::testing::TestHouse::passphrase(ada->name)}});
    return a.post(ada, at + "/circle/add", std::move(more));
  }
  void take_out(testing::Person* who) {
    ASSERT_EQ(a.post(ada, at + "/circle/remove", {{"person", who->keys.person.str()}, {"why", "moved away"}}).status, 303);
  }
};

TEST_F(Agreed, WhatIsSignedStandsOnTheCourseWithWhomItNames) {
  for (auto* who : {ada, jonah}) EXPECT_THAT(body(who, at + "/course"), Not(HasSubstr("Release of information: to")));
  open();
  const auto page = body(jonah, at + "/course");
  for (const auto* name : {"Ada Lind", "N. Okafor", "Release of information: to", "Consent to the treatment: text 1, until",
                           "The plan, version 1: Graded social contact"})
    EXPECT_THAT(page, HasSubstr(name));
  EXPECT_THAT(page, HasSubstr("href=\"" + at + "/course/consent\">Read it"));
  EXPECT_THAT(body(ada, at + "/course"), ::testing::AnyOf(HasSubstr("to you, N. Okafor, until"), HasSubstr("to N. Okafor, you, until")));
  must(jonah, "release-back");
  EXPECT_THAT(body(jonah, at + "/course"), Not(HasSubstr("Release of information: to")));
}

TEST_F(Agreed, WhoLeftStandsWhereTheClientReadsWhoCanRead) {
  EXPECT_THAT(body(jonah, at + "/circle"), Not(HasSubstr("until")));
  take_out(okafor);
  EXPECT_THAT(body(jonah, at + "/circle"), AllOf(HasSubstr("N. Okafor, therapist until"), HasSubstr("they can still read")));
}

TEST_F(Agreed, WhoLeftIsToldNothingMoreOfWhatTheFileWaitsFor) {
  open();
  take_out(okafor);
  EXPECT_THAT(body(ada, "/today"), HasSubstr("No therapist is in the circle."));
  EXPECT_THAT(body(okafor, "/today"), AllOf(Not(HasSubstr("No therapist is in the circle.")), Not(HasSubstr("waits for a key"))));
}

TEST_F(Agreed, WhatWasWrittenBeforeGoesToWhoComesInWhereItIsTicked) {
  ASSERT_EQ(a.post(ada, at + "/write", {{"room", "clinical"}, {"text", "medlar of before"}}).status, 303);
  auto& first = a.colleague(*ada, "Bea Moor", {care::Role::therapist});
  auto& second = a.colleague(*ada, "Cy Reed", {care::Role::therapist});
  EXPECT_THAT(body(ada, at + "/circle"), AllOf(HasSubstr("There is no release yet"), HasSubstr("name=\"history\" value=\"yes\" checked")));
  must(jonah, "release", {{"recipients", ada->keys.person.str()}, {"recipients", okafor->keys.person.str()}, {"until", day(200)}});
  EXPECT_THAT(body(ada, at + "/circle"), AllOf(HasSubstr("release does not name them yet"), Not(HasSubstr("name=\"history\" value=\"yes\" checked"))));
  ASSERT_EQ(put_in(first, "therapist", {{"history_asked", "yes"}}).status, 303);
  ASSERT_EQ(put_in(second, "therapist", {{"history_asked", "yes"}, {"history", "yes"}}).status, 303);
  EXPECT_THAT(body(&first, at), Not(HasSubstr("medlar of before")));
  EXPECT_THAT(body(&second, at), HasSubstr("medlar of before"));
  ASSERT_EQ(a.post(ada, at + "/write", {{"room", "clinical"}, {"text", "sloe of now"}}).status, 303);
  EXPECT_THAT(body(&first, at), AllOf(HasSubstr("sloe of now"), Not(HasSubstr("medlar of before"))));
  // New keys of theirs open what they could read before, and no more.
  ASSERT_TRUE(practice::rotate_keys(a.t.house, first.keys, "harbour lamp quiet anew"));
  ASSERT_TRUE(practice::hand_over(a.t.house, ada->keys, file));
  EXPECT_THAT(practice::testing::notes(*practice::open_file(a.t.house, first.keys, file)),
              AllOf(::testing::Contains("sloe of now"), Not(::testing::Contains("medlar of before"))));
  // Taken out and put in with it ticked, they read all of it.
  take_out(&first);
  ASSERT_EQ(put_in(first, "therapist", {{"history_asked", "yes"}, {"history", "yes"}}).status, 303);
  EXPECT_THAT(practice::testing::notes(*practice::open_file(a.t.house, first.keys, file)), ::testing::Contains("medlar of before"));
}

TEST_F(Agreed, AReportThatIsSentAfterTheirLeavingKeepsItsWords) {
  open();
  const auto session = session_with_practitioner();
  for (auto* who : {ada, jonah}) ASSERT_EQ(a.post(who, session + "/answers", {{"answer-0", "yes"}}).status, 303);
  ASSERT_EQ(a.post(ada, session + "/start", {}).status, 303);
  ASSERT_EQ(a.post(jonah, at + "/stop", {}).status, 303);
  ASSERT_EQ(a.post(okafor, at + "/circle/remove", {{"person", ada->keys.person.str()}, {"why", "moved away"}}).status, 303);
  const auto sent = a.post(ada, session + "/report", {{"words", "medlar: we had only sat down"}, {"progress", ""}, {"process", ""}});
  EXPECT_EQ(sent.status, 403);
  EXPECT_THAT(sent.body, AllOf(HasSubstr("medlar: we had only sat down"), HasSubstr("was not kept")));
  EXPECT_EQ(a.post(&a.colleague(*ada, "Somebody Else", {care::Role::therapist}), session + "/report", {{"words", "x y"}}).status, 404);
}

TEST_F(Agreed, AProfessionalOfAnyAgeStatesTheirCredentials) {
  const auto states = [&](testing::Person* who, const std::string& born) {
    return send(who, "credentials", {{"born", born}, {"until", day(30)}, {"words", "a body, a number"}, {"competence", "Dancing"}}).status;
  };
  for (const auto* born : {"1899-12-31", "2026-02-30", "2020-01-01"}) EXPECT_EQ(states(okafor, born), 422) << born;
  EXPECT_EQ(states(okafor, "1958-02-03"), 303);
  EXPECT_EQ(states(ada, "1969-12-31"), 303);
}

}  // namespace
}  // namespace trefoil::web
