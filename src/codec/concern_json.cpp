#include "codec/concern_json.h"

#include <stdexcept>

#include "base/text.h"
#include "codec/fields.h"
#include "codec/lead_fields.h"
#include "codec/object.h"

namespace trefoil::codec {

namespace {
constexpr std::string_view kRaised = "concern-raised", kNoted = "concern-note", kClosed = "concern-closed",
                           kLifted = "pause-lifted", kPartyKey = "party-key", kLeadsTold = "leads-told", kAnswerRead = "answer-read";
constexpr std::size_t kConcernDepth = 8, kConcernSize = 4 * 1024 * 1024;

void write_around(Object& out, const care::Around& one) {
  out.id("person", one.person);
  out.text("name", one.name);
  out.text("role", care::name(one.role));
}
care::Around read_around(Fields& in) {
  return {in.id<PersonId>("person"), in.text("name"), in.word("role", care::parse_role)};
}

struct WriteConcern {
  Object& out;

  void operator()(const care::ConcernRaised& e) const {
    out.id("file", e.file);
    out.id("shared", e.shared);
    out.text("code", e.code);
    out.text("practice", e.practice);
    out.text("zone", e.zone);
    {
      Object by(out.name("by"));
      write_around(by, e.by);
    }
    out.id("key", e.key);
    out.objects("around", e.around, [](Object& one, const care::Around& who) { write_around(one, who); });
    write_leads(out, e.leads);
    out.text("outside_body", e.outside_body);
    out.text("text", e.text);
    out.day("due", e.due);
    out.flag("stopping", e.stopping);
  }
  void operator()(const care::ConcernNoted& e) const {
    out.text("text", e.text);
    out.flag("answers", e.answers);
  }
  void operator()(const care::ConcernClosed& e) const { out.text("outcome", e.outcome); }
  void operator()(const care::PauseLifted&) const {}
  void operator()(const care::PartyKey& e) const {
    out.id("person", e.person);
    out.id("key", e.key);
  }
  void operator()(const care::LeadsTold& e) const { write_leads(out, e.leads); }
  void operator()(const care::AnswerRead&) const {}
};

constexpr std::string_view kTypes[] = {kRaised, kNoted, kClosed, kLifted, kPartyKey, kLeadsTold, kAnswerRead};
static_assert(std::size(kTypes) == std::variant_size_v<care::ConcernBody>);

care::ConcernRaised read_raised(Fields& in) {
  care::ConcernRaised e;
  e.file = in.id<LogId>("file");
  e.shared = in.id<RoomId>("shared");
  e.code = in.text("code");
  e.practice = in.text("practice");
  e.zone = in.text("zone");
  auto by = in.object("by");
  e.by = read_around(by);
  by.done();
  e.key = in.id<KeyId>("key");
  in.each("around", [&](Fields& one) {
    e.around.push_back(read_around(one));
    one.done();
  });
  e.leads = read_leads(in);
  e.outside_body = in.text("outside_body");
  e.text = in.text("text");
  e.due = in.day("due");
  e.stopping = in.flag("stopping");
  return e;
}

// The second version has the fields of the first: it says that who raised it alone hands it on.
int version_of(const care::ConcernBody& body) {
  const auto* raised = std::get_if<care::ConcernRaised>(&body);
  return raised != nullptr && raised->raiser_hands_on ? 2 : 1;
}

std::optional<care::ConcernBody> read_concern(std::string_view type, Fields& in) {
  if (type == kRaised) return read_raised(in);
  if (type == kNoted) {
    care::ConcernNoted noted{in.text("text")};
    noted.answers = in.flag("answers");
    return noted;
  }
  if (type == kClosed) return care::ConcernClosed{in.text("outcome")};
  if (type == kLifted) return care::PauseLifted{};
  if (type == kPartyKey) {
    care::PartyKey changed{in.id<PersonId>("person"), {}};
    changed.key = in.id<KeyId>("key");
    return changed;
  }
  if (type == kAnswerRead) return care::AnswerRead{};
  if (type == kLeadsTold) return care::LeadsTold{read_leads(in)};
  return std::nullopt;
}
}  // namespace

std::string encode(const care::ConcernEvent& event) {
  std::string out;
  {
    Object object(out);
    object.text("type", kTypes[event.body.index()]);
    object.whole("v", version_of(event.body));
    object.whole("at", event.at.ms);
    std::visit(WriteConcern{object}, event.body);
  }
  if (!base::is_utf8(out)) throw std::invalid_argument("a text of a concern is not UTF-8");
  return out;
}

Result<care::ConcernEvent> decode_concern_event(View bytes) {
  if (bytes.size() > kConcernSize) return fail(Fault::damaged, "The event is larger than an event can be.");
  boost::json::parse_options options;
  options.max_depth = kConcernDepth;
  boost::json::error_code error;
  const auto value = boost::json::parse(boost::json::string_view(base::text(bytes)), error, {}, options);
  if (error) return fail(Fault::damaged, "The event is not JSON: " + error.message() + ".");
  Trouble trouble;
  Fields in(value, trouble);
  const auto type = in.text("type");
  const auto version = in.whole("v");
  const Instant at{in.whole("at")};
  if (trouble.first) return std::unexpected(std::move(*trouble.first));
  auto body = version == 1 || (version == 2 && type == kRaised) ? read_concern(type, in) : std::nullopt;
  if (!body)
    return fail(Fault::unsupported, "An entry of this concern was written by a newer Trefoil.", type,
                "Start the newer version.");
  if (version == 2) std::get<care::ConcernRaised>(*body).raiser_hands_on = true;
  in.done();
  if (trouble.first) return std::unexpected(std::move(*trouble.first));
  return care::ConcernEvent{at, std::move(*body)};
}

}  // namespace trefoil::codec
