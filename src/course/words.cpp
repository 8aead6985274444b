#include "course/words.h"

#include <algorithm>

namespace trefoil::course {

std::string_view name(Part part) {
  switch (part) {
    case Part::client:
      return "client";
    case Part::practitioner:
      return "practitioner";
    case Part::therapist:
      return "therapist";
    case Part::mentor:
      return "mentor";
  }
  return {};
}

std::string_view name(SessionKind kind) {
  switch (kind) {
    case SessionKind::therapist:
      return "therapist";
    case SessionKind::practitioner:
      return "practitioner";
    case SessionKind::triadic:
      return "triadic";
  }
  return {};
}

std::string_view name(Step step) {
  switch (step) {
    case Step::planned:
      return "planned";
    case Step::running:
      return "running";
    case Step::ended:
      return "ended";
    case Step::stopped:
      return "stopped";
    case Step::cancelled:
      return "cancelled";
    case Step::missed:
      return "missed";
  }
  return {};
}

const Seat* Circle::seat(PersonId person) const& {
  const auto found = std::ranges::find(seats, person, &Seat::person);
  return found == seats.end() ? nullptr : &*found;
}

const Seat* Circle::first(Part part) const& {
  const auto found = std::ranges::find(seats, part, &Seat::part);
  return found == seats.end() ? nullptr : &*found;
}

std::vector<PersonId> Circle::all(Part part) const {
  std::vector<PersonId> out;
  for (const Seat& seat : seats)
    if (seat.part == part) out.push_back(seat.person);
  return out;
}

bool Circle::complete() const {
  return first(Part::client) != nullptr && first(Part::practitioner) != nullptr && first(Part::therapist) != nullptr;
}

std::vector<PersonId> Circle::triad() const {
  std::vector<PersonId> out;
  for (const Seat& seat : seats)
    if (seat.part != Part::mentor) out.push_back(seat.person);
  return out;
}

}  // namespace trefoil::course
