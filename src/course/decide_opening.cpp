// Who may record how a course opens: the terms, what is stated, signed and consented to, and the plan with its phases.
#include <algorithm>

#include "course/decide_parts.h"
#include "course/programme.h"

namespace trefoil::course::deciding {

Found Check::operator()(const Enquired& e) const {
  if (!leads()) return against("own-part");
  return e.on <= moment.today ? kNothing : against("in-order", "That day is still to come.");
}

Found Check::operator()(const TermsSet& e) const {
  if (!leads()) return against("own-part");
  if (auto found = within(e.terms) ? kNothing : against("terms-tighter"); !found.empty()) return found;
  // They watch over the practitioner, who doesn't loosen them alone.
  if (is(Part::practitioner) && looser(e.terms, course.terms))
    return against("own-part", "The therapist sets the terms; the practitioner can make them stricter.");
  return kNothing;
}

Found Check::operator()(const SuitabilityStated& e) const { return therapists(e.client); }
Found Check::operator()(const CapacityStated& e) const { return therapists(e.client); }

Found Check::operator()(const ReleaseSigned& e) const {
  if (auto found = clients_word(e.client, e.witness); !found.empty()) return found;
  if (course.closing.closed && std::ranges::any_of(e.recipients, [&](PersonId person) {
        const Seat* seat = circle.seat(person);
        return seat != nullptr && seat->part == Part::practitioner;
      }))
    return against("no-contact-after");
  if (!day_to_come(e.until)) return against("in-order", "The release would have run out already.");
  return kNothing;
}

Found Check::operator()(const ReleaseWithdrawn& e) const { return clients_word(e.client, e.witness); }

Found Check::operator()(const TreatmentExplained& e) const {
  if (auto found = while_open(); !found.empty()) return found;
  if (!leads()) return against("own-part", "The practitioner and the therapist explain it, each for themself.");
  if (!is_client(e.client) || e.version < 1) return against("in-order");
  return kNothing;
}

Found Check::operator()(const TreatmentConsented& e) const {
  if (auto found = while_open(); !found.empty()) return found;
  if (auto found = clients_word(e.client, e.witness); !found.empty()) return found;
  if (e.version < 1 || !day_to_come(e.until))
    return against("in-order", "There is no such text, or the consent would have run out already.");
  const auto treatment = course.treatment.find(e.client);
  for (const Part part : {Part::practitioner, Part::therapist}) {
    const Seat* seat = circle.first(part);
    if (part == Part::practitioner && goes_without_practitioner(course, circle)) continue;
    if (seat == nullptr || treatment == course.treatment.end() || !explained(treatment->second, e.version, seat->person))
      return against("consent-treatment", goes_without_practitioner(course, circle)
                                              ? "The therapist explains the text first."
                                              : "Both professionals explain the text first.");
  }
  return kNothing;
}

Found Check::operator()(const TreatmentWithdrawn& e) const { return clients_word(e.client, e.witness); }
Found Check::operator()(const CredentialStated&) const { return leads() ? kNothing : against("own-part"); }
Found Check::operator()(const ConflictsDeclared&) const { return leads() ? kNothing : against("own-part"); }
Found Check::operator()(const PracticeAttested&) const { return leads() ? kNothing : against("own-part"); }

Found Check::operator()(const PlanProposed& e) const {
  if (auto found = while_open(); !found.empty()) return found;
  if (!leads())
    return against("own-part", "The practitioner or the therapist writes the plan; each of you signs it.");
  if (e.goals.size() > kLongestOfPlan || e.limits.size() > kLongestOfPlan)
    return against("in-order", "The plan's goals and limits are too long: some 4,000 letters each at most.");
  if (e.phases.empty()) return against("in-order", "A plan has at least one phase.");
  if (e.without_practitioner && circle.first(Part::practitioner) != nullptr)
    return against("in-order", "This file has a practitioner, and the plan would go without one.");
  const auto empty = [](const Phase& phase) { return phase.activities.empty(); };
  return since(2) && std::ranges::all_of(e.phases, empty)
             ? against("in-order", "A plan names at least one thing that you will do; a conversation is one, too.")
             : kNothing;
}

Found Check::operator()(const PlanSigned& e) const {
  if (auto found = while_open(); !found.empty()) return found;
  if (!of_triad(e.by)) return against("own-part");
  if (auto found = own_word(e.by, e.witness); !found.empty()) return found;
  return course.plan.version == 0 || e.version != course.plan.version
             ? against("in-order", "The plan has changed since.")
             : kNothing;
}

Found Check::operator()(const PhaseAgreed& e) const {
  if (auto found = while_open(); !found.empty()) return found;
  if (!of_triad(e.by)) return against("own-part");
  if (auto found = own_word(e.by, e.witness); !found.empty()) return found;
  const bool next = e.phase == course.phase + 1 && e.phase < static_cast<int>(course.plan.phases.size());
  return next ? kNothing : against("in-order", "Phases follow one another.");
}

Found Check::operator()(const WentBack& e) const {
  if (!of_triad(by)) return against("own-part");
  return e.phase >= 0 && e.phase < course.phase ? kNothing : against("in-order", "That is no earlier phase.");
}

Found Check::operator()(const HealthStated& e) const {
  const Seat* seat = circle.seat(e.person);
  if (seat == nullptr || (seat->part != Part::client && seat->part != Part::practitioner)) return against("in-order");
  // The therapist records what they have seen; whose it is may say so themself.
  return e.person == by || is(Part::therapist) ? kNothing : against("own-part");
}

}  // namespace trefoil::course::deciding
