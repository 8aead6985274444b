// The rules of a file as one table: documentation, refusals and tests read it. Which rule is in the way decides care
// alone; the words for it stand here, so that every screen gives the same reason.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "care/decide.h"

namespace trefoil::care {

enum class RuleKind {
  gate,      // not met now, can be met later
  boundary,  // what a room, a screen or an export may show
  shape,     // what can't be expressed at all
};
std::string_view name(RuleKind kind);

struct Rule {
  std::string_view id;
  RuleKind kind = RuleKind::shape;
  std::string_view what;  // a whole sentence to the person who asked
  std::string_view why;
  std::string_view who;     // can mend it
  std::string_view mend;    // what they would do
  std::string_view source;  // training bodies' codes, practice, or ours; none of these rules can be waived
};
std::span<const Rule> rules();
const Rule* find_rule(std::string_view id);

// A reason in the table's words; `what` and `mend` replace the table's where something more exact can be said.
Reason reason(std::string_view rule, std::string what = {}, std::string mend = {});
inline std::unexpected<Refusal> refuse(std::string_view rule, std::string what = {}, std::string mend = {}) {
  return std::unexpected(Refusal{{reason(rule, std::move(what), std::move(mend))}});
}

}  // namespace trefoil::care
