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
  std::string part_word(course::Part part) const;  // as the practice calls it
  std::string tell(std::string what) const;  // a reason, as this reader is told it
  std::string typed(std::string_view field, std::string_view otherwise) const;  // as sent before, else this
};

struct Input {
  enum class Kind { line, words, day, time, number, choice, many, tick, hidden } kind = Kind::line;
  std::string name, label, hint, value;
  View choices = View::list();  // of choice and many: value, label, more, chosen
  bool required = true;
  std::string id = {};  // of several that share a name, each but the first has one of its own
};
struct Form {
  std::string title, lead;
  std::vector<std::string> read;  // paragraphs of what is signed or agreed to
  std::vector<Input> inputs;
  std::string readers;  // who will read the words that are written here; empty where there are none
  std::string button;
  bool stop = false;      // ends or halts something
  bool answered = false;  // what comes back is a page of its own, and no address that can be gone to again
};

struct Act {
  std::string_view name;   // in addresses, and course::Asked::act
  std::string_view label;  // of the link that leads to it
  Form (*form)(const Scene&);
  Result<care::Record> (*read)(const Scene&);
  // Whether it is offered to this person now: its form is shown to nobody else.
  bool (*offered)(const Scene&);
};
// A whole course's, in four parts, and one session's.
std::span<const Act> opening_acts();
std::span<const Act> professional_acts();
std::span<const Act> plan_acts();
std::span<const Act> ending_acts();
const Act* find_course_act(std::string_view name);
std::span<const Act> session_acts();
const Act* find_session_act(std::string_view name);

// --- parts of many acts ---
Input day_input(const Scene& scene, std::string_view name, std::string_view label, Day proposed,
                std::string_view hint = {});
Input words_input(const Scene& scene, std::string_view name, std::string_view label, std::string_view hint,
                  bool required);
Input number_input(const Scene& scene, std::string_view name, std::string_view label, int proposed,
                   std::string_view hint = {});
// The rules that could be waived, as choices; `always` are those that the practice has ticked for all of its files.
View waivable_choices(const std::set<std::string>& chosen, const std::set<std::string>& always);
// A form that was sent by somebody who is no longer in the circle: what they wrote stays on the page.
http::Response too_late(const Scene& scene);
Input place_input(const Scene& scene, const std::string& proposed);  // where they meet: may stay empty
Result<std::string> place_field(const Scene& scene);
// Who it is about, among people of a part: no field where there is one alone.
void add_person_input(const Scene& scene, Form& form, std::string_view label, const std::vector<PersonId>& people);
Result<PersonId> person_field(const Scene& scene, const std::vector<PersonId>& people);
Result<Day> day_field(const Scene& scene, std::string_view name);
// The day up to which something holds, or by which it is looked at again: not past, and at most three years ahead. What
// lasts longer is renewed; a year that was mistyped never runs out.
Result<Day> day_ahead(const Scene& scene, std::string_view name);
Result<Day> day_been(const Scene& scene, std::string_view name);  // today or before
Result<int> number_field(const Scene& scene, std::string_view name, int least, int most);
Result<Instant> time_field(const Scene& scene);  // of the fields `day` and `time`
// Whoever's word it is: theirs, else the reader writes it down as a witness.
PersonId witness_of(const Scene& scene, PersonId whose);
// What a programme says of an activity of this name; empty where none of ours has it.
std::string about_activity(const Scene& scene, std::string_view name);
// The activities of the plan up to a phase, as choices.
View activity_choices(const Scene& scene, int phase, const std::set<std::string>& chosen);

// --- whose it is, and who reads it ---
std::vector<PersonId> clients(const Scene& scene);
// Whose word the reader can give: a client their own; the therapist what a client said.
std::vector<PersonId> whose_word(const Scene& scene);
// The three, each for themself; for the therapist the clients too.
std::vector<PersonId> own_or_clients(const Scene& scene);
// What a form of the client's own word says: to the client, or of them to whoever writes it down as their witness.
std::string witness_words(const Scene& scene, std::string_view to_client, std::string_view of_client);
// Beside a form of own_or_clients: what the therapist signs for a client, they sign as a witness. Empty for the others.
std::string as_witness(const Scene& scene);
std::string readers_of(const Scene& scene, const care::Room& room);
inline const care::Room kShared{}, kClinical{care::RoomKind::clinical, {}};
// A note for the professionals, where something was written.
std::vector<care::Write> clinical(const Scene& scene, std::string_view field, std::string_view before = {});
Result<std::string> needed(const Scene& scene, std::string_view field, std::string_view what);
Input choice(const Scene& scene, std::string_view name, std::string_view label, std::string_view otherwise,
             std::vector<std::pair<std::string, std::string>> values);

// --- to whom it is offered ---
inline bool always(const Scene&) { return true; }
inline bool opens(const Scene& scene) { return !scene.course().closing.closed; }
inline bool led(const Scene& scene) { return scene.leads(); }
// Also after the ending, by whoever still has a part in it then.
inline bool led_here(const Scene& scene) { return scene.leads() && !scene.one.over(); }
inline bool led_open(const Scene& scene) { return scene.leads() && opens(scene); }
inline bool therapist_open(const Scene& scene) { return scene.is(course::Part::therapist) && opens(scene); }
inline bool word(const Scene& scene) { return scene.is(course::Part::client) || scene.is(course::Part::therapist); }
inline bool word_open(const Scene& scene) {
  return (scene.is(course::Part::client) || scene.is(course::Part::therapist)) && opens(scene);
}
inline bool triad_open(const Scene& scene) { return (scene.is(course::Part::client) || scene.leads()) && opens(scene); }

// --- pages of acts ---
inline View link_to(std::string href, std::string_view text) {
  return View::object({{"href", std::move(href)}, {"text", text}});
}
std::string course_address(const OneFile& one);
std::string session_address(const OneFile& one, course::SessionId id);
// Whether a client's stop is on, or the therapist has found the work not suitable: then nobody is pressed to go on.
bool halted(const Scene& scene);
// Of a gate that a meeting opens: that one goes on, or is planned for when; empty where none is.
std::string in_the_book(const Scene& scene, std::string_view rule);
// How a link to an act is called for this reader: what a client says themself, others write down for them.
std::string_view label_of(const Scene& scene, const Act& act);
// The page on which something that stands in the way is mended.
std::optional<Link> mended_at(const Scene& scene, std::string_view rule);
View mends_of(const std::optional<Link>& where);
// What mends it and who can, in words; of a pause of the practice nothing that would tell whose it is, or why.
std::string mend_words(const Scene& scene, std::string_view rule, std::string_view mend, std::string_view who);
// What somebody said no to in a session: it is left out, and nobody is asked again.
bool said_no(const course::Session& session);
// Those that are offered now, by name: href, text.
View acts_model(const Scene& scene, const Act* (*find)(std::string_view), const std::string& address,
                std::initializer_list<std::string_view> names);
// For who asks for a form that is not offered to them. What is sent all the same is decided on, and refused with reasons.
http::Response not_offered(const Scene& scene, const Act& act);
http::Response show_act(const Scene& scene, const Act& act, const std::string& address, const std::string& back,
                        View problem, int status = 200);
http::Response show_form(const Scene& scene, const Form& form, const std::string& address, const std::string& back,
                         View problem, int status = 200);
http::Response send_act(const Scene& scene, const Act& act, const std::string& address);
// Everything in the way, each with where it is mended.
View problem_in(const Scene& scene, const practice::Refused& refused);
std::string held_sentence(const Scene& scene);  // who said stop or paused; empty for nobody
View session_row(const OneFile& one, const course::Session& session);

}  // namespace trefoil::web
