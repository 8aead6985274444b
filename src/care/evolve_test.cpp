// Forged events: each kind, by each hand, in each room. Only the table's are obeyed, and a voided one changes nothing.
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "care/world_test.h"

namespace trefoil::care {
namespace {

constexpr std::uint8_t kUnreleased = 6, kPast = 7, kNewcomer = 8;

// The triad, with a past therapist, an unreleased mentor, the practitioner on their second keys, a note of each in the
// rooms where they can write, and every room there.
struct Scene {
  World world = triad();
  std::map<std::uint8_t, std::map<Room, EntryId>> notes;

  Scene() {
    EXPECT_EQ(world.rule(kTherapist, AddPerson{person(kPast), "Past", Role::therapist, key(kPast)}), "done");
    EXPECT_EQ(world.rule(kTherapist, AddPerson{person(kUnreleased), "New mentor", Role::mentor, key(kUnreleased)}),
              "done");
    note(kPast);
    EXPECT_EQ(world.rule(kPractitioner, ChangeKey{person(kPractitioner), key(kPractitioner, 1)}), "done");
    for (std::uint8_t who : {kClient, kPractitioner, kTherapist, kMentor}) note(who);
    world.now.ms += 1000;
    EXPECT_EQ(world.rule(kTherapist, RemovePerson{person(kPast), ""}), "done");
    world.now.ms += 1000;
  }
  void note(std::uint8_t who) {
    for (const Room& room : writable_rooms(world.file, person(who))) {
      EXPECT_EQ(world.rule(who, Write{room, "note of " + std::to_string(who)}), "done");
      notes[who][room] = world.last_note();
    }
  }
};

const std::vector<Room> kRooms = {kShared,
                                  kClinical,
                                  kAccess,
                                  therapy(kClient),
                                  health(kClient),
                                  health(kPractitioner),
                                  process(kPractitioner),
                                  process(kTherapist),
                                  process(kMentor),
                                  process(kPast),
                                  own(kClient),
                                  process(kUnreleased),
                                  {RoomKind::concern, person(kClient)},
                                  {RoomKind::desk, {}}};

struct Hand {
  char letter;
  KeyId key;
  std::uint8_t who;
};
// c client, p practitioner, t therapist, m released mentor; wrong hands: o outsider, u unreleased mentor, x left,
// k the practitioner's first keys, z no key at all.
const std::vector<Hand> kHands = {{'c', key(kClient), kClient},
                                  {'p', key(kPractitioner, 1), kPractitioner},
                                  {'t', key(kTherapist), kTherapist},
                                  {'m', key(kMentor), kMentor},
                                  {'o', key(kOutsider), kOutsider},
                                  {'u', key(kUnreleased), kUnreleased},
                                  {'x', key(kPast), kPast},
                                  {'k', key(kPractitioner), kPractitioner},
                                  {'z', {}, 0}};

// What the hand writes, in a room; which hands are obeyed, in shared; all of them void in any other room.
struct Forgery {
  std::string name;
  std::function<Body(const Hand&, World&)> body;
  std::string obeyed;
};
std::vector<Forgery> forgeries() {
  const auto fixed = [](const Body& body) { return [body](const Hand&, World&) { return body; }; };
  const auto add_room = [](const Room& room) {
    return [room](const Hand&, World& world) -> Body {
      return RoomAdded{room, world.fresh.room(), lies_apart(room) ? world.fresh.log() : world.file.id};
    };
  };
  const Room new_health = health(kTherapist);
  return {
      {"file opened again", fixed(FileOpened{"OTHER1", false, false, id_of<LogId>(9, 9), "", ""}), ""},
      {"room health", add_room(new_health), "t"},
      {"room therapy, there already", add_room(therapy(kClient)), ""},
      {"room of nobody", add_room({RoomKind::therapy, person(kOutsider)}), ""},
      {"room concern", add_room({RoomKind::concern, person(kClient)}), ""},
      {"room desk", add_room({RoomKind::desk, {}}), ""},
      {"own room of a professional", add_room(own(kTherapist)), ""},
      {"room in another log",
       [new_health](const Hand&, World& world) -> Body {
         return RoomAdded{new_health, world.fresh.room(), world.fresh.log()};
       },
       ""},
      {"room with another's id",
       [new_health](const Hand&, World& world) -> Body {
         return RoomAdded{new_health, world.file.rooms.at(kShared).id, world.file.id};
       },
       ""},
      {"room of nobody's id",
       [new_health](const Hand&, World& world) -> Body {
         return RoomAdded{new_health, {}, world.file.id};
       },
       ""},
      {"client described", fixed(ClientDescribed{identity(kClient, "Somebody Else")}), "cptm"},
      {"therapist described", fixed(ClientDescribed{identity(kTherapist, "Somebody Else")}), ""},
      {"therapist joins", fixed(Joined{person(kNewcomer), "New", Role::therapist, key(kNewcomer), false, true}), "ptm"},
      {"second client joins", fixed(Joined{person(kNewcomer), "New", Role::client, key(kNewcomer), false, true}), ""},
      {"lead joins", fixed(Joined{person(kNewcomer), "New", Role::lead, key(kNewcomer), true, true}), ""},
      {"owner joins", fixed(Joined{person(kNewcomer), "New", Role::owner, key(kNewcomer), true, true}), ""},
      {"client joins as therapist", fixed(Joined{person(kClient), "Jo", Role::therapist, key(kClient), false, true}),
       ""},
      {"joins with the therapist's key",
       fixed(Joined{person(kNewcomer), "New", Role::mentor, key(kTherapist), true, true}), ""},
      {"joins themself",
       [](const Hand& hand, World&) -> Body {
         return Joined{person(hand.who), "Me", Role::therapist, hand.key, false, true};
       },
       ""},
      {"who left comes back", fixed(Joined{person(kPast), "Past", Role::therapist, key(kPast), false, true}), "ptm"},
      {"client's key", fixed(KeyChanged{person(kClient), key(kClient, 1)}), "ct"},
      {"therapist's key", fixed(KeyChanged{person(kTherapist), key(kTherapist, 1)}), "ptm"},
      {"client gets the practitioner's key", fixed(KeyChanged{person(kClient), key(kPractitioner, 1)}), ""},
      {"practitioner goes back to their first key", fixed(KeyChanged{person(kPractitioner), key(kPractitioner)}), ""},
      {"key of who left", fixed(KeyChanged{person(kPast), key(kPast, 1)}), ""},
      {"no key", fixed(KeyChanged{person(kClient), {}}), ""},
      {"client leaves", fixed(Left{person(kClient), ""}), "cptm"},
      {"therapist leaves", fixed(Left{person(kTherapist), ""}), "ptm"},
      {"outsider leaves", fixed(Left{person(kOutsider), ""}), ""},
      {"who left leaves", fixed(Left{person(kPast), ""}), ""},
      {"score", fixed(score(3, 20)), "cptm"},
      {"score without a measure", fixed(Scored{}), ""},
      {"erasure asked by themself",
       [](const Hand& hand, World&) -> Body {
         return ErasureAsked{person(hand.who), "", {}, {}};
       },
       "cptm"},
      {"erasure asked in the client's name", fixed(ErasureAsked{person(kClient), "", {}, {}}), "c"},
      {"erasure withdrawn that nobody asked for", fixed(ErasureWithdrawn{}), ""},
  };
}

// A room of the client with the therapist is made anew by whoever may hold it, and no other room is; what lay in the first
// stays with whoever held that.
TEST(Evolve, ARoomThatNobodyHoldsIsMadeAnewByWhoMayHoldIt) {
  World world = triad();
  ASSERT_EQ(world.rule(kTherapist, Write{therapy(kClient), "before"}), "done");
  const RoomId first = world.file.rooms.at(therapy(kClient)).id;
  const auto anew = [&](const Room& room) { return RoomAdded{room, world.fresh.room(), world.file.id, true}; };
  EXPECT_FALSE(world.forge(key(kPractitioner), kShared, anew(therapy(kClient)))) << "may not hold it";
  EXPECT_FALSE(world.forge(key(kTherapist), kShared, anew(kShared)));
  EXPECT_FALSE(world.forge(key(kTherapist), kShared, anew(health(kClient)))) << "there is none yet";
  EXPECT_FALSE(world.forge(key(kTherapist), kShared, RoomAdded{therapy(kClient), world.fresh.room(), world.file.id}));
  EXPECT_FALSE(world.forge(key(kTherapist), kShared, RoomAdded{therapy(kClient), first, world.file.id, true}));
  ASSERT_EQ(world.rule(kTherapist, Write{therapy(kClient), "still"}), "done");
  EXPECT_EQ(world.file.rooms.at(therapy(kClient)).id, first) << "somebody holds it";
  world.facts.shut = {therapy(kClient)};
  ASSERT_EQ(world.rule(kTherapist, Write{therapy(kClient), "after"}), "done");
  const RoomId second = world.file.rooms.at(therapy(kClient)).id;
  EXPECT_NE(second, first);
  EXPECT_EQ(world.file.room_of(first), therapy(kClient));
  EXPECT_EQ(world.file.room_of(second), therapy(kClient));
}

TEST(Forged, FactsInEachRoomByEachHand) {
  const Scene scene;
  for (const Forgery& forgery : forgeries())
    for (const Hand& hand : kHands)
      for (const Room& room : kRooms) {
        World world = scene.world;
        const std::string before = print(world.file);
        const bool obeyed = world.forge(hand.key, room, forgery.body(hand, world));
        const bool allowed = room == kShared && forgery.obeyed.find(hand.letter) != std::string::npos;
        EXPECT_EQ(obeyed, allowed) << forgery.name << " by " << hand.letter << " in " << name(room.kind) << ": "
                                   << (obeyed ? "obeyed" : world.file.voided.back().why);
        if (!obeyed) {
          EXPECT_EQ(print(world.file), before) << forgery.name << " by " << hand.letter;
          EXPECT_NE(find_rule(world.file.voided.back().why), nullptr) << world.file.voided.back().why;
          EXPECT_EQ(world.file.voided.back().author, hand.key);
        } else {
          EXPECT_NE(print(world.file), before);
        }
      }
}

TEST(Forged, NotesAndReadingsOnlyByWhoMayHoldTheRoom) {
  const Scene scene;
  for (const Hand& hand : kHands)
    for (const Room& room : kRooms) {
      // Where a log lies apart, nobody can know whether the practitioner's first keys wrote before or after the second.
      const bool right_keys = hand.letter != 'k' || lies_apart(room);
      const bool holds = right_keys && hand.who != 0 && may_hold(scene.world.file.circle, room, person(hand.who));
      World world = scene.world;
      EXPECT_EQ(world.forge(hand.key, room, Noted{"x", {}, {}}), holds && room.kind != RoomKind::access)
          << hand.letter << " in " << name(room.kind);
      world = scene.world;
      EXPECT_EQ(world.forge(hand.key, room, Unknown{"x", 2}), holds) << hand.letter << " in " << name(room.kind);
      EXPECT_EQ(world.file.newer, holds);
      world = scene.world;
      const bool client = hand.who == kClient;
      EXPECT_EQ(world.forge(hand.key, room, FileRead{person(hand.who)}),
                holds && room.kind == (client ? RoomKind::own : RoomKind::access))
          << hand.letter << " in " << name(room.kind);
      world = scene.world;
      EXPECT_FALSE(world.forge(hand.key, room, FileRead{person(hand.who == kTherapist ? kMentor : kTherapist)}))
          << "in another's name";
    }
}

TEST(Forged, CorrectionsAndMovesOnlyByTheNotesAuthorInItsRoom) {
  const Scene scene;
  for (const auto& [owner, rooms] : scene.notes)
    for (const auto& [room, note] : rooms)
      for (const Hand& hand : kHands)
        for (const Room& in : kRooms) {
          const bool right_keys = hand.letter != 'k' || lies_apart(in);
          const bool allowed = in == room && hand.who == owner && right_keys && hand.who != kPast;
          World world = scene.world;
          EXPECT_EQ(world.forge(hand.key, in, Corrected{note, "changed"}), allowed)
              << hand.letter << " corrects in " << name(in.kind) << " what " << int(owner) << " wrote in "
              << name(room.kind);
          world = scene.world;
          EXPECT_EQ(world.forge(hand.key, in, MovedAway{note, RoomKind::clinical}), allowed);
          EXPECT_EQ(world.file.item(note)->moved_to.has_value(), allowed);
          if (allowed) {
            EXPECT_FALSE(world.forge(hand.key, in, Corrected{note, "late"})) << "moved already";
          }
        }
  World world = scene.world;
  EXPECT_FALSE(world.forge(key(kTherapist), kShared, Corrected{id_of<EntryId>(1, 1), "x"}));
  EXPECT_FALSE(world.forge(key(kPractitioner, 1), kShared, Corrected{world.file.items[0].event.id, "x"}))
      << "not a note";
}

TEST(Forged, ANoteDoesNotClaimAnothersEntry) {
  const Scene scene;
  World world = scene.world;
  const EntryId theirs = scene.notes.at(kTherapist).at(kShared), mine = scene.notes.at(kClient).at(own(kClient));
  EXPECT_FALSE(world.forge(key(kClient), kShared, Noted{"x", theirs, {}}));
  EXPECT_FALSE(world.forge(key(kClient), kShared, Noted{"x", {}, theirs}));
  EXPECT_TRUE(world.forge(key(kClient), kShared, Noted{"x", {}, mine}));
}

TEST(Forged, AnIdIsNotTakenTwiceAndNobodyCanTakeAnothersBeforehand) {
  World world = triad();
  ASSERT_EQ(world.rule(kPractitioner, Write{process(kPractitioner), "mine"}), "done");
  const EntryId mine = world.last_note();
  // In the same room: void.
  const std::size_t before = world.file.voided.size();
  world.write({{mine, world.now, process(kPractitioner), Noted{"again", {}, {}}}}, key(kPractitioner));
  EXPECT_EQ(world.file.voided.size(), before + 1);
  // The same id in a room that is read earlier does not displace the practitioner's own note from their view.
  world.write({{mine, world.now, kShared, Noted{"squatter", {}, {}}}}, key(kTherapist));
  const File seen = world.view(person(kPractitioner));
  const Item* item = seen.item(mine, process(kPractitioner));
  ASSERT_NE(item, nullptr);
  EXPECT_EQ(std::get<Noted>(item->event.body).text, "mine");
}

// A card writes without a place in the circle, so that nothing but this keeps one entry from counting twice.
TEST(Forged, WhatANewerProgramLeftByACardIsTakenOnceAndWithAnId) {
  World world = triad();
  const KeyId card = key(30);
  const Day until = world.file.moment(world.now).today + 100;
  ASSERT_TRUE(world.forge(key(kClient), kShared, InCourse{course::StopCardMade{person(kClient), card, until}}));
  const auto left = [&](EntryId id) {
    const std::size_t before = world.file.voided.size();
    world.write({{id, world.now, kShared, Unknown{"held", 3}}}, card);
    return world.file.voided.size() == before;
  };
  EXPECT_FALSE(left(EntryId{}));
  EXPECT_FALSE(world.file.newer);
  EXPECT_TRUE(left(id_of<EntryId>(1, 7)));
  const std::size_t items = world.file.items.size();
  EXPECT_FALSE(left(id_of<EntryId>(1, 7))) << "the same again";
  EXPECT_EQ(world.file.items.size(), items);
  EXPECT_TRUE(left(id_of<EntryId>(2, 7)));
}

TEST(Founding, OnlyInItsOrderAndByOneHand) {
  const auto opened = FileOpened{"K7Q4RD", false, false, id_of<LogId>(2, 50), "", ""};
  const auto shared = RoomAdded{kShared, id_of<RoomId>(1), id_of<LogId>(1, 50)};
  const auto joined = [](std::uint8_t who, Role role) { return Joined{person(who), "P", role, key(who), false, true}; };
  World world;
  EXPECT_FALSE(world.forge(key(2), kShared, joined(2, Role::practitioner))) << "before it was opened";
  EXPECT_FALSE(world.forge(key(2), kShared, Noted{"x", {}, {}}));
  EXPECT_FALSE(world.forge({}, kShared, opened));
  EXPECT_FALSE(world.forge(key(2), kClinical, opened));
  EXPECT_FALSE(world.forge(key(2), kShared, FileOpened{}));
  EXPECT_TRUE(world.forge(key(2), kShared, opened));
  EXPECT_FALSE(world.forge(key(2), kShared, opened)) << "twice";
  EXPECT_FALSE(world.forge(key(3), kShared, shared)) << "another hand";
  EXPECT_FALSE(world.forge(key(2), kShared, RoomAdded{kClinical, id_of<RoomId>(1), id_of<LogId>(1, 50)}));
  EXPECT_TRUE(world.forge(key(2), kShared, shared));
  EXPECT_FALSE(world.forge(key(2), kShared, RoomAdded{kShared, id_of<RoomId>(2), id_of<LogId>(1, 50)}));
  EXPECT_FALSE(world.forge(key(3), kShared, joined(3, Role::therapist)));
  EXPECT_FALSE(world.forge(key(2), kShared, joined(3, Role::therapist))) << "the first to join is the founder";
  EXPECT_FALSE(world.forge(key(2), kShared, joined(2, Role::client)));
  EXPECT_FALSE(world.forge(key(2), kShared, joined(2, Role::mentor)));
  EXPECT_FALSE(world.forge(key(2), kShared, Scored(score(1, 1))));
  EXPECT_TRUE(world.forge(key(2), kShared, joined(2, Role::practitioner)));
  EXPECT_EQ(world.file.circle.size(), 1u);
}

TEST(Founding, TheCourseLogIsTheOneThatTheFileWasOpenedIn) {
  File file;
  file.id = id_of<LogId>(7, 50);  // set by who opened the log
  evolve(file, {id_of<EntryId>(1), {}, kShared, FileOpened{"K7Q4RD", false, false, id_of<LogId>(2, 50), "", ""}},
         {key(2), 0});
  evolve(file, {id_of<EntryId>(2), {}, kShared, RoomAdded{kShared, id_of<RoomId>(1), id_of<LogId>(1, 50)}},
         {key(2), 1});
  EXPECT_EQ(file.voided.size(), 1u);
  EXPECT_TRUE(file.rooms.empty());
}

TEST(Leaving, LogsThatLieApartKeepWhatWasWrittenBefore) {
  World world = triad();
  ASSERT_EQ(world.rule(kTherapist, NoteReading{}), "done");
  ASSERT_EQ(world.rule(kTherapist, ChangeKey{person(kTherapist), key(kTherapist, 1)}), "done");
  world.now.ms += 1000;
  ASSERT_EQ(world.rule(kTherapist, RemovePerson{person(kTherapist), ""}), "done");
  world.now.ms += 1000;
  // The reading under the first keys, read after the therapist's leaving: theirs all the same.
  const File seen = world.view(person(kPractitioner));
  EXPECT_TRUE(seen.voided.empty());
  EXPECT_EQ(seen.reads.size(), 1u);
  EXPECT_FALSE(world.forge(key(kTherapist, 1), kAccess, FileRead{person(kTherapist)})) << "after they left";
}

TEST(Rooms, WhatLiesApartHasALogOfItsOwn) {
  World world = triad();
  ASSERT_EQ(world.rule(kPractitioner, Write{process(kPractitioner), "x"}), "done");
  const RoomPlace& taken = world.file.rooms.at(process(kPractitioner));
  for (LogId log : {world.file.id, world.file.access, taken.log, LogId{}})
    EXPECT_FALSE(world.forge(key(kMentor), kShared, RoomAdded{process(kMentor), world.fresh.room(), log}));
  EXPECT_TRUE(world.forge(key(kMentor), kShared, RoomAdded{process(kMentor), world.fresh.room(), world.fresh.log()}));
}

TEST(Void, DoesNotMoveTheClock) {
  World world = triad();
  const Instant head = world.file.last_at;
  world.write({{id_of<EntryId>(1, 7), {head.ms + 1'000'000'000'000}, kShared, Noted{"x", {}, {}}}}, key(kOutsider));
  EXPECT_EQ(world.file.last_at, head);
  // Nor does an earlier time, by somebody whose clock is behind, move it back.
  world.write({{id_of<EntryId>(2, 7), {head.ms - 1000}, kShared, Noted{"x", {}, {}}}}, key(kTherapist));
  EXPECT_EQ(world.file.last_at, head);
}

TEST(Items, AreWhatTheTimelineShows) {
  World world = triad();
  const std::size_t before = world.file.items.size();  // opened, joined x4, described, key
  EXPECT_EQ(before, 7u);
  ASSERT_EQ(world.rule(kClient, Write{own(kClient), "x"}), "done");              // + note, not the room
  ASSERT_EQ(world.rule(kClient, NoteReading{}), "done");                         // no item
  ASSERT_EQ(world.rule(kClient, AddScores{{score(0, 1)}}), "done");              // + score
  ASSERT_EQ(world.rule(kClient, AskErasure{}), "done");                          // +
  ASSERT_EQ(world.rule(kClient, WithdrawErasure{}), "done");                     // +
  ASSERT_EQ(world.rule(kTherapist, RemovePerson{person(kMentor), ""}), "done");  // +
  EXPECT_EQ(world.file.items.size(), before + 5);
  for (const Item& item : world.file.items) {
    EXPECT_FALSE(item.author.is_zero());
    EXPECT_EQ(world.file.item(item.event.id), &item);
  }
}

TEST(Evolve, TakesAnEventByMoveJustTheSame) {
  const World world = triad();
  File moved;
  std::uint64_t sequence = 1;
  for (Written entry : world.written) evolve(moved, std::move(entry.event), {entry.author, sequence++});
  EXPECT_EQ(print(moved), print(world.file));
}

}  // namespace
}  // namespace trefoil::care
