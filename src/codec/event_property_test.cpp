// Any event and any bytes: given an event of whatever content, when it is written and read, then it comes back as it
// was; given bytes that somebody altered, then they are read or refused, and by the short way as by the long one.
#include <rapidcheck.h>

#include <cmath>

#include "base/text.h"
#include "codec/test_events.h"

namespace trefoil::codec {
namespace {

using base::view;
using events::golden;
using events::kRoom;

template <class I>
rc::Gen<I> any_id() {
  return rc::gen::map(rc::gen::container<std::vector<std::uint8_t>>(16, rc::gen::arbitrary<std::uint8_t>()),
                      [](const std::vector<std::uint8_t>& bytes) { return I::from(bytes); });
}
std::string any_text() {
  const auto bytes = *rc::gen::container<std::string>(
      rc::gen::weightedOneOf<char>({{8, rc::gen::inRange<char>(0, 127)}, {1, rc::gen::arbitrary<char>()}}));
  return base::is_utf8(bytes) ? bytes : "é\u200b\U0001F33F" + std::string(1, '\0') + "\x1f\x7f\"\\/";
}
// Scores are decimals of at most fifteen digits.
double any_number() {
  return static_cast<double>(*rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000)) /
         std::pow(10, *rc::gen::inRange(0, 8));
}
std::optional<double> maybe_number() { return *rc::gen::arbitrary<bool>() ? std::optional(any_number()) : std::nullopt; }
Day any_day() { return Day{*rc::gen::inRange(-25'000, 80'000)}; }
std::optional<Day> maybe_day() { return *rc::gen::arbitrary<bool>() ? std::optional(any_day()) : std::nullopt; }
std::vector<std::string> any_texts() {
  std::vector<std::string> out;
  for (int left = *rc::gen::inRange(0, 4); left > 0; --left) out.push_back(any_text());
  return out;
}
template <class I>
std::optional<I> maybe_id() {
  return *rc::gen::arbitrary<bool>() ? std::optional(*any_id<I>()) : std::nullopt;
}
care::RoomKind any_kind() { return static_cast<care::RoomKind>(*rc::gen::inRange(0, 10)); }

care::Body any_body() {
  const bool a = *rc::gen::arbitrary<bool>(), b = *rc::gen::arbitrary<bool>();
  switch (*rc::gen::inRange(0, 13)) {
    case 0: return care::FileOpened{any_text(), a, b, *any_id<LogId>(), any_text(), any_text()};
    case 1: return care::RoomAdded{{any_kind(), *any_id<PersonId>()}, *any_id<RoomId>(), *any_id<LogId>()};
    case 2:
      return care::ClientDescribed{
          {*any_id<PersonId>(), any_text(), any_text(), any_text(), maybe_day(), {any_texts(), any_texts()}}};
    case 3:
      return care::Joined{*any_id<PersonId>(), any_text(), static_cast<care::Role>(*rc::gen::inRange(0, 6)),
                          maybe_id<KeyId>().value_or(KeyId{}), a, b};
    case 4: return care::KeyChanged{*any_id<PersonId>(), *any_id<KeyId>()};
    case 5: return care::Left{*any_id<PersonId>(), any_text()};
    case 6:
      return care::Scored{{any_text(), any_text(),
                           a ? measure::Direction::lower_is_better : measure::Direction::higher_is_better, maybe_number(),
                           maybe_number(), maybe_number(), maybe_number(), any_text()},
                          {{maybe_day(), maybe_number()}, any_number()},
                          any_text()};
    case 7: return care::ErasureAsked{*any_id<PersonId>(), any_text(), any_day(), any_texts()};
    case 8: return care::ErasureWithdrawn{};
    case 9: return care::Noted{any_text(), maybe_id<EntryId>(), maybe_id<EntryId>(), maybe_id<base::SessionId>(),
                              static_cast<care::Topic>(*rc::gen::inRange(0, 8))};
    case 10: return care::Corrected{*any_id<EntryId>(), any_text()};
    case 11: return care::MovedAway{*any_id<EntryId>(), any_kind()};
    default: return care::FileRead{*any_id<PersonId>()};
  }
}

TEST(EventJson, AnyEventComesBackAsItWas) {
  EXPECT_TRUE(rc::check([] {
    const care::Event before{*any_id<EntryId>(), Instant{*rc::gen::arbitrary<std::int64_t>()}, kRoom, any_body()};
    const std::string json = encode(before);
    const auto after = decode_event(view(json), kRoom);
    if (!after) RC_FAIL(after.error().what);
    RC_ASSERT(*after == before);
    RC_ASSERT(encode(*after) == json);
  }));
}

TEST(EventJson, HostileBytesAreReadOrRefused) {
  auto lines = golden();
  for (auto& line : golden("course_v1")) lines.push_back(std::move(line));
  EXPECT_TRUE(rc::check([&] {
    std::string json = lines[*rc::gen::inRange<std::size_t>(0, lines.size())];
    for (int changes = *rc::gen::inRange(1, 6); changes > 0; --changes) {
      const auto at = *rc::gen::inRange<std::size_t>(0, json.size());
      switch (*rc::gen::inRange(0, 3)) {
        case 0: json[at] = *rc::gen::arbitrary<char>(); break;
        case 1: json.erase(at, *rc::gen::inRange<std::size_t>(1, 20)); break;
        default: json.insert(at, 1, *rc::gen::elementOf(std::string("{}[]\",:0-9eE.\\u")));
      }
      if (json.empty()) break;
    }
    const auto read = decode_event(view(json), kRoom);
    if (read) {
      const auto again = decode_event(view(encode(*read)), kRoom);
      RC_ASSERT(again.has_value());
      RC_ASSERT(encode(*again) == encode(*read));
    } else {
      RC_ASSERT(read.error().fault == Fault::damaged);
    }
  }));
}

// What was written here and has no escapes is read by a shorter way; a blank before it sends it the long one.
TEST(EventJson, TheShortWayGivesWhatTheLongOneGives) {
  auto lines = golden();
  for (auto& line : golden("course_v1")) lines.push_back(std::move(line));
  EXPECT_TRUE(rc::check([&] {
    std::string json = lines[*rc::gen::inRange<std::size_t>(0, lines.size())];
    if (*rc::gen::arbitrary<bool>())
      json = encode({*any_id<EntryId>(), Instant{*rc::gen::inRange<std::int64_t>(-5, 1'800'000'000'000)}, {}, any_body()});
    for (int changes = *rc::gen::inRange(0, 3); changes > 0; --changes) {
      const auto at = *rc::gen::inRange<std::size_t>(0, json.size());
      switch (*rc::gen::inRange(0, 3)) {
        case 0: json[at] = *rc::gen::elementOf(std::string("0123456789.-e\"a \x80")); break;
        case 1: json.erase(at, 1); break;
        default: json.insert(at, 1, *rc::gen::elementOf(std::string("{}[]\",:0-9eE.\\u \x80")));
      }
    }
    const auto read = decode_event(view(json), kRoom), at_length = decode_event(view(" " + json), kRoom);
    RC_ASSERT(read.has_value() == at_length.has_value());
    if (read) RC_ASSERT(*read == *at_length);
  }));
}

// Bytes are looked at eight at a time: a sign that sends a text the long way does so wherever it stands.
TEST(EventJson, AnEscapeOrAControlCharacterIsSeenAtEveryPlace) {
  care::Event event{EntryId{}, Instant{1}, {}, care::Noted{std::string(40, 'a'), {}, {}}};
  event.id.bytes.fill(7);
  const std::string plain = encode(event);
  const auto begin = plain.find("aaaaaaaa\"}") - 32;
  for (std::size_t at = begin; at < begin + 40; ++at)
    for (const char odd : {'\0', '\n', '\x1f', '\\', '\x7f', ' ', '\x80', '\xff'}) {
      std::string json = plain;
      json[at] = odd;
      const auto read = decode_event(view(json), kRoom), at_length = decode_event(view(" " + json), kRoom);
      ASSERT_EQ(read.has_value(), at_length.has_value()) << at << ", " << int(odd);
      if (read) {
        EXPECT_EQ(*read, *at_length);
      }
      EXPECT_EQ(read.has_value(), odd == ' ' || odd == '\x7f') << at << ", " << int(odd);
    }
}

TEST(EventJson, NumbersOfScoresAreTheSameEitherWay) {
  const std::string before = R"({"type":"scored","v":1,"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","at":1,"scale":{"name":"A","short":"A","direction":"lower","source":""},"week":)";
  EXPECT_TRUE(rc::check([&] {
    std::string digits = std::to_string(*rc::gen::inRange<std::int64_t>(0, 9'999'999'999'999'999));
    if (*rc::gen::arbitrary<bool>()) digits.insert(*rc::gen::inRange<std::size_t>(0, digits.size() + 1), ".");
    const std::string json = before + digits + R"(,"value":0.5,"origin":""})";
    const auto read = decode_event(view(json), kRoom), at_length = decode_event(view(" " + json), kRoom);
    RC_ASSERT(read.has_value() == at_length.has_value());
    if (read) RC_ASSERT(*read == *at_length);
  }));
}

}  // namespace
}  // namespace trefoil::codec
