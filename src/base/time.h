// Instants are UTC milliseconds, days are dates, a practice has an IANA zone. Zones are Abseil's, calendars the
// standard library's; nothing here reads a clock.
#pragma once

#include <atomic>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trefoil::base {

// Milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t ms = 0;
  auto operator<=>(const Instant&) const = default;
};
inline Instant operator+(Instant at, std::chrono::milliseconds span) { return {at.ms + span.count()}; }
inline std::chrono::milliseconds operator-(Instant a, Instant b) { return std::chrono::milliseconds(a.ms - b.ms); }

// Days since 1970-01-01 in the proleptic Gregorian calendar.
struct Day {
  std::int32_t number = 0;
  auto operator<=>(const Day&) const = default;
};
inline Day operator+(Day day, int days) { return {day.number + days}; }
inline int operator-(Day a, Day b) { return a.number - b.number; }

// A clock is passed in wherever the present matters.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};
class SystemClock final : public Clock {
 public:
  Instant now() const override;
};
// The system's clock and an offset that can be moved on while others read it: for rehearsal folders alone.
class MovedClock final : public Clock {
 public:
  Instant now() const override { return SystemClock().now() + std::chrono::milliseconds(offset_.load()); }
  void move_on(std::chrono::milliseconds span) { offset_ += span.count(); }

 private:
  std::atomic<std::int64_t> offset_{0};
};
class SettableClock final : public Clock {
 public:
  explicit SettableClock(Instant at) : at_(at) {}
  Instant now() const override { return at_; }
  void set(Instant at) { at_ = at; }

 private:
  Instant at_;
};

std::optional<Day> parse_day(std::string_view text);  // 2026-11-24, a date that exists
std::string to_string(Day day);                       // 2026-11-24
std::string to_string(Instant at);                    // 2026-11-24T16:41:18.000Z
std::optional<Instant> parse_instant(std::string_view text);  // as above; the milliseconds may be left out
std::string in_words(Day day);                        // 24 November 2026
std::string weekday(Day day);                         // Tuesday

std::vector<std::string> zone_names();                // every IANA name the system knows, sorted
bool zone_exists(std::string_view zone);              // an IANA name, as Europe/London
Day local_day(Instant at, std::string_view zone);     // UTC where the zone is unknown
std::string local_time(Instant at, std::string_view zone);  // 16:41
// The instant at which clocks there say so: "16:41". An hour that comes twice is the first of the two; nothing for one
// that a change of the clocks leaves out, and for no time of the day.
std::optional<Instant> at_local(Day day, std::string_view time, std::string_view zone);
// The same day of a later month; its last day where the month is shorter.
Day months_after(Day day, int months);
// Whole years from birth to the day, as a birthday counts them.
int years_between(Day birth, Day day);

}  // namespace trefoil::base

namespace trefoil {
using base::Clock;
using base::Day;
using base::Instant;
}  // namespace trefoil
