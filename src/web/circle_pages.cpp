// The circle of a file: who is in it, who can read what; putting in, taking out, handing keys over, inviting the
// client.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "web/file_models.h"

namespace trefoil::web {

namespace {
constexpr std::array kPlaces = {care::Role::practitioner, care::Role::therapist, care::Role::mentor};

http::Response show_circle(Ask& ask, const OneFile& one, View problem, int status = 200) {
  const bool professional = ask.holder().professional;
  View model = professional ? top_model(ask, "files") : client_model(ask, "/today");
  model.set("people", people_model(one));
  model.set("rooms", readers_model(one));
  View past = View::list();
  for (const auto& member : one.file().circle) {
    if (member.active) continue;
    const auto until = base::in_words(base::local_day(member.until, one.zone));
    past.add(View::object({{"name", member.name},
                           {"does", care::role_words(one.names(), {member.role})},
                           {"until", until},
                           {"could", "Could read until then, and nothing after: " + could_read(one, member) + "."}}));
  }
  model.set("past", std::move(past));
  if (!professional) return page(ask, "client_circle", model, status);
  set_name(model, one);
  model.set("problem", std::move(problem));
  const bool may = one.may_act() && care::is_professional(one.self()->role);
  const auto fits_here = [&](care::Role role) { return care::may_bring_in(one.file(), one.reader, role); };
  const bool any_place = std::ranges::any_of(kPlaces, fits_here);
  model.set("may_change", may && any_place);
  model.set("wordless", one.over());
  model.set("over", !one.over()  ? ""
                    : any_place ? "The work has ended, and there is no therapist here: you can bring one in, who goes on with the "
                                  "aftercare."
                                : "The work has ended. Who comes into this circle, and what keys the client gets, is the "
                                  "therapist's to say now.");
  model.set("may_invite", may && !one.over());
  // Offered to nobody who would only hear at its end that the therapist does that.
  model.set("relink", may && std::ranges::any_of(one.file().circle, [&](const care::Member& member) {
    return !member.keys.empty() && care::may_give_keys(one.file(), member, one.reader);
  }));
  View others = View::list();
  bool mentor = false;
  for (const auto& entry : one.roster.people) {
    const auto* member = one.file().member(entry.person);
    const bool in_it = member != nullptr && member->active;
    const bool fits =
        std::ranges::any_of(kPlaces, [&](care::Role role) { return entry.roles.contains(role) && fits_here(role); });
    if (in_it || !fits || entry.standing == practice::PersonEntry::Standing::removed) continue;
    mentor = mentor || entry.roles.contains(care::Role::mentor);
    others.add(View::object({{"value", entry.person.str()},
                             {"label", entry.name + " (" + care::role_words(one.names(), entry.roles) + ")"},
                             {"chosen", ask.field("person") == entry.person.str()}}));
  }
  std::vector<std::pair<std::string, std::string>> roles;
  roles.reserve(kPlaces.size() + 1);
  // Nothing is chosen for somebody: what they are put in as decides what they can read.
  roles.emplace_back("", "Choose");
  for (const auto role : kPlaces)
    if (fits_here(role)) roles.emplace_back(care::name(role), care::role_words(one.names(), {role}));
  model.set("anybody", !others.items()->empty());
  model.set("others", std::move(others));
  model.set("roles", options_of(roles, ask.field("role")));
  model.set("mentor", mentor);
  // Whom a release that is signed already does not name, the client has not agreed to yet.
  const bool released = !one.file().course.releases.empty();
  model.set("history", ask.field("history_asked") == "yes" ? ask.field("history") == "yes" : !released);
  model.set("history_why", released ? "The client's release does not name them yet. Leave it open until the client has agreed; then it "
                                      "is ticked by taking them out and putting them in again."
                                    : "There is no release yet that would say otherwise.");
  model.set("released", ask.field("released") == "yes");
  return page(ask, "circle", model, status);
}

http::Response get_circle(Ask& ask) {
  const auto one = open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  return show_circle(ask, *one, no_problem());
}

http::Response circle_again(Ask& ask, View problem, int status) {
  const auto one = open_one(ask);
  if (!one) return error_page(ask, one.error());
  return show_circle(ask, *one, std::move(problem), status);
}

http::Response back_to_circle(Ask& ask, std::string_view done) {
  return see_other("/files/" + ask.captures.at(0) + "/circle?done=" + std::string(done));
}

http::Response post_add(Ask& ask) {
  const auto one = open_one(ask);
  if (!one) return error_page(ask, one.error());
  const auto person = PersonId::parse(ask.field("person"));
  const auto role = care::parse_role(ask.field("role"));
  const auto* entry = person ? one->roster.person(*person) : nullptr;
  if (entry == nullptr || entry->standing == practice::PersonEntry::Standing::removed)
    return show_circle(
        ask, *one,
        problem_of(Error{Fault::bad_input, "It is not said who.", "person", "Choose somebody of the practice."}), 422);
  if (!role)
    return show_circle(ask, *one,
                       problem_of(Error{Fault::bad_input, "It is not said as what.", "role", "Choose what they do here."}),
                       422);
  if (!entry->roles.contains(*role))
    return show_circle(ask, *one,
                       problem_of(Error{Fault::bad_input,
                                        fmt::format("{} is {} in your practice, and can be put in as that alone.",
                                                    entry->name, care::role_words(one->names(), entry->roles)),
                                        "role", "Choose another role, or ask an owner to add it."},
                                  Link{"/people/" + entry->person.str(), entry->name}),
                       422);
  if (const auto given = passphrase_given(ask); !given)
    return show_circle(ask, *one, problem_of(given.error()), passphrase_status(given.error()));
  const auto done = practice::act(ask.house(), ask.holder(), one->file().id,
                                  care::AddPerson{entry->person, entry->name, *role, entry->key,
                                                  *role == care::Role::mentor && ask.field("released") == "yes",
                                                  ask.field("history_asked") != "yes" || ask.field("history") == "yes"});
  if (!done) {
    if (is_not_found(done.error())) return no_such_page(ask);
    return circle_again(
        ask,
        problem_of(ask, done.error(),
                   [](std::string_view rule) -> std::string { return rule == "circle-role" ? "#role" : "#person"; }),
        status_of(done.error()));
  }
  return back_to_circle(ask, "added");
}

http::Response post_remove(Ask& ask) {
  const auto file = file_asked(ask);
  const auto person = PersonId::parse(ask.field("person"));
  if (!file) return no_such_page(ask);
  const auto done = practice::act(ask.house(), ask.holder(), *file,
                                  care::RemovePerson{person.value_or(PersonId{}), std::string(ask.field("why"))});
  if (!done) {
    if (is_not_found(done.error())) return no_such_page(ask);
    return circle_again(ask, problem_of(ask, done.error(), [](std::string_view) { return std::string("#main"); }),
                        status_of(done.error()));
  }
  return person == ask.holder().person ? see_other("/files?done=removed") : back_to_circle(ask, "removed");
}

http::Response post_hand_over(Ask& ask) {
  const auto one = open_to_read(ask);  // the file is the page on which a wrong passphrase is said
  if (!one) return error_page(ask, one.error());
  if (const auto given = passphrase_given(ask); !given)
    return show_file(ask, *one, problem_of(given.error()), passphrase_status(given.error()));
  if (const auto done = practice::hand_over(ask.house(), ask.holder(), one->file().id); !done)
    return error_page(ask, done.error());
  return see_other("/files/" + ask.captures.at(0) + "?done=handed-over");
}

// --- the client's invitation ---

// What of the file comes back to a client who lost their keys, seen from what the inviter can hand on.
View lost_model(const OneFile& one) {
  View back = View::list(), gone = View::list();
  std::vector<std::string> names;
  const auto& file = one.file();
  for (const auto& member : file.circle) {
    if (!member.active || member.role != care::Role::client || member.keys.empty()) continue;
    names.push_back(member.name);
    for (const auto& [room, place] : file.rooms) {
      if (room.kind == care::RoomKind::access || !care::may_hold(file.circle, room, member.person)) continue;
      const auto label = room_label(file, room, one.reader);
      if (one.opened.keys.newest(place.log, place.id) != nullptr)
        back.add(View::object({{"text", label}}));
      else if (care::holders(file.circle, room).size() > 1)
        back.add(View::object({{"text", label + ", once somebody who holds it hands the keys over: " +
                                            one.readers(room, member.person)}}));
      else
        gone.add(View::object({{"text", label}}));
    }
  }
  if (names.empty()) return View(false);
  return View::object({{"lead", joined(names, " and ") + " was invited before. A new link is for when passphrase and "
                                                         "recovery code are both lost, or the first link ran out."},
                       {"back", std::move(back)},
                       {"gone", std::move(gone)}});
}

http::Response show_invite(Ask& ask, const OneFile& one, View problem, int status = 200) {
  View people = View::list();
  const auto given = [&](const care::Member& member) { return care::may_give_keys(one.file(), member, one.reader); };
  const auto clients = std::ranges::count_if(one.file().circle, given);
  const bool nobody = std::ranges::none_of(one.file().circle, [](const care::Member& member) {
    return member.active && member.role == care::Role::client;
  });
  for (const auto& member : one.file().circle)
    if (given(member))
      people.add(View::object({{"value", member.person.str()},
                               {"label", member.name},
                               {"chosen", clients == 1 || ask.field("person") == member.person.str()}}));
  View model = top_model(ask, "files");
  model.set("problem", std::move(problem));
  model.set("action", "/files/" + one.id() + "/invite");
  model.set("back", "/files/" + one.id());
  model.set("back_text", "The file");
  model.set("client", true);
  model.set("name", "");
  model.set("roles", View::list());
  model.set("people", std::move(people));
  model.set("nobody", nobody);  // an imported file
  model.set("describe", "/files/" + one.id() + "/client");
  model.set("lost", lost_model(one));
  return page(ask, "invite", model, status);
}

http::Response get_invite(Ask& ask) {
  const auto one = open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  if (one->over())
    return refusal_page(ask, Error{Fault::refused, "The work has ended, and the client's keys are the therapist's to give now.", "",
                                   "Ask them for a new link."},
                        "", "/files/" + one->id() + "/circle");
  const auto& circle = one->file().circle;
  const auto client = [](const care::Member& member) { return member.active && member.role == care::Role::client; };
  const auto given = [&](const care::Member& member) { return care::may_give_keys(one->file(), member, one->reader); };
  if (std::ranges::any_of(circle, client) && std::ranges::none_of(circle, given))
    return refusal_page(ask, Error{Fault::refused, "The client has keys, and new ones are the therapist's to give: whoever makes "
                                   "the link could use it first.", "", "Ask the therapist for a new link."},
                        "", "/files/" + one->id() + "/circle");
  return show_invite(ask, *one, no_problem());
}

http::Response post_invite(Ask& ask) {
  const auto one = open_one(ask);
  if (!one) return error_page(ask, one.error());
  const auto person = PersonId::parse(ask.field("person"));
  const auto* member = person ? one->file().member(*person) : nullptr;
  if (member == nullptr || member->role != care::Role::client)
    return show_invite(ask, *one, problem_of(Error{Fault::bad_input, "It is not said who.", "person", "Choose one."}),
                       422);
  if (!member->keys.empty() && ask.field("again") != "yes")
    return show_invite(ask, *one,
                       problem_of(Error{Fault::stale, "This person was invited in the meantime.", "person",
                                        "Read what a new link means, then send it again."}),
                       409);
  if (const auto given = passphrase_given(ask); !given)
    return show_invite(ask, *one, problem_of(given.error()), passphrase_status(given.error()));
  const auto invited = practice::invite_client(ask.house(), ask.holder(), one->file().id, *person);
  if (!invited)
    return show_invite(ask, *one, problem_of(invited.error(), Link{"/files/" + one->id() + "/circle", "The circle"}),
                       status_of(invited.error().fault));
  return invited_page(ask, member->name, *invited, "/files/" + one->id() + "/circle");
}
}  // namespace

std::span<const Route> circle_routes() {
  using http::Lane;
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/files/*/circle", Who::signed_in, get_circle},
      {Method::post, "/files/*/circle/add", Who::professional, post_add, Lane::slow},
      {Method::post, "/files/*/circle/remove", Who::professional, post_remove, Lane::write},
      {Method::post, "/files/*/circle/hand-over", Who::professional, post_hand_over, Lane::slow},
      {Method::get, "/files/*/invite", Who::professional, get_invite},
      {Method::post, "/files/*/invite", Who::professional, post_invite, Lane::slow},
  };
  return kRoutes;
}

}  // namespace trefoil::web
