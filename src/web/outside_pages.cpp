// What goes out of a file and comes in: import, export, erasure.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "codec/file_scores_csv.h"
#include "codec/scores_csv.h"
#include "practice/concerns.h"
#include "practice/instrument_digest.h"
#include "practice/outside.h"
#include "web/file_models.h"

namespace trefoil::web {

namespace {
// --- import ---

constexpr std::string_view kMappingExample = R"({
  "code": {"column": "code"},
  "missing": ["", "NA"],
  "measures": [
    {"name": "Loneliness", "short": "Loneliness", "direction": "lower", "min": 3, "max": 9, "source": "",
     "occasions": [{"column": "first", "week": 0}, {"column": "last", "week": 12}]}
  ]
})";

http::Response show_import(Ask& ask, View problem, View done, int status = 200) {
  View model = top_model(ask, "files");
  model.set("mapping", ask.form.empty() ? kMappingExample : ask.field("mapping"));
  model.set("problem", std::move(problem));
  model.set("done", std::move(done));
  return page(ask, "import", model, status);
}

Error no_importer() {
  return {Fault::refused, "A file is begun by its practitioner or its therapist, and you are neither in your practice.",
          "", "An owner of the practice can add the role."};
}

// Nobody chooses a table and hears only then that it can't be theirs to bring in.
http::Response get_import(Ask& ask) {
  const auto roster = ask.roster();
  if (!roster) return error_page(ask, roster.error());
  if (!practice::meets_clients(**roster, ask.holder().person))
    return refusal_page(ask, no_importer(), "", "/files", Link{"/practice", "The people of the practice"});
  return show_import(ask, View(false), View(false));
}

View row_of(std::string row, std::string column, std::string cell, std::string why) {
  return View::object(
      {{"row", std::move(row)}, {"column", std::move(column)}, {"cell", std::move(cell)}, {"why", std::move(why)}});
}

http::Response nothing_imported(Ask& ask, const Error& error) {
  View rows =
      View::list({row_of("", error.place, "", error.mend.empty() ? error.what : error.what + " " + error.mend)});
  return show_import(ask, View::object({{"lead", "Nothing was imported."}, {"rows", std::move(rows)}}), View(false),
                     status_of(error.fault));
}

// Each wrong cell with what stands in it.
http::Response wrong_cells(Ask& ask, std::string_view csv, const std::vector<codec::ImportProblem>& problems) {
  const auto table = codec::read_csv(base::view(csv));
  const auto cell_of = [&](const codec::ImportProblem& problem) -> std::string {
    if (!table || problem.column.empty()) return {};
    const auto column = std::find(table->columns.begin(), table->columns.end(), problem.column);
    const auto row =
        std::find_if(table->rows.begin(), table->rows.end(), [&](const auto& one) { return one.line == problem.line; });
    const auto index = static_cast<std::size_t>(column - table->columns.begin());
    return column == table->columns.end() || row == table->rows.end() || index >= row->cells.size() ? std::string()
                                                                                                    : row->cells[index];
  };
  View rows = View::list();
  for (const auto& problem : problems)
    rows.add(row_of(problem.line == 0 ? std::string() : std::to_string(problem.line), problem.column, cell_of(problem),
                    problem.what));
  const auto lead = problems.size() == 1
                        ? std::string("One cell can't be used. Nothing was imported.")
                        : fmt::format("{} cells can't be used. Nothing was imported.", problems.size());
  return show_import(ask, View::object({{"lead", lead}, {"rows", std::move(rows)}}), View(false), 422);
}

// The last part of the name that the browser sent: some send a whole path.
std::string origin_of(const Ask& ask) {
  auto name = base::trim(base::clean(ask.field("scores.filename")));
  if (const auto slash = name.find_last_of("/\\"); slash != name.npos) name.erase(0, slash + 1);
  if (name.empty() || base::characters(name) > 100 || name.find('\n') != name.npos) name = "a table";
  return "imported from " + name;
}

std::optional<care::Role> importing_role(Ask& ask, const practice::Roster& roster) {
  const auto* self = roster.person(ask.holder().person);
  if (self != nullptr)
    for (const auto role : {care::Role::practitioner, care::Role::therapist})
      if (self->roles.contains(role)) return role;
  return std::nullopt;
}

http::Response post_import(Ask& ask) {
  const auto roster = practice::read_roster(ask.house(), ask.holder());
  if (!roster) return error_page(ask, roster.error());
  const auto role = importing_role(ask, *roster);
  if (!role) return nothing_imported(ask, no_importer());
  const auto csv = ask.field("scores"), mapping = ask.field("mapping");
  if (csv.empty())
    return nothing_imported(ask, {Fault::bad_input, "There is no table, or it is empty.", "", "Choose a CSV file."});
  const auto began = ask.house().clock->now();
  const auto done =
      practice::import_scores(ask.house(), ask.holder(), base::view(csv), base::view(mapping), origin_of(ask), *role);
  if (!done) return nothing_imported(ask, done.error());
  if (!done->problems.empty()) return wrong_cells(ask, csv, done->problems);

  View made = View::list();
  constexpr std::size_t kMost = 12;  // the rest is in the caseload
  const auto read = practice::each_file(ask.house(), ask.holder(), [&](practice::OpenedFile&& opened) {
    if (!opened.file.imported || opened.file.opened_at < began || made.items()->size() >= kMost) return;
    std::size_t scores = 0;
    for (const auto& [name, series] : opened.file.series) scores += series.scores.size();
    made.add(View::object({{"href", "/files/" + opened.file.id.str()},
                           {"code", opened.file.code},
                           {"text", counted(scores, "score", "scores")}}));
  });
  if (!read) made = View::list();
  const auto lead = fmt::format(
      "{} read: {} made{}; {} kept, {} not answered{}.", counted(done->rows, "row", "rows"),
      counted(done->files_made, "file", "files"),
      done->files_matched == 0 ? "" : ", " + counted(done->files_matched, "file", "files") + " there before",
      counted(done->scores, "score", "scores"), counted(done->missing, "cell", "cells"),
      done->already_there == 0 ? "" : ", " + counted(done->already_there, "score", "scores") + " there already");
  return show_import(ask, View(false), View::object({{"lead", sentence_case(lead)}, {"made", std::move(made)}}));
}

// --- export ---

http::Response show_export(Ask& ask, const OneFile& one, View problem, int status = 200) {
  const bool professional = ask.holder().professional;
  View model = professional ? top_model(ask, "files") : client_model(ask, "/today");
  set_name(model, one);
  model.set("problem", std::move(problem));
  View includes = includes_model(one);
  if (const auto held = practice::concerns(ask.house(), ask.holder())) {
    const auto about = std::ranges::count_if(
        *held, [&](const auto& concern) { return concern.concern.raised.file == one.file().id; });
    if (about > 0)
      includes.add(View::object({{"text", "What you raised out of the others' sight: " +
                                              counted(static_cast<std::size_t>(about), "concern", "concerns") +
                                              ". Mind whom you give this to."}}));
  }
  model.set("includes", std::move(includes));
  View leaves = View::list();
  for (const auto& [room, place] : one.file().rooms)
    if (one.opened.keys.newest(place.log, place.id) == nullptr)
      leaves.add(View::object({{"text", room_label(one.file(), room, one.reader)}}));
  model.set("leaves", std::move(leaves));
  if (professional) model.set("scores", ask.request.asked("as") == "table" || ask.field("form") == "csv");
  return page(ask, professional ? "export" : "client_export", model, status);
}

http::Response get_export(Ask& ask) {
  const auto one = open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  return show_export(ask, *one, no_problem());
}

http::Response post_export(Ask& ask) {
  const auto one = open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  if (const auto given = passphrase_given(ask); !given)
    return show_export(ask, *one, problem_of(given.error()), passphrase_status(given.error()));
  if (ask.field("form") == "csv" && ask.holder().professional) {
    http::Response table;
    table.set("Content-Type", "text/csv; charset=utf-8");
    table.set("Content-Disposition", "attachment; filename=\"trefoil-scores.csv\"");
    table.body = codec::write_file_scores(one->file(), ask.services.instruments.all(),
                                          [](const measure::Instrument& instrument) { return practice::wording_of(instrument); });
    return table;
  }
  auto exported = practice::export_file(ask.house(), ask.holder(), one->file().id);
  if (!exported) return error_page(ask, exported.error());
  const bool json = ask.field("form") == "json";
  http::Response response;
  response.set("Content-Type", json ? "application/json" : "text/html; charset=utf-8");
  response.set("Content-Disposition",
               std::string("attachment; filename=\"trefoil-export.") + (json ? "json" : "html") + "\"");
  response.body = json ? std::move(exported->json) : std::move(exported->html);
  return response;
}

// --- erasure ---

View texts(const std::vector<std::string>& lines) {
  View out = View::list();
  for (const auto& line : lines) out.add(View::object({{"text", line}}));
  return out;
}

// Nobody erases alone: whoever got hold of one sign-in could. Where one person alone holds keys, who could be the other.
std::string alone_words(const OneFile& one) {
  const auto& circle = one.file().circle;
  const bool other = std::ranges::any_of(circle, [&](const care::Member& member) {
    return member.active && member.person != one.reader && !member.keys.empty();
  });
  if (other) return {};
  return "Nobody else holds keys to this file yet, and nobody erases one alone, so that a sign-in which fell into other hands "
         "can't. Invite the client from the file's page, or put a colleague into its circle: either can confirm.";
}

http::Response show_erase(Ask& ask, const OneFile& one, View problem, int status = 200) {
  const auto& file = one.file();
  const bool professional = ask.holder().professional;
  View model = professional ? top_model(ask, "files") : client_model(ask, "/files/" + one.id() + "/export");
  set_name(model, one);
  model.set("alone", alone_words(one));
  model.set("problem", std::move(problem));
  model.set("goes",
            texts({"All words, names, contacts and scores of this file, in every room and for everyone, also what you "
                   "can't read",
                   "The keys to them: nobody can open it again, neither here nor in a copy of this record made later",
                   "The list of who opened it"}));
  model.set("remains", texts({"Older backups, until they age out; one that is restored has this file erased again",
                              "That a file was kept and how many entries it had, without any content, and the keys of "
                              "the two who asked and confirmed",
                              "Concerns and complaints, which are never erased with a file",
                              "What people have read, printed or exported"}));
  const bool asked = file.erasure.has_value();
  model.set("reason", ask.field("why"));
  model.set("asking", !asked && one.may_act());
  model.set("wordless", one.over());  // what they would write the client would read
  if (asked) {
    const auto* by = file.member(file.erasure->by);
    model.set("asked", View::object({{"who", file.erasure->by == one.reader ? "you"
                                             : by != nullptr                ? by->name
                                                                            : "somebody"},
                                     {"when", base::in_words(file.erasure->day)},
                                     {"why", file.erasure->reason},
                                     {"mine", file.erasure->by == one.reader}}));
  } else {
    model.set("asked", false);
  }
  return page(ask, professional ? "erase" : "client_erase", model, status);
}

http::Response get_erase(Ask& ask) {
  const auto one = open_to_read(ask);
  if (!one) return error_page(ask, one.error());
  return show_erase(ask, *one, no_problem());
}

http::Response erase_again(Ask& ask, const practice::Refused& refused) {
  const auto one = open_one(ask);
  if (!one) return error_page(ask, one.error());
  return show_erase(ask, *one, problem_of(ask, refused, [](std::string_view) { return std::string("#main"); }),
                    status_of(refused));
}

http::Response post_erase(Ask& ask) {
  const auto one = open_one(ask);
  if (!one) return error_page(ask, one.error());
  if (const auto given = passphrase_given(ask); !given)
    return show_erase(ask, *one, problem_of(given.error()), passphrase_status(given.error()));
  const auto done = practice::ask_erasure(ask.house(), ask.holder(), one->file().id, ask.field("why"));
  if (!done) return erase_again(ask, done.error());
  return see_other("/files/" + one->id() + "/erase?done=asked");
}

http::Response post_confirm(Ask& ask) {
  const auto one = open_one(ask);
  if (!one) return error_page(ask, one.error());
  if (const auto given = passphrase_given(ask); !given)
    return show_erase(ask, *one, problem_of(given.error()), passphrase_status(given.error()));
  const auto done = practice::confirm_erasure(ask.house(), ask.holder(), one->file().id);
  if (!done) return erase_again(ask, done.error());
  return see_other(ask.holder().professional ? "/files?done=erased" : "/today?done=erased");
}

http::Response post_take_back(Ask& ask) {
  const auto file = file_asked(ask);
  if (!file) return no_such_page(ask);
  const auto done = practice::act(ask.house(), ask.holder(), *file, care::WithdrawErasure{});
  if (!done) return erase_again(ask, done.error());
  return see_other((ask.holder().professional ? "/files/" + ask.captures.at(0) : std::string("/today")) + "?done=taken-back");
}
}  // namespace

std::span<const Route> outside_routes() {
  using http::Lane;
  using http::Method;
  static constexpr Route kRoutes[] = {
      {Method::get, "/import", Who::professional, get_import},
      {Method::post, "/import", Who::professional, post_import, Lane::write},
      {Method::get, "/files/*/export", Who::signed_in, get_export},
      {Method::post, "/files/*/export", Who::signed_in, post_export, Lane::slow},
      {Method::get, "/files/*/erase", Who::signed_in, get_erase},
      {Method::post, "/files/*/erase", Who::signed_in, post_erase, Lane::slow},
      {Method::post, "/files/*/erase/confirm", Who::signed_in, post_confirm, Lane::slow},
      {Method::post, "/files/*/erase/take-back", Who::signed_in, post_take_back, Lane::write},
  };
  return kRoutes;
}

}  // namespace trefoil::web
