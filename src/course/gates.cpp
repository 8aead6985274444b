#include "course/gates.h"

#include <algorithm>

namespace trefoil::course {

namespace {
const Missing kMet;

bool in_date(Day until, const Moment& moment) { return moment.today <= until; }

PersonId seated(const Circle& circle, Part part) {
  const Seat* seat = circle.first(part);
  return seat == nullptr ? PersonId{} : seat->person;
}

// Sessions with the present therapist count: a new one has to meet the client first.
const Session* last_with_therapist(const Look& look) {
  const PersonId therapist = seated(look.circle, Part::therapist);
  const Session* out = nullptr;
  for (const Session& session : look.course.sessions) {
    if (session.kind == SessionKind::practitioner || !session.was_held() || session.therapist != therapist)
      continue;
    if (out == nullptr || session.began >= out->began) out = &session;
  }
  return out;
}

// “a”, “b” and “c”: all of them, since who mends or waives one gate answers for each.
std::string quoted(const std::vector<std::string_view>& names) {
  std::string out;
  for (std::size_t at = 0; at < names.size(); ++at)
    out += (at == 0 ? "“" : at + 1 == names.size() ? " and “" : ", “") + std::string(names[at]) + "”";
  return out;
}

// By the therapist of today: another one's assessment is not theirs. Null: they have made none.
const Review* review_of(const std::map<PersonId, Review>& reviews, PersonId client, const Look& look) {
  const auto found = reviews.find(client);
  return found == reviews.end() || found->second.by != seated(look.circle, Part::therapist) ? nullptr : &found->second;
}
}  // namespace

Missing triad_complete(const Look& look) {
  const auto held_by = [&](Part part) { return std::ranges::count(look.circle.seats, part, &Seat::part); };
  if (held_by(Part::practitioner) != 1) return "The file has no practitioner, or more than one.";
  if (held_by(Part::therapist) != 1) return "The file has no therapist, or more than one.";
  if (look.circle.first(Part::client) == nullptr) return "The file has no client.";
  for (const Seat& one : look.circle.seats)
    for (const Seat& other : look.circle.seats)
      if (&one != &other && one.person == other.person) return "One person holds two roles.";
  return kMet;
}

Missing not_closed(const Look& look) {
  if (look.course.closing.closed) return "The work has ended.";
  return kMet;
}

Missing no_hold(const Look& look) {
  // Each of them: a stop does not vanish behind a pause.
  const auto holds = holds_that_count(look.course, look.circle);
  if (holds.empty()) return kMet;
  const auto one_of = [&](HoldKind kind) { return std::ranges::count(holds, kind, &Hold::kind) > 0; };
  std::string out;
  for (const bool by_card : {false, true})
    if (std::ranges::any_of(holds, [&](const Hold& hold) { return hold.kind == HoldKind::client_stop && hold.by_card == by_card; }))
      out += by_card ? " A stop came by the stop card." : " The client has said stop.";
  if (one_of(HoldKind::therapist_pause)) out += " The therapist has paused the file.";
  if (one_of(HoldKind::practice_pause)) out += " The practice has paused the file.";
  return out.substr(1);
}

Missing therapist_engaged(const Look& look) {
  const Session* met = last_with_therapist(look);
  if (met == nullptr) return "The therapist has not met the client yet.";
  if (look.moment.today - met->day > look.course.terms.met_days)
    return "The therapist last met the client on " + base::in_words(met->day) + ".";
  return kMet;
}

Missing credentials_current(const Look& look) {
  for (const Part part : {Part::practitioner, Part::therapist}) {
    const auto found = look.course.credentials.find(seated(look.circle, part));
    if (found == look.course.credentials.end())
      return "The " + std::string(name(part)) + "'s credentials are not recorded.";
    if (!in_date(found->second.until, look.moment))
      return "The " + std::string(name(part)) + "'s credentials ran out on " + base::in_words(found->second.until) +
             ".";
  }
  return kMet;
}

Missing groundwork(const Look& look) {
  const auto held = std::ranges::count_if(look.course.sessions, [](const Session& session) {
    return session.kind == SessionKind::therapist && session.was_held();
  });
  if (held >= look.course.terms.groundwork) return kMet;
  return "Client and therapist have met " + std::to_string(held) + " of " +
         std::to_string(look.course.terms.groundwork) + " times.";
}

Missing suitability(const Look& look) {
  for (const PersonId client : look.circle.all(Part::client)) {
    const Review* found = review_of(look.course.suitability, client, look);
    if (found == nullptr) return "The therapist has not looked yet at whether this work is suitable for the client.";
    if (!found->good) return "The therapist has found that this work is not suitable for the client now.";
    if (!in_date(found->review, look.moment))
      return "Suitability was to be looked at again by " + base::in_words(found->review) + ".";
  }
  return kMet;
}

Missing adult(const Look& look) {
  for (const Seat& seat : look.circle.seats) {
    const bool leads = seat.part == Part::practitioner || seat.part == Part::therapist;
    // Of a professional's age it was not asked before revision 3.
    if (leads && look.moment.revision >= 3 && !look.course.of_age.contains(seat.person))
      return "The " + std::string(name(seat.part)) + " has not stated yet that they are 18 or older.";
    if (seat.part != Part::client) continue;
    if (!seat.birth) return "The client's date of birth is not recorded.";
    if (base::years_between(*seat.birth, look.moment.today) < 18) return "The client is not 18 yet.";
  }
  return kMet;
}

Missing capacity(const Look& look) {
  for (const PersonId client : look.circle.all(Part::client)) {
    const Review* found = review_of(look.course.capacity, client, look);
    if (found == nullptr || !found->good) return "The therapist has not recorded that the client can consent.";
    if (!in_date(found->review, look.moment))
      return "Capacity was to be looked at again by " + base::in_words(found->review) + ".";
  }
  return kMet;
}

Missing release_live(const Look& look) {
  for (const PersonId client : look.circle.all(Part::client)) {
    const auto found = look.course.releases.find(client);
    if (found == look.course.releases.end()) return "There is no release of information by the client.";
    for (const Part part : {Part::practitioner, Part::therapist})
      if (!found->second.recipients.contains(seated(look.circle, part)))
        return "The client's release does not name the " + std::string(name(part)) + ".";
    if (!in_date(found->second.until, look.moment))
      return "The client's release ran out on " + base::in_words(found->second.until) + ".";
  }
  return kMet;
}

Missing consent_treatment(const Look& look) {
  for (const PersonId client : look.circle.all(Part::client)) {
    const auto found = look.course.treatment.find(client);
    if (found == look.course.treatment.end() || found->second.version == 0)
      return "The client has not consented to the treatment.";
    const auto explained = found->second.explained.find(found->second.version);
    for (const Part part : {Part::practitioner, Part::therapist})
      if (explained == found->second.explained.end() || !explained->second.contains(seated(look.circle, part)))
        return "The " + std::string(name(part)) + " has not explained the treatment as it was signed.";
    if (!in_date(found->second.until, look.moment))
      return "The consent to the treatment ran out on " + base::in_words(found->second.until) + ".";
  }
  return kMet;
}

Missing triadic_meeting(const Look& look) {
  // Of the three who are here today.
  for (const Session& session : look.course.sessions)
    if (session.kind == SessionKind::triadic && session.was_held() &&
        session.practitioner == seated(look.circle, Part::practitioner) &&
        session.therapist == seated(look.circle, Part::therapist))
      return kMet;
  return "The three have not met together.";
}

Missing plan_signed(const Look& look) {
  if (look.course.plan.version == 0) return "There is no plan yet.";
  // A signature of theirs would not make it one: it says who does what, and names nobody as the practitioner.
  if (look.moment.revision >= 3 && look.course.plan.without_practitioner)
    return "The plan was made to go without a practitioner, and now there is one: write it anew, and all three sign it.";
  for (const Seat& seat : look.circle.seats)
    if (seat.part != Part::mentor && !look.course.plan.signed_by.contains(seat.person))
      return "The " + std::string(name(seat.part)) + " has not signed the plan.";
  // A session belongs to the plan out of which it was planned.
  if (look.session.plan != look.course.plan.version)
    return "The plan has changed since this session was planned; plan it anew or move it.";
  const auto& phases = look.course.plan.phases;
  const auto end = phases.begin() + std::clamp<std::ptrdiff_t>(look.session.phase + 1, 0, std::ssize(phases));
  for (const std::string& activity : look.session.activities)
    if (std::none_of(phases.begin(), end, [&](const Phase& phase) { return phase.activities.contains(activity); }))
      return "The plan has changed, and what is planned for this session is not in it; plan it anew.";
  return kMet;
}

Missing conflict_declared(const Look& look) {
  for (const Part part : {Part::practitioner, Part::therapist})
    if (!look.course.declared.contains(seated(look.circle, part)))
      return "The " + std::string(name(part)) + " has not declared conflicts of interest and dual relations.";
  return kMet;
}

Missing attested(const Look& look) {
  if (look.course.attested) return kMet;
  return "The practice has not attested to its legal and professional position.";
}

Missing report_delivered(const Look& look) {
  const Session* last = look.course.last(SessionKind::practitioner);
  if (last == nullptr || last->reported) return kMet;
  return "The report on the session of " + base::in_words(last->day) + " has not reached the therapist.";
}

Missing consult_held(const Look& look) {
  const Session* last = look.course.last(SessionKind::practitioner);
  if (last == nullptr || last->consulted) return kMet;
  return "Practitioner and therapist have not consulted since the session of " + base::in_words(last->day) + ".";
}

Missing therapist_between(const Look& look) {
  const Session* last = look.course.last(SessionKind::practitioner);
  if (last == nullptr) return kMet;
  const Session* met = last_with_therapist(look);
  if (met != nullptr && met->began > last->over) return kMet;
  if (look.course.terms.intensive && met != nullptr && met->day == look.moment.today) return kMet;
  return "The client has not met the therapist since the session of " + base::in_words(last->day) + ".";
}

Missing activity_consent(const Look& look) {
  // A no comes first: it is an answer, and nobody is asked to take it back.
  for (const bool said_no : {true, false})
    for (const Seat& seat : look.circle.seats) {
      if (seat.part != Part::client && seat.part != Part::practitioner) continue;
      std::vector<std::string_view> open;
      for (const std::string& activity : look.session.activities)
        if (!look.session.consents(activity, seat.person) &&
            look.session.answers.contains({activity, seat.person}) == said_no)
          open.push_back(activity);
      if (open.empty()) continue;
      const std::string who = "The " + std::string(name(seat.part));
      if (!said_no) return who + " has not agreed yet to " + quoted(open) + ".";
      return who + " said no to " + quoted(open) + (open.size() == 1 ? ": it is not done. " : ": they are not done. ") +
             (look.session.all_refused(look.circle) ? "Nothing else is planned: cancel the session, and plan another."
              : open.size() == 1                    ? "Leave it out, and the session can go on with the rest."
                                                    : "Leave them out, and the session can go on with the rest.");
    }
  return kMet;
}

Missing pace(const Look& look) {
  if (look.session.phase <= look.course.phase) return kMet;
  return "The three have not agreed to go on to this phase.";
}

Missing health_current(const Look& look) {
  const auto& phases = look.course.plan.phases;
  const auto phase = static_cast<std::size_t>(look.session.phase);
  // What is planned out of an earlier phase is bound by that one: its first, where it stands in several.
  const auto of_health = [&](const std::string& activity) {
    const auto first =
        std::ranges::find_if(phases, [&](const Phase& one) { return one.activities.contains(activity); });
    return first != phases.end() && first->needs_health;
  };
  if ((phase >= phases.size() || !phases[phase].needs_health) &&
      std::ranges::none_of(look.session.activities, of_health))
    return kMet;
  for (const Seat& seat : look.circle.seats) {
    if (seat.part != Part::client && seat.part != Part::practitioner) continue;
    const auto found = look.course.health.find(seat.person);
    if (found == look.course.health.end())
      return "The " + std::string(name(seat.part)) + "'s health statement is missing.";
    if (!in_date(found->second, look.moment))
      return "The " + std::string(name(seat.part)) + "'s health statement ran out on " + base::in_words(found->second) +
             ".";
  }
  return kMet;
}

Missing within_competence(const Look& look) {
  const auto found = look.course.credentials.find(seated(look.circle, Part::practitioner));
  std::vector<std::string_view> beyond;
  for (const std::string& activity : look.session.activities)
    if (found == look.course.credentials.end() || !found->second.competence.contains(activity))
      beyond.push_back(activity);
  if (beyond.empty()) return kMet;
  return "The practitioner's recorded training does not cover " + quoted(beyond) + ".";
}

Missing clock_forward(const Look& look) {
  if (look.moment.at >= std::max(look.course.last_at, look.moment.newest)) return kMet;
  return "This machine's clock is behind what was written before.";
}

Missing one_at_a_time(const Look& look) {
  const Session* running = look.course.running();
  if (running == nullptr || running->id == look.session.id) return kMet;
  return "Another session of this file is going on.";
}

}  // namespace trefoil::course
