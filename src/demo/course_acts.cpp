#include "demo/course_acts.h"

#include <algorithm>
#include <array>

#include "base/result.h"
#include "vault/random.h"

namespace trefoil::demo {

namespace {
using namespace course;
using Reach = DemoCourse::Reach;

constexpr std::array<std::string_view, 6> kReports = {
    "We began with how the week had been, kept to what was planned, and ended on time.",
    "Slower than last time, by the client's own wish. Two pauses, both asked for in words.",
    "At ease sooner than before. One thing that was planned was left out, and we said so to each other.",
    "Good contact throughout. Asked more questions than last time, and waited for the answers.",
    "Tired after a long week, and said so at the start. We took it slowly; that was right.",
    "Practised ending: five minutes before the time, in words, and then standing up.",
};
constexpr std::array<std::string_view, 4> kConsults = {
    "The pace is right; we stay where we are.",
    "We looked at what made the pauses possible. No change to the plan.",
    "What was left out stays out unless the client asks for it.",
    "The therapist hears the same from the client. We go on as planned.",
};
constexpr std::string_view kCredentials =
    "Credentials: trained by a body that is invented, registered there, and insured for this work in writing.";
// The people of this story are not trained for all of the latest phase.
constexpr std::string_view kTherapistsRoom = "The consulting room, second floor", kPractitionersRoom = "Room 2, ground floor";
constexpr std::string_view kLatePhase = "Further learning";

std::string told(const std::map<int, std::string>& texts, int session, std::string_view otherwise) {
  const auto found = texts.find(session);
  return found != texts.end() ? found->second : std::string(otherwise);
}

class CourseTelling {
 public:
  CourseTelling(const DemoCourse& story, const DemoCast& cast, DemoCalendar& calendar, Instant now)
      : story_(story), cast_(cast), calendar_(calendar), now_(now), today_(base::local_day(now, cast.zone)) {}

  Result<std::vector<DemoAct>> run() {
    if (cast_.programme != nullptr && story_.reach >= Reach::before_meeting) TRY(find_phases());
    switch (story_.reach) {
      case Reach::enquiry:
        break;
      case Reach::suitability:
        declare(story_.met_ago.front() + 2);
        break;
      case Reach::before_meeting:
        open(1);
        plan_meeting();
        break;
      case Reach::sessions:
      case Reach::ending:
      case Reach::closed:
        open(first());
        hold_sessions();
        break;
    }
    for (const int ago : story_.met_ago) meet_therapist(ago + 1, ago);
    if (story_.reach == Reach::ending) agree_to_end(3, today_ + 42, false);
    if (story_.reach == Reach::closed) close();
    stand_still();
    plan_next();
    return in_order();
  }

 private:
  Instant at(int ago, std::string_view time) const {
    return base::at_local(today_ + -ago, time, cast_.zone).value_or(now_);
  }
  void add(Instant when, Teller by, std::vector<Body> wishes, std::vector<care::Write> notes = {}) {
    acts_.push_back({when, by, {std::move(wishes), std::move(notes)}});
  }
  Instant free_hour(SessionKind kind, Instant wanted, int minutes) {
    auto people = cast_.clients;
    if (kind != SessionKind::therapist) people.push_back(cast_.practitioner);
    if (kind != SessionKind::practitioner) people.push_back(cast_.therapist);
    return calendar_.take(people, wanted, minutes, cast_.zone);
  }
  // What one person sends at one moment goes together.
  std::vector<DemoAct> in_order() {
    std::ranges::stable_sort(acts_, {}, &DemoAct::at);
    std::vector<DemoAct> out;
    for (auto& act : acts_) {
      if (out.empty() || out.back().at != act.at || out.back().by != act.by) {
        out.push_back(std::move(act));
        continue;
      }
      auto& record = out.back().record;
      std::ranges::move(act.record.wishes, std::back_inserter(record.wishes));
      std::ranges::move(act.record.notes, std::back_inserter(record.notes));
    }
    return out;
  }
  // What each client says: by themselves, or written down by the therapist.
  template <class Say>
  void clients(Instant when, Say say) {
    for (const PersonId client : cast_.clients)
      add(when, cast_.client_has_keys ? Teller::client : Teller::therapist,
          say(client, cast_.client_has_keys ? PersonId{} : cast_.therapist));
  }
  int first() const { return ago_of(1); }
  int ago_of(int session) const { return story_.last_ago + (story_.held - session) * story_.every; }
  static SessionId new_id() { return vault::random_id<SessionId>(); }

  Result<void> find_phases() {
    const auto& phases = cast_.programme->phases;
    for (const auto& wanted : story_.phases) {
      const auto found = std::ranges::find(phases, wanted.name, &Programme::Phase::name);
      if (found == phases.end())
        return fail(Fault::bad_input, "The demonstration names a phase that the programme lacks.",
                    cast_.programme->id + ", " + wanted.name);
      places_.push_back(static_cast<int>(found - phases.begin()));
    }
    return {};
  }
  std::set<std::string> competence() const {
    std::set<std::string> out;
    if (cast_.programme == nullptr) return out;
    for (const auto& phase : cast_.programme->phases)
      for (const auto& activity : phase.activities)
        if (phase.name != kLatePhase || activity == phase.activities.front()) out.insert(activity.name);
    return out;
  }
  // Which of the story's phases a session lies in, and how many there were in it before.
  std::size_t place_of(int session) const {
    std::size_t at = 0;
    while (at + 1 < story_.phases.size() && story_.phases[at + 1].from <= session) ++at;
    return at;
  }
  std::set<std::string> activities_of(int session) const {
    const auto place = place_of(session);
    const auto& all = cast_.programme->phases[static_cast<std::size_t>(places_[place])].activities;
    const auto count = std::min<std::size_t>(static_cast<std::size_t>(story_.phases[place].activities), all.size());
    const auto turn = static_cast<std::size_t>(session - story_.phases[place].from);
    std::set<std::string> out;
    for (std::size_t i = 0; i < count; ++i) out.insert(all[count == 1 ? 0 : (turn * count + i) % all.size()].name);
    return out;
  }

  // --- the opening, so many days before the first session with the practitioner ---
  void declare(int ago) {
    std::vector<Body> own{ConflictsDeclared{}, CredentialStated{today_ + 220, {}, true}, PracticeAttested{}};
    add(at(ago, "11:00"), Teller::therapist, std::move(own));
    if (cast_.practitioner.is_zero()) return;
    add(at(ago, "10:00"), Teller::practitioner,
        {ConflictsDeclared{}, CredentialStated{today_ + story_.credentials, competence(), true}},
        {care::Write{{care::RoomKind::clinical, {}}, std::string(kCredentials)}});
  }
  void open(int before) {
    declare(before + 18);
    for (const int ago : {17, 12, 7}) meet_therapist(before + 18, before + ago);
    for (const PersonId client : cast_.clients)
      add(at(before + 12, "16:30"), Teller::therapist,
          {SuitabilityStated{client, Verdict::suitable, today_ + story_.review},
           CapacityStated{client, true, today_ + story_.review}});
    std::set<PersonId> named{cast_.practitioner, cast_.therapist};
    if (!cast_.mentor.is_zero()) named.insert(cast_.mentor);
    clients(at(before + 10, "18:00"), [&](PersonId client, PersonId witness) {
      return std::vector<Body>{ReleaseSigned{client, named, today_ + story_.release, witness}};
    });
    for (const Teller by : {Teller::practitioner, Teller::therapist})
      for (const PersonId client : cast_.clients) add(at(before + 8, "11:00"), by, {TreatmentExplained{client, 1}});
    clients(at(before + 7, "16:30"), [&](PersonId client, PersonId witness) {
      return std::vector<Body>{TreatmentConsented{client, 1, today_ + story_.consent, witness}};
    });
    auto plan = plan_from(*cast_.programme);
    plan.without_practitioner = false;  // each invented file has one, the couple's too
    add(at(before + 5, "10:00"), Teller::practitioner, {std::move(plan)});
    if (story_.reach == Reach::before_meeting) return;
    meet(SessionKind::triadic, before + 5, before + 3, "14:00", 75);
    add(at(before + 3, "15:30"), Teller::practitioner, {PlanSigned{cast_.practitioner, 1, {}}});
    add(at(before + 3, "15:30"), Teller::therapist, {PlanSigned{cast_.therapist, 1, {}}});
    clients(at(before + 3, "15:30"),
            [&](PersonId client, PersonId witness) { return std::vector<Body>{PlanSigned{client, 1, witness}}; });
  }
  void plan_meeting() {
    add(at(1, "12:00"), Teller::therapist,
        {SessionPlanned{new_id(), SessionKind::triadic, at(-2, "14:00"), 75, 0, {}, false, std::string(kTherapistsRoom)}});
  }
  // Planned, and held where its day has come.
  void meet(SessionKind kind, int planned_ago, int ago, std::string_view time, int minutes) {
    const SessionId id = new_id();
    const Instant start = free_hour(kind, at(ago, time), minutes);
    add(at(planned_ago, "12:30"), Teller::therapist, {SessionPlanned{id, kind, start, minutes, 0, {}, false, std::string(kTherapistsRoom)}});
    if (ago < 1) return;
    add(start, Teller::therapist, {SessionStarted{id}});
    add(start + std::chrono::minutes(minutes), Teller::therapist, {SessionEnded{id}});
  }
  void meet_therapist(int planned_ago, int ago) { meet(SessionKind::therapist, planned_ago, ago, "15:00", 50); }

  // --- the loop ---
  void hold_sessions() {
    bool health = false;
    for (int session = 1; session <= story_.held; ++session) {
      const int ago = ago_of(session);
      const auto place = static_cast<std::size_t>(places_[place_of(session)]);
      if (!health && cast_.programme->phases[place].needs_health) {
        state_health(ago + 3);
        health = true;
      }
      if (session > 1 && place_of(session) != place_of(session - 1)) go_on(ago + 3, static_cast<int>(place));
      hold(session, ago);
    }
  }
  void state_health(int ago) {
    add(at(ago, "16:00"), Teller::practitioner, {HealthStated{cast_.practitioner, today_ + story_.health}});
    for (const PersonId client : cast_.clients)
      add(at(ago, "16:30"), Teller::therapist, {HealthStated{client, today_ + story_.health}});
  }
  void go_on(int ago, int phase) {
    add(at(ago, "17:00"), Teller::practitioner, {PhaseAgreed{cast_.practitioner, phase, {}}});
    add(at(ago, "17:10"), Teller::therapist, {PhaseAgreed{cast_.therapist, phase, {}}});
    clients(at(ago, "17:20"),
            [&](PersonId client, PersonId witness) { return std::vector<Body>{PhaseAgreed{client, phase, witness}}; });
  }
  std::vector<Body> yes(SessionId id, const std::set<std::string>& activities, PersonId who, PersonId witness) const {
    std::vector<Body> out;
    for (const auto& activity : activities)
      out.emplace_back(ActivityAnswered{id, activity, Answer::given, who, witness});
    return out;
  }
  SessionId plan(int session, int planned_ago, Instant start, bool answered) {
    const SessionId id = new_id();
    const auto activities = activities_of(session);
    const auto place = place_of(session);
    std::vector<Body> wishes{SessionPlanned{id, SessionKind::practitioner, start, story_.minutes, places_[place],
                                            activities, story_.phases[place].name == "Closing",
                                            std::string(kPractitionersRoom)}};
    for (auto& answer : yes(id, activities, cast_.practitioner, {})) wishes.push_back(std::move(answer));
    add(at(planned_ago, "12:00"), Teller::practitioner, std::move(wishes));
    if (answered)
      clients(at(planned_ago, "18:00"),
              [&](PersonId client, PersonId witness) { return yes(id, activities, client, witness); });
    return id;
  }
  void hold(int session, int ago) {
    const Instant start = free_hour(SessionKind::practitioner, at(ago, "16:00"), story_.minutes);
    const SessionId id = plan(session, ago + 2, start, true);
    const bool last = session == story_.held, early = last && story_.stopped_early;
    const auto report = kReports[static_cast<std::size_t>(session - 1) % kReports.size()];
    add(start, Teller::practitioner, {SessionStarted{id}});
    if (early) {
      add(start + std::chrono::minutes(35), Teller::practitioner, {SessionStopped{id}});
    } else {
      std::vector<Body> wishes;
      for (const auto& activity : activities_of(session))
        if (wishes.empty() || report != kReports[2]) wishes.emplace_back(ActivityDone{id, activity});
      wishes.emplace_back(SessionEnded{id});
      add(start + std::chrono::minutes(story_.minutes), Teller::practitioner, std::move(wishes));
    }
    if (last && !story_.reported) return meet_therapist(ago - 1, ago - 3);
    std::vector<care::Write> notes{
        {{care::RoomKind::clinical, {}}, told(story_.reports, session, report), {}, id, care::Topic::report}};
    if (const auto words = told(story_.progress, session, ""); !words.empty())
      notes.push_back({{care::RoomKind::shared, {}}, words, {}, id, care::Topic::progress});
    add(std::max(at(ago, "19:30"), start + std::chrono::minutes(story_.minutes + 20)), Teller::practitioner,
        {ReportDelivered{id}}, std::move(notes));
    const auto consult = kConsults[static_cast<std::size_t>(session - 1) % kConsults.size()];
    add(at(ago - 1, "12:30"), Teller::therapist, {Consulted{id, 15 + session % 3 * 5}},
        {{{care::RoomKind::clinical, {}}, told(story_.consults, session, consult), {}, id, care::Topic::consult}});
    meet_therapist(ago - 1, ago - 3);
  }

  // --- the ending, and what stands still ---
  void agree_to_end(int ago, Day end, bool client_too) {
    add(at(ago, "13:00"), Teller::practitioner, {ClosureAgreed{cast_.practitioner, end, {}}});
    add(at(ago, "13:10"), Teller::therapist, {ClosureAgreed{cast_.therapist, end, {}}});
    if (client_too)
      clients(at(ago, "18:00"), [&](PersonId client, PersonId witness) {
        return std::vector<Body>{ClosureAgreed{client, end, witness}};
      });
  }
  void close() {
    agree_to_end(story_.last_ago + 40, today_ + -story_.last_ago, true);
    const int ago = story_.last_ago - 1;
    add(at(ago, "14:00"), Teller::practitioner, {ClosingFormGiven{cast_.practitioner, {}}});
    add(at(ago, "14:10"), Teller::therapist, {ClosingFormGiven{cast_.therapist, {}}});
    clients(at(ago, "18:00"),
            [&](PersonId client, PersonId witness) { return std::vector<Body>{ClosingFormGiven{client, witness}}; });
    add(at(ago - 1, "10:00"), Teller::therapist, {Closed{}});
  }
  void stand_still() {
    if (story_.stop_ago)
      add(at(*story_.stop_ago, "15:40"), Teller::therapist,
          {Held{HoldKind::client_stop, cast_.clients.front(), cast_.therapist}});
    if (story_.pause_ago)
      add(at(*story_.pause_ago, "17:30"), Teller::therapist, {Held{HoldKind::therapist_pause, cast_.therapist, {}}});
  }
  // Later today where there is time for it; late in the evening, the hour that has just gone.
  Instant start_in(int days, std::string_view time) const {
    if (days > 0) return at(-days, time);
    constexpr std::int64_t kHalfHour = 1'800'000;
    const Instant soon{(now_.ms / kHalfHour + 3) * kHalfHour};
    return base::local_day(soon, cast_.zone) == today_ ? soon : Instant{now_.ms / kHalfHour * kHalfHour};
  }
  void plan_next() {
    if (story_.next)
      plan(story_.held + 1, 1,
           free_hour(SessionKind::practitioner, start_in(*story_.next, "16:00"), story_.minutes), story_.next_answered);
    if (!story_.next_therapist) return;
    const Instant start = free_hour(SessionKind::therapist, start_in(*story_.next_therapist, "11:00"), 50);
    add(at(1, "13:00"), Teller::therapist,
        {SessionPlanned{new_id(), SessionKind::therapist, start, 50, 0, {}, false, std::string(kTherapistsRoom)}});
  }

  const DemoCourse& story_;
  const DemoCast& cast_;
  DemoCalendar& calendar_;
  Instant now_;
  Day today_;
  std::vector<int> places_;  // of the story's phases in the programme
  std::vector<DemoAct> acts_;
};
}  // namespace

Instant DemoCalendar::take(const std::vector<PersonId>& people, Instant wanted, int minutes, const std::string& zone) {
  const std::chrono::minutes length(minutes), step(30);
  const auto is_free = [&](Instant start) {
    return std::ranges::all_of(people, [&](PersonId person) {
      return std::ranges::none_of(taken_[person],
                                  [&](const Span& span) { return start < span.to && span.from < start + length; });
    });
  };
  Instant start = wanted;
  for (int away = 1; away <= 48 && !is_free(start); ++away) {
    const Instant other = wanted + (away % 2 == 1 ? (away + 1) / 2 : -(away / 2)) * step;
    if (base::local_day(other, zone) == base::local_day(wanted, zone)) start = other;
  }
  if (!is_free(start)) start = wanted;
  for (const PersonId person : people) taken_[person].push_back({start, start + length});
  return start;
}

Result<std::vector<DemoAct>> demo_acts(const DemoCourse& story, const DemoCast& cast, DemoCalendar& calendar,
                                       Instant now) {
  return CourseTelling(story, cast, calendar, now).run();
}

}  // namespace trefoil::demo
