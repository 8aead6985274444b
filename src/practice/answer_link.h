// A link by which a client answers measures without a sign-in, once. Its address carries the secret, the room where the
// answers go and which instruments are asked, as one run of letters that tells nobody anything; the server reads nothing
// of the file by it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "practice/files.h"
#include "practice/instrument_digest.h"

namespace trefoil::practice {

struct AnswerLink {
  std::string token;  // base32, for the address
  Day until;          // the last day on which it counts
};
inline constexpr int kAnswerLinkDays = 14;

// For a client of the file; instruments by their ids, at least one and at most 20.
std::expected<AnswerLink, std::variant<care::Refusal, Error>> make_answer_link(const House& house, Keyholder& holder,
                                                                              LogId file, PersonId person,
                                                                              const std::vector<std::string>& instruments);

// Which of the instruments that are known here (by their ids) a link asks, in its order. not_found where it is none, ran out
// or was used: which of them is not said.
Result<std::vector<std::string>> asked_by_link(const House& house, LogId file, std::string_view token,
                                               std::span<const std::string> known);
// Leaves the answers: once, all of them in one commit. `takings` name no person; only instruments that the link asks.
Result<void> answer_by_link(const House& house, LogId file, std::string_view token,
                            const std::vector<care::Taking>& takings);

}  // namespace trefoil::practice
