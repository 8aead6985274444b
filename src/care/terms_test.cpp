// What a practice sets for all of its files: told to each by a colleague's next act, and never undercut.
#include <gtest/gtest.h>

#include "care/world_test.h"

namespace trefoil::care {
namespace {

struct PracticesTerms : ::testing::Test {
  World world = triad();
  const course::Terms floor{14, 5, 12, false, {"groundwork"}};
  PracticesTerms() { world.facts.terms = floor; }
  std::string sets(std::uint8_t by, course::Terms terms) { return world.rule(by, Record{{course::TermsSet{std::move(terms)}}}); }
};

TEST_F(PracticesTerms, AreTakenOverByWhoLeadsTheWork) {
  for (const auto who : {kClient, kMentor}) EXPECT_FALSE(owed_terms(world.file, floor, person(who))) << int(who);
  ASSERT_EQ(world.rule(kMentor, TellTerms{}), "done");
  EXPECT_EQ(world.file.course.terms, course::Terms{}) << "not a mentor's to set, and in the way of nothing else that they tell";
  for (const auto who : {kPractitioner, kTherapist}) EXPECT_EQ(owed_terms(world.file, floor, person(who)), floor);
  ASSERT_EQ(world.rule(kPractitioner, TellTerms{}), "done");
  EXPECT_EQ(world.file.course.terms, floor);
  EXPECT_TRUE(world.act(kTherapist, TellTerms{})->empty()) << "once";
}

TEST_F(PracticesTerms, LeaveAFileStricterThanItsPractice) {
  ASSERT_EQ(sets(kTherapist, {7, 9, 6, false, {"groundwork", "consult-held"}}), "done");
  EXPECT_TRUE(world.act(kTherapist, TellTerms{})->empty());
  EXPECT_EQ(sets(kTherapist, {14, 5, 12, true, {"groundwork"}}), "done") << "whether it is intensive is the file's own";
  for (const course::Terms& less : {course::Terms{21, 5, 12, false, {"groundwork"}}, course::Terms{14, 3, 12, false, {"groundwork"}},
                                    course::Terms{14, 5, 24, false, {"groundwork"}}, course::Terms{14, 5, 12, false, {}}})
    EXPECT_EQ(sets(kTherapist, less), "terms-tighter");
  EXPECT_EQ(world.file.course.terms.met_days, 14);
  EXPECT_EQ(sets(kTherapist, {14, 5, 12, false, {"groundwork", "no-hold"}}), "in-order");
}

TEST_F(PracticesTerms, BeginNoCourseAndFollowNoEnding) {
  World imported;
  ASSERT_EQ(imported.rule(kPractitioner, OpenFile{"IMP", true, Role::practitioner, id_of<LogId>(1, 50), {}}), "done");
  EXPECT_FALSE(owed_terms(imported.file, floor, person(kPractitioner)));
  ASSERT_EQ(world.rule(kClient, Record{{course::Closed{true, ""}}}), "done");
  EXPECT_FALSE(owed_terms(world.file, floor, person(kTherapist)));
  EXPECT_FALSE(owed_terms(world.file, floor, person(kOutsider)));
}

}  // namespace
}  // namespace trefoil::care
