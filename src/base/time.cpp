#include "base/time.h"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace trefoil::base {

namespace {
namespace fs = std::filesystem;
using std::chrono::days;
using std::chrono::sys_days;

std::chrono::year_month_day calendar(Day day) { return sys_days(days(day.number)); }
Day day_of(sys_days day) { return {static_cast<std::int32_t>(day.time_since_epoch().count())}; }

// --- zones ---
fs::path zone_folder() {
  const char* told = std::getenv("TZDIR");
  return told != nullptr && *told == '/' ? told : "/usr/share/zoneinfo";
}

// As tzfile(5) has it. Beside the zones lie tables, and a name may come from a form.
bool is_zone_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  char magic[4] = {};
  return in.read(magic, sizeof magic) && std::string_view(magic, sizeof magic) == "TZif";
}

// Of what stands in the folder: no second copies, and none of the machine's own choices.
bool is_zone_name(std::string_view name) {
  constexpr std::string_view kSigns = "+-_/";
  if (name.empty() || name.front() == '/' || name == "localtime" || name == "posixrules" || name == "Factory" ||
      name.starts_with("posix/") || name.starts_with("right/"))
    return false;
  return std::ranges::all_of(name, [&](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || kSigns.contains(c);
  });
}

std::optional<absl::TimeZone> find_zone(std::string_view zone) {
  // Of the thread's last zone, which nearly all questions are about: what is loaded lies behind a lock, and a name
  // that is none would be looked for on the disk each time.
  thread_local std::string last_name;
  thread_local std::optional<absl::TimeZone> last;
  if (!last_name.empty() && last_name == zone) return last;
  absl::TimeZone found;
  const std::string name(zone);
  const bool there = is_zone_name(zone) && is_zone_file(zone_folder() / name) && absl::LoadTimeZone(name, &found);
  last = there ? std::optional(found) : std::nullopt;
  last_name = name;
  return last;
}

std::chrono::milliseconds local(Instant at, std::string_view zone) {
  const auto found = find_zone(zone);
  const int seconds = found ? found->At(absl::FromUnixMillis(at.ms)).offset : 0;
  return std::chrono::milliseconds(at.ms) + std::chrono::seconds(seconds);
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
  const auto ymd = std::chrono::year(*year) / *month / *day;
  if (!ymd.ok()) return std::nullopt;
  return day_of(ymd);
}

std::string to_string(Day day) {
  const auto ymd = calendar(day);
  const int year = static_cast<int>(ymd.year());
  return fmt::format("{}{:04}-{:02}-{:02}", year < 0 ? "-" : "", std::abs(year), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

std::string to_string(Instant at) {
  const auto day = std::chrono::floor<days>(std::chrono::milliseconds(at.ms));
  const std::chrono::hh_mm_ss of_day(std::chrono::milliseconds(at.ms) - day);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", to_string(Day{static_cast<std::int32_t>(day.count())}),
                     of_day.hours().count(), of_day.minutes().count(), of_day.seconds().count(),
                     of_day.subseconds().count());
}

// One instant, one writing, but for the milliseconds, which may be left out.
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
  const auto at = sys_days(days(day->number)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
                  std::chrono::seconds(*second) + std::chrono::milliseconds(*ms);
  return Instant{at.time_since_epoch().count()};
}

std::string in_words(Day day) {
  static constexpr std::array kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
  const auto ymd = calendar(day);
  return fmt::format("{} {} {}", static_cast<unsigned>(ymd.day()), kMonths[static_cast<unsigned>(ymd.month()) - 1],
                     static_cast<int>(ymd.year()));
}

std::string weekday(Day day) {
  static constexpr std::array kDays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  return kDays[std::chrono::weekday(sys_days(days(day.number))).c_encoding()];
}

std::vector<std::string> zone_names() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> names;
    const auto folder = zone_folder();
    std::error_code error;
    for (auto at = fs::recursive_directory_iterator(folder, error); !error && at != fs::end(at); at.increment(error)) {
      const auto name = at->path().lexically_relative(folder).generic_string();
      if (at.depth() == 0 && (name == "posix" || name == "right")) at.disable_recursion_pending();
      std::error_code gone;
      if (at->is_regular_file(gone) && is_zone_name(name) && is_zone_file(at->path())) names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
  }();
  return all;
}

bool zone_exists(std::string_view zone) { return find_zone(zone).has_value(); }

Day local_day(Instant at, std::string_view zone) {
  return {static_cast<std::int32_t>(std::chrono::floor<days>(local(at, zone)).count())};
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
  const auto there = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
  const auto found = find_zone(zone);
  if (!found) return Instant{std::chrono::milliseconds(days(day.number) + there).count()};
  const auto ymd = calendar(day);
  const auto info = found->At(absl::CivilMinute(static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                                                static_cast<unsigned>(ymd.day()), *hour, *minute));
  if (info.kind == absl::TimeZone::TimeInfo::SKIPPED) return std::nullopt;
  return Instant{absl::ToUnixMillis(info.pre)};
}

Day months_after(Day day, int months) {
  auto moved = calendar(day) + std::chrono::months(months);
  if (!moved.ok()) moved = moved.year() / moved.month() / std::chrono::last;
  return day_of(moved);
}

int years_between(Day birth, Day day) {
  const auto from = calendar(birth), to = calendar(day);
  int years = static_cast<int>(to.year()) - static_cast<int>(from.year());
  if (to.month() < from.month() || (to.month() == from.month() && to.day() < from.day())) --years;
  return years;
}

}  // namespace trefoil::base
