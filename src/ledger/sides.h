// The rows beside the logs: cards, keyrings, slots, tombstones. Each is signed; together they are in every checkpoint.
#pragma once

#include <functional>

#include "ledger/store.h"

namespace trefoil::ledger {

// hash("trefoil sides v1", for each side by (kind, key): kind u8, key 16, digest(body) 32).
Hash sides_digest(const std::vector<Side>& sorted);

enum class CardKind : std::uint8_t {
  founder = 1,     // signed by itself: the first person of a practice
  invitation = 2,  // made of a token, signed by the inviter; `expires` binds
  person = 3,      // signed by the invitation that it accepts
  successor = 4,   // signed by the same person's key before it
  link = 5,        // made of a code, signed by who made it: leaves entries in a room, holds nothing, vouches for nobody
};
// Public keys, in the open beside the entries that they sign. Body: kind u8, sign 32, box 32, sponsor 16,
// expires i64 (ms, 0: never), own signature 64 (over the preceding bytes, tag "trefoil card own v1"), sponsor's
// signature 64 (over the same bytes, tag "trefoil card v1"; a founder's sponsor is itself).
struct CardRow {
  CardKind kind = CardKind::person;
  vault::Card card;
  KeyId sponsor;
  std::int64_t expires = 0;
  Signature own{};
  Signature sponsored{};
};
CardRow make_card(CardKind kind, const vault::Pair& pair, const vault::Pair& sponsor, std::int64_t expires = 0);
Side encode(const CardRow& card);
// damaged when the key is not the card's id, its own signature fails, or its keys can't be used.
Result<CardRow> decode_card(const Side& side);
// Whether `sponsor` vouches for it: the sponsor's signature, and its right by kind. A founder vouches for itself, an
// invitation for one person, a founder, person or successor for invitations, links and the key that comes after it.
Result<void> check_sponsor(const CardRow& card, const CardRow& sponsor);

// A person's secret halves, sealed under their person key. Body: version u8, generation u32, current key id 16,
// slot count u8, slot locators 16 each (sorted), sealed (u32 length, nonce first), signature 64 (by the current key,
// tag "trefoil keyring v1", over the keyring's id 16 and all before it). Keyed by that id, random, that never changes.
// Sealed payload: what practice keeps (pairs, old pairs, person id, sign-in name), opaque here.
struct Keyring {
  std::array<std::uint8_t, 16> id{};
  std::uint32_t generation = 1;
  KeyId current;
  std::vector<vault::Locator> slots;
  Bytes sealed;
  Signature signature{};
};
void sign(Keyring& keyring, const vault::Pair& current);  // sorts the slots, sets `current`
Side encode(const Keyring& keyring);
Result<Keyring> decode_keyring(const Side& side);
Result<void> check_signature(const Keyring& keyring, const vault::Card& current);

enum class SlotKind : std::uint8_t { passphrase = 1, recovery = 2 };
// One way to the person key. Body: kind u8, keyring 16, sealed person key (nonce 24 + 48), signature 64 (tag
// "trefoil slot v1", over locator 16 and all before it). Associated data of the seal: locator, kind, keyring.
struct Slot {
  vault::Locator locator;
  SlotKind kind = SlotKind::passphrase;
  std::array<std::uint8_t, 16> keyring{};
  Bytes sealed;
  Signature signature{};
};
Slot make_slot(SlotKind kind, const std::array<std::uint8_t, 16>& keyring, const vault::Stretched& stretched,
               vault::Key person_key, const vault::Pair& current);
void sign(Slot& slot, const vault::Pair& current);  // again, where the keyring's current key changes
Result<vault::Key> open_slot(vault::Arena& arena, const Slot& slot, const vault::Stretched& stretched);
Side encode(const Slot& slot);
Result<Slot> decode_slot(const Side& side);
Result<void> check_signature(const Slot& slot, const vault::Card& current);

// A log was erased: asked for by one key, confirmed by another, both signed over the body. Body: log 16, asker 16,
// confirmer 16, day i32, asker's signature 64, confirmer's signature 64 (tags "trefoil erase ask v1" and
// "trefoil erase confirm v1", over the four fields; the asker's over log, asker and day only, confirmer zeros).
struct Tombstone {
  LogId log;
  KeyId asker;
  KeyId confirmer;
  std::int32_t day = 0;
  Signature asked{};
  Signature confirmed{};
};
Signature ask_erasure(const vault::Pair& asker, LogId log, std::int32_t day);
Tombstone confirm_erasure(const vault::Pair& confirmer, LogId log, KeyId asker, std::int32_t day,
                          const Signature& asked);
Side encode(const Tombstone& tombstone);
Result<Tombstone> decode_tombstone(const Side& side);
Result<void> check_signatures(const Tombstone& tombstone, const vault::Card& asker, const vault::Card& confirmer);

}  // namespace trefoil::ledger
