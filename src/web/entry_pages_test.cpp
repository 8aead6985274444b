// Entries in the browser: given a file, when somebody writes, corrects, moves or shares, then who reads it is said
// before and kept after, and what could not be written stays in the form.
#include "web/test_files.h"

namespace trefoil::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Files;
using testing::location;
using testing::passphrase;

TEST_F(Files, SayBeforeWritingWhoWillRead) {
  put_in_okafor();
  const auto form = body(ada, at + "/write");
  EXPECT_THAT(form, HasSubstr("Between professionals"));
  EXPECT_THAT(form, HasSubstr("Therapist and you"));
  EXPECT_THAT(form, HasSubstr("Only you"));
  EXPECT_THAT(form, Not(HasSubstr("value=\"own")));
  note("clinical", "steady and curious");
  const auto page = body(ada, at);
  EXPECT_THAT(page, HasSubstr("steady and curious"));
  EXPECT_THAT(page, HasSubstr("Therapist and you"));
}

TEST_F(Files, KeepAnEntryThatCouldNotBeWritten) {
  const auto commits = a.commits();
  for (const Fields& fields : {Fields{{"room", "nowhere"}, {"text", "my <words>"}},
                               Fields{{"room", "process." + okafor->keys.person.str()}, {"text", "my <words>"}},
                               Fields{{"room", "shared"}, {"kind", "prophecy"}, {"text", "my <words>"}}}) {
    const auto refused = a.post(ada, at + "/write", fields);
    EXPECT_GE(refused.status, 400);
    EXPECT_LT(refused.status, 500);
    EXPECT_THAT(refused.body, HasSubstr("my &lt;words&gt;</textarea>"));
  }
  const auto empty = a.post(ada, at + "/write", {{"room", "shared"}, {"text", " \n"}});
  EXPECT_EQ(empty.status, 422);
  EXPECT_THAT(empty.body, HasSubstr("#text"));
  EXPECT_EQ(a.commits(), commits);
}

TEST_F(Files, KeepAnEntryThatCameAfterTheLock) {
  ASSERT_EQ(a.post(ada, "/lock", {}).status, 303);
  const auto locked =
      a.post(ada, at + "/write", {{"room", "shared"}, {"kind", "note"}, {"text", "typed before the lock"}});
  EXPECT_EQ(locked.status, 401);
  EXPECT_THAT(locked.body, Not(HasSubstr("typed before the lock")));
  const std::string mark = "name=\"kept_form\" value=\"";
  const auto from = locked.body.find(mark) + mark.size();
  const auto kept = locked.body.substr(from, locked.body.find('"', from) - from);
  const auto on = a.post(ada, "/unlock", {{"kept_form", kept}, {"passphrase", passphrase(*ada)}});
  EXPECT_EQ(location(on), at + "?done=kept");
  EXPECT_THAT(body(ada, at), HasSubstr("typed before the lock"));
}

TEST_F(Files, ShowACorrectionAndWhatStoodBefore) {
  put_in_okafor();
  const auto entry = note("shared", "we met on Monday");
  EXPECT_THAT(body(ada, entry + "/correct"), HasSubstr("we met on Monday</textarea>"));
  EXPECT_EQ(a.get(okafor, entry + "/correct").status, 404);
  ASSERT_EQ(a.post(ada, entry + "/correct", {{"text", "we met on Tuesday"}}).status, 303);
  ASSERT_EQ(a.post(ada, entry + "/correct", {{"text", "we met on Wednesday"}}).status, 303);
  for (auto* who : {ada, okafor}) {
    const auto page = body(who, at);
    for (const auto* text : {"we met on Monday", "we met on Tuesday", "we met on Wednesday"})
      EXPECT_THAT(page, HasSubstr(text));
    EXPECT_LT(page.find("we met on Wednesday"), page.find("we met on Monday"));
  }
  const auto empty = a.post(ada, entry + "/correct", {{"text", ""}});
  EXPECT_EQ(empty.status, 422);
  const auto not_hers = a.post(okafor, entry + "/correct", {{"text", "his words"}});
  EXPECT_EQ(not_hers.status, 403);
  EXPECT_THAT(not_hers.body, HasSubstr("his words"));
}

TEST_F(Files, MoveWhatLiesInTheWrongPlaceAndSaySo) {
  put_in_okafor();
  const auto entry = note("shared", "her sister called");
  body(okafor, at);
  const auto form = body(ada, entry + "/move");
  EXPECT_THAT(form, HasSubstr("N. Okafor has been able to read it since"));
  EXPECT_THAT(form, HasSubstr("and has opened the file since"));
  ASSERT_EQ(a.post(ada, entry + "/move",
                   {{"file", file.str()}, {"room", "process." + ada->keys.person.str()}, {"why", "wrong place"}})
                .status,
            303);
  const auto his = body(okafor, at), hers = body(ada, at);
  EXPECT_THAT(his, HasSubstr("Note, moved away"));
  EXPECT_THAT(his, Not(HasSubstr("her sister called")));
  EXPECT_THAT(hers, HasSubstr("her sister called"));
  EXPECT_EQ(a.get(ada, entry + "/move").status, 404);
  // Never into one that is none, or of others.
  const auto second = note("shared", "another");
  const auto his_file = a.t.new_file(okafor->keys, "HHHHHH", false, care::Role::therapist).str();
  for (const auto& into : {vault::random_id<LogId>().str(), std::string("no-id"), his_file})
    EXPECT_EQ(a.post(ada, second + "/move", {{"file", into}, {"room", "clinical"}}).status, 404) << into;
}

TEST_F(Files, TakeOverWhatWasWrittenIntoAnotherFile) {
  put_in_okafor();
  const auto right = a.t.new_file(ada->keys, "M2WX9P").str();
  const auto entry = note("shared", "her sister called");
  ASSERT_EQ(a.post(ada, entry + "/correct", {{"text", "his sister called"}}).status, 303);
  EXPECT_THAT(body(ada, entry + "/move"), HasSubstr(entry + "/move?into=other"));
  const auto choice = a.get(ada, entry + "/move", {{"into", "other"}}).body;
  EXPECT_THAT(choice, HasSubstr(entry + "/move?into=" + right));
  EXPECT_THAT(choice, Not(HasSubstr("into=" + file.str())));
  const auto form = a.get(ada, entry + "/move", {{"into", right}}).body;
  EXPECT_THAT(form, HasSubstr("N. Okafor has been able to read it since"));
  EXPECT_THAT(form, HasSubstr("name=\"file\" value=\"" + right + "\""));
  EXPECT_THAT(form, HasSubstr("(M2WX9P)"));
  const auto commits = a.commits();
  const auto unsaid = a.post(ada, entry + "/move", {{"file", right}});
  EXPECT_EQ(unsaid.status, 422);
  EXPECT_THAT(unsaid.body, HasSubstr("(M2WX9P)"));
  EXPECT_EQ(a.post(okafor, entry + "/move", {{"file", right}, {"room", "clinical"}}).status, 404);
  EXPECT_EQ(a.commits(), commits);
  const auto moved = a.post(ada, entry + "/move", {{"file", right}, {"room", "clinical"}});
  ASSERT_EQ(moved.status, 303) << moved.body;
  EXPECT_EQ(location(moved), "/files/" + right + "?done=moved");
  EXPECT_EQ(a.commits(), commits + 1) << "both files in one commit";
  EXPECT_THAT(body(ada, "/files/" + right), HasSubstr("his sister called"));
  EXPECT_THAT(body(ada, "/files/" + right), HasSubstr("Moved here from where it did not belong."));
  for (auto* who : {ada, okafor}) {
    EXPECT_THAT(body(who, at), HasSubstr("Note, moved away"));
    EXPECT_THAT(body(who, at), Not(HasSubstr("sister called")));
  }
  const auto opened = practice::open_file(a.t.house, ada->keys, *LogId::parse(right));
  EXPECT_TRUE(opened->file.voided.empty());
}

TEST_F(Files, ShareOnlyToMoreReaders) {
  put_in_okafor();
  const auto alone = note("process." + ada->keys.person.str(), "a doubt of mine");
  EXPECT_THAT(body(ada, at), HasSubstr(alone + "/share"));
  EXPECT_THAT(body(okafor, at), Not(HasSubstr("a doubt of mine")));
  ASSERT_EQ(a.post(ada, alone + "/share", {{"room", "clinical"}}).status, 303);
  EXPECT_THAT(body(okafor, at), HasSubstr("a doubt of mine"));
  const auto shared = note("shared", "for everyone");
  EXPECT_THAT(body(ada, at), Not(HasSubstr(shared + "/share")));
  EXPECT_EQ(a.post(ada, shared + "/share", {{"room", "process." + ada->keys.person.str()}}).status, 403);
}

}  // namespace
}  // namespace trefoil::web
