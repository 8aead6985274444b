// What the parts of the reader of instruments share; instrument_json.h is the way in.
#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "codec/fields.h"
#include "measure/instrument.h"

namespace trefoil::codec::questionnaire {

// An instrument while it is read.
struct Draft {
  measure::Instrument made;
  std::set<std::string> ids;  // of its items and groups
  // Of each of made.subscales, which stand before the items: what it names, and where.
  struct Named {
    std::vector<std::string> items;
    std::string place;
  };
  std::vector<Named> subscales;
};

// Text for people to read: one line, and nothing hides in it.
std::string words(Fields& in, std::string_view name);
std::string id_text(Fields& in, std::string_view name);
double points(Fields& in, std::string_view name);
// Wrong where `url` was there before.
void once(Fields& in, std::set<std::string>& seen, const std::string& url);

// An entry that has entries: each once but "item", `take` by its url (false: there is no such part), those of `needed`
// must be there.
template <class Take>
void parts(Fields& one, std::initializer_list<std::string_view> needed, Take take) {
  std::set<std::string> seen;
  one.each("extension", [&](Fields& part) {
    const std::string url = part.text("url");
    if (url != "item") once(part, seen, url);
    if (!take(part, url)) return part.wrong("url", "is no part of this entry", "Take it out.");
    part.done();
  });
  for (const auto name : needed)
    if (!seen.contains(std::string(name))) one.wrong("extension", "has no part " + std::string(name), "Add one.");
}

// The extension urn:trefoil:scoring, but for what subscales name.
void read_scoring(Fields& scoring, Draft& draft);
// The items of a questionnaire or of a group; its scoring has been read.
void read_items(Fields& in, bool in_group, Draft& draft);

}  // namespace trefoil::codec::questionnaire
