// The demonstration's courses of care as what people send, one thing after the other. Inside practice.
#pragma once

#include "care/decide.h"
#include "course/programme.h"
#include "practice/demo_story.h"

namespace trefoil::practice {

// Who plays whom in one file.
struct DemoCast {
  std::vector<PersonId> clients;
  PersonId practitioner, therapist;
  bool client_has_keys = false;                  // else the therapist writes down what they say, as their witness
  const course::Programme* programme = nullptr;  // null where none is followed yet
  std::string zone;
};
struct DemoAct {
  Instant at;
  Teller by = Teller::practitioner;
  care::Record record;
};
// Every act up to `now`, in order of time. bad_input where the story names a phase that the programme lacks.
Result<std::vector<DemoAct>> demo_acts(const DemoCourse& story, const DemoCast& cast, Instant now);

}  // namespace trefoil::practice
