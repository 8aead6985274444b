#include "codec/mapping.h"

#include <boost/json.hpp>
#include <cmath>

#include "codec/csv_limits.h"
#include "codec/fields.h"
#include "codec/json_text.h"

namespace trefoil::codec {

namespace json = boost::json;

namespace {

std::string filled_text(Fields& in, std::string_view name) {
  std::string text = in.text(name);
  if (text.empty()) in.wrong(name, "must not be empty");
  return text;
}
Mapping::Column column(Fields& in, std::string_view name) { return {filled_text(in, name)}; }
std::optional<Mapping::Column> maybe_column(Fields& in, std::string_view name) {
  if (!in.has(name)) return std::nullopt;
  return column(in, name);
}
std::optional<Day> maybe_day(Fields& in, std::string_view name) {
  if (!in.has(name)) return std::nullopt;
  const Day day = in.day(name);
  if (day < limits::kFirstDay || day > limits::kLastDay) in.wrong(name, "must be between 1900 and 2199");
  return day;
}
std::optional<double> maybe_number(Fields& in, std::string_view name) {
  if (!in.has(name)) return std::nullopt;
  return in.number(name);
}

// The place of the object itself is where a choice between its fields is missing.
void one_of(Fields& in, int given, std::string_view names) {
  if (given != 1) in.wrong({}, "needs exactly one of " + std::string(names));
}

void read_code(Fields in, Mapping& mapping) {
  mapping.code = maybe_column(in, "column");
  if (in.has("row_number")) {
    if (!in.flag("row_number")) in.wrong("row_number", "must be true where it stands");
    if (mapping.code) in.wrong("row_number", "can't stand beside \"column\"");
    if (in.has("prefix")) mapping.prefix = in.text("prefix");
  } else if (!mapping.code) {
    in.wrong({}, "needs \"column\" or \"row_number\"");
  }
  in.done();
}

void read_start(Fields in, Mapping& mapping) {
  Mapping::Start start{maybe_column(in, "column"), maybe_day(in, "date")};
  one_of(in, start.column.has_value() + start.date.has_value(), "\"column\" and \"date\"");
  in.done();
  mapping.start = std::move(start);
}

measure::Scale read_scale(Fields& in) {
  measure::Scale scale;
  scale.name = filled_text(in, "name");
  scale.short_name = in.has("short") ? filled_text(in, "short") : scale.name;
  const std::string direction = in.text("direction");
  if (direction != "lower" && direction != "higher") {
    in.wrong("direction", "must say which scores are better: \"lower\" or \"higher\"");
  }
  scale.direction = direction == "higher" ? measure::Direction::higher_is_better : measure::Direction::lower_is_better;
  scale.minimum = maybe_number(in, "min");
  scale.maximum = maybe_number(in, "max");
  if (scale.minimum && scale.maximum && *scale.minimum >= *scale.maximum) in.wrong("max", "must be above \"min\"");
  scale.reliability = maybe_number(in, "reliability");
  if (scale.reliability && (*scale.reliability < 0 || *scale.reliability > 1)) {
    in.wrong("reliability", "must be between 0 and 1");
  }
  scale.spread = maybe_number(in, "spread");
  if (scale.spread && *scale.spread <= 0) in.wrong("spread", "must be above 0");
  if (in.has("source")) scale.source = in.text("source");
  if ((scale.reliability || scale.spread) && scale.source.empty()) {
    in.wrong("source", "must say where reliability and spread come from");
  }
  return scale;
}

Mapping::Measure read_measure(Fields& in) {
  Mapping::Measure measure;
  measure.scale = read_scale(in);
  if (in.has("occasions")) {
    if (in.has("value_column")) in.wrong("value_column", "can't stand beside \"occasions\"");
    in.each("occasions", [&](Fields& occasion) {
      Mapping::Source source{column(occasion, "column"), {}};
      source.when.week = maybe_number(occasion, "week");
      source.when.date = maybe_day(occasion, "date");
      source.when.date_column = maybe_column(occasion, "date_column");
      if (source.when.week && std::abs(*source.when.week) > limits::kWeeks) {
        occasion.wrong("week", "is more than a century away");
      }
      one_of(occasion,
             source.when.week.has_value() + source.when.date.has_value() + source.when.date_column.has_value(),
             "\"week\", \"date\" and \"date_column\"");
      occasion.done();
      measure.sources.push_back(std::move(source));
    });
    if (measure.sources.empty()) in.wrong("occasions", "must have at least one occasion");
  } else {
    Mapping::Source source{column(in, "value_column"), {}};
    Fields when = in.object("when");
    source.when.week_column = maybe_column(when, "week_column");
    source.when.date_column = maybe_column(when, "date_column");
    one_of(when, source.when.week_column.has_value() + source.when.date_column.has_value(),
           "\"week_column\" and \"date_column\"");
    when.done();
    measure.sources.push_back(std::move(source));
  }
  if (in.has("only")) {
    Fields only = in.object("only");
    measure.only = Mapping::Only{column(only, "column"), only.text("is")};
    only.done();
  }
  in.done();
  return measure;
}

}  // namespace

Result<Mapping> read_mapping(View bytes) {
  const json::value value = TRY(read_json(base::text(bytes), "mapping", limits::kMapping));
  Trouble trouble{Fault::bad_input};
  Fields in(value, trouble);
  Mapping mapping;
  read_code(in.object("code"), mapping);
  if (in.has("start")) read_start(in.object("start"), mapping);
  if (in.has("missing")) mapping.missing = in.texts("missing");
  in.each("measures", [&](Fields& measure) {
    Mapping::Measure read = read_measure(measure);
    for (const Mapping::Measure& other : mapping.measures) {
      if (other.scale.name == read.scale.name) measure.wrong("name", "is the name of an earlier measure too");
    }
    mapping.measures.push_back(std::move(read));
  });
  if (mapping.measures.empty()) in.wrong("measures", "must have at least one measure");
  if (in.has("note_columns")) {
    for (std::string& name : in.texts("note_columns")) mapping.notes.push_back({std::move(name)});
  }
  in.done();
  if (trouble.first) return std::unexpected(std::move(*trouble.first));
  return mapping;
}

}  // namespace trefoil::codec
