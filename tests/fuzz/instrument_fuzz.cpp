// Any bytes as an instrument; what could be read scores every answer, and what it gives is a number within the scale.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "codec/instrument_json.h"
#include "measure/score.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace trefoil;
  const auto read = codec::read_instrument({reinterpret_cast<const char*>(data), size}, "own.json");
  if (!read) return 0;
  const measure::Scorer scorer(*read);
  for (const measure::Answer answer : {measure::Answer{0}, measure::Answer{1}, measure::kMissing}) {
    const std::vector<measure::Answer> answers(scorer.items().size(), answer);
    const auto scored = scorer.score(answers);
    if (scored.score && !std::isfinite(*scored.score)) std::abort();
    if (scored.score && scored.low && !(*scored.low <= *scored.score + 1e-6 && *scored.score <= *scored.high + 1e-6))
      std::abort();
    if (scored.t && !std::isfinite(*scored.t)) std::abort();
  }
  return 0;
}
