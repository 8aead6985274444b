// Growth models of many people: random intercept and slope, REML, fitted from columns in memory, in processor time of
// the one thread that it takes. Alone, without a peer: bench/compare/growth.sh runs lme4 on the same data.
//
//   growth_bench [subjects=100000] [rounds=7]
//   growth_bench --write DIRECTORY [subjects]     the same data as CSV, and our answers and seconds, for a peer
#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <random>
#include <string>

#include "figures.h"
#include "growth/fit.h"
#include "growth/simulate.h"
#include "measure/draw.h"

namespace {
using namespace trefoil;

struct Study {
  const char* name;
  growth::Simulated data;
};

Study study(const char* name, std::size_t subjects, double missing, bool irregular) {
  std::mt19937_64 random(20261126);
  const measure::Uniform uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  growth::Model model;
  model.fixed = {22, -0.6};
  model.random = {36, -0.8, 0.25};
  model.residual = 16;
  if (!irregular) {
    const std::vector<double> times = {0, 1, 2, 3, 4, 5, 6, 7};
    return {name, bench::must(growth::simulate(model, subjects, times, uniform, missing))};
  }
  // Everybody at times of their own, to a hundredth of a week.
  Study out{name, {}};
  out.data.subjects = subjects;
  for (std::size_t subject = 0; subject < subjects; ++subject) {
    std::vector<double> times;
    for (int week = 0; week < 8; ++week) times.push_back(week + std::floor(uniform() * 100) / 100);
    const auto one = bench::must(growth::simulate(model, 1, times, uniform));
    out.data.outcome.insert(out.data.outcome.end(), one.outcome.begin(), one.outcome.end());
    out.data.time.insert(out.data.time.end(), one.time.begin(), one.time.end());
    out.data.subject.insert(out.data.subject.end(), one.outcome.size(), static_cast<std::uint32_t>(subject));
  }
  return out;
}

std::vector<Study> studies(std::size_t subjects) {
  return {study("balanced", subjects, 0, false), study("missing", subjects, .3, false),
          study("irregular", subjects, 0, true)};
}

growth::Fit fitted(const Study& of) {
  auto fit = bench::must(growth::fit_model(of.data.data(), {}));
  if (!fit.converged) bench::give_up("The search did not settle.");
  return fit;
}

std::vector<double> timed(const Study& of, std::size_t rounds) {
  std::vector<double> seconds;
  for (std::size_t i = 0; i < rounds; ++i) seconds.push_back(bench::cpu_seconds([&] { (void)fitted(of); }));
  return seconds;
}

void write(const std::string& directory, std::size_t subjects) {
  std::ofstream answers(directory + "/ours.csv");
  answers << "study,intercept,time,var_intercept,covariance,var_time,residual,criterion,seconds\n";
  for (const auto& one : studies(subjects)) {
    // The same digits for both: what is written is what is fitted.
    Study rounded = one;
    std::string text = "y,t,id\n";
    for (std::size_t i = 0; i < rounded.data.outcome.size(); ++i) {
      const auto y = fmt::format("{:.4f}", rounded.data.outcome[i]);
      rounded.data.outcome[i] = std::stod(y);
      text += fmt::format("{},{},{}\n", y, rounded.data.time[i], rounded.data.subject[i]);
    }
    std::ofstream(directory + "/" + one.name + ".csv") << text;
    const auto fit = fitted(rounded);
    const auto& model = fit.model;
    answers << fmt::format("{},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g},{:.12g},{:.6g}\n", one.name, model.fixed[0],
                           model.fixed[1], model.random.intercept, model.random.covariance, model.random.slope,
                           model.residual, fit.criterion, bench::median(timed(rounded, 7)));
  }
}
}  // namespace

int main(int argc, char** argv) {
  if (argc > 2 && std::string_view(argv[1]) == "--write") {
    write(argv[2], bench::argument(argc, argv, 3, 100'000));
    return 0;
  }
  const std::size_t subjects = bench::argument(argc, argv, 1, 100'000), rounds = bench::argument(argc, argv, 2, 7);
  for (const auto& one : studies(subjects)) {
    const auto fit = fitted(one);
    const auto of = bench::spread(timed(one, rounds));
    bench::say(fmt::format("growth model, {} subjects, {} scores, {} ({} designs, {} steps)", fit.subjects, fit.rows,
                           one.name, fit.designs, fit.iterations),
               "-", fmt::format("{:.2f} ms ({:.2f} to {:.2f})", 1e3 * of.median, 1e3 * of.low, 1e3 * of.high),
               "bench/compare/growth.sh");
  }
}
