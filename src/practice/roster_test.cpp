// The practice's settings and what its people note of themselves: who may, what is kept, what older entries mean.
#include "practice/members.h"
#include "practice/practice_log.h"
#include "practice/test_house.h"

namespace trefoil::practice {
namespace {

using testing::TestHouse;

Roster begun_by(PersonId founder, KeyId key) {
  Roster roster;
  evolve(roster, {Instant{1}, PracticeBegun{"Willow Row", "UTC", false, founder, "Ada", {care::Role::owner, care::Role::practitioner}, key}}, key);
  return roster;
}
PersonId person(std::uint8_t n) { return PersonId::from(Bytes(16, n)); }
KeyId key(std::uint8_t n) { return KeyId::from(Bytes(32, n)); }

TEST(Roster, ItsOwnChecklistIsKeptAndNoneIsTheOneThatComesAlong) {
  auto roster = begun_by(person(1), key(1));
  EXPECT_EQ(checklist_of(roster).size(), kChecklist.size());
  EXPECT_EQ(checklist_of(roster).front(), kChecklist.front());
  SettingsChanged settings{"W", "UTC", 15, 7, "", 7, {"One", "Two"}, 30};
  const auto again = decode_roster_event(base::view(encode({Instant{2}, settings})));
  ASSERT_TRUE(again) << base::describe(again.error());
  evolve(roster, *again, key(1));
  EXPECT_EQ(checklist_of(roster), (std::vector<std::string>{"One", "Two"}));
  EXPECT_EQ(roster.supervision_days, 30);
  settings.checklist.clear();
  evolve(roster, {Instant{3}, settings}, key(1));
  EXPECT_EQ(checklist_of(roster).size(), kChecklist.size());
  settings.supervision_days = 6;
  evolve(roster, {Instant{4}, settings}, key(1));
  EXPECT_EQ(roster.voided.size(), 1u);
}

TEST(Roster, SettingsOfBeforeThereWereAListAndDaysAreRead) {
  const auto old = decode_roster_event(base::view(std::string(
      R"({"type":"settings-changed","v":2,"at":1,"name":"W","zone":"UTC","idle_minutes":15,"backup_days":7,"lead_body":"b","concern_days":9})")));
  ASSERT_TRUE(old);
  const auto& settings = std::get<SettingsChanged>(old->body);
  EXPECT_TRUE(settings.checklist.empty());
  EXPECT_EQ(settings.supervision_days, 42);
  EXPECT_EQ(settings.concern_days, 9);
}

TEST(Roster, NamesOfRolesAndTheClientsLockAreKeptAndOlderSettingsHaveNone) {
  auto roster = begun_by(person(1), key(1));
  SettingsChanged settings{"W", "UTC", 15, 7, "", 7, {}, 42, {{care::Role::therapist, "supervising therapist"}}, 5};
  const auto json = encode({Instant{2}, settings});
  EXPECT_EQ(json,
            R"({"type":"settings-changed","v":5,"at":2,"name":"W","zone":"UTC","idle_minutes":15,"backup_days":7,"lead_body":"",)"
            R"("concern_days":7,"checklist":[],"supervision_days":42,"role_names":{"therapist":"supervising therapist"},)"
            R"("client_idle_minutes":5,"terms":{"met_days":21,"groundwork":3,"report_hours":24,"unwaived":[]}})");
  const auto again = decode_roster_event(base::view(json));
  ASSERT_TRUE(again) << base::describe(again.error());
  evolve(roster, *again, key(1));
  EXPECT_EQ(ways_of(roster), (care::PracticeWays{settings.role_names, 5}));
  settings.role_names = {{care::Role::therapist, "practitioner"}};
  evolve(roster, {Instant{3}, settings}, key(1));
  settings.role_names = {}, settings.client_idle_minutes = 0;
  evolve(roster, {Instant{4}, settings}, key(1));
  EXPECT_EQ(roster.voided.size(), 2u);
  EXPECT_EQ(ways_of(roster), (care::PracticeWays{{{care::Role::therapist, "supervising therapist"}}, 5}));
  const auto old = decode_roster_event(base::view(std::string(
      R"({"type":"settings-changed","v":3,"at":1,"name":"W","zone":"UTC","idle_minutes":15,"backup_days":7,"lead_body":"b","concern_days":9,"checklist":["a"],"supervision_days":30})")));
  ASSERT_TRUE(old);
  EXPECT_TRUE(std::get<SettingsChanged>(old->body).role_names.empty());
  EXPECT_EQ(std::get<SettingsChanged>(old->body).client_idle_minutes, 15);
}

TEST(Roster, SupervisionIsNotedByThemselfAloneAndTheLatestDayCounts) {
  auto roster = begun_by(person(1), key(1));
  evolve(roster, {Instant{2}, PersonInvited{person(2), "Tom", {care::Role::practitioner}, key(2), Instant{100}}}, key(1));
  evolve(roster, {Instant{3}, SupervisionNoted{person(2), Day{0}}}, key(2));
  EXPECT_EQ(roster.voided.size(), 1u) << "not before they have joined";
  evolve(roster, {Instant{4}, PersonJoined{person(2), key(3)}}, key(2));
  evolve(roster, {Instant{5}, SupervisionNoted{person(2), Day{100}}}, key(1));
  EXPECT_EQ(roster.voided.size(), 2u) << "not by the owner";
  evolve(roster, {Instant{6}, SupervisionNoted{person(2), Day{100}}}, key(2));
  EXPECT_EQ(roster.voided.size(), 3u) << "not by a key that was replaced";
  EXPECT_FALSE(supervision_due(roster, *roster.person(person(2))));
  const Instant later{300LL * 86'400'000};
  const auto event = decode_roster_event(base::view(encode({later, SupervisionNoted{person(2), Day{301}}})));
  ASSERT_TRUE(event) << base::describe(event.error());
  evolve(roster, *event, key(3));  // the day after, in UTC: it is that day already somewhere
  EXPECT_EQ(supervision_due(roster, *roster.person(person(2))), Day{301} + roster.supervision_days);
  evolve(roster, {later, SupervisionNoted{person(2), Day{250}}}, key(3));
  EXPECT_EQ(supervision_due(roster, *roster.person(person(2))), Day{301} + roster.supervision_days)
      << "an earlier one that is filled in afterwards sets nothing back";
  EXPECT_EQ(roster.voided.size(), 3u);
  evolve(roster, {later, SupervisionNoted{person(2), Day{302}}}, key(3));
  EXPECT_EQ(roster.voided.size(), 4u) << "not a day to come";
}

// Whoever holds a key to the people's room can write anything into it.
TEST(Roster, WhatCantBeReadCountsForNothingAndShutsNobodyOut) {
  TestHouse t;
  auto ada = t.begin().holder;
  auto sam = t.invited(ada, "Sam", {care::Role::mentor});
  const auto forge = [&](Keyholder& by, const std::string& json) {
    auto practice = *open_practice(t.house, by);
    ledger::Draft draft(practice.log.head, practice.checkpoint);
    const auto epoch = practice.log.rooms[practice.members].epoch;
    draft.seal(by.current(), *practice.keys.find(practice.log.head.log, practice.members, epoch), base::view(json));
    ledger::Batch batch;
    draft.take_into(batch);
    ASSERT_TRUE(t.house.store->commit(std::move(batch)));
  };
  forge(sam, R"({"type":"supervision-noted","v":1,"at":1,"person":")" + sam.person.str() + R"(","day":"2026-02-30"})");
  forge(sam, R"({"type":"supervision-noted","v":9,"at":1})");
  forge(sam, "nothing");
  for (auto* who : {&ada, &sam}) {
    const auto roster = read_roster(t.house, *who);
    ASSERT_TRUE(roster) << base::describe(roster.error());
    EXPECT_EQ(roster->voided.size(), 3u);
  }
  EXPECT_TRUE(change_settings(t.house, ada, {"Still Here", "UTC", 15, 7, ""}));
  forge(ada, R"({"type":"settings-changed","v":9,"at":1})");
  EXPECT_EQ(read_roster(t.house, sam).error().fault, Fault::unsupported) << "an owner's newer program wrote it";
}

TEST(Roster, WhatIsTypedIsLookedAtAndNothingIsKeptOfWhatIsRefused) {
  TestHouse t;
  auto ada = t.begin().holder;
  const auto refused = [&](const Result<void>& done) { return done ? std::string() : done.error().place; };
  EXPECT_EQ(refused(change_settings(t.house, ada, {"W", "UTC", 15, 7, "", 7, {std::string(kLongestCheck + 1, 'a')}})), "checklist");
  std::vector<std::string> many;
  for (std::size_t at = 0; at <= kMostChecks; ++at) many.push_back("line " + std::to_string(at));
  EXPECT_EQ(refused(change_settings(t.house, ada, {"W", "UTC", 15, 7, "", 7, many})), "checklist");
  EXPECT_EQ(refused(change_settings(t.house, ada, {"W", "UTC", 15, 7, "", 7, {"a\u202eb"}})), "checklist");
  EXPECT_EQ(refused(change_settings(t.house, ada, {"W", "UTC", 15, 7, "", 7, {}, 400})), "supervision_days");
  SettingsChanged named{"W", "UTC", 15, 7, ""};
  named.role_names = {{care::Role::practitioner, "a <b>"}};
  EXPECT_EQ(refused(change_settings(t.house, ada, named)), "name_practitioner");
  named.role_names = {{care::Role::practitioner, "mentor"}};
  EXPECT_EQ(refused(change_settings(t.house, ada, named)), "name_practitioner");
  named.role_names = {}, named.client_idle_minutes = 241;
  EXPECT_EQ(refused(change_settings(t.house, ada, named)), "client_idle_minutes");
  named = {"W", "UTC", 15, 7, ""};
  named.role_names = {{care::Role::practitioner, " touch therapist "}, {care::Role::mentor, " "}, {care::Role::therapist, "therapist"}};
  ASSERT_TRUE(change_settings(t.house, ada, named));
  EXPECT_EQ(read_roster(t.house, ada)->role_names, (care::RoleNames{{care::Role::practitioner, "touch therapist"}}));
  const Day today = base::local_day(t.clock.now(), read_roster(t.house, ada)->zone);
  EXPECT_EQ(refused(note_supervision(t.house, ada, today + 1)), "day");
  EXPECT_FALSE(read_roster(t.house, ada)->person(ada.person)->supervised);
  ASSERT_TRUE(change_settings(t.house, ada, {"W", "UTC", 15, 7, "", 7, {" One ", "", "Two", "One"}}));
  EXPECT_EQ(read_roster(t.house, ada)->checklist, (std::vector<std::string>{"One", "Two"}));
  ASSERT_TRUE(note_supervision(t.house, ada, today));
  EXPECT_EQ(read_roster(t.house, ada)->person(ada.person)->supervised, today);
  EXPECT_TRUE(read_roster(t.house, ada)->voided.empty());
}

}  // namespace
}  // namespace trefoil::practice
