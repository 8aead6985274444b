// Answering: on one's own page, on a professional's screen, or by a link.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "course/measuring.h"
#include "practice/answer_form.h"
#include "practice/answer_link.h"
#include "web/adaptive_form.h"
#include "web/answering.h"
#include "web/form_digest.h"

namespace trefoil::web {

using namespace course;

namespace {
std::string key_text(const measure::Instrument& instrument) {
  return base::to_base32(practice::instrument_key(instrument.id));
}

const measure::Instrument* find_key(const Ask& ask, std::string_view text) {
  practice::InstrumentKey key;
  return base::from_base32(text, key) ? ask.services.instruments.find(key) : nullptr;
}

std::vector<PersonId> answerers(const Scene& scene) {
  std::vector<PersonId> out;
  if (scene.is(Part::client) || scene.leads()) out.push_back(scene.self());
  if (scene.leads())
    for (const auto client : clients(scene)) out.push_back(client);
  return out;
}

// Who answers: as the address or the form says, else the reader.
std::optional<PersonId> who_answers(const Scene& scene) {
  const auto asked = scene.ask.form.empty() ? scene.ask.request.asked("person") : scene.ask.field("person");
  const auto people = answerers(scene);
  const auto person = asked.empty() ? std::optional(scene.self()) : PersonId::parse(asked);
  if (!person || std::ranges::find(people, *person) == people.end()) return std::nullopt;
  return person;
}

// The form as it was before an answer that is none: its question is asked again.
Fields without_answer(const Fields& sent) {
  Fields out;
  for (const auto& field : sent)
    if (field.first == "s") out.push_back(field);
  return out;
}

// What is asked is one adaptive test, question by question; nothing where it is not.
std::optional<AdaptiveTest> test_of(const Ask& ask, const Asking& asking) {
  if (asking.size() != 1) return std::nullopt;
  const auto* bank = ask.services.instruments.bank(asking.front()->id);
  return bank == nullptr ? std::nullopt : std::optional(AdaptiveTest{asking.front(), bank});
}

std::string form_says(const Ask& ask, const Asking& asking) {
  const auto test = test_of(ask, asking);
  return asked_as(asking, test ? scored_by(*test->bank) : std::string());
}

// Whether the form that was sent asked something else than is asked now: a file of an instrument was changed or taken away,
// and the program started anew. Then what was answered goes to the questions that are the same, and is looked through
// once more before anything is kept.
bool is_of_before(Ask& ask, const Asking& asking, std::vector<std::string>& left_over) {
  const std::string before(ask.field("as"));
  if (before.empty() || before == form_says(ask, asking)) return false;
  auto carried = carry_over(asking, ask.form, before);
  std::erase_if(carried.fields, [](const auto& field) { return field.first == "s" || field.first == "now" || field.first == "q"; });
  ask.form = std::move(carried.fields);
  left_over = std::move(carried.words);
  return true;
}
View changed_meanwhile() {
  return problem_of(Error{Fault::stale, "What is asked here was changed while you were answering. Nothing is kept yet.", "main",
                          "Your answers stand where the question is the same. Look through them, and send them once more."});
}

void set_questions(View& model, const Ask& ask, const Asking& asking, Said said, const std::vector<std::string>& left_over = {}) {
  const Fields& sent = ask.form;
  View kept = View::list();
  for (const auto& words : left_over) kept.add(View::object({{"text", words}}));
  model.set("left_over_shown", !left_over.empty());
  model.set("left_over", std::move(kept));
  model.set("asked_as", form_says(ask, asking));
  model.set("form", practice::fresh_form());
  model.set("to_client", said == Said::to_client);
  std::string keys;
  for (const auto* one : asking) keys += (keys.empty() ? "" : ".") + key_text(*one);
  model.set("asks", !asking.empty());
  model.set("of", keys);
  model.set("time", time_in_words(seconds_of(asking)));
  model.set("told", tells_therapist(asking));
  model.set("adaptive", View(false));
  model.set("together", true);
  const auto test = test_of(ask, asking);
  if (!test) return void(model.set("questions", questions_model(asking, sent, said)));
  model.set("together", false);
  model.set("questions", View::list());
  auto stand = read_stand(*test, sent);
  if (!stand && stand.error().place == "q") stand = read_stand(*test, without_answer(sent));
  // It is over and could not be kept, or nothing was answered at all: the last question once more, with all before it.
  if (stand && !stand->next) stand = read_stand(*test, without_answer(sent));
  if (!stand || !stand->next) stand = read_stand(*test, {});
  if (stand && stand->next) model.set("adaptive", question_model(*test, *stand, said));
}

// What somebody sent, as takings: of an adaptive test none until it is over.
struct Sent {
  std::vector<care::Taking> takings;
  bool more = false;  // another question is to be asked
};
Result<Sent> read_sent(const Ask& ask, const Asking& asking, const Answering& by) {
  const auto test = test_of(ask, asking);
  if (!test) return Sent{TRY(read_answers(asking, ask.form, by)), false};
  const auto stand = TRY(read_stand(*test, ask.form));
  const bool stops = ask.field("do") == "stop" && !stand.replies.empty();
  if (stand.next && !stops) return Sent{{}, true};
  auto taking = taking_of(*test, stand, by);
  if (!taking)
    return fail(Fault::bad_input, "Nothing was answered.", "main", "Answer what you like; anything can be left out.");
  return Sent{{std::move(*taking)}, false};
}

// Of a client's plan, what they can answer without being asked.
View others_model(const Scene& scene, PersonId person) {
  View out = View::list();
  std::vector<const measure::Instrument*> seen;
  const auto circle = scene.circle();
  const auto* seat = circle.seat(person);
  for (const auto& line : scene.course().measures) {
    const auto* one = scene.ask.services.instruments.find(line.plan.instrument);
    if (one == nullptr || seat == nullptr || line.plan.answers != seat->part || std::ranges::count(seen, one) > 0) continue;
    seen.push_back(one);
    out.add(View::object({{"href", answer_address(scene.one, person, {one}, scene.self())},
                          {"text", one->short_name},
                          {"more", sentence_case(time_in_words(seconds_of(*one)))}}));
  }
  return out;
}

// To whom it is said is who answers. On somebody else's screen two look at it, so nobody is “you”.
std::string readers_words(const Scene& scene, PersonId person) {
  const auto& file = scene.one.file();
  const bool own = person == scene.self();
  const auto readers = [&](const care::Room& room) {
    return scene.one.readers(room, own ? scene.self() : PersonId{});
  };
  return (own ? "Your answers are read by " : "The client's answers are read by ") + readers(care::answers_room(file, person)) +
         "; the score, and the days of a diary, by " + readers(care::Room{}) + ".";
}

http::Response show_answer(const Scene& scene, PersonId person, View problem, int status = 200,
                           const std::vector<std::string>& left_over = {}) {
  Ask& ask = scene.ask;
  const bool own = person == scene.self();
  View model = scene.leads() ? top_model(ask, "files") : client_model(ask, "/today");
  set_name(model, scene.one);
  model.set("problem", std::move(problem));
  model.set("action", "/files/" + scene.one.id() + "/answer");
  model.set("leave", scene.leads() ? "/files/" + scene.one.id() + "/measuring" : std::string("/today"));
  model.set("answerer", person.str());
  model.set("screen", !own);
  model.set("whose", clients(scene).size() > 1 ? scene.name(person) : std::string("The client"));
  model.set("link_action", own ? std::string() : "/files/" + scene.one.id() + "/answer-link");
  const auto asking = asking_of(scene, person);
  set_questions(model, ask, asking, scene.leads() ? Said::to_others : Said::to_client, left_over);
  const auto& file = scene.one.file();
  model.set("readers", readers_words(scene, person));
  const auto* running = file.course.running();
  model.set("session", running != nullptr ? "It is noted as answered in the session that goes on." : "");
  model.set("others", others_model(scene, person));
  return page(ask, scene.leads() ? "answer" : "client_answer", model, status);
}

http::Response with_answerer(Ask& ask, bool read, const std::function<http::Response(const Scene&, PersonId)>& then) {
  const auto one = read ? open_to_read(ask) : open_one(ask);
  if (!one) return error_page(ask, one.error());
  if (read && one->over()) return asks_no_more(ask, *one);
  const Scene scene{ask, *one};
  const auto person = who_answers(scene);
  if (!person) return no_such_page(ask);
  return then(scene, *person);
}

http::Response get_answer(Ask& ask) {
  return with_answerer(ask, true, [](const Scene& scene, PersonId person) { return show_answer(scene, person, no_problem()); });
}
bool told(const std::vector<care::Taking>& takings) {
  return std::ranges::any_of(takings, [](const care::Taking& one) { return !one.alerts.empty(); });
}
// Something with a score of its own, of which too little was answered.
bool too_few(const Asking& asking, const std::vector<care::Taking>& takings) {
  return std::ranges::any_of(takings, [&](const care::Taking& taking) {
    const auto one = std::ranges::find(asking, taking.instrument, &measure::Instrument::id);
    return !taking.score && one != asking.end() && !measure::scored_items(**one).empty();
  });
}
// On a practitioner's screen it says the same whatever was answered: that there is an alert is not theirs to see, least of
// all one that is about them.
std::string notice_of(const Scene& scene, PersonId person, const Asking& asking, const std::vector<care::Taking>& takings) {
  if (person != scene.self() && !scene.is(Part::therapist)) return tells_therapist(asking) ? "answered-may-tell" : "answered";
  if (!told(takings)) return too_few(asking, takings) ? "answered-few" : "answered";
  return scene.leads() ? "answered-told" : "answered-told-you";
}
http::Response post_answer(Ask& ask) {
  return with_answerer(ask, false, [&](const Scene& scene, PersonId person) {
    const auto asking = asking_of(scene, person);
    if (std::vector<std::string> left_over; is_of_before(ask, asking, left_over))
      return show_answer(scene, person, changed_meanwhile(), 409, left_over);
    const auto way = person == scene.self() ? Way::own_page : Way::professionals_screen;
    const auto sent = read_sent(ask, asking, {person, scene.moment().today, way});
    if (!sent) return show_answer(scene, person, problem_of(sent.error()), 422);
    if (sent->more) return show_answer(scene, person, no_problem());
    const auto* running = scene.course().running();
    care::TakeMeasures take{sent->takings, running != nullptr ? running->id : SessionId{}, {}};
    if (const auto form = ask.field("form"); !form.empty()) take.form = practice::entry_of_form(form, sent->takings);
    const auto done = practice::act(ask.house(), ask.holder(), scene.one.file().id, take);
    if (!done) return show_answer(scene, person, problem_in(scene, done.error()), status_of(done.error()));
    return see_other((scene.leads() ? "/files/" + scene.one.id() + "/measuring" : "/today") + "?done=" +
                     notice_of(scene, person, asking, sent->takings));
  });
}

// --- by a link ---
http::Response show_link(Ask& ask, const Asking& asking, std::string_view state, View problem, int status = 200,
                         const std::vector<std::string>& left_over = {}) {
  View model = door_model(ask);
  model.set("problem", std::move(problem));
  model.set("action", "/answer/" + ask.captures.at(0) + "/" + ask.captures.at(1));
  model.set("open", state == "open");
  model.set("thanks", state == "thanks" || state == "thanks-few" || state == "thanks-told");
  model.set("was_told", state == "thanks-told");
  model.set("was_few", state == "thanks-few");
  set_questions(model, ask, asking, Said::to_client, left_over);
  return page(ask, "answer_by_link", model, status);
}
Result<Asking> asking_by_link(Ask& ask) {
  const auto file = LogId::parse(ask.captures.at(0));
  if (!file) return fail(Fault::not_found, "This link does not count, or not any more.", "link", "Ask for a new one.");
  std::vector<std::string> known;
  for (const auto& one : ask.services.instruments.all()) known.push_back(one.id);
  Asking out;
  for (const auto& id : TRY(practice::asked_by_link(ask.house(), *file, ask.captures.at(1), known)))
    out.push_back(ask.services.instruments.find(std::string_view(id)));
  return out;
}
http::Response get_link(Ask& ask) {
  const auto asking = asking_by_link(ask);
  if (!asking) return show_link(ask, {}, "over", no_problem(), status_of(asking.error().fault));
  return show_link(ask, *asking, "open", no_problem());
}
http::Response post_link(Ask& ask) {
  const auto asking = asking_by_link(ask);
  if (!asking) return show_link(ask, {}, "over", no_problem(), status_of(asking.error().fault));
  // Whoever reads the file knows its zone, and puts the day of it in the place of this one.
  const Day today = base::local_day(ask.house().clock->now(), "UTC");
  if (std::vector<std::string> left_over; is_of_before(ask, *asking, left_over))
    return show_link(ask, *asking, "open", changed_meanwhile(), 409, left_over);
  const auto sent = read_sent(ask, *asking, {PersonId{}, today, Way::link});
  if (!sent) return show_link(ask, *asking, "open", problem_of(sent.error()), 422);
  if (sent->more) return show_link(ask, *asking, "open", no_problem());
  const auto done = practice::answer_by_link(ask.house(), *LogId::parse(ask.captures.at(0)), ask.captures.at(1), sent->takings);
  if (!done && done.error().fault == Fault::not_found) return show_link(ask, {}, "over", no_problem(), 404);
  if (!done) return show_link(ask, *asking, "open", problem_of(done.error()), status_of(done.error().fault));
  return show_link(ask, {}, told(sent->takings) ? "thanks-told" : too_few(*asking, sent->takings) ? "thanks-few" : "thanks", no_problem());
}
// What one form can ask: all that is asked together, else the first adaptive test alone. The others stay due.
Asking at_once(const Instruments& instruments, Asking asking) {
  const auto adaptive = [&](const measure::Instrument* one) { return instruments.bank(one->id) != nullptr; };
  if (std::ranges::all_of(asking, adaptive))
    asking.resize(std::min<std::size_t>(asking.size(), 1));
  else
    std::erase_if(asking, adaptive);
  return asking;
}
}  // namespace

std::string answer_address(const OneFile& one, PersonId person, const Asking& asking, PersonId reader) {
  std::string query, keys;
  if (person != reader) query += "?person=" + person.str();
  for (const auto* instrument : asking) keys += (keys.empty() ? "" : ".") + key_text(*instrument);
  if (!keys.empty()) query += (query.empty() ? "?of=" : "&of=") + keys;
  return "/files/" + one.id() + "/answer" + query;
}

Asking asking_of(const Scene& scene, PersonId person) {
  Asking out;
  // No form of ours names more than there are; each name costs a look at all of them.
  constexpr std::size_t kLongest = 2'000;
  auto asked = scene.ask.form.empty() ? scene.ask.request.asked("of") : scene.ask.field("of");
  if (asked.size() > kLongest) asked = {};
  for (const auto& key : base::split(asked, '.'))
    if (const auto* one = find_key(scene.ask, key); one != nullptr && std::ranges::count(out, one) == 0) out.push_back(one);
  if (!out.empty()) return at_once(scene.ask.services.instruments, std::move(out));
  for (const auto& due : measures_due(scene.course(), scene.circle(), scene.moment()))
    if (due.person == person)
      if (const auto* one = scene.ask.services.instruments.find(due.instrument)) out.push_back(one);
  return at_once(scene.ask.services.instruments, std::move(out));
}

http::Response asks_no_more(Ask& ask, const OneFile& one) {
  return refusal_page(ask, Error{Fault::refused, "The work has ended: what is asked now, the therapist asks.", "",
                                 "What was answered until then stands on the file's page."},
                      "", "/files/" + one.id());
}

std::span<const Route> answering_routes() {
  using http::Lane;
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/files/*/answer", Who::signed_in, get_answer},
      {Method::post, "/files/*/answer", Who::signed_in, post_answer, Lane::write},
      {Method::get, "/answer/*/*", Who::anybody, get_link},
      {Method::post, "/answer/*/*", Who::anybody, post_link, Lane::write},
  };
  return kRoutes;
}

}  // namespace trefoil::web
