// Any bytes as an item bank; with what could be read a person is estimated.
#include <cmath>

#include "codec/bank_json.h"
#include "items/estimate.h"
#include "measure/responses.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bank = trefoil::codec::read_bank({reinterpret_cast<const char*>(data), size}, "bank.json");
  if (!bank) return 0;
  const auto items = bank->parameters();
  const auto found = trefoil::items::estimate_by_top(items, std::vector<trefoil::measure::Answer>(items.size(), 0),
                                                     trefoil::items::Method::map);
  if (!found || !std::isfinite(found->theta) || !std::isfinite(found->error)) __builtin_trap();
  return 0;
}
