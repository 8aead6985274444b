// The real core, explored: a small world is searched breadth-first, every wish by everybody in every state that is
// reached, and what must always hold is looked at in each. What must hold is written down here a second time, by
// itself, and not asked of the gates: a table that lost a rule is found out.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>

#include "course/decide.h"

namespace trefoil::course {

struct Explored {
  std::size_t states = 0;   // different ones that were reached
  std::size_t decided = 0;  // wishes that were answered
  std::size_t refused = 0;
  std::size_t depth = 0;  // every sequence of so many steps was looked at, from each beginning
  bool complete = false;  // nothing was left to look at, within the depth that was asked for
  std::string broken;     // what did not hold, and the way to it; empty: everything held
};

// The world: a client, a practitioner, a therapist, another therapist and a stranger; two phases of one activity each;
// days that pass by one and by thirty. It begins in a file that is ready for a session, in one fresh from its opening,
// and in ones that lack one step of the opening each. Stops at the first thing that does not hold, at `most` states, or
// where every sequence of `depth` steps (wishes that were allowed, and turns of the world) was looked at.
// `watch` is told the number of states now and then, and stops the search by answering false.
inline constexpr std::size_t kAnyDepth = std::numeric_limits<std::size_t>::max();
Explored explore(std::span<const Rule> table, std::size_t most, const std::function<bool(std::size_t)>& watch = {},
                 std::size_t depth = kAnyDepth);

}  // namespace trefoil::course
