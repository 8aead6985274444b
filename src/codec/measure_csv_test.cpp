#include "codec/measure_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trefoil::codec {
namespace {

using measure::kMissing;
using ::testing::HasSubstr;
using Answers = std::vector<measure::Answer>;

measure::Item asked(const std::string& id, std::vector<measure::Choice> choices) {
  measure::Item item;
  item.id = id;
  item.choices = std::move(choices);
  return item;
}
measure::Instrument two_items() {
  measure::Instrument out;
  out.items = {asked("a", {{"1", "No", 0}, {"2", "Yes", 1}}), asked("b", {{"no", "No", 0}, {"yes", "Yes", 1}})};
  return out;
}
Result<AnswerFile> answers_in(std::string_view csv, const std::vector<std::string>& added = {"score"}) {
  return read_answers(base::view(csv), two_items(), added);
}
Error not_taken(std::string_view csv) {
  const auto read = answers_in(csv);
  EXPECT_FALSE(read) << csv;
  return read ? Error{} : read.error();
}

TEST(AnswersCsv, ByNameInAnyOrderWithOthersPassedOver) {
  const auto read = answers_in("note,b,id,a\r\n\"x, y\",yes,p1,1\r\nz,NA,p2,\r\n");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->responses.answers, (Answers{0, 1, kMissing, kMissing}));
  EXPECT_EQ(read->header, "note,b,id,a");
  EXPECT_EQ(read->rows, (std::vector<std::string_view>{"\"x, y\",yes,p1,1", "z,NA,p2,"}));
}

TEST(AnswersCsv, InOrderWhereTheHeaderNamesNoItem) {
  const auto read = answers_in("first;ID;second\n2;p1; yes \n");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->responses.answers, (Answers{1, 1}));
  EXPECT_EQ(read->separator, ';');
  EXPECT_THAT(not_taken("first,second,third\n1,no,3\n").what, HasSubstr("there are 3"));
  EXPECT_THAT(not_taken("first,id\n1,p1\n").what, HasSubstr("there is 1"));
  EXPECT_THAT(not_taken("1,2\n1,no\n").what, HasSubstr("row of names")) << "no header, and a person would be lost";
}

TEST(AnswersCsv, CodesGoBeforePointsAndPointsAreTakenWhereNoCodeIsANumber) {
  EXPECT_EQ(answers_in("a,b\n1,no\n")->responses.answers, (Answers{0, 0}));
  EXPECT_EQ(answers_in("a,b\n2.0,1\n")->responses.answers, (Answers{1, 1}));
  EXPECT_EQ(not_taken("a,b\n0,no\n").place, "line 2, column a") << "0 is a's points and none of its codes";
}

TEST(AnswersCsv, WhatIsWrongIsNamedWithLineAndColumn) {
  const auto wrong = not_taken("a,b\n1,no\n\n7,no\n");
  EXPECT_EQ(wrong.place, "line 4, column a");
  EXPECT_THAT(wrong.what, HasSubstr("1, 2"));
  EXPECT_EQ(not_taken("a,b\n1,no\n1\n").place, "line 3");
  EXPECT_EQ(not_taken("a,b\n1,no\n1").place, "line 3") << "nor is the last line's end needed";
  EXPECT_THAT(not_taken("a,id\n1,p\n").what, HasSubstr("\"b\"")) << "an item without a column is no missing answer";
  EXPECT_THAT(not_taken("a,b,a\n1,no,1\n").what, HasSubstr("two columns"));
  EXPECT_THAT(not_taken("a,b,score\n1,no,1\n").what, HasSubstr("already"));
  not_taken("");
  not_taken("a,b\n");
  not_taken("a,b\n1,\"no\n");
  not_taken("a,b\n1,\xff\n");
}

TEST(AnswersCsv, RowsStandAsInTheFileWhateverEndsThem) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const std::string csv = "id,a,b" + end + "p1,1,no" + end + end + "p2,2,yes" + end;
    const auto read = answers_in(csv);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->header, "id,a,b");
    EXPECT_EQ(read->rows, (std::vector<std::string_view>{"p1,1,no", "p2,2,yes"}));
    EXPECT_EQ(not_taken("id,a,b" + end + "p1,1,no" + end + "p2,7,yes" + end).place, "line 3, column a");
  }
}

TEST(AnswersCsv, AnEmptyLineInAQuotedCellIsOfItsRow) {
  const auto read = answers_in("id,a,b\n\"p\n\n1\",1,no\n\"\n\n\",2,yes\n");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->rows, (std::vector<std::string_view>{"\"p\n\n1\",1,no", "\"\n\n\",2,yes"}));
  EXPECT_EQ(not_taken("id,a,b\n\"p\n\n1\",7,no\n").place, "line 2, column a") << "the line that the row begins in";
}

TEST(AnswersCsv, ProgressCanStopIt) {
  std::string csv = "a,b\n";
  for (int i = 0; i < 20'000; ++i) csv += "1,no\n";
  const auto read = read_answers(base::view(csv), two_items(), {}, [](std::size_t) { return false; });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().fault, Fault::refused);
}

TEST(PairsCsv, ScoresBeforeAndAfter) {
  const auto read = read_pairs(base::view("post,id,pre\n8,p1,20.5\nNA,p2,3\n,p3,-1\n"), {}, {"rci"});
  ASSERT_TRUE(read) << read.error().what;
  ASSERT_EQ(read->pairs.size(), 3u);
  EXPECT_EQ(read->pairs[0].before, 20.5);
  EXPECT_EQ(read->pairs[0].after, 8);
  EXPECT_FALSE(read->pairs[1].after);
  EXPECT_EQ(read->pairs[1].before, 3);
  EXPECT_FALSE(read->pairs[2].after);
}

TEST(PairsCsv, WhatIsWrongIsNamedWithLineAndColumn) {
  const std::pair<double, double> range{0, 27};
  const auto wrong = [&](std::string_view csv) {
    const auto read = read_pairs(base::view(csv), range, {"rci"});
    EXPECT_FALSE(read) << csv;
    return read ? Error{} : read.error();
  };
  EXPECT_EQ(wrong("id,pre,post\na,1,2\nb,3,28\n").place, "line 3, column post");
  EXPECT_EQ(wrong("id,pre,post\na,-0.5,2\n").place, "line 2, column pre");
  EXPECT_EQ(wrong("id,pre,post\na,x,2\n").place, "line 2, column pre");
  for (const auto* none : {"nan", "inf", "-inf", "1e999"})
    EXPECT_EQ(wrong("id,pre,post\na," + std::string(none) + ",2\n").place, "line 2, column pre") << none;
  EXPECT_THAT(wrong("id,before,post\na,1,2\n").what, HasSubstr("\"pre\""));
  EXPECT_THAT(wrong("id,pre,after\na,1,2\n").what, HasSubstr("\"post\""));
  EXPECT_THAT(wrong("pre,post,rci\n1,2,3\n").what, HasSubstr("already"));
  EXPECT_FALSE(read_pairs(base::view("pre,post\n1,1e13\n"), {}, {})) << "differences stay finite";
}

}  // namespace
}  // namespace trefoil::codec
