// One session: whether it can begin, what is planned, what was written about it; start and stop.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "course/telling.h"
#include "web/acts.h"

namespace trefoil::web {

using namespace course;

std::string kind_words(SessionKind kind, const care::RoleNames& names) {
  switch (kind) {
    case SessionKind::therapist:
      return care::renamed(names, "Client and therapist");
    case SessionKind::practitioner:
      return care::renamed(names, "Client and practitioner");
    case SessionKind::triadic:
      return "All three";
  }
  return {};
}

namespace {
// How a session stands, and its tone. While a stop or a pause is on, none with the practitioner or of all three begins.
std::pair<std::string_view, std::string_view> standing_of(const OneFile& one, const Session& session) {
  const auto circle = one.file().seats();
  if (session.step == Step::planned && session.kind != SessionKind::therapist &&
      !holds_that_count(one.file().course, circle).empty())
    return {"waits", "wait"};
  if (session.is_confirmed(circle)) return {"confirmed", "ok"};
  switch (session.step) {
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
std::vector<std::string> afterwards_too(const Session& session) {
  std::vector<std::string> out;
  if (session.closing) out.emplace_back("a closing session");
  if (written_afterwards(session)) out.emplace_back("written down afterwards");
  return out;
}
std::string session_when(const OneFile& one, const Session& session) {
  return base::weekday(base::local_day(session.start, one.zone)) + " " +
         base::in_words(base::local_day(session.start, one.zone)) + ", " + base::local_time(session.start, one.zone);
}
}  // namespace

namespace {
std::vector<std::string> more_of(const Session& session) {
  auto more = afterwards_too(session);
  if (!session.place.empty() && !is_over(session.step)) more.insert(more.begin(), session.place);
  return more;
}
}  // namespace

View session_row(const OneFile& one, const Session& session) {
  const auto [word, tone] = standing_of(one, session);
  return View::object({{"href", session_address(one, session.id)},
                       {"when", session_when(one, session)},
                       {"text", kind_words(session.kind, one.names())},
                       {"more", joined(more_of(session), "; ")},
                       {"word", word},
                       {"tone", tone}});
}

namespace {

// A client who says no has done nothing that has to be put right.
std::string for_the_client(const Scene& scene, const Gate& gate) {
  if (gate.rule->id == "no-hold") return held_sentence(scene);
  if (gate.rule->id != "activity-consent") return scene.tell(gate.what);
  bool open = false, refused = false;
  std::vector<std::string> no;
  for (const auto& activity : scene.session->activities) {
    const auto found = scene.session->answers.find({activity, scene.self()});
    if (found == scene.session->answers.end())
      open = true;
    else if (found->second != Answer::given)
      no.push_back("“" + activity + "”");
    for (const auto& [whose, answer] : scene.session->answers)
      refused = refused || (whose.first == activity && whose.second != scene.self() && answer != Answer::given);
  }
  if (!no.empty()) return "You said no to " + joined(no, " and ") + ": it will not be done.";
  if (refused) return "Something planned is not agreed to: it will not be done, and is left out.";
  return open ? "You have not said yet what you agree to." : "Not everybody has said yet what they agree to.";
}

// What is missing and what was waived stands open; what is met, behind a line that counts it.
void set_gates(View& model, const Scene& scene, bool gated) {
  View open = View::list(), met = View::list();
  std::size_t missing = 0;
  const bool pressed = !(halted(scene) && scene.is(Part::client));  // a client who said stop is asked for nothing
  for (const auto& gate : gates(rules(), {scene.course(), scene.circle(), *scene.session, scene.moment()})) {
    if (!gated) break;
    if (gate.standing == Standing::met) {
      met.add(View::object({{"text", care::renamed(scene.one.names(), gate.rule->title)}}));
      continue;
    }
    const bool waived = gate.standing == Standing::waived;
    missing += waived ? 0 : 1;
    const std::string who = waived && gate.waiver != nullptr
                                ? scene.name(gate.waiver->by) + " waived this for the session: " + gate.waiver->reason
                                : mend_words(scene, gate.rule->id, gate.rule->mend, gate.rule->who);
    const bool client = scene.is(Part::client);
    open.add(View::object(
        {{"state", waived ? "waived" : "unmet"},
         {"text", client ? for_the_client(scene, gate) : scene.tell(gate.what)},
         {"why", scene.tell(std::string(gate.rule->why)) +
                     (client ? std::string() : " (" + std::string(gate.rule->source) + ")")},
         {"who", client && !waived ? std::string() : who},
         {"mends", waived || !(pressed || gate.rule->id == "no-hold") ? View::list()
                                                                      : mends_of(mended_at(scene, gate.rule->id))}}));
  }
  model.set("gated", gated);
  model.set("ready", scene.is(Part::client) && missing > 0
                         ? std::string("It can't begin yet; some of what comes first is still to be done.")
                     : missing == 0 ? std::string("Nothing is in the way now. It is looked at again when it begins.")
                                  : sentence_case(counted(missing, "thing is", "things are")) + " still missing.");
  model.set("met_count", sentence_case(counted(met.items()->size(), "rule is met", "rules are met")));
  model.set("gates", std::move(open));
  model.set("met", std::move(met));
}
// What is planned, with who agreed; of one that has been, what was done and what was not.
View planned_model(const Scene& scene) {
  View out = View::list();
  const bool been = has_been(scene.session->step);
  for (const bool done : {true, false})
    for (const auto& activity : scene.session->activities) {
      if (scene.session->done.contains(activity) != done) continue;
      std::vector<std::string> said;
      for (const auto& seat : scene.circle().seats) {
        if (seat.part != Part::client && seat.part != Part::practitioner) continue;
        const auto found = scene.session->answers.find({activity, seat.person});
        const bool answered = found != scene.session->answers.end();
        said.push_back(scene.name(seat.person) + ": " +
                       (!answered                           ? "not answered yet"
                        : found->second == Answer::given    ? "agreed"
                        : found->second == Answer::declined ? "no"
                                                            : "taken back"));
      }
      out.add(View::object({{"text", activity},
                            {"more", been   ? std::string(done ? "Done" : "Planned, and not recorded as done")
                                     : done ? joined(said, "; ") + ". Done."
                                            : joined(said, "; ")}}));
    }
  return out;
}
std::string_view planned_title(Step step) {
  return has_been(step) ? "What was done" : is_over(step) ? "What was planned" : "What is planned";
}

http::Response show_session(const Scene& scene, View problem, int status = 200) {
  Ask& ask = scene.ask;
  const OneFile& one = scene.one;
  const Session& session = *scene.session;
  const bool professional = ask.holder().professional;
  View model = professional ? top_model(ask, "files") : client_model(ask, "/today");
  set_name(model, one);
  const auto [word, tone] = standing_of(one, session);
  const bool gated = session.step == Step::planned && session.kind != SessionKind::therapist;
  const auto address = session_address(one, session.id);
  const bool open = one.may_act() && scene.part().has_value();
  const auto offered = [&](std::string_view name) {
    const Act* act = find_session_act(name);
    return open && act != nullptr && act->offered(scene);
  };
  model.set("problem", std::move(problem));
  model.set("when", session_when(one, session));
  model.set("text", kind_words(session.kind, one.names()));
  model.set("minutes", fmt::format("{} minutes{}", session.minutes, session.closing ? "; a closing session" : ""));
  model.set("place", session.place);
  model.set("word", word);
  model.set("tone", tone);
  model.set("held", held_sentence(scene));
  model.set("afterwards", afterwards_in_words(session, one.zone));
  model.set("address", address);
  model.set("course", course_address(one));
  model.set("planned", planned_model(scene));
  model.set("planned_title", planned_title(session.step));
  set_gates(model, scene, gated);
  model.set("may_start", offered("start"));
  model.set("may_stop", offered("stop"));
  model.set("links", open ? acts_model(scene, find_session_act, address,
                                       {"answers", "done", "end", "report", "consult", "briefing", "waive", "leave-out",
                                        "move", "missed", "cancel"})
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
    const Act* act = find_session_act(ask.captures.at(2));
    if (act == nullptr || !scene.part()) return no_such_page(ask);
    if (!act->offered(scene)) return not_offered(scene, *act);
    const auto home = session_address(scene.one, scene.session->id);
    return show_act(scene, *act, home + "/" + std::string(act->name), home, no_problem());
  });
}
http::Response post_session_act(Ask& ask) {
  return with_session(ask, false, [&](const Scene& scene) {
    const Act* act = find_session_act(ask.captures.at(2));
    if (act == nullptr) return no_such_page(ask);
    if (!scene.part()) return scene.one.self() != nullptr ? too_late(scene) : no_such_page(ask);
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
}  // namespace

View sessions_to_come(const OneFile& one) {
  View out = View::list();
  auto sessions = one.file().course.sessions;
  std::ranges::stable_sort(sessions, {}, [](const Session& session) { return session.start; });
  for (const Session& session : sessions)
    if (!is_over(session.step)) out.add(session_row(one, session));
  return out;
}

std::span<const Route> session_routes() {
  using http::Lane;
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/files/*/sessions/*", Who::signed_in, get_session},
      {Method::get, "/files/*/sessions/*/*", Who::signed_in, get_session_act},
      {Method::post, "/files/*/sessions/*/stop", Who::signed_in, post_session_stop, Lane::reserved},
      {Method::post, "/files/*/sessions/*/*", Who::signed_in, post_session_act, Lane::write},
  };
  return kRoutes;
}

}  // namespace trefoil::web
