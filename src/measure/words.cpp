// Scores in words: the sentence above a chart, the table under it, and what the numbers can't say.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "measure/series.h"

namespace trefoil::measure {

namespace {
// By its short name: what it is in full stands beside it, where there is room.
const std::string& called(const Scale& scale) { return scale.short_name.empty() ? scale.name : scale.short_name; }

std::string good_way(const Scale& scale) {
  return scale.direction == Direction::lower_is_better ? " Lower is better." : " Higher is better.";
}

bool all_whole(const Series& series) {
  return std::all_of(series.scores.begin(), series.scores.end(),
                     [](const Score& score) { return score.value == std::trunc(score.value); });
}

std::string points(double value) { return number_text(value) + (std::abs(value) == 1 ? " point" : " points"); }

std::string week_in_words(double week) {
  if (week == 0) return "the start";
  if (week > 0) return "week " + number_text(week);
  return number_text(-week) + (week == -1 ? " week" : " weeks") + " before the start";
}

// "March 2025", "2 March 2025" or "week 3": as exact as telling the two occasions apart needs. With its year always: a
// sentence is kept, printed and sent on, and knows no day on which it is read.
std::string since_in_words(const Occasion& first, const Occasion& last) {
  if (!first.day) return week_in_words(first.week.value_or(0));
  std::string whole = base::in_words(*first.day);
  if (!last.day) return whole;
  const std::string other = base::in_words(*last.day);
  const auto month = [](const std::string& day) { return day.substr(day.find(' ') + 1); };
  return month(whole) == month(other) ? whole : month(whole);
}

bool names_a_day(std::string_view since) { return !since.empty() && since[0] >= '0' && since[0] <= '9'; }

// "in March 2025", "on 2 March 2025", "at the start", "in week 3", "2 weeks before the start".
std::string at_in_words(const Occasion& when, const std::string& words) {
  if (when.day) return (names_a_day(words) ? "on " : "in ") + words;
  const double week = when.week.value_or(0);
  return week == 0 ? "at " + words : week > 0 ? "in " + words : words;
}

Series sorted(const Series& series) {
  Series out = series;
  sort(out);
  return out;
}
}  // namespace

std::string number_text(double value) {
  if (!std::isfinite(value)) return "unknown";
  std::string out = fmt::format("{:.2f}", value);
  out.erase(out.find_last_not_of('0') + 1);
  if (out.back() == '.') out.pop_back();
  return out == "-0" ? "0" : out;
}

namespace {
std::string how_it_stands(const Series& series, const std::string& name) {
  const Score &first = series.scores.front(), &last = series.scores.back();
  std::string out = name + " is " + number_text(last.value);
  if (series.scores.size() == 1) {
    const std::string when = last.when.day ? base::in_words(*last.when.day) : week_in_words(last.when.week.value_or(0));
    return out + ", measured once, " + at_in_words(last.when, when) + ".";
  }
  if (!last.when.day) out += " " + at_in_words(last.when, week_in_words(last.when.week.value_or(0)));
  const Change moved = change(scale_between(series.scale, first, last), first.value, last.value);
  const bool at_once = first.when == last.when;
  const std::string since = since_in_words(first.when, last.when);
  if (number_text(moved.difference) == "0")
    return out + ", the same as " + (at_once ? "before" : at_in_words(first.when, since)) + ".";
  out += fmt::format(", {} {} {}", moved.difference < 0 ? "down" : "up", number_text(std::abs(moved.difference)),
                     at_once ? "within the same day" : "since " + since);
  switch (moved.verdict) {
    case Change::Verdict::better:
      return out + ": better, by more than chance would explain.";
    case Change::Verdict::worse:
      return out + ": worse, by more than chance would explain.";
    case Change::Verdict::within_chance:
      return out + ": no more than chance would explain.";
    case Change::Verdict::cannot_say:
      break;
  }
  return out + ". Whether chance would explain it can't be said: how exact this measure is isn't known.";
}
}  // namespace

std::string sentence(const Series& unsorted) {
  const Series series = sorted(unsorted);
  const std::string& name = called(series.scale);
  if (series.scores.empty()) return name + " has not been measured yet.";
  return how_it_stands(series, name) + good_way(series.scale);
}

std::vector<TableRow> table(const Series& unsorted) {
  const Series series = sorted(unsorted);
  const Scale& scale = series.scale;
  const bool whole = all_whole(series);
  const auto error = standard_error(scale);
  std::vector<TableRow> rows;
  rows.reserve(series.scores.size());
  for (const Score& score : series.scores) {
    TableRow row;
    row.when = score.when.day ? base::in_words(*score.when.day) : "week " + number_text(score.when.week.value_or(0));
    row.score = number_text(score.value);
    if (error) {
      const double margin = kNormal95 * score.error.value_or(*error);
      double low = score.value - margin, high = score.value + margin;
      if (scale.minimum) low = std::max(low, *scale.minimum);
      if (scale.maximum) high = std::min(high, *scale.maximum);
      // Where only whole scores can be, the whole ones inside the interval.
      if (whole) low = std::ceil(low), high = std::floor(high);
      row.between = number_text(low) + " and " + number_text(high);
    }
    if (!rows.empty()) {
      const Change moved = change(scale_between(scale, series.scores.front(), score), series.scores.front().value, score.value);
      const std::string by = number_text(std::abs(moved.difference));
      row.since = by == "0" ? "no change" : by + (moved.difference < 0 ? " lower" : " higher");
      if (moved.by_chance)
        row.since +=
            "; change by chance alone up to " + number_text(whole ? std::floor(*moved.by_chance) : *moved.by_chance);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::string> caveats(const Series& series) {
  const Scale& scale = series.scale;
  std::vector<std::string> out;
  out.emplace_back("A score says how somebody answered on one day. It is not a diagnosis.");
  if (series.scores.size() > 1) {
    out.emplace_back(
        "One person's line is not proof of what caused it. People often begin when they feel worst, and some of the "
        "way "
        "back would have come by itself.");
    if (series.scores.size() > 2) out.emplace_back("The sentence compares the first score with the last one only.");
  }
  const bool dated =
      std::any_of(series.scores.begin(), series.scores.end(), [](const Score& s) { return s.when.day.has_value(); });
  const bool weekly =
      std::any_of(series.scores.begin(), series.scores.end(), [](const Score& s) { return !s.when.day; });
  if (dated && weekly)
    out.emplace_back("Some scores have dates and some only weeks; those with weeks are taken to be the earlier ones.");
  if (!standard_error(scale)) {
    out.emplace_back("How exact this measure is isn't known here, so nothing is said about chance.");
    return out;
  }
  out.emplace_back("\"Chance\" is how far two answers of a person whose state is the same lie apart, 95 times of 100.");
  if (std::ranges::any_of(series.scores, [&](const Score& one) { return one.error && *one.error != *standard_error(scale); })) {
    out.emplace_back(
        "Not every score here is equally sure: each has a standard error of its own, and chance in a change is worked out "
        "from those of the two that are compared (the root of the sum of their squares).");
    return out;
  }
  out.push_back("It is worked out from a reliability of " + number_text(*scale.reliability) + " and a spread of " +
                points(*scale.spread) +
                (scale.source.empty() ? std::string(", whose source isn't given.") : " (" + scale.source + ")."));
  return out;
}

}  // namespace trefoil::measure
