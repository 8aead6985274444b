#include "codec/answers_csv.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "codec/answer_plan.h"
#include "codec/cells.h"
#include "codec/row_sink.h"

namespace trefoil::codec {

namespace {
constexpr std::size_t kPart = std::size_t{1} << 20;  // bytes

class AnswerSink : public RowSink {
 public:
  AnswerSink(const measure::Instrument& instrument, const std::vector<std::string>& added, const ReadProgress& progress)
      : RowSink(added, progress), columns(instrument), answers_(columns.items(), measure::kMissing) {
    responses.items = columns.items();
  }

  AnswerPlan columns;
  measure::Responses responses;

 private:
  std::string plan() override { return columns.settle(names); }
  std::string take(std::size_t column, std::string_view text) override {
    const std::size_t place = columns.place(column);
    if (place == AnswerPlan::kNowhere) return {};
    const auto answer = columns.answer(place, text);
    if (!answer) return columns.is_no_answer(place, text);
    answers_[place] = *answer;
    return {};
  }
  void end_row() override {
    responses.answers.insert(responses.answers.end(), answers_.begin(), answers_.end());
    std::ranges::fill(answers_, measure::kMissing);
  }

  std::vector<measure::Answer> answers_;
};

// None where a row is not plain, or the header is not one line without anything wrong.
std::optional<Result<AnswerFile>> read_plain(View csv, const measure::Instrument& instrument,
                                             const std::vector<std::string>& added, const ReadProgress& progress,
                                             const base::Crew& crew) {
  std::string_view text = base::text(csv);
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos || text.starts_with('\n') || text.starts_with('\r')) return std::nullopt;
  const std::string_view header = text.substr(0, end + 1);
  if (header.find('\r') < end - 1) return std::nullopt;  // which ends a row, though not a line
  text.remove_prefix(end + 1);
  const ReadProgress none;
  AnswerSink sink(instrument, added, none);
  AnswerFile out;
  if (!stream_csv(base::view(header), sink, out.separator) || sink.header.empty()) return std::nullopt;
  out.header = sink.header;

  const PlainRows plain(sink.columns, out.separator);
  const auto pieces = whole_lines(text, kPart);
  out.parts.resize(pieces.size());
  std::mutex telling;
  std::size_t done = 0;
  bool stopped = false;
  const bool all = crew.each(pieces.size(), [&](std::size_t i) {
    if (!plain.read(pieces[i], out.parts[i])) return false;
    if (!progress) return true;
    const std::scoped_lock lock(telling);
    done += pieces[i].size();
    if (!stopped) stopped = !progress(done);
    return !stopped;
  });
  if (stopped) return fail(Fault::refused, "The reading was stopped.");
  if (!all || out.people() == 0) return std::nullopt;
  return out;
}
}  // namespace

std::size_t AnswerFile::people() const {
  std::size_t out = 0;
  for (const AnswerRows& part : parts) out += part.rows.size();
  return out;
}

Result<AnswerFile> read_answers_by_cell(View csv, const measure::Instrument& instrument,
                                        const std::vector<std::string>& added, const ReadProgress& progress) {
  AnswerSink sink(instrument, added, progress);
  const char separator = TRY(read_rows(csv, sink));
  AnswerFile out{sink.header, separator, {}};
  out.parts.push_back({std::move(sink.responses), std::move(sink.rows)});
  return out;
}

Result<AnswerFile> read_answers(View csv, const measure::Instrument& instrument, const std::vector<std::string>& added,
                                const ReadProgress& progress, const base::Crew& crew) {
  if (auto plain = read_plain(csv, instrument, added, progress, crew)) return std::move(*plain);
  return read_answers_by_cell(csv, instrument, added, progress);
}

}  // namespace trefoil::codec
