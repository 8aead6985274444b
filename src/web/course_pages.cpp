// The course of a file: the way, what waits for whom, the sessions and their gates; and every act as a form.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "course/telling.h"
#include "web/acts.h"

namespace trefoil::web {

namespace {
using namespace course;

std::string course_address(const OneFile& one) { return "/files/" + one.id() + "/course"; }
std::string session_address(const OneFile& one, SessionId id) { return "/files/" + one.id() + "/sessions/" + id.str(); }

View link(std::string href, std::string_view text) { return View::object({{"href", std::move(href)}, {"text", text}}); }

std::string_view kind_words(const Session& session) {
  switch (session.kind) {
    case SessionKind::therapist:
      return "Client and therapist";
    case SessionKind::practitioner:
      return "Client and practitioner";
    case SessionKind::triadic:
      return "All three";
  }
  return {};
}
std::pair<std::string_view, std::string_view> step_words(Step step) {
  switch (step) {
    case Step::planned:
      return {"planned", "wait"};
    case Step::running:
      return {"going on", "good"};
    case Step::ended:
      return {"held", ""};
    case Step::stopped:
      return {"stopped", "stop"};
    case Step::cancelled:
      return {"cancelled", ""};
    case Step::missed:
      return {"missed", ""};
  }
  return {};
}
std::string session_when(const OneFile& one, const Session& session) {
  return base::weekday(base::local_day(session.start, one.zone)) + " " +
         base::in_words(base::local_day(session.start, one.zone)) + ", " + base::local_time(session.start, one.zone);
}
View session_row(const OneFile& one, const Session& session) {
  const auto [word, tone] = step_words(session.step);
  return View::object({{"href", session_address(one, session.id)},
                       {"when", session_when(one, session)},
                       {"text", kind_words(session)},
                       {"more", session.closing ? "a closing session" : ""},
                       {"word", word},
                       {"tone", tone}});
}

// The page on which something that stands in the way is mended.
std::optional<Link> mended_at(const Scene& scene, std::string_view rule) {
  static constexpr std::pair<std::string_view, std::string_view> kActs[] = {{"suitability", "suitability"},
                                                                            {"capacity", "capacity"},
                                                                            {"release-live", "release"},
                                                                            {"conflict-declared", "conflicts"},
                                                                            {"credentials-current", "credentials"},
                                                                            {"attested", "attest"},
                                                                            {"groundwork", "plan"},
                                                                            {"triadic-meeting", "plan"},
                                                                            {"therapist-engaged", "plan"},
                                                                            {"therapist-between", "plan"},
                                                                            {"pace", "phase"},
                                                                            {"health-current", "health"},
                                                                            {"no-hold", "resume"},
                                                                            {"closure-agreed", "closure"}};
  const auto& one = scene.one;
  if (rule == "triad-complete") return Link{"/files/" + one.id() + "/circle", "The circle"};
  if (rule == "adult" && scene.leads()) return Link{"/files/" + one.id() + "/client", "Names and date of birth"};
  if (rule == "activity-consent") {
    const bool open = scene.session != nullptr && !scene.is(Part::mentor) &&
                      std::ranges::any_of(scene.session->activities, [&](const std::string& activity) {
                        return std::ranges::any_of(scene.circle().seats, [&](const Seat& seat) {
                          const bool theirs =
                              seat.person == scene.self() || (scene.is(Part::therapist) && seat.part == Part::client);
                          return theirs && !scene.session->answers.contains({activity, seat.person});
                        });
                      });
    if (!open) return std::nullopt;
    return Link{session_address(one, scene.session->id) + "/answers", "Say what you agree to"};
  }
  if (rule == "within-competence" && scene.session != nullptr && scene.is(Part::therapist))
    return Link{session_address(one, scene.session->id) + "/waive?rule=within-competence",
                "Agree to it for this session"};
  if (rule == "report-delivered" || rule == "consult-held")
    if (const auto* last = scene.course().last(SessionKind::practitioner))
      return Link{session_address(one, last->id), "The last session"};
  std::string_view act;
  if (rule == "consent-treatment") {
    const auto asked = asked_of(scene.self(), rules(), scene.course(), scene.circle(), scene.moment());
    act = std::ranges::find(asked, "explain", &Asked::act) != asked.end() ? "explain" : "consent";
  } else if (rule == "plan-signed" && scene.session != nullptr && scene.session->step == Step::planned &&
             scene.leads() && scene.course().plan.signed_by.contains(scene.self()) &&
             scene.session->plan != scene.course().plan.version) {
    return Link{session_address(one, scene.session->id) + "/move", "Move it"};
  } else if (rule == "plan-signed") {
    act = scene.course().plan.version == 0 ? "plan-write" : "sign";
  } else if (const auto found = std::ranges::find(kActs, rule, &std::pair<std::string_view, std::string_view>::first);
             found != std::end(kActs)) {
    act = found->second;
  }
  const Act* known = find_act(course_acts(), act);
  if (known == nullptr || !known->offered(scene)) return std::nullopt;
  return Link{course_address(one) + "/" + std::string(act), std::string(known->label)};
}
View mends_of(const std::optional<Link>& where) {
  View out = View::list();
  if (where) out.add(link(where->href, where->text));
  return out;
}

std::string turn_words(const Scene& scene, const std::vector<Part>& turn) {
  std::vector<std::string> names;
  for (const Part part : turn)
    for (const PersonId person : scene.circle().all(part)) names.push_back(scene.name(person));
  return names.empty() ? std::string() : "Whose turn: " + joined(names, ", ") + ".";
}
View way_model(const Scene& scene) {
  View out = View::list();
  for (const auto& stage : way(rules(), scene.course(), scene.circle(), scene.moment())) {
    if (stage.rule == nullptr) continue;
    const bool done = stage.state == Stage::State::done;
    out.add(View::object({{"state", done ? "met" : "unmet"},
                          {"text", std::string(stage.title)},
                          {"why", done ? std::string() : stage.what + " " + std::string(stage.rule->why)},
                          {"who", done ? std::string() : turn_words(scene, stage.turn)},
                          {"mends", done ? View::list() : mends_of(mended_at(scene, stage.rule->id))}}));
  }
  return out;
}
// Opening, sessions, ending, aftercare: where the file is on its way.
View path_model(const Scene& scene) {
  const auto stages = way(rules(), scene.course(), scene.circle(), scene.moment());
  const bool opened =
      std::ranges::all_of(stages, [](const Stage& one) { return !one.opening || one.state == Stage::State::done; });
  View out = View::list();
  const auto add = [&](std::string_view text, bool done, bool here) {
    out.add(View::object({{"text", text}, {"state", done ? "done" : here ? "here" : ""}, {"here", here}}));
  };
  const bool closed = scene.course().closing.closed, ending = !scene.course().closing.agreed.empty();
  add("Opening", opened || closed, !opened && !closed);
  add("Sessions", closed || ending, opened && !closed && !ending);
  add("Ending", closed, ending && !closed);
  add("Aftercare", false, closed);
  return out;
}

std::string held_sentence(const Scene& scene) {
  const auto& holds = scene.course().holds;
  if (holds.empty()) return {};
  const Hold& hold = holds.front();
  if (hold.kind == HoldKind::client_stop && hold.resume_asked)
    return scene.name(hold.by) +
           " said stop, and would like to go on. The therapist talks it through, and takes the hold off.";
  if (hold.kind == HoldKind::client_stop)
    return scene.name(hold.by) + " said stop. Nothing goes on before " +
           (hold.by == scene.self() ? "you say" : "they say") + " that " +
           (hold.by == scene.self() ? "you want" : "they want") + " to, and the therapist has talked it through.";
  return scene.name(hold.by) +
         " paused the work. No session with the practitioner begins until the pause is taken off.";
}

View acts_model(const Scene& scene, std::span<const Act> acts, const std::string& address,
                std::initializer_list<std::string_view> names) {
  View out = View::list();
  for (const auto name : names)
    if (const Act* act = find_act(acts, name); act != nullptr && act->offered(scene))
      out.add(link(address + "/" + std::string(name), act->label));
  return out;
}

http::Response get_course(Ask& ask) {
  const auto one = open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  const Scene scene{ask, *one};
  const bool professional = ask.holder().professional;
  View model = professional ? top_model(ask, "files") : client_model(ask, "/today");
  set_name(model, *one);
  model.set("path", path_model(scene));
  const auto& plan = scene.course().plan;
  const auto phase = static_cast<std::size_t>(std::max(0, scene.course().phase));
  model.set("phase", phase < plan.phases.size() ? plan.programme + ": " + plan.phases[phase].name : std::string());
  model.set("held", held_sentence(scene));
  model.set("asked", one->may_act() ? asked_model(*one) : View::list());
  model.set("gates", way_model(scene));
  View to_come = View::list(), past = View::list();
  auto sessions = scene.course().sessions;
  std::ranges::stable_sort(sessions, {}, [](const Session& session) { return session.start; });
  for (const Session& session : sessions)
    if (!is_over(session.step)) to_come.add(session_row(*one, session));
  for (auto it = sessions.rbegin(); it != sessions.rend(); ++it)
    if (is_over(it->step)) past.add(session_row(*one, *it));
  model.set("to_come", std::move(to_come));
  model.set("past", std::move(past));
  const bool open = one->may_act() && scene.part().has_value();
  const auto acts = [&](std::initializer_list<std::string_view> names) {
    return open ? acts_model(scene, course_acts(), course_address(*one), names) : View::list();
  };
  model.set("plan", acts({"plan"}));
  model.set("stops", acts({"stop", "pause", "go-on", "resume"}));
  model.set("others", acts({"sign", "phase", "back", "health", "plan-write", "credentials", "terms", "consent-back",
                            "release-back"}));
  model.set("endings", acts({"closure", "closing-form", "close", "end"}));
  return page(ask, professional ? "course" : "client_course", model);
}

// --- an act ---

View input_model(const Input& input) {
  using enum Input::Kind;
  return View::object({{"name", input.name},
                       {"label", input.label},
                       {"hint", input.hint},
                       {"value", input.value},
                       {"required", input.required},
                       {"line", input.kind == line},
                       {"words", input.kind == words},
                       {"day", input.kind == day},
                       {"time", input.kind == time},
                       {"number", input.kind == number},
                       {"choice", input.kind == choice},
                       {"many", input.kind == many},
                       {"tick", input.kind == tick},
                       {"ticked", input.kind == tick && input.value == "yes"},
                       {"choices", input.choices}});
}

http::Response show_act(const Scene& scene, const Act& act, const std::string& address, const std::string& back,
                        View problem, int status = 200) {
  Ask& ask = scene.ask;
  const bool professional = ask.holder().professional;
  const Form form = act.form(scene);
  View model = professional ? top_model(ask, "files") : client_model(ask, back);
  set_name(model, scene.one);
  View read = View::list(), inputs = View::list();
  for (const auto& paragraph : form.read) read.add(View::object({{"text", paragraph}}));
  for (const auto& input : form.inputs) inputs.add(input_model(input));
  model.set("title", form.title);
  model.set("lead", form.lead);
  model.set("read", std::move(read));
  model.set("inputs", std::move(inputs));
  model.set("readers", form.readers);
  model.set("button", form.button);
  model.set("stop", form.stop);
  model.set("action", address);
  model.set("leave", back);
  model.set("problem", std::move(problem));
  return page(ask, professional ? "act" : "client_act", model, status);
}

View problem_in(const Scene& scene, const practice::Refused& refused) {
  const auto* refusal = std::get_if<care::Refusal>(&refused);
  if (refusal == nullptr) return problem_of(std::get<Error>(refused));
  View items = View::list();
  for (const auto& reason : refusal->reasons) {
    auto where = mended_at(scene, reason.rule);
    if (!where) where = where_mended(scene.ask, reason.rule);
    const auto who = who_mends(reason.who);
    items.add(View::object({{"anchor", reason.rule.starts_with("text-") ? "#words" : "#main"},
                            {"text", reason.what + " " + reason.mend + (who.empty() ? "" : " " + who)},
                            {"mends", mends_of(where)}}));
  }
  const auto count = items.items()->size();
  return View::object(
      {{"lead", count == 1 ? std::string("This can't be done yet.")
                           : sentence_case(counted(count, "thing is", "things are")) + " still in the way."},
       {"items", std::move(items)},
       {"at_passphrase", ""}});
}

// Where somebody goes on after an act.
std::string home_of(const Scene& scene) {
  if (scene.session != nullptr) return session_address(scene.one, scene.session->id);
  return course_address(scene.one);
}

http::Response send_act(const Scene& scene, const Act& act, const std::string& address) {
  const std::string back = home_of(scene);
  const auto record = act.read(scene);
  if (!record) return show_act(scene, act, address, back, problem_of(record.error()), status_of(record.error().fault));
  const auto done = practice::act(scene.ask.house(), scene.ask.holder(), scene.one.file().id, *record);
  if (done) return see_other(back + "?done=kept");
  if (is_not_found(done.error())) return no_such_page(scene.ask);
  return show_act(scene, act, address, back, problem_in(scene, done.error()), status_of(done.error()));
}

http::Response course_act(Ask& ask, bool send) {
  const Act* act = find_act(course_acts(), ask.captures.at(1));
  if (act == nullptr) return no_such_page(ask);
  const auto one = send ? open_one(ask) : open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  const Scene scene{ask, *one};
  if (!scene.part()) return no_such_page(ask);
  const auto address = course_address(*one) + "/" + std::string(act->name);
  return send ? send_act(scene, *act, address) : show_act(scene, *act, address, course_address(*one), no_problem());
}
http::Response get_act(Ask& ask) { return course_act(ask, false); }
http::Response post_act(Ask& ask) { return course_act(ask, true); }

// --- one session ---

// What is missing and what was waived stands open; what is met, behind a line that counts it.
void set_gates(View& model, const Scene& scene, bool gated) {
  View open = View::list(), met = View::list();
  std::size_t missing = 0;
  for (const auto& gate : gates(rules(), {scene.course(), scene.circle(), *scene.session, scene.moment()})) {
    if (!gated) break;
    if (gate.standing == Standing::met) {
      met.add(View::object({{"text", gate.rule->title}}));
      continue;
    }
    const bool waived = gate.standing == Standing::waived;
    missing += waived ? 0 : 1;
    const std::string who = waived && gate.waiver != nullptr
                                ? scene.name(gate.waiver->by) + " waived this for the session: " + gate.waiver->reason
                                : std::string(gate.rule->mend) + " " + who_mends(gate.rule->who);
    open.add(View::object({{"state", waived ? "waived" : "unmet"},
                           {"text", gate.what},
                           {"why", std::string(gate.rule->why) + " (" + std::string(gate.rule->source) + ")"},
                           {"who", who},
                           {"mends", waived ? View::list() : mends_of(mended_at(scene, gate.rule->id))}}));
  }
  model.set("gated", gated);
  model.set("ready", missing == 0 ? std::string("Nothing is in the way now. It is looked at again when it begins.")
                                  : sentence_case(counted(missing, "thing is", "things are")) + " still missing.");
  model.set("met_count", sentence_case(counted(met.items()->size(), "rule is met", "rules are met")));
  model.set("gates", std::move(open));
  model.set("met", std::move(met));
}
View planned_model(const Scene& scene) {
  View out = View::list();
  for (const auto& activity : scene.session->activities) {
    std::vector<std::string> said;
    for (const auto& seat : scene.circle().seats) {
      if (seat.part != Part::client && seat.part != Part::practitioner) continue;
      const auto found = scene.session->answers.find({activity, seat.person});
      const bool answered = found != scene.session->answers.end();
      said.push_back(scene.name(seat.person) + ": " +
                     (!answered                           ? "not asked yet"
                      : found->second == Answer::given    ? "agreed"
                      : found->second == Answer::declined ? "no"
                                                          : "taken back"));
    }
    out.add(View::object({{"text", activity},
                          {"more", joined(said, "; ") + (scene.session->done.contains(activity) ? ". Done." : "")}}));
  }
  return out;
}

http::Response show_session(const Scene& scene, View problem, int status = 200) {
  Ask& ask = scene.ask;
  const OneFile& one = scene.one;
  const Session& session = *scene.session;
  const bool professional = ask.holder().professional;
  View model = professional ? top_model(ask, "files") : client_model(ask, "/today");
  set_name(model, one);
  const auto [word, tone] = step_words(session.step);
  const bool gated = session.step == Step::planned && session.kind != SessionKind::therapist;
  const auto address = session_address(one, session.id);
  const bool open = one.may_act() && scene.part().has_value();
  const auto offered = [&](std::string_view name) {
    const Act* act = find_act(session_acts(), name);
    return open && act != nullptr && act->offered(scene);
  };
  model.set("problem", std::move(problem));
  model.set("when", session_when(one, session));
  model.set("text", kind_words(session));
  model.set("minutes", fmt::format("{} minutes{}", session.minutes, session.closing ? "; a closing session" : ""));
  model.set("word", word);
  model.set("tone", tone);
  model.set("held", held_sentence(scene));
  model.set("address", address);
  model.set("course", course_address(one));
  model.set("planned", planned_model(scene));
  set_gates(model, scene, gated);
  model.set("may_start", offered("start"));
  model.set("may_stop", offered("stop"));
  model.set("links",
            open ? acts_model(scene, session_acts(), address,
                              {"answers", "end", "report", "consult", "briefing", "waive", "move", "missed", "cancel"})
                 : View::list());
  model.set("entries", entries_model(one, Filter{.kind = {}, .room = {}, .session = session.id}, professional));
  return page(ask, professional ? "session" : "client_session", model, status);
}

// The session of the address, and the file that it lies in.
template <class Then>
http::Response with_session(Ask& ask, bool read, Then then) {
  const auto one = read ? open_to_read(ask) : open_one(ask);
  if (!one) return error_page(ask, one.error());
  const auto id = SessionId::parse(ask.captures.at(1));
  const auto* session = id ? one->file().course.session(*id) : nullptr;
  if (session == nullptr) return no_such_page(ask);
  return then(Scene{ask, *one, session});
}
http::Response get_session(Ask& ask) {
  return with_session(ask, true, [](const Scene& scene) { return show_session(scene, no_problem()); });
}
http::Response get_session_act(Ask& ask) {
  return with_session(ask, true, [&](const Scene& scene) {
    const Act* act = find_act(session_acts(), ask.captures.at(2));
    if (act == nullptr || !scene.part()) return no_such_page(ask);
    const auto home = session_address(scene.one, scene.session->id);
    return show_act(scene, *act, home + "/" + std::string(act->name), home, no_problem());
  });
}
http::Response post_session_act(Ask& ask) {
  return with_session(ask, false, [&](const Scene& scene) {
    const Act* act = find_act(session_acts(), ask.captures.at(2));
    if (act == nullptr || !scene.part()) return no_such_page(ask);
    const auto home = session_address(scene.one, scene.session->id);
    // A start that is refused is answered with the session itself, where every gate says what it needs.
    if (act->name == "start") {
      const auto done = practice::act(ask.house(), ask.holder(), scene.one.file().id, *act->read(scene));
      if (done) return see_other(home + "?done=kept");
      if (is_not_found(done.error())) return no_such_page(ask);
      return show_session(scene, problem_in(scene, done.error()), status_of(done.error()));
    }
    return send_act(scene, *act, home + "/" + std::string(act->name));
  });
}

// In one touch, in a lane of its own: it never waits behind other writing.
http::Response post_session_stop(Ask& ask) {
  return with_session(ask, false, [&](const Scene& scene) {
    const auto home = session_address(scene.one, scene.session->id);
    const auto done = practice::act(ask.house(), ask.holder(), scene.one.file().id,
                                    care::Record{{SessionStopped{scene.session->id}}});
    if (done) return see_other(home + "?done=stopped-session");
    if (is_not_found(done.error())) return no_such_page(ask);
    return show_session(scene, problem_in(scene, done.error()), status_of(done.error()));
  });
}

// The client's stop, in one touch; whoever else says it passes on what the client said.
http::Response post_stop(Ask& ask) {
  const auto one = open_one(ask);
  if (!one) return error_page(ask, one.error());
  const Scene scene{ask, *one};
  if (!scene.is(Part::client)) return see_other(course_address(*one) + "/stop");
  const auto done = practice::act(ask.house(), ask.holder(), one->file().id,
                                  care::Record{{Held{HoldKind::client_stop, scene.self(), {}}}});
  if (done) return see_other("/today?done=stopped");
  return refusal_page(ask, done.error(), "", "/today");
}
}  // namespace

std::string address_of(const std::string& file, const course::Asked& asked, PersonId reader) {
  std::string out = "/files/" + file +
                    (asked.session.is_zero() ? "/course/" : "/sessions/" + asked.session.str() + "/") +
                    std::string(asked.act);
  if (asked.about != reader) out += "?person=" + asked.about.str();
  return out;
}

View asked_model(const OneFile& one) {
  View out = View::list();
  const auto& file = one.file();
  if (file.imported && file.course.last_at.ms == 0) return out;  // nobody has begun a course here
  for (const auto& asked : asked_of(one.reader, rules(), file.course, file.seats(), file.moment(one.now))) {
    const auto* session = asked.session.is_zero() ? nullptr : file.course.session(asked.session);
    const std::string href = address_of(one.id(), asked, one.reader);
    out.add(View::object(
        {{"href", href},
         {"text", session != nullptr ? asked.text + ": " + session_in_words(session, one.zone) + "." : asked.text}}));
  }
  return out;
}

std::string held_words(Ask& ask, const OneFile& one) { return held_sentence(Scene{ask, one}); }

View sessions_to_come(const OneFile& one) {
  View out = View::list();
  auto sessions = one.file().course.sessions;
  std::ranges::stable_sort(sessions, {}, [](const Session& session) { return session.start; });
  for (const Session& session : sessions)
    if (!is_over(session.step)) out.add(session_row(one, session));
  return out;
}

std::span<const Route> course_routes() {
  using http::Lane;
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/files/*/course", Who::signed_in, get_course},
      {Method::get, "/files/*/course/*", Who::signed_in, get_act},
      {Method::post, "/files/*/course/*", Who::signed_in, post_act, Lane::write},
      {Method::get, "/files/*/sessions/*", Who::signed_in, get_session},
      {Method::get, "/files/*/sessions/*/*", Who::signed_in, get_session_act},
      {Method::post, "/files/*/sessions/*/stop", Who::signed_in, post_session_stop, Lane::reserved},
      {Method::post, "/files/*/sessions/*/*", Who::signed_in, post_session_act, Lane::write},
      {Method::post, "/files/*/stop", Who::signed_in, post_stop, Lane::reserved},
  };
  return kRoutes;
}

}  // namespace trefoil::web
