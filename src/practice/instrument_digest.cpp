#include "practice/instrument_digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "vault/vault.h"

namespace trefoil::practice {

InstrumentKey instrument_key(std::string_view instrument) {
  const auto digest = vault::hash("trefoil instrument v1", {base::view(instrument)});
  InstrumentKey out;
  std::copy_n(digest.begin(), out.size(), out.begin());
  return out;
}

namespace {
void add_part(std::string& all, std::string_view text) { all += fmt::format("{}:{};", text.size(), text); }

// Without what an answer can be at most: the same is asked where a limit is put to it.
void add_item(std::string& all, const measure::Item& item) {
  add_part(all, item.id);
  add_part(all, item.text);
  add_part(all, fmt::format("{} {} {}", static_cast<int>(item.kind), item.reversed, item.weight));
  for (const auto& choice : item.choices) {
    add_part(all, choice.code);
    add_part(all, choice.text);
    add_part(all, fmt::format("{}", choice.points));
  }
}
}  // namespace

std::string wording_of(const measure::Instrument& instrument, std::string_view asked_as) {
  std::string all;
  add_part(all, instrument.version);
  for (const auto& item : instrument.items) add_item(all, item);
  if (!asked_as.empty()) add_part(all, asked_as);
  const auto digest = vault::hash("trefoil wording v1", {base::view(all)});
  return base::to_hex(std::span(digest).first(16));
}

std::vector<std::string> item_digests(const measure::Instrument& instrument) {
  std::vector<std::string> out;
  for (const auto& item : instrument.items) {
    std::string all;
    add_part(all, instrument.id);
    add_item(all, item);
    const auto digest = vault::hash("trefoil question v1", {base::view(all)});
    out.push_back(base::to_hex(std::span(digest).first(4)));
  }
  return out;
}

}  // namespace trefoil::practice
