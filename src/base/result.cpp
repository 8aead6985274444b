#include "base/result.h"

namespace trefoil::base {

std::string describe(const Error& error) {
  std::string text = error.place.empty() ? error.what : error.place + ": " + error.what;
  if (!error.mend.empty()) text += " " + error.mend;
  return text;
}

}  // namespace trefoil::base
