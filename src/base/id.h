// Ids: 128 random bits, written in base32, never time-ordered. A type for each thing that has one, so that they can't
// be taken for one another. Making a random one is vault's (vault/random.h).
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace trefoil::base {

template <class Tag>
struct Id {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Id&) const = default;
  // As two words: ids are compared many times for every entry that is read, and the compiler makes a call of the array's.
  constexpr bool operator==(const Id& other) const { return words() == other.words(); }
  constexpr bool is_zero() const { return *this == Id{}; }
  View view() const { return {bytes.data(), bytes.size()}; }
  std::string str() const { return to_base32(view()); }
  static Id from(View source) {
    Id id;
    std::copy_n(source.begin(), std::min<std::size_t>(16, source.size()), id.bytes.begin());
    return id;
  }
  // 26 base32 characters or nothing.
  static std::optional<Id> parse(std::string_view text) {
    Id id;
    if (!from_base32(text, id.bytes)) return std::nullopt;
    return id;
  }

 private:
  struct Words {
    std::uint64_t low, high;
    bool operator==(const Words&) const = default;
  };
  constexpr Words words() const { return std::bit_cast<Words>(bytes); }
};

using PersonId = Id<struct PersonTag>;  // a person, whatever keys they hold today
using KeyId = Id<struct KeyTag>;        // one pair of public keys: hash of the two
using LogId = Id<struct LogTag>;        // one log; a file's id is the id of its course log
using RoomId = Id<struct RoomTag>;      // one room
using EntryId = Id<struct EntryTag>;    // one entry's content, as other entries refer to it

}  // namespace trefoil::base

template <class Tag>
struct std::hash<trefoil::base::Id<Tag>> {
  std::size_t operator()(const trefoil::base::Id<Tag>& id) const noexcept {
    std::uint64_t value;
    std::memcpy(&value, id.bytes.data(), sizeof value);
    return value;
  }
};

namespace trefoil {
using base::EntryId;
using base::KeyId;
using base::LogId;
using base::PersonId;
using base::RoomId;
}  // namespace trefoil
