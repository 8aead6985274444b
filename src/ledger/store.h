// What the ledger asks of a store. Implemented in store/; one contract test holds for every implementation.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/entry.h"

namespace trefoil::ledger {

// The wrap that a grant entry speaks of; keyed by that entry.
struct Wrap {
  LogId log;
  std::uint64_t grant = 0;  // the grant's sequence
  RoomId room;
  std::uint32_t epoch = 0;
  KeyId to;
  Bytes sealed;
  bool operator==(const Wrap&) const = default;
};

// Small signed rows beside the logs. The ledger gives their bodies a meaning (ledger/sides.h); every one is covered by
// the digest of sides in each checkpoint.
enum class SideKind : std::uint8_t { card = 1, keyring = 2, slot = 3, tombstone = 4 };
struct Side {
  SideKind kind = SideKind::card;
  std::array<std::uint8_t, 16> key{};
  Bytes body;
  bool operator==(const Side&) const = default;
};
struct SideKey {
  SideKind kind = SideKind::card;
  std::array<std::uint8_t, 16> key{};
};

// All of it or none of it, in one transaction with its checkpoint. Guards and erasure are looked at as things stand
// before the batch; then it is applied in the order below.
struct Batch {
  std::vector<Row> rows;    // per log in ascending, gapless order from that log's present length
  std::vector<Wrap> wraps;  // put
  std::vector<std::pair<LogId, std::uint64_t>> unwraps;  // wraps deleted, by grant
  std::vector<Side> sides;                               // put (replaces)
  std::vector<SideKey> sides_gone;                       // deleted
  std::vector<LogId> erase;  // all wraps of the log, and the payloads of its sealed and drop entries, deleted
  // Guards: logs that must still have this length though nothing is appended to them (what a decision looked at).
  std::vector<std::pair<LogId, std::uint64_t>> unchanged;
  // Sides that must still have exactly this body (empty: must not exist): compare and set of a keyring or an
  // invitation.
  std::vector<Side> sides_unchanged;
  // A stop: may use the space that is kept for it when the disk is full.
  bool urgent = false;
};

struct Head {
  LogId log;
  std::uint64_t length = 0;  // the next sequence
  Hash hash{};               // of the last entry; zeros where empty
};

// Safe to use from many threads; several processes may use one store at once.
class Store {
 public:
  virtual ~Store() = default;

  // Returns once the batch is on disk. stale: a log has moved on, a guard fails (place names no content); full: no
  // space, nothing written; refused: the log is erased. Batches of many callers share one transaction and one
  // checkpoint; one that fails does not take the others with it.
  virtual Result<Checkpoint> commit(Batch batch) = 0;

  // Rows from `from` on, in order, until the visitor returns false. The views are good during the call only.
  using Visitor = std::function<bool(const RowView&)>;
  virtual Result<void> scan(LogId log, std::uint64_t from, const Visitor& visit) const = 0;
  virtual Result<Head> head(LogId log) const = 0;       // length 0 where there is no such log
  virtual Result<std::vector<Head>> heads() const = 0;  // every log, by id
  virtual Result<std::vector<Wrap>> wraps_to(KeyId key) const = 0;
  virtual Result<std::vector<Wrap>> wraps_of(LogId log) const = 0;
  virtual Result<std::vector<Side>> sides(SideKind kind) const = 0;  // by key
  virtual Result<std::optional<Side>> side(SideKind kind, const std::array<std::uint8_t, 16>& key) const = 0;
  virtual Result<std::optional<Checkpoint>> last_checkpoint() const = 0;
  virtual Result<void> scan_checkpoints(std::uint64_t from,
                                        const std::function<bool(const Checkpoint&)>& visit) const = 0;
  // Everything above seen at one moment (one read transaction) on the calling thread, until the returned guard goes.
  virtual Result<std::shared_ptr<void>> snapshot() const = 0;
  // A consistent copy as one file, taken while writing goes on; the checkpoint it ends at.
  virtual Result<Checkpoint> copy_to(const std::filesystem::path& file) const = 0;
  // What the medium itself finds wrong with itself (SQLite: integrity_check); empty when nothing.
  virtual Result<std::vector<std::string>> self_check() const = 0;
};

// Convenience over scan.
Result<std::vector<Row>> read_rows(const Store& store, LogId log, std::uint64_t from = 0);

}  // namespace trefoil::ledger
