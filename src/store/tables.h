// Rows of record.db: read from and written to one connection. No rules here; see store/rules.h.
#pragma once

#include "ledger/store.h"
#include "store/connection.h"
#include "store/rules.h"

namespace trefoil::store {

// All of these throw SQLite::Exception.
ledger::Head read_head(Connection& connection, LogId log);
std::vector<ledger::Head> read_heads(Connection& connection);
void read_entries(Connection& connection, LogId log, std::uint64_t from, const ledger::Store::Visitor& visit);
std::vector<ledger::Wrap> read_wraps_to(Connection& connection, KeyId key);
std::vector<ledger::Wrap> read_wraps_of(Connection& connection, LogId log);
std::vector<ledger::Side> read_sides(Connection& connection, ledger::SideKind kind);
std::vector<ledger::Side> read_all_sides(Connection& connection);  // by kind and key, as sides_digest wants them
std::optional<ledger::Side> read_side(Connection& connection, const ledger::SideKey& key);
Result<std::optional<ledger::Checkpoint>> read_last_checkpoint(Connection& connection);
// damaged at the first that can't be read; those before it were visited.
Result<void> read_checkpoints(Connection& connection, std::uint64_t from,
                              const std::function<bool(const ledger::Checkpoint&)>& visit);

void put(Connection& connection, const ledger::RowView& row);  // a payload may be gone
void put(Connection& connection, const ledger::Wrap& wrap);
void put(Connection& connection, const ledger::Side& side);
void put(Connection& connection, const ledger::Checkpoint& checkpoint);
void apply(Connection& connection, const ledger::Batch& batch);  // checked before

class TablesPresent : public Present {
 public:
  explicit TablesPresent(Connection& connection) : connection_(connection) {}
  ledger::Head head(LogId log) override { return read_head(connection_, log); }
  bool erased(LogId log) override;
  std::optional<Bytes> side(const ledger::SideKey& key) override;

 private:
  Connection& connection_;
};

}  // namespace trefoil::store
