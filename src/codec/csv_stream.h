// A CSV read a row at a time, for files that are too large to be kept as text cells.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"

namespace trefoil::codec {

struct CsvSink {
  virtual ~CsvSink() = default;
  // Each gives what is wrong, as a sentence, or nothing. `line` counts from 1, where the row begins; `column` from 0.
  // The first row is the header.
  virtual std::string cell(std::size_t column, std::string_view text) = 0;
  // After its last cell. `row` is the row as it stands in the file, without the line's end; it lives as long as the
  // file's bytes. `bytes` have been read so far.
  virtual std::string row(std::size_t line, std::string_view row, std::size_t bytes) = 0;
  // Which column a sentence of cell() is about.
  virtual std::string column_name(std::size_t column) const = 0;
};

// As read_csv takes it (csv.cpp): comma or semicolon, told from the header, CRLF or LF, quoted cells, a byte order
// mark, UTF-8 alone; empty lines are passed over. At most 500 columns and 64 KiB a cell. bad_input with the place:
// "line 3, column Work". `separator` is set before the first cell.
Result<void> stream_csv(View bytes, CsvSink& sink, char& separator);

}  // namespace trefoil::codec
