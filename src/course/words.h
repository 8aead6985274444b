// The course of care as types: who takes part, which sessions there are, and the moment at which something is looked
// at. Pure: no clock, no text of a screen, nothing of files and keys. ../care puts it into a file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace trefoil::base {
using SessionId = Id<struct SessionTag>;
}

namespace trefoil::course {

using base::SessionId;

enum class Part { client, practitioner, therapist, mentor };
std::string_view name(Part part);

// A place in the circle that is held now.
struct Seat {
  PersonId person;
  Part part = Part::client;
  Instant since;
  std::optional<Day> birth;  // clients: as described in the file
  bool operator==(const Seat&) const = default;
};
// Everybody active. Who left has no seat; what they signed counts no longer.
struct Circle {
  std::vector<Seat> seats;
  bool led = false;  // the practice has a safeguarding lead outside this circle, who takes its pauses off
  const Seat* seat(PersonId person) const&;
  const Seat* first(Part part) const&;
  const Seat* seat(PersonId person) const&& = delete;  // it would point into what is gone
  const Seat* first(Part part) const&& = delete;
  std::vector<PersonId> all(Part part) const;
  // The three without whom nothing is agreed: every client, the practitioner, the therapist.
  std::vector<PersonId> triad() const;
  // Each of the three parts is held: where one is not, "all three" would be two.
  bool complete() const;
  bool operator==(const Circle&) const = default;
};

// The revision of the rules that this program decides by (course/revisions.h).
inline constexpr int kRevision = 3;

// When something is decided or was written; `today` is the local day of the practice's zone. `newest` is the time of the
// newest entry that all of the circle see, of whatever kind: a clock that is behind it is wrong. `revision` is that of
// the rules by which it is judged: what was written is judged by those that its author knew.
struct Moment {
  Instant at;
  Day today;
  Instant newest = {};
  int revision = kRevision;
  std::string_view zone = {};  // in which days are told: the file's, which outlives this; empty where it is not known
};

enum class SessionKind {
  therapist,     // the client with the therapist
  practitioner,  // the client with the practitioner
  triadic,       // all three
};
std::string_view name(SessionKind kind);

enum class Step { planned, running, ended, stopped, cancelled, missed };
std::string_view name(Step step);
inline bool is_over(Step step) { return step != Step::planned && step != Step::running; }
inline bool has_been(Step step) { return step == Step::ended || step == Step::stopped; }

}  // namespace trefoil::course
