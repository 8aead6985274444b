#include "course/way.h"

#include <algorithm>
#include <set>

#include "course/ahead.h"
#include "course/decide.h"
#include "course/gates.h"
#include "course/measuring.h"

namespace trefoil::course {

namespace {
using enum Part;

// As practitioners describe it: who the client is, whether it can help, who may know, what is agreed, then meeting.
constexpr std::string_view kWay[] = {
    "triad-complete", "adult", "suitability", "capacity", "release-live", "conflict-declared", "credentials-current",
    "attested", "consent-treatment", "groundwork", "triadic-meeting", "plan-signed",
    // --- the loop ---
    "no-hold", "report-delivered", "consult-held", "therapist-engaged", "therapist-between"};
constexpr std::int64_t kHour = 3'600'000;
constexpr std::size_t kOpeningSteps = 12;

// Who is asked for something that opens this gate: nobody where it waits for an hour that is planned, or for something
// else first. What is asked of whom is said once, in Asker, and so no screen says other than another.
std::vector<PersonId> turn_of(std::string_view rule, std::span<const Rule> table, const Course& course,
                              const Circle& circle, const Moment& moment) {
  std::vector<PersonId> out;
  for (const Seat& seat : circle.seats) {
    const auto asked = asked_of(seat.person, table, course, circle, moment);
    if (std::ranges::any_of(asked, [&](const Asked& one) { return std::ranges::count(one.opens, rule) > 0; }))
      out.push_back(seat.person);
  }
  return out;
}

struct Asker {
  PersonId person;
  std::span<const Rule> table;
  const Course& course;
  const Circle& circle;
  const Moment& moment;
  const Seat& self;
  std::vector<Asked> out;

  bool is(Part part) const { return self.part == part; }
  bool leads() const { return is(practitioner) || is(therapist); }
  bool missing(std::string_view id) const {
    const Rule* rule = find_rule(table, id);
    const Session session = session_to_come(course);
    return rule != nullptr && rule->missing != nullptr && rule->missing({course, circle, session, moment}).has_value();
  }
  void ask(std::string_view act, std::vector<std::string_view> opens, std::string text, SessionId session = {},
           PersonId about = {}) {
    out.push_back({act, session, about.is_zero() ? person : about, std::move(text), false, std::move(opens)});
  }
  // A stop, and a finding that this does not suit, are answers: nobody is asked to get on with the work before the
  // client wants to go on, or the therapist finds otherwise. What has been is written down all the same.
  bool stopped() const {
    const auto holds = holds_that_count(course, circle);
    return std::ranges::any_of(holds, [](const Hold& hold) { return hold.kind == HoldKind::client_stop; });
  }
  // A pause asks nobody for a yes either: whoever answers now has agreed to what nobody knows when it comes.
  bool held() const { return !holds_that_count(course, circle).empty(); }
  bool unsuitable() const { return found_unsuitable(course, circle); }
  bool halted() const { return stopped() || unsuitable(); }
  // A meeting that is in the book already is not asked for again before its hour.
  bool planned(SessionKind kind) const {
    return std::ranges::any_of(course.sessions, [&](const Session& session) {
      return session.kind == kind && !is_over(session.step) &&
             (session.step != Step::planned || session.start >= moment.at);
    });
  }
  // What a client is asked; of the therapist as well where the client has said it in the room. Whoever took it back has
  // answered, and finds it by themself when they want it again.
  bool lacks_release(PersonId who) const {
    if (course.releases_taken_back.contains(who)) return false;
    const auto found = course.releases.find(who);
    if (found == course.releases.end() || found->second.until < moment.today) return true;
    return std::ranges::any_of(circle.seats, [&](const Seat& seat) {
      return (seat.part == practitioner || seat.part == therapist) && !found->second.recipients.contains(seat.person);
    });
  }
  // The newest text that both professionals of today explained; 0 where there is none.
  int explained(PersonId who) const {
    const auto found = course.treatment.find(who);
    if (found == course.treatment.end()) return 0;
    int newest = 0;
    for (const auto& [version, by] : found->second.explained) {
      const auto both = [&](Part part) {
        const Seat* seat = circle.first(part);
        return seat == nullptr ? part == practitioner && goes_without_practitioner(course, circle) : by.contains(seat->person);
      };
      if (both(practitioner) && both(therapist)) newest = std::max(newest, version);
    }
    return newest;
  }
  bool lacks_consent(PersonId who) const {
    const auto found = course.treatment.find(who);
    return explained(who) > 0 && !found->second.taken_back && (found->second.version < explained(who) || found->second.until < moment.today);
  }

  void circle_gaps() {
    if (!leads() || !missing("triad-complete")) return;
    if (goes_without_practitioner(course, circle)) return;
    // A couple's programme goes with its therapist alone.
    if (circle.all(client).size() > 1 && is(therapist) && circle.first(practitioner) == nullptr) return;
    const std::string_view lacking = circle.first(client) == nullptr         ? "Write down who the client is."
                                     : circle.first(therapist) == nullptr    ? "Bring a therapist into the circle."
                                     : circle.first(practitioner) == nullptr ? "Bring a practitioner into the circle."
                                                                             : "Look at who is in the circle.";
    ask(circle.first(client) == nullptr ? "client" : "circle", {"triad-complete"}, std::string(lacking));
  }
  void births() {
    if (!leads()) return;
    for (const Seat& seat : circle.seats)
      if (seat.part == client && !seat.birth)
        return ask("client", {"adult"}, "Write down the client's date of birth.", {}, seat.person);
  }
  void holds() {
    // One's own pause, to oneself alone: it opens nothing by name, or its turn would say whose it is.
    for (const Hold& hold : course.holds)
      if (hold.kind == HoldKind::practice_pause && hold.by == person && may_lift(course, circle, hold, person))
        ask("resume", {}, "The work stands still, as you asked: take the pause off when it can go on.");
    if (!is(therapist)) return;
    for (const Hold& hold : course.holds) {
      if (hold.kind == HoldKind::client_stop && hold.resume_asked)
        ask("resume", {"no-hold"}, "The client wants to go on after the stop: talk it through, then take the hold off.", {}, hold.by);
      if (hold.kind == HoldKind::therapist_pause)
        ask("resume", {"no-hold"}, "Your pause is on: take it off when the work can go on.");
      // Not to whose it is: that would tell whose pause it was.
      if (hold.kind == HoldKind::practice_pause && hold.by != person && may_lift(course, circle, hold, person))
        ask("resume", {"no-hold"}, "The practice's pause is on: take it off when the work can go on.");
    }
  }
  // What a session leaves to be written, when the work has ended too.
  // The plan says that there is no practitioner, and there is one.
  bool made_for_others() const {
    return course.plan.without_practitioner && circle.first(Part::practitioner) != nullptr;
  }
  void reports(const Session& session) {
    if (session.kind != SessionKind::practitioner || !has_been(session.step)) return;
    if (!session.reported && is(practitioner)) {
      ask("report", {"report-delivered"},
          held_by_another(session, person) ? "Write down what is known of the session, which somebody else held" : "Write the report",
          session.id);
      out.back().late = moment.at.ms - session.over.ms > course.terms.report_hours * kHour;
    }
    // With whom, where they have left?
    const bool gone = !session.practitioner.is_zero() && circle.seat(session.practitioner) == nullptr;
    if (session.reported && !session.consulted && is(therapist) && !gone)
      ask("consult", {"consult-held"},
          session.step == Step::stopped ? "Talk it over, as it was stopped before its end, and note the consult"
                                        : "Talk it over, and note the consult",
          session.id);
  }
  void sessions() {
    for (const Session& session : course.sessions) {
      reports(session);
      if (is_over(session.step) || halted()) continue;
      // A no is told without whose it was, or to what; the session's own page has the answers.
      if (leads() && session.step == Step::planned && lacks_a_yes(session)) {
        const bool all = session.all_refused(circle);
        ask(all ? "cancel" : "leave-out", {},
            all ? "What was planned is not agreed to; cancel it, and plan another" : "Something planned is not agreed to; leave it out, and the rest stands",
            session.id);
      }
      if ((!is(client) && !is(practitioner)) || held()) continue;
      const bool open = std::ranges::any_of(session.activities, [&](const std::string& activity) {
        return !session.answers.contains({activity, person});
      });
      if (open) ask("answers", {}, "Say what you agree to", session.id);
    }
  }
  bool lacks_a_yes(const Session& session) const {  // of those who are here today
    return std::ranges::any_of(session.answers, [&](const auto& said) {
      return said.second != Answer::given && circle.seat(said.first.second) != nullptr;
    });
  }
  // One that goes on is not the last of the groundwork: the next one is not forgotten over it.
  void next_of_groundwork() {
    const Session* going = course.running();
    if (!is(therapist) || going == nullptr || going->kind != SessionKind::therapist || !missing("groundwork")) return;
    const auto held = std::ranges::count_if(course.sessions, [](const Session& session) {
      return session.kind == SessionKind::therapist && session.was_held();
    });
    const bool booked = std::ranges::any_of(course.sessions, [&](const Session& session) {
      return session.kind == SessionKind::therapist && session.step == Step::planned && session.start >= moment.at;
    });
    const auto left = course.terms.groundwork - held - 1;
    if (left > 0 && !booked)
      ask("plan", {"groundwork"},
          "Plan the next meeting with the client: after this one the groundwork asks for " + std::to_string(left) +
              " more.");
  }
  void meetings() {
    if (halted()) {
      if (is(therapist) && !planned(SessionKind::therapist) && missing("therapist-between"))
        ask("plan", {"therapist-between"},
            "Meet the client when they want to: you have not met since the last session.");
      return;
    }
    next_of_groundwork();
    if (is(therapist) && !planned(SessionKind::therapist)) {
      std::vector<std::string_view> opens;
      for (const std::string_view rule : {"groundwork", "therapist-engaged", "therapist-between"})
        if (missing(rule)) opens.push_back(rule);
      if (!opens.empty()) {
        const bool first = opens.front() == "groundwork";
        ask("plan", std::move(opens),
            first ? "Meet the client: the groundwork comes first." : "Meet the client: nothing goes on before you have.");
      }
    }
    if (goes_without_practitioner(course, circle)) return;
    if (leads() && !planned(SessionKind::triadic) && missing("triadic-meeting"))
      ask("plan", {"triadic-meeting"}, "Meet, all three.");
    else if (leads() && !planned(SessionKind::triadic) && hours_since_review(course).minutes >= kReviewHours * 60)
      ask("plan", {}, "Look at it together, all three: " + std::to_string(kReviewHours) +
                          " hours have been since you last met.");
  }
  // What a therapist has found is an answer too: a no is not asked about again before its day.
  void assessed(std::string_view rule, const std::map<PersonId, Review>& reviews, std::string text) {
    const auto said_no = [&](PersonId who) {
      const auto found = reviews.find(who);
      return found != reviews.end() && found->second.by == person && !found->second.good &&
             moment.today <= found->second.review;
    };
    if (missing(rule) && !std::ranges::any_of(circle.all(client), said_no)) ask(rule, {rule}, std::move(text));
  }
  void opening() {
    if (is(client)) {
      if (lacks_release(person)) ask("release", {"release-live"}, "Read and sign the release of information.");
      if (lacks_consent(person)) ask("consent", {"consent-treatment"}, "Read and sign the consent to the treatment.");
    }
    if (is(therapist)) {
      assessed("suitability", course.suitability, "Assess suitability.");
      assessed("capacity", course.capacity, "Record whether the client can consent.");
      for (const PersonId who : circle.all(client)) {
        if (lacks_release(who))
          ask("release", {"release-live"}, "The release of information is not signed: ask the client.", {}, who);
        if (lacks_consent(who))
          ask("consent", {"consent-treatment"}, "The consent to the treatment is not signed: ask the client.", {}, who);
      }
    }
    if (!leads()) return;
    if (!course.declared.contains(person))
      ask("conflicts", {"conflict-declared"}, "Declare conflicts of interest, or that there are none.");
    const auto credential = course.credentials.find(person);
    if (credential == course.credentials.end())
      ask("credentials", {"credentials-current", "adult"}, "Record your credentials.");
    else if (!course.of_age.contains(person) && moment.revision >= 3)
      ask("credentials", {"adult"}, "State that you are 18 or older, with your credentials.");
    else if (credential->second.until < moment.today + 14)
      ask("credentials", {"credentials-current"},
          std::string(credential->second.until < moment.today ? "Your credentials ran out on "
                                                              : "Your credentials run out on ") +
              base::in_words(credential->second.until) + ".");
    if (missing("attested")) ask("attest", {"attested"}, "Attest to the practice's legal and professional position.");
    for (const PersonId who : circle.all(client)) {
      const auto found = course.treatment.find(who);
      const bool mine = found != course.treatment.end() && !found->second.explained.empty() &&
                        found->second.explained.rbegin()->second.contains(person);
      if (!mine) ask("explain", {"consent-treatment"}, "Explain the treatment to the client.", {}, who);
    }
    if (course.plan.version == 0) ask("plan-write", {"plan-signed"}, "Write the plan, together.");
    if (made_for_others()) ask("plan-write", {"plan-signed"}, "Write the plan anew: it was made to go without a practitioner.");
  }
  // After the ending (rule aftercare): the therapist meets the client after 1, 3, 6 and 12 months. One that was not held
  // gives way to the next.
  void aftercare() {
    if (!is(therapist)) return;
    constexpr int kBefore = 14, kGrace = 14;
    std::optional<Day> due;
    int after = 0;
    for (const int months : {1, 3, 6, 12})
      if (const Day day = base::months_after(course.closing.end, months); moment.today >= day + -kBefore) {
        due = day;
        after = months;
      }
    const auto held = [&](const Session& session) {
      return session.kind == SessionKind::therapist && session.was_held() && session.day >= *due + -kBefore;
    };
    if (!due || std::ranges::any_of(course.sessions, held)) return;
    ask("plan", {}, "Meet the client: " + std::to_string(after) + (after == 1 ? " month" : " months") +
                    " after the ending is " + base::in_words(*due) + ".");
    out.back().late = moment.today > *due + kGrace;
  }
  // To whom it is asked; and to the professionals, what a client may answer on their screen or by a link. They hear of a
  // link that lies unused once more, and no oftener.
  void measures() {
    if (is(mentor)) return;
    const auto due = measures_due(course, circle, moment);
    int seconds = 0;
    bool own = false, again = false;
    for (const DueMeasure& one : due)
      if (one.person == person) {
        own = true;
        seconds += one.seconds;
        again = again || one.reminded;
      }
    if (own)
      ask("measures", {}, (again ? "Still waiting, if you like: some questions, " : "Answer some questions: ") +
                              time_in_words(seconds) + ".");
    if (!leads() || (is(practitioner) && course.closing.closed)) return;
    for (const Seat& seat : circle.seats) {
      if (seat.part != client) continue;
      const auto theirs = std::ranges::find_if(due, [&](const DueMeasure& one) {
        return one.person == seat.person && (one.reminded || !has_open_link(course, one.person, one.instrument, one.since, moment.today));
      });
      if (theirs == due.end()) continue;
      ask("measures", {}, theirs->reminded ? "The client's questions are still unanswered: remind them once, if it suits."
                                           : "Questions are due for the client: on their own page where they sign in, else on your screen or by a link.",
          {}, seat.person);
    }
  }
  void agreeing() {
    if (is(mentor)) return;
    if (course.plan.version > 0 && !made_for_others() && !course.plan.signed_by.contains(person)) ask("sign", {"plan-signed"}, "Read the plan and sign it.");
    if (!course.advancing.empty() && !course.advancing.contains(person) && course.closing.agreed.empty())
      ask("phase", {}, "Say whether you agree to go on to the next phase.");
    const auto& phases = course.plan.phases;
    const auto now = static_cast<std::size_t>(std::max(0, course.phase));
    if (now < phases.size() && phases[now].needs_health && !phases[now].activities.empty() &&
        (is(client) || is(practitioner))) {
      const auto health = course.health.find(person);
      if (health == course.health.end() || health->second < moment.today)
        ask("health", {}, "Bring your health statement up to date.");
    }
  }
  void ending() {
    const Closing& closing = course.closing;
    if (is(mentor) || closing.agreed.empty()) return;
    std::set<Day> days;
    bool all = all_there(course, circle), forms = true;
    for (const PersonId who : circle.triad()) {
      const auto agreed = closing.agreed.find(who);
      all = all && agreed != closing.agreed.end();
      if (agreed != closing.agreed.end()) days.insert(agreed->second);
      forms = forms && closing.forms.contains(who);
    }
    if (!closing.agreed.contains(person))
      ask("closure", {}, "Say whether you agree to the ending.");
    else if (days.size() > 1)
      ask("closure", {}, "Different last days are proposed for the ending: agree on one.");
    if (closing.agreed.contains(person) && !closing.forms.contains(person))
      ask("closing-form", {}, "Write your closing form.");
    if (!leads() || !all || days.size() != 1) return;
    const auto any_closing = [&](auto&& wanted) {
      return std::ranges::any_of(course.sessions, [&](const Session& one) { return one.closing && wanted(one); });
    };
    const bool held = any_closing([](const Session& one) { return one.was_held(); });
    if (!held && !any_closing([&](const Session& one) {
          return one.step == Step::running || (one.step == Step::planned && one.start >= moment.at);
        }))
      ask("plan", {},
          "Plan the closing session, to take leave: the last day agreed to is " + base::in_words(*days.begin()) + ".");
    if (held && forms && *days.begin() <= moment.today) ask("close", {}, "The work can be ended now, as agreed.");
  }
};
}  // namespace

bool held_by_another(const Session& session, PersonId reporter) {
  return !session.practitioner.is_zero() && session.practitioner != reporter;
}

bool found_unsuitable(const Course& course, const Circle& circle) {
  const Seat* judge = circle.first(therapist);
  return judge != nullptr && std::ranges::any_of(circle.all(client), [&](PersonId who) {
           const auto found = course.suitability.find(who);
           return found != course.suitability.end() && found->second.by == judge->person && !found->second.good;
         });
}

Session session_to_come(const Course& course) {
  Session out;
  out.kind = SessionKind::practitioner;
  out.phase = course.phase;
  out.plan = course.plan.version;
  return out;
}

std::vector<Stage> way(std::span<const Rule> table, const Course& course, const Circle& circle, const Moment& moment) {
  const Session session = session_to_come(course);
  std::vector<Stage> out;
  bool open = true;
  std::size_t step = 0;
  for (const std::string_view id : kWay) {
    const bool opening = step++ < kOpeningSteps;
    const Rule* rule = find_rule(table, id);
    if (rule == nullptr || rule->missing == nullptr) continue;
    Stage stage{rule, rule->title, opening, Stage::State::done, {}, {}};
    if (auto what = rule->missing({course, circle, session, moment})) {
      stage.state = Stage::State::next;
      stage.what = std::move(*what);
      stage.turn = turn_of(id, table, course, circle, moment);
      open = open && !opening;
    }
    out.push_back(std::move(stage));
  }
  const bool closed = course.closing.closed;
  out.push_back({nullptr,
                 "The sessions",
                 false,
                 closed ? Stage::State::done
                 : open ? Stage::State::next
                        : Stage::State::later,
                 {},
                 {}});
  out.push_back({nullptr,
                 "The ending",
                 false,
                 closed                          ? Stage::State::done
                 : course.closing.agreed.empty() ? Stage::State::later
                                                 : Stage::State::next,
                 {},
                 {}});
  out.push_back({nullptr, "Aftercare", false, closed ? Stage::State::next : Stage::State::later, {}, {}});
  return out;
}

std::vector<Asked> asked_of(PersonId person, std::span<const Rule> table, const Course& course, const Circle& circle,
                            const Moment& moment) {
  const Seat* self = circle.seat(person);
  if (self == nullptr) return {};
  Asker asker{person, table, course, circle, moment, *self, {}};
  if (course.closing.closed) {
    for (const Session& session : course.sessions) asker.reports(session);
    if (self->part != mentor && !course.closing.forms.contains(person) && !course.closing.abrupt)
      asker.ask("closing-form", {}, "Write your closing form.");
    asker.aftercare();
    asker.measures();
    return std::move(asker.out);
  }
  if (asker.stopped() && self->part == client) return {};  // who said stop owes nothing
  asker.holds();
  asker.sessions();
  if (!asker.unsuitable()) asker.circle_gaps();
  if (!asker.halted()) {
    asker.births();
    asker.opening();
  } else if (!asker.stopped() && self->part == therapist) {
    asker.assessed("suitability", course.suitability, "Assess suitability.");
  }
  asker.meetings();
  if (!asker.halted()) asker.agreeing();
  if (!asker.stopped()) asker.ending();
  asker.measures();
  return std::move(asker.out);
}

}  // namespace trefoil::course
