// Where a session is, and which rules are never waived, came with the third version of their types; without them these stay
// at the second, so that a program of before reads them.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "codec/event_json.h"

namespace trefoil::codec {
namespace {

struct ThirdVersion : ::testing::Test {
  static std::vector<care::Event> events() {
    base::SessionId session;
    session.bytes.fill(12);
    EntryId entry;
    entry.bytes.fill(0x11);
    const Instant start{1'795'600'000'000};
    const auto of = [&](course::Body body) {
      return care::Event{entry, Instant{1'795'538'478'123}, {}, care::InCourse{std::move(body), 3}};
    };
    return {of(course::SessionPlanned{session, course::SessionKind::therapist, start, 50, 0, {}, false, "Room 2, “Lime”"}),
            of(course::SessionMoved{session, start, 60, "The library"}), of(course::SessionMoved{session, start, 60, ""}),
            of(course::TermsSet{{14, 4, 12, false, {"groundwork", "report-delivered"}}})};
  }
  static std::vector<std::string> golden() {
    std::ifstream in(TREFOIL_SOURCE_DIR "/src/codec/golden/course_v4.json");
    std::stringstream text;
    text << in.rdbuf();
    std::vector<std::string> lines;
    const auto all = boost::json::parse(text.str());
    for (const auto& one : all.as_array()) lines.push_back(boost::json::serialize(one));
    return lines;
  }
  static std::string place_of(const boost::json::value& json) {
    const auto read = decode_event(base::view(boost::json::serialize(json)), {});
    return read ? std::string() : read.error().place;
  }
};

TEST_F(ThirdVersion, HasTheBytesOfItsGoldenFile) {
  const auto lines = golden();
  const auto all = events();
  ASSERT_EQ(lines.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(encode(all[i]), lines[i]);
    for (const auto& text : {lines[i], " " + lines[i]}) {
      const auto read = decode_event(base::view(text), {});
      ASSERT_TRUE(read) << read.error().what;
      EXPECT_EQ(*read, all[i]);
    }
  }
}

TEST_F(ThirdVersion, AVersionThatDoesNotFitIsDamageAndANewerOneIsNone) {
  for (const auto& line : golden()) {
    auto json = boost::json::parse(line);
    const std::string field = json.as_object().contains("place") ? "place" : "unwaived";
    json.as_object()["v"] = 2;
    EXPECT_EQ(place_of(json), "v") << "with " << field;
    json.as_object()["v"] = 4;
    const auto newer = decode_event(base::view(boost::json::serialize(json)), {});
    ASSERT_TRUE(newer);
    EXPECT_TRUE(std::holds_alternative<care::Unknown>(newer->body));
    json.as_object()["v"] = 3;
    json.as_object().erase(field);
    EXPECT_EQ(place_of(json), "v") << "without " << field;
    json.as_object()[field] = 7;
    EXPECT_EQ(place_of(json), field);
  }
}

TEST_F(ThirdVersion, WithoutThemATypeStaysAtTheSecond) {
  for (auto event : events()) {
    auto& body = std::get<care::InCourse>(event.body).body;
    if (auto* planned = std::get_if<course::SessionPlanned>(&body)) planned->place.clear();
    if (auto* moved = std::get_if<course::SessionMoved>(&body)) moved->place.reset();
    if (auto* terms = std::get_if<course::TermsSet>(&body)) terms->terms.unwaived.clear();
    EXPECT_EQ(boost::json::parse(encode(event)).at("v").as_int64(), 2);
  }
}

}  // namespace
}  // namespace trefoil::codec
