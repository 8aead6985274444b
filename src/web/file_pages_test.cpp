// Files in the browser: from a form to what the next page shows.
#include "web/file_models.h"
#include "web/test_app.h"

namespace trefoil::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Person;
using testing::TestApp;

std::string location(const http::Response& response) { return TestApp::header(response, "Location"); }
std::string path_of(const http::Response& response) {
  return location(response).substr(0, location(response).find('?'));
}
std::string passphrase(const Person& who) { return practice::testing::TestHouse::passphrase(who.name); }

class Files : public ::testing::Test {
 protected:
  TestApp a;
  Person* ada = &a.founder("Ada Lind");
  Person* okafor = &a.colleague(*ada, "N. Okafor", {care::Role::therapist});
  LogId file = a.t.new_file(ada->keys);
  std::string at = "/files/" + file.str();

  std::string body(const Person* who, const std::string& path) {
    const auto response = a.get(who, path);
    EXPECT_EQ(response.status, 200) << path << response.body;
    return response.body;
  }
  void put_in_okafor() {
    a.t.must(
        practice::act(a.t.house, ada->keys, file,
                      care::AddPerson{okafor->keys.person, "N. Okafor", care::Role::therapist, okafor->keys.key()}));
  }
  // Ada's note in a room, and its address.
  std::string note(const std::string& room, const std::string& text) {
    EXPECT_EQ(a.post(ada, at + "/write", {{"room", room}, {"kind", "note"}, {"text", text}}).status, 303);
    const auto opened = practice::open_file(a.t.house, ada->keys, file);
    for (const auto& item : opened->file.items)
      if (opened->file.text_of(item) == text) return at + "/entries/" + item.event.id.str();
    return {};
  }
};

TEST_F(Files, AreMadeFromTheForm) {
  const auto made = a.post(ada, "/files/new",
                           {{"for", "couple"},
                            {"my_role", "practitioner"},
                            {"legal_name_1", "Rosa Thal"},
                            {"chosen_name_1", ""},
                            {"pronouns_1", "she"},
                            {"born_1", "1958-05-06"},
                            {"may_1", "a letter\n\nno stamp"},
                            {"may_not_1", "the landline"},
                            {"legal_name_2", "Ben Thal"},
                            {"chosen_name_2", "Benno"}});
  ASSERT_EQ(made.status, 303) << made.body;
  EXPECT_THAT(location(made), ::testing::EndsWith("?done=kept"));
  const auto page = body(ada, path_of(made));
  for (const auto* text : {"Rosa", "Benno", "she", "a letter; no stamp", "the landline"})
    EXPECT_THAT(page, HasSubstr(text));
  EXPECT_THAT(page, HasSubstr("<title>Trefoil</title>"));
  EXPECT_THAT(body(ada, "/files"), HasSubstr("Rosa and Benno"));
}

TEST_F(Files, KeepWhatWasTypedWhereSomethingIsMissing) {
  const auto commits = a.commits();
  const auto refused = a.post(ada, "/files/new",
                              {{"for", "one"},
                               {"my_role", "practitioner"},
                               {"legal_name_1", "Rosa Thal"},
                               {"pronouns_1", "she"},
                               {"born_1", "2015-05-06"},
                               {"may_1", "a letter"}});
  EXPECT_EQ(refused.status, 422);
  for (const auto* text : {"Rosa Thal", "she", "2015-05-06", "a letter", "not yet 18", "#born_1"})
    EXPECT_THAT(refused.body, HasSubstr(text));
  const auto nameless =
      a.post(ada, "/files/new", {{"for", "one"}, {"my_role", "practitioner"}, {"pronouns_1", "they"}});
  EXPECT_EQ(nameless.status, 422);
  EXPECT_THAT(nameless.body, HasSubstr("#legal_name_1"));
  const auto not_hers =
      a.post(ada, "/files/new", {{"for", "one"}, {"my_role", "therapist"}, {"legal_name_1", "Rosa Thal"}});
  EXPECT_GE(not_hers.status, 400);
  EXPECT_THAT(not_hers.body, HasSubstr("#my_role"));
  EXPECT_EQ(a.commits(), commits);
}

TEST_F(Files, TakeNoFormWithoutItsToken) {
  const auto commits = a.commits();
  for (const auto group : {account_routes(), practice_routes(), file_routes(), entry_routes(), outside_routes()})
    for (const auto& route : group) {
      if (route.method != http::Method::post || route.who == Who::anybody) continue;
      std::string path(route.pattern);
      if (const auto star = path.find('*'); star != path.npos) path.replace(star, 1, file.str());
      if (const auto star = path.find('*'); star != path.npos) path.replace(star, 1, vault::random_id<EntryId>().str());
      EXPECT_EQ(a.post(ada, path, {{"text", "words"}}, false).status, 403) << path;
      EXPECT_EQ(a.post(ada, path, {{"text", "words"}, {"csrf", okafor->csrf}}, false).status, 403) << path;
    }
  EXPECT_EQ(a.commits(), commits);
}

TEST_F(Files, WaitForPassphrasesAndDisksInLanesOfTheirOwn) {
  for (const auto group : {file_routes(), entry_routes(), outside_routes()})
    for (const auto& route : group) {
      const bool asks = route.pattern.ends_with("/export") || route.pattern.ends_with("/erase") ||
                        route.pattern.ends_with("/confirm");
      const auto wanted = route.method == http::Method::get ? http::Lane::quick
                          : asks                            ? http::Lane::slow
                                                            : http::Lane::write;
      EXPECT_EQ(route.lane, wanted) << route.pattern;
    }
}

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

TEST_F(Files, TellTheLastEntryAndNotTheLastReading) {
  put_in_okafor();
  note("shared", "we begin on Thursday");
  const auto written = a.t.clock.now();
  a.t.clock.set(written + std::chrono::hours(24 * 40));
  a.sign_in(*ada);
  body(ada, at);
  const auto page = body(ada, at);
  EXPECT_THAT(page, HasSubstr("Last entry " + when_text(written, "Europe/London", a.t.clock.now()) + "."));
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
  EXPECT_THAT(form, HasSubstr("N. Okafor can read it since"));
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
  // Never into another file, nor one that is none.
  const auto second = note("shared", "another");
  EXPECT_EQ(a.post(ada, second + "/move", {{"file", vault::random_id<LogId>().str()}, {"room", "clinical"}}).status,
            422);
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

TEST_F(Files, FilterByKindAndRoom) {
  const auto clinical = note("clinical", "between us"), everyone = note("shared", "for everyone");
  EXPECT_THAT(body(ada, at), HasSubstr("came into the circle"));
  const auto notes = a.get(ada, at, {{"kind", "notes"}}).body;
  EXPECT_THAT(notes, HasSubstr("between us"));
  EXPECT_THAT(notes, Not(HasSubstr("came into the circle")));
  const auto opened = practice::open_file(a.t.house, ada->keys, file);
  const auto room = opened->file.rooms.at({care::RoomKind::clinical, {}}).id.str();
  const auto only = a.get(ada, at, {{"room", room}}).body;
  EXPECT_THAT(only, HasSubstr("between us"));
  EXPECT_THAT(only, Not(HasSubstr("for everyone")));
  EXPECT_LT(body(ada, at).find("for everyone"), body(ada, at).find("between us")) << "the newest first";
}

TEST_F(Files, NoteAReadingOnceASignIn) {
  put_in_okafor();
  const auto count = [&](const std::string& who) {
    const auto opened = practice::open_file(a.t.house, ada->keys, file);
    const auto all = practice::readings(*opened);
    return std::count_if(all.begin(), all.end(), [&](const auto& one) { return one.name == who; });
  };
  EXPECT_EQ(count("N. Okafor"), 0);
  for (const std::string page : {"", "", "/circle", "/write", "/export", "/access"}) body(okafor, at + page);
  EXPECT_EQ(count("N. Okafor"), 1);
  a.sign_in(*okafor);
  body(okafor, at + "/circle");
  EXPECT_EQ(count("N. Okafor"), 2);
  EXPECT_THAT(body(ada, at + "/access"), HasSubstr("N. Okafor"));
}

TEST_F(Files, TakePeopleInAndOut) {
  EXPECT_THAT(body(ada, at + "/circle"), HasSubstr("N. Okafor (therapist)"));
  const auto wrong_role = a.post(ada, at + "/circle/add", {{"person", okafor->keys.person.str()}, {"role", "mentor"}});
  EXPECT_EQ(wrong_role.status, 422);
  EXPECT_EQ(a.get(okafor, at).status, 404);
  ASSERT_EQ(a.post(ada, at + "/circle/add", {{"person", okafor->keys.person.str()}, {"role", "therapist"}}).status,
            303);
  EXPECT_EQ(a.get(okafor, at).status, 200);
  const auto nobody =
      a.post(ada, at + "/circle/add", {{"person", vault::random_id<PersonId>().str()}, {"role", "therapist"}});
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
  const auto client = practice::open_file(a.t.house, ada->keys, file)->file.clients.at(0).person;
  const auto first = a.post(ada, at + "/invite", {{"person", client.str()}});
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_THAT(first.body, HasSubstr("http://127.0.0.1:7333/join/"));
  EXPECT_THAT(body(ada, at + "/circle"), HasSubstr("invited, not yet here"));
  // Again only after having been told what it means.
  const auto form = body(ada, at + "/invite");
  EXPECT_THAT(form, HasSubstr("was invited before"));
  EXPECT_EQ(a.post(ada, at + "/invite", {{"person", client.str()}}).status, 409);
  // A client's new keys come from the therapist where there is one: whoever hands them out could use them first.
  EXPECT_EQ(a.post(ada, at + "/invite", {{"person", client.str()}, {"again", "yes"}}).status, 403);
  EXPECT_EQ(a.post(okafor, at + "/invite", {{"person", client.str()}, {"again", "yes"}}).status, 200);
  EXPECT_EQ(a.post(ada, at + "/invite", {{"person", okafor->keys.person.str()}}).status, 422);
}

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
  for (const std::string page : {"/invite", "/erase"}) EXPECT_EQ(a.get(&jonah, at + page).status, 404) << page;
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
  const auto right = a.post(ada, at + "/export", {{"form", "json"}, {"passphrase", passphrase(*ada)}});
  EXPECT_EQ(right.status, 429);
  a.t.clock.set(a.t.clock.now() + std::chrono::seconds(31));
  EXPECT_EQ(a.post(ada, at + "/export", {{"form", "json"}, {"passphrase", passphrase(*ada)}}).status, 200);
}

TEST_F(Files, AreErasedByTwo) {
  put_in_okafor();
  note("shared", "we begin on Thursday");
  EXPECT_EQ(a.post(ada, at + "/erase", {{"why", "wish of the client"}, {"passphrase", "wrong passphrase"}}).status,
            403);
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

constexpr std::string_view kMapping =
    R"({"code": {"column": "code"}, "missing": ["NA"], "measures": [{"name": "Loneliness", "short": "UCLA",
  "direction": "lower", "min": 3, "max": 9, "reliability": 0.9, "spread": 1.5, "source": "a manual",
  "occasions": [{"column": "first", "week": 0}, {"column": "last", "week": 12}]}]})";

TEST_F(Files, ComeInFromATable) {
  const auto done = a.post_table(*ada, "code,first,last\nR1,9,4\nR2,8,NA\n", std::string(kMapping));
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_THAT(done.body, HasSubstr("2 rows read: 2 files made"));
  EXPECT_THAT(done.body, HasSubstr("R1"));
  const auto hits = a.get(ada, "/find", {{"q", "R1"}}).body;
  const auto from = hits.find("/files/");
  ASSERT_NE(from, hits.npos);
  const auto page = body(ada, hits.substr(from, 33));  // an id has 26 characters
  EXPECT_THAT(page, HasSubstr("Loneliness is 4"));
  EXPECT_THAT(page, HasSubstr("&quot;direction&quot;:&quot;lower&quot;"));
  EXPECT_THAT(page, HasSubstr("imported from table.csv"));
}

TEST_F(Files, NameTheWrongCellAndBringInNothing) {
  const auto commits = a.commits();
  const auto wrong = a.post_table(*ada, "code,first,last\nR1,9,4\nR2,12x,5\n", std::string(kMapping));
  EXPECT_EQ(wrong.status, 422);
  for (const auto* text : {"<td>3</td>", "<td>first</td>", "<td>12x</td>", "Nothing was imported"})
    EXPECT_THAT(wrong.body, HasSubstr(text));
  const auto mapping = a.post_table(*ada, "code,first,last\nR1,9,4\n", "{\"code\": 7, \"typed\": \"here\"}");
  EXPECT_EQ(mapping.status, 422);
  EXPECT_THAT(mapping.body, HasSubstr("&quot;typed&quot;"));
  EXPECT_EQ(a.post_table(*ada, "", std::string(kMapping)).status, 422);
  EXPECT_EQ(a.commits(), commits);
}

TEST_F(Files, AreFoundByNameCodeAndWords) {
  note("shared", "a walk in the <park>");
  EXPECT_THAT(a.get(ada, "/find", {{"q", "jonah"}}).body, HasSubstr(at));
  const auto words = a.get(ada, "/find", {{"q", "WALK in"}}).body;
  EXPECT_THAT(words, HasSubstr("<mark>walk in</mark>"));
  EXPECT_THAT(words, HasSubstr("&lt;park&gt;"));
  EXPECT_THAT(a.get(ada, "/find", {{"q", "zebra"}}).body, HasSubstr("Nothing that you may read"));
}

}  // namespace
}  // namespace trefoil::web
