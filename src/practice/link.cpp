#include "practice/link.h"

namespace trefoil::practice {

namespace {
Instant end_of(Day day, std::string_view zone) {
  for (const std::string_view late : {"23:59", "22:00"})
    if (const auto at = base::at_local(day, late, zone)) return *at;
  return base::at_local(day, "12:00", "UTC").value();
}
}  // namespace

vault::Pair link_pair(vault::Arena& arena, std::string_view label, View secret, LogId file) {
  const auto seed = vault::hash(label, {secret, file.view()});
  return vault::pair_from_seed(arena, arena.keep(seed));
}

ledger::Side link_card(const vault::Pair& pair, Keyholder& holder, Day until, std::string_view zone) {
  return ledger::encode(ledger::make_card(ledger::CardKind::link, pair, holder.current(), end_of(until, zone).ms));
}

Result<bool> link_counts(const House& house, KeyId link) {
  const auto side = TRY(house.store->side(ledger::SideKind::card, link.bytes));
  if (!side) return false;
  const auto card = TRY(ledger::decode_card(*side));
  return card.kind == ledger::CardKind::link && card.expires >= house.clock->now().ms;
}

Result<std::optional<LinkDoor>> link_door(const House& house, LogId file) {
  LinkDoor door;
  TRY(house.store->scan(file, 0, [&](const ledger::RowView& row) {
    if (const auto header = ledger::decode_header(row.header)) door.shared = header->room;
    return false;
  }));
  if (door.shared.is_zero()) return std::optional<LinkDoor>();
  const ledger::Keychain nothing;
  const auto cards = TRY(house.cards->cards(*house.store));
  door.log = TRY(ledger::open_log(*house.store, file, *cards, nothing, {}, [](const auto&) {}));
  if (door.log.erased || !door.log.rooms.contains(door.shared)) return std::optional<LinkDoor>();
  return std::optional(std::move(door));
}

}  // namespace trefoil::practice
