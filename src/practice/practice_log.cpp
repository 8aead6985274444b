#include "practice/practice_log.h"

#include <algorithm>

namespace trefoil::practice {

namespace {
Result<OpenedPractice> read(const House& house, vault::Arena& arena, LogId log, const std::vector<vault::Pair>& pairs,
                            const ledger::Verified& verified) {
  OpenedPractice out;
  out.cards = TRY(house.cards->cards(*house.store));
  if (const auto last = TRY(house.store->last_checkpoint())) out.checkpoint = last->hash();
  for (const auto& wrap : TRY(house.store->wraps_of(log)))
    for (const auto& pair : pairs)
      if (pair.card.id() == wrap.to)
        out.keys.add(TRY(ledger::unwrap(arena, pair, log, wrap.room, wrap.epoch, wrap.sealed)));
  if (!out.keys.holds_any(log))
    return fail(Fault::refused, "You hold no key to the practice's people and settings.", "", "An owner can invite you again.");
  std::optional<Error> unreadable;
  out.log = TRY(ledger::open_log(*house.store, log, *out.cards, out.keys, verified, [&](const ledger::OpenedEntry& entry) {
    if (entry.mode == ledger::Mode::drop) return;  // nobody outside has anything to say here
    auto event = decode_roster_event(entry.plain);
    if (!event) {
      // One that an owner's newer program wrote has to be understood; whatever else can't be read counts for nothing,
      // or any member could shut the practice with one entry.
      const auto* by = out.roster.by_key(entry.author);
      const bool newer = event.error().fault == Fault::unsupported && (by == nullptr || may_manage(out.roster, by->person));
      if (newer && !unreadable) unreadable = event.error();
      if (!newer) out.roster.voided.push_back(base::describe(event.error()));
      return;
    }
    if (out.members.is_zero()) out.members = entry.room;
    evolve(out.roster, *event, entry.author);
  }));
  if (!out.log.damage.empty()) return std::unexpected(out.log.damage.front());
  if (unreadable) return std::unexpected(*unreadable);
  return out;
}
}  // namespace

Result<OpenedPractice> open_practice(const House& house, vault::Arena& arena, LogId log,
                                     const std::vector<vault::Pair>& pairs) {
  return read(house, arena, log, pairs, {});
}

Result<OpenedPractice> open_practice(const House& house, Keyholder& holder) {
  const LogId log = holder.practice_log;
  if (!house.verified) return open_practice(house, holder.arena, log, holder.pairs);
  const auto verified = house.verified->get(holder.key(), holder.mac_key(), log);
  auto opened = read(house, holder.arena, log, holder.pairs, verified);
  // Not what was verified before: everything is checked anew.
  if (!opened && opened.error().fault == Fault::damaged && verified.length > 0)
    opened = read(house, holder.arena, log, holder.pairs, {});
  if (opened) house.verified->put(holder.key(), log, {opened->log.head.length, opened->log.head.hash});
  return opened;
}

namespace {
std::vector<KeyId> members_receivers(const Roster& roster, Instant now) {
  std::vector<KeyId> keys;
  for (const auto& entry : roster.people) {
    const bool over = entry.standing == PersonEntry::Standing::invited && entry.expires < now;  // a link that ran out
    if (entry.standing != PersonEntry::Standing::removed && !over) keys.push_back(entry.key);
  }
  return keys;
}

Result<vault::Card> card_of(const OpenedPractice& practice, const ledger::Cards& newcomers, KeyId key) {
  if (const auto found = newcomers.find(key); found != newcomers.end()) return found->second;
  if (const auto found = practice.cards->find(key); found != practice.cards->end()) return found->second;
  return fail(Fault::damaged, "A person's public keys are missing or not signed as they should be.", "card " + key.str());
}
}  // namespace

Result<void> draft_roster(const House& house, vault::Arena& arena, const vault::Pair& author, OpenedPractice& practice,
                          const std::vector<RosterBody>& events, const ledger::Cards& newcomers, ledger::Batch& batch) {
  const LogId log = practice.log.head.log;
  ledger::Draft draft(practice.log.head, practice.checkpoint);
  auto& state = practice.log.rooms[practice.members];
  const auto begin_epoch = [&]() -> Result<void> {
    const auto keys = ledger::fresh_epoch(arena, log, practice.members, state.epoch + 1);
    draft.begin_epoch(author, keys);
    state.epoch = keys.epoch;
    practice.keys.add(keys);
    auto receivers = members_receivers(practice.roster, house.clock->now());
    if (receivers.empty()) receivers.push_back(author.card.id());  // the founder, before the first event
    for (const auto to : receivers) {
      draft.grant(author, keys, TRY(card_of(practice, newcomers, to)));
      state.granted[keys.epoch].insert(to);
    }
    return {};
  };
  if (state.epoch == 0) TRY(begin_epoch());
  // A key that its own invitation's acceptance replaces is taken out by the caller (join), not by a new epoch.
  bool joining = false;
  if (events.size() == 1)
    if (const auto* joined = std::get_if<PersonJoined>(&events.front())) {
      const auto* before = practice.roster.person(joined->person);
      joining = before != nullptr && before->standing == PersonEntry::Standing::invited;
    }
  for (const auto& body : events) {
    const RosterEvent event{house.clock->now(), body};
    const auto* keys = practice.keys.find(log, practice.members, state.epoch);
    if (keys == nullptr) return fail(Fault::refused, "You don't hold the practice's newest key.", "members", "An owner can invite you again.");
    draft.seal(author, *keys, base::view(encode(event)));
    const auto voided = practice.roster.voided.size();
    evolve(practice.roster, event, author.card.id());
    if (practice.roster.voided.size() > voided) return fail(Fault::refused, practice.roster.voided.back(), "practice");
  }
  const auto needed = members_receivers(practice.roster, house.clock->now());
  const auto granted = state.granted[state.epoch];
  const bool stranger = std::any_of(granted.begin(), granted.end(), [&](KeyId key) {
    return std::find(needed.begin(), needed.end(), key) == needed.end();
  });
  if (stranger && !joining) TRY(begin_epoch());
  for (std::uint32_t epoch = 1; epoch <= state.epoch; ++epoch) {
    const auto* keys = practice.keys.find(log, practice.members, epoch);
    if (keys == nullptr || !state.granted[epoch].contains(author.card.id())) continue;
    for (const auto to : needed) {
      if (state.granted[epoch].contains(to)) continue;
      draft.grant(author, *keys, TRY(card_of(practice, newcomers, to)));
      state.granted[epoch].insert(to);
    }
  }
  practice.log.head = {log, draft.length(), draft.last_hash()};
  draft.take_into(batch);
  return {};
}

}  // namespace trefoil::practice
