// The practice's own log, opened: the roster, and what is needed to write on. Inside practice.
#pragma once

#include "practice/files_draft.h"
#include "practice/keyholder.h"
#include "practice/roster.h"

namespace trefoil::practice {

struct OpenedPractice {
  Roster roster;
  RoomId members;
  ledger::OpenedLog log;
  ledger::Keychain keys;
  std::shared_ptr<const ledger::Cards> cards;
  ledger::Hash checkpoint{};
};
// `pair`: the keys to open with (an invitation's, or the holder's newest).
Result<OpenedPractice> open_practice(const House& house, vault::Arena& arena, LogId log,
                                     const std::vector<vault::Pair>& pairs);
Result<OpenedPractice> open_practice(const House& house, Keyholder& holder);

// Drafts roster events and the grants that follow: every active or invited professional's newest key holds `members`, a
// removed one's starts a new epoch. `cards`: of the store and of newcomers.
Result<void> draft_roster(const House& house, vault::Arena& arena, const vault::Pair& author, OpenedPractice& practice,
                          const std::vector<RosterBody>& events, const ledger::Cards& newcomers, ledger::Batch& batch);

}  // namespace trefoil::practice
