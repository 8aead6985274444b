#include <fmt/format.h>

#include "cli/common.h"

namespace trefoil::cli {

namespace {
Result<int> backup(const Common& common, const std::string& out) {
  auto opened = TRY(open_house(common));
  const auto done = TRY(practice::back_up(opened.house, out));
  std::error_code ignored;
  const auto list = opened.house.folder.erasures();
  note(fmt::format("{} bytes in {}; nothing in it can be read without somebody's passphrase. {} Keep this receipt apart from "
                   "it:",
                   done.bytes, out,
                   std::filesystem::exists(list, ignored)
                       ? "Keep a copy of " + list.string() + " with it: what was erased stays erased when it is restored."
                       : "Nothing was erased so far; until something is, it is restored with --no-erasures."));
  say(ledger::to_string(done.receipt));
  return kOk;
}

Result<int> restore(practice::RestoreRequest request, const Common& common) {
  request.data = data_folder(common);
  const base::SystemClock clock;
  const auto done = TRY(practice::restore(request, store_door(), clock));
  if (request.without_erasures)
    note("No erasure list was applied: whatever was erased since this backup is back. Erase it again.");
  note(fmt::format(
      "Restored {} logs with {} entries; {} erased again. From here on checkpoints are signed by a new key.", done.logs,
      done.entries, done.erased));
  if (done.lost > 0)
    note(fmt::format("The record that was here was {} checkpoints ahead of this backup: what they held is lost.",
                     done.lost));
  note("This is what the backup ends at; compare it with the receipt that was printed when it was made:");
  say(ledger::to_string(done.backup));
  return kOk;
}
}  // namespace

void add_backup(CLI::App& app, int& code) {
  auto common = std::make_shared<Common>();
  auto out = std::make_shared<std::string>();
  auto* command =
      app.add_subcommand("backup", "A consistent copy of the record, also while the server runs; prints a receipt");
  add_data_option(*command, *common);
  command->add_option("out", *out, "The file to make")->required()->type_name("OUT");
  command->footer("Example:\n  trefoil backup --data ~/practice /media/stick/practice.backup");
  command->callback([common, out, &code] { settle(code, [&] { return backup(*common, *out); }); });
}

void add_restore(CLI::App& app, int& code) {
  struct BackupOptions : Common {
    std::string in, erasures;
    bool without = false;
  };
  auto options = std::make_shared<BackupOptions>();
  auto* command = app.add_subcommand("restore", "Put a backup into a folder that holds no record");
  add_data_option(*command, *options);
  command->add_option("in", options->in, "The backup")->required()->type_name("IN");
  auto* list = command
                   ->add_option("--erasures", options->erasures,
                                "The practice's erasures.list, where it doesn't lie in the folder")
                   ->type_name("FILE");
  command->add_flag("--no-erasures", options->without, "There is no list: what was erased since comes back")
      ->excludes(list);
  command->footer(
      "Example:\n  trefoil restore /media/stick/practice.backup --erasures ~/erasures.list --data ~/practice");
  command->callback([options, &code] {
    settle(code, [&] {
      practice::RestoreRequest request{.in = options->in, .without_erasures = options->without};
      if (!options->erasures.empty()) request.erasures = options->erasures;
      return restore(std::move(request), *options);
    });
  });
}

}  // namespace trefoil::cli
