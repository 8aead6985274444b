// The course of a file: the way, what waits for whom, the acts that are offered; a client's stop in one touch.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "care/parting.h"
#include "course/lapses.h"
#include "course/telling.h"
#include "web/acts.h"

namespace trefoil::web {

using namespace course;

namespace {
std::string hold_sentence(const Scene& scene, const Hold& hold) {
  if (hold.kind == HoldKind::client_stop && hold.resume_asked)
    return (hold.by_card
                ? "A stop came by the stop card, and " + (hold.by == scene.self() ? "you" : scene.name(hold.by))
                : scene.name(hold.by) + " said stop, and") +
           " would like to go on. The therapist talks it through, and takes the hold off.";
  if (hold.kind == HoldKind::client_stop)
    return (hold.by_card ? "A stop came by the stop card. Nothing goes on before "
                         : scene.name(hold.by) + " said stop. Nothing goes on before ") +
           (hold.by == scene.self() ? "you say"
            : hold.by_card          ? scene.name(hold.by) + " says"
                                    : "they say") +
           " that " + (hold.by == scene.self() ? "you want" : "they want") +
           " to, and the therapist has talked it through.";
  if (hold.kind == HoldKind::practice_pause)
    return "The work is paused by the practice. No session with the practitioner begins until the pause is taken off.";
  return scene.name(hold.by) +
         " paused the work. No session with the practitioner begins until the pause is taken off.";
}
}  // namespace

std::string held_sentence(const Scene& scene) {
  if (scene.course().closing.closed) return {};  // nothing is left that could go on
  // The client's own word first: it does not vanish behind somebody's pause.
  std::string out;
  for (const bool stops : {true, false})
    for (const Hold& hold : holds_that_count(scene.course(), scene.circle()))
      if ((hold.kind == HoldKind::client_stop) == stops) out += (out.empty() ? "" : " ") + hold_sentence(scene, hold);
  return out;
}

namespace {
// With what lapsed, for the pages that don't show each rule of a session.
std::string standing_sentence(const Scene& scene) {
  std::vector<std::string> out;
  if (auto held = held_sentence(scene); !held.empty()) out.push_back(std::move(held));
  for (const Lapse& lapse : lapses(scene.course(), scene.circle(), scene.moment())) {
    using Kind = Lapse::Kind;
    const bool names = lapse.kind != Kind::therapist_away && lapse.kind != Kind::not_suitable && lapse.kind != Kind::review_ran_out;
    const bool own = names && lapse.about == scene.self();
    const auto words = in_words(lapse, names && !lapse.about.is_zero() ? scene.name(lapse.about) : std::string(), own);
    out.push_back(names ? care::renamed(scene.one.names(), words) : scene.tell(words));
  }
  return joined(out, " ");
}
std::string turn_words(const Scene& scene, const std::vector<PersonId>& turn) {
  std::vector<std::string> names;
  for (const PersonId person : turn)
    if (person != scene.self()) names.push_back(scene.name(person));
  if (names.size() < turn.size()) names.emplace_back("you");
  if (names.empty()) return {};
  const std::string last = names.back();
  names.pop_back();
  return "Whose turn: " + (names.empty() ? last : joined(names, ", ") + " and " + last) + ".";
}
View way_model(const Scene& scene) {
  View out = View::list();
  const bool halts = halted(scene);
  for (const auto& stage : way(rules(), scene.course(), scene.circle(), scene.moment())) {
    if (stage.rule == nullptr) continue;
    const auto id = stage.rule->id;
    const bool done = stage.state == Stage::State::done;
    // Nobody is told to open a file that stands still: what it stands still for alone leads on.
    const bool waits = halts && stage.turn.empty() && id != "no-hold" && id != "suitability";
    std::vector<std::string> who;
    if (!done && !waits) {
      const auto mend =
          stage.turn.empty() || id == "no-hold" ? mend_words(scene, id, "", stage.rule->who) : in_the_book(scene, id);
      for (auto& words : {mend, turn_words(scene, stage.turn)})
        if (!words.empty()) who.push_back(base::trim(words));
    }
    out.add(View::object({{"state", done ? "met" : "unmet"},
                          {"text", care::renamed(scene.one.names(), stage.title)},
                          {"why", done ? std::string() : scene.tell(stage.what + " " + std::string(stage.rule->why))},
                          {"who", joined(who, " ")},
                          {"mends", done || waits ? View::list() : mends_of(mended_at(scene, id))}}));
  }
  return out;
}
// Opening, sessions, ending, aftercare: where the file is on its way.
View path_model(const Scene& scene) {
  const auto stages = way(rules(), scene.course(), scene.circle(), scene.moment());
  const auto circle = scene.circle();
  const bool without = goes_without_practitioner(scene.course(), circle);
  const bool opened =
      without ? std::ranges::all_of(circle.triad(),
                                    [&](PersonId who) { return scene.course().plan.signed_by.contains(who); })
              : std::ranges::all_of(stages,
                                    [](const Stage& one) { return !one.opening || one.state == Stage::State::done; });
  View out = View::list();
  const auto add = [&](std::string_view text, bool done, bool here) {
    out.add(View::object({{"text", text}, {"state", done ? "done" : here ? "here" : ""}, {"here", here}}));
  };
  const bool closed = scene.course().closing.closed, ending = !scene.course().closing.agreed.empty();
  // What runs out later is renewed where the work is, and does not begin it anew.
  const bool begun = opened || scene.course().last(SessionKind::practitioner) != nullptr;
  add("Opening", begun || closed, !begun && !closed && !ending);
  add("Sessions", closed || ending, begun && !closed && !ending);
  add("Ending", closed, ending && !closed);
  add("Aftercare", false, closed);
  return out;
}

// What stands, with who it names and until when, and where its text is read again.
View signed_model(const Scene& scene) {
  View out = View::list();
  const auto& course = scene.course();
  const auto clients = scene.circle().all(Part::client);
  const auto link = [&](std::string_view name) {
    const Act* act = find_course_act(name);
    const bool reads = scene.one.may_act() && act != nullptr && act->offered(scene);
    return reads ? course_address(scene.one) + "/" + std::string(name) : std::string();
  };
  const auto add = [&](const std::string& text, std::string_view name) {
    out.add(View::object({{"text", care::renamed(scene.one.names(), text)}, {"href", link(name)}}));
  };
  for (const PersonId client : clients) {
    const std::string whose = clients.size() > 1 ? ", " + scene.name(client) : std::string();
    if (const auto found = course.releases.find(client); found != course.releases.end()) {
      std::vector<std::string> names;
      for (const PersonId recipient : found->second.recipients)
        names.push_back(recipient == scene.self() ? "you" : scene.name(recipient));
      add(fmt::format("Release of information{}: to {}, until {}", whose, joined(names, ", "), base::in_words(found->second.until)), "");
    }
    if (const auto found = course.treatment.find(client); found != course.treatment.end() && found->second.version > 0)
      add(fmt::format("Consent to the treatment{}: text {}, until {}", whose, found->second.version, base::in_words(found->second.until)),
          "consent");
  }
  if (course.plan.version > 0) add(fmt::format("The plan, version {}: {}", course.plan.version, course.plan.programme), "sign");
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
  model.set("held", standing_sentence(scene));
  model.set("asked", one->may_act() ? asked_model(*one) : View::list());
  model.set("gates", way_model(scene));
  model.set("ended", ended_words(*one));
  model.set("practitioner", scene.part_word(Part::practitioner));
  model.set("without",
            goes_without_practitioner(scene.course(), scene.circle())
                ? "No practitioner takes part in this work. The plan, what each of you signs, the phases, the meetings "
                  "with the "
                  "therapist, a stop and the ending are kept here as everywhere. What is done at home between the "
                  "meetings no "
                  "rule here can hold back, and nobody is asked about it beforehand: a no counts there all the same."
                : "");
  View ahead = ahead_model(*one, true);
  model.set("ahead_shown", ahead.shows());
  model.set("ahead", std::move(ahead));
  model.set("hours", hours_words(*one));
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
    return open ? acts_model(scene, find_course_act, course_address(*one), names) : View::list();
  };
  model.set("plan", acts({"plan"}));
  View stops = acts({"stop", "pause", "go-on", "resume"});
  if (open && opens(scene) && !scene.is(Part::mentor))
    stops.add(link_to("/files/" + one->id() + "/stop-card", "Make a stop card, on paper"));
  model.set("stops_shown", stops.shows());
  model.set("stops", std::move(stops));
  model.set("others", acts({"sign", "phase", "back", "health", "plan-write", "enquiry", "credentials", "terms",
                            "consent-back", "release-back"}));
  View stands = signed_model(scene);
  model.set("signed_shown", stands.shows());
  model.set("signed", std::move(stands));
  View endings = acts({"closure", "closing-form", "close", "end"});
  model.set("endings_shown", endings.shows());
  model.set("endings", std::move(endings));
  return page(ask, professional ? "course" : "client_course", model);
}

http::Response course_act(Ask& ask, std::string_view name, bool send) {
  const Act* act = find_course_act(name);
  if (act == nullptr) return no_such_page(ask);
  const auto one = send ? open_one(ask) : open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  const Scene scene{ask, *one};
  if (!scene.part()) return send && one->self() != nullptr ? too_late(scene) : no_such_page(ask);
  if (!send && !act->offered(scene)) return not_offered(scene, *act);
  const auto address = course_address(*one) + "/" + std::string(act->name);
  return send ? send_act(scene, *act, address) : show_act(scene, *act, address, course_address(*one), no_problem());
}
http::Response get_act(Ask& ask) { return course_act(ask, ask.captures.at(1), false); }
http::Response post_act(Ask& ask) { return course_act(ask, ask.captures.at(1), true); }
// What a client said in the room, passed on: it waits behind other writing as little as their own.
http::Response post_stop_act(Ask& ask) { return course_act(ask, "stop", true); }

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
  if (asked.act == "circle") return "/files/" + file + "/circle";
  if (asked.act == "measures")
    return "/files/" + file + "/answer" + (asked.about == reader ? "" : "?person=" + asked.about.str());
  if (asked.act == "client")
    return "/files/" + file + "/client" + (asked.about == reader ? "" : "?person=" + asked.about.str());
  std::string out = "/files/" + file +
                    (asked.session.is_zero() ? "/course/" : "/sessions/" + asked.session.str() + "/") +
                    std::string(asked.act);
  if (asked.about != reader) out += "?person=" + asked.about.str();
  return out;
}

namespace {
// Of several clients each by name: else the same line stands there twice.
std::string asked_words(const OneFile& one, const Asked& asked) {
  std::string text = asked.text;
  const auto* member = asked.about == one.reader || one.file().clients.size() < 2 ? nullptr : one.file().member(asked.about);
  if (member != nullptr && !member->name.empty())
    for (const std::string_view from : {"The client", "the client"})
      if (const auto at = text.find(from); at != text.npos) {
        text.replace(at, from.size(), member->name);
        break;
      }
  return text;
}
}  // namespace

View asked_model(const OneFile& one) {
  View out = View::list();
  const auto& file = one.file();
  if (!file.is_begun()) return out;
  for (const auto& asked : asked_of(one.reader, rules(), file.course, file.seats(), file.moment(one.now))) {
    const auto* session = asked.session.is_zero() ? nullptr : file.course.session(asked.session);
    const std::string href = address_of(one.id(), asked, one.reader), text = care::renamed(one.names(), asked_words(one, asked));
    out.add(
        View::object({{"href", href},
                      {"text", session != nullptr ? text + ": " + session_in_words(session, one.zone) + "." : text}}));
  }
  return out;
}

std::string ended_words(const OneFile& one) {
  const auto& closing = one.file().course.closing;
  if (!closing.closed) return {};
  const auto* self = one.self();
  const bool client = self != nullptr && self->role == care::Role::client;
  return care::renamed(
      one.names(),
      "The work ended on " + base::in_words(closing.end) + (closing.abrupt ? ", at once. " : ", as was agreed. ") +
          (client ? "Your therapist stays for you."
           : one.over()
               ? "The therapist goes on with the aftercare. Your part is over: nothing that you write here reaches the "
                 "client any more. A report or a closing form that is still missing can be written until " +
                     base::in_words(closing.end + care::kDaysForLastThings) + ". After "
                 "that, or where nothing is missing, you part from this circle when the therapist next opens the file: what "
                 "stands here until then you can read on, and nothing newer."
               : "The therapist goes on with the aftercare."));
}

std::string held_words(Ask& ask, const OneFile& one) { return standing_sentence(Scene{ask, one}); }

std::span<const Route> course_routes() {
  using http::Lane;
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/files/*/course", Who::signed_in, get_course},
      {Method::get, "/files/*/course/*", Who::signed_in, get_act},
      {Method::post, "/files/*/course/*", Who::signed_in, post_act, Lane::write},
      {Method::post, "/files/*/course/stop", Who::signed_in, post_stop_act, Lane::reserved},
      {Method::post, "/files/*/stop", Who::signed_in, post_stop, Lane::reserved},
  };
  return kRoutes;
}

}  // namespace trefoil::web
