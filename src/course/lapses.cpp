#include "course/lapses.h"

#include <algorithm>

namespace trefoil::course {

namespace {
using Kind = Lapse::Kind;

struct Lapsed {
  const Course& course;
  const Circle& circle;
  const Moment& moment;
  std::vector<Lapse> out = {};

  void add(Kind kind, PersonId about = {}, Part part = Part::therapist, Day day = {}) { out.push_back({kind, about, part, day}); }
  bool ran_out(Day until) const { return moment.today > until; }

  // Client and practitioner have met for a session.
  bool has_begun() const { return course.last(SessionKind::practitioner) != nullptr; }

  void look_at_circle() {
    const bool had_therapist = has_begun() || !course.suitability.empty() || course.last(SessionKind::therapist) != nullptr;
    if (circle.first(Part::therapist) == nullptr && had_therapist) add(Kind::no_therapist);
    if (circle.first(Part::practitioner) == nullptr && has_begun() && !course.plan.without_practitioner)
      add(Kind::no_practitioner);
  }
  void look_at_client(PersonId client) {
    if (course.releases_taken_back.contains(client)) add(Kind::release_taken_back, client, Part::client);
    if (const auto found = course.releases.find(client); found != course.releases.end() && ran_out(found->second.until))
      add(Kind::release_ran_out, client, Part::client, found->second.until);
    const auto found = course.treatment.find(client);
    if (found == course.treatment.end()) return;
    if (found->second.taken_back) add(Kind::consent_taken_back, client, Part::client);
    if (found->second.version > 0 && ran_out(found->second.until))
      add(Kind::consent_ran_out, client, Part::client, found->second.until);
  }
  // What the therapist of today found of suitability and of capacity.
  void look_at_reviews(PersonId client) {
    const Seat* therapist = circle.first(Part::therapist);
    if (therapist == nullptr || !has_begun()) return;
    for (const auto* reviews : {&course.suitability, &course.capacity}) {
      const auto found = reviews->find(client);
      if (found == reviews->end() || found->second.by != therapist->person) continue;
      if (!found->second.good)
        add(Kind::not_suitable, client, Part::client);
      else if (ran_out(found->second.review))
        add(Kind::review_ran_out, client, Part::client, found->second.review);
    }
  }
  void look_at_credentials(Part part) {
    for (const PersonId person : circle.all(part))
      if (const auto found = course.credentials.find(person); found != course.credentials.end() && ran_out(found->second.until))
        add(Kind::credentials_ran_out, person, part, found->second.until);
  }
  void look_at_meetings() {
    const Seat* therapist = circle.first(Part::therapist);
    if (therapist == nullptr || circle.first(Part::practitioner) == nullptr || !has_begun()) return;
    const Session* met = nullptr;
    for (const Session& session : course.sessions)
      if (session.kind != SessionKind::practitioner && session.was_held() && session.therapist == therapist->person &&
          (met == nullptr || session.began >= met->began))
        met = &session;
    if (met == nullptr)
      add(Kind::therapist_away, therapist->person);
    else if (moment.today - met->day > course.terms.met_days)
      add(Kind::therapist_away, therapist->person, Part::therapist, met->day);
  }
};
}  // namespace

std::vector<Lapse> lapses(const Course& course, const Circle& circle, const Moment& moment) {
  if (course.closing.closed) return {};
  Lapsed lapsed{course, circle, moment};
  lapsed.look_at_circle();
  // Where clients and therapist work alone, none of these is in the way of their meetings.
  if (goes_without_practitioner(course, circle)) return std::move(lapsed.out);
  for (const PersonId client : circle.all(Part::client)) lapsed.look_at_client(client);
  for (const PersonId client : circle.all(Part::client)) lapsed.look_at_reviews(client);
  lapsed.look_at_credentials(Part::practitioner);
  lapsed.look_at_credentials(Part::therapist);
  lapsed.look_at_meetings();
  return std::move(lapsed.out);
}

std::string in_words(const Lapse& lapse, const std::string& who, bool own) {
  const auto capital = [](std::string words) {
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
  };
  const std::string took = own ? "You have taken back your " : capital(who) + " has taken back their ";
  const std::string whose = own ? "Your " : capital(who) + "'s ", they = own ? "you" : "they";
  const std::string out = " ran out on " + base::in_words(lapse.day) + ". ", until = "The work waits until ";
  switch (lapse.kind) {
    case Kind::no_therapist:
      return "No therapist is in the circle. " + until + "one is.";
    case Kind::no_practitioner:
      return "No practitioner is in the circle. " + until + "one is.";
    case Kind::release_taken_back:
      return took + "release of information. " + until + they + " sign another.";
    case Kind::release_ran_out:
      return whose + "release of information" + out + until + they + " sign another.";
    case Kind::consent_taken_back:
      return took + "consent to the treatment. " + until + they + " give it again.";
    case Kind::consent_ran_out:
      return whose + "consent to the treatment" + out + until + they + " give it again.";
    case Kind::credentials_ran_out:
      return whose + "credentials" + out + until + they + " record new ones.";
    case Kind::not_suitable:
      return "The therapist has found that the work should not go on now. The work waits until they find otherwise.";
    case Kind::review_ran_out:
      return "What the therapist found was to be looked at again by " + base::in_words(lapse.day) +
             ". The work waits until they have.";
    case Kind::therapist_away:
      return (lapse.day == Day{} ? std::string("Client and therapist have not met yet")
                                 : "Client and therapist last met on " + base::in_words(lapse.day)) +
             ". The work waits for the next meeting.";
  }
  return {};
}

}  // namespace trefoil::course
