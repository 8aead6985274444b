// What is to be expected of one measure in one file, beside the finished files that the reader may read. A pure
// function: the scores are given to it (practice/finished.h), and the model is fitted anew for each page. Inside web.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "growth/expected_course.h"
#include "measure/series.h"
#include "practice/finished.h"

namespace trefoil::web {

struct Expected {
  growth::Standing standing = growth::Standing::too_little;
  std::string words;  // whole sentences, the verdict's word first; what is lacking where nothing is shown
  std::vector<growth::Prediction> fan;  // by week since the file's own first score; empty where none is shown
  std::vector<std::string> behind;       // the numbers behind, a sentence each
};
// `own`: of the file that is looked at, by week. A straight line for everybody, or one that flattens out, whichever the
// scores fit better; where slopes can't be told from chance, a start for each alone.
Expected expected_beside(const practice::FinishedScores& finished, const measure::Scale& scale,
                         std::span<const practice::WeeksAndScore> own);

}  // namespace trefoil::web
