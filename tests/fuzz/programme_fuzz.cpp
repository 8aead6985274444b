// Any bytes as a programme; what could be read is made a plan of.
#include "codec/programme_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = trefoil::codec::read_programme({reinterpret_cast<const char*>(data), size}, "own.json");
  if (read && trefoil::course::plan_from(*read).phases.size() != read->phases.size()) __builtin_trap();
  return 0;
}
