// The demonstration's earlier work: records that were imported, with scores alone, so that there are courses to compare
// with. Inside demo.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"

namespace trefoil::demo {

struct EarlierScore {
  Day on;
  double lonely = 0;  // of the invented scale, 0 to 40
  double mood = 0;    // of the PHQ-9, 0 to 27
};
struct EarlierFile {
  std::string code;
  std::vector<EarlierScore> scores;
};
// The same whenever it is asked for, but for the days, which lie one to five years before `today`.
std::vector<EarlierFile> demo_earlier(Day today);

}  // namespace trefoil::demo
