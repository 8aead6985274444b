// The course's rules: what it costs to decide whether a session with the practitioner may begin, with every gate looked
// at, on a file of 500 events (aim under 5 us), beside sealing one entry; and how fast the exploration goes on one core
// (at least 300,000 commands decided and 20,000 new states a second).
//
//   course_bench [pairs=200] [events=500] [states=200000]
#include <string>

#include "care/decide.h"
#include "course/decide.h"
#include "course/explore.h"
#include "figures.h"
#include "vault/vault.h"

namespace {
using namespace trefoil;

constexpr std::size_t kDecided = 200, kSealed = 200;  // in one pair
constexpr std::size_t kPadded = 512;                  // a note of three or four sentences

class Random final : public care::Fresh {
 public:
  EntryId entry() override { return vault::random_id<EntryId>(); }
  RoomId room() override { return vault::random_id<RoomId>(); }
  LogId log() override { return vault::random_id<LogId>(); }
};

// A file in the middle of a course: opened, and then session after session with all that belongs to one.
class Story {
 public:
  explicit Story(std::size_t events) {
    care::OpenFile open{"K7Q4RD", false, care::Role::practitioner, vault::random_id<LogId>(), {}};
    care::Identity jonah;
    jonah.person = client.person;
    jonah.chosen_name = "Jonah (invented)";
    jonah.birth = base::parse_day("1961-03-02");
    open.clients = {jonah};
    act(practitioner, open);
    act(practitioner, care::ChangeKey{client.person, client.key});
    act(practitioner, care::AddPerson{therapist.person, "N. Okafor", care::Role::therapist, therapist.key});
    opening();
    while (written < events) loop();
    next = plan(course::SessionKind::practitioner, practitioner);
    for (const auto& activity : kActivities)
      for (const auto* who : {&client, &practitioner})
        record(*who, course::ActivityAnswered{next, activity, course::Answer::given, who->person, {}});
  }

  auto start() { return care::decide(file, facts, practitioner, start_command, now, fresh); }
  auto start_in_course() const {
    return course::decide(course::rules(), file.course, seats, start_command.wishes.front(), practitioner.person,
                          moment);
  }
  void settle() {
    start_command = {{course::SessionStarted{next}}};
    seats = file.seats();
    moment = file.moment(now);
  }

  care::File file;
  std::size_t written = 0;

 private:
  const std::vector<std::string> kActivities = {"Talking, seated", "Holding hands", "Breathing together"};
  const Day kFar = *base::parse_day("2030-01-01");
  care::PracticeFacts facts{"Willow Row", "Europe/London"};
  care::Actor client{vault::random_id<PersonId>(), vault::random_id<KeyId>(), "Jonah", {}};
  care::Actor practitioner{vault::random_id<PersonId>(), vault::random_id<KeyId>(), "Ada", {care::Role::practitioner}};
  care::Actor therapist{vault::random_id<PersonId>(), vault::random_id<KeyId>(), "N. Okafor", {care::Role::therapist}};
  Instant now{1'764'000'000'000};
  Random fresh;
  course::SessionId next;
  care::Record start_command;
  course::Circle seats;
  course::Moment moment;

  void act(const care::Actor& by, const care::Command& command) {
    now.ms += 60'000;
    auto events = care::decide(file, facts, by, command, now, fresh);
    if (!events) bench::give_up("The story is refused: " + events.error().reasons.front().what);
    for (const auto& event : *events) care::evolve(file, event, {by.key, written++});
    if (!file.voided.empty()) bench::give_up("An event is void: " + file.voided.front().why);
  }
  void record(const care::Actor& by, course::Body body) { act(by, care::Record{{std::move(body)}}); }

  void opening() {
    using namespace course;
    record(therapist, SuitabilityStated{client.person, Verdict::suitable, kFar});
    record(therapist, CapacityStated{client.person, true, kFar});
    record(client, ReleaseSigned{client.person, {practitioner.person, therapist.person}, kFar, {}});
    record(practitioner, PracticeAttested{});
    record(practitioner, PlanProposed{"weekly", {{"First", {kActivities.begin(), kActivities.end()}, true}}});
    for (const auto* who : {&practitioner, &therapist}) {
      record(*who, CredentialStated{kFar, {kActivities.begin(), kActivities.end()}, true});
      record(*who, ConflictsDeclared{});
      record(*who, TreatmentExplained{client.person, 1});
    }
    record(client, TreatmentConsented{client.person, 1, kFar, {}});
    for (const auto* who : {&practitioner, &therapist, &client}) record(*who, PlanSigned{who->person, 1, {}});
    for (const PersonId whose : {client.person, practitioner.person}) record(therapist, HealthStated{whose, kFar});
    for (int i = 0; i < 3; ++i) hold(SessionKind::therapist, therapist);
    hold(SessionKind::triadic, therapist);
  }
  course::SessionId plan(course::SessionKind kind, const care::Actor& by) {
    course::SessionPlanned body{vault::random_id<course::SessionId>(), kind, now, 60, 0, {}, false};
    if (kind == course::SessionKind::practitioner) body.activities = {kActivities.begin(), kActivities.end()};
    record(by, body);
    return body.session;
  }
  void hold(course::SessionKind kind, const care::Actor& by) {
    const auto session = plan(kind, by);
    record(by, course::SessionStarted{session});
    record(by, course::SessionEnded{session, 50});
  }
  // One turn: with the practitioner, the report, the consult, with the therapist.
  void loop() {
    const auto session = plan(course::SessionKind::practitioner, practitioner);
    for (const auto& activity : kActivities)
      for (const auto* who : {&client, &practitioner})
        record(*who, course::ActivityAnswered{session, activity, course::Answer::given, who->person, {}});
    record(practitioner, course::SessionStarted{session});
    record(practitioner, course::ActivityDone{session, kActivities.front()});
    record(practitioner, course::SessionEnded{session, 50});
    record(practitioner, course::ReportDelivered{session});
    record(therapist, course::Consulted{session, 20});
    hold(course::SessionKind::therapist, therapist);
  }
};

void deciding(std::size_t pairs, std::size_t events) {
  Story story(events);
  story.settle();
  vault::Arena arena;
  const auto key = vault::random_key(arena);
  const Bytes header(200, 1), plain(kPadded, 2);
  const auto a_second = [](std::size_t times, auto&& work) {
    return static_cast<double>(times) / bench::cpu_seconds([&] {
      for (std::size_t i = 0; i < times; ++i) work();
    });
  };
  const auto seals = [&] {
    return a_second(kSealed, [&] {
      if (vault::seal(key, vault::random_nonce(), header, plain).empty()) bench::give_up("Nothing was sealed.");
    });
  };
  const auto in_course = [&] {
    return a_second(kDecided, [&] {
      if (!story.start_in_course()) bench::give_up("The session can't begin.");
    });
  };
  const auto in_file = [&] {
    return a_second(kDecided, [&] {
      if (!story.start()) bench::give_up("The session can't begin.");
    });
  };
  bench::in_pairs(pairs / 10 + 1, in_course, seals);  // warm
  const auto rules = bench::in_pairs(pairs, in_course, seals);
  const auto whole = bench::in_pairs(pairs, in_file, seals);
  const auto figures = [](const bench::Paired& taken) {
    return fmt::format("{:.2f} us, {:.2f} us", 1e6 / bench::median(taken.work), 1e6 / bench::median(taken.floor));
  };
  bench::row(fmt::format("`course::decide` on a session's beginning, every gate looked at, {} events on the state",
                         story.written),
             fmt::format("sealing one entry of {} bytes", kPadded), rules.ratios, "aim: under 5 us", figures(rules));
  bench::row("the same by `care::decide`, with the circle, the day and the event made of it",
             fmt::format("sealing one entry of {} bytes", kPadded), whole.ratios, "aim: under 5 us", figures(whole));
}

void exploring(std::size_t states) {
  course::Explored found;
  const double took = bench::cpu_seconds([&] { found = course::explore(course::rules(), states); });
  if (!found.broken.empty()) bench::give_up("Broken: " + found.broken);
  bench::say("exploration, commands decided on one core", "-",
             fmt::format("{:.0f}/s", static_cast<double>(found.decided) / took), "at least 300,000/s");
  bench::say(fmt::format("exploration, new states, of {}", found.states), "-",
             fmt::format("{:.0f}/s", static_cast<double>(found.states) / took), "at least 20,000/s");
}
}  // namespace

int main(int argc, char** argv) {
  vault::start();
  deciding(bench::argument(argc, argv, 1, 200), bench::argument(argc, argv, 2, 500));
  exploring(bench::argument(argc, argv, 3, 200'000));
}
