#include "course/telling.h"

#include <algorithm>
#include <array>

#include "course/rules.h"

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

  static std::string unwaived(const Terms& terms) {
    std::string out;
    for (const std::string& id : terms.unwaived)
      if (const Rule* rule = find_rule(rules(), id)) out += (out.empty() ? "“" : ", “") + std::string(rule->title) + "”";
    return out.empty() ? out : "; waived for no session: " + out;
  }
  std::string operator()(const TermsSet& e) const {
    // A look can bring them in from the practice's settings: who wrote it stands beside it.
    return "The terms of this file: the therapist meets the client at least every " +
           std::to_string(e.terms.met_days) + " days, " + std::to_string(e.terms.groundwork) +
           " meetings come first, a report is due after " + std::to_string(e.terms.report_hours) + " hours" +
           (e.terms.intensive ? "; an intensive course" : "") + unwaived(e.terms) + ".";
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
    return self() + " recorded credentials; they run until " + base::in_words(e.until) +
           (e.of_age ? ". By their date of birth they are 18 or older." : ".");
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
    const auto whose = inner(e.person);
    return (whose == "you" ? "Your health statement" : "A health statement of " + whose) + " was recorded" + until(e.until);
  }
  std::string operator()(const SessionPlanned& e) const {
    return self() + " planned " + of(e.session) + (e.closing ? ", a closing session" : "") +
           (e.place.empty() ? "." : ". Where: " + e.place);
  }
  std::string operator()(const SessionMoved& e) const {
    return self() + " moved a session to " + base::in_words(base::local_day(e.start, how.zone)) + ", " +
           base::local_time(e.start, how.zone) +
           (!e.place           ? "."
            : e.place->empty() ? ". Where is not said any more."
                               : ". Where: " + *e.place);
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
    const Rule* rule = find_rule(rules(), e.rule);
    return self() + " waived “" + (rule == nullptr ? e.rule : std::string(rule->title)) + "” for " + of(e.session) +
           ": " + e.reason;
  }
  std::string operator()(const SessionStarted& e) const { return self() + " started " + of(e.session) + "."; }
  std::string operator()(const ActivityDone& e) const {
    return self() + " noted something done in " + of(e.session) + ".";
  }
  std::string operator()(const SessionEnded& e) const {
    // Beside the entries' own times, which stay: whoever reads the timeline sees that a length was told.
    return self() + " ended " + of(e.session) + "." +
           (e.minutes > 0 ? " It lasted " + std::to_string(e.minutes) + (e.minutes == 1 ? " minute" : " minutes") + ", as was told."
                          : std::string());
  }
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
  std::string operator()(const MeasuresScheduled& e) const {
    return self() + (e.plans.empty() ? " ended the plan of measures." : " set when measures are answered.");
  }
  std::string operator()(const MeasureTaken& e) const {
    const std::string whose = who(e.person);
    if (e.by_link) return whose + " answered a measure, by a link.";
    return whose + " answered a measure" + (e.witness.is_zero() ? "." : inner(e.witness) == "you" ? ", on your screen." : ", on the screen of " + inner(e.witness) + ".");
  }
  std::string operator()(const MeasureLinkMade& e) const {
    return self() + " made a link by which " + inner(e.person) + " can answer once" + until(e.until);
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

namespace {
bool is_letter(char sign) { return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z'); }

// Every whole word or phrase; what is "your" already is left alone.
void tell_anew(std::string& words, std::string_view from, std::string_view to) {
  for (auto at = words.find(from); at != words.npos; at = words.find(from, at)) {
    const auto end = at + from.size();
    const bool whole = (at == 0 || !is_letter(words[at - 1])) && (end == words.size() || !is_letter(words[end]));
    const auto before = std::string_view(words).substr(at >= 5 ? at - 5 : 0, at >= 5 ? 5 : 0);
    const bool told = before == "your " || before == "Your ";
    if (whole && !told) words.replace(at, from.size(), to);
    at += whole && !told ? to.size() : from.size();
  }
}

// "says" as it follows "you".
std::string after_you(std::string verb) {
  static constexpr std::pair<std::string_view, std::string_view> kOwn[] = {
      {"is", "are"}, {"was", "were"}, {"has", "have"}, {"does", "do"}, {"goes", "go"}, {"always", "always"}};
  for (const auto& [from, to] : kOwn)
    if (verb == from) return std::string(to);
  const auto ends = [&](std::string_view end) { return verb.ends_with(end); };
  if (verb.size() < 3 || !ends("s") || ends("ss")) return verb;
  if (ends("ies")) return verb.replace(verb.size() - 3, 3, "y");
  const bool long_end = ends("sses") || ends("shes") || ends("ches") || ends("xes");
  verb.resize(verb.size() - (long_end ? 2 : 1));
  return verb;
}

std::string word_at(const std::string& words, std::size_t at) {
  auto end = at;
  while (end < words.size() && is_letter(words[end])) ++end;
  return words.substr(at, end - at);
}
std::string word_before(const std::string& words, std::size_t at) {  // `at` follows the blank after it
  if (at < 2) return {};
  auto begin = at - 1;
  while (begin > 0 && is_letter(words[begin - 1])) --begin;
  return words.substr(begin, at - 1 - begin);
}

// One sentence, in which everybody who is meant by "they" beside a client is that client.
void tell_sentence(std::string& words) {
  static constexpr std::array<std::string_view, 13> kOfOthers = {
      "with", "for", "of", "to", "about", "by", "from", "on", "meet", "meets", "met", "knows", "meeting"};
  static constexpr std::array<std::string_view, 8> kGoesOn = {"is",   "has",  "holds", "tells",
                                                              "says", "asks", "wants", "takes"};
  bool found = false;
  const bool subject = words.starts_with("The client ");
  for (const std::string_view from : {"The client", "the client"})
    for (auto at = words.find(from); at != words.npos; at = words.find(from, at)) {
      const auto end = at + from.size();
      if (end < words.size() && (is_letter(words[end]))) {  // "the clients": of several
        at = end;
        continue;
      }
      found = true;
      const std::string_view to = from.front() == 'T' ? "You" : "you";
      const bool acts = std::ranges::find(kOfOthers, word_before(words, at)) == kOfOthers.end();
      words.replace(at, from.size(), to);
      at += to.size();
      if (!acts || at >= words.size() || words[at] != ' ') continue;
      const std::string verb = word_at(words, at + 1);
      words.replace(at + 1, verb.size(), after_you(verb));
    }
  if (!found) return;
  for (const auto& [from, to] : {std::pair("they", "you"), std::pair("them", "you"), std::pair("their", "your"),
                                 std::pair("theirs", "yours"), std::pair("themself", "yourself")})
    tell_anew(words, from, to);
  if (!subject) return;
  for (const std::string_view link : {", ", " and "})
    for (auto at = words.find(link); at != words.npos; at = words.find(link, at + link.size())) {
      const std::string verb = word_at(words, at + link.size());
      if (std::ranges::find(kGoesOn, verb) != kGoesOn.end())
        words.replace(at + link.size(), verb.size(), after_you(verb));
    }
}
}  // namespace

std::string to_client(std::string words) {
  // What the words alone would not tell; the longer first: what a shorter one would take apart.
  static constexpr std::pair<std::string_view, std::string_view> kFirst[] = {
      {"about the client because the client lets them", "about you because you let them"},
      {"is the client's:", "is yours:"},
      {"The client's", "Your"},
      {"the client's", "your"},
      {"this client's", "your"},
      {"client, practitioner and therapist", "you, your practitioner and your therapist"},
      {"Client and therapist", "You and your therapist"},
      {"client and therapist", "you and your therapist"},
      {"Client and practitioner", "You and your practitioner"},
      {"client and practitioner", "you and your practitioner"},
  };
  static constexpr std::pair<std::string_view, std::string_view> kLast[] = {
      {"Practitioner and therapist", "Your practitioner and therapist"},
      {"The practitioner", "Your practitioner"},
      {"The therapist", "Your therapist"},
      {"the practitioner", "your practitioner"},
      {"the therapist", "your therapist"},
      {"practitioner and therapist", "your practitioner and therapist"},
  };
  for (const auto& [from, to] : kFirst) tell_anew(words, from, to);
  std::string out;
  for (std::size_t at = 0; at < words.size();) {
    const auto end = std::min(words.find(". ", at), words.size());
    std::string sentence = words.substr(at, end - at);
    tell_sentence(sentence);
    out += sentence;
    if (end < words.size()) out += ". ";
    at = end + 2;
  }
  for (const auto& [from, to] : kLast) tell_anew(out, from, to);
  return out;
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
  return off > kNear || off < -kNear || session.over.ms - session.began.ms < kMinute ||
         session.told_minutes > 0;
}

std::string afterwards_in_words(const Session& session, const std::string& zone) {
  if (!written_afterwards(session)) return {};
  const auto when = [&](Instant at) { return base::in_words(base::local_day(at, zone)) + ", " + base::local_time(at, zone); };
  const auto minutes = (session.over.ms - session.began.ms) / 60'000;
  return "Written down afterwards: it was planned for " + when(session.start) + ", and noted as begun on " +
         when(session.began) + " and as ended " +
         (minutes < 1 ? std::string("within a minute") : std::to_string(minutes) + (minutes == 1 ? " minute" : " minutes") + " later") +
         "." + (session.told_minutes > 0 ? " It lasted " + std::to_string(session.told_minutes) + " minutes." : std::string());
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
