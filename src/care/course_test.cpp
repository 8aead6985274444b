// The course of care inside a file: what is decided is written, what was forged against a gate counts for nothing, and
// all who hold `shared` go by the same.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "care/parting.h"
#include "care/world_test.h"
#include "course/rules.h"

namespace trefoil::care {
namespace {

using namespace course;
constexpr Instant kNow{1'795'600'000'000};  // 25 November 2026

SessionId session(std::uint8_t number) { return id_of<SessionId>(number, 7); }

struct CourseInFile : ::testing::Test {
  World world = triad();
  CourseInFile() { world.now = kNow; }

  std::string wish(std::uint8_t by, const course::Body& body, std::vector<Write> notes = {}) {
    return world.rule(by, Record{{body}, std::move(notes)});
  }
  void must(std::uint8_t by, const course::Body& body, std::vector<Write> notes = {}) {
    ASSERT_EQ(wish(by, body, std::move(notes)), "done");
  }
  Day today() const { return world.file.moment(world.now).today; }
  void met(std::uint8_t number, SessionKind kind, std::uint8_t by) {
    must(by, SessionPlanned{session(number), kind, world.now, 50, 0, {}, false});
    must(by, SessionStarted{session(number)});
    must(by, SessionEnded{session(number), 50});
  }
  // All that has to be there before session 1 with the practitioner, which is planned and agreed to.
  void ready() {
    Identity client = identity(kClient, "Jo Martin");
    client.birth = base::parse_day("1961-02-28");
    ASSERT_EQ(world.rule(kClient, Describe{client}), "done");
    const Day later = today() + 100;
    const PersonId jo = person(kClient);
    must(kClient, ReleaseSigned{jo, {person(kPractitioner), person(kTherapist)}, later, {}});
    must(kTherapist, SuitabilityStated{jo, Verdict::suitable, later});
    must(kTherapist, CapacityStated{jo, true, later});
    for (const auto by : {kPractitioner, kTherapist}) {
      must(by, TreatmentExplained{jo, 1});
      must(by, ConflictsDeclared{});
      must(by, CredentialStated{later, {"talking"}, true});
    }
    must(kTherapist, PracticeAttested{});
    must(kClient, TreatmentConsented{jo, 1, later, {}});
    must(kPractitioner, PlanProposed{"graded social contact", {{"First", {"talking"}, false}, {"Then", {}, true}}});
    for (const auto by : {kClient, kPractitioner, kTherapist}) must(by, PlanSigned{person(by), 1, {}});
    for (const std::uint8_t number : {10, 11, 12}) met(number, SessionKind::therapist, kTherapist);
    met(13, SessionKind::triadic, kTherapist);
    must(kPractitioner, SessionPlanned{session(1), SessionKind::practitioner, world.now, 60, 0, {"talking"}, false});
    for (const auto by : {kClient, kPractitioner})
      must(by, ActivityAnswered{session(1), "talking", course::Answer::given, person(by), {}});
  }
};

TEST_F(CourseInFile, BeginsOnlyWhenAllGatesAreMet) {
  must(kPractitioner, PlanProposed{"graded social contact", {{"First", {"talking"}, false}}});
  must(kPractitioner, SessionPlanned{session(1), SessionKind::practitioner, world.now, 60, 0, {"talking"}, false});
  const auto refused = world.act(kPractitioner, Record{{SessionStarted{session(1)}}});
  ASSERT_FALSE(refused);
  EXPECT_GT(refused.error().reasons.size(), 10u) << "each gate that is not met is named";
  for (const Reason& one : refused.error().reasons) {
    EXPECT_NE(one.why, "") << one.rule;
    EXPECT_NE(one.who, "") << one.rule;
    EXPECT_NE(one.mend, "") << one.rule;
  }
}

// One rule stands for all that does not fit, so that what helps is said where it is known.
TEST_F(CourseInFile, WhatDoesNotFitIsMendedAsItCanBe) {
  const auto refused = [&](const course::Body& wish) -> Reason {
    const auto answer = world.act(kPractitioner, Record{{wish}});
    if (!answer && answer.error().reasons.size() == 1) return answer.error().reasons.front();
    ADD_FAILURE() << "was not refused for one reason";
    return {};
  };
  SessionPlanned planned{session(1), SessionKind::practitioner, world.now, 60, 0, {}, false};
  must(kPractitioner, planned);  // of before there was a plan: nothing is asked yet of what is done in it
  must(kPractitioner, PlanProposed{"graded social contact", {{"First", {"talking"}, false}}});
  planned.session = session(2);
  EXPECT_EQ(refused(planned).mend, "Choose at least one thing that is planned; a conversation is one, too.");
  EXPECT_EQ(refused(SessionMoved{session(1), world.now, 60}).mend,
            "Cancel the session, and plan it anew with something; a conversation is enough.");
  planned.activities = {"talking"};
  must(kPractitioner, planned);
  EXPECT_EQ(refused(ActivityLeftOut{session(2), "talking"}).mend,
            "Cancel the session, and plan it anew with something else.");
  planned.phase = 7;
  const auto other = refused(planned);
  EXPECT_EQ(other.rule, "in-order");
  EXPECT_EQ(other.mend, course::find_rule(course::rules(), "in-order")->mend) << "else the table's";
}

TEST_F(CourseInFile, AStartThatWasForgedAgainstAGateCountsForNothing) {
  ready();
  must(kClient, ActivityAnswered{session(1), "talking", course::Answer::withdrawn, person(kClient), {}});
  EXPECT_FALSE(world.forge(key(kPractitioner), kShared, InCourse{SessionStarted{session(1)}}));
  EXPECT_EQ(world.file.voided.back().why, "activity-consent");
  EXPECT_EQ(world.file.course.running(), nullptr);
  // Nor does the practitioner say for the client that they agree, nor does a fact of the course lie elsewhere.
  EXPECT_FALSE(
      world.forge(key(kPractitioner), kShared,
                  InCourse{ActivityAnswered{session(1), "talking", course::Answer::given, person(kClient), {}}}));
  EXPECT_FALSE(world.forge(key(kTherapist), kClinical, InCourse{PracticeAttested{}}));
  EXPECT_FALSE(world.forge(key(kMentor), kShared, InCourse{Waived{session(1), "groundwork", "x"}}));
  must(kClient, ActivityAnswered{session(1), "talking", course::Answer::given, person(kClient), {}});
  EXPECT_TRUE(world.forge(key(kPractitioner), kShared, InCourse{SessionStarted{session(1)}}));
}

TEST_F(CourseInFile, AReportLiesInThreeRoomsAndIsWrittenWholeOrNotAtAll) {
  ready();
  must(kPractitioner, SessionStarted{session(1)});
  must(kPractitioner, SessionEnded{session(1), 50});
  const auto note = [](Room room, std::string text, Topic topic) {
    return Write{room, std::move(text), {}, session(1), topic};
  };
  const std::size_t before = world.written.size();
  EXPECT_EQ(wish(kPractitioner, ReportDelivered{session(1)},
                 {note(kClinical, "Calm.", Topic::report), note(therapy(kClient), "no", Topic::report)}),
            "room-holder");
  EXPECT_EQ(world.written.size(), before);
  must(kPractitioner, ReportDelivered{session(1)},
       {note(kClinical, "Calm.", Topic::report), note(process(kPractitioner), "Mine.", Topic::process),
        note(kShared, "We talked.", Topic::progress)});
  EXPECT_TRUE(world.file.course.session(session(1))->reported);
  std::size_t seen = 0;
  for (const Item& item : world.view(person(kClient)).items)
    if (const auto* noted = std::get_if<Noted>(&item.event.body)) {
      ++seen;
      EXPECT_EQ(noted->text, "We talked.");
      EXPECT_EQ(noted->session, session(1));
    }
  EXPECT_EQ(seen, 1u) << "the client reads the progress note alone";
}

TEST_F(CourseInFile, AStopIsTakenAndEndsWhatIsGoingOn) {
  ready();
  must(kPractitioner, SessionStarted{session(1)});
  ASSERT_TRUE(world.forge(key(kTherapist), kShared, Unknown{"of-tomorrow", 1}));
  ASSERT_TRUE(world.file.newer);
  EXPECT_EQ(world.rule(kTherapist, Write{kShared, "x"}), "newer-program");
  must(kClient, Held{HoldKind::client_stop, person(kClient), {}});
  EXPECT_EQ(world.file.course.session(session(1))->step, Step::stopped);
  EXPECT_EQ(world.file.course.holds.size(), 1u);
}

// A newer program's stop by card can't be read here, and what can't be read is not void for that: nobody writes on over it.
TEST_F(CourseInFile, WhatANewerProgramLeftFromOutsideTheCircleIsNotLost) {
  ready();
  const KeyId card = key(30), link = key(31), lead = key(32);
  must(kClient, StopCardMade{person(kClient), card, today() + 100});
  ASSERT_EQ(world.rule(kTherapist, Record{{MeasureLinkMade{link, person(kClient), {"phq"}, today() + 10}}}), "done");
  world.facts.safeguarding = {{{person(33), "Lea Brook", lead}}, "", 7};
  ASSERT_EQ(world.rule(kTherapist, TellSafeguarding{}), "done");
  EXPECT_FALSE(world.forge(key(34), kShared, Unknown{"held", 3})) << "of nobody who is known";
  EXPECT_FALSE(world.forge(card, kClinical, Unknown{"held", 3}));
  EXPECT_FALSE(world.file.newer);
  const World before = world;
  for (const auto& [by, whose] : {std::pair{card, person(kClient)}, {link, person(kClient)}, {lead, person(33)}}) {
    world = before;
    EXPECT_TRUE(world.forge(by, kShared, Unknown{"held", 3}));
    EXPECT_TRUE(world.file.newer);
    EXPECT_EQ(world.file.items.back().author, whose);
    EXPECT_EQ(world.rule(kPractitioner, Write{kShared, "x"}), "newer-program");
    must(kClient, Held{HoldKind::client_stop, person(kClient), {}});
  }
}

TEST_F(CourseInFile, AfterTheEndingNobodyComesInAsThePractitioner) {
  ready();
  const AddPerson another{person(40), "Nia (invented)", Role::practitioner, key(40)};
  must(kClient, Closed{true, ""});
  EXPECT_EQ(world.rule(kTherapist, another), "no-contact-after");
  ASSERT_EQ(world.rule(kTherapist, RemovePerson{person(kPractitioner), ""}), "done");
  EXPECT_EQ(world.rule(kTherapist, another), "no-contact-after");
  EXPECT_EQ(world.rule(kTherapist, AddPerson{person(kPractitioner), "Ada Lind", Role::therapist, key(kPractitioner)}),
            "no-contact-after")
      << "nor as somebody else";
  EXPECT_FALSE(world.forge(key(kTherapist), kShared, Joined{person(40), "Nia (invented)", Role::practitioner, key(40)}));
  EXPECT_EQ(world.rule(kTherapist, AddPerson{person(41), "Dr Cole (invented)", Role::therapist, key(41)}), "done");
}

// No message either, and no new keys: what is still to be said goes through the therapist.
TEST_F(CourseInFile, AfterTheEndingThePractitionerSaysNothingMoreToTheClient) {
  ready();
  ASSERT_EQ(world.rule(kPractitioner, Write{kShared, "before"}), "done");
  const EntryId before = world.last_note();
  EXPECT_EQ(world.rule(kPractitioner, Record{{Closed{true, "we could not go on"}}, {Write{kShared, "do write to me"}}}),
            "no-contact-after")
      << "nor in one breath with the ending";
  must(kClient, Closed{true, ""});
  EXPECT_EQ(world.rule(kPractitioner, Write{kShared, "do write to me"}), "no-contact-after");
  EXPECT_EQ(world.rule(kPractitioner, Correct{before, "do write to me"}), "no-contact-after");
  EXPECT_EQ(world.rule(kPractitioner, ChangeKey{person(kClient), key(kClient, 1)}), "no-contact-after");
  // Nor by any form that has room for words, in a name, a reason or a source; and not by their own program either.
  const std::string words = "do write to me";
  Identity described = identity(kClient, "Jo Martin");
  described.contact.may = {words};
  Scored scored = score(1, 5);
  scored.origin = words;
  EXPECT_EQ(world.rule(kPractitioner, Describe{described}), "no-contact-after");
  EXPECT_EQ(world.rule(kPractitioner, AddPerson{person(5), words, Role::mentor, key(5)}), "no-contact-after");
  EXPECT_EQ(world.rule(kPractitioner, AddPerson{person(5), words, Role::therapist, key(5)}), "no-contact-after");
  EXPECT_EQ(world.rule(kPractitioner, RemovePerson{person(kMentor), words}), "no-contact-after");
  EXPECT_EQ(world.rule(kPractitioner, RemovePerson{person(kClient), ""}), "no-contact-after");
  EXPECT_EQ(world.rule(kPractitioner, RemovePerson{person(kPractitioner), words}), "no-contact-after");
  EXPECT_EQ(world.rule(kPractitioner, AddScores{{scored}}), "no-contact-after");
  EXPECT_EQ(world.rule(kPractitioner, AskErasure{words, {}}), "no-contact-after");
  EXPECT_EQ(world.rule(kPractitioner, AskErasure{"", {words}}), "no-contact-after");
  EXPECT_EQ(wish(kPractitioner, CredentialStated{today() + 100, {words}}), "no-contact-after");
  world.facts.safeguarding = {{}, words, 7};
  EXPECT_EQ(world.rule(kPractitioner, TellSafeguarding{}), "no-contact-after");
  EXPECT_EQ(world.act(kPractitioner, AskErasure{words, {}}).error().reasons.front().mend,
            "Leave the reason out: the client would read it.");
  const Safeguarding told{{}, words, 7};
  const Body refused[] = {Noted{words, {}, {}},
                          Corrected{before, words},
                          KeyChanged{person(kClient), key(kClient, 1)},
                          ClientDescribed{described},
                          Joined{person(5), words, Role::mentor, key(5)},
                          Joined{person(5), words, Role::therapist, key(5)},
                          Left{person(kMentor), words},
                          Left{person(kClient), ""},
                          Left{person(kPractitioner), words},
                          scored,
                          ErasureAsked{person(kPractitioner), words, today(), {}},
                          ErasureAsked{person(kPractitioner), "", today(), {words}},
                          SafeguardingTold{told},
                          Answered{words, words, person(kPractitioner), {{words, words}}, {}},
                          in_course_now(CredentialStated{today() + 100, {words}}),
                          in_course_now(PlanProposed{words, {{words, {words}, false}}, words, words}),
                          in_course_now(Waived{session(1), "groundwork", words}),
                          in_course_now(Closed{true, words}),
                          in_course_now(MeasuresScheduled{{{words}}}),
                          in_course_now(MeasureTaken{words, words, person(kPractitioner), {}, {}, false}),
                          in_course_now(MeasureLinkMade{key(7), person(kClient), {words}, today() + 1})};
  for (const Body& body : refused) {
    EXPECT_FALSE(world.forge(key(kPractitioner), kShared, body)) << body.index();
    EXPECT_EQ(world.file.voided.back().why, "no-contact-after") << body.index();
  }
  for (const Room& room : writable_rooms(world.file, person(kPractitioner))) EXPECT_NE(room.kind, RoomKind::shared);
  EXPECT_EQ(world.rule(kPractitioner, Write{kClinical, "for the therapist"}), "done");
  EXPECT_EQ(world.rule(kTherapist, Write{kShared, "I am still here"}), "done");
  EXPECT_EQ(world.rule(kTherapist, ChangeKey{person(kClient), key(kClient, 1)}), "done");
  // What ends something, or is owed, they write as before; and they can go, without a word.
  must(kPractitioner, Held{HoldKind::practice_pause, person(kPractitioner), {}});
  must(kPractitioner, ClosingFormGiven{person(kPractitioner), {}});
  EXPECT_EQ(world.rule(kPractitioner, AskErasure{"", {}}), "done");
  EXPECT_EQ(world.rule(kPractitioner, WithdrawErasure{}), "done");
  EXPECT_EQ(world.rule(kPractitioner, RemovePerson{person(kMentor), ""}), "done");
  EXPECT_EQ(world.rule(kTherapist, AskErasure{"it is over", {}}), "done");
  EXPECT_EQ(world.rule(kPractitioner, RemovePerson{person(kPractitioner), ""}), "done");
}

// The client is not left without anybody to turn to: a new therapist is put in by whoever is there.
TEST_F(CourseInFile, AfterTheEndingThePractitionerPutsInATherapistWhereThereIsNone) {
  ready();
  must(kClient, Closed{true, ""});
  ASSERT_EQ(world.rule(kTherapist, RemovePerson{person(kTherapist), "moved away"}), "done");
  world.facts.safeguarding.outside_body = "The council, 01 23";
  EXPECT_EQ(world.rule(kPractitioner, TellSafeguarding{}), "done");
  EXPECT_EQ(world.rule(kPractitioner, AddPerson{person(5), "Dr Reed", Role::therapist, key(5)}), "done");
  EXPECT_EQ(world.rule(kPractitioner, AddPerson{person(6), "Dr Lee", Role::therapist, key(6)}), "no-contact-after");
}

// --- the practitioner's parting ---
TEST_F(CourseInFile, TheEndingTakesThePractitionerOutOnceNothingIsOwed) {
  ready();
  EXPECT_TRUE(parting(world.file, world.now).empty());
  EXPECT_TRUE(world.act(kTherapist, PartAfterEnding{})->empty());
  must(kClient, Closed{true, ""});
  ASSERT_EQ(parting(world.file, world.now), std::vector{person(kPractitioner)});
  for (const auto who : {kClient, kPractitioner, kMentor})
    EXPECT_TRUE(world.act(who, PartAfterEnding{})->empty()) << "the therapist alone takes them out";
  const auto gone = world.act(kTherapist, PartAfterEnding{});
  ASSERT_EQ(gone->size(), 1U);
  EXPECT_EQ(std::get<Left>(gone->front().body), (Left{person(kPractitioner), ""}));
  EXPECT_EQ(gone->front().room, kShared);
  EXPECT_FALSE(may_hold(world.file.circle, kShared, person(kPractitioner)));
  EXPECT_TRUE(may_hold(world.file.circle, kShared, person(kMentor))) << "the mentor is the therapist's to keep or not";
  EXPECT_TRUE(has_parted(world.file, person(kPractitioner)));
  EXPECT_TRUE(is_by_ending(world.file, world.file.items.back()));
  EXPECT_TRUE(world.act(kTherapist, PartAfterEnding{})->empty());
}

TEST_F(CourseInFile, ThePartingGoesBeforeALeavingButOfTheOnlyTherapistOrOfWhoParts) {
  ready();
  must(kClient, Closed{true, ""});
  const auto before = [&](std::uint8_t who) { return parts_before_leaving(world.file, person(who), world.now); };
  EXPECT_TRUE(before(kMentor));
  EXPECT_FALSE(before(kTherapist)) << "nobody would be there to bring another in";
  EXPECT_FALSE(before(kPractitioner)) << "this takes them out by itself";
  ASSERT_EQ(world.rule(kTherapist, AddPerson{person(41), "Dr Cole (invented)", Role::therapist, key(41)}), "done");
  EXPECT_TRUE(before(kTherapist)) << "another stays";
}

TEST_F(CourseInFile, WhoOwesAReportPartsWithItOrAfterFourteenDays) {
  ready();
  must(kPractitioner, SessionStarted{session(1)});
  must(kClient, Closed{true, ""});
  ASSERT_EQ(world.file.course.session(session(1))->step, Step::stopped);
  EXPECT_TRUE(owes_last_things(world.file, person(kPractitioner)));
  EXPECT_FALSE(owes_last_things(world.file, person(40))) << "whose session it was not";
  EXPECT_TRUE(parting(world.file, world.now).empty());
  const auto after = [&](int days) { return parting(world.file, Instant{kNow.ms + days * 86'400'000LL}).size(); };
  EXPECT_EQ(after(kDaysForLastThings), 0U);
  EXPECT_EQ(after(kDaysForLastThings + 1), 1U);
  must(kPractitioner, ReportDelivered{session(1)}, {Write{kClinical, "Stopped early.", {}, session(1), Topic::report}});
  EXPECT_EQ(after(0), 1U);
}

TEST_F(CourseInFile, WhoOwesTheirFormOfAnAgreedEndingPartsWithIt) {
  ready();
  for (const auto who : {kClient, kPractitioner, kTherapist})
    must(who, ClosureAgreed{person(who), today(), {}});
  must(kClient, Closed{true, ""});
  EXPECT_TRUE(parting(world.file, world.now).empty()) << "it was agreed, and ended otherwise: the form is still asked for";
  must(kPractitioner, ClosingFormGiven{person(kPractitioner), {}});
  EXPECT_EQ(parting(world.file, world.now).size(), 1U);
}

TEST_F(CourseInFile, NobodyPartsWhereNoTherapistStaysAndALeavingOfAnotherKindIsNoParting) {
  ready();
  World left = world;
  ASSERT_EQ(left.rule(kTherapist, RemovePerson{person(kPractitioner), ""}), "done");
  ASSERT_TRUE(left.forge(key(kClient), kShared, InCourse{Closed{true, ""}}));
  EXPECT_FALSE(has_parted(left.file, person(kPractitioner))) << "before the ending";
  must(kClient, Closed{true, ""});
  World by_themself = world, with_words = world, mentor = world;
  ASSERT_EQ(by_themself.rule(kPractitioner, RemovePerson{person(kPractitioner), ""}), "done");
  EXPECT_FALSE(has_parted(by_themself.file, person(kPractitioner)));
  ASSERT_EQ(with_words.rule(kTherapist, RemovePerson{person(kPractitioner), "moved away"}), "done");
  EXPECT_FALSE(has_parted(with_words.file, person(kPractitioner)));
  ASSERT_EQ(mentor.rule(kTherapist, RemovePerson{person(kMentor), ""}), "done");
  EXPECT_FALSE(has_parted(mentor.file, person(kMentor)));
  EXPECT_FALSE(has_parted(world.file, person(kPractitioner))) << "who is still here";
  ASSERT_EQ(world.rule(kTherapist, RemovePerson{person(kTherapist), ""}), "done");
  EXPECT_TRUE(parting(world.file, Instant{kNow.ms + 99 * 86'400'000LL}).empty());
}

// Taken out and put in again with keys of another's making: they would read what the client wrote to the therapist.
TEST_F(CourseInFile, AClientComesBackWithKeysThatTheTherapistHandsOut) {
  ready();
  ASSERT_EQ(world.rule(kPractitioner, RemovePerson{person(kClient), ""}), "done");
  EXPECT_EQ(world.rule(kPractitioner, AddPerson{person(kClient), "Jo", Role::client, key(7)}), "client-keys");
  EXPECT_EQ(world.rule(kMentor, AddPerson{person(kClient), "Jo", Role::client, key(7)}), "client-keys");
  EXPECT_FALSE(world.forge(key(kPractitioner), kShared, Joined{person(kClient), "Jo", Role::client, key(7)}));
  EXPECT_EQ(world.file.voided.back().why, "client-keys");
  EXPECT_EQ(world.rule(kPractitioner, AddPerson{person(kClient), "Jo", Role::client, key(kClient)}), "done")
      << "with the keys that they have";
  ASSERT_EQ(world.rule(kTherapist, RemovePerson{person(kClient), ""}), "done");
  EXPECT_EQ(world.rule(kTherapist, AddPerson{person(kClient), "Jo", Role::client, key(kClient, 1)}), "done");
  // Before revision 2 it was let pass.
  World before = triad();
  ASSERT_TRUE(before.forge(key(kPractitioner), kShared, Left{person(kClient), ""}));
  EXPECT_TRUE(before.forge(key(kPractitioner), kShared, Joined{person(kClient), "Jo", Role::client, key(7)}));
}

// What was written when nobody had this rule stands.
TEST_F(CourseInFile, WhatWasSaidAfterAnEndingOfBeforeStands) {
  ASSERT_TRUE(world.forge(key(kClient), kShared, InCourse{Closed{true, ""}}));
  EXPECT_TRUE(world.forge(key(kPractitioner), kShared, Noted{"of before", {}, {}}));
  EXPECT_EQ(world.rule(kPractitioner, Write{kShared, "of now"}), "no-contact-after");
}

TEST_F(CourseInFile, AClockThatWasSetBackStartsNothing) {
  ready();
  world.now.ms -= 60'000;
  EXPECT_EQ(wish(kPractitioner, SessionStarted{session(1)}), "clock-forward");
  must(kClient, Held{HoldKind::client_stop, person(kClient), {}});
}

TEST_F(CourseInFile, WhoLeavesTakesTheirPlaceWithThem) {
  ready();
  ASSERT_EQ(world.rule(kTherapist, RemovePerson{person(kTherapist), ""}), "done");
  EXPECT_EQ(wish(kPractitioner, SessionStarted{session(1)}), "triad-complete");
  ASSERT_EQ(world.rule(kPractitioner, AddPerson{person(5), "Dr Reed", Role::therapist, key(5)}), "done");
  const auto refused = world.act(kPractitioner, Record{{SessionStarted{session(1)}}});
  ASSERT_FALSE(refused);
  std::set<std::string> rules;
  for (const Reason& one : refused.error().reasons) rules.insert(one.rule);
  EXPECT_TRUE(rules.contains("therapist-engaged") && rules.contains("release-live") && rules.contains("plan-signed"));
}

TEST_F(CourseInFile, AllWhoHoldSharedSeeTheSameGates) {
  ready();
  for (const std::uint8_t who : {kClient, kPractitioner, kTherapist, kMentor}) {
    const File seen = world.view(person(who));
    EXPECT_EQ(seen.course, world.file.course);
    EXPECT_EQ(seen.seats(), world.file.seats());
  }
}

TEST_F(CourseInFile, ANoteNamesASessionThatIsThere) {
  EXPECT_EQ(world.rule(kTherapist, Write{kShared, "x", {}, session(1), Topic::briefing}), "session-known");
  ready();
  EXPECT_EQ(world.rule(kTherapist, Write{kShared, "x", {}, session(1), Topic::briefing}), "done");
}

}  // namespace
}  // namespace trefoil::care
