#include "codec/event_json.h"

#include <boost/json.hpp>
#include <stdexcept>

#include "base/text.h"
#include "codec/canonical.h"
#include "codec/course_fields.h"
#include "codec/fields.h"
#include "codec/lead_fields.h"
#include "codec/measure_fields.h"
#include "codec/object.h"

namespace trefoil::codec {

namespace json = boost::json;
using namespace std::string_view_literals;

namespace {

constexpr int kVersion = 1;
constexpr std::size_t kMaximumDepth = 8;
constexpr std::size_t kMaximumSize = 4 * 1024 * 1024;

constexpr std::string_view kRules = "rules";
constexpr std::string_view kLower = "lower", kHigher = "higher";

std::optional<measure::Direction> parse_direction(std::string_view word) {
  if (word == kLower) return measure::Direction::lower_is_better;
  if (word == kHigher) return measure::Direction::higher_is_better;
  return std::nullopt;
}

// --- each type: its name, its fields written, its fields read; those of the course stand in course_fields.h ---
using codec::read;
using codec::type_of;
using codec::write;

constexpr std::string_view type_of(const care::FileOpened*) { return "file-opened"; }
void write(Object& out, const care::FileOpened& body) {
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
void write(Object& out, const care::RoomAdded& body) {
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
void write(Object& out, const care::ClientDescribed& body) {
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
void write(Object& out, const care::Joined& body) {
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
void write(Object& out, const care::KeyChanged& body) {
  out.id("person", body.person);
  out.id("key", body.key);
}
template <class In>
void read(In& in, care::KeyChanged& body) {
  body.person = in.template id<PersonId>("person");
  body.key = in.template id<KeyId>("key");
}

constexpr std::string_view type_of(const care::Left*) { return "left"; }
void write(Object& out, const care::Left& body) {
  out.id("person", body.person);
  out.text("reason", body.reason);
}
template <class In>
void read(In& in, care::Left& body) {
  body.person = in.template id<PersonId>("person");
  body.reason = in.text("reason");
}

constexpr std::string_view type_of(const care::Scored*) { return "scored"; }
void write(Object& out, const care::Scored& body) {
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
std::optional<double> maybe_number(In& in, std::string_view name) {
  if (!in.has(name)) return std::nullopt;
  return in.number(name);
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

constexpr std::string_view type_of(const care::ErasureAsked*) { return "erasure-asked"; }
void write(Object& out, const care::ErasureAsked& body) {
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
void write(Object&, const care::ErasureWithdrawn&) {}
template <class In>
void read(In&, care::ErasureWithdrawn&) {}

constexpr std::string_view type_of(const care::Noted*) { return "note"; }
void write(Object& out, const care::Noted& body) {
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
void write(Object& out, const care::Corrected& body) {
  out.id("of", body.of);
  out.text("text", body.text);
}
template <class In>
void read(In& in, care::Corrected& body) {
  body.of = in.template id<EntryId>("of");
  body.text = in.text("text");
}

constexpr std::string_view type_of(const care::MovedAway*) { return "moved-away"; }
void write(Object& out, const care::MovedAway& body) {
  out.id("of", body.of);
  out.text("to", care::name(body.to));
}
template <class In>
void read(In& in, care::MovedAway& body) {
  body.of = in.template id<EntryId>("of");
  body.to = in.word("to", care::parse_room_kind);
}

constexpr std::string_view type_of(const care::FileRead*) { return "file-read"; }
void write(Object& out, const care::FileRead& body) { out.id("by", body.by); }
template <class In>
void read(In& in, care::FileRead& body) { body.by = in.template id<PersonId>("by"); }

constexpr std::string_view type_of(const care::SafeguardingTold*) { return "safeguarding-told"; }
void write(Object& out, const care::SafeguardingTold& body) {
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
void write(Object& out, const care::PracticeTold& body) {
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

constexpr std::string_view type_of(const care::Answered*) { return "answered"; }
void write(Object& out, const care::Answered& body) {
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
void write(Object& out, const care::AlertSeen& body) { out.id("of", body.of); }
template <class In>
void read(In& in, care::AlertSeen& body) { body.of = in.template id<EntryId>("of"); }

// What happens in the course of care has a type each.
template <std::size_t Index = 0, class In>
bool read_course(std::string_view type, In& in, course::Body& body) {
  if constexpr (Index == std::variant_size_v<course::Body>) {
    return false;
  } else {
    using Alternative = std::variant_alternative_t<Index, course::Body>;
    if (type != type_of(static_cast<Alternative*>(nullptr))) return read_course<Index + 1>(type, in, body);
    read(in, body.emplace<Index>());
    return true;
  }
}

// The newest version of a type's fields that is known here. What happens in the course has `rules`, the revision of the
// rules that its author's program knew, since its second; a plan has goals and limits since then, and `rules` since its
// third; a session says where, and terms what is not waived, since their third.
template <std::size_t Index = 0>
constexpr bool is_of_course(std::string_view type) {
  if constexpr (Index == std::variant_size_v<course::Body>)
    return false;
  else
    return type == type_of(static_cast<std::variant_alternative_t<Index, course::Body>*>(nullptr)) ||
           is_of_course<Index + 1>(type);
}
constexpr int newest_of(std::string_view type) {
  if (type == "plan-proposed" || type == "session-planned" || type == "session-moved" || type == "terms-set") return 3;
  return type == "scored" || type == "room-added" || is_of_course(type) ? 2 : kVersion;
}

// Takes the alternative whose type this is, and reads it; false when there is none.
template <std::size_t Index = 0, class In>
bool read_body(std::string_view type, In& in, care::Body& body) {
  using Alternative = std::variant_alternative_t<Index, care::Body>;
  if constexpr (std::is_same_v<Alternative, care::Unknown>) {
    static_assert(Index + 1 == std::variant_size_v<care::Body>, "Unknown stands last");
    return false;
  } else if constexpr (std::is_same_v<Alternative, care::InCourse>) {
    course::Body of_course;
    if (!read_course(type, in, of_course)) return read_body<Index + 1>(type, in, body);
    body = care::InCourse{std::move(of_course)};
    return true;
  } else {
    if (type != type_of(static_cast<Alternative*>(nullptr))) return read_body<Index + 1>(type, in, body);
    read(in, body.emplace<Index>());
    return true;
  }
}

// The version under which a body is written: the oldest that has all its fields.
template <class T>
int version_of_body(const T& body) {
  if constexpr (std::is_same_v<T, course::PlanProposed>) return codec::version_of(body);
  if constexpr (std::is_same_v<T, course::SessionEnded>) return body.minutes == 0 ? 1 : 2;
  if constexpr (std::is_same_v<T, care::RoomAdded>) return body.anew ? 2 : 1;
  if constexpr (std::is_same_v<T, care::Scored>) return body.person.is_zero() ? 1 : 2;  // who answered came later
  return kVersion;
}
int written_as(const care::Body& body) {
  const auto* in_course = std::get_if<care::InCourse>(&body);
  if (in_course == nullptr) return std::visit([](const auto& one) { return version_of_body(one); }, body);
  return std::visit(
      [&]<class T>(const T& one) {
        // Without what came with the third, an older program still reads it.
        if constexpr (requires { is_of_third(one); })
          return is_of_third(one) ? 3 : in_course->revision > 1 ? 2 : 1;
        else
          return in_course->revision > 1 ? newest_of(type_of(&one)) : version_of_body(one);
      },
      in_course->body);
}

// What every event has first; then its body by its type. False where it is of a type or version that is not known.
template <class In>
bool read_event(In& in, care::Event& event, std::string& type, std::int64_t& version, std::int64_t& revision) {
  type = in.text("type");
  version = in.whole("v");
  if (in.ok() && (version < 1 || version > 1'000'000)) in.wrong("v", "is not a version");
  event.id = in.template id<EntryId>("id");
  event.at.ms = in.whole("at");
  // Most entries are notes: they do not wait until every other name was compared.
  if (version == kVersion && type == type_of(static_cast<care::Noted*>(nullptr)))
    return read(in, event.body.emplace<care::Noted>()), true;
  if (version > newest_of(type)) return false;
  revision = version > 1 && in.has(kRules) ? in.whole(kRules) : 1;
  if (in.ok() && (revision < 1 || revision > 1'000'000)) in.wrong(kRules, "is not a revision of the rules");
  if (revision > course::kRevision || !read_body(type, in, event.body)) return false;
  if (auto* in_course = std::get_if<care::InCourse>(&event.body)) in_course->revision = static_cast<int>(revision);
  else if (revision != 1) in.wrong(kRules, "has no place here");
  if (in.ok() && version != written_as(event.body)) in.wrong("v", "does not fit the fields");
  return true;
}

// A stop is valid under every revision of the rules: one that names a later one is not lost for that, where it has the
// fields that are known here.
std::optional<care::Event> read_later_stop(const json::value& value, const care::Event& head, std::string_view type,
                                           std::int64_t version, std::int64_t revision) {
  if (revision <= course::kRevision || version != newest_of(type)) return std::nullopt;
  Trouble trouble;
  Fields in(value, trouble);
  for (const std::string_view read : {"type"sv, "v"sv, "id"sv, "at"sv, kRules}) in.pass(read);
  care::InCourse out{{}, static_cast<int>(revision)};
  if (type == type_of(static_cast<course::Held*>(nullptr))) {
    read(in, out.body.emplace<course::Held>());
    if (std::get<course::Held>(out.body).kind != course::HoldKind::client_stop) return std::nullopt;
  } else if (type == type_of(static_cast<course::SessionStopped*>(nullptr))) {
    read(in, out.body.emplace<course::SessionStopped>());
  } else {
    return std::nullopt;
  }
  in.done();
  if (trouble.first) return std::nullopt;
  care::Event event = head;
  event.body = std::move(out);
  return event;
}

}  // namespace

std::string encode(const care::Event& event) {
  std::string out;
  out.reserve(256);
  {
    Object object(out);
    const auto head = [&](std::string_view type, int version, int revision) {
      object.text("type", type);
      object.whole("v", version);
      object.id("id", event.id);
      object.whole("at", event.at.ms);
      if (revision > 1) object.whole(kRules, revision);
    };
    const auto known = [&](const auto& body, int revision) {
      head(type_of(&body), written_as(event.body), revision);
      write(object, body);
    };
    std::visit(
        [&]<class T>(const T& body) {
          if constexpr (std::is_same_v<T, care::Unknown>)
            head(body.type, body.version, body.revision);
          else if constexpr (std::is_same_v<T, care::InCourse>)
            std::visit([&](const auto& one) { known(one, body.revision); }, body.body);
          else
            known(body, 1);
        },
        event.body);
  }
  if (!base::is_utf8(out)) throw std::invalid_argument("a text of an event is not UTF-8");
  return out;
}

Result<care::Event> decode_event(View bytes, const care::Room& room) {
  if (bytes.size() > kMaximumSize) return fail(Fault::damaged, "The event is larger than an event can be.");
  std::string type;
  std::int64_t version = 0, revision = 1;
  {
    care::Event event;
    event.room = room;
    Canonical in(base::text(bytes));
    const bool known = in.ok() && read_event(in, event, type, version, revision);
    if (known) in.done();
    if (known && in.ok()) return event;
  }
  unsigned char buffer[4096];
  json::monotonic_resource memory(buffer, sizeof buffer);
  json::parse_options options;
  options.max_depth = kMaximumDepth;
  json::error_code error;
  const json::value value = json::parse(json::string_view(base::text(bytes)), error, &memory, options);
  if (error) return fail(Fault::damaged, "The event is not JSON: " + error.message() + ".");

  Trouble trouble;
  Fields in(value, trouble);
  care::Event event;
  event.room = room;
  if (!read_event(in, event, type, version, revision)) {
    if (auto stop = read_later_stop(value, event, type, version, revision); stop && !trouble.first) return *stop;
    event.body = care::Unknown{type, static_cast<int>(version), revision > course::kRevision ? static_cast<int>(revision) : 0};
  } else {
    in.done();
  }
  if (trouble.first) return std::unexpected(std::move(*trouble.first));
  return event;
}

}  // namespace trefoil::codec
