// The terms of a file and of a practice: as strict as the profession asks or stricter, waivers among them.
#include <gtest/gtest.h>

#include "course/given_test.h"
#include "course/programme.h"
#include "course/telling.h"

namespace trefoil::course::given {
namespace {

Terms with(std::set<std::string> unwaived) { return {21, 3, 24, false, std::move(unwaived)}; }

struct TermsOfAFile : ::testing::Test {
  Given g;
  const Waived waived{session(1), "report-delivered", "for once"};
};

TEST_F(TermsOfAFile, CanTakeAWaiverAwayAndOneThatWasGivenCountsNoLonger) {
  g.must(kTherapist, waived);
  ASSERT_TRUE(g.start().empty());
  g.must(kPractitioner, SessionEnded{session(1), 50});
  g.must(kTherapist, Consulted{session(1), 20});
  g.meet(20, SessionKind::therapist);
  g.plan(2);
  g.must(kTherapist, Waived{session(2), "report-delivered", "for once"});
  g.must(kPractitioner, TermsSet{with({"report-delivered"})});
  EXPECT_EQ(g.start(2), Rules{"report-delivered"});
  EXPECT_EQ(g.wish(kTherapist, Waived{session(2), "report-delivered", "for once"}), Rules{"waiver-limits"});
  EXPECT_EQ(g.wish(kPractitioner, TermsSet{with({})}), Rules{"own-part"}) << "the therapist's to loosen";
  g.must(kTherapist, TermsSet{with({})});
  EXPECT_TRUE(g.start(2).empty());
}

TEST_F(TermsOfAFile, NameRulesThatCouldBeWaivedAndOneOfAnotherTableIsInNobodysWay) {
  g.must(kTherapist, TermsSet{with({"no-hold", "nothing-like-it"})});
  EXPECT_TRUE(g.start().empty());
  for (const char* id : {"no-hold", "own-word", "nothing-like-it", ""}) EXPECT_FALSE(are_waivable({id})) << id;
  EXPECT_TRUE(are_waivable({}));
  EXPECT_FALSE(are_waivable({"groundwork", "no-hold"}));
  for (const Rule& rule : rules())
    EXPECT_EQ(may_be_waived(rule, {}), rule.waiver == Waivable::therapist && rule.missing != nullptr) << rule.id;
}

TEST_F(TermsOfAFile, AreToldWithWhatIsNotWaived) {
  const auto told = telling(TermsSet{with({"groundwork"})}, g.course, kTherapist, {[](PersonId) { return std::string("Okafor"); }, "UTC"});
  EXPECT_NE(told.find("; waived for no session: “" + std::string(find_rule(rules(), "groundwork")->title) + "”."), std::string::npos) << told;
}

TEST(TermsOfAPractice, TightenEachOfAFilesAndLoosenNone) {
  const Terms floor{14, 5, 12, false, {"groundwork"}};
  EXPECT_EQ(tightened({}, floor), floor);
  EXPECT_EQ(tightened({7, 9, 6, true, {"consult-held"}}, floor), (Terms{7, 9, 6, true, {"consult-held", "groundwork"}}));
  EXPECT_EQ(tightened({7, 3, 24, false}, floor), (Terms{7, 5, 12, false, {"groundwork"}}));
  EXPECT_EQ(tightened({7, 9, 6, true}, {}), (Terms{7, 9, 6, true}));
  for (const Terms& terms : {Terms{}, Terms{7, 9, 6, false}, floor}) {
    EXPECT_FALSE(looser(tightened(terms, floor), floor));
    EXPECT_FALSE(looser(tightened(terms, floor), terms));
  }
  EXPECT_TRUE(looser(with({}), with({"groundwork"})));
  EXPECT_TRUE(looser(with({"consult-held"}), with({"groundwork"})));
  EXPECT_FALSE(looser(with({"groundwork"}), with({})));
}

}  // namespace
}  // namespace trefoil::course::given
