// Any bytes as answers to an instrument, by both ways of reading, and as scores before and after: a row is a person, or
// nothing is read.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "codec/answers_csv.h"
#include "codec/pairs_csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace trefoil;
  measure::Instrument instrument;
  for (const char* id : {"a", "b"}) {
    measure::Item item;
    item.id = id;
    item.choices = {{"0", "No", 0}, {"1", "Yes", 1}};
    instrument.items.push_back(item);
  }
  const auto answers = codec::read_answers({data, size}, instrument, {"score"});
  const auto by_cell = codec::read_answers_by_cell({data, size}, instrument, {"score"});
  if (answers.has_value() != by_cell.has_value()) std::abort();
  if (!answers && (answers.error().what != by_cell.error().what || answers.error().place != by_cell.error().place))
    std::abort();
  if (answers) {
    std::vector<measure::Answer> all;
    std::vector<std::string_view> rows;
    for (const auto& part : answers->parts) {
      all.insert(all.end(), part.responses.answers.begin(), part.responses.answers.end());
      rows.insert(rows.end(), part.rows.begin(), part.rows.end());
    }
    if (all != by_cell->parts.at(0).responses.answers || rows != by_cell->parts.at(0).rows) std::abort();
    if (answers->header != by_cell->header || answers->separator != by_cell->separator) std::abort();
    if (all.size() != 2 * rows.size()) std::abort();
    for (const auto answer : all)
      if (answer > 1 && answer != measure::kMissing) std::abort();
  }
  const auto pairs = codec::read_pairs({data, size}, std::pair{0.0, 27.0}, {"rci"});
  if (pairs && pairs->pairs.size() != pairs->rows.size()) std::abort();
  if (pairs)
    for (const auto& pair : pairs->pairs)
      if (pair.before && !(*pair.before >= -1 && *pair.before <= 28)) std::abort();
  return 0;
}
