// The programmes that the binary carries, read.
#pragma once

#include <vector>

#include "base/result.h"
#include "course/programme.h"
#include "web/assets.h"

namespace trefoil::web {

// All or none. bad_input names the file and place of the first that can't be used: not a programme, of another id than
// its file's name, or of an id that an earlier one has.
Result<std::vector<course::Programme>> read_programmes(std::span<const EmbeddedProgramme> files);

// Those in the binary, in the order of their ids, read once. `serve` reads them before it answers anybody, and a test
// does; should one be broken all the same, this throws.
const std::vector<course::Programme>& programmes();
// Of those; null where there is none of this id.
const course::Programme* find_programme(std::string_view id);

}  // namespace trefoil::web
