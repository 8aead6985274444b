// What a client's next scores are likely to be, given how scores went in finished files and this client's own so far;
// and whether those so far are as one would have expected. Information for the therapist, never a verdict: of a hundred
// clients in whom nothing is amiss, ten stand under "worse than expected" at any one occasion, and twenty under "slower
// than most", by chance alone.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "growth/fit.h"
#include "measure/series.h"

namespace trefoil::growth {

// Fewer finished files show nothing. The intervals take the variances' estimates as true; in a simulation of four
// scores a file those of 95 % held 91.6 % of next scores with 10 files, 93.3 % with 20, 93.7 % with 30, 94.8 % with 100
// (tests/simulation asks for 93 to 97 % with as few as this).
inline constexpr std::size_t kLeastFiles = 30;
// And as many scores a file, on average: below, chance and slope are hardly told apart.
inline constexpr double kLeastScores = 3;

// Beyond which share of what was to be expected a score is told. Ours to choose; 0.9 is the upper end of a band that
// holds 80 %, in the manner of expected recovery curves with tolerance intervals (Finch, Lambert and Schaalje 2001, Clin
// Psychol Psychother 8:231-242).
inline constexpr double kWorse = 0.9, kSlower = 0.8;

struct TimedScore {
  double time = 0, value = 0;
};

struct Interval {
  double low = 0, high = 0;  // within the limits of the scale, where it has some
};

// A score at a time, before it is answered: normal, about the best linear unbiased prediction (Henderson 1975,
// Biometrics 31:423-447; Robinson 1991, Stat Sci 6:15-32), with the variance of its error: of this client's intercept
// and slope given the scores so far, of the fixed effects' estimates, and of a single score.
struct Prediction {
  double time = 0, expected = 0, deviation = 0;
  Interval half, eighty, ninety_five;  // 50, 80 and 95 %
};

enum class Standing { too_little, on_course, slower_than_most, worse_than_expected };

struct ExpectedCourse {
  Standing standing = Standing::too_little;
  // Whole sentences with the numbers behind; what too_little lacks.
  std::string words;
  std::vector<Prediction> fan;  // by time; empty where nothing can be shown

  // The numbers behind, where there are two scores or more. Shares count towards what is worse: 0.9 says that nine of
  // ten such scores would be better.
  std::optional<Prediction> latest;       // the last score, as the scores before it gave it to be expected
  std::optional<double> share_of_latest;  // of what was to be expected for this client, that is better
  std::optional<double> share_of_course;  // of people who began with this client's first score, that are better by now
};

// `scores` in order of time, with times that differ; `covariates` as the model names them. `ahead`: times of the fan,
// after the last score; those beyond the finished files' last time are left out, since nobody has been there.
// bad_input, with `place`, for what isn't a number, isn't in order or doesn't fit the model.
Result<ExpectedCourse> expected_course(const Fit& fit, const measure::Scale& scale, std::span<const TimedScore> scores,
                                       std::span<const double> covariates, std::span<const double> ahead);

// The score at a time, given scores at other times; no limits of a scale. The model has been checked.
Prediction predict(const Model& model, std::span<const TimedScore> scores, std::span<const double> covariates,
                   double time);

}  // namespace trefoil::growth
