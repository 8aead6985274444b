#include "course/explore.h"

#include <algorithm>
#include <deque>
#include <unordered_set>

#include "course/explore_world.h"

namespace trefoil::course {

namespace {
using namespace small;

// A state as the way to it, which is a hundredth of its size: it is walked again when its turn comes.
struct Visited {
  std::uint32_t start = 0;
  std::vector<std::uint8_t> way;  // wishes and turns, by number
};

class Search {
 public:
  Search(std::span<const Rule> table, std::size_t most, std::size_t depth)
      : table_(table), most_(most), depth_(depth), wishes_(wishes()) {}

  Explored run(const std::function<bool(std::size_t)>& watch) {
    begin();
    while (!queue_.empty() && out_.broken.empty()) {
      if (out_.states >= most_ || (watch && ++looked_ % 1024 == 0 && !watch(out_.states))) return out_;
      const Visited now = std::move(queue_.front());
      queue_.pop_front();
      const World world = walk(now);
      always(now, world);
      out_.depth = now.way.size();  // breadth first: whatever is less deep has been walked on from
      if (now.way.size() >= depth_) continue;
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
    for (auto stage = Milestone::opened; stage != Milestone::done; stage = static_cast<Milestone>(static_cast<int>(stage) + 1)) {
      const auto steps = way_to(stage);
      start(begun(table_, stage, kNone), "ready");
      for (std::size_t i = 0; i < steps.size(); ++i) start(begun(table_, stage, i), "without " + steps[i].name);
      start(begun(table_, stage, kNone, true), "a client of 17");
      World of_any_age = begun(table_, stage, kNone);
      of_any_age.course.of_age.erase(kPractitioner);
      start(std::move(of_any_age), "a practitioner whose age is not said");
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
    start(World{{}, begun(table_, Milestone::opened, kNone).circle, {}}, "fresh");
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
    if (const auto* waived = std::get_if<Waived>(&wish.body))
      if (const Rule* rule = find_rule(rules(), waived->rule); rule == nullptr || rule->waiver == Waivable::never)
        return broken(at, wish.name + ", which is never waived");
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
    if (const auto* ended = std::get_if<SessionEnded>(&wish.body); ended != nullptr && ended->minutes < 5)
      if (world.moment.at.ms - world.course.session(ended->session)->began.ms < 300'000)
        return broken(at, wish.name + ": a session that was none counts as held");
    if (const auto* plan = std::get_if<PlanProposed>(&wish.body))
      if (std::ranges::all_of(plan->phases, [](const Phase& phase) { return phase.activities.empty(); }))
        return broken(at, wish.name + ": a plan of nothing");
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
  std::size_t most_, depth_;
  std::vector<Wish> wishes_;
  std::vector<std::pair<World, std::string>> starts_;
  std::deque<Visited> queue_;
  std::size_t looked_ = 0;
  std::unordered_set<std::size_t> seen_;
  Explored out_;
};
}  // namespace

Explored explore(std::span<const Rule> table, std::size_t most, const std::function<bool(std::size_t)>& watch,
                 std::size_t depth) {
  return Search(table, most, depth).run(watch);
}

}  // namespace trefoil::course
