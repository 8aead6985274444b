// An adaptive test as pages: one question at a time, what was answered so far in the form itself, so that nothing waits in
// the server's memory. Inside web.
#pragma once

#include <optional>
#include <string>

#include "items/adaptive.h"
#include "web/questions.h"

namespace trefoil::web {

// Ours to choose: at least 4 questions and at most 12; over where the standard error is that of a reliability of .90
// (1 - SE^2, theta having variance 1); one of the three best at random, so that not everybody sees the same few; areas of
// content in equal parts, where the bank has any.
inline constexpr std::size_t kLeastAsked = 4, kMostAsked = 12, kBestAmong = 3;
inline constexpr double kSureEnough = 0.3162;

struct AdaptiveTest {
  const measure::Instrument* instrument = nullptr;
  const items::Bank* bank = nullptr;
};

// Where a test stands after what a form says of it: `s`, a run of PLACE-CHOICE and PLACE-x (left out) by places in the
// bank, and the answer to the question that the form asked (`now`, its place; `q`, the code). bad_input where it is none.
struct AdaptiveStand {
  std::string so_far;                // `s` of the next form
  std::optional<std::size_t> next;   // the place in the bank; none: it is over
  std::vector<care::Reply> replies;  // in the order of asking
  std::vector<std::string> alerts;
  items::Estimate estimate;
};
Result<AdaptiveStand> read_stand(const AdaptiveTest& test, const Fields& sent);

// The question that is next, for _adaptive.
View question_model(const AdaptiveTest& test, const AdaptiveStand& stand, Said said);

// What is kept of a test that is over: T = 50 + 10 theta, with the spread and reliability that this estimate has. Nothing
// where nothing was answered: then there is nothing to keep. Of a test that was stopped before it was over, the answers
// without a score.
std::optional<care::Taking> taking_of(const AdaptiveTest& test, const AdaptiveStand& stand, const Answering& by);

// Everything that a theta of this bank depends on: by another calibration the same answers give another score.
std::string scored_by(const items::Bank& bank);

}  // namespace trefoil::web
