// The three parts of verify: the chain of checkpoints, the rows beside the logs, the logs.
#pragma once

#include <map>
#include <set>
#include <string>

#include "ledger/verify.h"
#include "ledger/walk.h"

namespace trefoil::ledger {

// What the checkpoints say that the record is.
struct Promised {
  std::optional<Checkpoint> last;
  std::map<LogId, MovedHead> heads;  // of every log, as last checkpointed
  std::set<Hash> seen;               // the hash of every checkpoint
  bool whole = false;                // the chain was read to its end and nothing is wrong with it
};
Promised verify_checkpoints(const Store& store, const VerifyInput& input, VerifyReport& report);

struct Beside {
  Cards cards;             // those that are vouched for
  std::set<LogId> erased;  // logs with a tombstone that holds
};
Beside verify_sides(const Store& store, const Promised& promised, VerifyReport& report);

void verify_logs(const Store& store, const Promised& promised, const Beside& beside, VerifyReport& report);

inline void find(VerifyReport& report, std::string place, std::string what) {
  report.findings.push_back({std::move(place), std::move(what)});
}
// A part that the store itself can't read is a finding; the rest is looked at all the same.
inline void find(VerifyReport& report, std::string place, const Error& error) {
  find(report, error.place.empty() ? std::move(place) : place + ", " + error.place, error.what);
}

}  // namespace trefoil::ledger
