// How the scores of a measure came about, and what was answered without one coming of it. Inside web.
#pragma once

#include <string>
#include <vector>

#include "web/measure_models.h"

namespace trefoil::web {

// "answered after signing in, 8 of 9 questions": a line for each score of the measure, in the order of time; empty where it
// is not known how it came.
std::vector<std::string> ways_of(const care::File& file, const OneMeasure& measure);

// What was answered in part, too little for a score, oldest first: "27 November 2026: ...". Of one measure, or of all that
// can be scored, each under its name. The screens where a score is missed say so; nobody can tell it by an empty place.
std::vector<std::string> unscored_of(const OneFile& one, const OneMeasure& measure);
std::vector<std::string> unscored_of(const OneFile& one);

}  // namespace trefoil::web
