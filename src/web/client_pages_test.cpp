// The client's own pages: given a client who joined, when they look, write, change what they wrote or leave quickly,
// then it is theirs and their therapist's, and nothing of the professionals' is there.
#include "web/test_files.h"

namespace trefoil::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Files;
using testing::location;

TEST_F(Files, GiveTheClientTheirOwnPages) {
  put_in_okafor();
  auto& jonah = a.client(*ada, file, 0, "Jonah");
  note("shared", "we begin on Thursday");
  note("clinical", "between professionals only");
  const auto home = body(&jonah, "/today");
  EXPECT_THAT(home, HasSubstr("Hello Jonah"));
  EXPECT_THAT(home, HasSubstr("we begin on Thursday"));
  EXPECT_THAT(home, Not(HasSubstr("between professionals only")));
  EXPECT_EQ(location(a.get(&jonah, at)), "/today");
  const auto for_me = a.get(&jonah, at + "/write", {{"for", "me"}}).body,
             to_therapist = a.get(&jonah, at + "/write", {{"for", "therapist"}}).body;
  EXPECT_THAT(for_me, HasSubstr("value=\"own." + jonah.keys.person.str() + "\" checked"));
  EXPECT_THAT(to_therapist, HasSubstr("value=\"therapy." + jonah.keys.person.str() + "\" checked"));
  EXPECT_THAT(to_therapist, HasSubstr("Therapist and you"));
  EXPECT_EQ(location(a.post(&jonah, at + "/write",
                            {{"room", "own." + jonah.keys.person.str()}, {"kind", "note"}, {"text", "I was afraid"}})),
            "/today?done=kept");
  EXPECT_THAT(body(&jonah, "/today"), HasSubstr("I was afraid"));
  EXPECT_THAT(body(okafor, at), Not(HasSubstr("I was afraid")));
  for (const std::string page : {"/circle", "/access", "/export"}) body(&jonah, at + page);
  // Professionals' pages are no pages for a client.
  for (const std::string page : {"/files", "/find", "/import", "/practice"})
    EXPECT_EQ(a.get(&jonah, page).status, 404) << page;
  EXPECT_EQ(a.get(&jonah, at + "/invite").status, 404);
}

TEST_F(Files, AreShutToWhoGoesBackAfterTheClientLeftQuickly) {
  put_in_okafor();
  auto& jonah = a.client(*ada, file, 0, "Jonah");
  EXPECT_THAT(body(&jonah, "/today"), HasSubstr("<form method=\"post\" action=\"/away\" data-leave=\"yes\""));
  EXPECT_EQ(a.get(&jonah, "/away").status, 200);
  EXPECT_THAT(body(&jonah, "/today"), HasSubstr("Hello Jonah")) << "looking at the list alone changes nothing";
  const auto left = a.post(&jonah, "/away", {});
  EXPECT_EQ(left.status, 303);
  EXPECT_EQ(testing::TestApp::header(left, "Location"), "/away");
  EXPECT_THAT(body(&jonah, "/away"), HasSubstr("Shopping"));
  for (const std::string& page : {std::string("/today"), at})
    EXPECT_THAT(body(&jonah, page), Not(HasSubstr("Jonah"))) << page;
}

TEST_F(Files, LetTheClientChangeWhatTheyWrote) {
  put_in_okafor();
  auto& jonah = a.client(*ada, file, 0, "Jonah");
  const auto mine = "own." + jonah.keys.person.str(), ours = "therapy." + jonah.keys.person.str();
  ASSERT_EQ(a.post(&jonah, at + "/write", {{"room", mine}, {"kind", "note"}, {"text", "I was afraid"}}).status, 303);
  const auto opened = practice::open_file(a.t.house, jonah.keys, file);
  const auto entry = at + "/entries/" + opened->file.items.back().event.id.str();
  const auto home = body(&jonah, "/today");
  for (const std::string doing : {"/correct", "/move", "/share"}) {
    EXPECT_THAT(home, HasSubstr(entry + doing));
    const auto form = body(&jonah, entry + doing);
    EXPECT_THAT(form, HasSubstr("Leave quickly")) << doing;
    EXPECT_THAT(form, HasSubstr("I was afraid")) << doing;
    EXPECT_THAT(form, Not(HasSubstr("value=\"shared\""))) << doing;
  }
  EXPECT_EQ(location(a.post(&jonah, entry + "/correct", {{"text", "I was not afraid"}})), "/today?done=corrected");
  EXPECT_EQ(location(a.post(&jonah, entry + "/share", {{"room", ours}})), "/today?done=shared");
  EXPECT_THAT(body(okafor, at), HasSubstr("I was not afraid"));
  EXPECT_EQ(location(a.post(&jonah, entry + "/move", {{"room", ours}})), "/today?done=moved");
  const auto gone = a.post(&jonah, entry + "/correct", {{"text", "no, hopeful"}});
  EXPECT_EQ(gone.status, 403);
  for (const auto* text : {"was moved to another place", "no, hopeful", "href=\"/today\""})
    EXPECT_THAT(gone.body, HasSubstr(text));
  // To everybody: not even where the form is made up, and the words stay.
  const auto commits = a.commits();
  const auto refused = a.post(&jonah, at + "/write", {{"room", "shared"}, {"kind", "note"}, {"text", "to everybody"}});
  EXPECT_EQ(refused.status, 403);
  for (const auto* text : {"to everybody", "You can&#39;t write to everyone", "/write?for=therapist"})
    EXPECT_THAT(refused.body, HasSubstr(text));
  EXPECT_EQ(a.commits(), commits);
}

TEST_F(Files, OfferAClientHealthOnlyWhereThereIsSuchARoom) {
  put_in_okafor();
  auto& jonah = a.client(*ada, file, 0, "Jonah");
  const auto health = "value=\"health." + jonah.keys.person.str();
  EXPECT_THAT(body(&jonah, at + "/write"), Not(HasSubstr(health)));
  EXPECT_THAT(body(okafor, at + "/write"), HasSubstr(health));
  EXPECT_THAT(body(ada, at + "/write"), Not(HasSubstr(health)));
  a.t.must(practice::act(a.t.house, okafor->keys, file,
                         care::Write{{care::RoomKind::health, jonah.keys.person}, "the knee"}));
  EXPECT_THAT(body(&jonah, at + "/write"), HasSubstr(health));
  EXPECT_THAT(body(ada, at + "/write"), Not(HasSubstr(health)));
}

}  // namespace
}  // namespace trefoil::web
