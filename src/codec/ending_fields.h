// Holds and the ending of a course, as JSON. Inside codec.
#pragma once

#include "codec/course_words.h"

namespace trefoil::codec {

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
