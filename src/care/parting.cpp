#include "care/parting.h"

#include <algorithm>

#include "care/circle.h"

namespace trefoil::care {

namespace {
bool is_of(const File& file, PersonId person, Role role) {
  const Member* member = file.member(person);
  return member != nullptr && member->role == role;
}

bool is_ending(const Item& item) {
  const auto* in_course = std::get_if<InCourse>(&item.event.body);
  return in_course != nullptr && std::holds_alternative<course::Closed>(in_course->body);
}
}  // namespace

bool owes_last_things(const File& file, PersonId practitioner) {
  const course::Course& course = file.course;
  const bool owes_report = std::ranges::any_of(course.sessions, [&](const course::Session& session) {
    return session.kind == course::SessionKind::practitioner && session.practitioner == practitioner &&
           course::has_been(session.step) && !session.reported;
  });
  return owes_report || (!course.closing.agreed.empty() && !course.closing.forms.contains(practitioner));
}

std::vector<PersonId> parting(const File& file, Instant at) {
  std::vector<PersonId> out;
  if (!file.course.closing.closed || !has_therapist(file)) return out;
  const bool late = file.moment(at).today > file.course.closing.end + kDaysForLastThings;
  for (const Member& member : file.circle)
    if (member.active && member.role == Role::practitioner && (late || !owes_last_things(file, member.person)))
      out.push_back(member.person);
  return out;
}

bool parts_before_leaving(const File& file, PersonId leaves, Instant at) {
  const auto out = parting(file, at);
  return std::ranges::find(out, leaves) == out.end() && has_therapist(file, leaves);
}

bool is_by_ending(const File& file, const Item& left) {
  const auto* body = std::get_if<Left>(&left.event.body);
  if (body == nullptr || !body->reason.empty() || !file.course.closing.closed) return false;
  if (!is_of(file, body->person, Role::practitioner) || !is_of(file, left.author, Role::therapist)) return false;
  return std::ranges::any_of(file.items, [&](const Item& item) {
    return item.event.room == Room{} && is_ending(item) && item.sequence < left.sequence;
  });
}

bool has_parted(const File& file, PersonId person) {
  const Member* member = file.member(person);
  if (member == nullptr || member->active) return false;
  for (auto item = file.items.rbegin(); item != file.items.rend(); ++item)
    if (const auto* left = std::get_if<Left>(&item->event.body); left != nullptr && left->person == person)
      return is_by_ending(file, *item);
  return false;
}

}  // namespace trefoil::care
