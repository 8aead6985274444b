// A JSON text that somebody wrote by hand, before its fields are looked at.
#pragma once

#include <boost/json.hpp>
#include <string_view>

#include "base/result.h"

namespace trefoil::codec {

// Refused as bad_input: more than `limit` bytes, what is not JSON in UTF-8 or lies deeper than `levels` (with the
// line), and a field that stands twice in one object (with its place), of which a parser would drop one in silence.
// `what` it is stands in the errors: "mapping".
Result<boost::json::value> read_json(std::string_view text, std::string_view what, std::size_t limit,
                                    std::size_t levels = 8);

}  // namespace trefoil::codec
