// What a batch must meet before anything of it is written. Every store asks the same questions in the same order, so
// that a batch can be refused before the first change and needs no undoing of its own.
#pragma once

#include <optional>
#include <vector>

#include "ledger/store.h"

namespace trefoil::store {

// What stands now, as the transaction that is about to write sees it.
class Present {
 public:
  virtual ~Present() = default;
  virtual ledger::Head head(LogId log) = 0;  // length 0 where there is no such log
  virtual bool erased(LogId log) = 0;        // a tombstone lies at its id, or a payload of it is gone
  virtual std::optional<Bytes> side(const ledger::SideKey& key) = 0;
};

// The logs that the batch moves and where to, by id.
// stale: rows don't continue their log, or a guard fails. refused: rows or wraps for an erased log.
// damaged: a row is not what its header, chain or payload hash says. Places name logs and sequences, never content.
Result<std::vector<ledger::MovedHead>> check(const ledger::Batch& batch, Present& present);

// Of several batches in one group: the last head of each log, by id.
void merge(std::vector<ledger::MovedHead>& into, const std::vector<ledger::MovedHead>& from);

// "log k4…, entry 17"
std::string place(LogId log);
std::string place(LogId log, std::uint64_t sequence);

}  // namespace trefoil::store
