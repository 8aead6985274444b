#include "ledger/verify.h"

#include "ledger/verify_parts.h"

namespace trefoil::ledger {

Result<VerifyReport> verify(const Store& store, const VerifyInput& input) {
  // One moment for all parts: a commit in between would look like a contradiction.
  const auto moment = TRY(store.snapshot());
  VerifyReport report;
  if (const auto own = store.self_check())
    for (const std::string& what : *own) find(report, "the store", what);
  else
    find(report, "the store", own.error());
  const Promised promised = verify_checkpoints(store, input, report);
  const Beside beside = verify_sides(store, promised, report);
  verify_logs(store, promised, beside, report);
  return report;
}

}  // namespace trefoil::ledger
