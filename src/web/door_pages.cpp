// Before signing in: begin a practice, sign in, unlock, join, recover.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "web/ask.h"
#include "web/assets.h"
#include "web/cookies.h"
#include "web/file_models.h"

namespace trefoil::web {

void set_sign_in_cookie(Ask& ask, http::Response& response, std::string_view value) {
  const bool secure = ask.services.options.secure;
  response.set("Set-Cookie", fmt::format("{}trefoil={}; Path=/; HttpOnly; SameSite=Strict{}{}", secure ? "__Host-" : "", value,
                                         secure ? "; Secure" : "", value.empty() ? "; Max-Age=0" : ""));
}

int idle_minutes(Ask& ask, practice::Keyholder& holder) {
  // A client's is as their file was told it; of several files the shortest counts.
  if (!holder.professional) {
    std::optional<int> least;
    (void)practice::each_file(ask.house(), holder, [&](practice::OpenedFile&& opened) {
      const auto* self = opened.file.member(holder.person);
      if (self != nullptr && self->active)
        least = std::min(least.value_or(opened.file.ways.client_idle), opened.file.ways.client_idle);
    });
    return least.value_or(15);
  }
  const auto roster = practice::read_roster(ask.house(), holder);
  return roster ? roster->idle_minutes : 15;
}

std::string safe_next(std::string_view next) {
  if (next.size() < 2 || next[0] != '/' || next[1] == '/' || next[1] == '\\' || next.starts_with("/sign-") || next.starts_with("/unlock")) return "/today";
  for (const char c : next)
    if (static_cast<unsigned char>(c) <= 0x20 || c == '\\' || c == 0x7f) return "/today";
  return std::string(next);
}

Result<void> signed_in(Ask& ask, http::Response& response, const practice::Keyholder& holder) {
  const auto cookie = TRY(ask.services.sign_ins.begin(holder, 15));
  set_sign_in_cookie(ask, response, cookie.value);
  ask.cookie = cookie.value;
  ask.present = TRY(ask.services.sign_ins.look(cookie.value, true));
  // The setting of the practice, once its keys are there to read it.
  if (ask.present.holder)
    TRY(ask.services.sign_ins.unlock(cookie.value, *ask.present.holder, idle_minutes(ask, *ask.present.holder)));
  if (const auto cleared = practice::clear_invitations(ask.house(), holder); !cleared && ask.services.options.report)
    ask.services.options.report("invitations", cleared.error().what);  // nobody is kept out for it
  return {};
}

namespace {
std::set<care::Role> roles_of(const Ask& ask) {
  std::set<care::Role> roles;
  for (const auto& text : ask.fields("role"))
    if (const auto role = care::parse_role(text)) roles.insert(*role);
  return roles;
}

View zones_of(std::string_view chosen) {
  std::vector<std::pair<std::string, std::string>> zones;
  for (auto& name : base::zone_names()) zones.emplace_back(name, name);
  return options_of(zones, chosen);
}

// Where two passphrases are typed: the same, or an error at the second field.
Result<void> same_twice(const Ask& ask) {
  if (ask.field("passphrase") != ask.field("passphrase_again"))
    return fail(Fault::bad_input, "The two passphrases are not the same.", "passphrase_again", "Type them again.");
  return {};
}

http::Response show_begin(Ask& ask, View problem, int status = 200) {
  View model = door_model(ask);
  model.set("problem", std::move(problem));
  for (const auto* name : {"practice", "person", "sign_in_name"}) model.set(name, ask.field(name));
  model.set("zones", zones_of(ask.field("zone").empty() ? "Europe/London" : ask.field("zone")));
  View roles = View::list();
  const auto chosen = roles_of(ask);
  for (const auto& [role, more] : {std::pair(care::Role::practitioner, "works with clients in person"),
                                   std::pair(care::Role::therapist, "sees the client, reads the reports, decides with them"),
                                   std::pair(care::Role::mentor, "supervises a practitioner"),
                                   std::pair(care::Role::lead, "is there for concerns")})
    roles.add(View::object({{"value", care::name(role)}, {"label", sentence_case(care::role_word({}, role))}, {"more", more},
                            {"chosen", chosen.contains(role)}}));
  model.set("roles", std::move(roles));
  return page(ask, "begin", model, status);
}

http::Response get_begin(Ask& ask) {
  if (practice::has_begun(ask.house())) return see_other("/today");
  return show_begin(ask, no_problem());
}

// The recovery code, shown this once; the page's form carries the new sign-in's token.
http::Response show_code(Ask& ask, const practice::Begun& begun) {
  http::Response cookies;
  if (const auto done = signed_in(ask, cookies, begun.holder); !done) return error_page(ask, done.error());
  View model = door_model(ask);
  model.set("problem", no_problem());
  model.set("code", begun.recovery_code);
  model.set("next", "/begin/code");
  auto response = page(ask, "recovery_code", model);
  for (auto& header : cookies.headers) response.headers.push_back(std::move(header));
  return response;
}

http::Response post_begin(Ask& ask) {
  if (const auto same = same_twice(ask); !same) return show_begin(ask, problem_of(same.error()), 422);
  auto begun = practice::begin_practice(ask.house(), {std::string(ask.field("practice")), std::string(ask.field("zone")), std::string(ask.field("person")),
                                                      std::string(ask.field("sign_in_name")), roles_of(ask), std::string(ask.field("passphrase"))});
  if (!begun) return show_begin(ask, problem_of(begun.error()), status_of(begun.error().fault));
  return show_code(ask, *begun);
}

http::Response show_confirm(Ask& ask, View problem, int status = 200) {
  View model = door_model(ask);
  model.set("problem", std::move(problem));
  model.set("next", "/begin/code");
  model.set("renew", "/account");
  return page(ask, "recovery_confirm", model, status);
}

http::Response get_code(Ask& ask) { return show_confirm(ask, no_problem()); }

http::Response post_code(Ask& ask) {
  const auto opened = practice::unlock_by_code(ask.house(), ask.field("code"));
  if (!opened || opened->person != ask.holder().person) {
    Error error{Fault::bad_input, "This is not the code that was shown.", "code", "Look at the paper once more; letters that look alike are read alike."};
    if (!opened && opened.error().fault == Fault::bad_input) error = opened.error(), error.place = "code";
    return show_confirm(ask, problem_of(error), 422);
  }
  return see_other("/today?done=welcome");
}

http::Response show_sign_in(Ask& ask, View problem, int status = 200) {
  View model = door_model(ask);
  model.set("problem", std::move(problem));
  model.set("practice", "");
  model.set("sign_in_name", ask.field("sign_in_name"));
  model.set("next", safe_next(ask.form.empty() ? ask.request.asked("next") : ask.field("next")));
  model.set("kept", false);
  View demo = View::list();
  for (const auto& one : ask.services.options.demo)
    demo.add(View::object({{"who", one.who}, {"does", one.does}, {"sign_in_name", one.sign_in_name}, {"passphrase", one.passphrase}}));
  model.set("demo", std::move(demo));
  return page(ask, "sign_in", model, status);
}

http::Response get_sign_in(Ask& ask) {
  if (ask.present.standing == practice::Standing::open) return see_other("/today");
  return show_sign_in(ask, no_problem());
}

// How long this account or address still has to wait, as an error; the work of a stretch is not done meanwhile.
std::optional<Error> must_wait(Ask& ask, std::string_view name) {
  const auto ms = ask.services.throttle.wait(base::fold(name), ask.request.peer);
  if (ms <= 0) return std::nullopt;
  return Error{Fault::busy, next_try_words(ms), "passphrase", "Nothing is locked for good."};
}

Result<practice::Keyholder> try_unlock(Ask& ask, std::string_view name) {
  if (const auto wait = must_wait(ask, name)) return std::unexpected(*wait);
  auto opened = practice::unlock(ask.house(), name, ask.field("passphrase"));
  if (opened) {
    ask.services.throttle.succeeded(base::fold(name), ask.request.peer);
  } else if (opened.error().fault == Fault::refused) {
    ask.services.throttle.failed(base::fold(name), ask.request.peer);
    if (ask.services.options.report) ask.services.options.report("refused sign-in", "");
  }
  return opened;
}

int sign_in_status(const Error& error) { return error.fault == Fault::busy ? 429 : status_of(error.fault); }

http::Response post_sign_in(Ask& ask) {
  auto opened = try_unlock(ask, ask.field("sign_in_name"));
  if (!opened) return show_sign_in(ask, problem_of(opened.error()), sign_in_status(opened.error()));
  auto response = see_other(safe_next(ask.field("next")));
  if (const auto done = signed_in(ask, response, *opened); !done) return error_page(ask, done.error());
  return response;
}

http::Response post_sign_out(Ask& ask) {
  ask.services.sign_ins.end(ask.cookie);
  auto response = see_other("/sign-in");
  set_sign_in_cookie(ask, response, "");
  return response;
}

http::Response post_lock(Ask& ask) {
  if (const auto done = ask.services.sign_ins.lock(ask.cookie); !done) return error_page(ask, done.error());
  return see_other("/unlock");
}

http::Response show_unlock(Ask& ask, View problem, int status = 200) {
  View model = door_model(ask);
  model.set("problem", std::move(problem));
  model.set("person", "");
  model.set("kept", !ask.field("kept_form").empty());
  model.set("kept_form", ask.field("kept_form"));
  model.set("next", safe_next(ask.form.empty() ? ask.request.asked("next") : ask.field("next")));
  return page(ask, "unlock", model, status);
}

http::Response get_unlock(Ask& ask) {
  if (ask.present.standing == practice::Standing::open) return see_other("/today");
  if (ask.present.standing == practice::Standing::none) return see_other("/sign-in");
  return show_unlock(ask, no_problem());
}

// A form that was kept goes through as if it were sent now, through the whole of the program's checks.
http::Response send_kept(Ask& ask, const practice::Keyholder& holder) {
  const auto kept = practice::open_form(holder, ask.field("kept_form"));
  if (!kept) return error_page(ask, kept.error());
  http::Request again = ask.request;
  again.method = http::Method::post;
  again.path = kept->path;
  again.query.clear();
  again.body = kept->body;
  return ask.services.again(again);
}

http::Response post_unlock(Ask& ask) {
  if (ask.present.standing == practice::Standing::none) return see_other("/sign-in");
  const auto name = ask.present.name;
  auto opened = try_unlock(ask, name);
  if (!opened) {
    auto error = opened.error();
    if (error.fault == Fault::refused) error.what = "That is not the passphrase.", error.mend = "Try again; what you typed is kept.";
    return show_unlock(ask, problem_of(error), sign_in_status(error));
  }
  if (const auto done = ask.services.sign_ins.unlock(ask.cookie, *opened, idle_minutes(ask, *opened)); !done)
    return show_unlock(ask, problem_of(done.error()), status_of(done.error().fault));
  if (!ask.field("kept_form").empty()) return send_kept(ask, *opened);
  return see_other(safe_next(ask.field("next")));
}

http::Response show_join(Ask& ask, const practice::Invited& invited, View problem, int status = 200) {
  View model = door_model(ask);
  model.set("problem", std::move(problem));
  model.set("token", ask.captures.at(0));
  model.set("name", invited.name);
  model.set("inviter", invited.inviter);
  model.set("practice", invited.practice);
  model.set("does", care::role_words(invited.names, invited.roles));
  model.set("sign_in_name", ask.form.empty() ? std::string_view(invited.name) : ask.field("sign_in_name"));
  model.set("client", invited.roles.contains(care::Role::client));
  model.set("hours", "three days from when it was made");
  return page(ask, "join", model, status);
}

http::Response get_join(Ask& ask) {
  const auto invited = practice::look_at_invitation(ask.house(), ask.captures.at(0));
  if (!invited) return error_page(ask, {Fault::refused, invited.error().what, "", invited.error().mend});
  return show_join(ask, *invited, no_problem());
}

http::Response post_join(Ask& ask) {
  const auto invited = practice::look_at_invitation(ask.house(), ask.captures.at(0));
  if (!invited) return error_page(ask, {Fault::refused, invited.error().what, "", invited.error().mend});
  if (const auto same = same_twice(ask); !same) return show_join(ask, *invited, problem_of(same.error()), 422);
  const auto begun = practice::join(ask.house(), {ask.captures.at(0), std::string(ask.field("sign_in_name")), std::string(ask.field("passphrase"))});
  if (!begun) return show_join(ask, *invited, problem_of(begun.error()), status_of(begun.error().fault));
  return show_code(ask, *begun);
}

http::Response show_recover(Ask& ask, View problem, int status = 200) {
  View model = door_model(ask);
  model.set("problem", std::move(problem));
  model.set("sign_in_name", ask.field("sign_in_name"));
  return page(ask, "recover", model, status);
}

http::Response get_recover(Ask& ask) { return show_recover(ask, no_problem()); }

http::Response post_recover(Ask& ask) {
  if (const auto same = same_twice(ask); !same) return show_recover(ask, problem_of(same.error()), 422);
  if (const auto wait = must_wait(ask, "recovery code")) return show_recover(ask, problem_of(*wait), 429);
  auto opened = practice::unlock_by_code(ask.house(), ask.field("code"));
  if (!opened) {
    auto error = opened.error();
    if (error.fault == Fault::refused) {
      ask.services.throttle.failed("recovery code", ask.request.peer);
      error = {Fault::refused, "This code does not open anything here.", "code", "Look at the paper once more."};
    }
    return show_recover(ask, problem_of(error), status_of(error.fault));
  }
  if (!ask.field("sign_in_name").empty()) {
    const auto name = practice::checked_name(ask.field("sign_in_name"), "sign_in_name");
    if (!name) return show_recover(ask, problem_of(name.error()), 422);
    opened->sign_in_name = *name;
  }
  if (ask.field("known") == "to_others") {
    const KeyId before = opened->key();  // sign-ins are kept under the key of their day
    const auto code = practice::rotate_keys(ask.house(), *opened, ask.field("passphrase"));
    if (!code) return show_recover(ask, problem_of(code.error()), status_of(code.error().fault));
    ask.services.sign_ins.end_all(before);
    return show_code(ask, {std::move(*opened), *code});
  }
  if (const auto done = practice::change_passphrase(ask.house(), *opened, ask.field("passphrase")); !done)
    return show_recover(ask, problem_of(done.error()), status_of(done.error().fault));
  ask.services.sign_ins.end_all(opened->key());
  auto response = see_other("/today?done=passphrase");
  if (const auto done = signed_in(ask, response, *opened); !done) return error_page(ask, done.error());
  return response;
}

http::Response get_away(Ask& ask) { return page(ask, "away", View()); }

// Locks as it leaves: whoever takes the phone and goes back, however far, stands before the passphrase.
http::Response post_away(Ask& ask) {
  if (!ask.services.sign_ins.lock(ask.cookie)) ask.services.sign_ins.end(ask.cookie);
  return see_other("/away");
}

http::Response get_health(Ask& ask) {
  http::Response response;
  response.set("Content-Type", "text/plain; charset=utf-8");
  const auto last = ask.house().store->last_checkpoint();
  response.status = last ? 200 : 503;
  response.body = last ? "ok\n" : "the record can't be read\n";
  return response;
}

// A rehearsal's time moves on; a real practice has no such page.
http::Response post_clock(Ask& ask) {
  if (!ask.services.options.rehearsal || !ask.services.options.move_clock) return no_such_page(ask);
  int minutes = 0;
  const auto typed = ask.field("minutes");
  const auto read = std::from_chars(typed.data(), typed.data() + typed.size(), minutes);
  if (read.ec != std::errc() || minutes < 1 || minutes > 525'600)
    return error_page(ask, {Fault::bad_input, "The clock moves on by 1 to 525600 minutes.", "minutes", ""});
  ask.services.options.move_clock(std::chrono::minutes(minutes));
  return see_other("/today");
}

http::Response get_root(Ask&) { return see_other("/today"); }
}  // namespace

std::span<const Route> door_routes() {
  using http::Lane;
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/", Who::anybody, get_root},
      {Method::get, "/healthz", Who::anybody, get_health},
      {Method::get, "/away", Who::anybody, get_away},
      {Method::post, "/away", Who::signed_in, post_away},
      {Method::get, "/begin", Who::anybody, get_begin},
      {Method::post, "/begin", Who::anybody, post_begin, Lane::slow},
      {Method::get, "/begin/code", Who::signed_in, get_code},
      {Method::post, "/begin/code", Who::signed_in, post_code},
      {Method::get, "/sign-in", Who::anybody, get_sign_in},
      {Method::post, "/sign-in", Who::anybody, post_sign_in, Lane::slow},
      {Method::post, "/sign-out", Who::anybody, post_sign_out},
      {Method::post, "/lock", Who::signed_in, post_lock},
      {Method::get, "/unlock", Who::anybody, get_unlock},
      {Method::post, "/unlock", Who::anybody, post_unlock, Lane::slow},
      {Method::post, "/rehearsal/clock", Who::anybody, post_clock},
      {Method::get, "/join/*", Who::anybody, get_join},
      {Method::post, "/join/*", Who::anybody, post_join, Lane::slow},
      {Method::get, "/recover", Who::anybody, get_recover},
      {Method::post, "/recover", Who::anybody, post_recover, Lane::slow},
  };
  return kRoutes;
}

}  // namespace trefoil::web
