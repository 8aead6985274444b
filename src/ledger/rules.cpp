#include "ledger/rules.h"

#include <algorithm>

namespace trefoil::ledger {

namespace {
std::unexpected<Error> against(const char* what) { return fail(Fault::damaged, what); }
}  // namespace

bool holds(const RoomState& room, std::uint32_t epoch, KeyId key) {
  const auto granted = room.granted.find(epoch);
  if (granted != room.granted.end() && granted->second.contains(key)) return true;
  const auto begun = room.begun_by.find(epoch);
  return begun != room.begun_by.end() && begun->second == key;
}

Result<void> RoomRules::may_write(const Header& header) {
  const bool sealed = header.mode == Mode::sealed;
  const std::tuple right{header.room, header.epoch, header.author};
  if (sealed && last_right_ == right) return {};
  const auto room = rooms_.find(header.room);
  if (room == rooms_.end()) return against("It is written into a room that was never begun.");
  if (room->second.epoch != header.epoch)
    return against("It is written under a key of the room that was not the current one.");
  if (!sealed) return {};
  if (!holds(room->second, header.epoch, header.author))
    return against("It is sealed in the name of someone who held no key to the room.");
  last_right_ = right;
  return {};
}

Result<void> RoomRules::take(const Header& header, const Fact& fact) {
  last_right_.reset();
  if (const auto* begins = std::get_if<EpochBegins>(&fact)) return begin(header, *begins);
  if (const auto* granted = std::get_if<Grant>(&fact)) return grant(header, *granted);
  return gone(header, std::get<WrapGone>(fact));
}

Result<void> RoomRules::begin(const Header& header, const EpochBegins& fact) {
  const auto found = rooms_.find(header.room);
  const std::uint32_t before = found == rooms_.end() ? 0 : found->second.epoch;
  if (header.epoch == 0 || header.epoch - 1 != before)
    return against("It begins a key of the room that does not follow the one before.");
  if (before > 0 && !holds(found->second, before, header.author))
    return against("A new key of the room is begun by someone who held no key to it.");
  RoomState& room = rooms_[header.room];
  room.epoch = header.epoch;
  room.epochs.emplace(header.epoch, fact);
  room.begun_by.emplace(header.epoch, header.author);
  return {};
}

Result<void> RoomRules::grant(const Header& header, const Grant& fact) {
  const auto room = rooms_.find(header.room);
  if (room == rooms_.end() || !room->second.epochs.contains(header.epoch))
    return against("It grants a key of the room that was never begun.");
  if (!holds(room->second, header.epoch, header.author))
    return against("A key of the room is granted by someone who did not hold it.");
  room->second.granted[header.epoch].insert(fact.to);
  grants_.emplace(header.sequence,
                  SeenGrant{.room = header.room, .epoch = header.epoch, .to = fact.to, .wrap = fact.wrap});
  return {};
}

Result<void> RoomRules::gone(const Header& header, const WrapGone& fact) {
  const auto found = grants_.find(fact.grant);
  if (found == grants_.end() || found->second.gone || found->second.room != header.room ||
      found->second.epoch != header.epoch)
    return against("It takes back a grant that does not stand.");
  RoomState& room = rooms_.at(header.room);
  if (!holds(room, header.epoch, header.author))
    return against("A grant is taken back by someone who held no key to the room.");
  SeenGrant& grant = found->second;
  grant.gone = true;
  const bool again = std::ranges::any_of(grants_, [&](const auto& entry) {
    const SeenGrant& other = entry.second;
    return !other.gone && other.to == grant.to && other.room == grant.room && other.epoch == grant.epoch;
  });
  if (!again) room.granted.at(header.epoch).erase(grant.to);
  return {};
}

}  // namespace trefoil::ledger
