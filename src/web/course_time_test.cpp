// Sessions by the clock on the wall: planned, moved and shown in the practice's zone, also where clocks change.
#include "web/test_course.h"

namespace trefoil::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// London: clocks go back on 25 October 2026 (01:30 comes twice), forward on 28 March 2027 (01:30 does not come).
class CourseTime : public testing::CourseScene {
 protected:
  http::Response plan(const std::string& day, const std::string& time) {
    return send(okafor, "plan",
                {{"kind", "therapist"}, {"phase", "0"}, {"day", day}, {"time", time}, {"minutes", "50"}});
  }
  std::string start() { return base::to_string(last_session().start); }
  std::string address() { return at + "/sessions/" + last_session().id.str(); }
};

TEST_F(CourseTime, AnHourThatAChangeOfClocksLeavesOutIsNamedAndTheNextIsTaken) {
  const auto refused = plan("2027-03-28", "01:30");
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr("the clocks go over it"));
  EXPECT_THAT(refused.body, HasSubstr("href=\"#time\""));
  EXPECT_THAT(refused.body, HasSubstr("value=\"01:30\"")) << "what was typed is kept";
  EXPECT_TRUE(seen(ada).course.sessions.empty());
  ASSERT_EQ(plan("2027-03-28", "02:30").status, 303);
  EXPECT_EQ(start(), "2027-03-28T01:30:00.000Z");
}

TEST_F(CourseTime, AnHourThatComesTwiceIsTheFirstOfThem) {
  ASSERT_EQ(plan("2026-10-25", "01:30").status, 303);
  EXPECT_EQ(start(), "2026-10-25T00:30:00.000Z");
}

TEST_F(CourseTime, ASessionThatIsMovedAcrossAChangeKeepsItsHour) {
  ASSERT_EQ(plan("2026-10-24", "10:00").status, 303);
  EXPECT_EQ(start(), "2026-10-24T09:00:00.000Z");
  const auto form = body(okafor, address() + "/move");
  EXPECT_THAT(form, HasSubstr("value=\"10:00\""));
  EXPECT_THAT(form, HasSubstr("value=\"2026-10-24\""));
  // The form as it stands, with another day.
  ASSERT_EQ(a.post(okafor, address() + "/move", {{"day", "2026-10-26"}, {"time", "10:00"}, {"minutes", "50"}}).status,
            303);
  EXPECT_EQ(start(), "2026-10-26T10:00:00.000Z");
  EXPECT_THAT(body(okafor, address()), HasSubstr("10:00"));
  ASSERT_EQ(a.post(okafor, address() + "/move", {{"day", "2027-03-29"}, {"time", "10:00"}, {"minutes", "50"}}).status,
            303);
  EXPECT_EQ(start(), "2027-03-29T09:00:00.000Z");
  EXPECT_THAT(body(okafor, address()), HasSubstr("10:00"));
  EXPECT_EQ(a.post(okafor, address() + "/move", {{"day", "2027-03-28"}, {"time", "01:30"}, {"minutes", "50"}}).status,
            422);
  EXPECT_EQ(start(), "2027-03-29T09:00:00.000Z");
}

TEST_F(CourseTime, ASessionSaysWhereAndTheNextOneProposesIt) {
  const Fields talk{{"kind", "therapist"}, {"day", "2026-10-24"}, {"time", "10:00"}, {"minutes", "50"}};
  EXPECT_THAT(body(okafor, at + "/course/plan"), HasSubstr("name=\"place\""));
  auto fields = talk;
  fields.emplace_back("place", "  The quince room, 2nd floor ");
  ASSERT_EQ(send(okafor, "plan", fields).status, 303);
  for (auto* who : {ada, okafor, jonah}) EXPECT_THAT(body(who, address()), HasSubstr("<p>Where: The quince room, 2nd floor</p>"));
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("The quince room, 2nd floor"));
  EXPECT_THAT(body(okafor, at + "/course/plan"), HasSubstr("value=\"The quince room, 2nd floor\""));
  EXPECT_THAT(body(ada, at + "/course/plan"), Not(HasSubstr("quince"))) << "she would plan one of her own";
  const auto form = body(okafor, address() + "/move");
  EXPECT_THAT(form, HasSubstr("value=\"The quince room, 2nd floor\""));
  const auto moves = [&](const Fields& more) {
    Fields all{{"day", "2026-10-25"}, {"time", "10:00"}, {"minutes", "50"}};
    all.insert(all.end(), more.begin(), more.end());
    return a.post(okafor, address() + "/move", all).status;
  };
  ASSERT_EQ(moves({{"place", "The quince room, 2nd floor"}}), 303);
  const auto last = seen(ada).items.back().event;
  EXPECT_FALSE(std::get<course::SessionMoved>(std::get<care::InCourse>(last.body).body).place) << "it stays as it was";
  ASSERT_EQ(moves({}), 303);
  EXPECT_THAT(body(jonah, address()), HasSubstr("Where: The quince room")) << "a form that does not ask takes nothing away";
  EXPECT_EQ(moves({{"place", std::string(201, 'x')}}), 422);
  ASSERT_EQ(moves({{"place", ""}}), 303);
  EXPECT_THAT(body(jonah, address()), Not(HasSubstr("Where:")));
}

TEST_F(CourseTime, TwentyNineFebruaryIsADayWhereItIsOne) {
  EXPECT_EQ(send(okafor, "suitability", {{"verdict", "suitable"}, {"review", "2027-02-29"}, {"words", "so"}}).status,
            422);
  must(okafor, "suitability", {{"verdict", "suitable"}, {"review", "2028-02-29"}, {"words", "so"}});
  EXPECT_EQ(base::to_string(seen(ada).course.suitability.at(jonah->keys.person).review), "2028-02-29");
}

TEST_F(CourseTime, AFormWrittenAtMidnightProposesTheDayThere) {
  a.t.clock.set(*base::parse_instant("2027-06-30T23:10:00Z"));  // ten past midnight of 1 July in London
  for (auto& person : a.people) a.sign_in(person);
  EXPECT_THAT(body(okafor, at + "/course/plan"), HasSubstr("value=\"2027-07-01\""));
  EXPECT_THAT(body(okafor, at + "/course/plan"), HasSubstr("value=\"00:15\""));
  EXPECT_EQ(send(jonah, "release", {{"recipients", ada->keys.person.str()}, {"until", "2027-06-30"}}).status, 422)
      << "that day is over there";
}

}  // namespace
}  // namespace trefoil::web
