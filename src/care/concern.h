// A concern that one of a file's circle raised, out of the others' sight, to the practice's safeguarding lead: what
// happened to it, and who may write what. Its log stands alone; nothing in the file speaks of it.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "care/decide.h"

namespace trefoil::care {

// Somebody of the file's circle, as the concern names them to the lead.
struct Around {
  PersonId person;
  std::string name;
  Role role = Role::client;
  bool operator==(const Around&) const = default;
};

struct ConcernRaised {  // always the first
  LogId file;           // its course log
  RoomId shared;        // the file's shared room, where the lead leaves word that a pause is over
  std::string code, practice, zone;
  Around by;
  KeyId key;                   // of who raised it
  std::vector<Around> around;  // the professionals of the circle, without who raised it
  std::vector<Lead> leads;
  std::string outside_body;
  std::string text;
  Day due;                // of the answer
  bool stopping = false;  // the file was put on hold with it
  // Nobody but who raised it says who the leads are by now: so in all that were raised since this was a rule.
  bool raiser_hands_on = false;
  bool operator==(const ConcernRaised&) const = default;
};
struct ConcernNoted {
  std::string text;
  bool answers = false;  // the lead's answer, which the due date is about
  bool operator==(const ConcernNoted&) const = default;
};
struct ConcernClosed {
  std::string outcome;
  bool operator==(const ConcernClosed&) const = default;
};
struct PauseLifted {
  bool operator==(const PauseLifted&) const = default;
};  // and so it was said in the file
struct PartyKey {
  PersonId person;
  KeyId key;
  bool operator==(const PartyKey&) const = default;
};  // one's own new one
struct LeadsTold {
  std::vector<Lead> leads;
  bool operator==(const LeadsTold&) const = default;
};  // the leads by now

struct AnswerRead {
  bool operator==(const AnswerRead&) const = default;
};  // by who raised it: what the lead said so far

using ConcernBody =
    std::variant<ConcernRaised, ConcernNoted, ConcernClosed, PauseLifted, PartyKey, LeadsTold, AnswerRead>;
struct ConcernEvent {
  Instant at;
  ConcernBody body;
  bool operator==(const ConcernEvent&) const = default;
};

struct Party {
  PersonId person;
  std::string name;
  std::vector<KeyId> keys;  // the newest last
  bool lead = false;
  bool active = true;
};
struct ConcernNote {
  Instant at;
  PersonId by;
  std::string text;
  bool answers = false;
};
struct Concern {
  LogId id;
  ConcernRaised raised;
  Instant at;                  // when it was raised; zero: nothing was yet
  std::vector<Party> parties;  // who raised it first
  std::vector<ConcernNote> notes;
  std::optional<Instant> answered, closed, lifted;
  std::optional<Instant> read;  // when who raised it last looked, while there was an answer
  std::string outcome;
  std::vector<std::string> voided;  // the rule in the way, of what somebody had no right to write

  const Party* party(PersonId person) const;
  const Party* active_by(KeyId newest) const;  // whose newest key it is, while they are a party
  bool unread() const;  // something by a lead that who raised it has not seen, and has not written after
  bool written_back() const;  // it was answered, and the last word in it is that of who raised it
  bool pauses() const { return raised.stopping && !lifted; }
  bool open() const { return at.ms != 0 && !closed; }
};

// Neither answered nor closed, and its day is over.
bool is_overdue(const Concern& concern, Day today);
// Whom it goes to of these: none who raised it or whom it may be about.
std::vector<Lead> leads_for(const Concern& concern, std::vector<Lead> leads);

// What `author` wishes to write as it is to be kept (texts cleaned), or what is in the way. Whoever reads the log asks
// again, so that what a forger writes counts for nothing.
Answer<ConcernBody> decide(const Concern& concern, ConcernBody wish, KeyId author);
void evolve(Concern& concern, const ConcernEvent& event, KeyId author);

}  // namespace trefoil::care
