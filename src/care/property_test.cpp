// Random courses of events by random people: what decide gives, evolve obeys, for everyone who may read it.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "care/world_test.h"

namespace trefoil::care {
namespace {

constexpr std::uint8_t kPeople = 7;  // a circle of up to six, and always somebody outside it

Room any_room() {
  const auto kind = static_cast<RoomKind>(*rc::gen::inRange(0, static_cast<int>(RoomKind::desk) + 1));
  const bool personal = kind == RoomKind::therapy || kind == RoomKind::health || kind == RoomKind::process ||
                        kind == RoomKind::own || kind == RoomKind::concern;
  return {kind, personal ? person(static_cast<std::uint8_t>(*rc::gen::inRange(1, kPeople + 1))) : PersonId{}};
}

EntryId any_entry(const File& file) {
  if (file.items.empty()) return {};
  return file.items[*rc::gen::inRange<std::size_t>(0, file.items.size())].event.id;
}

// A room that the person may write in, mostly; else any.
Room likely_room(const File& file, std::uint8_t who) {
  const auto rooms = writable_rooms(file, person(who));
  if (rooms.empty() || *rc::gen::inRange(0, 4) == 0) return any_room();
  return rooms[*rc::gen::inRange<std::size_t>(0, rooms.size())];
}

// Something in the course of care, by and about people who may or may not be there.
course::Body any_wish(const File& file, std::uint8_t by, std::uint8_t who, Day today) {
  using namespace course;
  const auto client = person(who), self = person(by);
  const PersonId witness = *rc::gen::inRange(0, 3) == 0 ? self : PersonId{};
  const Day until = today + *rc::gen::inRange(-2, 60);
  const auto& sessions = file.course.sessions;
  const auto session = sessions.empty() || *rc::gen::inRange(0, 6) == 0
                           ? id_of<SessionId>(static_cast<std::uint8_t>(sessions.size() + 1), 7)
                           : sessions[*rc::gen::inRange<std::size_t>(0, sessions.size())].id;
  const int number = *rc::gen::inRange(-1, 3);
  const std::vector<course::Body> all = {
      TermsSet{{20 + number, 3, 24, false}},
      SuitabilityStated{client, static_cast<Verdict>(*rc::gen::inRange(0, 3)), until},
      CapacityStated{client, true, until},
      ReleaseSigned{client, {self, person(2)}, until, witness},
      ReleaseWithdrawn{client, witness},
      TreatmentExplained{client, number},
      TreatmentConsented{client, number, until, witness},
      TreatmentWithdrawn{client, witness},
      CredentialStated{until, {"talking"}, true},
      PlanProposed{"contact", {{"First", {"talking"}, false}, {"Then", {}, true}}},
      PlanSigned{client, number, witness},
      PhaseAgreed{client, number, witness},
      WentBack{number},
      HealthStated{client, until},
      SessionPlanned{session, static_cast<SessionKind>(*rc::gen::inRange(0, 3)), Instant{0}, 50, 0, {}, false},
      SessionPlanned{session, SessionKind::practitioner, Instant{0}, 50, number, {"talking"}, true},
      SessionMoved{session, Instant{number}, 50},
      SessionCancelled{session},
      SessionMissed{session},
      ActivityLeftOut{session, "talking"},
      Enquired{static_cast<Enquirer>(*rc::gen::inRange(0, 3)), *rc::gen::arbitrary<bool>(), until},
      ActivityAnswered{session, "talking", static_cast<course::Answer>(*rc::gen::inRange(0, 3)), client, witness},
      Waived{session, "groundwork", "a reason"},
      SessionStarted{session},
      SessionStarted{session},
      ActivityDone{session, "talking"},
      SessionEnded{session, 50},
      SessionStopped{session},
      ReportDelivered{session},
      Consulted{session, number},
      Held{static_cast<HoldKind>(*rc::gen::inRange(0, 3)), client, witness},
      StopCardMade{client, KeyId{{7}}, until},
      ResumeAsked{client, witness},
      Resumed{static_cast<HoldKind>(*rc::gen::inRange(0, 3)), client},
      ClosureAgreed{client, until, witness},
      ClosingFormGiven{client, witness},
      Closed{*rc::gen::arbitrary<bool>(), "a reason"},
      MeasuresScheduled{{{"ucla-3", Occasion::weekly, std::max(1, number), true, SessionKind::therapist, Part::client, 30}}},
      MeasureTaken{"ucla-3", number > 0 ? "w" : "v", client, witness, {}, false},
      MeasureLinkMade{KeyId{{8}}, client, {"ucla-3"}, until}};
  return all[*rc::gen::inRange<std::size_t>(0, all.size())];
}

Command any_command(const File& file, std::uint8_t by, Instant now) {
  const auto who = static_cast<std::uint8_t>(*rc::gen::inRange(1, kPeople + 1));
  const auto generation = static_cast<std::uint8_t>(*rc::gen::inRange(0, 3));
  switch (*rc::gen::inRange(0, 32)) {
    case 0:
      return Describe{identity(who, "Person " + std::to_string(who))};
    case 1:
    case 2:
    case 3: {
      const Role role = static_cast<Role>(*rc::gen::inRange(0, 6));
      const KeyId held = *rc::gen::inRange(0, 4) == 0 ? KeyId{} : key(who, generation);
      return AddPerson{person(who), "Person " + std::to_string(who), role, held, *rc::gen::arbitrary<bool>(), true};
    }
    case 4:
      return ChangeKey{person(who), key(*rc::gen::inRange(0, 5) == 0 ? by : who, generation)};
    case 5:
      return RemovePerson{person(who), "for a reason"};
    case 6:
    case 7:
    case 8:
      return Write{likely_room(file, by), "a note"};
    case 9:
      return Correct{any_entry(file), "a better note"};
    case 10:
      return Move{any_entry(file), likely_room(file, by)};
    case 11:
      return Share{any_entry(file), likely_room(file, by)};
    case 12:
      return AddScores{{score(*rc::gen::inRange(0, 9), *rc::gen::inRange(0, 30))}};
    case 13:
      return AskErasure{"please"};
    case 14:
      return *rc::gen::element(Command(WithdrawErasure{}), Command(ConfirmErasure{}), Command(PartAfterEnding{}));
    case 15:
      return *rc::gen::arbitrary<bool>() ? Command(NoteReading{}) : Command(TellSafeguarding{});
    case 16: {
      Taking taking{"ucla-3", "w", "Three questions", person(*rc::gen::arbitrary<bool>() ? by : who), {{"one", "1"}}, {}, {}, {}};
      if (*rc::gen::arbitrary<bool>()) taking.alerts = {"one"};
      if (*rc::gen::arbitrary<bool>()) taking.score = score(1, 5);
      if (*rc::gen::arbitrary<bool>()) taking.diary = {{"two", "7"}};
      return TakeMeasures{{std::move(taking)}};
    }
    case 17:
      return SeeAlert{file.alerts.empty() || *rc::gen::inRange(0, 4) == 0 ? any_entry(file) : file.alerts.back().answers};
    default: {
      std::vector<course::Body> wishes;
      for (int i = *rc::gen::inRange(1, 4); i > 0; --i)
        wishes.push_back(any_wish(file, by, *rc::gen::arbitrary<bool>() ? by : who, file.moment(now).today));
      return Record{std::move(wishes)};
    }
  }
}

std::string check_circle(const File& file) {
  std::size_t clients = 0, answering = 0;
  std::set<PersonId> active;
  for (const Member& member : file.circle) {
    if (!member.active) continue;
    if (!active.insert(member.person).second) return "somebody stands in the circle twice";
    clients += member.role == Role::client;
    answering += member.role != Role::client && !member.keys.empty() && may_hold(file.circle, kShared, member.person);
    if (member.role == Role::lead || member.role == Role::owner) return "a lead or owner is in the circle";
    for (const Member& other : file.circle) {
      if (other.person == member.person) {
        if ((other.role == Role::client) != (member.role == Role::client)) return "client and professional";
        continue;
      }
      for (KeyId held : other.keys)
        if (std::find(member.keys.begin(), member.keys.end(), held) != member.keys.end()) return "a key of two people";
    }
  }
  if (clients > (file.couple ? 2u : 1u)) return "too many clients";
  if (answering == 0) return "no professional is left";
  return {};
}

World random_course() {
  World world;
  world.facts.safeguarding.leads = {{person(6), "L", key(6)}, {person(7), "M", key(7)}};
  std::vector<Identity> clients;
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) clients.push_back(identity(static_cast<std::uint8_t>(i + 3), "Jo"));
  const Role as = *rc::gen::arbitrary<bool>() ? Role::practitioner : Role::therapist;
  RC_ASSERT(world.rule(1, OpenFile{"K7Q4RD", false, as, id_of<LogId>(1, 50), clients}) == "done");
  // Others join, with keys: refused where the circle has no place for them.
  for (std::uint8_t who = 2; who < kPeople; ++who) {
    const Role role = *rc::gen::element(Role::practitioner, Role::therapist, Role::mentor, Role::client);
    if (*rc::gen::inRange(0, 4) != 0 && world.file.member(person(who)) == nullptr)
      world.rule(1, AddPerson{person(who), "Person", role, key(who), true});
    else
      world.rule(1, ChangeKey{person(who), key(who)});
  }
  for (int i = *rc::gen::inRange(10, 60); i > 0; --i) {
    world.now.ms += *rc::gen::inRange(-5000, 20'000);  // clocks go back now and then
    auto by = static_cast<std::uint8_t>(*rc::gen::inRange(1, kPeople + 1));
    // Mostly somebody who is in the circle.
    if (!may_hold(world.file.circle, kShared, person(by)) && *rc::gen::inRange(0, 4) != 0)
      by = (*rc::gen::elementOf(holders(world.file.circle, kShared))).bytes[0];
    world.rule(by, any_command(world.file, by, world.now));
    RC_ASSERT(check_circle(world.file) == "");
  }
  return world;
}

TEST(Property, WhatDecideGivesIsObeyedInEveryReadersView) {
  EXPECT_TRUE(rc::check([] {
    const World world = random_course();
    RC_ASSERT(world.file.voided.empty());
    for (std::uint8_t who = 1; who <= kPeople; ++who) {
      if (!may_hold(world.file.circle, kShared, person(who))) continue;
      const File seen = world.view(person(who));
      if (!seen.voided.empty()) RC_FAIL("void for a reader: " + seen.voided[0].why);
      RC_ASSERT(common(seen) == common(world.file));  // who holds shared agrees on what gates look at
      RC_ASSERT(seen.course == world.file.course);
    }
    RC_CLASSIFY(world.file.circle.size() > 3, "more than three people");
    RC_CLASSIFY(world.file.rooms.size() > 4, "more than four rooms");
    RC_CLASSIFY(!world.file.course.sessions.empty(), "a session was planned");
    RC_CLASSIFY(std::ranges::any_of(world.file.course.sessions,
                                    [](const course::Session& one) { return course::has_been(one.step); }),
                "a session was held");
  }));
}

TEST(Property, HoldersIsTheOnlyDoor) {
  EXPECT_TRUE(rc::check([] {
    World world = random_course();
    // Anybody's newest key, any room, anything that can be said anywhere.
    const auto by = static_cast<std::uint8_t>(*rc::gen::inRange(1, kPeople + 1));
    const Room room = any_room();
    const KeyId hand = world.actor(by).key;
    const EntryId of = any_entry(world.file);
    const std::vector<Body> bodies{Noted{"x", {}, {}},   Corrected{of, "x"}, MovedAway{of, RoomKind::clinical},
                                   FileRead{person(by)}, Unknown{"x", 2},    Scored(score(1, 1))};
    const Body body = bodies[*rc::gen::inRange<std::size_t>(0, bodies.size())];
    world.now.ms += 100'000;  // past every leaving
    const std::string before = print(world.file);
    const bool obeyed = world.forge(hand, room, body);
    if (obeyed) RC_ASSERT(may_hold(world.file.circle, room, person(by)));
    if (!obeyed) RC_ASSERT(print(world.file) == before);
    RC_CLASSIFY(obeyed, "obeyed");
  }));
}

TEST(Property, AnOutsiderChangesNothing) {
  EXPECT_TRUE(rc::check([] {
    World world = random_course();
    const std::string before = print(world.file);
    // Everything that was ever written, replayed by a hand that is nobody's here, and by nobody.
    const std::vector<Written> all = world.written;
    for (const Written& entry : all)
      for (const KeyId& hand : {key(40), KeyId{}}) RC_ASSERT(!world.forge(hand, entry.event.room, entry.event.body));
    RC_ASSERT(print(world.file) == before);
  }));
}

TEST(Property, LeavingEndsEveryRoomAndOthersKeepTheirs) {
  EXPECT_TRUE(rc::check([] {
    World world = random_course();
    const auto who = static_cast<std::uint8_t>(*rc::gen::inRange(1, kPeople + 1));
    const auto circle = world.file.circle;
    if (world.rule(who, RemovePerson{person(who), ""}) != "done") return;
    for (int kind = 0; kind <= static_cast<int>(RoomKind::desk); ++kind)
      for (std::uint8_t whose = 0; whose <= kPeople; ++whose) {
        const Room room{static_cast<RoomKind>(kind), whose ? person(whose) : PersonId{}};
        for (std::uint8_t reader = 1; reader <= kPeople; ++reader)
          RC_ASSERT(may_hold(world.file.circle, room, person(reader)) ==
                    (reader != who && may_hold(circle, room, person(reader))));
      }
    for (const Room& room : writable_rooms(world.file, person(who))) RC_FAIL(std::string(name(room.kind)));
  }));
}

TEST(Property, NotesChangeOnlyByTheirAuthors) {
  EXPECT_TRUE(rc::check([] {
    const World world = random_course();
    for (const Item& item : world.file.items) {
      for (std::size_t correction : item.corrections) {
        RC_ASSERT(world.file.items[correction].author == item.author);
        RC_ASSERT(world.file.items[correction].event.room == item.event.room);
      }
      const auto* noted = std::get_if<Noted>(&item.event.body);
      if (noted == nullptr) continue;
      for (const auto& from : {noted->moved_from, noted->shared_from})
        if (from) RC_ASSERT(world.file.item(*from)->author == item.author);
      if (noted->moved_from) RC_ASSERT(world.file.item(*noted->moved_from)->moved_to == item.event.room.kind);
    }
  }));
}

}  // namespace
}  // namespace trefoil::care
