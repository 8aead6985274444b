#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <new>
#include <string_view>

#include "cli/common.h"

namespace trefoil::cli {

namespace {
// Where a caller closed one of the three, the next file opened would take its number, and what is printed would go into
// it. Each is read only, so that what is printed to it is known not to have arrived.
void hold_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(stream, F_GETFD) == -1 && errno == EBADF) ::open("/dev/null", O_RDONLY);
}
}  // namespace

int run(int argc, char** argv) {
  hold_closed_streams();
  vault::start();
  CLI::App app("Trefoil: a sealed record of work that happens between three people.", "trefoil");
  app.set_version_flag("--version", "trefoil " TREFOIL_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Every command takes --data DIR (or TREFOIL_DATA). Whoever acts is named by --as-person NAME, with their "
      "passphrase\n"
      "in a file named by --passphrase-file (or TREFOIL_PASSPHRASE_FILE). Exit code: 0 done, 1 refused or damaged,\n"
      "2 asked wrongly.\n\nExample:\n  trefoil serve --data ~/practice");
  int code = kOk;
  // A start is measured: it spends no time on the options of commands that nobody asked for.
  if (argc > 1 && std::string_view(argv[1]) == "serve")
    add_serve(app, code);
  else
    for (const auto add : {add_init, add_serve, add_person, add_file, add_import, add_export, add_verify, add_backup,
                           add_restore, add_demo, add_explore, add_programme, add_measure})
      add(app, code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    // CLI11 has codes of its own for what was typed wrongly; help and version are successes, and data.
    return app.exit(wrong) == 0 ? kOk : kBadInput;
  } catch (const std::bad_alloc&) {
    note("trefoil: The system gave no more memory.");
    return kRefused;
  } catch (const std::exception&) {
    note("trefoil: A fault in the program stopped this; nothing was half done.");
    return kRefused;
  }
  // A recovery code or a link that was printed nowhere is lost: nobody may take that for done.
  if (!all_said()) {
    note("trefoil: What this prints could not be written. What it did in the practice, it did.");
    if (code == kOk) code = kRefused;
  }
  return code;
}

}  // namespace trefoil::cli
