#include <algorithm>
#include <map>
#include <set>

#include "practice/members.h"

namespace trefoil::practice {

Result<std::size_t> clear_invitations(const House& house, const Keyholder& holder) {
  std::set<KeyId> used;
  std::vector<KeyId> over;
  const auto now = house.clock->now().ms;
  for (const auto& side : TRY(house.store->sides(ledger::SideKind::card))) {
    const auto card = ledger::decode_card(side);
    if (!card) continue;
    if (card->kind == ledger::CardKind::invitation && card->expires < now) over.push_back(card->card.id());
    if (card->kind == ledger::CardKind::person) used.insert(card->sponsor);
  }
  // That a wrap is gone is said by a holder of its epoch (ledger/rules.h), and only what one has a wrap of is sure.
  const KeyId me = holder.key();
  std::map<LogId, std::vector<ledger::Wrap>> held;
  const auto hold = [&](const ledger::Wrap& wrap) -> Result<bool> {
    if (!held.contains(wrap.log)) held[wrap.log] = TRY(house.store->wraps_of(wrap.log));
    return std::ranges::any_of(held[wrap.log], [&](const ledger::Wrap& mine) {
      return mine.to == me && mine.room == wrap.room && mine.epoch == wrap.epoch;
    });
  };
  ledger::Hash checkpoint{};
  if (const auto last = TRY(house.store->last_checkpoint())) checkpoint = last->hash();
  std::map<LogId, ledger::Draft> drafts;
  std::size_t cleared = 0;
  for (const KeyId invitation : over) {
    if (used.contains(invitation)) continue;  // its wraps went when it was used
    bool any = false;
    for (const auto& wrap : TRY(house.store->wraps_to(invitation))) {
      if (!TRY(hold(wrap))) continue;
      any = true;
      auto draft = drafts.find(wrap.log);
      if (draft == drafts.end())
        draft = drafts.emplace(wrap.log, ledger::Draft(TRY(house.store->head(wrap.log)), checkpoint)).first;
      draft->second.wrap_gone(holder.current(), wrap.room, wrap.epoch, wrap.grant);
    }
    if (any) ++cleared;
  }
  if (cleared == 0) return 0;
  ledger::Batch batch;
  for (auto& [log, draft] : drafts) draft.take_into(batch);
  // Somebody wrote in between: it is done at the next sign-in, and no harm until then.
  if (const auto done = house.store->commit(std::move(batch)); !done && done.error().fault != Fault::stale)
    return std::unexpected(done.error());
  return cleared;
}

}  // namespace trefoil::practice
