// The acts of one session: what is agreed to, the beginning, the end, the stop, the report, the consult.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "course/telling.h"
#include "web/acts.h"

namespace trefoil::web {

namespace {
using namespace course;
using care::Record;
using care::RoomKind;
using care::Topic;
using care::Write;

care::Room own_process(const Scene& scene) { return {RoomKind::process, scene.self()}; }
void add_note(const Scene& scene, Record& record, std::string_view field, const care::Room& room, Topic topic) {
  if (std::string text = base::trim(scene.ask.field(field)); !text.empty())
    record.notes.push_back(Write{room, std::move(text), {}, scene.session->id, topic});
}
bool planned(const Scene& scene) { return scene.session->step == Step::planned; }
bool running(const Scene& scene) { return scene.session->step == Step::running; }
bool takes_part(const Scene& scene) {
  if (scene.session->kind == SessionKind::triadic) return scene.leads();
  return scene.is(scene.session->kind == SessionKind::therapist ? Part::therapist : Part::practitioner);
}
bool of_practitioner(const Scene& scene) { return scene.session->kind == SessionKind::practitioner; }

// --- what is agreed to ---
// Client and practitioner for themselves; the therapist what a client said in the room.
std::vector<PersonId> answering(const Scene& scene) {
  if (scene.is(Part::therapist)) return scene.circle().all(Part::client);
  return {scene.self()};
}
std::string answer_field(std::size_t at) { return "answer-" + std::to_string(at); }
Form answers_form(const Scene& scene) {
  const bool witness = scene.is(Part::therapist);
  Form form{witness ? "What the client agrees to" : "What you agree to",
            witness ? witness_words(scene, "", "For this session alone; they can change their mind at any moment.")
                    : "For this session alone. You can change your mind at any moment, before and "
                      "during it, and nobody will ask why.",
            {},
            {},
            "",
            witness ? "Write the answers down" : "Keep my answers"};
  add_person_input(scene, form, "Whose answers", answering(scene));
  std::size_t at = 0;
  for (const auto& activity : scene.session->activities) {
    Input input{Input::Kind::choice, answer_field(at++), activity, about_activity(scene, activity), ""};
    const auto before =
        scene.session->answers.find({activity, answering(scene).size() == 1 ? answering(scene).front() : PersonId{}});
    const std::string said = before == scene.session->answers.end() ? ""
                             : before->second == Answer::given      ? "yes"
                                                                    : "no";
    const auto chosen = scene.typed(input.name, said);
    for (const auto& [value, label] : {std::pair("yes", witness ? "They said yes" : "Yes, I agree"),
                                       std::pair("no", witness ? "They said no" : "No")})
      input.choices.add(View::object({{"value", value}, {"label", label}, {"more", ""}, {"chosen", chosen == value}}));
    form.inputs.push_back(std::move(input));
  }
  return form;
}
Result<Record> read_answers(const Scene& scene) {
  const auto who = TRY(person_field(scene, answering(scene)));
  Record record;
  std::size_t at = 0;
  for (const auto& activity : scene.session->activities) {
    const std::string field = answer_field(at++);
    const auto said = scene.ask.field(field);
    if (said != "yes" && said != "no")
      return fail(Fault::bad_input, "This is not answered yet.", field, "Say yes or no.");
    const auto before = scene.session->answers.find({activity, who});
    const bool given = before != scene.session->answers.end() && before->second == Answer::given;
    if (before != scene.session->answers.end() && given == (said == "yes")) continue;  // as it stands
    record.wishes.emplace_back(ActivityAnswered{scene.session->id, activity,
                                             said == "yes" ? Answer::given
                                             : given       ? Answer::withdrawn
                                                           : Answer::declined,
                                             who, who == scene.self() ? PersonId{} : scene.self()});
  }
  if (record.wishes.empty())
    return fail(Fault::bad_input, "The answers stand as they were.", "main", "There is nothing to change.");
  return record;
}
bool answers_offered(const Scene& scene) {
  return !is_over(scene.session->step) && !scene.session->activities.empty() && !scene.is(Part::mentor);
}

// --- the beginning ---
Form waive_form(const Scene& scene) {
  Form form{"Waive a rule",
            "For this session alone, with a reason that everybody in the circle reads. Some rules can't be waived.",
            {},
            {},
            readers_of(scene, kShared),
            "Waive it"};
  Input rule{Input::Kind::choice, "rule", "Which", "", ""};
  const auto chosen = scene.typed("rule", scene.ask.request.asked("rule"));
  for (const auto& gate : gates(rules(), {scene.course(), scene.circle(), *scene.session, scene.moment()}))
    if (gate.standing == Standing::unmet && may_be_waived(*gate.rule, scene.course().terms))
      rule.choices.add(View::object({{"value", gate.rule->id},
                                     {"label", gate.what},
                                     {"more", gate.rule->why},
                                     {"chosen", chosen == gate.rule->id}}));
  form.inputs.push_back(std::move(rule));
  form.inputs.push_back(words_input(scene, "words", "Your reason", "", true));
  return form;
}
Result<Record> read_waive(const Scene& scene) {
  if (scene.ask.field("rule").empty())
    return fail(Fault::bad_input, "It is not said which rule.", "rule", "Choose one.");
  return Record{
      {Waived{scene.session->id, std::string(scene.ask.field("rule")), base::trim(scene.ask.field("words"))}}};
}
bool waive_offered(const Scene& scene) {
  if (!planned(scene) || !scene.is(Part::therapist)) return false;
  const auto all = gates(rules(), {scene.course(), scene.circle(), *scene.session, scene.moment()});
  return std::ranges::any_of(all, [&](const Gate& gate) {
    return gate.standing == Standing::unmet && may_be_waived(*gate.rule, scene.course().terms);
  });
}
Form briefing_form(const Scene& scene) {
  Form form{"Briefing for the session", "", {}, {}, readers_of(scene, kClinical), "Leave the briefing"};
  form.inputs.push_back(words_input(scene, "words", "What the practitioner should know", "", true));
  return form;
}
Result<Record> read_briefing(const Scene& scene) {
  Record record;
  add_note(scene, record, "words", kClinical, Topic::briefing);
  return record;
}
bool briefing_offered(const Scene& scene) {
  return planned(scene) && of_practitioner(scene) && (scene.is(Part::therapist) || scene.is(Part::mentor));
}
Form start_form(const Scene&) {
  return {"Start the session", "Every rule is looked at now. Both of you can stop at any moment.", {}, {}, "", "Start"};
}
Result<Record> read_start(const Scene& scene) { return Record{{SessionStarted{scene.session->id}}}; }
bool start_offered(const Scene& scene) { return planned(scene) && takes_part(scene); }

// --- other ends of a plan ---
Form move_form(const Scene& scene) {
  Form form{"Move the session", "What was agreed to for it is asked afresh.", {}, {}, "", "Move it"};
  form.inputs.push_back(day_input(scene, "day", "Day", base::local_day(scene.session->start, scene.one.zone)));
  form.inputs.push_back({Input::Kind::time, "time", "Time", "",
                         scene.typed("time", base::local_time(scene.session->start, scene.one.zone))});
  form.inputs.push_back(number_input(scene, "minutes", "Minutes", scene.session->minutes));
  form.inputs.push_back(place_input(scene, scene.session->place));
  return form;
}
Result<Record> read_move(const Scene& scene) {
  const auto start = TRY(time_field(scene));
  const int minutes = TRY(number_field(scene, "minutes", 5, 24 * 60));
  SessionMoved moved{scene.session->id, start, minutes};
  auto place = TRY(place_field(scene));
  if (!scene.ask.fields("place").empty() && place != scene.session->place) moved.place = std::move(place);
  return Record{{std::move(moved)}};
}
bool planned_led(const Scene& scene) { return planned(scene) && scene.leads(); }
bool move_offered(const Scene& scene) { return planned_led(scene) && !scene.one.over(); }
Form cancel_form(const Scene&) {
  return {"Cancel the session", "Nobody has to say why.", {}, {}, "", "Cancel it", true};
}
Result<Record> read_cancel(const Scene& scene) { return Record{{SessionCancelled{scene.session->id}}}; }
Form leave_out_form(const Scene& scene) {
  Form form{"Leave something out",
            "It is not done in this session, and nobody is asked about it any more. What else was agreed to stands.",
            {},
            {},
            "",
            "Leave it out"};
  Input which{Input::Kind::choice, "activity", "What", "", ""};
  const auto chosen = scene.typed("activity", "");
  for (const auto& activity : scene.session->activities) {
    const bool refused = std::ranges::any_of(scene.session->answers, [&](const auto& answer) {
      return answer.first.first == activity && answer.second != Answer::given;
    });
    which.choices.add(View::object({{"value", activity},
                                    {"label", activity},
                                    {"more", refused ? "Somebody said no to it." : ""},
                                    {"chosen", chosen == activity}}));
  }
  form.inputs.push_back(std::move(which));
  return form;
}
Result<Record> read_leave_out(const Scene& scene) {
  const std::string activity(scene.ask.field("activity"));
  if (activity.empty()) return fail(Fault::bad_input, "It is not said what.", "activity", "Choose one.");
  return Record{{ActivityLeftOut{scene.session->id, activity}}};
}
bool leave_out_offered(const Scene& scene) { return planned_led(scene) && scene.session->activities.size() > 1; }
bool cancel_offered(const Scene& scene) { return planned(scene) && !scene.is(Part::mentor); }
Form missed_form(const Scene&) {
  return {"Somebody did not come", "The session did not take place.", {}, {}, "", "Record it"};
}
Result<Record> read_missed(const Scene& scene) { return Record{{SessionMissed{scene.session->id}}}; }
bool missed_offered(const Scene& scene) { return planned_led(scene) && scene.session->start <= scene.one.now; }

// --- during, and the end ---
// The record's own times can't be the session's: who ends it is asked when it was. A session counts as one that was held,
// so that one which was over within minutes here is not ended without that; stopping it asks nothing.
bool ended_too_soon(const Scene& scene) {
  return scene.one.now.ms - scene.session->began.ms < kLeastMinutes * 60'000LL;
}
bool ended_afterwards(const Scene& scene) {
  Session ended = *scene.session;
  ended.step = Step::ended;
  ended.over = scene.one.now;
  return scene.leads() && (ended_too_soon(scene) || written_afterwards(ended));
}
void add_actual(const Scene& scene, Form& form) {
  if (!ended_afterwards(scene)) return;
  form.lead = ended_too_soon(scene) ? "It began here only just now. Say when the session really was; everybody in the circle reads "
                                      "that. If it did not take place after all, stop it instead."
                                    : "It is not the hour that was planned. If the session was at another time, say when; "
                                      "everybody in the circle reads that.";
  Input day = day_input(scene, "day", "The day on which it was", {});
  if (scene.ask.form.empty()) day.value.clear();
  Input time{Input::Kind::time, "time", "When it began", "", scene.typed("time", "")};
  Input minutes{Input::Kind::number, "minutes", "How many minutes it lasted", "", scene.typed("minutes", "")};
  for (Input* one : {&day, &time, &minutes}) {
    one->required = ended_too_soon(scene);
    form.inputs.push_back(std::move(*one));
  }
}
// The same as a note that all read: what the entries say of their own times stays as it is.
Result<void> read_actual(const Scene& scene, Record& record, SessionEnded& ended) {
  const bool said = std::ranges::any_of(std::array{"day", "time", "minutes"}, [&](const char* field) {
    return !base::trim(scene.ask.field(field)).empty();
  });
  if (!running(scene) || !ended_afterwards(scene)) return {};
  if (!said && ended_too_soon(scene))
    return fail(Fault::bad_input, "It began here only just now, so it is not known when the session was.", "day",
                "Say the day, the time and how long it lasted; or stop it, if it did not take place.");
  if (!said) return {};
  const auto start = TRY(time_field(scene));
  const int minutes = TRY(number_field(scene, "minutes", ended_too_soon(scene) ? kLeastMinutes : 1, 24 * 60));
  ended.minutes = minutes;
  if (start > scene.one.now)
    return fail(Fault::bad_input, "That is still to come.", "day", "Write the day on which it was.");
  record.notes.push_back(Write{kShared,
                               fmt::format("Written down afterwards: the session was on {}, from {}, and lasted {} minutes.",
                                           base::in_words(base::local_day(start, scene.one.zone)),
                                           base::local_time(start, scene.one.zone), minutes),
                               {},
                               scene.session->id,
                               Topic::meeting});
  return {};
}
bool agreed_by_both(const Scene& scene, const std::string& activity) {
  const auto circle = scene.circle();
  return std::ranges::all_of(circle.seats, [&](const Seat& seat) {
    return (seat.part != Part::client && seat.part != Part::practitioner) ||
           scene.session->consents(activity, seat.person);
  });
}
// What can be ticked is what both agree to now. What was taken back is none of it: the record has no hour for what was
// done before, and a tick that is refused would tell nobody that.
void add_done(const Scene& scene, Form& form) {
  Input done{Input::Kind::many, "done", "What was done",
             "What is not ticked was not done. Only what both still agree to can be ticked.", ""};
  done.required = false;
  const auto typed = scene.ask.fields("done");
  for (const auto& activity : scene.session->activities) {
    if (scene.session->done.contains(activity))
      form.read.push_back("“" + activity + "” is noted as done already.");
    else if (agreed_by_both(scene, activity))
      done.choices.add(View::object({{"value", activity},
                                     {"label", activity},
                                     {"more", ""},
                                     {"chosen", std::ranges::find(typed, activity) != typed.end()}}));
    else
      form.read.push_back(
          "“" + activity +
          "” was taken back: it is not recorded as done. What there was of it before, write in the report.");
  }
  if (done.choices.shows()) form.inputs.push_back(std::move(done));
}
Form end_form(const Scene& scene) {
  Form form{"End the session", "", {}, {}, "", "End it"};
  add_actual(scene, form);
  add_done(scene, form);
  return form;
}
std::vector<Body> newly_done(const Scene& scene) {
  std::vector<Body> out;
  if (!scene.leads()) return out;
  for (const auto& activity : scene.ask.fields("done"))
    if (!scene.session->done.contains(activity)) out.emplace_back(ActivityDone{scene.session->id, activity});
  return out;
}
Result<Record> read_end(const Scene& scene) {
  Record record;
  record.wishes = newly_done(scene);
  SessionEnded ended{scene.session->id};
  TRY(read_actual(scene, record, ended));
  record.wishes.emplace_back(ended);
  return record;
}
// While it goes on: what is noted when it has been done stands, whatever is taken back afterwards.
Form done_form(const Scene& scene) {
  Form form{"Note what was done", "So far; the session goes on.", {}, {}, "", "Note it"};
  add_done(scene, form);
  if (form.inputs.empty()) form.button.clear();
  return form;
}
Result<Record> read_done(const Scene& scene) {
  Record record;
  record.wishes = newly_done(scene);
  if (record.wishes.empty())
    return fail(Fault::bad_input, "Nothing is ticked.", "done", "Tick what was done, or go back.");
  return record;
}
bool done_offered(const Scene& scene) {
  return running(scene) && takes_part(scene) && !scene.session->activities.empty();
}
bool end_offered(const Scene& scene) { return running(scene) && takes_part(scene); }
Form stop_form(const Scene&) {
  return {"Stop the session", "It ends at once. Nobody will ask why.", {}, {}, "", "Stop the session", true};
}
Result<Record> read_stop(const Scene& scene) { return Record{{SessionStopped{scene.session->id}}}; }
bool stop_offered(const Scene& scene) { return running(scene); }

// --- afterwards ---
Form report_form(const Scene& scene) {
  Form form{"The report", "Three parts, for three circles of readers.", {}, {}, "", "Deliver the report"};
  form.inputs.push_back(
      words_input(scene, "words", "What happened", "Read by " + readers_of(scene, kClinical) + ".", true));
  if (opens(scene))  // after the ending nothing more is said to the client
    form.inputs.push_back(
        words_input(scene, "progress", "Progress note", "Read by " + readers_of(scene, kShared) + ".", false));
  else
    form.lead = "Two parts. The work has ended, and nothing more is said to the client here.";
  if (held_by_another(*scene.session, scene.self()))
    form.lead = "You were not there: somebody else held this session. Write what was handed over to you, or that nothing was. " + form.lead;
  form.inputs.push_back(words_input(
      scene, "process", "Your process notes",
      "Read by you alone. In some countries, as in the United Kingdom, a client can ask to see them by law.", false));
  return form;
}
Result<Record> read_report(const Scene& scene) {
  if (base::trim(scene.ask.field("words")).empty())
    return fail(Fault::bad_input, "It is not said what happened.", "words", "A sentence is enough.");
  Record record{{ReportDelivered{scene.session->id}}};
  add_note(scene, record, "words", kClinical, Topic::report);
  add_note(scene, record, "progress", kShared, Topic::progress);
  add_note(scene, record, "process", own_process(scene), Topic::process);
  return record;
}
bool report_offered(const Scene& scene) {
  return of_practitioner(scene) && has_been(scene.session->step) && !scene.session->reported &&
         scene.is(Part::practitioner);
}
Form consult_form(const Scene& scene) {
  Form form{"The consult",     "Practitioner and therapist, about this session.", {}, {}, readers_of(scene, kClinical),
            "Note the consult"};
  form.inputs.push_back(day_input(scene, "day", "Day", scene.moment().today));
  form.inputs.push_back(number_input(scene, "minutes", "Minutes", 20));
  form.inputs.push_back(words_input(scene, "words", "What you decided", "", true));
  Input pace{Input::Kind::line, "pace", "The pace", "Slower, as it is, further: in a few words, if you spoke of it.", scene.typed("pace", "")};
  pace.required = false;
  form.inputs.push_back(std::move(pace));
  return form;
}
Result<Record> read_consult(const Scene& scene) {
  const int minutes = TRY(number_field(scene, "minutes", 1, 24 * 60));
  if (base::trim(scene.ask.field("words")).empty())
    return fail(Fault::bad_input, "It is not said what you decided.", "words", "A sentence is enough.");
  const Day today = scene.moment().today, day = scene.ask.fields("day").empty() ? today : TRY(day_been(scene, "day"));
  if (day < scene.session->day)
    return fail(Fault::bad_input, "The session itself was on " + base::in_words(scene.session->day) + ".", "day",
                "Choose that day or a later one.");
  Record record{{Consulted{scene.session->id, minutes}}};
  std::string words(scene.ask.field("words"));
  if (const auto pace = base::trim(scene.ask.field("pace")); !pace.empty()) words += "\nThe pace: " + pace;
  if (day != today) words += "\nOf " + base::in_words(day) + ", written down afterwards.";
  record.notes.push_back(Write{kClinical, std::move(words), {}, scene.session->id, Topic::consult});
  return record;
}
bool consult_offered(const Scene& scene) {
  return of_practitioner(scene) && has_been(scene.session->step) && !scene.session->consulted && scene.is(Part::therapist);
}

constexpr Act kSessionActs[] = {
    {"answers", "Say what you agree to", answers_form, read_answers, answers_offered},
    {"start", "Start", start_form, read_start, start_offered},
    {"stop", "Stop the session", stop_form, read_stop, stop_offered},
    {"end", "End the session", end_form, read_end, end_offered},
    {"done", "Note what was done so far", done_form, read_done, done_offered},
    {"report", "Write the report", report_form, read_report, report_offered},
    {"consult", "Note the consult", consult_form, read_consult, consult_offered},
    {"briefing", "Leave a briefing", briefing_form, read_briefing, briefing_offered},
    {"waive", "Waive a rule", waive_form, read_waive, waive_offered},
    {"leave-out", "Leave something out", leave_out_form, read_leave_out, leave_out_offered},
    {"move", "Move it", move_form, read_move, move_offered},
    {"missed", "Somebody did not come", missed_form, read_missed, missed_offered},
    {"cancel", "Cancel it", cancel_form, read_cancel, cancel_offered},
};
}  // namespace

std::span<const Act> session_acts() { return kSessionActs; }

}  // namespace trefoil::web
