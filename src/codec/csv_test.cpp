// The table as libcsv and our limits give it.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"
#include "codec/cells.h"
#include "codec/scores_csv.h"

namespace trefoil::codec {
namespace {

using base::view;
using Cells = std::vector<std::string>;

Table read(std::string_view csv) {
  auto table = read_csv(view(csv));
  EXPECT_TRUE(table) << table.error().what;
  return table ? *table : Table{};
}
Error refused(std::string_view csv) {
  auto table = read_csv(view(csv));
  EXPECT_FALSE(table);
  return table ? Error{} : table.error();
}

TEST(Csv, QuotedCellsHoldSeparatorsQuotesAndLineBreaks) {
  const Table table = read("a,b\r\n\"1,5\",\"say \"\"hi\"\"\"\r\n\"two\r\nlines\", x \r\n");
  EXPECT_EQ(table.columns, (Cells{"a", "b"}));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].cells, (Cells{"1,5", "say \"hi\""}));
  EXPECT_EQ(table.rows[1].cells, (Cells{"two\r\nlines", " x "}));
}

TEST(Csv, ARowsLineIsWhereItBegins) {
  const Table table = read("a,b\n1,\"x\ny\nz\"\n\"p\nq\",2\n\n3,4");
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[0].line, 2u);
  EXPECT_EQ(table.rows[1].line, 5u);
  EXPECT_EQ(table.rows[2].line, 8u);
}

TEST(Csv, SeparatorComesFromTheHeaderAlone) {
  EXPECT_EQ(read("a;b\n1,5;2\n").rows[0].cells, (Cells{"1,5", "2"}));
  EXPECT_EQ(read("\"a;b;c\",d\n1,2\n").columns, (Cells{"a;b;c", "d"}));
}

TEST(Csv, AByteOrderMarkAndALackingLastLineBreakAreNothing) {
  const Table table = read("\xef\xbb\xbf\"a\",b\n1,2");
  EXPECT_EQ(table.columns, (Cells{"a", "b"}));
  EXPECT_EQ(table.rows.at(0).cells, (Cells{"1", "2"}));
}

TEST(Csv, EmptyCellsStay) { EXPECT_EQ(read("a,b,c\n,,\n").rows[0].cells, (Cells{"", "", ""})); }

TEST(Csv, WhatIsWrongHasItsLine) {
  EXPECT_EQ(refused("a,b\n1,2\n3,x\"y\n").place, "line 3");
  EXPECT_EQ(refused("a,b\n\"1\"x,2\n").place, "line 2");
  EXPECT_EQ(refused("a,b\n1,\"open\nstill\n").what, "The file ends inside a quoted cell.");
  EXPECT_EQ(refused("a,b\n1,\xe4\n").place, "line 2");
  EXPECT_EQ(refused("").what, "The file is empty.");
  EXPECT_FALSE(refused(std::string_view("a,b\n\0,1\n", 8)).what.empty());
}

TEST(Csv, LimitsHold) {
  EXPECT_EQ(read("a\n" + std::string(64 * 1024, 'x') + "\n").rows.size(), 1u);
  EXPECT_EQ(refused("a\n" + std::string(64 * 1024 + 1, 'x') + "\n").what, "A cell is longer than 64 KiB.");
  std::string endless = "a\n\"";
  for (int i = 0; i < 5000; ++i) endless += "a line of an unclosed cell\n";
  EXPECT_EQ(refused(endless).what, "A cell is longer than 64 KiB.");
  EXPECT_EQ(read("a" + std::string(499, ',') + "\n").columns.size(), 500u);
  EXPECT_EQ(refused("a" + std::string(500, ',') + "\n").what, "The row has more than 500 cells.");
  std::string rows = "a\n";
  for (int i = 0; i < 200'000; ++i) rows += "1\n";
  EXPECT_EQ(read(rows).rows.size(), 200'000u);
  EXPECT_EQ(refused(rows + "1\n").what, "The file has more than 200,000 rows.");
}

TEST(Csv, AnyTableWrittenByTheRfcComesBack) {
  EXPECT_TRUE(rc::check([] {
    const auto width = *rc::gen::inRange<std::size_t>(1, 6);
    const auto cell = rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab1 ,;\"\n\r.é", 11)));
    std::vector<Cells> rows;
    const std::string end = *rc::gen::element<std::string>("\n", "\r\n");
    std::string csv;
    for (std::size_t i = 0; i < width; ++i) csv += (i ? ",c" : "c") + std::to_string(i);
    csv += end;
    for (int left = *rc::gen::inRange(0, 6); left > 0; --left) {
      Cells& row = rows.emplace_back();
      for (std::size_t i = 0; i < width; ++i) {
        row.push_back(*cell);
        if (!base::is_utf8(row.back())) row.back() = "é";
        std::string inside;
        for (const char c : row.back()) inside += c == '"' ? std::string("\"\"") : std::string(1, c);
        csv += (i ? ",\"" : "\"") + inside + '"';
      }
      csv += end;
    }
    const auto table = read_csv(view(csv));
    if (!table) RC_FAIL(table.error().what);
    RC_ASSERT(table->rows.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) RC_ASSERT(table->rows[i].cells == rows[i]);
  }));
}

TEST(Csv, HostileBytesAreReadOrRefused) {
  EXPECT_TRUE(rc::check([] {
    const auto csv = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("a1,;\"\r\n \t\xc3\xa9\0", 11)));
    const auto table = read_csv(view(csv));
    if (table) {
      std::size_t before = 0;
      for (const auto& row : table->rows) {
        RC_ASSERT(row.line >= before);
        RC_ASSERT(row.line <= csv.size() + 1);
        before = row.line;
      }
    } else {
      RC_ASSERT(table.error().fault == Fault::bad_input);
    }
  }));
}

TEST(Csv, ACellIsQuotedForBothSeparatorsOfSpreadsheets) {
  EXPECT_EQ(csv_cell("plain words"), "plain words");
  EXPECT_EQ(csv_cell("1,5"), "\"1,5\"");
  EXPECT_EQ(csv_cell("a;b"), "\"a;b\"");
  EXPECT_EQ(csv_cell("a\tb", '\t'), "\"a\tb\"");
  EXPECT_EQ(csv_cell("a\tb"), "a\tb");
}

RC_GTEST_PROP(CsvCells, AreReadAsTheyWereWritten, ()) {
  const char between = *rc::gen::element(',', ';');
  const auto sign = rc::gen::element('a', ' ', ',', ';', '"', '\r', '\n', '\t', '=');
  const auto one = *rc::gen::container<std::string>(sign), two = *rc::gen::container<std::string>(sign);
  // "end" keeps a row of two empty cells from being an empty line.
  const auto table = read_csv(view("a" + std::string(1, between) + "b" + between + "c\n" + csv_cell(one, between) + between +
                                   csv_cell(two, between) + between + "end\n"));
  RC_ASSERT(table.has_value());
  RC_ASSERT(table->rows.size() == 1u);
  RC_ASSERT(table->rows[0].cells == (Cells{one, two, "end"}));
}

}  // namespace
}  // namespace trefoil::codec
