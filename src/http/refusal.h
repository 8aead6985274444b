// What the server itself says: the short plain pages of its refusals, and whether a handler's response can be sent.
#pragma once

#include <string_view>

#include "http/message.h"

namespace trefoil::http {

// For 400, 405, 408, 413, 417, 421, 431 and 503; anything else is told as 500. Nothing of the request is repeated.
Response refusal(int status);

// A status from 200 to 599, header names of letters, digits and hyphens, values without control characters (a line end
// would begin a header of its own).
bool can_be_sent(const Response& response);

// Headers that the server sets, so that a handler's own are left out. Without case.
bool is_servers_own(std::string_view header_name);

}  // namespace trefoil::http
