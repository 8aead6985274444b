#include "web/app.h"

#include <atomic>
#include <algorithm>
#include <array>

#include "base/text.h"
#include "practice/outlines.h"
#include "web/ask.h"
#include "web/assets.h"

namespace trefoil::web {

namespace {
constexpr std::string_view kIcon = "/favicon.ico";  // browsers ask for it on a page that names no icon
constexpr std::string_view kCookie = "trefoil", kDoorCookie = "trefoil-door";

std::string cookie_name(const AppOptions& options, std::string_view name) {
  return (options.secure ? "__Host-" : "") + std::string(name);
}

std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  std::vector<std::string> captures;
  const auto wanted = base::split(pattern, '/'), got = base::split(path, '/');
  if (wanted.size() != got.size()) return std::nullopt;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == "*" && !got[i].empty())
      captures.push_back(got[i]);
    else if (wanted[i] != got[i])
      return std::nullopt;
  }
  return captures;
}

// A cross-site request is refused whatever it carries. Browsers send Origin "null" for a form of a page without referrer;
// Sec-Fetch-Site tells the truth then, and the token decides where neither is sent.
bool from_here(const http::Request& request) {
  const auto site = request.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") return false;
  const auto origin = request.header("origin");
  if (origin.empty() || origin == "null") return true;
  const auto host = request.header("host");
  return origin.ends_with(host) && (origin == "http://" + std::string(host) || origin == "https://" + std::string(host));
}

void harden(http::Response& response) {
  const auto has = [&](std::string_view name) {
    return std::any_of(response.headers.begin(), response.headers.end(), [&](const auto& header) { return header.first == name; });
  };
  if (!has("Cache-Control")) response.set("Cache-Control", "no-store");
  response.set("Content-Security-Policy", std::string(content_security_policy()));
  response.set("Referrer-Policy", "no-referrer");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  response.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()");
}
}  // namespace

struct App::Inside {
  practice::House& house;
  practice::SignIns& sign_ins;
  practice::Throttle throttle;
  Templates templates;
  AppOptions options;
  Programmes programmes;
  Instruments instruments;
  Services services;
  std::vector<Route> routes;
  std::atomic<bool> begun = false;

  Inside(practice::House& the_house, practice::SignIns& the_sign_ins, Templates the_templates, AppOptions the_options)
      : house(the_house), sign_ins(the_sign_ins), throttle(*the_house.clock), templates(std::move(the_templates)),
        options(std::move(the_options)), programmes(the_house.folder.programmes()),
        instruments(the_house.folder.instruments()),
        services{house, sign_ins, throttle, templates, options, programmes, instruments, [this](const http::Request& request) { return answer(request); }} {
    if (house.outlines)
      sign_ins.when_shut([outlines = house.outlines](KeyId key) { outlines->drop(key); });
    for (const auto group : {door_routes(), account_routes(), practice_routes(), file_routes(), entry_routes(), outside_routes()})
      routes.insert(routes.end(), group.begin(), group.end());
    if (options.report)
      for (const auto& faulty : programmes.faulty()) options.report("programme", base::describe(faulty));
  }

  struct Found {
    const Route* route = nullptr;
    std::vector<std::string> captures;
    bool other_method = false;
  };
  // A route without a star goes before one with: "/files/new" is no file.
  Found find(const http::Request& request) const {
    Found found;
    const auto method = request.method == http::Method::head ? http::Method::get : request.method;
    for (const auto& route : routes) {
      auto captures = match(route.pattern, request.path);
      if (!captures) continue;
      if (route.method != method) {
        found.other_method = true;
        continue;
      }
      if (found.route == nullptr || captures->size() < found.captures.size()) {
        found.route = &route;
        found.captures = std::move(*captures);
        if (found.captures.empty()) break;
      }
    }
    return found;
  }

  // Once begun, a practice has begun for good: looked up, with the signatures of its cards, until then alone.
  bool has_begun() {
    if (!begun.load(std::memory_order_relaxed)) begun = practice::has_begun(house);
    return begun;
  }

  bool read_form(const http::Request& request, Fields& form) const {
    const auto type = request.header("content-type");
    if (type.starts_with("multipart/form-data")) {
      auto parts = http::read_multipart(type, request.body);
      if (!parts) return false;
      for (auto& part : *parts) {
        if (part.filename) form.emplace_back(part.name + ".filename", *part.filename);
        form.emplace_back(std::move(part.name), std::move(part.content));
      }
      return true;
    }
    auto fields = http::read_form(request.body);
    if (!fields) return false;
    form = std::move(*fields);
    return true;
  }

  http::Response answer(const http::Request& request) {
    Ask ask{request, services, {}, {}, {}, {}, {}, {}, {}};
    // Before signing in, a random cookie binds the forms to this browser.
    if (const auto door = request.cookie(cookie_name(options, kDoorCookie)); door && door->size() == 32) {
      ask.door_csrf = practice::door_token(*door);
    } else {
      const auto fresh = practice::fresh_door();
      ask.door_csrf = practice::door_token(fresh);
      ask.set_cookie = fresh;
    }
    auto found = find(request);
    if (found.route == nullptr) {
      auto response = no_such_page(ask);
      if (found.other_method) response.status = 405;
      return response;
    }
    ask.captures = std::move(found.captures);
    if (!has_begun() && found.route->pattern != "/begin" && found.route->pattern != "/healthz" && found.route->pattern != "/strength")
      return see_other("/begin");

    if (const auto cookie = request.cookie(cookie_name(options, kCookie))) {
      auto present = sign_ins.look(*cookie, true);
      if (!present) return error_page(ask, present.error());
      ask.present = std::move(*present);
      ask.cookie = *cookie;
    }
    const bool post = request.method == http::Method::post;
    if (post) {
      if (!from_here(request)) return refuse_post(ask);
      if (!read_form(request, ask.form)) return error_page(ask, {Fault::bad_input, "The form could not be read.", "", "Go back and send it again."});
      // A form of before signing in carries the door's token; all others the sign-in's.
      const auto given = ask.field("csrf");
      const bool door_form = found.route->who == Who::anybody && practice::same_token(given, ask.door_csrf);
      const bool own_form = ask.present.standing != practice::Standing::none && practice::same_token(given, ask.present.csrf);
      if (given.empty() || (!door_form && !own_form)) return refuse_post(ask);
    }
    if (found.route->who == Who::anybody) return with_door(ask, found.route->page(ask));

    if (ask.present.standing == practice::Standing::locked) return locked(ask, post);
    if (ask.present.standing == practice::Standing::none) {
      if (post) return with_door(ask, error_page(ask, {Fault::locked, "You are signed out.", "", "Sign in again; what you typed is still on the page before this one."}));
      return see_other("/sign-in?next=" + http::percent_encode(request.path));
    }
    if (found.route->who == Who::professional && !ask.holder().professional) return no_such_page(ask);
    return found.route->page(ask);
  }

  http::Response refuse_post(Ask& ask) {
    return error_page(ask, {Fault::refused, "This form came from elsewhere, or from a page that is no longer valid.", "", "Go back: what you typed is still there. Open the page anew in another tab, and send it from that one."});
  }

  // The keys are gone; a form that was sent is sealed to its author and goes on with the passphrase.
  http::Response locked(Ask& ask, bool post) {
    View model = door_model(ask);
    model.set("person", "");
    model.set("problem", no_problem());
    const bool keeps = post && ask.request.header("content-type").starts_with("application/x-www-form-urlencoded");
    model.set("kept", keeps);
    model.set("next", post ? std::string("/today") : ask.request.path);
    model.set("kept_form", keeps ? practice::seal_form(ask.present.box, ask.request.path, ask.request.body) : std::string());
    return page(ask, "unlock", model, post ? 401 : 200);
  }

  http::Response with_door(Ask& ask, http::Response response) {
    if (!ask.set_cookie.empty())
      response.set("Set-Cookie", cookie_name(options, kDoorCookie) + "=" + ask.set_cookie + "; Path=/; HttpOnly; SameSite=Strict" + (options.secure ? "; Secure" : ""));
    return response;
  }
};

App::App(practice::House& house, practice::SignIns& sign_ins, Templates templates, AppOptions options)
    : inside_(std::make_unique<Inside>(house, sign_ins, std::move(templates), std::move(options))) {}
App::~App() = default;

http::Response App::handle(const http::Request& request) {
  if (request.path.starts_with("/assets/") || request.path == kIcon) {
    http::Response response;
    if (const auto* asset = find_asset(request.path == kIcon ? asset_url("mark.svg") : std::string_view(request.path))) {
      response.set("Content-Type", std::string(asset->type));
      response.set("Cache-Control", std::string(asset_cache_control()));
      response.body = std::string(asset->text);
    } else {
      response.status = 404;
      response.set("Content-Type", "text/plain; charset=utf-8");
      response.body = "There is no such part.\n";
    }
    harden(response);
    return response;
  }
  auto response = inside_->answer(request);
  harden(response);
  return response;
}

http::Lane App::lane(const http::Request& request) const {
  if (request.path.starts_with("/assets/")) return http::Lane::quick;
  const auto found = inside_->find(request);
  return found.route == nullptr ? http::Lane::quick : found.route->lane;
}

}  // namespace trefoil::web
