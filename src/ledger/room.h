// Keys of rooms: epochs, what comes of an epoch's secret, wraps, and a person's keychain.
#pragma once

#include <map>
#include <optional>

#include "ledger/entry.h"

namespace trefoil::ledger {

// What one epoch's secret gives: subkeys in crypto_kdf context "trefroom": 1 the AEAD key, 2 the seed of the drop pair,
// 3 the commitment. Views into an arena.
struct RoomKeys {
  LogId log;
  RoomId room;
  std::uint32_t epoch = 0;
  vault::Key secret;
  vault::Key seal;
};
RoomKeys room_keys(vault::Arena& arena, LogId log, RoomId room, std::uint32_t epoch, vault::Key secret);
RoomKeys fresh_epoch(vault::Arena& arena, LogId log, RoomId room, std::uint32_t epoch);
EpochBegins facts(const RoomKeys& keys);
vault::BoxPair drop_pair(vault::Arena& arena, const RoomKeys& keys);

// Sealed box to the receiver over: "trefoil wrap v1" (15 bytes), log 16, room 16, epoch u32, receiver's key id 16,
// secret 32.
Bytes wrap(const RoomKeys& keys, const vault::Card& receiver);
// damaged when the context inside is not the one asked for.
Result<RoomKeys> unwrap(vault::Arena& arena, const vault::Pair& receiver, LogId log, RoomId room, std::uint32_t epoch,
                        View wrap);

// The rooms that somebody can open now. Not checked against commitments before `open_log` has met the epoch's entry.
class Keychain {
 public:
  void add(const RoomKeys& keys);
  void add(const Keychain& others);
  void forget(LogId log, RoomId room, std::uint32_t epoch);
  const RoomKeys* find(LogId log, RoomId room, std::uint32_t epoch) const;
  const RoomKeys* newest(LogId log, RoomId room) const;
  std::vector<LogId> logs() const;  // in order, each once
  bool holds_any(LogId log) const;

 private:
  struct Place {
    LogId log;
    RoomId room;
    std::uint32_t epoch = 0;
    auto operator<=>(const Place&) const = default;
  };
  std::map<Place, RoomKeys> rooms_;
};

}  // namespace trefoil::ledger
