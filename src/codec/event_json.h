// Events as JSON payloads: {"type":"note","v":1,"id":...,"at":<ms>,...}. The room is not in it: the entry's header has it.
// Types and fields are listed in docs/format.md; one golden entry for every version ever written is kept in codec's test.
#pragma once

#include <string>

#include "base/bytes.h"
#include "care/event.h"

namespace trefoil::codec {

// The same event always gives the same bytes. Numbers are kept to fifteen significant digits. Throws invalid_argument on
// a text that is not UTF-8 or a number that is not finite: the core lets neither through, and sealing what nobody could
// read again would lose it.
std::string encode(const care::Event& event);
// `room` is filled in by the caller's knowledge of the header. An unknown type, or a known one of a newer version, gives
// care::Unknown; anything malformed is damaged, with the field named.
Result<care::Event> decode_event(View json, const care::Room& room);

}  // namespace trefoil::codec
