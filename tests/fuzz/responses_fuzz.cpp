// Any bytes as a CSV of answers; what could be read is looked at.
#include "codec/responses_csv.h"
#include "items/reliability.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = trefoil::codec::read_responses({data, size}, trefoil::codec::ItemColumns{});
  if (!read) return 0;
  if (read->responses.people() != read->rows.size()) __builtin_trap();
  const auto found = trefoil::items::reliability(read->responses);
  if (found && !(found->alpha <= 1.000001)) __builtin_trap();
  return 0;
}
