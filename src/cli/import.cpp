#include <fmt/format.h>

#include "cli/common.h"
#include "codec/mapping.h"

namespace trefoil::cli {

namespace {
struct ImportOptions : Common {
  std::string file, mapping, role = "practitioner";
};

Result<int> import(const ImportOptions& options) {
  const auto role = care::parse_role(options.role);
  if (role != care::Role::practitioner && role != care::Role::therapist)
    return fail(Fault::bad_input, "New files are made as practitioner or as therapist.", "--role");
  const auto csv = TRY(read_input(options.file));
  const auto mapping = TRY(read_input(options.mapping, 1024 * 1024));
  if (const auto read = codec::read_mapping(mapping); !read)
    return fail(read.error().fault, read.error().what,
                read.error().place.empty() ? options.mapping : options.mapping + ", " + read.error().place,
                read.error().mend);
  auto opened = TRY(open_house(options));
  auto holder = TRY(sign_in(opened, options));
  const auto origin = "imported from " + std::filesystem::path(options.file).filename().string();
  const auto done = TRY(practice::import_scores(opened.house, holder, csv, mapping, origin, *role));
  if (!done.problems.empty()) {
    for (const auto& problem : done.problems) {
      std::string place = problem.line > 0 ? fmt::format("{}, line {}", options.file, problem.line) : options.file;
      if (!problem.column.empty()) place += fmt::format(", column {}", problem.column);
      note(fmt::format("{}: {}", place, problem.what));
    }
    note("Nothing was imported.");
    return kBadInput;
  }
  say(fmt::format("{} rows: {} scores written, {} missing, {} already there; {} files made, {} matched.", done.rows,
                  done.scores, done.missing, done.already_there, done.files_made, done.files_matched));
  return kOk;
}
}  // namespace

void add_import(CLI::App& app, int& code) {
  auto* group = app.add_subcommand("import", "Bring in what you have elsewhere: scores");
  group->require_subcommand(1);
  group->footer(
      "Example:\n  trefoil import scores scores.csv --mapping mapping.json --as-person 'Ada Lind' --passphrase-file "
      "~/passphrase");
  auto options = std::make_shared<ImportOptions>();
  auto* command =
      group->add_subcommand("scores", "Scores from a CSV, all or nothing; files are matched by code or made");
  add_data_option(*command, *options);
  add_person_options(*command, *options);
  command->add_option("file", options->file, "The CSV")->required()->type_name("FILE.csv");
  command->add_option("--mapping", options->mapping, "What its columns are")->required()->type_name("MAPPING.json");
  command->add_option("--role", options->role, "Your role in new files: practitioner or therapist")->type_name("ROLE");
  command->footer(
      "Example:\n  trefoil import scores examples/beat-the-blues.csv --mapping examples/beat-the-blues.mapping.json "
      "\\\n"
      "    --as-person 'Ada Lind' --passphrase-file ~/passphrase");
  command->callback([options, &code] { settle(code, [&] { return import(*options); }); });
}

}  // namespace trefoil::cli
