#include "codec/measure_csv.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "codec/cells.h"
#include "codec/csv_stream.h"
#include "measure/series.h"

namespace trefoil::codec {

namespace {
constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kTellEvery = 16'384;  // rows from one sign of progress to the next

std::string_view bare(std::string_view cell) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!cell.empty() && blank(cell.front())) cell.remove_prefix(1);
  while (!cell.empty() && blank(cell.back())) cell.remove_suffix(1);
  return cell;
}
bool no_answer(std::string_view cell) { return cell.empty() || cell == "NA"; }

// What both have in common: the header's names, rows of equal length, and the rows as they stand.
class RowSink : public CsvSink {
 public:
  RowSink(const std::vector<std::string>& added, const ReadProgress& progress) : added_(added), progress_(progress) {}

  std::string cell(std::size_t column, std::string_view text) override {
    if (in_header_) {
      names.push_back(base::trim(text));
      return {};
    }
    cells_ = column + 1;
    return column < names.size() ? take(column, bare(text)) : std::string();
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

class AnswerSink : public RowSink {
 public:
  AnswerSink(const measure::Instrument& instrument, const std::vector<std::string>& added, const ReadProgress& progress)
      : RowSink(added, progress), instrument_(instrument), items_(measure::scored_items(instrument)) {
    responses.items = items_.size();
    answers_.assign(items_.size(), measure::kMissing);
    for (const std::size_t i : items_) {
      const measure::Item& item = instrument.items[i];
      auto& codes = codes_.emplace_back();
      std::vector<std::optional<double>> numbers;
      for (const measure::Choice& choice : item.choices) {
        codes.push_back(choice.code);
        const auto number = read_number(choice.code);
        numbers.push_back(number ? std::optional(*number) : std::nullopt);
      }
      // Points beside numbers as codes could be taken for one another.
      if (std::ranges::none_of(numbers, [](const auto& number) { return number.has_value(); }))
        for (std::size_t k = 0; k < item.choices.size(); ++k) numbers[k] = item.choices[k].points;
      numbers_.push_back(std::move(numbers));
    }
  }

  measure::Responses responses;

 private:
  std::string plan() override {
    places_.assign(names.size(), kNowhere);
    std::unordered_map<std::string_view, std::size_t> ids;
    for (std::size_t place = 0; place < items_.size(); ++place) ids.emplace(instrument_.items[items_[place]].id, place);
    std::size_t found = 0;
    for (std::size_t column = 0; column < names.size(); ++column)
      if (const auto at = ids.find(names[column]); at != ids.end()) {
        places_[column] = at->second;
        ++found;
      }
    if (found == 0) return plan_in_order();
    if (found == items_.size()) return {};
    for (std::size_t place = 0; place < items_.size(); ++place)
      if (std::ranges::find(places_, place) == places_.end())
        return "The header has columns of some items, and none " + quoted(instrument_.items[items_[place]].id) +
               ". Add it, with NA where nobody was asked.";
    return {};
  }
  std::string plan_in_order() {
    std::size_t next = 0;
    bool numbers = true;
    for (std::size_t column = 0; column < names.size(); ++column) {
      if (base::fold(names[column]) == "id") continue;
      numbers = numbers && (no_answer(names[column]) || read_number(names[column]).has_value());
      if (next < items_.size()) places_[column] = next;
      ++next;
    }
    if (next != items_.size())
      return "The header names no item, so that the columns (but id) must be the " + std::to_string(items_.size()) +
             " items in order: there " + (next == 1 ? "is 1." : "are " + std::to_string(next) + ".");
    if (numbers) return "The first row holds numbers where the columns' names belong. Put a row of names above it.";
    return {};
  }
  std::string take(std::size_t column, std::string_view text) override {
    const std::size_t place = places_[column];
    if (place == kNowhere || no_answer(text)) return {};
    const auto& codes = codes_[place];
    for (std::size_t k = 0; k < codes.size(); ++k)
      if (codes[k] == text) {
        answers_[place] = static_cast<measure::Answer>(k);
        return {};
      }
    // "2.0" is what some programs make of a 2.
    if (const auto number = read_number(text)) {
      const auto at = std::ranges::find(numbers_[place], std::optional(*number));
      if (at != numbers_[place].end()) {
        answers_[place] = static_cast<measure::Answer>(at - numbers_[place].begin());
        return {};
      }
    }
    std::string known;
    for (std::size_t k = 0; k < codes.size() && k < 10; ++k) known += (k > 0 ? ", " : "") + std::string(codes[k]);
    if (codes.size() > 10) known += ", and more";
    return quoted(text) + " is not an answer to this item: " + known + "; NA or nothing where there is none.";
  }
  void end_row() override {
    responses.answers.insert(responses.answers.end(), answers_.begin(), answers_.end());
    std::ranges::fill(answers_, measure::kMissing);
  }

  const measure::Instrument& instrument_;
  std::vector<std::size_t> items_, places_;
  std::vector<std::vector<std::string_view>> codes_;
  std::vector<std::vector<std::optional<double>>> numbers_;
  std::vector<measure::Answer> answers_;
};

class PairSink : public RowSink {
 public:
  PairSink(const std::optional<std::pair<double, double>>& range, const std::vector<std::string>& added,
           const ReadProgress& progress)
      : RowSink(added, progress), range_(range) {}

  std::vector<PairFile::Pair> pairs;

 private:
  std::string plan() override {
    before_ = after_ = kNowhere;
    for (std::size_t column = 0; column < names.size(); ++column) {
      if (names[column] == "pre") before_ = column;
      if (names[column] == "post") after_ = column;
    }
    if (before_ == kNowhere) return "The header has no column \"pre\": the score before.";
    if (after_ == kNowhere) return "The header has no column \"post\": the score after.";
    return {};
  }
  std::string take(std::size_t column, std::string_view text) override {
    if ((column != before_ && column != after_) || no_answer(text)) return {};
    const auto number = read_number(text);
    if (!number) return number.error();
    if (std::abs(*number) > 1e12) return quoted(text) + " is too large for a score.";
    if (range_ && (*number < range_->first - 1e-9 || *number > range_->second + 1e-9))
      return quoted(text) + " lies outside the instrument's scores, " + measure::number_text(range_->first) + " to " +
             measure::number_text(range_->second) + ".";
    (column == before_ ? now_.before : now_.after) = *number;
    return {};
  }
  void end_row() override {
    pairs.push_back(now_);
    now_ = {};
  }

  const std::optional<std::pair<double, double>>& range_;
  std::size_t before_ = kNowhere, after_ = kNowhere;
  PairFile::Pair now_;
};

Result<char> read_rows(View csv, RowSink& sink) {
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
}  // namespace

Result<AnswerFile> read_answers(View csv, const measure::Instrument& instrument, const std::vector<std::string>& added,
                                const ReadProgress& progress) {
  AnswerSink sink(instrument, added, progress);
  const char separator = TRY(read_rows(csv, sink));
  return AnswerFile{std::move(sink.responses), sink.header, std::move(sink.rows), separator};
}

Result<PairFile> read_pairs(View csv, const std::optional<std::pair<double, double>>& range,
                            const std::vector<std::string>& added, const ReadProgress& progress) {
  PairSink sink(range, added, progress);
  const char separator = TRY(read_rows(csv, sink));
  return PairFile{std::move(sink.pairs), sink.header, std::move(sink.rows), separator};
}

}  // namespace trefoil::codec
