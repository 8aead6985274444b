// Whose turn it is, and what is left out of a planned session: on the small world of the search.
#include "course/way.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "course/explore_world.h"
#include "course/telling.h"

namespace trefoil::course {
namespace {

using namespace small;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr std::size_t kAll = 1000;

World without(const std::string& name, Milestone stage = Milestone::opened) {
  const auto wishes = way_to(stage);
  const auto found = std::ranges::find(wishes, name, &Wish::name);
  return begun(rules(), stage, static_cast<std::size_t>(found - wishes.begin()));
}

std::vector<PersonId> turn_at(const World& world, std::string_view rule) {
  for (const auto& stage : course::way(rules(), world.course, world.circle, world.moment))
    if (stage.rule != nullptr && stage.rule->id == rule) return stage.turn;
  return {};
}

TEST(Way, NamesWhoHasSomethingToDoAndNobodyElse) {
  EXPECT_THAT(turn_at(without("signed by the client"), "plan-signed"), ElementsAre(kClient));
  EXPECT_THAT(turn_at(without("signed"), "plan-signed"), ElementsAre(kPractitioner));
  EXPECT_THAT(turn_at(without("explained too"), "consent-treatment"), ElementsAre(kTherapist));
  EXPECT_THAT(turn_at(without("consent"), "consent-treatment"), UnorderedElementsAre(kClient, kTherapist))
      << "the therapist asks the client, and may write down what they say";
  EXPECT_THAT(turn_at(without("the therapist's conflicts"), "conflict-declared"), ElementsAre(kTherapist));
  EXPECT_THAT(turn_at(begun(rules(), Milestone::opened, kAll), "plan-signed"), IsEmpty());
}

TEST(Way, NamesNobodyForWhatWaitsForItsHourOrForAnother) {
  World world = begun(rules(), Milestone::first_planned, kAll);
  const SessionId held = world.course.sessions.back().id;
  for (const Body& body : {Body(SessionStarted{held}), Body(SessionEnded{held, 50})}) {
    world.moment.at.ms += 1;
    apply(world.course, world.circle, body, kPractitioner, world.moment);
  }
  EXPECT_THAT(turn_at(world, "report-delivered"), ElementsAre(kPractitioner));
  EXPECT_THAT(turn_at(world, "consult-held"), IsEmpty()) << "the report comes first";
  EXPECT_THAT(turn_at(world, "therapist-between"), ElementsAre(kTherapist));
  Session meeting;
  meeting.id = SessionId{{77}};
  meeting.start = world.moment.at + std::chrono::hours(24);
  world.course.sessions.push_back(meeting);
  EXPECT_THAT(turn_at(world, "therapist-between"), IsEmpty()) << "it is in the book";
  world.moment.at = meeting.start + std::chrono::minutes(1);
  EXPECT_THAT(turn_at(world, "therapist-between"), ElementsAre(kTherapist)) << "and was not held";
  world.course.sessions[world.course.sessions.size() - 2].reported = true;
  EXPECT_THAT(turn_at(world, "consult-held"), ElementsAre(kTherapist));
  apply(world.course, world.circle, Held{HoldKind::client_stop, kClient, {}}, kClient, world.moment);
  EXPECT_THAT(turn_at(world, "no-hold"), IsEmpty()) << "a client who said stop owes nothing";
}

TEST(Way, AsksForWhoIsMissingAndNotAgainAboutANo) {
  World world = begun(rules(), Milestone::opened, 0);
  EXPECT_THAT(turn_at(world, "suitability"), ElementsAre(kTherapist));
  world.course.suitability[kClient] = {kTherapist, false, world.moment.today + 9};
  EXPECT_THAT(turn_at(world, "suitability"), IsEmpty());
  world.course.suitability[kClient].review = world.moment.today + -1;
  EXPECT_THAT(turn_at(world, "suitability"), ElementsAre(kTherapist)) << "its day has come";
  EXPECT_THAT(turn_at(world, "conflict-declared"), IsEmpty()) << "nobody opens a file that was found not suitable";
  world.course.suitability[kClient].good = true;
  world.circle.seats.front().birth.reset();
  EXPECT_THAT(turn_at(world, "adult"), UnorderedElementsAre(kPractitioner, kTherapist));
  std::erase_if(world.circle.seats, [](const Seat& seat) { return seat.person == kTherapist; });
  EXPECT_THAT(turn_at(world, "triad-complete"), ElementsAre(kPractitioner));
}

// Whatever is missing, for whoever reads it: of a client's own doing they are told as "you".
TEST(Way, TellsTheClientOfThemselfAndNobodyOfAnybodyElse) {
  std::size_t told = 0;
  for (const auto stage : {Milestone::opened, Milestone::first_planned, Milestone::after_first})
    for (std::size_t leave_out = 0; leave_out <= way_to(stage).size(); ++leave_out) {
      World world = begun(rules(), stage, leave_out, leave_out % 2 == 1);
      if (leave_out % 3 == 0) apply(world.course, world.circle, Held{HoldKind::client_stop, kClient, {}}, kClient, world.moment);
      for (const auto& one : course::way(rules(), world.course, world.circle, world.moment)) {
        const auto words = to_client(one.what);
        told += words != one.what;
        for (const std::string_view wrong : {"lient", "ou has", "ou is ", "he therapist ", "he practitioner "})
          if (!one.what.starts_with("The file has no")) {
            EXPECT_EQ(words.find(wrong), words.npos) << words;
          }
      }
    }
  EXPECT_GT(told, 100u);
  EXPECT_EQ(to_client("The client has not signed the plan."), "You have not signed the plan.");
  EXPECT_EQ(to_client("Client and therapist have met 1 of 3 times."), "You and your therapist have met 1 of 3 times.");
}

std::vector<std::string> refused(const World& world, const Body& body, PersonId by) {
  std::vector<std::string> out;
  if (const auto events = decide(rules(), world.course, world.circle, body, by, world.moment); !events)
    for (const auto& unmet : events.error()) out.emplace_back(unmet.rule);
  return out;
}

TEST(LeftOut, IsDoneByAProfessionalBeforeTheSessionAndAskedNoMore) {
  World world = begun(rules(), Milestone::first_planned, kAll);
  world.course.sessions.back().activities.insert("walk");
  const Session planned = world.course.sessions.back();
  ASSERT_THAT(planned.answers, testing::SizeIs(2));
  const ActivityLeftOut out{planned.id, "talk"};
  EXPECT_THAT(refused(world, out, kClient), ElementsAre("own-part"));
  EXPECT_THAT(refused(world, ActivityLeftOut{planned.id, "hold hands"}, kPractitioner), ElementsAre("in-order"));
  EXPECT_THAT(refused(world, out, kPractitioner), IsEmpty());
  apply(world.course, world.circle, out, kPractitioner, world.moment);
  EXPECT_THAT(world.course.sessions.back().activities, ElementsAre("walk"));
  EXPECT_THAT(world.course.sessions.back().answers, IsEmpty());
  EXPECT_THAT(refused(world, ActivityLeftOut{planned.id, "walk"}, kPractitioner), ElementsAre("in-order"))
      << "it is all that is left: nobody would have agreed to anything";
  apply(world.course, world.circle, SessionStarted{planned.id}, kPractitioner, world.moment);
  EXPECT_THAT(refused(world, ActivityDone{planned.id, "talk"}, kPractitioner), ElementsAre("in-order"));
}

TEST(LeftOut, NotWhileTheSessionGoesOn) {
  World world = begun(rules(), Milestone::first_planned, kAll);
  const SessionId id = world.course.sessions.back().id;
  apply(world.course, world.circle, SessionStarted{id}, kPractitioner, world.moment);
  EXPECT_THAT(refused(world, ActivityLeftOut{id, "talk"}, kPractitioner), ElementsAre("in-order"));
}

// What nobody was asked about, nobody has agreed to.
TEST(Planned, SomethingToBeAskedAbout) {
  World world = begun(rules(), Milestone::opened, kAll);
  const auto plan = [&](std::set<std::string> what, SessionKind kind = SessionKind::practitioner) {
    return refused(world, SessionPlanned{session(40), kind, world.moment.at, 60, 0, std::move(what), false}, kPractitioner);
  };
  EXPECT_THAT(plan({}), ElementsAre("in-order"));
  EXPECT_THAT(plan({"talk"}), IsEmpty());
  EXPECT_THAT(plan({}, SessionKind::triadic), IsEmpty());
  // Planned before there was a plan, it doesn't become one of the plan by being moved.
  Session before;
  before.id = session(41);
  before.kind = SessionKind::practitioner;
  world.course.sessions.push_back(before);
  EXPECT_THAT(refused(world, SessionMoved{session(41), world.moment.at, 60}, kPractitioner), ElementsAre("in-order"));
  EXPECT_THAT(check(rules(), world.course, world.circle, SessionMoved{session(41), world.moment.at, 60}, kPractitioner, world.moment)
                  .front()
                  .mend,
              testing::HasSubstr("Cancel the session")) << "whoever moves a session has no field to say what is done in it";
  EXPECT_THAT(refused(world, SessionStarted{session(41)}, kPractitioner), testing::Contains("plan-signed"));
}

// What a session left to be written is asked for when the work has ended, too.
TEST(Reports, AreAskedForAfterTheEnding) {
  World world = begun(rules(), Milestone::first_planned, kAll);
  const SessionId held = world.course.sessions.back().id;
  for (const Body& body : {Body(SessionStarted{held}), Body(SessionEnded{held, 50}), Body(Closed{true, "moved away"})}) {
    world.moment.at.ms += 1;
    apply(world.course, world.circle, body, kPractitioner, world.moment);
  }
  const auto asks = [&](PersonId who, std::string_view act) {
    const auto asked = asked_of(who, rules(), world.course, world.circle, world.moment);
    return std::ranges::count(asked, act, &Asked::act);
  };
  EXPECT_EQ(asks(kPractitioner, "report"), 1);
  EXPECT_EQ(asks(kTherapist, "consult"), 0);
  apply(world.course, world.circle, ReportDelivered{held}, kPractitioner, world.moment);
  EXPECT_EQ(asks(kPractitioner, "report"), 0);
  EXPECT_EQ(asks(kTherapist, "consult"), 1);
}

// What the therapist is asked so many days after an ending on 30 November; the client is asked nothing.
std::vector<Asked> asked_after(int days, const std::vector<int>& met = {}) {
  World world = begun(rules(), Milestone::opened, kAll);
  const Day end = *base::parse_day("2026-11-30");
  world.course.closing = {.closed = true, .abrupt = true, .end = end};
  world.course.sessions.clear();
  for (const int day : met) {
    Session session;
    session.step = Step::ended;
    session.day = end + day;
    world.course.sessions.push_back(session);
  }
  world.moment.today = end + days;
  EXPECT_THAT(asked_of(kClient, rules(), world.course, world.circle, world.moment), IsEmpty());
  return asked_of(kTherapist, rules(), world.course, world.circle, world.moment);
}

TEST(Aftercare, AsksTheTherapistAfterOneThreeSixAndTwelveMonths) {
  EXPECT_THAT(asked_after(15), IsEmpty());
  ASSERT_THAT(asked_after(16), testing::SizeIs(1)) << "30 December is two weeks ahead";
  EXPECT_EQ(asked_after(16).front().text, "Meet the client: 1 month after the ending is 30 December 2026.");
  EXPECT_FALSE(asked_after(44).front().late);
  EXPECT_TRUE(asked_after(45).front().late);
  EXPECT_THAT(asked_after(45, {20}), IsEmpty()) << "met within the two weeks before";
  EXPECT_THAT(asked_after(45, {15}), testing::SizeIs(1)) << "too early to be a follow-up";
  EXPECT_EQ(asked_after(90, {20}).front().text, "Meet the client: 3 months after the ending is 28 February 2027.");
  EXPECT_EQ(asked_after(400, {20, 90}).front().text, "Meet the client: 12 months after the ending is 30 November 2027.");
  EXPECT_THAT(asked_after(400, {20, 90, 180, 366}), IsEmpty());
}

TEST(Pause, OfThePracticeIsTakenOffByTheTherapistOnceItsPersonHasLeft) {
  World world = begun(rules(), Milestone::opened, kAll);
  world.circle.led = true;
  apply(world.course, world.circle, Held{HoldKind::practice_pause, kPractitioner, {}}, kPractitioner, world.moment);
  const Resumed off{HoldKind::practice_pause, kPractitioner};
  EXPECT_THAT(refused(world, off, kTherapist), ElementsAre("own-part"));
  world.circle.led = false;  // nobody is lead any more
  EXPECT_THAT(refused(world, off, kTherapist), ElementsAre("own-part"));
  world.moment.revision = 1;
  EXPECT_THAT(refused(world, off, kTherapist), IsEmpty()) << "as the rules of before had it";
  world.moment.revision = kRevision;
  std::erase_if(world.circle.seats, [](const Seat& seat) { return seat.person == kPractitioner; });
  EXPECT_THAT(refused(world, off, kTherapist), IsEmpty());
}

// Who paused is reminded of it; the turn, which all read, names nobody.
TEST(Pause, OfThePracticeIsOnTheListOfWhoPausedAlone) {
  for (const PersonId who : {kClient, kPractitioner, kTherapist}) {
    World world = begun(rules(), Milestone::opened, kAll);
    world.circle.led = true;
    apply(world.course, world.circle, Held{HoldKind::practice_pause, who, {}}, who, world.moment);
    for (const PersonId other : {kClient, kPractitioner, kTherapist}) {
      const auto asked = asked_of(other, rules(), world.course, world.circle, world.moment);
      EXPECT_EQ(std::ranges::count(asked, std::string_view("resume"), &Asked::act), other == who ? 1 : 0);
    }
    EXPECT_THAT(turn_at(world, "no-hold"), IsEmpty());
  }
}

TEST(StopCards, AreNobodyElsesAfterwards) {
  World world = begun(rules(), Milestone::opened, kAll);
  const StopCardMade made{kClient, KeyId{{7}}, world.moment.today + 9};
  EXPECT_THAT(refused(world, made, kClient), IsEmpty());
  apply(world.course, world.circle, made, kClient, world.moment);
  EXPECT_THAT(refused(world, StopCardMade{kClient, KeyId{{7}}, world.moment.today}, kTherapist), ElementsAre("in-order"));
  EXPECT_EQ(world.course.stops_for(KeyId{{7}}, world.moment.today + 9), kClient);
  EXPECT_EQ(world.course.stops_for(KeyId{{7}}, world.moment.today + 10), std::nullopt);
}

TEST(Enquiry, IsRecordedByAProfessionalForADayThatHasBeen) {
  const World world = begun(rules(), Milestone::opened, kAll);
  EXPECT_THAT(refused(world, Enquired{Enquirer::relative, false, world.moment.today}, kTherapist), IsEmpty());
  EXPECT_THAT(refused(world, Enquired{Enquirer::client, false, world.moment.today}, kClient), ElementsAre("own-part"));
  EXPECT_THAT(refused(world, Enquired{Enquirer::client, false, world.moment.today + 1}, kTherapist),
              ElementsAre("in-order"));
}

}  // namespace
}  // namespace trefoil::course
