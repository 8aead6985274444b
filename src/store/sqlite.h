// The embedded store: record.db (entries clustered by log and sequence, WAL, synchronous FULL, one writer thread with
// group commit) and witness.db beside it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "ledger/store.h"
#include "ledger/verify.h"

namespace trefoil::store {

struct SqliteOptions {
  std::filesystem::path record;   // .../record.db
  std::filesystem::path witness;  // .../witness.db; empty: none is kept
  bool create = false;            // else not_found where there is none
  bool read_only = false;         // verify of somebody's copy: nothing is written, commit is refused
  std::string vfs;                // SQLite's name of the file system to use; empty: the system's (tests put a shim in)
};

// unsupported when the schema is newer than this program; an older one is copied beside itself and migrated.
// Without a notary the store can be read only.
Result<std::unique_ptr<ledger::Store>> open_sqlite(const SqliteOptions& options,
                                                   std::shared_ptr<const ledger::Notary> notary);

// The newest line of a witness file; nullopt where there is none.
Result<std::optional<ledger::WitnessView>> read_witness(const std::filesystem::path& witness);

}  // namespace trefoil::store
