// Who may record a hold, what is measured, and the ending.
#include <algorithm>
#include <set>

#include "course/decide_parts.h"

namespace trefoil::course::deciding {

namespace {
// "the client, the therapist"
std::string parts_in_words(const std::set<Part>& parts) {
  std::string out;
  for (const Part part : parts) out += (out.empty() ? "the " : ", the ") + std::string(name(part));
  return out;
}
}  // namespace

Found Check::operator()(const Held& e) const {
  const auto there = [&](const Hold& hold) { return hold.kind == e.kind && hold.by == e.by; };
  if (e.kind == HoldKind::client_stop) {
    // Never refused: whatever else is wrong, a stop is taken. Anybody may pass a client's stop on, as its witness.
    if (!is_client(e.by)) return against("in-order", "This person is not a client of this file.");
    if (e.by_card || (e.by != by && e.witness != by)) return against("own-word");
    return kNothing;
  }
  if (e.by != by || std::ranges::any_of(course.holds, there)) return against("in-order");
  if (e.kind == HoldKind::therapist_pause) return is(Part::therapist) ? kNothing : against("own-part");
  return kNothing;  // anybody's: a pause of the practice says nothing of its reason, so it must say nothing by its author
}

Found Check::operator()(const StopCardMade& e) const {
  if (course.stop_cards.contains(e.key)) return against("in-order", "There is such a card already.");
  if (auto found = while_open(); !found.empty()) return found;
  if (!is_client(e.client) || e.key.is_zero()) return against("in-order", "This person is not a client of this file.");
  if (e.client != by && !leads()) return against("own-part", "The client makes it, or a professional for them.");
  return day_to_come(e.until) ? kNothing : against("in-order", "The card would have run out already.");
}

Found Check::operator()(const ResumeAsked& e) const {
  if (auto found = clients_word(e.client, e.witness); !found.empty()) return found;
  const bool stopped = std::ranges::any_of(
      course.holds, [&](const Hold& hold) { return hold.kind == HoldKind::client_stop && hold.by == e.client; });
  return stopped ? kNothing : against("in-order", "There is no stop to take back.");
}

Found Check::operator()(const Resumed& e) const {
  const auto held =
      std::ranges::find_if(course.holds, [&](const Hold& hold) { return hold.kind == e.kind && hold.by == e.by; });
  if (held == course.holds.end()) return against("in-order", "There is no such hold.");
  const bool own = e.kind == HoldKind::practice_pause && e.by == by;
  // Who has left can't take theirs off any more: then the therapist does. Who is lead is the owner's to say, and it may
  // be about them: a pause that was set while there was one is not the therapist's because there is none any more.
  const bool led = circle.led || (since(2) && held->led);
  if (e.kind == HoldKind::practice_pause && led && !own && circle.seat(e.by) != nullptr)
    return against("own-part", "Whoever paused it takes it off; the practice's safeguarding lead can, where it was brought to them.");
  if (!own && !is(Part::therapist)) return against("own-part", "The therapist takes the hold off.");
  if (e.kind == HoldKind::client_stop && !held->resume_asked)
    return against("own-word", "Only the client can want to go on after their stop.");
  return kNothing;
}

// What is answered after the ending is the therapist's to ask, and the client's to answer: the practitioner's part is
// over.
Found Check::measuring() const {
  if (!leads()) return against("own-part");
  return course.closing.closed && is(Part::practitioner) ? against("no-contact-after") : kNothing;
}

Found Check::operator()(const MeasuresScheduled& e) const {
  if (!is(Part::therapist)) return against("own-part", "The therapist says when measures are answered.");
  if (e.plans.size() > kMostMeasures)
    return against("in-order", "That is more than anybody answers: " + std::to_string(kMostMeasures) + " lines at most.");
  for (auto plan = e.plans.begin(); plan != e.plans.end(); ++plan) {
    if (plan->instrument.empty() || plan->weeks < 1 || plan->weeks > 52 || plan->seconds < 0 ||
        plan->seconds > 3'600 || plan->answers == Part::mentor)
      return against("in-order", "A line of the plan of measures is not filled in as it should be.");
    if (std::find(e.plans.begin(), plan, *plan) != plan)
      return against("in-order", "The same line stands in it twice.");
  }
  return kNothing;
}

Found Check::operator()(const MeasureTaken& e) const {
  if (e.instrument.empty() || e.by_link) return against("in-order");
  const Seat* seat = circle.seat(e.person);
  if (seat == nullptr || seat->part == Part::mentor)
    return against("in-order", "This person has nothing to answer in this file.");
  if (course.closing.closed && seat->part == Part::practitioner) return against("no-contact-after");
  if (e.person != by) {
    if (auto found = measuring(); !found.empty()) return found;
    if (seat->part != Part::client) return against("own-part", "Each answers for themself.");
  }
  if (e.witness != (e.person == by ? PersonId{} : by)) return against("own-word");
  if (!e.session.is_zero() && course.session(e.session) == nullptr) return against("in-order");
  const auto first = course.wordings.find(e.instrument);
  return first == course.wordings.end() || first->second == e.wording
             ? kNothing
             : against("in-order", "What is asked has changed since it was first answered here, so that the scores would not "
                                   "compare: put the changed one beside it, under an id of its own.");
}

Found Check::operator()(const MeasureLinkMade& e) const {
  if (auto found = measuring(); !found.empty()) return found;
  if (!is_client(e.person)) return against("in-order", "This person is not a client of this file.");
  if (e.key.is_zero() || course.measure_links.contains(e.key) || e.instruments.empty())
    return against("in-order", "There is nothing to ask by this link.");
  return day_to_come(e.until) ? kNothing : against("in-order", "The link would have run out already.");
}

Found Check::operator()(const ClosureAgreed& e) const {
  if (auto found = while_open(); !found.empty()) return found;
  if (!of_triad(e.by)) return against("own-part");
  return own_word(e.by, e.witness);
}

Found Check::operator()(const ClosingFormGiven& e) const {
  if (!of_triad(e.by)) return against("own-part");
  return own_word(e.by, e.witness);
}

Found Check::operator()(const Closed& e) const {
  if (auto found = while_open(); !found.empty()) return found;
  if (!of_triad(by)) return against("own-part");
  if (e.abrupt) {
    // A client's own ending needs nothing; a professional says why, for the record.
    return !is(Part::client) && e.reason.empty() ? against("in-order", "An ending at once has a reason.") : kNothing;
  }
  if (auto found = all_there(course, circle)
                       ? kNothing
                       : against("triad-complete", "An ending is agreed by three: somebody is missing.");
      !found.empty())
    return found;
  // All of it at once: nobody has to send the form again to hear the next reason.
  Found found;
  const auto missing = [&](std::string what) {
    for (Unmet& one : against("closure-agreed", std::move(what))) found.push_back(std::move(one));
  };
  std::set<Day> days;
  std::set<Part> no_day, no_form;
  for (const PersonId person : circle.triad()) {
    const Part part = circle.seat(person)->part;
    if (const auto agreed = course.closing.agreed.find(person); agreed != course.closing.agreed.end())
      days.insert(agreed->second);
    else
      no_day.insert(part);
    if (!course.closing.forms.contains(person)) no_form.insert(part);
  }
  if (!no_day.empty()) missing("Not yet agreed to an ending: " + parts_in_words(no_day) + ".");
  if (days.size() > 1) missing("The three have agreed to different days.");
  if (days.size() == 1 && moment.today < *days.begin()) missing("The day that was agreed is still to come.");
  if (!no_form.empty()) missing("No closing form yet by " + parts_in_words(no_form) + ".");
  if (std::ranges::none_of(course.sessions,
                           [](const Session& session) { return session.closing && session.was_held(); }))
    missing("No closing session has been held.");
  return found;
}

}  // namespace trefoil::course::deciding
