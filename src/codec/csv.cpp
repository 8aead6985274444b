#include <csv.h>

#include <algorithm>
#include <string>

#include "base/text.h"
#include "codec/csv_limits.h"
#include "codec/scores_csv.h"

// libcsv reads (docs/decisions/0005-csv.md); here lie the lines, the limits and the words for what is wrong.

namespace trefoil::codec {

namespace {

struct Parser {
  explicit Parser(char separator) {
    csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&csv, static_cast<unsigned char>(separator));
    csv_set_space_func(&csv, [](unsigned char) { return 0; });  // a cell's white space is its own
    csv_set_blk_size(&csv, 4096);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() { csv_free(&csv); }
  csv_parser csv{};
};

struct Reading {
  std::size_t line = 1;  // that is being read
  std::vector<Table::Row> rows;
  Table::Row row;
  std::size_t cells = 0;
  std::string wrong;

  static void cell(void* bytes, std::size_t size, void* self) {
    auto& reading = *static_cast<Reading*>(self);
    const std::string_view text(static_cast<const char*>(bytes), bytes ? size : 0);
    if (reading.row.cells.empty()) {
      reading.row.line = reading.line - static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }
    if (reading.row.cells.size() == limits::kColumns) {
      reading.wrong = "The row has more than 500 cells.";
    } else if (size > limits::kCell) {
      reading.wrong = "A cell is longer than 64 KiB.";
    } else if (++reading.cells > limits::kCells) {
      reading.wrong = "The file has more than 2,000,000 cells.";
    } else {
      reading.row.cells.emplace_back(text);
    }
  }
  static void end_row(int, void* self) {
    auto& reading = *static_cast<Reading*>(self);
    if (reading.rows.size() > limits::kRows) {
      reading.wrong = "The file has more than 200,000 rows.";
    } else {
      reading.rows.push_back(std::move(reading.row));
    }
    reading.row = {};
  }
};

std::unexpected<Error> at_line(std::size_t line, std::string what, std::string mend = {}) {
  return fail(Fault::bad_input, std::move(what), "line " + std::to_string(line), std::move(mend));
}

// Whichever the header has more of outside quotes.
char separator_of(std::string_view csv) {
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

Result<Table> read_csv(View bytes) {
  std::string_view csv = base::text(bytes);
  if (csv.size() > limits::kFile) return fail(Fault::bad_input, "The file is larger than 64 MiB.", "", "Split it.");
  if (csv.starts_with("\xef\xbb\xbf")) csv.remove_prefix(3);
  if (!base::is_utf8(csv)) {
    std::size_t line = 1;
    std::string_view rest = csv;
    for (auto end = rest.find('\n'); end != rest.npos && base::is_utf8(rest.substr(0, end)); end = rest.find('\n')) {
      rest.remove_prefix(end + 1);
      ++line;
    }
    return at_line(line, "The file is not UTF-8 text.", "Save it as \"CSV UTF-8\".");
  }
  if (csv.find('\0') != csv.npos) return fail(Fault::bad_input, "The file has zero bytes: it is no text.");

  Parser parser(separator_of(csv));
  Reading reading;
  while (!csv.empty()) {
    // A line at a time, so that what is wrong has a line; a lone CR ends a row for libcsv, but is no line of an editor.
    const std::size_t size = std::min(csv.find('\n'), csv.size() - 1) + 1;
    const std::size_t read = csv_parse(&parser.csv, csv.data(), size, Reading::cell, Reading::end_row, &reading);
    if (read != size) {
      return at_line(reading.line, "A quotation mark stands where none may.",
                     "Put the whole cell into quotation marks, and write those inside it twice.");
    }
    if (!reading.wrong.empty()) return at_line(reading.line, reading.wrong);
    if (csv_get_buffer_size(&parser.csv) > 2 * limits::kCell) return at_line(reading.line, "A cell is longer than 64 KiB.");
    if (csv[size - 1] == '\n') ++reading.line;
    csv.remove_prefix(size);
  }
  if (csv_fini(&parser.csv, Reading::cell, Reading::end_row, &reading) != 0) {
    return at_line(reading.line, "The file ends inside a quoted cell.", "Close the quotation marks.");
  }
  if (!reading.wrong.empty()) return at_line(reading.line, reading.wrong);
  if (reading.rows.empty()) return fail(Fault::bad_input, "The file is empty.");

  Table table;
  for (const std::string& name : reading.rows.front().cells) table.columns.push_back(base::trim(name));
  reading.rows.erase(reading.rows.begin());
  table.rows = std::move(reading.rows);
  return table;
}

}  // namespace trefoil::codec
