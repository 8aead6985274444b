// One entry: header, payload, signature. Every byte is described in docs/format.md.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "base/id.h"
#include "vault/vault.h"

namespace trefoil::ledger {

using vault::Hash;
using vault::Signature;

inline constexpr std::uint8_t kVersion = 1;
inline constexpr std::uint8_t kSuite = 1;  // XChaCha20-Poly1305, BLAKE2b-256, Ed25519, X25519 sealed boxes

enum class Mode : std::uint8_t {
  sealed = 1,  // payload = AEAD under the room's key of this epoch
  drop = 2,  // payload = content key sealed to the room's drop key, then AEAD under it: the author can't read the room
  open = 3,  // payload = one Fact about keys, readable by anyone who verifies; never about people or care
};

// 152 bytes, little-endian, in this order: version u8, suite u8, mode u8, zero u8, log 16, sequence u64, room 16,
// epoch u32, author 16, previous 32, checkpoint 32, nonce 24. The whole header is the AEAD's associated data.
struct Header {
  Mode mode = Mode::sealed;
  LogId log;
  std::uint64_t sequence = 0;  // from 0, without a gap
  RoomId room;
  std::uint32_t epoch = 0;  // from 1
  KeyId author;
  Hash previous{};    // hash of the entry before; zeros at sequence 0
  Hash checkpoint{};  // the last checkpoint that the author saw; zeros where none
  vault::Nonce nonce{};
  bool operator==(const Header&) const = default;
};
inline constexpr std::size_t kHeaderSize = 152;
Bytes encode(const Header& header);
// damaged (wrong size, zero byte not zero), unsupported (unknown version, suite or mode).
Result<Header> decode_header(View bytes);

// What the store keeps of an entry. `payload` is gone where the log was erased; its hash stays, so the chain is whole.
struct Row {
  LogId log;
  std::uint64_t sequence = 0;
  Bytes header;
  std::optional<Bytes> payload;
  Hash payload_hash{};  // digest(payload)
  Signature signature{};
};
// The same without owning anything: what a scan hands out.
struct RowView {
  LogId log;
  std::uint64_t sequence = 0;
  View header;
  std::optional<View> payload;
  View payload_hash;
  View signature;
};
RowView view(const Row& row);

// hash("trefoil entry v1", header, payload_hash). The signature is over it with tag "trefoil sign v1".
Hash entry_hash(View header, View payload_hash);

// --- facts in open entries -------------------------------------------------------------------------------------------
// A new epoch of the header's room: the header's epoch is its number.
struct EpochBegins {
  Hash commitment{};        // derive_public(secret, 3, "trefroom"): an unwrapped secret must give it
  vault::BoxPublic drop{};  // of derive(secret, 2, "trefroom")
  bool operator==(const EpochBegins&) const = default;
};
// The header's room and epoch, granted to a key. The wrap itself is a row of its own that can be deleted.
struct Grant {
  KeyId to;
  Hash wrap{};  // digest(wrap)
  bool operator==(const Grant&) const = default;
};
// The wrap of the grant at this sequence of this log is deleted (an invitation's, after it was accepted).
struct WrapGone {
  std::uint64_t grant = 0;
  bool operator==(const WrapGone&) const = default;
};
using Fact = std::variant<EpochBegins, Grant, WrapGone>;
Bytes encode(const Fact& fact);  // u8 kind (1, 2, 3), then the fields in order
Result<Fact> decode_fact(View bytes);

}  // namespace trefoil::ledger
