// Programmes from the command line: which there are, and whether one of your own can be read.
#include <fmt/format.h>

#include <algorithm>

#include "cli/common.h"
#include "codec/programme_json.h"
#include "web/programmes.h"

namespace trefoil::cli {

namespace {
std::string size_of(const course::Programme& programme) {
  std::size_t activities = 0;
  for (const auto& phase : programme.phases) activities += phase.activities.size();
  const auto many = [](std::size_t count, const char* one, const char* more) {
    return fmt::format("{} {}", count, count == 1 ? one : more);
  };
  return many(programme.phases.size(), "phase", "phases") + ", " + many(activities, "activity", "activities");
}

// What `serve` would offer; a practice need not be there yet. Faulty ones are told, and the others listed.
Result<int> list_programmes(const Common& common) {
  TRY(web::read_programmes(web::embedded_programmes()));
  const web::Programmes programmes(practice::Folder{data_folder(common)}.programmes());
  for (const auto& fault : programmes.faulty()) tell(fault);
  for (const auto& programme : programmes.all())
    say(fmt::format("{}\t{}\t{}\t{}", programme.id, programme.version, programme.name, size_of(programme)));
  return programmes.faulty().empty() ? kOk : kBadInput;
}

Result<int> check(const std::string& path) {
  // Somewhat more than may stand in one, so that what is too large is told by the reader.
  const auto bytes = TRY(read_input(path, 16 * codec::limits::kProgramme));
  const auto programme = TRY(codec::read_programme(base::text(bytes), path));
  say(fmt::format("Fine: {}, version {}, {}.", programme.name, programme.version, size_of(programme)));
  if (!programme.needs_practitioner)
    note("It asks for no practitioner: it is offered in files that have none. No session with activities can begin there, and\n"
         "what is done at home no rule holds back.");
  return kOk;
}
}  // namespace

void add_programme(CLI::App& app, int& code) {
  auto* group = app.add_subcommand("programme", "The programmes from which plans are written: list, check");
  group->require_subcommand(1);
  group->footer("Example:\n  trefoil programme list");

  auto* listing = group->add_subcommand("list", "Id, version, name and size of each programme: those that Trefoil carries, and the practice's own");
  listing->footer("Example:\n  trefoil programme list");
  const auto common = std::make_shared<Common>();
  add_data_option(*listing, *common);
  listing->callback([common, &code] { settle(code, [&] { return list_programmes(*common); }); });

  const auto file = std::make_shared<std::string>();
  auto* checking =
      group->add_subcommand("check", "Whether a programme of your own can be read, or what is wrong where");
  checking->add_option("file", *file, "The programme")->required()->type_name("FILE.json");
  checking->footer(
      "Exit 2 with the first fault, its place and what puts it right. docs/programmes.md describes the form.\n\n"
      "Example:\n  trefoil programme check programmes/social-contact.json");
  checking->callback([file, &code] { settle(code, [&] { return check(*file); }); });
}

}  // namespace trefoil::cli
