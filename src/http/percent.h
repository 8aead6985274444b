// Percent-encoding (RFC 3986, 2.1) and its form variant, where a plus is a space. percent_encode is in message.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trefoil::http {

enum class Plus { literal, space };

// nullopt where an escape is broken or the outcome is not UTF-8.
std::optional<std::string> percent_decode(std::string_view text, Plus plus);

}  // namespace trefoil::http
