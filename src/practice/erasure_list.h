// erasures.list: what was erased from this record, kept outside the database, so that a restored backup can forget it
// again. One line a log:
//
//   trefoil-erasure-1 <log> <tombstone> <cards> <service key> <signature>
//
// all but the first word in base32. `tombstone` is the body of the tombstone's row; `cards` are the bodies of the card
// rows that lead from asker and confirmer up to the founder (founder left out), with commas between, "-" for none, so
// that a backup taken before they joined can check them too. The service key signs all that stands before the
// signature, tag "trefoil erasure v1".
#pragma once

#include "ledger/sides.h"
#include "practice/house.h"

namespace trefoil::practice {

struct ErasureLine {
  ledger::Tombstone tombstone;
  std::vector<ledger::Side> cards;
  std::string text;  // as written, without its line break
};

// For these tombstones; the cards are the store's.
Result<std::vector<ErasureLine>> erasure_lines(const House& house, const std::vector<ledger::Tombstone>& tombstones);
// damaged or bad_input with the line's number: not such a line, or its service key did not sign it. No such file:
// empty.
Result<std::vector<ErasureLine>> read_erasure_list(const std::filesystem::path& list);
// Puts lines that are not there yet at the end, on disk when it returns; takes lines out again.
Result<void> add_erasure_lines(const std::filesystem::path& list, const std::vector<ErasureLine>& lines);
Result<void> drop_erasure_lines(const std::filesystem::path& list, const std::vector<ErasureLine>& lines);

}  // namespace trefoil::practice
