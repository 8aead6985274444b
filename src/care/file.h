// One file's state, as far as one reader can see, and how events change it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "care/event.h"

namespace trefoil::care {

// One thing in the timeline.
struct Item {
  Event event;
  KeyId author_key;
  PersonId author;
  std::uint64_t sequence = 0;
  std::vector<std::size_t> corrections;      // indexes into File::items, oldest first
  std::optional<RoomKind> moved_to;          // its author moved it away
};

struct VoidEvent {  // its author had no right to write it: kept, counted, without effect
  std::uint64_t sequence = 0;
  KeyId author;
  std::string why;
};

struct RoomPlace {
  RoomId id;
  LogId log;
};

struct File {
  LogId id;  // of the course log
  std::string code;
  bool imported = false, couple = false;
  LogId access;
  std::string practice, zone;
  Instant opened_at;
  std::vector<Identity> clients;   // the newest description of each, in order of first description
  std::vector<Member> circle;      // past and present, in order of joining
  std::map<Room, RoomPlace> rooms;
  std::vector<Item> items;         // notes, corrections, scores, circle changes, in order of reading
  std::map<std::string, measure::Series> series;  // by scale name
  std::optional<ErasureAsked> erasure;
  std::vector<VoidEvent> voided;
  bool newer = false;              // holds events of a newer Trefoil: read-only
  Instant last_at;                 // of the newest event

  const Member* member(PersonId person) const;    // active or past
  const Member* owner_of(KeyId key) const;        // whose key it is or was
  const Item* item(EntryId id) const;
  std::string display_name() const;  // "J. M." of the clients' chosen names; the code where nobody is described
  std::string full_name() const;
  std::optional<Room> room_of(RoomId id) const;
};

// Where an event was read: who wrote it, in which room, at what place.
struct Source {
  KeyId author;
  std::uint64_t sequence = 0;
};

// Takes one event in. Rights are looked at as they stood before it: an event whose author's key was not an active
// member's, or who may not hold the room, or may not do this (roles below), is voided, never obeyed. The founder's
// FileOpened, RoomAdded and first Joined stand on the log's first entries: FileOpened by K, then Joined naming K.
//   Joined, Left, RoomAdded, Scored, ClientDescribed: an active professional of the circle; Left also oneself; a client
//   may describe themself, add a room that they may hold and score.  KeyChanged: the person's key before, or an active
//   professional.  Noted: whoever may hold the room.  Corrected, MovedAway: the author of the entry, in its room.
//   ErasureAsked, ErasureWithdrawn: an active member.  FileRead: the person themself.
void evolve(File& file, const Event& event, const Source& source);

}  // namespace trefoil::care
