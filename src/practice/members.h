// Reading and changing the practice's people: begin, invite, join, invite again, remove, settings.
#pragma once

#include "practice/keyholder.h"
#include "practice/roster.h"

namespace trefoil::practice {

// A name of a person or a practice, or one to sign in with, trimmed: bad_input at `field` where it is empty, too long or
// holds what no name can.
Result<std::string> checked_name(std::string_view typed, std::string_view field);

struct BeginRequest {
  std::string practice, zone, person;
  std::string sign_in_name;  // empty: the person's name
  std::set<care::Role> roles;
  std::string passphrase;
};
struct Begun {
  Keyholder holder;
  std::string recovery_code;  // shown once
};
// bad_input with the field named; refused where a practice has begun.
Result<Begun> begin_practice(const House& house, const BeginRequest& request);
bool has_begun(const House& house);

// The roster as the holder can read it; for a client: name and zone empty.
Result<Roster> read_roster(const House& house, Keyholder& holder);

// An invitation's token: 128 random bits, shown once as a link; good for 72 hours, used once.
struct Invitation {
  std::string token;  // base32
  PersonId person;
  Instant expires;
};
Result<Invitation> invite_person(const House& house, Keyholder& holder, std::string_view name,
                                 const std::set<care::Role>& roles);
// For a client already in a file's circle who holds no keys (or lost them): `lost` says the old keys are gone.
Result<Invitation> invite_client(const House& house, Keyholder& holder, LogId file, PersonId person);
// Both lost: a new invitation for the same person; grants are made anew for every file that the holder holds. Says
// beforehand what comes back and what is gone.
struct LossReport {
  std::size_t files_regained = 0, files_elsewhere = 0;
  std::vector<std::string> gone;  // "their process notes", in words
};
Result<LossReport> what_comes_back(const House& house, Keyholder& holder, PersonId person);
Result<Invitation> invite_again(const House& house, Keyholder& holder, PersonId person);
// Out of the practice, and out of every circle that the holder is in where its own rules let them go. What is left: the
// files, by name, in which they still are (one that a newer Trefoil wrote into is only read).
Result<std::vector<std::string>> remove_person(const House& house, Keyholder& holder, PersonId person);
// By an owner, of anybody, themself too; one owner always remains. Circles keep their roles.
Result<void> change_roles(const House& house, Keyholder& holder, PersonId person, const std::set<care::Role>& roles);
Result<void> change_settings(const House& house, Keyholder& holder, const SettingsChanged& settings);
// The holder's own supervision was on that day; bad_input for a day to come. Everybody of the practice can read it.
Result<void> note_supervision(const House& house, Keyholder& holder, Day day);

// What an invitation is for, before it is used: GET shows it, nothing is consumed.
struct Invited {
  std::string name;
  std::set<care::Role> roles;  // {client} for a file's client
  std::string practice;        // empty where the invitation can't read it
  std::string inviter;         // the inviter's name where it can be read
  care::RoleNames names = {};  // what the practice calls its roles
};
Result<Invited> look_at_invitation(const House& house, std::string_view token);  // not_found: unknown, used or over
struct JoinRequest {
  std::string token, sign_in_name, passphrase;
};
Result<Begun> join(const House& house, const JoinRequest& request);
// Deletes what the holder can of the wraps of invitations that ran out unused, and says so in the logs: from then on the
// link's token opens nothing, also in a copy of the record taken later. For whoever signs them in. The number cleared.
Result<std::size_t> clear_invitations(const House& house, const Keyholder& holder);

// New pairs after a passphrase is known to be lost to somebody else: grants are re-wrapped, epochs begun anew.
Result<std::string> rotate_keys(const House& house, Keyholder& holder, std::string_view new_passphrase);

}  // namespace trefoil::practice
