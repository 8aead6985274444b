#include "measure/score_columns.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace trefoil::measure {
namespace {

Item offered(const std::string& id, const std::vector<double>& points) {
  Item item;
  item.id = id;
  for (std::size_t k = 0; k < points.size(); ++k) item.choices.push_back({std::to_string(k), "answer", points[k]});
  return item;
}
Instrument nine_items() {
  Instrument out;
  out.most_missing = 2;
  out.reliability = Sourced{.89, "here", "alpha"};
  out.spread = Sourced{6.1, "here", ""};
  out.bands = {{0, 4, "minimal", "here"}, {5, 14, "some", "here"}, {15, 27, "much", "here"}};
  for (int i = 0; i < 9; ++i) out.items.push_back(offered("q" + std::to_string(i), {0, 1, 2, 3}));
  return out;
}

// Any instrument that has a score: whole points and others, turned round, weighted, some answers that may be missing.
Instrument any_instrument() {
  const auto chance = [](int of) { return *rc::gen::inRange(0, of) == 0; };
  Instrument out;
  out.method = *rc::gen::element(Scoring::sum, Scoring::sum, Scoring::sum, Scoring::mean, Scoring::weighted,
                                 Scoring::goal_attainment);
  const bool goals = out.method == Scoring::goal_attainment;
  const auto items = *rc::gen::inRange<std::size_t>(1, 12);
  const bool ladders = chance(2);
  for (std::size_t i = 0; i < items; ++i) {
    std::vector<double> points;
    const int start = *rc::gen::inRange(-3, 4), choices = *rc::gen::inRange(2, 8);
    for (int k = 0; k < choices; ++k)
      points.push_back(goals ? std::min(k - 2, 2) : ladders ? start + k : *rc::gen::inRange(-9, 10));
    if (!goals && chance(30)) points.back() += 0.5;
    Item item = offered("q" + std::to_string(i), points);
    item.reversed = chance(3);
    item.weight = *rc::gen::inRange(1, 4);
    out.items.push_back(std::move(item));
  }
  out.most_missing = *rc::gen::inRange<std::size_t>(0, items);
  if (chance(2)) out.t_scores = {{-5, 20}, {0, 35}, {12, 62}};
  if (chance(2)) out.reliability = Sourced{.8, "here", "alpha"}, out.spread = Sourced{4, "here", ""};
  return out;
}

// `rows` answers to each item, as columns and (in `people`) row by row.
struct Made {
  std::vector<std::vector<Answer>> columns;
  AnswerColumns view() const {
    AnswerColumns out;
    for (const auto& column : columns) out.items.push_back(column.data());
    out.rows = columns.empty() ? 0 : columns.front().size();
    return out;
  }
  std::vector<Answer> person(std::size_t row) const {
    std::vector<Answer> out;
    for (const auto& column : columns) out.push_back(column[row]);
    return out;
  }
};
Made any_answers(const Scorer& scorer, std::size_t rows, std::uint64_t seed) {
  Made out;
  const auto next = [&seed] { return (seed = seed * 6364136223846793005u + 1442695040888963407u) >> 33; };
  for (std::size_t i = 0; i < scorer.items().size(); ++i) {
    auto& column = out.columns.emplace_back(rows);
    for (Answer& answer : column)
      answer = next() % 7 == 0 ? kMissing : static_cast<Answer>(next() % scorer.points(i).size());
  }
  return out;
}

RC_GTEST_PROP(ScoreColumns, GiveWhatTheScorerGivesRowForRow, ()) {
  const Instrument instrument = any_instrument();
  const ColumnScorer columns(instrument);
  const Scorer scorer(instrument);
  const auto rows = *rc::gen::element<std::size_t>(1, 17, 2047, 2048, 4100);
  const auto answers = any_answers(scorer, rows, *rc::gen::arbitrary<std::uint64_t>());
  const auto from = *rc::gen::inRange<std::size_t>(0, rows);
  std::vector<double> scores(rows - from);
  columns.score(answers.view(), from, scores);
  if (columns.table()) RC_TAG("from a table");
  for (std::size_t row = from; row < rows; ++row) {
    const auto one = scorer.score(answers.person(row));
    RC_ASSERT(std::isnan(scores[row - from]) != one.score.has_value());
    if (one.score) RC_ASSERT(scores[row - from] == *one.score);
    if (!columns.table()) continue;
    const Scored& known = columns.table()->at(columns.table()->code(answers.person(row)));
    RC_ASSERT(known.score == one.score && known.missing == one.missing && known.band == one.band && known.t == one.t &&
              known.low == one.low && known.high == one.high);
  }
}

RC_GTEST_PROP(ScoreColumns, JudgeChangeAsReliableChangeDoes, ()) {
  const Instrument instrument = any_instrument();
  const ColumnScorer columns(instrument);
  const Scorer scorer(instrument);
  const auto rows = *rc::gen::element<std::size_t>(1, 31, 2100);
  const auto before = any_answers(scorer, rows, *rc::gen::arbitrary<std::uint64_t>());
  const auto after = any_answers(scorer, rows, *rc::gen::arbitrary<std::uint64_t>());
  const auto rule =
      ReliableChange::with({.spread = 2, .reliability = .7, .direction = instrument.direction, .cutoff = 5});
  std::vector<std::uint8_t> classes(rows);
  std::vector<double> scores_before(rows), scores_after(rows), alone(rows);
  const ColumnChange change(columns, *rule);
  change.judge(before.view(), after.view(), 0, classes, scores_before, scores_after);
  const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  columns.score(before.view(), 0, alone);
  RC_ASSERT(std::ranges::equal(alone, scores_before, same));
  columns.score(after.view(), 0, alone);
  RC_ASSERT(std::ranges::equal(alone, scores_after, same));
  for (std::size_t row = 0; row < rows; ++row) {
    const auto first = scorer.score(before.person(row)).score, second = scorer.score(after.person(row)).score;
    const auto right =
        first && second ? static_cast<std::uint8_t>(rule->judge(*first, *second).verdict) : ColumnChange::kNone;
    RC_ASSERT(classes[row] == right);
  }
}

RC_GTEST_PROP(ScoreTable, GivesSubscalesAsTheScorerDoes, ()) {
  Instrument instrument = any_instrument();
  Subscale part{"part", {}};
  for (std::size_t i = 0; i < instrument.items.size(); ++i)
    if (*rc::gen::arbitrary<bool>()) part.items.push_back(i);
  if (part.items.empty()) part.items.push_back(0);
  instrument.subscales = {part};
  const Scorer scorer(instrument);
  const auto table = ScoreTable::of_subscale(scorer, 0);
  if (ScoreTable::of(scorer)) RC_ASSERT(table.has_value());
  if (!table) return;
  const auto answers = any_answers(scorer, 200, *rc::gen::arbitrary<std::uint64_t>());
  for (std::size_t row = 0; row < 200; ++row) {
    const auto own = answers.person(row);
    RC_ASSERT(table->at(table->code(own)).score == scorer.score(own).subscales[0]);
  }
}

TEST(ScoreTable, IsSmallAndThereWhereScoresDependOnSumAndCountAlone) {
  auto instrument = nine_items();
  const auto table = [&] { return ScoreTable::of(Scorer(instrument)); };
  ASSERT_TRUE(table());
  EXPECT_EQ(table()->size(), 280u);
  const std::vector<Answer> some = {kMissing, 1, 1, 1, 1, 1, 1, 0, kMissing};
  EXPECT_EQ(table()->at(table()->code(some)).score, 6.0 / 7 * 9);
  EXPECT_EQ(table()->at(table()->code(some)).band, 1u);
  // What is no place among the choices counts as missing, rather than reaching past the table.
  EXPECT_EQ(table()->code(std::vector<Answer>{4, 99, 254, 0, 0, 0, 0, 0, 0}),
            table()->code(std::vector<Answer>{kMissing, kMissing, kMissing, 0, 0, 0, 0, 0, 0}));

  instrument.method = Scoring::mean;
  EXPECT_TRUE(table());
  instrument.items[3].choices[1].points = 0.5;
  EXPECT_FALSE(table()) << "halves are no whole points";
  instrument.items[3].choices[1].points = 9000;
  EXPECT_FALSE(table()) << "too many scores";
  instrument = nine_items();
  instrument.method = Scoring::weighted;
  EXPECT_FALSE(table());
  instrument.method = Scoring::none;
  EXPECT_FALSE(table());
}

TEST(ScoreColumns, WhatIsNoPlaceOfAChoiceIsMissingInAnyRow) {
  const auto instrument = nine_items();
  const ColumnScorer columns(instrument);
  std::vector<Answer> odd(5000, 4), fine(5000, 3);
  AnswerColumns answers{{odd.data(), odd.data(), fine.data(), fine.data(), fine.data(), fine.data(), fine.data(),
                         fine.data(), fine.data()},
                        5000};
  std::vector<double> scores(5000);
  columns.score(answers, 0, scores);
  EXPECT_EQ(std::ranges::count(scores, 27.0), 5000);
}

}  // namespace
}  // namespace trefoil::measure
