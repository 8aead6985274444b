#include "codec/growth_csv.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "base/text.h"
#include "codec/cells.h"
#include "codec/csv_stream.h"

namespace trefoil::codec {

namespace {
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kRowsAtOnce = 16'384;  // from one sign of progress to the next

struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>{}(name); }
};

class GrowthSink : public CsvSink {
 public:
  GrowthSink(const GrowthColumns& wanted, const std::function<bool(std::size_t)>& on) : wanted_(wanted), on_(on) {}

  std::string cell(std::size_t column, std::string_view text) override {
    if (in_header_) {
      names_.push_back(base::trim(text));
      return {};
    }
    cells_ = column + 1;
    if (column >= roles_.size() || roles_[column] == kNone) return {};
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    const bool missing = text.empty() || text == "NA";
    if (roles_[column] == kSubject) {
      if (missing) return "The row has no subject.";
      subject_ = text;
      return {};
    }
    present_[roles_[column]] = !missing;
    if (missing) return {};
    const auto number = read_number(text);
    if (!number) return number.error();
    values_[roles_[column]] = *number;
    return {};
  }

  std::string row(std::size_t, std::string_view, std::size_t bytes) override {
    if (in_header_) {
      in_header_ = false;
      return plan();
    }
    if (cells_ != names_.size())
      return "The row has " + std::to_string(cells_) + (cells_ == 1 ? " cell" : " cells") + ", and the header " +
             std::to_string(names_.size()) + ".";
    if (++rows_ % kRowsAtOnce == 0 && on_ && !on_(bytes)) {
      stopped = true;
      return "The reading was stopped.";
    }
    if (!present_[0]) {
      ++out.without_outcome;
      return {};
    }
    if (!std::ranges::all_of(present_, [](char there) { return there != 0; })) {
      ++out.without_other;
      return {};
    }
    out.outcome.push_back(values_[0]);
    out.time.push_back(values_[1]);
    for (std::size_t k = 0; k < out.covariates.size(); ++k) out.covariates[k].push_back(values_[2 + k]);
    // Most often the subject of the row before.
    if (out.subject.empty() || out.subjects[out.subject.back()] != subject_) {
      auto found = numbers_.find(std::string_view(subject_));
      if (found == numbers_.end()) {
        found = numbers_.emplace(subject_, static_cast<std::uint32_t>(out.subjects.size())).first;
        out.subjects.push_back(subject_);
      }
      out.subject.push_back(found->second);
    } else {
      out.subject.push_back(out.subject.back());
    }
    return {};
  }

  std::string column_name(std::size_t column) const override {
    return column < names_.size() && !names_[column].empty() ? names_[column] : std::to_string(column + 1);
  }

  bool planned() const { return !in_header_; }

  GrowthTable out;
  bool stopped = false;

 private:
  static constexpr std::size_t kSubject = kNone - 1;

  std::string plan() {
    roles_.assign(names_.size(), kNone);
    const auto take = [&](const std::string& name, std::size_t role) -> std::string {
      const auto at = std::ranges::find(names_, name);
      if (at == names_.end()) {
        const std::string* near = nearest(name, names_);
        return "There is no column " + quoted(name) + (near ? ": did you mean " + quoted(*near) + "?" : ".");
      }
      if (std::ranges::count(names_, name) > 1) return "The header has two columns " + quoted(name) + ".";
      auto& place = roles_[static_cast<std::size_t>(at - names_.begin())];
      if (place != kNone) return "The column " + quoted(name) + " is asked for twice.";
      place = role;
      return {};
    };
    std::string wrong = take(wanted_.outcome, 0);
    if (wrong.empty()) wrong = take(wanted_.time, 1);
    if (wrong.empty()) wrong = take(wanted_.subject, kSubject);
    for (std::size_t k = 0; k < wanted_.covariates.size() && wrong.empty(); ++k)
      wrong = take(wanted_.covariates[k], 2 + k);
    values_.assign(2 + wanted_.covariates.size(), 0);
    present_.assign(values_.size(), 0);
    out.covariates.resize(wanted_.covariates.size());
    return wrong;
  }

  const GrowthColumns& wanted_;
  const std::function<bool(std::size_t)>& on_;
  bool in_header_ = true;
  std::size_t cells_ = 0, rows_ = 0;
  std::vector<std::string> names_;
  std::vector<std::size_t> roles_;  // of each column: which value it is
  std::vector<double> values_;      // outcome, time, covariates of the row
  std::vector<char> present_;
  std::string subject_;
  std::unordered_map<std::string, std::uint32_t, NameHash, std::equal_to<>> numbers_;
};
}  // namespace

growth::Data GrowthTable::data() const {
  return {outcome, time, subject, subjects.size(), {covariates.begin(), covariates.end()}};
}

Result<GrowthTable> read_growth(View csv, const GrowthColumns& columns,
                                const std::function<bool(std::size_t bytes)>& on) {
  GrowthSink sink(columns, on);
  char separator = ',';
  auto read = stream_csv(csv, sink, separator);
  if (sink.stopped) return fail(Fault::refused, "The reading was stopped.");
  if (!read) return std::unexpected(std::move(read.error()));
  if (!sink.planned()) return fail(Fault::bad_input, "The file is empty.");
  return std::move(sink.out);
}

}  // namespace trefoil::codec
