// What lets somebody without a sign-in leave something in a file: a pair of keys that comes of a secret on paper or in an
// address. It signs, and reads nothing. Inside practice: stop_card and answer_link give it its meaning.
#pragma once

#include <optional>

#include "practice/keyholder.h"

namespace trefoil::practice {

// Of one file and one use (`label`) alone: elsewhere the same secret is nothing.
vault::Pair link_pair(vault::Arena& arena, std::string_view label, View secret, LogId file);
// The pair's public half, signed by the holder; it counts to a little before the end of `until`, so that what is taken
// here counts in the file too.
ledger::Side link_card(const vault::Pair& pair, Keyholder& holder, Day until, std::string_view zone);
// Whether there is such a link and it has not run out.
Result<bool> link_counts(const House& house, KeyId link);

// The file's log as anybody can see it, and the room in which it begins. Nothing where there is none, or it is erased.
struct LinkDoor {
  RoomId shared;
  ledger::OpenedLog log;
};
Result<std::optional<LinkDoor>> link_door(const House& house, LogId file);

}  // namespace trefoil::practice
