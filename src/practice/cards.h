// Everybody's public keys, checked once for each state of the sides.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "base/time.h"
#include "ledger/log.h"

namespace trefoil::practice {

class CardBook {
 public:
  // The cards of the store as it is now: those kept from the last time while the newest checkpoint's digest of sides is
  // the same, else read and checked anew.
  Result<std::shared_ptr<const ledger::Cards>> cards(const ledger::Store& store);
  // The keys of invitations that have run out: nobody who comes by such a link is given anything any more.
  Result<std::set<KeyId>> over(const ledger::Store& store, Instant now);

 private:
  Result<void> renew(const ledger::Store& store);  // with the lock held
  std::mutex mutex_;
  ledger::Hash sides_{};
  std::shared_ptr<const ledger::Cards> cards_;
  std::map<KeyId, Instant> links_;  // until when an invitation can be accepted
};

}  // namespace trefoil::practice
