#include "practice/cards.h"

namespace trefoil::practice {

Result<std::shared_ptr<const ledger::Cards>> CardBook::cards(const ledger::Store& store) {
  const auto last = TRY(store.last_checkpoint());
  const std::lock_guard lock(mutex_);
  if (last && cards_ && last->sides == sides_) return cards_;
  cards_ = std::make_shared<const ledger::Cards>(TRY(ledger::read_cards(store)));
  sides_ = last ? last->sides : ledger::Hash{};
  return cards_;
}

}  // namespace trefoil::practice
