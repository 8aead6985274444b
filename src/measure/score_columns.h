// Scores and reliable changes of very many people, from columns of bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "measure/change.h"
#include "measure/responses.h"
#include "measure/score.h"
#include "measure/score_table.h"

namespace trefoil::measure {

// An item's answers side by side, a byte each: places among its choices, or kMissing.
struct AnswerColumns {
  std::vector<const Answer*> items;  // one of Scorer::items(), in that order; each of `rows`
  std::size_t rows = 0;
};

// The same scores as Scorer gives, row for row. Where the instrument has a ScoreTable, rows are added up sixteen at a
// time and looked up; else each is scored for itself.
class ColumnScorer {
 public:
  // `instrument` must outlive it, as for Scorer.
  explicit ColumnScorer(const Instrument& instrument);

  const Scorer& scorer() const { return scorer_; }
  const std::optional<ScoreTable>& table() const { return table_; }  // none: rows are scored one by one

  // Of the rows from `from` on, as many as `scores` has places (there must be as many). NaN where a row has no score,
  // which is the one place in this library where that stands for something.
  void score(const AnswerColumns& answers, std::size_t from, std::span<double> scores) const;
  // Their places in the table, which must be there; and the score of a place.
  void codes(const AnswerColumns& answers, std::size_t from, std::span<std::uint16_t> codes) const;
  double score_of(std::uint16_t code) const { return scores_[code]; }

 private:
  Scorer scorer_;
  std::optional<ScoreTable> table_;
  std::vector<double> scores_;  // of the table's codes
  // Items whose points go up, or down, by one from choice to choice, as nearly all do: what is added is then reckoned,
  // in bytes that wrap: begin + (answer ^ flip).
  struct Ladder {
    std::uint8_t top = 0;  // the last choice's place
    std::uint8_t begin = 0, flip = 0;
  };
  std::vector<Ladder> ladders_;  // empty: not all items are such, or a byte doesn't hold the sum
};

// What ReliableChange says of scores before and after, row for row.
class ColumnChange {
 public:
  static constexpr std::uint8_t kNone = 255;  // one of the two has no score

  // `scorer` must outlive it.
  ColumnChange(const ColumnScorer& scorer, const ReliableChange& rule);
  // A ChangeClass, or kNone, for each row from `from` on; and the scores as ColumnScorer::score gives them, where those
  // spans are not empty.
  void judge(const AnswerColumns& before, const AnswerColumns& after, std::size_t from, std::span<std::uint8_t> classes,
             std::span<double> scores_before = {}, std::span<double> scores_after = {}) const;

 private:
  const ColumnScorer* scorer_;
  ReliableChange rule_;
  // Codes of one score are one kind; each pair of kinds is judged once. Empty where there are too many.
  std::vector<std::uint32_t> kinds_;        // by code
  std::vector<std::uint32_t> kind_starts_;  // by code: where the classes begin whose score before this is
  std::vector<std::uint8_t> classes_;
};

}  // namespace trefoil::measure
