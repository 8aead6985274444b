#include <fmt/format.h>

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
View head_model(Ask& ask, int idle_minutes) {
  View model;
  model.set("rehearsal", ask.services.options.rehearsal);
  model.set("rehearsal_day", "");
  model.set("idle_minutes", idle_minutes);
  model.set("csrf", ask.csrf());
  return model;
}

// What a redirect may announce: a fixed list, so that no address can put words on a page.
std::string_view notice_text(std::string_view word) {
  static constexpr std::pair<std::string_view, std::string_view> kNotices[] = {
      {"kept", "Kept."},
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
      {"left", "They are out of the practice."},
      {"welcome", "The practice has begun."},
  };
  for (const auto& [key, text] : kNotices)
    if (key == word) return text;
  return {};
}
}  // namespace

View door_model(Ask& ask) { return head_model(ask, 0); }

View top_model(Ask& ask, std::string_view at) {
  View model = head_model(ask, 15);
  model.set("person", ask.present.name);
  for (const std::string_view place : {"today", "files", "practice", "find", "account"})
    model.set("at_" + std::string(place), place == at);
  model.set("notice", notice_text(ask.request.asked("done")));
  return model;
}

View client_model(Ask& ask, std::string_view back) {
  View model = head_model(ask, 15);
  model.set("back", back);
  model.set("notice", notice_text(ask.request.asked("done")));
  return model;
}

http::Response error_page(Ask& ask, const Error& error) {
  if (error.fault == Fault::not_found) return no_such_page(ask);
  View model = door_model(ask);
  const bool ours = status_of(error.fault) >= 500;
  if (ours && ask.services.options.report) ask.services.options.report("fault", error.place.empty() ? "a request failed" : error.place);
  model.set("heading", ours ? "Something is wrong here" : "This can't be done");
  model.set("lead", error.mend.empty() ? error.what : error.what + " " + error.mend);
  model.set("link", "Go on");
  model.set("href", "/today");
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

http::Response refusal_page(Ask& ask, const practice::Refused& refused, std::string_view kept_text, std::string_view back) {
  const auto* error = std::get_if<Error>(&refused);
  if (error != nullptr && error->fault == Fault::not_found) return no_such_page(ask);
  View model = ask.holder().professional ? top_model(ask, "files") : client_model(ask, back);
  View gates = View::list();
  int status = 409;
  if (error != nullptr) {
    status = status_of(error->fault);
    gates.add(View::object({{"state", "unmet"}, {"text", error->what}, {"why", ""}, {"who", error->mend}, {"mends", View::list()}}));
  } else {
    status = 403;
    for (const auto& reason : std::get<care::Refusal>(refused).reasons)
      gates.add(View::object({{"state", "unmet"}, {"text", reason.what}, {"why", reason.why},
                              {"who", reason.who + (reason.mend.empty() ? "" : ": " + reason.mend)}, {"mends", View::list()}}));
  }
  model.set("heading", "This can't be done yet");
  model.set("lead", "");
  model.set("gates", std::move(gates));
  model.set("text", kept_text);
  model.set("link", "Back");
  model.set("href", back);
  return page(ask, ask.holder().professional ? "message" : "client_message", model, status);
}

View no_problem() { return View(false); }

View problem_of(const Error& error) {
  View items = View::list();
  items.add(View::object({{"anchor", error.place.empty() ? "#main" : "#" + error.place},
                          {"text", error.mend.empty() ? error.what : error.what + " " + error.mend}}));
  return View::object({{"lead", "One thing has to be put right."}, {"items", std::move(items)}});
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

std::string role_words(const std::set<care::Role>& roles) {
  std::string out;
  std::size_t count = 0;
  for (const auto role : roles) {
    if (count > 0) out += ++count == roles.size() ? " and " : ", ";
    else ++count;
    out += role == care::Role::lead ? "safeguarding lead" : std::string(care::name(role));
  }
  return out;
}

}  // namespace trefoil::web
