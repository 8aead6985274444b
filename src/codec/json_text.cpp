#include "codec/json_text.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "codec/fields.h"

namespace trefoil::codec {

namespace json = boost::json;

namespace {
struct Level {
  bool list = false;
  int index = 0;
  std::string field;
  std::set<std::string, std::less<>> seen = {};
};

std::string place(const std::vector<Level>& levels) {
  std::string out;
  for (const Level& level : levels) {
    if (level.list) {
      out += "[" + std::to_string(level.index) + "]";
    } else {
      if (!out.empty()) out += ".";
      out += shown(level.field);
    }
  }
  return out;
}

// The place of the first field that stands twice. `text` has been parsed: it is JSON.
std::optional<std::string> field_twice(std::string_view text) {
  std::vector<Level> levels;
  for (std::size_t at = 0; at < text.size(); ++at) {
    switch (text[at]) {
      case '{':
      case '[':
        levels.push_back({text[at] == '['});
        break;
      case '}':
      case ']':
        levels.pop_back();
        break;
      case ',':
        ++levels.back().index;
        break;
      case '"': {
        const std::size_t from = at;
        for (++at; text[at] != '"'; ++at)
          if (text[at] == '\\') ++at;
        const std::size_t next = text.find_first_not_of(" \t\r\n", at + 1);
        if (next == text.npos || text[next] != ':') break;
        // Read, so that "n\u0061me" is the same as "name".
        levels.back().field = json::value_to<std::string>(json::parse(text.substr(from, at + 1 - from)));
        if (!levels.back().seen.insert(levels.back().field).second) return place(levels);
        break;
      }
      default:
        break;
    }
  }
  return std::nullopt;
}

std::string in_words(std::size_t bytes) {
  const std::size_t kib = bytes / 1024;
  return kib % 1024 == 0 ? std::to_string(kib / 1024) + " MiB" : std::to_string(kib) + " KiB";
}
}  // namespace

Result<json::value> read_json(std::string_view text, std::string_view what, std::size_t limit, std::size_t levels) {
  const std::string subject = "The " + std::string(what);
  if (text.size() > limit)
    return fail(Fault::bad_input, subject + " is larger than " + in_words(limit) + ".", {}, "Make it shorter.");
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  json::parse_options options;
  options.max_depth = levels;
  json::parser parser({}, options);
  json::error_code error;
  const std::size_t read = parser.write_some(text.data(), text.size(), error);
  const auto rest = text.substr(std::min(read, text.size()));
  if (!error && rest.find_first_not_of(" \t\r\n") != rest.npos) error = json::make_error_code(json::error::extra_data);
  if (error) {
    const auto line = 1 + std::count(text.begin(), text.end() - static_cast<std::ptrdiff_t>(rest.size()), '\n');
    return fail(Fault::bad_input, subject + " is not JSON: " + error.message() + ".", "line " + std::to_string(line),
                "Look at this line and the one before it for a comma, a bracket or a quotation mark.");
  }
  json::value value = parser.release();
  if (auto twice = field_twice(text)) {
    std::string sentence = "The field \"" + *twice + "\" stands twice.";
    return fail(Fault::bad_input, std::move(sentence), std::move(*twice), "Take one of the two out.");
  }
  return value;
}

}  // namespace trefoil::codec
