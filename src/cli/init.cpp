#include <cstdlib>

#include "cli/common.h"
#include "practice/members.h"

namespace trefoil::cli {

namespace {
namespace fs = std::filesystem;

struct InitOptions : Common {
  std::string practice, person, roles, zone;
  bool rehearsal = false;
};

// The machine's own zone, where it has an IANA name.
std::string system_zone() {
  std::error_code unknown;
  const auto link = fs::read_symlink("/etc/localtime", unknown).string();
  const auto at = link.find("zoneinfo/");
  const std::string zone = at == std::string::npos ? "" : link.substr(at + 9);
  return base::zone_exists(zone) ? zone : "UTC";
}

Result<int> init(const InitOptions& options) {
  practice::BeginRequest request{.practice = options.practice,
                                 .zone = options.zone.empty() ? system_zone() : options.zone,
                                 .person = options.person,
                                 .passphrase = TRY(read_passphrase(options))};
  request.roles = TRY(read_roles(options.roles));
  // Before anything is made, so that a second try finds nothing in its way.
  TRY(practice::check_passphrase(request.passphrase, {request.person, request.practice}));
  auto folder = TRY(practice::find_folder(data_folder(options)));
  const bool there = practice::exists(folder);  // as `serve` leaves one where nobody has begun yet
  if (!there) folder = TRY(practice::make_folder(folder.data, options.rehearsal));
  auto begun = [&]() -> Result<practice::Begun> {
    const auto opened = TRY(wire(folder, !there));
    if (there && practice::has_begun(opened.house))
      return fail(Fault::bad_input, "There is a practice in this folder already.", folder.data.string(),
                  "Choose another folder with --data.");
    if (there && options.rehearsal != folder.rehearsal)
      return fail(Fault::bad_input, "Whether a folder is a rehearsal is settled when it is made.", folder.data.string(),
                  "Choose another folder with --data.");
    return practice::begin_practice(opened.house, request);
  }();
  vault::wipe(request.passphrase);
  if (!begun) {
    std::error_code ignored;
    if (!there)
      for (const auto& file : {folder.record(), folder.witness()})
        for (const auto* part : {"", "-wal", "-shm"}) fs::remove(file.string() + part, ignored);
    return std::unexpected(begun.error());
  }
  note("The practice has begun in " + folder.data.string() +
       ". This is the recovery code, shown once; keep it on paper:");
  say(begun->recovery_code);
  return kOk;
}
}  // namespace

void add_init(CLI::App& app, int& code) {
  auto options = std::make_shared<InitOptions>();
  auto* command = app.add_subcommand("init", "Begin a practice; prints its first person's recovery code");
  add_data_option(*command, *options);
  command->add_option("--practice", options->practice, "The practice's name")->required()->type_name("NAME");
  command->add_option("--person", options->person, "Your name, with which you sign in")->required()->type_name("NAME");
  command->add_option("--role", options->roles, "What you are in it: practitioner, therapist, mentor, lead, owner")
      ->required()
      ->type_name("ROLE[,ROLE]");
  command->add_option("--passphrase-file", options->passphrase_file, "A file whose first line is your passphrase")
      ->envname("TREFOIL_PASSPHRASE_FILE")
      ->type_name("FILE");
  command->add_option("--zone", options->zone, "Time zone, as Europe/London; else this machine's")->type_name("ZONE");
  command->add_flag("--rehearsal", options->rehearsal,
                    "A folder to practise in: it shows a banner, its clock can be set");
  command->footer(
      "Example:\n  trefoil init --data ~/practice --practice 'Willow Row' --person 'Ada Lind' --role "
      "practitioner,owner \\\n"
      "    --passphrase-file ~/passphrase");
  command->callback([options, &code] { settle(code, [&] { return init(*options); }); });
}

}  // namespace trefoil::cli
