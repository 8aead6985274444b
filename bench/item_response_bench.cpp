// Calibration, estimation and the next item, each against the least that work of its kind costs.
//
//   item_response_bench [pairs [people]]
//   item_response_bench --write FILE.csv PEOPLE   the answers, for another program (compare/grm.sh), and what ours makes
//                                                 of them: as compare/grm.R prints it
#include <fstream>
#include <optional>
#include <random>
#include <string_view>
#include <utility>

#include "figures.h"
#include "items/adaptive.h"
#include "items/calibrate.h"
#include "items/estimate.h"
#include "items/marginal.h"
#include "items/simulate.h"
#include "measure/responses.h"

namespace trefoil {
namespace {

// 20 items of 5 categories, slopes from 0.8 to 2.5; the same every time.
std::vector<items::GradedItem> twenty_items(std::size_t count = 20) {
  std::vector<items::GradedItem> out;
  for (std::size_t i = 0; i < count; ++i) {
    const double at = static_cast<double>(i % 20) / 19, slope = 0.8 + 1.7 * at, middle = 1.5 - 3 * at;
    const double thresholds[] = {middle - 1.5, middle - 0.5, middle + 0.4, middle + 1.4};
    out.push_back(bench::must(items::graded_item(slope, thresholds)));
  }
  return out;
}

measure::Responses answers_of(std::size_t people) {
  std::mt19937_64 random(20);
  return items::simulate(twenty_items(), people, 0, 1, 0, [&] { return static_cast<double>(random() >> 11) * 0x1p-53; })
      .responses;
}

// The floor of all sums over the scale: for each answer one row of 64 numbers read and added.
double add_rows(const measure::Responses& responses, const items::LogTable& table, std::vector<double>& sum) {
  for (std::size_t person = 0; person < responses.people(); ++person) {
    const auto answers = responses.of(person);
    std::fill(sum.begin(), sum.end(), 0.0);
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const double* row = table.row(i, answers[i]);
      for (std::size_t q = 0; q < 64; ++q) sum[q] += row[q];
    }
  }
  return sum[0];
}

void calibrating(std::size_t pairs, std::size_t people) {
  const auto responses = answers_of(people);
  const auto quadrature = items::normal_quadrature();
  const items::LogTable table(twenty_items(), quadrature);
  std::vector<double> sum(64);
  std::size_t steps = 0;
  const auto taken = bench::in_pairs(
      pairs,
      [&] {
        return 1 / bench::cpu_seconds([&] {
                 const auto done = bench::must(items::calibrate(responses));
                 if (!done.converged || done.errors.empty()) bench::give_up("The calibration has not converged.");
                 steps = done.iterations;
               });
      },
      [&] {
        return 1 / bench::cpu_seconds([&] {
                 for (std::size_t step = 0; step < steps + (steps == 0 ? 14 : 0); ++step)
                   if (add_rows(responses, table, sum) == 1) bench::give_up("");
               });
      });
  bench::row(
      fmt::format(
          "graded response calibration, 20 items x 5 categories x {} people, with standard errors and fit; {} E-steps",
          people, steps),
      "a row of 64 numbers added for each answer, as often as there are E-steps", taken.ratios, "-",
      fmt::format("{:.3f} s, {:.3f} s", 1 / bench::median(taken.work), 1 / bench::median(taken.floor)));
}

void estimating(std::size_t pairs, std::size_t people) {
  const auto responses = answers_of(people);
  const auto items = twenty_items();
  const auto quadrature = items::normal_quadrature();
  const items::LogTable table(items, quadrature);
  std::vector<double> sum(64);
  const auto taken = bench::in_pairs(
      pairs,
      [&] {
        return 1 / bench::cpu_seconds([&] {
                 if (bench::must(items::estimate(items, responses, items::Method::eap)).size() != people)
                   bench::give_up("Somebody has no estimate.");
               });
      },
      [&] {
        return 1 / bench::cpu_seconds([&] {
                 if (add_rows(responses, table, sum) == 1) bench::give_up("");
               });
      });
  bench::row(fmt::format("EAP of {} people, 20 items", people), "a row of 64 numbers added for each answer",
             taken.ratios, "-",
             fmt::format("{:.1f} ms, {:.1f} ms", 1e3 / bench::median(taken.work), 1e3 / bench::median(taken.floor)));
}

void adapting(items::Criterion criterion, const char* name) {
  items::Bank bank{"grm", {}};
  for (auto& item : twenty_items(100))
    bank.items.push_back({std::to_string(bank.items.size()), {0, 1, 2, 3, 4}, std::move(item)});
  items::AdaptiveRules rules;
  rules.criterion = criterion;
  rules.error = 0;
  items::Adaptive test(bank, rules);
  test.answer(0, 2);
  std::size_t found = 0;
  constexpr std::size_t kTimes = 20'000;
  const double took = bench::cpu_seconds([&] {
    for (std::size_t i = 0; i < kTimes; ++i) found += test.next().value_or(0);
  });
  if (found == 0) bench::give_up("There is no next item.");
  bench::say(fmt::format("the next item of a bank of 100, {}", name), "-",
             fmt::format("{:.1f} us", took / kTimes * 1e6), "under 20 us");
}

void write_answers(const char* file, std::size_t people) {
  const auto responses = answers_of(people);
  std::ofstream out(file);
  for (std::size_t i = 0; i < responses.items; ++i) out << (i > 0 ? "," : "") << 'q' << i;
  for (std::size_t person = 0; person < people; ++person) {
    char before = '\n';
    for (const auto answer : responses.of(person)) out << std::exchange(before, ',') << static_cast<int>(answer);
  }
  if (!(out << '\n').flush()) bench::give_up("The answers can't be written.");
  std::optional<items::Calibration> made;
  std::vector<std::optional<items::Estimate>> estimates;
  const double calibrated = bench::cpu_seconds([&] { made = bench::must(items::calibrate(responses)); });
  const double estimated = bench::cpu_seconds(
      [&] { estimates = bench::must(items::estimate(made->items, responses, items::Method::eap)); });
  fmt::print("{:.6f} {:.6f} {:.6f} {:.6f} {:.6f}\n", calibrated, estimated, made->log_likelihood, made->items[0].slope,
             estimates[0]->theta);
}

}  // namespace
}  // namespace trefoil

int main(int argc, char** argv) {
  using namespace trefoil;
  if (argc == 4 && std::string_view(argv[1]) == "--write") {
    write_answers(argv[2], bench::argument(argc, argv, 3, 50'000));
    return 0;
  }
  const auto pairs = bench::argument(argc, argv, 1, 9), people = bench::argument(argc, argv, 2, 50'000);
  calibrating(pairs, people / 10);
  calibrating(pairs, people);
  estimating(pairs, people);
  adapting(items::Criterion::mfi, "mfi");
  adapting(items::Criterion::mpwi, "mpwi");
}
