// Scores, what was answered, and alerts that were seen, as JSON. Inside codec.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "care/event.h"
#include "codec/object.h"

namespace trefoil::codec {

inline constexpr std::string_view kLower = "lower", kHigher = "higher";

inline std::optional<measure::Direction> parse_direction(std::string_view word) {
  if (word == kLower) return measure::Direction::lower_is_better;
  if (word == kHigher) return measure::Direction::higher_is_better;
  return std::nullopt;
}

template <class In>
std::optional<double> maybe_number(In& in, std::string_view name) {
  if (!in.has(name)) return std::nullopt;
  return in.number(name);
}

constexpr std::string_view type_of(const care::Scored*) { return "scored"; }
inline void write(Object& out, const care::Scored& body) {
  {
    Object scale(out.name("scale"));
    scale.text("name", body.scale.name);
    scale.text("short", body.scale.short_name);
    scale.text("direction", body.scale.direction == measure::Direction::lower_is_better ? kLower : kHigher);
    if (body.scale.minimum) scale.number("min", *body.scale.minimum);
    if (body.scale.maximum) scale.number("max", *body.scale.maximum);
    if (body.scale.reliability) scale.number("reliability", *body.scale.reliability);
    if (body.scale.spread) scale.number("spread", *body.scale.spread);
    scale.text("source", body.scale.source);
  }
  if (body.score.when.day) out.day("day", *body.score.when.day);
  if (body.score.when.week) out.number("week", *body.score.when.week);
  out.number("value", body.score.value);
  out.text("origin", body.origin);
  if (!body.person.is_zero()) out.id("person", body.person);
}
template <class In>
void read(In& in, care::Scored& body) {
  auto scale = in.object("scale");
  body.scale.name = scale.text("name");
  body.scale.short_name = scale.text("short");
  body.scale.direction = scale.word("direction", parse_direction);
  body.scale.minimum = maybe_number(scale, "min");
  body.scale.maximum = maybe_number(scale, "max");
  body.scale.reliability = maybe_number(scale, "reliability");
  body.scale.spread = maybe_number(scale, "spread");
  body.scale.source = scale.text("source");
  scale.done();
  if (in.has("day")) body.score.when.day = in.day("day");
  body.score.when.week = maybe_number(in, "week");
  body.score.value = in.number("value");
  body.origin = in.text("origin");
  if (in.has("person")) body.person = in.template id<PersonId>("person");
}

constexpr std::string_view type_of(const care::Answered*) { return "answered"; }
inline void write(Object& out, const care::Answered& body) {
  out.text("instrument", body.instrument);
  out.text("title", body.title);
  if (!body.person.is_zero()) out.id("person", body.person);
  out.objects("replies", body.replies, [](Object& one, const care::Reply& reply) {
    one.text("item", reply.item);
    one.text("answer", reply.answer);
  });
  out.texts("alerts", body.alerts);
}
template <class In>
void read(In& in, care::Answered& body) {
  body.instrument = in.text("instrument");
  body.title = in.text("title");
  if (in.has("person")) body.person = in.template id<PersonId>("person");
  in.each("replies", [&](auto& one) {
    care::Reply reply;
    reply.item = one.text("item");
    reply.answer = one.text("answer");
    one.done();
    body.replies.push_back(std::move(reply));
  });
  body.alerts = in.texts("alerts");
}

constexpr std::string_view type_of(const care::AlertSeen*) { return "alert-seen"; }
inline void write(Object& out, const care::AlertSeen& body) { out.id("of", body.of); }
template <class In>
void read(In& in, care::AlertSeen& body) { body.of = in.template id<EntryId>("of"); }

}  // namespace trefoil::codec
