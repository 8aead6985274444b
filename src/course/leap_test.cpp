// 29 February: somebody's birthday, and the last day of what runs to it.
#include <gtest/gtest.h>

#include "course/gates.h"

namespace trefoil::course {
namespace {

PersonId one_of_them(std::uint8_t number) {
  PersonId id;
  id.bytes[0] = number;
  return id;
}
Day date(std::string_view text) { return *base::parse_day(text); }

struct Leap {
  const PersonId client = one_of_them(1), practitioner = one_of_them(2), therapist = one_of_them(3);
  Circle circle{{{client, Part::client, {}, date("1961-03-02")},
                 {practitioner, Part::practitioner, {}, {}},
                 {therapist, Part::therapist, {}, {}}}};
  Course course;
  Session session;
  Leap() { course.of_age = {practitioner, therapist}; }
  Look on(std::string_view day) const { return {course, circle, session, {{}, date(day)}}; }
};

TEST(LeapDay, SomebodyBornOnItIsOfAgeOnTheFirstOfMarch) {
  Leap leap;
  leap.circle.seats[0].birth = date("2008-02-29");
  EXPECT_TRUE(adult(leap.on("2026-02-28")));
  EXPECT_FALSE(adult(leap.on("2026-03-01")));
  leap.circle.seats[0].birth = date("2010-02-28");  // eighteen on the day before a leap day
  EXPECT_TRUE(adult(leap.on("2028-02-27")));
  EXPECT_FALSE(adult(leap.on("2028-02-28")));
  leap.circle.seats[0].birth = date("2010-03-01");
  EXPECT_TRUE(adult(leap.on("2028-02-29")));
  EXPECT_FALSE(adult(leap.on("2028-03-01")));
}

TEST(LeapDay, WhatRunsToItHoldsOnItAndNoLonger) {
  Leap leap;
  const Day last = date("2028-02-29");
  leap.course.suitability[leap.client] = leap.course.capacity[leap.client] = {leap.therapist, true, last};
  leap.course.releases[leap.client] = {{leap.practitioner, leap.therapist}, last};
  leap.course.treatment[leap.client] = {1, last, {{1, {leap.practitioner, leap.therapist}}}};
  leap.course.credentials[leap.practitioner] = leap.course.credentials[leap.therapist] = {last, {}};
  leap.course.plan = {1, "weekly", {{"First", {}, true}}, {}};
  leap.course.health[leap.client] = leap.course.health[leap.practitioner] = last;
  for (const auto gate :
       {suitability, capacity, release_live, consent_treatment, credentials_current, health_current}) {
    EXPECT_EQ(gate(leap.on("2028-02-29")), std::nullopt);
    const auto missing = gate(leap.on("2028-03-01"));
    ASSERT_TRUE(missing);
    EXPECT_NE(missing->find("29 February 2028"), missing->npos) << *missing;
  }
}

TEST(LeapDay, CountsAsADayBetweenMeetings) {
  Leap leap;
  Session met;
  met.kind = SessionKind::therapist;
  met.step = Step::ended;
  met.therapist = leap.therapist;
  met.day = date("2028-02-20");
  leap.course.sessions.push_back(met);
  EXPECT_FALSE(therapist_engaged(leap.on("2028-03-12")));  // 21 days; in another year it would be the 13th
  EXPECT_TRUE(therapist_engaged(leap.on("2028-03-13")));
}

}  // namespace
}  // namespace trefoil::course
