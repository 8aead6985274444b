// A form that somebody answers, by an id of its own: sent twice, as by a double click, it is taken once.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "care/decide.h"

namespace trefoil::practice {

// For a form that is shown: 26 letters of base32, random.
std::string fresh_form();

// The id of the first entry that this form leaves (care::TakeMeasures::form). It comes of the form's own id and of all that
// was answered: the same form with the same answers leaves one set of entries, and whoever goes back and changes an
// answer leaves another.
EntryId entry_of_form(std::string_view form, std::span<const care::Taking> takings);

}  // namespace trefoil::practice
