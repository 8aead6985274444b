#include "course/ahead.h"

#include <algorithm>
#include <limits>

#include "course/lapses.h"

namespace trefoil::course {

namespace {
struct Lookout {
  PersonId reader;
  const Course& course;
  const Circle& circle;
  Day until;
  std::vector<RunsOut> out;

  bool reads_as(Part part) const {
    const Seat* seat = circle.seat(reader);
    return seat != nullptr && seat->part == part;
  }
  void add(std::string_view act, std::string_view what, PersonId about, Day day, bool yours) {
    if (day <= until) out.push_back({act, what, about, day, yours});
  }
  // Only what the therapist of today has assessed: another one's review binds nobody any more.
  void review(std::string_view act, std::string_view what, const std::map<PersonId, Review>& reviews, PersonId client) {
    const auto found = reviews.find(client);
    const Seat* seat = circle.first(Part::therapist);
    if (found != reviews.end() && found->second.good && seat != nullptr && found->second.by == seat->person)
      add(act, what, client, found->second.review, reads_as(Part::therapist));
  }
  void of_client(PersonId client) {
    const bool word = reader == client || reads_as(Part::therapist);
    if (const auto found = course.releases.find(client); found != course.releases.end())
      add("release", "release of information", client, found->second.until, word);
    if (const auto found = course.treatment.find(client); found != course.treatment.end() && found->second.version > 0)
      add("consent", "consent to the treatment", client, found->second.until, word);
    review("suitability", "review of suitability", course.suitability, client);
    review("capacity", "review of capacity", course.capacity, client);
  }
  bool health_asked() const {
    const auto phase = static_cast<std::size_t>(std::max(0, course.phase));
    return phase < course.plan.phases.size() && course.plan.phases[phase].needs_health &&
           !course.plan.phases[phase].activities.empty();
  }
  void look() {
    for (const Seat& seat : circle.seats) {
      if (seat.part == Part::client) of_client(seat.person);
      if (seat.part == Part::practitioner || seat.part == Part::therapist)
        if (const auto found = course.credentials.find(seat.person); found != course.credentials.end())
          add("credentials", "credentials", seat.person, found->second.until, reader == seat.person);
      if ((seat.part == Part::client || seat.part == Part::practitioner) && health_asked())
        if (const auto found = course.health.find(seat.person); found != course.health.end())
          add("health", "health statement", seat.person, found->second,
              reader == seat.person || reads_as(Part::therapist));
    }
    std::ranges::stable_sort(out, {}, &RunsOut::until);
  }
};

bool takes_part(SessionKind kind, Part part) {
  switch (part) {
    case Part::client:
      return true;
    case Part::practitioner:
      return kind != SessionKind::therapist;
    case Part::therapist:
      return kind != SessionKind::practitioner;
    case Part::mentor:
      return false;
  }
  return false;
}
}  // namespace

std::vector<RunsOut> runs_out(PersonId reader, const Course& course, const Circle& circle, Day until) {
  if (course.closing.closed) return {};
  Lookout lookout{reader, course, circle, until, {}};
  lookout.look();
  return std::move(lookout.out);
}

std::vector<Coming> coming(PersonId reader, std::span<const Rule> table, const Course& course, const Circle& circle,
                           const Moment& moment, Instant until) {
  const Seat* seat = circle.seat(reader);
  std::vector<Coming> out;
  for (const Session& session : course.sessions) {
    if (is_over(session.step) || session.start >= until) continue;
    Coming one{
        session.id, session.kind, session.start, session.minutes, session.place, session.step, seat != nullptr && takes_part(session.kind, seat->part),
        0};
    if (session.step == Step::planned && session.kind != SessionKind::therapist)
      one.missing = static_cast<std::size_t>(
          std::ranges::count(gates(table, {course, circle, session, moment}), Standing::unmet, &Gate::standing));
    out.push_back(one);
  }
  std::ranges::stable_sort(out, {}, &Coming::start);
  return out;
}

std::vector<std::string> holds_in_words(const Course& course, const Circle& circle, const Moment& moment) {
  std::vector<std::string> out;
  if (course.closing.closed) return out;  // nothing is left that could go on
  // Of two clients nobody is named here: what is so of both is said once.
  const auto say = [&](std::string words) {
    if (std::ranges::find(out, words) == out.end()) out.push_back(std::move(words));
  };
  for (const Hold& hold : holds_that_count(course, circle)) switch (hold.kind) {
      case HoldKind::client_stop:
        if (hold.by_card)
          say(hold.resume_asked ? "A stop came by the stop card, and the client would like to go on."
                                : "A stop came by the stop card. Only the client can say that they want to go on.");
        else
          say(hold.resume_asked ? "The client said stop, and now would like to go on."
                                : "The client has said stop. Only they can say that they want to go on.");
        break;
      case HoldKind::therapist_pause:
        say("The therapist has paused the work.");
        break;
      case HoldKind::practice_pause:
        say("The practice has paused the work.");
        break;
    }
  const bool two = circle.all(Part::client).size() > 1;
  for (const Lapse& lapse : lapses(course, circle, moment))
    say(in_words(lapse, two && lapse.part == Part::client ? std::string("a client") : "the " + std::string(name(lapse.part)), false));
  return out;
}

namespace {
Hours hours_from(const Course& course, Instant from) {
  constexpr std::int64_t kMinute = 60'000;
  Hours hours;
  for (const Session& session : course.sessions) {
    if (session.kind != SessionKind::practitioner || !has_been(session.step) || session.began < from) continue;
    ++hours.sessions;
    const std::int64_t lasted = session.told_minutes > 0
                                    ? session.told_minutes
                                    : std::max<std::int64_t>(0, session.over.ms - session.began.ms) / kMinute;
    hours.minutes += static_cast<int>(std::min<std::int64_t>(lasted, session.minutes));
  }
  return hours;
}
}  // namespace

Hours hours_held(const Course& course) { return hours_from(course, Instant{std::numeric_limits<std::int64_t>::min()}); }

Hours hours_since_review(const Course& course) {
  Instant met{std::numeric_limits<std::int64_t>::min()};
  for (const Session& session : course.sessions)
    if (session.kind == SessionKind::triadic && session.was_held()) met = std::max(met, session.over);
  return hours_from(course, met);
}

std::string in_words(const Hours& hours) {
  if (hours.sessions == 0) return "none yet";
  const int halves = (hours.minutes + 15) / 30, whole = halves / 2;
  std::string out = std::to_string(hours.sessions) + (hours.sessions == 1 ? " session, " : " sessions, ");
  if (halves == 1) return out + "half an hour";
  return out + std::to_string(whole) + (halves % 2 == 1 ? "½" : "") + (halves == 2 ? " hour" : " hours");
}

}  // namespace trefoil::course
