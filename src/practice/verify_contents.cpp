#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "practice/concerns.h"
#include "practice/members.h"
#include "practice/outside.h"
#include "practice/practice_log.h"

namespace trefoil::practice {

namespace {
std::string place(LogId log) { return "log " + log.str(); }

// Everybody whoever was in the circle, as if they still were: who may not hold a room even then never might.
std::vector<care::Member> ever(const care::File& file) {
  auto circle = file.circle;
  for (auto& member : circle) member.active = member.released = true;
  return circle;
}

void check_grants(const OpenedFile& opened, PersonId reader, ledger::VerifyReport& report) {
  // Who left can't know who came since.
  const auto* self = opened.file.member(reader);
  if (self == nullptr || !self->active) return;
  const auto circle = ever(opened.file);
  for (const auto& [room, where] : opened.file.rooms) {
    const auto other = opened.others.find(where.log);
    const auto& log = where.log == opened.file.id    ? opened.course
                      : other != opened.others.end() ? other->second
                                                     : opened.course;
    const auto state = log.rooms.find(where.id);
    if (state == log.rooms.end()) continue;
    for (const auto& [epoch, keys] : state->second.granted)
      for (const KeyId key : keys) {
        const auto* member = opened.file.owner_of(key);
        const bool may = member != nullptr && care::may_hold(circle, room, member->person);
        if (!may)
          report.findings.push_back({fmt::format("{}, room {}, epoch {}", place(where.log), where.id.str(), epoch),
                                     member == nullptr ? "Its key was given to somebody who was never in the circle."
                                                       : "Its key was given to somebody who may not read this room."});
      }
  }
}

void check_concern(const OpenedConcern& opened, ledger::VerifyReport& report) {
  const auto& concern = opened.concern;
  for (const auto& words : opened.damage) report.findings.push_back({place(concern.id), words});
  for (const auto& rule : concern.voided)
    report.findings.push_back(
        {place(concern.id), fmt::format("Its author had no right to write it, so it counts for nothing ({}).", rule)});
  for (const auto& [id, room] : opened.log.rooms)
    for (const auto& [epoch, keys] : room.granted)
      for (const KeyId key : keys)
        if (std::ranges::none_of(concern.parties, [&](const auto& one) { return std::ranges::count(one.keys, key) > 0; }))
          report.findings.push_back({fmt::format("{}, epoch {}", place(concern.id), epoch),
                                     "Its key was given to somebody who is no party of this concern."});
}
}  // namespace

Result<void> verify_contents(const House& house, Keyholder& holder, ledger::VerifyReport& report) {
  // Nothing that was verified before is believed: every signature is looked at again.
  House afresh = house;
  afresh.verified = nullptr;
  const auto damage = TRY(each_file(afresh, holder, [&](OpenedFile&& opened) {
    for (const auto& words : opened.damage) {
      const auto colon = words.find(": ");
      report.findings.push_back(colon == std::string::npos
                                    ? ledger::Finding{place(opened.file.id), words}
                                    : ledger::Finding{words.substr(0, colon), words.substr(colon + 2)});
    }
    for (const auto& voided : opened.file.voided)
      // Whoever has an old stop card can leave one more stop with it, and tampers with nothing by that.
      if (opened.file.course.stop_cards.contains(voided.author))
        report.without_effect.push_back({fmt::format("file of {}, entry {}", place(opened.file.id), voided.sequence),
                                         "A stop by a stop card that counted no more: it is void."});
      else
        report.findings.push_back(
          {fmt::format("file of {}, entry {}", place(opened.file.id), voided.sequence),
           fmt::format("Its author had no right to write it, so it counts for nothing ({}).", voided.why)});
    check_grants(opened, holder.person, report);
  }));
  for (const auto& words : damage) report.findings.push_back({"a file that can't be read", words});
  std::vector<std::string> unreadable;
  for (const auto& opened : TRY(concerns(afresh, holder, {}, &unreadable))) check_concern(opened, report);
  for (const auto& words : unreadable) report.findings.push_back({"a concern that can't be read", words});
  if (holder.professional) {
    const auto practice = TRY(open_practice(afresh, holder));
    for (const auto& error : practice.log.damage)
      report.findings.push_back({error.place.empty() ? place(holder.practice_log) : error.place, error.what});
    for (const auto& voided : practice.roster.voided) report.findings.push_back({place(holder.practice_log), voided});
  }
  return {};
}

}  // namespace trefoil::practice
