// An address as a picture for a phone's camera (ISO/IEC 18004). libqrencode makes the squares, the template draws them.
#pragma once

#include <string_view>

#include "web/page_templates.h"

namespace trefoil::web {

// For _qr: shown yes; size text, the side of the picture in squares with the quiet edge; path text, the dark squares as
// an SVG path. Shown no where the text does not fit into a code.
View qr_model(std::string_view text);

}  // namespace trefoil::web
