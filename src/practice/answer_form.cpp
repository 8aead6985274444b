#include "practice/answer_form.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "vault/vault.h"

namespace trefoil::practice {

std::string fresh_form() { return vault::random_id<EntryId>().str(); }

EntryId entry_of_form(std::string_view form, std::span<const care::Taking> takings) {
  std::string all;
  const auto part = [&](std::string_view text) { all += fmt::format("{}:{};", text.size(), text); };
  part(form);
  for (const auto& taking : takings) {
    part(taking.instrument);
    part(taking.wording);
    part(taking.person.str());
    for (const auto* replies : {&taking.replies, &taking.diary})
      for (const auto& reply : *replies) {
        part(reply.item);
        part(reply.answer);
      }
  }
  const auto digest = vault::hash("trefoil answer form v1", {base::view(all)});
  EntryId out;
  std::copy_n(digest.begin(), out.bytes.size(), out.bytes.begin());
  return out;
}

}  // namespace trefoil::practice
