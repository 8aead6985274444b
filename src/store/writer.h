// Group commit: of the callers who want to write, one at a time writes for all who wait, in one transaction with one
// checkpoint and one wait for the disk. The caller who finds the desk free writes himself, so a single writer pays for
// no change of threads (docs/decisions/0004-sqlite-group-commit.md).
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <semaphore>

#include "ledger/store.h"
#include "store/reserve.h"
#include "store/tables.h"
#include "store/witness.h"

namespace trefoil::store {

class Writer {
 public:
  Writer(std::filesystem::path file, std::unique_ptr<Connection> connection, std::unique_ptr<Witness> witness,
         std::shared_ptr<const ledger::Notary> notary);

  Result<ledger::Checkpoint> commit(ledger::Batch batch);

 private:
  using Outcome = Result<ledger::Checkpoint>;
  struct Waiting {
    ledger::Batch batch;
    std::optional<Outcome> outcome;
    std::binary_semaphore turn{0};  // its outcome is there; without one: it leads
  };
  using Group = std::vector<std::shared_ptr<Waiting>>;
  using Outcomes = std::vector<std::optional<Outcome>>;  // one for each of the group
  static constexpr std::size_t kMost = 256;              // batches in a group

  void lead();
  Group take_group();
  Outcomes write(const Group& group);
  Outcome write_alone(const std::shared_ptr<Waiting>& one);
  // Everything of one transaction. An error is the medium's: nothing of the group is on disk.
  Result<void> attempt(const Group& group, Outcomes& outcomes);
  Result<ledger::Checkpoint> seal(std::vector<ledger::MovedHead> moved, bool sides_changed);
  // damaged: a new digest over such rows would hide what happened to them. Asked before the first change to any.
  Result<void> sides_are_whole();
  void forget_what_others_changed();
  Result<void> mark_erasing();
  void finish_erasing(int patience_ms);
  void scrub();
  void truncate_log(int patience_ms);
  void roll_back();

  const std::filesystem::path file_, erasing_;  // erasing_: lies there from before an erasure until nothing of it is left
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<Witness> witness_;
  Reserve reserve_;
  std::shared_ptr<const ledger::Notary> notary_;

  std::mutex mutex_;
  std::deque<std::shared_ptr<Waiting>> queue_;
  bool writing_ = false;  // true also while the desk is handed on
  std::size_t last_group_ = 0;

  // Held by who writes. What the last transaction of this connection left; worth nothing once another wrote.
  std::optional<std::uint64_t> seen_version_;
  std::optional<ledger::Checkpoint> last_;
  bool sides_whole_ = false;  // the rows are those that the last checkpoint digests
  bool scrub_ = false;        // pages may hold copies of erased rows
  bool truncate_ = false;     // the log file may hold erased bytes
};

}  // namespace trefoil::store
