#include "practice/roster.h"

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "course/programme.h"

namespace trefoil::practice {

namespace {
template <class... F>
struct Each : F... {
  using F::operator()...;
};
template <class... F>
Each(F...) -> Each<F...>;

PersonEntry* find(Roster& roster, PersonId id) {
  for (auto& entry : roster.people)
    if (entry.person == id) return &entry;
  return nullptr;
}

bool sane_minutes(int minutes) { return minutes >= 1 && minutes <= 240; }
}  // namespace

const PersonEntry* Roster::person(PersonId id) const {
  for (const auto& entry : people)
    if (entry.person == id) return &entry;
  return nullptr;
}

const PersonEntry* Roster::by_key(KeyId key) const {
  for (const auto& entry : people)
    if (entry.key == key || std::find(entry.past.begin(), entry.past.end(), key) != entry.past.end()) return &entry;
  return nullptr;
}

const PersonEntry* Roster::by_name(std::string_view typed) const {
  const auto wanted = base::fold(typed);
  for (const auto& entry : people)
    if (entry.standing != PersonEntry::Standing::removed && base::fold(entry.name) == wanted) return &entry;
  return nullptr;
}

bool may_manage(const Roster& roster, PersonId person) {
  const auto* entry = roster.person(person);
  return entry != nullptr && entry->standing == PersonEntry::Standing::active && entry->roles.contains(care::Role::owner);
}

bool is_lead(const Roster& roster, PersonId person) {
  const auto* entry = roster.person(person);
  return entry != nullptr && entry->standing == PersonEntry::Standing::active && entry->roles.contains(care::Role::lead);
}
bool meets_clients(const Roster& roster, PersonId person) {
  const auto* entry = roster.person(person);
  return entry != nullptr && entry->standing == PersonEntry::Standing::active &&
         (entry->roles.contains(care::Role::practitioner) || entry->roles.contains(care::Role::therapist));
}

care::Safeguarding safeguarding_of(const Roster& roster) {
  care::Safeguarding out{{}, roster.lead_body, roster.concern_days};
  for (const auto& entry : roster.people)
    if (is_lead(roster, entry.person)) out.leads.push_back({entry.person, entry.name, entry.key});
  return out;
}

bool are_terms(const course::Terms& terms) { return course::within(terms) && !terms.intensive; }

care::PracticeWays ways_of(const Roster& roster) { return {roster.role_names, roster.client_idle_minutes}; }

std::vector<std::string> checklist_of(const Roster& roster) {
  if (!roster.checklist.empty()) return roster.checklist;
  return {kChecklist.begin(), kChecklist.end()};
}
std::optional<Day> supervision_due(const Roster& roster, const PersonEntry& entry) {
  if (!entry.supervised) return std::nullopt;
  return *entry.supervised + roster.supervision_days;
}

void evolve(Roster& roster, const RosterEvent& event, KeyId author) {
  const auto* by = roster.by_key(author);
  // Rights are those of the newest key: a key that was replaced signs nothing new.
  const bool manager = by != nullptr && by->key == author && may_manage(roster, by->person);
  const auto refuse = [&](std::string why) { roster.voided.push_back(std::move(why)); };
  std::visit(
      Each{
          [&](const PracticeBegun& begun) {
            if (!roster.people.empty()) return refuse("A practice begins once.");
            roster.name = begun.name;
            roster.zone = begun.zone;
            roster.rehearsal = begun.rehearsal;
            roster.people.push_back({begun.founder, begun.founder_name, begun.roles, begun.key, {}, PersonEntry::Standing::active, {}});
          },
          [&](const PersonInvited& invited) {
            if (!manager) return refuse("Only an owner invites people.");
            if (roster.person(invited.person) != nullptr) return refuse("That person is here already.");
            roster.people.push_back({invited.person, invited.name, invited.roles, invited.key, {}, PersonEntry::Standing::invited, invited.expires});
          },
          [&](const PersonJoined& joined) {
            auto* entry = find(roster, joined.person);
            if (entry == nullptr || entry->standing == PersonEntry::Standing::removed || entry->key != author)
              return refuse("Only the invited person, with the invitation's key, can join.");
            if (roster.by_key(joined.key) != nullptr) return refuse("A key is one person's, once.");
            entry->past.push_back(entry->key);
            entry->key = joined.key;
            entry->standing = PersonEntry::Standing::active;
          },
          [&](const PersonInvitedAgain& again) {
            auto* entry = find(roster, again.person);
            if (!manager || entry == nullptr || entry->standing == PersonEntry::Standing::removed)
              return refuse("Only an owner invites somebody again.");
            entry->past.push_back(entry->key);
            entry->key = again.key;
            entry->standing = PersonEntry::Standing::invited;
            entry->expires = again.expires;
          },
          [&](const PersonRemoved& removed) {
            auto* entry = find(roster, removed.person);
            if (!manager || entry == nullptr) return refuse("Only an owner removes people.");
            entry->standing = PersonEntry::Standing::removed;
          },
          [&](const RolesChanged& changed) {
            auto* entry = find(roster, changed.person);
            if (!manager || entry == nullptr) return refuse("Only an owner changes roles.");
            entry->roles = changed.roles;
          },
          [&](const SettingsChanged& settings) {
            if (!manager) return refuse("Only an owner changes settings.");
            if (!sane_minutes(settings.idle_minutes) || settings.backup_days < 1 || settings.concern_days < 1 || settings.concern_days > 60) return refuse("A setting is out of range.");
            if (settings.supervision_days < 7 || settings.supervision_days > 365 || settings.checklist.size() > kMostChecks)
              return refuse("A setting is out of range.");
            if (!sane_minutes(settings.client_idle_minutes) || care::wrong_role_name(settings.role_names))
              return refuse("A setting is out of range.");
            if (!are_terms(settings.terms)) return refuse("A setting is out of range.");
            roster.name = settings.name;
            roster.zone = settings.zone;
            roster.idle_minutes = settings.idle_minutes;
            roster.backup_days = settings.backup_days;
            roster.lead_body = settings.lead_body;
            roster.concern_days = settings.concern_days;
            roster.checklist = settings.checklist;
            roster.supervision_days = settings.supervision_days;
            roster.role_names = settings.role_names;
            roster.client_idle_minutes = settings.client_idle_minutes;
            roster.terms = settings.terms;
          },
          [&](const SupervisionNoted& noted) {
            auto* entry = find(roster, noted.person);
            if (by == nullptr || by->key != author || entry != by || entry->standing != PersonEntry::Standing::active)
              return refuse("Only the person themself notes their own supervision.");
            constexpr std::int64_t kDay = 86'400'000;
            if (noted.day.number > event.at.ms / kDay + 1) return refuse("That day was still to come.");
            // Filling in an earlier one afterwards sets nothing back.
            entry->supervised = std::max(entry->supervised.value_or(noted.day), noted.day);
          },
      },
      event.body);
}

}  // namespace trefoil::practice
