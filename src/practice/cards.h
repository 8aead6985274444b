// Everybody's public keys, checked once for each state of the sides.
#pragma once

#include <memory>
#include <mutex>

#include "ledger/log.h"

namespace trefoil::practice {

class CardBook {
 public:
  // The cards of the store as it is now: those kept from the last time while the newest checkpoint's digest of sides is
  // the same, else read and checked anew.
  Result<std::shared_ptr<const ledger::Cards>> cards(const ledger::Store& store);

 private:
  std::mutex mutex_;
  ledger::Hash sides_{};
  std::shared_ptr<const ledger::Cards> cards_;
};

}  // namespace trefoil::practice
