#include "cli/measure.h"
namespace trefoil::cli {
void add_measure_reliability(CLI::App&, int&) {}
void add_measure_estimate(CLI::App&, int&) {}
void add_measure_adapt(CLI::App&, int&) {}
void add_measure_simulate(CLI::App&, int&) {}
}
