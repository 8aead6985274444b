// Tables that hold too little, or nothing that varies: refused with the column's name, or fitted, but never made up.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "growth/fit.h"

namespace trefoil::growth {
namespace {

struct Table {
  std::vector<double> outcome, time;
  std::vector<std::uint32_t> subject;
  std::size_t subjects = 0;
  std::vector<std::vector<double>> covariates;
  Data data() const { return {outcome, time, subject, subjects, {covariates.begin(), covariates.end()}}; }
};
Table wobbly(std::size_t subjects, std::size_t occasions) {
  Table out;
  out.subjects = subjects;
  for (std::size_t s = 0; s < subjects; ++s)
    for (std::size_t t = 0; t < occasions; ++t) {
      out.outcome.push_back(static_cast<double>((s * 7 + t * 5 + s * t * 3) % 11));
      out.time.push_back(static_cast<double>(t));
      out.subject.push_back(static_cast<std::uint32_t>(s));
    }
  return out;
}
std::string refused_at(const Table& table, const Form& form) {
  for (const auto criterion : {Criterion::reml, Criterion::ml}) {
    const auto fit = fit_model(table.data(), form, criterion);
    if (fit) return "fitted";
    EXPECT_EQ(fit.error().fault, Fault::bad_input);
    EXPECT_FALSE(fit.error().what.empty());
    if (criterion == Criterion::ml) return fit.error().place;
  }
  return {};
}

TEST(GrowthOfOddTables, WhatCannotBeAnsweredIsRefusedWithItsPlace) {
  EXPECT_EQ(refused_at(wobbly(1, 8), {RandomPart::intercept}), "subject");
  EXPECT_EQ(refused_at(wobbly(20, 1), {RandomPart::intercept}), "time");  // all times are 0, too
  EXPECT_EQ(refused_at(Table{}, {}), "outcome");

  Table once = wobbly(20, 1);
  for (std::size_t i = 0; i < 20; ++i) once.time[i] = static_cast<double>(i % 4);
  EXPECT_EQ(refused_at(once, {RandomPart::intercept}), "outcome");
  EXPECT_EQ(refused_at(wobbly(20, 2), {RandomPart::slope}),
            "outcome");  // two scores each: an intercept and a slope meet them

  Table level = wobbly(10, 4);
  std::ranges::fill(level.outcome, 3.0);
  EXPECT_EQ(refused_at(level, {}), "outcome");
  Table still = wobbly(10, 4);
  std::ranges::fill(still.time, 1.0 / 3);
  EXPECT_EQ(refused_at(still, {}), "time");
  EXPECT_EQ(refused_at(wobbly(10, 2), {RandomPart::intercept, true}), "time");  // a square of two times

  Table line = wobbly(10, 4);
  for (std::size_t i = 0; i < line.outcome.size(); ++i) line.outcome[i] = 3 - 0.1 * line.time[i];
  EXPECT_EQ(refused_at(line, {}), "outcome");
  Table lines = wobbly(10, 4);
  for (std::size_t i = 0; i < lines.outcome.size(); ++i)
    lines.outcome[i] = lines.subject[i] * 1.7 + lines.time[i] * std::sin(lines.subject[i]);
  EXPECT_EQ(refused_at(lines, {RandomPart::slope}), "outcome");

  Table covaried = wobbly(10, 4);
  covaried.covariates = {covaried.time, std::vector<double>(40, 2.0)};
  for (std::size_t i = 0; i < 40; ++i) covaried.covariates[0][i] = 5 - 2 * covaried.time[i];
  EXPECT_EQ(refused_at(covaried, {RandomPart::intercept, false, false, {"turned", "same"}}), "same");
  for (std::size_t i = 0; i < 40; ++i) covaried.covariates[1][i] = static_cast<double>(i * i % 13);
  EXPECT_EQ(refused_at(covaried, {RandomPart::intercept, false, false, {"turned", "other"}}), "turned");
  EXPECT_EQ(refused_at(covaried, {RandomPart::intercept, false, false, {"turned"}}), "covariates");

  Table odd = wobbly(10, 4);
  odd.time[3] = -1;
  EXPECT_EQ(refused_at(odd, {RandomPart::slope, false, true}), "time");
  odd.time[3] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refused_at(odd, {}), "time");
  odd = wobbly(10, 4);
  odd.outcome[3] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(refused_at(odd, {}), "outcome");
  odd = wobbly(10, 4);
  odd.subject[3] = 10;
  EXPECT_EQ(refused_at(odd, {}), "subject");
  odd.subject.pop_back();
  EXPECT_EQ(refused_at(odd, {}), "time");
}

TEST(GrowthOfOddTables, SlopesAtTheSameTwoTimesAreNotToldFromChance) {
  // Scores enough in number, but one variance too many for two times: some have both twice.
  Table twice = wobbly(30, 2);
  const Table again = wobbly(30, 2);
  for (std::size_t i = 0; i < 20; ++i) {  // ten subjects have each time twice: their repeats do tell chance
    twice.outcome.push_back(again.outcome[i] + 1 + static_cast<double>(i % 3));
    twice.time.push_back(again.time[i]);
    twice.subject.push_back(again.subject[i]);
  }
  EXPECT_TRUE(fit_model(twice.data(), {RandomPart::slope}));
  // A subject more with scores all at one time tells chance as well; its slope is the others'.
  Table one = wobbly(3, 2);
  for (int i = 0; i < 8; ++i) {
    one.outcome.push_back(i % 3);
    one.time.push_back(0);
    one.subject.push_back(3);
  }
  one.subjects = 4;
  const auto fit = fit_model(one.data(), {RandomPart::slope});
  if (fit) {
    EXPECT_TRUE(std::isfinite(fit->criterion));
  } else {
    EXPECT_EQ(fit.error().fault, Fault::bad_input);
  }
}

TEST(GrowthOfOddTables, NumbersWithoutASubjectCountForNothing) {
  Table table = wobbly(12, 5);
  const auto plain = fit_model(table.data(), {});
  for (auto& subject : table.subject) subject = 3 * subject + 1;
  table.subjects = 100;
  const auto spread = fit_model(table.data(), {});
  ASSERT_TRUE(plain && spread);
  EXPECT_EQ(spread->subjects, 12u);
  EXPECT_DOUBLE_EQ(spread->criterion, plain->criterion);
}

}  // namespace
}  // namespace trefoil::growth
