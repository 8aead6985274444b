#include "base/time.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

namespace trefoil::base {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Day day(std::string_view text) { return parse_day(text).value(); }
Instant instant(std::string_view text) { return parse_instant(text).value(); }

TEST(Day, reads_dates_that_exist) {
  EXPECT_EQ(day("1970-01-01").number, 0);
  EXPECT_EQ(day("2026-11-24").number, 20781);
  EXPECT_EQ(day("1969-12-31").number, -1);
  EXPECT_TRUE(parse_day("2024-02-29"));
  EXPECT_TRUE(parse_day("2000-02-29"));
  EXPECT_FALSE(parse_day("2023-02-29"));
  EXPECT_FALSE(parse_day("1900-02-29"));
  EXPECT_FALSE(parse_day("2026-04-31"));
  for (std::string_view text : {"", "2026-11-2", "2026-11-245", "2026/11/24", "26-11-2024", "2026-00-10", "2026-13-10",
                                "2026-10-00", "2026-1a-10", "-026-11-24", "+026-11-24", "2026-11- 4", " 2026-11-2"})
    EXPECT_FALSE(parse_day(text)) << text;
}

TEST(Day, round_trip) {
  EXPECT_TRUE(rc::check([] {
    const Day any{*rc::gen::inRange(-700000, 2900000)};  // year 53 to 9909
    RC_ASSERT(parse_day(to_string(any)) == any);
  }));
}

TEST(Day, in_words) {
  EXPECT_EQ(in_words(day("2026-11-24")), "24 November 2026");
  EXPECT_EQ(in_words(day("2024-03-01")), "1 March 2024");
  EXPECT_EQ(weekday(day("2026-11-24")), "Tuesday");
  EXPECT_EQ(day("2024-03-01") - day("2024-02-28"), 2);
  EXPECT_EQ(to_string(day("2023-02-28") + 1), "2023-03-01");
}

TEST(Instant, golden_and_round_trip) {
  EXPECT_EQ(to_string(Instant{0}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_string(Instant{-1}), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(instant("2026-11-24T16:41:18.007Z").ms, 1795538478007);
  EXPECT_EQ(instant("2026-11-24T16:41:18Z").ms, 1795538478000);
  EXPECT_TRUE(rc::check([] {
    const Instant any{*rc::gen::inRange<std::int64_t>(-60'000'000'000'000, 250'000'000'000'000)};
    RC_ASSERT(parse_instant(to_string(any)) == any);
  }));
}

TEST(Instant, refuses_what_is_not_one) {
  for (std::string_view text : {"",
                                "2026-11-24",
                                "2026-11-24T16:41:18",
                                "2026-11-24 16:41:18Z",
                                "2026-11-24T16:41:18.000z",
                                "2026-11-24T24:00:00.000Z",
                                "2026-11-24T16:60:00.000Z",
                                "2026-11-24T16:41:60.000Z",
                                "2023-02-29T00:00:00.000Z",
                                "2026-11-24T16:41:18.000Z ",
                                " 2026-11-24T16:41:18.000Z",
                                "2026-11-24T16:41:18.000+01:00",
                                "2026-11-24T-1:41:18.000Z",
                                "2026-11-24T6:41:18.000Z",
                                "2026-11-24T16:41:18.Z",
                                "2026-11-24T16:41:18.0000Z",
                                "2026-11-24T16:41:18.-01Z",
                                "26-11-24T16:41:18.000Z",
                                "2026-11-24T16:41:1 .000Z",
                                "99999-11-24T16:41:18.000Z"})
    EXPECT_FALSE(parse_instant(text)) << text;
  EXPECT_TRUE(rc::check([](const std::string& text) { parse_instant(text); }));
}

TEST(Zone, is_an_iana_name) {
  EXPECT_TRUE(zone_exists("Europe/London"));
  EXPECT_TRUE(zone_exists("UTC"));
  for (std::string_view zone : {"", "Europe/Londres", "../../etc/passwd", "/etc/localtime", "Europe", "europe/london"})
    EXPECT_FALSE(zone_exists(zone)) << zone;
  EXPECT_FALSE(zone_exists(std::string_view("Europe/London\0", 14)));
}

TEST(Zone, names_are_those_of_the_zones_folder_and_each_exists) {
  const auto names = zone_names();
  EXPECT_TRUE(std::ranges::is_sorted(names));
  for (const char* name : {"Europe/London", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5"})
    EXPECT_TRUE(std::ranges::binary_search(names, name)) << name;
  for (const auto& name : names) EXPECT_TRUE(zone_exists(name)) << name;
  for (const char* none :
       {"zone.tab", "tzdata.zi", "posixrules", "posix/Europe/London", "right/UTC", "localtime", "Factory"}) {
    EXPECT_FALSE(std::ranges::binary_search(names, none)) << none;
    EXPECT_FALSE(zone_exists(none)) << none;
  }
}

TEST(Zone, the_rule_holds_past_the_tables_end) {
  EXPECT_EQ(local_time(instant("2061-07-01T12:00:00.000Z"), "Europe/London"), "13:00");
  EXPECT_EQ(local_time(instant("2061-01-01T12:00:00.000Z"), "Europe/London"), "12:00");
}

TEST(Zone, london_puts_its_clocks_forward) {
  // Given the last Sunday of March 2026, when it is 01:00 UTC, then 00:59 is followed by 02:00.
  const Instant before = instant("2026-03-29T00:59:59.999Z");
  EXPECT_EQ(local_time(before, "Europe/London"), "00:59");
  EXPECT_EQ(local_time(before + std::chrono::milliseconds(1), "Europe/London"), "02:00");
}

TEST(Zone, london_puts_its_clocks_back) {
  const Instant summer = instant("2026-10-25T00:30:00.000Z");
  EXPECT_EQ(local_time(summer, "Europe/London"), "01:30");
  EXPECT_EQ(local_time(summer + hours(1), "Europe/London"), "01:30");
  EXPECT_EQ(local_time(summer + hours(2), "Europe/London"), "02:30");
}

TEST(Zone, a_day_begins_at_local_midnight) {
  // In summer 23:30 UTC is already tomorrow in London; in winter it is not.
  EXPECT_EQ(local_day(instant("2026-06-30T23:30:00.000Z"), "Europe/London"), day("2026-07-01"));
  EXPECT_EQ(local_day(instant("2026-12-31T23:30:00.000Z"), "Europe/London"), day("2026-12-31"));
  EXPECT_EQ(local_day(instant("2026-01-01T02:00:00.000Z"), "America/New_York"), day("2025-12-31"));
  EXPECT_EQ(local_day(instant("1969-12-31T23:30:00.000Z"), "Europe/London"),
            day("1970-01-01"));  // British Standard Time
  EXPECT_EQ(local_time(Instant{-1}, "UTC"), "23:59");
  EXPECT_EQ(local_day(Instant{-1}, "UTC"), Day{-1});
}

TEST(Zone, an_hour_on_the_wall_is_an_instant) {
  const auto london = [](const char* a_day, const char* time) { return at_local(day(a_day), time, "Europe/London"); };
  EXPECT_EQ(london("2026-11-25", "16:41"), instant("2026-11-25T16:41:00.000Z"));
  EXPECT_EQ(london("2026-07-01", "00:00"), instant("2026-06-30T23:00:00.000Z"));
  EXPECT_EQ(london("2026-03-29", "01:30"), std::nullopt) << "the clocks go over it";
  EXPECT_EQ(london("2026-03-29", "02:00"), instant("2026-03-29T01:00:00.000Z"));
  EXPECT_EQ(london("2026-10-25", "01:30"), instant("2026-10-25T00:30:00.000Z")) << "the first of the two";
  EXPECT_EQ(at_local(day("2028-02-29"), "12:00", "America/New_York"), instant("2028-02-29T17:00:00.000Z"));
  EXPECT_EQ(at_local(day("2026-06-30"), "23:30", "Nowhere"), instant("2026-06-30T23:30:00.000Z"));
  for (const auto* none : {"", "24:00", "12:60", "1:00", "12.00", "-1:00", "+1:00", "12:0x", "012:00"})
    EXPECT_EQ(london("2026-11-25", none), std::nullopt) << none;
}

TEST(Zone, half_past_two_on_the_night_of_the_change) {
  // Berlin goes from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October.
  const auto berlin = [](const char* a_day, const char* time) { return at_local(day(a_day), time, "Europe/Berlin"); };
  EXPECT_EQ(berlin("2026-03-29", "01:59"), instant("2026-03-29T00:59:00.000Z"));
  EXPECT_EQ(berlin("2026-03-29", "02:30"), std::nullopt);  // no clock says so
  EXPECT_EQ(berlin("2026-03-29", "03:00"), instant("2026-03-29T01:00:00.000Z"));
  EXPECT_EQ(berlin("2026-10-25", "02:30"), instant("2026-10-25T00:30:00.000Z"));  // the first of two
  EXPECT_EQ(local_time(instant("2026-10-25T01:30:00.000Z"), "Europe/Berlin"), "02:30");  // the second
  EXPECT_EQ(berlin("2026-10-25", "03:00"), instant("2026-10-25T02:00:00.000Z"));
}

TEST(Zone, unknown_is_utc) {
  EXPECT_EQ(local_time(instant("2026-06-30T23:30:00.000Z"), "Nowhere"), "23:30");
  EXPECT_EQ(local_day(instant("2026-06-30T23:30:00.000Z"), "Nowhere"), day("2026-06-30"));
}

TEST(Years, count_as_a_birthday_does) {
  EXPECT_EQ(years_between(day("1960-06-15"), day("2026-06-14")), 65);
  EXPECT_EQ(years_between(day("1960-06-15"), day("2026-06-15")), 66);
  EXPECT_EQ(years_between(day("1960-06-15"), day("2026-12-01")), 66);
  EXPECT_EQ(years_between(day("1960-06-15"), day("1960-06-15")), 0);
}

// Born on 29 February: the year is complete on 1 March where there is no 29th, as English law counts, never a day
// early.
TEST(Years, of_someone_born_on_29_february) {
  const Day birth = day("2008-02-29");
  EXPECT_EQ(years_between(birth, day("2026-02-28")), 17);
  EXPECT_EQ(years_between(birth, day("2026-03-01")), 18);
  EXPECT_EQ(years_between(birth, day("2028-02-28")), 19);
  EXPECT_EQ(years_between(birth, day("2028-02-29")), 20);
}

TEST(Clock, a_settable_one_stands_still) {
  SettableClock clock(Instant{5});
  EXPECT_EQ(clock.now(), Instant{5});
  clock.set(clock.now() + minutes(1));
  EXPECT_EQ(clock.now() - Instant{5}, minutes(1));
}

}  // namespace
}  // namespace trefoil::base
