// Reads a JSON object strictly: each field by name and type, the first thing that is wrong kept with its place, and
// fields that nobody asked for named at the end. Readers go straight through and ask once whether all was well.
#pragma once

#include <array>
#include <boost/json.hpp>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"

namespace trefoil::codec {

// Where the first fault is and what it is; `fault` says what kind of source is being read.
struct Trouble {
  Fault fault = Fault::damaged;
  std::optional<Error> first = std::nullopt;
};

// A field's name comes from outside too: what of it a message may show.
std::string shown(std::string_view name);

class Fields {
 public:
  // `value` and `trouble` must outlive it, and so must the Fields that it was asked from.
  Fields(const boost::json::value& value, Trouble& trouble) : trouble_(&trouble) { open(value); }

  bool has(std::string_view name) const { return object_ && object_->contains(name); }
  std::string text(std::string_view name);
  std::vector<std::string> texts(std::string_view name);
  bool flag(std::string_view name);
  std::int64_t whole(std::string_view name);
  double number(std::string_view name);
  Day day(std::string_view name);
  template <class I>
  I id(std::string_view name) {
    const auto found = I::parse(text_view(name));
    if (!found) wrong(name, "is not an id of 26 base32 characters");
    return found.value_or(I{});
  }
  // A word that `parse` knows, as std::optional<T>.
  template <class Parse>
  auto word(std::string_view name, Parse parse) {
    auto found = parse(text_view(name));
    if (!found) wrong(name, "is not one of the words that may stand here");
    return found.value_or(typename decltype(found)::value_type{});
  }
  Fields object(std::string_view name);
  // Each object of an array, in order.
  template <class Take>
  void each(std::string_view name, Take take) {
    const boost::json::value* found = find(name);
    if (!found) return;
    if (!found->is_array()) return wrong(name, "must be a list");
    int index = 0;
    for (const auto& value : found->get_array()) {
      Fields element(value, *trouble_, this, name, index++);
      take(element);
    }
  }
  // May stand there, and is not read.
  void pass(std::string_view name) {
    if (has(name)) find(name);
  }
  // Names a field that was never asked for, unless something was wrong before.
  void done();
  // `name` of this object, for messages of the caller's own: "measures[0].direction".
  void wrong(std::string_view name, std::string_view what, std::string_view mend = {});
  std::string place(std::string_view name) const;
  bool ok() const { return !trouble_->first; }

 private:
  Fields(const boost::json::value& value, Trouble& trouble, const Fields* up, std::string_view name, int index)
      : trouble_(&trouble), up_(up), name_(name), index_(index) {
    open(value);
  }
  void open(const boost::json::value& value);
  const boost::json::value* find(std::string_view name);
  std::string_view text_view(std::string_view name);

  const boost::json::object* object_ = nullptr;
  Trouble* trouble_;
  const Fields* up_ = nullptr;
  std::string_view name_;
  int index_ = -1;
  // What was asked for: no object of ours has more fields.
  std::array<std::string_view, 16> asked_{};
  std::size_t asked_count_ = 0, found_count_ = 0;
};

}  // namespace trefoil::codec
