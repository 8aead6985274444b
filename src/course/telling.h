// What happened in a course, as a sentence: for the timeline, the export and the command line.
#pragma once

#include <functional>

#include "course/course.h"

namespace trefoil::course {

struct Telling {
  std::function<std::string(PersonId)> name;  // as the reader knows them, at the beginning of a sentence
  std::string zone;                           // the file's, in which hours are said
};

// "Mia signed the release of information; it runs until 3 March 2027." Who witnessed it is said; activities are not, nor
// who set a pause of the practice.
std::string telling(const Body& body, const Course& course, PersonId by, const Telling& how);
// What is said of the client, as the client themself is told it: "You have not signed the plan." For our own sentences
// and a programme's texts; of a file with one client, since of two nobody would know which is meant.
std::string to_client(std::string words);
// "the session of 3 March 2026, 16:00"; "a session" where there is none.
std::string session_in_words(const Session* session, const std::string& zone);

// Whether a session that was held can't have been as the record's own times have it: noted more than three hours from its
// planned time, or begun and ended within a minute. A stop within a minute is a stop.
bool written_afterwards(const Session& session);
// The same in a sentence; empty where it is not so.
std::string afterwards_in_words(const Session& session, const std::string& zone);

// What a plan says beside its programme: goals and limits, a line each. Empty where it says neither.
std::string own_words(const PlanProposed& plan);

}  // namespace trefoil::course
