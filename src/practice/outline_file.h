// A reader's outlines on disk (outlines.h), so that the first page after a start need not read every file: one file for
// each reader in the folder's cache, sealed as a whole under the reader's own key and one of the cache. Deletable: it
// is made again by reading. An erasure takes all of them, and the cache's key, so that what a disk still has of them,
// or of earlier ones, opens no more.
#pragma once

#include <filesystem>
#include <optional>

#include "ledger/store.h"
#include "vault/seal.h"

namespace trefoil::practice {

struct Shelf;

class OutlineFiles {
 public:
  // `build` says which program's they are (packed.h is no format between two builds); empty: nothing is kept.
  OutlineFiles(std::filesystem::path folder, Bytes build);

  // Whose they are, with the key that comes with the reader's sign-in.
  struct Reader {
    vault::Arena& arena;
    KeyId id;
    vault::Key key;
  };
  // Nothing where there is none, or it is another build's, was sealed under another key, or is not what was written.
  std::optional<Shelf> load(const Reader& reader) const;
  // `tombstones`: what had been erased when they were read (tombstones_of).
  void save(const Reader& reader, const Shelf& shelf, const ledger::Hash& tombstones) const;
  bool holds(KeyId reader) const;  // a file of theirs; true where nothing is kept at all
  // Removes what is older than the newest erasure, what no key of the record opens any more, and what a program that
  // was ended had begun to write.
  Result<void> tidy(const ledger::Store& store) const;

 private:
  Bytes context(KeyId reader, const ledger::Hash& tombstones) const;
  std::optional<vault::Key> key_for(const Reader& reader) const;
  std::filesystem::path folder_;
  Bytes build_;
};

Result<ledger::Hash> tombstones_of(const ledger::Store& store);
// Everybody's, at once, and the key: something was erased.
Result<void> remove_outline_files(const std::filesystem::path& folder);

}  // namespace trefoil::practice
