// Any bytes as an event: what is read is written, and what was written is read again as the same.
#include <cstdlib>

#include "codec/event_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const trefoil::care::Room room{trefoil::care::RoomKind::shared, {}};
  const auto event = trefoil::codec::decode_event({data, size}, room);
  if (!event) return 0;
  const std::string json = trefoil::codec::encode(*event);
  const auto again = trefoil::codec::decode_event(trefoil::base::view(json), room);
  // Not the same bytes: a number of more than fifteen digits is rounded once.
  if (!again || again->body.index() != event->body.index() || again->id != event->id) std::abort();
  return 0;
}
