// A stop card: paper with a link and a code, by which a client says stop without a sign-in and can do nothing else. Its
// keys come of the code alone; they sign, and read nothing.
#pragma once

#include "practice/files.h"

namespace trefoil::practice {

struct StopCard {
  std::string code;  // as a recovery code is shown, once
  Day until;         // the last on which it counts
};
inline constexpr int kStopCardMonths = 12;
// To whoever holds a card that does not work, in the middle of what they want stopped.
inline constexpr const char* kNoCardMend =
    "Look at the card once more. Or call your practitioner or your therapist, and say that it has to stop: whoever of them you tell can press stop for you.";

// For one client of the file; those made before still count.
std::expected<StopCard, std::variant<care::Refusal, Error>> make_stop_card(const House& house, Keyholder& holder, LogId file, PersonId client);

// Leaves the client's stop in the file. not_found: no such file, or the code is none of its cards', or ran out (which of
// them is not said).
Result<void> stop_by_card(const House& house, LogId file, std::string_view code);

}  // namespace trefoil::practice
