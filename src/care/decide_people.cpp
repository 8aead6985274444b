// Opening a file, and who is in its circle.
#include <algorithm>

#include "base/text.h"
#include "care/decide_parts.h"
#include "care/parting.h"

namespace trefoil::care {

namespace {
constexpr std::size_t kLongestName = 500;  // characters; a line of contact may be an address
constexpr std::string_view kFirstBirth = "1900-01-01";

std::string name_for(const Identity& identity) {
  const std::string chosen = base::trim(identity.chosen_name);
  return chosen.empty() ? base::trim(identity.legal_name) : chosen;
}

std::optional<Refusal> check_name(const std::string& name) {
  if (!base::is_utf8(name)) return Refusal{{reason("text-unreadable")}};
  if (base::characters(name) > kLongestName) return Refusal{{reason("name-too-long")}};
  return std::nullopt;
}

Joined joining(const Identity& identity) { return {identity.person, name_for(identity), Role::client, {}, false, true}; }

std::string in_words(Role role) { return role == Role::owner ? "an owner" : "a " + std::string(name(role)); }
}  // namespace

bool can_be_birth(Day birth, Day today) { return birth >= *base::parse_day(kFirstBirth) && birth <= today; }

std::optional<Refusal> check_identity(const Draft& draft, const Identity& identity) {
  if (name_for(identity).empty()) return Refusal{{reason("name-missing")}};
  std::vector<std::string> lines{identity.legal_name, identity.chosen_name, identity.pronouns};
  lines.insert(lines.end(), identity.contact.may.begin(), identity.contact.may.end());
  lines.insert(lines.end(), identity.contact.may_not.begin(), identity.contact.may_not.end());
  for (const std::string& line : lines) {
    if (auto refused = check_name(line)) return refused;
    if (base::has_hidden_signs(line)) return Refusal{{reason("name-signs")}};
  }
  if (!identity.birth) return std::nullopt;
  const Day today = base::local_day(draft.now, draft.facts.zone);
  if (!can_be_birth(*identity.birth, today)) return Refusal{{reason("birth-date")}};
  if (base::years_between(*identity.birth, today) < 18) return Refusal{{reason("adult")}};
  return std::nullopt;
}

Answer<Events> decide_open(Draft& draft, const OpenFile& command) {
  if (!draft.file.founder.is_zero()) return refuse("file-empty");
  const Actor& actor = draft.actor;
  if (base::trim(command.code).empty()) return refuse("code-missing");
  if (auto refused = check_name(command.code)) return std::unexpected(*refused);
  if (command.as != Role::practitioner && command.as != Role::therapist)
    return refuse("circle-role", "A file can't be opened as " + in_words(command.as) + ".",
                  "Open it as its practitioner or its therapist.");
  if (!actor.practice_roles.contains(command.as))
    return refuse("role-held", "You are not " + in_words(command.as) + " in your practice.");
  if (command.clients.size() > 2)
    return refuse("client-places", "A file has one client, or the two of a couple.", "Open a file for each.");
  for (const Identity& client : command.clients) {
    if (auto refused = check_identity(draft, client)) return std::unexpected(*refused);
    if (client.person.is_zero()) return refuse("name-missing");
    if (client.person == actor.person)
      return refuse("no-double-role", "You can't be the client of a file that you open.");
  }
  if (command.clients.size() == 2 && command.clients[0].person == command.clients[1].person)
    return refuse("already-in-circle", "The two of a couple are two people.");

  const LogId access = draft.fresh.log();
  draft.add(Room{}, FileOpened{base::trim(command.code), command.imported, command.clients.size() == 2, access,
                               draft.facts.name, draft.facts.zone});
  draft.add(Room{}, RoomAdded{Room{}, draft.fresh.room(), command.course});
  draft.add(Room{}, Joined{actor.person, actor.name, command.as, actor.key, false, true});
  draft.add(Room{}, RoomAdded{Room{RoomKind::access, {}}, draft.fresh.room(), access});
  for (const Identity& client : command.clients) {
    draft.add(Room{}, joining(client));
    draft.add(Room{}, ClientDescribed{client});
  }
  return draft.take();
}

Answer<Events> decide_part(Draft& draft, const Describe& command) {
  const Identity& identity = command.identity;
  if (auto refused = check_identity(draft, identity)) return std::unexpected(*refused);
  const Member* member = draft.file.member(identity.person);
  if (member == nullptr && is_professional(draft.self->role)) {
    // An imported file had nobody in it so far: who is described comes in as its client.
    if (auto rule = check_join(draft.file, joining(identity), *draft.self)) return refuse(*rule);
    draft.add(Room{}, joining(identity));
  } else if (auto rule = check_describe(draft.file, identity.person, *draft.self)) {
    return refuse(*rule);
  }
  draft.add(Room{}, ClientDescribed{identity});
  return draft.take();
}

Answer<Events> decide_part(Draft& draft, const AddPerson& command) {
  const std::string name = base::trim(command.name);
  if (name.empty()) return refuse("name-missing");
  if (auto refused = check_name(name)) return std::unexpected(*refused);
  const Joined joined{command.person, name, command.role, command.key, command.released && command.role == Role::mentor,
                      command.history};
  if (auto rule = check_join(draft.file, joined, *draft.self)) {
    const Member* there = draft.file.member(command.person);
    if (*rule == "already-in-circle" && there != nullptr)
      return refuse(*rule, there->name + " is in the circle already, as " + std::string(care::name(there->role)) + ".");
    if (*rule == "no-double-role" && there != nullptr)
      return refuse(*rule, there->name + (there->active ? " is the " : " was the ") +
                               std::string(care::name(there->role)) + " of this file, and can't be its " +
                               std::string(care::name(command.role)) + " too.");
    return refuse(*rule);
  }
  if (auto rule = check_joining_after(draft.file, joined)) return refuse(*rule);
  if (auto rule = check_joining_key(draft.file, joined, *draft.self)) return refuse(*rule);
  draft.add(Room{}, joined);
  return draft.take();
}

Safeguarding safeguarding_for(const File& file, const PracticeFacts& facts) {
  Safeguarding out = facts.safeguarding;
  std::erase_if(out.leads, [&](const Lead& lead) { return file.member(lead.person) != nullptr; });
  return out;
}

Answer<Events> decide_part(Draft& draft, const TellSafeguarding&) {
  const SafeguardingTold told{safeguarding_for(draft.file, draft.facts)};
  const PracticeTold ways{draft.facts.ways};
  if (told.safeguarding != draft.file.safeguarding) {
    if (auto rule = check_safeguarding(draft.file, told, *draft.self)) return refuse(*rule);
    draft.add(Room{}, told);
  }
  if (ways.ways != draft.file.ways) {
    if (auto rule = check_ways(ways, *draft.self)) return refuse(*rule);
    draft.add(Room{}, ways);
  }
  return draft.take();
}

Answer<Events> decide_part(Draft& draft, const TellTerms&) {
  if (auto terms = owed_terms(draft.file, draft.facts.terms, draft.actor.person))
    draft.add(Room{}, in_course_now(course::TermsSet{std::move(*terms)}));
  return draft.take();
}

Answer<Events> decide_part(Draft& draft, const ChangeKey& command) {
  const Member* member = draft.file.member(command.person);
  if (member != nullptr && member->active && !member->keys.empty() && member->keys.back() == command.key)
    return Events{};  // said already: an acceptance that was sent twice
  const KeyChanged changed{command.person, command.key};
  // New keys for a client who is going on without the practitioner come from the therapist.
  const Event said{{}, draft.at(), Room{}, changed};
  if (auto rule = check_after_ending(draft.file, said, draft.self->role)) return refuse(*rule);
  if (auto rule = check_key_change(draft.file, changed, *draft.self)) return refuse(*rule);
  draft.add(Room{}, changed);
  return draft.take();
}

Answer<Events> decide_part(Draft& draft, const RemovePerson& command) {
  std::string why = command.reason;
  if (auto refused = check_reason(why)) return std::unexpected(*refused);
  // The therapist stays with the client, and the practitioner goes: not the other way round.
  const Member* leaves = draft.file.member(command.person);
  if (leaves != nullptr && leaves->role == Role::therapist && would_be_contact(draft.file, Room{}, draft.self->role))
    return refuse("no-contact-after");
  if (auto rule = check_leave(draft.file, command.person, *draft.self)) {
    if (*rule == "last-professional" && command.person == draft.actor.person)
      return refuse(*rule, "You are the last professional of this file, so you can't leave it yet.");
    return refuse(*rule);
  }
  draft.add(Room{}, Left{command.person, why});
  return draft.take();
}

Answer<Events> decide_part(Draft& draft, const PartAfterEnding&) {
  if (draft.self->role != Role::therapist) return Events{};
  for (const PersonId practitioner : parting(draft.file, draft.now)) {
    if (auto rule = check_leave(draft.file, practitioner, *draft.self)) return refuse(*rule);
    draft.add(Room{}, Left{practitioner, ""});
  }
  return draft.take();
}

}  // namespace trefoil::care
