// Text from outside: is it UTF-8, is it blank, does it match what someone types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trefoil::base {

bool is_utf8(std::string_view text);      // well-formed, no surrogates, no overlong forms, nothing past U+10FFFF
std::string trim(std::string_view text);  // without leading and trailing white space
// For comparing names as people type them: trimmed, inner white space single, Latin, basic Greek and Cyrillic
// letters in lower case. What is not UTF-8 is left out.
std::string fold(std::string_view text);
std::vector<std::string> split(std::string_view text, char at);
std::size_t characters(std::string_view text);  // code points

// Signs that a name or another single line can't have: control characters, ends of lines, and what shows nothing but
// turns the direction of what follows or hides between letters. Joiners, which some scripts need, are none of them.
bool has_hidden_signs(std::string_view text);

// Line endings to \n and no control characters but \n and \t: what a typed note may hold.
std::string clean(std::string_view text);

}  // namespace trefoil::base
