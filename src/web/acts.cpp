#include "web/acts.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "care/parting.h"
#include "course/telling.h"
#include "web/programmes.h"

namespace trefoil::web {

std::optional<course::Part> Scene::part() const {
  const auto seats = circle();
  const auto* seat = seats.seat(self());
  return seat == nullptr ? std::nullopt : std::optional(seat->part);
}

std::string Scene::name(PersonId person) const {
  if (person == self()) return "You";
  const auto* member = one.file().member(person);
  return member != nullptr && !member->name.empty() ? member->name : "Somebody";
}

std::string Scene::part_word(course::Part part) const {
  return care::renamed(one.names(), course::name(part));
}

std::string Scene::tell(std::string what) const {
  if (is(course::Part::client) && one.file().clients.size() == 1) what = course::to_client(std::move(what));
  return care::renamed(one.names(), what);
}
std::string Scene::typed(std::string_view field, std::string_view otherwise) const {
  return ask.form.empty() ? std::string(otherwise) : std::string(ask.field(field));
}

namespace {
const Act* find_act(std::span<const Act> acts, std::string_view name) {
  const auto found = std::ranges::find(acts, name, &Act::name);
  return found == acts.end() ? nullptr : &*found;
}
}  // namespace

const Act* find_session_act(std::string_view name) { return find_act(session_acts(), name); }

Input day_input(const Scene& scene, std::string_view name, std::string_view label, Day proposed,
                std::string_view hint) {
  return {Input::Kind::day, std::string(name), std::string(label), std::string(hint),
          scene.typed(name, base::to_string(proposed))};
}
Input words_input(const Scene& scene, std::string_view name, std::string_view label, std::string_view hint,
                  bool required) {
  return {Input::Kind::words, std::string(name), std::string(label), std::string(hint), scene.typed(name, ""),
          View::list(),       required};
}
Input number_input(const Scene& scene, std::string_view name, std::string_view label, int proposed,
                   std::string_view hint) {
  return {Input::Kind::number, std::string(name), std::string(label), std::string(hint),
          scene.typed(name, std::to_string(proposed))};
}

http::Response too_late(const Scene& scene) {
  std::string words;
  for (const auto& [name, value] : scene.ask.form)
    if (value.find(' ') != value.npos) words += (words.empty() ? "" : "\n\n") + std::string(value);
  const bool parted = scene.one.self() != nullptr && care::has_parted(scene.one.file(), scene.one.reader);
  const Error error{Fault::refused, "You are not in this file's circle any more, and this was not kept.", "",
                    parted ? "The work has ended. What is still owed, give it to the therapist." : "Ask its practitioner or therapist."};
  return refusal_page(scene.ask, error, words, "/files/" + scene.one.id());
}

View waivable_choices(const std::set<std::string>& chosen, const std::set<std::string>& always) {
  View out = View::list();
  for (const auto& rule : course::rules()) {
    if (!course::may_be_waived(rule, {})) continue;
    const std::string id(rule.id);
    out.add(View::object({{"value", id},
                          {"label", rule.title},
                          {"more", always.contains(id) ? "so in all files of your practice" : ""},
                          {"chosen", chosen.contains(id) || always.contains(id)}}));
  }
  return out;
}

Input place_input(const Scene& scene, const std::string& proposed) {
  Input input{Input::Kind::line, "place", "Where", "A room or an address, so that everybody finds it; may stay empty. Everyone in the circle reads it.",
              scene.typed("place", proposed)};
  input.required = false;
  return input;
}

Result<std::string> place_field(const Scene& scene) {
  auto place = base::trim(scene.ask.field("place"));
  if (base::has_hidden_signs(place) || base::characters(place) > course::kLongestPlace)
    return fail(Fault::bad_input, "Where you meet is one line, of at most 200 letters.", "place", "Shorten it.");
  return place;
}

void add_person_input(const Scene& scene, Form& form, std::string_view label, const std::vector<PersonId>& people) {
  if (people.size() < 2) return;
  Input input{Input::Kind::choice, "person", std::string(label), "", ""};
  const auto asked = scene.ask.form.empty() ? scene.ask.request.asked("person") : scene.ask.field("person");
  for (const auto& person : people)
    input.choices.add(View::object(
        {{"value", person.str()}, {"label", scene.name(person)}, {"more", ""}, {"chosen", asked == person.str()}}));
  form.inputs.push_back(std::move(input));
}

Result<PersonId> person_field(const Scene& scene, const std::vector<PersonId>& people) {
  if (people.empty())
    return fail(Fault::refused, "There is nobody in the circle for whom this can be written.", "main",
                "Put them into the circle first.");
  if (people.size() == 1) return people.front();
  const auto person = PersonId::parse(scene.ask.field("person"));
  if (!person || std::ranges::find(people, *person) == people.end())
    return fail(Fault::bad_input, "It is not said who is meant.", "person", "Choose one.");
  return *person;
}

Result<Day> day_field(const Scene& scene, std::string_view name) {
  const auto day = base::parse_day(base::trim(scene.ask.field(name)));
  // A date that nobody lives to see, or has lived to remember, is a slip of the finger.
  static const Day kFirst = *base::parse_day("1900-01-01");
  if (!day || *day < kFirst || scene.moment().today + 366 * 60 < *day)
    return fail(Fault::bad_input, "This is no date, or one too far away.", std::string(name),
                "Write it as 2026-11-24.");
  return *day;
}

Result<Day> day_ahead(const Scene& scene, std::string_view name) {
  constexpr int kLongest = 3 * 366;
  const Day day = TRY(day_field(scene, name));
  if (day < scene.moment().today)
    return fail(Fault::bad_input, base::in_words(day) + " has been already.", std::string(name), "Write a day to come.");
  if (scene.moment().today + kLongest < day)
    return fail(Fault::bad_input, base::in_words(day) + " is more than three years ahead.", std::string(name),
                "Write a nearer day; it can be renewed then.");
  return day;
}
Result<Day> day_been(const Scene& scene, std::string_view name) {
  const Day day = TRY(day_field(scene, name));
  if (scene.moment().today < day)
    return fail(Fault::bad_input, base::in_words(day) + " is still to come.", std::string(name),
                "Write the day on which it was.");
  return day;
}

Result<int> number_field(const Scene& scene, std::string_view name, int least, int most) {
  const std::string text = base::trim(scene.ask.field(name));
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || text.empty() || value < least || value > most)
    return fail(Fault::bad_input,
                "This is no whole number from " + std::to_string(least) + " to " + std::to_string(most) + ".",
                std::string(name), "Write it in digits.");
  return value;
}

Result<Instant> time_field(const Scene& scene) {
  const Day day = TRY(day_field(scene, "day"));
  const std::string time = base::trim(scene.ask.field("time"));
  const auto at = base::at_local(day, time, scene.one.zone);
  if (!at)
    return fail(Fault::bad_input, "There is no such time on that day: either it is none, or the clocks go over it.",
                "time", "Write it as 16:30.");
  return *at;
}

PersonId witness_of(const Scene& scene, PersonId whose) { return whose == scene.self() ? PersonId{} : scene.self(); }

std::string about_activity(const Scene& scene, std::string_view name) {
  return scene.tell(scene.ask.services.programmes.about_activity(name, scene.course().plan.programme));
}

View activity_choices(const Scene& scene, int phase, const std::set<std::string>& chosen) {
  View out = View::list();
  std::set<std::string> seen;
  const auto& phases = scene.course().plan.phases;
  for (int at = 0; at <= phase && at < static_cast<int>(phases.size()); ++at)
    for (const auto& activity : phases[static_cast<std::size_t>(at)].activities)
      if (seen.insert(activity).second)
        out.add(View::object({{"value", activity},
                              {"label", activity},
                              {"more", phases[static_cast<std::size_t>(at)].name +
                                           (at > scene.course().phase ? ": only in a session of this phase" : "")},
                              {"chosen", chosen.contains(activity)}}));
  return out;
}

const Act* find_course_act(std::string_view name) {
  for (const auto acts : {opening_acts(), professional_acts(), plan_acts(), ending_acts()})
    if (const Act* found = find_act(acts, name)) return found;
  return nullptr;
}

std::vector<PersonId> clients(const Scene& scene) { return scene.circle().all(course::Part::client); }

std::vector<PersonId> whose_word(const Scene& scene) {
  return scene.is(course::Part::client) ? std::vector{scene.self()} : clients(scene);
}

std::vector<PersonId> own_or_clients(const Scene& scene) {
  std::vector<PersonId> out{scene.self()};
  if (scene.is(course::Part::therapist))
    for (const auto& client : clients(scene)) out.push_back(client);
  return out;
}

std::string witness_words(const Scene& scene, std::string_view to_client, std::string_view of_client) {
  if (scene.is(course::Part::client)) return std::string(to_client);
  return "This is the client's own to say. If they have said it to you in the room, you write it down here as their "
         "witness. " +
         std::string(of_client);
}

std::string as_witness(const Scene& scene) {
  if (!scene.is(course::Part::therapist)) return {};
  return " Where you choose a client, you write down what they have said to you in the room, and sign it as their "
         "witness; the record says so.";
}

std::string readers_of(const Scene& scene, const care::Room& room) {
  return scene.one.readers(room, scene.self());
}

std::vector<care::Write> clinical(const Scene& scene, std::string_view field, std::string_view before) {
  const std::string text = base::trim(scene.ask.field(field));
  if (text.empty()) return {};
  return {care::Write{kClinical, std::string(before) + text}};
}

Result<std::string> needed(const Scene& scene, std::string_view field, std::string_view what) {
  std::string text = base::trim(scene.ask.field(field));
  if (text.empty()) return fail(Fault::bad_input, std::string(what), std::string(field), "Write it, in a few words.");
  return text;
}

Input choice(const Scene& scene, std::string_view name, std::string_view label, std::string_view otherwise,
             std::vector<std::pair<std::string, std::string>> values) {
  Input out{Input::Kind::choice, std::string(name), std::string(label), "", ""};
  const auto chosen = scene.typed(name, otherwise);
  for (auto& [value, text] : values)
    out.choices.add(View::object({{"value", value}, {"label", text}, {"more", ""}, {"chosen", value == chosen}}));
  return out;
}

}  // namespace trefoil::web
