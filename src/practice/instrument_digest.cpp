#include "practice/instrument_digest.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "vault/vault.h"

namespace trefoil::practice {

InstrumentKey instrument_key(std::string_view instrument) {
  const auto digest = vault::hash("trefoil instrument v1", {base::view(instrument)});
  InstrumentKey out;
  std::copy_n(digest.begin(), out.size(), out.begin());
  return out;
}

std::string wording_of(const measure::Instrument& instrument, std::string_view asked_as) {
  std::string all;
  const auto part = [&](std::string_view text) { all += fmt::format("{}:{};", text.size(), text); };
  part(instrument.version);
  for (const auto& item : instrument.items) {
    part(item.id);
    part(item.text);
    part(fmt::format("{} {} {}", static_cast<int>(item.kind), item.reversed, item.weight));
    for (const auto& choice : item.choices) {
      part(choice.code);
      part(choice.text);
      part(fmt::format("{}", choice.points));
    }
  }
  if (!asked_as.empty()) part(asked_as);
  const auto digest = vault::hash("trefoil wording v1", {base::view(all)});
  return base::to_hex(std::span(digest).first(16));
}

}  // namespace trefoil::practice
