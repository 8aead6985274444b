// What is asked of whom where the work stands still, where somebody said no, and towards the end; and how a client is
// told of themself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "course/ahead.h"
#include "course/explore_world.h"
#include "course/telling.h"
#include "course/way.h"

namespace trefoil::course {
namespace {

using namespace small;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

constexpr std::size_t kWhole = 1000;
const auto kTriad = {kClient, kPractitioner, kTherapist};

std::vector<std::string> acts_of(const World& world, PersonId person) {
  std::vector<std::string> out;
  for (const auto& one : asked_of(person, rules(), world.course, world.circle, world.moment)) out.emplace_back(one.act);
  return out;
}
std::string asked_text(const World& world, PersonId person, std::string_view act) {
  for (auto& one : asked_of(person, rules(), world.course, world.circle, world.moment))
    if (one.act == act) return one.text;
  return {};
}
void happens(World& world, const Body& body, PersonId by) {
  world.moment.at.ms += 1;
  apply(world.course, world.circle, body, by, world.moment);
}
std::vector<std::string> refusals(const World& world, const Body& body, PersonId by) {
  std::vector<std::string> out;
  for (const auto& unmet : check(rules(), world.course, world.circle, body, by, world.moment))
    out.push_back(unmet.what);
  return out;
}

TEST(ANo, IsToldToBothProfessionalsWithoutWhoseItIsAndAsksNothingOfTheClient) {
  for (const PersonId who : {kClient, kPractitioner}) {
    World world = begun(rules(), Milestone::first_planned, kWhole);
    Session& planned = world.course.sessions.back();
    const SessionId id = planned.id;
    planned.activities.insert("walk");
    for (const PersonId one : {kClient, kPractitioner}) planned.answers[{"walk", one}] = Answer::given;
    EXPECT_THAT(acts_of(world, kTherapist), Not(Contains("leave-out"))) << "all is agreed to";
    happens(world, ActivityAnswered{id, "talk", Answer::withdrawn, who, {}}, who);
    for (const PersonId professional : {kPractitioner, kTherapist}) {
      EXPECT_THAT(acts_of(world, professional), Contains("leave-out"));
      const auto text = asked_text(world, professional, "leave-out");
      for (const auto* name : {"client", "practitioner", "therapist", "talk"}) EXPECT_THAT(text, Not(HasSubstr(name)));
    }
    EXPECT_THAT(acts_of(world, kClient), IsEmpty());
    happens(world, ActivityLeftOut{id, "talk"}, kPractitioner);
    EXPECT_THAT(acts_of(world, kTherapist), Not(Contains("leave-out")));
    happens(world, ActivityAnswered{id, "walk", Answer::withdrawn, who, {}}, who);
    EXPECT_THAT(acts_of(world, kTherapist), testing::AllOf(Contains("cancel"), Not(Contains("leave-out")))) << "nothing would be left";
  }
}

TEST(ANo, ToEachThingPlannedAsksToCancel) {
  World world = begun(rules(), Milestone::first_planned, kWhole);
  Session& planned = world.course.sessions.back();
  const SessionId id = planned.id;
  planned.activities.insert("walk");
  happens(world, ActivityAnswered{id, "talk", Answer::declined, kClient, {}}, kClient);
  EXPECT_THAT(acts_of(world, kTherapist), Contains("leave-out"));
  happens(world, ActivityAnswered{id, "walk", Answer::declined, kPractitioner, {}}, kPractitioner);
  EXPECT_THAT(acts_of(world, kTherapist), testing::AllOf(Contains("cancel"), Not(Contains("leave-out"))));
}

TEST(ANo, OfSomebodyWhoHasLeftKeepsNobodyWaiting) {
  World world = begun(rules(), Milestone::first_planned, kWhole);
  happens(world, ActivityAnswered{world.course.sessions.back().id, "talk", Answer::declined, kStranger, {}},
          kTherapist);
  EXPECT_THAT(acts_of(world, kTherapist), Not(Contains("leave-out")));
}

TEST(ANo, InASessionThatGoesOnIsNotLeftOutAnyMore) {
  World world = begun(rules(), Milestone::first_planned, kWhole);
  const SessionId id = world.course.sessions.back().id;
  happens(world, SessionStarted{id}, kPractitioner);
  happens(world, ActivityAnswered{id, "talk", Answer::withdrawn, kClient, {}}, kClient);
  for (const PersonId who : {kPractitioner, kTherapist}) EXPECT_THAT(acts_of(world, who), Not(Contains("leave-out")));
}

// At every step of the opening, and with a session planned and an ending begun.
TEST(AStop, AsksNothingOfTheClientAndOfTheOthersOnlyWhatHasBeen) {
  for (std::size_t leave_out = 0; leave_out <= way_to(Milestone::first_planned).size(); ++leave_out) {
    World world = begun(rules(), Milestone::first_planned, leave_out);
    happens(world, ClosureAgreed{kPractitioner, world.moment.today, {}}, kPractitioner);
    happens(world, Held{HoldKind::client_stop, kClient, {}}, kClient);
    for (const PersonId who : kTriad) EXPECT_THAT(acts_of(world, who), IsEmpty()) << leave_out;
  }
  World world = begun(rules(), Milestone::first_planned, kWhole);
  const SessionId id = world.course.sessions.back().id;
  happens(world, SessionStarted{id}, kPractitioner);
  happens(world, Held{HoldKind::client_stop, kClient, {}}, kClient);
  EXPECT_THAT(acts_of(world, kPractitioner), ElementsAre("report"));
  EXPECT_THAT(acts_of(world, kTherapist), ElementsAre("plan")) << "to be there for them";
  EXPECT_THAT(acts_of(world, kClient), IsEmpty());
  happens(world, ReportDelivered{id}, kPractitioner);
  happens(world, ResumeAsked{kClient, {}}, kClient);
  EXPECT_THAT(acts_of(world, kTherapist), UnorderedElementsAre("resume", "consult", "plan"));
  EXPECT_THAT(acts_of(world, kClient), IsEmpty());
  happens(world, Resumed{HoldKind::client_stop, kClient}, kTherapist);
  happens(world, ClosureAgreed{kPractitioner, world.moment.today, {}}, kPractitioner);
  EXPECT_THAT(acts_of(world, kClient), ElementsAre("closure"));
}

TEST(AStop, ByAPauseIsNone) {
  World world = begun(rules(), Milestone::opened, kWhole);
  world.course.plan.signed_by.erase(kClient);
  const auto before = acts_of(world, kClient);
  ASSERT_THAT(before, Not(IsEmpty()));
  happens(world, Held{HoldKind::therapist_pause, kTherapist, {}}, kTherapist);
  EXPECT_EQ(acts_of(world, kClient), before);
}

TEST(APause, AsksNobodyForAYes) {
  World world = begun(rules(), Milestone::first_planned, kWhole);
  world.course.sessions.back().answers.clear();
  for (const PersonId who : {kClient, kPractitioner}) EXPECT_THAT(acts_of(world, who), Contains("answers"));
  happens(world, Held{HoldKind::therapist_pause, kTherapist, {}}, kTherapist);
  for (const PersonId who : {kClient, kPractitioner}) EXPECT_THAT(acts_of(world, who), Not(Contains("answers")));
}

TEST(TakenBack, IsAskedForAgainOfNobody) {
  World world = begun(rules(), Milestone::opened, kWhole);
  happens(world, ReleaseWithdrawn{kClient, {}}, kClient);
  happens(world, TreatmentWithdrawn{kClient, {}}, kClient);
  for (const PersonId who : kTriad)
    EXPECT_THAT(acts_of(world, who), testing::AllOf(Not(Contains("release")), Not(Contains("consent"))));
  happens(world, ReleaseSigned{kClient, {kPractitioner, kTherapist}, world.moment.today + 9, {}}, kClient);
  happens(world, TreatmentConsented{kClient, 1, world.moment.today + 9, {}}, kClient);
  let_pass(world, 10);
  for (const PersonId who : {kClient, kTherapist})
    EXPECT_THAT(acts_of(world, who), testing::AllOf(Contains("release"), Contains("consent"))) << "what ran out is";
}

TEST(TheEnding, OnceAgreedToByAnybodyAsksNobodyForTheNextPhase) {
  World world = begun(rules(), Milestone::opened, kWhole);
  happens(world, PhaseAgreed{kPractitioner, 1, {}}, kPractitioner);
  EXPECT_THAT(acts_of(world, kClient), Contains("phase"));
  happens(world, ClosureAgreed{kClient, world.moment.today + 7, {}}, kClient);
  for (const PersonId who : kTriad) EXPECT_THAT(acts_of(world, who), Not(Contains("phase")));
}

// The practitioner held it and left: who came after them was not there, and the therapist has nobody to consult with.
TEST(ASession, OfAPractitionerWhoHasLeftIsAskedAboutInOtherWords) {
  World world = begun(rules(), Milestone::first_planned, kWhole);
  const SessionId id = world.course.sessions.back().id;
  happens(world, SessionStarted{id}, kPractitioner);
  happens(world, SessionEnded{id, 50}, kPractitioner);
  EXPECT_EQ(asked_text(world, kPractitioner, "report"), "Write the report");
  for (Seat& seat : world.circle.seats)
    if (seat.person == kPractitioner) seat.person = kStranger;
  EXPECT_EQ(asked_text(world, kStranger, "report"), "Write down what is known of the session, which somebody else held");
  happens(world, ReportDelivered{id}, kStranger);
  EXPECT_THAT(acts_of(world, kTherapist), Not(Contains("consult")));
  for (Seat& seat : world.circle.seats)
    if (seat.person == kStranger) seat.person = kPractitioner;
  EXPECT_THAT(acts_of(world, kTherapist), Contains("consult")) << "they are there to talk with";
}

TEST(ASession, ThatWasStoppedIsConsultedOnAsSuch) {
  World world = begun(rules(), Milestone::first_planned, kWhole);
  const SessionId id = world.course.sessions.back().id;
  happens(world, SessionStarted{id}, kPractitioner);
  happens(world, SessionStopped{id}, kPractitioner);
  happens(world, ReportDelivered{id}, kPractitioner);
  EXPECT_THAT(asked_text(world, kTherapist, "consult"), HasSubstr("stopped before its end"));
}

TEST(NotSuitable, AsksNobodyToOpenTheFileUntilTheTherapistLooksAgain) {
  for (std::size_t leave_out = 0; leave_out <= way_to(Milestone::first_planned).size(); ++leave_out) {
    World world = begun(rules(), Milestone::first_planned, leave_out);
    const Day review = world.moment.today + 30;
    happens(world, SuitabilityStated{kClient, Verdict::not_now, review}, kTherapist);
    ASSERT_TRUE(found_unsuitable(world.course, world.circle));
    for (const PersonId who : kTriad) EXPECT_THAT(acts_of(world, who), IsEmpty()) << leave_out;
    let_pass(world, 31);
    EXPECT_THAT(acts_of(world, kTherapist), ElementsAre("suitability")) << "its day has come";
    for (const PersonId who : {kClient, kPractitioner}) EXPECT_THAT(acts_of(world, who), IsEmpty());
    happens(world, SuitabilityStated{kClient, Verdict::suitable, review + 90}, kTherapist);
    if (leave_out < way_to(Milestone::first_planned).size()) continue;
    EXPECT_THAT(acts_of(world, kTherapist), ElementsAre("plan")) << "has not met the client for a month";
  }
  World world = begun(rules(), Milestone::first_planned, kWhole);
  happens(world, SuitabilityStated{kClient, Verdict::not_suitable, world.moment.today + 30}, kTherapist);
  happens(world, ClosureAgreed{kTherapist, world.moment.today, {}}, kTherapist);
  EXPECT_THAT(acts_of(world, kClient), ElementsAre("closure")) << "an ending is what is left";
  std::erase_if(world.circle.seats, [](const Seat& seat) { return seat.person == kTherapist; });
  world.circle.seats.push_back({kOther, Part::therapist, {}, {}});
  EXPECT_FALSE(found_unsuitable(world.course, world.circle)) << "another therapist finds for themself";
}

TEST(TheEnding, IsAskedForStepByStepAndSaysAllThatIsMissingAtOnce) {
  World world = begun(rules(), Milestone::opened, kWhole);
  const Day end = world.moment.today + 7;
  happens(world, ClosureAgreed{kClient, end, {}}, kClient);
  EXPECT_THAT(refusals(world, Closed{}, kTherapist),
              ElementsAre("Not yet agreed to an ending: the practitioner, the therapist.",
                          "The day that was agreed is still to come.",
                          "No closing form yet by the client, the practitioner, the therapist.",
                          "No closing session has been held."));
  happens(world, ClosureAgreed{kPractitioner, end, {}}, kPractitioner);
  happens(world, ClosureAgreed{kTherapist, end + 1, {}}, kTherapist);
  for (const PersonId who : kTriad) {
    EXPECT_THAT(acts_of(world, who), ElementsAre("closure", "closing-form"));
    EXPECT_THAT(asked_text(world, who, "closure"), HasSubstr("Different last days"));
  }
  happens(world, ClosureAgreed{kTherapist, end, {}}, kTherapist);
  for (const PersonId who : kTriad) happens(world, ClosingFormGiven{who, {}}, who);
  EXPECT_THAT(acts_of(world, kClient), IsEmpty());
  for (const PersonId who : {kPractitioner, kTherapist})
    EXPECT_THAT(asked_text(world, who, "plan"), HasSubstr("Plan the closing session"));
  const SessionId leave = session(50);
  happens(world, SessionPlanned{leave, SessionKind::triadic, world.moment.at + std::chrono::hours(2), 50, 0, {}, true},
          kTherapist);
  for (const PersonId who : kTriad) EXPECT_THAT(acts_of(world, who), IsEmpty()) << "it is in the book";
  world.moment.at = world.moment.at + std::chrono::hours(3);
  EXPECT_THAT(asked_text(world, kTherapist, "plan"), HasSubstr("Plan the closing session")) << "and was not held";
  happens(world, SessionStarted{leave}, kTherapist);
  EXPECT_THAT(acts_of(world, kTherapist), IsEmpty());
  happens(world, SessionEnded{leave, 50}, kTherapist);
  EXPECT_THAT(acts_of(world, kTherapist), IsEmpty()) << "the day is still to come";
  let_pass(world, 7);
  for (const PersonId who : {kPractitioner, kTherapist}) EXPECT_THAT(acts_of(world, who), ElementsAre("close"));
  EXPECT_THAT(acts_of(world, kClient), IsEmpty());
  EXPECT_THAT(refusals(world, Closed{}, kTherapist), IsEmpty());
}

TEST(Groundwork, IsNotForgottenOverTheMeetingThatGoesOn) {
  World world = begun(rules(), Milestone::opened, kWhole);
  world.course.sessions.clear();
  const auto text = [&] { return asked_text(world, kTherapist, "plan"); };
  EXPECT_THAT(text(), HasSubstr("the groundwork comes first"));
  for (std::uint8_t at = 0; at < 3; ++at) {
    const SessionId id = session(static_cast<std::uint8_t>(60 + at));
    happens(world,
            SessionPlanned{id, SessionKind::therapist, world.moment.at + std::chrono::hours(1), 50, 0, {}, false},
            kTherapist);
    EXPECT_THAT(text(), Not(HasSubstr("groundwork"))) << "it is in the book";
    world.moment.at = world.moment.at + std::chrono::hours(1);
    happens(world, SessionStarted{id}, kTherapist);
    if (at < 2)
      EXPECT_THAT(text(), HasSubstr("the groundwork asks for " + std::to_string(2 - at) + " more."));
    else
      EXPECT_THAT(text(), Not(HasSubstr("groundwork")));
    happens(world, SessionEnded{id, 50}, kTherapist);
  }
}

// What the gates don't count as held, the lists don't either.
TEST(Meetings, ThatWereStoppedAtOnceCountForNothing) {
  World world = begun(rules(), Milestone::opened, kWhole);
  world.course.sessions.clear();
  const auto begin = [&](std::uint8_t number, SessionKind kind) {
    happens(world, SessionPlanned{session(number), kind, world.moment.at, 50, 0, {}, false}, kTherapist);
    happens(world, SessionStarted{session(number)}, kTherapist);
  };
  begin(60, SessionKind::therapist);
  happens(world, SessionStopped{session(60)}, kTherapist);
  begin(61, SessionKind::therapist);
  EXPECT_THAT(asked_text(world, kTherapist, "plan"), HasSubstr("the groundwork asks for 2 more."));
  happens(world, SessionEnded{session(61), 50}, kTherapist);

  Session touch;
  touch.id = session(62);
  touch.kind = SessionKind::practitioner;
  touch.step = Step::ended;
  touch.minutes = 60;
  touch.began = world.moment.at;
  touch.over = world.moment.at + std::chrono::hours(1);
  world.course.sessions.push_back(touch);
  world.moment.at = world.moment.at + std::chrono::hours(2);
  ASSERT_EQ(hours_since_review(world.course).minutes, 60);
  begin(63, SessionKind::triadic);
  happens(world, SessionStopped{session(63)}, kTherapist);
  EXPECT_EQ(hours_since_review(world.course).minutes, 60) << "nothing was looked at together";
}

TEST(Health, IsNotAskedForAPhaseInWhichNothingIsDone) {
  World world = begun(rules(), Milestone::second_phase, kWhole);
  world.course.health.clear();
  ASSERT_EQ(world.course.phase, 1);
  EXPECT_THAT(acts_of(world, kClient), Contains("health"));
  world.course.plan.phases[1].activities.clear();
  EXPECT_THAT(acts_of(world, kClient), Not(Contains("health")));
}

TEST(Told, TheClientReadsOfThemselfAsYou) {
  for (const auto& [said, told] : std::initializer_list<std::pair<const char*, const char*>>{
           {"The client has not signed the plan.", "You have not signed the plan."},
           {"The client plans a meeting with somebody of their own, holds it alone, and tells of it afterwards.",
            "You plan a meeting with somebody of your own, hold it alone, and tell of it afterwards."},
           {"A round that the client knows, as long as they like, side by side.",
            "A round that you know, as long as you like, side by side."},
           {"Buying something or asking the way; the client speaks, the practitioner stands by.",
            "Buying something or asking the way; you speak, your practitioner stands by."},
           {"The client goes, tries and watches. They hold it.", "You go, tries and watches. They hold it."},
           {"What is said if somebody who knows the client comes along is agreed beforehand.",
            "What is said if somebody who knows you comes along is agreed beforehand."},
           {"After the therapist has talked it through with the client.",
            "After your therapist has talked it through with you."},
           {"Each decides for themself how far, and may dress again.",
            "Each decides for themself how far, and may dress again."},
           {"The pace is the client's: to stay is a whole course.", "The pace is yours: to stay is a whole course."},
           {"Client and practitioner are no longer in contact.", "You and your practitioner are no longer in contact."},
           {"client, practitioner and therapist", "you, your practitioner and your therapist"},
           {"your practitioner and therapist", "your practitioner and therapist"},
           {"Of all the clients.", "Of all the clients."}})
    EXPECT_EQ(to_client(said), told);
  for (const Rule& rule : rules())
    for (const auto text : {rule.why, rule.mend, rule.who}) {
      const auto words = to_client(std::string(text));
      for (const std::string_view wrong :
           {"he client", "lient and", "you has", "ou is ", "ou knows", "ou lets", "your your", "ou says"})
        EXPECT_EQ(words.find(wrong), words.npos) << words;
    }
  EXPECT_EQ(to_client(std::string(find_rule(rules(), "release-live")->why)),
            "The professionals may talk about you because you let them, and only with those named.");
}

std::string doubled(const std::string& words) {
  std::string text = words;
  for (char& sign : text)
    if (sign >= 'A' && sign <= 'Z') sign = static_cast<char>(sign - 'A' + 'a');
  for (const std::string_view wrong : {"your your", "the the", "you you", "and and"})
    if (text.find(wrong) != text.npos) return words;
  return {};
}

// Of the table, and of every gate with what is missing, at every step on the way.
TEST(Told, NoWordTwice) {
  for (const Rule& rule : rules())
    for (const auto text : {rule.what, rule.why, rule.who, rule.mend}) EXPECT_EQ(doubled(to_client(std::string(text))), "");
  std::set<std::string> whats;
  for (const auto stage : {Milestone::opened, Milestone::first_planned, Milestone::second_phase, Milestone::after_first})
    for (std::size_t leave_out = 0; leave_out <= way_to(stage).size(); ++leave_out)
      for (const int days : {0, 500}) {
        World world = begun(rules(), stage, leave_out);
        for (Session& session : world.course.sessions)
          if (stage == Milestone::after_first) session.consulted = false;
        world.moment.today = world.moment.today + days;
        Session next = session_to_come(world.course);
        for (const Session& session : world.course.sessions)
          if (session.step == Step::planned) next = session;
        for (const Gate& gate : gates(rules(), {world.course, world.circle, next, world.moment}))
          if (!gate.what.empty()) whats.insert(gate.what);
      }
  EXPECT_GT(whats.size(), 20U);
  for (const std::string& what : whats) EXPECT_EQ(doubled(to_client(what)), "");
  EXPECT_EQ(to_client("Practitioner and therapist have not consulted since yesterday."),
            "Your practitioner and therapist have not consulted since yesterday.");
}

// It stands as met while the file waits for something else than a stop or a pause.
TEST(Told, ARuleThatIsMetByWhatItLooksAt) {
  EXPECT_EQ(find_rule(rules(), "no-hold")->title, "No stop or pause");
  EXPECT_EQ(find_rule(rules(), "capacity")->why, "Only somebody who can decide for themself can agree to this.");
}

TEST(Told, OnesOwnHealthStatementAsOnesOwn) {
  const World world = begun(rules(), Milestone::opened, kWhole);
  const Telling how{[](PersonId who) { return std::string(who == kClient ? "You" : "Ada"); }, "Europe/London"};
  const auto told = [&](PersonId who) { return telling(HealthStated{who, world.moment.today}, world.course, kTherapist, how); };
  EXPECT_THAT(told(kClient), testing::StartsWith("Your health statement was recorded"));
  EXPECT_THAT(told(kPractitioner), testing::StartsWith("A health statement of Ada was recorded"));
}

TEST(Told, AWaiverByTheNameOfItsRule) {
  const World world = begun(rules(), Milestone::first_planned, kWhole);
  const Telling how{[](PersonId) { return std::string("Tom"); }, "Europe/London"};
  const auto told =
      telling(Waived{world.course.sessions.back().id, "within-competence", "for once"}, world.course, kTherapist, how);
  EXPECT_THAT(told, HasSubstr("Tom waived “Within competence” for"));
  EXPECT_THAT(telling(Waived{{}, "of-long-ago", "x"}, world.course, kTherapist, how), HasSubstr("“of-long-ago”"));
}

}  // namespace
}  // namespace trefoil::course
