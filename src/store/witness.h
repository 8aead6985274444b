// The end of the checkpoint chain, kept outside record.db: one line a group commit. It is written after the record and
// without a wait for the disk, so it can be behind the record but never ahead of it; ahead means that the record lost
// something.
#pragma once

#include <filesystem>
#include <memory>

#include "ledger/verify.h"
#include "store/connection.h"

namespace trefoil::store {

class Witness {
 public:
  static Result<std::unique_ptr<Witness>> open(const std::filesystem::path& file, const std::string& vfs);
  // A line that can't be written is no reason to take back what is on disk; the next one says more than this one.
  void note(const ledger::Checkpoint& checkpoint);

 private:
  explicit Witness(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
  std::unique_ptr<Connection> connection_;
};

}  // namespace trefoil::store
