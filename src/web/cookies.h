// The sign-in's cookie on a response. Inside web.
#pragma once

#include "web/ask.h"

namespace trefoil::web {

// Sets the cookie and looks the new sign-in up, so that the page that follows carries its token.
Result<void> signed_in(Ask& ask, http::Response& response, const practice::Keyholder& holder);
void set_sign_in_cookie(Ask& ask, http::Response& response, std::string_view value);  // empty: taken away
int idle_minutes(Ask& ask, practice::Keyholder& holder);
// A local address to go on to, or /today.
std::string safe_next(std::string_view next);

}  // namespace trefoil::web
