#include "care/takings.h"

#include <variant>

namespace trefoil::care {

namespace {
// The first entry of that time whose body, as `as` takes it, is one that is looked for.
template <class As, class Is>
auto first_at(const File& file, Instant at, As&& as, Is&& is) -> decltype(as(file.items.front().event.body)) {
  for (const Item& item : file.items)
    if (item.event.at == at)
      if (const auto* found = as(item.event.body); found != nullptr && is(*found)) return found;
  return nullptr;
}
}  // namespace

const course::MeasureTaken* taken_at(const File& file, Instant at, PersonId person, std::string_view instrument) {
  const auto as = [](const Body& body) {
    const auto* in_course = std::get_if<InCourse>(&body);
    return in_course == nullptr ? nullptr : std::get_if<course::MeasureTaken>(&in_course->body);
  };
  return first_at(file, at, as, [&](const course::MeasureTaken& taken) {
    return taken.person == person && taken.instrument == instrument;
  });
}

const Answered* answered_at(const File& file, Instant at, PersonId person, std::string_view instrument) {
  const auto as = [](const Body& body) { return std::get_if<Answered>(&body); };
  return first_at(file, at, as,
                  [&](const Answered& answered) { return answered.person == person && answered.instrument == instrument; });
}

const Scored* scored_at(const File& file, Instant at, PersonId person, std::string_view title) {
  const auto as = [](const Body& body) { return std::get_if<Scored>(&body); };
  return first_at(file, at, as, [&](const Scored& scored) { return scored.person == person && scored.scale.name == title; });
}

}  // namespace trefoil::care
