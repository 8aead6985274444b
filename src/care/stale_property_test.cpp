// A file in which several act at once on copies that may be old: what the store's sequence lets through is decided on
// the newest state and obeyed; what was decided on an old one and appended all the same is obeyed only where it would
// be allowed now, else kept, counted and without effect. Every reader who replays the log comes to the same course.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>

#include "care/world_test.h"

namespace trefoil::care {
namespace {

using course::SessionId;

constexpr std::array kThree{kClient, kPractitioner, kTherapist};

SessionId meeting(std::uint8_t number) { return id_of<SessionId>(number, 7); }

// Everything that comes before a session with the practitioner, so that histories get that far.
World ready() {
  using namespace course;
  World world = triad();
  Identity described = identity(kClient, "Jo");
  described.birth = base::parse_day("1961-03-02");
  const auto must = [&](std::uint8_t who, const Command& command) {
    world.now.ms += 60'000;
    RC_ASSERT(world.rule(who, command) == "done");
  };
  const auto record = [&](std::uint8_t who, course::Body body) { must(who, Record{{std::move(body)}}); };
  const Day far = world.file.moment(world.now).today + 300;
  must(kPractitioner, Describe{described});
  record(kTherapist, SuitabilityStated{person(kClient), Verdict::suitable, far});
  record(kTherapist, CapacityStated{person(kClient), true, far});
  record(kClient, ReleaseSigned{person(kClient), {person(kPractitioner), person(kTherapist)}, far, {}});
  record(kPractitioner, PracticeAttested{});
  record(kPractitioner, PlanProposed{"contact", {{"First", {"talking"}, false}}});
  for (const std::uint8_t who : {kPractitioner, kTherapist}) {
    record(who, CredentialStated{far, {"talking"}, true});
    record(who, ConflictsDeclared{});
    record(who, TreatmentExplained{person(kClient), 1});
  }
  record(kClient, TreatmentConsented{person(kClient), 1, far, {}});
  for (const std::uint8_t who : kThree) record(who, PlanSigned{person(who), 1, {}});
  for (std::uint8_t i = 1; i <= 4; ++i) {
    record(
        kTherapist,
        SessionPlanned{meeting(i), i < 4 ? SessionKind::therapist : SessionKind::triadic, world.now, 50, 0, {}, false});
    record(kTherapist, SessionStarted{meeting(i)});
    record(kTherapist, SessionEnded{meeting(i), 50});
  }
  return world;
}

Command any_act(const File& seen, std::uint8_t who, Instant now) {
  using namespace course;
  const auto& sessions = seen.course.sessions;
  const SessionId one = sessions.back().id;
  const PersonId self = person(who), client = person(kClient);
  const SessionKind kind = who == kPractitioner ? SessionKind::practitioner : SessionKind::therapist;
  const std::set<std::string> planned =
      who == kPractitioner ? std::set<std::string>{"talking"} : std::set<std::string>{};
  const Day today = seen.moment(now).today;
  const std::vector<Command> all = {
      Record{
          {SessionPlanned{meeting(static_cast<std::uint8_t>(sessions.size() + 1)), kind, now, 50, 0, planned, false}}},
      Record{{SessionMoved{one, now, 50}}},
      Record{{ActivityAnswered{one, "talking", course::Answer::given, self, {}}}},
      Record{{ActivityAnswered{one, "talking", course::Answer::given, self, {}}}},
      Record{{ActivityAnswered{one, "talking", course::Answer::withdrawn, self, {}}}},
      Record{{SessionStarted{one}}},
      Record{{SessionStarted{one}}},
      Record{{ActivityDone{one, "talking"}}},
      Record{{SessionEnded{one, 50}}},
      Record{{SessionStopped{one}}},
      Record{{ReportDelivered{one}}, {Write{kClinical, "how it was", {}, one, Topic::report}}},
      Record{{Consulted{one, 20}}},
      Record{{Waived{one, "therapist-between", "for once"}}},
      Record{{Held{HoldKind::client_stop, client, who == kClient ? PersonId{} : self}}},
      Record{{ResumeAsked{client, {}}}},
      Record{{Resumed{HoldKind::client_stop, client}}},
      Record{{ReleaseWithdrawn{client, {}}}},
      Record{{ReleaseSigned{client, {person(kPractitioner), person(kTherapist)}, today + 30, {}}}},
      Write{kShared, "a note"},
      RemovePerson{person(kMentor), ""},
  };
  return all[*rc::gen::inRange<std::size_t>(0, all.size())];
}

struct Copy {
  File seen;
  std::size_t at = 0;
};

TEST(Stale, WhatIsDecidedOnAnOldCopyIsDecidedAnewOrVoid) {
  EXPECT_TRUE(rc::check([] {
    World world = ready();
    const std::size_t sessions_before = world.file.course.sessions.size();
    std::map<std::uint8_t, Copy> copies;
    for (const std::uint8_t who : kThree) copies[who] = {world.file, world.written.size()};
    std::size_t anew = 0, voided = 0;
    for (int i = *rc::gen::inRange(30, 90); i > 0; --i) {
      world.now.ms += *rc::gen::inRange(1, 600'000);
      const std::uint8_t who = *rc::gen::elementOf(kThree);
      Copy& copy = copies[who];
      if (*rc::gen::inRange(0, 3) == 0) copy = {world.file, world.written.size()};
      const Command command = any_act(copy.seen, who, world.now);
      const Actor by = world.actor(who);
      auto events = decide(copy.seen, world.facts, by, command, world.now, world.fresh);
      const bool past_the_store = *rc::gen::inRange(0, 3) == 0;
      if (!past_the_store && copy.at != world.written.size()) {
        ++anew;
        events = decide(world.file, world.facts, by, command, world.now, world.fresh);
      }
      if (!events) continue;
      for (const Event& event : *events) {
        const std::string before = print(world.file);
        const course::Course course_before = world.file.course;
        const std::size_t void_before = world.file.voided.size();
        world.write({event}, by.key);
        if (world.file.voided.size() == void_before) continue;
        RC_ASSERT(past_the_store);
        ++voided;
        RC_ASSERT(print(world.file) == before);
        RC_ASSERT(world.file.course == course_before);
      }
    }
    for (const std::uint8_t who : kThree) {
      const File again = world.view(person(who));
      RC_ASSERT(again.course == world.file.course);
      RC_ASSERT(common(again) == common(world.file));
      RC_ASSERT(again.voided.size() == voided);
    }
    RC_CLASSIFY(voided > 0, "something was void");
    RC_CLASSIFY(anew > 5, "more than five decided anew");
    RC_CLASSIFY(world.file.course.sessions.size() > sessions_before, "a session was planned");
  }));
}

}  // namespace
}  // namespace trefoil::care
