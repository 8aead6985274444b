// A concern in the browser: the client raises it, the lead answers, and the others read that the practice has paused.
#include "base/text.h"
#include "web/file_models.h"
#include "web/test_app.h"

namespace trefoil::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Person;
using testing::TestApp;

class ConcernPages : public ::testing::Test {
 protected:
  TestApp a;
  Person* ada = &a.founder("Ada Lind");
  Person* okafor = &a.colleague(*ada, "N. Okafor", {care::Role::therapist});
  Person* lea = &a.colleague(*ada, "Lea Brook", {care::Role::lead});
  LogId file = a.t.new_file(ada->keys);
  std::string at = "/files/" + file.str();
  Person* jonah = nullptr;

  void SetUp() override {
    a.t.must(
        practice::act(a.t.house, ada->keys, file,
                      care::AddPerson{okafor->keys.person, "N. Okafor", care::Role::therapist, okafor->keys.key()}));
    jonah = &a.client(*ada, file, 0, "Jonah");
  }
  std::string body(const Person* who, const std::string& path, int status = 200) {
    const auto response = a.get(who, path);
    EXPECT_EQ(response.status, status) << path << response.body;
    return response.body;
  }
  // The concern's address.
  std::string raise(const Person* who, bool stopping = false) {
    const auto response = a.post(who, at + "/concern", {{"text", "quince words"}, {"stopping", stopping ? "yes" : ""}});
    EXPECT_EQ(response.status, 303) << response.body;
    const auto where = TestApp::header(response, "Location");
    return where.substr(0, where.find('?'));
  }
  void settings(const std::string& lead_body, const std::string& days) {
    EXPECT_EQ(a.post(ada, "/practice",
                     {{"practice", "Willow Row"},
                      {"zone", "Europe/London"},
                      {"idle_minutes", "15"},
                      {"lead_body", lead_body},
                      {"concern_days", days}})
                  .status,
              303);
  }
  void pass(std::chrono::hours span) {
    a.t.clock.set(a.t.clock.now() + span);
    for (auto& person : a.people) a.sign_in(person);
  }
};

TEST_F(ConcernPages, SayWhoWillReadItBeforeItIsWritten) {
  settings("The council, 01 23", "9");
  for (const auto* who : {jonah, ada, okafor}) {
    const auto page = body(who, at + "/concern");
    EXPECT_THAT(page, HasSubstr("Lea Brook"));
    EXPECT_THAT(page, HasSubstr("The council, 01 23"));
    EXPECT_THAT(page, HasSubstr("within 9 days"));
  }
  EXPECT_THAT(body(jonah, "/today"), HasSubstr(at + "/concern"));
  EXPECT_THAT(body(ada, at), HasSubstr(at + "/concern"));
  EXPECT_EQ(a.get(lea, at + "/concern").status, 404);
  EXPECT_EQ(a.get(nullptr, "/concerns").status, 303);
}

TEST_F(ConcernPages, WhoMeetsNoClientsIsOfferedNoneToAdd) {
  for (const std::string page : {"/today", "/files"}) {
    EXPECT_THAT(body(lea, page), Not(HasSubstr("/files/new"))) << page;
    EXPECT_THAT(body(ada, page), HasSubstr("/files/new")) << page;
  }
  EXPECT_THAT(body(lea, "/today"), HasSubstr("Nothing waits for you."));
  // Nor by its address: the form would be refused.
  const auto import = a.get(lea, "/import");
  EXPECT_EQ(import.status, 403);
  EXPECT_THAT(import.body, ::testing::AllOf(HasSubstr("An owner of the practice can add the role."), HasSubstr("href=\"/practice\""),
                                 Not(HasSubstr("type=\"file\""))));
  EXPECT_EQ(a.post_table(*lea, "code,first\nR1,9\n", "{}").status, 403);
  EXPECT_THAT(body(ada, "/import"), HasSubstr("type=\"file\""));
}

TEST_F(ConcernPages, GoFromTheClientToTheLeadAndBack) {
  const auto where = raise(jonah);
  EXPECT_THAT(body(lea, "/today"), HasSubstr(where));
  EXPECT_THAT(body(lea, "/concerns"), HasSubstr("answer due"));
  EXPECT_THAT(body(lea, where), HasSubstr("quince words"));
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr(where))) << "nothing new yet";
  EXPECT_EQ(a.post(lea, where + "/note", {{"note", "medlar answer"}, {"answers", "yes"}}).status, 303);
  EXPECT_THAT(body(jonah, "/today"), AllOf(HasSubstr("href=\"" + where + "\">There is an answer for you."), HasSubstr("<li><span><a href=\"" + where + "\">There is an answer for you.</a></span></li>")));
  EXPECT_THAT(body(lea, where), Not(HasSubstr("The answer was read")));
  EXPECT_THAT(body(jonah, where), HasSubstr("medlar answer"));
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr(where))) << "they have read it";
  EXPECT_THAT(body(lea, where), HasSubstr("The answer was read"));
  EXPECT_EQ(a.post(jonah, where + "/note", {{"note", "thank you"}, {"answers", ""}}).status, 303);
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr(where)));
  EXPECT_THAT(body(lea, "/today"), HasSubstr("Read what was written to you in a concern"));
  pass(std::chrono::hours(1));
  EXPECT_EQ(a.post(lea, where + "/note", {{"note", "you are welcome"}}).status, 303);
  EXPECT_THAT(body(lea, "/today"), Not(HasSubstr("Read what was written")));
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("There is an answer for you."));
  EXPECT_THAT(body(jonah, where), HasSubstr("you are welcome"));
  EXPECT_EQ(a.post(jonah, where + "/close", {{"closing", "x"}}).status, 403);
  pass(std::chrono::hours(1));
  const auto empty = a.post(lea, where + "/close", {{"closing", " "}});
  EXPECT_EQ(empty.status, 422);
  EXPECT_THAT(empty.body, HasSubstr("href=\"#closing\""));
  EXPECT_EQ(a.post(lea, where + "/close", {{"closing", "sloe outcome"}}).status, 303);
  EXPECT_EQ(a.post(jonah, where + "/note", {{"note", "late"}}).status, 422);
  EXPECT_THAT(body(jonah, "/concerns"), HasSubstr("closed"));
  EXPECT_THAT(body(jonah, "/today"), HasSubstr(where)) << "the outcome is an answer too";
  ASSERT_TRUE(practice::act(a.t.house, ada->keys, file, care::RemovePerson{jonah->keys.person, "moved away"}));
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("href=\"" + where + "\">There is an answer for you.")) << "out of the circle";
  EXPECT_THAT(body(jonah, where), HasSubstr("sloe outcome"));
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr(where)));
}

TEST_F(ConcernPages, ShowNothingToTheOthersButTheNeutralPause) {
  const auto where = raise(jonah, true);
  const auto id = where.substr(where.rfind('/') + 1);
  for (const auto* who : {ada, okafor}) {
    const auto found = a.get(who, "/find", {{"q", "quince"}}).body;
    EXPECT_THAT(found, HasSubstr("Nothing that you may read"));
    EXPECT_THAT(found, Not(HasSubstr("quince words")));
    EXPECT_EQ(a.get(who, where).status, 404);
    EXPECT_EQ(a.get(who, where).body, a.get(who, "/concerns/" + file.str()).body) << "as where there is none";
    for (const std::string act : {"/note", "/close", "/lift"})
      EXPECT_EQ(a.post(who, where + act, {{"note", "x"}, {"closing", "x"}}).status, 404);
    for (const auto& path : {at, at + "/course", at + "/access", at + "/circle", at + "/export"}) {
      const auto page = body(who, path);
      for (const auto* hidden : {"quince", "Lea Brook"}) EXPECT_THAT(page, Not(HasSubstr(hidden))) << path;
      EXPECT_THAT(page, Not(HasSubstr(id))) << path;
    }
    EXPECT_THAT(body(who, at), HasSubstr("The work is paused by the practice."));
    EXPECT_THAT(body(who, at), Not(HasSubstr("Jonah paused")));
    EXPECT_THAT(body(who, at + "/course"), Not(HasSubstr("/course/resume"))) << "not theirs to take off";
    EXPECT_THAT(body(who, "/concerns"), HasSubstr("None."));
  }
  EXPECT_EQ(a.post(okafor, at + "/course/resume", {{"hold", "practice-" + jonah->keys.person.str()}}).status, 403);
  EXPECT_THAT(body(jonah, where), HasSubstr("The work is paused for it."));
  EXPECT_EQ(a.post(lea, where + "/lift", {}).status, 303);
  EXPECT_THAT(body(ada, at), Not(HasSubstr("The work is paused by the practice.")));
  EXPECT_THAT(body(ada, at), HasSubstr("The practice&#39;s pause was taken off."));
  EXPECT_TRUE(practice::open_file(a.t.house, ada->keys, file)->file.voided.empty());
  EXPECT_TRUE(a.faults.empty());
}

// Every address that there is, and both forms of export.
TEST_F(ConcernPages, AreOnNoPageOfTheOthers) {
  const auto where = raise(jonah, true);
  const auto id = where.substr(where.rfind('/') + 1);
  ASSERT_EQ(a.post(lea, where + "/note", {{"note", "quince answer"}, {"answers", "yes"}}).status, 303);
  std::size_t looked = 0;
  for (const auto group :
       {door_routes(), account_routes(), practice_routes(), file_routes(), entry_routes(), outside_routes()})
    for (const auto& route : group) {
      if (route.method != http::Method::get) continue;
      std::string path, before;
      for (const auto& part : base::split(route.pattern.substr(1), '/')) {
        path += "/" + (part != "*"            ? part
                       : before == "files"    ? file.str()
                       : before == "concerns" ? id
                       : before == "people"   ? lea->keys.person.str()
                                              : std::string("health"));
        before = part;
      }
      for (const auto* who : {ada, okafor}) {
        const auto response = a.get(who, path);
        EXPECT_LT(response.status, 500) << path;
        for (const auto* hidden : {"quince", "Jonah paused"})
          EXPECT_THAT(response.body, Not(HasSubstr(hidden))) << path;
        EXPECT_THAT(response.body, Not(HasSubstr(id))) << path;
        ++looked;
      }
    }
  EXPECT_GT(looked, 60u);
  for (const auto* form : {"html", "json"}) {
    const auto exported = [&](const Person* who) {
      return a
          .post(who, at + "/export",
                {{"form", form}, {"passphrase", practice::testing::TestHouse::passphrase(who->name)}})
          .body;
    };
    for (const auto* who : {ada, okafor}) {
      EXPECT_THAT(exported(who), Not(HasSubstr("quince")));
      EXPECT_THAT(exported(who), Not(HasSubstr("concern")));
    }
    EXPECT_THAT(exported(jonah), HasSubstr("quince answer"));
  }
  EXPECT_THAT(body(jonah, at + "/export"), HasSubstr("Mind whom you give this to."));
  EXPECT_TRUE(a.faults.empty());
}

// The same pause for paperwork, by each of the three: a page does not tell them apart.
TEST_F(ConcernPages, TheHoldIsOfferedToNobodyWhoWouldBeRefusedAndToItsRaiserOnItsOwnPage) {
  const auto where = raise(jonah, true);
  for (auto* who : {okafor, ada}) {
    const auto course = body(who, at + "/course");
    EXPECT_THAT(course, HasSubstr("Whoever paused it takes it off; the practice&#39;s safeguarding lead can, where it was brought to them."));
    EXPECT_THAT(course, Not(HasSubstr("/course/resume"))) << who->name;
    EXPECT_EQ(a.get(who, at + "/course/resume").status, 403);
    EXPECT_EQ(a.post(who, where + "/take-off", {}).status, 404);
  }
  EXPECT_THAT(body(lea, where), Not(HasSubstr("Take the hold off")));
  EXPECT_THAT(body(jonah, where), HasSubstr("Take the hold off"));
  EXPECT_EQ(a.post(jonah, where + "/take-off", {}).status, 303);
  EXPECT_TRUE(practice::open_file(a.t.house, ada->keys, file)->file.course.holds.empty());
  const auto after = body(jonah, where);
  EXPECT_THAT(after, HasSubstr("the hold is off by now"));
  EXPECT_THAT(after, Not(HasSubstr("Take the hold off")));
  EXPECT_EQ(a.post(lea, where + "/lift", {}).status, 303) << "a lead who finds it off already makes no fault";
  EXPECT_THAT(body(ada, at), Not(HasSubstr("oncern, raised")));
}

TEST_F(ConcernPages, APauseForPaperworkLooksTheSame) {
  raise(jonah, true);
  const auto concerned = body(okafor, at + "/course");
  const auto held = [](const std::string& page) {
    const auto from = page.find("notice stop");
    return page.substr(from, page.find("</div>", from) - from);
  };
  const auto resumed = a.post(jonah, at + "/course/resume", {{"hold", "practice-" + jonah->keys.person.str()}});
  EXPECT_EQ(resumed.status, 303) << "their own they can take off";
  EXPECT_EQ(a.post(jonah, at + "/course/pause", {}).status, 303);
  EXPECT_EQ(held(body(okafor, at + "/course")), held(concerned));
}

TEST_F(ConcernPages, OverdueNamesTheBodyOutsideToLeadAndRaiser) {
  settings("The council, 01 23", "7");
  const auto where = raise(okafor);
  pass(std::chrono::hours(24 * 7));
  EXPECT_THAT(body(lea, "/concerns"), Not(HasSubstr("overdue")));
  pass(std::chrono::hours(24));
  for (const auto* who : {lea, okafor}) {
    EXPECT_THAT(body(who, "/concerns"), HasSubstr("overdue"));
    EXPECT_THAT(body(who, where), HasSubstr("Outside the practice it can go to: The council, 01 23"));
    EXPECT_THAT(body(who, where), HasSubstr("The answer was due"));
  }
  EXPECT_THAT(body(lea, "/today"), HasSubstr("overdue"));
  EXPECT_THAT(body(okafor, "/today"), AllOf(HasSubstr(where), HasSubstr("An answer to you is late.")));
  EXPECT_THAT(body(ada, "/today"), Not(HasSubstr("/concerns/")));
}

// Whoever comes by invitation holds no key to any file: whoever does tells the files, as soon as they look at their list.
TEST_F(ConcernPages, ALeadWhoCameByInvitationIsToldToTheClientsByTheNextWorkList) {
  ASSERT_TRUE(practice::change_roles(a.t.house, ada->keys, lea->keys.person, {care::Role::mentor}));
  EXPECT_THAT(body(jonah, at + "/concern"), AllOf(HasSubstr("You can turn to somebody whom you trust"), Not(HasSubstr("<textarea"))));
  EXPECT_THAT(body(ada, "/today"), HasSubstr("Nobody can take a concern here yet."));
  EXPECT_THAT(body(okafor, "/today"), Not(HasSubstr("Nobody can take a concern"))) << "an owner's to mend";
  auto* mo = &a.colleague(*ada, "Mo Haddad", {care::Role::lead});
  body(mo, "/today");
  EXPECT_THAT(body(jonah, at + "/concern"), Not(HasSubstr("<textarea")));
  body(okafor, "/today");
  EXPECT_THAT(body(jonah, at + "/concern"), AllOf(HasSubstr("<textarea"), HasSubstr("Mo Haddad")));
  const auto length = a.t.store->head(file)->length;
  EXPECT_THAT(body(ada, "/today"), Not(HasSubstr("Nobody can take a concern")));
  EXPECT_EQ(a.t.store->head(file)->length, length) << "told once";
}

// Where another lead stays, the one who is none any more would go on reading: who raised it is told, and can go on without.
TEST_F(ConcernPages, GoOnWithoutALeadWhoIsNoneAnyMoreWhereAnotherStays) {
  auto* mo = &a.colleague(*ada, "Mo Haddad", {care::Role::lead});
  body(ada, "/today");
  const auto where = raise(jonah);
  for (auto* who : {lea, mo}) EXPECT_THAT(body(who, where), HasSubstr("quince words"));
  EXPECT_THAT(body(jonah, where), Not(HasSubstr("/pass-on")));
  ASSERT_TRUE(practice::change_roles(a.t.house, ada->keys, lea->keys.person, {care::Role::mentor}));
  body(ada, "/today");
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("Something that you wrote needs you."));
  EXPECT_THAT(body(jonah, where),
              AllOf(HasSubstr("Lea Brook takes concerns here no longer, and still reads what is written in this one."),
                    HasSubstr("Go on without them"), HasSubstr("value=\"" + mo->keys.key().str() + "\""),
                    Not(HasSubstr("value=\"" + lea->keys.key().str() + "\""))));
  EXPECT_EQ(a.post(jonah, where + "/pass-on", {{"heir", mo->keys.key().str()}}).status, 303);
  EXPECT_EQ(a.post(jonah, where + "/note", {{"note", "medlar since"}}).status, 303);
  EXPECT_THAT(body(mo, where), AllOf(HasSubstr("quince words"), HasSubstr("medlar since")));
  EXPECT_THAT(a.get(lea, where).body, Not(HasSubstr("medlar since")));
  EXPECT_THAT(body(jonah, where), Not(HasSubstr("/pass-on")));
}

// An owner chooses the leads: whoever raised a concern is told that theirs is none any more, and decides who reads it.
TEST_F(ConcernPages, OfALeadWhoIsNoneAnyMoreAreHandedOnByWhoRaisedThem) {
  const auto where = raise(jonah);
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr(where)));
  ASSERT_TRUE(practice::change_roles(a.t.house, ada->keys, lea->keys.person, {care::Role::mentor}));
  settings("The council, 01 23", "7");
  EXPECT_THAT(body(jonah, where), AllOf(HasSubstr("Lea Brook takes concerns here no longer, and nobody else"),
                                        Not(HasSubstr("/pass-on"))));
  auto* mo = &a.colleague(*ada, "Mo Haddad", {care::Role::lead});
  body(okafor, "/today");  // whose program tells the file
  EXPECT_THAT(body(jonah, "/today"), AllOf(HasSubstr(where), HasSubstr("Something that you wrote needs you.")));
  EXPECT_EQ(a.get(mo, where).status, 404);
  EXPECT_THAT(body(mo, "/concerns"), Not(HasSubstr(where)));
  EXPECT_THAT(body(jonah, where), AllOf(HasSubstr("Mo Haddad"), HasSubstr("/pass-on")));
  const std::string mos = mo->keys.key().str(), leas = lea->keys.key().str();
  EXPECT_EQ(a.post(mo, where + "/pass-on", {{"heir", mos}}).status, 404);
  EXPECT_THAT(body(jonah, where), HasSubstr("name=\"heir\" value=\"" + mos + "\""));
  // What was agreed to is who was shown: where it is somebody else by now, the page is shown anew.
  for (const auto& shown : {std::vector<std::pair<std::string, std::string>>{}, {{"heir", leas}}, {{"heir", mos}, {"heir", leas}}}) {
    const auto changed = a.post(jonah, where + "/pass-on", shown);
    EXPECT_EQ(changed.status, 409);
    EXPECT_THAT(changed.body, AllOf(HasSubstr("Who would read it has changed"), HasSubstr("Mo Haddad"), HasSubstr("/pass-on")));
  }
  EXPECT_EQ(a.get(mo, where).status, 404);
  EXPECT_EQ(a.post(jonah, where + "/pass-on", {{"heir", mos}}).status, 303);
  EXPECT_THAT(body(mo, where), HasSubstr("quince words"));
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr(where)));
}

TEST_F(ConcernPages, AreNotClosedOverAPauseWithoutAWordAboutIt) {
  const auto paused = [&] { return !practice::open_file(a.t.house, ada->keys, file)->file.course.holds.empty(); };
  const auto first = raise(jonah, true);
  EXPECT_THAT(body(lea, first), HasSubstr("The pause goes off with it"));
  const auto refused = a.post(lea, first + "/close", {{"closing", "sloe outcome"}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, AllOf(HasSubstr("href=\"#pause\""), HasSubstr("sloe outcome")));
  EXPECT_EQ(a.post(lea, first + "/close", {{"closing", "sloe outcome"}, {"pause", "on"}}).status, 303);
  EXPECT_TRUE(paused());
  EXPECT_EQ(a.post(lea, first + "/lift", {}).status, 303) << "also of what is closed";
  EXPECT_FALSE(paused());
  const auto second = raise(jonah, true);
  EXPECT_TRUE(paused());
  const auto wordless = a.post(lea, second + "/close", {{"closing", "  "}, {"pause", "off"}});
  EXPECT_EQ(wordless.status, 422);
  EXPECT_THAT(wordless.body, HasSubstr("href=\"#closing\""));
  EXPECT_TRUE(paused()) << "a form that was refused has done nothing";
  EXPECT_EQ(a.post(lea, second + "/close", {{"closing", "talked through"}, {"pause", "off"}}).status, 303);
  EXPECT_FALSE(paused());
  EXPECT_THAT(body(lea, second), HasSubstr("It is closed."));
}

TEST_F(ConcernPages, WithoutALeadNameTheBodyOutside) {
  settings("The council, 01 23", "7");
  ASSERT_TRUE(practice::change_roles(a.t.house, ada->keys, lea->keys.person, {care::Role::mentor}));
  const auto page = body(jonah, at + "/concern");
  EXPECT_THAT(page, HasSubstr("The council, 01 23"));
  EXPECT_THAT(page, Not(HasSubstr("<textarea")));
  const auto refused = a.post(jonah, at + "/concern", {{"text", "kept words"}, {"stopping", "yes"}});
  EXPECT_EQ(refused.status, 409);
}

TEST_F(ConcernPages, AFormThatWasRefusedKeepsItsText) {
  const auto refused = a.post(jonah, at + "/concern", {{"text", "  "}, {"stopping", "yes"}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr("href=\"#text\""));
  EXPECT_THAT(refused.body, HasSubstr("value=\"yes\" checked"));
  EXPECT_EQ(a.post(ada, "/practice",
                   {{"practice", "Willow Row"},
                    {"zone", "Europe/London"},
                    {"idle_minutes", "15"},
                    {"lead_body", ""},
                    {"concern_days", "0"}})
                .status,
            422);
}

}  // namespace
}  // namespace trefoil::web
