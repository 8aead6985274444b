// Scores and reliable changes of PHQ-9 answers in memory, a column of one byte an item, on one thread; against one read
// of the same bytes. Half of the rows are answers before, half after.
//
//   score_bench [rows=10000000] [pairs=15]
#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>
#include <vector>

#include "codec/instrument_json.h"
#include "figures.h"
#include "measure/change.h"
#include "measure/score_columns.h"

namespace {
using namespace trefoil;
using Column = std::vector<measure::Answer>;

measure::AnswerColumns view(const std::vector<Column>& columns, std::size_t from, std::size_t rows) {
  measure::AnswerColumns out;
  for (const Column& column : columns) out.items.push_back(column.data() + from);
  out.rows = rows;
  return out;
}

// Every byte looked at, in wide registers: their sum.
std::uint64_t read_all(const std::vector<Column>& columns) {
  typedef std::uint64_t Words __attribute__((vector_size(32)));
  Words sums[4] = {};
  for (const Column& column : columns)
    for (std::size_t at = 0; at + sizeof sums <= column.size(); at += sizeof sums)
      for (std::size_t k = 0; k < 4; ++k) {
        Words words;
        std::memcpy(&words, column.data() + at + k * sizeof words, sizeof words);
        sums[k] += words;
      }
  const Words all = sums[0] + sums[1] + sums[2] + sums[3];
  return all[0] + all[1] + all[2] + all[3];
}
}  // namespace

int main(int argc, char** argv) {
  const std::size_t rows = bench::argument(argc, argv, 1, 10'000'000) / 2 * 2,
                    pairs = bench::argument(argc, argv, 2, 15);
  std::ifstream file(TREFOIL_SOURCE_DIR "/instruments/phq-9.json");
  std::stringstream text;
  text << file.rdbuf();
  const auto instrument = bench::must(codec::read_instrument(text.str(), "phq-9.json"));
  const measure::ColumnScorer scorer(instrument);
  const auto rule = bench::must(measure::ReliableChange::with({.spread = 6.1, .reliability = .84, .cutoff = 10}));
  const measure::ColumnChange change(scorer, rule);
  std::vector<Column> columns(9, Column(rows));
  std::uint64_t state = 9;
  for (Column& column : columns)
    for (measure::Answer& answer : column) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      answer =
          state >> 57 == 0 ? measure::kMissing : static_cast<measure::Answer>(state >> 33 & 3);  // 1 of 128 missing
    }
  const std::size_t half = rows / 2;
  const auto before = view(columns, 0, half), after = view(columns, half, half);
  std::vector<double> scores(rows);
  std::vector<std::uint8_t> classes(half);
  std::uint64_t seen = 0;
  const auto floor = [&] { return static_cast<double>(rows) / bench::cpu_seconds([&] { seen += read_all(columns); }); };

  // Everything kept: a double a row, a byte a change.
  const auto kept = bench::in_pairs(
      pairs,
      [&] {
        return static_cast<double>(rows) / bench::cpu_seconds([&] {
                 change.judge(before, after, 0, classes, std::span(scores).first(half), std::span(scores).last(half));
               });
      },
      floor);
  // A block at a time: scores are used where they are made, in the nearest cache, and changes kept.
  const auto used = bench::in_pairs(
      pairs,
      [&] {
        return static_cast<double>(rows) / bench::cpu_seconds([&] {
                 std::array<double, 2048> first, second;
                 for (std::size_t from = 0; from < half; from += first.size()) {
                   const std::size_t now = std::min(first.size(), half - from);
                   change.judge(before, after, from, std::span(classes).subspan(from, now), std::span(first).first(now),
                                std::span(second).first(now));
                   asm volatile("" : : "r"(first.data()), "r"(second.data()) : "memory");  // whoever uses them
                 }
               });
      },
      floor);
  if (seen == 0) bench::give_up("Nothing was read.");
  const auto print = [&](const char* how, const bench::Paired& of) {
    bench::row(fmt::format("score and reliable change of {} PHQ-9 rows, {}", rows, how), "one read of the same bytes",
               of.ratios, "0.3",
               fmt::format("{:.1f} ms, {:.1f} ms", 1e3 * static_cast<double>(rows) / bench::median(of.work),
                           1e3 * static_cast<double>(rows) / bench::median(of.floor)));
  };
  print("scores used as they come", used);
  print("scores kept", kept);
}
