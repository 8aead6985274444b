#include "items/reliability.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "items/answers_test.h"

namespace trefoil::items {
namespace {

using testing::golden_answers;
using testing::some_items;
using testing::uniform_of;

// Alpha by the mean of the covariances, another way to the same (Cronbach 1951, eq. 16): k * c / (v + (k - 1) c).
TEST(Reliability, AlphaOfTheScienceData) {
  const auto answers = golden_answers("science.csv", 1);
  const auto found = reliability(answers);
  ASSERT_TRUE(found);
  const double n = static_cast<double>(answers.people());
  double means[4] = {}, variance = 0, covariance = 0;
  for (std::size_t p = 0; p < answers.people(); ++p)
    for (std::size_t i = 0; i < 4; ++i) means[i] += answers.of(p)[i] / n;
  for (std::size_t p = 0; p < answers.people(); ++p)
    for (std::size_t i = 0; i < 4; ++i)
      for (std::size_t j = 0; j < 4; ++j) {
        const double both = (answers.of(p)[i] - means[i]) * (answers.of(p)[j] - means[j]) / (n - 1);
        (i == j ? variance : covariance) += both / (i == j ? 4 : 12);
      }
  EXPECT_NEAR(found->alpha, 4 * covariance / (variance + 3 * covariance), 1e-12);
  EXPECT_NEAR(found->alpha, 0.598, 5e-4);
  EXPECT_EQ(found->people, 392u);
  EXPECT_NEAR(found->items[0].mean, means[0], 1e-12);
  ASSERT_TRUE(found->omega);
  EXPECT_GT(*found->omega, found->alpha);  // loadings differ
  EXPECT_NEAR(*found->omega, .6134024, 1e-6);  // R 4.2: factanal(science, 1), loadings and uniquenesses times the items' spread
}

// Three items have as many covariances as loadings: lambda_1^2 = c12 c13 / c23.
TEST(Reliability, OneFactorOfThreeItemsIsExact) {
  const std::vector<double> loadings{1.2, 0.7, 2.0}, own{0.5, 0.8, 1.5};
  std::vector<double> covariances(9);
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) covariances[3 * i + j] = loadings[i] * loadings[j] + (i == j ? own[i] : 0);
  const auto factor = one_factor(covariances, 3);
  ASSERT_TRUE(factor);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(factor->loadings[i], loadings[i], 1e-6);
    EXPECT_NEAR(factor->uniquenesses[i], own[i], 1e-6);
  }
}

// At the top of the likelihood of a factor model, what is left of the diagonal is nothing, and
// (S - Sigma) Sigma^-1 lambda = 0 (Joreskog 1967, Psychometrika 32:443-482).
TEST(Reliability, OneFactorIsAtItsTop) {
  const auto people = simulate(some_items(6), 400, 0, 1, 0, uniform_of(4)).responses;
  std::vector<double> means(6), covariances(36);
  const double n = 400;
  for (std::size_t p = 0; p < 400; ++p)
    for (std::size_t i = 0; i < 6; ++i) means[i] += people.of(p)[i] / n;
  for (std::size_t p = 0; p < 400; ++p)
    for (std::size_t i = 0; i < 6; ++i)
      for (std::size_t j = 0; j < 6; ++j)
        covariances[6 * i + j] += (people.of(p)[i] - means[i]) * (people.of(p)[j] - means[j]) / (n - 1);
  const auto factor = one_factor(covariances, 6);
  ASSERT_TRUE(factor);
  double strength = 0;
  for (std::size_t i = 0; i < 6; ++i) strength += factor->loadings[i] * factor->loadings[i] / factor->uniquenesses[i];
  for (std::size_t i = 0; i < 6; ++i) {
    double left = 0;
    for (std::size_t j = 0; j < 6; ++j) {
      const double modelled = factor->loadings[i] * factor->loadings[j] + (i == j ? factor->uniquenesses[i] : 0);
      left += (covariances[6 * i + j] - modelled) * factor->loadings[j] / factor->uniquenesses[j] / (1 + strength);
      if (i == j) {
        EXPECT_NEAR(modelled, covariances[6 * i + i], 1e-7);
      }
    }
    EXPECT_NEAR(left, 0, 1e-7);
  }
}

TEST(Reliability, EqualLoadingsMakeOmegaAlphaAndAHeywoodCaseHasNone) {
  std::vector<double> equal(16, 0.5);
  for (std::size_t i = 0; i < 4; ++i) equal[5 * i] = 1;
  const auto factor = one_factor(equal, 4);
  ASSERT_TRUE(factor);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(factor->loadings[i], std::sqrt(0.5), 1e-8);
  // c12 c13 > c23: the first item would have less than nothing of its own.
  EXPECT_FALSE(one_factor({1, .9, .9, .9, 1, .5, .9, .5, 1}, 3));
}

TEST(Reliability, ItemsAreSeenWithAndWithoutThemselves) {
  // Two items that go together and one that runs against them.
  const Responses people{3, {0, 0, 2, 1, 1, 1, 2, 2, 0, 0, 1, 2, 2, 1, 1}};
  const auto found = reliability(people);
  ASSERT_TRUE(found);
  EXPECT_GT(found->items[0].with_rest, -1);
  EXPECT_LT(found->items[2].with_rest, -0.8);
  // Of the first two alone: variances 1 and .5, covariance .5, so 2 * (1 - 1.5 / 2.5).
  EXPECT_NEAR(*found->items[2].alpha_without, 0.8, 1e-12);
  EXPECT_LT(found->alpha, 0);
}

TEST(Reliability, IncompletePeopleAreLeftOutAndCounted) {
  auto answers = golden_answers("science.csv", 1);
  const auto whole = reliability(answers);
  answers.answers.insert(answers.answers.end(), {0, 3, kMissing, 1});
  const auto more = reliability(answers);
  ASSERT_TRUE(whole && more);
  EXPECT_EQ(more->left_out, 1u);
  EXPECT_DOUBLE_EQ(more->alpha, whole->alpha);
}

TEST(Reliability, SaysWhatItCannotDo) {
  const auto why = [](const Responses& people) {
    const auto found = reliability(people, {"one", "two"});
    return found ? std::string() : found.error().place + ": " + found.error().what;
  };
  EXPECT_NE(why({1, {0, 1, 0}}).find("two items"), std::string::npos);
  EXPECT_NE(why({2, {0, 1, 1, 0}}).find("three people"), std::string::npos);
  EXPECT_NE(why({2, {0, 1, 1, 1, 0, 1}}).find("two: Everybody"), std::string::npos);
  EXPECT_NE(why({2, {0, 1, 1, 0, 0, 1}}).find("same for everybody"), std::string::npos);
  const auto two = reliability({2, {0, 0, 1, 1, 0, 1, 1, 1}});
  ASSERT_TRUE(two);
  EXPECT_FALSE(two->omega);
  EXPECT_NE(two->why_no_omega, "");
  EXPECT_FALSE(two->items[0].alpha_without);
}

TEST(Reliability, NeverANumberThatIsNone) {
  rc::check([] {
    const auto items = static_cast<std::size_t>(*rc::gen::inRange(1, 6));
    Responses people{items, {}};
    const int answers = static_cast<int>(items) * *rc::gen::inRange(0, 15);
    for (int at = 0; at < answers; ++at) people.answers.push_back(static_cast<Answer>(*rc::gen::inRange(0, 3)));
    const auto found = reliability(people);
    if (!found) return;
    RC_ASSERT(std::isfinite(found->alpha) && found->alpha <= 1 + 1e-12);
    if (found->omega) RC_ASSERT(*found->omega >= 0 && *found->omega <= 1);
    for (const auto& item : found->items) RC_ASSERT(std::abs(item.with_rest) <= 1 && std::abs(item.with_total) <= 1);
  });
}

}  // namespace
}  // namespace trefoil::items
