#include "course/course.h"

#include <algorithm>

namespace trefoil::course {

std::string_view name(HoldKind kind) {
  switch (kind) {
    case HoldKind::client_stop:
      return "client's stop";
    case HoldKind::therapist_pause:
      return "therapist's pause";
    case HoldKind::practice_pause:
      return "practice's pause";
  }
  return {};
}

bool Session::consents(const std::string& activity, PersonId person) const {
  const auto found = answers.find({activity, person});
  return found != answers.end() && found->second == Answer::given;
}

bool Session::is_confirmed(const Circle& circle) const {
  if (step != Step::planned || activities.empty()) return false;
  return std::ranges::all_of(activities, [&](const std::string& activity) {
    return std::ranges::all_of(circle.seats, [&](const Seat& seat) {
      return (seat.part != Part::client && seat.part != Part::practitioner) || consents(activity, seat.person);
    });
  });
}

bool Session::was_held() const {
  return step == Step::ended || (step == Step::stopped && over.ms - began.ms >= kLeastMinutes * 60'000LL);
}

bool Session::all_refused(const Circle& circle) const {
  return std::ranges::all_of(activities, [&](const std::string& activity) {
    return std::ranges::any_of(circle.seats, [&](const Seat& seat) {
      const auto said = answers.find({activity, seat.person});
      return said != answers.end() && said->second != Answer::given;
    });
  });
}

const Session* Course::session(SessionId id) const {
  const auto found = std::ranges::find(sessions, id, &Session::id);
  return found == sessions.end() ? nullptr : &*found;
}

const Session* Course::running() const {
  const auto found = std::ranges::find(sessions, Step::running, &Session::step);
  return found == sessions.end() ? nullptr : &*found;
}

const Session* Course::last(SessionKind kind) const {
  const Session* out = nullptr;
  for (const Session& session : sessions)
    if (session.kind == kind && has_been(session.step) && (out == nullptr || out->began <= session.began))
      out = &session;
  return out;
}

std::optional<PersonId> Course::stops_for(KeyId card, Day today) const {
  const auto found = stop_cards.find(card);
  return found != stop_cards.end() && today <= found->second.until ? std::optional(found->second.client) : std::nullopt;
}

const MeasureLink* Course::answers_by(KeyId link, Day today, Instant at) const {
  const auto found = measure_links.find(link);
  if (found == measure_links.end() || found->second.until < today) return nullptr;
  return found->second.used.ms == 0 || found->second.used == at ? &found->second : nullptr;
}

namespace {
struct Change {
  Course& course;
  const Circle& circle;
  PersonId by;
  const Moment& moment;

  // Up to the present phase, by name.
  bool same_way(const std::vector<Phase>& phases) const {
    const auto& before = course.plan.phases;
    const std::ptrdiff_t count = course.phase + 1;
    return std::ssize(before) >= count && std::ssize(phases) >= count &&
           std::equal(before.begin(), before.begin() + count, phases.begin(),
                      [](const Phase& one, const Phase& other) { return one.name == other.name; });
  }
  Session& of(SessionId id) { return *std::ranges::find(course.sessions, id, &Session::id); }

  void operator()(const TermsSet& e) { course.terms = e.terms; }
  void operator()(const SuitabilityStated& e) {
    course.suitability[e.client] = {by, e.verdict == Verdict::suitable, e.review};
  }
  void operator()(const CapacityStated& e) { course.capacity[e.client] = {by, e.can_consent, e.review}; }
  void operator()(const ReleaseSigned& e) {
    course.releases[e.client] = {e.recipients, e.until};
    course.releases_taken_back.erase(e.client);
  }
  void operator()(const ReleaseWithdrawn& e) {
    if (course.releases.erase(e.client) > 0) course.releases_taken_back.insert(e.client);
  }
  void operator()(const TreatmentExplained& e) { course.treatment[e.client].explained[e.version].insert(by); }
  void operator()(const TreatmentConsented& e) {
    course.treatment[e.client].version = e.version;
    course.treatment[e.client].until = e.until;
    course.treatment[e.client].taken_back = false;
  }
  void operator()(const TreatmentWithdrawn& e) {
    Treatment& treatment = course.treatment[e.client];
    treatment.taken_back = treatment.taken_back || treatment.version > 0;
    treatment.version = 0;
  }
  void operator()(const CredentialStated& e) {
    course.credentials[by] = {e.until, e.competence};
    if (e.of_age) course.of_age.insert(by);
  }
  void operator()(const ConflictsDeclared&) { course.declared.insert(by); }
  void operator()(const PracticeAttested&) { course.attested = true; }
  void operator()(const PlanProposed& e) {
    // Whoever signs a plan agrees to its first phase in which client and practitioner do something; what comes before it
    // (enquiry, suitability, release) has gates of its own.
    // A changed plan keeps the three where they are only where the way up to there is the same one, and was gone by the
    // three: what two agreed to who went without a practitioner is not where one of them begins.
    const bool joins = moment.revision >= 3 && course.plan.without_practitioner && !e.without_practitioner;
    if (joins || !same_way(e.phases)) {
      const auto first = std::ranges::find_if(e.phases, [](const Phase& phase) { return !phase.activities.empty(); });
      course.phase = first == e.phases.end() ? 0 : static_cast<int>(first - e.phases.begin());
    }
    course.plan = {course.plan.version + 1, e.programme, e.phases, {}, e.goals, e.limits, e.without_practitioner};
    course.advancing.clear();
    for (Session& session : course.sessions) {
      if (session.step != Step::planned) continue;
      session.answers.clear();  // they were given to something in another plan
      session.waivers.clear();
    }
  }
  void operator()(const PlanSigned& e) { course.plan.signed_by.insert(e.by); }
  void operator()(const PhaseAgreed& e) {
    course.advancing[e.by] = e.phase;
    const auto agrees = [&](PersonId person) {
      const auto said = course.advancing.find(person);
      return said != course.advancing.end() && said->second == e.phase;
    };
    if (!all_there(course, circle) || !std::ranges::all_of(circle.triad(), agrees)) return;
    course.phase = e.phase;
    course.advancing.clear();
  }
  void operator()(const WentBack& e) {
    course.phase = e.phase;
    course.advancing.clear();
  }
  void operator()(const HealthStated& e) { course.health[e.person] = e.until; }

  void operator()(const SessionPlanned& e) {
    Session session;
    session.id = e.session;
    session.kind = e.kind;
    session.start = e.start;
    session.minutes = e.minutes;
    session.phase = e.phase;
    session.plan = course.plan.version;
    session.activities = e.activities;
    session.place = e.place;
    session.closing = e.closing;
    course.sessions.push_back(std::move(session));
  }
  void operator()(const SessionMoved& e) {
    Session& session = of(e.session);
    session.start = e.start;
    session.minutes = e.minutes;
    if (e.place) session.place = *e.place;
    session.plan = course.plan.version;
    session.answers.clear();  // asked afresh: what was agreed to was the other hour
    session.waivers.clear();
  }
  void operator()(const SessionCancelled& e) { finish(of(e.session), Step::cancelled); }
  void operator()(const SessionMissed& e) { finish(of(e.session), Step::missed); }
  void operator()(const ActivityLeftOut& e) {
    Session& session = of(e.session);
    session.activities.erase(e.activity);
    std::erase_if(session.answers, [&](const auto& answer) { return answer.first.first == e.activity; });
  }
  void operator()(const Enquired& e) { course.enquired = e; }
  void operator()(const ActivityAnswered& e) { of(e.session).answers[{e.activity, e.by}] = e.answer; }
  void operator()(const Waived& e) { of(e.session).waivers.push_back({e.rule, e.reason, by}); }
  void operator()(const SessionStarted& e) {
    Session& session = of(e.session);
    session.step = Step::running;
    session.began = moment.at;
    session.day = moment.today;
    if (const Seat* seat = circle.first(Part::practitioner)) session.practitioner = seat->person;
    if (const Seat* seat = circle.first(Part::therapist)) session.therapist = seat->person;
  }
  void operator()(const ActivityDone& e) { of(e.session).done.insert(e.activity); }
  void operator()(const SessionEnded& e) {
    of(e.session).told_minutes = e.minutes;
    finish(of(e.session), Step::ended);
  }
  void operator()(const SessionStopped& e) { finish(of(e.session), Step::stopped); }
  void operator()(const ReportDelivered& e) { of(e.session).reported = true; }
  void operator()(const Consulted& e) { of(e.session).consulted = true; }

  void operator()(const StopCardMade& e) { course.stop_cards[e.key] = {e.client, e.until}; }
  void operator()(const Held& e) {
    // By a card, which knows of no session: the stop itself ends what goes on.
    if (e.kind == HoldKind::client_stop)
      for (Session& session : course.sessions)
        if (session.step == Step::running && session.kind != SessionKind::therapist) finish(session, Step::stopped);
    const auto same = [&](const Hold& hold) { return hold.kind == e.kind && hold.by == e.by; };
    const bool said = std::ranges::any_of(course.holds, [&](const Hold& hold) { return same(hold) && !hold.by_card; });
    std::erase_if(course.holds, same);
    course.holds.push_back({e.kind, e.by, false, e.by_card && !said, circle.led});  // said again: what was asked since counts no longer
  }
  void operator()(const ResumeAsked& e) {
    for (Hold& hold : course.holds)
      if (hold.kind == HoldKind::client_stop && hold.by == e.client) hold.resume_asked = true;
  }
  void operator()(const Resumed& e) {
    std::erase_if(course.holds, [&](const Hold& hold) { return hold.kind == e.kind && hold.by == e.by; });
  }

  void operator()(const MeasuresScheduled& e) {
    std::vector<PlannedMeasure> planned;
    for (const MeasurePlan& plan : e.plans) {
      const auto before = std::ranges::find(course.measures, plan, &PlannedMeasure::plan);
      planned.push_back({plan, before == course.measures.end() ? moment.today : before->since});
    }
    course.measures = std::move(planned);
  }
  void operator()(const MeasureTaken& e) {
    course.taken.push_back({e.instrument, e.person, moment.at, moment.today});
    course.wordings.try_emplace(e.instrument, e.wording);
  }
  void operator()(const MeasureLinkMade& e) {
    course.measure_links[e.key] = {e.person, e.instruments, moment.today, e.until, {}, false};
  }
  void operator()(const ClosureAgreed& e) { course.closing.agreed[e.by] = e.end; }
  void operator()(const ClosingFormGiven& e) { course.closing.forms.insert(e.by); }
  void operator()(const Closed& e) {
    course.closing.closed = true;
    course.closing.abrupt = e.abrupt;
    course.closing.end = moment.today;
    // A link that was made for the work is none after it: what is asked then the therapist asks anew.
    std::erase_if(course.measure_links, [](const auto& one) { return one.second.used.ms == 0; });
    for (Session& session : course.sessions)
      if (!is_over(session.step) && session.kind != SessionKind::therapist)
        finish(session, session.step == Step::running ? Step::stopped : Step::cancelled);
  }

  void finish(Session& session, Step step) {
    session.step = step;
    session.over = moment.at;
    session.waivers.clear();  // none outlives its session
  }
};
}  // namespace

bool goes_without_practitioner(const Course& course, const Circle& circle) {
  return course.plan.without_practitioner && circle.first(Part::practitioner) == nullptr &&
         circle.first(Part::client) != nullptr && circle.first(Part::therapist) != nullptr;
}

bool all_there(const Course& course, const Circle& circle) {
  return circle.complete() || goes_without_practitioner(course, circle);
}

std::vector<Hold> holds_that_count(const Course& course, const Circle& circle) {
  std::vector<Hold> out = course.holds;
  std::erase_if(out, [&](const Hold& hold) {
    const Seat* seat = circle.seat(hold.by);
    return hold.kind == HoldKind::client_stop && (seat == nullptr || seat->part != Part::client);
  });
  return out;
}

void apply(Course& course, const Circle& circle, const Body& body, PersonId by, const Moment& moment) {
  std::visit(Change{course, circle, by, moment}, body);
  course.last_at = std::max(course.last_at, moment.at);
}

}  // namespace trefoil::course
