// What can happen in a file. Events are facts: decide makes them, evolve takes them in, codec writes them.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "care/words.h"
#include "course/event.h"
#include "measure/series.h"

namespace trefoil::care {

// How somebody may and may not be contacted; free words, each line one way.
struct Contact {
  std::vector<std::string> may, may_not;
  bool operator==(const Contact&) const = default;
};
// A client as their circle knows them.
struct Identity {
  PersonId person;
  std::string legal_name, chosen_name, pronouns;
  std::optional<Day> birth;
  Contact contact;
  bool operator==(const Identity&) const = default;
};

// --- room shared ---
struct FileOpened {           // always the first
  std::string code;           // six characters, or the imported code
  bool imported = false;
  bool couple = false;
  LogId access;               // the file's access log
  std::string practice, zone; // from PracticeFacts: a client has no other way to know them
  bool operator==(const FileOpened&) const = default;
};
struct RoomAdded {            // which log and id a room has; its key facts are in that log
  Room room;
  RoomId id;
  LogId log;
  bool anew = false;  // in place of one whose key nobody of the circle holds any more
  bool operator==(const RoomAdded&) const = default;
};
struct ClientDescribed { Identity identity; bool operator==(const ClientDescribed&) const = default; };
struct Joined {               // into the circle; `key` zero where they hold none yet
  PersonId person;
  std::string name;
  Role role = Role::client;
  KeyId key;
  bool released = false;
  bool history = true;        // granted what was written before, too
  bool operator==(const Joined&) const = default;
};
struct KeyChanged {           // an invitation accepted, keys rotated, or invited again after a loss
  PersonId person;
  KeyId key;
  bool operator==(const KeyChanged&) const = default;
};
struct Left { PersonId person; std::string reason; bool operator==(const Left&) const = default; };
struct Scored {
  measure::Scale scale;
  measure::Score score;
  std::string origin;         // "imported from beat-the-blues.csv"; "answered here"
  PersonId person = {};       // who answered, where that is known: a couple has two
  bool operator==(const Scored&) const = default;
};
// `seals`: the asker's signatures for the tombstones, one line a log ("<log> <signature>"); opaque here, only carried.
struct ErasureAsked { PersonId by; std::string reason; Day day; std::vector<std::string> seals; bool operator==(const ErasureAsked&) const = default; };
struct ErasureWithdrawn { bool operator==(const ErasureWithdrawn&) const = default; };

// What happens in the course of care (course/event.h). Facts that all who hold `shared` go by; what is said about them
// lies as a note where it belongs, and names the session. `revision`: of the rules that its author's program knew.
struct InCourse {
  course::Body body;
  int revision = 1;  // entries of before there were revisions say none
  bool operator==(const InCourse&) const = default;
};
inline InCourse in_course_now(course::Body body) { return {std::move(body), course::kRevision}; }

// Whom a concern goes to. `leads`: the practice's safeguarding leads who are outside this file's circle.
struct Lead {
  PersonId person;
  std::string name;
  KeyId key;
  bool operator==(const Lead&) const = default;
};
struct Safeguarding {
  std::vector<Lead> leads;
  std::string outside_body;  // and how it is reached; shown to whoever wants to raise a concern
  int answer_days = 7;
  bool operator==(const Safeguarding&) const = default;
};
// Said in every file, as the practice's people change: a client has no other way to know it.
struct SafeguardingTold { Safeguarding safeguarding; bool operator==(const SafeguardingTold&) const = default; };

// What of the practice's ways its files are told, for the same reason: what it calls its roles, and after how many quiet
// minutes a client's sign-in locks.
struct PracticeWays {
  RoleNames names;
  int client_idle = 15;
  bool operator==(const PracticeWays&) const = default;
};
struct PracticeTold { PracticeWays ways; bool operator==(const PracticeTold&) const = default; };

// --- any room ---
struct Noted {
  std::string text;
  std::optional<EntryId> moved_from;   // re-filed: the entry this replaces, in another room
  std::optional<EntryId> shared_from;  // shared on from a narrower room
  std::optional<course::SessionId> session = {};  // which it is about, and
  Topic topic = Topic::none;                      // what it is there; none without a session
  bool operator==(const Noted&) const = default;
};
// What was answered when a measure was taken (course::MeasureTaken): the client's answers in their room with the
// therapist, a professional's in `clinical`, a diary's in `shared`, which all three look at together.
struct Reply {
  std::string item, answer;  // the item's id; the code of the choice, or what was typed
  bool operator==(const Reply&) const = default;
};
struct Answered {
  std::string instrument, title;  // its id, and what it was called
  PersonId person;                // who answered; zero where a link left it: whose link it was stands in the file
  std::vector<Reply> replies;     // of the items that were answered, in their order
  std::vector<std::string> alerts;  // items of which the therapist is told at once
  bool operator==(const Answered&) const = default;
};
struct AlertSeen { EntryId of; bool operator==(const AlertSeen&) const = default; };  // by the therapist, who acts on it

struct Corrected { EntryId of; std::string text; bool operator==(const Corrected&) const = default; };
struct MovedAway { EntryId of; RoomKind to = RoomKind::shared; bool operator==(const MovedAway&) const = default; };

// --- room access (a client's own reading: their own room) ---
struct FileRead { PersonId by; bool operator==(const FileRead&) const = default; };

// Written by a newer Trefoil: kept, shown as unreadable; the file opens read-only.
struct Unknown {
  std::string type;
  int version = 0;
  int revision = 0;  // of the rules, where that alone is newer
  bool operator==(const Unknown&) const = default;
};

using Body = std::variant<FileOpened, RoomAdded, ClientDescribed, Joined, KeyChanged, Left, Scored, ErasureAsked,
                          ErasureWithdrawn, InCourse, Noted, Corrected, MovedAway, FileRead, SafeguardingTold,
                          PracticeTold, Answered, AlertSeen, Unknown>;

// The payload of one entry.
struct Event {
  EntryId id;    // random, in the payload, so that other entries can speak of it
  Instant at;
  Room room;     // where it is to be written (decide) or was read (evolve); not in the JSON, the header's room says it
  Body body;
  bool operator==(const Event&) const = default;
};

}  // namespace trefoil::care
