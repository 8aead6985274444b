// The caseload, one file, who opened it, finding; and a client's own page.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "care/parting.h"
#include "practice/views.h"
#include "web/answering.h"
#include "web/file_models.h"
#include "web/measure_models.h"

namespace trefoil::web {

namespace {
constexpr int kLooks = 50;  // urgency from which a file needs a look today (practice/views.cpp)

std::string sentence_of(std::size_t count, std::string_view one, std::string_view many) {
  return sentence_case(counted(count, one, many));
}

http::Response get_files(Ask& ask) {
  const auto roster = ask.roster();
  if (!roster) return error_page(ask, roster.error());
  const auto now = ask.house().clock->now();
  const auto caseload = practice::caseload(ask.house(), ask.holder(), **roster, now);
  if (!caseload) return error_page(ask, caseload.error());
  View cases = View::list(), damage = View::list();
  std::size_t looks = 0;
  const auto& rows = caseload->rows;
  for (const auto& row : rows) {
    View attention = View::list();
    for (const auto& word : row.attention)
      attention.add(View::object({{"word", word}, {"tone", row.urgency >= kLooks ? "stop" : "wait"}}));
    looks += row.attention.empty() ? 0 : 1;
    cases.add(View::object({{"href", "/files/" + row.file.str()},
                            {"code", row.code == row.initials ? std::string() : row.code},
                            {"initials", row.initials},
                            {"full_name", row.full_name},
                            {"when", when_text(row.last_at, (*roster)->zone, now)},
                            {"measure", row.measure},
                            {"words", row.full_name + " " + row.code},
                            {"attention", std::move(attention)}}));
  }
  for (const auto& text : caseload->damage) damage.add(View::object({{"text", text}}));
  View model = top_model(ask, "files");
  model.set("lead", rows.empty() ? std::string()
                                 : sentence_of(rows.size(), "file", "files") + "; " +
                                       (looks == 0   ? "none stands out."
                                        : looks == 1 ? "one needs a look."
                                                     : fmt::format("{} need a look.", looks)));
  model.set("typed", "");
  model.set("rest", sentence_of(rows.size(), "file", "files") + ", those that need a look first.");
  model.set("cases", std::move(cases));
  model.set("damage", std::move(damage));
  model.set("empty", rows.empty());
  model.set("works", practice::meets_clients(**roster, ask.holder().person));
  return page(ask, "files", model);
}

// --- one file ---

std::string lead_of(const OneFile& one) {
  const auto& file = one.file();
  if (!one.here()) {
    const auto* self = one.self();
    if (self != nullptr && care::has_parted(file, one.reader))
      return fmt::format("The work ended on {}, and your part in it. What stood here until then you can still read; nothing newer.",
                         base::in_words(file.course.closing.end));
    return (self != nullptr ? "You left this circle on " + base::in_words(base::local_day(self->until, one.zone)) + ". "
                            : std::string()) +
           "What stood here until then you can still read; nothing newer.";
  }
  if (file.newer) return "Parts of this file were written by a newer Trefoil: it can be read here, not changed.";
  const auto ended = ended_words(one);
  return (ended.empty() ? ended : ended + " ") + fmt::format("Last entry {}.", one.when(one.last_entry()));
}

View owed_model(const OneFile& one) {
  View out = View::list();
  if (!one.may_act()) return out;
  std::map<std::pair<std::string, bool>, std::vector<std::string>> by_person;
  for (const auto& owed : practice::owed_grants(one.opened, one.roster))
    by_person[{owed.person == one.reader ? "You wait" : owed.name + " waits", owed.mine_to_give}].push_back(room_label(one.file(), owed.room, one.reader));
  bool button = false;  // one hands over all of them
  for (const auto& [who, labels] : by_person) {
    const bool mine = who.second && !button;
    button = button || mine;
    out.add(View::object({{"text", fmt::format("{} for keys{}: {}.", who.first,
                                               who.second ? " from you" : " from somebody else", joined(labels, "; "))},
                          {"mine", mine}}));
  }
  return out;
}

}  // namespace

http::Response show_file(Ask& ask, const OneFile& one, View problem, int status) {
  const auto& file = one.file();
  const Filter filter{std::string(ask.request.asked("kind")), std::string(ask.request.asked("room"))};
  const bool may_change = one.may_act() && care::is_professional(one.self()->role);
  View people = View::list(), contact = View::list(), contacts = View::list(), damage = View::list();
  for (const auto& member : file.circle)
    if (member.active)
      people.add(View::object({{"initials", initials_of(file, member)},
                               {"full_name", member.name},
                               {"does", care::role_words(one.names(), {member.role})},
                               {"you", member.person == one.reader}}));
  std::vector<std::string> pronouns;
  for (const auto& client : file.clients) {
    if (!client.pronouns.empty()) pronouns.push_back(client.pronouns);
    const auto& called = client.chosen_name.empty() ? client.legal_name : client.chosen_name;
    if (may_change && !one.over())
      contacts.add(View::object({{"href", "/files/" + one.id() + "/client?person=" + client.person.str()},
                                 {"text", file.clients.size() > 1 ? "Change " + called : std::string("Change")}}));
    if (View told = contact_model(file, client.person); told.shows()) contact.add(std::move(told));
  }
  if (may_change && !one.over() && file.clients.empty())
    contacts.add(View::object({{"href", "/files/" + one.id() + "/client"}, {"text", "Write down who the client is"}}));
  for (const auto& text : one.opened.damage) damage.add(View::object({{"text", text}}));
  const auto unreadable = one.opened.unreadable;
  View model = top_model(ask, "files");
  set_name(model, one);
  model.set("pronouns", joined(pronouns, " and "));
  model.set("code_too", file.code != file.display_name());
  model.set("since", "since " + base::in_words(base::local_day(file.opened_at, one.zone)));
  model.set("lead", lead_of(one));
  model.set("problem", std::move(problem));
  const auto held = held_words(ask, one);
  model.set("held", held.empty() ? View(false)
                                 : View::object({{"text", held}, {"more", "The course says what it takes to go on."}}));
  model.set("asked", one.may_act() ? first_of(asked_model(one), 3) : View::list());  // the course has them all
  model.set("sessions", sessions_to_come(one));
  model.set("ahead", ahead_model(one, true));
  model.set("hours", hours_words(one));
  model.set("damage", std::move(damage));
  model.set("owed", owed_model(one));
  model.set("people", std::move(people));
  model.set("contact", std::move(contact));
  model.set("contacts", std::move(contacts));
  model.set("described", !file.clients.empty());
  // Who has a sign-in already is not invited: a new link, for keys that are lost, is made from the circle.
  model.set("uninvited", std::ranges::any_of(file.circle, [&](const care::Member& member) {
    return member.keys.empty() && care::may_give_keys(file, member, one.reader);
  }));
  set_filters(model, one, filter);
  set_measures(model, one);
  set_timeline(model, one, filter);
  model.set("unreadable", unreadable == 0 ? std::string()
                                          : sentence_of(unreadable, "entry lies where you have no key.",
                                                        "entries lie where you have no key."));
  model.set("may_write", !rooms_to_write(one).empty());
  model.set("may_change", may_change);
  const bool asks = one.here() && !one.over() && (one.self()->role == care::Role::practitioner || one.self()->role == care::Role::therapist);
  model.set("beside", beside_address(one));
  model.set("measuring", asks ? "/files/" + one.id() + "/measuring" : std::string());
  model.set("is_owner", may_change);
  return page(ask, "file", model, status);
}

namespace {
http::Response get_file(Ask& ask) {
  const auto one = open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  if (!ask.holder().professional) return see_other("/today");
  return show_file(ask, *one, no_problem(), 200);
}

http::Response get_access(Ask& ask) {
  if (const auto noted = open_to_read(ask); !noted) return error_page(ask, noted.error());
  const auto read = open_one(ask);  // with the reading that was noted just now
  if (!read) return error_page(ask, read.error());
  View model = ask.holder().professional ? top_model(ask, "files") : client_model(ask, "/today");
  set_name(model, *read);
  model.set("readings", readings_model(*read));
  return page(ask, ask.holder().professional ? "access" : "client_access", model);
}

// --- finding ---

http::Response get_find(Ask& ask) {
  const std::string wanted = base::trim(ask.request.asked("q"));
  View files = View::list(), hits = View::list();
  std::string lead;
  if (!wanted.empty()) {
    const auto roster = ask.roster();
    if (!roster) return error_page(ask, roster.error());
    const auto opened = practice::open_all(ask.house(), ask.holder());
    if (!opened) return error_page(ask, opened.error());
    const auto now = ask.house().clock->now();
    std::set<LogId> told, excerpts;
    std::size_t entries = 0;
    for (const auto& hit : practice::find(*opened, wanted, ask.holder().person)) {
      const auto href = "/files/" + hit.file.str();
      if (hit.entry.is_zero()) {
        if (told.insert(hit.file).second)
          files.add(View::object(
              {{"href", href}, {"initials", hit.initials}, {"full_name", hit.full_name}, {"code", hit.code}}));
        continue;
      }
      ++entries;
      excerpts.insert(hit.file);
      hits.add(View::object({{"href", href + "#e-" + hit.entry.str()},
                             {"initials", hit.initials},
                             {"full_name", hit.full_name},
                             {"when", when_text(hit.at, (*roster)->zone, now)},
                             {"readers", sentence_case(hit.readers)},
                             {"before", hit.before},
                             {"match", hit.match},
                             {"after", hit.after}}));
    }
    for (const auto& file : opened->files)
      if (excerpts.contains(file.file.id)) note_reading(ask, file);
    lead = told.empty() && entries == 0 ? "Nothing that you may read holds these words."
                                        : sentence_of(entries, "entry", "entries") + " and " +
                                              counted(told.size(), "file", "files") + ", newest first.";
  }
  View model = top_model(ask, "find");
  model.set("typed", wanted);
  model.set("lead", lead);
  model.set("files", std::move(files));
  model.set("hits", std::move(hits));
  return page(ask, "find", model);
}

std::set<LogId> ids_of(const practice::Caseload& all) {
  std::set<LogId> out;
  for (const auto& file : all.files) out.insert(file.file.id);
  return out;
}

http::Response nothing_yet(Ask& ask, const std::set<LogId>& files) {
  View model = client_model(ask, "");
  model.set("heading", "There is no file for you here");
  model.set("lead",
            "It may have been erased, or you are not in its circle any more. Ask your practitioner or therapist.");
  model.set("gates", View::list());
  model.set("text", "");
  // An answer reaches whoever asked, also once the file is not theirs any more.
  const View news = answers_waiting(ask, files);
  const View* first = news.shows() ? &news.items()->front() : nullptr;
  model.set("link", first != nullptr ? *first->find("text")->text() : "My sign-in");
  model.set("href", first != nullptr ? *first->find("href")->text() : "/account");
  return page(ask, "client_message", model);
}

// An answer of theirs that the therapist was to read at once, and had not said that they had when they left. Nobody else
// knows of it, so the one who gave it is told.
std::string unread_words(const OneFile& one) {
  const auto& file = one.file();
  const auto here = [&](Instant at, bool then) {
    return std::ranges::any_of(file.circle, [&](const care::Member& member) {
      return member.active && member.role == care::Role::therapist && (!then || member.since <= at);
    });
  };
  const auto alert = std::ranges::find_if(file.alerts, [&](const care::Alert& each) {
    return !each.seen && each.person == one.reader && !here(each.at, true);
  });
  if (alert == file.alerts.end()) return {};
  return "On " + base::in_words(base::local_day(alert->at, one.zone)) +
         " you gave an answer that your therapist was to read at once. They left this file before they said that they had read it. " +
         (here(alert->at, false) ? "Your new therapist finds it first on their page, once they hold the key to your answers. "
                                 : "There is no therapist here just now, so nobody reads it. ") +
         "If it still matters, tell somebody yourself. If you are in danger now, ring the emergency number.";
}

// Who may read what the client holds keys to, and holds none yet: a therapist who came after another left.
std::string waits_words(const OneFile& one) {
  std::vector<std::string> names;
  for (const auto& owed : practice::owed_grants(one.opened, one.roster))
    if (owed.mine_to_give && std::ranges::count(names, owed.name) == 0) names.push_back(owed.name);
  if (names.empty() || !one.may_act()) return {};
  return joined(names, " and ") + (names.size() == 1 ? " holds" : " hold") +
         " no key yet to what you told your therapist, and to your answers.";
}

http::Response post_client_hand_over(Ask& ask) {
  const auto one = open_one(ask);
  if (!one) return error_page(ask, one.error());
  if (ask.holder().professional) return no_such_page(ask);
  if (const auto done = practice::hand_over(ask.house(), ask.holder(), one->file().id); !done) return error_page(ask, done.error());
  return see_other("/today?done=handed-over");
}
}  // namespace

http::Response client_today(Ask& ask) {
  const auto opened = practice::open_all(ask.house(), ask.holder());
  if (!opened) return error_page(ask, opened.error());
  const practice::OpenedFile* newest = nullptr;  // of several, the one that they are in and that goes on
  for (const auto& file : opened->files) {
    const auto* self = file.file.member(ask.holder().person);
    if (self != nullptr && self->active && (newest == nullptr || file.file.last_at > newest->file.last_at))
      newest = &file;
  }
  if (newest == nullptr) return nothing_yet(ask, ids_of(*opened));
  ask.captures = {newest->file.id.str()};
  const auto read = open_to_read(ask);
  if (!read) return error_page(ask, read.error());
  const auto& one = *read;
  View people = View::list();
  for (const auto& member : one.file().circle)
    if (member.active && member.person != one.reader)
      people.add(View::object({{"name", member.name}, {"does", care::role_words(one.names(), {member.role})}}));
  View model = client_model(ask, "");
  model.set("called", one.self()->name);
  model.set("lead", fmt::format("Last written here: {}.", one.when(one.last_entry())));
  model.set("id", one.id());
  model.set("people", std::move(people));
  const auto held = held_words(ask, one);
  const auto& holds = one.file().course.holds;
  const bool stopped = std::ranges::any_of(holds, [&](const course::Hold& hold) {
    return hold.kind == course::HoldKind::client_stop && hold.by == one.reader;
  });
  model.set("held", held);
  // After a stop, once more: whoever said that they want to go on can take that back. After the ending nothing is left
  // to stop.
  const bool closed = one.file().course.closing.closed;
  const bool asked = std::ranges::any_of(holds, [&](const course::Hold& hold) { return hold.by == one.reader && hold.resume_asked; });
  model.set("ended", ended_words(one));
  model.set("unread", unread_words(one));
  model.set("waits", waits_words(one));
  model.set("may_stop", !closed && !stopped);
  model.set("stop_again", !closed && stopped && asked);
  model.set("may_go_on", !closed && stopped && !asked && one.may_act());
  View waiting = answers_waiting(ask, ids_of(*opened));
  if (const auto& erasure = one.file().erasure; erasure && erasure->by != one.reader)
    waiting.add(View::object({{"href", "/files/" + one.id() + "/erase"},
                              {"text", "You are asked whether your file may be erased. It stays unless you say so."}}));
  if (one.may_act()) {
    const View asks = asked_model(one);
    for (const auto& item : *asks.items()) waiting.add(item);
  }
  model.set("asked", std::move(waiting));
  model.set("sessions", sessions_to_come(one));
  set_measures(model, one);
  set_timeline(model, one, {}, 10);
  View ahead = ahead_model(one, false);
  model.set("ahead_shown", ahead.shows());
  model.set("ahead", std::move(ahead));
  return page(ask, "client_home", model);
}

std::span<const Route> file_routes() {
  using http::Lane;
  using http::Method;
  static const std::vector<Route> kRoutes = [] {
    std::vector<Route> routes{
        {Method::get, "/files", Who::professional, get_files},
        {Method::post, "/files/*/hand-over", Who::signed_in, post_client_hand_over, Lane::slow},
        {Method::get, "/files/*", Who::signed_in, get_file},
        {Method::get, "/files/*/access", Who::signed_in, get_access},
        {Method::get, "/find", Who::professional, get_find},
    };
    for (const auto group : {identity_routes(), circle_routes(), course_routes(), stop_card_routes(), session_routes(), concern_routes(),
                             measuring_routes(), answering_routes(), measure_routes()})
      routes.insert(routes.end(), group.begin(), group.end());
    return routes;
  }();
  return kRoutes;
}

}  // namespace trefoil::web
