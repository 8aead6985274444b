// What people record in a course of care, as forms: each act is a few fields, the words beside them, and what becomes
// of them. One table for the whole file, one for a session; course_pages.cpp shows them. Inside web.
#pragma once

#include "course/way.h"
#include "web/file_models.h"

namespace trefoil::web {

// A form being shown or sent: who asks, the file, the session that it is about.
struct Scene {
  Ask& ask;
  const OneFile& one;
  const course::Session* session = nullptr;

  const course::Course& course() const { return one.file().course; }
  course::Circle circle() const { return one.file().seats(); }
  course::Moment moment() const { return one.file().moment(one.now); }
  PersonId self() const { return one.reader; }
  std::optional<course::Part> part() const;  // of the reader; nothing for who has left
  bool is(course::Part wanted) const { return part() == wanted; }
  bool leads() const { return is(course::Part::practitioner) || is(course::Part::therapist); }
  std::string name(PersonId person) const;                                      // "You" or as the circle knows them
  std::string typed(std::string_view field, std::string_view otherwise) const;  // as sent before, else this
};

struct Input {
  enum class Kind { line, words, day, time, number, choice, many, tick } kind = Kind::line;
  std::string name, label, hint, value;
  View choices = View::list();  // of choice and many: value, label, more, chosen
  bool required = true;
};
struct Form {
  std::string title, lead;
  std::vector<std::string> read;  // paragraphs of what is signed or agreed to
  std::vector<Input> inputs;
  std::string readers;  // who will read the words that are written here; empty where there are none
  std::string button;
  bool stop = false;  // ends or halts something
};

struct Act {
  std::string_view name;   // in addresses, and course::Asked::act
  std::string_view label;  // of the link that leads to it
  Form (*form)(const Scene&);
  Result<care::Record> (*read)(const Scene&);
  // Whether it is offered to this person now; the form itself is always there, and says what is in the way.
  bool (*offered)(const Scene&);
};
std::span<const Act> course_acts();
std::span<const Act> session_acts();
const Act* find_act(std::span<const Act> acts, std::string_view name);

// --- parts of many acts ---
Input day_input(const Scene& scene, std::string_view name, std::string_view label, Day proposed,
                std::string_view hint = {});
Input words_input(const Scene& scene, std::string_view name, std::string_view label, std::string_view hint,
                  bool required);
Input number_input(const Scene& scene, std::string_view name, std::string_view label, int proposed,
                   std::string_view hint = {});
// Who it is about, among people of a part: no field where there is one alone.
void add_person_input(const Scene& scene, Form& form, std::string_view label, const std::vector<PersonId>& people);
Result<PersonId> person_field(const Scene& scene, const std::vector<PersonId>& people);
Result<Day> day_field(const Scene& scene, std::string_view name);
Result<int> number_field(const Scene& scene, std::string_view name, int least, int most);
Result<Instant> time_field(const Scene& scene);  // of the fields `day` and `time`
// Whoever's word it is: theirs, else the reader writes it down as a witness.
PersonId witness_of(const Scene& scene, PersonId whose);
// What a programme says of an activity of this name; empty where none of ours has it.
std::string about_activity(std::string_view name);
// The activities of the plan up to a phase, as choices.
View activity_choices(const Scene& scene, int phase, const std::set<std::string>& chosen);

}  // namespace trefoil::web
