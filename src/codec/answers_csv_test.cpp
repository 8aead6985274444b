#include "codec/answers_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <string_view>
#include <vector>

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
  EXPECT_EQ(read->parts.at(0).responses.answers, (Answers{0, 1, kMissing, kMissing}));
  EXPECT_EQ(read->header, "note,b,id,a");
  EXPECT_EQ(read->parts.at(0).rows, (std::vector<std::string_view>{"\"x, y\",yes,p1,1", "z,NA,p2,"}));
}

TEST(AnswersCsv, InOrderWhereTheHeaderNamesNoItem) {
  const auto read = answers_in("first;ID;second\n2;p1; yes \n");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->parts.at(0).responses.answers, (Answers{1, 1}));
  EXPECT_EQ(read->separator, ';');
  EXPECT_THAT(not_taken("first,second,third\n1,no,3\n").what, HasSubstr("there are 3"));
  EXPECT_THAT(not_taken("first,id\n1,p1\n").what, HasSubstr("there is 1"));
  EXPECT_THAT(not_taken("1,2\n1,no\n").what, HasSubstr("row of names")) << "no header, and a person would be lost";
}

TEST(AnswersCsv, CodesGoBeforePointsAndPointsAreTakenWhereNoCodeIsANumber) {
  EXPECT_EQ(answers_in("a,b\n1,no\n")->parts.at(0).responses.answers, (Answers{0, 0}));
  EXPECT_EQ(answers_in("a,b\n2.0,1\n")->parts.at(0).responses.answers, (Answers{1, 1}));
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

TEST(AnswersCsv, ABrokenByteIsFoundWhereverItStands) {
  const std::string csv = "id,a,b\nabcdefghijklmnopq,1,no\n";
  for (std::size_t at = csv.find("abc"); csv[at] != ','; ++at) {
    std::string broken = csv;
    broken[at] = '\xff';
    EXPECT_EQ(not_taken(broken).place, "line 2") << at;
  }
}

TEST(AnswersCsv, RowsStandAsInTheFileWhateverEndsThem) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const std::string csv = "id,a,b" + end + "p1,1,no" + end + end + "p2,2,yes" + end;
    const auto read = answers_in(csv);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->header, "id,a,b");
    EXPECT_EQ(read->parts.at(0).rows, (std::vector<std::string_view>{"p1,1,no", "p2,2,yes"}));
    EXPECT_EQ(not_taken("id,a,b" + end + "p1,1,no" + end + "p2,7,yes" + end).place, "line 3, column a");
  }
}

TEST(AnswersCsv, AnEmptyLineInAQuotedCellIsOfItsRow) {
  const auto read = answers_in("id,a,b\n\"p\n\n1\",1,no\n\"\n\n\",2,yes\n");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->parts.at(0).rows, (std::vector<std::string_view>{"\"p\n\n1\",1,no", "\"\n\n\",2,yes"}));
  EXPECT_EQ(not_taken("id,a,b\n\"p\n\n1\",7,no\n").place, "line 2, column a") << "the line that the row begins in";
}

TEST(AnswersCsv, ProgressCanStopIt) {
  std::string csv = "a,b\n";
  for (int i = 0; i < 20'000; ++i) csv += "1,no\n";
  const auto read = read_answers(base::view(csv), two_items(), {}, [](std::size_t) { return false; });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().fault, Fault::refused);
}

// What a file says, from both ways of reading it.
std::string told(const Result<AnswerFile>& read) {
  if (!read) return read.error().place + ": " + read.error().what;
  std::string out(read->header);
  out += read->separator;
  for (const AnswerRows& part : read->parts)
    for (const auto row : part.rows) (out += row) += '\n';
  for (const AnswerRows& part : read->parts)
    for (const auto answer : part.responses.answers) out += std::to_string(answer) + ' ';
  return out;
}

RC_GTEST_PROP(AnswersCsvOfAnything, IsReadAlikeByPlainRowsAndByCells, ()) {
  std::string csv = *rc::gen::element<std::string>("a,b\n", "id;b;a;note\r\n", "first,second\n", "\"a\",b\n",
                                                   "\xef\xbb\xbf"
                                                   "b,a\n",
                                                   "1,no\n", "a,b\r", "");
  const auto cell = rc::gen::element<std::string>("1", "2", "no", "yes", "0", "NA", "", " 1 ", "2.0", "7", "\"no\"",
                                                  "x\ty", "\xc3\xa9", "\xc3", std::string(1, '\0'), "\r", "\"");
  const bool mild = *rc::gen::inRange(0, 3) > 0;
  const auto mild_cell = rc::gen::element<std::string>("1", "2", "NA", "", " 1 ", "2.0");
  const auto mild_other = rc::gen::element<std::string>("no", "yes", "NA", "", "0", "1\t");
  const char between = csv.find(';') == csv.npos ? ',' : ';';
  for (int row = *rc::gen::inRange(0, 30); row-- > 0;) {
    if (mild && csv.starts_with("a,")) {
      csv += *mild_cell + between + *mild_other;
    } else {
      for (int cells = *rc::gen::element(1, 2, 2, 3, 4); cells-- > 0;) csv += *cell + (cells > 0 ? between : ' ');
    }
    csv += *rc::gen::element<std::string>("\n", "\n", "\n", "\r\n", "\n\n");
  }
  if (!csv.empty() && *rc::gen::inRange(0, 4) == 0) csv.pop_back();
  const auto instrument = two_items();
  const auto by_cell = told(read_answers_by_cell(base::view(csv), instrument, {}));
  RC_ASSERT(told(read_answers(base::view(csv), instrument, {})) == by_cell);
}

TEST(AnswersCsv, AFileOfManyPartsIsReadAlikeByAnyNumberOfThreads) {
  std::string csv = "id,a,b\n";
  std::size_t people = 0;
  for (; csv.size() < 3'500'000; ++people)
    csv += "person " + std::to_string(people) + (people % 3 == 0 ? ",1,no\n" : people % 3 == 1 ? ",NA,yes\n" : ",2,\n");
  const auto instrument = two_items();
  const auto by_cell = read_answers_by_cell(base::view(csv), instrument, {});
  ASSERT_TRUE(by_cell);
  for (const unsigned threads : {1u, 2u, 5u}) {
    const auto read = read_answers(base::view(csv), instrument, {}, {}, base::Crew(threads));
    ASSERT_TRUE(read);
    EXPECT_GT(read->parts.size(), 3u) << "read by cell after all";
    EXPECT_EQ(read->people(), people);
    EXPECT_TRUE(told(read) == told(by_cell));  // megabytes: nobody wants to read them
  }
  // Something wrong in the last part is told with its line, and nothing is read.
  csv += "last,3,no\n";
  const auto wrong = read_answers(base::view(csv), instrument, {}, {}, base::Crew(2));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().place, "line " + std::to_string(people + 2) + ", column a");
}

TEST(AnswersCsv, AFirstRowOfAnswersIsNotTakenForAHeader) {
  for (const auto* csv : {"1,2\n1,no\n", "1,never\n1,no\n", "x,no\n1,no\n", "NA,x\n1,no\n", "17,1,x\n18,1,no\n"})
    EXPECT_THAT(not_taken(csv).what, HasSubstr("row of names")) << csv;
  // An own instrument may number its items.
  auto numbered = two_items();
  numbered.items[0].id = "1";
  numbered.items[1].id = "2";
  EXPECT_TRUE(read_answers(base::view("2,1\nno,1\n"), numbered, {}));
  EXPECT_FALSE(read_answers(base::view("1,2,0\n1,no,0\n"), numbered, {}));
  EXPECT_TRUE(read_answers(base::view("2024,a,b\n,1,no\n"), two_items(), {})) << "items were named: it is a header";
}

}  // namespace
}  // namespace trefoil::codec
