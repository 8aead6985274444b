// The course of care's events as JSON: each type's name, its fields written, its fields read. Inside codec.
#pragma once

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "codec/object.h"
#include "course/event.h"

namespace trefoil::codec {

using base::SessionId;

// --- words ---
template <class E, std::size_t N>
using Words = std::array<std::pair<E, std::string_view>, N>;
inline constexpr Words<course::Verdict, 3> kVerdicts{{{course::Verdict::suitable, "suitable"},
                                                      {course::Verdict::not_now, "not-now"},
                                                      {course::Verdict::not_suitable, "not-suitable"}}};
inline constexpr Words<course::SessionKind, 3> kSessionKinds{{{course::SessionKind::therapist, "therapist"},
                                                              {course::SessionKind::practitioner, "practitioner"},
                                                              {course::SessionKind::triadic, "triadic"}}};
inline constexpr Words<course::Answer, 3> kAnswers{{{course::Answer::given, "given"},
                                                    {course::Answer::declined, "declined"},
                                                    {course::Answer::withdrawn, "withdrawn"}}};
inline constexpr Words<course::Enquirer, 3> kAskers{{{course::Enquirer::client, "client"},
                                                  {course::Enquirer::relative, "relative"},
                                                  {course::Enquirer::professional, "professional"}}};
inline constexpr Words<course::HoldKind, 3> kHolds{{{course::HoldKind::client_stop, "client-stop"},
                                                    {course::HoldKind::therapist_pause, "therapist-pause"},
                                                    {course::HoldKind::practice_pause, "practice-pause"}}};
inline constexpr Words<course::Occasion, 7> kOccasions{{{course::Occasion::start, "start"},
                                                         {course::Occasion::weekly, "weekly"},
                                                         {course::Occasion::before_session, "before-session"},
                                                         {course::Occasion::after_session, "after-session"},
                                                         {course::Occasion::review, "review"},
                                                         {course::Occasion::closure, "closure"},
                                                         {course::Occasion::aftercare, "aftercare"}}};
inline constexpr Words<course::Part, 4> kParts{{{course::Part::client, "client"},
                                                {course::Part::practitioner, "practitioner"},
                                                {course::Part::therapist, "therapist"},
                                                {course::Part::mentor, "mentor"}}};
template <class E, std::size_t N>
std::string_view word_of(const Words<E, N>& words, E value) {
  return std::ranges::find(words, value, &std::pair<E, std::string_view>::first)->second;
}
template <class E, std::size_t N>
auto parser(const Words<E, N>& words) {
  return [&words](std::string_view text) -> std::optional<E> {
    const auto found = std::ranges::find(words, text, &std::pair<E, std::string_view>::second);
    return found == words.end() ? std::nullopt : std::optional(found->first);
  };
}

// --- parts of many ---
inline std::vector<std::string> list(const std::set<std::string>& values) { return {values.begin(), values.end()}; }
template <class In>
std::set<std::string> set_of_texts(In& in, std::string_view name) {
  auto all = in.texts(name);
  return {all.begin(), all.end()};
}
template <class In>
int number_of(In& in, std::string_view name) {
  const auto value = in.whole(name);
  if (value < -1'000'000 || value > 1'000'000) in.wrong(name, "is out of all bounds");
  return static_cast<int>(std::clamp<std::int64_t>(value, -1'000'000, 1'000'000));
}
inline void witness(Object& out, PersonId by) {
  if (!by.is_zero()) out.id("witness", by);
}
template <class In>
PersonId witness(In& in) {
  return in.has("witness") ? in.template id<PersonId>("witness") : PersonId{};
}

// --- the terms, and the opening ---
constexpr std::string_view type_of(const course::Enquired*) { return "enquired"; }
inline void write(Object& out, const course::Enquired& body) {
  out.text("by", word_of(kAskers, body.by));
  out.flag("practice_first", body.practice_first);
  out.day("on", body.on);
}
template <class In>
void read(In& in, course::Enquired& body) {
  body.by = in.word("by", parser(kAskers));
  body.practice_first = in.flag("practice_first");
  body.on = in.day("on");
}

constexpr std::string_view type_of(const course::TermsSet*) { return "terms-set"; }
inline void write(Object& out, const course::TermsSet& body) {
  out.whole("met_days", body.terms.met_days);
  out.whole("groundwork", body.terms.groundwork);
  out.whole("report_hours", body.terms.report_hours);
  out.flag("intensive", body.terms.intensive);
  if (!body.terms.unwaived.empty()) out.texts("unwaived", list(body.terms.unwaived));
}
template <class In>
void read(In& in, course::TermsSet& body) {
  body.terms.met_days = number_of(in, "met_days");
  body.terms.groundwork = number_of(in, "groundwork");
  body.terms.report_hours = number_of(in, "report_hours");
  body.terms.intensive = in.flag("intensive");
  if (in.has("unwaived")) body.terms.unwaived = set_of_texts(in, "unwaived");
}
// Whether it has what came with the third version of its type.
inline bool is_of_third(const course::TermsSet& body) { return !body.terms.unwaived.empty(); }

constexpr std::string_view type_of(const course::SuitabilityStated*) { return "suitability-stated"; }
inline void write(Object& out, const course::SuitabilityStated& body) {
  out.id("client", body.client);
  out.text("verdict", word_of(kVerdicts, body.verdict));
  out.day("review", body.review);
}
template <class In>
void read(In& in, course::SuitabilityStated& body) {
  body.client = in.template id<PersonId>("client");
  body.verdict = in.word("verdict", parser(kVerdicts));
  body.review = in.day("review");
}

constexpr std::string_view type_of(const course::CapacityStated*) { return "capacity-stated"; }
inline void write(Object& out, const course::CapacityStated& body) {
  out.id("client", body.client);
  out.flag("can_consent", body.can_consent);
  out.day("review", body.review);
}
template <class In>
void read(In& in, course::CapacityStated& body) {
  body.client = in.template id<PersonId>("client");
  body.can_consent = in.flag("can_consent");
  body.review = in.day("review");
}

constexpr std::string_view type_of(const course::ReleaseSigned*) { return "release-signed"; }
inline void write(Object& out, const course::ReleaseSigned& body) {
  out.id("client", body.client);
  std::vector<std::string> recipients;
  for (const auto& person : body.recipients) recipients.push_back(person.str());
  out.texts("recipients", recipients);
  out.day("until", body.until);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::ReleaseSigned& body) {
  body.client = in.template id<PersonId>("client");
  for (const auto& text : in.texts("recipients")) {
    const auto person = PersonId::parse(text);
    if (!person) return in.wrong("recipients", "is not a list of ids");
    body.recipients.insert(*person);
  }
  body.until = in.day("until");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::ReleaseWithdrawn*) { return "release-withdrawn"; }
inline void write(Object& out, const course::ReleaseWithdrawn& body) {
  out.id("client", body.client);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::ReleaseWithdrawn& body) {
  body.client = in.template id<PersonId>("client");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::TreatmentExplained*) { return "treatment-explained"; }
inline void write(Object& out, const course::TreatmentExplained& body) {
  out.id("client", body.client);
  out.whole("version", body.version);
}
template <class In>
void read(In& in, course::TreatmentExplained& body) {
  body.client = in.template id<PersonId>("client");
  body.version = number_of(in, "version");
}

constexpr std::string_view type_of(const course::TreatmentConsented*) { return "treatment-consented"; }
inline void write(Object& out, const course::TreatmentConsented& body) {
  out.id("client", body.client);
  out.whole("version", body.version);
  out.day("until", body.until);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::TreatmentConsented& body) {
  body.client = in.template id<PersonId>("client");
  body.version = number_of(in, "version");
  body.until = in.day("until");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::TreatmentWithdrawn*) { return "treatment-withdrawn"; }
inline void write(Object& out, const course::TreatmentWithdrawn& body) {
  out.id("client", body.client);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::TreatmentWithdrawn& body) {
  body.client = in.template id<PersonId>("client");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::CredentialStated*) { return "credential-stated"; }
inline void write(Object& out, const course::CredentialStated& body) {
  out.day("until", body.until);
  out.texts("competence", list(body.competence));
  if (body.of_age) out.flag("of_age", true);
}
template <class In>
void read(In& in, course::CredentialStated& body) {
  body.until = in.day("until");
  body.competence = set_of_texts(in, "competence");
  if (in.has("of_age")) body.of_age = in.flag("of_age");
}

constexpr std::string_view type_of(const course::ConflictsDeclared*) { return "conflicts-declared"; }
inline void write(Object&, const course::ConflictsDeclared&) {}
template <class In>
void read(In&, course::ConflictsDeclared&) {}

constexpr std::string_view type_of(const course::PracticeAttested*) { return "practice-attested"; }
inline void write(Object&, const course::PracticeAttested&) {}
template <class In>
void read(In&, course::PracticeAttested&) {}

// --- the plan ---
constexpr std::string_view type_of(const course::PlanProposed*) { return "plan-proposed"; }
inline void write(Object& out, const course::PlanProposed& body) {
  out.text("programme", body.programme);
  out.objects("phases", body.phases, [](Object& one, const course::Phase& phase) {
    one.text("name", phase.name);
    one.texts("activities", list(phase.activities));
    one.flag("needs_health", phase.needs_health);
  });
  if (!body.goals.empty()) out.text("goals", body.goals);
  if (!body.limits.empty()) out.text("limits", body.limits);
  if (body.without_practitioner) out.flag("without_practitioner", true);
}
template <class In>
void read(In& in, course::PlanProposed& body) {
  body.programme = in.text("programme");
  in.each("phases", [&](auto& one) {
    course::Phase phase;
    phase.name = one.text("name");
    phase.activities = set_of_texts(one, "activities");
    phase.needs_health = one.flag("needs_health");
    one.done();
    body.phases.push_back(std::move(phase));
  });
  if (in.has("goals")) body.goals = in.text("goals");
  if (in.has("limits")) body.limits = in.text("limits");
  if (in.has("without_practitioner")) body.without_practitioner = in.flag("without_practitioner");
}
// Version 2 has goals or limits, version 3 says that it goes without a practitioner; a plan without any is written as it
// always was.
inline int version_of(const course::PlanProposed& body) {
  if (body.without_practitioner) return 3;
  return body.goals.empty() && body.limits.empty() ? 1 : 2;
}

constexpr std::string_view type_of(const course::PlanSigned*) { return "plan-signed"; }
inline void write(Object& out, const course::PlanSigned& body) {
  out.id("by", body.by);
  out.whole("version", body.version);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::PlanSigned& body) {
  body.by = in.template id<PersonId>("by");
  body.version = number_of(in, "version");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::PhaseAgreed*) { return "phase-agreed"; }
inline void write(Object& out, const course::PhaseAgreed& body) {
  out.id("by", body.by);
  out.whole("phase", body.phase);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::PhaseAgreed& body) {
  body.by = in.template id<PersonId>("by");
  body.phase = number_of(in, "phase");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::WentBack*) { return "went-back"; }
inline void write(Object& out, const course::WentBack& body) { out.whole("phase", body.phase); }
template <class In>
void read(In& in, course::WentBack& body) {
  body.phase = number_of(in, "phase");
}

constexpr std::string_view type_of(const course::HealthStated*) { return "health-stated"; }
inline void write(Object& out, const course::HealthStated& body) {
  out.id("person", body.person);
  out.day("until", body.until);
}
template <class In>
void read(In& in, course::HealthStated& body) {
  body.person = in.template id<PersonId>("person");
  body.until = in.day("until");
}

// --- sessions ---
constexpr std::string_view type_of(const course::SessionPlanned*) { return "session-planned"; }
inline void write(Object& out, const course::SessionPlanned& body) {
  out.id("session", body.session);
  out.text("kind", word_of(kSessionKinds, body.kind));
  out.whole("start", body.start.ms);
  out.whole("minutes", body.minutes);
  out.whole("phase", body.phase);
  out.texts("activities", list(body.activities));
  out.flag("closing", body.closing);
  if (!body.place.empty()) out.text("place", body.place);
}
template <class In>
void read(In& in, course::SessionPlanned& body) {
  body.session = in.template id<SessionId>("session");
  body.kind = in.word("kind", parser(kSessionKinds));
  body.start.ms = in.whole("start");
  body.minutes = number_of(in, "minutes");
  body.phase = number_of(in, "phase");
  body.activities = set_of_texts(in, "activities");
  body.closing = in.flag("closing");
  if (in.has("place")) body.place = in.text("place");
}
inline bool is_of_third(const course::SessionPlanned& body) { return !body.place.empty(); }

constexpr std::string_view type_of(const course::SessionMoved*) { return "session-moved"; }
inline void write(Object& out, const course::SessionMoved& body) {
  out.id("session", body.session);
  out.whole("start", body.start.ms);
  out.whole("minutes", body.minutes);
  if (body.place) out.text("place", *body.place);
}
template <class In>
void read(In& in, course::SessionMoved& body) {
  body.session = in.template id<SessionId>("session");
  body.start.ms = in.whole("start");
  body.minutes = number_of(in, "minutes");
  if (in.has("place")) body.place = in.text("place");
}
inline bool is_of_third(const course::SessionMoved& body) { return body.place.has_value(); }

// Those that say no more than which session.
template <class T>
concept OfSession = std::same_as<T, course::SessionCancelled> || std::same_as<T, course::SessionMissed> ||
                    std::same_as<T, course::SessionStarted> || std::same_as<T, course::SessionStopped> || std::same_as<T, course::ReportDelivered>;
constexpr std::string_view type_of(const course::SessionCancelled*) { return "session-cancelled"; }
constexpr std::string_view type_of(const course::SessionMissed*) { return "session-missed"; }
constexpr std::string_view type_of(const course::SessionStarted*) { return "session-started"; }
constexpr std::string_view type_of(const course::SessionEnded*) { return "session-ended"; }
constexpr std::string_view type_of(const course::SessionStopped*) { return "session-stopped"; }
constexpr std::string_view type_of(const course::ReportDelivered*) { return "report-delivered"; }
inline void write(Object& out, const course::SessionEnded& body) {
  out.id("session", body.session);
  if (body.minutes != 0) out.whole("minutes", body.minutes);
}
template <class In>
void read(In& in, course::SessionEnded& body) {
  body.session = in.template id<SessionId>("session");
  if (in.has("minutes")) body.minutes = number_of(in, "minutes");
}
template <OfSession T>
void write(Object& out, const T& body) {
  out.id("session", body.session);
}
template <class In, OfSession T>
void read(In& in, T& body) {
  body.session = in.template id<SessionId>("session");
}

constexpr std::string_view type_of(const course::ActivityLeftOut*) { return "activity-left-out"; }
inline void write(Object& out, const course::ActivityLeftOut& body) {
  out.id("session", body.session);
  out.text("activity", body.activity);
}
template <class In>
void read(In& in, course::ActivityLeftOut& body) {
  body.session = in.template id<SessionId>("session");
  body.activity = in.text("activity");
}

constexpr std::string_view type_of(const course::ActivityAnswered*) { return "activity-answered"; }
inline void write(Object& out, const course::ActivityAnswered& body) {
  out.id("session", body.session);
  out.text("activity", body.activity);
  out.text("answer", word_of(kAnswers, body.answer));
  out.id("by", body.by);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::ActivityAnswered& body) {
  body.session = in.template id<SessionId>("session");
  body.activity = in.text("activity");
  body.answer = in.word("answer", parser(kAnswers));
  body.by = in.template id<PersonId>("by");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::Waived*) { return "waived"; }
inline void write(Object& out, const course::Waived& body) {
  out.id("session", body.session);
  out.text("rule", body.rule);
  out.text("reason", body.reason);
}
template <class In>
void read(In& in, course::Waived& body) {
  body.session = in.template id<SessionId>("session");
  body.rule = in.text("rule");
  body.reason = in.text("reason");
}

constexpr std::string_view type_of(const course::ActivityDone*) { return "activity-done"; }
inline void write(Object& out, const course::ActivityDone& body) {
  out.id("session", body.session);
  out.text("activity", body.activity);
}
template <class In>
void read(In& in, course::ActivityDone& body) {
  body.session = in.template id<SessionId>("session");
  body.activity = in.text("activity");
}

constexpr std::string_view type_of(const course::Consulted*) { return "consulted"; }
inline void write(Object& out, const course::Consulted& body) {
  out.id("session", body.session);
  out.whole("minutes", body.minutes);
}
template <class In>
void read(In& in, course::Consulted& body) {
  body.session = in.template id<SessionId>("session");
  body.minutes = number_of(in, "minutes");
}

// --- holds and the ending ---
constexpr std::string_view type_of(const course::Held*) { return "held"; }
inline void write(Object& out, const course::Held& body) {
  out.text("kind", word_of(kHolds, body.kind));
  out.id("by", body.by);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::Held& body) {
  body.kind = in.word("kind", parser(kHolds));
  body.by = in.template id<PersonId>("by");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::StopCardMade*) { return "stop-card-made"; }
inline void write(Object& out, const course::StopCardMade& body) {
  out.id("client", body.client);
  out.id("card", body.key);
  out.day("until", body.until);
}
template <class In>
void read(In& in, course::StopCardMade& body) {
  body.client = in.template id<PersonId>("client");
  body.key = in.template id<KeyId>("card");
  body.until = in.day("until");
}

constexpr std::string_view type_of(const course::ResumeAsked*) { return "resume-asked"; }
inline void write(Object& out, const course::ResumeAsked& body) {
  out.id("client", body.client);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::ResumeAsked& body) {
  body.client = in.template id<PersonId>("client");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::Resumed*) { return "resumed"; }
inline void write(Object& out, const course::Resumed& body) {
  out.text("kind", word_of(kHolds, body.kind));
  out.id("by", body.by);
}
template <class In>
void read(In& in, course::Resumed& body) {
  body.kind = in.word("kind", parser(kHolds));
  body.by = in.template id<PersonId>("by");
}

constexpr std::string_view type_of(const course::ClosureAgreed*) { return "closure-agreed"; }
inline void write(Object& out, const course::ClosureAgreed& body) {
  out.id("by", body.by);
  out.day("end", body.end);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::ClosureAgreed& body) {
  body.by = in.template id<PersonId>("by");
  body.end = in.day("end");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::ClosingFormGiven*) { return "closing-form-given"; }
inline void write(Object& out, const course::ClosingFormGiven& body) {
  out.id("by", body.by);
  witness(out, body.witness);
}
template <class In>
void read(In& in, course::ClosingFormGiven& body) {
  body.by = in.template id<PersonId>("by");
  body.witness = witness(in);
}

constexpr std::string_view type_of(const course::Closed*) { return "closed"; }
inline void write(Object& out, const course::Closed& body) {
  out.flag("abrupt", body.abrupt);
  out.text("reason", body.reason);
}
template <class In>
void read(In& in, course::Closed& body) {
  body.abrupt = in.flag("abrupt");
  body.reason = in.text("reason");
}

}  // namespace trefoil::codec
