// Sessions as JSON: planned, agreed to, held and reported. Inside codec.
#pragma once

#include <concepts>

#include "codec/course_words.h"

namespace trefoil::codec {

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

}  // namespace trefoil::codec
