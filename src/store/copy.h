// Copies of a store as one SQLite file.
#pragma once

#include <filesystem>

#include "ledger/store.h"

namespace trefoil::store {

// Any store's content, row for row. Reads what the calling thread sees (take a snapshot first). bad_input where there
// is a file already, not_found where nothing was ever committed.
Result<ledger::Checkpoint> write_copy(const ledger::Store& store, const std::filesystem::path& file);

// A copy is written under another name, brought to the disk and renamed: there is a whole one or none.
std::filesystem::path part_of(const std::filesystem::path& file);
Result<void> begin_part(const std::filesystem::path& file);  // an empty one, for its owner only
Result<void> settle(const std::filesystem::path& file);

}  // namespace trefoil::store
