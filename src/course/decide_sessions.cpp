// Who may record what happens to a session: planned, moved, agreed to, begun, ended, reported.
#include <algorithm>
#include <cstdint>

#include "base/text.h"
#include "course/decide_parts.h"

namespace trefoil::course::deciding {

namespace {
constexpr std::int64_t kHalfDay = 12 * 3'600'000;

bool is_place(const std::string& place) {
  return base::is_utf8(place) && !base::has_hidden_signs(place) && base::characters(place) <= kLongestPlace;
}
}  // namespace

Found Check::operator()(const SessionPlanned& e) const {
  if (auto found = meets(e.kind); !found.empty()) return found;
  if (!leads()) return against("own-part", "The practitioner or the therapist plans the sessions.");
  if (e.session.is_zero() || course.session(e.session) != nullptr || e.minutes < kLeastMinutes || e.minutes > 24 * 60)
    return against("in-order");
  if (!is_place(e.place)) return no_place();
  if (e.kind != SessionKind::practitioner)
    return e.activities.empty() ? kNothing
                                : against("in-order", "Activities belong to sessions of client and practitioner.");
  if (e.phase < 0 || (e.phase > 0 && e.phase >= static_cast<int>(course.plan.phases.size())))
    return against("in-order", "The plan has no such phase.");
  // What nobody was asked about nobody has agreed to: a conversation too is something that is planned.
  if (e.activities.empty() && course.plan.version > 0) return nothing_planned();
  for (const std::string& activity : e.activities)
    if (std::ranges::none_of(
            course.plan.phases.begin(),
            course.plan.phases.begin() + std::min<std::ptrdiff_t>(e.phase + 1, std::ssize(course.plan.phases)),
            [&](const Phase& phase) { return phase.activities.contains(activity); }))
      return against("in-order", "The plan has “" + activity + "” neither in this phase nor before it.",
                     "Choose the phase that it belongs to.");
  return kNothing;
}

Found Check::operator()(const SessionMoved& e) const {
  const Session* session = at(e.session, Step::planned);
  if (session == nullptr) return not_there();
  if (!leads() || e.minutes < kLeastMinutes || e.minutes > 24 * 60) return against("own-part");
  if (e.place && !is_place(*e.place)) return no_place();
  // It would become one of the plan of now, with nothing in it.
  if (session->kind == SessionKind::practitioner && session->activities.empty() && course.plan.version > 0)
    return against("in-order", "Nothing is planned for it, so there is nothing that the two could agree to.",
                   "Cancel the session, and plan it anew with something; a conversation is enough.");
  return kNothing;
}

Found Check::operator()(const SessionCancelled& e) const {
  const Session* session = at(e.session, Step::planned);
  if (session == nullptr) return not_there();
  return of_triad(by) ? kNothing : against("own-part");
}

Found Check::operator()(const SessionMissed& e) const {
  const Session* session = at(e.session, Step::planned);
  if (session == nullptr || moment.at < session->start) return not_there();
  return leads() ? kNothing : against("own-part");
}

Found Check::operator()(const ActivityLeftOut& e) const {
  const Session* session = at(e.session, Step::planned);
  if (session == nullptr || !session->activities.contains(e.activity)) return not_there();
  if (!leads()) return against("own-part", "The practitioner or the therapist changes what is planned.");
  return session->activities.size() > 1
             ? kNothing
             : against("in-order", "It is all that is planned for this session.",
                       "Cancel the session, and plan it anew with something else.");
}

Found Check::operator()(const ActivityAnswered& e) const {
  const Session* session = course.session(e.session);
  if (session == nullptr || is_over(session->step) || !session->activities.contains(e.activity)) return not_there();
  const Seat* seat = circle.seat(e.by);
  if (seat == nullptr || (seat->part != Part::client && seat->part != Part::practitioner))
    return against("own-part", "Client and practitioner answer, each for themself.");
  if (auto found = own_word(e.by, e.witness); !found.empty()) return found;
  const auto before = session->answers.find({e.activity, e.by});
  const bool given = before != session->answers.end() && before->second == Answer::given;
  if (e.answer == Answer::withdrawn && !given) return against("in-order", "There is nothing to take back.");
  return kNothing;
}

Found Check::operator()(const Waived& e) const {
  const Session* session = at(e.session, Step::planned);
  if (session == nullptr) return not_there();
  const Rule* rule = find_rule(table, e.rule);
  const bool may_be = rule != nullptr && may_be_waived(*rule, course.terms);
  if (auto found = may_be ? kNothing
                          : against("waiver-limits", course.terms.unwaived.contains(e.rule)
                                                         ? "This is waived for no session here: the file's terms say so."
                                                         : "");
      !found.empty())
    return found;
  if (!is(Part::therapist)) return against("own-part", "A waiver is the therapist's to give.");
  if (e.reason.empty()) return against("in-order", "A waiver has a reason.");
  return kNothing;
}

Found Check::operator()(const SessionStarted& e) const {
  const Session* session = at(e.session, Step::planned);
  if (session == nullptr) return not_there();
  if (!takes_part(*session, by) || is(Part::client))
    return against("own-part", "The professional of the session starts it.");
  // Its other gates bind sessions with the practitioner; this one binds whoever meets the client.
  if (const Rule* one = find_rule(table, "one-session"); session->kind == SessionKind::therapist && one != nullptr)
    if (auto what = missing(*one, {course, circle, *session, moment})) return against(one->id, std::move(*what));
  Found found;
  for (const Gate& gate : gates(table, {course, circle, *session, moment}))
    if (gate.standing == Standing::unmet) found.push_back({gate.rule->id, gate.what});
  // What both agreed to was this session at its hour. Any other may be written down afterwards, but not beforehand.
  const std::int64_t off = moment.at.ms - session->start.ms;
  if (off < -kHalfDay || (session->kind == SessionKind::practitioner && off > kHalfDay))
    found.push_back({"in-order", "This session was planned for another hour; move it first."});
  return found;
}

Found Check::operator()(const ActivityDone& e) const {
  const Session* session = at(e.session, Step::running);
  if (session == nullptr || !session->activities.contains(e.activity)) return not_there();
  if (!takes_part(*session, by) || is(Part::client)) return against("own-part");
  // What has to hold all the way, and not only at the beginning.
  for (const std::string_view id : {"no-contact-after", "no-hold", "release-live", "consent-treatment"})
    if (const Rule* rule = find_rule(table, id); rule != nullptr)
      if (auto what = missing(*rule, {course, circle, *session, moment})) return against(id, std::move(*what));
  for (const Seat& seat : circle.seats)
    if ((seat.part == Part::client || seat.part == Part::practitioner) &&
        !session->consents(e.activity, seat.person))
      return against("activity-consent", "The " + std::string(name(seat.part)) + " has taken it back.");
  return kNothing;
}

Found Check::operator()(const SessionEnded& e) const {
  const Session* session = at(e.session, Step::running);
  if (session == nullptr) return not_there();
  if (!takes_part(*session, by)) return against("own-part");
  if (e.minutes < 0 || e.minutes > 24 * 60) return against("in-order");
  // What is ended counts as held, so that it must have lasted; stopping asks for nothing.
  const bool brief = moment.at.ms - session->began.ms < kLeastMinutes * 60'000LL && e.minutes < kLeastMinutes;
  return brief && since(2) ? against("in-order", "It began here only just now: say how long it lasted, or stop it.")
                           : kNothing;
}

Found Check::operator()(const SessionStopped& e) const {
  // Anybody of the circle, and no reason is asked: a stop in the wrong hands costs an hour.
  return at(e.session, Step::running) != nullptr ? kNothing : not_there();
}

Found Check::operator()(const ReportDelivered& e) const {
  const Session* session = course.session(e.session);
  if (session == nullptr || !has_been(session->step) || session->kind != SessionKind::practitioner ||
      session->reported)
    return not_there();
  return is(Part::practitioner) ? kNothing : against("own-part", "The practitioner writes the report.");
}

Found Check::operator()(const Consulted& e) const {
  const Session* session = course.session(e.session);
  if (session == nullptr || !has_been(session->step) || session->kind != SessionKind::practitioner || e.minutes < 1)
    return not_there();
  return is(Part::therapist) ? kNothing : against("own-part", "The therapist notes the consult.");
}

}  // namespace trefoil::course::deciding
