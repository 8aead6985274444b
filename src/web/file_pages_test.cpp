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

constexpr std::string_view kMapping =
    R"({"code": {"column": "code"}, "missing": ["NA"], "measures": [{"name": "Loneliness", "short": "UCLA",
  "direction": "lower", "min": 3, "max": 9, "reliability": 0.9, "spread": 1.5, "source": "a manual",
  "occasions": [{"column": "first", "week": 0}, {"column": "last", "week": 12}]}]})";

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

TEST_F(Files, PointAtTheFieldOfABirthOrANameThatCantBe) {
  const auto commits = a.commits();
  const auto refused = [&](const std::string& field, const std::string& value) {
    const auto answer = a.post(ada, "/files/new",
                               {{"for", "couple"},
                                {"my_role", "practitioner"},
                                {"legal_name_1", "Rosa Thal"},
                                {"legal_name_2", "Ben Thal"},
                                {field, value}});
    EXPECT_EQ(answer.status, 422) << field;
    EXPECT_THAT(answer.body, HasSubstr("href=\"#" + field + "\"")) << field << value;
    return answer.body;
  };
  for (const auto* born : {"0000-01-01", "1899-12-31", "2999-01-01"})
    EXPECT_THAT(refused("born_2", born), HasSubstr("before 1900 or after today")) << born;
  EXPECT_THAT(refused("born_1", "1961-02-30"), HasSubstr("not a date"));
  const std::string turned = "Rosa \u202Elaht";
  for (const auto* field : {"chosen_name_1", "pronouns_2", "may_1", "may_not_2"})
    EXPECT_THAT(refused(field, turned), HasSubstr("signs that can&#39;t be seen")) << field;
  EXPECT_EQ(a.commits(), commits);
}

TEST_F(Files, SayWhoTheClientOfAnImportedFileIs) {
  ASSERT_EQ(a.post_table(*ada, "code,first,last\nR1,9,4\n", std::string(kMapping)).status, 200);
  const auto hits = a.get(ada, "/find", {{"q", "R1"}}).body;
  const auto imported = hits.substr(hits.find("/files/"), 33);  // an id has 26 characters
  EXPECT_THAT(body(ada, imported), HasSubstr(imported + "/client\">Write down who the client is"));
  EXPECT_THAT(body(ada, imported), Not(HasSubstr(imported + "/invite")));
  const auto invite = body(ada, imported + "/invite");
  EXPECT_THAT(invite, HasSubstr("write down first who the client is"));
  EXPECT_THAT(invite, HasSubstr("href=\"" + imported + "/client\""));
  EXPECT_THAT(invite, Not(HasSubstr("Make the link")));
  const auto nameless = a.post(ada, imported + "/client", {{"pronouns_1", "she"}});
  EXPECT_EQ(nameless.status, 422);
  EXPECT_THAT(nameless.body, HasSubstr("value=\"she\""));
  ASSERT_EQ(a.post(ada, imported + "/client", {{"legal_name_1", "Rosa Thal"}, {"may_1", "a letter"}}).status, 303);
  EXPECT_THAT(body(ada, imported), HasSubstr("a letter"));
  EXPECT_THAT(body(ada, imported + "/invite"), HasSubstr("Make the link"));
  // Told anew: what they want to be called counts everywhere from then on.
  EXPECT_THAT(body(ada, imported + "/client"), HasSubstr("value=\"Rosa Thal\""));
  const auto person =
      practice::open_file(a.t.house, ada->keys, *LogId::parse(imported.substr(7)))->file.clients.at(0).person;
  ASSERT_EQ(a.post(ada, imported + "/client",
                   {{"person", person.str()}, {"legal_name_1", "Rosa Thal"}, {"chosen_name_1", "Ross"}})
                .status,
            303);
  EXPECT_THAT(body(ada, imported + "/circle"), HasSubstr("<b>Ross</b>, client"));
  EXPECT_EQ(a.get(ada, imported + "/client", {{"person", vault::random_id<PersonId>().str()}}).status, 404);
}

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
  for (const auto group : {practice_routes(), file_routes(), entry_routes(), outside_routes()})
    for (const auto& route : group) {
      const bool asks = std::ranges::any_of(std::array{"/export", "/erase", "/confirm", "/circle/add", "/hand-over",
                                                       "/invite", "/people/*/remove", "/roles"},
                                            [&](std::string_view end) { return route.pattern.ends_with(end); });
      const auto wanted = route.method == http::Method::get  ? http::Lane::quick
                          : asks                             ? http::Lane::slow
                          : route.pattern.ends_with("/stop") || route.pattern == "/stop/*" ? http::Lane::reserved  // a stop waits behind nothing
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

TEST_F(Files, FilterByKindAndRoom) {
  note("clinical", "between us");
  note("shared", "for everyone");
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

TEST_F(Files, KeepKeysOutOfTheTimelineUnlessAskedFor) {
  put_in_okafor();
  auto& jonah = a.client(*ada, file, 0, "Jonah");
  for (const auto& page : {body(ada, at), body(okafor, at), body(&jonah, "/today")}) {
    EXPECT_THAT(page, Not(HasSubstr("given keys")));
    EXPECT_THAT(page, Not(HasSubstr("new keys")));
  }
  EXPECT_THAT(body(ada, at), HasSubstr("Everything but keys"));
  EXPECT_THAT(a.get(ada, at, {{"kind", "keys"}}).body, HasSubstr("was given keys"));
  EXPECT_THAT(a.get(ada, at, {{"kind", "people"}}).body, Not(HasSubstr("given keys")));
}

TEST_F(Files, PutScoresThatCameInTogetherIntoOneEntry) {
  const auto scored = [](const std::string& name, double value, double week, std::string origin) {
    care::Scored one;
    one.scale.name = name;
    one.scale.short_name = name;
    one.score = {{{}, week}, value};
    one.origin = std::move(origin);
    return one;
  };
  care::AddScores scores;
  for (const int week : {0, 4, 8})
    for (const std::string name : {"PHQ-9", "WSAS"})
      scores.scores.push_back(scored(name, 20 - week, week, "imported from old.csv"));
  a.t.must(practice::act(a.t.house, ada->keys, file, scores));
  note("shared", "between the two");
  a.t.must(practice::act(a.t.house, ada->keys, file, care::AddScores{{scored("GAD-7", 9, 8, "")}}));
  const auto page = body(ada, at);
  EXPECT_THAT(page, HasSubstr("6 scores of PHQ-9 and WSAS imported"));
  EXPECT_THAT(page, HasSubstr("Imported from old.csv"));
  EXPECT_THAT(page, HasSubstr("PHQ-9: 16, Week 4"));
  EXPECT_THAT(page, HasSubstr("<h3>GAD-7: 9</h3>"));
  const auto count = [&](std::string_view text) {
    std::size_t n = 0;
    for (auto from = page.find(text); from != page.npos; from = page.find(text, from + 1)) ++n;
    return n;
  };
  EXPECT_EQ(count("<article"), 7u) << "begun, two came, who it is; the note, the run, the one";
  EXPECT_LT(page.find("<figure"), page.find("6 scores of")) << "the charts come first";
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

TEST_F(Files, NoteAReadingWhereverTheirWordsAreShown) {
  put_in_okafor();
  note("shared", "a medlar in the garden");
  const auto count = [&] { return practice::readings(*practice::open_file(a.t.house, ada->keys, file)).size(); };
  const auto before = count();
  EXPECT_EQ(a.get(okafor, "/find", {{"q", "nothing of the kind"}}).status, 200);
  EXPECT_EQ(count(), before);
  EXPECT_THAT(a.get(okafor, "/find", {{"q", "medlar"}}).body, HasSubstr("medlar"));
  EXPECT_EQ(count(), before + 1) << "an excerpt is a reading";
  a.sign_in(*okafor);
  EXPECT_THAT(a.post(okafor, at + "/circle/hand-over", {{"passphrase", "a wrong one, quite"}}).body, HasSubstr("medlar"));
  EXPECT_EQ(count(), before + 2);
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

TEST_F(Files, ComeInFromATable) {
  const auto done = a.post_table(*ada, "code,first,last\nR1,9,4\nR2,8,NA\n", std::string(kMapping));
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_THAT(done.body, HasSubstr("Two rows read: two files made"));
  EXPECT_THAT(done.body, HasSubstr("R1"));
  const auto hits = a.get(ada, "/find", {{"q", "R1"}}).body;
  const auto from = hits.find("/files/");
  ASSERT_NE(from, hits.npos);
  const auto page = body(ada, hits.substr(from, 33));  // an id has 26 characters
  EXPECT_THAT(page, HasSubstr("UCLA is 4 in week 12, down 5"));
  EXPECT_THAT(page, HasSubstr("&quot;direction&quot;:&quot;lower&quot;"));
  EXPECT_THAT(page, HasSubstr("2 scores of UCLA imported"));
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
