// The file's own events as JSON: each type's name, its fields written, its fields read. Those of scores and answers
// stand in score_fields.h, those of the course in course_fields.h. Inside codec.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "care/event.h"
#include "codec/course_words.h"
#include "codec/lead_fields.h"
#include "codec/object.h"
#include "codec/score_fields.h"

namespace trefoil::codec {

constexpr std::string_view type_of(const care::FileOpened*) { return "file-opened"; }
inline void write(Object& out, const care::FileOpened& body) {
  out.text("code", body.code);
  out.flag("imported", body.imported);
  out.flag("couple", body.couple);
  out.id("access", body.access);
  out.text("practice", body.practice);
  out.text("zone", body.zone);
}
template <class In>
void read(In& in, care::FileOpened& body) {
  body.code = in.text("code");
  body.imported = in.flag("imported");
  body.couple = in.flag("couple");
  body.access = in.template id<LogId>("access");
  body.practice = in.text("practice");
  body.zone = in.text("zone");
}

constexpr std::string_view type_of(const care::RoomAdded*) { return "room-added"; }
inline void write(Object& out, const care::RoomAdded& body) {
  {
    Object room(out.name("room"));
    room.text("kind", care::name(body.room.kind));
    if (!body.room.person.is_zero()) room.id("person", body.room.person);
  }
  out.id("room_id", body.id);
  out.id("log", body.log);
  if (body.anew) out.flag("anew", true);
}
template <class In>
void read(In& in, care::RoomAdded& body) {
  auto room = in.object("room");
  body.room.kind = room.word("kind", care::parse_room_kind);
  if (room.has("person")) body.room.person = room.template id<PersonId>("person");
  room.done();
  body.id = in.template id<RoomId>("room_id");
  body.log = in.template id<LogId>("log");
  if (in.has("anew")) body.anew = in.flag("anew");
}

constexpr std::string_view type_of(const care::ClientDescribed*) { return "client-described"; }
inline void write(Object& out, const care::ClientDescribed& body) {
  const care::Identity& who = body.identity;
  out.id("person", who.person);
  out.text("legal_name", who.legal_name);
  out.text("chosen_name", who.chosen_name);
  out.text("pronouns", who.pronouns);
  if (who.birth) out.day("birth", *who.birth);
  out.texts("may", who.contact.may);
  out.texts("may_not", who.contact.may_not);
}
template <class In>
void read(In& in, care::ClientDescribed& body) {
  care::Identity& who = body.identity;
  who.person = in.template id<PersonId>("person");
  who.legal_name = in.text("legal_name");
  who.chosen_name = in.text("chosen_name");
  who.pronouns = in.text("pronouns");
  if (in.has("birth")) who.birth = in.day("birth");
  who.contact.may = in.texts("may");
  who.contact.may_not = in.texts("may_not");
}

constexpr std::string_view type_of(const care::Joined*) { return "joined"; }
inline void write(Object& out, const care::Joined& body) {
  out.id("person", body.person);
  out.text("name", body.name);
  out.text("role", care::name(body.role));
  if (!body.key.is_zero()) out.id("key", body.key);
  out.flag("released", body.released);
  out.flag("history", body.history);
}
template <class In>
void read(In& in, care::Joined& body) {
  body.person = in.template id<PersonId>("person");
  body.name = in.text("name");
  body.role = in.word("role", care::parse_role);
  if (in.has("key")) body.key = in.template id<KeyId>("key");
  body.released = in.flag("released");
  body.history = in.flag("history");
}

constexpr std::string_view type_of(const care::KeyChanged*) { return "key-changed"; }
inline void write(Object& out, const care::KeyChanged& body) {
  out.id("person", body.person);
  out.id("key", body.key);
}
template <class In>
void read(In& in, care::KeyChanged& body) {
  body.person = in.template id<PersonId>("person");
  body.key = in.template id<KeyId>("key");
}

constexpr std::string_view type_of(const care::Left*) { return "left"; }
inline void write(Object& out, const care::Left& body) {
  out.id("person", body.person);
  out.text("reason", body.reason);
}
template <class In>
void read(In& in, care::Left& body) {
  body.person = in.template id<PersonId>("person");
  body.reason = in.text("reason");
}

constexpr std::string_view type_of(const care::ErasureAsked*) { return "erasure-asked"; }
inline void write(Object& out, const care::ErasureAsked& body) {
  out.id("by", body.by);
  out.text("reason", body.reason);
  out.day("day", body.day);
  out.texts("seals", body.seals);
}
template <class In>
void read(In& in, care::ErasureAsked& body) {
  body.by = in.template id<PersonId>("by");
  body.reason = in.text("reason");
  body.day = in.day("day");
  body.seals = in.texts("seals");
}

constexpr std::string_view type_of(const care::ErasureWithdrawn*) { return "erasure-withdrawn"; }
inline void write(Object&, const care::ErasureWithdrawn&) {}
template <class In>
void read(In&, care::ErasureWithdrawn&) {}

constexpr std::string_view type_of(const care::Noted*) { return "note"; }
inline void write(Object& out, const care::Noted& body) {
  out.text("text", body.text);
  if (body.moved_from) out.id("moved_from", *body.moved_from);
  if (body.shared_from) out.id("shared_from", *body.shared_from);
  if (body.session) out.id("session", *body.session);
  if (body.topic != care::Topic::none) out.text("topic", care::name(body.topic));
}
template <class In>
void read(In& in, care::Noted& body) {
  body.text = in.text("text");
  if (in.has("moved_from")) body.moved_from = in.template id<EntryId>("moved_from");
  if (in.has("shared_from")) body.shared_from = in.template id<EntryId>("shared_from");
  if (in.has("session")) body.session = in.template id<base::SessionId>("session");
  if (in.has("topic")) body.topic = in.word("topic", care::parse_topic);
}

constexpr std::string_view type_of(const care::Corrected*) { return "correction"; }
inline void write(Object& out, const care::Corrected& body) {
  out.id("of", body.of);
  out.text("text", body.text);
}
template <class In>
void read(In& in, care::Corrected& body) {
  body.of = in.template id<EntryId>("of");
  body.text = in.text("text");
}

constexpr std::string_view type_of(const care::MovedAway*) { return "moved-away"; }
inline void write(Object& out, const care::MovedAway& body) {
  out.id("of", body.of);
  out.text("to", care::name(body.to));
}
template <class In>
void read(In& in, care::MovedAway& body) {
  body.of = in.template id<EntryId>("of");
  body.to = in.word("to", care::parse_room_kind);
}

constexpr std::string_view type_of(const care::FileRead*) { return "file-read"; }
inline void write(Object& out, const care::FileRead& body) { out.id("by", body.by); }
template <class In>
void read(In& in, care::FileRead& body) { body.by = in.template id<PersonId>("by"); }

constexpr std::string_view type_of(const care::SafeguardingTold*) { return "safeguarding-told"; }
inline void write(Object& out, const care::SafeguardingTold& body) {
  write_leads(out, body.safeguarding.leads);
  out.text("outside_body", body.safeguarding.outside_body);
  out.whole("answer_days", body.safeguarding.answer_days);
}
template <class In>
void read(In& in, care::SafeguardingTold& body) {
  body.safeguarding.leads = read_leads(in);
  body.safeguarding.outside_body = in.text("outside_body");
  body.safeguarding.answer_days = number_of(in, "answer_days");
}

constexpr std::string_view type_of(const care::PracticeTold*) { return "practice-told"; }
inline void write(Object& out, const care::PracticeTold& body) {
  const std::vector<std::pair<care::Role, std::string>> names(body.ways.names.begin(), body.ways.names.end());
  out.objects("role_names", names, [](Object& one, const auto& named) {
    one.text("role", care::name(named.first));
    one.text("name", named.second);
  });
  out.whole("client_idle_minutes", body.ways.client_idle);
}
template <class In>
void read(In& in, care::PracticeTold& body) {
  in.each("role_names", [&](auto& one) {
    const auto role = one.word("role", care::parse_role);
    auto name = one.text("name");
    one.done();
    // In the order of the roles, each once: there is one way to write them.
    if (!body.ways.names.empty() && body.ways.names.rbegin()->first >= role) one.wrong("role", "stands out of order");
    body.ways.names.insert_or_assign(role, std::move(name));
  });
  body.ways.client_idle = number_of(in, "client_idle_minutes");
}

}  // namespace trefoil::codec
