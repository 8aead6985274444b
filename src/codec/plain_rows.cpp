#include "codec/plain_rows.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "codec/cells.h"
#include "codec/csv_limits.h"

namespace trefoil::codec {

namespace {
constexpr measure::Answer kLookCloser = measure::kMostCategories;  // no item has so many choices
constexpr std::size_t kBytes = 256;

// Eight bytes at a time.
bool any_beyond_ascii(std::string_view text) {
  std::uint64_t all = 0, eight = 0;
  for (; text.size() >= sizeof eight; text.remove_prefix(sizeof eight)) {
    std::memcpy(&eight, text.data(), sizeof eight);
    all |= eight;
  }
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return (all & 0x8080808080808080) != 0;
}
}  // namespace

PlainRows::PlainRows(const AnswerPlan& plan, char separator)
    : plan_(&plan), separator_(separator), of_one_(plan.items() * kBytes, kLookCloser) {
  for (std::size_t place = 0; place < plan.items(); ++place)
    for (int c = 0x21; c < 0x7f; ++c) {
      const char cell = static_cast<char>(c);
      if (cell == separator || cell == '"') continue;
      if (const auto answer = plan.answer(place, {&cell, 1}))
        of_one_[place * kBytes + static_cast<unsigned char>(c)] = *answer;
    }
}

bool PlainRows::read(std::string_view text, AnswerRows& out) const {
  if (text.find('"') != std::string_view::npos || text.find('\0') != std::string_view::npos) return false;
  if (any_beyond_ascii(text) && !base::is_utf8(text)) return false;
  out.responses.items = plan_->items();
  // About as many as there are, going by the first; where that is too few the vectors grow.
  const std::size_t first = std::min(text.find('\n'), text.size()) + 1;
  const std::size_t lines = text.size() / std::max(first, plan_->columns()) + 2;
  out.rows.reserve(lines);
  out.responses.answers.reserve(lines * plan_->items());
  while (!text.empty())
    if (!read_row(text, out)) return false;
  return true;
}

bool PlainRows::read_row(std::string_view& text, AnswerRows& out) const {
  const char* const from = text.data();
  const char* const end = from + text.size();
  const char* at = from;
  const auto done = [&](const char* to) { text.remove_prefix(static_cast<std::size_t>(to - from)); };
  if (*at == '\n') return done(at + 1), true;
  if (*at == '\r' && at + 1 < end && at[1] == '\n') return done(at + 2), true;
  const std::size_t first = out.responses.answers.size(), columns = plan_->columns();
  out.responses.answers.resize(first + plan_->items(), measure::kMissing);
  measure::Answer* const answers = out.responses.answers.data() + first;
  for (std::size_t column = 0; column < columns; ++column) {
    const std::size_t place = plan_->place(column);
    const bool last = column + 1 == columns;
    if (place != AnswerPlan::kNowhere && end - at > 1 && at[1] == (last ? '\n' : separator_)) {
      const measure::Answer answer = of_one_[place * kBytes + static_cast<unsigned char>(*at)];
      if (answer != kLookCloser) {
        answers[place] = answer;
        at += 2;
        continue;
      }
    }
    const char* to = at;
    while (to < end && *to != separator_ && *to != '\n' && *to != '\r') ++to;
    const std::string_view cell(at, static_cast<std::size_t>(to - at));
    if (cell.size() > limits::kCell) return false;
    at = to;
    if (last) {
      if (at < end && *at == '\r') ++at;  // by itself it ends a row too; that is not plain
      if (at < end && *at != '\n') return false;
      if (at == end && to != end) return false;
      if (at < end) ++at;
    } else if (at == end || *at != separator_) {
      return false;
    } else {
      ++at;
    }
    if (place == AnswerPlan::kNowhere) continue;
    const auto answer = plan_->answer(place, without_blanks(cell));
    if (!answer) return false;
    answers[place] = *answer;
  }
  std::string_view row(from, static_cast<std::size_t>(at - from));
  while (row.ends_with('\n') || row.ends_with('\r')) row.remove_suffix(1);
  out.rows.push_back(row);
  done(at);
  return true;
}

std::vector<std::string_view> whole_lines(std::string_view text, std::size_t size) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = text.size() <= size ? std::string_view::npos : text.find('\n', size - 1);
    out.push_back(text.substr(0, end == std::string_view::npos ? end : end + 1));
    text.remove_prefix(out.back().size());
  }
  return out;
}

}  // namespace trefoil::codec
