#include "practice/keyholder.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/text.h"

namespace trefoil::practice {

namespace {
constexpr std::uint8_t kKeyringVersion = 1;

// What the person key seals: bound to the keyring's id, so that it can't be put under another.
Bytes keyring_context(const std::array<std::uint8_t, 16>& keyring) {
  return base::Writer().raw(base::view("trefoil keyring v1")).raw(keyring).take();
}

// One text for a wrong name, a wrong passphrase and a wrong code.
std::unexpected<Error> no_entry() {
  return fail(Fault::refused, "That name and passphrase don't open anything here.", "passphrase",
              "Check both; a passphrase is looked at letter by letter.");
}

Result<ledger::Keyring> read_keyring(const House& house, const std::array<std::uint8_t, 16>& id) {
  const auto side = TRY(house.store->side(ledger::SideKind::keyring, id));
  if (!side) return fail(Fault::damaged, "The keyring that a slot speaks of is missing.", "keyring");
  return ledger::decode_keyring(*side);
}

Result<std::vector<ledger::Slot>> read_slots(const House& house, const ledger::Keyring& keyring) {
  std::vector<ledger::Slot> slots;
  for (const auto& locator : keyring.slots) {
    const auto side = TRY(house.store->side(ledger::SideKind::slot, locator.bytes));
    if (!side) return fail(Fault::damaged, "A slot of the keyring is missing.", "slot " + locator.str());
    slots.push_back(TRY(ledger::decode_slot(*side)));
  }
  return slots;
}

Result<Keyholder> open_by(const House& house, vault::Arena arena, const vault::Stretched& stretched,
                          ledger::SlotKind kind) {
  const auto side = TRY(house.store->side(ledger::SideKind::slot, stretched.locator.bytes));
  if (!side) return no_entry();
  const auto slot = TRY(ledger::decode_slot(*side));
  if (slot.kind != kind) return no_entry();
  const auto person_key = ledger::open_slot(arena, slot, stretched);
  if (!person_key) return no_entry();
  const auto keyring = TRY(read_keyring(house, slot.keyring));
  if (std::find(keyring.slots.begin(), keyring.slots.end(), stretched.locator) == keyring.slots.end()) return no_entry();
  auto packed = TRY(vault::open_with_nonce(*person_key, keyring_context(slot.keyring), keyring.sealed));
  auto holder = unpack(packed, *person_key, slot.keyring);
  vault::wipe(packed);
  if (!holder) return std::unexpected(holder.error());
  if (holder->key() != keyring.current)
    return fail(Fault::damaged, "The keyring's public and sealed halves differ.", "keyring");
  TRY(ledger::check_signature(keyring, holder->current().card));
  TRY(ledger::check_signature(slot, holder->current().card));
  return std::move(*holder);
}

// The keyring with one kind of slot replaced by a fresh one.
Result<void> replace_slot(const House& house, const Keyholder& holder, ledger::SlotKind kind,
                          const vault::Stretched& stretched) {
  const auto keyring = TRY(read_keyring(house, holder.keyring));
  // A sign-in from before a key change must not put the old pairs back over the new ones.
  if (keyring.current != holder.key()) return fail(Fault::locked, "Your keys have changed since.", "", "Sign in again.");
  auto slots = TRY(read_slots(house, keyring));
  ledger::Batch batch;
  batch.sides_unchanged.push_back(ledger::encode(keyring));
  std::vector<ledger::Slot> kept;
  for (auto& slot : slots) {
    if (slot.kind == kind)
      batch.sides_gone.push_back({ledger::SideKind::slot, slot.locator.bytes});
    else
      kept.push_back(std::move(slot));
  }
  put_keyring(batch, holder, keyring.generation + 1, kept, {{kind, stretched}});
  std::erase_if(batch.sides_gone, [&](const ledger::SideKey& gone) { return gone.key == stretched.locator.bytes; });
  TRY(house.store->commit(std::move(batch)));
  return {};
}
}  // namespace

vault::Key Keyholder::mac_key() { return vault::derive(arena, master(), 1, "trefread"); }

Bytes pack(const Keyholder& holder) {
  base::Writer out;
  out.u8(kKeyringVersion).raw(holder.person.view()).raw(holder.practice_log.view()).u8(holder.professional ? 1 : 0);
  out.sized(base::view(holder.sign_in_name));
  out.u16(static_cast<std::uint16_t>(holder.pairs.size()));
  for (const auto& pair : holder.pairs) out.raw(pair.sign_seed).raw(pair.box_secret);
  return out.take();
}

Result<Keyholder> unpack(View packed, vault::Key person_key, const std::array<std::uint8_t, 16>& keyring) {
  base::Reader in(packed);
  if (const auto version = in.u8(); version != kKeyringVersion)
    return fail(Fault::unsupported, "The keyring was written by a newer Trefoil.", "keyring", "Start the newer version.");
  Keyholder holder;
  holder.person = PersonId::from(in.raw(16));
  holder.practice_log = LogId::from(in.raw(16));
  holder.professional = in.u8() == 1;
  holder.sign_in_name = std::string(base::text(in.sized()));
  const auto count = in.u16();
  for (unsigned i = 0; i < count && !in.failed(); ++i) {
    const View sign_seed = in.raw(32), box_secret = in.raw(32);
    if (!in.failed()) holder.pairs.push_back(vault::pair_from_secrets(holder.arena, sign_seed, box_secret));
  }
  if (!in.done() || holder.pairs.empty()) return fail(Fault::damaged, "The keyring's content is cut short.", "keyring");
  holder.person_key = holder.arena.keep(person_key);
  holder.keyring = keyring;
  return holder;
}

void put_keyring(ledger::Batch& batch, const Keyholder& holder, std::uint32_t generation,
                 const std::vector<ledger::Slot>& kept, const std::vector<NewSlot>& fresh) {
  ledger::Keyring keyring;
  keyring.id = holder.keyring;
  keyring.generation = generation;
  keyring.current = holder.key();
  auto packed = pack(holder);
  keyring.sealed = vault::seal_with_nonce(holder.master(), keyring_context(holder.keyring), packed);
  vault::wipe(packed);
  for (const auto& slot : kept) keyring.slots.push_back(slot.locator);
  for (const auto& slot : fresh) {
    keyring.slots.push_back(slot.stretched.locator);
    // Somebody else with the same name and passphrase would stand here: never put over.
    const auto mine = [&](const ledger::SideKey& gone) { return gone.key == slot.stretched.locator.bytes; };
    if (std::none_of(batch.sides_gone.begin(), batch.sides_gone.end(), mine))
      batch.sides_unchanged.push_back({ledger::SideKind::slot, slot.stretched.locator.bytes, {}});
    batch.sides.push_back(ledger::encode(
        ledger::make_slot(slot.kind, holder.keyring, slot.stretched, holder.master(), holder.current())));
  }
  std::sort(keyring.slots.begin(), keyring.slots.end());
  ledger::sign(keyring, holder.current());
  batch.sides.push_back(ledger::encode(keyring));
}

Result<KeyId> installation(const House& house) {
  for (const auto& side : TRY(house.store->sides(ledger::SideKind::card))) {
    const auto card = ledger::decode_card(side);
    if (card && card->kind == ledger::CardKind::founder) return card->card.id();
  }
  return fail(Fault::not_found, "No practice has begun in this folder.", "", "Begin one in the browser, or with trefoil init.");
}

Result<Keyholder> unlock(const House& house, std::string_view name, std::string_view passphrase) {
  const auto salt = TRY(installation(house));
  vault::Arena arena;
  const auto stretched = vault::stretch(arena, salt.view(), base::fold(name), passphrase, house.cost);
  return open_by(house, std::move(arena), stretched, ledger::SlotKind::passphrase);
}

Result<Keyholder> unlock_by_code(const House& house, std::string_view code) {
  vault::Arena arena;
  const auto secret = TRY(vault::read_code(arena, code));
  const auto stretched = vault::stretch_code(arena, secret);
  return open_by(house, std::move(arena), stretched, ledger::SlotKind::recovery);
}

Result<void> confirm(const House& house, const Keyholder& holder, std::string_view passphrase) {
  const auto again = unlock(house, holder.sign_in_name, passphrase);
  if (!again) {
    if (again.error().fault == Fault::refused)
      return fail(Fault::refused, "That is not your passphrase.", "passphrase", "Nothing was done. Try again.");
    return std::unexpected(again.error());
  }
  if (again->person != holder.person) return fail(Fault::refused, "That is not your passphrase.", "passphrase");
  return {};
}

Result<void> check_passphrase(std::string_view passphrase, std::initializer_list<std::string_view> own_words) {
  const auto strength = vault::strength(passphrase, own_words);
  if (strength.refusal) return fail(Fault::bad_input, *strength.refusal, "passphrase", "Several words in a row are easy to remember and hard to guess.");
  return {};
}

std::string key_words(KeyId key) { return vault::fingerprint_words(key); }

std::string strength_json(std::string_view passphrase) {
  const auto strength = vault::strength(passphrase, {});
  boost::json::object out;
  out["score"] = strength.refusal ? 0 : strength.score;
  out["words"] = strength.refusal ? *strength.refusal : strength.words;
  return boost::json::serialize(out);
}

Result<void> change_passphrase(const House& house, const Keyholder& holder, std::string_view passphrase) {
  TRY(check_passphrase(passphrase, {holder.sign_in_name}));
  const auto salt = TRY(installation(house));
  vault::Arena arena;
  const auto stretched = vault::stretch(arena, salt.view(), base::fold(holder.sign_in_name), passphrase, house.cost);
  return replace_slot(house, holder, ledger::SlotKind::passphrase, stretched);
}

Result<std::string> change_recovery(const House& house, const Keyholder& holder) {
  vault::Arena arena;
  const auto code = vault::random_code_for_recovery(arena);
  TRY(replace_slot(house, holder, ledger::SlotKind::recovery, vault::stretch_code(arena, code.secret)));
  return code.shown;
}

}  // namespace trefoil::practice
