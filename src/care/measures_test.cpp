// Answers: where they lie, who may leave them, what a link can and can't do, and alerts.
#include <gtest/gtest.h>

#include "care/world_test.h"

namespace trefoil::care {
namespace {

const Room kOfClient{RoomKind::therapy, person(kClient)}, kOfProfessionals{RoomKind::clinical, {}};
const KeyId kLink = key(77);

Taking taking(std::uint8_t who, std::vector<std::string> alerts = {}) {
  return {"ucla-3", "w",  "Three questions", person(who), {{"one", "2"}, {"two", "3"}}, {},
          std::move(alerts), score(1, 5)};
}
// A triad whose therapist set a plan of measures, so that there is a place for answers.
World planned() {
  World world = triad();
  const course::MeasurePlan line{"ucla-3", course::Occasion::start, 1, true, course::SessionKind::practitioner,
                                 course::Part::client, 30};
  EXPECT_EQ(world.rule(kTherapist, Record{{course::MeasuresScheduled{{line}}}}), "done");
  return world;
}
World with_link(std::set<std::string> instruments = {"ucla-3"}) {
  World world = planned();
  const Day until = world.file.moment(world.now).today + 14;
  EXPECT_EQ(world.rule(kTherapist, Record{{course::MeasureLinkMade{kLink, person(kClient), std::move(instruments), until}}}), "done");
  return world;
}
Answered left(std::string instrument = "ucla-3", std::vector<std::string> alerts = {}) {
  return {std::move(instrument), "Three questions", {}, {{"one", "2"}}, std::move(alerts)};
}
std::size_t answers(const File& file) {
  return static_cast<std::size_t>(std::ranges::count_if(
      file.items, [](const Item& item) { return std::holds_alternative<Answered>(item.event.body); }));
}

TEST(Measures, AClientsAnswersLieWithTheTherapistAndTheScoreWhereAllRead) {
  World world = planned();
  ASSERT_EQ(world.rule(kClient, TakeMeasures{{taking(kClient)}}), "done");
  for (const auto who : {kClient, kTherapist}) EXPECT_EQ(answers(world.view(person(who))), 1U);
  EXPECT_EQ(answers(world.view(person(kPractitioner))), 0U);
  for (const auto who : {kClient, kTherapist, kPractitioner, kMentor}) {
    const File seen = world.view(person(who));
    EXPECT_EQ(seen.series.at("Loneliness").scores.size(), 1U);
    EXPECT_EQ(seen.course.taken.size(), 1U);
    EXPECT_TRUE(seen.voided.empty());
  }
}

TEST(Measures, OnAScreenTheyGoToTheSameRoomOnceItIsThere) {
  World bare = triad();
  EXPECT_EQ(bare.rule(kPractitioner, TakeMeasures{{taking(kClient)}}), "room-holder");
  World world = planned();
  ASSERT_EQ(world.rule(kPractitioner, TakeMeasures{{taking(kClient)}}), "done");
  EXPECT_EQ(world.file.items.back().event.room, kOfClient);
  EXPECT_EQ(world.file.items.back().author, person(kPractitioner));
  EXPECT_EQ(answers(world.view(person(kClient))), 1U);
  EXPECT_EQ(answers(world.view(person(kPractitioner))), 0U);
}

TEST(Measures, AProfessionalsOwnLieWithTheProfessionals) {
  World world = planned();
  ASSERT_EQ(world.rule(kPractitioner, TakeMeasures{{taking(kPractitioner)}}), "done");
  EXPECT_EQ(world.file.items.back().event.room, kOfProfessionals);
  EXPECT_EQ(answers(world.view(person(kClient))), 0U);
}

TEST(Measures, NobodyAnswersForAProfessionalAndAMentorForNobody) {
  World world = planned();
  EXPECT_NE(world.rule(kTherapist, TakeMeasures{{taking(kPractitioner)}}), "done");
  EXPECT_NE(world.rule(kClient, TakeMeasures{{taking(kTherapist)}}), "done");
  EXPECT_NE(world.rule(kMentor, TakeMeasures{{taking(kClient)}}), "done");
  EXPECT_NE(world.rule(kMentor, TakeMeasures{{taking(kMentor)}}), "done");
  EXPECT_NE(world.rule(kOutsider, TakeMeasures{{taking(kClient)}}), "done");
}

TEST(Measures, WhatIsNoAnswerIsRefusedWhole) {
  World world = planned();
  auto empty = taking(kClient), outside = taking(kClient), odd = taking(kClient);
  empty.replies.clear();
  outside.score->score.value = std::numeric_limits<double>::quiet_NaN();
  odd.replies[0].answer = "\xff";
  for (const auto& wrong : {empty, outside, odd}) EXPECT_NE(world.rule(kClient, TakeMeasures{{taking(kClient), wrong}}), "done");
  EXPECT_TRUE(world.file.course.taken.empty());
}

TEST(Measures, ACoupleHasASeriesEach) {
  World world = planned();
  world.file.couple = true;
  Scored first = score(1, 5), second = score(2, 6), third = score(3, 7);
  first.person = person(kClient);
  second.person = person(8);
  EXPECT_NE(series_key(world.file, first), series_key(world.file, second));
  EXPECT_EQ(series_key(world.file, third), "Loneliness");
  EXPECT_EQ(whose_series(world.file, series_key(world.file, first)), "Jo Martin");
  world.file.couple = false;
  EXPECT_EQ(series_key(world.file, first), "Loneliness");
}

TEST(Measures, TheSameFormLeavesOneSetOfAnswers) {
  World world = planned();
  EntryId form;
  form.bytes.fill(44);
  const TakeMeasures take{{taking(kClient)}, {}, form};
  ASSERT_EQ(world.rule(kClient, take), "done");
  const auto entries = world.file.items.size();
  EXPECT_EQ(world.file.items[entries - 3].event.id, form);
  ASSERT_EQ(world.rule(kClient, take), "done");
  EXPECT_EQ(world.file.items.size(), entries);
  // An entry of another kind is no form: what is answered is never swallowed by it.
  TakeMeasures other{{taking(kClient)}, {}, world.file.items.back().event.id};
  ASSERT_EQ(world.rule(kClient, other), "done");
  EXPECT_EQ(world.file.items.size(), entries + 3);
}

// --- alerts ---
TEST(Measures, ARiskAnswerIsAnAlertUntilTheTherapistHasSeenIt) {
  World world = planned();
  ASSERT_EQ(world.rule(kClient, TakeMeasures{{taking(kClient, {"two"})}}), "done");
  const EntryId of = world.last_note();
  ASSERT_EQ(world.view(person(kTherapist)).alerts.size(), 1U);
  EXPECT_TRUE(world.view(person(kPractitioner)).alerts.empty()) << "the practitioner does not see that there is one";
  for (const auto who : {kClient, kPractitioner, kMentor}) EXPECT_NE(world.rule(who, SeeAlert{of}), "done");
  EXPECT_FALSE(world.file.alerts[0].seen);
  ASSERT_EQ(world.rule(kTherapist, SeeAlert{of}), "done");
  EXPECT_TRUE(world.view(person(kTherapist)).alerts[0].seen);
  EXPECT_FALSE(world.forge(key(kClient), kOfClient, AlertSeen{of}));
}

TEST(Measures, WhatRaisesAnAlertIsNotLeftWhereThePractitionerReadsIt) {
  World world = planned();
  Answered risky = left("ucla-3", {"one"}), plain = left();
  risky.person = plain.person = person(kClient);
  EXPECT_FALSE(world.forge(key(kTherapist), kShared, risky));
  EXPECT_TRUE(world.forge(key(kTherapist), kShared, plain));
  EXPECT_FALSE(world.forge(key(kTherapist), kOfProfessionals, plain));
}

// --- what a screen can't be used for ---
TEST(Measures, APractitionerLeavesNothingElseInTheRoomAndNothingAfterTheEnding) {
  World world = planned();
  Answered answered = left();
  answered.person = person(kClient);
  EXPECT_TRUE(world.forge(key(kPractitioner), kOfClient, answered));
  EXPECT_FALSE(world.forge(key(kPractitioner), kOfClient, Noted{"a message", {}, {}}));
  EXPECT_FALSE(world.forge(key(kMentor), kOfClient, answered));
  EXPECT_FALSE(world.forge(key(kOutsider), kOfClient, answered));
  answered.person = person(kTherapist);
  EXPECT_FALSE(world.forge(key(kPractitioner), kOfClient, answered));
  answered.person = person(kClient);
  ASSERT_EQ(world.rule(kClient, Record{{course::Closed{true, ""}}}), "done");
  EXPECT_FALSE(world.forge(key(kPractitioner), kOfClient, answered));
  EXPECT_FALSE(world.forge(key(kPractitioner), kShared, answered));
  EXPECT_TRUE(world.forge(key(kTherapist), kOfClient, answered));
}

// --- links ---
TEST(Measures, WhatALinkLeavesIsItsClients) {
  World world = with_link();
  EXPECT_TRUE(world.forge(kLink, kShared, InCourse{course::MeasureTaken{"ucla-3", "w", {}, {}, {}, false}}));
  EXPECT_TRUE(world.forge(kLink, kShared, Body(score(1, 5))));
  EXPECT_TRUE(world.forge(kLink, kOfClient, left("ucla-3", {"one"})));
  for (const Item& item : std::span(world.file.items).last(3)) EXPECT_EQ(item.author, person(kClient));
  const auto& taken = std::get<course::MeasureTaken>(std::get<InCourse>(world.file.items[world.file.items.size() - 3].event.body).body);
  EXPECT_TRUE(taken.by_link);
  EXPECT_EQ(taken.person, person(kClient));
  EXPECT_EQ(world.file.alerts.at(0).person, person(kClient));
  const auto& when = world.file.series.at("Loneliness").scores.at(0).when;
  EXPECT_EQ(when.day, world.file.moment(world.now).today) << "the file's day, whatever the link said";
  EXPECT_FALSE(when.week);
}

TEST(Measures, ALinkCountsOnceForItsInstrumentsAndUntilItRunsOut) {
  World world = with_link();
  EXPECT_FALSE(world.forge(kLink, kOfClient, left("phq-9")));
  EXPECT_TRUE(world.forge(kLink, kOfClient, left()));
  EXPECT_TRUE(world.forge(kLink, kShared, left())) << "all of it at one time";
  world.now.ms += 1;
  EXPECT_FALSE(world.forge(kLink, kOfClient, left()));
  World late = with_link();
  late.now.ms += 15LL * 24 * 3'600'000;
  EXPECT_FALSE(late.forge(kLink, kOfClient, left()));
}

TEST(Measures, ALinkLeavesNoScoreOfWhatWasChangedSinceItWasFirstAnswered) {
  World world = with_link({"ucla-3", "phq-9"});
  ASSERT_EQ(world.rule(kClient, TakeMeasures{{taking(kClient)}}), "done");
  const auto scores = [&] { return world.file.series.at("Loneliness").scores.size(); };
  const auto taken = [](std::string id, std::string wording) {
    return InCourse{course::MeasureTaken{std::move(id), std::move(wording), {}, {}, {}, false}};
  };
  EXPECT_FALSE(world.forge(kLink, kShared, Body(score(1, 5)))) << "of nothing that was taken";
  EXPECT_FALSE(world.forge(kLink, kShared, taken("ucla-3", "other words")));
  EXPECT_FALSE(world.forge(kLink, kShared, Body(score(1, 5))));
  EXPECT_TRUE(world.forge(kLink, kOfClient, left("ucla-3", {"one"}))) << "whoever has to hear of it hears it";
  EXPECT_TRUE(world.forge(kLink, kShared, taken("phq-9", "w")));
  EXPECT_FALSE(world.forge(kLink, kShared, taken("ucla-3", "other words")));
  EXPECT_FALSE(world.forge(kLink, kShared, Body(score(1, 5))));
  EXPECT_EQ(scores(), 1U);
  EXPECT_TRUE(world.forge(kLink, kShared, taken("ucla-3", "w")));
  EXPECT_TRUE(world.forge(kLink, kShared, Body(score(1, 5))));
  EXPECT_FALSE(world.forge(kLink, kShared, Body(score(1, 5)))) << "one for each";
  EXPECT_EQ(scores(), 2U);
}

TEST(Measures, ALinkSaysNothingElse) {
  World world = with_link();
  const auto client = person(kClient);
  const Day day = world.file.moment(world.now).today;
  const std::vector<std::pair<Room, Body>> other{
      {kShared, Noted{"x", {}, {}}},
      {kOfClient, Noted{"x", {}, {}}},
      {kShared, InCourse{course::Held{course::HoldKind::client_stop, {}, {}}}},
      {kShared, InCourse{course::ReleaseSigned{client, {person(kTherapist)}, day + 5, {}}}},
      {kShared, InCourse{course::TreatmentConsented{client, 1, day + 5, {}}}},
      {kShared, InCourse{course::MeasureTaken{"ucla-3", "w", client, {}, {}, false}}},
      {kShared, InCourse{course::MeasureTaken{"ucla-3", "w", {}, client, {}, false}}},
      {kOfProfessionals, left()},
      {Room{RoomKind::own, client}, left()},
      {Room{RoomKind::health, client}, left()},
  };
  for (const auto& [room, body] : other) EXPECT_FALSE(world.forge(kLink, room, body)) << body.index();
  Answered named = left();
  named.person = client;
  EXPECT_FALSE(world.forge(kLink, kOfClient, named));
  auto nan = score(1, 1);
  nan.score.value = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(world.forge(kLink, kShared, Body(nan)));
  EXPECT_EQ(world.file.course.measure_links.at(kLink).used.ms, 0) << "nothing of it used the link up";
}

TEST(Measures, ALinkOfWhoLeftIsNone) {
  World world = with_link();
  ASSERT_EQ(world.rule(kClient, RemovePerson{person(kClient), ""}), "done");
  EXPECT_FALSE(world.forge(kLink, kOfClient, left()));
}

TEST(Measures, TheRoomForAnswersIsTheTherapistsToMake) {
  World world = triad();
  const Day until = world.file.moment(world.now).today + 14;
  const Record link{{course::MeasureLinkMade{kLink, person(kClient), {"ucla-3"}, until}}};
  EXPECT_EQ(world.rule(kPractitioner, link), "room-holder");
  EXPECT_FALSE(world.file.rooms.contains(kOfClient));
  EXPECT_EQ(world.rule(kTherapist, link), "done");
  EXPECT_TRUE(world.file.rooms.contains(kOfClient));
}

}  // namespace
}  // namespace trefoil::care
