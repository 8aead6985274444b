// A record as the crash tests keep it: a founder's card, logs with true signatures, so that `verify` can look at all.
#pragma once

#include <filesystem>
#include <memory>

#include "ledger/log.h"
#include "ledger/verify.h"
#include "store/sqlite.h"

namespace trefoil::crash {

// Everything comes of a fixed seed: a process that goes on where a killed one stopped writes with the same hand.
class Hand {
 public:
  Hand();
  std::shared_ptr<const ledger::Notary> notary() const { return notary_; }
  Result<std::unique_ptr<ledger::Store>> open(const std::filesystem::path& folder, std::string vfs = {}) const;

  static constexpr int kLogs = 4;
  static LogId log(int number);
  // The card, and the first epoch of every log; nothing where they are there already.
  Result<void> begin(ledger::Store& store) const;

  // One sealed entry on top of the present head, committed. What was acknowledged.
  struct Acknowledged {
    LogId log;
    std::uint64_t sequence = 0;
    ledger::Hash hash{};
  };
  Result<Acknowledged> append(ledger::Store& store, int number, std::size_t size = 100, bool urgent = false) const;

 private:
  vault::Arena arena_;
  vault::Pair pair_;
  std::vector<ledger::RoomKeys> keys_;  // of log 0, 1, ...
  std::shared_ptr<const ledger::Notary> notary_;
};

// Findings of verify (with the folder's witness) and of self_check, one a line; empty when all is whole.
std::string damage(const ledger::Store& store, const std::filesystem::path& folder);

}  // namespace trefoil::crash
