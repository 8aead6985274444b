#include "practice/concerns_draft.h"

#include <algorithm>

#include "codec/concern_json.h"

namespace trefoil::practice {

namespace {
std::vector<KeyId> concern_receivers(const care::Concern& concern) {
  std::vector<KeyId> keys;
  for (const auto& party : concern.parties)
    if (party.active) keys.push_back(party.keys.back());
  return keys;
}

struct ConcernPen {
  const House& house;
  Keyholder& holder;
  const vault::Pair& author;
  OpenedConcern& concern;
  const ledger::Cards& newcomers;
  ledger::Draft draft;

  ledger::RoomState& state() { return concern.log.rooms[concern.room]; }
  LogId log() const { return concern.concern.id; }

  Result<void> give(const ledger::RoomKeys& keys, KeyId to) {
    auto card = newcomers.find(to);
    if (card == newcomers.end()) {
      card = concern.cards->find(to);
      if (card == concern.cards->end())
        return fail(Fault::damaged, "A person's public keys are missing or not signed as they should be.",
                    "card " + to.str());
    }
    draft.grant(author, keys, card->second);
    state().granted[keys.epoch].insert(to);
    return {};
  }
  Result<void> begin_epoch(const std::vector<KeyId>& receivers) {
    const auto keys = ledger::fresh_epoch(holder.arena, log(), concern.room, state().epoch + 1);
    draft.begin_epoch(author, keys);
    state().epoch = keys.epoch;
    state().epochs[keys.epoch] = ledger::facts(keys);
    concern.keys.add(keys);
    for (const auto to : receivers) TRY(give(keys, to));
    return {};
  }
  Result<void> write(const care::ConcernBody& body) {
    const auto* keys = concern.keys.find(log(), concern.room, state().epoch);
    if (keys == nullptr)
      return fail(Fault::refused, "You don't hold this concern's newest key.", "",
                  "Another of those who hold it writes in it first.");
    const care::ConcernEvent event{std::max(house.clock->now(), concern.concern.at), body};
    draft.seal(author, *keys, base::view(codec::encode(event)));
    const auto voided = concern.concern.voided.size();
    care::evolve(concern.concern, event, author.card.id());
    if (concern.concern.voided.size() > voided)
      return fail(Fault::broken, "What was decided would count for nothing.", concern.concern.voided.back());
    return {};
  }
  // Whoever is a party holds all of it; who is none any more, nothing that comes.
  Result<void> settle() {
    const auto needed = concern_receivers(concern.concern);
    const auto& granted = state().granted[state().epoch];
    const bool stranger =
        std::ranges::any_of(granted, [&](KeyId key) { return std::ranges::find(needed, key) == needed.end(); });
    if (stranger) TRY(begin_epoch(needed));
    for (std::uint32_t epoch = 1; epoch <= state().epoch; ++epoch) {
      const auto* keys = concern.keys.find(log(), concern.room, epoch);
      if (keys == nullptr || !state().granted[epoch].contains(author.card.id())) continue;
      for (const auto to : needed)
        if (!state().granted[epoch].contains(to)) TRY(give(*keys, to));
    }
    return {};
  }
};
}  // namespace

Result<void> draft_concern(const House& house, Keyholder& holder, const vault::Pair& author, OpenedConcern& concern,
                           const std::vector<care::ConcernBody>& events, const ledger::Cards& newcomers,
                           ledger::Batch& batch) {
  ConcernPen pen{house, holder, author, concern, newcomers, ledger::Draft(concern.log.head, concern.checkpoint)};
  if (pen.state().epoch == 0) TRY(pen.begin_epoch({author.card.id()}));
  for (const auto& body : events) TRY(pen.write(body));
  TRY(pen.settle());
  concern.log.head = {pen.log(), pen.draft.length(), pen.draft.last_hash()};
  pen.draft.take_into(batch);
  return {};
}

}  // namespace trefoil::practice
