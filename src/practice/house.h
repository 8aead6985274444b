// What every part of the application is given: the store, the clock, the folder. Wired in main, passed down.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/time.h"
#include "ledger/log.h"
#include "ledger/store.h"
#include "practice/cards.h"
#include "practice/verified.h"

namespace trefoil::practice {

// The data folder. record.db and witness.db are the store's; the rest is named here. Everything is made 0600 / 0700.
struct Folder {
  std::filesystem::path data;     // ~/.local/share/trefoil
  std::filesystem::path memory;   // $XDG_RUNTIME_DIR or /dev/shm + trefoil-<uid>-<hash of the data path>: sign-ins
  bool rehearsal = false;         // marked at init; accepts a settable clock, shows a banner

  std::filesystem::path record() const { return data / "record.db"; }
  std::filesystem::path witness() const { return data / "witness.db"; }
  std::filesystem::path service_key() const { return data / "service.key"; }
  std::filesystem::path erasures() const { return data / "erasures.list"; }
  std::filesystem::path cache() const { return data / "cache"; }  // may be deleted at any time
  std::filesystem::path last_backup() const { return data / "last-backup"; }
  std::filesystem::path programmes() const { return data / "programmes"; }  // the practice's own; may not be there
  std::filesystem::path instruments() const { return data / "instruments"; }  // the same
};
// Looks; makes nothing. `exists()` is whether there is a record in it.
Result<Folder> find_folder(const std::filesystem::path& data);
bool exists(const Folder& folder);
// Makes the folder and its service key. bad_input when it holds a record already.
Result<Folder> make_folder(const std::filesystem::path& data, bool rehearsal);
// The service key's seed and so the notary; damaged when the file is not one.
Result<std::shared_ptr<const ledger::Notary>> read_notary(const Folder& folder);

class OutlineBook;

struct House {
  ledger::Store* store = nullptr;
  const Clock* clock = nullptr;
  Folder folder;
  std::shared_ptr<VerifiedBook> verified;  // null: every signature is checked at each opening
  std::shared_ptr<OutlineBook> outlines;   // null: the views of many files open each of them, every time
  std::shared_ptr<CardBook> cards = std::make_shared<CardBook>();
  vault::Cost cost = vault::Cost::full;  // Cost::test in unit tests only
};

}  // namespace trefoil::practice
