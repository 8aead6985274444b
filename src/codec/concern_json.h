// A concern's events as JSON and back: {"type":"concern-raised","v":1,"at":...}. What was written by a newer Trefoil is
// unsupported: a concern has no half-understood state.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "care/concern.h"

namespace trefoil::codec {

std::string encode(const care::ConcernEvent& event);
Result<care::ConcernEvent> decode_concern_event(View json);

}  // namespace trefoil::codec
