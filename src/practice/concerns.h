// Concerns: raised by one of a file's circle to the practice's safeguarding leads, each in a log of its own. Nothing in
// a file names that log; whoever holds a key to it finds it by that key alone.
#pragma once

#include <set>
#include <vector>

#include "care/concern.h"
#include "practice/files_draft.h"

namespace trefoil::practice {

// A concern as one holder sees it.
struct OpenedConcern {
  care::Concern concern;
  ledger::OpenedLog log;
  ledger::Keychain keys;  // views into the holder's arena
  RoomId room;
  std::shared_ptr<const ledger::Cards> cards;
  ledger::Hash checkpoint{};
  std::vector<std::string> damage;  // in words, with the place
  bool newer = false;               // written in part by a newer Trefoil: it is only read

  bool by(PersonId person) const { return concern.raised.by.person == person; }
};
// not_found where the holder holds no key to it (the same answer as where it does not exist).
Result<OpenedConcern> open_concern(const House& house, Keyholder& holder, LogId id);
// Every concern that the holder holds: raised by them, or theirs to answer. Those to be answered first, by their day.
// `files`: logs that are known to be files, and so are not looked into again. One that can't be read hides none of the
// others: it is left out, and `unreadable` says which and why (in words that are no concern's content).
Result<std::vector<OpenedConcern>> concerns(const House& house, Keyholder& holder, const std::set<LogId>& files = {},
                                            std::vector<std::string>* unreadable = nullptr);
// The same, where it is known which logs may be one: those that `may_be_concern` says so of, or that could not be read.
Result<std::vector<OpenedConcern>> concerns_among(const House& house, Keyholder& holder, const std::set<LogId>& logs,
                                                  std::vector<std::string>* unreadable = nullptr);
bool may_be_concern(const House& house, const ledger::Keychain& keys, LogId log);

// Whom a concern about this file would go to now, as far as this holder knows: a professional from the practice's
// people, a client from what the file was told. Never the holder themself.
care::Safeguarding safeguarding_for(const OpenedFile& opened, const Keyholder& holder, const Acting& who);

// Into every file that this holder can write in and that says otherwise: whom a concern goes to; into those of `files`
// alone where it is given. A file that can't be written in now is told with the next entry, reading or work list of a
// professional in its circle.
void tell_safeguarding(const House& house, Keyholder& holder);
void tell_safeguarding(const House& house, Keyholder& holder, const std::vector<LogId>& files);

using ConcernResult = std::expected<LogId, Refused>;
// `stopping`: in the same commit the file is put on hold, in `shared`, as the practice's pause.
ConcernResult raise_concern(const House& house, Keyholder& holder, LogId file, std::string_view text, bool stopping);
ConcernResult write_concern(const House& house, Keyholder& holder, LogId id, const care::ConcernBody& wish);
// By a lead: the pause goes off. Word of it is left in the file's shared room (a drop: the lead can't read it), in the
// same commit as what is said in the concern. With `closing` it is closed in that commit too: both, or neither.
ConcernResult lift_pause(const House& house, Keyholder& holder, LogId id,
                         const std::optional<care::ConcernClosed>& closing = {});

// Where one of the leads to whom a concern was brought is none any more: whose part it could be now. An owner chooses the
// leads, and the concern may be about the owner: so it goes on to nobody by itself, and only who raised it hands it on.
// Where another of them still is one, it can go on with those alone, and nobody reads it who did not before.
struct Orphaned {
  std::vector<PersonId> gone;     // who takes concerns here no longer, and still reads what is written in this one
  std::vector<care::Lead> leads;  // those who could take it, none of them one whom it may be about; perhaps none
  bool others_stay = false;       // they are of those to whom it was brought
};
std::optional<Orphaned> orphaned(const House& house, Keyholder& holder, const OpenedConcern& concern);
// By who raised it: to the leads of now, with new keys; those of before read nothing that comes after. `shown`: the keys
// of those whom they saw and agreed to, in their order; stale where the leads of now are others, or have others.
ConcernResult hand_on(const House& house, Keyholder& holder, LogId id, const std::vector<KeyId>& shown);
// One's own new key said in each concern that one is a party of, by the key before; from then on new keys are in use.
Result<void> draft_party_key(const House& house, Keyholder& holder, const vault::Pair& fresh, ledger::Batch& batch);

}  // namespace trefoil::practice
