// What a course that was under way rests on and that is gone: taken back, run out, or somebody who left. Nobody stopped
// it, and yet it stands still (rules no-hold, therapist-engaged, triad-complete, release-live, consent-treatment,
// credentials-current). What was never there yet belongs to the opening (way.h).
#pragma once

#include <string>
#include <vector>

#include "course/course.h"

namespace trefoil::course {

struct Lapse {
  enum class Kind {
    no_therapist,
    no_practitioner,
    release_taken_back,
    release_ran_out,
    consent_taken_back,
    consent_ran_out,
    credentials_ran_out,
    not_suitable,    // the therapist found so after the work had begun, or that the client can't consent
    review_ran_out,  // of one of these two
    therapist_away,  // has not met the client within the days that the terms give
  };
  Kind kind = Kind::no_therapist;
  PersonId about;                 // whose it is; zero where it is nobody's
  Part part = Part::therapist;    // what they are here
  Day day;                        // its last day, or that of the last meeting; zero where there was none
};
// In the order in which they are told. None once the work has ended.
std::vector<Lapse> lapses(const Course& course, const Circle& circle, const Moment& moment);

// One sentence for it and one for what the work waits for. `who`: "the client", or a name; ignored where it is the
// reader's own.
std::string in_words(const Lapse& lapse, const std::string& who, bool own);

}  // namespace trefoil::course
