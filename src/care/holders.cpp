// Who may hold the key of a room: DESIGN's table "Logs and rooms", row by row.
#include <algorithm>

#include "care/circle.h"
#include "care/words.h"

namespace trefoil::care {

namespace {
bool is_or_was(const std::vector<Member>& circle, PersonId person, bool clients_only) {
  return std::any_of(circle.begin(), circle.end(), [&](const Member& member) {
    return member.person == person && (!clients_only || member.role == Role::client);
  });
}

// "therapist", "both clients", "the other client"; by name where one of several is meant.
std::string in_words(const std::vector<Member>& circle, const Member& first, std::size_t count, bool reader_too) {
  const std::string word(name(first.role));
  if (reader_too && count == 1) return "the other " + word;
  if (reader_too) return "the other " + std::to_string(count) + " " + word + "s";
  if (count > 1) return (count == 2 ? "both " : "all " + std::to_string(count) + " ") + word + "s";
  const auto alike = std::count_if(circle.begin(), circle.end(), [&](const Member& member) {
    return member.active && member.role == first.role && has_right(circle, member, Room{});
  });
  return alike > 1 && !first.name.empty() ? word + " " + first.name : word;
}
}  // namespace

bool is_well_formed(const Room& room) {
  switch (room.kind) {
    case RoomKind::shared:
    case RoomKind::clinical:
    case RoomKind::access:
      return room.person.is_zero();
    case RoomKind::therapy:
    case RoomKind::health:
    case RoomKind::process:
    case RoomKind::own:
      return !room.person.is_zero();
    default:
      return false;
  }
}

bool takes_notes(const Room& room) { return is_well_formed(room) && room.kind != RoomKind::access; }

bool is_written_by(const Room& room, Role role) { return role != Role::client || room.kind != RoomKind::shared; }

bool lies_apart(const Room& room) {
  return room.kind == RoomKind::process || room.kind == RoomKind::own || room.kind == RoomKind::access;
}

bool has_right(const std::vector<Member>& circle, const Member& member, const Room& room) {
  const bool is_client = member.role == Role::client, is_therapist = member.role == Role::therapist;
  const bool counts = is_client || is_therapist || member.role == Role::practitioner ||
                      (member.role == Role::mentor && member.released);
  if (!counts || !is_well_formed(room)) return false;
  const bool theirs = room.person == member.person;
  switch (room.kind) {
    case RoomKind::shared:
    case RoomKind::access:
      return true;
    case RoomKind::clinical:
      return !is_client;
    case RoomKind::therapy:
      return (is_therapist || theirs) && is_or_was(circle, room.person, true);
    case RoomKind::health:
      return (is_therapist || theirs) && is_or_was(circle, room.person, false);
    case RoomKind::process:
      return theirs && !is_client;
    case RoomKind::own:
      return theirs && is_client;
    default:
      return false;
  }
}

std::vector<PersonId> holders(const std::vector<Member>& circle, const Room& room) {
  std::vector<PersonId> out;
  for (const Member& member : circle)
    if (member.active && has_right(circle, member, room)) out.push_back(member.person);
  return out;
}

bool may_hold(const std::vector<Member>& circle, const Room& room, PersonId person) {
  return std::any_of(circle.begin(), circle.end(), [&](const Member& member) {
    return member.person == person && member.active && has_right(circle, member, room);
  });
}

std::string readers_in_words(const std::vector<Member>& circle, const Room& room, PersonId reader) {
  std::vector<std::string> words;
  std::vector<Role> told;
  const Member* self = nullptr;
  for (const Member& member : circle)
    if (member.active && member.person == reader && has_right(circle, member, room)) self = &member;
  for (const Member& member : circle) {
    if (!member.active || member.person == reader || !has_right(circle, member, room)) continue;
    if (std::find(told.begin(), told.end(), member.role) != told.end()) continue;
    told.push_back(member.role);
    const auto count = static_cast<std::size_t>(std::count_if(circle.begin(), circle.end(), [&](const Member& other) {
      return other.active && other.person != reader && other.role == member.role && has_right(circle, other, room);
    }));
    words.push_back(in_words(circle, member, count, self != nullptr && self->role == member.role));
  }
  if (words.empty()) return self != nullptr ? "only you" : "nobody";
  if (self != nullptr) words.emplace_back("you");
  std::string out = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) out += (i + 1 == words.size() ? " and " : ", ") + words[i];
  return out;
}

}  // namespace trefoil::care
