// How the cells of a CSV are answers to an instrument: which column holds which item, and what stands for an answer.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "measure/instrument.h"
#include "measure/responses.h"

namespace trefoil::codec {

class AnswerPlan {
 public:
  static constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

  // `instrument` must outlive it.
  explicit AnswerPlan(const measure::Instrument& instrument);

  // What is wrong with the header's names, as a sentence, or nothing. Before it, no column has a place.
  std::string settle(const std::vector<std::string>& names);
  std::size_t items() const { return items_.size(); }
  // The place of a column's item in measure::scored_items; kNowhere where it is passed over.
  std::size_t place(std::size_t column) const { return places_[column]; }
  std::size_t columns() const { return places_.size(); }

  // What a cell without blanks at its ends says: kMissing where nothing or NA, nullopt where it is no answer.
  std::optional<measure::Answer> answer(std::size_t place, std::string_view cell) const;
  std::string is_no_answer(std::size_t place, std::string_view cell) const;  // the sentence for that

 private:
  std::string settle_in_order(const std::vector<std::string>& names);

  const measure::Instrument* instrument_;
  std::vector<std::size_t> items_, places_;
  std::vector<std::vector<std::string_view>> codes_;
  std::vector<std::vector<std::optional<double>>> numbers_;
};

// A row of answers without a header above it would be taken for one, and a person lost: what is a number or NA is no
// column's name.
bool is_number_or_na(std::string_view name);
std::string no_header(std::string_view cell);  // the sentence for that

}  // namespace trefoil::codec
