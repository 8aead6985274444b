// Writes one JSON object into a string, fields in the order in which they are given, so that the same value always has
// the same bytes.
#pragma once

#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace trefoil::codec {

class Object {
 public:
  explicit Object(std::string& out) : out_(out) { out_ += '{'; }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  ~Object() { out_ += '}'; }

  std::string& name(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    return ((out_ += '"') += name) += "\":";
  }
  void raw(std::string_view key, std::string_view value) { name(key) += value; }
  void text(std::string_view key, std::string_view value) {
    name(key) += boost::json::serialize(boost::json::string_view(value));
  }
  void flag(std::string_view key, bool value) { raw(key, value ? "true" : "false"); }
  void whole(std::string_view key, std::int64_t value) { raw(key, std::to_string(value)); }
  void day(std::string_view key, Day value) { text(key, base::to_string(value)); }
  template <class Tag>
  void id(std::string_view key, const base::Id<Tag>& value) {
    ((name(key) += '"') += value.str()) += '"';
  }
  // Fifteen significant digits: as many as any JSON reader gives back exactly (IEEE 754 binary64 carries 15.95).
  void number(std::string_view key, double value) {
    if (!std::isfinite(value)) throw std::invalid_argument("a number of an event is not finite");
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 15);
    raw(key, {digits, end.ptr});
  }
  // A list of objects: `each` is given one after the other to fill.
  template <class Values, class Each>
  void objects(std::string_view key, const Values& values, Each each) {
    name(key) += '[';
    bool first = true;
    for (const auto& value : values) {
      if (!first) out_ += ',';
      first = false;
      Object one(out_);
      each(one, value);
    }
    out_ += ']';
  }
  void texts(std::string_view key, const std::vector<std::string>& values) {
    std::string& out = name(key) += '[';
    for (const std::string& value : values) {
      if (&value != values.data()) out += ',';
      out += boost::json::serialize(boost::json::string_view(value));
    }
    out += ']';
  }

 private:
  std::string& out_;
};

}  // namespace trefoil::codec
