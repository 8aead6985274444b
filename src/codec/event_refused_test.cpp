// What is no event: given bytes that are malformed, incomplete, too deep or too large, when they are read, then they
// are refused as damaged, with the place; and what could not be read again is not written.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <limits>
#include <set>
#include <stdexcept>

#include "codec/test_events.h"

namespace trefoil::codec {
namespace {

using base::view;
using events::event;
using events::golden;
using events::id;
using events::kRoom;
using events::place_of;

// A note, with something put after its text.
std::string note_with(std::string_view more) {
  return R"({"type":"note","v":1,"id":")" + id<EntryId>(1).str() + R"(","at":5,"text":"a")" + std::string(more) + "}";
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

}  // namespace
}  // namespace trefoil::codec
