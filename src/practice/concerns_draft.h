// Turning what is written in a concern into entries and key changes, in a batch. Inside practice.
#pragma once

#include "practice/concerns.h"

namespace trefoil::practice {

// Events that care has allowed, by one party's pair; `concern` is moved on. Every active party's newest key holds the
// room; one that is none any more starts a new epoch. `newcomers`: cards that the same batch puts.
Result<void> draft_concern(const House& house, Keyholder& holder, const vault::Pair& author, OpenedConcern& concern,
                           const std::vector<care::ConcernBody>& events, const ledger::Cards& newcomers,
                           ledger::Batch& batch);

}  // namespace trefoil::practice
