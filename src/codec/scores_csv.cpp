#include "codec/scores_csv.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "base/text.h"
#include "codec/cells.h"
#include "codec/csv_limits.h"
#include "codec/mapping.h"

namespace trefoil::codec {

namespace {

using Row = Table::Row;

template <class Take>
void each_column(Mapping& mapping, Take take) {
  const auto maybe = [&](std::optional<Mapping::Column>& column) {
    if (column) take(*column);
  };
  maybe(mapping.code);
  if (mapping.start) maybe(mapping.start->column);
  for (Mapping::Measure& measure : mapping.measures) {
    for (Mapping::Source& source : measure.sources) {
      take(source.value);
      maybe(source.when.week_column);
      maybe(source.when.date_column);
    }
    if (measure.only) take(measure.only->column);
  }
  for (Mapping::Column& column : mapping.notes) take(column);
}

class Importer {
 public:
  Importer(const Table& table, Mapping& mapping, std::string_view origin)
      : table_(table), mapping_(mapping), origin_(origin), missing_(mapping.missing.begin(), mapping.missing.end()) {
    missing_.insert("");
  }

  Import run() {
    import_.rows = table_.rows.size();
    find_columns();
    if (import_.problems.empty()) {
      for (std::size_t i = 0; i < table_.rows.size() && !full(); ++i) take_row(table_.rows[i], i + 1);
    }
    if (import_.problems.empty() && import_.scores == 0) problem(0, "", "There is no score in the file.");
    if (!import_.problems.empty()) import_.files.clear();
    return std::move(import_);
  }

 private:
  bool full() const { return import_.problems.size() >= limits::kProblems; }
  void problem(std::size_t line, std::string_view column, std::string what) {
    if (!full()) import_.problems.push_back({line, std::string(column), std::move(what)});
  }

  void find_columns() {
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      if (!places.emplace(table_.columns[i], i).second) {
        problem(1, table_.columns[i], "Two columns have this name: give each its own.");
      }
    }
    std::set<std::string> told;
    each_column(mapping_, [&](Mapping::Column& column) {
      const auto found = places.find(column.name);
      if (found != places.end()) {
        column.index = found->second;
      } else if (told.insert(column.name).second) {
        std::string what = "The mapping asks for a column " + quoted(column.name) + ", which the file does not have";
        const std::string* near = nearest(column.name, table_.columns);
        problem(0, column.name, what + (near ? ": did you mean " + quoted(*near) + "?" : "."));
      }
    });
  }

  std::string cell(const Row& row, const Mapping::Column& column) const { return base::trim(row.cells[column.index]); }
  bool is_missing(const std::string& cell) const { return missing_.contains(cell); }

  void take_row(const Row& row, std::size_t number) {
    if (row.cells.size() != table_.columns.size()) {
      return problem(row.line, "", "This row has " + std::to_string(row.cells.size()) + " cells, the first row " +
                                       std::to_string(table_.columns.size()) + ".");
    }
    const auto code = code_of(row, number);
    if (!code) return;
    const auto [known, fresh] = places_.emplace(*code, import_.files.size());
    if (fresh) import_.files.push_back({*code, {}, {}, {}});
    const std::size_t file = known->second;
    take_note(row, file, fresh);
    for (std::size_t i = 0; i < mapping_.measures.size(); ++i) {
      const Mapping::Measure& measure = mapping_.measures[i];
      if (measure.only && cell(row, measure.only->column) != measure.only->is) continue;
      for (const Mapping::Source& source : measure.sources) take_score(row, file, i, source);
    }
  }

  std::optional<std::string> code_of(const Row& row, std::size_t number) {
    if (!mapping_.code) {
      std::string digits = std::to_string(number);
      digits.insert(0, std::to_string(table_.rows.size()).size() - digits.size(), '0');
      return mapping_.prefix + digits;
    }
    std::string code = cell(row, *mapping_.code);
    const std::string& column = mapping_.code->name;
    if (is_missing(code)) {
      problem(row.line, column, "The code is missing: it says whose scores these are.");
    } else if (base::characters(code) > limits::kCode) {
      problem(row.line, column, "The code is longer than 40 characters.");
    } else if (base::has_hidden_signs(code)) {
      problem(row.line, column, "The code has a line break in it, or signs that can't be seen.");
    } else {
      return code;
    }
    return std::nullopt;
  }

  void take_note(const Row& row, std::size_t file, bool fresh) {
    std::string note;
    for (const Mapping::Column& column : mapping_.notes) {
      const std::string text = cell(row, column);
      if (is_missing(text)) continue;
      if (!note.empty()) note += "; ";
      note += column.name + ": " + base::clean(text);
    }
    if (fresh) {
      import_.files[file].note = std::move(note);
    } else if (import_.files[file].note != note) {
      problem(row.line, "", "The columns kept as a note say something else than in an earlier row of " +
                                quoted(import_.files[file].code) + ": they must agree.");
    }
  }

  void take_score(const Row& row, std::size_t file, std::size_t measure_index, const Mapping::Source& source) {
    const std::string text = cell(row, source.value);
    if (is_missing(text)) {
      ++import_.missing;
      return;
    }
    const measure::Scale& scale = mapping_.measures[measure_index].scale;
    const auto value = read_number(text);
    if (!value) return problem(row.line, source.value.name, value.error());
    if (scale.minimum && *value < *scale.minimum) {
      return problem(row.line, source.value.name, quoted(text) + " is below the lowest score of " + scale.short_name +
                                                      ", " + measure::number_text(*scale.minimum) + ".");
    }
    if (scale.maximum && *value > *scale.maximum) {
      return problem(row.line, source.value.name, quoted(text) + " is above the highest score of " + scale.short_name +
                                                      ", " + measure::number_text(*scale.maximum) + ".");
    }
    const auto when = occasion_of(row, source.when);
    if (!when) return;
    const auto [first, fresh] = seen_.emplace(std::tuple(file, measure_index, when->day, when->week), row.line);
    if (!fresh) {
      return problem(row.line, source.value.name,
                     "A second score of " + scale.short_name + " for " + quoted(import_.files[file].code) +
                         " on the same occasion: the first stands in line " + std::to_string(first->second) + ".");
    }
    import_.files[file].scores.push_back({scale, {*when, *value}, std::string(origin_)});
    import_.files[file].places.push_back({row.line, source.value.name});
    ++import_.scores;
  }

  std::optional<Day> date_in(const Row& row, const Mapping::Column& column, std::string_view what) {
    const std::string text = cell(row, column);
    if (is_missing(text)) {
      problem(row.line, column.name, std::string(what) + " is missing.");
      return std::nullopt;
    }
    const auto day = read_date(text);
    if (day) return *day;
    problem(row.line, column.name, day.error());
    return std::nullopt;
  }

  // None where the row doesn't say, which is then a problem.
  std::optional<measure::Occasion> occasion_of(const Row& row, const Mapping::Moment& when) {
    if (when.date) return measure::Occasion{when.date, {}};
    if (when.date_column) {
      const auto day = date_in(row, *when.date_column, "The date of the score");
      if (!day) return std::nullopt;
      return measure::Occasion{day, {}};
    }
    double week = when.week.value_or(0);
    if (when.week_column) {
      const std::string text = cell(row, *when.week_column);
      const auto read = read_number(text);
      if (!read || std::abs(*read) > limits::kWeeks) {
        problem(row.line, when.week_column->name,
                is_missing(text) ? "The week of the score is missing."
                : read           ? quoted(text) + " is more than a century away: write weeks since the start."
                                 : read.error());
        return std::nullopt;
      }
      week = *read;
    }
    if (!mapping_.start) return measure::Occasion{{}, week};
    const auto start =
        mapping_.start->date ? mapping_.start->date : date_in(row, *mapping_.start->column, "The date of the start");
    if (!start) return std::nullopt;
    return measure::Occasion{*start + static_cast<int>(std::lround(week * 7)), {}};
  }

  const Table& table_;
  Mapping& mapping_;
  std::string_view origin_;
  std::set<std::string> missing_;
  std::unordered_map<std::string, std::size_t> places_;  // of a code in files
  std::map<std::tuple<std::size_t, std::size_t, std::optional<Day>, std::optional<double>>, std::size_t> seen_;
  Import import_;
};

}  // namespace

Result<Import> read_scores(View csv, View mapping_json, std::string_view origin) {
  Mapping mapping = TRY(read_mapping(mapping_json));
  const auto table = read_csv(csv);
  if (!table) {
    Import import;
    const Error& error = table.error();
    std::size_t line = 0;
    if (error.place.starts_with("line ")) line = std::stoul(error.place.substr(5));
    import.problems.push_back({line, "", error.what + (error.mend.empty() ? "" : " " + error.mend)});
    return import;
  }
  return Importer(*table, mapping, origin).run();
}

}  // namespace trefoil::codec
