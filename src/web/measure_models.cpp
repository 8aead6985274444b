#include "web/measure_models.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "measure/interpret.h"
#include "measure/score.h"
#include "web/instruments.h"
#include "web/measure_takings.h"

namespace trefoil::web {

namespace {
constexpr std::string_view kDiary = "touch-diary";
constexpr std::size_t kDrawn = 2;  // on the file's page: the others stand there as sentences

View text_items(const std::vector<std::string>& all) {
  View out = View::list();
  for (const auto& text : all) out.add(View::object({{"text", text}}));
  return out;
}

measure::Series sorted(const measure::Series& series) {
  measure::Series out = series;
  sort(out);
  return out;
}

// Under the name that it has now, whatever it was called when it was answered.
std::string sentence_of(const OneMeasure& measure) {
  measure::Series series = *measure.series;
  series.scale.short_name = measure.name;
  return measure::sentence(series);
}

// The instrument's own sentences first: they are what its authors, or we, know of it.
std::vector<std::string> cannot_say(const OneMeasure& measure) {
  std::vector<std::string> out;
  if (measure.instrument != nullptr) out = measure.instrument->cannot_say;
  for (auto& text : measure::caveats(*measure.series))
    if (std::ranges::find(out, text) == out.end()) out.push_back(std::move(text));
  return out;
}

std::string band_words(const OneMeasure& measure) {
  if (measure.instrument == nullptr) return {};
  return measure::band_in_words(*measure.instrument, sorted(*measure.series).scores.back().value);
}

// "no change", "9 lower", "9 lower, beyond chance": what chance is, the section on the change says once.
std::string since_first(const measure::Series& series, std::size_t place) {
  if (place == 0) return {};
  const auto moved = measure::change(measure::scale_between(series.scale, series.scores.front(), series.scores[place]),
                                     series.scores.front().value, series.scores[place].value);
  const auto by = measure::number_text(std::abs(moved.difference));
  if (by == "0") return "no change";
  using enum measure::Change::Verdict;
  return by + (moved.difference < 0 ? " lower" : " higher") +
         (moved.verdict == better || moved.verdict == worse ? ", beyond chance" : "");
}

View rows_of(const care::File& file, const OneMeasure& measure) {
  const auto series = sorted(*measure.series);
  const auto ways = ways_of(file, measure);
  const auto rows = measure::table(series);
  View out = View::list();
  for (std::size_t i = 0; i < rows.size(); ++i)
    out.add(View::object(
        {{"when", rows[i].when},
         {"score", rows[i].score},
         {"between", rows[i].between},
         {"called", measure.instrument != nullptr ? measure::band_name(*measure.instrument, series.scores[i].value)
                                                  : std::string()},
         {"change", since_first(series, i)},
         {"way", ways.at(i)}}));
  return out;
}

View change_of(const OneMeasure& measure) {
  const auto series = sorted(*measure.series);
  if (series.scores.size() < 2) return View(false);
  // What was recorded with the scores is what the sentence above goes by. An adaptive test's are not of the instrument's
  // sum: neither are its figures.
  const bool of_sums =
      measure.instrument != nullptr && measure::scale_of(*measure.instrument).source == series.scale.source;
  auto basis = of_sums ? measure::basis_of(*measure.instrument) : measure::basis_of(series.scale);
  if (measure.instrument != nullptr) basis.cutoff = measure.instrument->cutoff;
  basis.scale = measure::scale_between(series.scale, series.scores.front(), series.scores.back());
  if (basis.scale.reliability != series.scale.reliability)
    basis.reliability_kind = "as the mean of the two scores' own error variances gives it";
  const auto told = measure::change_in_words(basis, series.scores.front().value, series.scores.back().value);
  return View::object({{"words", told.words}, {"parameters", text_items(told.parameters)}});
}

std::string when_ahead(const measure::Series& series, double weeks) {
  const auto& first = series.scores.front().when;
  if (first.day) return base::in_words(*first.day + static_cast<int>(std::lround(weeks * 7)));
  return "week " + measure::number_text(first.week.value_or(0) + weeks);
}

View expected_view(const OneMeasure& measure, const Expected& expected) {
  const auto series = sorted(*measure.series);
  View fan = View::list();
  // Every fourth week: a table of thirteen lines says no more.
  for (std::size_t i = 0; i < expected.fan.size(); ++i) {
    if (i % 4 != 3 && !(i == 0 && expected.fan.size() < 4)) continue;
    const auto& next = expected.fan[i];
    fan.add(View::object({{"when", when_ahead(series, next.time)},
                          {"likely", measure::number_text(std::round(next.expected))},
                          {"between", fmt::format("{} and {}", measure::number_text(std::round(next.eighty.low)),
                                                  measure::number_text(std::round(next.eighty.high)))}}));
  }
  const bool fan_shown = fan.shows();
  return View::object({{"words", expected.words},
                       {"alert", expected.standing == growth::Standing::worse_than_expected},
                       {"behind", text_items(expected.behind)},
                       {"fan", std::move(fan)},
                       {"fan_shown", fan_shown}});
}
}  // namespace

std::vector<OneMeasure> measures_of(const care::File& file, const Instruments* instruments) {
  std::vector<OneMeasure> out;
  for (const auto& item : file.items) {
    const auto* scored = std::get_if<care::Scored>(&item.event.body);
    if (scored == nullptr) continue;
    const auto series = file.series.find(care::series_key(file, *scored));
    if (series == file.series.end() || series->second.scores.empty()) continue;
    if (std::ranges::find(out, &series->second, &OneMeasure::series) != out.end()) continue;
    const auto& scale = series->second.scale;
    const auto* instrument = instruments == nullptr ? nullptr : instruments->titled(scale.name);
    const auto& kept = scale.short_name.empty() ? scale.name : scale.short_name;
    const auto& short_name = instrument != nullptr ? instrument->short_name : kept;
    const auto whose = care::whose_series(file, series->first);
    out.push_back({out.size() + 1, &series->second, instrument, whose.empty() ? short_name : short_name + ", " + whose,
                   scale.name == short_name ? std::string() : scale.name});
  }
  return out;
}

std::vector<measure::DiaryWeek> diary_of(const care::File& file) {
  std::vector<measure::DiaryWeek> out;
  for (const auto& item : file.items) {
    const auto* answered = std::get_if<care::Answered>(&item.event.body);
    if (answered == nullptr || answered->instrument != kDiary) continue;
    std::map<std::string, double, std::less<>> answers;
    for (const auto& reply : answered->replies) {
      double value = 0;
      const char* const end = reply.answer.data() + reply.answer.size();
      if (const auto read = std::from_chars(reply.answer.data(), end, value); read.ec == std::errc{} && read.ptr == end)
        answers[reply.item] = value;
    }
    if (const auto week = measure::diary_week(file.moment(item.event.at).today, answers)) out.push_back(*week);
  }
  return out;
}

std::optional<OneMeasure> find_measure(const OneFile& one, std::string_view number) {
  std::size_t wanted = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), wanted);
  if (error != std::errc{} || end != number.data() + number.size()) return std::nullopt;
  const auto all = measures_of(one.file(), one.instruments);
  if (wanted == 0 || wanted > all.size()) return std::nullopt;
  return all[wanted - 1];
}

std::string measures_address(const OneFile& one) { return "/files/" + one.id() + "/measures"; }
std::string measure_address(const OneFile& one, const OneMeasure& measure) {
  return measures_address(one) + "/" + std::to_string(measure.number);
}

std::vector<std::string> said_of_all(std::span<const OneMeasure> measures) {
  std::vector<std::string> out;
  if (measures.size() < 2) return out;
  for (const auto& text : cannot_say(measures.front()))
    if (std::ranges::all_of(measures, [&](const OneMeasure& other) {
          return std::ranges::count(cannot_say(other), text) > 0;
        }))
      out.push_back(text);
  return out;
}

std::string beside_address(const OneFile& one) {
  const bool sees = one.here() && care::is_professional(one.self()->role) && !one.file().series.empty();
  return sees ? measures_address(one) + "/beside" : std::string();
}

View measure_model(const OneFile& one, const OneMeasure& measure, const Expected* expected,
                   std::span<const std::string> said) {
  const auto marks = course_marks(one.file());
  const bool fan = expected != nullptr && !expected->fan.empty();
  View change = change_of(measure);
  const bool bands = measure.instrument != nullptr && !measure.instrument->bands.empty();
  const auto last = sorted(*measure.series).scores.back().value;
  View out = View::object({
      {"name", measure.name},
      {"whole_name", measure.whole_name},
      {"href", measure_address(one, measure)},
      {"about", measure.instrument != nullptr ? measure.instrument->about : std::string()},
      {"source", measure.instrument != nullptr ? measure.instrument->source : measure.series->scale.source},
      {"words", sentence_of(measure)},
      {"band", band_words(measure)},
      {"band_source", measure.instrument != nullptr ? measure::band_source(*measure.instrument, last) : std::string()},
      {"chart", chart_json(measure, {.marks = &marks, .expected = expected, .from = {}, .to = {}})},
      {"reading", text_items(chart_reading(measure, marks, fan))},
      {"rows", rows_of(one.file(), measure)},
      {"unscored", text_items(unscored_of(one, measure))},
      {"bands_shown", bands},
      {"change", std::move(change)},
  });
  auto caveats = cannot_say(measure);
  std::erase_if(caveats, [&](const std::string& text) { return std::ranges::count(said, text) > 0; });
  out.set("caveats_shown", !caveats.empty());
  out.set("caveats", text_items(caveats));
  out.set("expected", expected != nullptr ? expected_view(measure, *expected) : View(false));
  return out;
}

void set_measures(View& model, const OneFile& one) {
  View drawn = View::list(), more = View::list();
  const auto all = measures_of(one.file(), one.instruments);
  for (const auto& measure : all) {
    const bool draw = measure.number <= kDrawn;
    (draw ? drawn : more)
        .add(View::object({{"words", sentence_of(measure)},
                           {"band", band_words(measure)},
                           {"chart", draw ? chart_json(measure, {}) : std::string()},
                           {"name", measure.name},
                           {"href", measure_address(one, measure)},
                           {"caveats", text_items(cannot_say(measure))}}));
  }
  model.set("measures", std::move(drawn));
  model.set("more_shown", more.shows());
  model.set("more_measures", std::move(more));
  model.set("measures_href", all.empty() && unscored_of(one).empty() ? std::string() : measures_address(one));
}

void set_all_measures(View& model, const OneFile& one, std::span<const measure::DiaryWeek> diary) {
  const auto all = measures_of(one.file(), one.instruments);
  const auto marks = course_marks(one.file());
  std::optional<Day> from, to;
  for (const auto& measure : all)
    for (const auto& score : measure.series->scores)
      if (score.when.day) {
        from = std::min(from.value_or(*score.when.day), *score.when.day);
        to = std::max(to.value_or(*score.when.day), *score.when.day);
      }
  View measures = View::list(), rows = View::list();
  for (const auto& measure : all) {
    const auto series = sorted(*measure.series);
    const auto& first = series.scores.front();
    const auto& last = series.scores.back();
    const auto& name = measure.name;
    measures.add(View::object(
        {{"words", sentence_of(measure)},
         {"whole_name", measure.whole_name},
         {"band", band_words(measure)},
         {"chart", chart_json(measure, {.marks = &marks, .expected = nullptr, .from = from, .to = to, .small = true})},
         {"name", name},
         {"href", measure_address(one, measure)},
         {"caveats", text_items(cannot_say(measure))}}));
    const auto table = measure::table(series);
    rows.add(
        View::object({{"name", name},
                      {"href", measure_address(one, measure)},
                      {"first", measure::number_text(first.value)},
                      {"last", measure::number_text(last.value)},
                      {"when", table.back().when},
                      {"called", measure.instrument != nullptr ? measure::band_name(*measure.instrument, last.value)
                                                               : std::string()},
                      {"change", since_first(series, series.scores.size() - 1)}}));
  }
  model.set("measures", std::move(measures));
  model.set("measures_shown", !all.empty());
  const auto unscored = unscored_of(one);
  model.set("nothing_yet", all.empty() && unscored.empty());
  model.set("unscored", text_items(unscored));
  model.set("unscored_shown", !unscored.empty());
  model.set("rows", std::move(rows));
  model.set("diary", diary_model(diary));
}

}  // namespace trefoil::web
