// CSVs of the commands on scores: answers to an instrument, and scores before and after.
//
// In both a row is a person, and the rows are kept as they stand, so that columns can be added to them. NA and an empty
// cell are missing; anything else that is no answer or number is refused with its line and column.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "codec/responses_csv.h"
#include "measure/instrument.h"

namespace trefoil::codec {

struct AnswerFile {
  measure::Responses
      responses;            // of the scored items, in measure::scored_items' order: places among the item's choices
  std::string_view header;  // as they stand in the file
  std::vector<std::string_view> rows;
  char separator = ',';
};

// Columns are found by the items' ids, in any order, and others passed over. Where the header names no item, the
// columns other than "id" are the items, in order, and as many. A cell holds the answer's code; where no code of the
// item is a number, its points will do. `added` are names that the header must not have.
Result<AnswerFile> read_answers(View csv, const measure::Instrument& instrument, const std::vector<std::string>& added,
                                const ReadProgress& progress = {});

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
