// Scores of finished files, for what is to be expected in others (growth/expected_course.h): those that the reader may
// read, and no others.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "measure/series.h"
#include "practice/keyholder.h"
#include "practice/outline.h"

namespace trefoil::practice {

// The work in it has ended, or never was here: a file that was imported, and in which nobody has begun a course, is a
// record of earlier work.
bool is_finished(const care::File& file);

// One row a score, as growth::Data takes them. Time: weeks since the file's own first score.
struct FinishedScores {
  std::vector<double> outcome, time;
  std::vector<std::uint32_t> subject;
  std::size_t files = 0;     // with a score of that measure
  std::size_t imported = 0;  // of them, records of earlier work
};
// Of one measure (name, limits and direction the same), from all finished files that the holder has keys to but one.
// Outlines that are kept are used (practice/outlines.h): nothing is kept here, and so nothing under a wider key.
Result<FinishedScores> finished_scores(const House& house, Keyholder& holder, const measure::Scale& scale,
                                       LogId but_for);
// Of several measures in one go through the files, in their order.
Result<std::vector<FinishedScores>> finished_scores(const House& house, Keyholder& holder,
                                                    std::span<const measure::Scale> scales, LogId but_for);

// Weeks since the first, in order of time; empty where dates and weeks are mixed, since then nobody knows. Of scores on
// one day the last counts.
struct WeeksAndScore {
  double week = 0, value = 0;
};
std::vector<WeeksAndScore> by_week(const measure::Series& series);

}  // namespace trefoil::practice
