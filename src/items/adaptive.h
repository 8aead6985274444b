// An adaptive test: the next item is the one that says most about this person, until the estimate is sure enough
// (van der Linden and Glas 2010, Elements of adaptive testing).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "items/bank.h"
#include "items/estimate.h"

namespace trefoil::items {

enum class Criterion {
  mfi,   // most Fisher information at the estimate (Lord 1980, Applications of item response theory, ch. 10)
  mpwi,  // most information over the posterior distribution (van der Linden 1998, Psychometrika 63:201-216)
};
std::optional<Criterion> parse_criterion(std::string_view word);  // "mfi", "mpwi"

struct AdaptiveRules {
  std::size_t least = 1;  // items, before anything else ends it
  std::size_t most = 1'000'000;
  double error = 0.3;  // ends where the estimate's standard error is no larger; 0: never
  Criterion criterion = Criterion::mfi;
  Method method = Method::eap;  // eap or map
  Span span;
  // Content (Kingsbury and Zara 1989, Appl Meas Educ 2:359-375): the next item comes from the area that is furthest
  // behind its share. Empty: areas don't count. Areas without a share come last.
  std::map<std::string, double> shares;
  // Exposure (randomesque, Kingsbury and Zara 1989): one of so many best at random. 1: the best.
  std::size_t among = 1;
};
// bad_input: ml, least above most, an error below 0, a share below 0 or none above it, a share of an area that no item
// has, among 0, more points than check(Span) takes. `place` names the rule.
Result<void> check(const AdaptiveRules& rules, const Bank& bank);

class Adaptive {
 public:
  // A whole number below its argument, each as likely; asked where rules.among > 1.
  using Draw = std::function<std::size_t(std::size_t)>;

  // `bank` must outlive it; `rules` are such that check() takes them.
  Adaptive(const Bank& bank, AdaptiveRules rules, Draw draw = {});

  // The place in the bank of the item to ask; nullopt where the test is over. Ties go to the earlier item.
  std::optional<std::size_t> next() const;
  // Each item once; answer < its categories. leave_out: it can't be asked (no answer to be had).
  void answer(std::size_t item, Answer answer);
  void leave_out(std::size_t item) { open_[item] = false; }

  Estimate estimate() const { return now_; }
  std::size_t answered() const { return answered_; }

 private:
  double worth(std::size_t item) const;
  std::string_view area_now() const;

  const Bank* bank_;
  AdaptiveRules rules_;
  Draw draw_;
  Quadrature quadrature_;
  std::vector<GradedItem> items_;
  std::vector<double> table_;  // mpwi: information of each item at each point
  std::vector<bool> open_;
  std::vector<Answer> answers_;
  std::vector<double> log_posterior_, posterior_;
  std::map<std::string, std::size_t> asked_;  // of each area
  Estimate now_;
  std::size_t answered_ = 0;
};

}  // namespace trefoil::items
