// The first line is the content type, the rest the body. The parts never hold more than was sent.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "http/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  if (line == std::string_view::npos) return 0;
  const auto parts = trefoil::http::read_multipart(input.substr(0, line), input.substr(line + 1));
  if (!parts) return 0;
  std::size_t held = 0;
  for (const auto& part : *parts) {
    if (!trefoil::base::is_utf8(part.name) || !trefoil::base::is_utf8(part.filename.value_or(""))) std::abort();
    held += part.name.size() + part.content.size() + part.filename.value_or("").size();
  }
  if (held > size || parts->size() > 1'000) std::abort();
  return 0;
}
