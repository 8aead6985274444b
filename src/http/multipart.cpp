// multipart/form-data as browsers send it (RFC 7578, RFC 2046 5.1). Strict: what is not plainly well-formed is refused.
#include <algorithm>

#include "base/text.h"
#include "http/ascii.h"
#include "http/message.h"

namespace trefoil::http {

namespace {
constexpr std::size_t most_parts = 1'000;
constexpr std::size_t most_head = 8 * 1024;
constexpr std::size_t longest_boundary = 70;  // RFC 2046, 5.1.1
constexpr std::string_view newline = "\r\n";

bool starts(std::string_view text, std::size_t at, std::string_view with) { return text.substr(at).starts_with(with); }

// A header's value with its parameters: `form-data; name="a"; filename=b`.
struct Parameters {
  std::string value;  // lower case
  std::vector<std::pair<std::string, std::string>> list;

  const std::string* find(std::string_view name) const {
    for (const auto& [key, text] : list)
      if (key == name) return &text;
    return nullptr;
  }
};

class ParameterReader {
 public:
  explicit ParameterReader(std::string_view text) : rest_(text) {}

  std::optional<Parameters> read() {
    Parameters out;
    out.value = lower_case(base::trim(until(";")));
    while (!rest_.empty()) {
      rest_.remove_prefix(1);  // the semicolon
      skip_space();
      if (rest_.empty()) break;
      std::string name = lower_case(base::trim(until("=;")));
      if (name.empty() || rest_.empty() || rest_.front() != '=') return std::nullopt;
      rest_.remove_prefix(1);
      skip_space();
      auto text = value();
      if (!text || out.find(name)) return std::nullopt;  // given twice: which one counts would be a guess
      out.list.emplace_back(std::move(name), std::move(*text));
    }
    return out;
  }

 private:
  std::string_view until(std::string_view any_of) {
    const std::size_t end = std::min(rest_.find_first_of(any_of), rest_.size());
    const std::string_view piece = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return piece;
  }

  void skip_space() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) rest_.remove_prefix(1);
  }

  std::optional<std::string> value() {
    if (rest_.empty() || rest_.front() != '"') return base::trim(until(";"));
    rest_.remove_prefix(1);
    std::string out;
    while (!rest_.empty() && rest_.front() != '"') {
      // Only a quote and a backslash are ever escaped: old browsers send a Windows path with bare backslashes.
      if (rest_.front() == '\\' && rest_.size() > 1 && (rest_[1] == '"' || rest_[1] == '\\')) rest_.remove_prefix(1);
      out.push_back(rest_.front());
      rest_.remove_prefix(1);
    }
    if (rest_.empty()) return std::nullopt;
    rest_.remove_prefix(1);
    skip_space();
    if (!rest_.empty() && rest_.front() != ';') return std::nullopt;
    return out;
  }

  std::string_view rest_;
};

bool is_boundary(std::string_view text) {
  if (text.empty() || text.size() > longest_boundary || text.back() == ' ') return false;
  return std::ranges::all_of(text, [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
}

// The header lines of one part, without the empty line after them.
std::optional<Part> read_head(std::string_view head) {
  std::optional<Part> part;
  while (!head.empty()) {
    const std::size_t end = std::min(head.find(newline), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + newline.size(), head.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    const std::string name = lower_case(line.substr(0, colon));
    if (name == "content-transfer-encoding") {
      const std::string how = lower_case(base::trim(line.substr(colon + 1)));
      if (how != "7bit" && how != "8bit" && how != "binary") return std::nullopt;
    }
    if (name != "content-disposition") continue;
    auto given = ParameterReader(line.substr(colon + 1)).read();
    if (part || !given || given->value != "form-data") return std::nullopt;
    const std::string* field = given->find("name");
    if (!field || !base::is_utf8(*field)) return std::nullopt;
    part.emplace().name = *field;
    if (const std::string* filename = given->find("filename")) {
      if (!base::is_utf8(*filename)) return std::nullopt;
      part->filename = *filename;
    }
  }
  return part;
}
}  // namespace

std::optional<std::vector<Part>> read_multipart(std::string_view content_type, std::string_view body) {
  const auto type = ParameterReader(content_type).read();
  if (!type || type->value != "multipart/form-data") return std::nullopt;
  const std::string* boundary = type->find("boundary");
  if (!boundary || !is_boundary(*boundary)) return std::nullopt;

  const std::string first = "--" + *boundary;
  const std::string between = "\r\n" + first;
  std::vector<Part> parts;
  if (!body.starts_with(first)) return std::nullopt;  // browsers send no preamble
  std::size_t at = first.size();
  for (;;) {
    if (starts(body, at, "--")) return parts;
    if (!starts(body, at, newline) || parts.size() == most_parts) return std::nullopt;
    at += newline.size();
    const std::size_t blank = body.substr(at, most_head).find("\r\n\r\n");
    if (blank == std::string_view::npos) return std::nullopt;
    auto part = read_head(body.substr(at, blank));
    if (!part) return std::nullopt;
    at += blank + 4;
    // The empty line's own newline may be the one that opens the next boundary, where the content is empty.
    const std::size_t end = body.find(between, at);
    if (end == std::string_view::npos) return std::nullopt;
    part->content = body.substr(at, end - at);
    parts.push_back(std::move(*part));
    at = end + between.size();
  }
}

}  // namespace trefoil::http
