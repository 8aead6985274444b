// What a page is told: a small tree of text, yes/no, lists and named fields, filled by a view model and read by a
// template. A value type: no I/O, no markup. Text is plain; the template escapes it.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace trefoil::markup {

class View {
 public:
  using List = std::vector<View>;
  // Fields in the order they were set. Few per object, so a scan beats a hash table.
  using Object = std::vector<std::pair<std::string, View>>;

  View() : value_(Object{}) {}
  // NOLINTBEGIN(google-explicit-constructor): a model is written as {{"name", text}, {"count", 3}}
  View(std::string text) : value_(std::move(text)) {}
  View(std::string_view text) : value_(std::string(text)) {}
  View(const char* text) : value_(std::string(text)) {}
  View(List items) : value_(std::move(items)) {}
  View(std::same_as<bool> auto yes) : value_(yes) {}
  // A whole number, as a page writes it.
  View(std::integral auto number)
    requires(!std::same_as<decltype(number), bool> && !std::same_as<decltype(number), char>)
      : value_(std::to_string(number)) {}
  // NOLINTEND(google-explicit-constructor)

  static View object(std::initializer_list<std::pair<std::string_view, View>> fields);
  static View list(std::initializer_list<View> items = {}) { return View(List(items)); }

  // Sets a field of an object (a later value replaces an earlier one).
  View& set(std::string_view name, View value);
  // Appends to a list.
  View& add(View item);

  bool is_object() const { return std::holds_alternative<Object>(value_); }
  const std::string* text() const { return std::get_if<std::string>(&value_); }
  // Not of a view that is gone by the next line: a loop over it would read what was given back.
  const List* items() const& { return std::get_if<List>(&value_); }
  const List* items() const&& = delete;
  const bool* yes() const { return std::get_if<bool>(&value_); }
  // The field of that name, or nothing where this is no object or has none.
  const View* find(std::string_view name) const;
  // Whether a section of a template is shown: yes, text that is not empty, a list with items, any object.
  bool shows() const;

 private:
  std::variant<Object, std::string, List, bool> value_;
};

}  // namespace trefoil::markup
