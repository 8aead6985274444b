// People in the browser: given a practice and a file's circle, when somebody is taken in or out, invited, handed keys
// or given other roles, then it needs whom the rules name and their passphrase, and the pages say who can read now.
#include "web/test_files.h"

namespace trefoil::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Files;
using testing::passphrase;
using testing::Person;

TEST_F(Files, SayWhoIsSignedInByName) {
  const auto page = body(okafor, "/account");
  EXPECT_THAT(page, HasSubstr("<h1>N. Okafor</h1>"));
  auto& tom = a.colleague(*ada, "Tom Vale", {care::Role::therapist});
  EXPECT_THAT(body(&tom, "/today"), HasSubstr(">Tom Vale</a>"));
  auto settings = practice::SettingsChanged{"Willow Row", "Europe/London", 7, 7, ""};
  ASSERT_TRUE(practice::change_settings(a.t.house, ada->keys, settings));
  EXPECT_THAT(body(ada, "/today"), HasSubstr("data-idle-minutes=\"7\""));
}

TEST_F(Files, ChangeWhatSomebodyDoesInThePractice) {
  auto& lowe = a.colleague(*ada, "M. Lowe", {care::Role::mentor});
  const std::string page = "/people/" + lowe.keys.person.str(), own = "/people/" + ada->keys.person.str();
  EXPECT_THAT(body(&lowe, "/files/new"), HasSubstr("href=\"/practice\""));
  EXPECT_THAT(body(&lowe, page), Not(HasSubstr("Change what they do")));
  const auto commits = a.commits();
  const auto change = [&](const Person* who, const std::string& whom, Fields roles, const std::string& typed) {
    roles.emplace_back("passphrase", typed);
    return a.post(who, whom + "/roles", roles);
  };
  EXPECT_EQ(change(ada, page, {{"role", "therapist"}}, "a wrong passphrase").status, 403);
  EXPECT_EQ(change(ada, page, {}, passphrase(*ada)).status, 422);
  EXPECT_EQ(change(ada, page, {{"role", "client"}}, passphrase(*ada)).status, 422);
  EXPECT_EQ(change(&lowe, page, {{"role", "owner"}}, passphrase(lowe)).status, 403);
  const auto last = change(ada, own, {{"role", "practitioner"}}, passphrase(*ada));
  EXPECT_EQ(last.status, 403);
  EXPECT_THAT(last.body, HasSubstr("would have no owner"));
  EXPECT_EQ(a.commits(), commits);
  const auto done = change(ada, page, {{"role", "mentor"}, {"role", "therapist"}, {"role", "owner"}}, passphrase(*ada));
  ASSERT_EQ(done.status, 303) << done.body;
  EXPECT_THAT(body(&lowe, "/files/new"), HasSubstr("value=\"therapist\" checked"));
  EXPECT_EQ(change(ada, own, {{"role", "practitioner"}}, passphrase(*ada)).status, 303) << "somebody else is owner now";
}

TEST_F(Files, SayThatEverybodyIsInTheCircleWhereNobodyIsLeft) {
  EXPECT_THAT(body(ada, at + "/circle"), HasSubstr("Put in</button>"));
  put_in_okafor();
  const auto page = body(ada, at + "/circle");
  EXPECT_THAT(page, Not(HasSubstr("Put in</button>")));
  EXPECT_THAT(page, HasSubstr("in the circle already"));
  EXPECT_THAT(page, HasSubstr("href=\"/practice/invite\""));
}

TEST_F(Files, TakePeopleInAndOut) {
  const auto add = [&](Fields fields) {
    fields.emplace_back("passphrase", passphrase(*ada));
    return a.post(ada, at + "/circle/add", fields);
  };
  EXPECT_THAT(body(ada, at + "/circle"), HasSubstr("N. Okafor (therapist)"));
  const auto wrong_role = add({{"person", okafor->keys.person.str()}, {"role", "mentor"}});
  EXPECT_EQ(wrong_role.status, 422);
  EXPECT_EQ(a.get(okafor, at).status, 404);
  ASSERT_EQ(add({{"person", okafor->keys.person.str()}, {"role", "therapist"}}).status, 303);
  EXPECT_EQ(a.get(okafor, at).status, 200);
  const auto nobody = add({{"person", vault::random_id<PersonId>().str()}, {"role", "therapist"}});
  EXPECT_EQ(nobody.status, 422);
  const auto circle = body(ada, at + "/circle");
  EXPECT_THAT(circle, HasSubstr("has keys"));
  EXPECT_THAT(circle, HasSubstr("Until now N. Okafor could read: Everyone in the circle"));
  ASSERT_EQ(a.post(ada, at + "/circle/remove", {{"person", okafor->keys.person.str()}, {"why", "moved away"}}).status,
            303);
  EXPECT_THAT(body(ada, at + "/circle"), HasSubstr("Could read until then, and nothing after: Everyone in the circle"));
  EXPECT_THAT(body(okafor, at), HasSubstr("You left this circle on"));
  EXPECT_EQ(a.post(okafor, at + "/write", {{"room", "shared"}, {"text", "from outside"}}).status, 403);
  const auto last = a.post(ada, at + "/circle/remove", {{"person", ada->keys.person.str()}, {"why", "tired"}});
  EXPECT_EQ(last.status, 409);
  EXPECT_THAT(last.body, HasSubstr("last professional"));
}

TEST_F(Files, InviteTheClientByALinkShownOnce) {
  put_in_okafor();
  const auto invite = [&](const Person* who, Fields fields) {
    fields.emplace_back("passphrase", passphrase(*who));
    return a.post(who, at + "/invite", fields);
  };
  const auto client = practice::open_file(a.t.house, ada->keys, file)->file.clients.at(0).person;
  const auto first = invite(ada, {{"person", client.str()}});
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_THAT(first.body, HasSubstr("http://127.0.0.1:7333/join/"));
  EXPECT_THAT(body(ada, at + "/circle"), HasSubstr("invited, not yet here"));
  // Again only after having been told what it means.
  EXPECT_THAT(body(okafor, at + "/invite"), HasSubstr("was invited before"));
  EXPECT_EQ(a.get(ada, at + "/invite").status, 403);
  EXPECT_EQ(invite(ada, {{"person", client.str()}}).status, 409);
  // A client's new keys come from the therapist where there is one: whoever hands them out could use them first.
  EXPECT_EQ(invite(ada, {{"person", client.str()}, {"again", "yes"}}).status, 403);
  EXPECT_EQ(invite(okafor, {{"person", client.str()}, {"again", "yes"}}).status, 200);
  EXPECT_EQ(invite(ada, {{"person", okafor->keys.person.str()}}).status, 422);
}

// Whoever sits down at an open screen hands out nothing.
TEST_F(Files, HandOutKeysWithThePassphraseAlone) {
  const auto client = practice::open_file(a.t.house, ada->keys, file)->file.clients.at(0).person.str();
  auto& lowe = a.colleague(*ada, "M. Lowe", {care::Role::mentor});
  const Fields add{{"person", lowe.keys.person.str()}, {"role", "mentor"}, {"released", "yes"}};
  const std::vector<std::pair<std::string, Fields>> forms{
      {at + "/circle/add", add},
      {at + "/circle/hand-over", {}},
      {at + "/invite", {{"person", client}}},
      {"/practice/invite", {{"name", "New Person"}, {"role", "therapist"}, {"role", "owner"}}},
      {"/people/" + okafor->keys.person.str() + "/invite", {}},
      {"/people/" + okafor->keys.person.str() + "/remove", {}}};
  const auto wait = [&] {  // else the next passphrase is slowed down
    a.t.clock.set(a.t.clock.now() + std::chrono::minutes(5));
    for (auto* who : {ada, &lowe}) a.sign_in(*who);
  };
  const auto commits = a.commits();
  for (const auto& [path, fields] : forms)
    for (const std::string typed : {"", "a wrong passphrase", "-"}) {
      auto form = fields;
      if (typed != "-") form.emplace_back("passphrase", typed);
      const auto refused = a.post(ada, path, form);
      EXPECT_EQ(refused.status, 403) << path;
      EXPECT_THAT(refused.body, HasSubstr("That is not your passphrase.")) << path;
      // Two fields on a person's page; none where there is nothing to hand over.
      const bool beside = !path.starts_with("/people") && !path.ends_with("/hand-over");
      EXPECT_EQ(refused.body.find("id=\"passphrase-wrong\"") != refused.body.npos, beside) << path;
      EXPECT_THAT(refused.body, Not(HasSubstr("a wrong passphrase"))) << path;
      wait();
    }
  EXPECT_EQ(a.commits(), commits + 3) << "a hand-over that is refused shows the file, which is a reading; nothing else";
  EXPECT_EQ(a.get(&lowe, at).status, 404);
  // What was typed stays.
  auto typed = add;
  typed.emplace_back("passphrase", "a wrong passphrase");
  const auto again = a.post(ada, at + "/circle/add", typed).body;
  EXPECT_THAT(again, HasSubstr("value=\"" + lowe.keys.person.str() + "\" selected"));
  EXPECT_THAT(again, HasSubstr("value=\"mentor\" selected"));
  EXPECT_THAT(again, HasSubstr("value=\"yes\" checked"));
  wait();
  const auto named = a.post(ada, "/practice/invite", forms[3].second).body;
  EXPECT_THAT(named, HasSubstr("value=\"New Person\""));
  EXPECT_THAT(named, HasSubstr("value=\"owner\" checked"));
  wait();
  // With it, each is done.
  for (const auto& [path, fields] : forms) {
    auto form = fields;
    form.emplace_back("passphrase", passphrase(*ada));
    const auto done = a.post(ada, path, form);
    EXPECT_THAT(done.status, ::testing::AnyOf(200, 303)) << path << done.body;
  }
}

TEST_F(Files, HandOverWhatSomebodyWaitsFor) {
  put_in_okafor();
  auto& reed = a.colleague(*ada, "P. Reed", {care::Role::therapist});
  auto& jonah = a.client(*ada, file, 0, "Jonah");
  const auto room = "therapy." + jonah.keys.person.str();
  ASSERT_EQ(a.post(&jonah, at + "/write", {{"room", room}, {"text", "about the letter"}}).status, 303);
  // Ada holds no key of the therapy room, so the first therapist has to hand it to the second.
  a.t.must(practice::act(a.t.house, ada->keys, file,
                         care::AddPerson{reed.keys.person, "P. Reed", care::Role::therapist, reed.keys.key()}));
  EXPECT_THAT(body(&reed, at), Not(HasSubstr("about the letter")));
  EXPECT_THAT(body(ada, at), HasSubstr("P. Reed waits for keys from somebody else"));
  EXPECT_THAT(body(&reed, at), AllOf(HasSubstr("You wait for keys from somebody else"), Not(HasSubstr("P. Reed waits"))));
  EXPECT_THAT(body(&reed, "/today"),
              HasSubstr("You wait for a key from somebody else: what the client tells the therapist."));
  EXPECT_THAT(body(&jonah, at + "/circle"), AllOf(HasSubstr("can read"), Not(HasSubstr("has keys"))));
  EXPECT_THAT(body(&jonah, "/today"), AllOf(HasSubstr("Last written here: "), Not(HasSubstr("Last entry"))));
  EXPECT_THAT(body(okafor, at), HasSubstr("P. Reed waits for keys from you"));
  const auto wrong = a.post(okafor, at + "/circle/hand-over", {{"passphrase", "a wrong passphrase"}});
  EXPECT_EQ(wrong.status, 403);
  EXPECT_THAT(wrong.body, HasSubstr("id=\"passphrase-wrong\""));
  EXPECT_THAT(body(&reed, at), Not(HasSubstr("about the letter")));
  const auto done = a.post(okafor, at + "/circle/hand-over", {{"passphrase", passphrase(*okafor)}});
  ASSERT_EQ(done.status, 303) << done.body;
  EXPECT_THAT(body(&reed, at), HasSubstr("about the letter"));
  EXPECT_THAT(body(okafor, at), Not(HasSubstr("waits for keys")));
}

TEST_F(Files, HandKeysToAMentorAsTheReleaseSays) {
  auto& lowe = a.colleague(*ada, "M. Lowe", {care::Role::mentor});
  note("shared", "we begin on Thursday");
  const auto add = [&](Fields more) {
    Fields form{{"person", lowe.keys.person.str()}, {"role", "mentor"}, {"passphrase", passphrase(*ada)}};
    form.insert(form.end(), more.begin(), more.end());
    return a.post(ada, at + "/circle/add", form).status;
  };
  ASSERT_EQ(add({}), 303);
  EXPECT_THAT(body(ada, at + "/circle"), HasSubstr("No release of the client covers them"));
  EXPECT_EQ(a.get(&lowe, at).status, 404);
  const auto remove = [&] {
    return a.post(ada, at + "/circle/remove", {{"person", lowe.keys.person.str()}, {"why", "release"}}).status;
  };
  ASSERT_EQ(remove(), 303);
  ASSERT_EQ(add({{"released", "yes"}}), 303);
  EXPECT_THAT(body(ada, at + "/circle"), HasSubstr("Covered by the client&#39;s release."));
  EXPECT_THAT(body(&lowe, at), HasSubstr("we begin on Thursday"));
  ASSERT_EQ(remove(), 303);
  note("shared", "after it was taken back");
  EXPECT_THAT(body(&lowe, at), Not(HasSubstr("after it was taken back")));
  // It speaks of mentors alone.
  Fields therapist{{"person", okafor->keys.person.str()},
                   {"role", "therapist"},
                   {"released", "yes"},
                   {"passphrase", passphrase(*ada)}};
  ASSERT_EQ(a.post(ada, at + "/circle/add", therapist).status, 303);
  EXPECT_FALSE(practice::open_file(a.t.house, ada->keys, file)->file.member(okafor->keys.person)->released);
}

}  // namespace
}  // namespace trefoil::web
