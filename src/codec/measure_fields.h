// When measures are answered, and that they were, as JSON. Inside codec.
#pragma once

#include "codec/course_words.h"

namespace trefoil::codec {

constexpr std::string_view type_of(const course::MeasuresScheduled*) { return "measures-scheduled"; }
inline void write(Object& out, const course::MeasuresScheduled& body) {
  out.objects("plans", body.plans, [](Object& one, const course::MeasurePlan& plan) {
    one.text("instrument", plan.instrument);
    one.text("when", word_of(kOccasions, plan.when));
    one.whole("weeks", plan.weeks);
    if (!plan.any_kind) one.text("kind", word_of(kSessionKinds, plan.kind));
    one.text("answers", word_of(kParts, plan.answers));
    one.whole("seconds", plan.seconds);
  });
}
template <class In>
void read(In& in, course::MeasuresScheduled& body) {
  in.each("plans", [&](auto& one) {
    course::MeasurePlan plan;
    plan.instrument = one.text("instrument");
    plan.when = one.word("when", parser(kOccasions));
    plan.weeks = number_of(one, "weeks");
    plan.any_kind = !one.has("kind");
    if (!plan.any_kind) plan.kind = one.word("kind", parser(kSessionKinds));
    plan.answers = one.word("answers", parser(kParts));
    plan.seconds = number_of(one, "seconds");
    one.done();
    body.plans.push_back(std::move(plan));
  });
}

constexpr std::string_view type_of(const course::MeasureTaken*) { return "measure-taken"; }
inline void write(Object& out, const course::MeasureTaken& body) {
  out.text("instrument", body.instrument);
  out.text("wording", body.wording);
  if (!body.person.is_zero()) out.id("person", body.person);
  witness(out, body.witness);
  if (!body.session.is_zero()) out.id("session", body.session);
}
template <class In>
void read(In& in, course::MeasureTaken& body) {
  body.instrument = in.text("instrument");
  body.wording = in.text("wording");
  if (in.has("person")) body.person = in.template id<PersonId>("person");
  body.witness = witness(in);
  if (in.has("session")) body.session = in.template id<SessionId>("session");
}

constexpr std::string_view type_of(const course::MeasureLinkMade*) { return "measure-link-made"; }
inline void write(Object& out, const course::MeasureLinkMade& body) {
  out.id("link", body.key);
  out.id("person", body.person);
  out.texts("instruments", list(body.instruments));
  out.day("until", body.until);
}
template <class In>
void read(In& in, course::MeasureLinkMade& body) {
  body.key = in.template id<KeyId>("link");
  body.person = in.template id<PersonId>("person");
  body.instruments = set_of_texts(in, "instruments");
  body.until = in.day("until");
}

}  // namespace trefoil::codec
