// The practitioner's parting after the ending (rule no-contact-after): client and practitioner are not connected any
// more, so the practitioner goes out of the circle and is granted nothing that is written from then on.
#pragma once

#include "care/file.h"

namespace trefoil::care {

// How long after the ending the practitioner still has for the last report and their form, in days.
inline constexpr int kDaysForLastThings = 14;

// A session of theirs that nobody has a report of, or, where the ending was agreed, their closing form.
bool owes_last_things(const File& file, PersonId practitioner);
// Practitioners in the circle who part from it at that moment: after the ending, where a therapist with keys stays and
// they owe nothing, or their days for it have passed.
std::vector<PersonId> parting(const File& file, Instant at);
// Whether that goes before somebody is taken out: not before the one who would part, whom this takes out by itself, nor
// before the only therapist, where the practitioner stays who can bring another in.
bool parts_before_leaving(const File& file, PersonId leaves, Instant at);
// Whether an entry that says a practitioner left says this: by a therapist, after the ending, without another reason.
bool is_by_ending(const File& file, const Item& left);
// Whether it was by the ending that this person went.
bool has_parted(const File& file, PersonId person);

}  // namespace trefoil::care
