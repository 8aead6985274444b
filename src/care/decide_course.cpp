// What happens in the course of care, with the notes that belong to it.
#include "base/text.h"
#include "care/decide_parts.h"
#include "course/decide.h"

namespace trefoil::care {

Answer<Events> decide_part(Draft& draft, const Record& command) {
  // The day is the events' own; the time is the clock's, so that one which was set back is noticed before anything begins.
  const course::Moment moment{draft.now, draft.file.moment(draft.at()).today};
  const auto events = course::decide(course::rules(), draft.file.course, draft.file.seats(), command.wish,
                                     draft.actor.person, moment);
  if (!events) {
    Refusal refusal;
    for (const auto& unmet : events.error()) refusal.reasons.push_back(reason(unmet.rule, unmet.what));
    return std::unexpected(std::move(refusal));
  }
  for (const auto& body : *events) draft.add(Room{}, InCourse{body});
  for (const Write& note : command.notes) {
    std::string text = note.text;
    if (auto refused = check_target(draft, note.room)) return std::unexpected(std::move(*refused));
    if (auto refused = check_text(text)) return std::unexpected(std::move(*refused));
    draft.add(note.room, Noted{std::move(text), {}, {}, note.session, note.session ? note.topic : Topic::none});
  }
  return draft.take();
}

}  // namespace trefoil::care
