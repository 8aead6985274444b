// Turning decisions into entries and key changes, in a batch. Nothing touches the store before it is committed, so one
// batch can hold many acts, on one file or on many.
#pragma once

#include "practice/files.h"

namespace trefoil::practice {

using Refused = std::variant<care::Refusal, Error>;
inline std::unexpected<Refused> pass(const Error& error) { return std::unexpected(Refused(error)); }

// How often an act is decided anew where another writer was there first.
inline constexpr int kTries = 3;
inline constexpr int kStopTries = 100;  // a stop: whoever else writes, it gets in between

// Who acts, and what of the practice a file may look at: from the roster for a professional; a client knows neither, the
// file has both.
struct Acting {
  care::PracticeFacts facts;
  std::string name;
  std::set<care::Role> roles;
  std::set<PersonId> gone;  // people who left the practice
};
Result<Acting> acting(const House& house, Keyholder& holder);

// Decides on `opened` as it is, and drafts what follows into `batch`; `opened` is moved on (its state, heads and keys), so
// that a further act can be drafted on top. `newcomers`: cards that the same batch puts, besides those of the store.
std::expected<std::vector<care::Event>, Refused> draft_act(const House& house, Keyholder& holder,
                                                           const Acting& who, OpenedFile& opened,
                                                           const care::Command& command, ledger::Batch& batch,
                                                           const ledger::Cards& newcomers = {});
// The same for a file that does not exist yet; its id is given. `out` is the file as it will be.
std::expected<LogId, Refused> draft_new(const House& house, Keyholder& holder, const Acting& who,
                                        care::OpenFile command, ledger::Batch& batch, OpenedFile* out = nullptr);

// Key changes that a file's circle asks for and this holder can make: grants, new epochs. True where there were any.
Result<bool> draft_key_changes(const House& house, Keyholder& holder, const Acting& who, OpenedFile& opened,
                               ledger::Batch& batch, const ledger::Cards& newcomers = {});

// The same into one file's batch, where `who` knows the practice; nothing where the file says it as it is.
Result<void> draft_safeguarding(const House& house, Keyholder& holder, const Acting& who, OpenedFile& opened,
                                ledger::Batch& batch);

// Takes practitioners out whose part has ended (care/parting.h), with new keys for what is written from then on; before
// anything else is granted or written. Nothing where the holder is no therapist of the file.
Result<void> draft_parting(const House& house, Keyholder& holder, const Acting& who, OpenedFile& opened, ledger::Batch& batch);

// The practice's terms where the file's are less strict (care::TellTerms).
Result<void> draft_terms(const House& house, Keyholder& holder, const Acting& who, OpenedFile& opened, ledger::Batch& batch);

// One event into a room that exists, outside decide: a reading, an accepted invitation. `author` may be an invitation's
// pair.
Result<void> draft_event(const House& house, Keyholder& holder, OpenedFile& opened, const vault::Pair& author,
                         const care::Event& event, ledger::Batch& batch);

}  // namespace trefoil::practice
