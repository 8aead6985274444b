// Measures that are answered in a file: where the answers lie, who may leave them, and what is written of each.
#include <algorithm>

#include "care/decide_parts.h"
#include "course/decide.h"

namespace trefoil::care {

namespace {
constexpr char kWhose = '\n';  // no scale's name has one
constexpr std::size_t kMostReplies = 500, kLongestReply = 4'000;  // bytes

Refusal in_course(const std::vector<course::Unmet>& unmet) {
  Refusal out;
  for (const auto& one : unmet) out.reasons.push_back(reason(one.rule, one.what, one.mend));
  return out;
}

std::optional<Refusal> check_replies(const Taking& taking) {
  const auto count = taking.replies.size() + taking.diary.size();
  if (count == 0) return Refusal{{reason("text-empty", "Nothing was answered.")}};
  if (count > kMostReplies) return Refusal{{reason("text-too-long")}};
  for (const auto* replies : {&taking.replies, &taking.diary})
    for (const Reply& reply : *replies) {
      if (reply.item.size() + reply.answer.size() > kLongestReply) return Refusal{{reason("text-too-long")}};
      if (!base::is_utf8(reply.answer)) return Refusal{{reason("text-unreadable")}};
    }
  if (!taking.score) return std::nullopt;
  if (const auto usable = measure::check(taking.score->scale, taking.score->score); !usable)
    return Refusal{{reason("score-valid", usable.error().what, usable.error().mend)}};
  return std::nullopt;
}

// Whether these answers are in the file already: a form that is sent twice. What else an id names is no form's.
bool is_taken(const File& file, const Taking& first, EntryId form) {
  const Item* item = file.item(form, Room{});
  const auto* in_course = item == nullptr ? nullptr : std::get_if<InCourse>(&item->event.body);
  const auto* taken = in_course == nullptr ? nullptr : std::get_if<course::MeasureTaken>(&in_course->body);
  return taken != nullptr && taken->person == first.person && taken->instrument == first.instrument;
}
}  // namespace

std::string series_key(const File& file, const Scored& scored) {
  return file.couple && !scored.person.is_zero() ? scored.scale.name + kWhose + scored.person.str() : scored.scale.name;
}

std::string whose_series(const File& file, std::string_view key) {
  const auto at = key.find(kWhose);
  const auto person = at == key.npos ? std::nullopt : PersonId::parse(key.substr(at + 1));
  const Member* member = person ? file.member(*person) : nullptr;
  return member == nullptr ? std::string() : member->name;
}

Room answers_room(const File& file, PersonId person) {
  const Member* member = file.member(person);
  return member != nullptr && member->role == Role::client ? Room{RoomKind::therapy, person}
                                                           : Room{RoomKind::clinical, {}};
}

InTheWay check_answered(const File& file, const Room& room, const Answered& answered, const Member& by) {
  const Member* person = file.member(answered.person);
  if (person == nullptr || !person->active) return "not-in-circle";
  if (answered.instrument.empty() || answered.replies.empty()) return "entry-known";
  const bool screen = by.role == Role::practitioner || by.role == Role::therapist;
  if (by.person != answered.person && (person->role != Role::client || !screen)) return "own-entry";
  // What is left by a practitioner after the ending would be a message.
  if (file.course.closing.closed && by.role == Role::practitioner) return "no-contact-after";
  // Who finds out what the therapist has to hear at once does not leave it where the practitioner reads it, too.
  const bool diary = room == Room{} && answered.alerts.empty();
  return diary || room == answers_room(file, answered.person) ? InTheWay() : InTheWay("room-holder");
}

InTheWay check_alert_seen(const File& file, const Room& room, EntryId of, const Member& by) {
  if (by.role != Role::therapist) return "professional-only";
  const Item* item = file.item(of, room);
  const auto* answered = item == nullptr ? nullptr : std::get_if<Answered>(&item->event.body);
  return answered == nullptr || answered->alerts.empty() ? InTheWay("entry-known") : InTheWay();
}

Answer<Events> decide_part(Draft& draft, const TakeMeasures& command) {
  if (command.takings.empty()) return refuse("text-empty", "Nothing was answered.");
  if (command.form && is_taken(draft.file, command.takings.front(), *command.form)) return draft.take();
  auto form = command.form;
  const auto seats = draft.file.seats();
  const PersonId by = draft.actor.person;
  const course::Moment moment = draft.file.moment(draft.at());
  for (const Taking& taking : command.takings) {
    if (auto refused = check_replies(taking)) return std::unexpected(std::move(*refused));
    const PersonId witness = taking.person == by ? PersonId{} : by;
    const course::Body wish =
        course::MeasureTaken{taking.instrument, taking.wording, taking.person, witness, command.session, false};
    auto events = course::decide(course::rules(), draft.file.course, seats, wish, by, moment);
    if (!events) return std::unexpected(in_course(events.error()));
    const Room room = answers_room(draft.file, taking.person);
    if (!taking.replies.empty() && !draft.file.rooms.contains(room) && !may_hold(draft.file.circle, room, by))
      return refuse("room-holder", "There is no place yet for what the client answers: only client and therapist read it.",
                    "The therapist makes it, by setting when measures are answered.");
    for (auto& body : *events) {
      draft.add(form.value_or(draft.fresh.entry()), Room{}, in_course_now(std::move(body)));
      form.reset();
    }
    if (taking.score) {
      Scored scored = *taking.score;
      scored.person = taking.person;
      draft.add(Room{}, std::move(scored));
    }
    if (!taking.diary.empty())
      draft.add(Room{}, Answered{taking.instrument, taking.title, taking.person, taking.diary, {}});
    if (!taking.replies.empty())
      draft.add(room, Answered{taking.instrument, taking.title, taking.person, taking.replies, taking.alerts});
  }
  return draft.take();
}

Answer<Events> decide_part(Draft& draft, const SeeAlert& command) {
  const Item* item = draft.file.item(command.of);
  if (item == nullptr) return refuse("entry-known");
  if (const auto rule = check_alert_seen(draft.file, item->event.room, command.of, *draft.self)) return refuse(*rule);
  draft.add(item->event.room, AlertSeen{command.of});
  return draft.take();
}

// Where a client's answers can be left by those who don't read them: the therapist makes the room beforehand.
std::optional<Refusal> open_for_answers(Draft& draft, const course::Body& wish) {
  std::vector<PersonId> people;
  if (const auto* link = std::get_if<course::MeasureLinkMade>(&wish)) people = {link->person};
  if (std::holds_alternative<course::MeasuresScheduled>(wish))
    people = draft.file.seats().all(course::Part::client);
  for (const PersonId person : people) {
    const Room room{RoomKind::therapy, person};
    if (draft.file.rooms.contains(room) && !draft.facts.shut.contains(room)) continue;
    if (!may_hold(draft.file.circle, room, draft.actor.person))
      return Refusal{{reason("room-holder", "There is no place yet for what the client answers: only client and therapist read it.",
                             "The therapist makes it, by setting when measures are answered.")}};
    draft.need(room);
  }
  return std::nullopt;
}

}  // namespace trefoil::care
