#include "measure/diary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace trefoil::measure {

namespace {
constexpr int kDays = 7;

std::string days(int count) { return std::to_string(count) + (count == 1 ? " day" : " days"); }

int missed(const DiaryCount& count) {
  return count.wished && count.actual ? std::max(0, *count.wished - *count.actual) : 0;
}

// Which kind lacked most; of equals the first.
std::size_t furthest(const DiaryWeek& week) {
  return static_cast<std::size_t>(std::ranges::max_element(week.kinds, {}, missed) - week.kinds.begin());
}
}  // namespace

std::string_view in_words(Contact kind) {
  switch (kind) {
    case Contact::near:
      return "a talk close up";
    case Contact::hand:
      return "a hand held";
    case Contact::embrace:
      return "an embrace";
    case Contact::rest:
      return "being held, or resting close";
    case Contact::other:
      return "other touch";
  }
  return {};
}

std::string_view id_of(Contact kind) {
  switch (kind) {
    case Contact::near:
      return "near";
    case Contact::hand:
      return "hand";
    case Contact::embrace:
      return "embrace";
    case Contact::rest:
      return "rest";
    case Contact::other:
      return "other";
  }
  return {};
}

std::optional<DiaryWeek> diary_week(Day day, const std::map<std::string, double, std::less<>>& answers) {
  DiaryWeek out;
  out.day = day;
  bool any = false;
  const auto answer = [&](Contact kind, std::string_view what) -> std::optional<int> {
    const auto found = answers.find(fmt::format("{}-{}", id_of(kind), what));
    if (found == answers.end() || !(found->second >= 0 && found->second <= kDays) ||
        found->second != std::trunc(found->second))
      return std::nullopt;
    any = true;
    return static_cast<int>(found->second);
  };
  for (std::size_t i = 0; i < kContacts; ++i) {
    out.kinds[i].wished = answer(kAllContacts[i], "wished");
    out.kinds[i].actual = answer(kAllContacts[i], "actual");
  }
  if (!any) return std::nullopt;
  return out;
}

std::optional<int> days_missed(const DiaryWeek& week) {
  std::optional<int> out;
  for (const DiaryCount& count : week.kinds)
    if (count.wished && count.actual) out = out.value_or(0) + missed(count);
  return out;
}

std::vector<DiaryWeek> in_order(std::span<const DiaryWeek> weeks) {
  std::vector<DiaryWeek> out(weeks.begin(), weeks.end());
  std::ranges::stable_sort(out, {}, &DiaryWeek::day);
  std::vector<DiaryWeek> kept;
  for (auto& week : out) {
    if (!kept.empty() && kept.back().day == week.day) kept.pop_back();
    kept.push_back(week);
  }
  return kept;
}

std::string diary_sentence(std::span<const DiaryWeek> weeks) {
  std::vector<DiaryWeek> told;
  for (auto& week : in_order(weeks))
    if (days_missed(week)) told.push_back(week);
  if (told.empty()) return "The diary has no week yet in which both wish and contact were noted.";
  const DiaryWeek& last = told.back();
  const int now = *days_missed(last);
  std::string out = "In the week up to " + base::in_words(last.day) + ", ";
  if (now == 0) {
    out += "there was as much contact as was wished for, of every kind that was noted.";
  } else {
    const std::size_t kind = furthest(last);
    const DiaryCount& count = last.kinds[kind];
    out += fmt::format("most was missed of this: {}, wished for on {}, there on {}.", in_words(kAllContacts[kind]),
                       days(*count.wished), *count.actual);
  }
  if (told.size() == 1) return out;
  const int first = *days_missed(told.front());
  out += fmt::format(
      " Over all kinds, what was wished for and not there came to {} that week; in the first week noted, "
      "up to {}, to {}.",
      days(now), base::in_words(told.front().day), days(first));
  return out;
}

std::vector<DiaryRow> diary_table(std::span<const DiaryWeek> weeks) {
  std::vector<DiaryRow> out;
  for (const auto& week : in_order(weeks)) {
    DiaryRow row;
    row.when = base::in_words(week.day);
    for (std::size_t i = 0; i < kContacts; ++i) {
      const DiaryCount& count = week.kinds[i];
      const auto text = [](const std::optional<int>& value) {
        return value ? std::to_string(*value) : std::string("?");
      };
      row.cells[i] = count.wished || count.actual ? "wished " + text(count.wished) + ", there " + text(count.actual)
                                                  : std::string("not answered");
    }
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace trefoil::measure
