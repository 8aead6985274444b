#include "items/patterns.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

namespace trefoil::items {

Patterns merge(const Responses& responses) {
  Patterns out;
  out.distinct.items = responses.items;
  std::unordered_map<std::string_view, std::size_t> seen;
  for (std::size_t person = 0; person < responses.people(); ++person) {
    const auto answers = responses.of(person);
    if (std::ranges::all_of(answers, [](Answer answer) { return answer == kMissing; })) {
      ++out.silent;
      continue;
    }
    const std::string_view key(reinterpret_cast<const char*>(answers.data()), answers.size());
    const auto [place, is_new] = seen.try_emplace(key, out.people.size());
    if (is_new) {
      out.people.push_back(1);
      out.distinct.answers.insert(out.distinct.answers.end(), answers.begin(), answers.end());
    } else {
      ++out.people[place->second];
    }
  }
  return out;
}

std::string name_of(std::span<const std::string> names, std::size_t item) {
  return item < names.size() ? names[item] : "item " + std::to_string(item + 1);
}

}  // namespace trefoil::items
