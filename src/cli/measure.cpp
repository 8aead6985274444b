// Measures from the command line: CSV in, CSV or JSON out.
#include "cli/measure.h"

#include "cli/common.h"

namespace trefoil::cli {

void add_measure(CLI::App& app, int& code) {
  auto* group = app.add_subcommand("measure", "Scores and instruments: what they say, and how surely");
  group->require_subcommand(1);
  group->footer(
      "A file named - is a pipe. Exit 2 with the line and column of what can't be read; nothing is written then.\n\n"
      "Example:\n  trefoil measure calibrate --model grm answers.csv --out bank.json");
  for (const auto add : {add_measure_list, add_measure_check, add_measure_score, add_measure_change, add_measure_reliability,
                         add_measure_calibrate, add_measure_estimate, add_measure_adapt,
                         add_measure_growth, add_measure_information, add_measure_dif, add_measure_simulate,
                         add_measure_simulate_growth})
    add(*group, code);
}

}  // namespace trefoil::cli
