#include "practice/files_draft.h"

#include <algorithm>

#include "care/parting.h"
#include "codec/event_json.h"

namespace trefoil::practice {

namespace {
class RandomFresh final : public care::Fresh {
 public:
  EntryId entry() override { return vault::random_id<EntryId>(); }
  RoomId room() override { return vault::random_id<RoomId>(); }
  LogId log() override { return vault::random_id<LogId>(); }
};

// One drafting: a pen for each log that is written to, and what the opened file becomes meanwhile.
class Pen {
 public:
  Pen(const House& house, Keyholder& holder, OpenedFile& opened, const ledger::Cards& newcomers)
      : house_(house), holder_(holder), opened_(opened), newcomers_(newcomers) {}

  Result<void> write(const vault::Pair& author, const care::Event& event) {
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

  // What is left in a room that the holder doesn't read: a client's answers, given on their screen. True where it was.
  Result<bool> leave(const vault::Pair& author, const care::Event& event, const care::RoomPlace& place) {
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

  // Whether the room's newest key is with a therapist of the circle, and with nobody who left it.
  bool is_read_by_therapist(const ledger::RoomState& state) const {
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

  // A room's first epoch, granted to whoever may hold it now.
  Result<void> begin_room(const vault::Pair& author, const care::RoomAdded& added) {
    auto& state = log_of(added.log).rooms[added.id];
    if (state.epoch > 0) return {};  // the shared room's own
    return begin_epoch(author, added.room, {added.id, added.log});
  }

  Result<void> begin_epoch(const vault::Pair& author, const care::Room& room, const care::RoomPlace& place) {
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

  Result<void> give(const vault::Pair& author, const ledger::RoomKeys& keys, KeyId to) {
    const auto card = TRY(card_of(to));
    draft_of(keys.log).grant(author, keys, card);
    log_of(keys.log).rooms[keys.room].granted[keys.epoch].insert(to);
    return {};
  }

  // Grants whoever may hold a room and doesn't, begins a new epoch where somebody holds it who may not.
  Result<bool> settle() {
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
      if (stranger) {
        TRY(begin_epoch(holder_.current(), room, place));
        changed = true;
      }
      for (const auto to : needed)
        if (TRY(grant_missing(room, place, to))) changed = true;
    }
    return changed;
  }

  void finish(ledger::Batch& batch) {
    for (auto& [log, draft] : drafts_) {
      auto& state = log_of(log);
      state.head = {log, draft.length(), draft.last_hash()};
      draft.take_into(batch);
    }
    drafts_.clear();
  }

 private:
  Result<care::RoomPlace> place_of(const care::Room& room) const {
    if (const auto known = opened_.file.rooms.find(room); known != opened_.file.rooms.end()) return known->second;
    // The shared room holds the entries before the one that names it.
    if (room == care::Room{} && opened_.first_room) return care::RoomPlace{*opened_.first_room, opened_.file.id};
    return fail(Fault::broken, "The room does not exist yet.", std::string(care::name(room.kind)));
  }

  // All epochs that the receiver lacks: history is granted epoch by epoch. Of rooms that hold the structure of the file
  // itself (shared, access) always; of others where their joining said so.
  Result<bool> grant_missing(const care::Room& room, const care::RoomPlace& place, KeyId to) {
    bool changed = false;
    auto& state = log_of(place.log).rooms[place.id];
    const bool history = room.kind == care::RoomKind::shared || room.kind == care::RoomKind::access || wants_history(to);
    for (std::uint32_t epoch = state.epoch; epoch >= 1; --epoch) {
      if (state.granted[epoch].contains(to)) continue;
      const auto* keys = opened_.keys.find(place.log, place.id, epoch);
      if (keys == nullptr || !state.granted[epoch].contains(holder_.key())) continue;
      TRY(give(holder_.current(), *keys, to));
      changed = true;
      if (!history) break;
    }
    return changed;
  }

  bool wants_history(KeyId to) const {
    const auto* member = opened_.file.owner_of(to);
    if (member == nullptr) return true;
    for (auto item = opened_.file.items.rbegin(); item != opened_.file.items.rend(); ++item)
      if (const auto* joined = std::get_if<care::Joined>(&item->event.body); joined != nullptr && joined->person == member->person)
        return joined->history;
    return true;
  }

  std::vector<KeyId> room_receivers(const care::Room& room) const {
    std::vector<KeyId> keys;
    for (const auto person : care::holders(opened_.file.circle, room)) {
      if (opened_.gone.contains(person)) continue;
      const auto* member = opened_.file.member(person);
      if (member == nullptr || member->keys.empty() || member->keys.back().is_zero()) continue;
      if (!opened_.over.contains(member->keys.back())) keys.push_back(member->keys.back());
    }
    return keys;
  }

  // The room's newest keys, after a new epoch where somebody who left still holds the present one.
  Result<ledger::RoomKeys> newest_for_writing(const vault::Pair& author, const care::Room& room, const care::RoomPlace& place) {
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

  Result<vault::Card> card_of(KeyId key) const {
    if (const auto found = newcomers_.find(key); found != newcomers_.end()) return found->second;
    if (opened_.cards)
      if (const auto found = opened_.cards->find(key); found != opened_.cards->end()) return found->second;
    return fail(Fault::damaged, "A person's public keys are missing or not signed as they should be.", "card " + key.str());
  }

  ledger::OpenedLog& log_of(LogId log) {
    if (log == opened_.file.id) return opened_.course;
    auto [at, made] = opened_.others.try_emplace(log);
    if (made) at->second.head.log = log;
    return at->second;
  }

  ledger::Draft& draft_of(LogId log) {
    const auto found = drafts_.find(log);
    if (found != drafts_.end()) return found->second;
    return drafts_.emplace(log, ledger::Draft(log_of(log).head, opened_.checkpoint)).first->second;
  }

  [[maybe_unused]] const House& house_;
  Keyholder& holder_;
  OpenedFile& opened_;
  const ledger::Cards& newcomers_;
  std::map<LogId, ledger::Draft> drafts_;
};

Result<void> write_all(Pen& pen, Keyholder& holder, OpenedFile& opened, const std::vector<care::Event>& events) {
  for (const auto& event : events) {
    if (!opened.first_room) {  // a file's first entry: its room's id is taken from the entry that names it
      opened.first_room = vault::random_id<RoomId>();
      for (const auto& later : events)
        if (const auto* added = std::get_if<care::RoomAdded>(&later.body); added != nullptr && added->room == care::Room{})
          opened.first_room = added->id;
    }
    TRY(pen.write(holder.current(), event));
  }
  return {};
}

bool may_write_shared(const OpenedFile& opened) {
  const auto shared = opened.file.rooms.find(care::Room{});
  if (shared == opened.file.rooms.end()) return false;
  const auto state = opened.course.rooms.find(shared->second.id);
  return state != opened.course.rooms.end() &&
         opened.keys.find(shared->second.log, shared->second.id, state->second.epoch) != nullptr;
}

// Whoever's part has ended goes, and the rooms get new keys at once.
Result<void> part(const House& house, Pen& pen, Keyholder& holder, OpenedFile& opened) {
  if (!may_write_shared(opened)) return {};
  RandomFresh fresh;
  const care::Actor actor{holder.person, holder.key(), {}, {}};
  const care::PracticeFacts facts{opened.file.practice, opened.file.zone};
  const auto gone = care::decide(opened.file, facts, actor, care::PartAfterEnding{}, house.clock->now(), fresh);
  if (!gone || gone->empty()) return {};  // somebody who left, or a file that is only read
  TRY(write_all(pen, holder, opened, *gone));
  TRY(pen.settle());
  return {};
}

Result<void> tell_terms(const House& house, Pen& pen, Keyholder& holder, const care::PracticeFacts& facts, OpenedFile& opened) {
  if (facts.name.empty() || !may_write_shared(opened)) return {};
  RandomFresh fresh;
  const care::Actor actor{holder.person, holder.key(), {}, {}};
  const auto told = care::decide(opened.file, facts, actor, care::TellTerms{}, house.clock->now(), fresh);
  if (!told) return {};  // somebody who left, or a file that is only read
  return write_all(pen, holder, opened, *told);
}

// Whether what a command comes upon is settled before it, who has parted and what terms go: for all but what must not wait
// for it.
bool may_wait(const care::Command& command) {
  return !care::stops(command) && !std::holds_alternative<care::OpenFile>(command) &&
         !std::holds_alternative<care::ConfirmErasure>(command);
}

// Taking out who would part does the same by itself; and where the only therapist goes, the practitioner stays, who can
// bring another in.
bool comes_after_parting(const care::Command& command, const care::File& file, Instant now) {
  if (!may_wait(command)) return false;
  const auto* remove = std::get_if<care::RemovePerson>(&command);
  if (remove == nullptr) return true;
  const auto parting = care::parting(file, now);
  if (std::ranges::find(parting, remove->person) != parting.end()) return false;
  const auto therapists = std::ranges::count_if(file.circle, [](const care::Member& one) {
    return one.active && one.role == care::Role::therapist && !one.keys.empty();
  });
  const auto* leaves = file.member(remove->person);
  return leaves == nullptr || leaves->role != care::Role::therapist || therapists > 1;
}

// New keys for somebody who has just parted: there is nothing to give them any more.
bool is_for_who_parted(const care::Command& command, const OpenedFile& opened) {
  const auto* change = std::get_if<care::ChangeKey>(&command);
  return change != nullptr && care::has_parted(opened.file, change->person);
}
}  // namespace

std::expected<std::vector<care::Event>, Refused> draft_act(const House& house, Keyholder& holder,
                                                           const Acting& who, OpenedFile& opened,
                                                           const care::Command& command, ledger::Batch& batch,
                                                           const ledger::Cards& newcomers) {
  RandomFresh fresh;
  care::Actor actor{holder.person, holder.key(), who.name, who.roles};
  if (const auto* member = opened.file.member(holder.person)) actor.name = member->name;
  care::PracticeFacts facts = who.facts;
  if (facts.name.empty()) facts = {opened.file.practice, opened.file.zone};
  facts.shut = shut_rooms(opened);
  opened.gone = who.gone;
  // A stop does not wait for who parts, and makes no key for them either: the next act does both.
  const auto leaving = care::stops(command) ? care::parting(opened.file, house.clock->now()) : std::vector<PersonId>();
  const bool later = !leaving.empty() && std::ranges::find(leaving, holder.person) == leaving.end();
  if (later) opened.gone.insert(leaving.begin(), leaving.end());
  Pen pen(house, holder, opened, newcomers);
  const bool parts = comes_after_parting(command, opened.file, house.clock->now());
  if (may_wait(command))
    if (const auto told = tell_terms(house, pen, holder, facts, opened); !told) return std::unexpected(Refused(told.error()));
  if (parts)
    if (const auto parted = part(house, pen, holder, opened); !parted) return std::unexpected(Refused(parted.error()));
  if (parts && is_for_who_parted(command, opened)) {
    pen.finish(batch);
    return std::vector<care::Event>{};
  }
  auto events = care::decide(opened.file, facts, actor, command, house.clock->now(), fresh);
  if (!events) return std::unexpected(Refused(std::move(events.error())));
  const auto links = opened.file.course.measure_links;
  const auto written = write_all(pen, holder, opened, *events);
  if (!written) return std::unexpected(Refused(written.error()));
  if (parts)
    if (const auto parted = part(house, pen, holder, opened); !parted) return std::unexpected(Refused(parted.error()));
  if (!later)
    if (const auto settled = pen.settle(); !settled) return std::unexpected(Refused(settled.error()));
  if (std::holds_alternative<care::OpenFile>(command))
    if (const auto told = tell_terms(house, pen, holder, facts, opened); !told) return std::unexpected(Refused(told.error()));
  pen.finish(batch);
  // A link that counts no more has left nothing: its card goes, so that its page says so and takes no answer.
  for (const auto& [link, made] : links)
    if (!opened.file.course.measure_links.contains(link))
      batch.sides_gone.push_back({ledger::SideKind::card, link.bytes});
  if (!events->empty() && !later)
    if (const auto told = draft_safeguarding(house, holder, who, opened, batch); !told)
      return std::unexpected(Refused(told.error()));
  return std::move(*events);
}

std::expected<LogId, Refused> draft_new(const House& house, Keyholder& holder, const Acting& who,
                                        care::OpenFile command, ledger::Batch& batch, OpenedFile* out) {
  OpenedFile opened;
  const auto cards = house.cards->cards(*house.store);
  const auto last = house.store->last_checkpoint();
  if (!cards) return std::unexpected(Refused(cards.error()));
  if (!last) return std::unexpected(Refused(last.error()));
  opened.cards = *cards;
  if (*last) opened.checkpoint = (*last)->hash();
  command.course = vault::random_id<LogId>();
  opened.file.id = command.course;
  opened.course.head.log = command.course;
  const LogId id = command.course;
  const auto drafted = draft_act(house, holder, who, opened, care::Command(std::move(command)), batch);
  if (!drafted) return std::unexpected(drafted.error());
  if (out != nullptr) *out = std::move(opened);
  return id;
}

Result<void> draft_safeguarding(const House& house, Keyholder& holder, const Acting& who, OpenedFile& opened,
                                ledger::Batch& batch) {
  if (who.facts.name.empty()) return {};  // a client, who knows it from the file alone
  if (!may_write_shared(opened)) return {};
  opened.gone = who.gone;
  TRY(draft_parting(house, holder, who, opened, batch));
  RandomFresh fresh;
  const care::Actor actor{holder.person, holder.key(), who.name, who.roles};
  const auto told = care::decide(opened.file, who.facts, actor, care::TellSafeguarding{}, house.clock->now(), fresh);
  if (!told || told->empty()) return {};  // somebody who left, or a file that is only read
  const ledger::Cards nobody;
  Pen pen(house, holder, opened, nobody);
  TRY(write_all(pen, holder, opened, *told));
  pen.finish(batch);
  return {};
}

Result<void> draft_terms(const House& house, Keyholder& holder, const Acting& who, OpenedFile& opened, ledger::Batch& batch) {
  opened.gone = who.gone;
  const ledger::Cards nobody;
  Pen pen(house, holder, opened, nobody);
  TRY(tell_terms(house, pen, holder, who.facts, opened));
  pen.finish(batch);
  return {};
}

bool would_part(const House& house, Keyholder& holder, const OpenedFile& opened) {
  if (!may_write_shared(opened)) return false;
  RandomFresh fresh;
  const care::Actor actor{holder.person, holder.key(), {}, {}};
  const care::PracticeFacts facts{opened.file.practice, opened.file.zone};
  const auto gone = care::decide(opened.file, facts, actor, care::PartAfterEnding{}, house.clock->now(), fresh);
  return gone && !gone->empty();
}

Result<void> draft_parting(const House& house, Keyholder& holder, const Acting& who, OpenedFile& opened, ledger::Batch& batch) {
  opened.gone = who.gone;
  const ledger::Cards nobody;
  Pen pen(house, holder, opened, nobody);
  TRY(part(house, pen, holder, opened));
  pen.finish(batch);
  return {};
}

Result<bool> draft_key_changes(const House& house, Keyholder& holder, const Acting& who, OpenedFile& opened,
                               ledger::Batch& batch, const ledger::Cards& newcomers) {
  opened.gone = who.gone;
  Pen pen(house, holder, opened, newcomers);
  const bool changed = TRY(pen.settle());
  pen.finish(batch);
  return changed;
}

Result<void> draft_event(const House& house, Keyholder& holder, OpenedFile& opened, const vault::Pair& author,
                         const care::Event& event, ledger::Batch& batch) {
  const ledger::Cards nobody;
  Pen pen(house, holder, opened, nobody);
  TRY(pen.write(author, event));
  pen.finish(batch);
  return {};
}

}  // namespace trefoil::practice
