// The commands that look at answers and scores: one file each.
#pragma once

#include <CLI/CLI.hpp>

namespace trefoil::cli {

void add_measure_list(CLI::App& group, int& code);
void add_measure_check(CLI::App& group, int& code);
void add_measure_score(CLI::App& group, int& code);
void add_measure_change(CLI::App& group, int& code);
void add_measure_reliability(CLI::App& group, int& code);
void add_measure_calibrate(CLI::App& group, int& code);
void add_measure_estimate(CLI::App& group, int& code);
void add_measure_adapt(CLI::App& group, int& code);
void add_measure_information(CLI::App& group, int& code);
void add_measure_dif(CLI::App& group, int& code);
void add_measure_growth(CLI::App& group, int& code);
void add_measure_simulate(CLI::App& group, int& code);
void add_measure_simulate_growth(CLI::App& group, int& code);

}  // namespace trefoil::cli
