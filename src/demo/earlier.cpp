#include "demo/earlier.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace trefoil::demo {

namespace {
constexpr int kFiles = 34;

// About normal: a sum of twelve. The standard library's own normal distribution differs from one library to another.
class Chance {
 public:
  double next() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(engine_()) / static_cast<double>(std::minstd_rand::max());
    return sum;
  }

 private:
  std::minstd_rand engine_{19};
};

// Begins at `start`, falls fast at first and then less, as such scores do on average; some rise.
double score(double start, double fall, double months, double noise, double most) {
  return std::clamp(std::round(start - fall * std::log1p(months) + noise), 0.0, most);
}
}  // namespace

std::vector<EarlierFile> demo_earlier(Day today) {
  Chance chance;
  std::vector<EarlierFile> out;
  for (int i = 0; i < kFiles; ++i) {
    EarlierFile file{fmt::format("EARLY-{:02}", i + 1), {}};
    const double low = 24 + 4 * chance.next(), slower = 4 + 2 * chance.next();
    const double mood = 13 + 3 * chance.next(), lift = 2.5 + 1.5 * chance.next();
    const int months = 5 + i % 7;
    const Day first = today + -(365 * 5 - i * 40);
    for (int month = 0; month <= months; ++month)
      file.scores.push_back({first + month * 31, score(low, slower, month, 1.8 * chance.next(), 40),
                             score(mood, lift, month, 1.6 * chance.next(), 27)});
    out.push_back(std::move(file));
  }
  return out;
}

}  // namespace trefoil::demo
