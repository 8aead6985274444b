#include <algorithm>

#include "ledger/verify_parts.h"

namespace trefoil::ledger {

namespace {

std::string name_of(const Side& side) {
  const std::string id = base::to_base32(side.key);
  switch (side.kind) {
    case SideKind::card:
      return "card " + id;
    case SideKind::keyring:
      return "keyring " + id;
    case SideKind::slot:
      return "slot " + id;
    case SideKind::tombstone:
      return "tombstone of log " + id;
  }
  return "row " + id;
}

class Rows {
 public:
  Rows(const Store& store, VerifyReport& report) : store_(store), report_(report) {}

  Beside check(const Promised& promised) {
    digest(promised);
    cards();
    keyrings();
    slots();
    tombstones();
    missing_keyrings();
    return std::move(out_);
  }

 private:
  void digest(const Promised& promised) {
    std::vector<Side> all;
    bool complete = true;
    for (const SideKind kind : {SideKind::card, SideKind::keyring, SideKind::slot, SideKind::tombstone}) {
      auto sides = store_.sides(kind);
      if (!sides) {
        find(report_, "the rows beside the logs", sides.error());
        complete = false;
        continue;
      }
      for (Side& side : *sides) {
        // Counted into the digest below, but looked at no further: a store may hand out any byte as a kind.
        if (side.kind != kind) find(report_, name_of(side), "It is of another kind than it was asked for.");
        all.push_back(std::move(side));
      }
    }
    report_.sides = all.size();
    if (promised.last ? complete && sides_digest(all) != promised.last->sides : !all.empty())
      find(report_, "the rows beside the logs",
           "Cards, keyrings, slots and tombstones together are not what the last checkpoint says.");
    for (Side& side : all)
      if (const auto kind = static_cast<std::size_t>(side.kind); kind < sides_.size()) sides_[kind].push_back(std::move(side));
  }

  const std::vector<Side>& of(SideKind kind) const { return sides_[static_cast<std::size_t>(kind)]; }

  void cards() {
    std::unordered_map<KeyId, CardRow> rows;
    std::size_t founders = 0;
    for (const Side& side : of(SideKind::card)) {
      const auto row = decode_card(side);
      if (!row) {
        find(report_, name_of(side), row.error());
        continue;
      }
      rows.emplace(row->card.id(), *row);
      if (row->kind == CardKind::founder && ++founders > 1)
        find(report_, name_of(side), "It is a second founder; a practice has one.");
    }
    out_.cards = vouched_for(rows);
    for (const auto& [id, row] : rows) sponsors_.emplace(id, row.sponsor);
    for (const Side& side : of(SideKind::card)) {
      const auto at = rows.find(KeyId{side.key});
      if (at == rows.end()) continue;
      const CardRow& row = at->second;
      if (!out_.cards.contains(at->first)) {
        const auto sponsor = rows.find(row.sponsor);
        if (sponsor == rows.end())
          find(report_, name_of(side), "The key that vouches for it is not there, or damaged.");
        else if (const auto holds = check_sponsor(row, sponsor->second); !holds)
          find(report_, name_of(side), holds.error());
        else
          find(report_, name_of(side), "No chain of keys leads from it to the founder.");
      }
      if (row.kind == CardKind::person && !persons_of_.insert(row.sponsor).second)
        find(report_, name_of(side), "Its invitation was used more than once.");
      if (row.kind == CardKind::successor && !succeeded_.insert(row.sponsor).second)
        find(report_, name_of(side), "The key before it already has another one after it.");
      if (row.kind != CardKind::invitation && row.kind != CardKind::link) in_use_.insert(at->first);
    }
    for (const KeyId& old : succeeded_) in_use_.erase(old);
  }

  void keyrings() {
    std::set<KeyId> held;
    for (const Side& side : of(SideKind::keyring)) {
      const auto keyring = decode_keyring(side);
      if (!keyring) {
        find(report_, name_of(side), keyring.error());
        continue;
      }
      const auto card = out_.cards.find(keyring->current);
      if (card == out_.cards.end())
        find(report_, name_of(side), "Its current key is one that nobody vouches for.");
      else if (const auto holds = check_signature(*keyring, card->second); !holds)
        find(report_, name_of(side), holds.error());
      else if (!in_use_.contains(keyring->current))
        find(report_, name_of(side), "Its current key is not in use any more.");
      if (!held.insert(keyring->current).second)
        find(report_, name_of(side), "There is another keyring for the same key.");
      keyrings_.emplace(keyring->id, *keyring);
    }
    held_ = std::move(held);
  }

  // After a restore the erasure list may have brought cards of people who joined after the backup: they vouch for a
  // tombstone and have no keyring there. Where a keyring was taken away, the digest of all sides tells.
  void missing_keyrings() {
    std::set<KeyId> brought;
    for (KeyId id : erasers_)
      while (brought.insert(id).second)
        if (const auto sponsor = sponsors_.find(id); sponsor != sponsors_.end()) id = sponsor->second;
    // The founder, who vouches for themself, was there before every backup.
    std::erase_if(brought, [&](const KeyId& id) {
      const auto sponsor = sponsors_.find(id);
      return sponsor == sponsors_.end() || sponsor->second == id;
    });
    for (const KeyId& id : in_use_)
      if (!held_.contains(id) && !brought.contains(id))
        find(report_, "card " + id.str(), "The keyring of its person is missing.");
  }

  void slots() {
    std::set<vault::Locator> there;
    for (const Side& side : of(SideKind::slot)) {
      there.insert(vault::Locator{side.key});
      const auto slot = decode_slot(side);
      if (!slot) {
        find(report_, name_of(side), slot.error());
        continue;
      }
      const auto keyring = keyrings_.find(slot->keyring);
      if (keyring == keyrings_.end()) {
        find(report_, name_of(side), "Its keyring is missing, or damaged.");
        continue;
      }
      if (!std::ranges::binary_search(keyring->second.slots, slot->locator))
        find(report_, name_of(side), "Its keyring does not know it.");
      const auto card = out_.cards.find(keyring->second.current);
      if (card == out_.cards.end()) continue;  // said at the keyring
      if (const auto holds = check_signature(*slot, card->second); !holds) find(report_, name_of(side), holds.error());
    }
    for (const auto& [id, keyring] : keyrings_)
      for (const vault::Locator& slot : keyring.slots)
        if (!there.contains(slot))
          find(report_, "keyring " + base::to_base32(id), "Its slot " + slot.str() + " is missing.");
  }

  void tombstones() {
    for (const Side& side : of(SideKind::tombstone)) {
      const auto tombstone = decode_tombstone(side);
      if (!tombstone) {
        find(report_, name_of(side), tombstone.error());
        continue;
      }
      const auto asker = out_.cards.find(tombstone->asker);
      const auto confirmer = out_.cards.find(tombstone->confirmer);
      if (asker == out_.cards.end() || confirmer == out_.cards.end())
        find(report_, name_of(side), "It is signed by a key that nobody vouches for.");
      else if (const auto holds = check_signatures(*tombstone, asker->second, confirmer->second); !holds)
        find(report_, name_of(side), holds.error());
      else
        out_.erased.insert(tombstone->log), erasers_.insert({tombstone->asker, tombstone->confirmer});
    }
  }

  const Store& store_;
  VerifyReport& report_;
  std::array<std::vector<Side>, 5> sides_;  // by kind
  std::set<KeyId> persons_of_, succeeded_;  // invitations that were accepted, keys that have a successor
  std::set<KeyId> in_use_;                  // people's keys that nothing came after
  std::set<KeyId> held_;                    // current keys of keyrings
  std::set<KeyId> erasers_;                 // who asked for and confirmed an erasure
  std::unordered_map<KeyId, KeyId> sponsors_;
  std::map<std::array<std::uint8_t, 16>, Keyring> keyrings_;
  Beside out_;
};

}  // namespace

Beside verify_sides(const Store& store, const Promised& promised, VerifyReport& report) {
  return Rows(store, report).check(promised);
}

}  // namespace trefoil::ledger
