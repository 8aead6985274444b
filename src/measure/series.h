// Scores of one measure over time, and what may be said of a change.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace trefoil::measure {

// Two-sided 95 % of a normal distribution, as Jacobson and Truax use it.
inline constexpr double kNormal95 = 1.96;

enum class Direction { lower_is_better, higher_is_better };

// What is known of an instrument; for an imported one, what its mapping says. Everything is in the instrument's points.
struct Scale {
  std::string name;                   // "Beck Depression Inventory II"
  std::string short_name;             // "BDI-II"
  Direction direction = Direction::lower_is_better;
  std::optional<double> minimum, maximum;
  std::optional<double> reliability;  // 0 to 1, of a score (test-retest or internal consistency; `source` says which)
  std::optional<double> spread;       // standard deviation in the sample that `source` names
  std::string source;                 // where reliability and spread come from
  bool operator==(const Scale&) const = default;
};

// When: a date, or weeks since the start where no date is known. Weeks may be fractional; negative: before the start.
struct Occasion {
  std::optional<Day> day;
  std::optional<double> week;
  bool operator==(const Occasion&) const = default;
};

struct Score {
  Occasion when;
  double value = 0;
  // Its own standard error, where it was recorded with a scale of its own: two adaptive tests need not be equally sure.
  // None: the scale's.
  std::optional<double> error = {};
  bool operator==(const Score&) const = default;
};

// SEM = spread * sqrt(1 - reliability); standard error of a difference = SEM * sqrt(2)  (Jacobson and Truax 1991,
// J Consult Clin Psychol 59:12-19). nullopt where reliability or spread is unknown.
std::optional<double> standard_error(const Scale& scale);
std::optional<double> standard_error_of_difference(const Scale& scale);

// bad_input where a score can't be kept: no name, no occasion, a value outside the scale, a reliability outside 0 to 1,
// a spread that is not above zero, a number that isn't one. `place` names the field.
Result<void> check(const Scale& scale, const Score& score);

struct Change {
  double difference = 0;              // last minus first
  std::optional<double> index;        // reliable change index: difference / SE of difference
  std::optional<double> by_chance;    // 1.96 * SE of difference: as far as chance alone goes, 95 of 100 times
  enum class Verdict { better, worse, within_chance, cannot_say } verdict = Verdict::cannot_say;
};
Change change(const Scale& scale, double first, double last);

// The scale with the reliability by which its standard error of a difference is that of these two scores: of errors e and f,
// sqrt(e^2 + f^2). The scale itself where neither has one of its own, or both have the scale's.
Scale scale_between(const Scale& scale, const Score& first, const Score& last);

// Scores of one measure in order of time (stable for equal times; dates and weeks don't mix: weeks are ordered among
// themselves, before dates).
struct Series {
  Scale scale;
  std::vector<Score> scores;
};
void sort(Series& series);
bool before(const Occasion& a, const Occasion& b);  // that order

// The sentence above a chart, as DESIGN's "Loneliness is 18, down 9 since March 2026: better, by more than chance would
// explain.", with the honest variants: one score, no change, within chance, worse, unknown; then which way is better.
// By the short name, where there is one. ASCII digits, no jargon.
std::string sentence(const Series& series);
// One line for each score, for the table under the chart.
struct TableRow {
  std::string when;      // "2 March 2026" or "week 9"
  std::string score;     // "27"
  std::string between;   // "25 and 29" (95 % interval: score +- 1.96 SEM, within the scale); empty where unknown
  std::string since;     // "9 lower; change by chance alone up to 7"
};
std::vector<TableRow> table(const Series& series);
// What the numbers can't say (a screening score is not a diagnosis; one person's line is not proof; where reliability
// and spread come from, or that they are unknown).
std::vector<std::string> caveats(const Series& series);
std::string number_text(double value);  // 27, 4.5: no trailing zeros, at most two decimals

}  // namespace trefoil::measure
