#include "practice/pen.h"

#include <algorithm>

#include "codec/event_json.h"

namespace trefoil::practice {

Result<void> Pen::write(const vault::Pair& author, const care::Event& event) {
  const auto place = TRY(place_of(event.room));
  if (TRY(leave(author, event, place))) return {};
  const auto keys = TRY(newest_for_writing(author, event.room, place));
  const auto plain = codec::encode(event);
  auto& draft = draft_of(place.log);
  const auto sequence = draft.seal(author, keys, base::view(plain));
  care::evolve(opened_.file, event, {author.card.id(), sequence});
  if (const auto* added = std::get_if<care::RoomAdded>(&event.body)) TRY(begin_room(author, *added));
  return {};
}

Result<bool> Pen::leave(const vault::Pair& author, const care::Event& event, const care::RoomPlace& place) {
  if (!std::holds_alternative<care::Answered>(event.body)) return false;
  if (care::may_hold(opened_.file.circle, event.room, holder_.person)) return false;
  auto& state = log_of(place.log).rooms[place.id];
  if (state.epoch == 0) return fail(Fault::broken, "The room has no key yet.", std::string(care::name(event.room.kind)));
  if (!is_read_by_therapist(state))
    return fail(Fault::refused, "Nobody could read here what the client answers: the therapist holds no key of it.", "therapy",
                "The client hands it over by signing in; so does a therapist who still holds it. Where nobody does, the "
                "therapist makes a new one, by setting when measures are answered or by writing there.");
  draft_of(place.log).drop(author, place.id, state.epoch, state.epochs.at(state.epoch).drop,
                           base::view(codec::encode(event)));
  return true;
}

bool Pen::is_read_by_therapist(const ledger::RoomState& state) const {
  const auto granted = state.granted.find(state.epoch);
  if (granted == state.granted.end()) return false;
  const bool stranger = std::ranges::any_of(granted->second, [&](KeyId key) {
    const auto* owner = opened_.file.owner_of(key);
    return owner == nullptr || !owner->active;
  });
  return !stranger && std::ranges::any_of(opened_.file.circle, [&](const care::Member& one) {
    return one.active && one.role == care::Role::therapist && !one.keys.empty() &&
           granted->second.contains(one.keys.back());
  });
}

Result<void> Pen::begin_room(const vault::Pair& author, const care::RoomAdded& added) {
  auto& state = log_of(added.log).rooms[added.id];
  if (state.epoch > 0) return {};  // the shared room's own
  return begin_epoch(author, added.room, {added.id, added.log});
}

Result<void> Pen::begin_epoch(const vault::Pair& author, const care::Room& room, const care::RoomPlace& place) {
  auto& state = log_of(place.log).rooms[place.id];
  const auto keys = ledger::fresh_epoch(holder_.arena, place.log, place.id, state.epoch + 1);
  draft_of(place.log).begin_epoch(author, keys);
  state.epoch = keys.epoch;
  state.epochs[keys.epoch] = ledger::facts(keys);
  // While the very first entries are written there is no circle yet: the author holds it, the others follow in settle.
  const auto receivers = room_receivers(room);
  if (receivers.empty() || std::find(receivers.begin(), receivers.end(), author.card.id()) != receivers.end())
    opened_.keys.add(keys);
  if (receivers.empty()) return give(author, keys, author.card.id());
  for (const auto to : receivers) TRY(give(author, keys, to));
  return {};
}

Result<void> Pen::give(const vault::Pair& author, const ledger::RoomKeys& keys, KeyId to) {
  const auto card = TRY(card_of(to));
  draft_of(keys.log).grant(author, keys, card);
  log_of(keys.log).rooms[keys.room].granted[keys.epoch].insert(to);
  return {};
}

Result<bool> Pen::settle() {
  bool changed = false;
  const auto rooms = opened_.file.rooms;
  for (const auto& [room, place] : rooms) {
    auto& state = log_of(place.log).rooms[place.id];
    const auto* mine = opened_.keys.find(place.log, place.id, state.epoch);
    if (mine == nullptr) continue;
    const auto needed = room_receivers(room);
    if (needed.empty()) continue;
    const auto& granted = state.granted[state.epoch];
    const bool stranger = std::any_of(granted.begin(), granted.end(), [&](KeyId key) {
      return std::find(needed.begin(), needed.end(), key) == needed.end();
    });
    // Who comes in without what was before gets a key of its own beginning: the present one opens all that lies under it.
    const bool newcomer = std::ranges::any_of(needed, [&](KeyId to) { return !may_get(room, to, granted); });
    if (stranger || newcomer) {
      TRY(begin_epoch(holder_.current(), room, place));
      changed = true;
    }
    for (const auto to : needed)
      if (TRY(grant_missing(room, place, to))) changed = true;
  }
  return changed;
}

void Pen::finish(ledger::Batch& batch) {
  for (auto& [log, draft] : drafts_) {
    auto& state = log_of(log);
    state.head = {log, draft.length(), draft.last_hash()};
    draft.take_into(batch);
  }
  drafts_.clear();
}

Result<care::RoomPlace> Pen::place_of(const care::Room& room) const {
  if (const auto known = opened_.file.rooms.find(room); known != opened_.file.rooms.end()) return known->second;
  // The shared room holds the entries before the one that names it.
  if (room == care::Room{} && opened_.first_room) return care::RoomPlace{*opened_.first_room, opened_.file.id};
  return fail(Fault::broken, "The room does not exist yet.", std::string(care::name(room.kind)));
}

Result<bool> Pen::grant_missing(const care::Room& room, const care::RoomPlace& place, KeyId to) {
  bool changed = false;
  auto& state = log_of(place.log).rooms[place.id];
  for (std::uint32_t epoch = state.epoch; epoch >= 1; --epoch) {
    if (state.granted[epoch].contains(to) || !may_get(room, to, state.granted[epoch])) continue;
    const auto* keys = opened_.keys.find(place.log, place.id, epoch);
    if (keys == nullptr || !state.granted[epoch].contains(holder_.key())) continue;
    TRY(give(holder_.current(), *keys, to));
    changed = true;
  }
  return changed;
}

bool Pen::may_get(const care::Room& room, KeyId to, const std::set<KeyId>& granted) const {
  if (room.kind == care::RoomKind::shared || room.kind == care::RoomKind::access) return true;
  const auto* member = opened_.file.owner_of(to);
  if (member == nullptr) return true;
  if (std::ranges::any_of(member->keys, [&](KeyId held) { return granted.contains(held); })) return true;
  for (auto item = opened_.file.items.rbegin(); item != opened_.file.items.rend(); ++item)
    if (const auto* joined = std::get_if<care::Joined>(&item->event.body); joined != nullptr && joined->person == member->person)
      return joined->history;
  return true;
}

std::vector<KeyId> Pen::room_receivers(const care::Room& room) const {
  std::vector<KeyId> keys;
  for (const auto person : care::holders(opened_.file.circle, room)) {
    if (opened_.gone.contains(person)) continue;
    const auto* member = opened_.file.member(person);
    if (member == nullptr || member->keys.empty() || member->keys.back().is_zero()) continue;
    if (!opened_.over.contains(member->keys.back())) keys.push_back(member->keys.back());
  }
  return keys;
}

Result<ledger::RoomKeys> Pen::newest_for_writing(const vault::Pair& author, const care::Room& room, const care::RoomPlace& place) {
  auto& state = log_of(place.log).rooms[place.id];
  if (state.epoch == 0) TRY(begin_epoch(author, room, place));
  const auto* keys = opened_.keys.find(place.log, place.id, state.epoch);
  if (keys == nullptr)
    return fail(Fault::refused, "You don't hold the key of this room yet.", std::string(care::name(room.kind)),
                "Somebody who holds it can hand it over from the file's circle page.");
  const auto needed = room_receivers(room);
  const auto& granted = state.granted[state.epoch];
  const bool stranger = !needed.empty() && std::any_of(granted.begin(), granted.end(), [&](KeyId key) {
    return std::find(needed.begin(), needed.end(), key) == needed.end();
  });
  if (stranger && author.card.id() == holder_.key()) {
    TRY(begin_epoch(author, room, place));
    keys = opened_.keys.find(place.log, place.id, state.epoch);
    if (keys == nullptr) return fail(Fault::broken, "The new epoch is not held.", std::string(care::name(room.kind)));
  }
  return *keys;
}

Result<vault::Card> Pen::card_of(KeyId key) const {
  if (const auto found = newcomers_.find(key); found != newcomers_.end()) return found->second;
  if (opened_.cards)
    if (const auto found = opened_.cards->find(key); found != opened_.cards->end()) return found->second;
  return fail(Fault::damaged, "A person's public keys are missing or not signed as they should be.", "card " + key.str());
}

ledger::OpenedLog& Pen::log_of(LogId log) {
  if (log == opened_.file.id) return opened_.course;
  auto [at, made] = opened_.others.try_emplace(log);
  if (made) at->second.head.log = log;
  return at->second;
}

ledger::Draft& Pen::draft_of(LogId log) {
  const auto found = drafts_.find(log);
  if (found != drafts_.end()) return found->second;
  return drafts_.emplace(log, ledger::Draft(log_of(log).head, opened_.checkpoint)).first->second;
}

}  // namespace trefoil::practice
