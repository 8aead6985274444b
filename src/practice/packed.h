// Values as bytes and back, for what stays inside this program: field by field, as Boost.PFR finds them, in this
// machine's own order. No format: what lies on disk is read by the very same build alone (outline_file.h).
#pragma once

#include <algorithm>
#include <array>
#include <boost/pfr.hpp>
#include <cstdint>
#include <cstring>
#include <optional>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace trefoil::practice {

// Types whose values are left out, and are empty after unpacking: a unit says so of its own before it packs.
template <class T>
inline constexpr bool kLeftOut = false;

namespace detail {
template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsArray = false;
template <class T, std::size_t N>
inline constexpr bool kIsArray<std::array<T, N>> = true;
template <class T>
inline constexpr bool kIsPair = false;
template <class A, class B>
inline constexpr bool kIsPair<std::pair<A, B>> = true;
template <class T>
inline constexpr bool kIsWhole = std::is_arithmetic_v<T> || std::is_enum_v<T> || kIsArray<T>;
}  // namespace detail

class Packer {
 public:
  template <class T>
  void put(const T& value) {
    static_assert(!std::is_pointer_v<T> && !std::is_same_v<T, std::string_view>, "what it points to would be gone");
    if constexpr (kLeftOut<T>) {
    } else if constexpr (detail::kIsWhole<T>) {
      static_assert(std::is_trivially_copyable_v<T>);
      raw(&value, sizeof value);
    } else if constexpr (detail::kIsOptional<T>) {
      put(value.has_value());
      if (value) put(*value);
    } else if constexpr (detail::kIsPair<T>) {
      put(value.first);
      put(value.second);
    } else if constexpr (std::ranges::range<T>) {
      put(static_cast<std::uint32_t>(value.size()));
      if constexpr (std::is_same_v<T, std::string>)
        raw(value.data(), value.size());
      else
        for (const auto& one : value) put(one);
    } else {
      boost::pfr::for_each_field(value, [this](const auto& field) { put(field); });
    }
  }
  Bytes take() { return std::move(bytes_); }

 private:
  void raw(const void* from, std::size_t size) {
    const auto* start = static_cast<const std::uint8_t*>(from);
    bytes_.insert(bytes_.end(), start, start + size);
  }
  Bytes bytes_;
};

class Unpacker {
 public:
  explicit Unpacker(View bytes) : rest_(bytes) {}
  // Into a value that is as it was made: what stands in it already stays.
  template <class T>
  void take(T& value) {
    if constexpr (kLeftOut<T>) {
    } else if constexpr (detail::kIsWhole<T>) {
      raw(&value, sizeof value);
    } else if constexpr (detail::kIsOptional<T>) {
      bool there = false;
      take(there);
      if (there) take(value.emplace());
    } else if constexpr (detail::kIsPair<T>) {
      take(value.first);
      take(value.second);
    } else if constexpr (std::is_same_v<T, std::string>) {
      value.resize(size());
      raw(value.data(), value.size());
    } else if constexpr (std::ranges::range<T>) {
      const std::size_t count = size();
      if constexpr (requires { value.reserve(count); }) value.reserve(count);
      for (std::size_t i = 0; i < count && !failed_; ++i) one_more(value);
    } else {
      boost::pfr::for_each_field(value, [this](auto& field) { take(field); });
    }
  }
  // Nothing failed, nothing is left over.
  bool done() const { return !failed_ && rest_.empty(); }

 private:
  template <class T>
  void one_more(T& value) {
    if constexpr (requires { typename T::mapped_type; }) {
      std::pair<typename T::key_type, typename T::mapped_type> one;
      take(one);
      value.emplace_hint(value.end(), std::move(one));
    } else {
      typename T::value_type one{};
      take(one);
      value.insert(value.end(), std::move(one));
    }
  }
  // Every element takes a byte at least, so that no count asks for more memory than there are bytes.
  std::size_t size() {
    std::uint32_t count = 0;
    raw(&count, sizeof count);
    if (count > rest_.size()) failed_ = true;
    return failed_ ? 0 : count;
  }
  void raw(void* to, std::size_t size) {
    if (size > rest_.size()) failed_ = true;
    if (failed_ || size == 0) return;
    std::memcpy(to, rest_.data(), size);
    rest_ = rest_.subspan(size);
  }
  View rest_;
  bool failed_ = false;
};

}  // namespace trefoil::practice
