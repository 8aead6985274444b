// Several people act at once, each on a copy of the course that may be old. What lands is decided on the newest state,
// as the store's sequence makes sure; what somebody appends past that is void where it is not allowed, and then changes
// nothing. Long random histories; what must hold is asked of explore_must.cpp, which knows neither table nor gates.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

#include "course/explore_world.h"

namespace trefoil::course {
namespace {

using small::Wish;
using small::World;

struct Logged {
  PersonId by;
  Body body;
  Moment moment;
  std::uint8_t turn = 0;  // instead of them: what the world did
};

// What landed, in order, and where it leads.
struct Landed {
  World begin, world;
  std::vector<Logged> log;
  std::size_t obeyed = 0, voided = 0;

  explicit Landed(World at) : begin(at), world(std::move(at)) {}

  bool turn(std::uint8_t which) {
    if (!small::turn(world, which)) return false;
    log.push_back({{}, {}, {}, which});
    return true;
  }
  // As care::evolve takes an event in: asked again, then obeyed or void.
  bool land(PersonId by, const Body& body) {
    world.moment.at.ms += 1;
    log.push_back({by, body, world.moment});
    if (!check(rules(), world.course, world.circle, body, by, world.moment).empty()) return ++voided, false;
    if (const auto wrong = wrong_about(by, body); !wrong.empty()) RC_FAIL(wrong);
    apply(world.course, world.circle, body, by, world.moment);
    return ++obeyed, true;
  }
  World replayed() const {
    World out = begin;
    for (const auto& [by, body, moment, which] : log) {
      if (which != 0) {
        small::turn(out, which);
        continue;
      }
      out.moment.at = moment.at;
      if (check(rules(), out.course, out.circle, body, by, moment).empty())
        apply(out.course, out.circle, body, by, moment);
    }
    return out;
  }

 private:
  std::string wrong_about(PersonId by, const Body& body) const {
    const Course& course = world.course;
    if (by == small::kStranger) return "a stranger was obeyed";
    if (auto wrong = small::wrong_hand(world, body, by); !wrong.empty()) return wrong;
    if (course.closing.closed && small::connects(course, body)) return "after the end";
    if (const auto* start = std::get_if<SessionStarted>(&body))
      if (auto rule = small::wrong_start(world, *course.session(start->session)); !rule.empty())
        return "a start against " + rule;
    if (const auto* done = std::get_if<ActivityDone>(&body)) {
      const Session& during = *course.session(done->session);
      if (!course.holds.empty()) return "done while the file is on hold";
      if (!small::consent_is_live(world)) return "done without a consent that is live";
      if (!during.consents(done->activity, small::kClient) || !during.consents(done->activity, during.practitioner))
        return "done without both consents";
    }
    return {};
  }
};

void expect_whole(const World& world) {
  for (const Session& one : world.course.sessions)
    for (const Waiver& waiver : one.waivers) {
      RC_ASSERT(!is_over(one.step));
      const Rule* rule = find_rule(rules(), waiver.rule);
      RC_ASSERT(rule != nullptr);
      RC_ASSERT(rule->waiver == Waivable::therapist);
    }
  if (world.circle.seat(small::kClient) != nullptr)
    RC_ASSERT(decide(rules(), world.course, world.circle, Held{HoldKind::client_stop, small::kClient, {}},
                     small::kClient, world.moment)
                  .has_value());
}

const std::vector<Wish>& all_wishes() {
  static const std::vector<Wish> all = small::wishes();
  return all;
}

struct Desk {  // somebody's page, as old as when they opened it
  World seen;
  std::size_t at = 0;
};

// One of these people's wishes that their page allows, mostly; else any.
const Wish& likely_wish(const Desk& desk, PersonId who) {
  const auto any = [] { return *rc::gen::inRange<std::size_t>(0, all_wishes().size()); };
  std::size_t found = any();
  for (int tries = 0; tries < 25; ++tries, found = any())
    if (all_wishes()[found].by == who && small::asked(rules(), desk.seen, all_wishes()[found])) break;
  return all_wishes()[found];
}

Landed random_history(bool appended_anyway, std::size_t& decided_anew) {
  constexpr std::size_t kNothingLeftOut = 1000;
  const auto stage = *rc::gen::element(small::Milestone::opened, small::Milestone::first_planned,
                                       small::Milestone::second_phase, small::Milestone::after_first);
  Landed landed(small::begun(rules(), stage, kNothingLeftOut));
  const std::vector<PersonId> people{small::kClient, small::kPractitioner, small::kTherapist, small::kOther};
  std::map<PersonId, Desk> desks;
  for (const PersonId who : people) desks[who] = {landed.world, 0};
  for (int i = *rc::gen::inRange(60, 200); i > 0; --i) {
    if (*rc::gen::inRange(0, 40) == 0) {
      landed.turn(static_cast<std::uint8_t>(*rc::gen::inRange<int>(small::day_passes, small::practitioner_leaves + 1)));
      continue;
    }
    const PersonId who = people[*rc::gen::inRange<std::size_t>(0, people.size())];
    Desk& desk = desks[who];
    if (*rc::gen::inRange(0, 4) == 0) desk = {landed.world, landed.log.size()};
    const Wish& wish = likely_wish(desk, who);
    auto events = small::asked(rules(), desk.seen, wish);
    if (appended_anyway && *rc::gen::inRange(0, 3) == 0) {
      if (!events) continue;
      for (const Body& event : *events) {
        const Course before = landed.world.course;
        if (!landed.land(wish.by, event)) RC_ASSERT(landed.world.course == before);
      }
      continue;
    }
    if (desk.at != landed.log.size()) {  // the store refuses it as stale: read anew, decided anew
      events = small::asked(rules(), landed.world, wish);
      ++decided_anew;
    }
    if (!events) continue;
    const std::size_t voided = landed.voided;
    for (const Body& event : *events) landed.land(wish.by, event);
    RC_ASSERT(landed.voided == voided);
    if (std::holds_alternative<Held>(wish.body) || std::holds_alternative<ReleaseWithdrawn>(wish.body) ||
        std::holds_alternative<TreatmentWithdrawn>(wish.body))
      RC_ASSERT(std::ranges::none_of(landed.world.course.sessions, [](const Session& one) {
        return one.step == Step::running && one.kind != SessionKind::therapist;
      }));
    desk = {landed.world, landed.log.size()};
    expect_whole(landed.world);
  }
  return landed;
}

void classify(const Landed& landed, std::size_t decided_anew) {
  RC_CLASSIFY(decided_anew > 5, "more than five decided anew");
  RC_CLASSIFY(landed.obeyed > 30, "more than thirty landed");
  RC_CLASSIFY(landed.voided > 0, "something was void");
  RC_CLASSIFY(std::ranges::any_of(
                  landed.world.course.sessions,
                  [](const Session& one) { return one.kind == SessionKind::practitioner && has_been(one.step); }),
              "a session with the practitioner was held");
}

TEST(StaleViews, WhatIsDecidedAnewHoldsWhatMustHold) {
  EXPECT_TRUE(rc::check([] {
    std::size_t anew = 0;
    const Landed landed = random_history(false, anew);
    RC_ASSERT(landed.voided == 0u);
    const World again = landed.replayed();
    RC_ASSERT(again.course == landed.world.course);
    RC_ASSERT(again.circle == landed.world.circle);
    classify(landed, anew);
  }));
}

TEST(StaleViews, WhatIsAppendedAnywayIsVoidWhereItIsNotAllowed) {
  EXPECT_TRUE(rc::check([] {
    std::size_t anew = 0;
    const Landed landed = random_history(true, anew);
    const World again = landed.replayed();
    RC_ASSERT(again.course == landed.world.course);
    RC_ASSERT(again.circle == landed.world.circle);
    classify(landed, anew);
  }));
}

// Four ways in which two pages that were open at once could have got round a rule.
TEST(StaleViews, TheOlderPageLoses) {
  const auto land_both = [](const Body& first, PersonId by_first, const Body& second, PersonId by_second) {
    Landed landed(small::begun(rules(), small::Milestone::first_planned, 1000));
    EXPECT_TRUE(decide(rules(), landed.world.course, landed.world.circle, second, by_second, landed.world.moment));
    EXPECT_TRUE(landed.land(by_first, first));
    return landed.land(by_second, second);
  };
  const auto one = small::session(1);
  const SessionStarted start{one};
  const PersonId client = small::kClient, practitioner = small::kPractitioner;
  EXPECT_FALSE(land_both(Held{HoldKind::client_stop, client, {}}, client, start, practitioner));
  EXPECT_FALSE(land_both(ActivityAnswered{one, "talk", Answer::withdrawn, client, {}}, client, start, practitioner));
  EXPECT_FALSE(land_both(SessionCancelled{one}, client, start, practitioner));
  EXPECT_FALSE(land_both(Closed{true, ""}, client, start, practitioner));
  EXPECT_TRUE(land_both(start, practitioner, Held{HoldKind::client_stop, client, {}}, client)) << "a stop never loses";
}

}  // namespace
}  // namespace trefoil::course
