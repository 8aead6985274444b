// Bytes, views of them, and the two ways they are written: little-endian binary and base32.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace trefoil::base {

using Bytes = std::vector<std::uint8_t>;
using View = std::span<const std::uint8_t>;

inline View view(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
inline std::string_view text(View bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
inline Bytes copy(View bytes) { return {bytes.begin(), bytes.end()}; }

// RFC 4648 base32, lower case, no padding. Decoding takes either case and refuses anything else, also stray bits.
std::string to_base32(View bytes);
std::optional<Bytes> from_base32(std::string_view text);
// The same into exactly as many bytes; false where the text is not that many.
bool from_base32(std::string_view text, std::span<std::uint8_t> out);
std::string to_hex(View bytes);
std::optional<Bytes> from_hex(std::string_view text);

// Appends fixed-width little-endian fields.
class Writer {
 public:
  Writer& u8(std::uint8_t value);
  Writer& u16(std::uint16_t value);
  Writer& u32(std::uint32_t value);
  Writer& u64(std::uint64_t value);
  Writer& raw(View bytes);
  // A u32 length, then the bytes.
  Writer& sized(View bytes);
  Bytes take() { return std::move(bytes_); }
  const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

// Reads what Writer wrote. The first read past the end sets failed() and yields zeros from then on; the caller asks
// done() once at the end: true if nothing failed and nothing is left over.
class Reader {
 public:
  explicit Reader(View bytes) : rest_(bytes) {}
  std::uint8_t u8() { return number<std::uint8_t>(); }
  std::uint16_t u16() { return number<std::uint16_t>(); }
  std::uint32_t u32() { return number<std::uint32_t>(); }
  std::uint64_t u64() { return number<std::uint64_t>(); }
  // In the header, since every header of every entry is read with it.
  View raw(std::size_t count) {
    if (failed_ || count > rest_.size()) {
      failed_ = true;
      return {};
    }
    const View out = rest_.first(count);
    rest_ = rest_.subspan(count);
    return out;
  }
  View sized() { return raw(u32()); }
  template <std::size_t N>
  std::array<std::uint8_t, N> array() {
    std::array<std::uint8_t, N> out{};
    View got = raw(N);
    if (got.size() == N) std::memcpy(out.data(), got.data(), N);
    return out;
  }
  bool failed() const { return failed_; }
  bool done() const { return !failed_ && rest_.empty(); }
  std::size_t left() const { return rest_.size(); }

 private:
  template <class T>
  T number() {
    const View bytes = raw(sizeof(T));
    T value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) value = static_cast<T>(value | static_cast<T>(bytes[i]) << (8 * i));
    return value;
  }
  View rest_;
  bool failed_ = false;
};

}  // namespace trefoil::base

namespace trefoil {
using base::Bytes;
using base::View;
}  // namespace trefoil
