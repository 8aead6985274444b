#include "codec/responses_csv.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "codec/answer_plan.h"
#include "codec/cells.h"
#include "codec/csv_stream.h"

namespace trefoil::codec {

namespace {
constexpr std::size_t kNoItem = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kEvery = 16'384;  // rows from one sign of progress to the next

struct AnswerColumn {
  std::string name;
  std::size_t item = kNoItem;
  bool id = false;
  int low = 0;
  std::vector<measure::Answer> categories;  // by code - low
};

class ResponseSink : public CsvSink {
 public:
  ResponseSink(const ItemColumns& wanted, const ReadProgress& progress) : wanted_(wanted), progress_(progress) {}
  ResponseSink(const items::Bank& bank, const std::vector<std::string>& added, const ReadProgress& progress)
      : bank_(&bank), progress_(progress), added_(added) {}

  std::string cell(std::size_t column, std::string_view text) override {
    if (in_header_) {
      columns_.push_back({base::trim(text)});
      return {};
    }
    cells_ = column + 1;
    if (column >= columns_.size()) return {};
    const AnswerColumn& one = columns_[column];
    if (wanted_.label.empty() ? one.id : one.name == wanted_.label) out.ids.emplace_back(text);
    if (one.item == kNoItem) return {};
    text = without_blanks(text);
    if (no_answer(text)) return {};
    int code = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), code);
    if (end != text.data() + text.size() || error == std::errc::invalid_argument)
      return quoted(text) + " is not an answer: answers are whole numbers, and NA or nothing where there is none.";
    const auto place = static_cast<std::int64_t>(code) - one.low;
    measure::Answer answer = measure::kMissing;
    if (error == std::errc{} && place >= 0 && place < static_cast<std::int64_t>(one.categories.size()))
      answer = one.categories[static_cast<std::size_t>(place)];
    if (answer == measure::kMissing) ++out.outside;
    answers_[one.item] = answer;
    return {};
  }

  std::string row(std::size_t, std::string_view text, std::size_t bytes) override {
    if (in_header_) {
      in_header_ = false;
      out.header = text;
      if (std::string wrong = bank_ == nullptr ? plan_named() : plan_bank(); !wrong.empty()) return wrong;
      answers_.assign(out.items.size(), measure::kMissing);
      out.responses.items = out.items.size();
      return {};
    }
    if (cells_ != columns_.size())
      return "The row has " + std::to_string(cells_) + (cells_ == 1 ? " cell" : " cells") + ", and the header " +
             std::to_string(columns_.size()) + ".";
    out.responses.answers.insert(out.responses.answers.end(), answers_.begin(), answers_.end());
    out.rows.push_back(text);
    std::ranges::fill(answers_, measure::kMissing);
    if (progress_ && out.rows.size() % kEvery == 0 && !progress_(bytes)) {
      stopped = true;
      return "The reading was stopped.";
    }
    return {};
  }

  std::string column_name(std::size_t column) const override {
    return column < columns_.size() && !columns_[column].name.empty() ? columns_[column].name
                                                                      : std::to_string(column + 1);
  }

  ResponseFile out;
  bool stopped = false;

 private:
  std::string check_names() {
    std::unordered_set<std::string_view> seen;
    bool has_id = false;
    for (AnswerColumn& column : columns_) {
      if (column.name.empty()) return "The header has a column without a name.";
      if (!seen.insert(column.name).second) return "The header has two columns " + quoted(column.name) + ".";
      if (std::ranges::find(added_, column.name) != added_.end())
        return "The header has a column " + quoted(column.name) + " already, which is to be added.";
      column.id = base::fold(column.name) == "id";
      if (column.id && has_id) return "The header has two columns for a person's id.";
      has_id = has_id || column.id;
    }
    return {};
  }
  bool has(std::string_view name) const {
    return std::ranges::find(columns_, name, &AnswerColumn::name) != columns_.end();
  }
  std::string plan_named() {
    if (std::string wrong = check_names(); !wrong.empty()) return wrong;
    const auto& [range, names, label] = wanted_;
    if (!label.empty() && !has(label)) return "The header has no column " + quoted(label) + ".";
    for (const std::string& name : names) {
      if (!has(name)) return "The header has no column " + quoted(name) + ".";
      if (name == label) return "The column " + quoted(name) + " can't be both an item and what names the groups.";
    }
    for (AnswerColumn& column : columns_) {
      const bool named = std::ranges::find(names, column.name) != names.end();
      if (names.empty() ? column.name == label && !label.empty() : !named) continue;
      if (!named && is_number_or_na(column.name)) return no_header(column.name);
      if (!named && column.id) continue;
      column.item = out.items.size();
      column.low = range.low;
      for (int code = range.low; code <= range.high; ++code)
        column.categories.push_back(static_cast<measure::Answer>(code - range.low));
      out.items.push_back(column.name);
    }
    return out.items.empty() ? "The header names no item." : "";
  }
  std::string plan_bank() {
    if (std::string wrong = check_names(); !wrong.empty()) return wrong;
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < bank_->items.size(); ++i) places.emplace(bank_->items[i].id, i);
    bool any = false, all_numbers = true;
    for (AnswerColumn& column : columns_) {
      const auto found = places.find(column.name);
      if (found == places.end()) continue;
      any = true;
      all_numbers = all_numbers && is_number_or_na(column.name);
      column.item = found->second;
      const auto& codes = bank_->items[found->second].codes;
      const auto [low, high] = std::ranges::minmax(codes);
      column.low = low;
      column.categories.assign(static_cast<std::size_t>(high - low) + 1, measure::kMissing);
      for (std::size_t k = 0; k < codes.size(); ++k)
        column.categories[static_cast<std::size_t>(codes[k] - low)] = static_cast<measure::Answer>(k);
    }
    for (const items::BankItem& item : bank_->items) {
      out.items.push_back(item.id);
      if (!has(item.id)) out.absent.push_back(item.id);
    }
    if (!any) return "No column has the name of an item of the bank.";
    // A bank may call its items 1, 2 and 3. Then answers may look like names.
    for (const AnswerColumn& column : columns_)
      if (all_numbers && column.item == kNoItem && is_number_or_na(column.name)) return no_header(column.name);
    return {};
  }

  ItemColumns wanted_;
  const items::Bank* bank_ = nullptr;  // its items are the columns, else those that are wanted
  const ReadProgress& progress_;
  std::vector<std::string> added_;
  bool in_header_ = true;
  std::vector<AnswerColumn> columns_;
  std::vector<measure::Answer> answers_;
  std::size_t cells_ = 0;
};

Result<ResponseFile> read_through(View csv, ResponseSink sink) {
  char separator = ',';
  if (auto done = stream_csv(csv, sink, separator); !done) {
    if (sink.stopped) return fail(Fault::refused, "The reading was stopped.");
    return std::unexpected(std::move(done.error()));
  }
  if (sink.out.header.empty()) return fail(Fault::bad_input, "The file is empty.");
  if (sink.out.rows.empty())
    return fail(Fault::bad_input, "The file has no rows under its header.", "line 1", "Add a row for each person.");
  sink.out.separator = separator;
  return std::move(sink.out);
}
}  // namespace

Result<ResponseFile> read_responses(View csv, const ItemColumns& columns, const ReadProgress& progress) {
  const auto& range = columns.range;
  if (range.low > range.high || range.high - range.low >= static_cast<int>(measure::kMostCategories))
    return fail(Fault::bad_input, "A range of codes has its lower end first, and at most 100 codes.", "range");
  return read_through(csv, ResponseSink(columns, progress));
}

Result<ResponseFile> read_responses(View csv, const items::Bank& bank, const ReadProgress& progress,
                                    const std::vector<std::string>& added) {
  return read_through(csv, ResponseSink(bank, added, progress));
}

}  // namespace trefoil::codec
