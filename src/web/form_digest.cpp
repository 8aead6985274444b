#include "web/form_digest.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "base/text.h"
#include "practice/instrument_digest.h"

namespace trefoil::web {

namespace {
constexpr std::size_t kDigits = 8;
constexpr std::size_t kLongest = 100'000;  // no form of ours says more of itself

std::string digest_of(const measure::Instrument& instrument, std::string_view scored_by) {
  std::string out = practice::wording_of(instrument, scored_by).substr(0, kDigits);
  for (const auto& item : practice::item_digests(instrument)) out += item;
  return out;
}

// Where each question of the form stood, by its digest.
std::map<std::string, std::string> names_before(std::string_view before) {
  std::map<std::string, std::string> out;
  if (before.size() > kLongest) return out;
  const auto instruments = base::split(before, '.');
  for (std::size_t which = 0; which < instruments.size(); ++which)
    for (std::size_t at = kDigits, place = 0; at + kDigits <= instruments[which].size(); at += kDigits, ++place)
      out.emplace(field_name(which, place), instruments[which].substr(at, kDigits));
  return out;
}
}  // namespace

std::string asked_as(const Asking& asking, std::string_view scored_by) {
  std::string out;
  for (const auto* one : asking) out += (out.empty() ? "" : ".") + digest_of(*one, scored_by);
  return out;
}

CarriedOver carry_over(const Asking& asking, const Fields& sent, std::string_view before) {
  std::map<std::string, std::string> now;  // by digest: the name of the question
  for (std::size_t which = 0; which < asking.size(); ++which) {
    const auto digests = practice::item_digests(*asking[which]);
    for (std::size_t place = 0; place < digests.size(); ++place) now.emplace(digests[place], field_name(which, place));
  }
  const auto were = names_before(before);
  CarriedOver out;
  for (const auto& [name, value] : sent) {
    if (!is_answer_field(name)) {
      out.fields.emplace_back(name, value);
      continue;
    }
    const auto was = were.find(name);
    const auto found = was == were.end() ? now.end() : now.find(was->second);
    if (found != now.end())
      out.fields.emplace_back(found->second, value);
    // A number, and the code of most choices, says nothing without its question.
    else if (const auto words = base::trim(value); words.find_first_not_of("0123456789.-") != words.npos)
      out.words.push_back(words);
  }
  return out;
}

}  // namespace trefoil::web
