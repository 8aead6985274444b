// The plan of a course, its phases and what they ask for, as JSON. Inside codec.
#pragma once

#include "codec/course_words.h"

namespace trefoil::codec {

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

}  // namespace trefoil::codec
