// Nobody is booked twice: over the files of the one who plans.
#include "practice/bookings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "practice/test_house.h"

namespace trefoil::practice {
namespace {

using testing::TestHouse;
using ::testing::HasSubstr;
using course::SessionKind;

struct Bookings : ::testing::Test {
  TestHouse scene;
  Keyholder ada = scene.begin().holder;
  LogId one = scene.new_file(ada, "FIRST"), other = scene.new_file(ada, "SECOND");
  const Instant noon{1'790'078'400'000};

  static Instant later(Instant at, int minutes) { return Instant{at.ms + std::int64_t{minutes} * 60'000}; }
  // What stood in the way; empty where it was booked.
  std::string wish(LogId file, course::Body body) {
    const auto done = act(scene.house, ada, file, care::Record{{std::move(body)}});
    return done ? std::string() : TestHouse::in_words(done.error());
  }
  std::string plan(LogId file, std::uint8_t number, Instant start, SessionKind kind = SessionKind::practitioner) {
    return wish(file, course::SessionPlanned{session(number), kind, start, 60, 0, {}, false});
  }
  static course::SessionId session(std::uint8_t number) {
    course::SessionId id;
    id.bytes[0] = number;
    return id;
  }
};

TEST_F(Bookings, OnePersonIsInOnePlaceOverAllTheirFiles) {
  EXPECT_EQ(plan(one, 1, noon), "");
  EXPECT_EQ(plan(other, 2, later(noon, 30)), "double-booked: You have another session at that hour. ");
  EXPECT_EQ(plan(other, 2, later(noon, -59)), "double-booked: You have another session at that hour. ");
  EXPECT_EQ(plan(other, 2, later(noon, 60)), "") << "one begins when the other ends";
  EXPECT_EQ(plan(other, 3, later(noon, -60)), "");
}

TEST_F(Bookings, AClientIsInOnePlaceWithinTheirFile) {
  EXPECT_EQ(plan(one, 1, noon), "");
  EXPECT_THAT(plan(one, 2, noon, SessionKind::therapist), HasSubstr("double-booked: Jonah has another session"));
  EXPECT_EQ(plan(other, 3, noon, SessionKind::therapist), "") << "who plans it takes no part in it";
}

TEST_F(Bookings, TheOthersMayNotChangeMeanwhile) {
  EXPECT_EQ(plan(one, 1, noon), "");
  const auto opened = open_file(scene.house, ada, one);
  const course::SessionPlanned again{session(1), SessionKind::practitioner, noon, 60, 0, {}, false};
  ledger::Batch batch;
  const auto twice = booked_twice(scene.house, ada, *opened, {{{}, {}, {}, care::InCourse{again}}}, batch);
  ASSERT_TRUE(twice);
  EXPECT_FALSE(*twice);
  ASSERT_EQ(batch.unchanged.size(), 1U) << "the other file, as it was looked at";
  EXPECT_EQ(batch.unchanged.front().first, other);
}

TEST_F(Bookings, AMoveIsLookedAtAndACancelledHourIsFree) {
  EXPECT_EQ(plan(one, 1, noon), "");
  EXPECT_EQ(plan(other, 2, later(noon, 120)), "");
  EXPECT_THAT(wish(other, course::SessionMoved{session(2), later(noon, 10), 60}), HasSubstr("double-booked"));
  EXPECT_THAT(wish(one, course::SessionMoved{session(1), noon, 150}), HasSubstr("double-booked"))
      << "a longer one runs into the next";
  EXPECT_EQ(wish(one, course::SessionMoved{session(1), later(noon, 20), 60}), "") << "its own hour is not in its way";
  EXPECT_EQ(wish(one, course::SessionCancelled{session(1)}), "");
  EXPECT_EQ(wish(other, course::SessionMoved{session(2), later(noon, 10), 60}), "");
}

}  // namespace
}  // namespace trefoil::practice
