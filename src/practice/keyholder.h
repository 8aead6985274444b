// Somebody with their keys unlocked: what a passphrase gives, and how it is kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "practice/house.h"
#include "vault/vault.h"

namespace trefoil::practice {

// Move-only; everything in it lives in its arena and is wiped with it.
struct Keyholder {
  vault::Arena arena;
  PersonId person;
  std::string sign_in_name;
  LogId practice_log;
  bool professional = false;         // holds the practice's `members` room; a client does not
  std::vector<vault::Pair> pairs;    // oldest first; the last is the current one
  std::span<const std::uint8_t> person_key;  // 32 bytes in the arena
  std::array<std::uint8_t, 16> keyring{};

  const vault::Pair& current() const { return pairs.back(); }
  KeyId key() const { return current().card.id(); }
  vault::Key master() const { return person_key.first<32>(); }
  vault::Key mac_key();  // for the verified book
};

// The keyring's sealed payload and back (docs/format.md, "Keyring").
Bytes pack(const Keyholder& holder);
Result<Keyholder> unpack(View packed, vault::Key person_key, const std::array<std::uint8_t, 16>& keyring);

// A keyring of this holder with exactly these slots, as sides to put; `generation` continues.
struct NewSlot {
  ledger::SlotKind kind{};
  vault::Stretched stretched;
};
void put_keyring(ledger::Batch& batch, const Keyholder& holder, std::uint32_t generation,
                 const std::vector<ledger::Slot>& kept, const std::vector<NewSlot>& fresh);

// The id that salts passphrases: the founder's card. not_found where no practice has begun.
Result<KeyId> installation(const House& house);

// refused (one text for a wrong name, a wrong passphrase, a wrong code) when nothing opens.
Result<Keyholder> unlock(const House& house, std::string_view name, std::string_view passphrase);
Result<Keyholder> unlock_by_code(const House& house, std::string_view code);
// Asks the passphrase again of somebody who is signed in.
Result<void> confirm(const House& house, const Keyholder& holder, std::string_view passphrase);

// A new passphrase slot in place of the old; the recovery slot stays.
Result<void> change_passphrase(const House& house, const Keyholder& holder, std::string_view passphrase);
// A new recovery code, shown once, in place of the old.
Result<std::string> change_recovery(const House& house, const Keyholder& holder);

// A key's fingerprint in words, and the strength of a passphrase as {"score": 0 to 4, "words": "..."} for the page that asks.
std::string key_words(KeyId key);
std::string strength_json(std::string_view passphrase);

// What a passphrase must be, before anything is made: bad_input with the reason.
Result<void> check_passphrase(std::string_view passphrase, std::initializer_list<std::string_view> own_words);

}  // namespace trefoil::practice
