#include "course/explore.h"

#include <algorithm>
#include <deque>
#include <unordered_set>

#include "course/explore_world.h"

namespace trefoil::course {

namespace {
using namespace small;

// --- what must hold, written again ---
std::string wrong_start(const World& world, const Session& begins) {
  const Course& c = world.course;
  for (const Session& other : c.sessions)
    if (other.step == Step::running && other.id != begins.id) return "one-session";
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
                      e->terms.groundwork < c.terms.groundwork || e->terms.report_hours > c.terms.report_hours;
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
      behind.moment.at.ms -= kDay / 4;
      start(std::move(behind), "a clock set back");
      World late = begun(table_, stage, kNone);
      let_pass(late, 30);
      live(table_, late,
           {{kPractitioner, SessionMoved{session(1), {}, 60}, "moves"},
            {kClient, ActivityAnswered{session(1), "talk", Answer::given, kClient, {}}, "agrees"},
            {kPractitioner, ActivityAnswered{session(1), "talk", Answer::given, kPractitioner, {}}, "agrees"}},
           kNone);
      start(std::move(late), "moved by a month");
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
      if (const auto events = asked(table_, world, wish))
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
    const auto answer = asked(table_, world, wish);
    if (!answer) {
      ++out_.refused;
      if (answer.error().empty()) return broken(at, wish.name + ": refused without a rule");
      for (const Unmet& unmet : answer.error()) {
        const Rule* rule = find_rule(rules(), unmet.rule);  // of the full table
        if (rule == nullptr || rule->who.empty() || rule->why.empty() || rule->mend.empty())
          return broken(at, wish.name + ": refused by " + std::string(unmet.rule) + ", which explains nothing");
      }
      return;
    }
    if (wish.by == kStranger) return broken(at, wish.name + ": a stranger wrote");
    if (const auto wrong = wrong_hand(world, wish.body, wish.by); !wrong.empty())
      return broken(at, wish.name + ": " + wrong);
    if (world.course.closing.closed && connects(world.course, wish.body))
      return broken(at, wish.name + ": after the end");
    if (const auto* start = std::get_if<SessionStarted>(&wish.body))
      if (const auto rule = wrong_start(world, *world.course.session(start->session)); !rule.empty())
        return broken(at, wish.name + " against " + rule);
    if (const auto* done = std::get_if<ActivityDone>(&wish.body)) {
      const Session& during = *world.course.session(done->session);
      if (!world.course.holds.empty()) return broken(at, wish.name + " while the file is on hold");
      if (!consent_is_live(world)) return broken(at, wish.name + " without a consent that is live");
      if (!during.consents(done->activity, kClient) || !during.consents(done->activity, during.practitioner))
        return broken(at, wish.name + " without both consents");
    }
    if (const auto* consent = std::get_if<TreatmentConsented>(&wish.body))
      for (const Part part : {Part::practitioner, Part::therapist}) {
        const Seat* seat = world.circle.first(part);
        const auto found = world.course.treatment.find(kClient);
        if (seat == nullptr || found == world.course.treatment.end() ||
            !found->second.explained.contains(consent->version) ||
            !found->second.explained.at(consent->version).contains(seat->person))
          return broken(at, wish.name + " to what was not explained");
      }
    if (const auto* closed = std::get_if<Closed>(&wish.body); closed != nullptr && !closed->abrupt)
      for (const Part part : {Part::client, Part::practitioner, Part::therapist}) {
        const Seat* seat = world.circle.first(part);
        if (seat == nullptr || !world.course.closing.agreed.contains(seat->person) ||
            !world.course.closing.forms.contains(seat->person))
          return broken(at, wish.name + " without the three");
      }
    World next = world;
    for (const Body& event : *answer) {
      if (!check(table_, next.course, next.circle, event, wish.by, next.moment).empty())
        return broken(at, wish.name + ": what was decided would be void");
      apply(next.course, next.circle, event, wish.by, next.moment);
    }
    if (next.course.phase > world.course.phase && world.circle.seats.size() < 3 &&
        !std::holds_alternative<PlanProposed>(wish.body))
      return broken(at, wish.name + ": two went on without the third");
    if (std::holds_alternative<PlanProposed>(wish.body))
      for (const Session& one : next.course.sessions)
        if (one.step == Step::planned && (!one.answers.empty() || !one.waivers.empty()))
          return broken(at, wish.name + ": an answer outlived its plan");
    if (const auto* resumed = std::get_if<Resumed>(&wish.body)) {
      if (next.course.holds.size() + 1 != world.course.holds.size()) return broken(at, wish.name + ": other holds went");
      const Seat* self = world.circle.seat(wish.by);
      if (self->part != Part::therapist && (resumed->kind != HoldKind::practice_pause || resumed->by != wish.by))
        return broken(at, wish.name + ": somebody else's hold");
    }
    // A stop ends what is going on, whatever the page of the other says.
    if (std::holds_alternative<Held>(wish.body) || std::holds_alternative<ReleaseWithdrawn>(wish.body) ||
        std::holds_alternative<TreatmentWithdrawn>(wish.body))
      for (const Session& one : next.course.sessions)
        if (one.step == Step::running && one.kind != SessionKind::therapist)
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
