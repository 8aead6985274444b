// What is drawn of a measure, as JSON, and in words how to read it.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <map>

#include "course/course.h"
#include "growth/expected_course.h"
#include "measure/interpret.h"
#include "measure/series.h"
#include "web/measure_models.h"

namespace trefoil::web {

namespace json = boost::json;

namespace {
double rounded(double value) { return std::round(value * 100) / 100; }

json::object point_at(const measure::Occasion& when) {
  json::object out;
  if (when.day) out["on"] = base::to_string(*when.day);
  if (when.week) out["week"] = *when.week;
  return out;
}

json::array points_of(const measure::Series& series) {
  const auto& scale = series.scale;
  const auto error = measure::standard_error(scale);
  json::array out;
  for (const auto& score : series.scores) {
    json::object point = point_at(score.when);
    point["score"] = score.value;
    if (error) {  // the 95 % interval of the table, within the scale
      const double margin = measure::kNormal95 * score.error.value_or(*error);
      const double low = score.value - margin, high = score.value + margin;
      point["low"] = rounded(scale.minimum ? std::max(low, *scale.minimum) : low);
      point["high"] = rounded(scale.maximum ? std::min(high, *scale.maximum) : high);
    }
    out.push_back(std::move(point));
  }
  return out;
}

json::array days_json(const std::vector<Day>& days) {
  json::array out;
  for (const Day day : days) out.emplace_back(base::to_string(day));
  return out;
}

// Whole points: nobody is helped by more, and the finer the numbers, the more they tell of the files behind them.
json::array fan_json(const measure::Series& series, const Expected& expected) {
  json::array out;
  const auto& first = series.scores.front().when;
  for (std::size_t i = 0; i < expected.fan.size(); ++i) {
    if (i != 0 && i % 4 != 3 && i + 1 != expected.fan.size()) continue;  // between them lines do
    const auto& next = expected.fan[i];
    json::object point = first.day ? point_at({*first.day + static_cast<int>(std::lround(next.time * 7)), {}})
                                   : point_at({{}, first.week.value_or(0) + next.time});
    const auto band = [](const growth::Interval& interval) {
      return json::array{std::round(interval.low), std::round(interval.high)};
    };
    point["likely"] = std::round(next.expected);
    point["half"] = band(next.half);
    point["eighty"] = band(next.eighty);
    point["ninety"] = band(next.ninety_five);
    out.push_back(std::move(point));
  }
  return out;
}

std::string sessions_words(std::size_t count, std::string_view whose) {
  return counted(count, "session", "sessions") + " " + std::string(whose);
}
}  // namespace

CourseMarks course_marks(const care::File& file) {
  using course::SessionKind;
  // A session lies in a phase of the plan out of which it was planned.
  std::map<int, std::vector<course::Phase>> plans;
  for (const auto& item : file.items)
    if (const auto* in = std::get_if<care::InCourse>(&item.event.body))
      if (const auto* plan = std::get_if<course::PlanProposed>(&in->body))
        plans.emplace(static_cast<int>(plans.size()) + 1, plan->phases);
  auto sessions = file.course.sessions;
  std::erase_if(sessions, [](const course::Session& session) { return !course::has_been(session.step); });
  std::ranges::stable_sort(sessions, {}, &course::Session::began);
  CourseMarks out;
  for (const auto& session : sessions) {
    if (session.kind != SessionKind::practitioner) {
      out.others.push_back(session.day);
      continue;
    }
    out.practitioner.push_back(session.day);
    const auto plan = plans.find(session.plan);
    if (plan == plans.end() || session.phase < 0 || static_cast<std::size_t>(session.phase) >= plan->second.size())
      continue;
    const auto& name = plan->second[static_cast<std::size_t>(session.phase)].name;
    if (out.phases.empty() || out.phases.back().name != name) out.phases.push_back({session.day, name});
  }
  return out;
}

std::string chart_json(const OneMeasure& measure, const ChartWish& wish) {
  measure::Series series = *measure.series;
  sort(series);
  const auto& scale = series.scale;
  json::object chart{{"points", points_of(series)},
                     {"direction", scale.direction == measure::Direction::lower_is_better ? "lower" : "higher"}};
  if (scale.minimum) chart["min"] = *scale.minimum;
  if (scale.maximum) chart["max"] = *scale.maximum;
  if (wish.small) chart["small"] = true;
  if (measure.instrument != nullptr && !measure.instrument->bands.empty()) {
    json::array bands;
    for (const auto& band : measure.instrument->bands)
      bands.push_back(json::object{{"from", band.from}, {"to", band.to}, {"words", band.words}});
    chart["bands"] = std::move(bands);
  }
  const bool dated =
      std::ranges::all_of(series.scores, [](const measure::Score& score) { return score.when.day.has_value(); });
  if (wish.marks != nullptr && dated) {
    json::array phases;
    for (const auto& phase : wish.marks->phases)
      phases.push_back(json::object{{"on", base::to_string(phase.from)}, {"words", phase.name}});
    chart["phases"] = std::move(phases);
    chart["sessions"] = days_json(wish.marks->practitioner);
    chart["others"] = days_json(wish.marks->others);
  }
  if (wish.expected != nullptr && !wish.expected->fan.empty()) chart["fan"] = fan_json(series, *wish.expected);
  if (wish.from && dated) chart["from"] = base::to_string(*wish.from);
  if (wish.to && dated) chart["to"] = base::to_string(*wish.to);
  return json::serialize(chart);
}

std::vector<std::string> chart_reading(const OneMeasure& measure, const CourseMarks& marks, bool fan) {
  std::vector<std::string> out;
  const auto& series = *measure.series;
  out.emplace_back(
      "Each dot is an answer; the first and the last have their score beside them. The dotted line is where it began.");
  if (measure::standard_error(series.scale))
    out.emplace_back("The upright line through a dot: where the true value most likely lies (95 of 100 times).");
  if (measure.instrument != nullptr && !measure.instrument->bands.empty()) {
    std::vector<std::string> bands;
    for (const auto& band : measure.instrument->bands)
      bands.push_back(fmt::format("{} from {}", band.words, measure::number_text(band.from)));
    out.push_back("Across the chart: what such scores are called. " + sentence_case(joined(bands, ", ")) + ".");
  }
  const bool dated =
      std::ranges::all_of(series.scores, [](const measure::Score& score) { return score.when.day.has_value(); });
  if (dated && !marks.phases.empty()) {
    std::vector<std::string> phases;
    for (std::size_t i = 0; i < marks.phases.size(); ++i)
      phases.push_back(
          fmt::format("{}: {}, from {}", i + 1, marks.phases[i].name, base::in_words(marks.phases[i].from)));
    out.push_back("The numbers at the top are the phases of the plan, each from the first session in it. " +
                  joined(phases, "; ") + ".");
  }
  if (dated && !marks.practitioner.empty())
    out.push_back("The strokes at the bottom: " + sessions_words(marks.practitioner.size(), "with the practitioner") +
                  (marks.others.empty() ? "."
                                        : "; the small rings: " + counted(marks.others.size(), "other", "others") +
                                              ", with the therapist or of all three."));
  if (fan)
    out.emplace_back(
        "The fan to the right: where the next scores are likely to be, as the courses of finished files have it. The "
        "darkest part holds 50 of 100, the next 80, the lightest 95.");
  return out;
}

}  // namespace trefoil::web
