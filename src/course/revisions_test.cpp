// The rules as each revision has them. Where this fails because a rule changed, what was written before would be judged
// anew: raise the revision instead (revisions.h), and add what it has to the end here.
#include "course/revisions.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "course/decide.h"
#include "course/rules.h"

namespace trefoil::course {
namespace {

std::string table_of(int revision) {
  std::string out;
  for (const Rule& rule : rules()) {
    if (rule.since > revision) continue;
    out += std::string(rule.id) + (rule.missing == nullptr ? "" : rule.triadic ? " both" : " practitioner") +
           (rule.waiver == Waivable::therapist ? " waivable" : "") + "\n";
  }
  return out;
}

constexpr std::string_view kFirst =
    "no-contact-after both\ntriad-complete both\nno-hold both\nadult both\nrelease-live both\nclock-forward both\n"
    "one-session both\nattested practitioner\ncredentials-current practitioner\nconflict-declared practitioner\n"
    "suitability practitioner\ncapacity practitioner\nconsent-treatment practitioner\ntriadic-meeting practitioner\n"
    "plan-signed practitioner\ngroundwork practitioner waivable\ntherapist-engaged practitioner\n"
    "report-delivered practitioner waivable\nconsult-held practitioner waivable\n"
    "therapist-between practitioner waivable\npace practitioner\nhealth-current practitioner\n"
    "within-competence practitioner waivable\nactivity-consent practitioner\nclosure-agreed\nown-word\nown-part\n"
    "waiver-limits\nterms-tighter\nin-order\n";

TEST(Revisions, EachHasItsOwnTableForGood) {
  EXPECT_EQ(table_of(1), kFirst);
  EXPECT_EQ(table_of(2), kFirst);
  EXPECT_EQ(table_of(3), kFirst);
  for (const Rule& rule : rules()) EXPECT_LE(rule.since, kRevision) << rule.id;
}

TEST(Revisions, ARuleThatCameLaterBindsNothingOfBefore) {
  std::vector<Rule> table(rules().begin(), rules().end());
  Rule later = table.front();
  later.id = "of-tomorrow", later.since = kRevision + 1, later.missing = [](const Look&) { return std::optional<std::string>("no"); };
  table.push_back(later);
  const Course course;
  const Circle circle;
  Session session;
  session.kind = SessionKind::practitioner;
  Moment moment{};
  EXPECT_EQ(gates(table, {course, circle, session, moment}).size(), gates(rules(), {course, circle, session, moment}).size());
  moment.revision = kRevision + 1;
  EXPECT_EQ(gates(table, {course, circle, session, moment}).back().rule->id, "of-tomorrow");
}

// Not where a session begins alone: also where one rule is asked by its name.
TEST(Revisions, ARuleThatCameLaterIsNotAskedByItsNameEither) {
  std::vector<Rule> table(rules().begin(), rules().end());
  for (Rule& rule : table)
    if (rule.missing != nullptr) rule.since = kRevision + 1;
  PersonId practitioner, therapist;
  practitioner.bytes[0] = 2, therapist.bytes[0] = 3;
  Circle circle;
  circle.seats = {{practitioner, Part::practitioner, {}, {}}, {therapist, Part::therapist, {}, {}}};
  Course course;
  course.sessions.resize(2);
  Session &running = course.sessions[0], &planned = course.sessions[1];
  running.id.bytes[0] = 1, planned.id.bytes[0] = 2;
  running.kind = SessionKind::practitioner, planned.kind = SessionKind::therapist;
  running.step = Step::running;
  running.activities = {"talking"};
  course.closing.closed = true;
  Moment moment{};
  const auto first = [&](const Body& body, PersonId by) {
    const auto found = check(table, course, circle, body, by, moment);
    return found.empty() ? std::string() : std::string(found.front().rule);
  };
  EXPECT_EQ(first(SessionStarted{planned.id}, therapist), "");
  EXPECT_EQ(first(ActivityDone{running.id, "talking"}, practitioner), "activity-consent") << "which order alone asks";
  moment.revision = kRevision + 1;
  EXPECT_EQ(first(SessionStarted{planned.id}, therapist), "one-session");
  EXPECT_EQ(first(ActivityDone{running.id, "talking"}, practitioner), "no-contact-after");
}

// What revision 2 asks and 1 did not, beside the table: of the same wish at the same moment, judged by either.
TEST(Revisions, TheSecondAsksWhatTheFirstDidNot) {
  PersonId practitioner, therapist;
  practitioner.bytes[0] = 2, therapist.bytes[0] = 3;
  Circle circle;
  circle.seats = {{practitioner, Part::practitioner, {}, {}}, {therapist, Part::therapist, {}, {}}};
  Course course;
  Session& running = course.sessions.emplace_back();
  running.id.bytes[0] = 1;
  running.step = Step::running;
  course.holds = {{HoldKind::practice_pause, practitioner, false, false, true}};
  const auto rule = [&](int revision, const Body& body) {
    Moment moment{};
    moment.revision = revision;
    const auto found = check(rules(), course, circle, body, therapist, moment);
    return found.empty() ? std::string() : std::string(found.front().rule);
  };
  const PlanProposed of_nothing{"enquiry", {{"Talking", {}, false}}};
  const Resumed of_the_lead{HoldKind::practice_pause, practitioner};
  for (const auto& [body, second] : {std::pair<Body, std::string>{of_nothing, "in-order"},
                                     {SessionEnded{running.id}, "in-order"},
                                     {of_the_lead, "own-part"}}) {
    EXPECT_EQ(rule(1, body), "") << body.index();
    EXPECT_EQ(rule(2, body), second) << body.index();
  }
}

TEST(Revisions, AreToldInOrder) {
  int number = 0;
  for (const Revision& one : revisions()) {
    EXPECT_EQ(one.number, ++number);
    EXPECT_NE(one.what, "");
  }
  EXPECT_EQ(number, kRevision);
}

}  // namespace
}  // namespace trefoil::course
