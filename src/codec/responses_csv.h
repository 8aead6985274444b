// Answers of people to items from a CSV: a row a person, a column an item, a whole number an answer.
//
// The header names the items. A column named "id" (in any capitals) is the person's and no item. NA, an empty cell and
// a whole number that is none of the item's codes are missing answers; anything else is refused with its line and
// column.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "items/bank.h"
#include "measure/responses.h"

namespace trefoil::codec {

struct CodeRange {
  int low = 0, high = 20;
};

// Which columns are items where no bank says so.
struct ItemColumns {
  CodeRange range;                 // a code's category is the code - range.low; at most 100 codes
  std::vector<std::string> names;  // these alone; empty: every column but "id" and the label
  std::string label;               // a column that is no item, whose cells are what `ids` has; empty: the column "id"
};

struct ResponseFile {
  std::vector<std::string> items;  // names, in the order of `responses`
  measure::Responses responses;
  std::vector<std::string> absent;  // the bank's items that have no column
  std::size_t outside = 0;  // cells with a number that is no code of the item
  std::string_view header;  // as they stand in the file
  std::vector<std::string_view> rows;
  std::vector<std::string> ids;  // of the column "id", where there is one
  char separator = ',';
};

// Told how many bytes have been read; false stops with Fault::refused.
using ReadProgress = std::function<bool(std::size_t bytes)>;

// Items in the order of the file. bad_input where a column that is named is not there.
Result<ResponseFile> read_responses(View csv, const ItemColumns& columns, const ReadProgress& progress = {});
// Columns of the bank's items alone, in any order, the others passed over; `responses` has all items of the bank, in
// its order, and those without a column are missing. bad_input where the file has no column of any item, or has one of
// those that are to be `added`.
Result<ResponseFile> read_responses(View csv, const items::Bank& bank, const ReadProgress& progress = {},
                                    const std::vector<std::string>& added = {});

}  // namespace trefoil::codec
