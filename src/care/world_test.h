// A file for tests, with people who act on it: decide as the person sees the file, write, evolve. Keeps everything that
// was written, so that any reader's view can be made anew.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "care/circle.h"
#include "care/decide.h"
#include "care/rules.h"
#include "course/telling.h"

namespace trefoil::care {

template <class I>
I id_of(std::uint8_t number, std::uint8_t kind = 0) {
  I id;
  id.bytes[0] = number;
  id.bytes[1] = kind;
  return id;
}
inline PersonId person(std::uint8_t number) { return id_of<PersonId>(number, 1); }
// A person's keys: the first, the next, ...
inline KeyId key(std::uint8_t number, std::uint8_t generation = 0) { return id_of<KeyId>(number, 20 + generation); }

class Counting final : public Fresh {
 public:
  EntryId entry() override { return next<EntryId>(); }
  RoomId room() override { return next<RoomId>(); }
  LogId log() override { return next<LogId>(); }

 private:
  template <class I>
  I next() {
    ++count_;
    I id;
    id.bytes[0] = static_cast<std::uint8_t>(count_);
    id.bytes[1] = static_cast<std::uint8_t>(count_ >> 8);
    id.bytes[15] = 99;
    return id;
  }
  unsigned count_ = 0;
};

struct Written {
  Event event;
  KeyId author;
};

inline const Room kShared{};
inline const Room kClinical{RoomKind::clinical, {}};
inline const Room kAccess{RoomKind::access, {}};
inline Room therapy(std::uint8_t client) { return {RoomKind::therapy, person(client)}; }
inline Room health(std::uint8_t whose) { return {RoomKind::health, person(whose)}; }
inline Room process(std::uint8_t author) { return {RoomKind::process, person(author)}; }
inline Room own(std::uint8_t client) { return {RoomKind::own, person(client)}; }

// What of a file is the same for all who hold shared.
inline std::string common(const File& file) {
  std::string out = file.code + (file.couple ? " couple " : " ") + std::to_string(file.items.empty() ? 0 : 1);
  for (const Member& member : file.circle) {
    out += "\n" + member.person.str().substr(0, 4) + " " + std::string(name(member.role)) +
           (member.active ? " active" : " left") + (member.released ? " released" : "");
    for (KeyId held : member.keys) out += " " + held.str().substr(0, 4);
  }
  for (const auto& [room, place] : file.rooms)
    out += "\n" + std::string(name(room.kind)) + room.person.str().substr(0, 4) + place.id.str() + place.log.str();
  for (const Identity& client : file.clients) out += "\n" + client.person.str() + client.chosen_name + client.pronouns;
  for (const auto& [scale, series] : file.series) out += "\n" + scale + " " + std::to_string(series.scores.size());
  out += file.erasure ? "\nasked " + file.erasure->by.str().substr(0, 4) : "\n";
  return out + (file.newer ? " newer" : "");
}
// All that an event may change.
inline std::string print(const File& file) {
  std::string out =
      common(file) + "\n" + std::to_string(file.last_at.ms) + " reads " + std::to_string(file.reads.size());
  for (const Item& item : file.items)
    out += "\n" + (std::holds_alternative<InCourse>(item.event.body)
                       ? course::telling(std::get<InCourse>(item.event.body).body, file.course, item.author,
                                         {[](PersonId who) { return who.str().substr(0, 4); }, "UTC"})
                       : std::string()) +
           std::to_string(item.event.body.index()) + " " + std::string(name(item.event.room.kind)) +
           item.event.room.person.str().substr(0, 4) + " " + item.author.str().substr(0, 4) + " " + file.text_of(item) +
           " " + std::to_string(item.corrections.size()) + (item.moved_to ? " moved" : "");
  return out;
}

class World {
 public:
  File file;  // as one who could read everything would see it
  std::vector<Written> written;
  Counting fresh;
  PracticeFacts facts{"The Lime Tree", "Europe/London"};
  Instant now{1'764'000'000'000};

  // The person's newest key in this file, else their first.
  Actor actor(std::uint8_t who) const {
    const Member* member = file.member(person(who));
    const KeyId held = member != nullptr && !member->keys.empty() ? member->keys.back() : key(who);
    return {person(who), held, "Person " + std::to_string(who), {Role::practitioner, Role::therapist}};
  }

  // The file as the person sees it: the course log, then the logs that lie apart.
  File view(PersonId reader) const {
    File seen;
    std::uint64_t sequence = 0;
    for (const bool apart : {false, true})
      for (const Written& entry : written)
        if (lies_apart(entry.event.room) == apart && may_hold(file.circle, entry.event.room, reader))
          evolve(seen, entry.event, {entry.author, sequence++});
    return seen;
  }

  void write(const std::vector<Event>& events, KeyId author) {
    for (const Event& event : events) {
      written.push_back({event, author});
      evolve(file, event, {author, written.size()});
    }
  }

  // Decides on what the person sees, and writes it: all of it must be obeyed.
  Answer<std::vector<Event>> act(std::uint8_t who, const Command& command) {
    const Actor by = actor(who);
    const bool sees = may_hold(file.circle, kShared, by.person) || file.founder.is_zero();
    auto answer = decide(sees ? view(by.person) : file, facts, by, command, now, fresh);
    if (answer) {
      const std::size_t before = file.voided.size();
      write(*answer, by.key);
      EXPECT_EQ(file.voided.size(), before) << "decide gave an event that evolve voids: " << file.voided.back().why;
    }
    return answer;
  }
  // The rule in the way, or "done".
  std::string rule(std::uint8_t who, const Command& command) {
    const auto answer = act(who, command);
    return answer ? "done" : answer.error().reasons.front().rule;
  }
  // Writes what somebody made up, past decide; true where it was obeyed.
  bool forge(KeyId author, const Room& room, Body body) {
    const std::size_t before = file.voided.size();
    write({{fresh.entry(), now, room, std::move(body)}}, author);
    return file.voided.size() == before;
  }
  EntryId last_note() const { return file.items.back().event.id; }
};

inline Identity identity(std::uint8_t who, std::string chosen) {
  Identity out;
  out.person = person(who);
  out.chosen_name = std::move(chosen);
  return out;
}

// 1 client, 2 practitioner (who opened it), 3 therapist, 4 mentor, released; all with keys.
inline constexpr std::uint8_t kClient = 1, kPractitioner = 2, kTherapist = 3, kMentor = 4, kOutsider = 9;
inline World triad() {
  World world;
  EXPECT_EQ(
      world.rule(kPractitioner,
                 OpenFile{"K7Q4RD", false, Role::practitioner, id_of<LogId>(1, 50), {identity(kClient, "Jo Martin")}}),
      "done");
  EXPECT_EQ(world.rule(kPractitioner, ChangeKey{person(kClient), key(kClient)}), "done");
  EXPECT_EQ(world.rule(kPractitioner, AddPerson{person(kTherapist), "Dr Okafor", Role::therapist, key(kTherapist)}),
            "done");
  EXPECT_EQ(world.rule(kPractitioner, AddPerson{person(kMentor), "Mo", Role::mentor, key(kMentor), true}), "done");
  return world;
}

inline Scored score(double week, double value) {
  Scored out;
  out.scale.name = "Loneliness";
  out.score = {{{}, week}, value};
  return out;
}

}  // namespace trefoil::care
