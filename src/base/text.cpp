#include "base/text.h"

#include <algorithm>
#include <cstdint>

namespace trefoil::base {

namespace {
// Decodes one code point at `at` and moves past it; -1 when malformed (and moves one byte).
std::int32_t next(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(at);
  if (lead < 0x80) return ++at, static_cast<std::int32_t>(lead);
  const int more = (lead >> 5) == 6 ? 1 : (lead >> 4) == 14 ? 2 : (lead >> 3) == 30 ? 3 : -1;
  if (more < 0 || at + static_cast<std::size_t>(more) >= text.size()) return ++at, -1;
  auto code = static_cast<std::int32_t>(lead & (0x3fu >> more));
  for (int i = 1; i <= more; ++i) {
    const unsigned follow = byte(at + static_cast<std::size_t>(i));
    if ((follow >> 6) != 2) return ++at, -1;
    code = (code << 6) | static_cast<std::int32_t>(follow & 0x3fu);
  }
  static constexpr std::int32_t least[] = {0, 0x80, 0x800, 0x10000};
  at += static_cast<std::size_t>(more) + 1;
  if (code < least[more] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return -1;
  return code;
}

void put(std::string& out, std::int32_t code) {
  const auto add = [&](std::int32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return add(code);
  if (code < 0x800) return add(0xc0 | (code >> 6)), add(0x80 | (code & 0x3f));
  if (code < 0x10000) return add(0xe0 | (code >> 12)), add(0x80 | ((code >> 6) & 0x3f)), add(0x80 | (code & 0x3f));
  add(0xf0 | (code >> 18)), add(0x80 | ((code >> 12) & 0x3f)), add(0x80 | ((code >> 6) & 0x3f)),
      add(0x80 | (code & 0x3f));
}

// Unicode's White_Space.
bool is_space(std::int32_t code) {
  if (code < 0x80) return code == ' ' || (code >= 9 && code <= 13);
  return code == 0x85 || code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x2028 ||
         code == 0x2029 || code == 0x202f || code == 0x205f || code == 0x3000;
}

std::int32_t lower(std::int32_t code) {
  if (code >= 'A' && code <= 'Z') return code + 32;
  if (code >= 0xc0 && code <= 0xde && code != 0xd7) return code + 32;
  if (code >= 0x100 && code <= 0x17e && code != 0x130 && code != 0x131 && code != 0x138 && code != 0x149 &&
      code != 0x178) {
    const bool odd_is_lower = !((code >= 0x139 && code <= 0x148) || (code >= 0x179));
    return (code % 2 == 0) == odd_is_lower ? code + 1 : code;
  }
  if (code == 0x178) return 0xff;
  if (code >= 0x391 && code <= 0x3a9 && code != 0x3a2) return code + 32;
  if (code >= 0x400 && code <= 0x40f) return code + 80;
  if (code >= 0x410 && code <= 0x42f) return code + 32;
  return code;
}
}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();)
    if (next(text, at) < 0) return false;
  return true;
}

std::string trim(std::string_view text) {
  std::size_t from = text.size(), to = text.size();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    if (is_space(next(text, at))) continue;
    from = std::min(from, start);
    to = at;
  }
  return std::string(text.substr(from, to - from));
}

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::int32_t code = next(text, at);
    if (code < 0) continue;
    if (is_space(code)) {
      gap = !out.empty();
      continue;
    }
    if (gap) out.push_back(' ');
    gap = false;
    put(out, lower(code));
  }
  return out;
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (std::size_t from = 0;;) {
    const std::size_t to = text.find(at, from);
    parts.emplace_back(text.substr(from, to == std::string_view::npos ? to : to - from));
    if (to == std::string_view::npos) return parts;
    from = to + 1;
  }
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) next(text, at);
  return count;
}

// Unicode's Cc, its line and paragraph ends, Bidi_Control, and invisible spaces and operators.
bool has_hidden_signs(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::int32_t code = next(text, at);
    if ((code >= 0 && code < 0x20) || (code >= 0x7f && code < 0xa0)) return true;
    if (code == 0x061c || code == 0x200b || code == 0x200e || code == 0x200f || code == 0xfeff) return true;
    if ((code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x2069)) return true;
  }
  return false;
}

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const std::int32_t code = next(text, at);
    if (code == '\r') {
      if (at >= text.size() || text[at] != '\n') out.push_back('\n');
    } else if (code == 0x85 || code == 0x2028 || code == 0x2029) {
      out.push_back('\n');  // Unicode's other ends of a line
    } else if (code < 0 || code >= 0xa0 || (code >= 0x20 && code < 0x7f) || code == '\n' || code == '\t') {
      out += text.substr(start, at - start);  // what is malformed stays so, for is_utf8 to find
    }
  }
  return out;
}

}  // namespace trefoil::base
