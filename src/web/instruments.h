// The instruments that the binary carries: the folder instruments/.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "measure/instrument.h"
#include "web/assets.h"

namespace trefoil::web {

// All or none. bad_input names the file and place of the first that can't be used: not an instrument, of another id
// than its file's name, or of an id that an earlier one has.
Result<std::vector<measure::Instrument>> read_instruments(std::span<const EmbeddedInstrument> files);

// Those in the binary, in the order of their files' names, read once, as they are first asked for. A test reads them;
// should one be broken all the same, this throws.
const std::vector<measure::Instrument>& instruments();
const measure::Instrument* find_instrument(std::string_view id);  // null where there is none
// Scores are recorded under the title of what was answered (measure::scale_of).
const measure::Instrument* find_instrument_titled(std::string_view title);

}  // namespace trefoil::web
