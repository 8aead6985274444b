#include "codec/scores_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>
#include <sstream>

namespace trefoil::codec {
namespace {

using base::view;
using testing::HasSubstr;

std::string slurp(const std::string& path) {
  std::ifstream in(TREFOIL_SOURCE_DIR + ("/" + path));
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// A measure "M" of 0 to 63 with what else is said of it.
std::string mapping(std::string_view rest, std::string_view top = R"("code":{"column":"id"},"missing":["NA"])") {
  return "{" + std::string(top) + R"(,"measures":[{"name":"Mood","short":"M","direction":"lower","min":0,"max":63,)" +
         std::string(rest) + "}]}";
}
const std::string kWide = R"("occasions":[{"column":"pre","week":0},{"column":"post","week":8.7}])";
const std::string kLong = R"("value_column":"score","when":{"date_column":"on"},"only":{"column":"measure","is":"M"})";

Import read(std::string_view csv, std::string_view json) {
  auto import = read_scores(view(csv), view(json), "imported from x.csv");
  EXPECT_TRUE(import) << import.error().what;
  return import ? *import : Import{};
}
// The only problem of an import.
ImportProblem problem(std::string_view csv, std::string_view json) {
  const Import import = read(csv, json);
  EXPECT_EQ(import.problems.size(), 1u);
  EXPECT_TRUE(import.files.empty()) << "something would be imported beside a problem";
  return import.problems.empty() ? ImportProblem{} : import.problems[0];
}
std::string place_in_mapping(std::string_view json) {
  auto import = read_scores(view("id,pre,post\na,1,2\n"), view(json), "");
  if (import) return "(was read)";
  EXPECT_EQ(import.error().fault, Fault::bad_input);
  return import.error().place;
}

TEST(ScoresCsv, BeatTheBluesAsTheReadmeShowsIt) {
  const Import import = read(slurp("examples/beat-the-blues.csv"), slurp("examples/beat-the-blues.mapping.json"));
  EXPECT_EQ(import.problems.size(), 0u);
  EXPECT_EQ(import.rows, 100u);
  EXPECT_EQ(import.scores, 380u);
  EXPECT_EQ(import.missing, 120u);
  ASSERT_EQ(import.files.size(), 100u);
  const ImportedFile& second = import.files[1];
  EXPECT_EQ(second.code, "BtB-002");
  EXPECT_EQ(second.note, "treatment: BtheB; drug: Yes; length: >6m");
  ASSERT_EQ(second.scores.size(), 5u);
  EXPECT_EQ(second.scores[4].score, (measure::Score{{{}, 34.8}, 20}));
  EXPECT_EQ(second.scores[4].scale.short_name, "BDI-II");
  EXPECT_EQ(second.scores[4].origin, "imported from x.csv");
  EXPECT_EQ(import.files[99].code, "BtB-100");
  EXPECT_EQ(import.files[99].scores.size(), 1u);
}

TEST(ScoresCsv, ALongTableOfTwoMeasuresWithDates) {
  const std::string csv =
      "id,on,measure,score\n"
      "Ann,2026-01-05,M,30\nBob,2026-01-06,M,12.5\nAnn,2026-01-05,L,7\nAnn,2026-03-02,M,NA\nAnn,2026-04-02,M,21\n";
  const std::string json = R"({"code":{"column":"id"},"missing":["NA"],"measures":[
      {"name":"Mood","short":"M","direction":"lower","value_column":"score","when":{"date_column":"on"},
       "only":{"column":"measure","is":"M"}},
      {"name":"Loneliness","direction":"lower","value_column":"score","when":{"date_column":"on"},
       "only":{"column":"measure","is":"L"}}]})";
  const Import import = read(csv, json);
  ASSERT_EQ(import.files.size(), 2u);
  EXPECT_EQ(import.files[0].code, "Ann");
  ASSERT_EQ(import.files[0].scores.size(), 3u);
  EXPECT_EQ(import.files[0].scores[1].scale.name, "Loneliness");
  EXPECT_EQ(import.files[0].scores[1].scale.short_name, "Loneliness");
  EXPECT_EQ(import.files[0].scores[2].score, (measure::Score{{base::parse_day("2026-04-02"), {}}, 21}));
  EXPECT_EQ(import.files[1].scores[0].score.value, 12.5);
  EXPECT_EQ(import.missing, 1u);
}

TEST(ScoresCsv, WeeksBecomeDatesWhereTheStartIsKnown) {
  const std::string csv = "id,began,week,score\na,2026-01-01,0,5\na,2026-01-01,1.5,4\na,2026-01-01,-1,6\n";
  const std::string weeks = R"("value_column":"score","when":{"week_column":"week"})";
  const Import by_column = read(csv, mapping(weeks, R"("code":{"column":"id"},"start":{"column":"began"})"));
  ASSERT_EQ(by_column.scores, 3u);
  EXPECT_EQ(by_column.files[0].scores[1].score.when, (measure::Occasion{base::parse_day("2026-01-12"), {}}));
  EXPECT_EQ(by_column.files[0].scores[2].score.when, (measure::Occasion{base::parse_day("2025-12-25"), {}}));
  const Import by_date = read(csv, mapping(weeks, R"("code":{"column":"id"},"start":{"date":"2001-04-02"})"));
  EXPECT_EQ(by_date.files[0].scores[0].score.when, (measure::Occasion{base::parse_day("2001-04-02"), {}}));
  const Import without = read(csv, mapping(weeks));
  EXPECT_EQ(without.files[0].scores[1].score.when, (measure::Occasion{{}, 1.5}));
}

TEST(ScoresCsv, EveryWayToSayWhenInAWideTable) {
  const std::string csv = "id,a,b,b_on,c\nx,1,2,2026-02-02,3\n";
  const Import import = read(csv, mapping(R"("occasions":[{"column":"a","week":0},{"column":"b","date_column":"b_on"},
                                             {"column":"c","date":"2026-03-02"}])"));
  ASSERT_EQ(import.scores, 3u);
  EXPECT_EQ(import.files[0].scores[1].score.when.day, base::parse_day("2026-02-02"));
  EXPECT_EQ(import.files[0].scores[2].score.when.day, base::parse_day("2026-03-02"));
}

TEST(ScoresCsv, AWrongCellNamesRowColumnAndWhy) {
  struct Case {
    const char *cell, *what;
  };
  for (const auto& [cell, what] : {
           Case{"12x", "\"12x\" is not a number."},
           Case{"=1+1", "\"=1+1\" is not a number."},
           Case{"nan", "\"nan\" is not a number."},
           Case{"1e999", "\"1e999\" is not a number."},
           Case{"0x10", "\"0x10\" is not a number."},
           Case{"\"12,5\"", "\"12,5\" has a decimal comma: write 12.5."},
           Case{"64", "\"64\" is above the highest score of M, 63."},
           Case{"-0.5", "\"-0.5\" is below the lowest score of M, 0."},
           Case{"1.234567890123456", "\"1.234567890123456\" has more than fifteen digits: round it."},
       }) {
    const ImportProblem told = problem("id,pre,post\na,1,2\nb,3," + std::string(cell) + "\n", mapping(kWide));
    EXPECT_EQ(told.line, 3u);
    EXPECT_EQ(told.column, "post");
    EXPECT_EQ(told.what, what);
  }
}

TEST(ScoresCsv, DatesAreWrittenOneWay) {
  for (const char* date : {"02/03/2026", "2026-02-30", "2026-3-2", "0026-03-02", "9999-01-01"}) {
    const ImportProblem told = problem("id,on,measure,score\na," + std::string(date) + ",M,1\n", mapping(kLong));
    EXPECT_EQ(told.column, "on");
    EXPECT_THAT(told.what, testing::AnyOf(HasSubstr("YYYY-MM-DD"), HasSubstr("1900")));
  }
  EXPECT_EQ(problem("id,on,measure,score\na,,M,1\n", mapping(kLong)).what, "The date of the score is missing.");
}

TEST(ScoresCsv, TheSameOccasionTwiceIsAProblem) {
  const ImportProblem told =
      problem("id,on,measure,score\na,2026-01-01,M,1\nb,2026-01-01,M,1\na,2026-01-01,M,2\n", mapping(kLong));
  EXPECT_EQ(told.line, 4u);
  EXPECT_THAT(told.what, HasSubstr("the first stands in line 2"));
}

TEST(ScoresCsv, CodesAreThereAndPlain) {
  EXPECT_EQ(problem("id,pre,post\nNA,1,2\n", mapping(kWide)).column, "id");
  EXPECT_EQ(problem("id,pre,post\n\"a\nb\",1,2\n", mapping(kWide)).line, 2u);
  EXPECT_EQ(problem("id,pre,post\n" + std::string(41, 'a') + ",1,2\n", mapping(kWide)).column, "id");
  for (const std::string hidden : {"\u202egnp", "a\u200bb", "\x1b[31mred"})
    EXPECT_EQ(problem("id,pre,post\n" + hidden + ",1,2\n", mapping(kWide)).column, "id") << hidden;
}

TEST(ScoresCsv, RaggedRowsAndDoubledColumnsAreProblems) {
  EXPECT_EQ(problem("id,pre,post\na,1\n", mapping(kWide)).what, "This row has 2 cells, the first row 3.");
  EXPECT_EQ(problem("id,pre,post,pre\na,1,2,3\n", mapping(kWide)).column, "pre");
}

TEST(ScoresCsv, AnUnknownColumnIsNamedWithTheNearest) {
  const ImportProblem near = problem("id,Pre,posst\na,1,2\n", mapping(R"("occasions":[{"column":"posts","week":1}])"));
  EXPECT_EQ(near.line, 0u);
  EXPECT_EQ(near.what, "The mapping asks for a column \"posts\", which the file does not have: did you mean \"posst\"?");
  const ImportProblem none = problem("id,a\na,1\n", mapping(R"("occasions":[{"column":"loneliness","week":1}])"));
  EXPECT_EQ(none.what, "The mapping asks for a column \"loneliness\", which the file does not have.");
}

TEST(ScoresCsv, AllProblemsAreToldUpToAHundred) {
  std::string csv = "id,pre,post\n";
  for (int i = 0; i < 30; ++i) csv += "a" + std::to_string(i) + ",x,y\n";
  EXPECT_EQ(read(csv, mapping(kWide)).problems.size(), 60u);
  for (int i = 30; i < 90; ++i) csv += "a" + std::to_string(i) + ",x,y\n";
  EXPECT_EQ(read(csv, mapping(kWide)).problems.size(), 100u);
}

TEST(ScoresCsv, NotesMustAgreeWithinACode) {
  const std::string json = mapping(kLong, R"("note_columns":["arm"],"code":{"column":"id"})");
  const std::string head = "id,on,measure,score,arm\na,2026-01-01,M,1,new\n";
  EXPECT_EQ(read(head + "a,2026-01-02,M,1,new\n", json).files[0].note, "arm: new");
  EXPECT_EQ(problem(head + "a,2026-01-02,M,1,old\n", json).line, 3u);
}

TEST(ScoresCsv, AFileThatIsNoCsvOrHasNoScoreIsAProblem) {
  EXPECT_EQ(problem("id,pre,post\na,1,2\"\n", mapping(kWide)).line, 2u);
  EXPECT_EQ(problem("id,pre,post\na,NA,\n", mapping(kWide)).what, "There is no score in the file.");
}

TEST(ScoresCsv, TheMappingIsReadStrictly) {
  EXPECT_EQ(place_in_mapping(mapping(kWide)), "(was read)");
  EXPECT_EQ(place_in_mapping(mapping(kWide + R"(,"colour":1)")), "measures[0].colour");
  EXPECT_EQ(place_in_mapping(mapping(R"("occasions":[{"column":"pre","week":0},{"column":"post"}])")),
            "measures[0].occasions[1]");
  EXPECT_EQ(place_in_mapping(mapping(R"("occasions":[{"column":"pre","week":0,"date":"2026-01-01"}])")),
            "measures[0].occasions[0]");
  EXPECT_EQ(place_in_mapping(mapping(R"("occasions":[])")), "measures[0].occasions");
  EXPECT_EQ(place_in_mapping(mapping(kWide + R"(,"value_column":"pre")")), "measures[0].value_column");
  EXPECT_EQ(place_in_mapping(mapping(kWide + R"(,"reliability":0.9)")), "measures[0].source");
  EXPECT_EQ(place_in_mapping(mapping(kWide + R"(,"reliability":1.1,"source":"x")")), "measures[0].reliability");
  EXPECT_EQ(place_in_mapping(mapping(kWide + R"(,"spread":0,"source":"x")")), "measures[0].spread");
  EXPECT_EQ(place_in_mapping(mapping(kWide, R"("code":{})")), "code");
  EXPECT_EQ(place_in_mapping(mapping(kWide, R"("code":{"column":"id","row_number":true})")), "code.row_number");
  EXPECT_EQ(place_in_mapping(mapping(kWide, R"("code":{"row_number":true,"column_prefix":"x"})")), "code.column_prefix");
  EXPECT_EQ(place_in_mapping(mapping(kWide, R"("code":{"column":"id"},"start":{"date":"1 May"})")), "start.date");
  EXPECT_EQ(place_in_mapping(R"({"code":{"column":"id"},"measures":[]})"), "measures");
  EXPECT_EQ(place_in_mapping(R"({"code":{"column":"id"},"measures":[{"name":"x","direction":"down"}]})"),
            "measures[0].direction");
  EXPECT_EQ(place_in_mapping("{\n\"code\": {},\n}"), "line 3");
  EXPECT_EQ(place_in_mapping("{}\n{}"), "line 2");
  EXPECT_EQ(place_in_mapping(""), "line 1");
}

TEST(ScoresCsv, HostileMappingsAndFilesAreReadOrRefused) {
  const std::string csv = "id,on,measure,score\na,2026-01-01,M,1\nb,2026-01-01,M,\n", json = mapping(kLong);
  EXPECT_TRUE(rc::check([&] {
    std::string a = csv, b = json;
    for (std::string* text : {&a, &b}) {
      for (int changes = *rc::gen::inRange(0, 4); changes > 0; --changes) {
        const auto at = *rc::gen::inRange<std::size_t>(0, text->size());
        if (*rc::gen::arbitrary<bool>()) {
          (*text)[at] = *rc::gen::arbitrary<char>();
        } else {
          text->insert(at, 1, *rc::gen::elementOf(std::string("{}[]\",;:0-9e\n")));
        }
      }
    }
    const auto import = read_scores(view(a), view(b), "");
    if (import) RC_ASSERT(import->files.empty() == !import->problems.empty());
  }));
}

}  // namespace
}  // namespace trefoil::codec
