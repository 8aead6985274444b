// The real core, explored: every sequence of a small set of commands by a small set of people, to a given depth. States
// that look the same are walked once.
#include <gtest/gtest.h>

#include <unordered_set>

#include "care/world_test.h"

namespace trefoil::care {
namespace {

struct Step {
  std::uint8_t by;
  std::string name;
  Command command;
};

// Entries are named after the walk began: the client's note in therapy, the practitioner's in process.
std::vector<Step> steps(EntryId client_note, EntryId process_note) {
  std::vector<Step> out;
  for (std::uint8_t by : {kClient, kPractitioner, kTherapist, kOutsider}) {
    out.push_back({by, "adds a therapist", AddPerson{person(5), "New", Role::therapist, key(5)}});
    out.push_back({by, "adds the practitioner as therapist",
                   AddPerson{person(kPractitioner), "P", Role::therapist, key(kPractitioner)}});
    out.push_back({by, "adds the client as therapist", AddPerson{person(kClient), "C", Role::therapist, key(kClient)}});
    for (std::uint8_t who : {kClient, kPractitioner, kTherapist})
      out.push_back({by, "takes out " + std::to_string(who), RemovePerson{person(who), ""}});
    out.push_back({by, "changes the client's key", ChangeKey{person(kClient), key(kClient, 1)}});
    out.push_back({by, "moves the client's note", Move{client_note, own(kClient)}});
    out.push_back({by, "corrects the client's note", Correct{client_note, "better"}});
    out.push_back({by, "shares the process note", Share{process_note, kShared}});
    out.push_back({by, "asks to erase", AskErasure{}});
    out.push_back({by, "takes it back", WithdrawErasure{}});
  }
  return out;
}

struct Explorer {
  std::vector<Step> all;
  EntryId client_note, process_note;
  Counting fresh;
  PracticeFacts facts{"The Lime Tree", "Europe/London"};
  std::unordered_set<std::string> seen;
  std::size_t states = 0, refused = 0, done = 0;

  static Actor actor(const File& file, std::uint8_t who) {
    const Member* member = file.member(person(who));
    const KeyId held = member != nullptr && !member->keys.empty() ? member->keys.back() : key(who);
    return {person(who), held, "Person", {Role::practitioner, Role::therapist}};
  }

  // Without ids, which are new on every path.
  static std::string look(const File& file) {
    std::string out;
    for (const Member& member : file.circle)
      out += std::to_string(member.person.bytes[0]) + std::string(name(member.role)) + (member.active ? "+" : "-") +
             std::to_string(member.keys.empty() ? 0 : member.keys.back().bytes[1]);
    for (const auto& [room, place] : file.rooms)
      out += std::string(name(room.kind)) + std::to_string(room.person.bytes[0]);
    for (const Item& item : file.items)
      if (std::holds_alternative<Noted>(item.event.body))
        out += std::string(name(item.event.room.kind)) + file.text_of(item) + (item.moved_to ? "m" : "");
    return out + (file.erasure ? "asked" + std::to_string(file.erasure->by.bytes[0]) : "");
  }

  void check(const File& file) {
    std::size_t clients = 0, professionals = 0;
    std::set<PersonId> people;
    for (const Member& member : file.circle) {
      if (!member.active) continue;
      EXPECT_TRUE(people.insert(member.person).second) << "two roles at once";
      clients += member.role == Role::client;
      professionals += member.role != Role::client;
      EXPECT_EQ(member.role == Role::client, member.person == person(kClient));
    }
    EXPECT_LE(clients, 1u);
    EXPECT_GE(professionals, 1u);
    EXPECT_TRUE(file.voided.empty());
    const Item* note = file.item(client_note);
    for (std::size_t correction : note->corrections) EXPECT_EQ(file.items[correction].author, person(kClient));
    for (const Item& item : file.items)
      if (item.event.room.kind == RoomKind::process) {
        EXPECT_EQ(item.author, person(kPractitioner));
      }
    // Erasing: nobody alone, nobody outside, and only where somebody asked.
    for (std::uint8_t who : {kClient, kPractitioner, kTherapist, kOutsider}) {
      if (!decide(file, facts, actor(file, who), ConfirmErasure{}, {}, fresh)) continue;
      ASSERT_TRUE(file.erasure);
      EXPECT_NE(file.erasure->by, person(who));
      EXPECT_TRUE(may_hold(file.circle, kShared, person(who)));
    }
  }

  void walk(const File& file, int depth) {
    if (!seen.insert(look(file) + "#" + std::to_string(depth)).second) return;
    ++states;
    check(file);
    if (depth == 0 || ::testing::Test::HasFailure()) return;
    for (const Step& step : all) {
      const Actor by = actor(file, step.by);
      const auto answer = decide(file, facts, by, step.command, {}, fresh);
      if (!answer) {
        ++refused;
        for (const Reason& given : answer.error().reasons) {
          EXPECT_NE(find_rule(given.rule), nullptr) << given.rule;
          EXPECT_FALSE(given.what.empty() || given.why.empty() || given.who.empty() || given.mend.empty())
              << given.rule;
        }
        continue;
      }
      ++done;
      EXPECT_NE(step.by, kOutsider) << step.name;
      File next = file;
      for (const Event& event : *answer) evolve(next, event, {by.key, 0});
      EXPECT_TRUE(next.voided.empty()) << step.by << " " << step.name;
      walk(next, depth - 1);
    }
  }
};

TEST(Explore, EverySequenceOfFour) {
  World world;
  ASSERT_EQ(
      world.rule(kPractitioner,
                 OpenFile{"K7Q4RD", false, Role::practitioner, id_of<LogId>(1, 50), {identity(kClient, "Jo Martin")}}),
      "done");
  ASSERT_EQ(world.rule(kPractitioner, ChangeKey{person(kClient), key(kClient)}), "done");
  ASSERT_EQ(world.rule(kPractitioner, AddPerson{person(kTherapist), "T", Role::therapist, key(kTherapist)}), "done");
  Explorer explorer;
  ASSERT_EQ(world.rule(kClient, Write{therapy(kClient), "note"}), "done");
  explorer.client_note = world.last_note();
  ASSERT_EQ(world.rule(kPractitioner, Write{process(kPractitioner), "note"}), "done");
  explorer.process_note = world.last_note();
  explorer.all = steps(explorer.client_note, explorer.process_note);
  explorer.fresh = world.fresh;
  explorer.walk(world.file, 4);
  EXPECT_GT(explorer.states, 500u);
  EXPECT_GT(explorer.refused, explorer.done);
  RecordProperty("states", static_cast<int>(explorer.states));
  std::printf("%zu states, %zu commands done, %zu refused\n", explorer.states, explorer.done, explorer.refused);
}

}  // namespace
}  // namespace trefoil::care
