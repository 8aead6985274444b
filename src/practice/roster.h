// The practice's own log: its people, roles and settings. Pure state and rules; what lies in room `members`.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "care/event.h"

namespace trefoil::practice {

struct PracticeBegun { std::string name, zone; bool rehearsal = false; PersonId founder; std::string founder_name; std::set<care::Role> roles; KeyId key; };
struct PersonInvited { PersonId person; std::string name; std::set<care::Role> roles; KeyId key; Instant expires; };
struct PersonJoined { PersonId person; KeyId key; };       // by the invitation's key, or a successor's by the key before
struct PersonInvitedAgain { PersonId person; KeyId key; Instant expires; };
struct PersonRemoved { PersonId person; };
struct RolesChanged { PersonId person; std::set<care::Role> roles; };
// `lead_body`: whom a concern goes to where nobody here is the safeguarding lead, or where no answer comes within
// `concern_days`.
struct SettingsChanged { std::string name, zone; int idle_minutes = 15; int backup_days = 7; std::string lead_body; int concern_days = 7; };
using RosterBody = std::variant<PracticeBegun, PersonInvited, PersonJoined, PersonInvitedAgain, PersonRemoved,
                                RolesChanged, SettingsChanged>;
struct RosterEvent { Instant at; RosterBody body; };

struct PersonEntry {
  PersonId person;
  std::string name;
  std::set<care::Role> roles;
  KeyId key;                  // the newest: the invitation's until it is accepted
  std::vector<KeyId> past;
  enum class Standing { invited, active, removed } standing = Standing::invited;
  Instant expires;            // of an open invitation
};

struct Roster {
  std::string name, zone = "UTC";
  bool rehearsal = false;
  int idle_minutes = 15, backup_days = 7, concern_days = 7;
  std::string lead_body;
  std::vector<PersonEntry> people;
  std::vector<std::string> voided;

  const PersonEntry* person(PersonId id) const;
  const PersonEntry* by_key(KeyId key) const;
  const PersonEntry* by_name(std::string_view typed) const;  // folded; active or invited
};
// An owner may invite, remove, change roles and settings; any active professional may invite a
// client or read. Others' events are voided.
void evolve(Roster& roster, const RosterEvent& event, KeyId author);
bool may_manage(const Roster& roster, PersonId person);  // owner
// Whom a concern goes to, as every file is told it: the active safeguarding leads with their newest keys.
care::Safeguarding safeguarding_of(const Roster& roster);
bool is_lead(const Roster& roster, PersonId person);

std::string encode(const RosterEvent& event);            // JSON payload, {"type":"practice-begun","v":1,...}
Result<RosterEvent> decode_roster_event(View json);

}  // namespace trefoil::practice
