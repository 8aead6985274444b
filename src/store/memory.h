// A store in memory: for tests, and as the plainest reading of ledger/store.h.
#pragma once

#include <memory>

#include "ledger/store.h"

namespace trefoil::store {

std::unique_ptr<ledger::Store> open_memory(std::shared_ptr<const ledger::Notary> notary);

}  // namespace trefoil::store
