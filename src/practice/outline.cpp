#include "practice/outline.h"

#include <algorithm>
#include <cmath>

#include "practice/finished.h"
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

namespace {
// First and last in order of time: an import may bring an older score after a newer one.
bool earlier(const measure::Score& a, const measure::Score& b) { return measure::before(a.when, b.when); }
const measure::Score& last_of(const measure::Series& series) {
  auto last = series.scores.begin();
  for (auto score = last; score != series.scores.end(); ++score)
    if (!earlier(*score, *last)) last = score;
  return *last;
}
measure::Change change_of(const measure::Series& series) {
  const auto& first = *std::ranges::min_element(series.scores, earlier);
  const auto& last = last_of(series);
  return measure::change(measure::scale_between(series.scale, first, last), first.value, last.value);
}

// The measure that changed most: against chance where that is known, else in its own points.
void measures(Outline& out, const care::File& file) {
  using Verdict = measure::Change::Verdict;
  double best = -1;
  const measure::Series *most = nullptr, *moved = nullptr;
  for (const auto& [name, series] : file.series) {
    if (series.scores.empty()) continue;
    const auto change = change_of(series);
    if (series.scores.size() > 1 && change.verdict == Verdict::worse) out.worse = true;
    if (series.scores.size() > 1 && (change.verdict == Verdict::worse || change.verdict == Verdict::better) &&
        (moved == nullptr || last_of(series).when.day > last_of(*moved).when.day))
      moved = &series;
    // Indexes compare across measures, points don't: a measure with one goes before any without.
    const double weight = change.index ? 1000 + std::abs(*change.index) : std::abs(change.difference);
    if (weight <= best) continue;
    best = weight;
    most = &series;
  }
  if (most != nullptr) out.measure = measure::sentence(*most);
  if (moved != nullptr) out.changed_on = last_of(*moved).when.day;
  if (moved != nullptr) out.changed = moved == most ? out.measure : measure::sentence(*moved);
}
}  // namespace

Outline outline_of(OpenedFile opened) {
  Outline out;
  out.given = given_in(opened);
  out.damaged = opened.damage.size();
  out.file = std::move(opened.file);
  auto& file = out.file;
  out.entries = file.items.size();
  out.written = file.opened_at;
  for (const auto& item : file.items) out.written = std::max(out.written, item.event.at);
  out.initials = file.display_name();
  out.full_name = file.full_name();
  measures(out, file);
  file.items = {};
  // Of finished files the scores stay: what is to be expected in others is worked out from them (finished.h).
  if (!is_finished(file)) file.series.clear();
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
