// Answers of rows that are plain: as nearly all files are, and many times as fast as a reader of every CSV.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "codec/answer_plan.h"
#include "measure/responses.h"

namespace trefoil::codec {

struct AnswerRows {
  measure::Responses responses;
  std::vector<std::string_view> rows;  // as they stand in the file, without the line's end
};

// Reads rows with neither quotation marks nor anything wrong, exactly as stream_csv and AnswerPlan::answer do: UTF-8
// without zero bytes, a cell a column, at most limits::kCell bytes a cell, LF or CRLF, empty lines passed over, an
// answer or none in each item's cell. False where a row is anything else, whether wrong or only not plain: the reader
// of every CSV then says which. `text` is whole lines of a file; the last may lack its end.
class PlainRows {
 public:
  // Both must outlive it; the plan is settled.
  PlainRows(const AnswerPlan& plan, char separator);
  bool read(std::string_view text, AnswerRows& out) const;

 private:
  // One line, which `text` begins with; takes it off.
  bool read_row(std::string_view& text, AnswerRows& out) const;

  const AnswerPlan* plan_;
  char separator_;
  std::vector<measure::Answer> of_one_;  // items x 256: of cells of one byte; kLookCloser where that takes more
};

// `text` in pieces of whole lines, each about `size` bytes.
std::vector<std::string_view> whole_lines(std::string_view text, std::size_t size);

}  // namespace trefoil::codec
