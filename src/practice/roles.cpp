// What somebody does in the practice, changed after they came.
#include <algorithm>

#include "practice/concerns.h"
#include "practice/files_draft.h"
#include "practice/members.h"
#include "practice/practice_log.h"

namespace trefoil::practice {

Result<void> change_roles(const House& house, Keyholder& holder, PersonId person, const std::set<care::Role>& roles) {
  auto practice = TRY(open_practice(house, holder));
  if (!may_manage(practice.roster, holder.person))
    return fail(Fault::refused, "Only an owner of the practice changes what people do here.", "role", "Ask an owner.");
  const auto* entry = practice.roster.person(person);
  if (entry == nullptr || entry->standing == PersonEntry::Standing::removed)
    return fail(Fault::not_found, "There is no such person in the practice.", "role");
  if (roles.empty() || roles.contains(care::Role::client))
    return fail(Fault::bad_input, "Choose at least one role.", "role",
                "Who does nothing here any more can be taken out.");
  const bool owned =
      roles.contains(care::Role::owner) ||
      std::any_of(practice.roster.people.begin(), practice.roster.people.end(), [&](const PersonEntry& other) {
        return other.person != person && other.standing == PersonEntry::Standing::active &&
               other.roles.contains(care::Role::owner);
      });
  if (!owned)
    return fail(Fault::refused, "The practice would have no owner, and nobody could invite or change anything.", "role",
                "Make somebody else an owner first.");
  if (roles == entry->roles) return {};
  const bool was_lead = entry->roles.contains(care::Role::lead);
  ledger::Batch batch;
  TRY(draft_roster(house, holder.arena, holder.current(), practice, {RolesChanged{person, roles}}, {}, batch));
  TRY(house.store->commit(std::move(batch)));
  if (was_lead != roles.contains(care::Role::lead)) tell_safeguarding(house, holder);
  return {};
}

}  // namespace trefoil::practice
