#include "codec/growth_csv.h"

#include <gtest/gtest.h>

#include "base/bytes.h"

namespace trefoil::codec {
namespace {

const GrowthColumns kGrowthColumns{"score", "week", "who", {}};

Result<GrowthTable> growth_of(std::string_view csv, const GrowthColumns& columns = kGrowthColumns) {
  return read_growth({reinterpret_cast<const std::uint8_t*>(csv.data()), csv.size()}, columns);
}
std::string growth_fault(std::string_view csv, const GrowthColumns& columns = kGrowthColumns) {
  const auto table = growth_of(csv, columns);
  EXPECT_FALSE(table);
  if (table) return {};
  EXPECT_EQ(table.error().fault, Fault::bad_input);
  EXPECT_FALSE(table.error().what.empty());
  return table.error().place;
}

TEST(GrowthCsv, ReadsTheColumnsThatAreAskedForAndNumbersSubjects) {
  const auto table =
      growth_of("who;note;week;score\r\n\"ada, l\";x;0;12.5\r\nben;\"a;b\";1;9\r\n\"ada, l\";y;2;11\r\n");
  ASSERT_TRUE(table) << table.error().what;
  EXPECT_EQ(table->outcome, (std::vector<double>{12.5, 9, 11}));
  EXPECT_EQ(table->time, (std::vector<double>{0, 1, 2}));
  EXPECT_EQ(table->subject, (std::vector<std::uint32_t>{0, 1, 0}));
  EXPECT_EQ(table->subjects, (std::vector<std::string>{"ada, l", "ben"}));
}

TEST(GrowthCsv, LeavesOutWhatIsMissingAndCountsIt) {
  const GrowthColumns columns{"score", "week", "who", {"age"}};
  const auto table =
      growth_of("who,week,score,age\na,0,1,30\na,1,NA,30\na,2,,30\nb,NA,3,40\nb,1,4,\nb,2,5,40\n", columns);
  ASSERT_TRUE(table) << table.error().what;
  EXPECT_EQ(table->outcome, (std::vector<double>{1, 5}));
  EXPECT_EQ(table->covariates, (std::vector<std::vector<double>>{{30, 40}}));
  EXPECT_EQ(table->without_outcome, 2u);
  EXPECT_EQ(table->without_other, 2u);
}

TEST(GrowthCsv, TellsLineAndColumn) {
  EXPECT_EQ(growth_fault("who,week,score\na,0,1\na,1,twelve\n"), "line 3, column score");
  EXPECT_EQ(growth_fault("who,week,score\na,inf,1\n"), "line 2, column week");
  EXPECT_EQ(growth_fault("who,week,score\n,0,1\n"), "line 2, column who");
  EXPECT_EQ(growth_fault("who,week,score\na,0\n"), "line 2");
  EXPECT_EQ(growth_fault("who,week,scores\na,0,1\n"), "line 1");
  EXPECT_EQ(growth_fault("who,week,score,score\na,0,1,2\n"), "line 1");
  EXPECT_EQ(growth_fault("who,week,score\na,0,1\n", {"score", "score", "who", {}}), "line 1");
  EXPECT_NE(growth_of("who,week,scores\na,0,1\n").error().what.find("did you mean \"scores\"?"), std::string::npos);
}

TEST(GrowthCsv, AnEmptyFileHasNoColumns) { EXPECT_FALSE(growth_of("")); }

}  // namespace
}  // namespace trefoil::codec
