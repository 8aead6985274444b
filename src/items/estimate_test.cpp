#include "items/estimate.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "items/answers_test.h"
#include "items/calibrate.h"

namespace trefoil::items {
namespace {

using testing::golden_answers;
using testing::item_of;
using testing::some_items;

std::optional<Estimate> one_estimate(const std::vector<GradedItem>& items, std::vector<Answer> answers, Method method) {
  const auto all = estimate(items, Responses{items.size(), std::move(answers)}, method);
  EXPECT_TRUE(all);
  return all->front();
}

// tests/golden/item-response.md says where the values come from.
TEST(Estimate, EapOfTheGoldenFilesToTheDigit) {
  const auto science = golden_answers("science.csv", 1);
  const auto done = calibrate(science);
  ASSERT_TRUE(done);
  const auto people = estimate(done->items, science, Method::eap);
  ASSERT_TRUE(people);
  ASSERT_EQ(people->size(), 392u);
  EXPECT_NEAR(people->front()->theta, .400705, 1e-4);
  EXPECT_NEAR(people->front()->error, .597392, 1e-4);

  const auto lsat = calibrate(golden_answers("lsat7.csv", 0));
  ASSERT_TRUE(lsat);
  const auto none = one_estimate(lsat->items, {0, 0, 0, 0, 0}, Method::eap);
  EXPECT_NEAR(none->theta, -1.869784, 1e-5);
  EXPECT_NEAR(none->error, .692700, 1e-5);
  const auto all = one_estimate(lsat->items, {1, 1, 1, 1, 1}, Method::eap);
  EXPECT_NEAR(all->theta, .727185, 1e-5);
  EXPECT_NEAR(all->error, .800932, 1e-5);
}

TEST(Estimate, TopsAreWhereNothingNearIsHigherAndTheirErrorIsTheCurvature) {
  const auto items = some_items(6);
  rc::check([&] {
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < items.size(); ++i) answers.push_back(static_cast<Answer>(*rc::gen::inRange(0, 5)));
    for (const Method method : {Method::map, Method::ml}) {
      const auto found = one_estimate(items, answers, method);
      if (!found) {
        RC_ASSERT(method == Method::ml);
        continue;
      }
      const auto height = [&](double theta) {
        double sum = method == Method::map ? -0.5 * theta * theta : 0;
        for (std::size_t i = 0; i < items.size(); ++i) sum += log_probability(items[i], answers[i], theta);
        return sum;
      };
      for (const double off : {-1.0, -0.1, -1e-3, 1e-3, 0.1, 1.0})
        RC_ASSERT(height(found->theta) > height(found->theta + off));
      const double step = 1e-3;
      const double curvature =
          (height(found->theta + step) - 2 * height(found->theta) + height(found->theta - step)) / (step * step);
      RC_ASSERT(std::abs(found->error - 1 / std::sqrt(-curvature)) < 1e-3 * found->error);
    }
  });
}

TEST(Estimate, MlHasNoneAtTheEndsAndSaysSo) {
  const auto items = some_items(3);
  EXPECT_FALSE(one_estimate(items, {0, 0, 0}, Method::ml));
  EXPECT_FALSE(one_estimate(items, {4, 4, 4}, Method::ml));
  EXPECT_FALSE(one_estimate(items, {kMissing, kMissing, kMissing}, Method::ml));
  EXPECT_TRUE(one_estimate(items, {0, kMissing, 4}, Method::ml));
  EXPECT_TRUE(one_estimate(items, {kMissing, 2, kMissing}, Method::ml));
  // An item that runs against the scale: its lowest answer is the other end.
  const std::vector<GradedItem> against{item_of(1, {0}), item_of(-1, {0})};
  EXPECT_FALSE(one_estimate(against, {1, 0}, Method::ml));
  EXPECT_TRUE(one_estimate(against, {1, 1}, Method::ml));
}

TEST(Estimate, WithoutAnswersThePriorIsLeft) {
  const auto items = some_items(3);
  for (const Method method : {Method::eap, Method::map}) {
    const auto found = one_estimate(items, {kMissing, kMissing, kMissing}, method);
    EXPECT_NEAR(found->theta, 0, 1e-9);
    EXPECT_NEAR(found->error, 1, 1e-5);
  }
}

TEST(Estimate, NeverANumberThatIsNone) {
  rc::check([] {
    std::vector<GradedItem> items;
    std::vector<Answer> answers;
    const int count = *rc::gen::inRange(1, 12);
    for (int i = 0; i < count; ++i) {
      const double slope = *rc::gen::inRange(1, 10'000) / 100.0 * (*rc::gen::inRange(0, 2) == 0 ? -1 : 1);
      const double first = *rc::gen::inRange(-2000, 2000) / 100.0;
      items.push_back(item_of(slope, {first, first + (slope > 0 ? 0.3 : -0.3)}));
      const int answer = *rc::gen::inRange(0, 4);
      answers.push_back(answer == 3 ? kMissing : static_cast<Answer>(answer));
    }
    for (const Method method : {Method::eap, Method::map, Method::ml}) {
      const auto found = one_estimate(items, answers, method);
      if (method != Method::ml) RC_ASSERT(found.has_value());
      if (found) RC_ASSERT(std::isfinite(found->theta) && std::isfinite(found->error) && found->error >= 0);
    }
  });
}

TEST(Estimate, StopsWhereItIsTold) {
  const auto items = some_items(2);
  const auto stopped = estimate(items, Responses{2, std::vector<Answer>(20'000, 1)}, Method::eap, {},
                                [](std::size_t done) { return done < 5000; });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().fault, Fault::refused);
}

}  // namespace
}  // namespace trefoil::items
