#include "course/measuring.h"

#include <algorithm>
#include <array>
#include <optional>

namespace trefoil::course {

namespace {
constexpr int kWeek = 7, kFortnight = 14;
constexpr std::int64_t kDay = 24 * 3'600'000;

// When an instrument is asked: from `since`, answered by what was answered from `counts_from` on, let go after `until`.
struct Window {
  Day since, until;
  Instant counts_from;    // at a time of the day, where a session's end says so
  Day counts_from_day;
};

struct Dueness {
  const Course& course;
  const Moment& moment;

  Day day_of(Instant at) const {
    if (!moment.zone.empty()) return base::local_day(at, moment.zone);
    const auto apart = at.ms - moment.at.ms;
    return moment.today + static_cast<int>(apart / kDay - (apart % kDay < 0 ? 1 : 0));
  }

  static Window days(Day since, Day until, int before) { return {since, until, {}, since + -before}; }

  std::optional<Window> of(const PlannedMeasure& line, const Seat& seat) const {
    // Nothing is asked for longer than a month: of who joined before that, their day is not looked up.
    const bool lately = moment.at.ms - seat.since.ms < 31 * kDay;
    auto window = of(line, seat.since, lately);
    // Not of somebody's time before they were here: they are not reminded of what they were never asked.
    if (window && lately) window->since = std::max(window->since, day_of(seat.since));
    return window;
  }
  std::optional<Window> of(const PlannedMeasure& line, Instant joined, bool lately) const {
    const bool late = line.plan.when == Occasion::closure || line.plan.when == Occasion::aftercare;
    if (course.closing.closed && !late) return std::nullopt;
    switch (line.plan.when) {
      case Occasion::start: {
        const Day since = lately ? std::max(line.since, day_of(joined)) : line.since;
        return days(since, since + kLetGoAfter, kFortnight);
      }
      case Occasion::weekly:
        return weekly(line);
      case Occasion::before_session:
        return before(line);
      case Occasion::after_session:
        return after(line, joined);
      case Occasion::review:
        return review(line);
      case Occasion::closure:
        return closure(line);
      case Occasion::aftercare:
        return aftercare();
    }
    return std::nullopt;
  }

  std::optional<Window> weekly(const PlannedMeasure& line) const {
    const int interval = line.plan.weeks * kWeek;
    const int passed = moment.today - line.since;
    if (passed < 0) return std::nullopt;
    const Day since = line.since + passed / interval * interval;
    return days(since, since + std::min(kLetGoAfter, interval - 1), std::min(3, interval / 2));
  }
  static bool is_of(const MeasurePlan& plan, const Session& session) { return plan.any_kind || session.kind == plan.kind; }

  // From the day before the next one, until it begins.
  std::optional<Window> before(const PlannedMeasure& line) const {
    const Session* next = nullptr;
    for (const Session& session : course.sessions)
      if (session.step == Step::planned && is_of(line.plan, session) && session.start >= moment.at &&
          (next == nullptr || session.start < next->start))
        next = &session;
    if (next == nullptr || next->start.ms - moment.at.ms > kDay) return std::nullopt;
    const Day since = day_of({next->start.ms - kDay});
    return Window{since, moment.today + 1, {next->start.ms - kDay}, {}};
  }
  // Whether an answer to the same before a session could be taken for one after it.
  bool asked_before_too(const MeasurePlan& after) const {
    return std::ranges::any_of(course.measures, [&](const PlannedMeasure& other) {
      return other.plan.when == Occasion::before_session && other.plan.instrument == after.instrument &&
             other.plan.answers == after.answers;
    });
  }
  std::optional<Window> after(const PlannedMeasure& line, Instant joined) const {
    const Session* last = nullptr;
    for (const Session& session : course.sessions)
      if (has_been(session.step) && is_of(line.plan, session) && session.day >= line.since &&
          (last == nullptr || last->over <= session.over))
        last = &session;
    if (last == nullptr || last->over < joined) return std::nullopt;
    return Window{last->day, last->day + kLetGoAfter, asked_before_too(line.plan) ? last->over : last->began, {}};
  }
  // A week before the three meet, and before the day on which suitability is looked at again.
  std::optional<Window> review(const PlannedMeasure& line) const {
    std::optional<Day> point;
    const auto take = [&](Day day) {
      if (day + -kWeek <= moment.today && day >= line.since && (!point || *point < day)) point = day;
    };
    for (const Session& session : course.sessions)
      if (session.kind == SessionKind::triadic && (has_been(session.step) || session.step == Step::planned))
        take(has_been(session.step) ? session.day : day_of(session.start));
    for (const auto& [client, found] : course.suitability) take(found.review);
    if (!point) return std::nullopt;
    const Day since = *point + -kWeek;
    return Window{since, since + kLetGoAfter, {}, since};
  }
  std::optional<Window> closure(const PlannedMeasure& line) const {
    std::optional<Day> end;
    if (course.closing.closed)
      end = course.closing.end;
    else
      for (const auto& [person, day] : course.closing.agreed)
        if (!end || *end < day) end = day;
    if (!end || moment.today < *end + -kFortnight || *end < line.since) return std::nullopt;
    return days(*end + -kFortnight, *end + kLetGoAfter, 0);
  }
  std::optional<Window> aftercare() const {
    if (!course.closing.closed) return std::nullopt;
    std::optional<Day> due;
    for (const int months : {1, 3, 6, 12})
      if (const Day day = base::months_after(course.closing.end, months); day <= moment.today) due = day;
    return due ? std::optional(days(*due, *due + 2 * kLetGoAfter, kFortnight)) : std::nullopt;
  }

  bool answered(const std::string& instrument, PersonId person, const Window& window) const {
    return std::ranges::any_of(course.taken, [&](const TakenMeasure& taken) {
      return taken.instrument == instrument && taken.person == person && taken.at >= window.counts_from &&
             taken.day >= window.counts_from_day;
    });
  }
};

bool stopped(const Course& course, const Circle& circle) {
  const auto holds = holds_that_count(course, circle);
  return std::ranges::any_of(holds, [](const Hold& hold) { return hold.kind == HoldKind::client_stop; });
}

// Of a kind, or of any, in the two weeks before today and the two after it: a week.
double sessions_a_week(const MeasurePlan& plan, const Course& course, const Moment& moment) {
  const auto near = std::ranges::count_if(course.sessions, [&](const Session& session) {
    const bool counts = has_been(session.step) || session.step == Step::running || session.step == Step::planned;
    return counts && (plan.any_kind || session.kind == plan.kind) &&
           std::abs(session.start.ms - moment.at.ms) <= kFortnight * kDay;
  });
  return std::max(1.0, static_cast<double>(near) / 4);
}
}  // namespace

std::vector<DueMeasure> measures_due(const Course& course, const Circle& circle, const Moment& moment) {
  std::vector<DueMeasure> out;
  const Dueness dueness{course, moment};
  const bool stop = stopped(course, circle);
  for (const PlannedMeasure& line : course.measures) {
    for (const Seat& seat : circle.seats) {
      if (seat.part != line.plan.answers || (stop && seat.part == Part::client)) continue;
      if (course.closing.closed && seat.part == Part::practitioner) continue;
      const auto window = dueness.of(line, seat);
      if (!window || moment.today < window->since || window->until < moment.today) continue;
      if (dueness.answered(line.plan.instrument, seat.person, *window)) continue;
      const auto same = std::ranges::find_if(out, [&](const DueMeasure& due) {
        return due.instrument == line.plan.instrument && due.person == seat.person;
      });
      // Asked for two reasons, it is asked once, since the later one.
      if (same != out.end()) {
        same->since = std::max(same->since, window->since);
        same->reminded = moment.today - same->since >= kRemindAfter;
        continue;
      }
      out.push_back({line.plan.instrument, seat.person, window->since, moment.today - window->since >= kRemindAfter,
                     line.plan.seconds});
    }
  }
  return out;
}

bool has_open_link(const Course& course, PersonId person, const std::string& instrument, Day since, Day today) {
  return std::ranges::any_of(course.measure_links, [&](const auto& one) {
    const MeasureLink& link = one.second;
    return link.person == person && link.instruments.contains(instrument) && link.used.ms == 0 && since <= link.made &&
           today <= link.until;
  });
}

double minutes_a_week(std::span<const MeasurePlan> plans, const Course& course, const Moment& moment, Part part) {
  double seconds = 0;
  for (const MeasurePlan& plan : plans) {
    if (plan.answers != part) continue;
    if (plan.when == Occasion::weekly) seconds += static_cast<double>(plan.seconds) / plan.weeks;
    if (plan.when == Occasion::before_session || plan.when == Occasion::after_session)
      seconds += plan.seconds * sessions_a_week(plan, course, moment);
  }
  return seconds / 60;
}

std::string in_words(const MeasurePlan& plan) {
  const auto session = [&]() -> std::string {
    if (plan.any_kind) return "each session";
    switch (plan.kind) {
      case SessionKind::therapist:
        return "each session with the therapist";
      case SessionKind::practitioner:
        return "each session with the practitioner";
      case SessionKind::triadic:
        return "each meeting of all three";
    }
    return {};
  };
  switch (plan.when) {
    case Occasion::start:
      return "at the start";
    case Occasion::weekly:
      return plan.weeks == 1 ? "every week" : "every " + std::to_string(plan.weeks) + " weeks";
    case Occasion::before_session:
      return "before " + session();
    case Occasion::after_session:
      return "after " + session();
    case Occasion::review:
      return "before each review";
    case Occasion::closure:
      return "at the ending";
    case Occasion::aftercare:
      return "1, 3, 6 and 12 months after the ending";
  }
  return {};
}

std::string time_in_words(int seconds) {
  const int minutes = std::max(1, (seconds + 30) / 60);
  return minutes == 1 ? "about a minute" : "about " + std::to_string(minutes) + " minutes";
}

}  // namespace trefoil::course
