#include "markup/view.h"

#include <cassert>

namespace trefoil::markup {

View View::object(std::initializer_list<std::pair<std::string_view, View>> fields) {
  View view;
  for (const auto& [name, value] : fields) view.set(name, value);
  return view;
}

View& View::set(std::string_view name, View value) {
  auto* fields = std::get_if<Object>(&value_);
  assert(fields && "set() is for objects");
  if (!fields) return *this;
  for (auto& [key, old] : *fields) {
    if (key == name) {
      old = std::move(value);
      return *this;
    }
  }
  fields->emplace_back(std::string(name), std::move(value));
  return *this;
}

View& View::add(View item) {
  auto* items = std::get_if<List>(&value_);
  assert(items && "add() is for lists");
  if (items) items->push_back(std::move(item));
  return *this;
}

const View* View::find(std::string_view name) const {
  const auto* fields = std::get_if<Object>(&value_);
  if (!fields) return nullptr;
  for (const auto& [key, value] : *fields) {
    if (key == name) return &value;
  }
  return nullptr;
}

bool View::shows() const {
  if (const auto* flag = yes()) return *flag;
  if (const auto* words = text()) return !words->empty();
  if (const auto* list = items()) return !list->empty();
  return true;
}

}  // namespace trefoil::markup
