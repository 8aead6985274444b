// The measures of a file as models: numbered, in words, as charts and tables. Inside web.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "measure/diary.h"
#include "measure/instrument.h"
#include "measure/series.h"
#include "web/expected.h"
#include "web/file_models.h"
#include "web/page_templates.h"

namespace trefoil::web {

// One measure of a file. Its number stands in its address, in place of a name that would tell what somebody is asked:
// counted from 1 in the order in which the file first had a score of each, which later entries don't change.
struct OneMeasure {
  std::size_t number = 0;
  const measure::Series* series = nullptr;
  const measure::Instrument* instrument = nullptr;  // whose title is the scale's name; null for an imported scale
  std::string name = {};                            // the short one; of a couple with whose it is
  std::string whole_name = {};                      // in full, where that says more; else empty
};
// `instruments`: what can be asked here; null: none is known.
std::vector<OneMeasure> measures_of(const care::File& file, const Instruments* instruments);
std::optional<OneMeasure> find_measure(const OneFile& one, std::string_view number);
std::vector<measure::DiaryWeek> diary_of(const care::File& file);  // from the answers to it, as the reader sees them
std::string measures_address(const OneFile& one);
std::string measure_address(const OneFile& one, const OneMeasure& measure);
// Where a professional of this circle reads how the file's measures stand beside finished files; empty for anybody else,
// and where nothing was measured.
std::string beside_address(const OneFile& one);

// What of the course of care is drawn beside scores: phases by the first session held in each, and the days of
// sessions.
struct PhaseMark {
  Day from;
  std::string name;
  bool operator==(const PhaseMark&) const = default;
};
struct CourseMarks {
  std::vector<PhaseMark> phases;          // in order; one that was gone back to stands twice
  std::vector<Day> practitioner, others;  // sessions held with the practitioner; with the therapist, or of all three
};
CourseMarks course_marks(const care::File& file);

// JSON for chart.ts (its comment says which). `marks` and `expected` may be null; `from` and `to` widen the axis of
// time.
struct ChartWish {
  const CourseMarks* marks = nullptr;
  const Expected* expected = nullptr;
  std::optional<Day> from, to;
  bool small = false;
};
std::string chart_json(const OneMeasure& measure, const ChartWish& wish);

// How to read the chart, a sentence each.
std::vector<std::string> chart_reading(const OneMeasure& measure, const CourseMarks& marks, bool fan);

// What none of several can say: told once for all of them. Nothing for one alone.
std::vector<std::string> said_of_all(std::span<const OneMeasure> measures);
// _measure: everything of one. `expected` null: not shown to this reader. `said`: what is told elsewhere on the page.
View measure_model(const OneFile& one, const OneMeasure& measure, const Expected* expected,
                   std::span<const std::string> said = {});
// _measures: on the file's page and the client's own, lighter, with links on. Sets measures, more_measures.
void set_measures(View& model, const OneFile& one);
// _measures_all: small multiples over one axis of time, and the diary. Sets measures, rows, diary.
void set_all_measures(View& model, const OneFile& one, std::span<const measure::DiaryWeek> diary);
// _diary: nothing, or one object.
View diary_model(std::span<const measure::DiaryWeek> weeks);

std::span<const Route> measure_routes();  // joined into file_routes

}  // namespace trefoil::web
