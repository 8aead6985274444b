// The templates of the pages, and the template engine's names as everything in web uses them.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "markup/templates.h"
#include "markup/view.h"

namespace trefoil::web {

using markup::Templates;
using markup::View;

// Those in the binary; each is read when it is first asked for.
Result<Templates> embedded_pages();
// DIR/templates/*.html in place of them (--assets DIR, for designers); scripts and styles stay those of the binary.
// Errors name file and cause.
Result<Templates> pages_from_folder(const std::filesystem::path& dir);

}  // namespace trefoil::web
