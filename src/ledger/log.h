// Writing and opening logs.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "ledger/room.h"
#include "ledger/sides.h"
#include "ledger/store.h"

namespace trefoil::ledger {

// Collects entries for one log on top of a known head; take() moves them into a batch. Nothing touches the store.
class Draft {
 public:
  Draft(Head head, Hash checkpoint);
  // Each returns the new entry's sequence.
  std::uint64_t begin_epoch(const vault::Pair& author, const RoomKeys& keys);
  std::uint64_t grant(const vault::Pair& author, const RoomKeys& keys, const vault::Card& to);
  std::uint64_t wrap_gone(const vault::Pair& author, RoomId room, std::uint32_t epoch, std::uint64_t grant);
  std::uint64_t seal(const vault::Pair& author, const RoomKeys& keys, View plain);
  std::uint64_t drop(const vault::Pair& author, RoomId room, std::uint32_t epoch, const vault::BoxPublic& drop_key,
                     View plain);
  const Hash& last_hash() const;                    // of the newest entry
  Hash payload_hash(std::uint64_t sequence) const;  // of an entry drafted here and not taken yet
  std::uint64_t length() const;
  void take_into(Batch& batch);

 private:
  Header start(Mode mode, RoomId room, std::uint32_t epoch) const;
  std::uint64_t push(const vault::Pair& author, View header, Bytes payload);
  std::uint64_t state(const vault::Pair& author, RoomId room, std::uint32_t epoch, const Fact& fact);

  Head head_;
  Hash checkpoint_;
  std::vector<Row> rows_;
  std::vector<Wrap> wraps_;
  std::vector<std::pair<LogId, std::uint64_t>> unwraps_;
};

// Public keys by id; asked for while signatures are checked.
using Cards = std::unordered_map<KeyId, vault::Card>;
// All card rows of a store whose own and sponsor's signatures hold, up to a founder. Others are left out.
Result<Cards> read_cards(const Store& store);
Cards vouched_for(const std::unordered_map<KeyId, CardRow>& rows);  // the same of rows that decode_card gave

// What a reader has checked before: the chain up to `length` ended in `hash`. practice keeps it under the reader's MAC.
struct Verified {
  std::uint64_t length = 0;
  Hash hash{};
};

// What a log says of its rooms' keys, in the open.
struct RoomState {
  std::uint32_t epoch = 0;  // the current one
  std::map<std::uint32_t, EpochBegins> epochs;
  std::map<std::uint32_t, KeyId> begun_by;           // who began the epoch made its secret
  std::map<std::uint32_t, std::set<KeyId>> granted;  // by epoch: who was given the secret (wrap gone: taken out)
};

// One entry that the reader could open.
struct OpenedEntry {
  std::uint64_t sequence = 0;
  RoomId room;
  std::uint32_t epoch = 0;
  KeyId author;
  Mode mode = Mode::sealed;
  Hash hash{};          // entry hash
  Hash payload_hash{};  // how a fact in `shared` refers to content in a narrower room
  View plain;           // good during the visit only
};

struct OpenedLog {
  Head head;  // what was reached; to append on
  std::map<RoomId, RoomState> rooms;
  std::uint64_t unreadable = 0;  // sealed entries of rooms (or epochs) that the reader holds no key to
  bool erased = false;
  std::vector<Error> damage;  // entries that are not what they should be; they were skipped, the rest was read
};

// Reads a log from its start: checks sequence, chain and hashes of every entry, the signature of each one past
// `verified`, refuses an append under an old epoch, a sealed entry by a key that was not granted that epoch, a grant by
// a key that was not granted that epoch itself (or did not begin it), an epoch not begun by a holder of the one before
// (a first epoch is anyone's), and any secret that does not give its epoch's commitment. Opens what the keychain opens
// and visits it in order. A damaged or missing entry is named in `damage` and left out; the signed ones after it are
// read. Where a signed entry does not follow the one before it (a fork), the reading stops: what was read before
// stands. damaged, as an error, where the log is not what `verified` says: signatures of what was visited were not
// checked then, so the caller forgets it and opens again with Verified{}.
Result<OpenedLog> open_log(const Store& store, LogId log, const Cards& cards, const Keychain& keys,
                           const Verified& verified, const std::function<void(const OpenedEntry&)>& visit);

}  // namespace trefoil::ledger
