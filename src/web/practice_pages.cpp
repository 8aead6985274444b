// The practice and its people.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "course/programme.h"
#include "http/hosts.h"
#include "practice/outside.h"
#include "web/acts.h"
#include "web/ask.h"
#include "web/cookies.h"
#include "web/file_models.h"

namespace trefoil::web {

namespace {
constexpr std::array kColleagues = {care::Role::therapist, care::Role::practitioner, care::Role::mentor, care::Role::lead, care::Role::owner};

std::string backup_words(Ask& ask, const practice::Roster& roster) {
  const auto last = practice::last_backup(ask.house());
  const std::string how = fmt::format(
      " Make one, also while the program runs, with: trefoil backup --data {} OUT. OUT is a new file, on another disk: "
      "/media/usb/trefoil-backup, for instance.",
      ask.house().folder.data.string());
  if (!last) return "There is no backup yet." + how;
  return "The last one was made " + when_text(*last, roster.zone, ask.house().clock->now()) + "." + how;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  for (const auto& line : base::split(text, '\n'))
    if (auto one = base::trim(line); !one.empty()) out.push_back(std::move(one));
  return out;
}
std::string one_a_line(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += (out.empty() ? "" : "\n") + line;
  return out;
}

http::Response get_today(Ask& ask) {
  return ask.holder().professional ? professional_today(ask) : client_today(ask);
}

std::string standing_words(const practice::PersonEntry& entry, std::string_view zone) {
  using S = practice::PersonEntry::Standing;
  if (entry.standing == S::active) return "here";
  if (entry.standing == S::removed) return "left";
  return "invited until " + base::weekday(base::local_day(entry.expires, zone));
}

http::Response show_practice(Ask& ask, View problem, int status = 200) {
  const auto roster = practice::read_roster(ask.house(), ask.holder());
  if (!roster) return error_page(ask, roster.error());
  View model = top_model(ask, "practice");
  model.set("problem", std::move(problem));
  model.set("practice", ask.form.empty() ? std::string_view(roster->name) : ask.field("practice"));
  model.set("may_change", practice::may_manage(*roster, ask.holder().person));
  View people = View::list();
  for (const auto& entry : roster->people) {
    const bool here = entry.standing == practice::PersonEntry::Standing::active;
    people.add(View::object({{"href", "/people/" + entry.person.str()}, {"name", entry.name}, {"does", care::role_words(roster->role_names, entry.roles)},
                             {"state", standing_words(entry, roster->zone)}, {"tone", here ? "ok" : entry.standing == practice::PersonEntry::Standing::removed ? "plain" : "wait"}}));
  }
  model.set("people", std::move(people));
  model.set("idle", ask.form.empty() ? std::to_string(roster->idle_minutes) : std::string(ask.field("idle_minutes")));
  std::vector<std::pair<std::string, std::string>> zones;
  for (auto& name : base::zone_names()) zones.emplace_back(name, name);
  model.set("zones", options_of(zones, ask.form.empty() ? std::string_view(roster->zone) : ask.field("zone")));
  model.set("lead_body", ask.form.empty() ? std::string_view(roster->lead_body) : ask.field("lead_body"));
  model.set("concern_days", ask.form.empty() ? std::to_string(roster->concern_days) : std::string(ask.field("concern_days")));
  const auto kept = one_a_line(practice::checklist_of(*roster));
  model.set("checklist", ask.fields("checklist").empty() ? kept : std::string(ask.field("checklist")));
  model.set("checklist_was", ask.fields("checklist_was").empty() ? kept : std::string(ask.field("checklist_was")));
  model.set("supervision_days",
            ask.fields("supervision_days").empty() ? std::to_string(roster->supervision_days) : std::string(ask.field("supervision_days")));
  // Blank: ours, which stands beside the field.
  View names = View::list();
  for (const auto role : care::kNamedRoles) {
    const auto field = "name_" + std::string(care::name(role));
    const auto own = roster->role_names.find(role);
    const auto own_name = own == roster->role_names.end() ? std::string() : own->second;
    names.add(View::object({{"id", field}, {"label", sentence_case(care::role_word({}, role))},
                            {"value", ask.fields(field).empty() ? own_name : std::string(ask.field(field))}}));
  }
  model.set("names", std::move(names));
  model.set("client_idle", ask.fields("client_idle_minutes").empty() ? std::to_string(roster->client_idle_minutes)
                                                                     : std::string(ask.field("client_idle_minutes")));
  for (const auto& range : course::term_ranges()) {
    const std::string field(range.name);
    model.set(field, ask.fields(field).empty() ? std::to_string(roster->terms.*range.value) : std::string(ask.field(field)));
  }
  const auto ticked = ask.fields("unwaived");
  model.set("unwaived", waivable_choices(ask.form.empty() ? roster->terms.unwaived : std::set<std::string>(ticked.begin(), ticked.end()), {}));
  std::string leads;
  for (const auto& lead : practice::safeguarding_of(*roster).leads) leads += (leads.empty() ? "" : ", ") + lead.name;
  model.set("leads", leads);
  model.set("backup", backup_words(ask, *roster));
  View facts = View::list();
  facts.add(View::object({{"label", "Version"}, {"value", TREFOIL_VERSION}}));
  facts.add(View::object({{"label", "Data folder"}, {"value", ask.house().folder.data.string()}}));
  model.set("facts", std::move(facts));
  return page(ask, "practice", model, status);
}

http::Response get_practice(Ask& ask) { return show_practice(ask, no_problem()); }

http::Response post_practice(Ask& ask) {
  const auto roster = practice::read_roster(ask.house(), ask.holder());
  if (!roster) return error_page(ask, roster.error());
  practice::SettingsChanged settings{std::string(ask.field("practice")), std::string(ask.field("zone")), 0, roster->backup_days, base::trim(ask.field("lead_body"))};
  // A form from before there was such a field leaves it as it is.
  const auto days = ask.field("concern_days");
  settings.concern_days = days.empty() ? roster->concern_days : 0;
  std::from_chars(days.data(), days.data() + days.size(), settings.concern_days);
  const auto again = ask.field("supervision_days");
  settings.supervision_days = again.empty() ? roster->supervision_days : 0;
  std::from_chars(again.data(), again.data() + again.size(), settings.supervision_days);
  // Whoever did not touch the list leaves it as it is by now, also where somebody else has changed it meanwhile.
  const auto lines = lines_of(ask.field("checklist"));
  const bool untouched = ask.fields("checklist").empty() || lines == lines_of(ask.field("checklist_was"));
  settings.checklist = untouched ? roster->checklist : lines;
  if (settings.checklist == practice::checklist_of({})) settings.checklist.clear();
  settings.role_names = roster->role_names;
  for (const auto role : care::kNamedRoles)
    if (const auto field = "name_" + std::string(care::name(role)); !ask.fields(field).empty())
      settings.role_names[role] = ask.field(field);
  const auto idle = ask.field("client_idle_minutes");
  settings.client_idle_minutes = idle.empty() ? roster->client_idle_minutes : 0;
  std::from_chars(idle.data(), idle.data() + idle.size(), settings.client_idle_minutes);
  settings.terms = roster->terms;
  if (!ask.fields("met_days").empty()) {
    for (const auto& range : course::term_ranges()) {
      const auto typed = ask.field(range.name);
      int& value = settings.terms.*range.value = 0;
      std::from_chars(typed.data(), typed.data() + typed.size(), value);
    }
    settings.terms.unwaived.clear();
    for (const auto& rule : ask.fields("unwaived")) settings.terms.unwaived.insert(rule);
  }
  const auto minutes = ask.field("idle_minutes");
  std::from_chars(minutes.data(), minutes.data() + minutes.size(), settings.idle_minutes);
  if (const auto done = practice::change_settings(ask.house(), ask.holder(), settings); !done) {
    auto error = done.error();
    if (error.place == "name") error.place = "practice";  // the page's field
    return show_practice(ask, problem_of(error), status_of(error.fault));
  }
  return see_other("/practice?done=settings");
}

std::set<care::Role> roles_of(const Ask& ask) {
  std::set<care::Role> roles;
  for (const auto& text : ask.fields("role"))
    if (const auto role = care::parse_role(text)) roles.insert(*role);
  return roles;
}

View role_choices(const care::RoleNames& names, const std::set<care::Role>& chosen) {
  View roles = View::list();
  for (const auto role : kColleagues)
    roles.add(View::object({{"value", care::name(role)}, {"label", sentence_case(care::role_word(names, role))},
                            {"more", role == care::Role::owner ? "invites people and changes settings; reads no file by it" : ""},
                            {"chosen", chosen.contains(role)}}));
  return roles;
}

// Who can do what the signed-in person can't, by name.
std::string owners_in_words(const practice::Roster& roster) {
  std::string out;
  for (const auto& entry : roster.people)
    if (entry.standing == practice::PersonEntry::Standing::active && entry.roles.contains(care::Role::owner))
      out += (out.empty() ? "" : " or ") + entry.name;
  return out;
}

http::Response show_invite(Ask& ask, View problem, int status = 200) {
  const auto roster = ask.roster();
  if (!roster) return error_page(ask, roster.error());
  if (!practice::may_manage(**roster, ask.holder().person))
    return refusal_page(ask, Error{Fault::refused, "Only an owner of the practice invites people.", "", "Ask " + owners_in_words(**roster) + "."},
                        "", "/practice");
  View model = top_model(ask, "practice");
  model.set("problem", std::move(problem));
  model.set("action", "/practice/invite");
  model.set("back", "/practice");
  model.set("back_text", "Practice");
  model.set("client", false);
  model.set("name", ask.field("name"));
  model.set("roles", role_choices((*roster)->role_names, roles_of(ask)));
  model.set("people", View::list());
  model.set("nobody", false);
  model.set("lost", false);
  return page(ask, "invite", model, status);
}

http::Response get_invite(Ask& ask) { return show_invite(ask, no_problem()); }

http::Response post_invite(Ask& ask) {
  if (const auto given = passphrase_given(ask); !given) return show_invite(ask, problem_of(given.error()), passphrase_status(given.error()));
  const auto invited = practice::invite_person(ask.house(), ask.holder(), ask.field("name"), roles_of(ask));
  if (!invited) return show_invite(ask, problem_of(invited.error()), status_of(invited.error().fault));
  return invited_page(ask, ask.field("name"), *invited, "/practice");
}

// Own supervision: of everybody who noted one, and of practitioners. Noted by themself alone.
void set_supervision(Ask& ask, View& model, const practice::Roster& roster, const practice::PersonEntry& entry) {
  const Day today = base::local_day(ask.house().clock->now(), roster.zone);
  const bool mine = entry.person == ask.holder().person;
  const auto due = practice::supervision_due(roster, entry);
  std::string words;
  if (due)
    words = "The last was on " + base::in_words(*entry.supervised) + (*due < today ? "; the next was due on " : "; the next is due by ") +
            base::in_words(*due) + ".";
  else if (mine || entry.roles.contains(care::Role::practitioner))
    words = "None is noted yet.";
  model.set("supervision", words);
  model.set("supervision_over", due && *due < today);
  model.set("supervision_mine", mine);
  model.set("day", ask.field("day"));
  model.set("today", base::to_string(today));
}

http::Response show_person(Ask& ask, View problem, int status = 200) {
  const auto roster = practice::read_roster(ask.house(), ask.holder());
  if (!roster) return error_page(ask, roster.error());
  const auto id = PersonId::parse(ask.captures.at(0));
  const auto* entry = id ? roster->person(*id) : nullptr;
  if (entry == nullptr) return no_such_page(ask);
  View model = top_model(ask, "practice");
  model.set("problem", std::move(problem));
  model.set("person_id", entry->person.str());
  model.set("name", entry->name);
  model.set("does", care::role_words(roster->role_names, entry->roles));
  model.set("state", standing_words(*entry, roster->zone));
  const bool here = entry->standing == practice::PersonEntry::Standing::active;
  model.set("words", here ? practice::key_words(entry->key) : std::string());
  set_supervision(ask, model, *roster, *entry);
  const bool manages = practice::may_manage(*roster, ask.holder().person) && entry->standing != practice::PersonEntry::Standing::removed;
  const bool may = manages && entry->person != ask.holder().person;
  model.set("may_change_roles", manages);
  model.set("roles", role_choices(roster->role_names, ask.fields("role").empty() ? entry->roles : roles_of(ask)));
  model.set("may_change", may);
  std::string again, files;
  if (may) {
    const auto report = practice::what_comes_back(ask.house(), ask.holder(), entry->person);
    if (!report) return error_page(ask, report.error());
    again = fmt::format("They get new keys. You can hand back {} where you are in the circle; in others, somebody of that circle can. ",
                        report->files_regained == 1 ? "the one file" : fmt::format("{} files", report->files_regained));
    again += "What nobody else holds, above all their own process notes, is gone.";
    for (const auto& gone : report->gone) again += " " + gone + ".";
    files = fmt::format("They can open nothing written from then on. What they could read before, they may have kept: that can't be taken back. "
                        "They leave the circle of {} of yours; in others, somebody of that circle takes them out.",
                        report->files_regained == 1 ? "one file" : fmt::format("{} files", report->files_regained));
  }
  model.set("again", again);
  model.set("files", files);
  return page(ask, "person", model, status);
}

http::Response get_person(Ask& ask) { return show_person(ask, no_problem()); }

// `place`: which of the page's two fields it was typed into.
std::optional<http::Response> not_confirmed(Ask& ask, std::string_view place) {
  auto given = passphrase_given(ask);
  if (given) return std::nullopt;
  given.error().place = place;
  return show_person(ask, problem_of(given.error()), passphrase_status(given.error()));
}

http::Response post_person_invite(Ask& ask) {
  if (auto refused = not_confirmed(ask, "passphrase")) return std::move(*refused);
  const auto id = PersonId::parse(ask.captures.at(0));
  if (!id) return no_such_page(ask);
  const auto roster = practice::read_roster(ask.house(), ask.holder());
  const auto invited = practice::invite_again(ask.house(), ask.holder(), *id);
  if (!invited) return show_person(ask, problem_of(invited.error()), status_of(invited.error().fault));
  const auto* entry = roster ? roster->person(*id) : nullptr;
  return invited_page(ask, entry != nullptr ? entry->name : "", *invited, "/practice");
}

http::Response post_person_roles(Ask& ask) {
  if (auto refused = not_confirmed(ask, "passphrase-3")) return std::move(*refused);
  const auto id = PersonId::parse(ask.captures.at(0));
  if (!id) return no_such_page(ask);
  if (const auto done = practice::change_roles(ask.house(), ask.holder(), *id, roles_of(ask)); !done)
    return done.error().fault == Fault::not_found ? no_such_page(ask) : show_person(ask, problem_of(done.error()), status_of(done.error().fault));
  return see_other("/people/" + ask.captures.at(0) + "?done=roles");
}

http::Response post_supervision(Ask& ask) {
  if (PersonId::parse(ask.captures.at(0)) != ask.holder().person) return no_such_page(ask);
  const auto day = base::parse_day(ask.field("day"));
  const auto done = day ? practice::note_supervision(ask.house(), ask.holder(), *day)
                        : Result<void>(fail(Fault::bad_input, "That is no day.", "day", "Write it as 2026-11-24."));
  if (!done) return show_person(ask, problem_of(done.error()), status_of(done.error().fault));
  return see_other("/people/" + ask.captures.at(0) + "?done=kept");
}

// Where a file's own rules did not let them go: somebody has to come in before they leave, or a newer Trefoil is needed.
http::Response still_in(Ask& ask, const std::string& name, const std::vector<std::string>& files) {
  View model = top_model(ask, "practice");
  View gates = View::list();
  for (const auto& file : files)
    gates.add(View::object({{"state", "unmet"},
                            {"text", name + " is still in the circle of " + file + "."},
                            {"why", "A file needs a professional who answers for it, and one that a newer Trefoil wrote into can't be changed here."},
                            {"who", "Put somebody else into its circle first, then take them out there."},
                            {"mends", View::list({View::object({{"href", "/files"}, {"text", "Files"}})})}}));
  model.set("heading", "Out of the practice, but not out of every file");
  model.set("lead", name + " can't sign in as one of the practice any more.");
  model.set("gates", std::move(gates));
  model.set("text", "");
  model.set("link", "Practice");
  model.set("href", "/practice?done=left");
  return page(ask, "message", model);
}

http::Response post_person_remove(Ask& ask) {
  if (auto refused = not_confirmed(ask, "passphrase-2")) return std::move(*refused);
  const auto id = PersonId::parse(ask.captures.at(0));
  if (!id) return no_such_page(ask);
  const auto roster = practice::read_roster(ask.house(), ask.holder());
  const auto left = practice::remove_person(ask.house(), ask.holder(), *id);
  if (!left) return show_person(ask, problem_of(left.error()), status_of(left.error().fault));
  const auto* entry = roster ? roster->person(*id) : nullptr;
  if (entry != nullptr) ask.services.sign_ins.end_all(entry->key);
  if (!left->empty()) return still_in(ask, entry != nullptr ? entry->name : "They", *left);
  return see_other("/practice?done=left");
}
}  // namespace

std::string absolute_url(const Ask& ask, std::string_view path) {
  const bool secure = ask.services.options.secure;
  return std::string(secure ? "https://" : "http://") + std::string(ask.request.header("host")) + std::string(path);
}

bool is_local_only(const Ask& ask) { return http::is_loopback(ask.request.header("host")); }

http::Response invited_page(Ask& ask, std::string_view name, const practice::Invitation& invitation, std::string_view next) {
  const auto roster = practice::read_roster(ask.house(), ask.holder());
  const std::string zone = roster && !roster->zone.empty() ? roster->zone : "UTC";
  View model = top_model(ask, "practice");
  model.set("name", name);
  model.set("url", absolute_url(ask, "/join/" + invitation.token));
  const Day day = base::local_day(invitation.expires, zone);
  model.set("until", base::weekday(day) + ", " + base::in_words(day) + ", " + base::local_time(invitation.expires, zone));
  model.set("next", next);
  model.set("local_only", is_local_only(ask));
  return page(ask, "invited", model);
}

View first_of(const View& list, std::size_t count) {
  View out = View::list();
  for (const auto& item : *list.items()) {
    if (count-- == 0) break;
    out.add(item);
  }
  return out;
}

std::span<const Route> practice_routes() {
  using http::Lane;
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/today", Who::signed_in, get_today},
      {Method::get, "/practice", Who::professional, get_practice},
      {Method::post, "/practice", Who::professional, post_practice, Lane::write},
      {Method::get, "/practice/invite", Who::professional, get_invite},
      {Method::post, "/practice/invite", Who::professional, post_invite, Lane::slow},
      {Method::get, "/people/*", Who::professional, get_person},
      {Method::post, "/people/*/invite", Who::professional, post_person_invite, Lane::slow},
      {Method::post, "/people/*/supervision", Who::professional, post_supervision, Lane::write},
      {Method::post, "/people/*/roles", Who::professional, post_person_roles, Lane::slow},
      {Method::post, "/people/*/remove", Who::professional, post_person_remove, Lane::slow},
  };
  return kRoutes;
}

}  // namespace trefoil::web
