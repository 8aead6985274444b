// Is a change more than chance, and does it lead out of the clinical range: Jacobson and Truax 1991, J Consult Clin
// Psychol 59:12-19.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "measure/series.h"

namespace trefoil::measure {

// Two-sided normal quantile of a confidence level above 0 and below 1. That of .95 is 1.96, as the paper has it; others
// are exact.
double normal_two_sided(double level);

struct ChangeRule {
  double spread = 0;       // standard deviation, above 0, in the instrument's points
  double reliability = 0;  // 0 to 1
  double level = 0.95;     // above 0, below 1
  Direction direction = Direction::lower_is_better;
  std::optional<double> cutoff;  // a score there or beyond lies in the clinical range
};

// recovered: reliably better, and from the clinical range out of it; improved: reliably better; deteriorated: reliably
// worse; unchanged: chance alone goes as far.
enum class ChangeClass { recovered, improved, unchanged, deteriorated };
inline constexpr std::size_t kChangeClasses = 4;
std::string_view word(ChangeClass value);  // "recovered"

struct Judged {
  double difference = 0;        // after - before
  std::optional<double> index;  // reliable change index: difference / SE of difference; none where that is 0
  ChangeClass verdict = ChangeClass::unchanged;
};

class ReliableChange {
 public:
  // bad_input where a parameter is none; `place` names it as ChangeRule does.
  static Result<ReliableChange> with(const ChangeRule& rule);

  double sem() const { return sem_; }              // spread * sqrt(1 - reliability)
  double sed() const { return sed_; }              // SEM * sqrt(2)
  double threshold() const { return threshold_; }  // quantile * SE of difference: a change is reliable beyond it
  const ChangeRule& rule() const { return rule_; }
  Judged judge(double before, double after) const;

 private:
  ChangeRule rule_;
  double sem_ = 0, sed_ = 0, threshold_ = 0;
};

// The paper's three ways to a cut-off, from mean and standard deviation (above 0) of people with and without the
// problem: a: two SD from the mean of those with it, towards the others; b: two SD from the mean of the others, towards
// those with it; c: between both, where both are equally near: (s0 m1 + s1 m0) / (s0 + s1).
struct Population {
  double mean = 0, spread = 0;
};
struct Cutoffs {
  double a = 0, b = 0, c = 0;
};
Cutoffs cutoffs(const Population& clinical, const Population& functional);

}  // namespace trefoil::measure
