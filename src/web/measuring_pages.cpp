// When measures are answered in a file: the plan, what is due, what the therapist is told at once, and links.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "course/measuring.h"
#include "practice/answer_link.h"
#include "web/acts.h"
#include "web/answering.h"
#include "web/qr.h"
#include "web/questions.h"

namespace trefoil::web {

using namespace course;

namespace {
std::string page_address(const OneFile& one) { return "/files/" + one.id() + "/measuring"; }

std::string name_of(const Instruments& instruments, const std::string& id) {
  const auto* found = instruments.find(id);
  return found == nullptr ? id + " (not installed here)" : found->short_name;
}
std::string about_of(const Instruments& instruments, const std::string& id) {
  const auto* found = instruments.find(id);
  return found == nullptr ? std::string() : found->about;
}

std::vector<MeasurePlan> plans_of(const Course& course) {
  std::vector<MeasurePlan> out;
  for (const auto& line : course.measures) out.push_back(line.plan);
  return out;
}

// What a form calls each occasion; sessions of one kind have a value each.
struct When {
  std::string_view value, label;
  Occasion when;
  bool any_kind = true;
  SessionKind kind = SessionKind::practitioner;
};
constexpr When kWhens[] = {
    {"start", "Once, at the start", Occasion::start},
    {"weekly", "Every few weeks", Occasion::weekly},
    {"before-session", "Before each session", Occasion::before_session},
    {"before-practitioner", "Before each session with the practitioner", Occasion::before_session, false,
     SessionKind::practitioner},
    {"before-therapist", "Before each session with the therapist", Occasion::before_session, false,
     SessionKind::therapist},
    {"after-session", "After each session", Occasion::after_session},
    {"after-practitioner", "After each session with the practitioner", Occasion::after_session, false,
     SessionKind::practitioner},
    {"after-therapist", "After each session with the therapist", Occasion::after_session, false,
     SessionKind::therapist},
    {"review", "Before each review", Occasion::review},
    {"closure", "At the ending", Occasion::closure},
    {"aftercare", "1, 3, 6 and 12 months after the ending", Occasion::aftercare},
};
constexpr std::pair<std::string_view, Part> kAnswerers[] = {
    {"client", Part::client}, {"practitioner", Part::practitioner}, {"therapist", Part::therapist}};

// What many practices will want: loneliness and mood at both ends and now and then, the diary, and how sessions were.
// Ours to suggest; some three minutes a week where there is a session every week.
std::vector<MeasurePlan> our_usual_plan() {
  struct Line {
    std::string_view id;
    Occasion when;
    int weeks = 1;
    bool any_kind = true;
  };
  static constexpr Line kLines[] = {
      {"ucla-3", Occasion::start},        {"ucla-3", Occasion::weekly, 4}, {"ucla-3", Occasion::closure},
      {"ucla-3", Occasion::aftercare},    {"phq-9", Occasion::start},      {"phq-9", Occasion::review},
      {"phq-9", Occasion::closure},       {"touch-diary", Occasion::weekly, 2},
      {"session-check", Occasion::after_session, 1, false},
  };
  std::vector<MeasurePlan> out;
  for (const auto& line : kLines)
    out.push_back({std::string(line.id), line.when, line.weeks, line.any_kind, SessionKind::practitioner, Part::client, 0});
  return out;
}

// What a plan of measures may begin with: as the programme has it out of which the plan of the work was written, as it is
// now; else ours. What is set is a copy: a later version of the programme changes nothing that runs.
struct Usual {
  std::vector<MeasurePlan> lines;
  std::vector<std::string> lacking;  // instruments that it asks for and that are not here
  std::string from;                  // in words
};
Usual usual_plan(const Scene& scene) {
  const auto& services = scene.ask.services;
  const auto* programme = services.programmes.named(scene.course().plan.programme);
  const bool has = programme != nullptr && !programme->measures.empty();
  Usual out;
  out.from = has ? "As “" + programme->name + "” suggests, out of which the plan was written." : "What many practices will want; it is ours to suggest.";
  for (auto line : has ? programme->measures : our_usual_plan()) {
    const auto* one = services.instruments.find(line.instrument);
    if (one == nullptr) {
      if (std::ranges::count(out.lacking, line.instrument) == 0) out.lacking.push_back(line.instrument);
      continue;
    }
    line.seconds = seconds_of(*one);
    out.lines.push_back(std::move(line));
  }
  return out;
}

std::string by_words(const MeasurePlan& plan) {
  return plan.answers == Part::client ? std::string() : ", by the " + std::string(name(plan.answers));
}

// By instrument: "UCLA-3", "at the start, every 4 weeks, at the ending".
View usual_model(const Scene& scene, const Usual& usual) {
  View out = View::list();
  for (auto first = usual.lines.begin(); first != usual.lines.end(); ++first) {
    const auto same = [&](const MeasurePlan& line) { return line.instrument == first->instrument; };
    if (std::find_if(usual.lines.begin(), first, same) != first) continue;
    std::vector<std::string> whens;
    for (auto line = first; line != usual.lines.end(); ++line)
      if (same(*line)) whens.push_back(in_words(*line) + by_words(*line));
    out.add(View::object({{"title", name_of(scene.ask.services.instruments, first->instrument)}, {"text", joined(whens, ", ")}}));
  }
  return out;
}

std::string burden_words(double minutes) {
  const auto rounded = measure::number_text(std::round(minutes * 10) / 10);
  return minutes <= 0 ? "Nothing is asked week by week."
                      : "Week by week this asks " + rounded + (rounded == "1" ? " minute" : " minutes") + " of the client.";
}

// By instrument, each with when it is asked.
View lines_model(const Scene& scene) {
  View out = View::list();
  const auto& measures = scene.course().measures;
  for (auto first = measures.begin(); first != measures.end(); ++first) {
    const auto& id = first->plan.instrument;
    const auto same = [&](const PlannedMeasure& line) { return line.plan.instrument == id; };
    if (std::find_if(measures.begin(), first, same) != first) continue;
    View whens = View::list();
    for (auto line = first; line != measures.end(); ++line) {
      if (!same(*line)) continue;
      whens.add(View::object({{"place", std::to_string(line - measures.begin())},
                              {"when", sentence_case(in_words(line->plan)) + by_words(line->plan)},
                              {"title", name_of(scene.ask.services.instruments, id)}}));
    }
    out.add(View::object({{"title", name_of(scene.ask.services.instruments, id)},
                          {"about", about_of(scene.ask.services.instruments, id)},
                          {"time", sentence_case(time_in_words(first->plan.seconds))},
                          {"whens", std::move(whens)}}));
  }
  return out;
}

// Those who have something to answer, each with all of it.
View due_model(const Scene& scene) {
  View out = View::list();
  const auto due = measures_due(scene.course(), scene.circle(), scene.moment());
  for (const auto& seat : scene.circle().seats) {
    std::vector<std::string> titles;
    int seconds = 0;
    Day since = scene.moment().today;
    for (const auto& one : due)
      if (one.person == seat.person) {
        titles.push_back(name_of(scene.ask.services.instruments, one.instrument));
        seconds += one.seconds;
        since = std::min(since, one.since);
      }
    if (titles.empty()) continue;
    const bool client = seat.part == Part::client, mine = seat.person == scene.self();
    const bool lent = client && std::ranges::all_of(due, [&](const DueMeasure& one) {
      return one.person != seat.person ||
             has_open_link(scene.course(), seat.person, one.instrument, one.since, scene.moment().today);
    });
    out.add(View::object({{"who", scene.name(seat.person)},
                          {"text", joined(titles, "; ")},
                          {"more", sentence_case(time_in_words(seconds)) + ", asked since " + base::in_words(since) +
                                       (lent ? "; a link is with them" : "")},
                          {"answer", client || mine ? answer_address(scene.one, seat.person, {}, scene.self()) : ""},
                          {"person", client ? seat.person.str() : ""}}));
  }
  return out;
}

View alerts_model(const Scene& scene) {
  View out = View::list();
  if (!scene.is(Part::therapist)) return out;
  const auto& file = scene.one.file();
  for (auto alert = file.alerts.rbegin(); alert != file.alerts.rend(); ++alert) {
    if (alert->seen) continue;
    const auto* item = file.item(alert->answers);
    const auto* answered = item == nullptr ? nullptr : std::get_if<care::Answered>(&item->event.body);
    if (answered == nullptr) continue;
    // What it is about first: the others are there to read it beside.
    auto all = answer_lines(scene.ask.services.instruments, file, *item);
    std::ranges::stable_partition(all, &AnswerLine::told);
    View lines = View::list();
    for (auto& line : all) lines.add(View::object({{"text", std::move(line.text)}, {"told", line.told}}));
    const bool before = scene.one.self() != nullptr && alert->at < scene.one.self()->since;
    out.add(View::object({{"title", name_of(scene.ask.services.instruments, answered->instrument)},
                          {"before", before ? "It was given before you came, and nobody has said that they read it." : ""},
                          {"who", scene.name(answered->person)},
                          {"when", scene.one.when(alert->at)},
                          {"contact", contact_model(file, answered->person)},
                          {"lines", std::move(lines)},
                          {"action", "/files/" + scene.one.id() + "/alerts/" + alert->answers.str()}}));
  }
  return out;
}

// Each instrument for each client: to answer now, without being asked.
View now_model(const Scene& scene) {
  View out = View::list();
  const auto people = clients(scene);
  for (const auto& instrument : scene.ask.services.instruments.all())
    for (const auto person : people)
      out.add(View::object(
          {{"href", answer_address(scene.one, person, {&instrument}, scene.self())},
           {"text", instrument.short_name + (people.size() > 1 ? ", " + scene.name(person) : std::string())},
           {"more", instrument.about + " " + sentence_case(time_in_words(seconds_of(instrument))) + "."},
           {"licence", "Who may use it: " + instrument.licence + "."}}));
  return out;
}

http::Response show_plan(const Scene& scene, View problem, int status = 200) {
  Ask& ask = scene.ask;
  View model = top_model(ask, "files");
  set_name(model, scene.one);
  model.set("problem", std::move(problem));
  model.set("action", page_address(scene.one));
  model.set("link_action", "/files/" + scene.one.id() + "/answer-link");
  model.set("alerts", alerts_model(scene));
  const View due = due_model(scene);
  model.set("due_shown", due.shows());
  model.set("due", due);
  const View lines = lines_model(scene);
  model.set("lines_shown", lines.shows());
  model.set("lines", lines);
  model.set("may_plan", scene.is(Part::therapist));
  const auto usual = usual_plan(scene);
  model.set("usual", usual_model(scene, usual));
  model.set("usual_from", usual.from);
  model.set("lacking", usual.lacking.empty() ? std::string()
                                             : "It asks for what is not installed here, too: " + joined(usual.lacking, ", ") + ".");
  const double minutes = minutes_a_week(plans_of(scene.course()), scene.course(), scene.moment(), Part::client);
  model.set("burden", lines.shows() ? burden_words(minutes) : std::string());
  model.set("heavy", minutes > kMostMinutes);
  View instruments = View::list(), whens = View::list(), answerers = View::list();
  for (const auto& one : ask.services.instruments.all())
    instruments.add(View::object({{"value", one.id}, {"label", one.short_name + ": " + one.title}, {"chosen", ask.field("instrument") == one.id}}));
  for (const auto& one : kWhens)
    whens.add(View::object({{"value", one.value}, {"label", one.label}, {"chosen", ask.field("when") == one.value}}));
  for (const auto& [value, part] : kAnswerers)
    answerers.add(View::object({{"value", value}, {"label", "The " + std::string(value)}, {"chosen", ask.field("answers") == value}}));
  model.set("instruments", std::move(instruments));
  model.set("whens", std::move(whens));
  model.set("answerers", std::move(answerers));
  model.set("weeks", scene.typed("weeks", "4"));
  model.set("now", now_model(scene));
  View faulty = View::list();
  for (const auto& fault : ask.services.instruments.faulty()) faulty.add(View::object({{"text", base::describe(fault)}}));
  model.set("faulty", std::move(faulty));
  return page(ask, "measuring", model, status);
}

http::Response with_professional(Ask& ask, bool read, const std::function<http::Response(const Scene&)>& then) {
  const auto one = read ? open_to_read(ask) : open_one(ask);
  if (!one) return error_page(ask, one.error());
  const Scene scene{ask, *one};
  if (!scene.leads()) return no_such_page(ask);
  if (read && one->over()) return asks_no_more(ask, *one);
  return then(scene);
}

http::Response get_plan(Ask& ask) {
  return with_professional(ask, true, [](const Scene& scene) { return show_plan(scene, no_problem()); });
}

Result<MeasurePlan> line_field(const Scene& scene) {
  const auto* instrument = scene.ask.services.instruments.find(scene.ask.field("instrument"));
  if (instrument == nullptr) return fail(Fault::bad_input, "It is not said what is asked.", "instrument", "Choose one.");
  const auto when = std::ranges::find(kWhens, scene.ask.field("when"), &When::value);
  if (when == std::end(kWhens)) return fail(Fault::bad_input, "It is not said when it is asked.", "when", "Choose one.");
  const auto who = std::ranges::find(kAnswerers, scene.ask.field("answers"), &std::pair<std::string_view, Part>::first);
  if (who == std::end(kAnswerers)) return fail(Fault::bad_input, "It is not said who answers.", "answers", "Choose one.");
  MeasurePlan line{instrument->id, when->when, 1, when->any_kind, when->kind, who->second, seconds_of(*instrument)};
  if (line.when == Occasion::weekly) line.weeks = TRY(number_field(scene, "weeks", 1, 52));
  return line;
}

http::Response post_plan(Ask& ask) {
  return with_professional(ask, false, [&](const Scene& scene) {
    auto plans = plans_of(scene.course());
    if (ask.field("do") == "usual") {
      for (const auto& line : usual_plan(scene).lines)
        if (std::ranges::find(plans, line) == plans.end()) plans.push_back(line);
    } else if (ask.field("do") == "remove") {
      std::size_t place = plans.size();
      const auto text = ask.field("place");
      std::from_chars(text.data(), text.data() + text.size(), place);
      if (place < plans.size()) plans.erase(plans.begin() + static_cast<std::ptrdiff_t>(place));
    } else {
      const auto line = line_field(scene);
      if (!line) return show_plan(scene, problem_of(line.error()), 422);
      plans.push_back(*line);
    }
    const auto done = practice::act(ask.house(), ask.holder(), scene.one.file().id,
                                    care::Record{{MeasuresScheduled{std::move(plans)}}});
    if (!done) return show_plan(scene, problem_in(scene, done.error()), status_of(done.error()));
    return see_other(page_address(scene.one) + "?done=kept");
  });
}

http::Response post_alert(Ask& ask) {
  return with_professional(ask, false, [&](const Scene& scene) {
    const auto id = EntryId::parse(ask.captures.at(1));
    if (!id) return no_such_page(ask);
    const auto done = practice::act(ask.house(), ask.holder(), scene.one.file().id, care::SeeAlert{*id});
    if (!done) return show_plan(scene, problem_in(scene, done.error()), status_of(done.error()));
    return see_other(page_address(scene.one) + "?done=kept");
  });
}

http::Response post_link(Ask& ask) {
  return with_professional(ask, false, [&](const Scene& scene) {
    const auto person = person_field(scene, clients(scene));
    if (!person) return show_plan(scene, problem_of(person.error()), 422);
    std::vector<std::string> asked;
    for (const auto* one : asking_of(scene, *person)) asked.push_back(one->id);
    const auto made = practice::make_answer_link(ask.house(), ask.holder(), scene.one.file().id, *person, asked);
    if (!made) return show_plan(scene, problem_in(scene, made.error()), status_of(made.error()));
    View model = top_model(ask, "files");
    set_name(model, scene.one);
    const auto url = absolute_url(ask, "/answer/" + scene.one.id() + "/" + made->token);
    model.set("url", url);
    model.set("qr", qr_model(url));
    model.set("local_only", is_local_only(ask));
    model.set("whose", clients(scene).size() > 1 ? scene.name(*person) : std::string("the client"));
    model.set("until", base::in_words(made->until));
    model.set("next", page_address(scene.one));
    return page(ask, "answer_link", model);
  });
}
}  // namespace

std::span<const Route> measuring_routes() {
  using http::Lane;
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/files/*/measuring", Who::professional, get_plan},
      {Method::post, "/files/*/measuring", Who::professional, post_plan, Lane::write},
      {Method::post, "/files/*/alerts/*", Who::professional, post_alert, Lane::write},
      {Method::post, "/files/*/answer-link", Who::professional, post_link, Lane::write},
  };
  return kRoutes;
}

}  // namespace trefoil::web
