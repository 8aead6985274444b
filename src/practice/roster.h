// The practice's own log: its people, roles and settings. Pure state and rules; what lies in room `members`.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "care/event.h"

namespace trefoil::practice {

struct PracticeBegun { std::string name, zone; bool rehearsal = false; PersonId founder; std::string founder_name; std::set<care::Role> roles; KeyId key; };
struct PersonInvited { PersonId person; std::string name; std::set<care::Role> roles; KeyId key; Instant expires; };
struct PersonJoined { PersonId person; KeyId key; };       // by the invitation's key, or a successor's by the key before
struct PersonInvitedAgain { PersonId person; KeyId key; Instant expires; };
struct PersonRemoved { PersonId person; };
struct RolesChanged { PersonId person; std::set<care::Role> roles; };
// `lead_body`: whom a concern goes to where nobody here is the safeguarding lead, or where no answer comes within
// `concern_days`. `checklist`: what a therapist looks at before finding the work suitable; none: kChecklist.
// `supervision_days`: within how many days a practitioner's own supervision comes again.
struct SettingsChanged {
  std::string name, zone;
  int idle_minutes = 15, backup_days = 7;
  std::string lead_body;
  int concern_days = 7;
  std::vector<std::string> checklist;
  int supervision_days = 42;
  care::RoleNames role_names = {};  // of its own; Trefoil's words for the others
  int client_idle_minutes = 15;     // as idle_minutes, of clients' sign-ins
  course::Terms terms = {};         // the least strict that a file may have; `intensive` is each file's own
};
struct SupervisionNoted { PersonId person; Day day; };  // by themself: the day on which they had supervision
using RosterBody = std::variant<PracticeBegun, PersonInvited, PersonJoined, PersonInvitedAgain, PersonRemoved,
                                RolesChanged, SettingsChanged, SupervisionNoted>;
struct RosterEvent { Instant at; RosterBody body; };

struct PersonEntry {
  PersonId person;
  std::string name;
  std::set<care::Role> roles;
  KeyId key;                  // the newest: the invitation's until it is accepted
  std::vector<KeyId> past;
  enum class Standing { invited, active, removed } standing = Standing::invited;
  Instant expires;            // of an open invitation
  std::optional<Day> supervised;  // when they last had supervision: the latest day of those that they noted
};

struct Roster {
  std::string name, zone = "UTC";
  bool rehearsal = false;
  int idle_minutes = 15, backup_days = 7, concern_days = 7;
  std::string lead_body;
  std::vector<std::string> checklist;  // the practice's own; empty where it has none
  int supervision_days = 42;
  care::RoleNames role_names;
  int client_idle_minutes = 15;
  course::Terms terms;
  std::vector<PersonEntry> people;
  std::vector<std::string> voided;

  const PersonEntry* person(PersonId id) const;
  const PersonEntry* by_key(KeyId key) const;
  const PersonEntry* by_name(std::string_view typed) const;  // folded; active or invited
};
// What comes with Trefoil: usual contraindications of this work, to be looked at and not added up (rule `suitability`).
inline constexpr std::array<std::string_view, 8> kChecklist{
    "Acute crisis or risk of suicide",
    "Psychosis, mania or dissociation that is not held",
    "Addiction that is not in treatment",
    "Recent trauma that is not yet worked with",
    "A relationship that would be deceived",
    "Pressure by anybody else",
    "Wishes for a partner rather than for learning",
    "Illness or medication that matters",
};
constexpr std::size_t kMostChecks = 40, kLongestCheck = 200;  // lines; characters of one
std::vector<std::string> checklist_of(const Roster& roster);
// When a practitioner's next supervision is due, where they noted one: overdue is a warning (rule `own-supervision`).
std::optional<Day> supervision_due(const Roster& roster, const PersonEntry& entry);

// An owner may invite, remove, change roles and settings; any active professional may invite a
// client or read. Others' events are voided.
void evolve(Roster& roster, const RosterEvent& event, KeyId author);
bool may_manage(const Roster& roster, PersonId person);  // owner
// Whom a concern goes to, as every file is told it: the active safeguarding leads with their newest keys.
care::Safeguarding safeguarding_of(const Roster& roster);
// What every file is told of the practice's ways: clients know them from there alone.
care::PracticeWays ways_of(const Roster& roster);
inline constexpr int kMostGroundwork = 30;  // meetings that a practice can ask for before the practitioner begins; ours
// What a practice can set for its files: as strict as the profession asks or stricter. Which rules could be waived a later
// table may say otherwise; change_settings looks at that.
bool are_terms(const course::Terms& terms);
bool is_lead(const Roster& roster, PersonId person);
bool meets_clients(const Roster& roster, PersonId person);  // a practitioner or a therapist, active

std::string encode(const RosterEvent& event);            // JSON payload, {"type":"practice-begun","v":1,...}
Result<RosterEvent> decode_roster_event(View json);

}  // namespace trefoil::practice
