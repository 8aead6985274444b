#include "codec/csv_stream.h"

#include <csv.h>

#include <algorithm>

#include "base/text.h"
#include "codec/csv_limits.h"

namespace trefoil::codec {

namespace {
struct StreamParser {
  explicit StreamParser(char separator) {
    csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&csv, static_cast<unsigned char>(separator));
    csv_set_space_func(&csv, [](unsigned char) { return 0; });
    csv_set_blk_size(&csv, 4096);
  }
  StreamParser(const StreamParser&) = delete;
  StreamParser& operator=(const StreamParser&) = delete;
  ~StreamParser() { csv_free(&csv); }
  csv_parser csv{};
};

struct Stream {
  CsvSink* sink;
  std::string_view whole;
  std::size_t before = 0;  // bytes of the byte order mark
  std::size_t line = 1;    // that is being read
  std::size_t row_line = 0, row_from = 0, line_end = 0;
  std::size_t column = 0;
  std::string wrong;
  bool of_column = false;

  static void cell(void* bytes, std::size_t size, void* self) {
    auto& stream = *static_cast<Stream*>(self);
    if (!stream.wrong.empty()) return;
    if (stream.column == limits::kColumns) {
      stream.wrong = "The row has more than 500 cells.";
    } else if (size > limits::kCell) {
      stream.wrong = "A cell is longer than 64 KiB.";
    } else {
      stream.wrong = stream.sink->cell(stream.column, {static_cast<const char*>(bytes), bytes ? size : 0});
      stream.of_column = !stream.wrong.empty();
      if (!stream.of_column) ++stream.column;
    }
  }
  static void end_row(int, void* self) {
    auto& stream = *static_cast<Stream*>(self);
    if (!stream.wrong.empty()) return;
    std::string_view row = stream.whole.substr(stream.row_from, stream.line_end - stream.row_from);
    while (row.ends_with('\n') || row.ends_with('\r')) row.remove_suffix(1);
    stream.wrong = stream.sink->row(stream.row_line, row, stream.before + stream.line_end);
    if (!stream.wrong.empty()) return;  // told with this row's line
    stream.column = 0;
    stream.row_line = 0;
  }
  std::unexpected<Error> told() const {
    std::string place = "line " + std::to_string(row_line == 0 ? line : row_line);
    if (of_column) place += ", column " + sink->column_name(column);
    return fail(Fault::bad_input, wrong, std::move(place));
  }
};

char separator_in(std::string_view csv) {
  std::ptrdiff_t commas = 0, semicolons = 0;
  bool quoted = false;
  for (const char c : csv) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    commas += c == ',';
    semicolons += c == ';';
  }
  return semicolons > commas ? ';' : ',';
}
}  // namespace

Result<void> stream_csv(View bytes, CsvSink& sink, char& separator) {
  Stream stream{&sink, base::text(bytes)};
  if (stream.whole.starts_with("\xef\xbb\xbf")) {
    stream.whole.remove_prefix(3);
    stream.before = 3;
  }
  separator = separator_in(stream.whole);
  StreamParser parser(separator);
  std::size_t newline = 0;  // the next one
  for (std::size_t from = 0; from < stream.whole.size(); from = stream.line_end) {
    if (from == 0 || newline < from) newline = std::min(stream.whole.find('\n', from), stream.whole.size());
    // A lone CR ends a row for libcsv, so it ends a line here: what is parsed at once is one row at most.
    std::size_t end = from + std::min(stream.whole.substr(from, newline - from).find('\r'), newline - from);
    if (end + 1 == newline) end = newline;
    stream.line_end = std::min(end + 1, stream.whole.size());
    const std::string_view line = stream.whole.substr(from, stream.line_end - from);
    const auto at_this_line = [&](const char* what, const char* mend = "") {
      return fail(Fault::bad_input, what, "line " + std::to_string(stream.line), mend);
    };
    if (!base::is_utf8(line)) return at_this_line("The file is not UTF-8 text.", "Save it as \"CSV UTF-8\".");
    if (line.find('\0') != std::string_view::npos) return at_this_line("The line has zero bytes: it is no text.");
    if (stream.row_line == 0) {
      stream.row_line = stream.line;
      stream.row_from = from;
    }
    if (csv_parse(&parser.csv, line.data(), line.size(), Stream::cell, Stream::end_row, &stream) != line.size())
      return at_this_line("A quotation mark stands where none may.",
                          "Put the whole cell into quotation marks, and write those inside it twice.");
    if (!stream.wrong.empty()) return stream.told();
    if (csv_get_buffer_size(&parser.csv) > 2 * limits::kCell) return at_this_line("A cell is longer than 64 KiB.");
    // An empty line is no row for libcsv, but for one inside a quoted cell.
    const bool empty = line.find_first_not_of("\r\n") == std::string_view::npos;
    if (empty && stream.row_line == stream.line && stream.column == 0) stream.row_line = 0;
    ++stream.line;
  }
  if (csv_fini(&parser.csv, Stream::cell, Stream::end_row, &stream) != 0)
    return fail(Fault::bad_input, "The file ends inside a quoted cell.", "line " + std::to_string(stream.line),
                "Close the quotation marks.");
  if (!stream.wrong.empty()) return stream.told();
  return {};
}

}  // namespace trefoil::codec
