#include "practice/throttle.h"

#include <gtest/gtest.h>

namespace trefoil::practice {
namespace {

using namespace std::chrono_literals;

struct ThrottleTest : ::testing::Test {
  base::SettableClock clock{Instant{1'790'000'000'000}};
  Throttle throttle{clock};
  void pass(std::chrono::milliseconds time) { clock.set(clock.now() + time); }
  void fail_times(int times, std::string_view account, std::string_view address) {
    for (int i = 0; i < times; ++i) throttle.failed(account, address);
  }
};

TEST_F(ThrottleTest, TheFirstThreeFailuresAreFreeThenTheDelayDoublesToHalfAMinute) {
  fail_times(3, "Ada", "192.0.2.1");
  EXPECT_EQ(throttle.wait("Ada", "192.0.2.1"), 0);
  for (const int seconds : {1, 2, 4, 8, 16, 30, 30, 30}) {
    throttle.failed("Ada", "192.0.2.1");
    EXPECT_EQ(throttle.wait("Ada", "192.0.2.1"), seconds * 1000);
  }
  pass(29'999ms);
  EXPECT_EQ(throttle.wait("Ada", "192.0.2.1"), 1);
  pass(1ms);
  EXPECT_EQ(throttle.wait("Ada", "192.0.2.1"), 0);
}

TEST_F(ThrottleTest, AnAccountIsSlowedFromEveryAddressAndAnAddressForEveryAccount) {
  for (int i = 0; i < 4; ++i) throttle.failed("Ada", "192.0.2." + std::to_string(i));
  EXPECT_EQ(throttle.wait("Ada", "198.51.100.9"), 1000);
  EXPECT_EQ(throttle.wait("  ADA ", "198.51.100.9"), 1000) << "a name is folded first";
  EXPECT_EQ(throttle.wait("Ben", "198.51.100.9"), 0);
  for (int i = 0; i < 4; ++i) throttle.failed("name " + std::to_string(i), "203.0.113.5");
  EXPECT_EQ(throttle.wait("Ben", "203.0.113.5"), 1000);
}

TEST_F(ThrottleTest, StrangersDoNotSlowSomebodyAtAnAddressTheySignedInFrom) {
  throttle.succeeded("Ada", "192.0.2.1");
  fail_times(50, "Ada", "198.51.100.9");
  EXPECT_GT(throttle.wait("Ada", "198.51.100.9"), 0);
  EXPECT_GT(throttle.wait("Ada", "203.0.113.5"), 0) << "from elsewhere the account is slow";
  EXPECT_EQ(throttle.wait("Ada", "192.0.2.1"), 0);
  fail_times(50, "Ben", "192.0.2.1");  // the neighbours' failures at the same address, too
  EXPECT_EQ(throttle.wait("Ada", "192.0.2.1"), 0);
}

TEST_F(ThrottleTest, AKnownPairIsSlowedByItsOwnFailuresOnly) {
  throttle.succeeded("Ada", "192.0.2.1");
  fail_times(5, "Ada", "192.0.2.1");
  EXPECT_EQ(throttle.wait("Ada", "192.0.2.1"), 2000);
  EXPECT_EQ(throttle.wait("Ada", "198.51.100.9"), 0);
  throttle.succeeded("Ada", "192.0.2.1");
  EXPECT_EQ(throttle.wait("Ada", "192.0.2.1"), 0);
}

TEST_F(ThrottleTest, AGuesserCannotClearTheCountsWithAnAccountOfTheirOwn) {
  fail_times(6, "Ada", "198.51.100.9");
  throttle.succeeded("Mallory", "198.51.100.9");
  EXPECT_EQ(throttle.wait("Ada", "198.51.100.9"), 4000);
  EXPECT_EQ(throttle.wait("Ben", "198.51.100.9"), 4000);
}

TEST_F(ThrottleTest, CountsAreForgottenAfterAnHour) {
  fail_times(10, "Ada", "192.0.2.1");
  pass(1h);
  EXPECT_EQ(throttle.wait("Ada", "192.0.2.1"), 0);
  fail_times(3, "Ada", "192.0.2.1");
  EXPECT_EQ(throttle.wait("Ada", "192.0.2.1"), 0) << "counting starts anew";
}

TEST_F(ThrottleTest, AClockSetBackDoesNotStretchADelay) {
  fail_times(4, "Ada", "192.0.2.1");
  pass(-48h);
  EXPECT_LE(throttle.wait("Ada", "192.0.2.1"), 1000);
}

TEST_F(ThrottleTest, AnIpv6HouseholdIsOneAddress) {
  for (int i = 0; i < 4; ++i) throttle.failed("name " + std::to_string(i), "2001:db8:1:2::" + std::to_string(i + 1));
  EXPECT_EQ(throttle.wait("Ben", "2001:db8:1:2:ffff::1"), 1000);
  EXPECT_EQ(throttle.wait("Ben", "2001:db8:1:3::1"), 0);
  EXPECT_EQ(throttle.wait("Ben", "::ffff:192.0.2.1"), 0);
}

TEST_F(ThrottleTest, AFloodOfMadeUpNamesIsBoundedAndWashesOutNoRealCount) {
  Throttle small(clock, 100);
  for (int i = 0; i < 6; ++i) small.failed("Ada", "192.0.2.1");
  for (int i = 0; i < 5000; ++i) {
    small.failed("made up " + std::to_string(i), "10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256));
    small.succeeded("real " + std::to_string(i), "192.0.2.7");
  }
  EXPECT_LE(small.kept(), 200u);
  EXPECT_EQ(small.wait("Ada", "198.51.100.9"), 4000);
}

TEST_F(ThrottleTest, EvenAFloodThatFailsOftenIsBounded) {
  Throttle small(clock, 100);
  for (int i = 0; i < 3000; ++i) {
    for (int k = 0; k < 5; ++k) small.failed("made up " + std::to_string(i), "10.0.0." + std::to_string(i));
    pass(1ms);
  }
  EXPECT_LE(small.kept(), 100u);
  EXPECT_GT(small.wait("made up 2999", "198.51.100.9"), 0) << "the newest are kept";
}

}  // namespace
}  // namespace trefoil::practice
