// One walk along a log: everything about its entries that can be checked without a key to read them.
#pragma once

#include "ledger/rules.h"

namespace trefoil::ledger {

std::string entry_place(LogId log, std::uint64_t sequence);  // "log k4…, entry 17"

// An entry whose place in the chain, signature and right to be there were found good. A sealed or drop entry's payload
// is what was signed; it is missing where the row has none.
struct Step {
  Header header;
  View header_bytes;  // the associated data of what is sealed
  Hash hash{};
  Hash payload_hash{};
  std::optional<View> payload;
  std::optional<Fact> fact;  // of an open entry
};

class LogWalk {
 public:
  // Signatures of entries before `trusted` are not checked: the caller has the hash that the chain must reach there.
  LogWalk(LogId log, const Cards& cards, std::uint64_t trusted = 0) : log_(log), cards_(cards), trusted_(trusted) {}

  // The next row. Null where it is not sound; `damage` says why then. The step is good until the next call.
  const Step* step(const RowView& row);
  // The chain forks here: two signed entries claim what only one can. Nothing after it can be judged.
  bool stopped() const { return stopped_; }
  // Something other than a payload was wrong before `trusted`.
  bool trust_broken() const { return trust_broken_; }
  Head head() const { return {.log = log_, .length = next_, .hash = hash_}; }
  RoomRules& rules() { return rules_; }
  const RoomRules& rules() const { return rules_; }
  // Sealed and drop entries whose payload is gone, and those whose payload is there: a tombstone decides which is
  // right.
  const std::vector<std::uint64_t>& bare() const { return bare_; }
  std::uint64_t full() const { return full_; }
  std::vector<Error>& damage() { return damage_; }

 private:
  bool in_chain(const RowView& row);
  bool in_its_right(const RowView& row);
  void wrong(std::string what);

  LogId log_;
  const Cards& cards_;
  std::uint64_t trusted_;
  RoomRules rules_;
  Step step_;
  std::uint64_t next_ = 0;
  Hash hash_{};
  bool hash_sure_ = true;  // false after an entry whose hash can't be relied on: what follows is held by its signature
  bool stopped_ = false;
  bool trust_broken_ = false;
  std::vector<std::uint64_t> bare_;
  std::uint64_t full_ = 0;
  std::vector<Error> damage_;
};

// A tombstone for the log that two different people signed, if there is one.
Result<bool> has_tombstone(const Store& store, LogId log, const Cards& cards);

}  // namespace trefoil::ledger
