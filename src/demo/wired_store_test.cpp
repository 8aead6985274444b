// The one place where demo's tests meet a store (cmake links it for the tests alone).
#include "practice/test_house.h"

namespace trefoil::store {
std::unique_ptr<ledger::Store> open_memory(std::shared_ptr<const ledger::Notary> notary);
}

namespace trefoil::practice::testing {
std::unique_ptr<ledger::Store> new_store(std::shared_ptr<const ledger::Notary> notary) {
  return store::open_memory(std::move(notary));
}
}  // namespace trefoil::practice::testing
