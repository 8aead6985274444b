// What a page may show: every address asked for as everybody, and as nobody, with a text of its own in every room.
#include <map>

#include "base/text.h"
#include "care/words.h"
#include "web/acts.h"
#include "web/test_app.h"

namespace trefoil::web {
namespace {

using testing::Person;
using testing::TestApp;

// A couple with everybody who can be in a circle, and somebody of the practice who is not.
class Circle : public ::testing::Test {
 protected:
  TestApp a;
  LogId file, elsewhere;
  Person *ada{}, *okafor{}, *lowe{}, *reed{}, *jonah{}, *edie{};
  struct Mark {
    care::Room room;
    std::string text;
  };
  std::vector<Mark> marks;

  void SetUp() override {
    ada = &a.founder("Ada Lind");
    okafor = &a.colleague(*ada, "N. Okafor", {care::Role::therapist});
    lowe = &a.colleague(*ada, "M. Lowe", {care::Role::mentor});
    reed = &a.colleague(*ada, "P. Reed", {care::Role::practitioner, care::Role::therapist});
    file = a.t.new_file(ada->keys, "K7Q4RD", true);
    elsewhere = a.t.new_file(reed->keys, "M2WX9P", false, care::Role::practitioner);
    jonah = &a.client(*ada, file, 0, "Jonah");
    edie = &a.client(*ada, file, 1, "Edie");
    must(*ada, care::AddPerson{okafor->keys.person, "N. Okafor", care::Role::therapist, okafor->keys.key()});
    must(*ada, care::AddPerson{lowe->keys.person, "M. Lowe", care::Role::mentor, lowe->keys.key(), true});
    mark_all("first");
  }

  void must(Person& who, const care::Command& command) { a.t.must(practice::act(a.t.house, who.keys, file, command)); }

  // A text of its own in every room that there can be, by somebody who may write there.
  void mark_all(const std::string& when) {
    using Kind = care::RoomKind;
    const auto write = [&](Person& who, Kind kind, const Person* whose) {
      const care::Room room{kind, whose != nullptr ? whose->keys.person : PersonId{}};
      const std::string text =
          "quince-" + when + "-" + std::to_string(marks.size()) + "-of-" + std::string(care::name(kind));
      must(who, care::Write{room, text});
      marks.push_back({room, text});
    };
    write(*ada, Kind::shared, nullptr);
    write(*ada, Kind::clinical, nullptr);
    for (auto* client : {jonah, edie}) {
      write(*client, Kind::therapy, client);
      write(*client, Kind::health, client);
      write(*client, Kind::own, client);
    }
    write(*ada, Kind::health, ada);
    for (auto* professional : {ada, okafor, lowe})
      if (professional != okafor || when == "first") write(*professional, Kind::process, professional);
  }

  care::File as_seen_by(Person& who) {
    auto opened = practice::open_file(a.t.house, who.keys, file);
    if (!opened) throw std::runtime_error(base::describe(opened.error()));
    EXPECT_THAT(opened->damage, ::testing::IsEmpty()) << who.name;
    EXPECT_TRUE(opened->file.voided.empty()) << who.name << ": " << opened->file.voided.front().why;
    return std::move(opened->file);
  }

  // Every id that an address can carry.
  std::vector<std::string> entry_ids() {
    std::set<std::string> ids{vault::random_id<EntryId>().str(), "no-id"};
    for (auto& person : a.people)
      if (auto opened = practice::open_file(a.t.house, person.keys, file))
        for (const auto& item : opened->file.items) ids.insert(item.event.id.str());
    return {ids.begin(), ids.end()};
  }

  // The forms of a course, each under its name.
  static std::vector<std::string> acts_of_a_course() {
    std::vector<std::string> out{"no-act"};
    for (const auto group : {opening_acts(), professional_acts(), plan_acts(), ending_acts()})
      for (const auto& act : group) out.emplace_back(act.name);
    return out;
  }

  struct Address {
    std::string path;
    Fields query;
  };
  std::vector<Address> addresses(const std::vector<std::string>& entries) {
    std::vector<Address> out;
    for (const auto group :
         {door_routes(), account_routes(), practice_routes(), file_routes(), entry_routes(), outside_routes()})
      for (const auto& route : group) {
        if (route.method != http::Method::get) continue;
        std::vector<std::string> paths{""};
        std::string before;
        for (const auto& part : base::split(route.pattern.substr(1), '/')) {
          std::vector<std::string> choices{part};
          if (part == "*") {
            if (before == "files")
              choices = {file.str(), elsewhere.str(), vault::random_id<LogId>().str(), "no-id"};
            else if (before == "entries")
              choices = entries;
            else if (before == "course")
              choices = acts_of_a_course();
            else if (before == "measures")
              choices = {"1", "all", "paper", "no-number"};
            else if (before == "people")
              choices = {ada->keys.person.str(), jonah->keys.person.str(), "no-id"};
            else
              choices = {vault::random_id<LogId>().str()};
          }
          before = part;
          std::vector<std::string> longer;
          for (const auto& path : paths)
            for (const auto& choice : choices) longer.push_back(path + "/" + choice);
          paths = std::move(longer);
        }
        for (auto& path : paths) {
          // Other files have no such entries: one of them is enough.
          if (path.find("/entries/") != path.npos && !path.starts_with("/files/" + file.str()) &&
              !path.ends_with(entries.front() + "/correct"))
            continue;
          out.push_back({std::move(path), {}});
        }
      }
    for (const std::string kind : {"notes", "people", "measures", "keys", "nothing"})
      out.push_back({"/files/" + file.str(), {{"kind", kind}}});
    for (const auto& [room, place] : as_seen_by(*ada).rooms)
      out.push_back({"/files/" + file.str(), {{"room", place.id.str()}}});
    for (const std::string wanted : {"quince", "K7Q4RD", "Jonah", "Edie", "-of-own", "zebra"})
      out.push_back({"/find", {{"q", wanted}}});
    return out;
  }

  void expect_nothing_hidden(const http::Response& answer, const std::vector<care::Member>& circle, const Person& who) {
    for (const auto& mark : marks) {
      if (care::may_hold(circle, mark.room, who.keys.person)) continue;
      EXPECT_EQ(answer.body.find(mark.text), answer.body.npos) << who.name << ": " << mark.text;
    }
  }

  // What somebody was shown, over all addresses.
  std::string everything_shown_to(const Person* who, const std::vector<Address>& all) {
    std::string shown;
    for (const auto& [path, query] : all) {
      const auto response = a.get(who, path, query);
      EXPECT_LT(response.status, 500) << (who != nullptr ? who->name : "nobody") << " " << path;
      shown += "\n<!-- " + std::to_string(response.status) + " -->\n" + response.body;
      for (const auto& [name, value] : response.headers) shown += name + ": " + value + "\n";
    }
    return shown;
  }
  std::string exported_to(const Person& who, const std::string& form) {
    const auto response =
        a.post(&who, "/files/" + file.str() + "/export", {{"form", form}, {"passphrase", passphrase_of(who)}});
    return std::to_string(response.status) + response.body;
  }
  static std::string passphrase_of(const Person& who) { return practice::testing::TestHouse::passphrase(who.name); }
};

TEST_F(Circle, ShowsEachPersonTheirRoomsAndNoOther) {
  const auto all = addresses(entry_ids());
  ASSERT_GT(all.size(), 100u);
  for (auto* who : {ada, okafor, lowe, jonah, edie}) {
    const auto circle = as_seen_by(*who).circle;
    const auto shown = everything_shown_to(who, all);
    const auto json = exported_to(*who, "json"), html = exported_to(*who, "html");
    for (const auto& mark : marks) {
      const bool may = care::may_hold(circle, mark.room, who->keys.person);
      EXPECT_EQ(shown.find(mark.text) != shown.npos, may) << who->name << " by page: " << mark.text;
      EXPECT_EQ(json.find(mark.text) != json.npos, may) << who->name << " by export: " << mark.text;
      EXPECT_EQ(html.find(mark.text) != html.npos, may) << who->name << " by exported page: " << mark.text;
    }
  }
  EXPECT_THAT(a.faults, ::testing::IsEmpty());
}

// Rule disclosure: whoever writes process notes is told, there, that they are not out of the law's reach.
TEST_F(Circle, SaysWhereProcessNotesAreWrittenWhatTheLawAllows) {
  const std::string law = "the client can still ask for a copy by law";
  EXPECT_NE(a.get(ada, "/files/" + file.str() + "/write").body.find(law), std::string::npos);
  EXPECT_EQ(a.get(jonah, "/files/" + file.str() + "/write").body.find(law), std::string::npos);
}

TEST_F(Circle, ShowsNothingToAStrangerAndToNobody) {
  auto all = addresses(entry_ids());
  for (const Person* who : {static_cast<const Person*>(reed), static_cast<const Person*>(nullptr)}) {
    const std::string name = who != nullptr ? "a stranger" : "nobody";
    std::string shown;
    for (const auto& address : all) {
      // Their own file holds people of the same name; and what is typed into Find stands on its page.
      if (who != nullptr && (address.path.find(elsewhere.str()) != address.path.npos || address.path == "/find"))
        continue;
      if (who != nullptr && (address.path == "/files" || address.path == "/today")) continue;
      shown += everything_shown_to(who, {address});
    }
    for (const std::string text : {"quince-", "Jonah", "Edie", "J. and E.", "K7Q4RD"})
      EXPECT_EQ(shown.find(text), shown.npos) << name << ": " << text;
  }
  const auto mine = everything_shown_to(reed, {{"/files", {}},
                                               {"/today", {}},
                                               {"/find", {{"q", "K7Q4RD"}}},
                                               {"/find", {{"q", "quince-first"}}},
                                               {"/find", {{"q", "Edie"}}}});
  for (const auto& mark : marks) EXPECT_EQ(mine.find(mark.text), mine.npos);
  EXPECT_EQ(mine.find(file.str()), mine.npos);
  EXPECT_EQ(exported_to(*reed, "json").substr(0, 3), "404");
  EXPECT_THAT(a.faults, ::testing::IsEmpty());
}

TEST_F(Circle, TellsAFileWithoutAKeyFromNoFileByNothing) {
  for (const auto group : {file_routes(), entry_routes(), outside_routes()})
    for (const auto& route : group) {
      if (!route.pattern.starts_with("/files/*")) continue;
      const auto at = [&](const std::string& id) {
        std::string path(route.pattern);
        path.replace(path.find('*'), 1, id);
        if (const auto star = path.find('*'); star != path.npos)
          path.replace(star, 1, vault::random_id<EntryId>().str());
        const Fields fields{{"room", "shared"},    {"text", "words"},
                            {"why", "so"},         {"person", ada->keys.person.str()},
                            {"role", "therapist"}, {"passphrase", passphrase_of(*reed)}};
        return route.method == http::Method::get ? a.get(reed, path) : a.post(reed, path, fields);
      };
      const auto hidden = at(file.str()), unknown = at(vault::random_id<LogId>().str()), wrong = at("no-id");
      EXPECT_EQ(hidden.status, 404) << route.pattern;
      EXPECT_EQ(hidden.status, unknown.status) << route.pattern;
      EXPECT_EQ(hidden.body, unknown.body) << route.pattern;
      EXPECT_EQ(hidden.body, wrong.body) << route.pattern;
    }
}

TEST_F(Circle, SaysNothingOfOtherRoomsInARefusal) {
  const auto entries = entry_ids();
  const auto commits = a.commits();
  for (auto* who : {ada, okafor, lowe, jonah, edie, reed}) {
    const auto seen = who == reed ? std::vector<care::Member>{} : as_seen_by(*who).circle;
    std::map<std::string, bool> mine;  // entries of their own can be changed, so they are left alone here
    if (who != reed)
      for (const auto& item : as_seen_by(*who).items) mine[item.event.id.str()] = item.author == who->keys.person;
    for (const auto& entry : entries) {
      if (mine.contains(entry) && mine[entry]) continue;
      for (const std::string doing : {"correct", "move", "share"}) {
        const auto answer = a.post(who, "/files/" + file.str() + "/entries/" + entry + "/" + doing,
                                   {{"room", "shared"}, {"text", "words"}, {"why", ""}});
        EXPECT_GE(answer.status, 400) << who->name << " " << doing;
        EXPECT_LT(answer.status, 500) << who->name << " " << doing;
        expect_nothing_hidden(answer, seen, *who);
      }
    }
    // Into rooms of others, and into none.
    for (const auto& mark : marks) {
      if (care::may_hold(seen, mark.room, who->keys.person)) continue;
      const auto value =
          std::string(care::name(mark.room.kind)) + (mark.room.person.is_zero() ? "" : "." + mark.room.person.str());
      const auto answer =
          a.post(who, "/files/" + file.str() + "/write", {{"room", value}, {"kind", "note"}, {"text", "from outside"}});
      EXPECT_THAT(answer.status, ::testing::AnyOf(403, 404, 422)) << who->name;
      expect_nothing_hidden(answer, seen, *who);
    }
  }
  EXPECT_EQ(a.commits(), commits);
}

TEST_F(Circle, ShowsWhoLeftNothingNewAndWhoJoinsTheirRooms) {
  const auto taken = a.post(ada, "/files/" + file.str() + "/circle/remove",
                            {{"person", okafor->keys.person.str()}, {"why", "moved away"}});
  ASSERT_EQ(taken.status, 303) << taken.body;
  const auto before = marks.size();
  mark_all("later");
  const auto put_in =
      a.post(ada, "/files/" + file.str() + "/circle/add",
             {{"person", reed->keys.person.str()}, {"role", "therapist"}, {"passphrase", passphrase_of(*ada)}});
  ASSERT_EQ(put_in.status, 303) << put_in.body;
  const auto between = marks.size();
  mark_all("last");
  const auto all = addresses(entry_ids());

  const auto left = everything_shown_to(okafor, all) + exported_to(*okafor, "json") + exported_to(*okafor, "html");
  for (std::size_t i = before; i < marks.size(); ++i) EXPECT_EQ(left.find(marks[i].text), left.npos) << marks[i].text;

  for (auto* who : {ada, lowe, jonah, edie, reed}) {
    const auto circle = as_seen_by(*who).circle;
    const auto shown = everything_shown_to(who, all);
    const auto json = exported_to(*who, "json");
    for (std::size_t i = 0; i < marks.size(); ++i) {
      const bool may = care::may_hold(circle, marks[i].room, who->keys.person);
      // Who joins holds every room from now on; older epochs come from whoever holds them.
      if (may && who == reed && i < between) continue;
      EXPECT_EQ(shown.find(marks[i].text) != shown.npos, may) << who->name << " by page: " << marks[i].text;
      EXPECT_EQ(json.find(marks[i].text) != json.npos, may) << who->name << " by export: " << marks[i].text;
    }
  }
  EXPECT_THAT(a.faults, ::testing::IsEmpty());
}

}  // namespace
}  // namespace trefoil::web
