// What somebody wishes to record, and the answer. A wish is an event's body: what is allowed is written as it is asked,
// with what follows from it.
#pragma once

#include <expected>

#include "course/rules.h"

namespace trefoil::course {

// Everything in the way of `by` writing `body` now; empty: nothing. The one place that knows the rights: decide asks it
// before, and whoever reads the log asks it again, so that what a forger writes is void.
std::vector<Unmet> check(std::span<const Rule> table, const Course& course, const Circle& circle, const Body& body,
                         PersonId by, const Moment& moment);

// The events to write, in order; or what is in the way, never empty.
std::expected<std::vector<Body>, std::vector<Unmet>> decide(std::span<const Rule> table, const Course& course,
                                                            const Circle& circle, const Body& wish, PersonId by,
                                                            const Moment& moment);

// Whether the rules let this person take the hold off now. A pause of the practice is its setter's and, where the file
// was told of a safeguarding lead, the lead's; the therapist's only where nobody else could.
bool may_lift(const Course& course, const Circle& circle, const Hold& hold, PersonId by);

}  // namespace trefoil::course
