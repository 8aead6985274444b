// Scores come in all or not at all, and twice the same is once.
#include "practice/outside.h"
#include "practice/test_house.h"

namespace trefoil::practice {
namespace {

using testing::TestHouse;

constexpr std::string_view kMapping = R"({"code": {"column": "id"}, "measures": [{"name": "Mood", "short": "MD",
  "direction": "lower", "min": 0, "max": 63, "occasions": [{"column": "a", "week": 0}, {"column": "b", "week": 4}]}],
  "missing": ["NA"], "note_columns": ["arm"]})";

struct ImportTest : ::testing::Test {
  TestHouse t;
  Keyholder ada = t.begin().holder;
  Result<Imported> import(std::string_view csv, std::string_view mapping = kMapping) {
    return import_scores(t.house, ada, base::view(csv), base::view(mapping), "imported from a test");
  }
  std::uint64_t commits() { return (*t.store->last_checkpoint())->number; }
  std::vector<OpenedFile> files() { return std::move(open_all(t.house, ada)->files); }
};

TEST_F(ImportTest, MakesAFileForEachCodeInOneCommit) {
  const auto before = commits();
  const auto done = import("id,a,b,arm\nP1,20,12,x\nP2,30,NA,y\n");
  ASSERT_TRUE(done) << base::describe(done.error());
  EXPECT_TRUE(done->problems.empty());
  EXPECT_EQ(done->files_made, 2u);
  EXPECT_EQ(done->scores, 3u);
  EXPECT_EQ(done->missing, 1u);
  EXPECT_EQ(commits(), before + 1) << "all or nothing means one commit";
  const auto all = files();
  ASSERT_EQ(all.size(), 2u);
  for (const auto& one : all) {
    EXPECT_TRUE(one.file.imported);
    EXPECT_TRUE(one.damage.empty());
    EXPECT_TRUE(one.file.voided.empty());
    EXPECT_EQ(testing::notes(one).size(), 1u);
    EXPECT_EQ(one.file.series.at("Mood").scores.size(), one.file.code == "P1" ? 2u : 1u);
  }
}

TEST_F(ImportTest, TheSameAgainWritesNothing) {
  ASSERT_TRUE(import("id,a,b,arm\nP1,20,12,x\n"));
  const auto before = commits();
  const auto again = import("id,a,b,arm\nP1,20,12,x\n");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->already_there, 2u);
  EXPECT_EQ(again->scores, 0u);
  EXPECT_EQ(again->files_matched, 1u);
  EXPECT_EQ(commits(), before);
}

TEST_F(ImportTest, ALaterScoreGoesIntoTheFileThatIsThere) {
  ASSERT_TRUE(import("id,a,b,arm\nP1,20,NA,x\n"));
  const auto later = import("id,a,b,arm\nP1,20,11,x\nP2,9,8,x\n");
  ASSERT_TRUE(later);
  EXPECT_EQ(later->files_made, 1u);
  EXPECT_EQ(later->files_matched, 1u);
  EXPECT_EQ(later->already_there, 1u);
  const auto found = find_by_code(t.house, ada, "P1");
  ASSERT_TRUE(found);
  EXPECT_EQ(open_file(t.house, ada, *found)->file.series.at("Mood").scores.size(), 2u);
}

TEST_F(ImportTest, AnotherValueForTheSameOccasionStopsItAllAndNamesTheCell) {
  ASSERT_TRUE(import("id,a,b,arm\nP1,20,12,x\n"));
  const auto before = commits();
  const auto wrong = import("id,a,b,arm\nP0,1,2,x\nP1,20,13,x\n");
  ASSERT_TRUE(wrong);
  ASSERT_EQ(wrong->problems.size(), 1u);
  EXPECT_EQ(wrong->problems[0].line, 3u);
  EXPECT_EQ(wrong->problems[0].column, "b");
  EXPECT_EQ(wrong->files_made, 0u);
  EXPECT_EQ(commits(), before);
  EXPECT_EQ(files().size(), 1u);
}

TEST_F(ImportTest, AWrongCellIsNamedAndNothingIsWritten) {
  const auto before = commits();
  const auto wrong = import("id,a,b,arm\nP1,20,12x,x\nP2,99,1,x\n");
  ASSERT_TRUE(wrong);
  ASSERT_EQ(wrong->problems.size(), 2u);
  EXPECT_EQ(wrong->problems[0].column, "b");
  EXPECT_EQ(wrong->problems[1].line, 3u);
  EXPECT_EQ(commits(), before);
}

TEST_F(ImportTest, ACodeThatTwoFilesHaveIsAskedBack) {
  t.new_file(ada, "P1");
  t.new_file(ada, "P1");
  const auto done = import("id,a,b,arm\nP1,20,12,x\n");
  ASSERT_TRUE(done);
  ASSERT_EQ(done->problems.size(), 1u);
  EXPECT_NE(done->problems[0].what.find("2 files"), std::string::npos);
}

TEST_F(ImportTest, RolesThatOneDoesNotHoldMakeNoFile) {
  const auto done = import_scores(t.house, ada, base::view("id,a,b,arm\nP1,20,12,x\n"), base::view(kMapping), "o",
                                  care::Role::therapist);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->problems.size(), 1u);
  EXPECT_TRUE(files().empty());
}

}  // namespace
}  // namespace trefoil::practice
