// Whatever the target of a request says, the path that comes of it can't climb, hide or split a line.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "http/hosts.h"
#include "http/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  trefoil::http::peer_behind_proxy(raw, "127.0.0.1");
  const auto target = trefoil::http::read_target(raw);
  if (!target) return 0;
  if (target->path.empty() || !trefoil::base::is_utf8(target->path)) std::abort();
  for (const char c : target->path)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) std::abort();
  const std::string whole = "/" + target->path + "/";
  for (const std::string_view climbing : {"/../", "\\..\\", "/..\\", "\\../"})
    if (whole.find(climbing) != std::string::npos) std::abort();
  return 0;
}
