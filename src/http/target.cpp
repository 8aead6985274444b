#include "http/target.h"

#include <algorithm>

#include "http/ascii.h"
#include "http/message.h"
#include "http/percent.h"

namespace trefoil::http {

namespace {
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool climbs(std::string_view path) {
  for (std::size_t from = 0; from <= path.size();) {
    const std::size_t to = std::min(path.find_first_of("/\\", from), path.size());
    if (path.substr(from, to - from) == "..") return true;
    from = to + 1;
  }
  return false;
}

// Takes `http://host:port` off the front of an absolute form.
bool take_authority(std::string_view& raw, std::string& authority) {
  const std::size_t scheme = raw.find("://");
  if (scheme == std::string_view::npos) return false;
  const std::string name = lower_case(raw.substr(0, scheme));
  if (name != "http" && name != "https") return false;
  raw.remove_prefix(scheme + 3);
  const std::size_t end = std::min(raw.find_first_of("/?"), raw.size());
  authority = raw.substr(0, end);
  raw.remove_prefix(end);
  return !authority.empty() && authority.find('@') == std::string::npos;
}
}  // namespace

// Split by hand: Boost.URL's grammar refuses what browsers do send in a query (a bar, a bracket, raw UTF-8).
std::optional<Target> read_target(std::string_view raw) {
  Target target;
  if (raw.empty() || raw.find('#') != std::string_view::npos) return std::nullopt;
  if (raw.front() != '/' && !take_authority(raw, target.authority)) return std::nullopt;
  const std::size_t mark = std::min(raw.find('?'), raw.size());
  auto path = percent_decode(raw.substr(0, mark), Plus::literal);
  if (!path || std::ranges::any_of(*path, is_control) || climbs(*path)) return std::nullopt;
  target.path = path->empty() ? "/" : std::move(*path);
  if (mark < raw.size()) {
    auto query = read_form(raw.substr(mark + 1));
    if (!query) return std::nullopt;
    target.query = std::move(*query);
  }
  return target;
}

}  // namespace trefoil::http
