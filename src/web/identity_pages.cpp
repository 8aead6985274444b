// Who a file is about: a new file, and describing its client anew.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "web/file_models.h"

namespace trefoil::web {

namespace {
constexpr std::string_view kFields[] = {"legal_name", "chosen_name", "pronouns", "born", "may", "may_not"};

// What was typed, or what the file says so far.
View client_fields(const Ask& ask, const std::string& n, std::string heading, const care::Identity* known = nullptr) {
  View client = View::object({{"n", n}, {"heading", std::move(heading)}});
  for (const auto name : kFields) client.set(name, ask.field(std::string(name) + "_" + n));
  if (known == nullptr || !ask.form.empty()) return client;
  client.set("legal_name", known->legal_name);
  client.set("chosen_name", known->chosen_name);
  client.set("pronouns", known->pronouns);
  client.set("born", known->birth ? base::to_string(*known->birth) : std::string());
  client.set("may", joined(known->contact.may, "\n"));
  client.set("may_not", joined(known->contact.may_not, "\n"));
  return client;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (const auto& line : base::split(base::clean(text), '\n'))
    if (auto trimmed = base::trim(line); !trimmed.empty()) lines.push_back(std::move(trimmed));
  return lines;
}

// The rules about a name and a birth are care's; here they point at the field.
Result<care::Identity> identity_of(Ask& ask, const std::string& n, Day today) {
  care::Identity identity;
  identity.person = vault::random_id<PersonId>();
  identity.legal_name = base::trim(ask.field("legal_name_" + n));
  identity.chosen_name = base::trim(ask.field("chosen_name_" + n));
  identity.pronouns = base::trim(ask.field("pronouns_" + n));
  identity.contact = {lines_of(ask.field("may_" + n)), lines_of(ask.field("may_not_" + n))};
  const auto hidden = [](const std::vector<std::string>& lines) {
    return std::any_of(lines.begin(), lines.end(), [](const auto& line) { return base::has_hidden_signs(line); });
  };
  for (const auto& [field, lines] :
       {std::pair("legal_name_", std::vector{identity.legal_name}),
        std::pair("chosen_name_", std::vector{identity.chosen_name}),
        std::pair("pronouns_", std::vector{identity.pronouns}), std::pair("may_", identity.contact.may),
        std::pair("may_not_", identity.contact.may_not)})
    if (hidden(lines))
      return fail(Fault::bad_input,
                  "This holds signs that can't be seen. They could turn the words around or hide some.", field + n,
                  "Type it anew instead of pasting it.");
  if (identity.legal_name.empty() && identity.chosen_name.empty())
    return fail(Fault::bad_input, "A name is missing.", "legal_name_" + n, "Write at least one of the two names.");
  if (identity.chosen_name.empty()) identity.chosen_name = base::split(identity.legal_name, ' ').front();
  if (const auto born = base::trim(ask.field("born_" + n)); !born.empty()) {
    identity.birth = base::parse_day(born);
    if (!identity.birth)
      return fail(Fault::bad_input, "This is not a date.", "born_" + n, "Write it as year, month and day: 1961-03-02.");
    if (!care::can_be_birth(*identity.birth, today))
      return fail(Fault::bad_input, "This can't be a date of birth: it lies before 1900 or after today.", "born_" + n,
                  "Write the day on which they were born, or leave it empty.");
  }
  return identity;
}

Day today_in(Ask& ask, std::string_view zone) { return base::local_day(ask.house().clock->now(), zone); }

// Where a rule's refusal points: of a couple, at the one whose age is in the way.
std::string field_of(std::string_view rule, const std::string& youngest) {
  return rule == "role-held" || rule == "circle-role" ? "#my_role"
         : rule == "adult" || rule == "birth-date"    ? "#born_" + youngest
                                                      : "#legal_name_1";
}

// --- a new file ---

http::Response show_new(Ask& ask, View problem, int status = 200) {
  const auto roster = ask.roster();
  if (!roster) return error_page(ask, roster.error());
  const bool couple = (ask.form.empty() ? ask.request.asked("for") : ask.field("for")) == "couple";
  View clients = View::list(), roles = View::list();
  clients.add(client_fields(ask, "1", couple ? "One of them" : "Who it is"));
  if (couple) clients.add(client_fields(ask, "2", "The other"));
  const auto* self = (*roster)->person(ask.holder().person);
  std::string chosen(ask.field("my_role"));
  for (const auto role : {care::Role::practitioner, care::Role::therapist})
    if (self != nullptr && self->roles.contains(role)) {
      if (chosen.empty()) chosen = care::name(role);
      roles.add(View::object({{"value", care::name(role)},
                              {"label", sentence_case(care::role_word((*roster)->role_names, role))},
                              {"chosen", chosen == care::name(role)}}));
    }
  View model = top_model(ask, "files");
  if (roles.items()->empty() && !problem.shows())
    problem = problem_of(Error{Fault::refused,
                               "A file is begun by its practitioner or its therapist, and you are neither in your "
                               "practice.",
                               "my_role", "An owner of the practice can add the role."},
                         Link{"/practice", "The people of the practice"});
  model.set("problem", std::move(problem));
  model.set("couple", couple);
  model.set("clients", std::move(clients));
  model.set("roles", std::move(roles));
  return page(ask, "add_client", model, status);
}

http::Response get_new(Ask& ask) { return show_new(ask, no_problem()); }

http::Response post_new(Ask& ask) {
  const auto roster = ask.roster();
  if (!roster) return error_page(ask, roster.error());
  const auto today = today_in(ask, (*roster)->zone);
  const auto role = care::parse_role(ask.field("my_role"));
  if (!role)
    return show_new(
        ask, problem_of(Error{Fault::bad_input, "It is not said what you are in this file.", "my_role", "Choose one."}),
        422);
  care::OpenFile command;
  command.code = vault::random_code();
  command.as = *role;
  for (const std::string n : {"1", "2"}) {
    if (n == "2" && ask.field("for") != "couple") break;
    auto identity = identity_of(ask, n, today);
    if (!identity) return show_new(ask, problem_of(identity.error()), 422);
    command.clients.push_back(std::move(*identity));
  }
  std::string youngest = "1";
  if (command.clients.size() == 2 && command.clients[1].birth &&
      base::years_between(*command.clients[1].birth, today) < 18)
    youngest = "2";
  const auto made = practice::act_new(ask.house(), ask.holder(), std::move(command));
  if (!made)
    return show_new(ask, problem_of(ask, made.error(), [&](std::string_view rule) { return field_of(rule, youngest); }),
                    status_of(made.error()));
  return see_other("/files/" + made->file.str() + "?done=kept");
}

// --- describing a client anew, or for the first time where the file was imported ---

// Whom the address or the form means: nobody yet in an imported file; else one of its clients, the only one unsaid.
Result<const care::Identity*> asked_for(const Ask& ask, const care::File& file) {
  if (file.clients.empty()) return nullptr;
  const auto typed = ask.form.empty() ? ask.request.asked("person") : ask.field("person");
  if (typed.empty() && file.clients.size() == 1) return &file.clients.front();
  for (const auto& client : file.clients)
    if (client.person.str() == typed) return &client;
  return fail(Fault::not_found, "There is no such client in this file.");
}

http::Response show_client(Ask& ask, const OneFile& one, const care::Identity* known, View problem, int status = 200) {
  View model = top_model(ask, "files");
  set_name(model, one);
  model.set("problem", std::move(problem));
  model.set("person", known != nullptr ? known->person.str() : std::string());
  model.set("first", known == nullptr);
  model.set("clients", View::list({client_fields(ask, "1", "Who it is", known)}));
  return page(ask, "describe", model, status);
}

http::Response get_client(Ask& ask) {
  const auto one = open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  const auto known = asked_for(ask, one->file());
  if (!known) return error_page(ask, known.error());
  if (!one->may_act() || !care::is_professional(one->self()->role) || one->over())
    return refusal_page(ask,
                        Error{Fault::refused, "You can't change who this file is about.", "",
                              one->over()   ? "The work has ended. Its therapist can, or the client."
                              : one->here() ? "Its practitioner or therapist can."
                                          : "You are not in its circle any more. Its practitioner or therapist can put "
                                            "you in again."},
                        "", "/files/" + one->id());
  return show_client(ask, *one, *known, no_problem());
}

http::Response post_client(Ask& ask) {
  const auto one = open_one(ask);
  if (!one) return error_page(ask, one.error());
  const auto known = asked_for(ask, one->file());
  if (!known) return error_page(ask, known.error());
  auto identity = identity_of(ask, "1", today_in(ask, one->zone));
  if (!identity) return show_client(ask, *one, *known, problem_of(identity.error()), 422);
  if (*known != nullptr) identity->person = (*known)->person;
  const auto done = practice::act(ask.house(), ask.holder(), one->file().id, care::Describe{std::move(*identity)});
  if (!done)
    return show_client(ask, *one, *known,
                       problem_of(ask, done.error(), [](std::string_view rule) { return field_of(rule, "1"); }),
                       status_of(done.error()));
  return see_other("/files/" + one->id() + "?done=described");
}
}  // namespace

std::span<const Route> identity_routes() {
  using http::Lane;
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/files/new", Who::professional, get_new},
      {Method::post, "/files/new", Who::professional, post_new, Lane::write},
      {Method::get, "/files/*/client", Who::professional, get_client},
      {Method::post, "/files/*/client", Who::professional, post_client, Lane::write},
  };
  return kRoutes;
}

}  // namespace trefoil::web
