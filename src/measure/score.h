// From answers to a score, with what was missing, its band, its interval and what must be told at once.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "measure/instrument.h"
#include "measure/responses.h"

namespace trefoil::measure {

// What is known of one person's answers. Nothing in it is ever NaN or infinite.
struct Scored {
  std::optional<double> score;      // none: too many answers are missing
  std::optional<double> low, high;  // score -+ 1.96 SEM within the range; none where reliability or spread is unknown
  std::optional<double> t;          // by the instrument's table
  std::optional<std::size_t> band;  // place in Instrument::bands
  std::size_t missing = 0;          // of the scored items
  std::vector<std::optional<double>> subscales;  // in the instrument's order
  std::vector<std::size_t> alerts;               // places in Instrument::items
};

// Scores many people's answers by one instrument; looks its points up once.
//
// - sum, mean and weighted (sum of weight x points) are those of the answers. Where 1 to `most_missing` are missing,
// what
//   is missing counts as the mean of what was answered (prorating): sum = mean of answered x number of items; weighted
//   = weighted mean of answered x sum of all weights. With more missing, or none answered, there is no score.
// - A subscale is scored as the whole is, and may miss the same share of its items, rounded down.
// - The band is the last that begins at or below the score: a prorated 9.5 lies in the band that 9 ends.
// - T comes from the table; a score between two rows lies between their Ts in proportion, one outside has none.
// - Goal attainment: see goal_attainment_t; a missing goal is left out, as one that was not set.
// - A risk item alerts by the points of its answer, whatever else is missing.
class Scorer {
 public:
  // `instrument` must outlive it, and hold to what codec/instrument_json.h asks of one.
  explicit Scorer(const Instrument& instrument);

  const Instrument& instrument() const { return *instrument_; }
  const std::vector<std::size_t>& items() const { return items_; }  // the scored ones, as scored_items gives them
  // Of the i-th of items(), by the answer's place, turned round where the item is; without weights.
  std::span<const double> points(std::size_t i) const { return points_[i]; }
  // One answer an item of items(), in that order: its place among the item's choices, or kMissing.
  void score(std::span<const Answer> answers, Scored& out) const;
  Scored score(std::span<const Answer> answers) const;
  // What so many answers give whose points add up to `sum`; of methods sum and mean, where nothing else counts. Without
  // subscales and alerts.
  Scored score_of_sum(double sum, std::size_t answered) const;

 private:
  struct Part {
    std::vector<std::size_t> places;  // in items_
    double weight = 0;                // of all of them
    std::size_t most_missing = 0;
  };
  struct Sums {
    double points = 0, weight = 0, squares = 0;  // weighted points, weights, their squares
    std::size_t answered = 0;
  };
  Sums add_up(const Part& part, std::span<const Answer> answers) const;
  std::optional<double> settle(const Part& part, const Sums& sums) const;
  void place(Scored& out, const std::optional<std::pair<double, double>>& range) const;
  std::pair<double, double> range_of(std::span<const Answer> answers) const;

  const Instrument* instrument_;
  std::vector<std::size_t> items_;
  std::vector<std::vector<double>> points_;  // by item and choice, turned round where the item is
  std::vector<double> weights_;              // 1 each where the method has none
  Part whole_;
  std::vector<Part> subscales_;
  std::optional<std::pair<double, double>> range_;
  std::optional<double> margin_;  // 1.96 SEM
};

// Lowest and highest score that answers to all items can give; none where there is no score.
std::optional<std::pair<double, double>> score_range(const Instrument& instrument);
// As series.h takes it: what is known of an instrument's scores.
Scale scale_of(const Instrument& instrument);
// The band of a score, as Scorer finds it; none outside all bands.
std::optional<std::size_t> band_of(const Instrument& instrument, double score);
std::optional<double> t_score(const Instrument& instrument, double raw);

struct Goal {
  double level = 0;   // -2 (much less than expected) to 2 (much more); 0: as expected
  double weight = 1;  // above 0
};
inline constexpr double kGoalCorrelation = 0.3;
// T = 50 + 10 sum(w x) / sqrt((1 - r) sum(w^2) + r (sum w)^2), r = .3 the goals' expected correlation (Kiresuk and
// Sherman 1968, Community Ment Health J 4:443-453). None without goals.
std::optional<double> goal_attainment_t(std::span<const Goal> goals);

}  // namespace trefoil::measure
