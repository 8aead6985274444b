// Export and erasure in the browser: given a file, when somebody takes it out or wants it gone, then the passphrase is
// asked for, more slowly each time it is wrong; an erasure takes two, and who is refused is told who else can mend it.
#include "web/test_files.h"

namespace trefoil::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Files;
using testing::location;
using testing::passphrase;
using testing::TestApp;

TEST_F(Files, SayWhoElseCanMendAndWhere) {
  put_in_okafor();
  // The therapist is in no other file; the practitioner's is the last one of hers.
  const auto last = a.post(ada, "/files/" + a.t.new_file(ada->keys, "M2WX9P").str() + "/circle/remove",
                           {{"person", ada->keys.person.str()}, {"why", "tired"}});
  EXPECT_EQ(last.status, 409);
  const auto asked = a.post(ada, at + "/erase", {{"why", "wish"}, {"passphrase", passphrase(*ada)}});
  ASSERT_EQ(asked.status, 303);
  const auto alone = a.post(ada, at + "/erase/confirm", {{"passphrase", passphrase(*ada)}});
  EXPECT_THAT(alone.body, HasSubstr("Who can mend it: somebody else of the circle."));
  const auto gone =
      a.post(okafor, "/practice/invite", {{"name", "X"}, {"role", "therapist"}, {"passphrase", passphrase(*okafor)}});
  EXPECT_EQ(gone.status, 403);
  EXPECT_THAT(gone.body, HasSubstr("Ask Ada Lind."));
  EXPECT_EQ(a.get(okafor, "/practice/invite").status, 403) << "said before anything is typed";
}

TEST_F(Files, GoOutWithThePassphraseAlone) {
  note("shared", "we begin on Thursday");
  const auto wrong = a.post(ada, at + "/export", {{"form", "json"}, {"passphrase", "a wrong passphrase"}});
  EXPECT_EQ(wrong.status, 403);
  EXPECT_THAT(wrong.body, Not(HasSubstr("we begin on Thursday")));
  EXPECT_EQ(TestApp::header(wrong, "Content-Disposition"), "");
  for (const std::string form : {"json", "html"}) {
    const auto out = a.post(ada, at + "/export", {{"form", form}, {"passphrase", passphrase(*ada)}});
    EXPECT_EQ(out.status, 200);
    EXPECT_EQ(TestApp::header(out, "Content-Disposition"), "attachment; filename=\"trefoil-export." + form + "\"");
    EXPECT_EQ(TestApp::header(out, "Cache-Control"), "no-store");
    EXPECT_THAT(out.body, HasSubstr("we begin on Thursday"));
  }
}

TEST_F(Files, AskForThePassphraseMoreSlowlyEachTime) {
  http::Response last;
  for (int i = 0; i < 5; ++i)
    last = a.post(ada, at + "/export", {{"form", "json"}, {"passphrase", "a wrong passphrase"}});
  EXPECT_EQ(last.status, 429);
  EXPECT_THAT(last.body, HasSubstr("The next one is looked at in one second."));
  const auto right = a.post(ada, at + "/export", {{"form", "json"}, {"passphrase", passphrase(*ada)}});
  EXPECT_EQ(right.status, 429);
  a.t.clock.set(a.t.clock.now() + std::chrono::seconds(31));
  EXPECT_EQ(a.post(ada, at + "/export", {{"form", "json"}, {"passphrase", passphrase(*ada)}}).status, 200);
}

TEST_F(Files, AreErasedByTwo) {
  put_in_okafor();
  note("shared", "we begin on Thursday");
  const auto wrong = a.post(ada, at + "/erase", {{"why", "wish of the client"}, {"passphrase", "wrong passphrase"}});
  EXPECT_EQ(wrong.status, 403);
  EXPECT_THAT(wrong.body, HasSubstr("value=\"wish of the client\"")) << "what was typed stays";
  ASSERT_EQ(a.post(ada, at + "/erase", {{"why", "wish of the client"}, {"passphrase", passphrase(*ada)}}).status, 303);
  EXPECT_THAT(body(okafor, at + "/erase"), HasSubstr("wish of the client"));
  const auto alone = a.post(ada, at + "/erase/confirm", {{"passphrase", passphrase(*ada)}});
  EXPECT_EQ(alone.status, 409);
  ASSERT_EQ(a.post(okafor, at + "/erase/take-back", {}).status, 303);
  EXPECT_EQ(a.get(okafor, at).status, 200);
  ASSERT_EQ(a.post(ada, at + "/erase", {{"why", "wish of the client"}, {"passphrase", passphrase(*ada)}}).status, 303);
  const auto done = a.post(okafor, at + "/erase/confirm", {{"passphrase", passphrase(*okafor)}});
  ASSERT_EQ(done.status, 303) << done.body;
  for (auto* who : {ada, okafor}) EXPECT_EQ(a.get(who, at).status, 404);
  EXPECT_THAT(body(ada, "/files"), Not(HasSubstr(file.str())));
}

// A practitioner who is alone in the practice has nobody else to confirm it but the client, who can ask for it, too.
TEST_F(Files, AreErasedByTheOneProfessionalAndTheClient) {
  EXPECT_THAT(body(ada, at + "/erase"), HasSubstr("Invite the client from the file"));
  auto& jonah = a.client(*ada, file, 0, "Jonah");
  EXPECT_THAT(body(ada, at + "/erase"), Not(HasSubstr("Invite the client from the file")));
  EXPECT_THAT(body(&jonah, at + "/export"), HasSubstr(at + "/erase"));
  EXPECT_THAT(body(&jonah, "/today"), Not(HasSubstr("may be erased")));
  ASSERT_EQ(a.post(ada, at + "/erase", {{"why", "all is over"}, {"passphrase", passphrase(*ada)}}).status, 303);
  EXPECT_THAT(body(&jonah, "/today"), HasSubstr("may be erased"));
  EXPECT_THAT(body(&jonah, at + "/erase"), HasSubstr("all is over"));
  EXPECT_EQ(location(a.post(&jonah, at + "/erase/take-back", {})), "/today?done=taken-back");
  ASSERT_EQ(a.post(&jonah, at + "/erase", {{"why", "my wish"}, {"passphrase", passphrase(jonah)}}).status, 303);
  EXPECT_EQ(a.post(&jonah, at + "/erase/confirm", {{"passphrase", passphrase(jonah)}}).status, 409) << "not both";
  ASSERT_EQ(a.post(ada, at + "/erase/take-back", {}).status, 303);
  ASSERT_EQ(a.post(ada, at + "/erase", {{"why", "all is over"}, {"passphrase", passphrase(*ada)}}).status, 303);
  EXPECT_EQ(location(a.post(&jonah, at + "/erase/confirm", {{"passphrase", passphrase(jonah)}})), "/today?done=erased");
  EXPECT_EQ(a.get(ada, at).status, 404);
  EXPECT_EQ(a.get(&jonah, "/today").status, 200);
}

}  // namespace
}  // namespace trefoil::web
