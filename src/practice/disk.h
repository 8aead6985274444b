// Small private files: read whole, written whole (beside, synced, then renamed into place), 0600 in 0700 folders.
#pragma once

#include <filesystem>

#include "base/bytes.h"

namespace trefoil::practice {

// not_found where there is none; broken past `limit` bytes or on a fault.
Result<Bytes> read_whole(const std::filesystem::path& file, std::size_t limit);
Result<void> write_whole(const std::filesystem::path& file, View bytes, bool sync = true);
// The same without syncing, only where there is no such file yet; where there is one, that stays and it is no error.
Result<void> write_new(const std::filesystem::path& file, View bytes);
// Written over where it lies, synced, then removed: for a key whose end is that of all that was sealed under it.
Result<void> wipe_file(const std::filesystem::path& file);
Result<void> make_private_folder(const std::filesystem::path& folder);

}  // namespace trefoil::practice
