// The scores of an instrument, each worked out once: for very many people at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "measure/instrument.h"
#include "measure/responses.h"
#include "measure/score.h"

namespace trefoil::measure {

// A sum or a mean of whole points depends on two small whole numbers alone: what the answers' points come to, and how
// many answers are missing. So there are few different scores, however many people there are (280 of the PHQ-9, those
// without a score among them), and a person's answers come to a place among them, its code.
//
// Memory: a Scored for each code, 65,536 at most.
class ScoreTable {
 public:
  // None where scores depend on more than that, or there are too many: other methods, points that are not whole. Scorer
  // itself then scores people one by one. Equal to what `scorer` gives, but for subscales and alerts, which are not
  // in it: at(code) has none. `scorer`, and its instrument, are needed here alone.
  static std::optional<ScoreTable> of(const Scorer& scorer);
  // The same of a subscale, by its place in Instrument::subscales: at(code) has its score and nothing else. Codes are
  // of answers to all items, of which it looks at its own.
  static std::optional<ScoreTable> of_subscale(const Scorer& scorer, std::size_t subscale);

  // One answer an item of Scorer::items(), in that order. What is no place of the item's choices is missing.
  std::size_t code(std::span<const Answer> answers) const {
    std::size_t out = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) out += steps_[i * kAnswers + answers[i]];
    return out;
  }
  const Scored& at(std::size_t code) const { return scores_[code]; }
  std::size_t size() const { return scores_.size(); }

  // What an answer adds to the code, by its byte: a missing one missing_step(), others less than that; those to items
  // outside of a subscale nothing.
  static constexpr std::size_t kAnswers = 256;
  std::span<const std::uint16_t> steps_of(std::size_t item) const {
    return std::span(steps_).subspan(item * kAnswers, kAnswers);
  }
  std::size_t items() const { return steps_.size() / kAnswers; }
  std::size_t missing_step() const { return missing_step_; }

 private:
  // Steps of these of the scorer's items, with room for the scores; false where scores are no such table's.
  bool lay_out(const Scorer& scorer, const std::vector<std::size_t>& among);

  std::vector<std::uint16_t> steps_;  // items x 256
  std::vector<Scored> scores_;        // by missing x missing_step + points above the lowest
  std::size_t missing_step_ = 0;
  double lowest_ = 0;  // points, of any of the items
};

}  // namespace trefoil::measure
