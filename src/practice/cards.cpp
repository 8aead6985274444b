#include "practice/cards.h"

namespace trefoil::practice {

Result<void> CardBook::renew(const ledger::Store& store) {
  const auto last = TRY(store.last_checkpoint());
  if (last && cards_ && last->sides == sides_) return {};
  std::unordered_map<KeyId, ledger::CardRow> rows;
  links_.clear();
  for (const auto& side : TRY(store.sides(ledger::SideKind::card)))
    if (const auto row = ledger::decode_card(side)) {
      rows.emplace(row->card.id(), *row);
      if (row->kind == ledger::CardKind::invitation) links_.emplace(row->card.id(), Instant{row->expires});
    }
  cards_ = std::make_shared<const ledger::Cards>(ledger::vouched_for(rows));
  sides_ = last ? last->sides : ledger::Hash{};
  return {};
}

Result<std::shared_ptr<const ledger::Cards>> CardBook::cards(const ledger::Store& store) {
  const std::lock_guard lock(mutex_);
  TRY(renew(store));
  return cards_;
}

Result<std::set<KeyId>> CardBook::over(const ledger::Store& store, Instant now) {
  const std::lock_guard lock(mutex_);
  TRY(renew(store));
  std::set<KeyId> out;
  for (const auto& [key, until] : links_)
    if (until < now) out.insert(key);
  return out;
}

}  // namespace trefoil::practice
