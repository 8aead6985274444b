// The scores of one file as a table, for a spreadsheet or for statistics: what its reader may read, and no more.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "care/file.h"
#include "measure/instrument.h"

namespace trefoil::codec {

// Columns: code (the file's), date (2026-03-02, or "week 9" where only that is known), measure, answered_by (client, of a
// couple "client 1" and "client 2", practitioner, therapist; empty for what was imported), score (empty where too much was
// left out), band (as the instrument's authors call it; empty where they don't), missing (how many of its questions were
// left out; empty where the reader does not read the answers, of an adaptive test, and of what was asked in other words
// than now). In order of answering; no names. `wording`: by which a taking says that the whole form was asked as it is now.
using Wording = std::function<std::string(const measure::Instrument&)>;
std::string write_file_scores(const care::File& file, std::span<const measure::Instrument> instruments,
                              const Wording& wording);

}  // namespace trefoil::codec
