// Answers to an instrument from a CSV: a row is a person, and the rows are kept as they stand, so that columns can be
// added to them. NA and an empty cell are missing; anything else that is no answer is refused with its line and column.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/crew.h"
#include "base/result.h"
#include "codec/plain_rows.h"
#include "codec/responses_csv.h"
#include "measure/instrument.h"

namespace trefoil::codec {

struct AnswerFile {
  std::string_view header;  // as it stands in the file
  char separator = ',';
  // The people, in the file's order, in parts of about a megabyte. Answers are of the scored items, in
  // measure::scored_items' order: places among the item's choices.
  std::vector<AnswerRows> parts;
  std::size_t people() const;
};

// Columns are found by the items' ids, in any order, and others passed over. Where the header names no item, the
// columns other than "id" are the items, in order, and as many; a first row that holds a number or an answer is then no
// header, and refused. A cell holds the answer's code; where no code of the item is a number, its points will do.
// `added` are names that the header must not have.
//
// Parts whose rows are plain (plain_rows.h) are read by whoever of the crew is free; where any is not, or anything is
// wrong, the whole file is read by one thread, a cell at a time. What comes of it is the same. `progress` is called by
// one thread at a time. Memory beside the file: for each person a byte an answer and 16 for the row.
Result<AnswerFile> read_answers(View csv, const measure::Instrument& instrument, const std::vector<std::string>& added,
                                const ReadProgress& progress = {}, const base::Crew& crew = base::Crew(1));
// The second way alone; for tests.
Result<AnswerFile> read_answers_by_cell(View csv, const measure::Instrument& instrument,
                                        const std::vector<std::string>& added, const ReadProgress& progress = {});

}  // namespace trefoil::codec
