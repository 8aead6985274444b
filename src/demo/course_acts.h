// The demonstration's courses of care as what people send, one thing after the other. Inside demo.
#pragma once

#include <map>

#include "care/decide.h"
#include "course/programme.h"
#include "demo/story.h"

namespace trefoil::demo {

// Who plays whom in one file.
struct DemoCast {
  std::vector<PersonId> clients;
  PersonId practitioner, therapist;
  PersonId mentor = {};  // zero: none
  bool client_has_keys = false;                  // else the therapist writes down what they say, as their witness
  const course::Programme* programme = nullptr;  // null where none is followed yet
  std::string zone;
};
// Everybody's hours over all files, so that nobody is in two places.
class DemoCalendar {
 public:
  // Takes the hour nearest to `wanted`, on its day in `zone`, at which all of these people are free; `wanted` itself
  // where the day is full.
  Instant take(const std::vector<PersonId>& people, Instant wanted, int minutes, const std::string& zone);

 private:
  struct Span {
    Instant from, to;
  };
  std::map<PersonId, std::vector<Span>> taken_;
};
struct DemoAct {
  Instant at;
  Teller by = Teller::practitioner;
  care::Record record;
};
// Every act up to `now`, in order of time. bad_input where the story names a phase that the programme lacks.
Result<std::vector<DemoAct>> demo_acts(const DemoCourse& story, const DemoCast& cast, DemoCalendar& calendar, Instant now);

}  // namespace trefoil::demo
