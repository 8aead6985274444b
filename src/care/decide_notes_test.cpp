// What is written and taken away: given three people and their file, when one of them writes, corrects, moves, shares
// or scores, then it goes where they may write, to whom may read there, and a rule says why not.
#include <gtest/gtest.h>

#include "care/world_test.h"

namespace trefoil::care {
namespace {

TEST(Notes, OnlyWhereOneCanRead) {
  World world = triad();
  EXPECT_EQ(world.rule(kClient, Write{kClinical, "x"}), "room-holder");
  EXPECT_EQ(world.rule(kPractitioner, Write{therapy(kClient), "x"}), "room-holder");
  EXPECT_EQ(world.rule(kTherapist, Write{own(kClient), "x"}), "room-holder");
  EXPECT_EQ(world.rule(kTherapist, Write{process(kPractitioner), "x"}), "room-holder");
  EXPECT_EQ(world.rule(kTherapist, Write{kAccess, "x"}), "note-room");
  EXPECT_EQ(world.rule(kTherapist, Write{{RoomKind::concern, person(1)}, "x"}), "note-room");
  EXPECT_EQ(world.rule(kTherapist, Write{therapy(kClient), "x"}), "done");
  EXPECT_EQ(world.rule(kClient, Write{therapy(kClient), "x"}), "done");
  EXPECT_EQ(world.rule(kClient, Write{own(kClient), "x"}), "done");
  EXPECT_EQ(world.rule(kTherapist, Write{health(kPractitioner), "x"}), "done");
}

TEST(Notes, ARoomComesBeforeItsFirstUseAndApartWhereItMust) {
  World world = triad();
  auto events = world.act(kPractitioner, Write{process(kPractitioner), "my own"});
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 2u);
  const auto& added = std::get<RoomAdded>((*events)[0].body);
  EXPECT_EQ((*events)[0].room, kShared);
  EXPECT_NE(added.log, world.file.id);
  EXPECT_EQ((*events)[1].room, process(kPractitioner));
  events = world.act(kPractitioner, Write{process(kPractitioner), "again"});
  EXPECT_EQ(events->size(), 1u);
  events = world.act(kPractitioner, Write{kClinical, "report"});
  EXPECT_EQ(std::get<RoomAdded>((*events)[0].body).log, world.file.id);
}

TEST(Notes, TextIsThereReadableAndNotTooLong) {
  World world = triad();
  EXPECT_EQ(world.rule(kClient, Write{own(kClient), ""}), "text-empty");
  EXPECT_EQ(world.rule(kClient, Write{own(kClient), " \n\t\x01"}), "text-empty");
  EXPECT_EQ(world.rule(kClient, Write{own(kClient), "\xc3\x28"}), "text-unreadable");
  std::string most;
  for (int i = 0; i < 100'000; ++i) most += "é";
  EXPECT_EQ(world.rule(kClient, Write{own(kClient), most}), "done");
  EXPECT_EQ(world.rule(kClient, Write{own(kClient), most + "e"}), "text-too-long");
  EXPECT_EQ(world.rule(kClient, Correct{world.last_note(), " "}), "text-empty");
  EXPECT_EQ(world.rule(kClient, AskErasure{most + "e"}), "text-too-long");
  ASSERT_EQ(world.rule(kClient, Write{own(kClient), "one\r\ntwo"}), "done");
  EXPECT_EQ(world.file.text_of(world.file.items.back()), "one\ntwo");
}

TEST(Notes, CorrectionsFollowAndTheFirstStays) {
  World world = triad();
  ASSERT_EQ(world.rule(kPractitioner, Write{kClinical, "frist"}), "done");
  const EntryId note = world.last_note();
  EXPECT_EQ(world.rule(kTherapist, Correct{note, "first"}), "own-entry");
  EXPECT_EQ(world.rule(kPractitioner, Correct{note, "first"}), "done");
  const EntryId correction = world.last_note();
  EXPECT_EQ(world.rule(kPractitioner, Correct{correction, "first!"}), "done") << "stands for its note";
  const Item* item = world.file.item(note);
  EXPECT_EQ(item->corrections.size(), 2u);
  EXPECT_EQ(std::get<Noted>(item->event.body).text, "frist");
  EXPECT_EQ(world.file.text_of(*item), "first!");
  EXPECT_EQ(world.rule(kPractitioner, Correct{id_of<EntryId>(1, 1), "x"}), "entry-known");
  EXPECT_EQ(world.rule(kPractitioner, Correct{world.file.items[0].event.id, "x"}), "entry-known") << "not a note";
  EXPECT_EQ(world.rule(kClient, Correct{note, "x"}), "entry-known") << "the client can't know that it is there";
}

TEST(Notes, AClientWritesForThemselfAndTheirTherapistAlone) {
  World world = triad();
  EXPECT_EQ(world.rule(kClient, Write{kShared, "to everybody"}), "client-shared");
  ASSERT_EQ(world.rule(kClient, Write{own(kClient), "for me"}), "done");
  const EntryId alone = world.last_note();
  EXPECT_EQ(world.rule(kClient, Share{alone, kShared}), "client-shared");
  EXPECT_EQ(world.rule(kClient, Move{alone, kShared}), "client-shared");
  EXPECT_EQ(world.rule(kClient, Share{alone, therapy(kClient)}), "done");
  EXPECT_EQ(world.rule(kClient, Move{alone, therapy(kClient)}), "done");
  EXPECT_EQ(world.rule(kClient, Move{world.last_note(), own(kClient)}), "done");
  EXPECT_EQ(world.rule(kClient, Write{health(kClient), "my knee"}), "done");
  // What an older Trefoil let them write there is theirs to put right.
  ASSERT_TRUE(world.forge(key(kClient), kShared, Noted{"to everybody", {}, {}}));
  EXPECT_EQ(world.rule(kClient, Correct{world.last_note(), "to all"}), "done");
}

TEST(Notes, MovingToAnotherFileMarksTheOldAndNamesItInTheNew) {
  World world = triad(), other = triad();
  ASSERT_EQ(world.rule(kPractitioner, Write{kShared, "of somebody else"}), "done");
  const EntryId note = world.last_note();
  EXPECT_EQ(world.rule(kTherapist, MoveOut{note}), "own-entry");
  EXPECT_EQ(world.rule(kPractitioner, Write{kClinical, "x", note}), "same-room") << "within a file, Move does it";
  EXPECT_EQ(world.rule(kPractitioner, MoveOut{note}), "done");
  EXPECT_TRUE(world.file.item(note)->moved_to);
  EXPECT_EQ(world.rule(kPractitioner, MoveOut{note}), "entry-moved");
  EXPECT_EQ(other.rule(kPractitioner, Write{kClinical, "of somebody else", id_of<EntryId>(77, 7)}), "done");
  EXPECT_EQ(std::get<Noted>(other.file.items.back().event.body).moved_from, (id_of<EntryId>(77, 7)));
}

TEST(Notes, MovingTakesTheNewestTextAndMarksTheOld) {
  World world = triad();
  ASSERT_EQ(world.rule(kPractitioner, Write{kShared, "meant for clinical"}), "done");
  const EntryId note = world.last_note();
  ASSERT_EQ(world.rule(kPractitioner, Correct{note, "for clinical"}), "done");
  EXPECT_EQ(world.rule(kTherapist, Move{note, kClinical}), "own-entry");
  EXPECT_EQ(world.rule(kPractitioner, Move{note, therapy(kClient)}), "room-holder");
  EXPECT_EQ(world.rule(kPractitioner, Move{note, kShared}), "same-room");
  EXPECT_EQ(world.rule(kPractitioner, Move{note, kAccess}), "note-room");
  EXPECT_EQ(world.rule(kPractitioner, Move{note, kClinical}), "done");
  const auto& moved = std::get<Noted>(world.file.items.back().event.body);
  EXPECT_EQ(moved.text, "for clinical");
  EXPECT_EQ(moved.moved_from, note);
  EXPECT_EQ(world.file.item(note)->moved_to, RoomKind::clinical);
  EXPECT_EQ(world.rule(kPractitioner, Move{note, process(kPractitioner)}), "entry-moved");
  EXPECT_EQ(world.rule(kPractitioner, Correct{note, "x"}), "entry-moved");
  EXPECT_EQ(world.rule(kPractitioner, Share{note, kClinical}), "entry-moved");
}

TEST(Notes, SharingOnlyAddsReaders) {
  World world = triad();
  ASSERT_EQ(world.rule(kTherapist, Write{therapy(kClient), "told me"}), "done");
  const EntryId note = world.last_note();
  EXPECT_EQ(world.rule(kTherapist, Share{note, kClinical}), "narrower-to-wider") << "the client would not reach it";
  EXPECT_EQ(world.rule(kTherapist, Share{note, process(kTherapist)}), "narrower-to-wider");
  EXPECT_EQ(world.rule(kClient, Share{note, kShared}), "own-entry");
  EXPECT_EQ(world.rule(kTherapist, Share{note, therapy(kClient)}), "same-room");
  EXPECT_EQ(world.rule(kTherapist, Share{note, kShared}), "done");
  EXPECT_EQ(std::get<Noted>(world.file.items.back().event.body).shared_from, note);
  EXPECT_FALSE(world.file.item(note)->moved_to) << "it stays where it was";
  ASSERT_EQ(world.rule(kTherapist, Write{kClinical, "between us"}), "done");
  EXPECT_EQ(world.rule(kTherapist, Share{world.last_note(), kShared}), "done");
  ASSERT_EQ(world.rule(kClient, Write{own(kClient), "diary"}), "done");
  EXPECT_EQ(world.rule(kClient, Share{world.last_note(), therapy(kClient)}), "done");
}

TEST(Scores, AreCheckedAndNotTakenTwice) {
  World world = triad();
  EXPECT_EQ(world.rule(kClient, AddScores{{score(0, 27), score(8, 18)}}), "done");
  EXPECT_EQ(world.file.series.at("Loneliness").scores.size(), 2u);
  Scored imported = score(0, 27);
  imported.origin = "imported from a.csv";
  EXPECT_EQ(world.act(kPractitioner, AddScores{{imported}})->size(), 1u);
  EXPECT_EQ(world.act(kPractitioner, AddScores{{imported}})->size(), 0u) << "the same import again";
  Scored out_of_scale = imported;
  out_of_scale.scale.maximum = 20;
  Scored nameless = imported;
  nameless.scale.name.clear();
  const auto refused = world.act(kPractitioner, AddScores{{out_of_scale, score(9, 1), nameless}});
  ASSERT_FALSE(refused);
  ASSERT_EQ(refused.error().reasons.size(), 2u);
  EXPECT_EQ(refused.error().reasons[0].what, "The score 27 lies outside the scale.");
  EXPECT_EQ(world.file.series.at("Loneliness").scores.size(), 3u) << "all or nothing";
}

TEST(Readings, AClientsOwnShowsOnlyToTheClient) {
  World world = triad();
  ASSERT_EQ(world.rule(kClient, NoteReading{}), "done");
  ASSERT_EQ(world.rule(kTherapist, NoteReading{}), "done");
  EXPECT_EQ(world.view(person(kTherapist)).reads.size(), 1u);
  EXPECT_EQ(world.view(person(kTherapist)).reads[0].by, person(kTherapist));
  EXPECT_EQ(world.view(person(kClient)).reads.size(), 2u);
}

TEST(Exposure, SaysWhoCouldAndWhoWill) {
  World world = triad();
  ASSERT_EQ(world.rule(kPractitioner, Write{process(kPractitioner), "x"}), "done");
  auto said = exposure(world.file, world.file.items.back(), kClinical, person(kPractitioner));
  EXPECT_EQ(said.before, "Only you can read it where it is.");
  EXPECT_EQ(said.after,
            "Therapist, mentor and you will be able to read it there. For the first time: Dr Okafor and Mo.");
  ASSERT_EQ(world.rule(kPractitioner, Write{kShared, "x"}), "done");
  said = exposure(world.file, world.file.items.back(), kClinical, person(kPractitioner));
  EXPECT_EQ(said.before, "Client, therapist, mentor and you can read it where it is, and may have read it already.");
  EXPECT_EQ(said.after, "Therapist, mentor and you will be able to read it there. Nobody is added.");
}

TEST(WritableRooms, InTheOrderOfTheScreen) {
  World world = triad();
  using Rooms = std::vector<Room>;
  EXPECT_EQ(writable_rooms(world.file, person(kClient)),
            (Rooms{therapy(kClient), health(kClient), own(kClient)}));
  EXPECT_EQ(writable_rooms(world.file, person(kPractitioner)),
            (Rooms{kShared, kClinical, health(kPractitioner), process(kPractitioner)}));
  EXPECT_EQ(writable_rooms(world.file, person(kTherapist)),
            (Rooms{kShared, kClinical, therapy(kClient), health(kPractitioner), health(kClient), process(kTherapist)}));
  EXPECT_TRUE(writable_rooms(world.file, person(kOutsider)).empty());
}

}  // namespace
}  // namespace trefoil::care
