#include "course/measuring.h"

#include <gtest/gtest.h>

#include "course/decide.h"
#include "course/way.h"

namespace trefoil::course::measuring_tests {
namespace {

PersonId person(std::uint8_t number) {
  PersonId out;
  out.bytes.fill(number);
  return out;
}
const PersonId kClient = person(1), kPractitioner = person(2), kTherapist = person(3), kMentor = person(4);
constexpr std::int64_t kHour = 3'600'000, kDayLong = 24 * kHour;
const Day kFirst = *base::parse_day("2026-03-02");

SessionId session_id(std::uint8_t number) {
  SessionId out;
  out.bytes.fill(number);
  return out;
}

// A file of three, and time that passes.
struct Table {
  Course course;
  Circle circle{{{kClient, Part::client, {}, {}}, {kPractitioner, Part::practitioner, {}, {}}, {kTherapist, Part::therapist, {}, {}}}};
  Moment moment{Instant{1'000 * kDayLong + 12 * kHour}, kFirst, {}};

  void pass(int days) {
    moment.at.ms += days * kDayLong;
    moment.today = moment.today + days;
  }
  std::vector<Unmet> wish(PersonId by, const Body& body) {
    auto events = decide(rules(), course, circle, body, by, moment);
    if (!events) return events.error();
    for (const Body& event : *events) apply(course, circle, event, by, moment);
    return {};
  }
  void plan(std::vector<MeasurePlan> plans) { EXPECT_TRUE(wish(kTherapist, MeasuresScheduled{std::move(plans)}).empty()); }
  void answer(std::string_view instrument, PersonId who = kClient) {
    moment.at.ms += 60'000;
    EXPECT_TRUE(wish(who, MeasureTaken{std::string(instrument), "w", who, {}, {}, false}).empty());
  }
  std::vector<DueMeasure> due() const { return measures_due(course, circle, moment); }
  bool is_due(std::string_view instrument, PersonId who = kClient) const {
    const auto all = due();
    return std::ranges::any_of(all, [&](const DueMeasure& one) { return one.instrument == instrument && one.person == who; });
  }
  void hold(SessionKind kind, std::uint8_t number) {
    Session session;
    session.id = session_id(number);
    session.kind = kind;
    session.step = Step::ended;
    session.start = session.began = moment.at + std::chrono::hours(-1);
    session.over = moment.at;
    session.day = moment.today;
    course.sessions.push_back(session);
  }
};
MeasurePlan line(std::string instrument, Occasion when, int weeks = 1, Part part = Part::client) {
  return {std::move(instrument), when, weeks, true, SessionKind::practitioner, part, 60};
}

TEST(Measuring, AtTheStartIsAskedOnceRemindedAfterThreeDaysAndLetGoAfterAFortnight) {
  Table table;
  EXPECT_TRUE(table.due().empty());
  table.plan({line("ucla-3", Occasion::start)});
  ASSERT_EQ(table.due().size(), 1U);
  EXPECT_EQ(table.due()[0], (DueMeasure{"ucla-3", kClient, kFirst, false, 60}));
  table.pass(kRemindAfter - 1);
  EXPECT_FALSE(table.due().at(0).reminded);
  table.pass(1);
  EXPECT_TRUE(table.due().at(0).reminded);
  table.pass(kLetGoAfter - kRemindAfter);
  EXPECT_EQ(table.due().size(), 1U);
  table.pass(1);
  EXPECT_TRUE(table.due().empty());
}

TEST(Measuring, WhatWasAnsweredIsNotAskedAgainAndAnotherPersonsAnswerIsNone) {
  Table table;
  table.plan({line("ucla-3", Occasion::start), line("check", Occasion::start, 1, Part::practitioner)});
  EXPECT_TRUE(table.is_due("ucla-3"));
  EXPECT_TRUE(table.is_due("check", kPractitioner));
  table.answer("ucla-3", kPractitioner);
  EXPECT_TRUE(table.is_due("ucla-3"));
  table.answer("ucla-3");
  EXPECT_FALSE(table.is_due("ucla-3"));
  EXPECT_TRUE(table.is_due("check", kPractitioner));
}

TEST(Measuring, WeeklyComesBackAfterItsWeeksAndAnAnswerShortlyBeforeCounts) {
  Table table;
  table.plan({line("ucla-3", Occasion::weekly, 4)});
  table.answer("ucla-3");
  table.pass(27);
  EXPECT_FALSE(table.is_due("ucla-3"));
  table.pass(1);
  EXPECT_TRUE(table.is_due("ucla-3"));
  // Two days before the next time is near enough; four days are not.
  table.pass(24);
  table.answer("ucla-3");
  table.pass(4);
  EXPECT_TRUE(table.is_due("ucla-3"));
  table.pass(26);
  table.answer("ucla-3");
  table.pass(2);
  EXPECT_FALSE(table.is_due("ucla-3"));
}

TEST(Measuring, WeeklyIsLetGoBeforeTheNextTime) {
  Table table;
  table.plan({line("diary", Occasion::weekly, 1)});
  table.pass(6);
  EXPECT_EQ(table.due().at(0).since, kFirst);
  table.pass(1);
  EXPECT_EQ(table.due().at(0).since, kFirst + 7);
  EXPECT_FALSE(table.due().at(0).reminded);
}

TEST(Measuring, ALineThatStaysInThePlanKeepsItsBeginning) {
  Table table;
  table.plan({line("diary", Occasion::weekly, 2)});
  table.pass(10);
  table.plan({line("diary", Occasion::weekly, 2), line("ucla-3", Occasion::start)});
  EXPECT_EQ(table.course.measures[0].since, kFirst);
  EXPECT_EQ(table.course.measures[1].since, kFirst + 10);
}

TEST(Measuring, AfterASessionOfItsKindAndByAnAnswerSinceItsEndAlone) {
  Table table;
  MeasurePlan after = line("session-check", Occasion::after_session);
  after.any_kind = false;
  table.plan({after});
  EXPECT_TRUE(table.due().empty());
  table.hold(SessionKind::therapist, 1);
  EXPECT_TRUE(table.due().empty());
  table.answer("session-check");  // before the session, on the same day
  table.moment.at.ms += 2 * kHour;
  table.hold(SessionKind::practitioner, 2);
  EXPECT_TRUE(table.is_due("session-check"));
  table.answer("session-check");
  EXPECT_FALSE(table.is_due("session-check"));
}

// The session check is handed over before they part: it is about this session all the same.
TEST(Measuring, AnAnswerWhileTheSessionGoesOnCountsForIt) {
  Table table;
  table.plan({line("session-check", Occasion::after_session), line("ons-direct", Occasion::after_session),
              line("ons-direct", Occasion::before_session)});
  table.answer("session-check");
  table.answer("ons-direct");
  table.moment.at.ms += 3 * kHour;  // the session begins an hour ago, after these
  table.hold(SessionKind::practitioner, 1);
  EXPECT_TRUE(table.is_due("session-check"));
  Table during;
  during.plan({line("session-check", Occasion::after_session), line("ons-direct", Occasion::after_session),
               line("ons-direct", Occasion::before_session)});
  during.answer("session-check");
  during.answer("ons-direct");
  during.moment.at.ms += kHour / 2;
  during.hold(SessionKind::practitioner, 1);
  EXPECT_FALSE(during.is_due("session-check"));
  EXPECT_TRUE(during.is_due("ons-direct")) << "what is asked before sessions too may have been answered as that";
}

TEST(Measuring, WhoJoinsLaterIsAskedFromThenOn) {
  Table table;
  table.plan({line("ucla-3", Occasion::start), line("check", Occasion::after_session, 1, Part::practitioner),
              line("diary", Occasion::weekly, 4)});
  table.pass(20);
  EXPECT_FALSE(table.is_due("ucla-3"));
  table.hold(SessionKind::practitioner, 1);
  table.moment.at.ms += kHour;
  const PersonId late = person(8), other = person(9);
  table.circle.seats.push_back({late, Part::client, table.moment.at, {}});
  table.circle.seats.push_back({other, Part::practitioner, table.moment.at, {}});
  EXPECT_TRUE(table.is_due("ucla-3", late));
  EXPECT_TRUE(table.is_due("check", kPractitioner));
  EXPECT_FALSE(table.is_due("check", other)) << "they were not in that session";
  for (const auto& due : table.due())
    if (due.person == late) {
      EXPECT_EQ(due.since, table.moment.today) << due.instrument;
    }
  table.pass(kRemindAfter - 1);
  for (const auto& due : table.due())
    if (due.person == late) {
      EXPECT_FALSE(due.reminded) << due.instrument;
    }
  table.pass(kLetGoAfter);
  EXPECT_FALSE(table.is_due("ucla-3", late));
}

TEST(Measuring, ALinkThatAsksSomethingElseIsNotInTheirHandsForThis) {
  Table table;
  table.plan({line("ucla-3", Occasion::start), line("phq-9", Occasion::start)});
  KeyId key;
  key.bytes.fill(9);
  EXPECT_TRUE(table.wish(kTherapist, MeasureLinkMade{key, kClient, {"ucla-3"}, kFirst + 14}).empty());
  EXPECT_TRUE(has_open_link(table.course, kClient, "ucla-3", kFirst, kFirst));
  EXPECT_FALSE(has_open_link(table.course, kClient, "phq-9", kFirst, kFirst));
  const auto all = asked_of(kTherapist, rules(), table.course, table.circle, table.moment);
  EXPECT_TRUE(std::ranges::any_of(all, [](const auto& one) { return one.act == "measures"; })) << "the other is still to be asked";
}

// A meeting of all three at nine, and now it is ten the evening a week before: the day counts, and not the hours.
TEST(Measuring, AReviewsDayIsThatOfItsZone) {
  Table table;
  table.plan({line("phq-9", Occasion::review)});
  table.moment.at = *base::at_local(kFirst, "22:00", "Europe/London");
  table.moment.zone = "Europe/London";
  Session meeting;
  meeting.kind = SessionKind::triadic;
  meeting.start = *base::at_local(kFirst + 8, "09:00", "Europe/London");
  table.course.sessions.push_back(meeting);
  EXPECT_TRUE(table.due().empty()) << "eight days ahead, though seven days and eleven hours";
  table.pass(1);
  EXPECT_TRUE(table.is_due("phq-9"));
  EXPECT_EQ(table.due().at(0).since, kFirst + 1);
}

TEST(Measuring, BeforeASessionWithinTheDayBeforeIt) {
  Table table;
  table.plan({line("ons-direct", Occasion::before_session)});
  Session next;
  next.id = session_id(7);
  next.kind = SessionKind::practitioner;
  next.start = Instant{table.moment.at.ms + 30 * kHour};
  table.course.sessions.push_back(next);
  EXPECT_TRUE(table.due().empty());
  table.moment.at.ms += 8 * kHour;
  EXPECT_TRUE(table.is_due("ons-direct"));
  table.answer("ons-direct");
  EXPECT_FALSE(table.is_due("ons-direct"));
}

TEST(Measuring, BeforeAReviewIsAWeekBeforeTheThreeMeetOrSuitabilityIsLookedAtAgain) {
  Table table;
  table.plan({line("phq-9", Occasion::review)});
  table.course.suitability[kClient] = {kTherapist, true, kFirst + 20};
  table.pass(12);
  EXPECT_TRUE(table.due().empty());
  table.pass(1);
  EXPECT_TRUE(table.is_due("phq-9"));
  table.answer("phq-9");
  EXPECT_FALSE(table.is_due("phq-9"));
  Session meeting;
  meeting.kind = SessionKind::triadic;
  meeting.start = Instant{table.moment.at.ms + 16 * kDayLong};
  table.course.sessions.push_back(meeting);
  EXPECT_FALSE(table.is_due("phq-9"));
  table.pass(9);
  EXPECT_TRUE(table.is_due("phq-9"));
}

TEST(Measuring, AtTheEndingAndAfterItTheClientAndTheTherapistAlone) {
  Table table;
  table.plan({line("ucla-3", Occasion::closure), line("phq-9", Occasion::aftercare), line("diary", Occasion::weekly),
              line("look-back", Occasion::closure, 1, Part::practitioner)});
  EXPECT_TRUE(table.is_due("diary"));
  EXPECT_FALSE(table.is_due("ucla-3"));
  table.course.closing.agreed[kClient] = kFirst + 20;
  table.pass(5);
  EXPECT_FALSE(table.is_due("ucla-3"));
  table.pass(1);
  EXPECT_TRUE(table.is_due("ucla-3"));
  EXPECT_TRUE(table.is_due("look-back", kPractitioner));
  table.pass(14);
  table.course.closing.closed = true;
  table.course.closing.end = table.moment.today;
  EXPECT_FALSE(table.is_due("diary"));
  EXPECT_FALSE(table.is_due("look-back", kPractitioner));
  EXPECT_FALSE(table.is_due("phq-9"));
  table.moment.today = base::months_after(table.course.closing.end, 1);
  EXPECT_TRUE(table.is_due("phq-9"));
  table.answer("phq-9");
  EXPECT_FALSE(table.is_due("phq-9"));
  table.moment.today = base::months_after(table.course.closing.end, 3);
  EXPECT_TRUE(table.is_due("phq-9"));
}

TEST(Measuring, WhoSaidStopOwesNothing) {
  Table table;
  table.plan({line("ucla-3", Occasion::start), line("own", Occasion::start, 1, Part::therapist)});
  EXPECT_TRUE(table.wish(kClient, Held{HoldKind::client_stop, kClient, {}}).empty());
  EXPECT_FALSE(table.is_due("ucla-3"));
  EXPECT_TRUE(table.is_due("own", kTherapist));
}

TEST(Measuring, AskedForTwoReasonsItIsAskedOnceSinceTheLaterOne) {
  Table table;
  table.plan({line("ucla-3", Occasion::start), line("ucla-3", Occasion::weekly, 1)});
  EXPECT_EQ(table.due().size(), 1U);
  table.pass(8);
  ASSERT_EQ(table.due().size(), 1U);
  EXPECT_EQ(table.due()[0].since, kFirst + 7);
}

// --- who may ---
TEST(Measuring, ThePlanIsTheTherapists) {
  Table table;
  for (const PersonId by : {kClient, kPractitioner, kMentor})
    EXPECT_FALSE(table.wish(by, MeasuresScheduled{{line("ucla-3", Occasion::start)}}).empty());
  EXPECT_TRUE(table.course.measures.empty());
  for (auto broken : {line("", Occasion::start), line("a", Occasion::weekly, 0), line("a", Occasion::weekly, 53),
                      line("a", Occasion::start, 1, Part::mentor)})
    EXPECT_FALSE(table.wish(kTherapist, MeasuresScheduled{{broken}}).empty()) << broken.instrument << broken.weeks;
  const auto twice = line("a", Occasion::start);
  EXPECT_FALSE(table.wish(kTherapist, MeasuresScheduled{{twice, twice}}).empty());
  EXPECT_FALSE(table.wish(kTherapist, MeasuresScheduled{std::vector(kMostMeasures + 1, twice)}).empty());
}

TEST(Measuring, AClientAnswersForThemselfOrOnAProfessionalsScreenAndNobodyForAProfessional) {
  Table table;
  const auto taken = [&](PersonId by, PersonId who, PersonId witness) {
    return table.wish(by, MeasureTaken{"ucla-3", "w", who, witness, {}, false}).empty();
  };
  EXPECT_TRUE(taken(kClient, kClient, {}));
  EXPECT_TRUE(taken(kPractitioner, kClient, kPractitioner));
  EXPECT_TRUE(taken(kTherapist, kClient, kTherapist));
  EXPECT_FALSE(taken(kPractitioner, kClient, {})) << "on whose screen is said";
  EXPECT_FALSE(taken(kPractitioner, kClient, kTherapist));
  EXPECT_FALSE(taken(kClient, kClient, kClient));
  EXPECT_FALSE(taken(kTherapist, kPractitioner, kTherapist));
  EXPECT_FALSE(taken(kClient, kTherapist, kClient));
  EXPECT_FALSE(table.wish(kClient, MeasureTaken{"ucla-3", "w", kClient, {}, {}, true}).empty()) << "a link is known by its key";
}

TEST(Measuring, AfterTheEndingThePractitionerAsksNothingAndAnswersNothing) {
  Table table;
  table.course.closing.closed = true;
  EXPECT_FALSE(table.wish(kPractitioner, MeasureTaken{"ucla-3", "w", kClient, kPractitioner, {}, false}).empty());
  EXPECT_FALSE(table.wish(kPractitioner, MeasureTaken{"ucla-3", "w", kPractitioner, {}, {}, false}).empty());
  KeyId key;
  key.bytes.fill(9);
  EXPECT_FALSE(table.wish(kPractitioner, MeasureLinkMade{key, kClient, {"ucla-3"}, kFirst + 7}).empty());
  EXPECT_TRUE(table.wish(kTherapist, MeasureLinkMade{key, kClient, {"ucla-3"}, kFirst + 7}).empty());
  EXPECT_TRUE(table.wish(kClient, MeasureTaken{"ucla-3", "w", kClient, {}, {}, false}).empty());
}

TEST(Measuring, TheWordingStaysWhatItWasWhenItWasFirstAnswered) {
  Table table;
  EXPECT_TRUE(table.wish(kClient, MeasureTaken{"ours", "first", kClient, {}, {}, false}).empty());
  const auto changed = table.wish(kClient, MeasureTaken{"ours", "second", kClient, {}, {}, false});
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_NE(changed[0].what.find("changed since it was first answered"), std::string::npos);
  EXPECT_TRUE(table.wish(kClient, MeasureTaken{"ours", "first", kClient, {}, {}, false}).empty());
  EXPECT_TRUE(table.wish(kClient, MeasureTaken{"another", "second", kClient, {}, {}, false}).empty());
}

TEST(Measuring, ALinkIsMadeByAProfessionalForAClientOnceAndRuns) {
  Table table;
  KeyId key;
  key.bytes.fill(9);
  const auto made = [&](PersonId by, PersonId who, Day until, std::set<std::string> what) {
    return table.wish(by, MeasureLinkMade{key, who, std::move(what), until}).empty();
  };
  EXPECT_FALSE(made(kClient, kClient, kFirst + 7, {"ucla-3"}));
  EXPECT_FALSE(made(kTherapist, kPractitioner, kFirst + 7, {"ucla-3"}));
  EXPECT_FALSE(made(kTherapist, kClient, kFirst + -1, {"ucla-3"}));
  EXPECT_FALSE(made(kTherapist, kClient, kFirst + 7, {}));
  EXPECT_TRUE(made(kPractitioner, kClient, kFirst + 7, {"ucla-3"}));
  EXPECT_FALSE(made(kPractitioner, kClient, kFirst + 7, {"ucla-3"})) << "the same key twice";
  const auto at = [&](int days) { return table.course.answers_by(key, kFirst + days, Instant{5}) != nullptr; };
  EXPECT_TRUE(at(0));
  EXPECT_TRUE(at(7));
  EXPECT_FALSE(at(8));
  table.course.measure_links[key].used = Instant{5};
  EXPECT_TRUE(at(0)) << "the rest of what was sent at once";
  EXPECT_EQ(table.course.answers_by(key, kFirst, Instant{6}), nullptr);
}

// --- what is asked of whom ---
TEST(Measuring, TheProfessionalsHearOfALinkThatLiesUnusedOnceMore) {
  Table table;
  table.plan({line("ucla-3", Occasion::start)});
  const auto text = [&](PersonId who) {
    for (const auto& one : asked_of(who, rules(), table.course, table.circle, table.moment))
      if (one.act == "measures") return one.text;
    return std::string();
  };
  EXPECT_NE(text(kClient).find("about a minute"), std::string::npos);
  EXPECT_NE(text(kTherapist).find("by a link"), std::string::npos);
  EXPECT_NE(text(kPractitioner).find("by a link"), std::string::npos);
  KeyId key;
  key.bytes.fill(9);
  EXPECT_TRUE(table.wish(kTherapist, MeasureLinkMade{key, kClient, {"ucla-3"}, kFirst + 14}).empty());
  EXPECT_EQ(text(kTherapist), "");
  table.pass(kRemindAfter);
  EXPECT_NE(text(kTherapist).find("remind them once"), std::string::npos);
  EXPECT_NE(text(kClient).find("Still waiting"), std::string::npos);
  table.answer("ucla-3");
  for (const PersonId who : {kClient, kPractitioner, kTherapist}) EXPECT_EQ(text(who), "");
}

// --- the burden ---
TEST(Measuring, TheBurdenCountsWhatComesWeekByWeek) {
  Table table;
  const std::vector<MeasurePlan> plans{line("a", Occasion::start), line("b", Occasion::weekly, 2), line("c", Occasion::after_session),
                                       line("d", Occasion::weekly, 1, Part::practitioner)};
  // Half a minute for b; c once a week, where no session is known yet.
  EXPECT_DOUBLE_EQ(minutes_a_week(plans, table.course, table.moment, Part::client), 1.5);
  EXPECT_DOUBLE_EQ(minutes_a_week(plans, table.course, table.moment, Part::practitioner), 1);
  for (std::uint8_t i = 1; i <= 12; ++i) table.hold(SessionKind::practitioner, i);
  EXPECT_DOUBLE_EQ(minutes_a_week(plans, table.course, table.moment, Part::client), 3.5);
  table.pass(15);
  EXPECT_DOUBLE_EQ(minutes_a_week(plans, table.course, table.moment, Part::client), 1.5);
}

}  // namespace
}  // namespace trefoil::course::measuring_tests
