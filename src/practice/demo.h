// The demonstration: an invented practice in a rehearsal folder. Nobody in it exists, nor does the scale that it uses.
#pragma once

#include <string>
#include <vector>

#include "practice/house.h"

namespace trefoil::practice {

struct DemoSignIn {
  std::string who, does, sign_in_name, passphrase;  // for the sign-in page of such a folder
};
const std::vector<DemoSignIn>& demo_sign_ins();

// Ten months of work, up to what `clock` says; the house must run on it. refused in a folder that is no rehearsal or
// where a practice has begun. Leaves the file `demo` in the folder.
Result<void> make_demo(House& house, base::SettableClock& clock);
bool is_demo(const Folder& folder);  // a rehearsal with that mark

}  // namespace trefoil::practice
