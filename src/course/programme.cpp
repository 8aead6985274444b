#include "course/programme.h"

#include <algorithm>

namespace trefoil::course {

namespace {
const TermRange kRanges[] = {
    {"met_days", &Terms::met_days, 1, Terms{}.met_days},
    {"groundwork", &Terms::groundwork, Terms{}.groundwork, kAnyNumber},
    {"report_hours", &Terms::report_hours, 1, Terms{}.report_hours},
};
}  // namespace

std::vector<Phase> phases_of(const Programme& programme) {
  std::vector<Phase> phases;
  for (const Programme::Phase& phase : programme.phases) {
    Phase& out = phases.emplace_back(Phase{phase.name, {}, phase.needs_health});
    for (const Programme::Activity& activity : phase.activities) out.activities.insert(activity.name);
  }
  return phases;
}

std::string_view not_for(const Programme& programme, const Circle& circle, bool couple) {
  if (programme.clients == 2 && !couple) return "for a couple";
  if (programme.clients == 1 && couple) return "for one client";
  // In such a file the practitioner's sessions would be planned out of something that has none.
  if (!programme.needs_practitioner && circle.first(Part::practitioner) != nullptr)
    return "for work without a practitioner";
  return {};
}

PlanProposed plan_from(const Programme& programme) { return {programme.name, phases_of(programme), {}, {}, !programme.needs_practitioner}; }

const Programme::Activity* find_activity(const Programme& programme, std::string_view name) {
  for (const Programme::Phase& phase : programme.phases)
    for (const Programme::Activity& activity : phase.activities)
      if (activity.name == name) return &activity;
  return nullptr;
}

std::span<const TermRange> term_ranges() { return kRanges; }

bool within(const Terms& terms) {
  return std::ranges::all_of(kRanges, [&](const TermRange& range) {
    return terms.*range.value >= range.least && terms.*range.value <= range.most;
  });
}

bool looser(const Terms& terms, const Terms& before) {
  if (terms.intensive && !before.intensive) return true;
  if (!std::ranges::includes(terms.unwaived, before.unwaived)) return true;
  return std::ranges::any_of(kRanges, [&](const TermRange& range) {
    const bool more_is_stricter = range.most == kAnyNumber;
    return more_is_stricter ? terms.*range.value < before.*range.value : terms.*range.value > before.*range.value;
  });
}

Terms tightened(Terms terms, const Terms& floor) {
  for (const TermRange& range : kRanges) {
    int& value = terms.*range.value;
    value = range.most == kAnyNumber ? std::max(value, floor.*range.value) : std::min(value, floor.*range.value);
  }
  terms.unwaived.insert(floor.unwaived.begin(), floor.unwaived.end());
  return terms;
}

}  // namespace trefoil::course
