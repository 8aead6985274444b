#include "codec/responses_csv.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace trefoil::codec {
namespace {

using measure::Answer;
using measure::kMissing;

std::string csv_refusal(std::string_view csv) {
  const auto read = read_responses(base::view(csv), ItemColumns{});
  return read ? std::string() : read.error().place + ": " + read.error().what;
}

items::Bank bank_with_codes(std::vector<std::pair<std::string, std::vector<int>>> items) {
  items::Bank bank{"grm", {}};
  for (auto& [id, codes] : items) {
    items::GradedItem item{1, {}};
    for (std::size_t k = 1; k < codes.size(); ++k) item.intercepts.push_back(-static_cast<double>(k));
    bank.items.push_back({std::move(id), std::move(codes), std::move(item)});
  }
  return bank;
}

TEST(ResponsesCsv, RowsArePeopleAndColumnsItems) {
  const auto read =
      read_responses(base::view("\xef\xbb\xbf\"Com,fort\";ID;Work\r\n1;ann;4\r\n\r\nNA;\"b;b\";\r\n 3 ;c;-9\r\n99;d;0"),
                     ItemColumns{.range = {1, 5}});
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->items, (std::vector<std::string>{"Com,fort", "Work"}));
  EXPECT_EQ(read->ids, (std::vector<std::string>{"ann", "b;b", "c", "d"}));
  EXPECT_EQ(read->responses.answers, (std::vector<Answer>{0, 3, kMissing, kMissing, 2, kMissing, kMissing, kMissing}));
  EXPECT_EQ(read->outside, 3u);
  EXPECT_EQ(read->separator, ';');
  EXPECT_EQ(read->header, "\"Com,fort\";ID;Work");
  EXPECT_EQ(read->rows, (std::vector<std::string_view>{"1;ann;4", "NA;\"b;b\";", " 3 ;c;-9", "99;d;0"}));
}

TEST(ResponsesCsv, WhatCannotBeReadHasItsLineAndColumn) {
  EXPECT_EQ(
      csv_refusal("a,b\n1,2\n1,x\n"),
      "line 3, column b: \"x\" is not an answer: answers are whole numbers, and NA or nothing where there is none.");
  for (const char* cell : {"1.5", "1e2", "+1", "0x1", "na", "--1", "1 2"})
    EXPECT_TRUE(csv_refusal(std::string("a,b\n") + cell + ",2\n").starts_with("line 2, column a: ")) << cell;
  EXPECT_EQ(csv_refusal("a,b\n1\n"), "line 2: The row has 1 cell, and the header 2.");
  EXPECT_EQ(csv_refusal("a,b\n1,2,3\n"), "line 2: The row has 3 cells, and the header 2.");
  EXPECT_EQ(csv_refusal("a,a\n1,2\n"), "line 1: The header has two columns \"a\".");
  EXPECT_EQ(csv_refusal("a,\n1,2\n"), "line 1: The header has a column without a name.");
  EXPECT_EQ(csv_refusal("id,Id\n1,2\n"), "line 1: The header has two columns for a person's id.");
  EXPECT_EQ(csv_refusal("id\n1\n"), "line 1: The header names no item.");
  EXPECT_EQ(csv_refusal("a,b\n"), "line 1: The file has no rows under its header.");
  EXPECT_EQ(csv_refusal(""), ": The file is empty.");
  EXPECT_EQ(csv_refusal("\n\n"), ": The file is empty.");
  EXPECT_TRUE(csv_refusal("a,b\n1,\"2\n").starts_with("line "));
  EXPECT_TRUE(csv_refusal("a,b\n1,2\"x\n").starts_with("line 2: A quotation mark"));
  EXPECT_EQ(csv_refusal("a,b\n1,2\n\xff,2\n"), "line 3: The file is not UTF-8 text.");
  EXPECT_EQ(csv_refusal(std::string_view("a,b\n1,\0\n", 8)), "line 2: The line has zero bytes: it is no text.");
  // A number past all bounds is a number all the same: missing.
  EXPECT_EQ(csv_refusal("a,b\n99999999999999999999,2\n"), "");
}

TEST(ResponsesCsv, ABanksItemsAreFoundByNameAndOtherColumnsPassedOver) {
  const auto bank = bank_with_codes({{"one", {1, 2, 4}}, {"two", {0, 1}}, {"three", {0, 1}}});
  const auto read = read_responses(base::view("note,two,one\nwords,1,4\n,0,3\nx,5,1\n"), bank);
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->items, (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_EQ(read->responses.answers,
            (std::vector<Answer>{2, 1, kMissing, kMissing, 0, kMissing, 0, kMissing, kMissing}));
  EXPECT_EQ(read->outside, 2u);  // 3 lies between codes and is none; 5 is above them
  EXPECT_FALSE(read_responses(base::view("four\n1\n"), bank));
}

TEST(ResponsesCsv, NamedColumnsAloneAreItems) {
  const std::string text = "site,age,q1,q2,note\nnorth,71,1,2,shy\nsouth,68,NA,0,\n";
  const auto read = [&](const ItemColumns& columns) { return read_responses(base::view(text), columns); };
  const auto two = read({.range = {0, 4}, .names = {"q2", "q1"}});
  ASSERT_TRUE(two) << describe(two.error());
  EXPECT_EQ(two->items, (std::vector<std::string>{"q1", "q2"})) << "as they stand in the file";
  EXPECT_EQ(two->responses.answers, (std::vector<measure::Answer>{1, 2, measure::kMissing, 0}));
  const auto grouped = read({.range = {0, 4}, .names = {"q1"}, .label = "site"});
  ASSERT_TRUE(grouped) << describe(grouped.error());
  EXPECT_EQ(grouped->ids, (std::vector<std::string>{"north", "south"}));
  EXPECT_FALSE(read({.range = {0, 4}})) << "words are no answers";
  for (const ItemColumns& wrong : {ItemColumns{.range = {0, 4}, .names = {"q1", "q3"}},
                                   ItemColumns{.range = {0, 4}, .names = {"q1", "site"}, .label = "site"}}) {
    const auto refused = read(wrong);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find(wrong.names.back()), std::string::npos) << refused.error().what;
  }
}

TEST(ResponsesCsv, AFirstRowOfAnswersIsNotTakenForAHeader) {
  for (const auto* csv : {"1,2,3\n2,3,4\n", "1,x,3\n2,3,4\n", "x,NA\n1,2\n", "ann,4\nbob,3\n"})
    EXPECT_NE(csv_refusal(csv).find("Put a row of names above"), std::string::npos) << csv;
  EXPECT_NE(csv_refusal("1,1,x\n2,3,4\n"), "") << "two columns of one name";
  EXPECT_TRUE(read_responses(base::view("site,a\nx,1\n"), ItemColumns{.label = "site"}));

  // A bank may number its items; a header has then no other number.
  const auto numbered = bank_with_codes({{"1", {0, 1}}, {"2", {0, 1}}});
  EXPECT_TRUE(read_responses(base::view("id,2,1\na,0,1\n"), numbered));
  const auto lost = read_responses(base::view("ann,1,0\nbob,0,1\n"), numbered);
  ASSERT_FALSE(lost);
  EXPECT_NE(lost.error().what.find("Put a row of names above"), std::string::npos) << lost.error().what;
}

TEST(ResponsesCsv, StopsWhereItIsTold) {
  std::string csv = "a,b\n";
  for (int row = 0; row < 40'000; ++row) csv += "1,2\n";
  const auto read = read_responses(base::view(csv), ItemColumns{}, [](std::size_t) { return false; });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().fault, Fault::refused);
}

TEST(ResponsesCsv, WhatIsWrittenIsRead) {
  rc::check([] {
    const auto items = static_cast<std::size_t>(*rc::gen::inRange(1, 6));
    const int people = *rc::gen::inRange(1, 20);
    std::string csv;
    for (std::size_t i = 0; i < items; ++i) csv += (i > 0 ? ",q" : "q") + std::to_string(i);
    csv += '\n';
    std::vector<Answer> answers;
    for (int person = 0; person < people; ++person)
      for (std::size_t i = 0; i < items; ++i) {
        const int code = *rc::gen::inRange(-1, 21);
        answers.push_back(code < 0 ? kMissing : static_cast<Answer>(code));
        // A lone empty cell would be an empty line.
        csv += (i > 0 ? "," : "") + (code < 0 ? (items > 1 && person % 2 == 0 ? "" : "NA") : std::to_string(code));
        if (i + 1 == items) csv += '\n';
      }
    const auto read = read_responses(base::view(csv), ItemColumns{});
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->responses.answers == answers);
  });
}

}  // namespace
}  // namespace trefoil::codec
