// What the readers of answers and of pairs have in common: the header's names, rows of equal length, and the rows as
// they stand.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/text.h"
#include "codec/cells.h"
#include "codec/csv_stream.h"
#include "codec/responses_csv.h"

namespace trefoil::codec {

class RowSink : public CsvSink {
 public:
  RowSink(const std::vector<std::string>& added, const ReadProgress& progress) : added_(added), progress_(progress) {}

  std::string cell(std::size_t column, std::string_view text) override {
    if (in_header_) {
      names.push_back(base::trim(text));
      return {};
    }
    cells_ = column + 1;
    return column < names.size() ? take(column, without_blanks(text)) : std::string();
  }
  std::string row(std::size_t, std::string_view text, std::size_t bytes) override {
    if (in_header_) {
      in_header_ = false;
      header = text;
      std::string wrong = check_header();
      return wrong.empty() ? plan() : wrong;
    }
    if (cells_ != names.size())
      return "The row has " + std::to_string(cells_) + (cells_ == 1 ? " cell" : " cells") + ", and the header " +
             std::to_string(names.size()) + ".";
    end_row();
    rows.push_back(text);
    if (progress_ && rows.size() % kTellEvery == 0 && !progress_(bytes)) {
      stopped = true;
      return "The reading was stopped.";
    }
    return {};
  }
  std::string column_name(std::size_t column) const override {
    return column < names.size() && !names[column].empty() ? names[column] : std::to_string(column + 1);
  }

  static constexpr std::size_t kTellEvery = 16'384;  // rows from one sign of progress to the next

  std::vector<std::string> names;
  std::string_view header;
  std::vector<std::string_view> rows;
  bool stopped = false;

 private:
  virtual std::string plan() = 0;
  virtual std::string take(std::size_t column, std::string_view text) = 0;
  virtual void end_row() = 0;

  std::string check_header() const {
    std::unordered_set<std::string_view> seen;
    for (const std::string& name : names) {
      if (name.empty()) return "The header has a column without a name.";
      if (!seen.insert(name).second) return "The header has two columns " + quoted(name) + ".";
      if (std::ranges::find(added_, name) != added_.end())
        return "The header has a column " + quoted(name) + " already, which is to be added.";
    }
    return {};
  }

  const std::vector<std::string>& added_;
  const ReadProgress& progress_;
  bool in_header_ = true;
  std::size_t cells_ = 0;
};

// The whole file; gives the separator.
inline Result<char> read_rows(View csv, RowSink& sink) {
  char separator = ',';
  if (auto done = stream_csv(csv, sink, separator); !done) {
    if (sink.stopped) return fail(Fault::refused, "The reading was stopped.");
    return std::unexpected(std::move(done.error()));
  }
  if (sink.header.empty()) return fail(Fault::bad_input, "The file is empty.");
  if (sink.rows.empty())
    return fail(Fault::bad_input, "The file has no rows under its header.", "line 1", "Add a row for each person.");
  return separator;
}

}  // namespace trefoil::codec
