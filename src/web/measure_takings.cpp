#include "web/measure_takings.h"

#include <algorithm>
#include <utility>

#include "base/time.h"
#include "care/takings.h"
#include "measure/score.h"
#include "web/instruments.h"

namespace trefoil::web {

namespace {
struct Unscored {
  Day day;
  const measure::Instrument* instrument;
  PersonId person;
};
std::vector<Unscored> all_unscored(const OneFile& one) {
  std::vector<Unscored> out;
  const auto& file = one.file();
  for (const auto& item : file.items) {
    const auto* in_course = std::get_if<care::InCourse>(&item.event.body);
    const auto* taken = in_course == nullptr ? nullptr : std::get_if<course::MeasureTaken>(&in_course->body);
    if (taken == nullptr || one.instruments == nullptr) continue;
    const auto* instrument = one.instruments->find(taken->instrument);
    if (instrument == nullptr || measure::scored_items(*instrument).empty()) continue;
    if (care::scored_at(file, item.event.at, taken->person, instrument->title) == nullptr)
      out.push_back({file.moment(item.event.at).today, instrument, taken->person});
  }
  return out;
}

std::string key_of(const care::File& file, const Unscored& taken) {
  return care::series_key(file, {measure::scale_of(*taken.instrument), {}, {}, taken.person});
}
constexpr std::string_view kInPart = "answered in part, too little for a score";
}  // namespace

std::vector<std::string> ways_of(const care::File& file, const OneMeasure& measure) {
  std::vector<std::pair<measure::Occasion, std::string>> ways;
  for (const auto& item : file.items) {
    const auto* scored = std::get_if<care::Scored>(&item.event.body);
    if (scored == nullptr) continue;
    const auto series = file.series.find(care::series_key(file, *scored));
    if (series != file.series.end() && &series->second == measure.series) ways.emplace_back(scored->score.when, scored->origin);
  }
  // As measure::sort does it.
  std::ranges::stable_sort(ways, [](const auto& a, const auto& b) { return measure::before(a.first, b.first); });
  ways.resize(measure.series->scores.size());
  std::vector<std::string> out;
  for (auto& [when, way] : ways) out.push_back(std::move(way));
  return out;
}

std::vector<std::string> unscored_of(const OneFile& one, const OneMeasure& measure) {
  std::vector<std::string> out;
  for (const auto& taken : all_unscored(one)) {
    const auto series = one.file().series.find(key_of(one.file(), taken));
    if (series == one.file().series.end() || &series->second != measure.series) continue;
    out.push_back(base::in_words(taken.day) + ": " + std::string(kInPart) + ".");
  }
  return out;
}

std::vector<std::string> unscored_of(const OneFile& one) {
  std::vector<std::string> out;
  for (const auto& taken : all_unscored(one)) {
    const auto whose = care::whose_series(one.file(), key_of(one.file(), taken));
    out.push_back(taken.instrument->short_name + (whose.empty() ? "" : ", " + whose) + ", " + base::in_words(taken.day) + ": " +
                  std::string(kInPart) + ".");
  }
  return out;
}

}  // namespace trefoil::web
