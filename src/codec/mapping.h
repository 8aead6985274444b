// What a mapping says (its form is in scores_csv.h), checked, with its columns still to be found in a table.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "measure/series.h"

namespace trefoil::codec {

struct Mapping {
  struct Column {
    std::string name;
    std::size_t index = 0;  // in the table, once it is found there
  };
  // When a score was taken: exactly one of the four.
  struct Moment {
    std::optional<double> week;
    std::optional<Day> date;
    std::optional<Column> week_column, date_column;
  };
  struct Source {
    Column value;
    Moment when;
  };
  struct Only {  // in a long table: which rows are of this measure
    Column column;
    std::string is;
  };
  struct Measure {
    measure::Scale scale;
    std::vector<Source> sources;  // wide: one an occasion; long: one
    std::optional<Only> only;
  };
  struct Start {  // exactly one of the two
    std::optional<Column> column;
    std::optional<Day> date;
  };

  std::optional<Column> code;  // none: the row's number
  std::string prefix;          // before that number
  std::optional<Start> start;
  std::vector<std::string> missing;  // cells that mean "not answered"; an empty cell always does
  std::vector<Measure> measures;
  std::vector<Column> notes;
};

// bad_input with the field's place ("measures[0].direction"), or the line where the JSON breaks off.
Result<Mapping> read_mapping(View json);

}  // namespace trefoil::codec
