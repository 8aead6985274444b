#include <algorithm>
#include <chrono>

#include "base/text.h"
#include "codec/event_json.h"
#include "practice/files_draft.h"
#include "practice/members.h"
#include "practice/practice_log.h"

namespace trefoil::practice {

namespace {
constexpr std::chrono::hours kInvitationLife{72};

struct NewInvitation {
  std::string token;
  vault::Pair pair;
  Instant expires;
};

// The provisional pair comes of the token alone, so nothing secret of it is stored.
vault::Pair pair_of(vault::Arena& arena, View token) {
  const auto seed = vault::hash("trefoil invitation v1", {token});
  return vault::pair_from_seed(arena, arena.keep(seed));
}

NewInvitation new_invitation(const House& house, Keyholder& holder, ledger::Batch& batch) {
  auto token = vault::random_bytes(16);
  NewInvitation made{base::to_base32(token), pair_of(holder.arena, token), house.clock->now() + kInvitationLife};
  vault::wipe(token);
  batch.sides.push_back(ledger::encode(
      ledger::make_card(ledger::CardKind::invitation, made.pair, holder.current(), made.expires.ms)));
  return made;
}

ledger::Cards newcomer(const vault::Pair& pair) { return {{pair.card.id(), pair.card}}; }

std::unexpected<Error> no_invitation() {
  return fail(Fault::not_found, "This invitation is not open: it was used, it is older than three days, or the link is not whole.",
              "invitation", "Ask whoever invited you for a new one.");
}

// Somebody who holds an invitation's keys and nothing else.
struct Invitee {
  Keyholder keys;
  std::optional<OpenedPractice> practice;
  std::vector<OpenedFile> files;
  PersonId person;
  std::string name;
  std::set<care::Role> roles;
  KeyId sponsor;
};

Result<Invitee> open_invitation(const House& house, std::string_view token) {
  const auto bytes = base::from_base32(base::trim(token));
  if (!bytes || bytes->size() != 16) return no_invitation();
  Invitee invitee;
  invitee.keys.pairs.push_back(pair_of(invitee.keys.arena, *bytes));
  invitee.keys.person_key = vault::random_key(invitee.keys.arena);  // an invitation keeps nothing; a reader has one
  const KeyId key = invitee.keys.key();
  const auto side = TRY(house.store->side(ledger::SideKind::card, key.bytes));
  if (!side) return no_invitation();
  const auto card = TRY(ledger::decode_card(*side));
  if (card.kind != ledger::CardKind::invitation || card.expires < house.clock->now().ms) return no_invitation();
  for (const auto& other : TRY(house.store->sides(ledger::SideKind::card)))
    if (const auto used = ledger::decode_card(other); used && used->sponsor == key && used->card.id() != key) return no_invitation();
  invitee.sponsor = card.sponsor;

  for (const auto& head : TRY(house.store->wraps_to(key))) {
    const auto same_log = [&](const OpenedFile& opened) {
      return opened.file.id == head.log || opened.others.contains(head.log);
    };
    if (std::any_of(invitee.files.begin(), invitee.files.end(), same_log)) continue;
    if (invitee.practice && invitee.practice->log.head.log == head.log) continue;
    if (auto file = open_file(house, invitee.keys, head.log)) {
      invitee.files.push_back(std::move(*file));
    } else if (auto practice = open_practice(house, invitee.keys.arena, head.log, invitee.keys.pairs);
               practice && !practice->roster.people.empty()) {
      invitee.practice = std::move(*practice);
    }
  }
  if (invitee.practice) {
    const auto* entry = invitee.practice->roster.by_key(key);
    if (entry == nullptr || entry->key != key || entry->standing != PersonEntry::Standing::invited) return no_invitation();
    invitee.person = entry->person, invitee.name = entry->name, invitee.roles = entry->roles;
  } else if (!invitee.files.empty()) {
    const auto* member = invitee.files.front().file.owner_of(key);
    if (member == nullptr || !member->active || member->keys.back() != key) return no_invitation();
    invitee.person = member->person, invitee.name = member->name, invitee.roles = {member->role};
  } else {
    return no_invitation();
  }
  return invitee;
}
}  // namespace

Result<Invitation> invite_person(const House& house, Keyholder& holder, std::string_view name,
                                 const std::set<care::Role>& roles) {
  auto practice = TRY(open_practice(house, holder));
  if (!may_manage(practice.roster, holder.person))
    return fail(Fault::refused, "Only an owner of the practice invites people.", "", "Ask an owner.");
  const auto trimmed = TRY(checked_name(name, "name"));
  if (roles.empty() || roles.contains(care::Role::client))
    return fail(Fault::bad_input, "Choose at least one role.", "roles", "A client is invited from their own file.");
  if (practice.roster.by_name(trimmed) != nullptr)
    return fail(Fault::bad_input, "Somebody of this name is here already.", "name", "Add something that tells the two apart.");
  ledger::Batch batch;
  const auto made = new_invitation(house, holder, batch);
  const auto person = vault::random_id<PersonId>();
  TRY(draft_roster(house, holder.arena, holder.current(), practice,
                   {PersonInvited{person, trimmed, roles, made.pair.card.id(), made.expires}}, newcomer(made.pair), batch));
  TRY(house.store->commit(std::move(batch)));
  return Invitation{made.token, person, made.expires};
}

Result<Invitation> invite_client(const House& house, Keyholder& holder, LogId file, PersonId person) {
  const auto who = TRY(acting(house, holder));
  auto opened = TRY(open_file(house, holder, file));
  const auto* member = opened.file.member(person);
  if (member == nullptr || member->role != care::Role::client || !member->active)
    return fail(Fault::not_found, "There is no such client in this file.", "person");
  ledger::Batch batch;
  const auto made = new_invitation(house, holder, batch);
  const auto drafted = draft_act(house, holder, who, opened, care::ChangeKey{person, made.pair.card.id()}, batch, newcomer(made.pair));
  if (!drafted) {
    if (const auto* refusal = std::get_if<care::Refusal>(&drafted.error()))
      return fail(Fault::refused, refusal->reasons.front().what, "", refusal->reasons.front().mend);
    return std::unexpected(std::get<Error>(drafted.error()));
  }
  TRY(house.store->commit(std::move(batch)));
  return Invitation{made.token, person, made.expires};
}

Result<LossReport> what_comes_back(const House& house, Keyholder& holder, PersonId person) {
  LossReport report;
  TRY(each_file(house, holder, [&](OpenedFile&& opened) {
    const auto* member = opened.file.member(person);
    if (member == nullptr || !member->active) return;
    ++report.files_regained;
    for (const auto& [room, place] : opened.file.rooms) {
      if (!care::may_hold(opened.file.circle, room, person) || opened.keys.newest(place.log, place.id) != nullptr) continue;
      const auto readers = care::holders(opened.file.circle, room);
      const bool alone = readers.size() <= 1;
      report.gone.push_back(opened.file.display_name() + ": " + std::string(care::name(room.kind)) +
                            (alone ? " (nobody else holds it: it is gone)" : " (somebody else of the circle can hand it over)"));
    }
  }));
  return report;
}

Result<Invitation> invite_again(const House& house, Keyholder& holder, PersonId person) {
  auto practice = TRY(open_practice(house, holder));
  if (practice.roster.person(person) == nullptr) return fail(Fault::not_found, "There is no such person in the practice.", "person");
  if (person == holder.person) return fail(Fault::refused, "You are signed in: change your passphrase instead.", "person");
  const auto who = TRY(acting(house, holder));
  ledger::Batch batch;
  const auto made = new_invitation(house, holder, batch);
  const auto key = made.pair.card.id();
  TRY(draft_roster(house, holder.arena, holder.current(), practice, {PersonInvitedAgain{person, key, made.expires}},
                   newcomer(made.pair), batch));
  std::optional<Error> wrong;
  TRY(each_file(house, holder, [&](OpenedFile&& opened) {
    const auto* member = opened.file.member(person);
    if (member == nullptr || !member->active) return;
    const auto drafted = draft_act(house, holder, who, opened, care::ChangeKey{person, key}, batch, newcomer(made.pair));
    if (!drafted && !wrong)
      wrong = std::holds_alternative<Error>(drafted.error())
                  ? std::get<Error>(drafted.error())
                  : Error{Fault::refused, std::get<care::Refusal>(drafted.error()).reasons.front().what, "", ""};
  }));
  if (wrong) return std::unexpected(*wrong);
  TRY(house.store->commit(std::move(batch)));
  return Invitation{made.token, person, made.expires};
}

Result<Invited> look_at_invitation(const House& house, std::string_view token) {
  const auto invitee = TRY(open_invitation(house, token));
  Invited out{invitee.name, invitee.roles, "", ""};
  if (invitee.practice) {
    out.practice = invitee.practice->roster.name;
    out.names = invitee.practice->roster.role_names;
    if (const auto* by = invitee.practice->roster.by_key(invitee.sponsor)) out.inviter = by->name;
  } else if (!invitee.files.empty()) {
    out.practice = invitee.files.front().file.practice;
    out.names = invitee.files.front().file.ways.names;
    if (const auto* by = invitee.files.front().file.owner_of(invitee.sponsor)) out.inviter = by->name;
  }
  return out;
}

Result<Begun> join(const House& house, const JoinRequest& request) {
  auto invitee = TRY(open_invitation(house, request.token));
  const auto sign_in = TRY(checked_name(request.sign_in_name.empty() ? invitee.name : request.sign_in_name, "sign_in_name"));
  TRY(check_passphrase(request.passphrase, {sign_in, invitee.name}));

  Begun begun;
  auto& holder = begun.holder;
  holder.person = invitee.person;
  holder.sign_in_name = sign_in;
  holder.professional = invitee.practice.has_value();
  if (invitee.practice) holder.practice_log = invitee.practice->log.head.log;
  holder.pairs.push_back(vault::random_pair(holder.arena));
  holder.person_key = vault::random_key(holder.arena);
  vault::random_fill(holder.keyring);

  const vault::Pair& provisional = invitee.keys.current();
  const vault::Card mine = holder.current().card;
  ledger::Batch batch;
  batch.sides.push_back(ledger::encode(ledger::make_card(ledger::CardKind::person, holder.current(), provisional)));
  std::map<LogId, ledger::Head> heads;
  ledger::Hash checkpoint{};
  if (const auto last = TRY(house.store->last_checkpoint())) checkpoint = last->hash();
  if (invitee.practice) {
    TRY(draft_roster(house, invitee.keys.arena, provisional, *invitee.practice, {PersonJoined{holder.person, holder.key()}},
                     newcomer(holder.current()), batch));
    heads[holder.practice_log] = invitee.practice->log.head;
  }
  for (auto& opened : invitee.files) {
    const care::Event changed{vault::random_id<EntryId>(), std::max(house.clock->now(), opened.file.last_at), care::Room{},
                              care::KeyChanged{holder.person, holder.key()}};
    TRY(draft_event(house, invitee.keys, opened, provisional, changed, batch));
    heads[opened.file.id] = opened.course.head;
  }
  // Every grant to the invitation is made anew to the new keys; then its wraps go.
  std::map<LogId, std::vector<ledger::Wrap>> by_log;
  for (auto& wrap : TRY(house.store->wraps_to(provisional.card.id()))) by_log[wrap.log].push_back(std::move(wrap));
  for (const auto& [log, wraps] : by_log) {
    if (!heads.contains(log)) heads[log] = TRY(house.store->head(log));
    ledger::Draft draft(heads[log], checkpoint);
    for (const auto& wrap : wraps) {
      if (log == holder.practice_log) break;  // draft_roster granted these
      draft.grant(provisional, TRY(ledger::unwrap(invitee.keys.arena, provisional, log, wrap.room, wrap.epoch, wrap.sealed)), mine);
    }
    for (const auto& wrap : wraps) draft.wrap_gone(provisional, wrap.room, wrap.epoch, wrap.grant);
    draft.take_into(batch);
  }
  const auto salt = TRY(installation(house));
  const auto by_passphrase = vault::stretch(holder.arena, salt.view(), base::fold(sign_in), request.passphrase, house.cost);
  const auto code = vault::random_code_for_recovery(holder.arena);
  put_keyring(batch, holder, 1, {},
              {{ledger::SlotKind::passphrase, by_passphrase},
               {ledger::SlotKind::recovery, vault::stretch_code(holder.arena, code.secret)}});
  TRY(house.store->commit(std::move(batch)));
  begun.recovery_code = code.shown;
  return begun;
}

}  // namespace trefoil::practice
