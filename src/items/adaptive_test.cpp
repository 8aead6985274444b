#include "items/adaptive.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "items/answers_test.h"

namespace trefoil::items {
namespace {

using testing::item_of;
using testing::some_items;
using testing::uniform_of;

Bank bank_of(std::vector<GradedItem> items) {
  Bank bank{"grm", {}};
  for (auto& item : items) {
    const std::size_t at = bank.items.size();
    std::vector<int> codes;
    for (std::size_t k = 0; k < item.categories(); ++k) codes.push_back(static_cast<int>(k));
    bank.items.push_back({"q" + std::to_string(at), codes, std::move(item), at % 2 == 0 ? "touch" : "mood"});
  }
  return bank;
}

// 60 items, as a bank is.
Bank large_bank() {
  std::vector<GradedItem> items;
  for (int i = 0; i < 60; ++i) {
    const double middle = -2.5 + 5.0 * ((i * 37) % 60) / 59;
    items.push_back(item_of(1 + 0.02 * i, {middle - 0.8, middle, middle + 0.8}));
  }
  return bank_of(std::move(items));
}

// All that was asked, in order.
std::vector<std::size_t> asked(Adaptive test, const std::vector<Answer>& answers, Estimate* last = nullptr) {
  std::vector<std::size_t> out;
  while (const auto item = test.next()) {
    test.answer(*item, answers[*item]);
    out.push_back(*item);
  }
  if (last != nullptr) *last = test.estimate();
  return out;
}

TEST(Adaptive, TheFirstItemIsTheOneThatSaysMostAtTheMean) {
  const Bank bank = bank_of({item_of(2, {2}), item_of(1, {0}), item_of(1.2, {0}), item_of(1.2, {0})});
  // Information at 0: 2^2 * .982 * .018 = .0707; .25; .36; .36, of which the earlier.
  EXPECT_EQ(Adaptive(bank, {}).next(), 2u);
}

TEST(Adaptive, ItAsksWhereThePersonIs) {
  const Bank bank = bank_of({item_of(2, {0}), item_of(1.5, {-2}), item_of(1.5, {2})});
  for (const Criterion criterion : {Criterion::mfi, Criterion::mpwi}) {
    AdaptiveRules rules;
    rules.criterion = criterion;
    Adaptive up(bank, rules), down(bank, rules);
    EXPECT_EQ(up.next(), 0u);
    up.answer(0, 1), down.answer(0, 0);
    EXPECT_EQ(up.next(), 2u);
    EXPECT_EQ(down.next(), 1u);
  }
}

// Information 100 times as high at the mean as anywhere that a person is likely to be found: the point likes it, the
// whole posterior doesn't.
TEST(Adaptive, MpwiWeighsTheWholePosterior) {
  const Bank bank = bank_of({item_of(20, {0.1}), item_of(1.6, {0})});
  EXPECT_EQ(Adaptive(bank, {}).next(), 0u);
  const auto mean_of = [](const GradedItem& item) {
    const auto quadrature = normal_quadrature();
    double sum = 0;
    for (std::size_t q = 0; q < quadrature.count; ++q)
      sum += std::exp(quadrature.log_weights[q]) * information(item, quadrature.points[q]);
    return sum;
  };
  AdaptiveRules rules;
  rules.criterion = Criterion::mpwi;
  const bool steep = mean_of(bank.items[0].item) > mean_of(bank.items[1].item);
  EXPECT_EQ(Adaptive(bank, rules).next(), steep ? 0u : 1u);
}

TEST(Adaptive, EstimatesAreThoseOfTheAnswersSoFar) {
  const Bank bank = large_bank();
  const auto items = bank.parameters();
  for (const Method method : {Method::eap, Method::map}) {
    AdaptiveRules rules;
    rules.method = method;
    rules.error = 0;
    rules.most = 7;
    Adaptive test(bank, rules);
    Responses so_far{items.size(), std::vector<Answer>(items.size(), kMissing)};
    std::size_t steps = 0;
    while (const auto item = test.next()) {
      const Answer answer = static_cast<Answer>(*item % 4);
      test.answer(*item, answer);
      so_far.answers[*item] = answer;
      const auto whole = estimate(items, so_far, method);
      EXPECT_NEAR(test.estimate().theta, whole->front()->theta, 1e-9);
      EXPECT_NEAR(test.estimate().error, whole->front()->error, 1e-9);
      ++steps;
    }
    EXPECT_EQ(steps, 7u);
  }
}

TEST(Adaptive, EndsByErrorByLengthAndWhereNothingIsLeft) {
  const Bank bank = large_bank();
  const std::vector<Answer> answers(60, 1);
  const auto length = [&](std::size_t least, std::size_t most, double error) {
    AdaptiveRules rules;
    rules.least = least, rules.most = most, rules.error = error;
    return asked(Adaptive(bank, rules), answers).size();
  };
  EXPECT_EQ(length(1, 5, 0), 5u);
  EXPECT_EQ(length(1, 1000, 0), 60u);
  EXPECT_EQ(length(4, 1000, 10), 4u);
  AdaptiveRules rules;
  rules.error = 0.35;
  Adaptive test(bank, rules);
  while (const auto item = test.next()) {
    EXPECT_GT(test.estimate().error, 0.35);
    test.answer(*item, answers[*item]);
  }
  EXPECT_LE(test.estimate().error, 0.35);
}

TEST(Adaptive, NoItemTwiceAndNoneThatWasLeftOut) {
  const Bank bank = large_bank();
  rc::check([&] {
    AdaptiveRules rules;
    rules.error = 0;
    rules.among = static_cast<std::size_t>(*rc::gen::inRange(1, 6));
    rules.criterion = *rc::gen::inRange(0, 2) == 0 ? Criterion::mfi : Criterion::mpwi;
    const auto uniform = uniform_of(static_cast<std::uint64_t>(*rc::gen::inRange(0, 1000)));
    Adaptive test(bank, rules,
                  [&](std::size_t below) { return static_cast<std::size_t>(uniform() * static_cast<double>(below)); });
    test.leave_out(3);
    std::set<std::size_t> seen;
    while (const auto item = test.next()) {
      RC_ASSERT(*item != 3u && seen.insert(*item).second);
      test.answer(*item, static_cast<Answer>(*rc::gen::inRange(0, 4)));
      RC_ASSERT(std::isfinite(test.estimate().theta) && test.estimate().error > 0);
    }
    RC_ASSERT(seen.size() == 59u);
  });
}

TEST(Adaptive, ContentKeepsToItsShares) {
  const Bank bank = large_bank();
  AdaptiveRules rules;
  rules.error = 0;
  rules.most = 12;
  rules.shares = {{"touch", 3}, {"mood", 1}};
  const auto items = asked(Adaptive(bank, rules), std::vector<Answer>(60, 2));
  std::size_t touch = 0;
  for (const std::size_t item : items) touch += bank.items[item].content == "touch";
  EXPECT_EQ(touch, 9u);
  // An area that is used up is passed over.
  rules.most = 50;
  EXPECT_EQ(asked(Adaptive(bank, rules), std::vector<Answer>(60, 2)).size(), 50u);
}

TEST(Adaptive, RandomesqueDrawsAmongTheBestAndTheDrawDecides) {
  const Bank bank = large_bank();
  AdaptiveRules rules;
  rules.among = 5;
  std::vector<std::pair<double, std::size_t>> best;
  for (std::size_t i = 0; i < 60; ++i) best.emplace_back(-information(bank.items[i].item, 0), i);
  std::sort(best.begin(), best.end());
  for (std::size_t drawn = 0; drawn < 5; ++drawn)
    EXPECT_EQ(Adaptive(bank, rules, [&](std::size_t below) { return below == 5 ? drawn : 59; }).next(),
              best[drawn].second);
}

// The whole point: far fewer items, the same answer within what the shorter test says of itself.
TEST(Adaptive, AThirdOfTheBankComesToTheSameEstimateWithinItsError) {
  const Bank bank = large_bank();
  const auto items = bank.parameters();
  const auto people = simulate(items, 300, 0, 1, 0, uniform_of(9));
  const auto whole = estimate(items, people.responses, Method::eap);
  ASSERT_TRUE(whole);
  AdaptiveRules rules;
  rules.error = 0.3;
  const Adaptive fresh(bank, rules);
  double off = 0, off_truth = 0, length = 0, within = 0;
  for (std::size_t person = 0; person < 300; ++person) {
    const auto answers = people.responses.of(person);
    Estimate last;
    length += static_cast<double>(asked(fresh, {answers.begin(), answers.end()}, &last).size());
    off += std::pow(((*whole)[person]->theta - last.theta) / last.error, 2);
    off_truth += std::pow((people.theta[person] - last.theta) / last.error, 2);
    within += std::abs((*whole)[person]->theta - last.theta) <= 1.96 * last.error;
  }
  EXPECT_LT(length / 300, 20);
  EXPECT_LT(std::sqrt(off / 300), 1);  // the whole bank's estimate has the short test's answers in it
  EXPECT_NEAR(std::sqrt(off_truth / 300), 1, 0.12);
  EXPECT_GT(within / 300, 0.97);
}

TEST(Adaptive, RulesThatCannotBeAreRefusedByName) {
  const Bank bank = large_bank();
  const auto place = [&](auto change) {
    AdaptiveRules rules;
    change(rules);
    const auto fine = check(rules, bank);
    return fine ? std::string("fine") : fine.error().place;
  };
  EXPECT_EQ(place([](auto&) {}), "fine");
  EXPECT_EQ(place([](auto& r) { r.method = Method::ml; }), "method");
  EXPECT_EQ(place([](auto& r) { r.least = 5, r.most = 4; }), "min");
  EXPECT_EQ(place([](auto& r) { r.least = 0, r.most = 0; }), "max");
  EXPECT_EQ(place([](auto& r) { r.error = -1; }), "se");
  EXPECT_EQ(place([](auto& r) { r.among = 0; }), "among");
  EXPECT_EQ(place([](auto& r) { r.shares = {{"sleep", 1}}; }), "content sleep");
  EXPECT_EQ(place([](auto& r) { r.shares = {{"touch", 0}}; }), "content");
  EXPECT_EQ(place([](auto& r) { r.span.points = 1; }), "quadrature");
}

}  // namespace
}  // namespace trefoil::items
