#include "codec/answer_plan.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "codec/cells.h"

namespace trefoil::codec {

bool is_number_or_na(std::string_view name) { return name == "NA" || read_number(name).has_value(); }

std::string no_header(std::string_view cell) {
  return "The first row holds " + quoted(cell) +
         " where a column's name belongs. Put a row of names above the answers; a name is no number.";
}

AnswerPlan::AnswerPlan(const measure::Instrument& instrument)
    : instrument_(&instrument), items_(measure::scored_items(instrument)) {
  for (const std::size_t i : items_) {
    const measure::Item& item = instrument.items[i];
    auto& codes = codes_.emplace_back();
    std::vector<std::optional<double>> numbers;
    for (const measure::Choice& choice : item.choices) {
      codes.push_back(choice.code);
      const auto number = read_number(choice.code);
      numbers.push_back(number ? std::optional(*number) : std::nullopt);
    }
    // Points beside numbers as codes could be taken for one another.
    if (std::ranges::none_of(numbers, [](const auto& number) { return number.has_value(); }))
      for (std::size_t k = 0; k < item.choices.size(); ++k) numbers[k] = item.choices[k].points;
    numbers_.push_back(std::move(numbers));
  }
}

std::string AnswerPlan::settle(const std::vector<std::string>& names) {
  places_.assign(names.size(), kNowhere);
  std::unordered_map<std::string_view, std::size_t> ids;
  for (std::size_t place = 0; place < items_.size(); ++place) ids.emplace(instrument_->items[items_[place]].id, place);
  std::size_t found = 0;
  bool all_numbers = true;  // the names of items that were found
  for (std::size_t column = 0; column < names.size(); ++column)
    if (const auto at = ids.find(names[column]); at != ids.end()) {
      places_[column] = at->second;
      all_numbers = all_numbers && read_number(names[column]).has_value();
      ++found;
    }
  if (found == 0) return settle_in_order(names);
  // An own instrument may call its items 1, 2 and 3. Then answers may look like names.
  for (std::size_t column = 0; column < names.size(); ++column)
    if (all_numbers && places_[column] == kNowhere && is_number_or_na(names[column])) return no_header(names[column]);
  if (found == items_.size()) return {};
  for (std::size_t place = 0; place < items_.size(); ++place)
    if (std::ranges::find(places_, place) == places_.end())
      return "The header has columns of some items, and none " + quoted(instrument_->items[items_[place]].id) +
             ". Add it, with NA where nobody was asked.";
  return {};
}

std::string AnswerPlan::settle_in_order(const std::vector<std::string>& names) {
  std::size_t next = 0;
  for (std::size_t column = 0; column < names.size(); ++column) {
    if (is_number_or_na(names[column])) return no_header(names[column]);
    if (base::fold(names[column]) == "id") continue;
    if (next < items_.size()) {
      if (answer(next, names[column])) return no_header(names[column]);  // "often"
      places_[column] = next;
    }
    ++next;
  }
  if (next != items_.size())
    return "The header names no item, so that the columns (but id) must be the " + std::to_string(items_.size()) +
           " items in order: there " + (next == 1 ? "is 1." : "are " + std::to_string(next) + ".");
  return {};
}

std::optional<measure::Answer> AnswerPlan::answer(std::size_t place, std::string_view cell) const {
  if (no_answer(cell)) return measure::kMissing;
  const auto& codes = codes_[place];
  for (std::size_t k = 0; k < codes.size(); ++k)
    if (codes[k] == cell) return static_cast<measure::Answer>(k);
  // "2.0" is what some programs make of a 2.
  if (const auto number = read_number(cell)) {
    const auto at = std::ranges::find(numbers_[place], std::optional(*number));
    if (at != numbers_[place].end()) return static_cast<measure::Answer>(at - numbers_[place].begin());
  }
  return std::nullopt;
}

std::string AnswerPlan::is_no_answer(std::size_t place, std::string_view cell) const {
  const auto& codes = codes_[place];
  std::string known;
  for (std::size_t k = 0; k < codes.size() && k < 10; ++k) known += (k > 0 ? ", " : "") + std::string(codes[k]);
  if (codes.size() > 10) known += ", and more";
  return quoted(cell) + " is not an answer to this item: " + known + "; NA or nothing where there is none.";
}

}  // namespace trefoil::codec
