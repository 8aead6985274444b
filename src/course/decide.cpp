#include "course/decide.h"

#include "course/decide_parts.h"

namespace trefoil::course {

bool may_lift(const Course& course, const Circle& circle, const Hold& hold, PersonId by) {
  const Moment any{};  // taking a hold off waits for no clock
  return check(rules(), course, circle, Resumed{hold.kind, hold.by}, by, any).empty();
}

std::vector<Unmet> check(std::span<const Rule> table, const Course& course, const Circle& circle, const Body& body,
                         PersonId by, const Moment& moment) {
  const Seat* self = circle.seat(by);
  if (self == nullptr) return deciding::refused("own-part", "You are not in this file's circle.");
  return std::visit(deciding::Check{table, course, circle, by, moment, self}, body);
}

std::expected<std::vector<Body>, std::vector<Unmet>> decide(std::span<const Rule> table, const Course& course,
                                                            const Circle& circle, const Body& wish, PersonId by,
                                                            const Moment& moment) {
  if (auto found = check(table, course, circle, wish, by, moment); !found.empty())
    return std::unexpected(std::move(found));
  std::vector<Body> events;
  // A stop ends everything that is going on, in the same breath, and so does what is taken back of its grounds; client
  // and therapist may go on talking.
  if (std::holds_alternative<Held>(wish) || std::holds_alternative<ReleaseWithdrawn>(wish) ||
      std::holds_alternative<TreatmentWithdrawn>(wish))
    for (const Session& session : course.sessions)
      if (session.step == Step::running && session.kind != SessionKind::therapist)
        events.emplace_back(SessionStopped{session.id});
  events.push_back(wish);
  return events;
}

}  // namespace trefoil::course
