// The bytes of events: given one event of each type, when it is written, then it has the bytes of its golden file, and
// each version that was ever written is read for good.
#include <boost/json.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "codec/test_events.h"

namespace trefoil::codec {
namespace {

using base::view;
using events::event;
using events::golden;
using events::id;
using events::kRoom;
using events::one_of_each;
using events::one_of_each_in_course;
using events::place_of;

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

}  // namespace
}  // namespace trefoil::codec
