// What every question about a right has at hand, and the questions themselves, one a type of event: what is in the way
// of writing it. The answers stand by chapters in decide_opening.cpp, decide_sessions.cpp and decide_ending.cpp.
// Inside course.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "course/rules.h"

namespace trefoil::course::deciding {

using Found = std::vector<Unmet>;  // empty: nothing is in the way
inline const Found kNothing;

inline Found refused(std::string_view rule, std::string what, std::string mend = {}) {
  return {{rule, std::move(what), std::move(mend)}};
}

// Somebody's wish to write, looked at as everything stands: each question answers with all that is in its way.
struct Check {
  std::span<const Rule> table;
  const Course& course;
  const Circle& circle;
  PersonId by;
  const Moment& moment;
  const Seat* self;

  // A rule that the table lacks is in nobody's way; order alone is always kept.
  Found against(std::string_view rule, std::string what = {}, std::string mend = {}) const {
    const bool binds = rule == "in-order" || find_rule(table, rule) != nullptr;
    return binds ? refused(rule, std::move(what), std::move(mend)) : kNothing;
  }
  // Whether what came with a revision of the rules binds this (revisions.h).
  bool since(int revision) const { return moment.revision >= revision; }
  bool is(Part part) const { return self->part == part; }
  bool leads() const { return is(Part::practitioner) || is(Part::therapist); }
  bool of_triad(PersonId person) const {
    const Seat* seat = circle.seat(person);
    return seat != nullptr && seat->part != Part::mentor;
  }
  bool is_client(PersonId person) const {
    const Seat* seat = circle.seat(person);
    return seat != nullptr && seat->part == Part::client;
  }

  // What `whose` says for themself; a client's word may be witnessed by the therapist, who signs it.
  Found own_word(PersonId whose, PersonId witness) const {
    if (circle.seat(whose) == nullptr) return against("in-order", "This person is not in the circle.");
    if (whose == by) return witness.is_zero() ? kNothing : against("own-word");
    if (is_client(whose) && is(Part::therapist) && witness == by) return kNothing;
    return against(is_client(whose) ? "own-word" : "own-part");
  }
  Found clients_word(PersonId client, PersonId witness) const {
    if (!is_client(client)) return against("in-order", "This person is not a client of this file.");
    return own_word(client, witness);
  }
  Found therapists(PersonId client) const {
    if (!is(Part::therapist)) return against("own-part", "This is the therapist's to write.");
    if (!is_client(client)) return against("in-order", "This person is not a client of this file.");
    return kNothing;
  }
  Found while_open() const { return course.closing.closed ? against("no-contact-after") : kNothing; }
  const Session* at(SessionId id, Step step) const {
    const Session* session = course.session(id);
    return session != nullptr && session->step == step ? session : nullptr;
  }
  Found not_there() const { return against("in-order", "The session is not at this point."); }
  Found no_place() const {
    return against("in-order", "Where you meet is one line, of at most 200 letters.", "Shorten it.");
  }
  Found nothing_planned() const {
    return against("in-order", "Nothing is planned for it, so there is nothing that the two could agree to.",
                   "Choose at least one thing that is planned; a conversation is one, too.");
  }
  // Who takes part in a session of this kind.
  bool takes_part(const Session& session, PersonId person) const {
    const Seat* seat = circle.seat(person);
    if (seat == nullptr) return false;
    if (seat->part == Part::client || session.kind == SessionKind::triadic) return seat->part != Part::mentor;
    return seat->part == (session.kind == SessionKind::therapist ? Part::therapist : Part::practitioner);
  }
  // With the practitioner after the end: not even planned. With the therapist: always.
  Found meets(const SessionKind kind) const {
    return kind != SessionKind::therapist && course.closing.closed ? against("no-contact-after") : kNothing;
  }
  static bool explained(const Treatment& treatment, int version, PersonId by) {
    const auto found = treatment.explained.find(version);
    return found != treatment.explained.end() && found->second.contains(by);
  }
  bool day_to_come(Day day) const { return moment.today <= day; }

  // The opening and the plan (decide_opening.cpp).
  Found operator()(const Enquired& e) const;
  Found operator()(const TermsSet& e) const;
  Found operator()(const SuitabilityStated& e) const;
  Found operator()(const CapacityStated& e) const;
  Found operator()(const ReleaseSigned& e) const;
  Found operator()(const ReleaseWithdrawn& e) const;
  Found operator()(const TreatmentExplained& e) const;
  Found operator()(const TreatmentConsented& e) const;
  Found operator()(const TreatmentWithdrawn& e) const;
  Found operator()(const CredentialStated& e) const;
  Found operator()(const ConflictsDeclared& e) const;
  Found operator()(const PracticeAttested& e) const;
  Found operator()(const PlanProposed& e) const;
  Found operator()(const PlanSigned& e) const;
  Found operator()(const PhaseAgreed& e) const;
  Found operator()(const WentBack& e) const;
  Found operator()(const HealthStated& e) const;

  // Sessions (decide_sessions.cpp).
  Found operator()(const SessionPlanned& e) const;
  Found operator()(const SessionMoved& e) const;
  Found operator()(const SessionCancelled& e) const;
  Found operator()(const SessionMissed& e) const;
  Found operator()(const ActivityLeftOut& e) const;
  Found operator()(const ActivityAnswered& e) const;
  Found operator()(const Waived& e) const;
  Found operator()(const SessionStarted& e) const;
  Found operator()(const ActivityDone& e) const;
  Found operator()(const SessionEnded& e) const;
  Found operator()(const SessionStopped& e) const;
  Found operator()(const ReportDelivered& e) const;
  Found operator()(const Consulted& e) const;

  // Holds, measures and the ending (decide_ending.cpp).
  Found operator()(const Held& e) const;
  Found operator()(const StopCardMade& e) const;
  Found operator()(const ResumeAsked& e) const;
  Found operator()(const Resumed& e) const;
  Found operator()(const MeasuresScheduled& e) const;
  Found operator()(const MeasureTaken& e) const;
  Found operator()(const MeasureLinkMade& e) const;
  Found operator()(const ClosureAgreed& e) const;
  Found operator()(const ClosingFormGiven& e) const;
  Found operator()(const Closed& e) const;

 private:
  Found measuring() const;
};

}  // namespace trefoil::course::deciding
