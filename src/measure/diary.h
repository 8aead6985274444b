// The diary of touch and contact, week by week: what was wished for and what was there, in five kinds of contact. There
// is no score of it: what counts is the distance between the two, as this person sees it.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace trefoil::measure {

enum class Contact { near, hand, embrace, rest, other };
inline constexpr std::size_t kContacts = 5;
inline constexpr std::array<Contact, kContacts> kAllContacts{Contact::near, Contact::hand, Contact::embrace,
                                                             Contact::rest, Contact::other};
std::string_view in_words(Contact kind);  // "a talk close up"
std::string_view id_of(Contact kind);     // as the items of instruments/touch-diary.json begin: "near"

// Days of the last seven, 0 to 7; none where it was not answered.
struct DiaryCount {
  std::optional<int> wished, actual;
  bool operator==(const DiaryCount&) const = default;
};
struct DiaryWeek {
  Day day;  // on which it was answered, about the seven days before
  std::array<DiaryCount, kContacts> kinds;
  bool operator==(const DiaryWeek&) const = default;
};

// From answers to the diary's items ("near-wished", "near-actual", ...). What isn't a whole number from 0 to 7 counts
// as not answered; none where nothing is left.
std::optional<DiaryWeek> diary_week(Day day, const std::map<std::string, double, std::less<>>& answers);

// Days on which contact was wished for and not there, over all kinds: the sum of wished - actual where that is above 0.
// None where no kind has both.
std::optional<int> days_missed(const DiaryWeek& week);

// Below, `weeks` in any order.
std::string diary_sentence(std::span<const DiaryWeek> weeks);
struct DiaryRow {
  std::string when;
  std::array<std::string, kContacts> cells;  // "wished 5, there 1"; "not answered"
};
std::vector<DiaryRow> diary_table(std::span<const DiaryWeek> weeks);  // oldest first
std::vector<DiaryWeek> in_order(std::span<const DiaryWeek> weeks);    // oldest first; of one day the last given

}  // namespace trefoil::measure
