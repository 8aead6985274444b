// Local time: a day ends where the practice is, whatever the day is in UTC; and a clock that was set back brings
// nothing back.
#include <gtest/gtest.h>

#include "care/world_test.h"

namespace trefoil::care {
namespace {

using course::Held;
using course::HoldKind;
using course::ReleaseSigned;
using course::SessionId;
using course::SessionKind;

SessionId sitting(std::uint8_t number) { return id_of<SessionId>(number, 8); }
Instant at(std::string_view text) { return *base::parse_instant(text); }

// The three in a zone, with sessions of all three planned; the day and the hour are set by each test.
struct Local {
  World world;

  Local(std::string zone, Instant begins) {
    world.facts.zone = std::move(zone);
    world.now = begins;
    Identity jo = identity(kClient, "Jo (invented)");
    jo.birth = base::parse_day("1961-03-02");
    must(kPractitioner, OpenFile{"K7Q4RD", false, Role::practitioner, id_of<LogId>(1, 50), {jo}});
    must(kPractitioner, ChangeKey{person(kClient), key(kClient)});
    must(kPractitioner, AddPerson{person(kTherapist), "Dr Okafor", Role::therapist, key(kTherapist)});
    for (const auto who : {kPractitioner, kTherapist})
      must(who, Record{{course::CredentialStated{*base::parse_day("2027-12-31"), {}, true}}});
    for (std::uint8_t number = 1; number <= 4; ++number)
      must(kTherapist,
           Record{{course::SessionPlanned{sitting(number), SessionKind::triadic, begins, 50, 0, {}, false}}});
  }
  void must(std::uint8_t who, const Command& command) { ASSERT_EQ(world.rule(who, command), "done"); }
  void release_until(std::string_view day) {
    must(kClient, Record{{ReleaseSigned{
                      person(kClient), {person(kPractitioner), person(kTherapist)}, *base::parse_day(day), {}}}});
  }
  std::string start(std::uint8_t number) {
    return world.rule(kTherapist, Record{{course::SessionStarted{sitting(number)}}});
  }
  std::string end(std::uint8_t number) {
    return world.rule(kTherapist, Record{{course::SessionEnded{sitting(number), 50}}});
  }
  std::set<std::string> in_the_way(std::uint8_t number) {
    const auto answer = world.act(kTherapist, Record{{course::SessionStarted{sitting(number)}}});
    std::set<std::string> out;
    if (!answer)
      for (const Reason& reason : answer.error().reasons) out.insert(reason.rule);
    return out;
  }
};

TEST(LocalDay, AReleaseEndsWhenItsLastDayEndsWhereThePracticeIs) {
  struct Case {
    const char *zone, *last_minute, *midnight;
  };
  for (const Case& one : {Case{"Europe/London", "2026-06-30T22:59:59.999Z", "2026-06-30T23:00:00.000Z"},
                          Case{"Pacific/Auckland", "2026-06-30T11:59:59.999Z", "2026-06-30T12:00:00.000Z"},
                          Case{"America/Los_Angeles", "2026-07-01T06:59:59.999Z", "2026-07-01T07:00:00.000Z"},
                          Case{"Asia/Kathmandu", "2026-06-30T18:14:59.999Z", "2026-06-30T18:15:00.000Z"}}) {
    SCOPED_TRACE(one.zone);
    Local local(one.zone, at("2026-06-29T02:00:00Z"));
    local.release_until("2026-06-30");
    local.world.now = at(one.last_minute);
    EXPECT_EQ(local.start(1), "done");
    EXPECT_EQ(local.end(1), "done");
    local.world.now = at(one.midnight);
    EXPECT_EQ(local.in_the_way(2), std::set<std::string>{"release-live"});
    // What is written past that is void for every reader, by the same day.
    EXPECT_FALSE(local.world.forge(key(kTherapist), kShared, InCourse{course::SessionStarted{sitting(2)}}));
    EXPECT_EQ(local.world.view(person(kClient)).course, local.world.file.course);
  }
}

TEST(LocalDay, OnTheNightOfTheChangeOfClocksADayIsStillWholeThere) {
  // 25 October 2026 has 25 hours in London and 8 March 2026 has 23 in New York.
  Local autumn("Europe/London", at("2026-10-24T10:00:00Z"));
  autumn.release_until("2026-10-25");
  autumn.world.now = at("2026-10-25T23:59:00Z");
  EXPECT_EQ(autumn.start(1), "done");
  EXPECT_EQ(autumn.end(1), "done");
  autumn.world.now = at("2026-10-26T00:00:00Z");
  EXPECT_EQ(autumn.start(2), "release-live");

  Local spring("America/New_York", at("2026-03-07T10:00:00Z"));
  spring.release_until("2026-03-08");
  spring.world.now = at("2026-03-09T03:59:00Z");
  EXPECT_EQ(spring.start(1), "done");
  EXPECT_EQ(spring.end(1), "done");
  spring.world.now = at("2026-03-09T04:00:00Z");
  EXPECT_EQ(spring.start(2), "release-live");
}

TEST(LocalDay, ARecordOfADayOnThatDayIsWrittenLateInTheEveningThere) {
  Local local("America/Los_Angeles", at("2026-06-30T20:00:00Z"));
  local.world.now = at("2026-07-01T06:30:00Z");  // 23:30 on 30 June there, 1 July in UTC
  local.release_until("2026-06-30");
  EXPECT_EQ(local.start(1), "done");
  EXPECT_EQ(base::to_string(local.world.file.course.session(sitting(1))->day), "2026-06-30");
}

TEST(ClockSetBack, BringsBackNothingThatRanOut) {
  Local local("Europe/London", at("2026-06-29T08:00:00Z"));
  local.release_until("2026-06-30");
  local.world.now = at("2026-07-02T08:00:00Z");
  local.must(kTherapist, Write{kShared, "a word"});
  local.world.now = at("2026-06-30T08:00:00Z");
  EXPECT_EQ(local.in_the_way(1), (std::set<std::string>{"release-live", "clock-forward"}));
  EXPECT_FALSE(local.world.forge(key(kTherapist), kShared, InCourse{course::SessionStarted{sitting(1)}}));
}

TEST(ClockSetBack, StopsAndEndsAreTakenAndKeepTheirOrder) {
  Local local("Europe/London", at("2026-06-29T08:00:00Z"));
  local.release_until("2026-12-31");
  ASSERT_EQ(local.start(1), "done");
  const Instant last = local.world.file.last_at;
  local.world.now = at("1999-12-31T23:59:59Z");
  local.must(kClient, Record{{Held{HoldKind::client_stop, person(kClient), {}}}});
  EXPECT_EQ(local.world.file.course.holds.size(), 1u);
  EXPECT_EQ(local.world.file.course.session(sitting(1))->step, course::Step::stopped);
  EXPECT_EQ(local.world.file.last_at, last) << "no event lies before one that came earlier";
  EXPECT_EQ(local.world.view(person(kTherapist)).course, local.world.file.course);
  const auto in_the_way = local.in_the_way(2);
  EXPECT_TRUE(in_the_way.contains("no-hold"));
  EXPECT_TRUE(in_the_way.contains("clock-forward"));
}

}  // namespace
}  // namespace trefoil::care
