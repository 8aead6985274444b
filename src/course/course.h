// Where a course of care stands, and how what happens changes it.
#pragma once

#include <map>
#include <optional>

#include "course/event.h"

namespace trefoil::course {

struct Review {  // of suitability and capacity, by the therapist
  PersonId by;
  bool good = false;
  Day review;
  bool operator==(const Review&) const = default;
};
struct Release {
  std::set<PersonId> recipients;
  Day until;
  bool operator==(const Release&) const = default;
};
struct Treatment {  // consent to the treatment's aims and limits, as one version of the text says them
  int version = 0;  // that was signed; 0: not signed, or withdrawn
  Day until;
  std::map<int, std::set<PersonId>> explained;  // by version: the professionals who explained it
  bool taken_back = false;                      // it was signed, and withdrawn since
  bool operator==(const Treatment&) const = default;
};
struct Credential {
  Day until;
  std::set<std::string> competence;
  bool operator==(const Credential&) const = default;
};
struct Plan {
  int version = 0;  // 0: none
  std::string programme;
  std::vector<Phase> phases;
  std::set<PersonId> signed_by;
  std::string goals = {}, limits = {};
  bool without_practitioner = false;
  bool operator==(const Plan&) const = default;
};

struct Waiver {
  std::string rule, reason;
  PersonId by;
  bool operator==(const Waiver&) const = default;
};
inline constexpr int kLeastMinutes = 5;  // the least that can be planned, and that counts as a meeting
struct Session {
  SessionId id;
  SessionKind kind = SessionKind::therapist;
  Instant start;
  int minutes = 0;
  int phase = 0;
  int plan = 0;  // the version of the plan out of which it was planned, or moved
  std::set<std::string> activities;
  std::string place;  // where they meet; empty where nobody says
  bool closing = false;
  Step step = Step::planned;
  PersonId practitioner, therapist;  // who they were when it began
  Instant began, over;
  Day day;  // on which it began
  int told_minutes = 0;  // how long it lasted, where it was written down afterwards
  std::map<std::pair<std::string, PersonId>, Answer> answers;
  std::set<std::string> done;
  std::vector<Waiver> waivers;  // of this session alone
  bool reported = false, consulted = false;
  bool operator==(const Session&) const = default;

  bool consents(const std::string& activity, PersonId person) const;
  // Planned, and both have agreed to each thing that is: what is asked afresh for the session confirms it. Never where nothing
  // is asked.
  bool is_confirmed(const Circle& circle) const;
  // As a meeting: one that somebody began and stopped within five minutes, the least that can be planned, is none. (One
  // that was ended within them says how long it was: decide.h.)
  bool was_held() const;
  // Somebody who is here today said no to each thing that is planned: leaving out would leave nothing.
  bool all_refused(const Circle& circle) const;
};

struct Hold {
  HoldKind kind = HoldKind::client_stop;
  PersonId by;
  bool resume_asked = false;
  bool by_card = false;  // nobody said it themself: it came by the client's stop card alone
  bool led = false;  // there was a safeguarding lead when it was set, so that it may stand for what was brought to them
  bool operator==(const Hold&) const = default;
};
struct StopCard {
  PersonId client;
  Day until;
  bool operator==(const StopCard&) const = default;
};
// One line of the plan of measures, since when it asks.
struct PlannedMeasure {
  MeasurePlan plan;
  Day since;
  bool operator==(const PlannedMeasure&) const = default;
};
struct TakenMeasure {
  std::string instrument;
  PersonId person;
  Instant at;
  Day day;
  bool operator==(const TakenMeasure&) const = default;
};
struct MeasureLink {
  PersonId person;
  std::set<std::string> instruments;
  Day made, until;
  Instant used;  // zero: not yet
  bool owes_score = false;  // the last that it left was that a measure was taken: its score may follow
  bool operator==(const MeasureLink&) const = default;
};
struct Closing {
  std::map<PersonId, Day> agreed;
  std::set<PersonId> forms;
  bool closed = false, abrupt = false;
  Day end;
  bool operator==(const Closing&) const = default;
};

struct Course {
  Terms terms;
  std::optional<Enquired> enquired;
  std::map<PersonId, Review> suitability, capacity;  // by client
  std::map<PersonId, Release> releases;              // by client: live ones
  std::set<PersonId> releases_taken_back;            // clients who have, and signed none since
  std::map<PersonId, Treatment> treatment;           // by client
  std::map<PersonId, Credential> credentials;
  std::set<PersonId> of_age;    // professionals who stated that they are 18 or older
  std::set<PersonId> declared;  // conflicts of interest and dual relations
  bool attested = false;
  Plan plan;
  int phase = 0;                      // where the three are
  std::map<PersonId, int> advancing;  // who has agreed to which phase next
  std::map<PersonId, Day> health;     // until when a statement runs
  std::vector<Session> sessions;      // in order of planning
  std::vector<Hold> holds;
  std::map<KeyId, StopCard> stop_cards;
  std::vector<PlannedMeasure> measures;
  std::vector<TakenMeasure> taken;              // in order of writing
  std::map<std::string, std::string> wordings;  // by instrument: of what was asked when it was first answered
  std::map<KeyId, MeasureLink> measure_links;
  Closing closing;
  Instant last_at;
  bool operator==(const Course&) const = default;

  const Session* session(SessionId id) const;
  const Session* running() const;
  // For whom a card says stop on that day; nobody where it is none, or ran out.
  std::optional<PersonId> stops_for(KeyId card, Day today) const;
  // The link that may leave answers of time `at` on that day: one that runs and was not used before. Null where it is none.
  const MeasureLink* answers_by(KeyId link, Day today, Instant at) const;
  // The last that took place, of one kind; null where there was none.
  const Session* last(SessionKind kind) const;
};

// Clients and therapist work alone: their plan says so, and no practitioner is there. They agree to phases, consents and
// the ending without one; what they do at home is no session, so that no gate holds it back.
bool goes_without_practitioner(const Course& course, const Circle& circle);
// Everybody is there without whom nothing is agreed.
bool all_there(const Course& course, const Circle& circle);
// All but the stop of a client who has no seat any more: it was a stop to their own part, and nobody could take it off.
// It counts again where they come back.
std::vector<Hold> holds_that_count(const Course& course, const Circle& circle);

// Takes in what `check` found nothing against (decide.h). `by` wrote it.
void apply(Course& course, const Circle& circle, const Body& body, PersonId by, const Moment& moment);

}  // namespace trefoil::course
