#include "base/bytes.h"

namespace trefoil::base {

namespace {
constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view kHex = "0123456789abcdef";

constexpr auto kBase32Values = [] {
  std::array<int, 256> out{};
  out.fill(-1);
  for (std::size_t i = 0; i < kBase32.size(); ++i) {
    const auto c = static_cast<unsigned char>(kBase32[i]);
    out[c] = static_cast<int>(i);
    if (c >= 'a') out[c - 'a' + 'A'] = static_cast<int>(i);
  }
  return out;
}();

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

bool from_base32(std::string_view text, std::span<std::uint8_t> out) {
  const std::size_t tail = text.size() % 8;
  if (tail == 1 || tail == 3 || tail == 6 || text.size() * 5 / 8 != out.size()) return false;
  unsigned buffer = 0;
  int bits = 0;
  std::size_t at = 0;
  for (const char c : text) {
    const int value = kBase32Values[static_cast<unsigned char>(c)];
    if (value < 0) return false;
    buffer = (buffer << 5) | static_cast<unsigned>(value);
    bits += 5;
    if (bits >= 8) {
      out[at++] = static_cast<std::uint8_t>(buffer >> (bits - 8));
      bits -= 8;
    }
    buffer &= 0xfffu;
  }
  return (buffer & ((1u << bits) - 1u)) == 0;
}

std::optional<Bytes> from_base32(std::string_view text) {
  Bytes out(text.size() * 5 / 8);
  if (!from_base32(text, out)) return std::nullopt;
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

}  // namespace trefoil::base
