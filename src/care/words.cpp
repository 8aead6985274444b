#include "care/words.h"

#include <array>
#include <utility>

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
}  // namespace

std::string_view name(Role role) { return name_in(kRoles, role); }
std::optional<Role> parse_role(std::string_view name) { return parse_in(kRoles, name); }

bool is_professional(Role role) {
  return role == Role::practitioner || role == Role::therapist || role == Role::mentor || role == Role::lead;
}

std::string_view name(RoomKind kind) { return name_in(kRooms, kind); }
std::optional<RoomKind> parse_room_kind(std::string_view name) { return parse_in(kRooms, name); }

std::string_view name(Topic topic) { return name_in(kTopics, topic); }
std::optional<Topic> parse_topic(std::string_view name) { return parse_in(kTopics, name); }

}  // namespace trefoil::care
