// Scores from outside: a CSV (RFC 4180) and a mapping (JSON) that says what its columns are. All or nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "care/event.h"

namespace trefoil::codec {

// A table of text cells; the first row names the columns. Takes comma or semicolon (detected from the header), CRLF or
// LF, quoted fields with doubled quotes and line breaks, a UTF-8 byte order mark. Limits: 200,000 rows, 500 columns,
// 64 KiB a cell.
struct Table {
  std::vector<std::string> columns;
  struct Row {
    std::size_t line = 0;  // of the file, from 1, where the row begins
    std::vector<std::string> cells;
  };
  std::vector<Row> rows;
};
Result<Table> read_csv(View csv);

// {"code": {"column": "id"} or {"row_number": true, "prefix": "BtB-"},
//  "start": {"column": "started"} or {"date": "2001-04-02"}                    (optional; else weeks stay weeks)
//  "missing": ["", "NA"],
//  "measures": [{"name": "...", "short": "...", "direction": "lower" | "higher", "min": 0, "max": 63,
//                "reliability": 0.92, "spread": 12.7, "source": "...",
//                wide: "occasions": [{"column": "bdi.pre", "week": 0}, {"column": "b", "date_column": "b_on"},
//                                    {"column": "c", "date": "2026-03-02"}]
//                long: "value_column": "score", "when": {"week_column": "week"} or {"date_column": "on"},
//                      "only": {"column": "measure", "is": "BDI"}             (optional: rows of this measure)
//               }],
//  "note_columns": ["treatment", "drug"]}                                       (optional: kept as one note a file)
// Unknown keys are refused by name.
struct CellPlace {
  std::size_t line = 0;
  std::string column;
};
struct ImportedFile {
  std::string code;
  std::vector<care::Scored> scores;
  std::vector<CellPlace> places;  // where each of them stands
  std::string note;  // "treatment: BtheB; drug: Yes", empty where none was asked for
};
struct ImportProblem {
  std::size_t line = 0;    // of the CSV; 0: the mapping or the whole file
  std::string column;
  std::string what;        // "\"12x\" is not a number."
};
struct Import {
  std::vector<ImportedFile> files;  // by first appearance; empty when there are problems
  std::vector<ImportProblem> problems;
  std::size_t rows = 0, scores = 0, missing = 0;
};
// An Error only when the mapping can't be read at all; wrong cells are problems, all of them (at most 100) are told.
Result<Import> read_scores(View csv, View mapping, std::string_view origin);

}  // namespace trefoil::codec
