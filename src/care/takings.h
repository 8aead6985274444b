// What one act of answering left in a file: that an instrument was taken, the answers, the score. They are entries of their
// own, in rooms of their own, of one person and one time.
#pragma once

#include <string_view>

#include "care/file.h"

namespace trefoil::care {

// Null where that act left none, or the reader has no key to it.
const course::MeasureTaken* taken_at(const File& file, Instant at, PersonId person, std::string_view instrument);
const Answered* answered_at(const File& file, Instant at, PersonId person, std::string_view instrument);
// `title`: of the instrument, under which its scores stand.
const Scored* scored_at(const File& file, Instant at, PersonId person, std::string_view title);

}  // namespace trefoil::care
