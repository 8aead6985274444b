// What is written on one file in one go: entries, key epochs and grants, in a batch's drafts. Nothing is decided here:
// files_draft.h asks care. Inside practice.
#pragma once

#include "practice/files_draft.h"

namespace trefoil::practice {

// One drafting: a pen for each log that is written to, and what the opened file becomes meanwhile.
class Pen {
 public:
  Pen(const House& house, Keyholder& holder, OpenedFile& opened, const ledger::Cards& newcomers)
      : house_(house), holder_(holder), opened_(opened), newcomers_(newcomers) {}

  Result<void> write(const vault::Pair& author, const care::Event& event);

  // What is left in a room that the holder doesn't read: a client's answers, given on their screen. True where it was.
  Result<bool> leave(const vault::Pair& author, const care::Event& event, const care::RoomPlace& place);

  // Whether the room's newest key is with a therapist of the circle, and with nobody who left it.
  bool is_read_by_therapist(const ledger::RoomState& state) const;

  // A room's first epoch, granted to whoever may hold it now.
  Result<void> begin_room(const vault::Pair& author, const care::RoomAdded& added);

  Result<void> begin_epoch(const vault::Pair& author, const care::Room& room, const care::RoomPlace& place);

  Result<void> give(const vault::Pair& author, const ledger::RoomKeys& keys, KeyId to);

  // Grants whoever may hold a room and doesn't, begins a new epoch where somebody holds it who may not.
  Result<bool> settle();

  void finish(ledger::Batch& batch);

 private:
  Result<care::RoomPlace> place_of(const care::Room& room) const;

  // All epochs that the receiver lacks and may get.
  Result<bool> grant_missing(const care::Room& room, const care::RoomPlace& place, KeyId to);

  // Whether an epoch that these hold is for the receiver: of rooms that hold the structure of the file itself (shared,
  // access) each; of others where they held it with keys of before, or where their joining said that they read what was.
  bool may_get(const care::Room& room, KeyId to, const std::set<KeyId>& granted) const;

  std::vector<KeyId> room_receivers(const care::Room& room) const;

  // The room's newest keys, after a new epoch where somebody who left still holds the present one.
  Result<ledger::RoomKeys> newest_for_writing(const vault::Pair& author, const care::Room& room, const care::RoomPlace& place);

  Result<vault::Card> card_of(KeyId key) const;

  ledger::OpenedLog& log_of(LogId log);

  ledger::Draft& draft_of(LogId log);

  [[maybe_unused]] const House& house_;
  Keyholder& holder_;
  OpenedFile& opened_;
  const ledger::Cards& newcomers_;
  std::map<LogId, ledger::Draft> drafts_;
};

}  // namespace trefoil::practice
