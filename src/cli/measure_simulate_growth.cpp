// Scores over time as a growth model says people give them, to try things out where the truth is known.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <random>

#include "base/text.h"
#include "cli/common.h"
#include "cli/measure.h"
#include "cli/measure_input.h"
#include "cli/measure_simulate.h"
#include "growth/simulate.h"
#include "measure/draw.h"

namespace trefoil::cli {

namespace {
Result<std::vector<double>> read_numbers(const std::string& text, const char* option) {
  std::vector<double> out;
  for (const auto& part : base::split(text, ',')) {
    const std::string one = base::trim(part);
    double value = 0;
    const auto [end, error] = std::from_chars(one.data(), one.data() + one.size(), value);
    if (error != std::errc{} || end != one.data() + one.size())
      return fail(Fault::bad_input, fmt::format("\"{}\" is not a number.", one), option,
                  "Numbers with a decimal point, and commas between.");
    out.push_back(value);
  }
  return out;
}

}  // namespace

Result<int> simulate_scores(const GrowthSimulationWish& wish) {
  growth::Model model;
  model.fixed = TRY(read_numbers(wish.fixed, "--fixed"));
  model.form.quadratic = model.fixed.size() == 3;
  const auto random = TRY(read_numbers(wish.random, "--random"));
  if (random.size() != 1 && random.size() != 3)
    return fail(Fault::bad_input, "The random part is one variance, or a variance, a covariance and a variance.",
                "--random", "Write it as 36, or as 36,-0.8,0.25.");
  model.form.random = random.size() == 1 ? growth::RandomPart::intercept : growth::RandomPart::slope;
  model.random.intercept = random[0];
  if (random.size() == 3) {
    model.random.covariance = random[1];
    model.random.slope = random[2];
  }
  model.residual = wish.residual;
  const auto times = TRY(read_numbers(wish.times, "--times"));
  std::mt19937_64 generator(wish.seed);
  const measure::Uniform uniform = [&] { return static_cast<double>(generator() >> 11) * 0x1p-53; };
  ProgressLine line;
  std::string out = "subject,time,outcome\n";
  // A subject's draws come after those of the subject before: portions give what all at once would.
  constexpr std::size_t kAtOnce = 10'000;
  for (std::size_t done = 0; done < wish.people; done += kAtOnce) {
    if (Interrupt::asked()) return fail(Fault::refused, "It was stopped.");
    line.show(fmt::format("{} of {} people", done, wish.people));
    auto made = growth::simulate(model, std::min(kAtOnce, wish.people - done), times, uniform, wish.missing);
    if (!made) {
      made.error().place = "--" + made.error().place;
      return std::unexpected(std::move(made.error()));
    }
    for (std::size_t i = 0; i < made->outcome.size(); ++i)
      fmt::format_to(std::back_inserter(out), "{},{},{:.6f}\n", done + made->subject[i] + 1, made->time[i],
                     made->outcome[i]);
  }
  if (Interrupt::asked()) return fail(Fault::refused, "It was stopped.");
  TRY(put_out(out));
  return kOk;
}

GrowthModelOptions add_growth_model_options(CLI::App& command, GrowthSimulationWish& wish) {
  return {.fixed = command
                       .add_option("--fixed", wish.fixed,
                                   "The common line: where it begins, its slope, and a square's where there is one")
                       ->type_name("A,B[,C]"),
          .random = command
                        .add_option("--random", wish.random,
                                    "The variance of intercepts; or with the covariance and variance of slopes")
                        ->type_name("V[,C,V]"),
          .residual = command.add_option("--residual", wish.residual, "The variance of a score about its own line")
                          ->type_name("V"),
          .times = command.add_option("--times", wish.times, "When each is asked")->type_name("T,T,...")};
}

void add_measure_simulate_growth(CLI::App& group, int& code) {
  const auto wish = std::make_shared<GrowthSimulationWish>();
  auto* command =
      group.add_subcommand("simulate-growth", "Scores over time as a growth model says people give them, as CSV");
  const auto model = add_growth_model_options(*command, *wish);
  for (auto* option : {model.fixed, model.random, model.residual, model.times}) option->required();
  command->add_option("--people", wish->people, "How many")
      ->capture_default_str()
      ->type_name("N")
      ->check(CLI::Range(1, 10'000'000));
  command->add_option("--seed", wish->seed, "The same seed gives the same scores")
      ->capture_default_str()
      ->type_name("N");
  command->add_option("--missing", wish->missing, "Share of scores that are missing")
      ->capture_default_str()
      ->type_name("P")
      ->check(within(0.0, 1.0));
  command->footer(
      "Example:\n  trefoil measure simulate-growth --fixed 22,-0.6 --random 36,-0.8,0.25 --residual 16 --times 0,2,4,6 "
      "--seed 7");
  command->callback([wish, &code] { code = settle_or_stop([&] { return simulate_scores(*wish); }); });
}

}  // namespace trefoil::cli
