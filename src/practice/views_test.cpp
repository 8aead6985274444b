#include "practice/views.h"

#include <algorithm>

#include "practice/concerns.h"
#include "practice/outside.h"
#include "practice/test_house.h"

namespace trefoil::practice {
namespace {

using testing::TestHouse;
using namespace std::chrono_literals;

measure::Scale scale() {
  return {.name = "Closeness scale",
          .short_name = "CS",
          .direction = measure::Direction::lower_is_better,
          .reliability = 0.9,
          .spread = 5,
          .source = "invented"};
}

struct ViewsTest : ::testing::Test {
  TestHouse t;
  Keyholder ada = t.begin().holder;
  Keyholder okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  Caseload all(Keyholder& who) { return std::move(*open_all(t.house, who)); }
  std::vector<CaseRow> rows(Keyholder& who) {
    const auto roster = *read_roster(t.house, who);
    return caseload(t.house, who, roster, t.clock.now())->rows;
  }
  void pass(std::chrono::days days) { t.clock.set(t.clock.now() + days); }
  void score(LogId file, double value, int week) {
    t.must(act(t.house, ada, file, care::AddScores{{{scale(), {{{}, week}, value}, "test"}}}));
  }
};

TEST_F(ViewsTest, WhatNeedsAttentionStandsFirstAndSaysWhy) {
  const auto quiet = t.new_file(ada, "QUIET1");
  pass(std::chrono::days(61));
  const auto fresh = t.new_file(ada, "FRESH1");
  const auto worse = t.new_file(ada, "WORSE1");
  score(worse, 10, 0);
  score(worse, 30, 4);
  const auto asked = t.new_file(ada, "ASKED1");
  t.must(ask_erasure(t.house, ada, asked, ""));
  const auto list = rows(ada);
  ASSERT_EQ(list.size(), 4u);
  EXPECT_EQ(list[0].file, asked);
  EXPECT_NE(list[0].attention.at(0).find("Erasure was asked for on"), std::string::npos);
  EXPECT_EQ(list[1].file, worse);
  EXPECT_NE(list[1].attention.at(0).find("more than chance"), std::string::npos);
  EXPECT_FALSE(list[1].measure.empty());
  EXPECT_EQ(list[2].file, quiet);
  EXPECT_NE(list[2].attention.at(0).find("Nothing was written since"), std::string::npos);
  EXPECT_EQ(list[3].file, fresh);
  EXPECT_TRUE(list[3].attention.empty());
}

TEST_F(ViewsTest, AnOlderScoreThatComesLaterIsTheFirst) {
  const auto file = t.new_file(ada);
  score(file, 10, 4);
  score(file, 30, 0);
  const auto row = rows(ada).at(0);
  EXPECT_FALSE(row.worse) << "30 became 10, and lower is better";
  EXPECT_TRUE(row.attention.empty());
  EXPECT_NE(row.measure.find("down 20"), std::string::npos) << row.measure;
}

TEST_F(ViewsTest, LatelyIsWhatWasMeasuredInTheLastNinetyDays) {
  const auto file = t.new_file(ada);
  score(file, 30, 0);
  score(file, 10, 4);
  EXPECT_TRUE(rows(ada).at(0).changed.empty()) << "nobody knows when that was";
  const Day today = base::local_day(t.house.clock->now(), "UTC");
  const auto on = [&](double value, int before) {
    care::Scored scored{{.name = "Dated", .short_name = {}, .minimum = 0, .maximum = 63, .reliability = .9, .spread = 9, .source = "x"},
                        {{Day{today.number - before}, {}}, value}, "by hand"};
    t.must(act(t.house, ada, file, care::AddScores{{scored}}));
  };
  on(40, 400);
  on(10, 80);
  EXPECT_NE(rows(ada).at(0).changed.find("down 30"), std::string::npos);
  pass(std::chrono::days(20));
  EXPECT_TRUE(rows(ada).at(0).changed.empty());
  EXPECT_FALSE(rows(ada).at(0).measure.empty());
}

TEST_F(ViewsTest, AnErasureIsToldWithWhoAskedForIt) {
  const auto file = t.new_file(ada);
  EXPECT_FALSE(rows(ada).at(0).erasure);
  t.must(ask_erasure(t.house, ada, file, ""));
  const auto row = rows(ada).at(0);
  ASSERT_TRUE(row.erasure);
  EXPECT_EQ(row.erasure->by, ada.person);
  EXPECT_EQ(row.erasure->name, "Ada Lind");
}

TEST_F(ViewsTest, ReadingAFileIsNotWritingIntoIt) {
  const auto quiet = t.new_file(ada, "QUIET1");
  pass(std::chrono::days(61));
  ASSERT_TRUE(record_reading(t.house, ada, *open_file(t.house, ada, quiet)));
  EXPECT_EQ(rows(ada).at(0).attention.size(), 1u);
}

// Else each look at the list would read it anew, for nothing.
TEST_F(ViewsTest, AFileThatWasLeftIsNotToldWhomAConcernGoesTo) {
  const auto file = t.new_file(ada);
  t.must(act(t.house, ada, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
  t.must(act(t.house, ada, file, care::RemovePerson{okafor.person, "moved away"}));
  auto lea = t.invited(ada, "Lea Brandt", {care::Role::lead});
  EXPECT_TRUE(rows(ada).at(0).untold);
  ASSERT_EQ(rows(okafor).size(), 1u) << "what was read stays readable";
  EXPECT_FALSE(rows(okafor).at(0).untold);
  tell_safeguarding(t.house, ada, {file});
  EXPECT_FALSE(rows(ada).at(0).untold);
}

TEST_F(ViewsTest, FindsFoldedWithTheWordsAround) {
  const auto file = t.new_file(ada);
  t.must(act(t.house, ada, file,
             care::Write{{care::RoomKind::clinical, {}},
                         "Before it began there was a long quiet.\nThen ÉLODIE   spoke of the garden, and of what "
                         "grows there in a year when nobody looks after it at all."}));
  const auto hits = find(all(ada), "élodie spoke", ada.person);
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(hits[0].match, "ÉLODIE   spoke");
  EXPECT_TRUE(hits[0].before.ends_with("Then "));
  EXPECT_TRUE(hits[0].after.starts_with(" of the garden"));
  EXPECT_FALSE(hits[0].readers.empty());
  EXPECT_FALSE(hits[0].entry.is_zero());
}

TEST_F(ViewsTest, FindsNamesCodesMeasuresAndCorrections) {
  const auto file = t.new_file(ada);
  score(file, 10, 0);
  const auto acted = act(t.house, ada, file, care::Write{{}, "first words"});
  t.must(acted);
  t.must(act(t.house, ada, file, care::Correct{acted->events.back().id, "better words"}));
  const auto opened = all(ada);
  EXPECT_EQ(find(opened, "jonah m", ada.person).size(), 1u);
  EXPECT_EQ(find(opened, "k7q4rd", ada.person).size(), 1u);
  EXPECT_EQ(find(opened, "closeness", ada.person).size(), 1u);
  const auto corrected = find(opened, "better", ada.person);
  ASSERT_EQ(corrected.size(), 1u);
  EXPECT_EQ(corrected[0].entry, acted->events.back().id) << "a correction is shown under its entry";
  EXPECT_TRUE(find(opened, "   ", ada.person).empty());
  EXPECT_TRUE(find(opened, "nowhere at all", ada.person).empty());
}

TEST_F(ViewsTest, NobodyFindsWhatTheyMayNotRead) {
  const auto file = t.new_file(ada);
  t.must(act(t.house, ada, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
  t.must(act(t.house, ada, file, care::Write{{care::RoomKind::process, ada.person}, "kingfisher"}));
  EXPECT_EQ(find(all(ada), "kingfisher", ada.person).size(), 1u);
  EXPECT_TRUE(find(all(okafor), "kingfisher", okafor.person).empty());
}

TEST_F(ViewsTest, WhatWasMovedIsFoundWhereItIs) {
  const auto file = t.new_file(ada);
  const auto acted = act(t.house, ada, file, care::Write{{}, "misfiled heron"});
  t.must(acted);
  t.must(act(t.house, ada, file, care::Move{acted->events.back().id, {care::RoomKind::clinical, {}}}));
  EXPECT_EQ(find(all(ada), "heron", ada.person).size(), 1u);
}

TEST_F(ViewsTest, AtMostAHundredNewestFirst) {
  const auto file = t.new_file(ada);
  for (int i = 0; i < 104; ++i) {
    t.clock.set(t.clock.now() + 1min);
    t.must(act(t.house, ada, file, care::Write{{}, "swallow " + std::to_string(i)}));
  }
  const auto hits = find(all(ada), "swallow", ada.person);
  ASSERT_EQ(hits.size(), 100u);
  EXPECT_EQ(hits[0].after, " 103");
  EXPECT_TRUE(std::ranges::is_sorted(hits, [](const Hit& a, const Hit& b) { return a.at > b.at; }));
}

}  // namespace
}  // namespace trefoil::practice
