// How every figure here is taken: the work and its floor in alternating pairs, so that whatever else the machine does
// meets both; of the ratios the median, with the middle half as its spread. A row is printed as markdown, run.sh
// gathers them.
#pragma once

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace trefoil::bench {

[[noreturn]] inline void give_up(std::string_view why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(1);
}
template <class T>
T must(Result<T> result) {
  if (!result) give_up(base::describe(result.error()));
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

template <class Work>
double seconds(Work&& work) {
  const auto from = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

// Of this thread alone: what else the machine does is not in it.
template <class Work>
double cpu_seconds(Work&& work) {
  const auto now = [] {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  };
  const double from = now();
  work();
  return now() - from;
}

struct Spread {
  double low = 0, median = 0, high = 0;  // of the middle half
};
inline Spread spread(std::vector<double> numbers) {
  if (numbers.empty()) return {};
  std::ranges::sort(numbers);
  const std::size_t n = numbers.size();
  return {numbers[n / 4], numbers[n / 2], numbers[n - 1 - n / 4]};
}
inline double median(std::vector<double> numbers) { return spread(std::move(numbers)).median; }

struct Paired {
  std::vector<double> work, floor, ratios;  // a ratio is how fast the work is against its floor: 1 is level with it
};
// Each gives something of which more is better, as a rate.
template <class Work, class Floor>
Paired in_pairs(std::size_t pairs, Work&& work, Floor&& floor) {
  Paired out;
  for (std::size_t i = 0; i < pairs; ++i) {
    const bool first = i % 2 == 0;
    double ours = 0;
    if (first) ours = work();
    const double theirs = floor();
    if (!first) ours = work();
    out.work.push_back(ours);
    out.floor.push_back(theirs);
    out.ratios.push_back(ours / theirs);
  }
  return out;
}

// | work | against | ratio | at least | figures |
inline void row(std::string_view work, std::string_view against, const std::vector<double>& ratios,
                std::string_view at_least, std::string_view figures) {
  const auto of = spread(ratios);
  const int digits = of.median >= 10 ? 1 : 2;
  fmt::print("| {} | {} | {:.{}f} ({:.{}f} to {:.{}f}, {} pairs) | {} | {} |\n", work, against, of.median, digits, of.low,
             digits, of.high, digits, ratios.size(), at_least, figures);
  std::fflush(stdout);
}

// The same for a figure that has no floor beside it.
inline void say(std::string_view what, std::string_view against, std::string_view figure, std::string_view remark) {
  fmt::print("| {} | {} | {} | {} | |\n", what, against, figure, remark);
  std::fflush(stdout);
}

inline std::size_t argument(int argc, char** argv, int at, std::size_t otherwise) {
  return argc > at ? std::max<std::size_t>(1, std::strtoul(argv[at], nullptr, 10)) : otherwise;
}

}  // namespace trefoil::bench
