// One's own account: passphrase, recovery code, other sign-ins; and what scripts ask: activity, strength.
#include <fmt/format.h>

#include "web/ask.h"
#include "web/cookies.h"
#include "web/file_models.h"

namespace trefoil::web {

namespace {
http::Response show_account(Ask& ask, View problem, int status = 200) {
  const bool professional = ask.holder().professional;
  View model = professional ? top_model(ask, "account") : client_model(ask, "/today");
  model.set("problem", std::move(problem));
  model.set("sign_in_name", ask.holder().sign_in_name);
  model.set("words", practice::key_words(ask.holder().key()));
  const auto others = ask.services.sign_ins.count(ask.holder().key());
  model.set("others", others <= 1 ? std::string()
                      : others == 2 ? std::string("One other sign-in of yours is open or locked.")
                                    : fmt::format("{} other sign-ins of yours are open or locked.", others - 1));
  return page(ask, professional ? "account" : "client_account", model, status);
}

http::Response get_account(Ask& ask) { return show_account(ask, no_problem()); }

// The passphrase again, before anything that changes keys.
std::optional<http::Response> not_confirmed(Ask& ask) {
  const auto given = passphrase_given(ask, "passphrase_now");
  if (given) return std::nullopt;
  return show_account(ask, problem_of(given.error()), passphrase_status(given.error()));
}

http::Response show_code(Ask& ask, const std::string& code) {
  View model = door_model(ask);
  model.set("problem", no_problem());
  model.set("code", code);
  model.set("next", "/begin/code");
  return page(ask, "recovery_code", model);
}

http::Response post_passphrase(Ask& ask) {
  if (auto refused = not_confirmed(ask)) return std::move(*refused);
  if (ask.field("passphrase") != ask.field("passphrase_again"))
    return show_account(ask, problem_of({Fault::bad_input, "The two passphrases are not the same.", "passphrase_again", "Type them again."}), 422);
  if (ask.field("known") == "to_others") {
    const KeyId before = ask.holder().key();
    const auto code = practice::rotate_keys(ask.house(), ask.holder(), ask.field("passphrase"));
    if (!code) return show_account(ask, problem_of(code.error()), status_of(code.error().fault));
    // Every sign-in with the old keys is over, also this one: it goes on under the new.
    ask.services.sign_ins.end_all(before);
    http::Response cookies;
    const auto holder = practice::unlock(ask.house(), ask.holder().sign_in_name, ask.field("passphrase"));
    if (!holder) return error_page(ask, holder.error());
    if (const auto done = signed_in(ask, cookies, *holder); !done) return error_page(ask, done.error());
    auto response = show_code(ask, *code);
    for (auto& header : cookies.headers) response.headers.push_back(std::move(header));
    return response;
  }
  if (const auto done = practice::change_passphrase(ask.house(), ask.holder(), ask.field("passphrase")); !done)
    return show_account(ask, problem_of(done.error()), status_of(done.error().fault));
  return see_other("/account?done=passphrase");
}

http::Response post_new_code(Ask& ask) {
  if (auto refused = not_confirmed(ask)) return std::move(*refused);
  const auto code = practice::change_recovery(ask.house(), ask.holder());
  if (!code) return error_page(ask, code.error());
  return show_code(ask, *code);
}

http::Response post_others(Ask& ask) {
  ask.services.sign_ins.end_others(ask.cookie, ask.holder().key());
  return see_other("/account?done=others");
}

// Typing counts as activity: looking at the sign-in has moved its idle time on already.
http::Response post_activity(Ask&) {
  http::Response response;
  response.status = 204;
  return response;
}

http::Response post_strength(Ask& ask) {
  http::Response response;
  response.set("Content-Type", "application/json");
  response.body = practice::strength_json(ask.field("passphrase"));
  return response;
}
}  // namespace

std::span<const Route> account_routes() {
  using http::Lane;
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/account", Who::signed_in, get_account},
      {Method::post, "/account/passphrase", Who::signed_in, post_passphrase, Lane::slow},
      {Method::post, "/account/code", Who::signed_in, post_new_code, Lane::slow},
      {Method::post, "/account/others", Who::signed_in, post_others},
      {Method::post, "/activity", Who::signed_in, post_activity},
      {Method::post, "/strength", Who::anybody, post_strength},
  };
  return kRoutes;
}

}  // namespace trefoil::web
