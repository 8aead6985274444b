#include "practice/outline.h"

#include <algorithm>

#include "practice/packed.h"

namespace trefoil::practice {

// Cleared in outline_of; a file's list of entries would otherwise bring every kind of event with it.
template <>
inline constexpr bool kLeftOut<std::vector<care::Item>> = true;
template <>
inline constexpr bool kLeftOut<std::vector<care::Read>> = true;
template <>
inline constexpr bool kLeftOut<std::vector<care::VoidEvent>> = true;
template <>
inline constexpr bool kLeftOut<decltype(care::File::index)> = true;

Outline outline_of(OpenedFile opened) {
  Outline out;
  out.given = given_in(opened);
  out.damaged = opened.damage.size();
  out.file = std::move(opened.file);
  auto& file = out.file;
  out.entries = file.items.size();
  out.written = file.opened_at;
  for (const auto& item : file.items) out.written = std::max(out.written, item.event.at);
  file.items = {};
  file.reads = {};
  file.voided = {};
  file.index = {};
  file.lead_keys.clear();
  for (auto& client : file.clients) client.contact = {}, client.pronouns.clear();
  if (file.erasure) file.erasure->reason.clear(), file.erasure->seals.clear();
  file.course.plan.goals.clear();
  file.course.plan.limits.clear();
  for (auto& session : file.course.sessions)
    for (auto& waiver : session.waivers) waiver.reason.clear();
  return out;
}

Bytes pack(const Outline& outline) {
  Packer packer;
  packer.put(outline);
  return packer.take();
}

std::optional<Outline> unpack_outline(View bytes) {
  Outline out;
  Unpacker unpacker(bytes);
  unpacker.take(out);
  if (!unpacker.done()) return std::nullopt;
  return out;
}

}  // namespace trefoil::practice
