// What must hold, written down a second time and by itself: nothing here asks the table or the gates.
#include <algorithm>
#include <cstdlib>

#include "course/explore_world.h"

namespace trefoil::course::small {

std::string wrong_start(const World& world, const Session& begins) {
  const Course& c = world.course;
  for (const Session& other : c.sessions)
    if (other.step == Step::running && other.id != begins.id) return "one-session";
  if (begins.start.ms - world.moment.at.ms > kDay / 2) return "in-order";
  if (begins.kind == SessionKind::therapist) return {};
  const auto seat = [&](Part part) {
    return world.circle.first(part) == nullptr ? PersonId{} : world.circle.first(part)->person;
  };
  const PersonId p = seat(Part::practitioner), t = seat(Part::therapist);
  if (world.circle.seats.size() != 3) return "triad-complete";
  const Day today = world.moment.today;
  if (c.closing.closed) return "no-contact-after";
  if (p.is_zero() || t.is_zero()) return "triad-complete";
  if (!c.holds.empty()) return "no-hold";
  if (world.circle.seats.front().birth > kFirst + -18 * 366) return "adult";
  if (!c.of_age.contains(p) || !c.of_age.contains(t)) return "adult";
  const auto release = c.releases.find(kClient);
  if (release == c.releases.end() || !release->second.recipients.contains(p) ||
      !release->second.recipients.contains(t) || release->second.until < today)
    return "release-live";
  if (world.moment.at < c.last_at) return "clock-forward";
  if (begins.kind == SessionKind::triadic) return {};
  const auto waived = [&](std::string_view rule) {
    return !c.terms.unwaived.contains(std::string(rule)) &&
           std::ranges::any_of(begins.waivers,
                               [&](const Waiver& waiver) { return waiver.rule == rule && waiver.by == t; });
  };
  if (!c.attested) return "attested";
  for (const PersonId who : {p, t}) {
    if (!c.credentials.contains(who) || c.credentials.at(who).until < today) return "credentials-current";
    if (!c.declared.contains(who)) return "conflict-declared";
    if (!c.plan.signed_by.contains(who) || !c.plan.signed_by.contains(kClient)) return "plan-signed";
    const auto consent = c.treatment.find(kClient);
    if (consent == c.treatment.end() || consent->second.version == 0 || consent->second.until < today)
      return "consent-treatment";
    if (!consent->second.explained.contains(consent->second.version) ||
        !consent->second.explained.at(consent->second.version).contains(who))
      return "consent-treatment";
  }
  for (const auto& [reviews, rule] : {std::pair(&c.suitability, "suitability"), std::pair(&c.capacity, "capacity")}) {
    const auto found = reviews->find(kClient);
    if (found == reviews->end() || !found->second.good || found->second.by != t || found->second.review < today)
      return rule;
  }
  bool met_together = false;
  int talks = 0;
  Instant last_touch{-1}, last_met{-1};
  Day met_on{0};
  const Session* touch = nullptr;
  for (const Session& one : c.sessions) {
    if (one.step != Step::ended && one.step != Step::stopped) continue;
    const bool brief = one.step == Step::stopped && one.over.ms - one.began.ms < 300'000;
    if (one.kind != SessionKind::practitioner && brief) continue;
    met_together |= one.kind == SessionKind::triadic && one.practitioner == p && one.therapist == t;
    talks += one.kind == SessionKind::therapist;
    if (one.kind == SessionKind::practitioner && one.began >= last_touch) last_touch = one.over, touch = &one;
    if (one.kind != SessionKind::practitioner && one.therapist == t && one.began >= last_met)
      last_met = one.began, met_on = one.day;
  }
  if (!met_together) return "triadic-meeting";
  if (talks < 3 && !waived("groundwork")) return "groundwork";
  if (last_met.ms < 0 || today - met_on > 21) return "therapist-engaged";
  if (touch != nullptr && !touch->reported && !waived("report-delivered")) return "report-delivered";
  if (touch != nullptr && !touch->consulted && !waived("consult-held")) return "consult-held";
  if (touch != nullptr && last_met <= last_touch && !(c.terms.intensive && met_on == today) &&
      !waived("therapist-between"))
    return "therapist-between";
  if (begins.phase > c.phase) return "pace";
  if (std::abs(world.moment.at.ms - begins.start.ms) > kDay / 2) return "in-order";
  if (begins.plan != c.plan.version) return "plan-signed";
  for (const std::string& activity : begins.activities) {
    bool in_plan = false;
    for (int at = 0; at <= begins.phase && at < std::ssize(c.plan.phases); ++at)
      in_plan |= c.plan.phases[static_cast<std::size_t>(at)].activities.contains(activity);
    if (!in_plan) return "plan-signed";
  }
  if (begins.phase == 1)
    for (const PersonId who : {p, kClient})
      if (!c.health.contains(who) || c.health.at(who) < today) return "health-current";
  if (begins.activities.empty()) return "activity-consent";
  for (const std::string& activity : begins.activities) {
    if (!c.credentials.at(p).competence.contains(activity) && !waived("within-competence")) return "within-competence";
    for (const PersonId who : {p, kClient}) {
      const auto said = begins.answers.find({activity, who});
      if (said == begins.answers.end() || said->second != Answer::given) return "activity-consent";
    }
  }
  return {};
}

// Whose word it is and whose part: what somebody wrote who may not, empty where they may.
std::string wrong_hand(const World& world, const Body& body, PersonId by) {
  const Seat* self = world.circle.seat(by);
  const Course& c = world.course;
  const bool therapist = self->part == Part::therapist, client = self->part == Part::client;
  const auto said = [&](PersonId whose, PersonId witness) -> std::string {
    if (whose == by || (therapist && whose == kClient && witness == by)) return {};
    return "somebody else's word";
  };
  const auto of_session = [&](SessionId id) -> std::string {
    const SessionKind kind = c.session(id)->kind;
    const bool theirs = kind == SessionKind::triadic || (kind == SessionKind::therapist) == therapist;
    return client || !theirs ? "not of this session" : "";
  };
  const auto professionals = [&]() -> std::string { return client ? "not a client's" : ""; };
  if (const auto* e = std::get_if<ActivityAnswered>(&body)) return said(e->by, e->witness);
  if (const auto* e = std::get_if<PlanSigned>(&body)) return said(e->by, e->witness);
  if (const auto* e = std::get_if<PhaseAgreed>(&body)) return said(e->by, e->witness);
  if (const auto* e = std::get_if<ClosureAgreed>(&body)) return said(e->by, e->witness);
  if (const auto* e = std::get_if<ClosingFormGiven>(&body)) return said(e->by, e->witness);
  if (const auto* e = std::get_if<ReleaseWithdrawn>(&body)) return said(e->client, e->witness);
  if (const auto* e = std::get_if<TreatmentConsented>(&body)) return said(e->client, e->witness);
  if (const auto* e = std::get_if<TreatmentWithdrawn>(&body)) return said(e->client, e->witness);
  if (const auto* e = std::get_if<ResumeAsked>(&body)) return said(e->client, e->witness);
  if (const auto* e = std::get_if<SessionStarted>(&body)) return of_session(e->session);
  if (const auto* e = std::get_if<ActivityDone>(&body)) return of_session(e->session);
  if (std::holds_alternative<Waived>(body) || std::holds_alternative<Consulted>(body))
    return therapist ? "" : "the therapist's alone";
  if (std::holds_alternative<ReportDelivered>(body))
    return self->part == Part::practitioner ? "" : "the practitioner's alone";
  if (std::holds_alternative<SessionPlanned>(body) || std::holds_alternative<SessionMoved>(body) ||
      std::holds_alternative<PlanProposed>(body))
    return professionals();
  if (const auto* e = std::get_if<TermsSet>(&body)) {
    const bool less = (e->terms.intensive && !c.terms.intensive) || e->terms.met_days > c.terms.met_days ||
                      e->terms.groundwork < c.terms.groundwork || e->terms.report_hours > c.terms.report_hours ||
                      e->terms.unwaived.size() < c.terms.unwaived.size();
    return less && !therapist ? "the therapist's alone" : professionals();
  }
  return {};
}

bool consent_is_live(const World& world) {
  const auto consent = world.course.treatment.find(kClient);
  return world.course.releases.contains(kClient) && consent != world.course.treatment.end() && consent->second.version > 0;
}

// After closure nothing may bring the two together.
bool connects(const Course& course, const Body& body) {
  const auto touches = [&](SessionId id) {
    const Session* found = course.session(id);
    return found != nullptr && found->kind != SessionKind::therapist;
  };
  if (const auto* planned = std::get_if<SessionPlanned>(&body)) return planned->kind != SessionKind::therapist;
  if (const auto* started = std::get_if<SessionStarted>(&body)) return touches(started->session);
  if (const auto* moved = std::get_if<SessionMoved>(&body)) return touches(moved->session);
  if (const auto* done = std::get_if<ActivityDone>(&body)) return touches(done->session);
  if (const auto* answered = std::get_if<ActivityAnswered>(&body)) return touches(answered->session);
  return std::holds_alternative<PlanProposed>(body) || std::holds_alternative<PhaseAgreed>(body);
}

}  // namespace trefoil::course::small
