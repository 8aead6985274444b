#include "codec/cells.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/text.h"
#include "codec/csv_limits.h"

namespace trefoil::codec {

namespace {
std::optional<double> parse_decimal(std::string_view text) {
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::ptrdiff_t significant_digits(std::string_view text) {
  text = text.substr(0, text.find_first_of("eE"));
  text.remove_prefix(std::min(text.find_first_not_of("-0."), text.size()));
  return std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Levenshtein: how many letters must be put in, taken out or changed.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}
}  // namespace

std::string_view without_blanks(std::string_view cell) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!cell.empty() && blank(cell.front())) cell.remove_prefix(1);
  while (!cell.empty() && blank(cell.back())) cell.remove_suffix(1);
  return cell;
}

std::string quoted(std::string_view cell) {
  std::string out = "\"";
  constexpr std::size_t shown = 40;
  std::size_t to = std::min(cell.size(), shown);
  while (to < cell.size() && to > 0 && (static_cast<unsigned char>(cell[to]) & 0xc0) == 0x80) --to;
  for (const char c : base::clean(cell.substr(0, to))) out += c == '\n' || c == '\t' ? ' ' : c;
  return out + (to < cell.size() ? "…\"" : "\"");
}

std::string csv_cell(std::string_view text, char separator) {
  if (text.find_first_of(",;\"\r\n") == text.npos && text.find(separator) == text.npos) return std::string(text);
  std::string out = "\"";
  for (const char sign : text) out += sign == '"' ? std::string("\"\"") : std::string(1, sign);
  return out + "\"";
}

Cell<double> read_number(std::string_view cell) {
  if (const auto value = parse_decimal(cell)) {
    if (significant_digits(cell) <= 15) return *value;
    return std::unexpected(quoted(cell) + " has more than fifteen digits: round it.");
  }
  if (std::count(cell.begin(), cell.end(), ',') == 1) {
    std::string pointed(cell);
    pointed[pointed.find(',')] = '.';
    if (parse_decimal(pointed)) return std::unexpected(quoted(cell) + " has a decimal comma: write " + pointed + ".");
  }
  return std::unexpected(quoted(cell) + " is not a number.");
}

Cell<Day> read_date(std::string_view cell) {
  if (const auto day = base::parse_day(cell)) {
    if (*day >= limits::kFirstDay && *day <= limits::kLastDay) return *day;
    return std::unexpected(quoted(cell) + " is not between 1900 and 2199.");
  }
  return std::unexpected(quoted(cell) + " is not a date that exists: write it as YYYY-MM-DD, such as 2026-03-02.");
}

const std::string* nearest(std::string_view name, const std::vector<std::string>& names) {
  const std::string* best = nullptr;
  std::size_t least = std::min<std::size_t>(3, name.size() / 2) + 1;  // as far as a slip of the hand goes
  const std::string folded = base::fold(name);
  for (const std::string& candidate : names) {
    if (candidate.size() > name.size() + 3 || candidate.size() + 3 < name.size()) continue;
    const std::size_t far = distance(folded, base::fold(candidate));
    if (far < least) {
      least = far;
      best = &candidate;
    }
  }
  return best;
}

}  // namespace trefoil::codec
