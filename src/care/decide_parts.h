// The parts of decide, one for each command. Inside care.
#pragma once

#include <algorithm>

#include "base/text.h"
#include "care/circle.h"
#include "care/decide.h"
#include "care/rules.h"

namespace trefoil::care {

using Events = std::vector<Event>;

// What every part needs: the file, who acts, and events in the making, all at one time.
class Draft {
 public:
  Draft(const File& a_file, const PracticeFacts& some_facts, const Actor& an_actor, const Member* member, Instant at,
        Fresh& ids)
      : file(a_file),
        facts(some_facts),
        actor(an_actor),
        self(member),
        fresh(ids),
        now(at),
        at_(std::max(at, a_file.last_at)) {}

  // Adds the room first where the file does not have it yet.
  EntryId add(const Room& room, Body body);
  EntryId add(EntryId id, const Room& room, Body body);
  void need(const Room& room);  // the room alone
  Events take() { return std::move(events_); }
  Instant at() const { return at_; }  // which the events get: never before what was written last

  const File& file;
  const PracticeFacts& facts;
  const Actor& actor;
  const Member* self;  // the actor in the circle; null only while a file is opened
  Fresh& fresh;
  Instant now;

 private:
  Events events_;
  Instant at_;
};

std::optional<Refusal> check_identity(const Draft& draft, const Identity& identity);
// Whether the actor may write notes into the room.
std::optional<Refusal> check_target(const Draft& draft, const Room& room);
// Not empty, not too long, readable; else the refusal. `text` comes out as it is to be kept.
std::optional<Refusal> check_text(std::string& text);
std::optional<Refusal> check_reason(std::string& text);  // the same, but may be empty

Answer<Events> decide_open(Draft& draft, const OpenFile& command);
Answer<Events> decide_part(Draft& draft, const Describe& command);
Answer<Events> decide_part(Draft& draft, const AddPerson& command);
Answer<Events> decide_part(Draft& draft, const ChangeKey& command);
Answer<Events> decide_part(Draft& draft, const RemovePerson& command);
Answer<Events> decide_part(Draft& draft, const PartAfterEnding& command);
Answer<Events> decide_part(Draft& draft, const TellTerms& command);
Answer<Events> decide_part(Draft& draft, const Write& command);
Answer<Events> decide_part(Draft& draft, const Correct& command);
Answer<Events> decide_part(Draft& draft, const Move& command);
Answer<Events> decide_part(Draft& draft, const MoveOut& command);
Answer<Events> decide_part(Draft& draft, const Share& command);
Answer<Events> decide_part(Draft& draft, const AddScores& command);
Answer<Events> decide_part(Draft& draft, const Record& command);
Answer<Events> decide_part(Draft& draft, const AskErasure& command);
Answer<Events> decide_part(Draft& draft, const WithdrawErasure& command);
Answer<Events> decide_part(Draft& draft, const ConfirmErasure& command);
Answer<Events> decide_part(Draft& draft, const NoteReading& command);
Answer<Events> decide_part(Draft& draft, const TellSafeguarding& command);
Answer<Events> decide_part(Draft& draft, const TakeMeasures& command);
Answer<Events> decide_part(Draft& draft, const SeeAlert& command);
// With a plan of measures, or a link: the rooms in which answers will lie.
std::optional<Refusal> open_for_answers(Draft& draft, const course::Body& wish);

}  // namespace trefoil::care
