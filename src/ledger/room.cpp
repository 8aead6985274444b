#include "ledger/room.h"

#include <limits>

namespace trefoil::ledger {

namespace {
constexpr std::string_view kContext = "trefroom";
constexpr std::string_view kWrapTag = "trefoil wrap v1";
constexpr std::size_t kWrapSize = 15 + 16 + 16 + 4 + 16 + 32;
}  // namespace

RoomKeys room_keys(vault::Arena& arena, LogId log, RoomId room, std::uint32_t epoch, vault::Key secret) {
  const vault::Key kept = arena.keep(secret);
  return {.log = log, .room = room, .epoch = epoch, .secret = kept, .seal = vault::derive(arena, kept, 1, kContext)};
}

RoomKeys fresh_epoch(vault::Arena& arena, LogId log, RoomId room, std::uint32_t epoch) {
  return room_keys(arena, log, room, epoch, vault::random_key(arena));
}

EpochBegins facts(const RoomKeys& keys) {
  vault::Arena arena;
  return {.commitment = vault::derive_public(keys.secret, 3, kContext), .drop = drop_pair(arena, keys).box};
}

vault::BoxPair drop_pair(vault::Arena& arena, const RoomKeys& keys) {
  return vault::box_pair_from_seed(arena, vault::derive(arena, keys.secret, 2, kContext));
}

Bytes wrap(const RoomKeys& keys, const vault::Card& receiver) {
  base::Writer out;
  out.raw(base::view(kWrapTag)).raw(keys.log.view()).raw(keys.room.view()).u32(keys.epoch).raw(receiver.id().view());
  // The secret goes in last, into space that is there already: growing would leave copies behind.
  Bytes plain = out.take();
  plain.reserve(kWrapSize);
  plain.insert(plain.end(), keys.secret.begin(), keys.secret.end());
  Bytes sealed = vault::box_seal(receiver.box, plain);
  vault::wipe(plain);
  return sealed;
}

Result<RoomKeys> unwrap(vault::Arena& arena, const vault::Pair& receiver, LogId log, RoomId room, std::uint32_t epoch,
                        View wrap) {
  Bytes plain = TRY(vault::box_open(receiver, wrap));
  base::Reader in(plain);
  const View tag = in.raw(kWrapTag.size());
  const bool same = base::text(tag) == kWrapTag && LogId{in.array<16>()} == log && RoomId{in.array<16>()} == room &&
                    in.u32() == epoch && KeyId{in.array<16>()} == receiver.card.id();
  const View secret = in.raw(32);
  if (!same || !in.done()) {
    vault::wipe(plain);
    return fail(Fault::damaged, "A room's key was put where another one belongs.");
  }
  RoomKeys keys = room_keys(arena, log, room, epoch, vault::Key(secret.data(), 32));
  vault::wipe(plain);
  return keys;
}

void Keychain::add(const RoomKeys& keys) { rooms_.insert_or_assign(Place{keys.log, keys.room, keys.epoch}, keys); }

void Keychain::add(const Keychain& others) { rooms_.insert(others.rooms_.begin(), others.rooms_.end()); }

void Keychain::forget(LogId log, RoomId room, std::uint32_t epoch) { rooms_.erase(Place{log, room, epoch}); }

const RoomKeys* Keychain::find(LogId log, RoomId room, std::uint32_t epoch) const {
  const auto at = rooms_.find(Place{log, room, epoch});
  return at == rooms_.end() ? nullptr : &at->second;
}

const RoomKeys* Keychain::newest(LogId log, RoomId room) const {
  auto at = rooms_.upper_bound(Place{log, room, std::numeric_limits<std::uint32_t>::max()});
  if (at == rooms_.begin()) return nullptr;
  --at;
  return at->first.log == log && at->first.room == room ? &at->second : nullptr;
}

std::vector<LogId> Keychain::logs() const {
  std::vector<LogId> out;
  for (const auto& [place, keys] : rooms_)
    if (out.empty() || out.back() != place.log) out.push_back(place.log);
  return out;
}

bool Keychain::holds_any(LogId log) const {
  const auto at = rooms_.lower_bound(Place{log, {}, 0});
  return at != rooms_.end() && at->first.log == log;
}

}  // namespace trefoil::ledger
