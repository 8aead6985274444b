#include "practice/finished.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "practice/test_house.h"

namespace trefoil::practice {
namespace {

using ::testing::ElementsAre;
using testing::TestHouse;

measure::Scale scale(const std::string& name = "Loneliness") {
  return {.name = name, .short_name = name, .minimum = 0, .maximum = 40, .reliability = {}, .spread = {}, .source = {}};
}
care::Scored on(const char* day, double value, const measure::Scale& of = scale()) {
  return {of, {{base::parse_day(day), {}}, value}, "imported"};
}

class Finished : public ::testing::Test {
 protected:
  TestHouse t;
  Keyholder ada = t.begin().holder;
  Keyholder okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  LogId open = t.new_file(ada, "OPEN01");

  LogId imported(Keyholder& by, const std::string& code, std::vector<care::Scored> scores) {
    const auto made = act_new(t.house, by,
                              {.code = code,
                               .imported = true,
                               .as = &by == &ada ? care::Role::practitioner : care::Role::therapist,
                               .clients = {}});
    EXPECT_TRUE(made);
    t.must(act(t.house, by, made->file, care::AddScores{std::move(scores)}));
    return made->file;
  }
  FinishedScores of(Keyholder& who, LogId but_for = {}) {
    return finished_scores(t.house, who, scale(), but_for).value();
  }
};

TEST_F(Finished, ScoresAreCountedInWeeksOfTheirOwnFile) {
  t.must(act(t.house, ada, open, care::AddScores{{on("2026-03-02", 30)}}));
  imported(ada, "OLD-1", {on("2020-01-20", 20), on("2020-01-06", 24)});
  imported(ada, "OLD-2", {on("2021-05-03", 9)});
  const auto found = of(ada);
  EXPECT_EQ(found.files, 2u) << "not the one that goes on";
  EXPECT_EQ(found.imported, 2u);
  std::multiset<std::pair<double, double>> rows;
  for (std::size_t i = 0; i < found.outcome.size(); ++i) rows.emplace(found.time[i], found.outcome[i]);
  EXPECT_THAT(rows, ElementsAre(std::pair(0.0, 9.0), std::pair(0.0, 24.0), std::pair(2.0, 20.0)));
  EXPECT_EQ(std::set(found.subject.begin(), found.subject.end()), (std::set<std::uint32_t>{0, 1}));
}

TEST_F(Finished, FilesOfOthersAreNotAmongThem) {
  imported(ada, "OLD-1", {on("2020-01-06", 24)});
  EXPECT_EQ(of(okafor).files, 0u);
  imported(okafor, "OLD-2", {on("2020-01-06", 12)});
  EXPECT_EQ(of(okafor).files, 1u);
  EXPECT_THAT(of(okafor).outcome, ElementsAre(12));
  EXPECT_THAT(of(ada).outcome, ElementsAre(24)) << "and nothing is kept from one reader to another";
}

TEST_F(Finished, TheFileItselfIsLeftOutAndWhatIsKeptChangesNothing) {
  const auto first = imported(ada, "OLD-1", {on("2020-01-06", 24)});
  imported(ada, "OLD-2", {on("2020-01-06", 12)});
  EXPECT_EQ(of(ada).files, 2u);
  EXPECT_THAT(of(ada, first).outcome, ElementsAre(12)) << "from outlines that are kept now";
  imported(ada, "OLD-3", {on("2020-01-06", 7)});
  EXPECT_EQ(of(ada).files, 3u);
}

TEST_F(Finished, OtherMeasuresAndOtherScalesOfOneNameAreNotMixedIn) {
  imported(ada, "OLD-1", {on("2020-01-06", 24, scale("Mood"))});
  auto longer = scale();
  longer.maximum = 80;
  imported(ada, "OLD-2", {on("2020-01-06", 24, longer)});
  EXPECT_EQ(of(ada).files, 0u);
}

TEST(ByWeek, TakesTheLastOfADayAndNothingWhereDatesAndWeeksAreMixed) {
  measure::Series series{scale(), {}};
  const auto add = [&](const char* day, double value) { series.scores.push_back({{base::parse_day(day), {}}, value}); };
  add("2026-03-16", 3), add("2026-03-02", 1), add("2026-03-02", 2);
  const auto weeks = by_week(series);
  ASSERT_EQ(weeks.size(), 2u);
  EXPECT_EQ(weeks[0].value, 2);
  EXPECT_EQ(weeks[1].week, 2);
  series.scores.push_back({{{}, 4.0}, 5});
  EXPECT_TRUE(by_week(series).empty());
  EXPECT_TRUE(by_week({}).empty());
  const measure::Series weekly{scale(), {{{{}, -1.0}, 5}, {{{}, 3.0}, 6}}};
  EXPECT_EQ(by_week(weekly).back().week, 4);
}

}  // namespace
}  // namespace trefoil::practice
