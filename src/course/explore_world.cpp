#include "course/explore_world.h"

namespace trefoil::course::small {

namespace {
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
      {kPractitioner, CredentialStated{far, {"talk", "hold hands"}, true}, "credentials"},
      {kTherapist, CredentialStated{far, {}, true}, "the therapist's credentials"},
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
      {kTherapist, SessionEnded{session(9), 50}, "ends"},
  };
  for (std::uint8_t i = 10; i < 13; ++i) {
    out.push_back({kTherapist, SessionPlanned{session(i), SessionKind::therapist, {}, 50, 0, {}, false}, "talk"});
    out.push_back({kTherapist, SessionStarted{session(i)}, "talk begins"});
    out.push_back({kTherapist, SessionEnded{session(i), 50}, "talk ends"});
  }
  return out;
}

// Another plan, in which "talk" is no longer.
PlanProposed other_plan() { return {"other", {{"walking", {"walk"}, false}, {"touch", {"hold hands"}, true}}}; }

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

std::vector<Wish> up_to(Milestone stage) {
  std::vector<Wish> out;
  const auto more = [&](std::vector<Wish> wishes) { out.insert(out.end(), wishes.begin(), wishes.end()); };
  if (stage == Milestone::first_planned || stage == Milestone::after_first || stage == Milestone::replanned) more(planned(1, 0));
  if (stage == Milestone::after_first) {
    more({{kPractitioner, SessionStarted{session(1)}, "starts"},
          {kPractitioner, SessionEnded{session(1), 50}, "ends"},
          {kPractitioner, ReportDelivered{session(1)}, "the report"},
          {kTherapist, Consulted{session(1), 20}, "the consult"},
          {kTherapist, SessionPlanned{session(4), SessionKind::therapist, {}, 50, 0, {}, false}, "the talk in between"},
          {kTherapist, SessionStarted{session(4)}, "it begins"},
          {kTherapist, SessionEnded{session(4), 50}, "it ends"}});
    more(planned(2, 0));
  }
  if (stage == Milestone::second_phase) {
    for (const PersonId who : {kClient, kPractitioner, kTherapist}) more({{who, PhaseAgreed{who, 1, {}}, "goes on"}});
    more(planned(2, 1));
  }
  if (stage == Milestone::replanned) {
    more({{kTherapist, other_plan(), "another plan"}});
    for (const PersonId who : {kClient, kPractitioner, kTherapist}) more({{who, PlanSigned{who, 2, {}}, "signs it"}});
  }
  return out;
}

}  // namespace

std::vector<Wish> way_to(Milestone stage) {
  auto out = opening();
  for (auto& wish : up_to(stage)) out.push_back(std::move(wish));
  return out;
}

std::expected<std::vector<Body>, std::vector<Unmet>> asked(std::span<const Rule> table, const World& world,
                                                           const Wish& wish) {
  const auto answer = [&](const Body& body) {
    return decide(table, world.course, world.circle, body, wish.by, world.moment);
  };
  if (const auto* moved = std::get_if<SessionMoved>(&wish.body)) {
    SessionMoved now = *moved;
    now.start = world.moment.at;
    return answer(now);
  }
  if (const auto* planned = std::get_if<SessionPlanned>(&wish.body)) {
    SessionPlanned now = *planned;
    now.start = world.moment.at;
    return answer(now);
  }
  return answer(wish.body);
}

void live(std::span<const Rule> table, World& world, const std::vector<Wish>& wishes, std::size_t leave_out) {
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    if (i == leave_out) continue;
    world.moment.at.ms += 1;
    if (const auto events = asked(table, world, wishes[i]))
      for (const Body& event : *events) apply(world.course, world.circle, event, wishes[i].by, world.moment);
  }
}

World begun(std::span<const Rule> table, Milestone stage, std::size_t leave_out, bool young) {
  World world;
  world.circle.seats = {{kClient, Part::client, {}, kFirst + (young ? -17 * 365 : -60 * 365)},
                        {kPractitioner, Part::practitioner, {}, {}},
                        {kTherapist, Part::therapist, {}, {}}};
  // They gave their dates of birth before, so that each other rule is missed for itself alone.
  world.course.of_age = {kPractitioner, kTherapist, kOther};
  live(table, world, way_to(stage), leave_out);
  return world;
}

std::vector<Wish> wishes() {
  std::vector<Wish> out;
  const auto add = [&](PersonId by, Body body, std::string name) {
    out.push_back({by, std::move(body), std::to_string(by.bytes[0]) + " " + std::move(name)});
  };
  for (const PersonId by : {kClient, kPractitioner, kTherapist, kStranger}) {
    add(by, Held{HoldKind::client_stop, kClient, by == kClient ? PersonId{} : by}, "stop");
    add(by, ResumeAsked{kClient, by == kClient ? PersonId{} : by}, "wants to go on");
    add(by, Resumed{HoldKind::client_stop, kClient}, "resumes");
    add(by, Held{HoldKind::therapist_pause, by, {}}, "pauses");
    add(by, Resumed{HoldKind::therapist_pause, kTherapist}, "ends the pause");
    add(by, Held{HoldKind::practice_pause, by, {}}, "pauses for the practice");
    for (const PersonId whose : {kPractitioner, kTherapist})
      add(by, Resumed{HoldKind::practice_pause, whose},
          "ends the practice's pause of " + std::to_string(whose.bytes[0]));
    add(by, touch(1, 0), "plans a session");
    add(by, touch(2, 1), "plans a session of the second phase");
    add(by, SessionPlanned{session(3), SessionKind::therapist, {}, 50, 0, {}, false}, "plans a talk");
    for (std::uint8_t i = 1; i <= 3; ++i) {
      add(by, SessionStarted{session(i)}, "starts " + std::to_string(i));
      add(by, SessionEnded{session(i), 50}, "ends " + std::to_string(i));
    }
    add(by, SessionEnded{session(1)}, "ends 1 and says nothing");
    add(by, SessionStopped{session(1)}, "stops 1");
    add(by, SessionCancelled{session(2)}, "cancels 2");
    add(by, ActivityLeftOut{session(2), "hold hands"}, "leaves it out of 2");
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
    add(by, other_plan(), "writes another plan");
    add(by, PlanProposed{"none", {{"talking", {}, false}}}, "writes a plan of nothing");
    add(by, PlanSigned{by, 2, {}}, "signs it");
    add(by, SessionMoved{session(1), {}, 60}, "moves 1");
    add(by, PhaseAgreed{by, 1, {}}, "agrees to the second phase");
    add(by, WentBack{0}, "goes back");
    add(by, ReleaseWithdrawn{kClient, {}}, "withdraws the release");
    add(by, TreatmentWithdrawn{kClient, {}}, "withdraws consent");
    add(by, TreatmentConsented{kClient, 1, kFirst + 400, by == kClient ? PersonId{} : by}, "signs the consent");
    add(by, TermsSet{{60, 0, 24, false}}, "loosens the terms");
    add(by, TermsSet{{21, 3, 24, true}}, "makes it intensive");
    add(by, TermsSet{{21, 3, 24, false, {"report-delivered"}}}, "lets no report be waived");
    add(by, ClosureAgreed{by, kFirst, {}}, "agrees to end");
    add(by, ClosingFormGiven{by, {}}, "gives a closing form");
    add(by, Closed{false, ""}, "closes");
    add(by, Closed{true, by == kClient ? "" : "moved away"}, "ends at once");
  }
  return out;
}

void let_pass(World& world, int days) {
  world.moment.at.ms += days * kDay;
  world.moment.today = world.moment.today + days;
}

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

}  // namespace trefoil::course::small
