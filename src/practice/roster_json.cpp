#include <boost/json.hpp>

#include "course/programme.h"
#include "practice/roster.h"

namespace trefoil::practice {

namespace json = boost::json;

namespace {
// Of settings: 2 brought concern_days, 3 checklist and supervision_days, 4 role_names and client_idle_minutes, 5 terms.
constexpr int kVersion = 1, kSettingsVersion = 5;

json::array roles_json(const std::set<care::Role>& roles) {
  json::array out;
  for (const auto role : roles) out.emplace_back(care::name(role));
  return out;
}

// Reads fields one by one; the first that is missing or of the wrong type names itself.
class Fields {
 public:
  explicit Fields(const json::object& object) : object_(object) {}
  std::string text(const char* key) {
    const auto* value = find(key);
    if (value == nullptr || !value->is_string()) return wrong(key), std::string();
    return std::string(value->as_string());
  }
  std::int64_t number(const char* key) {
    const auto* value = find(key);
    if (value == nullptr || !value->is_int64()) return wrong(key), 0;
    return value->as_int64();
  }
  int small(const char* key) {
    const auto all = number(key);
    if (all < 0 || all > 1'000'000) return wrong(key), 0;
    return static_cast<int>(all);
  }
  bool flag(const char* key) {
    const auto* value = find(key);
    if (value == nullptr || !value->is_bool()) return wrong(key), false;
    return value->as_bool();
  }
  template <class AnyId>
  AnyId id(const char* key) {
    const auto parsed = AnyId::parse(text(key));
    if (!parsed) return wrong(key), AnyId{};
    return *parsed;
  }
  std::set<care::Role> roles(const char* key) {
    std::set<care::Role> out;
    const auto* value = find(key);
    if (value == nullptr || !value->is_array()) return wrong(key), out;
    for (const auto& one : value->as_array()) {
      const auto role = one.is_string() ? care::parse_role(std::string_view(one.as_string())) : std::nullopt;
      if (!role) return wrong(key), out;
      out.insert(*role);
    }
    return out;
  }
  std::vector<std::string> texts(const char* key) {
    std::vector<std::string> out;
    const auto* value = find(key);
    if (value == nullptr || !value->is_array()) return wrong(key), out;
    for (const auto& one : value->as_array()) {
      if (!one.is_string()) return wrong(key), out;
      out.emplace_back(one.as_string());
    }
    return out;
  }
  care::RoleNames names(const char* key) {
    care::RoleNames out;
    const auto* value = find(key);
    if (value == nullptr || !value->is_object()) return wrong(key), out;
    for (const auto& [role, name] : value->as_object()) {
      const auto known = care::parse_role(std::string_view(role));
      if (!known || !name.is_string()) return wrong(key), out;
      out.emplace(*known, std::string(name.as_string()));
    }
    return out;
  }
  course::Terms terms(const char* key) {
    course::Terms out;
    const auto* value = find(key);
    if (value == nullptr || !value->is_object()) return wrong(key), out;
    Fields in(value->as_object());
    for (const auto& range : course::term_ranges()) out.*range.value = in.small(std::string(range.name).c_str());
    for (auto& rule : in.texts("unwaived")) out.unwaived.insert(std::move(rule));
    if (!in.failed().empty()) wrong(key);
    return out;
  }
  Day day(const char* key) {
    const auto parsed = base::parse_day(text(key));
    if (!parsed) return wrong(key), Day{};
    return *parsed;
  }
  const std::string& failed() const { return failed_; }

 private:
  const json::value* find(const char* key) { return object_.if_contains(key); }
  void wrong(const char* key) {
    if (failed_.empty()) failed_ = key;
  }
  const json::object& object_;
  std::string failed_;
};

struct ToJson {
  json::object& out;
  const char* operator()(const PracticeBegun& e) const {
    out["name"] = e.name, out["zone"] = e.zone, out["rehearsal"] = e.rehearsal, out["founder"] = e.founder.str();
    out["founder_name"] = e.founder_name, out["roles"] = roles_json(e.roles), out["key"] = e.key.str();
    return "practice-begun";
  }
  const char* operator()(const PersonInvited& e) const {
    out["person"] = e.person.str(), out["name"] = e.name, out["roles"] = roles_json(e.roles), out["key"] = e.key.str();
    out["expires"] = e.expires.ms;
    return "person-invited";
  }
  const char* operator()(const PersonJoined& e) const {
    out["person"] = e.person.str(), out["key"] = e.key.str();
    return "person-joined";
  }
  const char* operator()(const PersonInvitedAgain& e) const {
    out["person"] = e.person.str(), out["key"] = e.key.str(), out["expires"] = e.expires.ms;
    return "person-invited-again";
  }
  const char* operator()(const PersonRemoved& e) const {
    out["person"] = e.person.str();
    return "person-removed";
  }
  const char* operator()(const RolesChanged& e) const {
    out["person"] = e.person.str(), out["roles"] = roles_json(e.roles);
    return "roles-changed";
  }
  const char* operator()(const SettingsChanged& e) const {
    out["name"] = e.name, out["zone"] = e.zone, out["idle_minutes"] = e.idle_minutes, out["backup_days"] = e.backup_days;
    out["lead_body"] = e.lead_body, out["concern_days"] = e.concern_days;
    out["checklist"] = json::array(e.checklist.begin(), e.checklist.end());
    out["supervision_days"] = e.supervision_days;
    json::object names;
    for (const auto& [role, name] : e.role_names) names[care::name(role)] = name;
    out["role_names"] = std::move(names), out["client_idle_minutes"] = e.client_idle_minutes;
    json::object terms;
    for (const auto& range : course::term_ranges()) terms[range.name] = e.terms.*range.value;
    terms["unwaived"] = json::array(e.terms.unwaived.begin(), e.terms.unwaived.end());
    out["terms"] = std::move(terms);
    out["v"] = kSettingsVersion;
    return "settings-changed";
  }
  const char* operator()(const SupervisionNoted& e) const {
    out["person"] = e.person.str(), out["day"] = base::to_string(e.day);
    return "supervision-noted";
  }
};
}  // namespace

std::string encode(const RosterEvent& event) {
  json::object out;
  out["type"] = nullptr;
  out["v"] = kVersion;
  out["at"] = event.at.ms;
  out["type"] = std::visit(ToJson{out}, event.body);
  return json::serialize(out);
}

Result<RosterEvent> decode_roster_event(View bytes) {
  boost::system::error_code failed;
  const auto value = json::parse(std::string(base::text(bytes)), failed);
  if (failed || !value.is_object()) return fail(Fault::damaged, "The entry is not a JSON object.", "members");
  Fields in(value.as_object());
  const auto type = in.text("type");
  const auto version = in.number("v");
  RosterEvent event;
  event.at.ms = in.number("at");
  if (version > (type == "settings-changed" ? kSettingsVersion : kVersion))
    return fail(Fault::unsupported, "An entry was written by a newer Trefoil.", "members", "Start the newer version.");
  if (type == "practice-begun")
    event.body = PracticeBegun{in.text("name"), in.text("zone"), in.flag("rehearsal"), in.id<PersonId>("founder"),
                               in.text("founder_name"), in.roles("roles"), in.id<KeyId>("key")};
  else if (type == "person-invited")
    event.body = PersonInvited{in.id<PersonId>("person"), in.text("name"), in.roles("roles"), in.id<KeyId>("key"),
                               Instant{in.number("expires")}};
  else if (type == "person-joined")
    event.body = PersonJoined{in.id<PersonId>("person"), in.id<KeyId>("key")};
  else if (type == "person-invited-again")
    event.body = PersonInvitedAgain{in.id<PersonId>("person"), in.id<KeyId>("key"), Instant{in.number("expires")}};
  else if (type == "person-removed")
    event.body = PersonRemoved{in.id<PersonId>("person")};
  else if (type == "roles-changed")
    event.body = RolesChanged{in.id<PersonId>("person"), in.roles("roles")};
  else if (type == "settings-changed")
    event.body = SettingsChanged{in.text("name"), in.text("zone"), in.small("idle_minutes"),
                                 in.small("backup_days"), in.text("lead_body"),
                                 version < 2 ? SettingsChanged{}.concern_days : in.small("concern_days"),
                                 version < 3 ? std::vector<std::string>() : in.texts("checklist"),
                                 version < 3 ? SettingsChanged{}.supervision_days : in.small("supervision_days"),
                                 version < 4 ? care::RoleNames() : in.names("role_names"),
                                 version < 4 ? SettingsChanged{}.client_idle_minutes : in.small("client_idle_minutes"),
                                 version < 5 ? course::Terms() : in.terms("terms")};
  else if (type == "supervision-noted")
    event.body = SupervisionNoted{in.id<PersonId>("person"), in.day("day")};
  else
    return fail(Fault::unsupported, "An entry is of a kind that this Trefoil does not know.", "members");
  if (!in.failed().empty()) return fail(Fault::damaged, "A field is missing or of the wrong kind.", "members, " + in.failed());
  return event;
}

}  // namespace trefoil::practice
