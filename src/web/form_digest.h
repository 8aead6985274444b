// What a form asked, as digests that go with it, so that it is read right when something of it has changed meanwhile.
// Inside web.
#pragma once

#include <string>
#include <vector>

#include "web/questions.h"

namespace trefoil::web {

// Of all that is asked, in its order: of each instrument the wording and every question. `scored_by`: of an adaptive test,
// what else it depends on.
std::string asked_as(const Asking& asking, std::string_view scored_by = {});

// What was answered to a form that asked something else than is asked now.
struct CarriedOver {
  Fields fields;                   // the answers whose questions are the same, under the names that they have now
  std::vector<std::string> words;  // what was written to questions that are not, so that nobody writes it twice
};
// `before`: what the form said of itself (asked_as). What belongs to no question is kept as it is.
CarriedOver carry_over(const Asking& asking, const Fields& sent, std::string_view before);

}  // namespace trefoil::web
