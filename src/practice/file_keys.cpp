// Grants that are owed, and readings: what else there is to a file than acts.
#include <algorithm>

#include "practice/files_draft.h"
#include "practice/members.h"

namespace trefoil::practice {

namespace {
const ledger::OpenedLog* log_of(const OpenedFile& opened, LogId log) {
  if (log == opened.file.id) return &opened.course;
  const auto found = opened.others.find(log);
  return found == opened.others.end() ? nullptr : &found->second;
}

// Where somebody's reading goes: a client's own shows only to the client.
care::Room reading_room(const care::File& file, PersonId reader) {
  const auto* member = file.member(reader);
  if (member != nullptr && member->role == care::Role::client) return {care::RoomKind::own, reader};
  return {care::RoomKind::access, {}};
}
}  // namespace

std::vector<Given> given_in(const OpenedFile& opened) {
  std::vector<Given> out;
  for (const auto& [room, place] : opened.file.rooms) {
    const auto* log = log_of(opened, place.log);
    if (log == nullptr) continue;
    const auto state = log->rooms.find(place.id);
    if (state == log->rooms.end() || state->second.epoch == 0) continue;
    const auto granted = state->second.granted.find(state->second.epoch);
    out.push_back({room, granted == state->second.granted.end() ? std::set<KeyId>() : granted->second,
                   opened.keys.find(place.log, place.id, state->second.epoch) != nullptr});
  }
  return out;
}

std::set<care::Room> shut_rooms(const OpenedFile& opened) {
  std::set<care::Room> out;
  for (const auto& [room, to, mine] : given_in(opened)) {
    if (mine || (room.kind != care::RoomKind::therapy && room.kind != care::RoomKind::health)) continue;
    const bool held = std::ranges::any_of(opened.file.circle, [&](const care::Member& one) {
      return one.active && !one.keys.empty() && to.contains(one.keys.back()) && !opened.over.contains(one.keys.back());
    });
    if (!held) out.insert(room);
  }
  return out;
}

std::vector<Owed> owed_grants(const care::File& file, const std::vector<Given>& given, const std::set<KeyId>& over,
                              const Roster& roster) {
  std::vector<Owed> owed;
  for (const auto& [room, to, mine] : given) {
    for (const auto person : care::holders(file.circle, room)) {
      const auto* member = file.member(person);
      if (member == nullptr || member->keys.empty() || member->keys.back().is_zero()) continue;
      // Somebody who was invited again elsewhere has a newer key in the roster than in this file.
      const auto* entry = roster.person(person);
      const KeyId key = entry != nullptr ? entry->key : member->keys.back();
      if (over.contains(key)) continue;  // a link that ran out: they are invited again
      if (!to.contains(key)) owed.push_back({person, member->name, room, mine});
    }
  }
  return owed;
}

std::vector<Owed> owed_grants(const OpenedFile& opened, const Roster& roster) {
  return owed_grants(opened.file, given_in(opened), opened.over, roster);
}

Result<void> hand_over(const House& house, Keyholder& holder, LogId file) {
  const auto roster = TRY(read_roster(house, holder));
  const auto who = TRY(acting(house, holder));
  auto opened = TRY(open_file(house, holder, file));
  ledger::Batch batch;
  TRY(draft_parting(house, holder, who, opened, batch));
  const auto circle = opened.file.circle;
  for (const auto& member : circle) {
    const auto* entry = roster.person(member.person);
    if (!member.active || entry == nullptr || entry->standing == PersonEntry::Standing::removed) continue;
    if (!member.keys.empty() && member.keys.back() == entry->key) continue;
    const auto drafted = draft_act(house, holder, who, opened, care::ChangeKey{member.person, entry->key}, batch);
    if (!drafted) {
      if (const auto* error = std::get_if<Error>(&drafted.error())) return std::unexpected(*error);
      return fail(Fault::refused, std::get<care::Refusal>(drafted.error()).reasons.front().what);
    }
  }
  TRY(draft_key_changes(house, holder, who, opened, batch));
  if (batch.rows.empty()) return {};
  TRY(house.store->commit(std::move(batch)));
  return {};
}

Result<void> record_reading(const House& house, Keyholder& holder, const OpenedFile& opened) {
  const auto room = reading_room(opened.file, holder.person);
  const auto* member = opened.file.member(holder.person);
  if (member == nullptr || !member->active) return {};
  if (!opened.file.rooms.contains(room)) return {};  // a client who has not written for themself yet has no room of their own
  for (int attempt = 0;; ++attempt) {
    auto again = TRY(open_file(house, holder, opened.file.id));
    ledger::Batch batch;
    // Who is not one of the practice's people any more, or a client, knows nothing of it.
    const auto who = acting(house, holder).value_or(Acting{});
    TRY(draft_parting(house, holder, who, again, batch));
    if (holder.professional) TRY(draft_terms(house, holder, who, again, batch));
    const care::Event event{vault::random_id<EntryId>(), house.clock->now(), room, care::FileRead{holder.person}};
    TRY(draft_event(house, holder, again, holder.current(), event, batch));
    if (holder.professional) TRY(draft_safeguarding(house, holder, who, again, batch));
    const auto done = house.store->commit(std::move(batch));
    if (done) return {};
    if (done.error().fault != Fault::stale || attempt == 2) return std::unexpected(done.error());
  }
}

std::vector<Reading> readings(const OpenedFile& opened) {
  std::vector<Reading> out;
  for (const auto& read : opened.file.reads) {
    const auto* member = opened.file.member(read.by);
    out.push_back({read.by, member != nullptr ? member->name : std::string(), read.at});
  }
  std::stable_sort(out.begin(), out.end(), [](const Reading& a, const Reading& b) { return a.at > b.at; });
  return out;
}

}  // namespace trefoil::practice
