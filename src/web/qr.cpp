#include "web/qr.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>
#include <string>

namespace trefoil::web {

namespace {
constexpr int kEdge = 4;  // squares around it that stay empty, as the standard asks
}

View qr_model(std::string_view text) {
  // 0: as small as it can be. M: a seventh of it may be lost to a fold or a stain.
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(std::string(text).c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  if (code == nullptr) return View::object({{"shown", false}, {"size", "0"}, {"path", ""}});
  const int width = code->width;
  const auto dark = [&](int row, int column) { return (code->data[row * width + column] & 1) != 0; };
  std::string path;
  for (int row = 0; row < width; ++row)
    for (int column = 0; column < width; ++column) {
      if (!dark(row, column)) continue;
      const int from = column;
      while (column + 1 < width && dark(row, column + 1)) ++column;
      const int run = column + 1 - from;
      path += fmt::format("M{} {}h{}v1h-{}z", from + kEdge, row + kEdge, run, run);
    }
  return View::object({{"shown", true}, {"size", width + 2 * kEdge}, {"path", std::move(path)}});
}

}  // namespace trefoil::web
