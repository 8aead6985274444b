#include "ledger/sides.h"

#include <algorithm>

namespace trefoil::ledger {

namespace {
constexpr std::string_view kCardOwn = "trefoil card own v1";
constexpr std::string_view kCardSponsor = "trefoil card v1";
constexpr std::string_view kKeyring = "trefoil keyring v1";
constexpr std::string_view kSlot = "trefoil slot v1";
constexpr std::string_view kErase = "trefoil erase ask v1";
constexpr std::string_view kEraseConfirm = "trefoil erase confirm v1";
constexpr std::size_t kSealedPersonKey = 24 + 32 + vault::kSealOverhead;

std::unexpected<Error> wrong_form(const char* thing) {
  return fail(Fault::damaged, std::string("The ") + thing + " does not have the form that it should.");
}

Bytes signed_part(const CardRow& row) {
  base::Writer out;
  out.u8(static_cast<std::uint8_t>(row.kind)).raw(row.card.sign).raw(row.card.box).raw(row.sponsor.view());
  out.u64(static_cast<std::uint64_t>(row.expires));
  return out.take();
}

Bytes unsigned_body(const Keyring& keyring) {
  base::Writer out;
  out.u8(kVersion).u32(keyring.generation).raw(keyring.current.view());
  out.u8(static_cast<std::uint8_t>(keyring.slots.size()));
  for (const vault::Locator& slot : keyring.slots) out.raw(slot.view());
  out.sized(keyring.sealed);
  return out.take();
}

// The key of the row is signed with it, so that a body can't be put in another's place.
Bytes signed_part(const Keyring& keyring) { return base::Writer().raw(keyring.id).raw(unsigned_body(keyring)).take(); }

Bytes unsigned_body(const Slot& slot) {
  return base::Writer().u8(static_cast<std::uint8_t>(slot.kind)).raw(slot.keyring).raw(slot.sealed).take();
}

Bytes signed_part(const Slot& slot) { return base::Writer().raw(slot.locator.view()).raw(unsigned_body(slot)).take(); }

Bytes associated(const Slot& slot) {
  return base::Writer().raw(slot.locator.view()).u8(static_cast<std::uint8_t>(slot.kind)).raw(slot.keyring).take();
}

Bytes erasure(LogId log, KeyId asker, KeyId confirmer, std::int32_t day) {
  base::Writer out;
  out.raw(log.view()).raw(asker.view()).raw(confirmer.view()).u32(static_cast<std::uint32_t>(day));
  return out.take();
}
}  // namespace

Hash sides_digest(const std::vector<Side>& sorted) {
  Bytes all;
  all.reserve(sorted.size() * 49);
  for (const Side& side : sorted) {
    const Hash body = vault::digest(side.body);
    all.push_back(static_cast<std::uint8_t>(side.kind));
    all.insert(all.end(), side.key.begin(), side.key.end());
    all.insert(all.end(), body.begin(), body.end());
  }
  return vault::hash("trefoil sides v1", {all});
}

// --- cards -----------------------------------------------------------------------------------------------------------

CardRow make_card(CardKind kind, const vault::Pair& pair, const vault::Pair& sponsor, std::int64_t expires) {
  CardRow row{.kind = kind, .card = pair.card, .sponsor = sponsor.card.id(), .expires = expires};
  const Bytes body = signed_part(row);
  row.own = vault::sign(pair, kCardOwn, body);
  row.sponsored = vault::sign(sponsor, kCardSponsor, body);
  return row;
}

Side encode(const CardRow& row) {
  return {.kind = SideKind::card,
          .key = row.card.id().bytes,
          .body = base::Writer().raw(signed_part(row)).raw(row.own).raw(row.sponsored).take()};
}

Result<CardRow> decode_card(const Side& side) {
  base::Reader in(side.body);
  CardRow row;
  const std::uint8_t kind = in.u8();
  row.card.sign = in.array<32>();
  row.card.box = in.array<32>();
  row.sponsor.bytes = in.array<16>();
  row.expires = static_cast<std::int64_t>(in.u64());
  row.own = in.array<64>();
  row.sponsored = in.array<64>();
  if (!in.done() || kind < 1 || kind > 5) return wrong_form("card");
  row.kind = static_cast<CardKind>(kind);
  if (side.key != row.card.id().bytes) return fail(Fault::damaged, "The card lies under another key's id.");
  if (!vault::usable(row.card)) return fail(Fault::damaged, "The card's keys are not keys that can be used.");
  if (!vault::verify(row.card.sign, row.own, kCardOwn, signed_part(row)))
    return fail(Fault::damaged, "The card's own signature does not hold.");
  return row;
}

Result<void> check_sponsor(const CardRow& row, const CardRow& sponsor) {
  bool fits = false;
  switch (row.kind) {
    case CardKind::founder:
      fits = sponsor.card == row.card;
      break;
    case CardKind::person:
      fits = sponsor.kind == CardKind::invitation;
      break;
    case CardKind::invitation:
    case CardKind::successor:
    case CardKind::link:
      fits = sponsor.kind != CardKind::invitation && sponsor.kind != CardKind::link && sponsor.card != row.card;
      break;
  }
  if (!fits || sponsor.card.id() != row.sponsor)
    return fail(Fault::damaged, "The card is vouched for by a key that can't vouch for it.");
  if (!vault::verify(sponsor.card.sign, row.sponsored, kCardSponsor, signed_part(row)))
    return fail(Fault::damaged, "The signature of the key that vouches for the card does not hold.");
  return {};
}

// --- keyrings --------------------------------------------------------------------------------------------------------

void sign(Keyring& keyring, const vault::Pair& current) {
  std::ranges::sort(keyring.slots);
  keyring.current = current.card.id();
  keyring.signature = vault::sign(current, kKeyring, signed_part(keyring));
}

Side encode(const Keyring& keyring) {
  return {.kind = SideKind::keyring,
          .key = keyring.id,
          .body = base::Writer().raw(unsigned_body(keyring)).raw(keyring.signature).take()};
}

Result<Keyring> decode_keyring(const Side& side) {
  base::Reader in(side.body);
  Keyring keyring{.id = side.key};
  const std::uint8_t version = in.u8();
  if (!in.failed() && version != kVersion)
    return fail(Fault::unsupported, "The keyring is of a version that is not known.");
  keyring.generation = in.u32();
  keyring.current.bytes = in.array<16>();
  const std::uint8_t count = in.u8();
  for (int i = 0; i < count && !in.failed(); ++i) {
    const vault::Locator slot{in.array<16>()};
    if (!keyring.slots.empty() && !(keyring.slots.back() < slot)) return wrong_form("keyring");
    keyring.slots.push_back(slot);
  }
  keyring.sealed = base::copy(in.sized());
  keyring.signature = in.array<64>();
  if (!in.done()) return wrong_form("keyring");
  return keyring;
}

Result<void> check_signature(const Keyring& keyring, const vault::Card& current) {
  if (current.id() != keyring.current ||
      !vault::verify(current.sign, keyring.signature, kKeyring, signed_part(keyring)))
    return fail(Fault::damaged, "The keyring's signature does not hold.");
  return {};
}

// --- slots -----------------------------------------------------------------------------------------------------------

Slot make_slot(SlotKind kind, const std::array<std::uint8_t, 16>& keyring, const vault::Stretched& stretched,
               vault::Key person_key, const vault::Pair& current) {
  Slot slot{.locator = stretched.locator, .kind = kind, .keyring = keyring};
  slot.sealed = vault::seal_with_nonce(stretched.wrap, associated(slot), person_key);
  sign(slot, current);
  return slot;
}

void sign(Slot& slot, const vault::Pair& current) { slot.signature = vault::sign(current, kSlot, signed_part(slot)); }

Result<vault::Key> open_slot(vault::Arena& arena, const Slot& slot, const vault::Stretched& stretched) {
  if (slot.sealed.size() != kSealedPersonKey || stretched.locator != slot.locator) return wrong_form("slot");
  vault::Nonce nonce;
  std::copy_n(slot.sealed.begin(), nonce.size(), nonce.begin());
  return vault::open_key(arena, stretched.wrap, nonce, associated(slot), View(slot.sealed).subspan(nonce.size()));
}

Side encode(const Slot& slot) {
  return {.kind = SideKind::slot,
          .key = slot.locator.bytes,
          .body = base::Writer().raw(unsigned_body(slot)).raw(slot.signature).take()};
}

Result<Slot> decode_slot(const Side& side) {
  base::Reader in(side.body);
  Slot slot{.locator = vault::Locator{side.key}};
  const std::uint8_t kind = in.u8();
  slot.keyring = in.array<16>();
  slot.sealed = base::copy(in.raw(kSealedPersonKey));
  slot.signature = in.array<64>();
  if (!in.done() || kind < 1 || kind > 2) return wrong_form("slot");
  slot.kind = static_cast<SlotKind>(kind);
  return slot;
}

Result<void> check_signature(const Slot& slot, const vault::Card& current) {
  if (!vault::verify(current.sign, slot.signature, kSlot, signed_part(slot)))
    return fail(Fault::damaged, "The slot's signature does not hold.");
  return {};
}

// --- tombstones ------------------------------------------------------------------------------------------------------

Signature ask_erasure(const vault::Pair& asker, LogId log, std::int32_t day) {
  return vault::sign(asker, kErase, erasure(log, asker.card.id(), {}, day));
}

Tombstone confirm_erasure(const vault::Pair& confirmer, LogId log, KeyId asker, std::int32_t day,
                          const Signature& asked) {
  const KeyId id = confirmer.card.id();
  return {.log = log,
          .asker = asker,
          .confirmer = id,
          .day = day,
          .asked = asked,
          .confirmed = vault::sign(confirmer, kEraseConfirm, erasure(log, asker, id, day))};
}

Side encode(const Tombstone& tombstone) {
  base::Writer out;
  out.raw(erasure(tombstone.log, tombstone.asker, tombstone.confirmer, tombstone.day));
  out.raw(tombstone.asked).raw(tombstone.confirmed);
  return {.kind = SideKind::tombstone, .key = tombstone.log.bytes, .body = out.take()};
}

Result<Tombstone> decode_tombstone(const Side& side) {
  base::Reader in(side.body);
  Tombstone out;
  out.log.bytes = in.array<16>();
  out.asker.bytes = in.array<16>();
  out.confirmer.bytes = in.array<16>();
  out.day = static_cast<std::int32_t>(in.u32());
  out.asked = in.array<64>();
  out.confirmed = in.array<64>();
  if (!in.done() || out.log.bytes != side.key) return wrong_form("tombstone");
  return out;
}

Result<void> check_signatures(const Tombstone& tombstone, const vault::Card& asker, const vault::Card& confirmer) {
  const auto& [log, asker_id, confirmer_id, day, asked, confirmed] = tombstone;
  if (asker_id == confirmer_id)
    return fail(Fault::damaged, "One and the same key asked for the erasure and confirmed it.");
  if (asker.id() != asker_id || !vault::verify(asker.sign, asked, kErase, erasure(log, asker_id, {}, day)))
    return fail(Fault::damaged, "The signature of who asked for the erasure does not hold.");
  if (confirmer.id() != confirmer_id ||
      !vault::verify(confirmer.sign, confirmed, kEraseConfirm, erasure(log, asker_id, confirmer_id, day)))
    return fail(Fault::damaged, "The signature of who confirmed the erasure does not hold.");
  return {};
}

}  // namespace trefoil::ledger
