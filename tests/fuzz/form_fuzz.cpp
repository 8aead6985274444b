// A form read, written again and read once more is the same form.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "http/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto form = trefoil::http::read_form({reinterpret_cast<const char*>(data), size});
  if (!form) return 0;
  if (form->size() > 1'000) std::abort();
  std::string again;
  for (const auto& [name, value] : *form) {
    if (!trefoil::base::is_utf8(name) || !trefoil::base::is_utf8(value)) std::abort();
    again += trefoil::http::percent_encode(name) + "=" + trefoil::http::percent_encode(value) + "&";
  }
  if (trefoil::http::read_form(again) != form) std::abort();
  return 0;
}
