#include "codec/event_json.h"

#include <boost/json.hpp>
#include <stdexcept>

#include "base/text.h"
#include "codec/canonical.h"
#include "codec/course_fields.h"
#include "codec/fields.h"
#include "codec/file_fields.h"
#include "codec/object.h"

namespace trefoil::codec {

namespace json = boost::json;
using namespace std::string_view_literals;

namespace {

constexpr int kVersion = 1;
constexpr std::size_t kMaximumDepth = 8;
constexpr std::size_t kMaximumSize = 4 * 1024 * 1024;

constexpr std::string_view kRules = "rules";

// The newest version of a type's fields that is known here. What happens in the course has `rules`, the revision of the
// rules that its author's program knew, since its second; a plan has goals and limits since then, and `rules` since its
// third; a session says where, and terms what is not waived, since their third.
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
