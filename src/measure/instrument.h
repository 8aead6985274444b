// An instrument: what it asks, how answers become a score, and what is known of that score. As a file of instruments/
// says it; codec/instrument_json.h reads one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "measure/series.h"

namespace trefoil::measure {

enum class Scoring { sum, mean, weighted, none, goal_attainment };

// One of the answers that an item offers.
struct Choice {
  std::string code;  // as it stands in a CSV: "0"
  std::string text;  // "Not at all"
  double points = 0;
  bool operator==(const Choice&) const = default;
};

struct Item {
  enum class Kind { choice, whole, number, text, display };
  std::string id;
  std::string text;  // verbatim
  Kind kind = Kind::choice;
  bool required = false;
  bool reversed = false;  // points become lowest + highest - points
  double weight = 1;      // above 0; of methods weighted and goal attainment
  std::optional<double>
      alerts_from;              // points, as the answer gives them (not turned round), from which the therapist is told
  std::vector<Choice> choices;  // of kind choice alone
  std::optional<double> most = {};  // of kind whole and number: what an answer can be at most
  bool operator==(const Item&) const = default;
};

// Scores from `from` to `to`, both counted in.
struct Band {
  double from = 0, to = 0;
  std::string words, source;
  bool operator==(const Band&) const = default;
};

struct Subscale {
  std::string name;
  std::vector<std::size_t> items;  // places in Instrument::items, each of kind choice
  bool operator==(const Subscale&) const = default;
};

struct TRow {
  double raw = 0, t = 0;
  bool operator==(const TRow&) const = default;
};

// A figure and where it comes from.
struct Sourced {
  double value = 0;
  std::string source;
  std::string kind;  // of a reliability: "internal consistency (alpha)"
  bool operator==(const Sourced&) const = default;
};

struct Instrument {
  std::string id, url, version, title, short_name, about, copyright, licence, source, recall;
  Direction direction = Direction::lower_is_better;
  Scoring method = Scoring::sum;
  std::size_t most_missing = 0;  // answers that may be missing: a score is then prorated
  std::string missing_source;
  std::optional<Sourced> reliability, spread;
  std::optional<Sourced> cutoff;  // the score there lies in the clinical range, as do those beyond it
  std::vector<Band> bands;        // ascending
  std::vector<Subscale> subscales;
  std::vector<TRow> t_scores;  // ascending by raw
  std::optional<double> minutes;
  std::vector<std::string> cannot_say;
  std::vector<Item> items;  // in order, those of groups too
  bool operator==(const Instrument&) const = default;
};

// Places in `items` of those whose answers count: the items of kind choice, and none where the method is none.
std::vector<std::size_t> scored_items(const Instrument& instrument);

}  // namespace trefoil::measure
