// What somebody sees of all their files, in words, so that two readings can be compared.
#pragma once

#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "practice/members.h"
#include "practice/outlines.h"
#include "practice/views.h"

namespace trefoil::practice::testing {

// Everything that a row says.
inline std::string words(const CaseRow& row) {
  std::ostringstream out;
  out << row.file.str() << '|' << row.code << '|' << row.initials << '|' << row.full_name << '|' << row.last_at.ms
      << '|' << row.urgency << '|' << row.measure << '|' << row.changed << '|' << row.ended << row.worse << '|'
      << row.entries << '|' << row.waits_for_key << '|' << row.hours.sessions << ' ' << row.hours.minutes << '\n';
  for (const auto& line : row.attention) out << " ! " << line << '\n';
  for (const auto& line : row.holds) out << " hold " << line << '\n';
  if (row.erasure) out << " erasure " << row.erasure->by.str() << row.erasure->name << row.erasure->day.number << '\n';
  for (const auto& [one, whose] : row.asked)
    out << " asked " << one.act << ' ' << one.session.str() << ' ' << one.about.str() << ' ' << one.text << ' '
        << one.late << ' ' << whose << '\n';
  for (const auto& one : row.sessions)
    out << " session " << one.session.str() << ' ' << one.start.ms << ' ' << one.minutes << ' '
        << static_cast<int>(one.step) << ' ' << one.missing << '\n';
  for (const auto& [one, whose] : row.ahead)
    out << " ahead " << one.act << ' ' << one.until.number << ' ' << one.yours << ' ' << whose << '\n';
  return out.str();
}
inline std::vector<std::string> words(const Cases& cases) {
  std::vector<std::string> out;
  for (const auto& row : cases.rows) out.push_back(words(row));
  for (const auto& line : cases.damage) out.push_back("damage " + line);
  for (const auto log : cases.others) out.push_back("other " + log.str());
  return out;
}
inline std::vector<std::string> seen(const House& house, Keyholder& who) {
  const auto roster = read_roster(house, who);
  const auto cases = caseload(house, who, *roster, house.clock->now());
  if (!cases) throw std::runtime_error(base::describe(cases.error()));
  return words(*cases);
}
// The same, and with nothing kept.
inline std::vector<std::string> seen_anew(const House& house, Keyholder& who) {
  House unkept = house;
  unkept.outlines = nullptr;
  return seen(unkept, who);
}

}  // namespace trefoil::practice::testing
