// The demonstration: an invented practice in a rehearsal folder. Nobody in it exists, nor does the scale that it uses.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "course/programme.h"
#include "measure/instrument.h"
#include "practice/house.h"

namespace trefoil::demo {

struct DemoSignIn {
  std::string who, does, sign_in_name, passphrase;  // for the sign-in page of such a folder
};
const std::vector<DemoSignIn>& demo_sign_ins();

// Ten months of work, up to what `clock` says, with sessions planned for the days after it; the house must run on it.
// `programmes` are those that its plans are written from, `instruments` those that are answered in it. refused in a folder
// that is no rehearsal or where a practice has begun; bad_input where one of them is missing. Leaves the file `demo` in
// the folder.
Result<void> make_demo(practice::House& house, base::SettableClock& clock,
                       std::span<const course::Programme> programmes,
                       std::span<const measure::Instrument> instruments);
bool is_demo(const practice::Folder& folder);  // a rehearsal with that mark

}  // namespace trefoil::demo
