// What the practitioner may still write where the client reads it, once the work has ended; and who puts a client in with
// which keys. Asked of the rules themselves, and of a file that was begun before there were such rules.
#include <gtest/gtest.h>

#include "care/circle.h"
#include "care/world_test.h"

namespace trefoil::care {
namespace {

World after_ending() {
  World world = triad();
  EXPECT_TRUE(world.forge(key(kClient), kShared, InCourse{course::Closed{true, ""}}));
  return world;
}

TEST(AfterTheEnding, LeavesThePractitionerWhatEndsSomethingOrIsOwed) {
  const World world = after_ending();
  const auto rule = [&](Body body, Role by = Role::practitioner) {
    return check_after_ending(world.file, {id_of<EntryId>(1, 7), world.now, kShared, std::move(body)}, by);
  };
  const auto session = id_of<course::SessionId>(1, 7);
  const PersonId self = person(kPractitioner);
  const Day today = world.file.moment(world.now).today;
  const auto answered = [&](course::Answer answer) {
    return in_course_now(course::ActivityAnswered{session, "talking", answer, self, {}});
  };
  const Body theirs[] = {in_course_now(course::SessionCancelled{session}),
                         in_course_now(course::SessionMissed{session}),
                         in_course_now(course::SessionEnded{session, 50}),
                         in_course_now(course::SessionStopped{session}),
                         in_course_now(course::ReportDelivered{session}),
                         in_course_now(course::WentBack{0}),
                         in_course_now(course::Held{course::HoldKind::practice_pause, self, {}}),
                         in_course_now(course::Resumed{course::HoldKind::practice_pause, self}),
                         in_course_now(course::ClosingFormGiven{self, {}}),
                         in_course_now(course::ConflictsDeclared{}),
                         in_course_now(course::PracticeAttested{}),
                         in_course_now(course::HealthStated{self, today + 30}),
                         in_course_now(course::Enquired{course::Enquirer::client, false, today}),
                         answered(course::Answer::withdrawn),
                         answered(course::Answer::declined),
                         MovedAway{id_of<EntryId>(2, 7), RoomKind::clinical},
                         Unknown{"of-tomorrow", 1}};
  for (const Body& body : theirs) {
    const auto* in_course = std::get_if<InCourse>(&body);
    EXPECT_FALSE(rule(body)) << body.index() << " " << (in_course == nullptr ? 0 : in_course->body.index());
  }
  // To agree to more is no ending, and what the practice calls its people is words; the therapist is there to tell it.
  for (const Body& body : {Body{answered(course::Answer::given)}, Body{PracticeTold{}}}) {
    EXPECT_EQ(rule(body), "no-contact-after") << body.index();
    EXPECT_FALSE(rule(body, Role::therapist)) << body.index();
  }
}

// A file may stand still while the program goes on: what is written now is judged by the rules of now, although all that
// lies in the file is of before.
TEST(AfterTheEnding, AnEntryOfTheSecondRevisionIsJudgedByItInAFileOfTheFirst) {
  World world = after_ending();
  const auto credentials = [&](int revision) {
    world.now.ms += 1'000;
    const Day until = world.file.moment(world.now).today + 100;
    return world.forge(key(kPractitioner), kShared, InCourse{course::CredentialStated{until, {"do write"}}, revision});
  };
  ASSERT_EQ(world.file.revision, 1);
  EXPECT_TRUE(world.forge(key(kPractitioner), kShared, Noted{"of before", {}, {}}));
  EXPECT_TRUE(credentials(1));
  ASSERT_FALSE(credentials(2));
  EXPECT_EQ(world.file.voided.back().why, "no-contact-after");
  EXPECT_EQ(world.file.revision, 1) << "what is void teaches nothing";
  EXPECT_TRUE(world.forge(key(kPractitioner), kShared, Noted{"still of before", {}, {}}));
  // Something of the second that is obeyed: from here on nobody writes by the first.
  ASSERT_TRUE(world.forge(key(kTherapist), kShared, InCourse{course::PracticeAttested{}, 2}));
  EXPECT_FALSE(credentials(1));
  EXPECT_EQ(world.file.voided.back().why, "no-contact-after");
  EXPECT_FALSE(world.forge(key(kPractitioner), kShared, Noted{"of now", {}, {}}));
  EXPECT_EQ(world.file.voided.back().why, "no-contact-after");
}

// Who hands out a client's keys could read what the client writes to the therapist.
TEST(Joining, IsThePractitionersWhereNoClientGetsNewKeysByIt) {
  World world = triad();
  const auto rule = [&](std::uint8_t by, std::uint8_t who, Role role, KeyId with) {
    return check_joining_key(world.file, Joined{person(who), "Somebody", role, with}, *world.file.member(person(by)));
  };
  ASSERT_TRUE(world.forge(key(kPractitioner), kShared, Left{person(kClient), ""}));
  EXPECT_FALSE(rule(kPractitioner, kClient, Role::client, key(kClient))) << "with the keys that they have";
  EXPECT_FALSE(rule(kPractitioner, kClient, Role::client, {})) << "with none";
  // Of nobody else's keys: who was here before comes back with new ones, too.
  for (const std::uint8_t by : {kPractitioner, kMentor})
    for (const Role role : {Role::therapist, Role::mentor, Role::practitioner})
      for (const std::uint8_t who : {kTherapist, std::uint8_t{5}})
        EXPECT_FALSE(rule(by, who, role, key(who, 1))) << name(role) << " " << int(who);
  EXPECT_EQ(rule(kPractitioner, kClient, Role::client, key(kClient, 1)), "client-keys");
  EXPECT_EQ(rule(kMentor, kClient, Role::client, key(kClient, 1)), "client-keys");
  EXPECT_FALSE(rule(kTherapist, kClient, Role::client, key(kClient, 1)));
  EXPECT_FALSE(rule(kPractitioner, 6, Role::client, key(6))) << "who never had any";
  EXPECT_EQ(rule(kMentor, 6, Role::client, key(6)), "client-keys");
  // A therapist without keys reads nothing, so there is nothing yet to be kept from anybody.
  ASSERT_TRUE(world.forge(key(kTherapist), kShared, Left{person(kTherapist), ""}));
  ASSERT_TRUE(world.forge(key(kPractitioner), kShared, Joined{person(7), "Dr Reed", Role::therapist, {}}));
  EXPECT_FALSE(rule(kPractitioner, kClient, Role::client, key(kClient, 1)));
}

}  // namespace
}  // namespace trefoil::care
