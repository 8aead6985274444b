// The course as people look at it: the way from the beginning to the end, and what waits for whom. Computed from the
// same table as the gates, so that no screen says other than they do.
#pragma once

#include "course/rules.h"

namespace trefoil::course {

struct Stage {
  const Rule* rule = nullptr;  // null: the sessions, the ending
  std::string_view title;
  bool opening = false;  // else of the loop
  enum class State { done, next, later } state = State::later;
  std::string what;        // what is missing; empty where it is done
  std::vector<PersonId> turn;  // who is asked for it now (asked_of); empty where it waits for its hour, or its owner
};
// The opening, in the order in which it is usually gone; then the sessions and the ending. Several may be `next`.
std::vector<Stage> way(std::span<const Rule> table, const Course& course, const Circle& circle, const Moment& moment);

// What one person is asked to do. `act` names it as the pages do; "circle" and "client" are the file's own pages.
struct Asked {
  std::string_view act;
  SessionId session;  // zero where it is about none
  PersonId about;     // whose word is asked for, where somebody else may write it down as a witness; else the person
  std::string text;   // "Sign the release of information."
  bool late = false;  // a report or a follow-up, past the time in which it is due
  std::vector<std::string_view> opens;  // the gates of the way for which it is asked, by the rules' ids
};
// In the order of urgency. Empty for who has no part in it.
std::vector<Asked> asked_of(PersonId person, std::span<const Rule> table, const Course& course, const Circle& circle,
                            const Moment& moment);

// Whether the therapist of today has found, of any client, that this work is not suitable for them (now): then nobody
// is asked to open the file until they find otherwise.
bool found_unsuitable(const Course& course, const Circle& circle);

// Whether the practitioner who writes the report was not there: the session was somebody else's, who has left since.
bool held_by_another(const Session& session, PersonId reporter);

// What the practice's rules ask of a session that does not exist yet: one of the present phase, without activities.
Session session_to_come(const Course& course);

}  // namespace trefoil::course
