#include "measure/interpret.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trefoil::measure {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Two items of 0 to 13 points; SED = 6 * sqrt(.1) * sqrt(2) = 2.683, threshold 1.96 * 2.683 = 5.259.
Instrument invented() {
  Instrument out;
  out.id = "invented";
  out.title = "Invented";
  for (const char* id : {"a", "b"}) {
    Item item;
    item.id = id;
    for (int points = 0; points <= 13; ++points) item.choices.push_back({std::to_string(points), "", double(points)});
    out.items.push_back(item);
  }
  out.reliability = Sourced{0.9, "Example 2020, 41 people", "internal consistency (alpha)"};
  out.spread = Sourced{6, "Example 2021", ""};
  out.cutoff = Sourced{10, "Example 2022", ""};
  out.bands = {{0, 9, "mild", "Example 2023"}, {10, 14, "moderate", "Example 2023"}, {15, 26, "severe", ""}};
  return out;
}

TEST(BandInWords, NamesTheBandAndItsEnds) {
  const auto instrument = invented();
  EXPECT_EQ(band_in_words(instrument, 14), "14 is called moderate (10 to 14).");
  EXPECT_EQ(band_in_words(instrument, 9.5), "9.5 is called mild (0 to 9).") << "prorated: as Scorer has it";
  EXPECT_EQ(band_name(instrument, 15), "severe");
  EXPECT_EQ(band_source(instrument, 14), "Who calls it so: Example 2023.");
  EXPECT_EQ(band_source(instrument, 15), "") << "none is given";
  EXPECT_EQ(band_in_words(instrument, 27), "");
  EXPECT_EQ(band_in_words(Instrument{}, 3), "");
}

TEST(BandInWords, OfOneScoreIsThatScore) {
  auto instrument = invented();
  instrument.bands = {{0, 0, "none", "x"}, {1, 26, "some", "x"}};
  EXPECT_EQ(band_in_words(instrument, 0), "0 is called none (0).");
}

TEST(ChangeWords, TellEveryClass) {
  const auto basis = basis_of(invented());
  const auto of = [&](double first, double last) { return change_in_words(basis, first, last); };
  EXPECT_EQ(of(15, 9.5).verdict, ChangeClass::recovered) << "5.5 is more than 5.26, and 9.5 below the cut-off";
  EXPECT_THAT(of(15, 9.5).words, HasSubstr("out of the clinical range, 10 and above"));
  EXPECT_EQ(of(14, 9).verdict, ChangeClass::unchanged) << "5 is less, though it leads below the cut-off";
  EXPECT_EQ(of(20, 10).verdict, ChangeClass::improved);
  EXPECT_THAT(of(20, 10).words, HasSubstr("It is still in the clinical range, 10 and above."));
  EXPECT_EQ(of(9, 0).verdict, ChangeClass::improved);
  EXPECT_THAT(of(9, 0).words, HasSubstr("before already"));
  EXPECT_EQ(of(9, 17).verdict, ChangeClass::deteriorated);
  EXPECT_THAT(of(9, 17).words, HasSubstr("a reason to look, and no verdict"));
  EXPECT_EQ(of(9, 9).words,
            "From 9 to 9: no more than chance would explain (unchanged). That is not proof that nothing has changed.");
}

TEST(ChangeWords, ShowWhatTheyRestOn) {
  EXPECT_THAT(
      change_in_words(basis_of(invented()), 17, 9).parameters,
      ElementsAre("A change counts from more than 5.26 points on: 1.96 times the standard error of a difference, "
                  "2.68, for a confidence of 95 %.",
                  "Spread (standard deviation): 6 (Example 2021).",
                  "Reliability: 0.9, internal consistency (alpha) (Example 2020, 41 people).",
                  "Cut-off: 10 (Example 2022).",
                  "The rule: Jacobson and Truax 1991, J Consult Clin Psychol 59:12-19."));
  auto instrument = invented();
  instrument.reliability->source.clear();
  EXPECT_THAT(change_in_words(basis_of(instrument), 17, 9).parameters,
              Contains("Reliability: 0.9, internal consistency (alpha). Where it comes from isn't given."));
  instrument.cutoff.reset();
  const auto without = change_in_words(basis_of(instrument), 20, 5);
  EXPECT_EQ(without.verdict, ChangeClass::improved);
  EXPECT_EQ(without.words, "From 20 to 5: better by more than chance would explain (improved).");
  EXPECT_THAT(without.parameters,
              Contains("No cut-off with a source is known for it, so nothing is said of a clinical range."));
}

TEST(ChangeWords, AnotherConfidenceMovesTheThreshold) {
  auto basis = basis_of(invented());
  basis.level = 0.9;
  // 1.6449 * 6 * sqrt(.1) * sqrt(2) = 4.414
  EXPECT_THAT(change_in_words(basis, 17, 9).parameters.front(), HasSubstr("more than 4.41 points on: 1.64 times"));
  EXPECT_THAT(change_in_words(basis, 17, 9).parameters.front(), HasSubstr("a confidence of 90 %"));
}

TEST(ChangeWords, TurnRoundWhereHigherIsBetter) {
  auto instrument = invented();
  instrument.direction = Direction::higher_is_better;
  const auto up = change_in_words(basis_of(instrument), 9, 17);
  EXPECT_EQ(up.verdict, ChangeClass::recovered);
  EXPECT_THAT(up.words, HasSubstr("out of the clinical range, 10 and below"));
  EXPECT_EQ(change_in_words(basis_of(instrument), 17, 9).verdict, ChangeClass::deteriorated);
}

TEST(ChangeWords, SayWhatIsNotKnown) {
  auto instrument = invented();
  instrument.spread.reset();
  const auto words = change_in_words(basis_of(instrument), 20, 5);
  EXPECT_FALSE(words.verdict);
  EXPECT_THAT(words.parameters, IsEmpty());
  EXPECT_EQ(
      words.words,
      "From 20 to 5. Whether chance would explain it can't be said: the spread of this measure is not known here.");
  instrument.reliability.reset();
  EXPECT_THAT(change_in_words(basis_of(instrument), 20, 5).words,
              HasSubstr("reliability and spread of this measure are"));
}

TEST(ChangeWords, OfAnImportedScaleNameItsSource) {
  const Scale scale{.name = "BDI",
                    .short_name = "BDI",
                    .minimum = 0,
                    .maximum = 63,
                    .reliability = 0.9,
                    .spread = 6,
                    .source = "Its manual."};
  const auto words = change_in_words(basis_of(scale), 32, 20);
  EXPECT_EQ(words.verdict, ChangeClass::improved);
  EXPECT_THAT(words.parameters, Contains("Spread (standard deviation): 6 (Its manual)."));
}

}  // namespace
}  // namespace trefoil::measure
