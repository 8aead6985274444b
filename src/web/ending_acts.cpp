// The acts that halt and end: stop, pause, going on, the closure, an end at once.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "course/decide.h"
#include "web/acts.h"

namespace trefoil::web {

namespace {
using namespace course;
using care::Record;
using care::RoomKind;
using care::Write;

// --- holds ---
Form pause_form(const Scene& scene) {
  return {"Pause the work",
          scene.is(Part::therapist)
              ? "No session with the practitioner begins until you take the pause off."
              : "For paperwork, or for whatever else; nobody has to say why. The others read that the practice has "
                "paused the work, not whose pause it is. No session with the practitioner begins until it is taken off: " +
                    std::string(scene.circle().led
                                    ? "by you. Where the practice's safeguarding lead should look at something, raise a "
                                      "concern instead: the lead can take off the pause that comes with one."
                                    : "by you or by the therapist."),
          {},
          {},
          "",
          "Pause",
          true};
}
Result<Record> read_pause(const Scene& scene) {
  return Record{
      {Held{scene.is(Part::therapist) ? HoldKind::therapist_pause : HoldKind::practice_pause, scene.self(), {}}}};
}
Form stop_form(const Scene& scene) {
  Form form{scene.is(Part::client) ? "Stop" : "A client's stop",
            witness_words(
                scene, "Everything stands still at once, and a session that is going on ends. Nobody will ask why.",
                "Everything stands still at once, and a session that is going on ends. Nobody asks the client why."),
            {},
            {},
            "",
            scene.is(Part::client) ? "Stop everything" : "The client said stop",
            true};
  add_person_input(scene, form, "Who says stop", whose_word(scene));
  return form;
}
Result<Record> read_stop(const Scene& scene) {
  const auto who = TRY(person_field(scene, whose_word(scene)));
  return Record{{Held{HoldKind::client_stop, who, witness_of(scene, who)}}};
}
bool stopped(const Scene& scene) {
  return std::ranges::any_of(scene.course().holds, [](const Hold& hold) { return hold.kind == HoldKind::client_stop; });
}
Form go_on_form(const Scene& scene) {
  Form form{"Go on after a stop",
            witness_words(scene, "You talk it through with the therapist first; they take the hold off.",
                          scene.is(Part::therapist)
                              ? "You talk it through with the client first, and then take the hold off."
                              : "The therapist talks it through with the client first, and then takes the hold off."),
            {},
            {},
            "",
            scene.is(Part::client) ? "I want to go on" : "The client said that they want to go on"};
  add_person_input(scene, form, "Who wants to go on", whose_word(scene));
  return form;
}
Result<Record> read_go_on(const Scene& scene) {
  const auto who = TRY(person_field(scene, whose_word(scene)));
  return Record{{ResumeAsked{who, witness_of(scene, who)}}};
}
// What the reader can take off as things stand: nothing is offered that would be refused.
std::vector<Hold> liftable(const Scene& scene) {
  std::vector<Hold> out;
  const auto circle = scene.circle();
  for (const Hold& hold : scene.course().holds)
    if (may_lift(scene.course(), circle, hold, scene.self()))
      out.push_back(hold);
  return out;
}
std::string hold_value(const Hold& hold) {
  return (hold.kind == HoldKind::client_stop       ? "stop-"
          : hold.kind == HoldKind::therapist_pause ? "therapist-"
                                                   : "practice-") +
         hold.by.str();
}
// The hold that the link was about: the stop of the person it names, else what is no stop. Nothing where that is not one
// alone: a stop is never taken off because it stood first.
std::string meant(const Scene& scene, const std::vector<Hold>& can) {
  if (can.size() == 1) return hold_value(can.front());
  const auto whose = PersonId::parse(scene.ask.request.asked("person"));
  std::string out;
  for (const Hold& hold : can) {
    const bool stop = hold.kind == HoldKind::client_stop;
    if (whose ? !stop || hold.by != *whose : stop) continue;
    if (!out.empty()) return {};
    out = hold_value(hold);
  }
  return out;
}
Form resume_form(const Scene& scene) {
  Form form{"Take a hold off",
            "After a client's stop this is possible once they have said that they want to go on.",
            {},
            {},
            "",
            "Take it off"};
  std::vector<std::pair<std::string, std::string>> holds;
  const auto can = liftable(scene);
  for (const Hold& hold : can)
    holds.emplace_back(hold_value(hold), hold.kind == HoldKind::practice_pause && hold.by != scene.self()
                                             ? std::string("The practice's pause")
                       : hold.by_card        ? fmt::format("The stop by the stop card: {}", scene.name(hold.by))
                                             : fmt::format("The {}: {}", name(hold.kind), scene.name(hold.by)));
  form.inputs.push_back(choice(scene, "hold", "Which", meant(scene, can), holds));
  return form;
}
Result<Record> read_resume(const Scene& scene) {
  for (const Hold& hold : scene.course().holds)
    if (scene.ask.field("hold") == hold_value(hold)) return Record{{Resumed{hold.kind, hold.by}}};
  return fail(Fault::bad_input, "It is not said which hold.", "hold", "Choose one.");
}
bool can_lift(const Scene& scene) { return opens(scene) && !liftable(scene).empty(); }
bool can_go_on_again(const Scene& scene) { return word_open(scene) && stopped(scene); }

// --- the ending ---
Form closure_form(const Scene& scene) {
  Form form{"Agree to an ending",
            "All three agree to one day. A closing session is held before it, and each writes a closing form.",
            {},
            {},
            "",
            "Agree"};
  const auto& agreed = scene.course().closing.agreed;
  for (const auto& [who, day] : agreed)
    form.read.push_back(scene.name(who) + " agreed to " + base::in_words(day) + ".");
  form.lead += as_witness(scene);
  add_person_input(scene, form, "Who agrees", own_or_clients(scene));
  form.inputs.push_back(
      day_input(scene, "end", "The last day", agreed.empty() ? scene.moment().today + 28 : agreed.begin()->second));
  return form;
}
Result<Record> read_closure(const Scene& scene) {
  const auto who = TRY(person_field(scene, own_or_clients(scene)));
  const auto end = TRY(day_field(scene, "end"));
  // It may be written down afterwards, but not for a day before what was done.
  const Day begun = base::local_day(scene.one.file().opened_at, scene.one.zone);
  Day last = begun;
  for (const Session& session : scene.course().sessions)
    if (has_been(session.step)) last = std::max(last, session.day);
  if (end < last)
    return fail(Fault::bad_input,
                last == begun ? "The file was begun on " + base::in_words(begun) + ", after that day."
                              : "There was a session on " + base::in_words(last) + ", after that day.",
                "end", "Write that day, or a later one.");
  return Record{{ClosureAgreed{who, end, witness_of(scene, who)}}};
}
care::Room closing_room(const Scene& scene) {
  return scene.is(Part::client) ? care::Room{RoomKind::therapy, scene.self()} : kClinical;
}
Form closing_form_form(const Scene& scene) {
  Form form{"Closing form",
            "What was learned, what stays open, what you would like to say at the end.",
            {},
            {},
            readers_of(scene, closing_room(scene)),
            "Give it"};
  form.lead += as_witness(scene);
  add_person_input(scene, form, "Whose", own_or_clients(scene));
  form.inputs.push_back(words_input(scene, "words", "Your words", "", true));
  return form;
}
Result<Record> read_closing_form(const Scene& scene) {
  const auto who = TRY(person_field(scene, own_or_clients(scene)));
  const auto text = TRY(needed(scene, "words", "Nothing is written."));
  return Record{{ClosingFormGiven{who, witness_of(scene, who)}}, {Write{closing_room(scene), text}}};
}
Form close_form(const Scene& scene) {
  Form form{"End the work, as agreed",
            scene.is(Part::client)
                ? "From then on you and your practitioner do not meet or write to each other any more. "
                  "Your therapist stays for you."
            : scene.is(Part::practitioner)
                ? "From then on you and the client do not meet or write to each other any more, and are no longer "
                  "connected here. The therapist goes on with the aftercare. A report that you still owe can be written "
                  "for fourteen days; then you part from this circle."
                : "From then on client and practitioner do not meet or write to each other any more, and are no longer "
                  "connected here. You go on with the aftercare. The practitioner parts from the circle when you next "
                  "open the file, and reads nothing newer; a report or form that they owe is waited for, for fourteen days.",
            {},
            {},
            "",
            scene.is(Part::client) ? "End it" : "End the work",
            true};
  // All that is still missing, before anything is sent.
  const auto circle = scene.circle();
  for (const auto& unmet : check(rules(), scene.course(), circle, Closed{}, scene.self(), scene.moment()))
    form.read.push_back(scene.tell(unmet.what));
  if (form.read.empty()) return form;
  form.read.insert(form.read.begin(), "It can't be ended as agreed yet. What is still missing:");
  form.button.clear();
  return form;
}
Result<Record> read_close(const Scene&) { return Record{{Closed{false, ""}}}; }
Form end_form(const Scene& scene) {
  Form form{
      "End at once",
      scene.is(Part::client)
          ? "You can end this on any day. Nobody has to agree, and you need not say why. The therapist stays for you."
          : "An ending that was not agreed by all three is recorded as such, with its reason, which everybody in the "
            "circle reads. From then on client and practitioner are no longer connected here: the practitioner parts from "
            "the circle, with fourteen days for what they still owe.",
      {},
      {},
      "",
      "End it now",
      true};
  Input why = words_input(scene, "words", "Why", "", !scene.is(Part::client));
  if (scene.is(Part::client)) why.hint = "Only if you want to. Everybody in the circle can read it.";
  form.inputs.push_back(std::move(why));
  return form;
}
Result<Record> read_end(const Scene& scene) { return Record{{Closed{true, base::trim(scene.ask.field("words"))}}}; }
bool closing(const Scene& scene) { return triad_open(scene) && !scene.course().closing.agreed.empty(); }
bool form_open(const Scene& scene) {
  return (scene.is(Part::client) || scene.leads()) && !scene.course().closing.agreed.empty();
}

constexpr Act kEndingActs[] = {
    {"pause", "Pause the work", pause_form, read_pause, opens},
    {"stop", "Stop", stop_form, read_stop, opens},
    {"go-on", "Go on after a stop", go_on_form, read_go_on, can_go_on_again},
    {"resume", "Take a hold off", resume_form, read_resume, can_lift},
    {"closure", "Agree to an ending", closure_form, read_closure, triad_open},
    {"closing-form", "Closing form", closing_form_form, read_closing_form, form_open},
    {"close", "End the work, as agreed", close_form, read_close, closing},
    {"end", "End at once", end_form, read_end, triad_open},
};
}  // namespace

std::span<const Act> ending_acts() { return kEndingActs; }

}  // namespace trefoil::web
