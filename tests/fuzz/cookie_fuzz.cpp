// A cookie's value is a piece of the header, and without the characters that end it.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "http/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  trefoil::http::Request request;
  request.headers.emplace_back("cookie", std::string(reinterpret_cast<const char*>(data), size));
  for (const char* name : {"__Host-trefoil", "id", ""}) {
    const auto value = request.cookie(name);
    if (!value) continue;
    if (value->find(';') != std::string::npos) std::abort();
    if (request.headers.front().second.find(*value) == std::string::npos) std::abort();
  }
  return 0;
}
