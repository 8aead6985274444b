// The course of three people in the browser: each does their part through forms, from the opening to the end.
#include "course/rules.h"
#include "web/file_models.h"
#include "web/test_course.h"

namespace trefoil::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Course : public testing::CourseScene {};

TEST_F(Course, SaysWhatIsMissingAndWhoseTurnItIs) {
  const auto page = body(okafor, at + "/course");
  EXPECT_THAT(page, HasSubstr("Assess suitability."));
  EXPECT_THAT(page, HasSubstr("Whose turn: Jonah and you."));
  EXPECT_THAT(page, HasSubstr(at + "/course/suitability"));
  EXPECT_THAT(body(jonah, at + "/course"), HasSubstr("Read and sign the release of information."));
  EXPECT_THAT(body(jonah, at + "/course"), Not(HasSubstr(at + "/course/suitability\"")));
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("Stop everything"));
  EXPECT_THAT(body(okafor, at), HasSubstr("Assess suitability."));
}

TEST_F(Course, TodayTellsWhatItAsksFromTheFirstDay) {
  EXPECT_THAT(body(okafor, "/today"), HasSubstr("Assess suitability."));
  EXPECT_THAT(body(okafor, "/today"), HasSubstr(at + "/course/suitability"));
  EXPECT_THAT(body(ada, "/today"), Not(HasSubstr("Assess suitability.")));
  EXPECT_EQ(a.post(jonah, at + "/stop", {}).status, 303);
  EXPECT_THAT(body(ada, "/today"), AllOf(HasSubstr("On hold"), HasSubstr("The client has said stop."),
                                         HasSubstr("One file; one is on hold; ")));
}

// A gate that says "you" is a thing that waits on every page on which things wait: nobody is left out of their own turn.
TEST_F(Course, WhatAGateCallsYourTurnWaitsForYouOnEveryPage) {
  for (auto* who : {ada, okafor, jonah}) {
    const auto course = body(who, at + "/course"), today = body(who, "/today");
    const bool turn = course.find("Whose turn: you.") != course.npos || course.find(" and you.") != course.npos;
    EXPECT_EQ(turn, course.find("<p class=\"quiet\">Nothing.</p>") == course.npos);
    EXPECT_EQ(turn, today.find("Nothing waits for you") == today.npos && today.find("Nothing.</p>") == today.npos);
  }
}

TEST_F(Course, TodaySaysHowMuchMoreWaitsThanItShows) {
  EXPECT_THAT(body(ada, "/today"), Not(HasSubstr("more, in the files themselves")));
  for (const std::string code : {"AAA", "BBB", "CCC", "DDD", "EEE"}) a.t.new_file(ada->keys, code);
  EXPECT_THAT(body(ada, "/today"), HasSubstr("And four lines more, in the files themselves."));
}

TEST_F(Course, AStopStandsBesideAPauseInWhatTheClientIsTold) {
  must(okafor, "pause");
  EXPECT_EQ(a.post(jonah, at + "/stop", {}).status, 303);
  EXPECT_THAT(body(jonah, "/today"), AllOf(HasSubstr("You said stop."), HasSubstr("paused the work."),
                                           HasSubstr("I want to go on"), Not(HasSubstr("Stop everything"))));
  EXPECT_THAT(body(okafor, at + "/course"), HasSubstr("The client has said stop. The therapist has paused the file."));
}

TEST_F(Course, WhatIsPlannedWaitsWhileItIsPaused) {
  open();
  planned(ada, {{"kind", "practitioner"}, {"phase", phase()}, {"activities", *activities().begin()}});
  constexpr auto kWaits = ">waits<";
  EXPECT_THAT(body(okafor, at + "/course"), AllOf(HasSubstr(">planned<"), Not(HasSubstr(kWaits))));
  must(okafor, "pause");
  EXPECT_THAT(body(okafor, at + "/course"), AllOf(HasSubstr(kWaits), Not(HasSubstr(">planned<"))));
}

TEST_F(Course, AReportByWhoWasNotThereSaysSo) {
  open();
  const auto session = session_with_practitioner();
  for (auto* who : {ada, jonah}) ASSERT_EQ(a.post(who, session + "/answers", {{"answer-0", "yes"}}).status, 303);
  ASSERT_EQ(a.post(ada, session + "/start", {}).status, 303);
  pass(std::chrono::minutes(40));
  ASSERT_EQ(a.post(ada, session + "/end", {}).status, 303);
  constexpr auto kNotThere = "You were not there: somebody else held this session.";
  EXPECT_THAT(body(ada, session + "/report"), Not(HasSubstr(kNotThere)));
  auto& kay = a.colleague(*ada, "Kay Moss", {care::Role::practitioner});
  a.t.must(practice::act(a.t.house, okafor->keys, file, care::RemovePerson{ada->keys.person, "moved away"}));
  a.t.must(practice::act(a.t.house, okafor->keys, file,
                         care::AddPerson{kay.keys.person, "Kay Moss", care::Role::practitioner, kay.keys.key()}));
  EXPECT_THAT(body(&kay, session + "/report"), AllOf(HasSubstr(kNotThere), HasSubstr("or that nothing was.")));
  EXPECT_THAT(body(&kay, at + "/course"), HasSubstr("Write down what is known of the session, which somebody else held"));
}

TEST_F(Course, TwoSessionsAtOneHourAreRefusedWithTheOther) {
  const auto first = planned(okafor, {{"kind", "therapist"}, {"phase", "0"}});
  const auto refused = send(ada, "plan", {{"kind", "triadic"}, {"phase", "0"}, {"day", day(0)}, {"time", now()}, {"minutes", "50"}});
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.body, AllOf(HasSubstr("another session at that hour."), HasSubstr("href=\"" + first + "\"")));
}

TEST_F(Course, TellsTheClientInTheirOwnPerson) {
  EXPECT_THAT(body(jonah, at + "/course"),
              AllOf(HasSubstr("Your therapist has not looked yet at whether this work is suitable for you."),
                    HasSubstr("You have not consented to the treatment."), HasSubstr("Whose turn: N. Okafor and you.")));
  EXPECT_THAT(body(ada, at + "/course"), HasSubstr("The client has not consented to the treatment."));
}

TEST_F(Course, TodayAndTheFileTellWhatRunsOut) {
  EXPECT_EQ(send(ada, "credentials", {{"born", "1970-02-03"}, {"until", day(9)}, {"words", "a body, a number, an insurer"}}).status, 422)
      << "a practitioner who is trained for nothing";
  must(ada, "credentials", {{"born", "1970-02-03"}, {"until", day(9)}, {"words", "a body, a number, an insurer"}, {"competence", "Dancing"}});
  must(okafor, "credentials", {{"born", "1970-02-03"}, {"until", day(15)}, {"words", "a body, a number, an insurer"}});
  must(jonah, "release",
       {{"recipients", ada->keys.person.str()}, {"recipients", okafor->keys.person.str()}, {"until", day(3)}});
  for (const auto& page : {body(ada, "/today"), body(ada, at), body(ada, at + "/course")})
    EXPECT_THAT(page, AllOf(HasSubstr("Credentials, your own"), HasSubstr(at + "/course/credentials"),
                            HasSubstr("Release of information"), Not(HasSubstr("Credentials, N. Okafor"))));
  EXPECT_THAT(body(okafor, "/today"), HasSubstr("Credentials, Ada Lind"));
  EXPECT_THAT(body(jonah, "/today"),
              AllOf(HasSubstr("Release of information, your own"), Not(HasSubstr("Credentials"))));
  pass(std::chrono::hours(24 * 10));
  EXPECT_THAT(body(okafor, "/today"), AllOf(HasSubstr("ran out on"), HasSubstr("Credentials, your own")));
}

TEST_F(Course, ShowsAFormToThoseWhoseItIs) {
  const auto not_his = a.get(ada, at + "/course/suitability");
  EXPECT_EQ(not_his.status, 403);
  EXPECT_THAT(not_his.body, AllOf(HasSubstr("is not asked of you now."), HasSubstr("href=\"" + at + "/course\"")));
  EXPECT_THAT(not_his.body, Not(HasSubstr("name=\"verdict\"")));
  EXPECT_EQ(a.get(okafor, at + "/course/suitability").status, 200);
  EXPECT_EQ(a.get(jonah, at + "/course/consent").status, 403) << "nobody has explained it yet";
  for (auto* who : {ada, okafor}) must(who, "explain");
  EXPECT_THAT(body(jonah, at + "/course/consent"), HasSubstr("Consent to the treatment"));
  EXPECT_EQ(send(ada, "suitability", {{"verdict", "suitable"}, {"review", day(9)}}).status, 403)
      << "and whoever sends it all the same is refused";
}

TEST_F(Course, TheTherapistTicksThePracticesOwnListAndTheRecordSaysWhatWasLookedAt) {
  EXPECT_THAT(body(okafor, at + "/course/suitability"), HasSubstr("Pressure by anybody else"));
  const Fields settings{{"practice", "Willow Row"}, {"zone", "Europe/London"},     {"idle_minutes", "15"},
                        {"lead_body", ""},          {"concern_days", "7"}, {"supervision_days", "42"}};
  auto own = settings;
  own.emplace_back("checklist", "Sleeps in a shelter\r\n\r\nHas nobody to ring\r\n");
  ASSERT_EQ(a.post(ada, "/practice", own).status, 303);
  ASSERT_EQ(a.post(ada, "/practice", settings).status, 303) << "a form without the field leaves it as it is";
  auto stale = settings;
  for (const char* field : {"checklist", "checklist_was"}) stale.emplace_back(field, "Acute crisis\r\nAddiction");
  ASSERT_EQ(a.post(ada, "/practice", stale).status, 303) << "as does one on which the list was not touched";
  must(okafor, "suitability", {{"verdict", "suitable"}, {"review", day(100)}, {"words", "sloe"}});
  EXPECT_THAT(body(okafor, at), AllOf(HasSubstr("Suitability: sloe"), Not(HasSubstr("ooked at:")))) << "a form without a list";
  const auto form = body(okafor, at + "/course/suitability");
  EXPECT_THAT(form, AllOf(HasSubstr("value=\"Sleeps in a shelter\""), Not(HasSubstr("Pressure by anybody else"))));
  must(okafor, "suitability",
       {{"verdict", "suitable"}, {"review", day(100)}, {"words", "medlar"}, {"looked", "Has nobody to ring"}});
  EXPECT_EQ(send(okafor, "suitability",
                 {{"verdict", "suitable"}, {"review", day(100)}, {"words", "x"}, {"looked", "Pressure by anybody else"}})
                .status,
            422)
      << "ticked on a list that is not the practice's any more";
  EXPECT_THAT(body(okafor, at), AllOf(HasSubstr("Suitability: medlar"), HasSubstr("Looked at: Has nobody to ring."),
                                      HasSubstr("Not looked at: Sleeps in a shelter.")));
  EXPECT_THAT(form, HasSubstr("name=\"list_shown\" value=\"yes\""));
  must(okafor, "suitability", {{"verdict", "not-now"}, {"review", day(100)}, {"words", ""}, {"list_shown", "yes"}});
  EXPECT_THAT(body(okafor, at), HasSubstr("Not looked at: Sleeps in a shelter; Has nobody to ring.")) << "nothing ticked";
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr("nobody to ring")));
}

TEST_F(Course, TodayTellsTheOneWhoWasBookedTwiceByTwoWhoCouldNotKnow) {
  auto* bea = &a.colleague(*ada, "Bea Hall", {care::Role::practitioner});
  const LogId hers = a.t.new_file(bea->keys, "OTHER");
  a.t.must(practice::act(a.t.house, bea->keys, hers,
                         care::AddPerson{okafor->keys.person, "N. Okafor", care::Role::therapist, okafor->keys.key()}));
  const auto plan = [&](testing::Person* who, LogId where, const std::string& time) {
    EXPECT_EQ(a.post(who, "/files/" + where.str() + "/course/plan",
                     {{"kind", "triadic"}, {"phase", "0"}, {"day", day(1)}, {"time", time}, {"minutes", "50"}})
                  .status,
              303);
  };
  plan(ada, file, "10:00");
  plan(bea, hers, "10:50");
  EXPECT_THAT(body(okafor, "/today"), Not(HasSubstr("another at that hour"))) << "one begins when the other ends";
  plan(bea, hers, "09:11");
  EXPECT_THAT(body(okafor, "/today"), HasSubstr("you have another at that hour"));
  for (auto* who : {ada, bea}) EXPECT_THAT(body(who, "/today"), Not(HasSubstr("another at that hour"))) << "it is not theirs";
}

TEST_F(Course, OwnSupervisionIsNotedByThemselfAndWarnsWhereItIsOverdue) {
  const auto mine = "/people/" + ada->keys.person.str();
  EXPECT_THAT(body(ada, mine), AllOf(HasSubstr("Own supervision"), HasSubstr("None is noted yet.")));
  EXPECT_THAT(body(okafor, mine), Not(HasSubstr("action=\"" + mine + "/supervision\"")));
  EXPECT_EQ(a.post(okafor, mine + "/supervision", {{"day", day(0)}}).status, 404);
  EXPECT_EQ(a.post(ada, mine + "/supervision", {{"day", day(1)}}).status, 422);
  EXPECT_EQ(a.post(ada, mine + "/supervision", {{"day", "soon"}}).status, 422);
  EXPECT_THAT(body(ada, "/today"), Not(HasSubstr("No supervision of your own is noted yet.")));
  planned(ada, {{"kind", "practitioner"}, {"phase", "0"}});
  EXPECT_THAT(body(ada, "/today"), HasSubstr("No supervision of your own is noted yet.")) << "sessions are planned";
  EXPECT_EQ(a.post(ada, mine + "/supervision", {{"day", day(0)}}).status, 303);
  const auto due = "the next is due by " + base::in_words(base::local_day(a.t.clock.now(), "Europe/London") + 42);
  EXPECT_EQ(a.post(ada, mine + "/supervision", {{"day", day(-30)}}).status, 303);
  EXPECT_THAT(body(okafor, mine), HasSubstr(due)) << "one that is filled in afterwards sets nothing back";
  EXPECT_THAT(body(okafor, mine), HasSubstr("the next is due by"));
  EXPECT_THAT(body(ada, "/today"), Not(HasSubstr("Own supervision")));
  EXPECT_EQ(a.post(okafor, "/people/" + okafor->keys.person.str() + "/supervision", {{"day", day(0)}}).status, 303);
  pass(std::chrono::hours(24 * 29));
  EXPECT_THAT(body(ada, "/today"), AllOf(HasSubstr("href=\"" + mine + "\">Own supervision"), HasSubstr("Due on")));
  EXPECT_THAT(body(okafor, "/today"), Not(HasSubstr("Own supervision")));
  pass(std::chrono::hours(24 * 20));
  EXPECT_THAT(body(ada, "/today"), HasSubstr("Was due on"));
  EXPECT_THAT(body(ada, mine), HasSubstr("overdue"));
}

TEST_F(Course, BeginsWithAnEnquiry) {
  EXPECT_EQ(send(ada, "enquiry", {{"by", "client"}, {"first", ""}, {"on", day(0)}}).status, 422);
  must(ada, "enquiry", {{"by", "relative"}, {"first", "they"}, {"on", day(-3)}, {"words", "medlar: by letter only"}});
  EXPECT_THAT(body(okafor, at), HasSubstr("somebody close to the client asked, of their own accord."));
  EXPECT_THAT(body(okafor, at), HasSubstr("medlar: by letter only"));
  EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr("medlar")));
  EXPECT_EQ(a.get(jonah, at + "/course/enquiry").status, 403);
}

TEST_F(Course, WhatSomebodySaysNoToIsLeftOutInTwoTouches) {
  open();
  const std::string activity = *activities().begin(), other = *std::next(activities().begin());
  const auto session = planned(
      ada, {{"kind", "practitioner"}, {"phase", phase()}, {"activities", activity}, {"activities", other}});
  ASSERT_EQ(a.post(ada, session + "/answers", {{"answer-0", "yes"}, {"answer-1", "yes"}}).status, 303);
  ASSERT_EQ(a.post(jonah, session + "/answers", {{"answer-0", "no"}, {"answer-1", "yes"}}).status, 303);
  EXPECT_THAT(body(ada, session), HasSubstr(session + "/leave-out"));
  EXPECT_THAT(body(ada, session + "/leave-out"), HasSubstr("Somebody said no to it."));
  EXPECT_EQ(a.get(jonah, session + "/leave-out").status, 403);
  EXPECT_EQ(a.post(ada, session + "/leave-out", {{"activity", activity}}).status, 303);
  EXPECT_EQ(last_session().activities, std::set<std::string>{other});
  EXPECT_EQ(a.post(ada, session + "/leave-out", {{"activity", other}}).status, 403) << "then nothing would be planned";
  EXPECT_EQ(a.post(ada, session + "/start", {}).status, 303);
}

TEST_F(Course, GoesFromTheOpeningThroughALoopToTheEnd) {
  open();
  const auto session = session_with_practitioner();
  const auto refused = a.post(ada, session + "/start", {});
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("has not agreed yet to “"));
  EXPECT_THAT(refused.body, HasSubstr(session + "/answers"));
  for (auto* who : {ada, jonah}) EXPECT_EQ(a.post(who, session + "/answers", {{"answer-0", "yes"}}).status, 303);
  EXPECT_EQ(a.post(jonah, session + "/start", {}).status, 403) << "a client starts nothing";
  EXPECT_EQ(a.post(ada, session + "/start", {}).status, 303);
  EXPECT_THAT(body(jonah, session), HasSubstr("Stop now"));
  pass(std::chrono::minutes(40));
  EXPECT_EQ(a.post(ada, session + "/end", {{"done", *activities().begin()}}).status, 303);
  EXPECT_EQ(last_session().done, std::set<std::string>{*activities().begin()});

  EXPECT_THAT(body(ada, at), AllOf(HasSubstr("With the practitioner so far: 1 session, half an hour."),
                                   HasSubstr("earlier entries</summary>")));
  EXPECT_THAT(body(ada, "/today"), AllOf(HasSubstr("1 session, half an hour"),
                                         HasSubstr("Write the report: the session of"), Not(HasSubstr(">late<"))));

  // Then nothing more before the report, the consult and a meeting with the therapist.
  EXPECT_THAT(body(ada, at + "/course"), HasSubstr("Write the report"));
  EXPECT_EQ(a.post(ada, session + "/report",
                   {{"words", "medlar-clinical"}, {"progress", "medlar-shared"}, {"process", "medlar-mine"}})
                .status,
            303);
  EXPECT_THAT(body(jonah, session), HasSubstr("medlar-shared"));
  for (const auto* hidden : {"medlar-clinical", "medlar-mine", "quince"}) {
    EXPECT_THAT(body(jonah, session), Not(HasSubstr(hidden)));
    EXPECT_THAT(body(jonah, "/today"), Not(HasSubstr(hidden)));
  }
  EXPECT_THAT(body(okafor, session), HasSubstr("medlar-clinical"));
  EXPECT_THAT(body(okafor, session), Not(HasSubstr("medlar-mine")));
  EXPECT_EQ(a.post(okafor, session + "/consult", {{"day", day(-400)}, {"minutes", "20"}, {"words", "slowly"}}).status, 422)
      << "no consult on a session comes before it";
  EXPECT_EQ(a.post(okafor, session + "/consult", {{"day", day(1)}, {"minutes", "20"}, {"words", "slowly"}}).status, 422);
  EXPECT_EQ(a.post(okafor, session + "/consult", {{"minutes", "20"}, {"words", "slowly"}, {"pace", "quince, as it is"}}).status, 303);
  EXPECT_THAT(body(ada, session), HasSubstr("The pace: quince, as it is"));
  const auto next = session_with_practitioner();
  for (auto* who : {ada, jonah}) EXPECT_EQ(a.post(who, next + "/answers", {{"answer-0", "yes"}}).status, 303);
  EXPECT_THAT(a.post(ada, next + "/start", {}).body, HasSubstr("has not met the therapist since"));
  EXPECT_THAT(body(ada, "/today"), AllOf(HasSubstr("one session today"), HasSubstr("one thing missing")));
  EXPECT_THAT(body(okafor, "/today"), Not(HasSubstr("one thing missing"))) << "a session that is not theirs";
  EXPECT_EQ(a.post(ada, next + "/waive", {{"rule", "therapist-between"}, {"words", "x"}}).status, 403);
  EXPECT_EQ(a.post(okafor, next + "/waive", {{"rule", "therapist-between"}, {"words", "ill this week"}}).status, 303);
  EXPECT_THAT(body(jonah, next), HasSubstr("ill this week"));
  EXPECT_EQ(a.post(ada, next + "/start", {}).status, 303);
  EXPECT_EQ(a.post(jonah, next + "/stop", {}).status, 303);
  EXPECT_EQ(last_session().step, course::Step::stopped);

  // The ending: agreed by all three, a closing session, a form from each.
  for (auto* who : {ada, okafor, jonah}) must(who, "closure", {{"person", who->keys.person.str()}, {"end", day(0)}});
  const auto leave = planned(okafor, {{"kind", "therapist"}, {"closing", "yes"}});
  EXPECT_EQ(a.post(okafor, leave + "/start", {}).status, 303);
  pass(std::chrono::minutes(30));
  EXPECT_EQ(a.post(okafor, leave + "/end", {}).status, 303);
  EXPECT_EQ(send(ada, "close").status, 403) << "no forms yet";
  for (auto* who : {ada, okafor, jonah})
    must(who, "closing-form", {{"person", who->keys.person.str()}, {"words", "thank you"}});
  must(ada, "close");
  EXPECT_EQ(send(ada, "plan",
                 {{"kind", "practitioner"}, {"phase", "0"}, {"day", day(1)}, {"time", "10:00"}, {"minutes", "50"}})
                .status,
            403);
  EXPECT_EQ(send(okafor, "plan", {{"kind", "therapist"}, {"day", day(1)}, {"time", "10:00"}, {"minutes", "50"}}).status,
            303);
  for (const std::string back : {"release-back", "consent-back"}) {
    EXPECT_THAT(body(jonah, at + "/course"), HasSubstr(at + "/course/" + back)) << "after the ending too";
    EXPECT_EQ(a.get(jonah, at + "/course/" + back).status, 200);
    must(jonah, back);
  }
  EXPECT_EQ(a.get(jonah, at + "/course/release").status, 200) << "for the aftercare";
}

TEST_F(Course, WhatIsTakenBackStandsOnEveryPageUntilItIsGivenAgain) {
  open();
  const auto words = "has taken back their consent to the treatment. The work waits until they give it again.";
  EXPECT_THAT(body(ada, "/today"), Not(HasSubstr("On hold")));
  must(jonah, "consent-back");
  for (auto* who : {ada, okafor}) {
    for (const auto& path : {at, at + "/course"}) EXPECT_THAT(body(who, path), HasSubstr(words)) << path;
    EXPECT_THAT(body(who, "/today"), AllOf(HasSubstr("On hold"), HasSubstr("The client "), HasSubstr(words)));
  }
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("You have taken back your consent to the treatment. The work waits until you give it again."));
  must(jonah, "consent", {{"until", day(200)}, {"agree", "yes"}});
  for (auto* who : {ada, jonah}) EXPECT_THAT(body(who, at + "/course"), Not(HasSubstr("taken back")));
  EXPECT_THAT(body(ada, "/today"), Not(HasSubstr("On hold")));
}

TEST_F(Course, AStopIsOneTouchAndOnlyTheClientCanWantToGoOn) {
  open();
  const auto session = session_with_practitioner();
  EXPECT_THAT(body(jonah, session), HasSubstr(">planned<"));
  for (auto* who : {ada, jonah}) EXPECT_EQ(a.post(who, session + "/answers", {{"answer-0", "yes"}}).status, 303);
  for (const auto& path : {session, at + "/course"}) EXPECT_THAT(body(jonah, path), HasSubstr(">confirmed<"));
  ASSERT_EQ(a.post(ada, session + "/start", {}).status, 303);
  const auto stopped = a.post(jonah, at + "/stop", {});
  EXPECT_EQ(stopped.status, 303);
  EXPECT_EQ(last_session().step, course::Step::stopped);
  EXPECT_THAT(body(ada, at), HasSubstr("said stop"));
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("I want to go on"));
  const std::string jonahs = "stop-" + jonah->keys.person.str();
  EXPECT_EQ(send(ada, "resume", {{"hold", jonahs}}).status, 403);
  EXPECT_EQ(send(okafor, "resume", {{"hold", jonahs}}).status, 403) << "the client has not asked";
  EXPECT_EQ(send(ada, "go-on").status, 403) << "the practitioner can't say it for them";
  must(jonah, "go-on");
  must(okafor, "resume", {{"hold", jonahs}});
  EXPECT_TRUE(seen(jonah).course.holds.empty());
}

TEST_F(Course, WhatAClientSaysInTheRoomIsTheTherapistsToWitness) {
  EXPECT_EQ(send(ada, "release", {{"recipients", ada->keys.person.str()}, {"until", day(200)}}).status, 403);
  must(okafor, "release",
       {{"recipients", ada->keys.person.str()}, {"recipients", okafor->keys.person.str()}, {"until", day(200)}});
  EXPECT_THAT(body(jonah, at + "/export"), HasSubstr("export"));
  EXPECT_THAT(body(jonah, "/today"), HasSubstr("as a witness"));
}

TEST_F(Course, TheTermsOfAProgrammeAreTheTherapistsToTakeOver) {
  must(ada, "plan-write", {{"programme", "surrogate-partner-intensive"}});
  EXPECT_EQ(seen(ada).course.plan.version, 1);
  const auto taken = seen(ada).course.terms;
  EXPECT_FALSE(taken.intensive) << "the practitioner makes no course intensive";
  EXPECT_EQ(taken, (course::Terms{1, 3, 12, false})) << "and takes over what is stricter";
  EXPECT_THAT(body(ada, at + "/course/plan-write"), HasSubstr("The therapist sets the terms"));
  EXPECT_EQ(send(ada, "terms", {{"met_days", "21"}, {"groundwork", "3"}, {"report_hours", "24"}, {"intensive", "yes"}})
                .status,
            403);
  must(okafor, "plan-write", {{"programme", "surrogate-partner-intensive"}});
  EXPECT_TRUE(seen(ada).course.terms.intensive);
}

TEST_F(Course, APracticesTermsBindItsFilesAndTheirForms) {
  const auto change = [&](Fields more) {
    Fields fields{{"practice", "Willow Row"}, {"zone", "Europe/London"}, {"idle_minutes", "15"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return a.post(ada, "/practice", fields);
  };
  const auto refused = change({{"met_days", "22"}, {"groundwork", "3"}, {"report_hours", "24"}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, AllOf(HasSubstr("#met_days"), HasSubstr("value=\"22\"")));
  ASSERT_EQ(change({{"met_days", "14"}, {"groundwork", "3"}, {"report_hours", "12"}, {"unwaived", "groundwork"}}).status, 303);
  EXPECT_THAT(body(ada, "/practice"), AllOf(HasSubstr("name=\"met_days\" min=\"1\" max=\"21\" value=\"14\""),
                                            HasSubstr("value=\"groundwork\" checked"), Not(HasSubstr("value=\"consult-held\" checked"))));
  ASSERT_EQ(change({}).status, 303) << "a form of before leaves them as they are";
  ASSERT_EQ(change({{"met_days", "14"}, {"groundwork", "3"}, {"report_hours", "12"}}).status, 303);
  EXPECT_THAT(body(ada, "/practice"), Not(HasSubstr("value=\"groundwork\" checked"))) << "what is unticked is gone";
  ASSERT_EQ(change({{"met_days", "14"}, {"groundwork", "3"}, {"report_hours", "12"}, {"unwaived", "groundwork"}}).status, 303);
  const course::Terms terms{14, 3, 12, false, {"groundwork"}};
  EXPECT_EQ(seen(jonah).course.terms, terms);
  EXPECT_THAT(body(okafor, at + "/course/terms"), AllOf(HasSubstr("At most 14."), HasSubstr("so in all files of your practice")));
  EXPECT_EQ(send(okafor, "terms", {{"met_days", "21"}, {"groundwork", "3"}, {"report_hours", "12"}}).status, 403);
  must(okafor, "terms", {{"met_days", "10"}, {"groundwork", "3"}, {"report_hours", "12"}, {"unwaived", "consult-held"}});
  EXPECT_EQ(seen(jonah).course.terms, (course::Terms{10, 3, 12, false, {"consult-held", "groundwork"}}));
  must(okafor, "plan-write", {{"programme", "social-contact"}});
  const auto taken = seen(jonah).course.terms;
  EXPECT_LE(taken.met_days, 14) << "a programme's terms go no further than the practice's";
  EXPECT_EQ(taken.unwaived, (std::set<std::string>{"consult-held", "groundwork"}));
  const auto session = planned(ada, {{"kind", "practitioner"}, {"phase", phase()}, {"activities", *activities().begin()}});
  EXPECT_THAT(body(okafor, session + "/waive"), AllOf(HasSubstr("value=\"within-competence\""), Not(HasSubstr("value=\"groundwork\""))));
}

TEST_F(Course, FormsAreTypedAtTheEdge) {
  for (const auto& [field, value] :
       std::vector<std::pair<std::string, std::string>>{{"day", ""},
                                                        {"day", "2026-02-30"},
                                                        {"day", "9999-01-01"},
                                                        {"time", "25:00"},
                                                        {"time", ""},
                                                        {"minutes", "4"},
                                                        {"minutes", "x"},
                                                        {"minutes", "99999999999999999999"},
                                                        {"kind", "all"},
                                                        {"phase", "-1"}}) {
    Fields fields{{"kind", "therapist"}, {"day", day(1)}, {"time", "10:00"}, {"minutes", "50"}, {"phase", "0"}};
    for (auto& [name, typed] : fields)
      if (name == field) typed = value;
    const auto response = send(ada, "plan", fields);
    EXPECT_EQ(response.status, 422) << field << "=" << value;
    EXPECT_THAT(response.body, HasSubstr("href=\"#" + field + "\""));
  }
  EXPECT_TRUE(seen(ada).course.sessions.empty());
  EXPECT_EQ(send(ada, "nonsense").status, 404);
  EXPECT_EQ(a.get(ada, at + "/sessions/" + file.str()).status, 404);
  // Whom a client lets know is theirs to tick; what they ticked stays where something else is wrong.
  EXPECT_THAT(body(jonah, at + "/course/release"), AllOf(HasSubstr("name=\"recipients\""), Not(HasSubstr("checked"))));
  EXPECT_EQ(a.post(jonah, at + "/course/release", {{"until", day(100)}}).status, 422) << "nobody is named";
  EXPECT_THAT(a.post(jonah, at + "/course/release", {{"recipients", ada->keys.person.str()}, {"until", "never"}}).body,
              HasSubstr("value=\"" + ada->keys.person.str() + "\" checked"));
}

// That there is one is a fact for all three; what it says is read by whose it is and the therapist.
TEST_F(Course, WhatAHealthStatementSaysIsReadByWhoseItIsAndTheTherapist) {
  must(ada, "plan-write", {{"programme", "social-contact"}});
  EXPECT_THAT(body(jonah, at + "/course"), Not(HasSubstr("/course/health"))) << "nothing that is planned needs it";
  // A plan whose first phase asks for it.
  a.t.must(practice::act(a.t.house, ada->keys, file,
                         care::Record{{course::PlanProposed{"own", {{"Near", {"sitting close"}, true}}}}}));
  EXPECT_THAT(body(jonah, at + "/course"), HasSubstr("/course/health"));
  const Fields statement{{"made", day(-2)}, {"seen", "Dr Reed (invented)"}, {"until", day(80)}, {"words", "loquat"}};
  must(jonah, "health", statement);
  Fields adas = statement;
  adas.back().second = "damson";
  must(ada, "health", adas);
  EXPECT_EQ(seen(okafor).course.health.size(), 2u);
  EXPECT_THAT(body(jonah, at + "/course/health"), HasSubstr("loquat"));
  for (const auto& path : {at + "/course/health", at}) {
    EXPECT_THAT(body(ada, path), HasSubstr("damson"));
    EXPECT_THAT(body(ada, path), Not(HasSubstr("loquat"))) << path;
    for (const auto* words : {"loquat", "damson", "Dr Reed"}) EXPECT_THAT(body(okafor, path), HasSubstr(words)) << path;
  }
  for (const auto& path : {at + "/course/health", std::string("/today")})
    EXPECT_THAT(body(jonah, path), Not(HasSubstr("damson"))) << path;
  EXPECT_THAT(a.get(ada, "/find", {{"q", "loquat"}}).body, HasSubstr("Nothing that you may read"));
  EXPECT_THAT(body(ada, at), HasSubstr("A health statement of Jonah was recorded"));
  for (const auto& [field, value] :
       std::vector<std::pair<std::string, std::string>>{{"made", day(1)}, {"made", ""}, {"seen", " "}, {"until", "x"}}) {
    Fields wrong = statement;
    for (auto& [name, typed] : wrong)
      if (name == field) typed = value;
    const auto response = send(jonah, "health", wrong);
    EXPECT_EQ(response.status, 422) << field;
    EXPECT_THAT(response.body, HasSubstr("href=\"#" + field + "\""));
  }
}

TEST_F(Course, SomebodyOutsideFindsNothing) {
  auto* reed = &a.colleague(*ada, "P. Reed", {care::Role::therapist});
  for (const std::string path : {"/course", "/course/release", "/course/plan"})
    EXPECT_EQ(a.get(reed, at + path).status, 404);
  EXPECT_EQ(a.post(reed, at + "/stop", {}).status, 404);
  EXPECT_EQ(a.get(nullptr, at + "/course").status, 303);
}

}  // namespace
}  // namespace trefoil::web
