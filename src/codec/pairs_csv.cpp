#include "codec/pairs_csv.h"

#include <cmath>
#include <limits>
#include <utility>

#include "codec/cells.h"
#include "codec/row_sink.h"
#include "measure/series.h"

namespace trefoil::codec {

namespace {
constexpr std::size_t kNoColumn = std::numeric_limits<std::size_t>::max();

class PairSink : public RowSink {
 public:
  PairSink(const std::optional<std::pair<double, double>>& range, const std::vector<std::string>& added,
           const ReadProgress& progress)
      : RowSink(added, progress), range_(range) {}

  std::vector<PairFile::Pair> pairs;

 private:
  std::string plan() override {
    before_ = after_ = kNoColumn;
    for (std::size_t column = 0; column < names.size(); ++column) {
      if (names[column] == "pre") before_ = column;
      if (names[column] == "post") after_ = column;
    }
    if (before_ == kNoColumn) return "The header has no column \"pre\": the score before.";
    if (after_ == kNoColumn) return "The header has no column \"post\": the score after.";
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
  std::size_t before_ = kNoColumn, after_ = kNoColumn;
  PairFile::Pair now_;
};
}  // namespace

Result<PairFile> read_pairs(View csv, const std::optional<std::pair<double, double>>& range,
                            const std::vector<std::string>& added, const ReadProgress& progress) {
  PairSink sink(range, added, progress);
  const char separator = TRY(read_rows(csv, sink));
  return PairFile{std::move(sink.pairs), sink.header, std::move(sink.rows), separator};
}

}  // namespace trefoil::codec
