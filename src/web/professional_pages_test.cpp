// What the professionals state of themselves: that they are of age, by a date of birth that is looked at and not kept.
#include "practice/test_house.h"
#include "web/test_course.h"

namespace trefoil::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class OfAge : public testing::CourseScene {
 protected:
  Fields credentials(const std::string& born) {
    Fields out{{"until", day(300)}, {"words", "a body, a number, an insurer"}, {"competence", "talking"}};
    if (!born.empty()) out.emplace_back("born", born);
    return out;
  }
  // Born so many days before their eighteenth birthday.
  std::string eighteen_in(int days) {
    auto today = base::local_day(a.t.clock.now(), "Europe/London") + days;
    while (base::years_between(*base::parse_day(eighteen_years_before(today)), today) < 18) today = today + 1;
    return eighteen_years_before(today);
  }
  static std::string eighteen_years_before(Day day) {
    auto text = base::to_string(day);
    return std::to_string(std::stoi(text.substr(0, 4)) - 18) + text.substr(4);
  }
  bool is_said(testing::Person* who) { return seen(okafor).course.of_age.contains(who->keys.person); }
};

TEST_F(OfAge, TheDateIsAskedOnceAndKeptNowhere) {
  EXPECT_THAT(body(ada, at + "/course/credentials"), HasSubstr("Your date of birth"));
  const auto without = send(ada, "credentials", credentials(""));
  EXPECT_EQ(without.status, 422);
  EXPECT_THAT(without.body, HasSubstr("Your date of birth is missing"));
  must(ada, "credentials", credentials("1971-05-17"));
  EXPECT_TRUE(is_said(ada));
  EXPECT_FALSE(is_said(okafor));
  for (auto* who : {ada, okafor})
    for (const auto* page : {"", "/course", "/course/credentials", "/timeline"})
      EXPECT_THAT(a.get(who, at + page).body, Not(HasSubstr("1971-05-17"))) << page;
  EXPECT_THAT(body(ada, at + "/course/credentials"), Not(HasSubstr("Your date of birth")));
  must(ada, "credentials", credentials(""));
  EXPECT_TRUE(is_said(ada));
}

TEST_F(OfAge, OneDayShortOfEighteenIsRefusedAndTheBirthdayIsNot) {
  const auto young = send(ada, "credentials", credentials(eighteen_in(1)));
  EXPECT_EQ(young.status, 422);
  EXPECT_THAT(young.body, HasSubstr("not yet 18"));
  for (const auto* born : {"1899-12-31", "2999-01-01", "1971-02-30", "long ago"})
    EXPECT_EQ(send(ada, "credentials", credentials(born)).status, 422) << born;
  EXPECT_FALSE(seen(ada).course.credentials.contains(ada->keys.person)) << "all or nothing";
  must(ada, "credentials", credentials(eighteen_in(0)));
  EXPECT_TRUE(is_said(ada));
}

TEST_F(OfAge, SomebodyWhoSaidItInAnotherFileIsNotAskedAgain) {
  must(ada, "credentials", credentials("1971-05-17"));
  at = "/files/" + a.t.new_file(ada->keys, "SECOND").str();
  EXPECT_THAT(body(ada, at + "/course/credentials"), Not(HasSubstr("Your date of birth")));
  must(ada, "credentials", credentials(""));
}

TEST_F(OfAge, WhoseCredentialsAreOlderIsToldWhatIsMissing) {
  a.t.must(practice::act(a.t.house, ada->keys, file,
                         care::Record{{course::CredentialStated{base::local_day(a.t.clock.now(), "Europe/London") + 90, {}}}, {}}));
  EXPECT_THAT(body(ada, at), HasSubstr("State that you are 18 or older, with your credentials."));
}

}  // namespace
}  // namespace trefoil::web
