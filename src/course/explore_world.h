// The small world that is searched: who is in it, how its file gets ready, what they can wish and what else can happen.
// Inside course: explore.cpp walks through it.
#pragma once

#include "course/decide.h"

namespace trefoil::course::small {

inline PersonId person(std::uint8_t number) {
  PersonId id;
  id.bytes[0] = number;
  return id;
}
inline SessionId session(std::uint8_t number) {
  SessionId id;
  id.bytes[0] = number;
  return id;
}
inline const PersonId kClient = person(1), kPractitioner = person(2), kTherapist = person(3), kOther = person(4),
                      kStranger = person(5);
inline constexpr Day kFirst{20'000};
inline constexpr std::int64_t kDay = 86'400'000;

struct World {
  Course course;
  Circle circle;
  Moment moment{{std::int64_t{kFirst.number} * kDay}, kFirst};
};
struct Wish {
  PersonId by;
  Body body;
  std::string name;
};

// How far a file is when the search begins there, and the wishes that bring it there, one after the other, so that each
// can be left out.
enum class Milestone { opened, first_planned, second_phase, after_first, replanned, done };
std::vector<Wish> way_to(Milestone stage);
// What is decided on it; a session that is planned or moved is so for the present hour.
std::expected<std::vector<Body>, std::vector<Unmet>> asked(std::span<const Rule> table, const World& world,
                                                           const Wish& wish);
void live(std::span<const Rule> table, World& world, const std::vector<Wish>& wishes, std::size_t leave_out);
World begun(std::span<const Rule> table, Milestone stage, std::size_t leave_out, bool young = false);

// Everything that everybody can wish, in any state.
std::vector<Wish> wishes();

enum Turn : std::uint8_t { day_passes = 250, month_passes, therapist_leaves, therapist_changes, practitioner_leaves };

bool turn(World& world, std::uint8_t which);  // false: it can't happen now

// What must hold (explore_must.cpp). Empty: it does.
std::string wrong_start(const World& world, const Session& begins);
std::string wrong_hand(const World& world, const Body& body, PersonId by);
bool consent_is_live(const World& world);
bool connects(const Course& course, const Body& body);

void let_pass(World& world, int days);

// A state as bytes: all that can make a difference later, different for different states.
std::string print(const World& world);

}  // namespace trefoil::course::small
