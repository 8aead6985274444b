#include "measure/diary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trefoil::measure {
namespace {

using ::testing::HasSubstr;

Day day(const char* text) { return *base::parse_day(text); }
DiaryWeek week(const char* on, std::array<DiaryCount, kContacts> kinds) { return {day(on), kinds}; }
const DiaryWeek kFirst = week("2026-03-02", {{{7, 5}, {5, 2}, {6, 0}, {6, 0}, {1, 1}}});   // 2 + 3 + 6 + 6
const DiaryWeek kLast = week("2026-11-23", {{{7, 7}, {3, 5}, {5, 3}, {4, 1}, {{}, {}}}});  // 0 + 0 + 2 + 3

TEST(Diary, CountsWhatWasWishedForAndNotThere) {
  EXPECT_EQ(days_missed(kFirst), 17);
  EXPECT_EQ(days_missed(kLast), 5) << "more hands than wished for make up for nothing else";
  EXPECT_EQ(days_missed(week("2026-03-02", {{{3, {}}, {{}, 2}, {}, {}, {}}})), std::nullopt);
}

TEST(Diary, SpeaksOfTheLastWeekAndTheFirst) {
  const std::array weeks{kLast, kFirst};
  EXPECT_EQ(
      diary_sentence(weeks),
      "In the week up to 23 November 2026, most was missed of this: being held, or resting close, wished for on 4 "
      "days, there on 1. Over all kinds, what was wished for and not there came to 5 days that week; in the first "
      "week noted, up to 2 March 2026, to 17 days.");
  const std::array one{kFirst};
  EXPECT_EQ(diary_sentence(one),
            "In the week up to 2 March 2026, most was missed of this: an embrace, wished for on 6 days, there on 0.");
}

TEST(Diary, SaysWhereNothingWasMissedAndWhereNothingIsNoted) {
  const std::array full{week("2026-03-02", {{{1, 1}, {0, 0}, {2, 4}, {0, 0}, {0, 0}}})};
  EXPECT_THAT(diary_sentence(full), HasSubstr("as much contact as was wished for"));
  EXPECT_THAT(diary_sentence({}), HasSubstr("no week yet"));
  const std::array half{week("2026-03-02", {{{3, {}}, {}, {}, {}, {}}})};
  EXPECT_THAT(diary_sentence(half), HasSubstr("no week yet"));
}

TEST(Diary, TellsEveryWeekInItsTable) {
  const std::array weeks{kLast, kFirst};
  const auto rows = diary_table(weeks);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].when, "2 March 2026");
  EXPECT_EQ(rows[0].cells[2], "wished 6, there 0");
  EXPECT_EQ(rows[1].cells[4], "not answered");
  EXPECT_EQ(diary_table(std::array{week("2026-03-02", {{{3, {}}, {}, {}, {}, {}}})})[0].cells[0], "wished 3, there ?");
}

TEST(Diary, ReadsTheAnswersOfItsItems) {
  const auto read = diary_week(
      day("2026-03-02"),
      {{"near-wished", 7}, {"near-actual", 5}, {"rest-wished", 8}, {"hand-actual", 1.5}, {"embrace-wished", 0}});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->kinds[0], (DiaryCount{7, 5}));
  EXPECT_EQ(read->kinds[1], DiaryCount{}) << "half a day is none";
  EXPECT_EQ(read->kinds[2], (DiaryCount{0, {}}));
  EXPECT_EQ(read->kinds[3], DiaryCount{}) << "a week has seven days";
  EXPECT_FALSE(diary_week(day("2026-03-02"), {{"mood", 3}}));
}

TEST(Diary, KeepsTheLastOfOneDay) {
  const std::array weeks{kFirst, week("2026-03-02", {{{1, 1}, {}, {}, {}, {}}})};
  const auto kept = in_order(weeks);
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].kinds[0], (DiaryCount{1, 1}));
}

}  // namespace
}  // namespace trefoil::measure
