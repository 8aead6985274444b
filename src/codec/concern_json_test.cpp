#include "codec/concern_json.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

namespace trefoil::codec {
namespace {

template <class I>
I numbered(std::uint8_t number) {
  I id;
  id.bytes.fill(number);
  return id;
}

std::vector<care::ConcernEvent> one_of_each_concern() {
  using namespace care;
  ConcernRaised raised;
  raised.file = numbered<LogId>(1);
  raised.shared = numbered<RoomId>(2);
  raised.code = "K7M2XQ";
  raised.practice = "The Harbour";
  raised.zone = "Europe/London";
  raised.by = {numbered<PersonId>(3), "Mia (invented)", Role::client};
  raised.key = numbered<KeyId>(4);
  raised.around = {{numbered<PersonId>(5), "Ada Lind (invented)", Role::practitioner}};
  raised.leads = {{numbered<PersonId>(6), "Lea Brook (invented)", numbered<KeyId>(7)}};
  raised.outside_body = "The body, 01 23";
  raised.text = "First line.\nSecond, with \"quotes\" and é.";
  raised.due = *base::parse_day("2026-12-03");
  raised.stopping = true;
  const Instant at{1'795'538'478'123};
  ConcernRaised handed_by_raiser = raised;
  handed_by_raiser.raiser_hands_on = true;
  return {{at, raised},
          {at, ConcernNoted{"I read it.", false}},
          {at, ConcernNoted{"My answer.", true}},
          {at, ConcernClosed{"Talked through."}},
          {at, PauseLifted{}},
          {at, PartyKey{numbered<PersonId>(3), numbered<KeyId>(8)}},
          {at, LeadsTold{{{numbered<PersonId>(9), "O", numbered<KeyId>(10)}}}},
          {at, AnswerRead{}},
          {at, handed_by_raiser}};
}

std::vector<std::string> golden_concerns() {
  std::ifstream in(TREFOIL_SOURCE_DIR "/src/codec/golden/concerns_v1.json");
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    if (line == "[" || line == "]") continue;
    if (line.ends_with(',')) line.pop_back();
    lines.push_back(line);
  }
  return lines;
}

TEST(ConcernJson, EveryTypeHasTheBytesOfTheGoldenFile) {
  const auto lines = golden_concerns();
  const auto events = one_of_each_concern();
  EXPECT_EQ(lines.size(), events.size());
  std::set<std::size_t> types;
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(i < lines.size() ? lines[i] : "", encode(events[i]));
    const auto read = decode_concern_event(base::view(encode(events[i])));
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, events[i]);
    types.insert(events[i].body.index());
  }
  EXPECT_EQ(types.size(), std::variant_size_v<care::ConcernBody>);
}

TEST(ConcernJson, WhatIsMalformedOrNewerIsRefused) {
  for (const auto& event : one_of_each_concern()) {
    const auto whole = boost::json::parse(encode(event)).as_object();
    for (const auto& field : whole) {
      auto without = whole;
      without.erase(field.key());
      EXPECT_FALSE(decode_concern_event(base::view(boost::json::serialize(without)))) << field.key();
    }
    auto more = whole;
    more["mood"] = "low";
    EXPECT_EQ(decode_concern_event(base::view(boost::json::serialize(more))).error().fault, Fault::damaged);
    auto newer = whole;
    newer["v"] = 3;
    EXPECT_EQ(decode_concern_event(base::view(boost::json::serialize(newer))).error().fault, Fault::unsupported);
    // Only what was raised has a second version yet; of all else it is one that nobody knows here.
    newer["v"] = 2;
    const auto second = decode_concern_event(base::view(boost::json::serialize(newer)));
    if (std::holds_alternative<care::ConcernRaised>(event.body)) {
      EXPECT_TRUE(second);
    } else {
      ASSERT_FALSE(second) << encode(event);
      EXPECT_EQ(second.error().fault, Fault::unsupported);
    }
  }
  for (const char* text : {"", "[]", "null", "{", "\"\xff\""})
    EXPECT_FALSE(decode_concern_event(base::view(std::string(text))));
}

}  // namespace
}  // namespace trefoil::codec
