// The glossary as types: roles, rooms, and who may hold the key of a room.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace trefoil::care {

enum class Role { client, practitioner, therapist, mentor, lead, owner };
std::string_view name(Role role);  // "client", ...
std::optional<Role> parse_role(std::string_view name);
bool is_professional(Role role);  // practitioner, therapist, mentor, lead (an owner alone is not)

// What a practice calls those who work in it (rule role-names): the roles that have a name of its own, and no others.
// Ours stand for the rest. It changes words that people read, and nothing that is decided or stored of a role.
using RoleNames = std::map<Role, std::string>;
inline constexpr std::array<Role, 4> kNamedRoles{Role::practitioner, Role::therapist, Role::mentor, Role::lead};
inline constexpr std::size_t kLongestRoleName = 40;  // characters
std::string role_word(const RoleNames& names, Role role);                    // "safeguarding lead"
std::string role_words(const RoleNames& names, const std::set<Role>& roles);  // "therapist and mentor"
// The first that can't be one, and why, in a sentence: too long, with other signs than letters, spaces, hyphens and
// apostrophes, the name of another role too (its own or ours), or of a role that is not renamed.
struct WrongRoleName {
  Role role;
  std::string_view why;
};
std::optional<WrongRoleName> wrong_role_name(const RoleNames& names);
// One of our own sentences with the practice's names in place of ours, where they stand as whole words; what it quotes
// stays. Never for what somebody wrote.
std::string renamed(const RoleNames& names, std::string_view words);

enum class RoomKind { shared, clinical, therapy, health, process, own, concern, access, members, desk };
std::string_view name(RoomKind kind);
std::optional<RoomKind> parse_room_kind(std::string_view name);

// What a note is of the session that it names.
enum class Topic { none, briefing, report, process, progress, consult, meeting, statement };
std::string_view name(Topic topic);
std::optional<Topic> parse_topic(std::string_view name);

// A compartment of a file. `person` names whose it is, for therapy (a couple has one each), health, process and own.
struct Room {
  RoomKind kind = RoomKind::shared;
  PersonId person;
  auto operator<=>(const Room&) const = default;
};

// One of a file's circle, past or present.
struct Member {
  PersonId person;
  std::string name;  // as the circle knows them
  Role role = Role::client;
  std::vector<KeyId> keys;  // the newest last; empty for a client without keys of their own
  bool active = true;
  bool released = false;  // a mentor: covered by the client's release
  Instant since, until;
};

// Who may hold a room's key now: the one rule that granting, appending, opening and verifying all ask (DESIGN, "Logs
// and rooms"). Returns people, in the order of the circle.
std::vector<PersonId> holders(const std::vector<Member>& circle, const Room& room);
bool may_hold(const std::vector<Member>& circle, const Room& room, PersonId person);

// For the screen: "therapist and you"; the readers of a room in people's words, as seen by `reader`.
std::string readers_in_words(const std::vector<Member>& circle, const Room& room, PersonId reader);

}  // namespace trefoil::care
