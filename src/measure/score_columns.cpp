#include "measure/score_columns.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <map>

namespace trefoil::measure {

namespace {
constexpr std::size_t kBlock = 2048;  // rows that are worked on at a time: they stay in the nearest cache
constexpr std::size_t kMostKinds = 1024;

// Sixteen rows at a time, in whatever registers there are.
typedef std::uint8_t Bytes __attribute__((vector_size(16)));
typedef std::uint16_t Words __attribute__((vector_size(32)));
constexpr std::size_t kRows = sizeof(Bytes);
}  // namespace

ColumnScorer::ColumnScorer(const Instrument& instrument) : scorer_(instrument), table_(ScoreTable::of(scorer_)) {
  if (!table_) return;
  for (std::size_t code = 0; code < table_->size(); ++code)
    scores_.push_back(table_->at(code).score.value_or(std::numeric_limits<double>::quiet_NaN()));
  if (table_->missing_step() > 256 || table_->items() > 255) return;
  for (std::size_t i = 0; i < table_->items(); ++i) {
    const auto steps = table_->steps_of(i);
    const std::size_t choices = scorer_.points(i).size();
    const bool down = choices > 1 && steps[1] < steps[0];
    for (std::size_t k = 1; k < choices; ++k)
      if (steps[k] - steps[k - 1] != (down ? -1 : 1)) {
        ladders_.clear();
        return;
      }
    Ladder ladder{static_cast<std::uint8_t>(choices - 1), static_cast<std::uint8_t>(steps[0]), 0};
    if (down) ladder.flip = 255, ++ladder.begin;  // start - answer = start + 1 + ~answer
    ladders_.push_back(ladder);
  }
}

void ColumnScorer::codes(const AnswerColumns& answers, std::size_t from, std::span<std::uint16_t> codes) const {
  std::size_t done = 0;
  const auto step = static_cast<std::uint16_t>(table_->missing_step());
  for (; !ladders_.empty() && done + kRows <= codes.size(); done += kRows) {
    Bytes sums = {}, missing = {};
    for (std::size_t i = 0; i < ladders_.size(); ++i) {
      Bytes own;
      std::memcpy(&own, answers.items[i] + from + done, sizeof own);
      const Bytes none = reinterpret_cast<Bytes>(own > ladders_[i].top);  // all ones where it is
      sums += ((own ^ ladders_[i].flip) + ladders_[i].begin) & ~none;
      missing -= none;
    }
    const Words out = __builtin_convertvector(sums, Words) + __builtin_convertvector(missing, Words) * step;
    std::memcpy(codes.data() + done, &out, sizeof out);
  }
  const auto rest = codes.subspan(done);
  std::ranges::fill(rest, std::uint16_t{0});
  for (std::size_t i = 0; i < answers.items.size(); ++i) {
    const auto steps = table_->steps_of(i);
    const Answer* column = answers.items[i] + from + done;
    for (std::size_t row = 0; row < rest.size(); ++row)
      rest[row] = static_cast<std::uint16_t>(rest[row] + steps[column[row]]);
  }
}

void ColumnScorer::score(const AnswerColumns& answers, std::size_t from, std::span<double> scores) const {
  if (table_) {
    std::array<std::uint16_t, kBlock> codes{};
    for (std::size_t done = 0; done < scores.size(); done += kBlock) {
      const std::size_t rows = std::min(kBlock, scores.size() - done);
      this->codes(answers, from + done, std::span(codes).first(rows));
      for (std::size_t row = 0; row < rows; ++row) scores[done + row] = scores_[codes[row]];
    }
    return;
  }
  std::vector<Answer> own(answers.items.size());
  Scored scored;
  for (std::size_t row = 0; row < scores.size(); ++row) {
    for (std::size_t i = 0; i < own.size(); ++i) own[i] = answers.items[i][from + row];
    scorer_.score(own, scored);
    scores[row] = scored.score.value_or(std::numeric_limits<double>::quiet_NaN());
  }
}

ColumnChange::ColumnChange(const ColumnScorer& scorer, const ReliableChange& rule) : scorer_(&scorer), rule_(rule) {
  if (!scorer.table()) return;
  std::map<std::optional<double>, std::uint32_t> known;  // nothing comes before any number
  std::vector<std::optional<double>> scores;
  for (std::size_t code = 0; code < scorer.table()->size(); ++code) {
    const auto& score = scorer.table()->at(code).score;
    const auto [at, is_new] = known.try_emplace(score, static_cast<std::uint32_t>(known.size()));
    if (is_new) scores.push_back(score);
    kinds_.push_back(at->second);
  }
  if (scores.size() > kMostKinds) {
    kinds_.clear();
    return;
  }
  for (const std::uint32_t kind : kinds_) kind_starts_.push_back(kind * static_cast<std::uint32_t>(scores.size()));
  for (const auto& before : scores)
    for (const auto& after : scores)
      classes_.push_back(before && after ? static_cast<std::uint8_t>(rule.judge(*before, *after).verdict) : kNone);
}

void ColumnChange::judge(const AnswerColumns& before, const AnswerColumns& after, std::size_t from,
                         std::span<std::uint8_t> classes, std::span<double> scores_before,
                         std::span<double> scores_after) const {
  for (std::size_t done = 0; done < classes.size(); done += kBlock) {
    const std::size_t rows = std::min(kBlock, classes.size() - done);
    std::uint8_t* out = classes.data() + done;
    if (!kinds_.empty()) {
      std::array<std::uint16_t, kBlock> first, second;  // filled next. NOLINT(cppcoreguidelines-pro-type-member-init)
      scorer_->codes(before, from + done, std::span(first).first(rows));
      scorer_->codes(after, from + done, std::span(second).first(rows));
      for (std::size_t row = 0; row < rows; ++row) out[row] = classes_[kind_starts_[first[row]] + kinds_[second[row]]];
      if (!scores_before.empty())
        for (std::size_t row = 0; row < rows; ++row) scores_before[done + row] = scorer_->score_of(first[row]);
      if (!scores_after.empty())
        for (std::size_t row = 0; row < rows; ++row) scores_after[done + row] = scorer_->score_of(second[row]);
      continue;
    }
    std::array<double, kBlock> first, second;  // filled next. NOLINT(cppcoreguidelines-pro-type-member-init)
    scorer_->score(before, from + done, std::span(first).first(rows));
    scorer_->score(after, from + done, std::span(second).first(rows));
    for (std::size_t row = 0; row < rows; ++row) {
      const bool both = first[row] == first[row] && second[row] == second[row];
      out[row] = both ? static_cast<std::uint8_t>(rule_.judge(first[row], second[row]).verdict) : kNone;
    }
    if (!scores_before.empty())
      std::copy_n(first.begin(), rows, scores_before.begin() + static_cast<std::ptrdiff_t>(done));
    if (!scores_after.empty())
      std::copy_n(second.begin(), rows, scores_after.begin() + static_cast<std::ptrdiff_t>(done));
  }
}

}  // namespace trefoil::measure
