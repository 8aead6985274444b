// What the command line shows of a file: asked as everybody in its circle and as somebody outside, with a text of its
// own in every room, before and after somebody leaves. web/rooms_pages_test.cpp asks the same of the pages.
#include <list>

#include "care/words.h"
#include "cli/command.h"
#include "practice/members.h"

namespace trefoil::cli {
namespace {

using testing::slurp;
using testing::spill;
namespace fs = std::filesystem;

class RoomsByCommand : public testing::CommandTest {
 protected:
  struct Somebody {
    std::string name;
    practice::Keyholder keys;
  };
  struct Mark {
    care::Room room;
    std::string text;
  };
  std::list<Somebody> people;
  std::vector<Mark> marks;
  LogId file;
  Somebody *ada{}, *okafor{}, *lowe{}, *reed{}, *jonah{}, *edie{};

  static std::string passphrase(const std::string& name) { return "quiet harbour lamp " + name; }

  // The practice's folder from inside, closed again before a command is run on it.
  template <class Work>
  void inside(Work work) {
    auto opened = open_house({.data = at("practice"), .as_person = {}, .passphrase_file = {}}, Opening::make);
    ASSERT_TRUE(opened) << base::describe(opened.error());
    work(opened->house);
  }
  Somebody* came(std::string name, practice::Keyholder keys) {
    spill(at(name + ".pass"), passphrase(name) + "\n");
    return &people.emplace_back(std::move(name), std::move(keys));
  }
  Somebody* joins(const practice::House& house, const std::string& token, const std::string& name) {
    return came(name, practice::join(house, {token, name, passphrase(name)}).value().holder);
  }
  Somebody* invited(const practice::House& house, const std::string& name, care::Role role) {
    return joins(house, practice::invite_person(house, ada->keys, name, {role}).value().token, name);
  }
  void must(const practice::House& house, Somebody& who, const care::Command& command) {
    ASSERT_TRUE(practice::act(house, who.keys, file, command)) << who.name;
  }
  void mark(const practice::House& house, Somebody& who, care::RoomKind kind, const Somebody* whose = nullptr) {
    const care::Room room{kind, whose != nullptr ? whose->keys.person : PersonId{}};
    marks.push_back({room, "quince-" + std::to_string(marks.size()) + "-of-" + std::string(care::name(kind)) + "."});
    must(house, who, care::Write{room, marks.back().text});
  }
  void mark_all(const practice::House& house) {
    using Kind = care::RoomKind;
    mark(house, *ada, Kind::shared);
    mark(house, *ada, Kind::clinical);
    for (auto* client : {jonah, edie})
      for (const auto kind : {Kind::therapy, Kind::health, Kind::own}) mark(house, *client, kind, client);
    mark(house, *ada, Kind::health, ada);
    for (auto* professional : {ada, lowe}) mark(house, *professional, Kind::process, professional);
  }

  void SetUp() override {
    inside([&](const practice::House& house) {
      ada = came("ada",
                 practice::begin_practice(
                     house, {"Willow Row", "Europe/London", "ada", "", {care::Role::practitioner}, passphrase("ada")})
                     .value()
                     .holder);
      okafor = invited(house, "okafor", care::Role::therapist);
      lowe = invited(house, "lowe", care::Role::mentor);
      reed = invited(house, "reed", care::Role::therapist);
      care::OpenFile command;
      command.code = "K7Q4RD";
      for (const auto* name : {"Jonah", "Edie"})
        command.clients.push_back({vault::random_id<PersonId>(), name, name, "", base::parse_day("1961-03-02"), {}});
      const auto clients = command.clients;
      file = practice::act_new(house, ada->keys, std::move(command)).value().file;
      jonah = joins(house, practice::invite_client(house, ada->keys, file, clients[0].person).value().token, "jonah");
      edie = joins(house, practice::invite_client(house, ada->keys, file, clients[1].person).value().token, "edie");
      must(house, *ada, care::AddPerson{okafor->keys.person, "okafor", care::Role::therapist, okafor->keys.key()});
      must(house, *ada, care::AddPerson{lowe->keys.person, "lowe", care::Role::mentor, lowe->keys.key(), true});
      mark_all(house);
    });
  }

  // All that the commands tell this person: on both streams, and in what an export writes.
  std::string told(const Somebody& who) {
    const auto as = [&](std::vector<std::string> words) {
      for (const auto& word : {std::string("--data"), at("practice"), std::string("--as-person"), who.name,
                               std::string("--passphrase-file"), at(who.name + ".pass")})
        words.push_back(word);
      const auto ran = trefoil(words);
      return ran.out + ran.err;
    };
    std::string all = as({"file", "list"}) + as({"file", "list", "--json"}) + as({"file", "show", "K7Q4RD"}) +
                      as({"verify"}) + as({"verify", "--json"}) + as({"person", "list"});
    all += as({"export", "--file", "K7Q4RD", "--out", at("out-" + who.name)});
    if (fs::exists(at("out-" + who.name)))
      for (const auto& written : fs::directory_iterator(at("out-" + who.name))) all += slurp(written.path());
    return all + as({"file", "show", "K7Q4RD", "--json"});
  }
  std::map<const Somebody*, std::vector<care::Member>> circles() {
    std::map<const Somebody*, std::vector<care::Member>> out;
    inside([&](const practice::House& house) {
      for (auto& who : people)
        if (const auto opened = practice::open_file(house, who.keys, file)) out[&who] = opened->file.circle;
    });
    return out;
  }
};

TEST_F(RoomsByCommand, EachPersonIsToldTheirRoomsAndNoOther) {
  const auto seen = circles();
  for (const auto* who : {ada, okafor, lowe, jonah, edie}) {
    const auto all = told(*who);
    for (const auto& mark : marks)
      EXPECT_EQ(all.find(mark.text) != all.npos, care::may_hold(seen.at(who), mark.room, who->keys.person))
          << who->name << ": " << mark.text;
  }
  const auto stranger = told(*reed);
  for (const std::string words : {"quince-", "Jonah", "Edie", file.str().c_str()})
    EXPECT_EQ(stranger.find(words), stranger.npos) << words;
}

TEST_F(RoomsByCommand, WhoLeftIsToldNothingNewerAndWhoStaysIs) {
  const auto before = marks.size();
  inside([&](const practice::House& house) {
    must(house, *ada, care::RemovePerson{okafor->keys.person, "moved away"});
    mark_all(house);
  });
  const auto seen = circles();
  for (const auto* who : {ada, okafor, lowe, jonah, edie}) {
    const auto all = told(*who);
    for (std::size_t i = before; i < marks.size(); ++i)
      EXPECT_EQ(all.find(marks[i].text) != all.npos,
                who != okafor && care::may_hold(seen.at(who), marks[i].room, who->keys.person))
          << who->name << ": " << marks[i].text;
  }
}

}  // namespace
}  // namespace trefoil::cli
