// Any bytes as answers to an instrument, and as scores before and after: a row is a person, or nothing is read.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "codec/measure_csv.h"

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
  if (answers && answers->responses.answers.size() != 2 * answers->rows.size()) std::abort();
  if (answers)
    for (const auto answer : answers->responses.answers)
      if (answer > 1 && answer != measure::kMissing) std::abort();
  const auto pairs = codec::read_pairs({data, size}, std::pair{0.0, 27.0}, {"rci"});
  if (pairs && pairs->pairs.size() != pairs->rows.size()) std::abort();
  if (pairs)
    for (const auto& pair : pairs->pairs)
      if (pair.before && !(*pair.before >= -1 && *pair.before <= 28)) std::abort();
  return 0;
}
