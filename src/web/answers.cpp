#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "web/ask.h"
#include "web/assets.h"

namespace trefoil::web {

std::string_view Ask::field(std::string_view name) const {
  for (const auto& [key, value] : form)
    if (key == name) return value;
  return {};
}

std::vector<std::string> Ask::fields(std::string_view name) const {
  std::vector<std::string> out;
  for (const auto& [key, value] : form)
    if (key == name) out.push_back(value);
  return out;
}

Result<const practice::Roster*> Ask::roster() {
  if (!roster_read) roster_read = TRY(practice::read_roster(house(), holder()));
  return &*roster_read;
}

http::Response page(Ask& ask, std::string_view name, const View& model, int status) {
  auto body = ask.services.templates.render(name, model);
  http::Response response;
  response.status = status;
  response.set("Content-Type", "text/html; charset=utf-8");
  if (!body) {  // a fault of the program: the place of the name goes to the log, nothing to the page
    if (ask.services.options.report) ask.services.options.report("fault", base::describe(body.error()));
    response.status = 500;
    response.body = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Trefoil</title><p>This page has a fault. Nothing was lost.</p></html>";
    return response;
  }
  response.body = std::move(*body);
  return response;
}

http::Response see_other(std::string_view where) {
  http::Response response;
  response.status = 303;
  response.set("Location", std::string(where));
  return response;
}

int status_of(Fault fault) {
  switch (fault) {
    case Fault::bad_input: return 422;
    case Fault::refused: return 403;
    case Fault::not_found: return 404;
    case Fault::stale: return 409;
    case Fault::full: return 507;
    case Fault::busy: return 503;
    case Fault::locked: return 401;
    case Fault::damaged:
    case Fault::unsupported:
    case Fault::broken: return 500;
  }
  return 500;
}

namespace {
View links_of(const std::optional<Link>& link) {
  View out = View::list();
  if (link) out.add(View::object({{"href", link->href}, {"text", link->text}}));
  return out;
}

// A rehearsal's clock can be moved on, so its day is said, where a zone is known to say it in.
std::string rehearsal_day(Ask& ask, std::string_view zone) {
  if (!ask.services.options.rehearsal || zone.empty()) return {};
  const Day day = base::local_day(ask.house().clock->now(), zone);
  return base::weekday(day) + ", " + base::in_words(day);
}

View head_model(Ask& ask, int idle_minutes, std::string_view zone = {}) {
  View model;
  model.set("rehearsal", ask.services.options.rehearsal);
  model.set("rehearsal_day", rehearsal_day(ask, zone));
  model.set("idle_minutes", idle_minutes);
  model.set("csrf", ask.csrf());
  return model;
}

// What a redirect may announce: a fixed list, so that no address can put words on a page.
std::string_view notice_text(std::string_view word) {
  static constexpr std::pair<std::string_view, std::string_view> kNotices[] = {
      {"kept", "Kept."},
      {"stopped", "Stopped. Nothing goes on until you say so."},
      {"stopped-session", "The session is stopped."},
      {"corrected", "Corrected. What stood there first stays visible."},
      {"moved", "Moved."},
      {"shared", "Shared on."},
      {"added", "Added to the circle."},
      {"removed", "Taken out of the circle. New keys are in use from now on."},
      {"handed-over", "The keys are handed over."},
      {"invited", "Invited."},
      {"imported", "Imported."},
      {"asked", "Erasure is asked for. Somebody else has to confirm it."},
      {"taken-back", "The asking is taken back."},
      {"erased", "The file is erased."},
      {"passphrase", "Your passphrase is changed."},
      {"others", "The other sign-ins are ended."},
      {"settings", "The settings are kept."},
      {"roles", "What they do here is changed."},
      {"left", "They are out of the practice."},
      {"described", "Kept. The names and contacts are what the circle sees from now on."},
      {"welcome", "The code is right, and you are in. Keep the paper where you keep what matters to you."},
      {"raised", "It is with the safeguarding lead now."},
      {"lifted", "The pause is taken off."},
      {"answered", "Kept. Thank you."},
      {"answered-few", "Kept. Thank you. Of some of it too little was answered for a score, and that is all right."},
      {"answered-may-tell", "Kept. Where an answer is one that the therapist is told of, they find it first on their page the next time they open Trefoil. Nothing is sent, and nobody is called: whoever is in danger now, or can't wait, rings the emergency number."},
      {"answered-told", "Kept. One of the answers is one that the therapist is told of at once: it stands first on their Today until it is read."},
      {"answered-told-you", "Kept. One of your answers is one that your therapist is told of: they find it first on their page the next time they open Trefoil, which sends nothing and calls nobody. If you are in danger now, or can't wait, ring the emergency number, or somebody you trust."},
  };
  for (const auto& [key, text] : kNotices)
    if (key == word) return text;
  return {};
}
}  // namespace

View door_model(Ask& ask) { return head_model(ask, 0); }

View top_model(Ask& ask, std::string_view at) {
  // Somebody whose roster can't be read still gets a page that says so, under the name that they signed in with.
  const auto roster = ask.roster();
  const auto* self = roster ? (*roster)->person(ask.holder().person) : nullptr;
  View model = head_model(ask, roster ? (*roster)->idle_minutes : practice::Roster{}.idle_minutes,
                          roster ? std::string_view((*roster)->zone) : std::string_view());
  model.set("person", self != nullptr && !self->name.empty() ? self->name : ask.present.name);
  for (const std::string_view place : {"today", "files", "practice", "find", "account"})
    model.set("at_" + std::string(place), place == at);
  model.set("notice", notice_text(ask.request.asked("done")));
  return model;
}

View client_model(Ask& ask, std::string_view back) {
  // The practice's settings lie where a client can't read them: the sign-in knows when it locks.
  View model = head_model(ask, ask.present.idle_minutes);
  model.set("back", back);
  model.set("notice", notice_text(ask.request.asked("done")));
  return model;
}

http::Response error_page(Ask& ask, const Error& error, std::string on) {
  if (error.fault == Fault::not_found) return no_such_page(ask);
  View model = door_model(ask);
  const bool ours = status_of(error.fault) >= 500;
  if (ours && ask.services.options.report) ask.services.options.report("fault", error.place.empty() ? "a request failed" : error.place);
  model.set("heading", error.fault == Fault::full   ? "Nothing could be kept"
                       : error.fault == Fault::busy ? "Not just now"
                       : ours                       ? "Something is wrong here"
                                                    : "This can't be done");
  model.set("lead", error.mend.empty() ? error.what : error.what + " " + error.mend);
  const bool out = error.fault == Fault::locked;
  model.set("link", out ? "Sign in" : "Go on");
  model.set("href", out ? std::string("/sign-in") : std::move(on));
  return page(ask, "error", model, status_of(error.fault));
}

http::Response no_such_page(Ask& ask) {
  View model = door_model(ask);
  model.set("heading", "There is no such page");
  model.set("lead", "Either it does not exist, or it is not yours to see. The answer is the same for both.");
  model.set("link", "Go on");
  model.set("href", "/today");
  return page(ask, "error", model, 404);
}

http::Response refusal_page(Ask& ask, const practice::Refused& refused, std::string_view kept_text, std::string_view back,
                            const std::optional<Link>& mends) {
  const auto* error = std::get_if<Error>(&refused);
  if (error != nullptr && error->fault == Fault::not_found) return no_such_page(ask);
  View model = ask.holder().professional ? top_model(ask, "files") : client_model(ask, back);
  View gates = View::list();
  const auto gate = [&](std::string_view what, std::string_view why, std::string_view who, const std::optional<Link>& link) {
    gates.add(View::object({{"state", "unmet"}, {"text", what}, {"why", why}, {"who", who}, {"mends", links_of(link)}}));
  };
  int status = 403;
  if (error != nullptr) {
    status = status_of(error->fault);
    gate(error->what, "", error->mend, mends);
  } else {
    for (const auto& reason : std::get<care::Refusal>(refused).reasons) {
      const auto who = who_mends(reason.who);
      gate(reason.what, reason.why, who.empty() ? reason.mend : reason.mend + " " + who,
           mends ? mends : where_mended(ask, reason.rule));
    }
  }
  model.set("heading", "This can't be done yet");
  model.set("lead", "");
  model.set("gates", std::move(gates));
  model.set("text", kept_text);
  model.set("link", "Back");
  model.set("href", back);
  return page(ask, ask.holder().professional ? "message" : "client_message", model, status);
}

std::string who_mends(std::string_view who) {
  return who.empty() || who == "you" ? std::string() : "Who can mend it: " + std::string(who) + ".";
}

std::optional<Link> where_mended(const Ask& ask, std::string_view rule) {
  const bool professional = ask.present.holder && ask.present.holder->professional;
  const std::string file = ask.captures.empty() ? std::string() : "/files/" + ask.captures.at(0);
  const auto one_of = [&](std::initializer_list<std::string_view> rules) {
    return std::find(rules.begin(), rules.end(), rule) != rules.end();
  };
  if (rule == "key-current") return Link{"/account", "My sign-in"};
  if (rule == "role-held") return professional ? std::optional(Link{"/practice", "The people of the practice"}) : std::nullopt;
  if (file.empty()) return std::nullopt;
  if (rule == "client-shared" && !professional) return Link{file + "/write?for=therapist", "Write to my therapist"};
  if (one_of({"not-in-circle", "already-in-circle", "no-double-role", "client-places", "last-professional", "client-keys",
              "professional-only", "room-holder"}))
    return Link{file + "/circle", professional ? "The circle" : "Who can read what"};
  if (one_of({"own-entry", "entry-known", "entry-moved", "note-room", "newer-program"}))
    return Link{professional ? file : std::string("/today"), professional ? "The file" : "My page"};
  if (!professional) return std::nullopt;
  if (one_of({"erasure-asked", "erasure-two-people", "erasure-professional"})) return Link{file + "/erase", "How the erasure stands"};
  if (rule == "describe-client") return Link{file + "/client", "Who the client is"};
  return std::nullopt;
}

View no_problem() { return View(false); }

View problem_of(const Error& error, const std::optional<Link>& mends) {
  const auto text = error.mend.empty() ? error.what : error.what + " " + error.mend;
  // The roles are several fields of one name; the page's place is the first.
  const std::string place = error.place == "roles" ? "role" : error.place;
  View items = View::list();
  items.add(View::object({{"anchor", place.empty() ? "#main" : "#" + place}, {"text", text}, {"mends", links_of(mends)}}));
  return View::object({{"lead", "One thing has to be put right."}, {"items", std::move(items)},
                       {"at_passphrase", error.place == "passphrase" ? text : std::string()}});
}

View options_of(const std::vector<std::pair<std::string, std::string>>& value_and_label, std::string_view chosen) {
  View out = View::list();
  for (const auto& [value, label] : value_and_label)
    out.add(View::object({{"value", value}, {"label", label}, {"chosen", value == chosen}}));
  return out;
}

std::string when_text(Instant at, std::string_view zone, Instant now) {
  const Day day = base::local_day(at, zone), today = base::local_day(now, zone);
  if (day == today) return "today " + base::local_time(at, zone);
  if (day + 1 == today) return "yesterday " + base::local_time(at, zone);
  auto words = base::in_words(day);
  const auto year = base::to_string(today).substr(0, 4);
  if (words.ends_with(" " + year)) words.resize(words.size() - 5);
  return today - day < 7 && today > day ? base::weekday(day) + " " + words : words;
}

care::RoleNames role_names(Ask& ask) {
  const auto roster = ask.roster();
  return roster ? (*roster)->role_names : care::RoleNames{};
}

}  // namespace trefoil::web
