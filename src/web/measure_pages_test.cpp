// The pages of measures: what they say, to whom, and what stands in no address.
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "measure/score.h"
#include "web/instruments.h"
#include "web/measure_models.h"
#include "web/test_course.h"

namespace trefoil::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class MeasurePages : public testing::CourseScene {
 protected:
  Instruments embedded{std::filesystem::path()};
  const measure::Instrument& phq = *find_instrument("phq-9");

  care::Scored on(const char* date, double value) const {
    return {measure::scale_of(phq), {{base::parse_day(date), {}}, value}, "answered"};
  }
  void score(LogId of, std::vector<care::Scored> scores) {
    a.t.must(practice::act(a.t.house, ada->keys, of, care::AddScores{std::move(scores)}));
  }
  void earlier(int count) {
    for (int i = 0; i < count; ++i) {
      const auto made = practice::act_new(
          a.t.house, ada->keys,
          {.code = "OLD" + std::to_string(i), .imported = true, .as = care::Role::practitioner, .clients = {}});
      ASSERT_TRUE(made);
      const double start = 12 + i % 7, fall = 1 + i % 3;
      std::vector<care::Scored> scores;
      for (int month = 0; month < 5; ++month) {
        auto one = on("2020-01-06", std::max(0.0, std::round(start - fall * month + (i * 5 + month * 3) % 4)));
        one.score.when.day = *one.score.when.day + 28 * month;
        scores.push_back(std::move(one));
      }
      score(made->file, std::move(scores));
    }
  }
};

TEST_F(MeasurePages, SayAScoreInWordsWithItsSource) {
  score(file, {on("2026-03-02", 18), on("2026-05-04", 14)});
  const auto page = body(ada, at + "/measures/1");
  EXPECT_THAT(page, HasSubstr("14 is called moderate (10 to 14)."));
  EXPECT_THAT(page, HasSubstr("Who calls it so: Kroenke, Spitzer and Williams 2001"));
  EXPECT_THAT(page, HasSubstr("<td data-label=\"Called\">moderately severe</td>"));
  EXPECT_THAT(page, HasSubstr("<td data-label=\"Score\">14</td>"));
  for (const auto& sentence : phq.cannot_say) EXPECT_THAT(page, HasSubstr(sentence.substr(0, 20)));
  EXPECT_THAT(page, HasSubstr("<title>Trefoil</title>"));
  EXPECT_THAT(page, HasSubstr("href=\"" + at + "/measures/1/paper\""));
  EXPECT_THAT(page, HasSubstr("<details data-reading hidden><summary class=\"small\">How to read the drawing"))
      << "the script that draws shows it";
}

TEST_F(MeasurePages, ShowTheParametersOfAChange) {
  score(file, {on("2026-03-02", 18), on("2026-05-04", 8)});
  const auto page = body(okafor, at + "/measures/1");
  EXPECT_THAT(
      page,
      HasSubstr(
          "From 18 to 8: better by more than chance would explain, and out of the clinical range, 10 and above."));
  EXPECT_THAT(page, HasSubstr("Spread (standard deviation): 6.1 (Kroenke"));
  EXPECT_THAT(page, HasSubstr("Reliability: 0.89, internal consistency (alpha)"));
  EXPECT_THAT(page, HasSubstr("for a confidence of 95 %"));
  EXPECT_THAT(page, HasSubstr("Cut-off: 10 (Kroenke"));
}

TEST_F(MeasurePages, AreNumberedInTheOrderOfTheFirstScores) {
  care::Scored other = on("2026-03-02", 5);
  other.scale.name = other.scale.short_name = "A of ours";
  score(file, {on("2026-03-02", 18)});
  score(file, {other, on("2026-04-02", 17)});
  EXPECT_THAT(body(ada, at + "/measures/1"), HasSubstr("PHQ-9"));
  EXPECT_THAT(body(ada, at + "/measures/2"), HasSubstr("A of ours"));
  for (const std::string wrong : {"0", "3", "phq-9", "1x", "", "18446744073709551617", "-1"})
    EXPECT_EQ(a.get(ada, at + "/measures/" + wrong).status, 404) << wrong;
  const auto all = body(ada, at + "/measures");
  EXPECT_THAT(all, HasSubstr("href=\"" + at + "/measures/2\""));
  EXPECT_LT(all.find("PHQ-9"), all.find("A of ours"));
  EXPECT_THAT(body(ada, at), HasSubstr("href=\"" + at + "/measures\""));
}

TEST_F(MeasurePages, OfAClientSayTheSameWithoutOtherPeoplesFiles) {
  earlier(31);
  score(file, {on("2026-03-02", 18), on("2026-05-04", 14)});
  const auto theirs = body(jonah, at + "/measures/1");
  EXPECT_THAT(theirs, HasSubstr("14 is called moderate (10 to 14)."));
  EXPECT_THAT(theirs, HasSubstr("Leave quickly"));
  EXPECT_THAT(theirs, Not(HasSubstr("finished file")));
  EXPECT_THAT(theirs, Not(HasSubstr("&quot;fan&quot;")));
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("href=\"" + at + "/measures/1\""));
  EXPECT_THAT(body(jonah, at + "/measures"), HasSubstr("How it has been going"));
  for (const testing::Person* who : {ada, jonah})
    for (const std::string paper : {"/measures/paper", "/measures/1/paper"}) {
      const auto page = body(who, at + paper);
      EXPECT_THAT(page, Not(HasSubstr("finished file"))) << "what is printed may be passed on";
      EXPECT_THAT(page, Not(HasSubstr("&quot;fan&quot;")));
      EXPECT_THAT(page, Not(HasSubstr("<nav"))) << "nothing to press on paper";
      EXPECT_THAT(page, HasSubstr("14 is called moderate (10 to 14)."));
      EXPECT_THAT(page, HasSubstr("data-print"));
    }
  const auto mine = body(ada, at + "/measures/1");
  EXPECT_THAT(mine, HasSubstr("31 finished files that you may read, 31 of them imported"));
  EXPECT_THAT(mine, HasSubstr("&quot;fan&quot;"));
  EXPECT_THAT(mine, HasSubstr("Where the next scores are likely to be"));
}

TEST_F(MeasurePages, WorkOutWhatIsExpectedFromTheReadersOwnFiles) {
  earlier(31);
  score(file, {on("2026-03-02", 14), on("2026-05-04", 25)});
  EXPECT_THAT(body(okafor, at + "/measures/1"), HasSubstr("No finished file that you may read has this measure."))
      << "those are Ada's";
  EXPECT_THAT(body(okafor, at + "/measures/1"), Not(HasSubstr("&quot;fan&quot;")));
  const auto page = body(ada, at + "/measures/1");
  EXPECT_THAT(page, HasSubstr("Worse than expected."));
  EXPECT_THAT(page, HasSubstr("For the therapist to look at.</b> It is information, never a verdict."));
}

TEST_F(MeasurePages, DrawPhasesAndSessionsOfTheCourse) {
  open();
  const auto session = session_with_practitioner();
  for (auto* who : {ada, jonah}) ASSERT_EQ(a.post(who, session + "/answers", {{"answer-0", "yes"}}).status, 303);
  ASSERT_EQ(a.post(ada, session + "/start", {}).status, 303);
  pass(std::chrono::minutes(50));
  ASSERT_EQ(a.post(ada, session + "/end", {}).status, 303);
  score(file, {on("2026-03-02", 18)});
  const auto seen_file = seen(ada);
  const auto marks = course_marks(seen_file);
  ASSERT_EQ(marks.phases.size(), 1u);
  EXPECT_EQ(marks.phases[0].name,
            seen_file.course.plan.phases.at(static_cast<std::size_t>(seen_file.course.phase)).name);
  EXPECT_EQ(marks.practitioner.size(), 1u);
  EXPECT_EQ(marks.others.size(), 4u) << "three with the therapist, one of all three; none that is only planned";
  const auto page = body(ada, at + "/measures/1");
  EXPECT_THAT(page, HasSubstr("1: " + marks.phases[0].name + ", from "));
  EXPECT_THAT(page, HasSubstr("one session with the practitioner; the small rings: four others"));
  const auto json = boost::json::parse(chart_json(measures_of(seen_file, &embedded).at(0),
                                                  {.marks = &marks, .expected = nullptr, .from = {}, .to = {}}))
                        .as_object();
  EXPECT_EQ(json.at("phases").as_array().size(), 1u);
  EXPECT_EQ(json.at("others").as_array().size(), 4u);
  EXPECT_EQ(json.at("bands").as_array().size(), 5u);
}

TEST_F(MeasurePages, DrawWholePointsOfTheFan) {
  score(file, {on("2026-03-02", 14)});
  Expected expected;
  expected.fan.push_back({.time = 2,
                          .expected = 12.345,
                          .deviation = 1,
                          .half = {11.4, 13.6},
                          .eighty = {10.2, 14.9},
                          .ninety_five = {9, 16}});
  const auto json = boost::json::parse(chart_json(measures_of(seen(ada), &embedded).at(0),
                                                  {.marks = nullptr, .expected = &expected, .from = {}, .to = {}}))
                        .as_object();
  const auto& next = json.at("fan").at(0).as_object();
  EXPECT_EQ(next.at("on").as_string(), "2026-03-16");
  EXPECT_EQ(next.at("likely").as_double(), 12);
  EXPECT_EQ(next.at("half").at(1).as_double(), 14);
}

TEST_F(MeasurePages, StandLighterOnTheFilesPage) {
  std::vector<care::Scored> scores{on("2026-03-02", 18)};
  for (const std::string name : {"First of ours", "Second of ours", "Third of ours"}) {
    scores.push_back(on("2026-03-02", 5));
    scores.back().scale.name = scores.back().scale.short_name = name;
  }
  score(file, scores);
  const auto page = body(ada, at);
  std::size_t drawn = 0;
  for (auto from = page.find("data-chart"); from != page.npos; from = page.find("data-chart", from + 1)) ++drawn;
  EXPECT_EQ(drawn, 2u);
  EXPECT_THAT(page, HasSubstr("Third of ours is 5, measured once"));
  EXPECT_THAT(page, HasSubstr("href=\"" + at + "/measures/4\""));
  EXPECT_THAT(page, HasSubstr(phq.cannot_say.front().substr(0, 20))) << "with every score";
}

TEST(DiaryModel, IsShownWhereThereIsAWeek) {
  EXPECT_FALSE(diary_model({}).shows());
  const std::array weeks{*measure::diary_week(*base::parse_day("2026-03-09"),
                                              {{"near-wished", 7}, {"near-actual", 5}, {"embrace-wished", 3}})};
  const auto model = diary_model(weeks);
  EXPECT_EQ(
      *model.find("words")->text(),
      "In the week up to 9 March 2026, most was missed of this: a talk close up, wished for on 7 days, there on 5.");
  const auto json = boost::json::parse(*model.find("chart")->text()).as_object();
  EXPECT_EQ(json.at("kinds").as_array().size(), 5u);
  ASSERT_EQ(json.at("points").as_array().size(), 2u);
  EXPECT_EQ(json.at("points").at(0).at("wished").as_int64(), 7);
  EXPECT_FALSE(json.at("points").at(1).as_object().contains("actual")) << "not answered is not nought";
  EXPECT_TRUE(model.find("caveats")->shows());
  EXPECT_FALSE(model.find("several")->shows()) << "a single week is drawn otherwise, and says so";
}

TEST_F(MeasurePages, SayWhichWayIsBetterAndAreCalledByTheirShortName) {
  score(file, {on("2026-03-02", 18), on("2026-05-04", 8)});
  const auto page = body(jonah, at + "/measures/1");
  EXPECT_THAT(page, HasSubstr("<h1>PHQ-9</h1>"));
  EXPECT_THAT(page, HasSubstr("Patient Health Questionnaire, nine items (PHQ-9)"));
  EXPECT_THAT(page, HasSubstr("PHQ-9 is 8, down 10 since March 2026: better, by more than chance would explain. Lower is better."));
}

TEST_F(MeasurePages, OnPaperWhatNoneCanSayStandsOnce) {
  auto other = on("2026-03-02", 5);
  other.scale.name = other.scale.short_name = "A of ours";
  score(file, {on("2026-03-02", 18), other});
  const auto page = body(jonah, at + "/measures/paper");
  const std::string none = "It is not a diagnosis.";
  const auto first = page.find(none);
  EXPECT_GT(first, page.find("What none of these can say"));
  EXPECT_LT(first, page.find("<section class=\"paper-sheet\""));
  EXPECT_EQ(page.find(none, first + 1), page.npos);
  EXPECT_THAT(page, HasSubstr(phq.cannot_say.front().substr(0, 20)));
  EXPECT_THAT(body(jonah, at + "/measures/1/paper"), HasSubstr(none));
}

TEST_F(MeasurePages, TellOnTheFilesPageWhatIsWorseThanExpected) {
  EXPECT_THAT(body(ada, at), Not(HasSubstr("measures/beside"))) << "nothing was measured";
  earlier(32);
  score(file, {on("2026-03-02", 10), on("2026-03-30", 10), on("2026-04-27", 26)});
  EXPECT_THAT(body(ada, at), HasSubstr("<turbo-frame id=\"beside\" src=\"" + at + "/measures/beside\""));
  const auto page = body(ada, at + "/measures/beside");
  EXPECT_THAT(page, HasSubstr("For the therapist to look at: <a href=\"" + at + "/measures/1\">PHQ-9</a>"));
  EXPECT_THAT(page, HasSubstr("Worse than expected"));
  EXPECT_THAT(page, HasSubstr("It is information, never a verdict"));
  // From each one's own finished files; and not for the client.
  EXPECT_THAT(body(okafor, at + "/measures/beside"), HasSubstr("Nothing can be compared yet"));
  EXPECT_EQ(a.get(jonah, at + "/measures/beside").status, 404);
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr("measures/beside")));
}

}  // namespace
}  // namespace trefoil::web
