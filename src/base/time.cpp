#include "base/time.h"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

namespace trefoil::base {

namespace {
date::year_month_day calendar(Day day) { return date::year_month_day(date::sys_days(date::days(day.number))); }

const date::time_zone* find_zone(std::string_view zone) {
  try {
    return date::locate_zone(std::string(zone));
  } catch (const std::exception&) {
    return nullptr;
  }
}

date::sys_time<std::chrono::milliseconds> sys(Instant at) {
  return date::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(at.ms));
}

std::chrono::milliseconds local(Instant at, std::string_view zone) {
  const auto* found = find_zone(zone);
  if (found == nullptr) return std::chrono::milliseconds(at.ms);
  return found->to_local(sys(at)).time_since_epoch();
}

// Digits and nothing else: no sign, no space.
std::optional<int> digits(std::string_view text) {
  int out = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    out = out * 10 + (c - '0');
  }
  return out;
}
}  // namespace

Instant SystemClock::now() const {
  return {std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)), day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const date::year_month_day ymd(date::year(*year), date::month(static_cast<unsigned>(*month)),
                                 date::day(static_cast<unsigned>(*day)));
  if (!ymd.ok()) return std::nullopt;
  return Day{static_cast<std::int32_t>(date::sys_days(ymd).time_since_epoch().count())};
}

std::string to_string(Day day) { return date::format("%F", date::sys_days(date::days(day.number))); }
std::string to_string(Instant at) { return date::format("%FT%TZ", sys(at)); }

// Stricter than date::parse, which also takes short fields and a year of two digits: one instant, one writing, but for
// the milliseconds, which may be left out.
std::optional<Instant> parse_instant(std::string_view text) {
  const bool has_ms = text.size() == 24;
  if ((!has_ms && text.size() != 20) || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text.back() != 'Z' ||
      (has_ms && text[19] != '.'))
    return std::nullopt;
  const auto day = parse_day(text.substr(0, 10));
  const auto hour = digits(text.substr(11, 2)), minute = digits(text.substr(14, 2)),
             second = digits(text.substr(17, 2));
  const auto ms = has_ms ? digits(text.substr(20, 3)) : 0;
  if (!day || !hour || !minute || !second || !ms || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const auto at = date::sys_days(date::days(day->number)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
                  std::chrono::seconds(*second) + std::chrono::milliseconds(*ms);
  return Instant{at.time_since_epoch().count()};
}

std::string in_words(Day day) {
  const auto ymd = calendar(day);
  return fmt::format("{} {}", static_cast<unsigned>(ymd.day()), date::format("%B %Y", date::sys_days(ymd)));
}

std::string weekday(Day day) { return date::format("%A", date::sys_days(date::days(day.number))); }

std::vector<std::string> zone_names() {
  std::vector<std::string> names;
  for (const auto& zone : date::get_tzdb().zones) names.push_back(zone.name());
  return names;
}

bool zone_exists(std::string_view zone) { return !zone.empty() && find_zone(zone) != nullptr; }

Day local_day(Instant at, std::string_view zone) {
  const auto days = std::chrono::floor<date::days>(local(at, zone));
  return {static_cast<std::int32_t>(days.count())};
}

std::string local_time(Instant at, std::string_view zone) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(local(at, zone)).count();
  const auto of_day = ((minutes % 1440) + 1440) % 1440;
  return fmt::format("{:02}:{:02}", of_day / 60, of_day % 60);
}

std::optional<Instant> at_local(Day day, std::string_view time, std::string_view zone) {
  if (time.size() != 5 || time[2] != ':') return std::nullopt;
  const auto hour = digits(time.substr(0, 2)), minute = digits(time.substr(3));
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  const date::local_time<std::chrono::minutes> there(date::days(day.number) + std::chrono::hours(*hour) +
                                                     std::chrono::minutes(*minute));
  std::chrono::seconds from_utc(0);
  if (const auto* found = find_zone(zone)) {
    const auto info = found->get_info(there);
    if (info.result == date::local_info::nonexistent) return std::nullopt;
    from_utc = info.first.offset;
  }
  return Instant{std::chrono::milliseconds(there.time_since_epoch() - from_utc).count()};
}

Day months_after(Day day, int months) {
  auto moved = calendar(day) + date::months(months);
  if (!moved.ok()) moved = moved.year() / moved.month() / date::last;
  return {static_cast<std::int32_t>(date::sys_days(moved).time_since_epoch().count())};
}

int years_between(Day birth, Day day) {
  const auto from = calendar(birth), to = calendar(day);
  int years = static_cast<int>(to.year()) - static_cast<int>(from.year());
  if (to.month() < from.month() || (to.month() == from.month() && to.day() < from.day())) --years;
  return years;
}

}  // namespace trefoil::base
