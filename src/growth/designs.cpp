#include "growth/designs.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <span>

namespace trefoil::growth {

namespace {

template <class Value>
Standardised standardised(std::size_t rows, Value&& value) {
  Standardised out;
  for (std::size_t i = 0; i < rows; ++i) out.mean += value(i);
  out.mean /= static_cast<double>(rows);
  double squares = 0;
  for (std::size_t i = 0; i < rows; ++i) squares += (value(i) - out.mean) * (value(i) - out.mean);
  out.spread = std::sqrt(squares / static_cast<double>(rows));
  if (!(out.spread > 0)) out.spread = 1;
  out.shrink = 1 / out.spread;
  return out;
}

// The rows of one subject after those of another: nothing where they come so, else their order.
std::vector<std::size_t> subject_order(const Data& data, std::vector<std::size_t>& first) {
  first.assign(data.subjects + 1, 0);
  bool sorted = true;
  for (std::size_t i = 0; i < data.subject.size(); ++i) {
    ++first[data.subject[i] + 1];
    sorted = sorted && (i == 0 || data.subject[i - 1] <= data.subject[i]);
  }
  for (std::size_t i = 0; i < data.subjects; ++i) first[i + 1] += first[i];
  if (sorted) return {};
  std::vector<std::size_t> order(data.subject.size()), next(first.begin(), first.end() - 1);
  for (std::size_t i = 0; i < order.size(); ++i) order[next[data.subject[i]]++] = i;
  return order;
}

// TimeSets of times, found again by their bits.
class TimeSets {
 public:
  explicit TimeSets() : slots_(1024, 0) {}

  // `times` in order of size. Whether it is new, and its number.
  std::pair<std::size_t, bool> find(std::span<const double> times) {
    if (size_ > 0 && same(last_, times)) return {last_, false};
    std::uint64_t hash = 0x9e3779b97f4a7c15u + times.size();
    for (const double time : times) {
      hash = (hash ^ std::bit_cast<std::uint64_t>(time)) * 0xff51afd7ed558ccdu;
      hash ^= hash >> 32;
    }
    if (2 * size_ >= slots_.size()) grow();
    std::size_t slot = hash & (slots_.size() - 1);
    for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
      last_ = slots_[slot] - 1;
      if (hashes_[last_] == hash && same(last_, times)) return {last_, false};
    }
    last_ = size_++;
    slots_[slot] = static_cast<std::uint32_t>(size_);
    hashes_.push_back(hash);
    starts_.push_back(times_.size());
    times_.insert(times_.end(), times.begin(), times.end());
    return {last_, true};
  }

 private:
  bool same(std::size_t set, std::span<const double> times) const {
    const std::size_t to = set + 1 < starts_.size() ? starts_[set + 1] : times_.size();
    return to - starts_[set] == times.size() && std::equal(times.begin(), times.end(), &times_[starts_[set]]);
  }
  void grow() {
    slots_.assign(2 * slots_.size(), 0);
    for (std::size_t i = 0; i < size_; ++i) {
      std::size_t slot = hashes_[i] & (slots_.size() - 1);
      while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = static_cast<std::uint32_t>(i + 1);
    }
  }

  std::vector<std::uint32_t> slots_;  // 0: empty, else number + 1
  std::vector<std::uint64_t> hashes_;
  std::vector<std::size_t> starts_;
  std::vector<double> times_;
  std::size_t size_ = 0, last_ = 0;
};

}  // namespace

Designs gather_designs(const Data& data, const Form& form) {
  Designs out;
  const std::size_t rows = data.outcome.size();
  const std::size_t timed = form.quadratic ? 3 : 2;      // columns that time alone makes
  const std::size_t other = data.covariates.size() + 1;  // covariates, and the outcome last
  out.rows = rows;
  out.width = timed + other;
  out.length = out.width * (out.width + 1) / 2;
  out.random = form.random == RandomPart::slope ? 2 : 1;
  out.time = standardised(rows, [&](std::size_t i) { return form.clock(data.time[i]); });
  out.outcome = standardised(rows, [&](std::size_t i) { return data.outcome[i]; });
  for (const auto& covariate : data.covariates)
    out.covariates.push_back(standardised(rows, [&](std::size_t i) { return covariate[i]; }));
  out.total.assign(out.length, 0);

  const bool slopes = out.random == 2;
  const auto at = Designs::at;
  std::vector<std::size_t> first;
  const auto order = subject_order(data, first);
  TimeSets sets;
  std::vector<double> times, sorted;
  std::vector<double> values(other);          // of one row
  std::vector<double> g(2 * other);           // Z' of covariates and outcome, one subject
  std::vector<std::array<double, 6>> shared;  // of each design: sums of time to the power 0, 1, 2, 3, 4
  std::vector<double> firsts;                 // of each design: the sum of g over its subjects

  for (std::size_t subject = 0; subject < data.subjects; ++subject) {
    const std::size_t from = first[subject], to = first[subject + 1];
    if (from == to) continue;
    times.clear();
    std::fill(g.begin(), g.end(), 0.0);
    if (other == 1) {
      // Without covariates, as most often: a few sums.
      double sum = 0, by_time = 0, by_square = 0, squares = 0;
      for (std::size_t place = from; place < to; ++place) {
        const std::size_t row = order.empty() ? place : order[place];
        const double time = out.time(form.clock(data.time[row])) + 0.0;  // no negative zero
        const double value = out.outcome(data.outcome[row]);
        times.push_back(time);
        sum += value;
        by_time += time * value;
        by_square += time * time * value;
        squares += value * value;
      }
      g[0] = sum;
      g[1] = by_time;
      if (timed == 3) out.total[at(timed, 2)] += by_square;
      out.total[at(timed, timed)] += squares;
    }
    for (std::size_t place = from; place < to && other > 1; ++place) {
      const std::size_t row = order.empty() ? place : order[place];
      const double time = out.time(form.clock(data.time[row])) + 0.0;  // no negative zero
      times.push_back(time);
      for (std::size_t k = 0; k + 1 < other; ++k) values[k] = out.covariates[k](data.covariates[k][row]);
      values[other - 1] = out.outcome(data.outcome[row]);
      for (std::size_t k = 0; k < other; ++k) {
        g[k] += values[k];
        g[other + k] += time * values[k];
        double* line = &out.total[at(timed + k, 0)];
        if (timed == 3) line[2] += time * time * values[k];
        for (std::size_t j = 0; j <= k; ++j) line[timed + j] += values[k] * values[j];
      }
    }
    sorted = times;
    if (!std::is_sorted(sorted.begin(), sorted.end())) std::sort(sorted.begin(), sorted.end());
    const auto [design, fresh] = sets.find(sorted);
    if (fresh) {
      std::array<double, 6> powers{};
      for (const double time : sorted) {
        const double square = time * time;
        powers[0] += 1;
        powers[1] += time;
        powers[2] += square;
        powers[3] += square * time;
        powers[4] += square * square;
      }
      // The determinant from distances to the mean: nothing is lost where times lie close together.
      for (const double time : sorted)
        powers[5] += (time - powers[1] / powers[0]) * (time - powers[1] / powers[0]) * powers[0];
      shared.push_back(powers);
      out.subjects.push_back(0);
      out.z.push_back({powers[0], slopes ? powers[1] : 0, slopes ? powers[2] : 0});
      out.determinant.push_back(slopes && sorted.front() < sorted.back() ? powers[5] : 0);
      out.sums.resize(out.sums.size() + 3 * out.length, 0.0);
      firsts.resize(firsts.size() + 2 * other, 0.0);
    }
    out.subjects[design] += 1;
    double* sum = &firsts[2 * other * design];
    for (std::size_t k = 0; k < 2 * other; ++k) sum[k] += g[k];
    double* squares = &out.sums[3 * out.length * design];
    for (std::size_t k = 0; k < other; ++k)
      for (std::size_t j = 0; j <= k; ++j) {
        const std::size_t cell = at(timed + k, timed + j);
        squares[cell] += g[k] * g[j];
        if (!slopes) continue;
        squares[out.length + cell] += g[k] * g[other + j] + g[other + k] * g[j];
        squares[2 * out.length + cell] += g[other + k] * g[other + j];
      }
  }

  // What time alone makes is the same for all subjects of a design.
  for (std::size_t design = 0; design < out.size(); ++design) {
    const auto& powers = shared[design];
    const double count = out.subjects[design];
    const double* sum = &firsts[2 * other * design];
    double* squares = &out.sums[3 * out.length * design];
    const double* zero = powers.data();     // Z' of the time columns, first row
    const double* one = powers.data() + 1;  // second row
    for (std::size_t k = 0; k < timed; ++k)
      for (std::size_t j = 0; j <= k; ++j) {
        out.total[at(k, j)] += count * powers[k + j];
        squares[at(k, j)] = count * zero[k] * zero[j];
        if (!slopes) continue;
        squares[out.length + at(k, j)] = count * (zero[k] * one[j] + one[k] * zero[j]);
        squares[2 * out.length + at(k, j)] = count * one[k] * one[j];
      }
    for (std::size_t k = 0; k < other; ++k) {
      out.total[at(timed + k, 0)] += sum[k];
      out.total[at(timed + k, 1)] += sum[other + k];
      for (std::size_t j = 0; j < timed; ++j) {
        const std::size_t cell = at(timed + k, j);
        squares[cell] = zero[j] * sum[k];
        if (!slopes) continue;
        squares[out.length + cell] = zero[j] * sum[other + k] + one[j] * sum[k];
        squares[2 * out.length + cell] = one[j] * sum[other + k];
      }
    }
  }
  return out;
}

}  // namespace trefoil::growth
