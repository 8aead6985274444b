// New keys for somebody whose passphrase may be known to others: not the slot alone, the pairs and the epochs too.
#include <algorithm>

#include "base/text.h"
#include "codec/event_json.h"
#include "practice/concerns.h"
#include "practice/files_draft.h"
#include "practice/members.h"
#include "practice/practice_log.h"

namespace trefoil::practice {

Result<std::string> rotate_keys(const House& house, Keyholder& holder, std::string_view new_passphrase) {
  TRY(check_passphrase(new_passphrase, {holder.sign_in_name}));
  const auto side = TRY(house.store->side(ledger::SideKind::keyring, holder.keyring));
  if (!side) return fail(Fault::damaged, "Your keyring is missing.", "keyring");
  const auto keyring = TRY(ledger::decode_keyring(*side));
  if (keyring.current != holder.key()) return fail(Fault::locked, "Your keys have changed since.", "", "Sign in again.");

  ledger::Batch batch;
  const auto pair = vault::random_pair(holder.arena);
  const ledger::Cards newcomers{{pair.card.id(), pair.card}};
  batch.sides.push_back(ledger::encode(ledger::make_card(ledger::CardKind::successor, pair, holder.current())));
  if (holder.professional) {
    auto practice = TRY(open_practice(house, holder));
    TRY(draft_roster(house, holder.arena, holder.current(), practice, {PersonJoined{holder.person, pair.card.id()}}, newcomers, batch));
  }
  const auto who = TRY(acting(house, holder));
  std::optional<Error> wrong;
  TRY(each_file(house, holder, [&](OpenedFile&& opened) {
    const auto* member = opened.file.member(holder.person);
    if (member == nullptr || !member->active || wrong) return;
    if (const auto done = draft_parting(house, holder, who, opened, batch); !done) wrong = done.error();
    const care::Event changed{vault::random_id<EntryId>(), std::max(house.clock->now(), opened.file.last_at), care::Room{},
                              care::KeyChanged{holder.person, pair.card.id()}};
    if (const auto done = draft_event(house, holder, opened, holder.current(), changed, batch); !done) wrong = done.error();
    if (const auto done = draft_key_changes(house, holder, who, opened, batch, newcomers); !done && !wrong) wrong = done.error();
  }));
  if (wrong) return std::unexpected(*wrong);
  TRY(draft_party_key(house, holder, pair, batch));

  holder.pairs.push_back(pair);
  holder.person_key = vault::random_key(holder.arena);
  batch.sides_unchanged.push_back(*side);
  for (const auto& locator : keyring.slots) batch.sides_gone.push_back({ledger::SideKind::slot, locator.bytes});
  const auto salt = TRY(installation(house));
  const auto by_passphrase = vault::stretch(holder.arena, salt.view(), base::fold(holder.sign_in_name), new_passphrase, house.cost);
  const auto code = vault::random_code_for_recovery(holder.arena);
  put_keyring(batch, holder, keyring.generation + 1, {},
              {{ledger::SlotKind::passphrase, by_passphrase},
               {ledger::SlotKind::recovery, vault::stretch_code(holder.arena, code.secret)}});
  std::erase_if(batch.sides_gone, [&](const ledger::SideKey& gone) { return gone.key == by_passphrase.locator.bytes; });
  TRY(house.store->commit(std::move(batch)));
  return code.shown;
}

}  // namespace trefoil::practice
