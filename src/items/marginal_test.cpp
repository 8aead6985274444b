#include "items/marginal.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <numeric>

#include "items/answers_test.h"

namespace trefoil::items {
namespace {

using testing::plain_log_likelihood;
using testing::plain_probability;
using testing::some_items;

TEST(Quadrature, WeightsAddUpToOneAndHaveTheMomentsThatWereAsked) {
  for (const auto& [mean, deviation] : {std::pair(0.0, 1.0), std::pair(0.7, 0.6), std::pair(-1.2, 1.1)}) {
    const auto quadrature = normal_quadrature({}, mean, deviation);
    EXPECT_EQ(quadrature.count, 61u);
    EXPECT_EQ(quadrature.padded(), 64u);
    EXPECT_DOUBLE_EQ(quadrature.points[0], -6);
    EXPECT_NEAR(quadrature.points[60], 6, 1e-12);
    double sum = 0, first = 0, second = 0;
    for (std::size_t q = 0; q < 64; ++q) {
      const double weight = std::exp(quadrature.log_weights[q]);
      sum += weight;
      first += weight * quadrature.points[q];
      second += weight * quadrature.points[q] * quadrature.points[q];
    }
    EXPECT_NEAR(sum, 1, 1e-12);
    EXPECT_NEAR(first, mean, 1e-4);
    EXPECT_NEAR(second - first * first, deviation * deviation, 1e-3);
  }
}

TEST(Quadrature, SpansThatAreNoneAreRefused) {
  EXPECT_TRUE(check(Span{-4, 4, 33}));
  for (const Span& span :
       {Span{1, -1, 10}, Span{0, 0, 10}, Span{-1, 1, 1}, Span{-1, 1, 1001}, Span{-1e9, 1, 5}, Span{std::nan(""), 1, 5}})
    EXPECT_FALSE(check(span));
}

TEST(Marginal, ExponentialsAreThoseOfTheLibrary) {
  std::vector<double> from, to;
  for (double x = 0; x > -699; x -= 0.0137) from.push_back(x);
  from.insert(from.end(), {-0.0, -1e-300, -1e-17, -0.34657359, -700.1, -1e30, -1e300, -HUGE_VAL});
  while (from.size() % 4 != 0) from.push_back(-1);
  to.resize(from.size());
  exponentials(from.data(), to.data(), from.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (from[i] < -700)
      EXPECT_EQ(to[i], 0);
    else
      EXPECT_NEAR(to[i] / std::exp(from[i]), 1, 5e-16) << from[i];
  }
}

// 7 points: fewer than a row of lanes, so that filled-up places must not count.
TEST(Marginal, PosteriorAndLikelihoodAreThoseOfPlainSums) {
  const auto items = some_items(7);
  std::vector<std::uint32_t> columns(items.size());
  std::iota(columns.begin(), columns.end(), 0u);
  for (const std::size_t points : {7u, 61u}) {
    const auto quadrature = normal_quadrature({-3, 3, points});
    const LogTable table(items, quadrature);
    rc::check([&] {
      std::vector<Answer> answers;
      for (std::size_t i = 0; i < items.size(); ++i) {
        const int answer = *rc::gen::inRange(0, 6);
        answers.push_back(answer == 5 ? kMissing : static_cast<Answer>(answer));
      }
      std::vector<double> posterior(table.row_length(), 9), plain(points);
      const double likelihood = posterior_of(answers, columns, table, quadrature, posterior);
      double sum = 0;
      for (std::size_t q = 0; q < points; ++q) {
        plain[q] = std::exp(quadrature.log_weights[q]);
        for (std::size_t i = 0; i < items.size(); ++i)
          if (answers[i] != kMissing) plain[q] *= plain_probability(items[i], answers[i], quadrature.points[q]);
        sum += plain[q];
      }
      RC_ASSERT(std::abs(likelihood - std::log(sum)) < 1e-10);
      for (std::size_t q = 0; q < posterior.size(); ++q)
        RC_ASSERT(std::abs(posterior[q] - (q < points ? plain[q] / sum : 0)) < 1e-12);
    });
  }
}

// A person whose answers leave nothing of the prior at all still has a posterior.
TEST(Marginal, NothingUnderflows) {
  const std::vector<GradedItem> items(400, testing::item_of(8, {5.0}));
  std::vector<std::uint32_t> columns(items.size());
  std::iota(columns.begin(), columns.end(), 0u);
  const auto quadrature = normal_quadrature();
  const LogTable table(items, quadrature);
  std::vector<double> posterior(table.row_length());
  Support support;
  for (const Answer answer : {Answer{0}, Answer{1}}) {
    const std::vector<Answer> answers(items.size(), answer);
    const double likelihood = posterior_of(answers, columns, table, quadrature, posterior, &support);
    EXPECT_TRUE(std::isfinite(likelihood));
    EXPECT_NEAR(std::accumulate(posterior.begin(), posterior.end(), 0.0), 1, 1e-12);
    EXPECT_LT(support.from, support.to);
    EXPECT_NEAR(weighed(posterior.data(), posterior.data(), support),
                std::inner_product(posterior.begin(), posterior.end(), posterior.begin(), 0.0), 1e-12);
  }
}

TEST(Marginal, ExpectedCountsAddUpToThePeopleWhoAnswered) {
  const auto items = some_items(5);
  auto people = simulate(items, 300, 0, 1, 0.2, testing::uniform_of(5)).responses;
  const auto patterns = merge(people);
  std::vector<std::uint32_t> columns(items.size());
  std::iota(columns.begin(), columns.end(), 0u);
  const auto quadrature = normal_quadrature();
  const LogTable table(items, quadrature);
  Expected expected;
  expected.clear(table);
  expect(patterns, columns, table, quadrature, expected);
  double plain = 0;
  std::vector<double> answered(items.size() * 5, 0.0);
  for (std::size_t person = 0; person < people.people(); ++person) {
    const auto answers = people.of(person);
    plain += plain_log_likelihood(items, answers);
    for (std::size_t i = 0; i < items.size(); ++i)
      if (answers[i] != kMissing) ++answered[5 * i + answers[i]];
  }
  EXPECT_NEAR(expected.log_likelihood, plain, 1e-8);
  for (std::size_t row = 0; row < answered.size(); ++row)
    EXPECT_NEAR(std::accumulate(expected.counts.begin() + static_cast<std::ptrdiff_t>(row * 64),
                                expected.counts.begin() + static_cast<std::ptrdiff_t>(row * 64 + 64), 0.0),
                answered[row], 1e-9);
}

TEST(Patterns, AreMergedInOrderOfFirstAppearanceAndTheSilentAreCountedApart) {
  const Responses people{2, {1, 0, kMissing, kMissing, 0, kMissing, 1, 0}};
  const auto patterns = merge(people);
  EXPECT_EQ(patterns.silent, 1u);
  EXPECT_EQ(patterns.people, (std::vector<double>{2, 1}));
  EXPECT_EQ(patterns.distinct.answers, (std::vector<Answer>{1, 0, 0, kMissing}));
}

}  // namespace
}  // namespace trefoil::items
