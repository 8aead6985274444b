#include "codec/event_json.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <boost/json.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>

#include "base/text.h"

namespace trefoil::codec {
namespace {

using base::view;

template <class I>
I id(std::uint8_t fill) {
  I out;
  out.bytes.fill(fill);
  return out;
}

const care::Room kRoom{care::RoomKind::clinical, {}};

care::Event event(care::Body body) {
  return {id<EntryId>(0x11), Instant{1'795'538'478'123}, kRoom, std::move(body)};
}

// One of each type, in the order of the golden file, with every optional field there and, where it matters, not there.
std::vector<care::Event> one_of_each() {
  const auto mia = id<PersonId>(1);
  const measure::Scale bdi{"Beck Depression Inventory II", "BDI-II", measure::Direction::lower_is_better,
                           0, 63, 0.92, 12.75, "500 outpatients"};
  const measure::Scale bare{"Ours", "Ours", measure::Direction::higher_is_better, {}, {}, {}, {}, ""};
  return {
      event(care::FileOpened{"K7M2XQ", true, false, id<LogId>(2), "The Harbour", "Europe/London"}),
      event(care::RoomAdded{{care::RoomKind::therapy, mia}, id<RoomId>(3), id<LogId>(4)}),
      event(care::RoomAdded{{care::RoomKind::clinical, {}}, id<RoomId>(3), id<LogId>(4)}),
      event(care::ClientDescribed{
          {mia, "Maria Anna Example", "Mia", "she/her", base::parse_day("1961-02-28"), {{"text 07 00", "post"}, {"calls"}}}}),
      event(care::ClientDescribed{{mia, "M", "", "", {}, {}}}),
      event(care::Joined{mia, "Mia", care::Role::client, id<KeyId>(5), true, false}),
      event(care::Joined{mia, "Mia", care::Role::mentor, {}, false, true}),
      event(care::KeyChanged{mia, id<KeyId>(6)}),
      event(care::Left{mia, "Moved to another town."}),
      event(care::Scored{bdi, {{base::parse_day("2026-03-02"), {}}, 27}, "imported from scores.csv"}),
      event(care::Scored{bare, {{{}, 8.7}, -0.5}, ""}),
      event(care::ErasureAsked{mia, "The client's wish.", *base::parse_day("2026-11-24"), {"log signature", "log two"}}),
      event(care::ErasureWithdrawn{}),
      event(care::Noted{"First line.\nSecond, with \"quotes\", a tab\t, \\ and é 🌿.", id<EntryId>(7), {}}),
      event(care::Noted{"", {}, id<EntryId>(8)}),
      event(care::Corrected{id<EntryId>(9), "It was Tuesday."}),
      event(care::MovedAway{id<EntryId>(10), care::RoomKind::health}),
      event(care::FileRead{mia}),
      event(care::Noted{"Sat together.", {}, {}, id<base::SessionId>(12), care::Topic::report}),
      event(care::SafeguardingTold{{{{mia, "Lea Brook", id<KeyId>(13)}}, "The body, 01 23", 10}}),
      event(care::Answered{"phq-9", "PHQ-9", mia, {{"phq9-1", "2"}, {"phq9-9", "1"}}, {"phq9-9"}}),
      event(care::Answered{"touch-diary", "Diary", {}, {{"near-wished", "7"}}, {}}),
      event(care::AlertSeen{id<EntryId>(10)}),
      event(care::PracticeTold{{{{care::Role::practitioner, "touch therapist"}, {care::Role::therapist, "supervising therapist"}}, 5}}),
      event(care::PracticeTold{}),
  };
}

// The same for what happens in the course of care.
std::vector<care::Event> one_of_each_in_course() {
  namespace c = course;
  const auto mia = id<PersonId>(1), ada = id<PersonId>(2), okafor = id<PersonId>(3);
  const auto session = id<base::SessionId>(12);
  const auto day = *base::parse_day("2027-03-31");
  const Instant start{1'795'600'800'000};
  const std::vector<c::Body> all = {
      c::TermsSet{{14, 4, 12, true}},
      c::SuitabilityStated{mia, c::Verdict::suitable, day},
      c::SuitabilityStated{mia, c::Verdict::not_now, day},
      c::SuitabilityStated{mia, c::Verdict::not_suitable, day},
      c::CapacityStated{mia, true, day},
      c::ReleaseSigned{mia, {ada, okafor}, day, okafor},
      c::ReleaseWithdrawn{mia, {}},
      c::TreatmentExplained{mia, 2},
      c::TreatmentConsented{mia, 2, day, {}},
      c::TreatmentWithdrawn{mia, okafor},
      c::CredentialStated{day, {"sitting together", "talking"}},
      c::ConflictsDeclared{},
      c::PracticeAttested{},
      c::PlanProposed{"graded social contact", {{"First", {"talking"}, false}, {"Then", {}, true}}},
      c::PlanSigned{mia, 1, {}},
      c::PhaseAgreed{ada, 1, {}},
      c::WentBack{0},
      c::HealthStated{mia, day},
      c::SessionPlanned{session, c::SessionKind::practitioner, start, 90, 1, {"talking"}, true},
      c::SessionPlanned{session, c::SessionKind::therapist, start, 50, 0, {}, false},
      c::SessionPlanned{session, c::SessionKind::triadic, start, 50, 0, {}, false},
      c::SessionMoved{session, start, 60},
      c::SessionCancelled{session},
      c::SessionMissed{session},
      c::ActivityAnswered{session, "talking", c::Answer::given, mia, okafor},
      c::ActivityAnswered{session, "talking", c::Answer::declined, mia, {}},
      c::ActivityAnswered{session, "talking", c::Answer::withdrawn, mia, {}},
      c::Waived{session, "groundwork", "They have known each other for years."},
      c::SessionStarted{session},
      c::ActivityDone{session, "talking"},
      c::SessionEnded{session},
      c::SessionStopped{session},
      c::ReportDelivered{session},
      c::Consulted{session, 25},
      c::Held{c::HoldKind::client_stop, mia, okafor},
      c::Held{c::HoldKind::therapist_pause, okafor, {}},
      c::Held{c::HoldKind::practice_pause, ada, {}},
      c::ResumeAsked{mia, {}},
      c::Resumed{c::HoldKind::client_stop, mia},
      c::ClosureAgreed{mia, day, {}},
      c::ClosingFormGiven{mia, {}},
      c::Closed{false, ""},
      c::Closed{true, "The practitioner moves away."},
      c::ActivityLeftOut{session, "talking"},
      c::Enquired{c::Enquirer::client, false, day},
      c::Enquired{c::Enquirer::relative, true, day},
      c::Enquired{c::Enquirer::professional, false, day},
      c::StopCardMade{mia, id<KeyId>(13), day},
      c::MeasuresScheduled{{{"ucla-3", c::Occasion::weekly, 4, true, c::SessionKind::practitioner, c::Part::client, 30},
                            {"session-check", c::Occasion::after_session, 1, false, c::SessionKind::practitioner, c::Part::client, 60}}},
      c::MeasuresScheduled{{}},
      c::MeasureTaken{"ucla-3", "0123456789abcdef", mia, okafor, session, false},
      c::MeasureTaken{"ucla-3", "0123456789abcdef", {}, {}, {}, false},
      c::MeasureLinkMade{id<KeyId>(13), mia, {"phq-9", "ucla-3"}, day},
  };
  std::vector<care::Event> out;
  for (const auto& body : all) out.push_back(event(care::InCourse{body}));
  return out;
}

std::vector<std::string> golden(const std::string& file = "events_v1") {
  std::ifstream in(TREFOIL_SOURCE_DIR "/src/codec/golden/" + file + ".json");
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    if (line == "[" || line == "]") continue;
    if (line.ends_with(',')) line.pop_back();
    lines.push_back(line);
  }
  return lines;
}

std::string place_of(std::string_view json) {
  const auto read = decode_event(view(json), kRoom);
  if (read) return "(was read)";
  EXPECT_EQ(read.error().fault, Fault::damaged);
  return read.error().place;
}

// A note, with something put after its text.
std::string note_with(std::string_view more) {
  return R"({"type":"note","v":1,"id":")" + id<EntryId>(1).str() + R"(","at":5,"text":"a")" + std::string(more) + "}";
}

TEST(EventJson, EveryTypeHasTheBytesOfTheGoldenFile) {
  const auto events = one_of_each();
  const auto lines = golden();
  ASSERT_EQ(lines.size(), events.size());
  std::set<std::size_t> types;
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(encode(events[i]), lines[i]);
    const auto read = decode_event(view(lines[i]), kRoom);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, events[i]) << lines[i];
    types.insert(events[i].body.index());
  }
  EXPECT_EQ(types.size(), std::variant_size_v<care::Body> - 2) << "a type has no golden event";  // Unknown, InCourse
}

TEST(EventJson, EveryTypeOfTheCourseHasTheBytesOfItsGoldenFile) {
  const auto events = one_of_each_in_course();
  const auto lines = golden("course_v1");
  std::set<std::size_t> types;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto json = encode(events[i]);
    EXPECT_EQ(i < lines.size() ? lines[i] : "", json);
    const auto read = decode_event(view(json), kRoom), at_length = decode_event(view(" " + json), kRoom);
    ASSERT_TRUE(read) << read.error().what;
    ASSERT_TRUE(at_length) << at_length.error().what;
    EXPECT_EQ(*read, events[i]) << json;
    EXPECT_EQ(*at_length, events[i]) << json;
    types.insert(std::get<care::InCourse>(events[i].body).body.index());
  }
  EXPECT_EQ(lines.size(), events.size());
  EXPECT_EQ(types.size(), std::variant_size_v<course::Body>) << "a type has no golden event";
}

// Since there are revisions of the rules, each type of the course has another version, which says by which it was decided.
TEST(EventJson, EveryTypeOfTheCourseSaysByWhichRulesItWasDecidedAndIsReadWithoutForGood) {
  auto events = one_of_each_in_course();
  const auto session = id<base::SessionId>(12);
  events.push_back(event(care::InCourse{course::SessionEnded{session, 50}}));
  events.push_back(event(care::InCourse{course::PlanProposed{"p", {{"First", {"talking"}, false}}, "g", "l"}}));
  course::PlanProposed without{"p", {{"First", {"talking"}, false}}};
  without.without_practitioner = true;
  events.push_back(event(care::InCourse{without}));
  for (auto& one : events) std::get<care::InCourse>(one.body).revision = 2;
  events.push_back(event(care::InCourse{course::SessionEnded{session, 50}}));  // how long it was, by the first rules
  events.push_back(event(care::InCourse{course::Closed{true, "The practitioner moves away."}, 3}));
  events.push_back(event(care::InCourse{course::CredentialStated{*base::parse_day("2027-03-31"), {}, true}, 3}));
  const auto lines = golden("course_v3");
  EXPECT_EQ(lines.size(), events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto json = encode(events[i]);
    EXPECT_EQ(i < lines.size() ? lines[i] : "", json);
    for (const auto& text : {json, " " + json}) {
      const auto read = decode_event(view(text), kRoom);
      ASSERT_TRUE(read) << read.error().what << text;
      EXPECT_EQ(*read, events[i]) << text;
    }
  }
}

TEST(EventJson, APlanWithGoalsAndLimitsIsTheSecondVersionAndTheFirstIsReadForGood) {
  const course::PlanProposed plain{"graded social contact", {{"First", {"talking"}, false}, {"Then", {}, true}}};
  auto full = plain, goals = plain;
  full.goals = "To sit beside somebody.\nTo be asked first.", full.limits = "No lying down.";
  goals.goals = full.goals;
  std::vector<care::Event> events;
  for (const auto& plan : {full, goals}) events.push_back(event(care::InCourse{plan}));
  const auto lines = golden("course_v2");
  ASSERT_EQ(lines.size(), events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(encode(events[i]), lines[i]);
    const auto read = decode_event(view(lines[i]), kRoom), at_length = decode_event(view(" " + lines[i]), kRoom);
    ASSERT_TRUE(read && at_length) << lines[i];
    EXPECT_EQ(*read, events[i]);
    EXPECT_EQ(*at_length, events[i]);
  }
  EXPECT_NE(encode(event(care::InCourse{plain})).find(R"("v":1)"), std::string::npos);
  // A version that does not fit its fields is damage; one that is not known yet is no more than newer.
  const auto with_version = [&](std::string json, std::string_view from, std::string_view to) {
    return json.replace(json.find(from), from.size(), to);
  };
  EXPECT_EQ(place_of(with_version(lines[0], R"("v":2)", R"("v":1)")), "v");
  EXPECT_EQ(place_of(with_version(encode(event(care::InCourse{plain})), R"("v":1)", R"("v":2)")), "v");
  EXPECT_EQ(place_of(with_version(lines[0], R"("v":2)", R"("v":3)")), "v") << "the third says by which rules";
  const auto newer = decode_event(view(with_version(lines[0], R"("v":2)", R"("v":4)")), kRoom);
  ASSERT_TRUE(newer);
  EXPECT_TRUE(std::holds_alternative<care::Unknown>(newer->body));
}

TEST(EventJson, AScoreThatSaysWhoAnsweredIsTheSecondVersionAndTheFirstIsReadForGood) {
  const measure::Scale bare{"Ours", "Ours", measure::Direction::higher_is_better, {}, {}, {}, {}, ""};
  const auto scored = event(care::Scored{bare, {{base::parse_day("2026-11-27"), {}}, 4}, "answered here", id<PersonId>(1)});
  const auto lines = golden("events_v2");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(encode(scored), lines[0]);
  for (const auto& json : {lines[0], " " + lines[0]}) {
    const auto read = decode_event(view(json), kRoom);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, scored);
  }
  std::string first = lines[0];
  first.replace(first.find(R"("v":2)"), 5, R"("v":1)");
  EXPECT_EQ(place_of(first), "v");
}

TEST(EventJson, ARoomThatIsMadeAnewIsTheSecondVersion) {
  const auto added = event(care::RoomAdded{{care::RoomKind::therapy, id<PersonId>(1)}, id<RoomId>(3), id<LogId>(4), true});
  const auto lines = golden("events_v2");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(encode(added), lines[1]);
  for (const auto& json : {lines[1], " " + lines[1]}) {
    const auto read = decode_event(view(json), kRoom);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, added);
  }
}

TEST(EventJson, TheGoldenFilesAreOneJsonTextEach) {
  for (const std::string file : {"events_v1", "events_v2", "course_v1", "course_v2", "course_v3", "course_v4", "log_r1"}) {
    std::ifstream in(TREFOIL_SOURCE_DIR "/src/codec/golden/" + file + ".json");
    std::stringstream text;
    text << in.rdbuf();
    EXPECT_TRUE(boost::json::parse(text.str()).is_array());
  }
}

TEST(EventJson, TheRoomIsTheHeadersAndNotInTheJson) {
  const care::Room other{care::RoomKind::own, id<PersonId>(3)};
  const std::string json = encode(event(care::Noted{"x", {}, {}}));
  EXPECT_EQ(json.find("clinical"), json.npos);
  EXPECT_EQ(decode_event(view(json), other)->room, other);
}

TEST(EventJson, ANewerTypeOrVersionIsUnknownNotDamaged) {
  const std::string base = R"("id":")" + id<EntryId>(1).str() + R"(","at":5,"shape":{"new":[1,2]})";
  for (const auto& [type, version] : {std::pair{"touch-agreed", 1}, std::pair{"note", 2}}) {
    const std::string json =
        R"({"type":")" + std::string(type) + R"(","v":)" + std::to_string(version) + "," + base + "}";
    const auto read = decode_event(view(json), kRoom);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(std::get<care::Unknown>(read->body), (care::Unknown{type, version}));
    EXPECT_EQ(read->at.ms, 5);
    EXPECT_EQ(decode_event(view(encode(*read)), kRoom), *read);
  }
}

TEST(EventJson, WhatIsMalformedIsNamed) {
  EXPECT_EQ(place_of(note_with("")), "(was read)");
  EXPECT_EQ(place_of(note_with(R"(,"mood":"low")")), "mood");
  EXPECT_EQ(place_of(note_with(R"(,"moved_from":"short")")), "moved_from");
  EXPECT_EQ(place_of(note_with(R"(,"moved_from":null)")), "moved_from");
  EXPECT_EQ(place_of(R"({"v":1,"id":"","at":1})"), "type");
  EXPECT_EQ(place_of(R"({"type":"note","id":"","at":1})"), "v");
  EXPECT_EQ(place_of(R"({"type":"note","v":0,"id":"","at":1})"), "v");
  EXPECT_EQ(place_of(R"({"type":"note","v":1,"id":"zz","at":1,"text":""})"), "id");
  EXPECT_EQ(place_of(R"({"type":"note","v":1.0,"id":"zz","at":1,"text":""})"), "v");
  std::string no_text = note_with("");
  no_text.erase(no_text.find(R"(,"text")"), std::string(R"(,"text":"a")").size());
  EXPECT_EQ(place_of(no_text), "text");
  for (const char* not_json : {"", "{", "[]", "null", "\"\xff\"", "{}{}", R"({"type":"note",})"}) place_of(not_json);
}

TEST(EventJson, NestedFieldsAreNamedWithTheirPlace) {
  for (const std::string& line : golden()) {
    if (const auto at = line.find(R"("direction":"lower")"); at != line.npos) {
      std::string broken = line;
      EXPECT_EQ(place_of(broken.replace(at, 19, R"("direction":"down")")), "scale.direction");
      broken = line;
      EXPECT_EQ(place_of(broken.replace(at, 0, R"("colour":"red",)")), "scale.colour");
    }
    if (const auto at = line.find(R"("kind":"therapy")"); at != line.npos) {
      std::string broken = line;
      EXPECT_EQ(place_of(broken.replace(at, 16, R"("kind":"kitchen")")), "room.kind");
    }
  }
}

TEST(EventJson, EachRequiredFieldOfEachTypeIsMissed) {
  auto lines = golden();
  for (auto& line : golden("course_v1")) lines.push_back(std::move(line));
  for (const std::string& line : lines) {
    const boost::json::object whole = boost::json::parse(line).as_object();
    static const std::set<std::string> optional{"birth", "key", "day", "week", "moved_from", "shared_from",
                                               "session", "topic", "witness"};
    for (const auto& field : whole) {
      const std::string name(field.key());
      const bool answers = whole.at("type") == "answered" || whole.at("type") == "measure-taken";
      const bool is_optional = ((answers && name == "person") || optional.contains(name)) && !(name == "key" && whole.at("type") == "key-changed") &&
                               !(name == "day" && whole.at("type") == "erasure-asked") &&
                               !(name == "session" && whole.at("type") != "note" && whole.at("type") != "measure-taken");
      boost::json::object without = whole;
      without.erase(name);
      EXPECT_EQ(place_of(boost::json::serialize(without)), is_optional ? "(was read)" : name) << line;
    }
  }
}

TEST(EventJson, DepthAndSizeHaveLimits) {
  EXPECT_FALSE(decode_event(view(note_with(",\"x\":" + std::string(100'000, '['))), kRoom));
  const std::string deep = ",\"x\":" + std::string(9, '[') + std::string(9, ']');
  EXPECT_FALSE(decode_event(view(note_with(deep)), kRoom));
  EXPECT_FALSE(decode_event(view(std::string(4 * 1024 * 1024 + 1, ' ')), kRoom));
}

TEST(EventJson, WhatCouldNotBeReadAgainIsNotWritten) {
  EXPECT_THROW(encode(event(care::Noted{"\xff", {}, {}})), std::invalid_argument);
  EXPECT_THROW(encode(event(care::Scored{{}, {{}, std::numeric_limits<double>::infinity()}, ""})),
               std::invalid_argument);
}

// --- properties ---
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
