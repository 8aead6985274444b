// What happens in the course of care, with the notes that belong to it.
#include "base/text.h"
#include "care/decide_parts.h"
#include "course/decide.h"
#include "course/programme.h"
#include "course/rules.h"

namespace trefoil::care {

namespace {
// A file is never less strict than its practice.
std::optional<Refusal> check_terms(const Draft& draft, const course::Body& wish) {
  const auto* set = std::get_if<course::TermsSet>(&wish);
  if (set == nullptr) return std::nullopt;
  if (!course::are_waivable(set->terms.unwaived)) return Refusal{{reason("in-order", "There is no such rule that could be waived.")}};
  if (course::tightened(set->terms, draft.facts.terms) == set->terms) return std::nullopt;
  return Refusal{{reason("terms-tighter", "Your practice asks for more than this in all of its files.",
                         "Choose what the practice's settings say, or stricter.")}};
}
}  // namespace

Answer<Events> decide_part(Draft& draft, const Record& command) {
  if (command.wishes.empty() && command.notes.empty()) return refuse("text-empty");
  const auto seats = draft.file.seats();
  const PersonId by = draft.actor.person;
  const course::Moment written = draft.file.moment(draft.at());
  // The day is the events' own; the time is the clock's, so that one which was set back is noticed before anything
  // begins.
  const course::Moment moment{.at = draft.now, .today = written.today, .newest = written.newest, .zone = written.zone};
  // What comes after a wish is decided on what it leaves; the course is copied only where something does, since that
  // costs more than deciding.
  std::optional<course::Course> after;
  const auto course = [&]() -> const course::Course& { return after ? *after : draft.file.course; };
  for (std::size_t i = 0; i < command.wishes.size(); ++i) {
    course::Body wish = command.wishes[i];
    if (auto* planned = std::get_if<course::SessionPlanned>(&wish); planned != nullptr && planned->session.is_zero())
      planned->session = course::SessionId::from(draft.fresh.entry().view());
    if (auto refused = check_terms(draft, wish)) return std::unexpected(std::move(*refused));
    auto events = course::decide(course::rules(), course(), seats, wish, by, moment);
    if (!events) {
      Refusal refusal;
      for (const auto& unmet : events.error()) refusal.reasons.push_back(reason(unmet.rule, unmet.what, unmet.mend));
      return std::unexpected(std::move(refusal));
    }
    if (auto refused = open_for_answers(draft, wish)) return std::unexpected(std::move(*refused));
    const bool last = i + 1 == command.wishes.size() && command.notes.empty();
    if (!last && !after) after = draft.file.course;
    for (auto& body : *events) {
      if (!last) course::apply(*after, seats, body, by, written);
      draft.add(Room{}, in_course_now(std::move(body)));
    }
  }
  for (const Write& note : command.notes) {
    std::string text = note.text;
    if (auto refused = check_target(draft, note.room)) return std::unexpected(std::move(*refused));
    if (auto refused = check_text(text)) return std::unexpected(std::move(*refused));
    if (note.session && course().session(*note.session) == nullptr) return refuse("session-known");
    draft.add(note.room, Noted{std::move(text), {}, {}, note.session, note.session ? note.topic : Topic::none});
  }
  return draft.take();
}

}  // namespace trefoil::care
