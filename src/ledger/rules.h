// What a log's open entries say of its rooms' keys, and who may write what by that. One reading of the rules, used by
// open_log and by verify.
#pragma once

#include <map>
#include <optional>
#include <tuple>

#include "ledger/log.h"

namespace trefoil::ledger {

// A grant that the log holds, as its entry states it.
struct SeenGrant {
  RoomId room;
  std::uint32_t epoch = 0;
  KeyId to;
  Hash wrap{};
  bool gone = false;  // a later entry says that the wrap was deleted
};

// Whether the key was granted that epoch of the room, or began it.
bool holds(const RoomState& room, std::uint32_t epoch, KeyId key);

// The rules:
// - a room's first epoch is anyone's to begin; a later one follows the one before and is begun by a holder of that;
// - a grant is made by a holder of the epoch it grants (who was granted it, or began it);
// - that a wrap is gone is said by a holder of its epoch, of a grant that stands;
// - sealed entries are written under the current epoch by a holder of it, drops under the current epoch by anyone.
// Holding is as of that moment of the log: a key whose wraps are all gone holds no longer.
class RoomRules {
 public:
  // damaged, with the sentence that says which rule: nothing has changed then.
  Result<void> may_write(const Header& header);
  Result<void> take(const Header& header, const Fact& fact);

  const std::map<RoomId, RoomState>& rooms() const { return rooms_; }
  std::map<RoomId, RoomState> take_rooms() { return std::move(rooms_); }
  const std::map<std::uint64_t, SeenGrant>& grants() const { return grants_; }

 private:
  Result<void> begin(const Header& header, const EpochBegins& fact);
  Result<void> grant(const Header& header, const Grant& fact);
  Result<void> gone(const Header& header, const WrapGone& fact);

  std::map<RoomId, RoomState> rooms_;
  std::map<std::uint64_t, SeenGrant> grants_;
  // The last writer found to be in the right: most entries follow one another in a room. Void after any fact.
  std::optional<std::tuple<RoomId, std::uint32_t, KeyId>> last_right_;
};

}  // namespace trefoil::ledger
