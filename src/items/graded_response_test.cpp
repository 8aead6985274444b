#include "items/graded_response.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "items/answers_test.h"

namespace trefoil::items {
namespace {

using testing::item_of;
using testing::plain_probability;

GradedItem any_item(bool negative_too = true) {
  const double slope = *rc::gen::inRange(5, 400) / 100.0 * (negative_too && *rc::gen::inRange(0, 2) == 0 ? -1 : 1);
  GradedItem item{slope, {}};
  double d = *rc::gen::inRange(-300, 600) / 100.0;
  const int boundaries = *rc::gen::inRange(1, 7);
  for (int k = 0; k < boundaries; ++k) {
    item.intercepts.push_back(d);
    d -= *rc::gen::inRange(1, 300) / 100.0;
  }
  return item;
}

TEST(GradedResponse, ProbabilitiesAreThoseOfTheDefinitionAndAddUpToOne) {
  rc::check([] {
    const auto item = any_item();
    const double theta = *rc::gen::inRange(-600, 601) / 100.0;
    double sum = 0;
    for (std::size_t k = 0; k < item.categories(); ++k) {
      const double chance = probability(item, static_cast<Answer>(k), theta);
      RC_ASSERT(std::abs(chance - plain_probability(item, static_cast<Answer>(k), theta)) < 1e-12);
      sum += chance;
    }
    RC_ASSERT(std::abs(sum - 1) < 1e-12);
  });
}

TEST(GradedResponse, FarOutLogarithmsAreFiniteAndRight) {
  const auto item = item_of(3, {-1, 0, 1});
  // log P(category 1) = log(s(u) s(-v) (1 - e^(v-u))), with s(-v) about e^-v far to the right: v = 3 * 50 - 0.
  EXPECT_NEAR(log_probability(item, 1, 50), -150 + std::log(-std::expm1(-3.0)), 1e-9);
  EXPECT_NEAR(log_probability(item, 0, 1000), -(3000 + 3), 1e-9);
  EXPECT_NEAR(log_probability(item, 3, -1000), -(3000 + 3), 1e-9);
}

TEST(GradedResponse, SlopesAreTheDifferencesOfTheLogarithm) {
  rc::check([] {
    const auto item = any_item();
    const double theta = *rc::gen::inRange(-300, 301) / 100.0, step = 1e-5;
    for (std::size_t k = 0; k < item.categories(); ++k) {
      const auto category = static_cast<Answer>(k);
      const auto at = [&](double x) { return log_probability(item, category, x); };
      RC_ASSERT(std::abs(slope_at(item, category, theta) - (at(theta + step) - at(theta - step)) / (2 * step)) < 1e-6);
      const double second =
          (slope_at(item, category, theta + step) - slope_at(item, category, theta - step)) / (2 * step);
      RC_ASSERT(std::abs(observed_information(item, category, theta) + second) < 1e-6);
      const auto [upper, lower] = boundary_slopes(item, category, theta);
      RC_ASSERT(std::abs(item.slope * (upper + lower) - slope_at(item, category, theta)) < 1e-9);
      for (std::size_t b = 0; b < item.intercepts.size(); ++b) {
        GradedItem up = item, down = item;
        up.intercepts[b] += 1e-7, down.intercepts[b] -= 1e-7;
        const double change = (log_probability(up, category, theta) - log_probability(down, category, theta)) / 2e-7;
        const double said = b + 1 == k ? upper : b == k ? lower : 0;
        RC_ASSERT(std::abs(change - said) < 1e-4 * (1 + std::abs(said)));
      }
    }
  });
}

// Samejima 1969: information is the sum of P'^2 / P, and its two-category case a^2 P Q (Birnbaum 1968).
TEST(GradedResponse, InformationIsTheExpectedSquareOfTheSlope) {
  rc::check([] {
    const auto item = any_item();
    const double theta = *rc::gen::inRange(-400, 401) / 100.0;
    double sum = 0;
    for (std::size_t k = 0; k < item.categories(); ++k) {
      const double slope = slope_at(item, static_cast<Answer>(k), theta);
      sum += probability(item, static_cast<Answer>(k), theta) * slope * slope;
    }
    RC_ASSERT(std::abs(information(item, theta) - sum) < 1e-9 * (1 + sum));
  });
  const auto two = item_of(1.7, {0.5});
  const double p = plain_probability(two, 1, 0.2);
  EXPECT_NEAR(information(two, 0.2), 1.7 * 1.7 * p * (1 - p), 1e-12);
  const std::vector<GradedItem> test{two, two, two, two};
  EXPECT_NEAR(*standard_error_at(test, 0.2), 0.5 / std::sqrt(information(two, 0.2)), 1e-12);
  EXPECT_FALSE(standard_error_at({}, 0));
}

TEST(GradedResponse, WhatIsNoItemIsRefusedByItsPart) {
  const auto place = [](double a, std::vector<double> b) {
    const auto item = graded_item(a, b);
    return item ? std::string("fine") : item.error().place;
  };
  EXPECT_EQ(place(1, {-1, 1}), "fine");
  EXPECT_EQ(place(-1, {1, -1}), "fine");
  for (const double a : {0.0, std::nan(""), 1e9, -HUGE_VAL}) EXPECT_EQ(place(a, {0}), "a");
  EXPECT_EQ(place(1, {}), "b");
  EXPECT_EQ(place(1, {1, 1}), "b");
  EXPECT_EQ(place(1, {1, -1}), "b");
  EXPECT_EQ(place(-1, {-1, 1}), "b");
  EXPECT_EQ(place(1, {std::nan("")}), "b");
  EXPECT_EQ(place(1, std::vector<double>(100, 0)), "b");
  EXPECT_DOUBLE_EQ(item_of(-2, {1, -1}).threshold(0), 1);
}

}  // namespace
}  // namespace trefoil::items
