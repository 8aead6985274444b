#include "course/explore.h"

#include <algorithm>
#include <deque>
#include <unordered_set>

namespace trefoil::course {

namespace {
PersonId person(std::uint8_t number) {
  PersonId id;
  id.bytes[0] = number;
  return id;
}
SessionId session(std::uint8_t number) {
  SessionId id;
  id.bytes[0] = number;
  return id;
}
const PersonId kClient = person(1), kPractitioner = person(2), kTherapist = person(3), kOther = person(4),
               kStranger = person(5);
constexpr Day kFirst{20'000};
constexpr std::int64_t kDay = 86'400'000;

struct World {
  Course course;
  Circle circle;
  Moment moment{{std::int64_t{kFirst.number} * kDay}, kFirst};
};

void let_pass(World& world, int days) {
  world.moment.at.ms += days * kDay;
  world.moment.today = world.moment.today + days;
}

struct Wish {
  PersonId by;
  Body body;
  std::string name;
};

// --- how the file gets ready: one wish after the other, so that each can be left out ---
std::vector<Wish> opening() {
  const Day far = kFirst + 400;
  const std::vector<Phase> phases{{"talking", {"talk"}, false}, {"touch", {"hold hands"}, true}};
  std::vector<Wish> out{
      {kTherapist, SuitabilityStated{kClient, Verdict::suitable, far}, "suitability"},
      {kTherapist, CapacityStated{kClient, true, far}, "capacity"},
      {kClient, ReleaseSigned{kClient, {kPractitioner, kTherapist, kOther}, far, {}}, "release"},
      {kPractitioner, TreatmentExplained{kClient, 1}, "explained"},
      {kTherapist, TreatmentExplained{kClient, 1}, "explained too"},
      {kClient, TreatmentConsented{kClient, 1, far, {}}, "consent"},
      {kPractitioner, CredentialStated{far, {"talk", "hold hands"}}, "credentials"},
      {kTherapist, CredentialStated{far, {}}, "the therapist's credentials"},
      {kPractitioner, ConflictsDeclared{}, "conflicts"},
      {kTherapist, ConflictsDeclared{}, "the therapist's conflicts"},
      {kPractitioner, PracticeAttested{}, "attested"},
      {kPractitioner, PlanProposed{"weekly", phases}, "plan"},
      {kPractitioner, PlanSigned{kPractitioner, 1, {}}, "signed"},
      {kTherapist, PlanSigned{kTherapist, 1, {}}, "signed by the therapist"},
      {kClient, PlanSigned{kClient, 1, {}}, "signed by the client"},
      {kTherapist, HealthStated{kClient, kFirst + 60}, "health"},
      {kTherapist, HealthStated{kPractitioner, kFirst + 60}, "the practitioner's health"},
      {kTherapist, SessionPlanned{session(9), SessionKind::triadic, {}, 60, 0, {}, false}, "a triadic meeting"},
      {kTherapist, SessionStarted{session(9)}, "begins"},
      {kTherapist, SessionEnded{session(9)}, "ends"},
  };
  for (std::uint8_t i = 10; i < 13; ++i) {
    out.push_back({kTherapist, SessionPlanned{session(i), SessionKind::therapist, {}, 50, 0, {}, false}, "talk"});
    out.push_back({kTherapist, SessionStarted{session(i)}, "talk begins"});
    out.push_back({kTherapist, SessionEnded{session(i)}, "talk ends"});
  }
  return out;
}

SessionPlanned touch(std::uint8_t number, int phase) {
  return {session(number), SessionKind::practitioner, {}, 60, phase, {phase == 0 ? "talk" : "hold hands"}, number == 2};
}

// Planned, and agreed to by both.
std::vector<Wish> planned(std::uint8_t number, int phase) {
  const std::string activity = phase == 0 ? "talk" : "hold hands";
  return {{kPractitioner, touch(number, phase), "plans"},
          {kClient, ActivityAnswered{session(number), activity, Answer::given, kClient, {}}, "agrees"},
          {kPractitioner, ActivityAnswered{session(number), activity, Answer::given, kPractitioner, {}}, "agrees"}};
}

// How far a file is when the search begins there.
enum class Stage { opened, first_planned, second_phase, after_first, done };
std::vector<Wish> up_to(Stage stage) {
  std::vector<Wish> out;
  const auto more = [&](std::vector<Wish> wishes) { out.insert(out.end(), wishes.begin(), wishes.end()); };
  if (stage == Stage::first_planned || stage == Stage::after_first) more(planned(1, 0));
  if (stage == Stage::after_first) {
    more({{kPractitioner, SessionStarted{session(1)}, "starts"},
          {kPractitioner, SessionEnded{session(1)}, "ends"},
          {kPractitioner, ReportDelivered{session(1)}, "the report"},
          {kTherapist, Consulted{session(1), 20}, "the consult"},
          {kTherapist, SessionPlanned{session(4), SessionKind::therapist, {}, 50, 0, {}, false}, "the talk in between"},
          {kTherapist, SessionStarted{session(4)}, "it begins"},
          {kTherapist, SessionEnded{session(4)}, "it ends"}});
    more(planned(2, 0));
  }
  if (stage == Stage::second_phase) {
    for (const PersonId who : {kClient, kPractitioner, kTherapist}) more({{who, PhaseAgreed{who, 1, {}}, "goes on"}});
    more(planned(2, 1));
  }
  return out;
}

std::vector<Wish> way_to(Stage stage) {
  auto out = opening();
  for (auto& wish : up_to(stage)) out.push_back(std::move(wish));
  return out;
}

void live(std::span<const Rule> table, World& world, const std::vector<Wish>& wishes, std::size_t leave_out) {
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    if (i == leave_out) continue;
    world.moment.at.ms += 1;
    if (const auto events = decide(table, world.course, world.circle, wishes[i].body, wishes[i].by, world.moment))
      for (const Body& event : *events) apply(world.course, world.circle, event, wishes[i].by, world.moment);
  }
}

World begun(std::span<const Rule> table, Stage stage, std::size_t leave_out, bool young = false) {
  World world;
  world.circle.seats = {{kClient, Part::client, {}, kFirst + (young ? -17 * 365 : -60 * 365)},
                        {kPractitioner, Part::practitioner, {}, {}},
                        {kTherapist, Part::therapist, {}, {}}};
  live(table, world, way_to(stage), leave_out);
  return world;
}

// --- everything that everybody can wish, in any state ---
std::vector<Wish> wishes() {
  std::vector<Wish> out;
  const auto add = [&](PersonId by, Body body, std::string name) {
    out.push_back({by, std::move(body), std::to_string(by.bytes[0]) + " " + std::move(name)});
  };
  for (const PersonId by : {kClient, kPractitioner, kTherapist, kStranger}) {
    add(by, Held{HoldKind::client_stop, kClient, by == kClient ? PersonId{} : by}, "stop");
    add(by, ResumeAsked{kClient, by == kClient ? PersonId{} : by}, "wants to go on");
    add(by, Resumed{HoldKind::client_stop}, "resumes");
    add(by, Held{HoldKind::therapist_pause, by, {}}, "pauses");
    add(by, Resumed{HoldKind::therapist_pause}, "ends the pause");
    add(by, touch(1, 0), "plans a session");
    add(by, touch(2, 1), "plans a session of the second phase");
    add(by, SessionPlanned{session(3), SessionKind::therapist, {}, 50, 0, {}, false}, "plans a talk");
    for (std::uint8_t i = 1; i <= 3; ++i) {
      add(by, SessionStarted{session(i)}, "starts " + std::to_string(i));
      add(by, SessionEnded{session(i)}, "ends " + std::to_string(i));
    }
    add(by, SessionStopped{session(1)}, "stops 1");
    add(by, SessionCancelled{session(2)}, "cancels 2");
    for (const auto answer : {Answer::given, Answer::withdrawn}) {
      const std::string said = answer == Answer::given ? "agrees" : "takes back";
      add(by, ActivityAnswered{session(1), "talk", answer, by, {}}, said + " 1");
      add(by, ActivityAnswered{session(2), "hold hands", answer, by, {}}, said + " 2");
    }
    add(by, ActivityAnswered{session(1), "talk", Answer::given, kClient, by}, "says that the client agrees");
    add(by, ActivityDone{session(1), "talk"}, "did 1");
    add(by, ReportDelivered{session(1)}, "reports 1");
    add(by, Consulted{session(1), 20}, "consulted on 1");
    for (const char* rule :
         {"consult-held", "report-delivered", "therapist-between", "consent-treatment", "groundwork"})
      add(by, Waived{session(2), rule, "for once"}, std::string("waives ") + rule);
    add(by, PhaseAgreed{by, 1, {}}, "agrees to the second phase");
    add(by, WentBack{0}, "goes back");
    add(by, ReleaseWithdrawn{kClient, {}}, "withdraws the release");
    add(by, TreatmentWithdrawn{kClient, {}}, "withdraws consent");
    add(by, TermsSet{{60, 0, 24, false}}, "loosens the terms");
    add(by, ClosureAgreed{by, kFirst, {}}, "agrees to end");
    add(by, ClosingFormGiven{by, {}}, "gives a closing form");
    add(by, Closed{false, ""}, "closes");
    add(by, Closed{true, by == kClient ? "" : "moved away"}, "ends at once");
  }
  return out;
}

// --- what must hold, written again ---
std::string wrong_start(const World& world, const Session& begins) {
  const Course& c = world.course;
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
  const auto release = c.releases.find(kClient);
  if (release == c.releases.end() || !release->second.recipients.contains(p) ||
      !release->second.recipients.contains(t) || release->second.until < today)
    return "release-live";
  if (world.moment.at < c.last_at) return "clock-forward";
  for (const Session& other : c.sessions)
    if (other.step == Step::running && other.id != begins.id) return "one-session";
  if (begins.kind == SessionKind::triadic) return {};
  const auto waived = [&](std::string_view rule) {
    return std::ranges::any_of(begins.waivers,
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
    met_together |= one.kind == SessionKind::triadic && one.practitioner == p && one.therapist == t;
    talks += one.kind == SessionKind::therapist;
    if (one.kind == SessionKind::practitioner && one.began >= last_touch) last_touch = one.began, touch = &one;
    if (one.kind != SessionKind::practitioner && one.therapist == t && one.began >= last_met)
      last_met = one.began, met_on = one.day;
  }
  if (!met_together) return "triadic-meeting";
  if (talks < 3 && !waived("groundwork")) return "groundwork";
  if (last_met.ms < 0 || today - met_on > 21) return "therapist-engaged";
  if (touch != nullptr && !touch->reported && !waived("report-delivered")) return "report-delivered";
  if (touch != nullptr && !touch->consulted && !waived("consult-held")) return "consult-held";
  if (touch != nullptr && last_met <= last_touch && !waived("therapist-between")) return "therapist-between";
  if (begins.phase > c.phase) return "pace";
  if (begins.phase == 1)
    for (const PersonId who : {p, kClient})
      if (!c.health.contains(who) || c.health.at(who) < today) return "health-current";
  for (const std::string& activity : begins.activities) {
    if (!c.credentials.at(p).competence.contains(activity) && !waived("within-competence")) return "within-competence";
    for (const PersonId who : {p, kClient}) {
      const auto said = begins.answers.find({activity, who});
      if (said == begins.answers.end() || said->second != Answer::given) return "activity-consent";
    }
  }
  return {};
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

// A state's print: what can make a difference later, as bytes.
class Print {
 public:
  template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  Print& operator<<(T value) {
    const auto number = static_cast<std::int64_t>(value);
    bytes_.append(reinterpret_cast<const char*>(&number), 5);
    return *this;
  }
  Print& operator<<(PersonId id) { return bytes_ += static_cast<char>(id.bytes[0]), *this; }
  Print& operator<<(const std::string& text) { return (bytes_ += text) += '\0', *this; }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

std::string print(const World& world) {
  Print out;
  const Course& c = world.course;
  out << c.suitability.size() << c.capacity.size() << c.releases.size() << c.treatment.size() << c.credentials.size()
      << c.declared.size() << c.health.size() << c.plan.signed_by.size() << c.advancing.size() << c.sessions.size()
      << c.holds.size() << c.closing.agreed.size() << c.closing.forms.size() << world.circle.seats.size();
  for (const Seat& seat : world.circle.seats) out << seat.person << seat.part << (seat.birth ? seat.birth->number : 0);
  out << world.moment.today.number << (world.moment.at < c.last_at) << c.phase << c.attested << c.plan.version
      << c.terms.groundwork << c.terms.met_days;
  for (const auto& [who, review] : c.suitability) out << who << review.good << review.by;
  for (const auto& [who, review] : c.capacity) out << who << review.good << review.by;
  for (const auto& [who, credential] : c.credentials) out << who << credential.competence.size();
  for (const PersonId who : c.declared) out << who;
  for (const auto& [who, until] : c.health) out << who;
  for (const auto& [who, treatment] : c.treatment) {
    out << who << treatment.version << treatment.explained.size();
    for (const auto& [version, by] : treatment.explained) {
      out << version << by.size();
      for (const PersonId explainer : by) out << explainer;
    }
  }
  for (const PersonId who : c.plan.signed_by) out << who;
  for (const auto& [who, phase] : c.advancing) out << who << phase;
  const Session* met = nullptr;  // of moments, only their order matters, and the days
  const Session* touched = c.last(SessionKind::practitioner);
  for (const Session& one : c.sessions) {
    out << one.id.bytes[0] << one.step << one.reported << one.consulted << one.day.number << one.therapist
        << one.practitioner << one.waivers.size() << one.answers.size() << one.done.size();
    for (const Waiver& waiver : one.waivers) out << waiver.rule << waiver.by;
    for (const auto& [what, answer] : one.answers) out << what.second << answer;
    if (one.kind != SessionKind::practitioner && has_been(one.step) && (met == nullptr || met->began < one.began))
      met = &one;
  }
  out << (met != nullptr && touched != nullptr && met->began > touched->began);
  for (const Hold& hold : c.holds) out << hold.kind << hold.by << hold.resume_asked;
  out << c.closing.closed << c.closing.abrupt;
  for (const auto& [who, day] : c.closing.agreed) out << who << day.number;
  for (const PersonId who : c.closing.forms) out << who;
  return out.take();
}

// What else can happen, beside the wishes: numbers after theirs.
enum Turn : std::uint8_t { day_passes = 250, month_passes, therapist_leaves, therapist_changes, practitioner_leaves };

bool turn(World& world, std::uint8_t which) {
  const auto leave = [&](PersonId who) {
    return std::erase_if(world.circle.seats, [&](const Seat& seat) { return seat.person == who; }) > 0;
  };
  switch (which) {
    case day_passes:
    case month_passes:
      if (world.moment.today - kFirst > 40) return false;
      let_pass(world, which == day_passes ? 1 : 30);
      return true;
    case therapist_leaves:
      return leave(kTherapist);
    case therapist_changes:
      if (!leave(kTherapist)) return false;
      world.circle.seats.push_back({kOther, Part::therapist, world.moment.at, {}});
      return true;
    default:
      return leave(kPractitioner);
  }
}

// A state as the way to it, which is a hundredth of its size: it is walked again when its turn comes.
struct Visited {
  std::uint32_t start = 0;
  std::vector<std::uint8_t> way;  // wishes and turns, by number
};

class Search {
 public:
  Search(std::span<const Rule> table, std::size_t most) : table_(table), most_(most), wishes_(wishes()) {}

  Explored run(const std::function<bool(std::size_t)>& watch) {
    begin();
    while (!queue_.empty() && out_.broken.empty()) {
      if (out_.states >= most_ || (watch && ++looked_ % 1024 == 0 && !watch(out_.states))) return out_;
      const Visited now = std::move(queue_.front());
      queue_.pop_front();
      const World world = walk(now);
      always(now, world);
      for (std::size_t i = 0; i < wishes_.size() && out_.broken.empty(); ++i)
        wish(now, world, static_cast<std::uint8_t>(i));
      for (std::uint8_t which = day_passes; which <= practitioner_leaves; ++which)
        if (World next = world; turn(next, which)) add(now, which, next);
    }
    out_.complete = queue_.empty();
    return out_;
  }

 private:
  void begin() {
    constexpr std::size_t kNone = 1000;
    for (auto stage = Stage::opened; stage != Stage::done; stage = static_cast<Stage>(static_cast<int>(stage) + 1)) {
      const auto steps = way_to(stage);
      start(begun(table_, stage, kNone), "ready");
      for (std::size_t i = 0; i < steps.size(); ++i) start(begun(table_, stage, i), "without " + steps[i].name);
      start(begun(table_, stage, kNone, true), "a client of 17");
      World untrained = begun(table_, stage, kNone);
      untrained.course.credentials[kPractitioner].competence.clear();
      start(std::move(untrained), "untrained");
      World behind = begun(table_, stage, kNone);
      let_pass(behind, -1);
      start(std::move(behind), "a clock set back");
      World three = begun(table_, stage, kNone);
      three.circle.seats.push_back({kOther, Part::practitioner, {}, {}});
      live(table_, three,
           {{kOther, PlanSigned{kOther, 1, {}}, "signs"},
            {kOther, ActivityAnswered{session(1), "talk", Answer::given, kOther, {}}, "agrees"}},
           kNone);
      start(std::move(three), "two practitioners");
    }
    start(World{{}, begun(table_, Stage::opened, kNone).circle, {}}, "fresh");
  }
  void start(World world, std::string name) {
    if (!seen_.insert(std::hash<std::string>()(print(world))).second) return;
    ++out_.states;
    queue_.push_back({static_cast<std::uint32_t>(starts_.size()), {}});
    starts_.emplace_back(std::move(world), std::move(name));
  }
  void add(const Visited& from, std::uint8_t step, const World& next) {
    if (!seen_.insert(std::hash<std::string>()(print(next))).second) return;
    ++out_.states;
    Visited visited = from;
    visited.way.push_back(step);
    queue_.push_back(std::move(visited));
  }
  World walk(const Visited& at) const {
    World world = starts_[at.start].first;
    for (const std::uint8_t step : at.way) {
      if (step >= day_passes) {
        turn(world, step);
        continue;
      }
      const Wish& wish = wishes_[step];
      if (const auto events = decide(table_, world.course, world.circle, wish.body, wish.by, world.moment))
        for (const Body& event : *events) apply(world.course, world.circle, event, wish.by, world.moment);
    }
    return world;
  }
  void broken(const Visited& at, const std::string& what) {
    static constexpr std::string_view kTurns[] = {"a day passes", "a month passes", "the therapist leaves",
                                                  "another therapist comes", "the practitioner leaves"};
    out_.broken = what + " (from " + starts_[at.start].second;
    for (const std::uint8_t step : at.way) {
      out_.broken += ", ";
      out_.broken += step < day_passes ? std::string_view(wishes_[step].name) : kTurns[step - day_passes];
    }
    out_.broken += ")";
  }

  // In every state: a stop is taken, the client can end, and no waiver outlives its session or covers what it must not.
  void always(const Visited& at, const World& world) {
    const auto& [course, circle, moment] = world;
    if (circle.seat(kClient) == nullptr) return;
    if (!decide(table_, course, circle, Held{HoldKind::client_stop, kClient, {}}, kClient, moment))
      return broken(at, "a stop was refused");
    if (!course.closing.closed && !decide(table_, course, circle, Closed{true, ""}, kClient, moment))
      return broken(at, "the client can't end it");
    for (const Session& one : course.sessions)
      for (const Waiver& waiver : one.waivers) {
        const Rule* rule = find_rule(rules(), waiver.rule);
        if (is_over(one.step)) return broken(at, "a waiver outlived its session");
        if (rule == nullptr || rule->waiver == Waivable::never) return broken(at, "a waiver covers " + waiver.rule);
      }
    if (course.terms.groundwork < 3 || course.terms.met_days > 21)
      return broken(at, "the terms are looser than the profession's");
  }

  void wish(const Visited& at, const World& world, std::uint8_t number) {
    const Wish& wish = wishes_[number];
    ++out_.decided;
    const auto answer = decide(table_, world.course, world.circle, wish.body, wish.by, world.moment);
    if (!answer) {
      ++out_.refused;
      if (answer.error().empty()) return broken(at, wish.name + ": refused without a rule");
      for (const Unmet& unmet : answer.error()) {
        const Rule* rule = find_rule(table_, unmet.rule);
        if (rule == nullptr || rule->who.empty() || rule->why.empty() || rule->mend.empty())
          return broken(at, wish.name + ": refused by " + std::string(unmet.rule) + ", which explains nothing");
      }
      return;
    }
    if (wish.by == kStranger) return broken(at, wish.name + ": a stranger wrote");
    if (world.course.closing.closed && connects(world.course, wish.body))
      return broken(at, wish.name + ": after the end");
    if (const auto* start = std::get_if<SessionStarted>(&wish.body))
      if (const auto rule = wrong_start(world, *world.course.session(start->session)); !rule.empty())
        return broken(at, wish.name + " against " + rule);
    if (const auto* done = std::get_if<ActivityDone>(&wish.body)) {
      const Session& during = *world.course.session(done->session);
      if (!during.consents(done->activity, kClient) || !during.consents(done->activity, during.practitioner))
        return broken(at, wish.name + " without both consents");
    }
    if (const auto* closed = std::get_if<Closed>(&wish.body); closed != nullptr && !closed->abrupt)
      if (world.course.closing.agreed.size() < 3 || world.course.closing.forms.size() < 3)
        return broken(at, wish.name + " without the three");
    World next = world;
    for (const Body& event : *answer) {
      if (!check(table_, next.course, next.circle, event, wish.by, next.moment).empty())
        return broken(at, wish.name + ": what was decided would be void");
      apply(next.course, next.circle, event, wish.by, next.moment);
    }
    // A stop ends what is going on, whatever the page of the other says.
    if (std::holds_alternative<Held>(wish.body))
      if (const Session* running = next.course.running(); running != nullptr && running->kind != SessionKind::therapist)
        return broken(at, wish.name + ": a session goes on");
    add(at, number, next);
  }

  std::span<const Rule> table_;
  std::size_t most_;
  std::vector<Wish> wishes_;
  std::vector<std::pair<World, std::string>> starts_;
  std::deque<Visited> queue_;
  std::size_t looked_ = 0;
  std::unordered_set<std::size_t> seen_;
  Explored out_;
};
}  // namespace

Explored explore(std::span<const Rule> table, std::size_t most, const std::function<bool(std::size_t)>& watch) {
  return Search(table, most).run(watch);
}

}  // namespace trefoil::course
