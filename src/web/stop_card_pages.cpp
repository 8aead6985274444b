// The stop card: made and printed by somebody signed in, used by whoever has the paper.
#include "practice/stop_card.h"

#include "base/text.h"
#include "web/acts.h"
#include "web/qr.h"

namespace trefoil::web {

using namespace course;

namespace {
// A client for themself; a professional for a client of theirs.
std::vector<PersonId> card_people(const Scene& scene) {
  if (scene.is(Part::client)) return {scene.self()};
  return scene.leads() ? clients(scene) : std::vector<PersonId>{};
}
std::string card_address(const OneFile& one) { return "/files/" + one.id() + "/stop-card"; }

http::Response show_make(const Scene& scene, View problem, int status = 200) {
  Form form{"A stop card",
            "A card on paper that says stop, and can do nothing else. Whoever has it needs no sign-in: they open its "
            "address, type its code, and everything stops.",
            {"It counts for a year. It names nobody. Whoever finds it could stop the work, and could read nothing."},
            {},
            "",
            "Make the card"};
  form.answered = true;
  add_person_input(scene, form, "For whom", card_people(scene));
  return show_form(scene, form, card_address(scene.one), course_address(scene.one), std::move(problem), status);
}

http::Response with_scene(Ask& ask, bool read, const std::function<http::Response(const Scene&)>& then) {
  const auto one = read ? open_to_read(ask) : open_one(ask);
  if (!one) return error_page(ask, one.error());
  const Scene scene{ask, *one};
  if (card_people(scene).empty()) return no_such_page(ask);
  return then(scene);
}
http::Response get_make(Ask& ask) {
  return with_scene(ask, true, [](const Scene& scene) { return show_make(scene, no_problem()); });
}
http::Response post_make(Ask& ask) {
  return with_scene(ask, false, [&](const Scene& scene) {
    const auto client = person_field(scene, card_people(scene));
    if (!client) return show_make(scene, problem_of(client.error()), 422);
    const auto made = practice::make_stop_card(ask.house(), ask.holder(), scene.one.file().id, *client);
    if (!made) return show_make(scene, problem_in(scene, made.error()), status_of(made.error()));
    const bool professional = ask.holder().professional;
    View model = professional ? top_model(ask, "files") : client_model(ask, course_address(scene.one));
    const auto url = absolute_url(ask, "/stop/" + scene.one.id());
    model.set("url", url);
    model.set("qr", qr_model(url));
    model.set("local_only", is_local_only(ask));
    model.set("code", made->code);
    model.set("until", base::in_words(made->until));
    model.set("next", course_address(scene.one));
    return page(ask, professional ? "stop_card" : "client_stop_card", model);
  });
}

http::Response show_stop(Ask& ask, View problem, bool stopped, int status = 200) {
  View model = door_model(ask);
  model.set("problem", std::move(problem));
  model.set("action", "/stop/" + ask.captures.at(0));
  model.set("code", std::string(ask.field("code")));
  model.set("stopped", stopped);
  return page(ask, "stop", model, status);
}
http::Response get_stop(Ask& ask) { return show_stop(ask, no_problem(), false); }
http::Response post_stop_by_card(Ask& ask) {
  const auto file = LogId::parse(ask.captures.at(0));
  const auto done = file ? practice::stop_by_card(ask.house(), *file, ask.field("code"))
                         : Result<void>(fail(Fault::not_found, "This is not the address of a stop card.", "code",
                                             practice::kNoCardMend));
  if (!done) return show_stop(ask, problem_of(done.error()), false, status_of(done.error().fault));
  return show_stop(ask, no_problem(), true);
}
}  // namespace

std::span<const Route> stop_card_routes() {
  using http::Lane;
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/files/*/stop-card", Who::signed_in, get_make},
      {Method::post, "/files/*/stop-card", Who::signed_in, post_make, Lane::write},
      {Method::get, "/stop/*", Who::anybody, get_stop},
      {Method::post, "/stop/*", Who::anybody, post_stop_by_card, Lane::reserved},
  };
  return kRoutes;
}

}  // namespace trefoil::web
