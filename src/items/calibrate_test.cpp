#include "items/calibrate.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "items/answers_test.h"
#include "items/linear.h"
#include "items/standard_errors.h"

namespace trefoil::items {
namespace {

using testing::golden_answers;
using testing::item_of;
using testing::plain_log_likelihood;
using testing::some_items;
using testing::uniform_of;

void expect_rising(const Calibration& done) {
  for (std::size_t i = 1; i < done.course.size(); ++i)
    EXPECT_GE(done.course[i], done.course[i - 1] - 1e-9 * std::abs(done.course[i])) << i;
}

// tests/golden/item-response.md says where data and values come from.
TEST(Calibrate, GradedResponseOfTheScienceDataToTheDigit) {
  const auto done = calibrate(golden_answers("science.csv", 1));
  ASSERT_TRUE(done);
  EXPECT_TRUE(done->converged);
  EXPECT_EQ(done->people, 392u);
  EXPECT_NEAR(done->log_likelihood, -1608.869413, 1e-4);
  const double expected[4][4] = {{1.04064, -4.67281, -2.53609, 1.40822},
                                 {1.22583, -2.38532, -.73512, 1.84889},
                                 {2.30059, -2.27992, -.96438, .85521},
                                 {1.09380, -3.05987, -.90640, 1.54282}};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(done->items[i].slope, expected[i][0], 1e-3);
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(done->items[i].threshold(k), expected[i][k + 1], 1e-3);
    EXPECT_EQ(done->kept[i], (std::vector<Answer>{0, 1, 2, 3}));
  }
  const double errors[4][4] = {{.18819, .81417, .39201, .23101},
                               {.18170, .30453, .13108, .23428},
                               {.48817, .25908, .11603, .11184},
                               {.18318, .44808, .16147, .23133}};
  ASSERT_EQ(done->errors.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(done->errors[i].slope, errors[i][0], 2e-4);
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(done->errors[i].thresholds[k], errors[i][k + 1], 2e-4);
  }
  expect_rising(*done);
}

TEST(Calibrate, TwoParametersOfTheLsatDataToTheDigit) {
  const auto done = calibrate(golden_answers("lsat7.csv", 0));
  ASSERT_TRUE(done);
  EXPECT_NEAR(done->log_likelihood, -2658.805114, 1e-4);
  EXPECT_EQ(done->patterns, 32u);
  const double expected[5][2] = {
      {.987546, 1.855856}, {1.080837, .807970}, {1.707478, 1.805206}, {.764990, .486000}, {.735673, 1.854458}};
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(done->items[i].slope, expected[i][0], 1e-3);
    EXPECT_NEAR(done->items[i].intercepts[0], expected[i][1], 1e-3);
  }
  const double errors[5][2] = {{.17719, .26397}, {.16876, .10925}, {.32108, .11536}, {.13412, .13012}, {.15113, .44625}};
  const double fits[5] = {4.75054, 14.45345, 1.27266, 5.23648, 0.94094};
  ASSERT_EQ(done->errors.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(done->errors[i].slope, errors[i][0], 1e-4);
    EXPECT_NEAR(done->errors[i].thresholds[0], errors[i][1], 1e-4);
    ASSERT_TRUE(done->fits[i]);
    EXPECT_NEAR(done->fits[i]->statistic, fits[i], 1e-3);
  }
  expect_rising(*done);
}

TEST(Calibrate, PlainStepsEndAtTheSameTopButTakeMoreOfThem) {
  const auto answers = golden_answers("science.csv", 1);
  CalibrationOptions plain;
  plain.accelerated = false;
  plain.tolerance = 1e-6;
  const auto slow = calibrate(answers, plain), fast = calibrate(answers);
  ASSERT_TRUE(slow && fast);
  EXPECT_NEAR(slow->log_likelihood, fast->log_likelihood, 1e-6);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(slow->items[i].slope, fast->items[i].slope, 1e-3);
  EXPECT_GT(slow->iterations, 2 * fast->iterations);
  expect_rising(*slow);
}

TEST(Calibrate, TheLikelihoodIsThatOfTheParametersAlsoWhereItWasCutShort) {
  const auto answers = golden_answers("science.csv", 1);
  for (const std::size_t most : {1u, 2u, 3u, 5u, 8u, 2000u}) {
    CalibrationOptions options;
    options.most_iterations = most;
    const auto done = calibrate(answers, options);
    ASSERT_TRUE(done);
    EXPECT_EQ(done->converged, most == 2000);
    double plain = 0;
    for (std::size_t person = 0; person < answers.people(); ++person)
      plain += plain_log_likelihood(done->items, answers.of(person));
    EXPECT_NEAR(done->log_likelihood, plain, 1e-7) << most;
    expect_rising(*done);
  }
}

// Both kinds of information by differences of plain logarithms of the patterns' probabilities.
TEST(Calibrate, StandardErrorsAreThoseOfTheLikelihood) {
  const auto answers = golden_answers("lsat7.csv", 0);
  const auto done = calibrate(answers);
  ASSERT_TRUE(done);
  const auto patterns = merge(answers);
  const auto moved = [&](std::size_t pattern, std::size_t a, double by_a, std::size_t b, double by_b) {
    auto items = done->items;
    for (const auto& [p, by] : {std::pair(a, by_a), std::pair(b, by_b)})
      (p % 2 == 0 ? items[p / 2].slope : items[p / 2].intercepts[0]) += by;
    return plain_log_likelihood(items, patterns.distinct.of(pattern));
  };
  Square observed(10), products(10);
  for (std::size_t p = 0; p < patterns.people.size(); ++p)
    for (std::size_t a = 0; a < 10; ++a)
      for (std::size_t b = 0; b < 10; ++b) {
        const double h = 1e-4, people = patterns.people[p];
        observed.at(a, b) -=
            people * (moved(p, a, h, b, h) - moved(p, a, h, b, -h) - moved(p, a, -h, b, h) + moved(p, a, -h, b, -h)) /
            (4 * h * h);
        products.at(a, b) += people * (moved(p, a, h, b, 0) - moved(p, a, -h, b, 0)) *
                             (moved(p, a, 0, b, h) - moved(p, a, 0, b, -h)) / (4 * h * h);
      }
  EXPECT_EQ(done->errors_from, Information::observed);
  for (const Information from : {Information::observed, Information::cross_product}) {
    const auto covariance = inverse(from == Information::observed ? observed : products);
    const auto errors = *standard_errors(done->items, patterns, {}, from);
    ASSERT_TRUE(covariance);
    ASSERT_EQ(errors.size(), 5u);
    for (std::size_t i = 0; i < 5; ++i) {
      const double a = done->items[i].slope, b = done->items[i].threshold(0);
      const double aa = covariance->at(2 * i, 2 * i), dd = covariance->at(2 * i + 1, 2 * i + 1);
      const double ad = covariance->at(2 * i, 2 * i + 1);
      EXPECT_NEAR(errors[i].slope, std::sqrt(aa), 1e-5);
      EXPECT_NEAR(errors[i].intercepts[0], std::sqrt(dd), 1e-5);
      EXPECT_NEAR(errors[i].thresholds[0], std::sqrt(dd + b * b * aa + 2 * b * ad) / a, 1e-5);
    }
  }
}

// More than two categories have terms of their own; the same by differences of the score, which the test above stands
// on.
TEST(Calibrate, ObservedInformationOfGradedItemsIsThatOfTheLikelihood) {
  const auto people = simulate(std::vector<GradedItem>{item_of(1.2, {-1, 0.8}), item_of(-0.8, {0.5, -0.7}),
                                                       item_of(1.6, {0}), item_of(1.4, {0.4})},
                               500, 0, 1, 0, uniform_of(8))
                          .responses;
  CalibrationOptions exact;
  exact.tolerance = 1e-7;
  const auto done = calibrate(people, exact);
  ASSERT_TRUE(done);
  const auto& items = done->items;
  ASSERT_LT(items[1].slope, 0);
  const auto patterns = merge(people);
  const auto errors = *standard_errors(items, patterns, {}, Information::observed);
  const std::size_t places[] = {0, 3, 6, 8}, parameters = 10;
  const auto at = [&](const std::vector<double>& by) {
    auto changed = items;
    for (std::size_t i = 0; i < 4; ++i) {
      changed[i].slope += by[places[i]];
      for (std::size_t k = 0; k < changed[i].intercepts.size(); ++k) changed[i].intercepts[k] += by[places[i] + 1 + k];
    }
    double sum = 0;
    for (std::size_t p = 0; p < patterns.people.size(); ++p)
      sum += patterns.people[p] * plain_log_likelihood(changed, patterns.distinct.of(p));
    return sum;
  };
  Square information(parameters);
  const double h = 1e-4;
  for (std::size_t a = 0; a < parameters; ++a)
    for (std::size_t b = 0; b < parameters; ++b) {
      double sum = 0;
      for (const double sign_a : {1.0, -1.0})
        for (const double sign_b : {1.0, -1.0}) {
          std::vector<double> by(parameters, 0.0);
          by[a] += sign_a * h, by[b] += sign_b * h;
          sum -= sign_a * sign_b * at(by) / (4 * h * h);
        }
      information.at(a, b) = sum;
    }
  const auto covariance = inverse(information);
  ASSERT_TRUE(covariance);
  ASSERT_EQ(errors.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(errors[i].slope, std::sqrt(covariance->at(places[i], places[i])), 1e-4);
    for (std::size_t k = 0; k < items[i].intercepts.size(); ++k)
      EXPECT_NEAR(errors[i].intercepts[k], std::sqrt(covariance->at(places[i] + 1 + k, places[i] + 1 + k)), 1e-4);
  }
}

TEST(Calibrate, CrossProductsAreTakenWhereThereAreManyPeopleForEachParameter) {
  EXPECT_EQ(information_for(100, 5'000), Information::observed);
  EXPECT_EQ(information_for(100, 50'000), Information::cross_product);
  EXPECT_EQ(information_for(2'500, 1'000), Information::observed);
}

TEST(Calibrate, TheOrderOfPeopleAndRepeatingThemChangeNothingOfTheItems) {
  const auto answers = golden_answers("science.csv", 1);
  Responses twice{4, {}};
  for (std::size_t person = answers.people(); person-- > 0;)
    for (int times = 0; times < 2; ++times)
      twice.answers.insert(twice.answers.end(), answers.of(person).begin(), answers.of(person).end());
  const auto once = calibrate(answers), doubled = calibrate(twice);
  ASSERT_TRUE(once && doubled);
  EXPECT_NEAR(doubled->log_likelihood, 2 * once->log_likelihood, 1e-4);
  EXPECT_EQ(doubled->patterns, once->patterns);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(doubled->items[i].slope, once->items[i].slope, 1e-3);
    EXPECT_NEAR(doubled->errors[i].slope, once->errors[i].slope / std::sqrt(2.0), 1e-3);
  }
}

TEST(Calibrate, AnItemTurnedRoundHasItsSlopeTurnedRound) {
  auto answers = golden_answers("science.csv", 1);
  const auto straight = calibrate(answers);
  for (std::size_t at = 1; at < answers.answers.size(); at += 4) answers.answers[at] = 3 - answers.answers[at];
  const auto turned = calibrate(answers);
  ASSERT_TRUE(straight && turned);
  EXPECT_NEAR(turned->log_likelihood, straight->log_likelihood, 1e-4);
  EXPECT_NEAR(turned->items[1].slope, -straight->items[1].slope, 1e-3);
  EXPECT_NEAR(turned->items[1].threshold(0), straight->items[1].threshold(2), 2e-3);
  // The thresholds fall where the slope is negative, as the model wants it.
  EXPECT_GT(turned->items[1].threshold(0), turned->items[1].threshold(1));
}

TEST(Calibrate, UnusedCategoriesAreLeftOutAndNamed) {
  auto answers = golden_answers("science.csv", 1);
  for (Answer& answer : answers.answers) answer = static_cast<Answer>(2 * answer);
  const auto gaps = calibrate(answers);
  ASSERT_TRUE(gaps);
  EXPECT_NEAR(gaps->log_likelihood, -1608.869413, 1e-4);
  EXPECT_EQ(gaps->kept[0], (std::vector<Answer>{0, 2, 4, 6}));
}

TEST(Calibrate, SaysWhatItCannotDo) {
  const auto why = [](const Responses& people) {
    CalibrationOptions options;
    options.names = {"one", "two", "three", "four"};
    const auto done = calibrate(people, options);
    return done ? std::string() : done.error().place + ": " + done.error().what;
  };
  const auto people = simulate(some_items(4), 200, 0, 1, 0, uniform_of(1)).responses;
  EXPECT_EQ(why(people), "");
  EXPECT_NE(why(Responses{2, {0, 1, 1, 0}}).find("fewer than three items"), std::string::npos);
  EXPECT_NE(why(Responses{4, {0, 1, 2, 3}}).find("one: Everybody answered this item alike"), std::string::npos);
  EXPECT_NE(why(Responses{4, {}}).find("Nobody"), std::string::npos);
  EXPECT_NE(why(Responses{4, std::vector<Answer>(40, kMissing)}).find("one: Nobody"), std::string::npos);
  auto alike = people;
  for (std::size_t at = 2; at < alike.answers.size(); at += 4) alike.answers[at] = 1;
  EXPECT_NE(why(alike).find("three: Everybody"), std::string::npos);
  // Each item right for all who are right on the harder ones: any slope is too low.
  Responses separated{4, {}};
  for (int person = 0; person < 500; ++person)
    for (int i = 0; i < 4; ++i) separated.answers.push_back(person % 5 > i);
  EXPECT_NE(why(separated).find("no finite estimate"), std::string::npos) << why(separated);
}

TEST(Calibrate, SilentPeopleAreCountedAndChangeNothing) {
  auto answers = golden_answers("lsat7.csv", 0);
  const auto without = calibrate(answers);
  answers.answers.insert(answers.answers.end(), 5 * 7, kMissing);
  const auto with = calibrate(answers);
  ASSERT_TRUE(without && with);
  EXPECT_EQ(with->silent, 7u);
  EXPECT_EQ(with->people, 1000u);
  EXPECT_EQ(with->items, without->items);
}

TEST(Calibrate, StopsWhereItIsTold) {
  CalibrationOptions options;
  std::size_t seen = 0;
  options.progress = [&](const Progress& now) { return (seen = now.iteration) < 3; };
  const auto done = calibrate(golden_answers("science.csv", 1), options);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::refused);
  EXPECT_EQ(seen, 3u);
}

// Whatever people answer: a finite result, or a refusal.
TEST(Calibrate, NeverGivesANumberThatIsNone) {
  rc::check([] {
    const auto items = static_cast<std::size_t>(*rc::gen::inRange(1, 6));
    const int people = *rc::gen::inRange(0, 40), categories = *rc::gen::inRange(1, 5);
    Responses answers{items, {}};
    for (std::size_t at = 0; at < items * static_cast<std::size_t>(people); ++at) {
      const int answer = *rc::gen::inRange(0, categories + 1);
      answers.answers.push_back(answer == categories ? kMissing : static_cast<Answer>(answer));
    }
    CalibrationOptions options;
    options.most_iterations = 60;
    const auto done = calibrate(answers, options);
    if (!done) {
      RC_ASSERT(done.error().fault == Fault::bad_input);
      return;
    }
    RC_ASSERT(std::isfinite(done->log_likelihood) && done->log_likelihood <= 0);
    for (std::size_t i = 1; i < done->course.size(); ++i)
      RC_ASSERT(done->course[i] >= done->course[i - 1] - 1e-9 * std::abs(done->course[i]));
    for (std::size_t i = 0; i < items; ++i) {
      RC_ASSERT(std::isfinite(done->items[i].slope));
      for (std::size_t k = 0; k < done->items[i].intercepts.size(); ++k) {
        RC_ASSERT(std::isfinite(done->items[i].threshold(k)));
        if (k > 0) RC_ASSERT(done->items[i].intercepts[k] < done->items[i].intercepts[k - 1]);
        if (!done->errors.empty()) RC_ASSERT(std::isfinite(done->errors[i].thresholds[k]));
      }
      if (done->fits[i]) RC_ASSERT(std::isfinite(done->fits[i]->statistic) && done->fits[i]->chance <= 1);
    }
  });
}

}  // namespace
}  // namespace trefoil::items
