// What somebody asks for, and the answer: events, or a refusal that explains itself.
#pragma once

#include <expected>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "care/file.h"

namespace trefoil::care {

// One thing in the way. `rule` is its id (docs and screen explain it); `who` can mend it, in people's words; `mend` is
// what they would do.
struct Reason {
  std::string rule;
  std::string what;  // "You can't correct what somebody else wrote."
  std::string why;   // why the rule exists
  std::string who;
  std::string mend;
};
struct Refusal {
  std::vector<Reason> reasons;  // never empty
};
template <class T>
using Answer = std::expected<T, Refusal>;

// Ids and codes come from outside: decide knows no randomness. `fresh` gives as many as the command may need.
class Fresh {
 public:
  virtual ~Fresh() = default;
  virtual EntryId entry() = 0;
  virtual RoomId room() = 0;
  virtual LogId log() = 0;
};

struct Actor {
  PersonId person;
  KeyId key;
  std::string name;
  std::set<Role> practice_roles;
};

// What of the practice matters to a file.
struct PracticeFacts {
  std::string name, zone;
  Safeguarding safeguarding = {};  // all of the practice's leads
  PracticeWays ways = {};
  course::Terms terms = {};  // the least strict that a file of the practice may have
  // Of the file that is written in: rooms whose newest key is with nobody of the circle any more. Who may hold one makes it
  // anew, with keys of its own; what lies in the old one stays with whoever held it.
  std::set<Room> shut = {};
};
// What of it goes for this file: nobody who is or was in the circle takes its concerns.
Safeguarding safeguarding_for(const File& file, const PracticeFacts& facts);

struct OpenFile {      // file must be empty; the actor joins with `as`
  std::string code;
  bool imported = false;
  Role as = Role::practitioner;
  LogId course;
  std::vector<Identity> clients;  // one, or two for a couple; none for an imported file without identity
};
struct Describe { Identity identity; };
struct AddPerson { PersonId person; std::string name; Role role = Role::therapist; KeyId key; bool released = false; bool history = true; };
struct ChangeKey { PersonId person; KeyId key; };
struct RemovePerson { PersonId person; std::string reason; };
// Practitioners whose part has ended go out of the circle (care/parting.h); answers with no events where nobody does, or
// where the actor is no therapist.
struct PartAfterEnding {};
struct Write {
  Room room;
  std::string text;
  std::optional<EntryId> moved_from = {};         // from another file: see MoveOut
  std::optional<course::SessionId> session = {};  // which it is about, and what it is there
  Topic topic = Topic::none;
};
struct Correct { EntryId of; std::string text; };
struct Move { EntryId of; Room to; };
struct MoveOut { EntryId of; };  // into another file: goes with a Write there that names it
struct Share { EntryId of; Room to; };
struct AddScores { std::vector<Scored> scores; };
// What happens in the course of care, one after the other, with the notes that belong to it (a report's, a consult's):
// all of it or nothing, in one commit. A session that is planned without an id is given one.
struct Record { std::vector<course::Body> wishes; std::vector<Write> notes = {}; };
// One instrument as somebody answered it.
struct Taking {
  std::string instrument, wording, title;
  PersonId person;     // who answered: the actor, or a client on their screen
  std::vector<Reply> replies;  // for who answered and the therapist, or for the professionals
  std::vector<Reply> diary;    // of an instrument without a score: what all three look at
  std::vector<std::string> alerts;
  std::optional<Scored> score = {};  // none where too much was left out
};
// `form`: the id of the first entry, where the same form must leave one set of answers: where the file has that entry
// already, there is nothing more to write.
struct TakeMeasures { std::vector<Taking> takings; course::SessionId session = {}; std::optional<EntryId> form = {}; };
struct SeeAlert { EntryId of; };  // the therapist has read the answers that raised it
struct AskErasure { std::string reason; std::vector<std::string> seals; };
struct WithdrawErasure {};
struct ConfirmErasure {};  // answers with no events where it is allowed: the erasure itself is the effect
struct NoteReading {};     // the actor opened the file: FileRead in access, a client's in their own room
// Whom a concern goes to, and the practice's ways; answers with no events where the file says them as they are.
struct TellSafeguarding {};
// The practice's terms where the file's are less strict; answers with no events where they are not, or it is not the
// actor's to set them. Apart from the other, which a concern takes with it: this one is seen by all.
struct TellTerms {};
using Command = std::variant<OpenFile, Describe, AddPerson, ChangeKey, RemovePerson, Write, Correct, Move, MoveOut,
                             Share, AddScores, Record, AskErasure, WithdrawErasure, ConfirmErasure, NoteReading,
                             TellSafeguarding, TakeMeasures, SeeAlert, PartAfterEnding, TellTerms>;

// Pure. Events come out in the order in which they must be written, each with its room; a room that the file does not
// have yet is added (RoomAdded in shared, before its first use; process and own rooms get a log of their own, all
// others lie in the course log). Every event that decide gives is one that evolve obeys (property test).
Answer<std::vector<Event>> decide(const File& file, const PracticeFacts& facts, const Actor& actor,
                                  const Command& command, Instant now, Fresh& fresh);

// Somebody says stop, or halts the file: nothing else is in it, so that it is taken whatever else is wrong, and space on
// the disk is kept for it (ledger::Batch::urgent).
bool stops(const Command& command);

// What moving or sharing would mean, said before it is done: who could read it where it is, who will be able to.
struct Exposure {
  std::string before, after;  // in people's words
};
Exposure exposure(const File& file, const Item& item, const Room& to, PersonId reader);

// Whether somebody who is alive today can be born on that day.
bool can_be_birth(Day birth, Day today);

// Rooms that `person` may write notes into, in the order of the screen; a client for themself and to their therapist.
std::vector<Room> writable_rooms(const File& file, PersonId person);

// The work has ended, and this is its practitioner: nothing of theirs reaches the client any more (rule no-contact-after).
// A page offers them nothing that would be refused for it.
bool part_is_over(const File& file, PersonId person);
// Whether the ending leaves it to them: to bring somebody in as this, to tell the file whom a concern goes to. The other
// rules are asked where it is done.
bool may_bring_in(const File& file, PersonId by, Role role);
// Whether this professional of the circle may make this client of it a link to keys, the first or new ones.
bool may_give_keys(const File& file, const Member& client, PersonId by);
bool may_tell_safeguarding(const File& file, PersonId by);
// The terms that this file lacks of its practice's; none where it has them, where nothing has begun in it or all is over,
// or where it is not `by`'s to set them.
std::optional<course::Terms> owed_terms(const File& file, const course::Terms& practice, PersonId by);

}  // namespace trefoil::care
