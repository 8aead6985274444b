#include "base/bytes.h"

namespace trefoil::base {

namespace {
constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view kHex = "0123456789abcdef";

int base32_value(char c) {
  if (c >= 'a' && c <= 'z') return c - 'a';
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= '2' && c <= '7') return c - '2' + 26;
  return -1;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

template <class T>
void put(Bytes& bytes, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

template <class T>
T get(View bytes) {
  T value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) value |= static_cast<T>(bytes[i]) << (8 * i);
  return value;
}
}  // namespace

std::string to_base32(View bytes) {
  std::string out;
  out.reserve((bytes.size() * 8 + 4) / 5);
  unsigned buffer = 0;
  int bits = 0;
  for (std::uint8_t byte : bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      out.push_back(kBase32[(buffer >> (bits - 5)) & 31u]);
      bits -= 5;
    }
  }
  if (bits > 0) out.push_back(kBase32[(buffer << (5 - bits)) & 31u]);
  return out;
}

std::optional<Bytes> from_base32(std::string_view text) {
  const std::size_t tail = text.size() % 8;
  if (tail == 1 || tail == 3 || tail == 6) return std::nullopt;
  Bytes out;
  out.reserve(text.size() * 5 / 8);
  unsigned buffer = 0;
  int bits = 0;
  for (char c : text) {
    const int value = base32_value(c);
    if (value < 0) return std::nullopt;
    buffer = (buffer << 5) | static_cast<unsigned>(value);
    bits += 5;
    if (bits >= 8) {
      out.push_back(static_cast<std::uint8_t>(buffer >> (bits - 8)));
      bits -= 8;
    }
    buffer &= 0xfffu;
  }
  if ((buffer & ((1u << bits) - 1u)) != 0) return std::nullopt;
  return out;
}

std::string to_hex(View bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (std::uint8_t byte : bytes) {
    out.push_back(kHex[byte >> 4]);
    out.push_back(kHex[byte & 15]);
  }
  return out;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]), low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return out;
}

Writer& Writer::u8(std::uint8_t value) { return bytes_.push_back(value), *this; }
Writer& Writer::u16(std::uint16_t value) { return put(bytes_, value), *this; }
Writer& Writer::u32(std::uint32_t value) { return put(bytes_, value), *this; }
Writer& Writer::u64(std::uint64_t value) { return put(bytes_, value), *this; }
Writer& Writer::raw(View bytes) { return bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()), *this; }
Writer& Writer::sized(View bytes) { return u32(static_cast<std::uint32_t>(bytes.size())).raw(bytes); }

View Reader::raw(std::size_t count) {
  if (failed_ || count > rest_.size()) {
    failed_ = true;
    return {};
  }
  View out = rest_.first(count);
  rest_ = rest_.subspan(count);
  return out;
}
std::uint8_t Reader::u8() { return get<std::uint8_t>(raw(1)); }
std::uint16_t Reader::u16() { return get<std::uint16_t>(raw(2)); }
std::uint32_t Reader::u32() { return get<std::uint32_t>(raw(4)); }
std::uint64_t Reader::u64() { return get<std::uint64_t>(raw(8)); }
View Reader::sized() { return raw(u32()); }

}  // namespace trefoil::base
