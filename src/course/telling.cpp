#include "course/telling.h"

namespace trefoil::course {

namespace {
std::string until(Day day) { return "; it runs until " + base::in_words(day) + "."; }

struct Teller {
  const Course& course;
  PersonId by;
  const Telling& how;

  std::string who(PersonId person) const { return how.name(person); }
  std::string self() const { return who(by); }
  std::string inner(PersonId person) const {
    const auto name = who(person);
    return name == "You" ? "you" : name;
  }
  std::string of(SessionId id) const { return session_in_words(course.session(id), how.zone); }
  std::string witnessed(PersonId witness) const {
    return witness.is_zero() ? std::string() : " " + who(witness) + " wrote down what was said, as a witness.";
  }
  std::string phase(int number) const {
    const auto& phases = course.plan.phases;
    return number >= 0 && number < static_cast<int>(phases.size())
               ? "“" + phases[static_cast<std::size_t>(number)].name + "”"
               : "phase " + std::to_string(number + 1);
  }

  std::string operator()(const TermsSet& e) const {
    return self() + " set the terms: the therapist meets the client at least every " +
           std::to_string(e.terms.met_days) + " days, " + std::to_string(e.terms.groundwork) +
           " meetings come first, a report is due after " + std::to_string(e.terms.report_hours) + " hours" +
           (e.terms.intensive ? "; an intensive course." : ".");
  }
  std::string operator()(const SuitabilityStated& e) const {
    const std::string found = e.verdict == Verdict::suitable  ? " found the work suitable"
                              : e.verdict == Verdict::not_now ? " found the work not suitable for now"
                                                              : " found the work not suitable";
    return self() + found + "; to be looked at again by " + base::in_words(e.review) + ".";
  }
  std::string operator()(const CapacityStated& e) const {
    return self() + (e.can_consent ? " recorded that " : " recorded that it is not certain that ") + inner(e.client) +
           " can consent; to be looked at again by " + base::in_words(e.review) + ".";
  }
  std::string operator()(const ReleaseSigned& e) const {
    std::string names;
    for (const auto& person : e.recipients) names += (names.empty() ? "" : ", ") + inner(person);
    return who(e.client) + " signed a release of information for " + names + until(e.until) + witnessed(e.witness);
  }
  std::string operator()(const ReleaseWithdrawn& e) const {
    return who(e.client) + " took the release of information back." + witnessed(e.witness);
  }
  std::string operator()(const TreatmentExplained& e) const {
    return self() + " explained the treatment to " + inner(e.client) + " (text " + std::to_string(e.version) + ").";
  }
  std::string operator()(const TreatmentConsented& e) const {
    return who(e.client) + " consented to the treatment (text " + std::to_string(e.version) + ")" + until(e.until) +
           witnessed(e.witness);
  }
  std::string operator()(const TreatmentWithdrawn& e) const {
    return who(e.client) + " took the consent to the treatment back." + witnessed(e.witness);
  }
  std::string operator()(const CredentialStated& e) const {
    return self() + " recorded credentials; they run until " + base::in_words(e.until) + ".";
  }
  std::string operator()(const ConflictsDeclared&) const {
    return self() + " made the declaration on conflicts of interest.";
  }
  std::string operator()(const PracticeAttested&) const {
    return self() + " attested to the practice's legal and professional position.";
  }
  std::string operator()(const PlanProposed& e) const { return self() + " wrote a plan: " + e.programme + "."; }
  std::string operator()(const PlanSigned& e) const {
    return who(e.by) + " signed the plan, version " + std::to_string(e.version) + "." + witnessed(e.witness);
  }
  std::string operator()(const PhaseAgreed& e) const {
    return who(e.by) + " agreed to go on to " + phase(e.phase) + "." + witnessed(e.witness);
  }
  std::string operator()(const WentBack& e) const { return self() + " went back to " + phase(e.phase) + "."; }
  std::string operator()(const HealthStated& e) const {
    return "A health statement of " + inner(e.person) + " was recorded" + until(e.until);
  }
  std::string operator()(const SessionPlanned& e) const {
    return self() + " planned " + of(e.session) + (e.closing ? ", a closing session." : ".");
  }
  std::string operator()(const SessionMoved& e) const {
    return self() + " moved a session to " + base::in_words(base::local_day(e.start, how.zone)) + ", " +
           base::local_time(e.start, how.zone) + ".";
  }
  std::string operator()(const SessionCancelled& e) const { return self() + " cancelled " + of(e.session) + "."; }
  std::string operator()(const SessionMissed& e) const {
    return self() + " noted that somebody did not come to " + of(e.session) + ".";
  }
  std::string operator()(const ActivityLeftOut& e) const {
    return self() + " left something out of " + of(e.session) + ".";
  }
  std::string operator()(const Enquired& e) const {
    const std::string asked = e.by == Enquirer::client     ? "the client"
                              : e.by == Enquirer::relative ? "somebody close to the client"
                                                        : "another professional";
    return self() + " recorded the enquiry of " + base::in_words(e.on) + ": " + asked + " asked" +
           (e.practice_first ? "; the practice wrote or spoke first." : ", of their own accord.");
  }
  std::string operator()(const ActivityAnswered& e) const {
    const std::string answered = e.answer == Answer::given      ? " agreed to something planned for "
                                 : e.answer == Answer::declined ? " declined something planned for "
                                                                : " took back an agreement for ";
    return who(e.by) + answered + of(e.session) + "." + witnessed(e.witness);
  }
  std::string operator()(const Waived& e) const {
    return self() + " waived “" + e.rule + "” for " + of(e.session) + ": " + e.reason;
  }
  std::string operator()(const SessionStarted& e) const { return self() + " started " + of(e.session) + "."; }
  std::string operator()(const ActivityDone& e) const {
    return self() + " noted something done in " + of(e.session) + ".";
  }
  std::string operator()(const SessionEnded& e) const { return self() + " ended " + of(e.session) + "."; }
  std::string operator()(const SessionStopped& e) const { return self() + " stopped " + of(e.session) + "."; }
  std::string operator()(const ReportDelivered& e) const { return self() + " reported on " + of(e.session) + "."; }
  std::string operator()(const Consulted& e) const {
    return self() + " noted a consult of " + std::to_string(e.minutes) + " minutes about " + of(e.session) + ".";
  }
  std::string operator()(const Held& e) const {
    if (e.by_card) return "A stop came by the stop card.";
    if (e.kind == HoldKind::client_stop) return who(e.by) + " said stop." + witnessed(e.witness);
    if (e.kind == HoldKind::practice_pause) return "The work was paused by the practice.";
    return self() + " paused the work.";
  }
  std::string operator()(const StopCardMade& e) const {
    return self() + " made a stop card" + (e.client == by ? std::string() : " for " + inner(e.client)) + until(e.until);
  }
  std::string operator()(const ResumeAsked& e) const {
    return who(e.client) + " asked to go on." + witnessed(e.witness);
  }
  std::string operator()(const Resumed& e) const {
    if (e.kind == HoldKind::practice_pause) return "The practice's pause was taken off.";
    if (e.kind == HoldKind::therapist_pause) return self() + " took the therapist's pause off.";
    return self() + " took the stop off that " + inner(e.by) + " had said.";
  }
  std::string operator()(const ClosureAgreed& e) const {
    return who(e.by) + " agreed to an ending on " + base::in_words(e.end) + "." + witnessed(e.witness);
  }
  std::string operator()(const ClosingFormGiven& e) const {
    return who(e.by) + " gave a closing form." + witnessed(e.witness);
  }
  std::string operator()(const Closed& e) const {
    if (!e.abrupt) return "The work has ended, as was agreed.";
    return self() + " ended the work at once." + (e.reason.empty() ? std::string() : " " + e.reason);
  }
};
}  // namespace

std::string to_client(std::string words) {
  // The longer first: what a shorter one would take apart.
  static constexpr std::pair<std::string_view, std::string_view> kTold[] = {
      {"The client's", "Your"},
      {"the client's", "your"},
      {"The client has", "You have"},
      {"The client is", "You are"},
      {"The client said", "You said"},
      {"Client and therapist have", "You and your therapist have"},
      {"Practitioner and therapist", "Your practitioner and therapist"},
      {"The practitioner", "Your practitioner"},
      {"The therapist", "Your therapist"},
      {"the practitioner", "your practitioner"},
      {"the therapist", "your therapist"},
      {"the client", "you"},
  };
  for (const auto& [from, to] : kTold)
    for (auto at = words.find(from); at != words.npos; at = words.find(from, at + to.size()))
      words.replace(at, from.size(), to);
  return words;
}

std::string session_in_words(const Session* session, const std::string& zone) {
  if (session == nullptr) return "a session";
  return "the session of " + base::in_words(base::local_day(session->start, zone)) + ", " +
         base::local_time(session->start, zone);
}

bool written_afterwards(const Session& session) {
  constexpr std::int64_t kMinute = 60'000, kNear = 180 * kMinute;
  if (session.step != Step::ended) return false;
  const auto off = session.began.ms - session.start.ms;
  return off > kNear || off < -kNear || session.over.ms - session.began.ms < kMinute;
}

std::string afterwards_in_words(const Session& session, const std::string& zone) {
  if (!written_afterwards(session)) return {};
  const auto when = [&](Instant at) { return base::in_words(base::local_day(at, zone)) + ", " + base::local_time(at, zone); };
  const auto minutes = (session.over.ms - session.began.ms) / 60'000;
  return "Written down afterwards: it was planned for " + when(session.start) + ", and noted as begun on " +
         when(session.began) + " and as ended " +
         (minutes < 1 ? std::string("within a minute") : std::to_string(minutes) + (minutes == 1 ? " minute" : " minutes") + " later") +
         ".";
}

std::string own_words(const PlanProposed& plan) {
  std::string out;
  if (!plan.goals.empty()) out += "What is wanted: " + plan.goals;
  if (!plan.limits.empty()) out += (out.empty() ? "" : "\n") + ("Limits: " + plan.limits);
  return out;
}

std::string telling(const Body& body, const Course& course, PersonId by, const Telling& how) {
  return std::visit(Teller{course, by, how}, body);
}

}  // namespace trefoil::course
