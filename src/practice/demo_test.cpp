#include "practice/demo.h"

#include "practice/outside.h"
#include "practice/test_house.h"
#include "practice/views.h"

namespace trefoil::practice {
namespace {

using testing::TestHouse;

TEST(Demo, GoesIntoARehearsalOnly) {
  TestHouse t;
  const auto refused = make_demo(t.house, t.clock);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::refused);
  EXPECT_FALSE(has_begun(t.house));
}

TEST(Demo, TellsTenMonthsThatEndNow) {
  TestHouse t;
  t.house.folder.rehearsal = true;
  const Instant now = t.clock.now();
  const auto made = make_demo(t.house, t.clock);
  ASSERT_TRUE(made) << base::describe(made.error());
  EXPECT_EQ(t.clock.now(), now);
  EXPECT_TRUE(is_demo(t.house.folder));
  for (const auto& person : demo_sign_ins()) {
    EXPECT_GE(person.passphrase.size(), 12u);
    auto holder = unlock(t.house, person.sign_in_name, person.passphrase);
    ASSERT_TRUE(holder) << person.sign_in_name;
    const auto all = open_all(t.house, *holder);
    ASSERT_TRUE(all);
    EXPECT_TRUE(all->damage.empty());
    EXPECT_FALSE(all->files.empty()) << person.sign_in_name;
    for (const auto& one : all->files) {
      EXPECT_TRUE(one.damage.empty());
      EXPECT_TRUE(one.file.voided.empty());
      EXPECT_LE(one.file.last_at, now);
    }
    ledger::VerifyReport report;
    EXPECT_TRUE(verify_contents(t.house, *holder, report));
    EXPECT_TRUE(report.findings.empty()) << person.sign_in_name;
  }
  auto ada = *unlock(t.house, "Ada Lind", demo_sign_ins().front().passphrase);
  const auto rows = caseload(t.house, ada, *read_roster(t.house, ada), now)->rows;
  ASSERT_GE(rows.size(), 8u);
  EXPECT_NE(rows.front().attention.front().find("Erasure"), std::string::npos);
  EXPECT_TRUE(std::ranges::any_of(rows, [](const CaseRow& row) {
    return std::ranges::any_of(row.attention,
                               [](const auto& words) { return words.find("worse") != std::string::npos; });
  }));
}

}  // namespace
}  // namespace trefoil::practice
