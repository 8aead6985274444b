// What goes out of a practice and comes in: import, export, backup, restore, erasure, verification with keys.
#pragma once

#include <functional>

#include "codec/scores_csv.h"
#include "ledger/verify.h"
#include "practice/files.h"

namespace trefoil::practice {

struct Imported {
  std::vector<codec::ImportProblem> problems;  // not empty: nothing was written
  std::size_t rows = 0, files_made = 0, files_matched = 0, scores = 0, missing = 0, already_there = 0;
};
// All or nothing: one commit. `as`: the importer's role in new files.
Result<Imported> import_scores(const House& house, Keyholder& holder, View csv, View mapping, std::string_view origin,
                               care::Role as = care::Role::practitioner);

// All that the holder may read of a file.
struct Exported {
  std::string json;
  std::string html;  // one self-contained, printable page
  ledger::Receipt receipt;
};
Result<Exported> export_file(const House& house, Keyholder& holder, LogId file);

// A backup is one file: a consistent copy of the record, nothing readable in it, and its receipt.
struct BackedUp {
  ledger::Receipt receipt;
  std::uint64_t bytes = 0;
};
Result<BackedUp> back_up(const House& house, const std::filesystem::path& out);
std::optional<Instant> last_backup(const House& house);

// A backup put into a folder that holds no record. It is checked as a whole first; the folder gets a new service key,
// so that the record's later checkpoints can't be taken for the old ones; then what was erased since the backup is
// erased again. All or nothing: on any error the folder is as it was.
struct RestoreRequest {
  std::filesystem::path in, data;
  std::optional<std::filesystem::path> erasures;  // else the list that lies in the folder
  bool without_erasures = false;                  // there is no list: what was erased since comes back
};
struct Restored {
  ledger::Receipt backup;  // what the backup ends at: as its receipt said
  std::uint64_t logs = 0, entries = 0;
  std::size_t erased = 0;  // logs
  std::uint64_t lost = 0;  // checkpoints that the folder's old witness knew and the backup doesn't
};
// How a record is opened: the stores lie above practice, so whoever wires it says.
struct StoreDoor {
  std::function<Result<std::unique_ptr<ledger::Store>>(const Folder&, std::shared_ptr<const ledger::Notary>)> open;
  std::function<Result<std::unique_ptr<ledger::Store>>(const std::filesystem::path& record)> look;  // read only
  std::function<Result<std::optional<ledger::WitnessView>>(const std::filesystem::path& witness)> witness;
};
Result<Restored> restore(const RestoreRequest& request, const StoreDoor& door, const Clock& clock);

// Asked by one, confirmed by another (care decides); then wraps and payloads of all the file's logs are gone.
struct Erased {
  std::size_t logs = 0, entries = 0, wraps = 0;
};
// Signs the asking for each of the file's logs (ErasureAsked::seals), so that the confirmer can complete the
// tombstones.
ActResult ask_erasure(const House& house, Keyholder& holder, LogId file, std::string_view reason);
std::expected<Erased, std::variant<care::Refusal, Error>> confirm_erasure(const House& house, Keyholder& holder,
                                                                          LogId file);
// Lines of the erasure list, signed by the service key; restore applies them again.
Result<std::size_t> apply_erasures(const House& house, const std::filesystem::path& list);

// With a person's keys: also the authors' rights and the contents that they open. Findings added to `report`.
Result<void> verify_contents(const House& house, Keyholder& holder, ledger::VerifyReport& report);

}  // namespace trefoil::practice
