// Which build of the program this is.
#pragma once

#include "base/bytes.h"

namespace trefoil::cli {

// The linker's build id of the running program (ELF note NT_GNU_BUILD_ID: a digest of all that was linked); empty where
// it was linked without one.
Bytes build_id();

}  // namespace trefoil::cli
