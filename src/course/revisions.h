// How the rules changed. What somebody wrote stands as it stood: each entry is judged by the revision that its author's
// program knew (care::InCourse), so that a rule which is changed later makes nothing void that was in order, and nothing
// valid that was not.
//
// To change what the rules allow, in either direction: raise kRevision (course/words.h) by one, say here what it
// changed, and ask for it where it counts: Rule::since of a new row, Check::since (decide_parts.h) of anything else. Every
// type of entry in the course gets another version with it, so that an older program says that it reads something newer
// (docs/format.md); nothing but its golden lines changes in codec.
#pragma once

#include <span>
#include <string_view>

namespace trefoil::course {

struct Revision {
  int number = 1;
  std::string_view what;  // it asks that was not asked before, in words for who keeps the record
};
std::span<const Revision> revisions();  // from 1 to kRevision

}  // namespace trefoil::course
