// One file's state, as far as one reader can see, and how events change it.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "care/event.h"
#include "course/course.h"

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

// As whose it is told, where that is nobody's name: "the practice" for its pauses (whose it was no page says: one may
// stand for something that is nobody else's business), "the stop card" for a stop by one. Empty for all else.
std::string_view told_as(const Event& event);

struct VoidEvent {  // its author had no right to write it: kept, counted, without effect
  std::uint64_t sequence = 0;
  KeyId author;
  std::string why;  // the id of the rule in the way (care/rules.h)
};

struct RoomPlace {
  RoomId id;
  LogId log;
};

struct Read {  // who opened the file, when; a client's own reading only in what the client sees
  PersonId by;
  Instant at;
};

// Somebody's answer of which the therapist is told at once. For who reads the answers alone.
struct Alert {
  EntryId answers;
  PersonId person;
  Instant at;
  bool seen = false;  // by the therapist
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
  std::map<RoomId, Room> rooms_before;  // that were made anew since: whoever held them still reads what lies there
  std::vector<Item> items;         // notes, corrections, scores, circle changes, in order of reading
  std::map<std::string, measure::Series> series;  // by scale name; of a couple by series_key
  std::vector<Alert> alerts;       // in order of reading
  std::vector<Read> reads;         // in order of reading
  std::optional<ErasureAsked> erasure;
  course::Course course;
  int revision = 1;  // the newest of the rules by which anything in the course was written
  Safeguarding safeguarding;             // as it was told last
  PracticeWays ways;                     // the same
  std::map<KeyId, PersonId> lead_keys;   // every key that a lead was ever told with
  std::vector<VoidEvent> voided;
  bool newer = false;              // holds events of a newer Trefoil: read-only
  Instant last_at;                 // of the newest event that this reader sees
  Instant shared_at;               // of the newest in `shared`: the same for all who hold it
  KeyId founder;                   // who opened the file
  // Items by id, evolve's own. Two rooms may hold the same id, where somebody made it so on purpose.
  std::unordered_multimap<EntryId, std::size_t> index;

  const Member* member(PersonId person) const;    // active or past
  const Member* owner_of(KeyId key) const;        // whose key it is or was
  const Item* item(EntryId id) const;
  const Item* item(EntryId id, const Room& room) const;
  const std::string& text_of(const Item& note) const;  // as last corrected; empty where it isn't a note
  std::string display_name() const;  // "J. M." of the clients' chosen names; the code where nobody is described
  std::string full_name() const;
  std::optional<Room> room_of(RoomId id) const;
  course::Circle seats() const;                   // the active circle, as the course of care sees it
  bool is_told_lead(PersonId person) const;
  // Of a file that was only imported nothing is asked: nobody has begun a course there.
  bool is_begun() const { return !imported || course.last_at.ms != 0; }
  course::Moment moment(Instant at) const;        // with the day in the file's zone, by today's rules
  // The moment of something that was written: by the rules that its author's program knew, and none older than those by
  // which anything before it was written, so that nobody writes past a rule by naming an old one.
  course::Moment moment(Instant at, const InCourse& written) const;
};

// Under which a score stands in File::series: in a couple's file each has their own.
std::string series_key(const File& file, const Scored& scored);
// Whose series it is, where its key says so: empty for one client.
std::string whose_series(const File& file, std::string_view key);
// Where a person's answers lie, but for a diary's, which all read: a client's with the therapist, a professional's with
// the professionals.
Room answers_room(const File& file, PersonId person);

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
//   ErasureAsked, ErasureWithdrawn: an active member.  FileRead: the person themself.  SafeguardingTold, PracticeTold: an
//   active professional.  That a pause of the practice is taken off may also be left by a lead who was told, though they stand
//   outside the circle and read nothing.  Answered: the person themself, or a professional on whose screen a client
//   answers, who may leave it in a room that they can't read; a link leaves the answers of the client whose it is, once
//   (MeasureTaken, Scored and Answered of one time).  AlertSeen: the therapist.
// Further: facts about the file lie in shared alone; a room is added only by who may hold it (who makes a room knows
// its first key); an author's key is their newest; Left never takes the last professional who holds keys.
// Feed the course log first, in its sequence, then the logs that lie apart (process, own, access), whose order among
// the course's entries nobody can know: there any key that the person ever had counts, and who has left since is
// believed for what they wrote before that by its time.
// File::id is set by the RoomAdded of shared.
void evolve(File& file, const Event& event, const Source& source);
void evolve(File& file, Event&& event, const Source& source);

}  // namespace trefoil::care
