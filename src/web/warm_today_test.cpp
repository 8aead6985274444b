// Today and Files from what is kept of each file: what shows at once, and when nothing is kept any more.
#include "practice/concerns.h"
#include "practice/outlines.h"
#include "practice/outside.h"
#include "web/test_app.h"

namespace trefoil::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::TestApp;

struct WarmToday : ::testing::Test {
  TestApp a;
  testing::Person& ada = a.founder("Ada Lind");
  testing::Person& okafor = a.colleague(ada, "N. Okafor", {care::Role::therapist});
  LogId file = a.t.new_file(ada.keys);

  WarmToday() {
    a.t.must(practice::act(a.t.house, ada.keys, file,
                           care::AddPerson{okafor.keys.person, "N. Okafor", care::Role::therapist, okafor.keys.key()}));
  }
  std::size_t kept() const { return a.t.house.outlines->readers().size(); }
};

TEST_F(WarmToday, WhatAColleagueDoesShowsOnTheNextPage) {
  EXPECT_THAT(a.get(&ada, "/today").body, Not(HasSubstr("Confirm or decline an erasure")));
  EXPECT_THAT(a.get(&ada, "/files").body, Not(HasSubstr("Erasure was asked for")));
  a.t.must(practice::ask_erasure(a.t.house, okafor.keys, file, ""));
  EXPECT_THAT(a.get(&ada, "/today").body, HasSubstr("Confirm or decline an erasure"));
  EXPECT_THAT(a.get(&ada, "/files").body, HasSubstr("Erasure was asked for"));
}

TEST_F(WarmToday, TheLockAndTheEndOfASignInTakeWhatIsKept) {
  ASSERT_EQ(a.get(&ada, "/today").status, 200);
  ASSERT_EQ(a.get(&okafor, "/files").status, 200);
  EXPECT_EQ(kept(), 2u);
  a.post(&ada, "/lock", {});
  EXPECT_EQ(kept(), 1u) << "hers is gone, the other's stays";
  a.post(&okafor, "/sign-out", {});
  EXPECT_EQ(kept(), 0u);
  // A page behind the lock keeps nothing.
  EXPECT_THAT(a.get(&ada, "/today").body, Not(HasSubstr("J. M.")));
  EXPECT_EQ(kept(), 0u);
}

TEST_F(WarmToday, WhoIsRemovedFromThePracticeLeavesNothingBehind) {
  ASSERT_EQ(a.get(&okafor, "/today").status, 200);
  const auto done = practice::remove_person(a.t.house, ada.keys, okafor.keys.person);
  ASSERT_TRUE(done);
  a.sign_ins->end_all(okafor.keys.key());  // as the page does that removes somebody
  EXPECT_EQ(kept(), 0u);
}

TEST_F(WarmToday, AConcernThatComesLaterIsOnTheLeadsNextPage) {
  auto& lead = a.colleague(ada, "E. Vance", {care::Role::lead});
  ASSERT_EQ(a.get(&lead, "/today").status, 200);
  ASSERT_EQ(a.get(&lead, "/today").status, 200);
  const auto raised = practice::raise_concern(a.t.house, ada.keys, file, "Something is wrong.", false);
  ASSERT_TRUE(raised);
  EXPECT_THAT(a.get(&lead, "/today").body, HasSubstr("/concerns/" + raised->str()));
  EXPECT_THAT(a.get(&lead, "/today").body, HasSubstr("/concerns/" + raised->str())) << "from what is kept, too";
}

}  // namespace
}  // namespace trefoil::web
