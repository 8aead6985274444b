#include "practice/bookings.h"

#include <algorithm>

#include "care/rules.h"

namespace trefoil::practice {

namespace {
using course::Part;
using course::Session;
using course::SessionKind;

bool takes_part(SessionKind kind, Part part) {
  switch (part) {
    case Part::client:
      return true;
    case Part::practitioner:
      return kind != SessionKind::therapist;
    case Part::therapist:
      return kind != SessionKind::practitioner;
    case Part::mentor:
      return false;
  }
  return false;
}

std::vector<PersonId> people_of(const Session& session, const course::Circle& circle) {
  std::vector<PersonId> out;
  for (const auto& seat : circle.seats)
    if (takes_part(session.kind, seat.part)) out.push_back(seat.person);
  return out;
}

std::int64_t end_of(const Session& session) { return session.start.ms + std::int64_t{session.minutes} * 60'000; }
// One may begin when the other ends.
bool overlap(const Session& one, const Session& other) {
  return one.start.ms < end_of(other) && other.start.ms < end_of(one);
}

std::optional<PersonId> in_both(const Session& session, const std::vector<PersonId>& people, const care::File& file) {
  const auto circle = file.seats();
  for (const Session& other : file.course.sessions) {
    if (other.id == session.id || course::is_over(other.step) || !overlap(session, other)) continue;
    for (const PersonId person : people_of(other, circle))
      if (std::ranges::find(people, person) != people.end()) return person;
  }
  return std::nullopt;
}
}  // namespace

Result<std::optional<care::Reason>> booked_twice(const House& house, Keyholder& holder, const OpenedFile& opened,
                                                 const std::vector<care::Event>& events,
                                                 ledger::Batch& batch) {
  std::vector<const Session*> booked;
  for (const auto& event : events) {
    const auto* in_course = std::get_if<care::InCourse>(&event.body);
    if (in_course == nullptr) continue;
    const auto* planned = std::get_if<course::SessionPlanned>(&in_course->body);
    const auto* moved = std::get_if<course::SessionMoved>(&in_course->body);
    if (planned == nullptr && moved == nullptr) continue;
    if (const auto* session = opened.file.course.session(planned != nullptr ? planned->session : moved->session))
      booked.push_back(session);
  }
  std::optional<PersonId> twice;
  const auto circle = opened.file.seats();
  const auto look_in = [&](const care::File& file) {
    for (const auto* session : booked)
      if (!twice) twice = in_both(*session, people_of(*session, circle), file);
  };
  look_in(opened.file);
  if (!booked.empty() && !twice)
    TRY(each_file(house, holder, [&](OpenedFile&& other) {
      if (other.file.id == opened.file.id) return;
      look_in(other.file);
      batch.unchanged.emplace_back(other.file.id, other.course.head.length);
    }));
  if (!twice) return std::optional<care::Reason>();
  const auto* member = opened.file.member(*twice);
  const std::string who = *twice == holder.person ? "You have" : (member == nullptr ? "Somebody" : member->name) + " has";
  return std::optional(care::reason("double-booked", who + " another session at that hour."));
}

}  // namespace trefoil::practice
