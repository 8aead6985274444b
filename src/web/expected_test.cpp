#include "web/expected.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace trefoil::web {
namespace {

using growth::Standing;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const measure::Scale kScale{.name = "Loneliness",
                            .short_name = "L",
                            .minimum = 0,
                            .maximum = 40,
                            .reliability = {},
                            .spread = {},
                            .source = {}};

// Files that begin about 24 and fall half a point a week, each with a start and a pace of its own.
practice::FinishedScores files(std::size_t count, int occasions = 6) {
  practice::FinishedScores out;
  std::mt19937 engine(7);
  const auto about = [&] {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(engine()) / 4294967295.0;
    return sum;
  };
  for (std::size_t file = 0; file < count; ++file) {
    const double start = 24 + 3 * about(), pace = -0.5 + 0.15 * about();
    for (int i = 0; i < occasions; ++i) {
      out.time.push_back(4 * i);
      out.outcome.push_back(start + pace * 4 * i + 1.5 * about());
      out.subject.push_back(static_cast<std::uint32_t>(file));
    }
  }
  out.files = count;
  return out;
}
using Own = std::vector<practice::WeeksAndScore>;

TEST(ExpectedBeside, ShowsNoneOfTooFewFiles) {
  const Own own{{0, 24}, {4, 22}};
  const auto none = expected_beside({}, kScale, own);
  EXPECT_EQ(none.words,
            "No finished file that you may read has this measure. An expected course is shown from 30 on: with fewer "
            "it would be guessed.");
  EXPECT_THAT(expected_beside(files(1), kScale, own).words, HasSubstr("One finished file that you may read has"));
  const auto few = expected_beside(files(29), kScale, own);
  EXPECT_THAT(few.words, HasSubstr("29 finished files that you may read have this measure"));
  EXPECT_EQ(few.standing, Standing::too_little);
  EXPECT_THAT(few.fan, IsEmpty());
  EXPECT_THAT(few.behind, IsEmpty()) << "numbers of few files would be those of people";
}

TEST(ExpectedBeside, ShowsNoneOfTooFewScoresEach) {
  const auto few = expected_beside(files(40, 2), kScale, Own{{0, 24}, {4, 22}});
  EXPECT_EQ(few.standing, Standing::too_little);
  EXPECT_THAT(few.fan, IsEmpty());
  EXPECT_THAT(few.behind, IsEmpty());
}

TEST(ExpectedBeside, TellsHowTheLatestScoreStands) {
  const auto finished = files(60);
  const auto well = expected_beside(finished, kScale, Own{{0, 24}, {4, 22}, {8, 20}});
  EXPECT_EQ(well.standing, Standing::on_course);
  EXPECT_THAT(well.words, ::testing::StartsWith("On course. "));
  const auto badly = expected_beside(finished, kScale, Own{{0, 24}, {4, 22}, {8, 29}});
  EXPECT_EQ(badly.standing, Standing::worse_than_expected);
  EXPECT_THAT(badly.words, ::testing::StartsWith("Worse than expected. "));
  EXPECT_THAT(badly.words, HasSubstr("The latest score is 29"));
  const auto slowly = expected_beside(finished, kScale, Own{{0, 24}, {4, 24}, {8, 23.5}, {12, 23}, {16, 22.8}});
  EXPECT_EQ(slowly.standing, Standing::slower_than_most);
}

TEST(ExpectedBeside, GoesNoFurtherThanTheFinishedFilesDid) {
  const auto near = expected_beside(files(60), kScale, Own{{0, 24}, {14, 18}});
  ASSERT_EQ(near.fan.size(), 6u) << "up to week 20";
  EXPECT_EQ(near.fan.back().time, 20);
  const auto early = expected_beside(files(60), kScale, Own{{0, 24}});
  EXPECT_EQ(early.fan.size(), 13u) << "a quarter of a year";
  EXPECT_GT(early.fan.front().expected, early.fan.back().expected);
  EXPECT_LT(early.fan.front().ninety_five.low, early.fan.front().half.low);
}

TEST(ExpectedBeside, SaysTheNumbersBehind) {
  auto finished = files(60);
  finished.imported = 12;
  const auto told = expected_beside(finished, kScale, Own{{0, 24}, {4, 22}});
  EXPECT_THAT(told.behind, Contains("From 360 scores of 60 finished files that you may read, 12 of them imported as "
                                    "records of earlier work; this file is not among them."));
  EXPECT_THAT(told.behind, Contains(HasSubstr("after 20 weeks; the line is straight.")));
  EXPECT_THAT(told.behind,
              Contains(HasSubstr("with a start and a pace of their own, fitted by restricted maximum likelihood.")));
}

TEST(ExpectedBeside, TakesALineThatFlattensOutWhereThatFitsBetter) {
  auto finished = files(60);
  for (std::size_t i = 0; i < finished.outcome.size(); ++i)
    finished.outcome[i] += 0.5 * finished.time[i] - 4 * std::log1p(finished.time[i]);
  const auto told = expected_beside(finished, kScale, Own{{0, 24}, {4, 18}});
  EXPECT_THAT(told.behind, Contains(HasSubstr("flattens out")));
}

TEST(ExpectedBeside, GoesOnWithTheFilesOfAWholeCareer) {
  const auto told = expected_beside(files(400, 9), kScale, Own{{0, 24}, {4, 22}});
  EXPECT_EQ(told.standing, Standing::on_course);
  EXPECT_FALSE(told.fan.empty());
}

TEST(ExpectedBeside, SaysThatMixedOccasionsGiveNoCourse) {
  EXPECT_THAT(expected_beside(files(60), kScale, {}).words, HasSubstr("some only weeks"));
}

}  // namespace
}  // namespace trefoil::web
