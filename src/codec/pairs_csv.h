// Scores before and after from a CSV: a row is a person, and the rows are kept as they stand, so that columns can be
// added to them. NA and an empty cell are missing; anything else that is no number is refused with its line and column.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "codec/responses_csv.h"

namespace trefoil::codec {

struct PairFile {
  struct Pair {
    std::optional<double> before, after;
  };
  std::vector<Pair> pairs;
  std::string_view header;
  std::vector<std::string_view> rows;
  char separator = ',';
};

// Columns pre and post are the scores, others are passed over. A score outside `range`, where there is one, is refused.
Result<PairFile> read_pairs(View csv, const std::optional<std::pair<double, double>>& range,
                            const std::vector<std::string>& added, const ReadProgress& progress = {});

}  // namespace trefoil::codec
