// What a room means in people: who could read an entry, who will be able to.
#include <algorithm>

#include "care/circle.h"
#include "care/decide.h"
#include "course/programme.h"

namespace trefoil::care {

namespace {
std::string sentence_case(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

std::string list(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return out;
}
}  // namespace

Exposure exposure(const File& file, const Item& item, const Room& to, PersonId reader) {
  Exposure out;
  const Room& from = item.event.room;
  const std::string could = renamed(file.ways.names, readers_in_words(file.circle, from, reader));
  out.before = sentence_case(could) + " can read it where it is";
  out.before += could == "only you" || could == "nobody" ? "." : ", and may have read it already.";
  out.after = sentence_case(renamed(file.ways.names, readers_in_words(file.circle, to, reader))) + " will be able to read it there.";
  std::vector<std::string> first_time;
  for (PersonId person : holders(file.circle, to))
    if (!may_hold(file.circle, from, person)) {
      const Member* member = file.member(person);
      first_time.push_back(person == reader       ? "you"
                           : member->name.empty() ? std::string(name(member->role))
                                                  : member->name);
    }
  out.after += first_time.empty() ? " Nobody is added." : " For the first time: " + list(first_time) + ".";
  return out;
}

std::vector<Room> writable_rooms(const File& file, PersonId person) {
  std::vector<Room> candidates{{RoomKind::shared, {}}, {RoomKind::clinical, {}}};
  const auto each = [&](RoomKind kind, auto&& wanted) {
    for (const Member& member : file.circle) {
      const Room room{kind, member.person};
      if (wanted(member) && std::find(candidates.begin(), candidates.end(), room) == candidates.end())
        candidates.push_back(room);
    }
  };
  each(RoomKind::therapy, [](const Member& member) { return member.role == Role::client; });
  each(RoomKind::health, [](const Member& m) { return m.role == Role::client || m.role == Role::practitioner; });
  each(RoomKind::process, [&](const Member& member) { return member.person == person; });
  each(RoomKind::own, [&](const Member& member) { return member.person == person; });
  const Member* self = file.member(person);
  std::erase_if(candidates, [&](const Room& room) {
    return !may_hold(file.circle, room, person) || !is_written_by(room, self->role) ||
           would_be_contact(file, room, self->role);
  });
  return candidates;
}

namespace {
bool is_left_to(const File& file, PersonId by, Body body) {
  const Member* self = file.member(by);
  return self != nullptr && self->active && is_professional(self->role) &&
         !check_after_ending(file, {{}, {}, Room{}, std::move(body)}, self->role);
}
}  // namespace

bool part_is_over(const File& file, PersonId person) {
  const Member* self = file.member(person);
  return self != nullptr && self->active && would_be_contact(file, Room{}, self->role);
}

bool may_bring_in(const File& file, PersonId by, Role role) {
  Joined joined;
  joined.role = role;
  if (check_joining_after(file, joined)) return false;
  return is_left_to(file, by, std::move(joined));
}

bool may_give_keys(const File& file, const Member& client, PersonId by) {
  const auto* self = file.member(by);
  return self != nullptr && self->active && is_professional(self->role) && client.active && client.role == Role::client &&
         !part_is_over(file, by) && !check_hand_out(file, &client, *self);
}

bool may_tell_safeguarding(const File& file, PersonId by) { return is_left_to(file, by, SafeguardingTold{}); }

std::optional<course::Terms> owed_terms(const File& file, const course::Terms& practice, PersonId by) {
  const Member* self = file.member(by);
  const bool leads = self != nullptr && self->active && (self->role == Role::practitioner || self->role == Role::therapist);
  if (!leads || !file.is_begun() || file.course.closing.closed) return std::nullopt;
  auto terms = course::tightened(file.course.terms, practice);
  if (terms == file.course.terms) return std::nullopt;
  return terms;
}

}  // namespace trefoil::care
