// What happens in a course of care. Facts alone: what was said about them lies elsewhere, in the rooms of those whom it
// concerns. Every one is written by the person who did it; `witness` stands beside what a client without keys said.
#pragma once

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "course/words.h"

namespace trefoil::course {

// --- the terms: how strict this practice is; never looser than the first values here (rules of the triad) ---
struct Terms {
  int met_days = 21;       // therapist-engaged: how long ago the therapist may have met the client
  int groundwork = 3;      // sessions of client and therapist before the practitioner begins
  int report_hours = 24;   // when a report is due
  bool intensive = false;  // therapist-between is counted by the day
  std::set<std::string> unwaived = {};  // ids of rules that the therapist could waive for a session, and here does not
  bool operator==(const Terms&) const = default;
};
struct TermsSet {
  Terms terms;
  bool operator==(const TermsSet&) const = default;
};

// --- opening ---
// Who asked whether this work might help, and who wrote or spoke first: the practice recruits nobody (rule attested).
enum class Enquirer { client, relative, professional };
struct Enquired {
  Enquirer by = Enquirer::client;
  bool practice_first = false;
  Day on;
  bool operator==(const Enquired&) const = default;
};
enum class Verdict { suitable, not_now, not_suitable };
struct SuitabilityStated {
  PersonId client;
  Verdict verdict = Verdict::not_now;
  Day review;
  bool operator==(const SuitabilityStated&) const = default;
};
struct CapacityStated {
  PersonId client;
  bool can_consent = false;
  Day review;
  bool operator==(const CapacityStated&) const = default;
};
struct ReleaseSigned {  // who may tell what to whom: each recipient named
  PersonId client;
  std::set<PersonId> recipients;
  Day until;
  PersonId witness;
  bool operator==(const ReleaseSigned&) const = default;
};
struct ReleaseWithdrawn {
  PersonId client;
  PersonId witness;
  bool operator==(const ReleaseWithdrawn&) const = default;
};
struct TreatmentExplained {
  PersonId client;
  int version = 0;
  bool operator==(const TreatmentExplained&) const = default;
};
struct TreatmentConsented {
  PersonId client;
  int version = 0;
  Day until;
  PersonId witness;
  bool operator==(const TreatmentConsented&) const = default;
};
struct TreatmentWithdrawn {
  PersonId client;
  PersonId witness;
  bool operator==(const TreatmentWithdrawn&) const = default;
};
struct CredentialStated {  // one's own: body, registration and the insurer's position stand in the content
  Day until;
  std::set<std::string> competence;  // activities that the practitioner is trained for
  bool of_age = false;  // 18 or older by the date of birth that they gave; the date itself is kept nowhere
  bool operator==(const CredentialStated&) const = default;
};
struct ConflictsDeclared {
  bool operator==(const ConflictsDeclared&) const = default;
};
struct PracticeAttested {
  bool operator==(const PracticeAttested&) const = default;
};

// --- the plan ---
struct Phase {
  std::string name;
  std::set<std::string> activities;
  bool needs_health = false;  // both health statements in date
  bool operator==(const Phase&) const = default;
};
inline constexpr std::size_t kLongestOfPlan = 4'000;  // bytes of its goals, and of its limits
struct PlanProposed {  // replaces the plan before; signed anew by everybody
  std::string programme;
  std::vector<Phase> phases;
  std::string goals, limits;  // of these people, in their words; empty in plans of before there was room for them
  bool without_practitioner = false;  // the work of clients and therapist alone, as that of a couple
  bool operator==(const PlanProposed&) const = default;
};
struct PlanSigned {
  PersonId by;
  int version = 0;
  PersonId witness;
  bool operator==(const PlanSigned&) const = default;
};
struct PhaseAgreed {
  PersonId by;
  int phase = 0;
  PersonId witness;
  bool operator==(const PhaseAgreed&) const = default;
};
struct WentBack {
  int phase = 0;
  bool operator==(const WentBack&) const = default;
};  // anybody of the triad, at once

struct HealthStated {
  PersonId person;
  Day until;
  bool operator==(const HealthStated&) const = default;
};

// --- the loop ---
inline constexpr std::size_t kLongestPlace = 200;  // characters
struct SessionPlanned {
  SessionId session;
  SessionKind kind = SessionKind::therapist;
  Instant start;
  int minutes = 60;
  int phase = 0;
  std::set<std::string> activities;
  bool closing = false;  // one of the sessions that take leave
  std::string place = {};  // where they meet, in one line; empty where nobody says
  bool operator==(const SessionPlanned&) const = default;
};
struct SessionMoved {
  SessionId session;
  Instant start;
  int minutes = 60;
  std::optional<std::string> place = {};  // none: where they meet stays
  bool operator==(const SessionMoved&) const = default;
};
struct SessionCancelled {
  SessionId session;
  bool operator==(const SessionCancelled&) const = default;
};
struct SessionMissed {
  SessionId session;
  bool operator==(const SessionMissed&) const = default;
};
struct ActivityLeftOut {  // of a planned session; nobody is asked about it any more
  SessionId session;
  std::string activity;
  bool operator==(const ActivityLeftOut&) const = default;
};
enum class Answer { given, declined, withdrawn };
struct ActivityAnswered {
  SessionId session;
  std::string activity;
  Answer answer = Answer::declined;
  PersonId by;
  PersonId witness;
  bool operator==(const ActivityAnswered&) const = default;
};
struct Waived {
  SessionId session;
  std::string rule;
  std::string reason;
  bool operator==(const Waived&) const = default;
};
struct SessionStarted {
  SessionId session;
  bool operator==(const SessionStarted&) const = default;
};
struct ActivityDone {
  SessionId session;
  std::string activity;
  bool operator==(const ActivityDone&) const = default;
};
struct SessionEnded {
  SessionId session;
  int minutes = 0;  // how long it lasted, as told by whoever wrote it down afterwards; 0: the entries' own times say it
  bool operator==(const SessionEnded&) const = default;
};
struct SessionStopped {
  SessionId session;
  bool operator==(const SessionStopped&) const = default;
};  // no reason asked
struct ReportDelivered {
  SessionId session;
  bool operator==(const ReportDelivered&) const = default;
};
struct Consulted {
  SessionId session;
  int minutes = 0;
  bool operator==(const Consulted&) const = default;
};

// --- holds ---
// A pause of the practice is anybody's, for paperwork or for whatever else; no screen says whose.
enum class HoldKind { client_stop, therapist_pause, practice_pause };
std::string_view name(HoldKind kind);
struct Held {
  HoldKind kind = HoldKind::client_stop;
  PersonId by;
  PersonId witness;
  bool by_card = false;  // a stop by the client's card: known from the key that signed it, never written
  bool operator==(const Held&) const = default;
};
// A printed card with a code that does one thing without a sign-in: it says stop for the client. Whoever finds one can
// cost the three an hour, no more; so an older one counts beside a newer one, and no stop is lost.
struct StopCardMade {
  PersonId client;
  KeyId key;
  Day until;
  bool operator==(const StopCardMade&) const = default;
};
struct ResumeAsked {
  PersonId client;
  PersonId witness;
  bool operator==(const ResumeAsked&) const = default;
};  // the client's own word, after their stop
struct Resumed {  // one hold, of one person
  HoldKind kind = HoldKind::client_stop;
  PersonId by;  // whose hold it was
  bool operator==(const Resumed&) const = default;
};

// --- measures ---
// When an instrument is answered, and by whom. Which instruments there are is not known here: a plan of measures names
// them by their ids.
enum class Occasion {
  start,           // once, when the plan of measures first asks for it
  weekly,          // every so many weeks from then on
  before_session,  // of the kind that is named
  after_session,
  review,     // before the three meet, and before suitability is looked at again
  closure,    // in the last weeks, or after an ending at once
  aftercare,  // 1, 3, 6 and 12 months after the ending
};
struct MeasurePlan {
  std::string instrument;
  Occasion when = Occasion::start;
  int weeks = 1;                                // of weekly
  bool any_kind = true;                         // of before and after a session: else of `kind` alone
  SessionKind kind = SessionKind::practitioner;
  Part answers = Part::client;                  // client, practitioner or therapist
  int seconds = 60;                             // what answering takes, as the instrument says
  bool operator==(const MeasurePlan&) const = default;
};
inline constexpr std::size_t kMostMeasures = 40;
struct MeasuresScheduled {  // replaces what was planned before; what stays in it keeps its beginning
  std::vector<MeasurePlan> plans;
  bool operator==(const MeasuresScheduled&) const = default;
};
// That an instrument was answered; what was answered lies in a narrower room, the score beside this.
struct MeasureTaken {
  std::string instrument;
  std::string wording;  // a digest of what was asked: it stays what it was when it was first answered
  PersonId person;      // who answered
  PersonId witness;     // on whose screen; zero: on their own, or by a link
  SessionId session;    // in which; zero: in none
  bool by_link = false;  // known from the key that signed it, never written
  bool operator==(const MeasureTaken&) const = default;
};
// A link by which one person answers once, without a sign-in; it reads nothing and counts as nobody's consent.
struct MeasureLinkMade {
  KeyId key;
  PersonId person;
  std::set<std::string> instruments;
  Day until;
  bool operator==(const MeasureLinkMade&) const = default;
};

// --- the ending ---
struct ClosureAgreed {
  PersonId by;
  Day end;
  PersonId witness;
  bool operator==(const ClosureAgreed&) const = default;
};
struct ClosingFormGiven {
  PersonId by;
  PersonId witness;
  bool operator==(const ClosingFormGiven&) const = default;
};
struct Closed {
  bool abrupt = false;
  std::string reason;
  bool operator==(const Closed&) const = default;
};

using Body = std::variant<TermsSet, SuitabilityStated, CapacityStated, ReleaseSigned, ReleaseWithdrawn,
                          TreatmentExplained, TreatmentConsented, TreatmentWithdrawn, CredentialStated,
                          ConflictsDeclared, PracticeAttested, PlanProposed, PlanSigned, PhaseAgreed, WentBack,
                          HealthStated, SessionPlanned, SessionMoved, SessionCancelled, SessionMissed, ActivityAnswered,
                          Waived, SessionStarted, ActivityDone, SessionEnded, SessionStopped, ReportDelivered,
                          Consulted, Held, ResumeAsked, Resumed, ClosureAgreed, ClosingFormGiven, Closed,
                          ActivityLeftOut, Enquired, StopCardMade, MeasuresScheduled, MeasureTaken,
                          MeasureLinkMade>;

}  // namespace trefoil::course
