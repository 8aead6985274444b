// Item fit, and items in two groups.
#include "items/item_fit.h"

#include <gtest/gtest.h>

#include "items/answers_test.h"
#include "items/calibrate.h"
#include "items/dif.h"

namespace trefoil::items {
namespace {

using testing::golden_answers;
using testing::item_of;
using testing::plain_log_likelihood;
using testing::some_items;
using testing::uniform_of;

// All 32 patterns one by one instead of the recursion; Orlando and Thissen 2000, eq. 4: sum over the score groups of
// N (O - E)^2 / (E (1 - E)).
TEST(ItemFit, SX2OfTheLsatDataByEveryPattern) {
  const auto answers = golden_answers("lsat7.csv", 0);
  const auto done = calibrate(answers);
  ASSERT_TRUE(done);
  double chance_of[6] = {}, right_of[6][5] = {}, people[6] = {}, right[6][5] = {};
  for (unsigned pattern = 0; pattern < 32; ++pattern) {
    std::vector<Answer> one;
    unsigned sum = 0;
    for (unsigned i = 0; i < 5; ++i) sum += one.emplace_back(static_cast<Answer>(pattern >> i & 1));
    const double chance = std::exp(plain_log_likelihood(done->items, one));
    chance_of[sum] += chance;
    for (unsigned i = 0; i < 5; ++i) right_of[sum][i] += chance * one[i];
  }
  for (std::size_t p = 0; p < answers.people(); ++p) {
    std::size_t sum = 0;
    for (const Answer answer : answers.of(p)) sum += answer;
    ++people[sum];
    for (std::size_t i = 0; i < 5; ++i) right[sum][i] += answers.of(p)[i];
  }
  for (std::size_t i = 0; i < 5; ++i) {
    double expected = 0;
    for (std::size_t s = 1; s < 5; ++s) {
      const double e = right_of[s][i] / chance_of[s], o = right[s][i] / people[s];
      expected += people[s] * (o - e) * (o - e) / (e * (1 - e));
    }
    ASSERT_TRUE(done->fits[i]);
    EXPECT_NEAR(done->fits[i]->statistic, expected, 1e-8);
    EXPECT_EQ(done->fits[i]->degrees, 2u);                              // four score groups, two parameters
    EXPECT_NEAR(done->fits[i]->chance, std::exp(-expected / 2), 1e-9);  // chi-square of two degrees
  }
}

TEST(ItemFit, IsAboutItsDegreesWhereTheModelHoldsAndFarAboveWhereItDoesNot) {
  auto items = some_items(8);
  double statistic = 0, degrees = 0, rejected = 0;
  for (std::uint64_t seed = 0; seed < 15; ++seed) {
    const auto done = calibrate(simulate(items, 600, 0, 1, 0, uniform_of(seed)).responses);
    ASSERT_TRUE(done);
    for (const auto& fit : done->fits) {
      ASSERT_TRUE(fit);
      statistic += fit->statistic;
      degrees += static_cast<double>(fit->degrees);
      rejected += fit->chance < 0.05;
    }
  }
  EXPECT_NEAR(statistic / degrees, 1, 0.08);
  EXPECT_LT(rejected / (15 * 8), 0.12);
  // Everybody in the middle of the sum of the others answers the last item as those at the ends do.
  auto people = simulate(items, 600, 0, 1, 0, uniform_of(3)).responses;
  for (std::size_t p = 0; p < 600; ++p) {
    int sum = 0;
    for (std::size_t i = 0; i < 7; ++i) sum += people.of(p)[i];
    people.answers[8 * p + 7] = static_cast<Answer>(std::min(4, std::abs(sum - 14) / 3));
  }
  const auto bent = calibrate(people);
  ASSERT_TRUE(bent);
  ASSERT_TRUE(bent->fits[7]);
  EXPECT_LT(bent->fits[7]->chance, 1e-6);
}

TEST(ItemFit, IsSilentWithoutCompletePeople) {
  Patterns patterns;
  patterns.distinct = {3, {0, 1, kMissing}};
  patterns.people = {1000};
  const auto fits = item_fit(some_items(3), patterns);
  ASSERT_TRUE(fits);
  for (const auto& fit : *fits) EXPECT_FALSE(fit);
  const auto scores = sum_score_distribution(std::vector<std::vector<double>>{{.4, .6}, {.5, .3, .2}}, 2);
  ASSERT_EQ(scores.size(), 4u);
  EXPECT_NEAR(scores[1], .4 * .3 + .6 * .5, 1e-12);
}

TEST(Dif, FindsTheItemThatDiffersAndHowTheGroupsLie) {
  auto items = some_items(6);
  const auto first = simulate(items, 700, 0, 1, 0, uniform_of(11)).responses;
  items[3] = item_of(items[3].slope, {-0.2, 0.8, 1.8, 2.8});  // was -1.7 to 1.3: harder by 1.5
  const auto second = simulate(items, 700, 0.5, 0.8, 0, uniform_of(12)).responses;
  const auto found = dif(first, second);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->converged);
  EXPECT_LT(found->items[3]->chance, 1e-10);
  EXPECT_EQ(found->items[3]->degrees, 5u);
  EXPECT_GT(found->items[3]->second.threshold(1), found->items[3]->first.threshold(1) + 0.7);
  for (std::size_t i = 0; i < 6; ++i)
    if (i != 3) {
      EXPECT_LT(found->items[i]->statistic, found->items[3]->statistic / 5);
    }
  // The one that differs pulls the second group's mean down a little.
  EXPECT_NEAR(found->mean, 0.4, 0.15);
  EXPECT_NEAR(found->deviation, 0.8, 0.15);
}

// tests/golden/item-response.md: every second person of the LSAT data, beside the others.
TEST(Dif, OfTheLsatDataToTheDigit) {
  const auto all = golden_answers("lsat7.csv", 0);
  Responses halves[2];
  for (auto& half : halves) half.items = all.items;
  for (std::size_t person = 0; person < all.people(); ++person) {
    auto& answers = halves[person % 2].answers;
    const auto own = all.of(person);
    answers.insert(answers.end(), own.begin(), own.end());
  }
  const auto found = dif(halves[0], halves[1]);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->log_likelihood, -2658.79827, 1e-4);
  EXPECT_NEAR(found->mean, 0.001, 1e-3);
  EXPECT_NEAR(found->deviation * found->deviation, 0.975, 1e-3);
  const double expected[5] = {.014670, .019473, .082516, .044815, .065860};
  for (std::size_t i = 0; i < 5; ++i) {
    ASSERT_TRUE(found->items[i]);
    EXPECT_NEAR(found->items[i]->statistic, expected[i], 5e-4);
    EXPECT_EQ(found->items[i]->degrees, 2u);
  }
}

TEST(Dif, IsAboutChiSquareWhereNothingDiffers) {
  const auto items = some_items(5);
  double statistic = 0, degrees = 0;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const auto found = dif(simulate(items, 300, 0, 1, 0.1, uniform_of(2 * seed)).responses,
                           simulate(items, 300, -0.4, 1.2, 0.1, uniform_of(2 * seed + 1)).responses);
    ASSERT_TRUE(found);
    for (const auto& item : found->items)
      if (item) statistic += item->statistic, degrees += static_cast<double>(item->degrees);
  }
  EXPECT_GT(degrees, 100);
  EXPECT_NEAR(statistic / degrees, 1, 0.3);
}

TEST(Dif, SaysWhatItCannotCompare) {
  const auto items = some_items(4);
  auto first = simulate(items, 400, 0, 1, 0, uniform_of(1)).responses;
  auto second = simulate(items, 400, 0, 1, 0, uniform_of(2)).responses;
  EXPECT_FALSE(dif(first, Responses{3, {0, 1, 2}}));
  EXPECT_FALSE(dif(first, Responses{4, std::vector<Answer>(40, kMissing)}));
  for (std::size_t at = 1; at < second.answers.size(); at += 4)
    if (second.answers[at] == 4) second.answers[at] = 3;
  const auto found = dif(first, second);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->items[1]);
  EXPECT_TRUE(found->items[0]);
}

}  // namespace
}  // namespace trefoil::items
