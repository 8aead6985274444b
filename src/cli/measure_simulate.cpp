// Answers made from a bank, or scores from a growth model, to try things out with people who are known.
#include <fmt/format.h>

#include <iterator>
#include <random>

#include "cli/common.h"
#include "cli/measure.h"
#include "cli/measure_input.h"
#include "cli/measure_simulate.h"
#include "codec/cells.h"
#include "items/simulate.h"
#include "measure/draw.h"
#include "measure/responses.h"

namespace trefoil::cli {

namespace {
struct SimulateWish {
  std::string bank;
  std::size_t people = 1000;
  std::uint64_t seed = 1;
  double mean = 0, deviation = 1, missing = 0;
  bool theta = false;
};

Result<int> simulate_from_bank(const SimulateWish& wish) {
  ProgressLine line;
  const auto bank = TRY(read_bank_file(wish.bank));
  const auto items = bank.parameters();
  std::mt19937_64 random(wish.seed);
  // 53 bits: every number that a double can tell apart from its neighbours there.
  const measure::Uniform uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) out += (i > 0 ? "," : "") + codec::csv_cell(bank.items[i].id);
  out += wish.theta ? ",theta\n" : "\n";
  constexpr std::size_t kAtOnce = 10'000;
  for (std::size_t done = 0; done < wish.people; done += kAtOnce) {
    if (Interrupt::asked()) return fail(Fault::refused, "It was stopped.");
    line.show(fmt::format("{} of {} people", done, wish.people));
    const auto made =
        items::simulate(items, std::min(kAtOnce, wish.people - done), wish.mean, wish.deviation, wish.missing, uniform);
    for (std::size_t person = 0; person < made.theta.size(); ++person) {
      const auto answers = made.responses.of(person);
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out += ',';
        if (answers[i] == measure::kMissing)
          out += "NA";
        else
          fmt::format_to(std::back_inserter(out), "{}", bank.items[i].codes[answers[i]]);
      }
      if (wish.theta) fmt::format_to(std::back_inserter(out), ",{:.6f}", made.theta[person]);
      out += '\n';
    }
  }
  if (Interrupt::asked()) return fail(Fault::refused, "It was stopped.");
  TRY(put_out(out));
  return kOk;
}
}  // namespace

void add_measure_simulate(CLI::App& group, int& code) {
  const auto wish = std::make_shared<SimulateWish>();
  const auto growth = std::make_shared<GrowthSimulationWish>();
  auto* command = group.add_subcommand(
      "simulate", "Answers as a bank's model says people give them, or scores as a growth model does, as CSV");
  auto* bank = command->add_option("--bank", wish->bank, "Calibrated items")->type_name("BANK.json");
  const auto model = add_growth_model_options(*command, *growth);
  auto* people = command->add_option("--people", wish->people, "How many")
      ->capture_default_str()
      ->type_name("N")
      ->check(CLI::Range(1, 10'000'000));
  command->add_option("--seed", wish->seed, "The same seed gives the same answers")
      ->capture_default_str()
      ->type_name("N");
  auto* mean = command->add_option("--mean", wish->mean, "Of the people's places on the scale")
      ->capture_default_str()
      ->type_name("M")
      ->check(within(-10.0, 10.0));
  auto* deviation = command->add_option("--sd", wish->deviation, "Their standard deviation")
      ->capture_default_str()
      ->type_name("S")
      ->check(within(0.0, 10.0));
  command->add_option("--missing", wish->missing, "Share of answers that are missing")
      ->capture_default_str()
      ->type_name("P")
      ->check(within(0.0, 1.0));
  auto* theta = command->add_flag("--theta", wish->theta, "Add a column theta: where each person is");
  // One kind or the other, and of a growth model all that it needs: half a model is no model.
  for (auto* option : {model.fixed, model.random, model.residual, model.times}) {
    option->excludes(bank)->excludes(mean)->excludes(deviation)->excludes(theta);
    for (auto* other : {model.fixed, model.random, model.residual, model.times})
      if (other != option) option->needs(other);
  }
  command->footer(
      "From a bank: a row a person, a column an item. From a growth model (--fixed, --random, --residual and --times): a "
      "row\n"
      "a score, as measure growth reads it; --people is 100 then, unless it is given.\n\n"
      "Example:\n  trefoil measure simulate --bank bank.json --people 500 --seed 7\n"
      "  trefoil measure simulate --fixed 22,-0.6 --random 36,-0.8,0.25 --residual 16 --times 0,2,4,6 --seed 7");
  command->callback([wish, growth, people, &code] {
    code = settle_or_stop([&]() -> Result<int> {
      if (growth->fixed.empty()) {
        if (wish->bank.empty())
          return fail(Fault::bad_input, "Without a bank or a growth model there is nothing to make data from.", "--bank",
                      "Name a bank, or give --fixed, --random, --residual and --times.");
        return simulate_from_bank(*wish);
      }
      if (people->count() > 0) growth->people = wish->people;
      growth->seed = wish->seed;
      growth->missing = wish->missing;
      return simulate_scores(*growth);
    });
  });
}

}  // namespace trefoil::cli
