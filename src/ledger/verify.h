// Checking a whole store without any passphrase: every chain, signature, grant, wrap, side and checkpoint.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/store.h"

namespace trefoil::ledger {

// One thing that is wrong, and where: "log k4…, entry 17", "checkpoint 203", "slot …".
struct Finding {
  std::string place;
  std::string what;
};

// The copy of the checkpoint chain's end that lies outside the record.
struct WitnessView {
  std::uint64_t number = 0;
  Hash hash{};
};

struct VerifyInput {
  std::optional<vault::SignPublic> service;  // the folder's service key, where it is there
  std::optional<WitnessView> witness;        // its newest line; ahead of the record: a found loss
  std::optional<Receipt> since;              // must lie on the checkpoint chain
};

struct VerifyReport {
  std::vector<Finding> findings;  // empty: whole
  std::vector<Finding> without_effect;  // kept and void, and yet nobody tampered: no damage
  std::uint64_t logs = 0, entries = 0, grants = 0, wraps = 0, sides = 0, checkpoints = 0, erased_logs = 0;
  std::vector<vault::SignPublic> service_keys;  // in order of first use; more than one after a restore elsewhere
  std::optional<Receipt> end;
};

// Error only when the store can't be read at all.
Result<VerifyReport> verify(const Store& store, const VerifyInput& input);

}  // namespace trefoil::ledger
