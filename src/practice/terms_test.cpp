// A practice that is stricter than the profession asks: its settings, the files that begin, and those that exist.
#include "course/programme.h"
#include "practice/concerns.h"
#include "practice/test_house.h"
#include "practice/views.h"

namespace trefoil::practice {
namespace {

using testing::TestHouse;

struct Stricter : ::testing::Test {
  TestHouse t;
  Keyholder ada = t.begin().holder;
  Keyholder okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  const course::Terms floor{14, 5, 12, false, {"groundwork"}};

  Result<void> set(course::Terms terms) {
    SettingsChanged settings{"Willow Row", "Europe/London", 15, 7, ""};
    settings.terms = std::move(terms);
    return change_settings(t.house, ada, settings);
  }
  std::string wrong(course::Terms terms) {
    const auto done = set(std::move(terms));
    return done ? "" : done.error().place;
  }
  course::Terms terms(Keyholder& who, LogId file) { return open_file(t.house, who, file)->file.course.terms; }
};

TEST_F(Stricter, IsKeptAndNeverLooserThanTheProfession) {
  EXPECT_EQ(wrong({22, 3, 24, false}), "met_days");
  EXPECT_EQ(wrong({0, 3, 24, false}), "met_days");
  EXPECT_EQ(wrong({21, 2, 24, false}), "groundwork");
  EXPECT_EQ(wrong({21, 31, 24, false}), "groundwork");
  EXPECT_EQ(wrong({21, 3, 25, false}), "report_hours");
  EXPECT_EQ(wrong({21, 3, 24, false, {"no-hold"}}), "unwaived");
  EXPECT_EQ(read_roster(t.house, ada)->terms, course::Terms{});
  ASSERT_TRUE(set(floor));
  EXPECT_EQ(read_roster(t.house, okafor)->terms, floor);
  // A record that says otherwise counts for nothing.
  auto roster = *read_roster(t.house, ada);
  SettingsChanged loose{"W", "UTC", 15, 7, ""};
  loose.terms = {60, 0, 24, false};
  evolve(roster, {Instant{9}, loose}, ada.key());
  EXPECT_EQ(roster.terms, floor);
  loose.terms = {14, 5, 12, true};
  evolve(roster, {Instant{9}, loose}, ada.key());
  EXPECT_EQ(roster.terms, floor);
  EXPECT_EQ(roster.voided.size(), 2U);
}

TEST_F(Stricter, BindsFilesThatBeginAndThoseThatExistWithTheNextVisit) {
  const auto before = t.new_file(ada, "BEFORE");
  t.must(act(t.house, ada, before, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
  const auto foreign = t.new_file(okafor, "FOREGN", false, care::Role::therapist);
  ASSERT_TRUE(set(floor));
  EXPECT_EQ(terms(ada, t.new_file(ada, "BEGINS")), floor);
  EXPECT_EQ(terms(ada, before), floor) << "whoever changes the settings tells the files that they hold";
  EXPECT_EQ(terms(okafor, foreign), course::Terms{});
  ASSERT_TRUE(record_reading(t.house, okafor, *open_file(t.house, okafor, foreign)));
  EXPECT_EQ(terms(okafor, foreign), floor);
  const auto loosened = act(t.house, okafor, foreign, care::Record{{course::TermsSet{}}});
  ASSERT_FALSE(loosened);
  EXPECT_EQ(std::get<care::Refusal>(loosened.error()).reasons.front().rule, "terms-tighter");
  // What was made less strict again is each file's own to take over.
  ASSERT_TRUE(set({}));
  EXPECT_EQ(terms(ada, before), floor);
  t.must(act(t.house, okafor, before, care::Record{{course::TermsSet{}}}));
  EXPECT_EQ(terms(ada, before), course::Terms{});
}

TEST_F(Stricter, SettingsOfBeforeThereWereTermsHaveTheProfessions) {
  const auto old = decode_roster_event(base::view(std::string(
      R"({"type":"settings-changed","v":4,"at":1,"name":"W","zone":"UTC","idle_minutes":15,"backup_days":7,"lead_body":"b","concern_days":9,)"
      R"("checklist":["a"],"supervision_days":30,"role_names":{},"client_idle_minutes":15})")));
  ASSERT_TRUE(old);
  EXPECT_EQ(std::get<SettingsChanged>(old->body).terms, course::Terms{});
  SettingsChanged settings{"W", "UTC", 15, 7, ""};
  settings.terms = floor;
  const auto again = decode_roster_event(base::view(encode({Instant{2}, settings})));
  ASSERT_TRUE(again);
  EXPECT_EQ(std::get<SettingsChanged>(again->body).terms, floor);
}

TEST_F(Stricter, BindsTheVeryActThatTellsThem) {
  const auto id = t.new_file(okafor, "FOREGN", false, care::Role::therapist);
  const course::SessionId session{{1}};
  t.must(act(t.house, okafor, id, care::Record{{course::SessionPlanned{session, course::SessionKind::triadic, t.clock.now(), 50, 0, {}, false}}}));
  ASSERT_TRUE(set(floor));  // ada holds no key of it
  const auto waived = act(t.house, okafor, id, care::Record{{course::Waived{session, "groundwork", "for once"}}});
  ASSERT_FALSE(waived) << "the practice waives this for no session";
  EXPECT_EQ(std::get<care::Refusal>(waived.error()).reasons.front().rule, "waiver-limits");
}

TEST_F(Stricter, IsToldWhenTheClockWasSetBackAndByTwo) {
  const auto before = t.new_file(ada, "BEFORE");
  t.must(act(t.house, ada, before, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
  auto boss = t.invited(ada, "Boss", {care::Role::owner});
  t.clock.set(Instant{t.clock.now().ms - 90LL * 86'400'000});
  SettingsChanged settings{"Willow Row", "Europe/London", 15, 7, ""};
  settings.terms = floor;
  ASSERT_TRUE(change_settings(t.house, boss, settings));
  ASSERT_TRUE(record_reading(t.house, okafor, *open_file(t.house, okafor, before)));
  ASSERT_TRUE(record_reading(t.house, ada, *open_file(t.house, ada, before)));
  EXPECT_EQ(terms(ada, before), floor);
  EXPECT_TRUE(open_file(t.house, ada, before)->file.voided.empty());
}

TEST_F(Stricter, AConcernLeavesNothingInTheFile) {
  const auto id = t.new_file(ada, "BEFORE");
  t.must(act(t.house, ada, id, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
  auto boss = t.invited(ada, "Boss", {care::Role::owner, care::Role::lead});
  ASSERT_TRUE(record_reading(t.house, okafor, *open_file(t.house, okafor, id)));  // her sign-in's first look
  SettingsChanged settings{"Willow Row", "Europe/London", 15, 7, ""};
  settings.terms = floor;
  ASSERT_TRUE(change_settings(t.house, boss, settings));
  const auto before = open_file(t.house, ada, id)->file.items.size();
  ASSERT_TRUE(raise_concern(t.house, okafor, id, "about her", false));
  EXPECT_EQ(open_file(t.house, ada, id)->file.items.size(), before) << "the practitioner's timeline shows an entry of that minute";
}

TEST_F(Stricter, WhoVisitsAFileThatLacksThemTellsIt) {
  const auto id = t.new_file(okafor, "FOREGN", false, care::Role::therapist);
  ASSERT_TRUE(set(floor));
  const auto rows = caseload(t.house, okafor, *read_roster(t.house, okafor), t.clock.now())->rows;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_TRUE(rows[0].untold);
  tell_safeguarding(t.house, okafor, {id});
  EXPECT_EQ(terms(okafor, id), floor);
}

}  // namespace
}  // namespace trefoil::practice
