#include "care/words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace trefoil::care {

namespace {
constexpr std::array<std::pair<Role, std::string_view>, 6> kRoles{{{Role::client, "client"},
                                                                   {Role::practitioner, "practitioner"},
                                                                   {Role::therapist, "therapist"},
                                                                   {Role::mentor, "mentor"},
                                                                   {Role::lead, "lead"},
                                                                   {Role::owner, "owner"}}};
constexpr std::array<std::pair<RoomKind, std::string_view>, 10> kRooms{{{RoomKind::shared, "shared"},
                                                                        {RoomKind::clinical, "clinical"},
                                                                        {RoomKind::therapy, "therapy"},
                                                                        {RoomKind::health, "health"},
                                                                        {RoomKind::process, "process"},
                                                                        {RoomKind::own, "own"},
                                                                        {RoomKind::concern, "concern"},
                                                                        {RoomKind::access, "access"},
                                                                        {RoomKind::members, "members"},
                                                                        {RoomKind::desk, "desk"}}};

constexpr std::array<std::pair<Topic, std::string_view>, 8> kTopics{{{Topic::none, ""},
                                                                     {Topic::briefing, "briefing"},
                                                                     {Topic::report, "report"},
                                                                     {Topic::process, "process"},
                                                                     {Topic::progress, "progress"},
                                                                     {Topic::consult, "consult"},
                                                                     {Topic::meeting, "meeting"},
                                                                     {Topic::statement, "statement"}}};

template <class Table, class Key>
std::string_view name_in(const Table& table, Key key) {
  for (const auto& [value, text] : table)
    if (value == key) return text;
  return {};
}
template <class Table>
auto parse_in(const Table& table, std::string_view name) -> std::optional<typename Table::value_type::first_type> {
  for (const auto& [value, text] : table)
    if (text == name) return value;
  return std::nullopt;
}

std::string_view our_word(Role role) { return role == Role::lead ? "safeguarding lead" : name_in(kRoles, role); }

// Of a word in any script: what is no ASCII counts as a letter, and signs that show nothing are looked for apart.
bool is_of_letter(char sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || static_cast<unsigned char>(sign) >= 0x80;
}
bool is_of_name(char sign) { return is_of_letter(sign) || sign == ' ' || sign == '-' || sign == '\''; }
bool is_vowel(char sign) { return std::string_view("aeioAEIO").find(sign) != std::string_view::npos; }
// But for a capital at its beginning.
bool same_word(std::string_view found, std::string_view ours) {
  if (found.size() != ours.size() || found.empty()) return false;
  const bool first = found[0] == ours[0] || found[0] == ours[0] - 'a' + 'A';
  return first && found.substr(1) == ours.substr(1);
}
}  // namespace

std::string_view name(Role role) { return name_in(kRoles, role); }
std::optional<Role> parse_role(std::string_view name) { return parse_in(kRoles, name); }

bool is_professional(Role role) {
  return role == Role::practitioner || role == Role::therapist || role == Role::mentor || role == Role::lead;
}

std::string role_word(const RoleNames& names, Role role) {
  if (const auto own = names.find(role); own != names.end()) return own->second;
  return std::string(our_word(role));
}

std::string role_words(const RoleNames& names, const std::set<Role>& roles) {
  std::string out;
  std::size_t count = 0;
  for (const Role role : roles) {
    if (count > 0) out += count + 1 == roles.size() ? " and " : ", ";
    ++count;
    out += role_word(names, role);
  }
  return out;
}

std::optional<WrongRoleName> wrong_role_name(const RoleNames& names) {
  std::set<std::string> seen;
  for (const auto& [role, name] : names) {
    if (std::ranges::find(kNamedRoles, role) == kNamedRoles.end())
      return WrongRoleName{role, "This role keeps its name."};
    if (!base::is_utf8(name) || base::has_hidden_signs(name) || !std::ranges::all_of(name, is_of_name) ||
        std::ranges::none_of(name, is_of_letter) || base::trim(name) != name)
      return WrongRoleName{role, "A role's name is made of letters, spaces, hyphens and apostrophes."};
    if (base::characters(name) > kLongestRoleName)
      return WrongRoleName{role, "This name of a role is longer than 40 characters."};
    const auto folded = base::fold(name);
    const auto is_another = [&](const auto& ours) {
      return ours.first != role && (ours.second == folded || our_word(ours.first) == folded);
    };
    if (!seen.insert(folded).second || std::ranges::any_of(kRoles, is_another))
      return WrongRoleName{role, "Another role is called this already."};
  }
  return std::nullopt;
}

std::string renamed(const RoleNames& names, std::string_view words) {
  std::string out;
  constexpr std::string_view kOpen = "“", kShut = "”";
  for (std::size_t at = 0; at < words.size();) {
    if (words.substr(at).starts_with(kOpen)) {  // an activity or a title, as it was written
      const auto end = std::min(words.find(kShut, at), words.size());
      out += words.substr(at, end - at);
      at = end;
      continue;
    }
    const auto own = std::ranges::find_if(names, [&](const auto& one) {
      const auto ours = our_word(one.first);
      const auto end = at + ours.size();
      return same_word(words.substr(at, ours.size()), ours) && (at == 0 || !is_of_letter(words[at - 1])) &&
             (end >= words.size() || !is_of_letter(words[end]));
    });
    if (own == names.end()) {
      out += words[at++];
      continue;
    }
    const std::string& name = own->second;
    // "a therapist" is "an attending physician"; none of our own words begins with a vowel.
    if (is_vowel(name.front()) && (out.ends_with(" a ") || out == "a " || out == "A " || out.ends_with(" A ")))
      out.insert(out.size() - 1, "n");
    const bool capital = words[at] >= 'A' && words[at] <= 'Z' && name.front() >= 'a' && name.front() <= 'z';
    out += capital ? static_cast<char>(name.front() - 'a' + 'A') : name.front();
    out += name.substr(1);
    at += our_word(own->first).size();
  }
  return out;
}

std::string_view name(RoomKind kind) { return name_in(kRooms, kind); }
std::optional<RoomKind> parse_room_kind(std::string_view name) { return parse_in(kRooms, name); }

std::string_view name(Topic topic) { return name_in(kTopics, topic); }
std::optional<Topic> parse_topic(std::string_view name) { return parse_in(kTopics, name); }

}  // namespace trefoil::care
