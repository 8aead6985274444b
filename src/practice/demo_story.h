// What the demonstration tells, as data. Inside practice.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "care/words.h"

namespace trefoil::practice {

enum class Teller { practitioner, therapist, client };

struct DemoNote {
  int day = 0;  // since the file was opened
  Teller by = Teller::practitioner;
  care::RoomKind room = care::RoomKind::shared;
  std::string text;
  std::string corrected;  // a week later, where there is something to correct
};
struct DemoPerson {
  std::string legal, chosen, pronouns, birth;
  std::vector<std::string> may, may_not;
};
struct DemoFile {
  std::string code;
  std::vector<DemoPerson> clients;
  int opened = 0;              // days ago
  std::vector<double> scores;  // a month apart, the first on the day after opening
  std::vector<DemoNote> notes;
  bool client_has_keys = false;
  bool mentor = false;
  bool therapist_only = false;  // opened by the therapist, the practitioner is not in it
  std::string erasure;          // the reason, where it was asked for
};
const std::vector<DemoFile>& demo_story();

}  // namespace trefoil::practice
