// Reads JSON as event_json.cpp writes it, straight through: fields in the order in which they are asked for, no blanks,
// no escapes. A caseload decodes tens of thousands of events, and a tree of each costs five times as much. It has the
// questions of Fields but no answers about what is wrong: where a byte is not as expected, ok() is false for good, and
// the caller reads the same text anew with Fields, which alone decides. Where this reads, both give the same event
// (event_property_test).
#pragma once

#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"

namespace trefoil::codec {

class Canonical {
 public:
  explicit Canonical(std::string_view json) : rest_(json) {
    const Bytes8 found = look(json);
    ok_ = (found.odd & kTops) == 0 && ((found.all & kTops) == 0 || base::is_utf8(json));
    skip('{');
  }
  Canonical(const Canonical&) = delete;  // two would read the same places
  Canonical& operator=(const Canonical&) = delete;

  bool ok() const { return ok_; }
  void wrong(std::string_view, std::string_view) { ok_ = false; }
  bool has(std::string_view name) const {
    std::string_view at = rest_;
    if (!first_ && !at.starts_with(',')) return false;
    if (!first_) at.remove_prefix(1);
    return at.size() > name.size() + 2 && at[0] == '"' && at.substr(1).starts_with(name) && at[name.size() + 1] == '"';
  }
  std::string text(std::string_view name) { return std::string(text_view(name)); }
  std::string_view text_view(std::string_view name) {
    field(name);
    return quoted();
  }
  std::vector<std::string> texts(std::string_view name) {
    std::vector<std::string> out;
    field(name);
    skip('[');
    while (ok_ && !rest_.starts_with(']')) {
      if (!out.empty()) skip(',');
      out.emplace_back(quoted());
    }
    skip(']');
    return out;
  }
  bool flag(std::string_view name) {
    field(name);
    if (rest_.starts_with("true")) return skip("true"), true;
    return skip("false"), false;
  }
  // Fifteen digits at most, so that every way of reading them gives the same number; nothing that needs more is written.
  std::int64_t whole(std::string_view name) {
    field(name);
    return read_number<std::int64_t>(false);
  }
  double number(std::string_view name) {
    field(name);
    return read_number<double>(true);
  }
  Day day(std::string_view name) { return sure(base::parse_day(text_view(name))); }
  template <class I>
  I id(std::string_view name) {
    return sure(I::parse(text_view(name)));
  }
  template <class Parse>
  auto word(std::string_view name, Parse parse) {
    return sure(parse(text_view(name)));
  }
  // Each object of a list, in order; `take` reads it to its end.
  template <class Take>
  void each(std::string_view name, Take take) {
    field(name);
    skip('[');
    for (bool first = true; ok_ && !rest_.starts_with(']'); first = false) {
      if (!first) skip(',');
      skip('{');
      Canonical one(this);
      take(one);
    }
    skip(']');
  }
  // To be read to its end, which is its done(), before anything else is asked here.
  Canonical object(std::string_view name) {
    field(name);
    skip('{');
    return Canonical(this);
  }
  void done() {
    skip('}');
    if (outer_ == nullptr) {
      ok_ = ok_ && rest_.empty();
    } else {
      outer_->rest_ = rest_;
      outer_->ok_ = ok_;
    }
  }

 private:
  // All bytes of a text, eight at a time: the highest bit of a byte of `odd` is set where one is an escape or a control
  // character, of `all` where one is not ASCII. (Sean Eron Anderson, Bit Twiddling Hacks: bytes less than n, zero
  // bytes.)
  struct Bytes8 {
    std::uint64_t all = 0, odd = 0;
  };
  static constexpr std::uint64_t kOnes = ~std::uint64_t{0} / 255, kTops = kOnes * 0x80;
  static Bytes8 look(std::string_view text) {
    Bytes8 out;
    const auto take = [&out](std::uint64_t eight) {
      const std::uint64_t escape = eight ^ (kOnes * '\\');
      out.all |= eight;
      out.odd |= ((eight - kOnes * 0x20) & ~eight) | ((escape - kOnes) & ~escape);
    };
    std::uint64_t eight = 0;
    for (; text.size() >= sizeof eight; text.remove_prefix(sizeof eight)) {
      std::memcpy(&eight, text.data(), sizeof eight);
      take(eight);
    }
    eight = kOnes * ' ';
    if (!text.empty()) std::memcpy(&eight, text.data(), text.size());
    take(eight);
    return out;
  }

  explicit Canonical(Canonical* outer) : rest_(outer->rest_), ok_(outer->ok_), outer_(outer) {}

  void skip(std::string_view expected) {
    if (ok_ && rest_.starts_with(expected))
      rest_.remove_prefix(expected.size());
    else
      ok_ = false;
  }
  void skip(char expected) {
    if (ok_ && rest_.starts_with(expected))
      rest_.remove_prefix(1);
    else
      ok_ = false;
  }
  // ,"name":
  void field(std::string_view name) {
    if (!first_) skip(',');
    first_ = false;
    const std::size_t size = name.size() + 3;
    ok_ = ok_ && rest_.size() >= size && rest_[0] == '"' && rest_[size - 2] == '"' && rest_[size - 1] == ':' &&
          std::memcmp(rest_.data() + 1, name.data(), name.size()) == 0;
    if (ok_) rest_.remove_prefix(size);
  }
  std::string_view quoted() {
    skip('"');
    const auto end = ok_ ? rest_.find('"') : std::string_view::npos;
    if (end == std::string_view::npos) {
      ok_ = false;
      return {};
    }
    const auto out = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return out;
  }
  template <class T>
  T sure(std::optional<T> found) {
    ok_ = ok_ && found;
    return ok_ ? *std::move(found) : T{};
  }
  template <class T>
  T read_number(bool fraction) {
    std::size_t size = 0, digits = 0, points = 0;
    for (; size < rest_.size(); ++size) {
      const char c = rest_[size];
      if (c >= '0' && c <= '9')
        ++digits;
      else if (c == '.' && fraction && points == 0)
        ++points;
      else
        break;
    }
    T out{};
    const bool leading_zero = digits > 1 && rest_.starts_with('0') && rest_[1] != '.';
    if (!ok_ || digits == 0 || digits > 15 || leading_zero || rest_[0] == '.' || rest_[size - 1] == '.') {
      ok_ = false;
      return out;
    }
    const auto number = rest_.substr(0, size);
    const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), out);
    ok_ = problem == std::errc() && end == number.data() + number.size();
    rest_.remove_prefix(size);
    return out;
  }

  std::string_view rest_;
  bool ok_ = true;
  bool first_ = true;
  Canonical* outer_ = nullptr;
};

}  // namespace trefoil::codec
