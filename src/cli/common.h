// What every command shares: the data folder, who acts, the house wired up, and how an answer becomes an exit code.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "practice/files_draft.h"
#include "practice/outside.h"

namespace trefoil::cli {

inline constexpr int kOk = 0, kRefused = 1, kBadInput = 2;

// Filled by the options of a command.
struct Common {
  std::string data;             // --data, $TREFOIL_DATA, ~/.local/share/trefoil
  std::string as_person;        // --as-person
  std::string passphrase_file;  // --passphrase-file, $TREFOIL_PASSPHRASE_FILE
};
void add_data_option(CLI::App& command, Common& common);
void add_person_options(CLI::App& command, Common& common, bool required = true);

// The folder's store, clock and house, which live and go together.
struct OpenedHouse {
  std::unique_ptr<Clock> clock;
  base::MovedClock* moved = nullptr;  // the same, in a rehearsal
  std::unique_ptr<ledger::Store> store;
  practice::House house;

  // The system's clock; in a rehearsal folder one that can be moved on and starts at $TREFOIL_NOW, which is bad_input
  // in any other.
  Result<void> set_clock(const practice::Folder& folder);
};
enum class Opening { there, make, look };  // there: a practice must be there; make: made where missing; look: read only
Result<OpenedHouse> open_house(const Common& common, Opening opening = Opening::there);
Result<OpenedHouse> wire(const practice::Folder& folder, bool create);
std::filesystem::path data_folder(const Common& common);
practice::StoreDoor store_door();

// The file's first line without its line break. bad_input where none is named or it can't be read.
Result<std::string> read_passphrase(const Common& common);
Result<practice::Keyholder> sign_in(const OpenedHouse& opened, const Common& common);

Result<Bytes> read_input(const std::string& path, std::size_t limit = 256u * 1024 * 1024);
Result<std::set<care::Role>> read_roles(std::string_view text);  // "practitioner,owner"

// Says it on stderr and gives the exit code: 2 for what was asked wrongly, 1 for a refusal, damage or fault.
int tell(const Error& error);
int tell(const practice::Refused& refused);
// The same text without what a terminal would obey and JSON can't hold: control characters but \n and \t, and bytes that
// are no UTF-8, stand as \xNN. What a damaged record says of itself is told by some errors.
std::string printable(std::string_view text);
void say(std::string_view line);   // stdout
bool all_said();                   // false where some of it could not be written (a full disk, a closed pipe)
void note(std::string_view line);  // stderr, printable

// One group of commands each. `code` is the exit code, set when the command has run.
void add_init(CLI::App& app, int& code);
void add_serve(CLI::App& app, int& code);
void add_person(CLI::App& app, int& code);
void add_file(CLI::App& app, int& code);
void add_import(CLI::App& app, int& code);
void add_export(CLI::App& app, int& code);
void add_verify(CLI::App& app, int& code);
void add_explore(CLI::App& app, int& code);
void add_programme(CLI::App& app, int& code);
void add_measure(CLI::App& app, int& code);
void add_backup(CLI::App& app, int& code);
void add_restore(CLI::App& app, int& code);
void add_demo(CLI::App& app, int& code);

int run(int argc, char** argv);

// Runs a command that answers with a Result: an error is told.
template <class Command>
void settle(int& code, Command&& command) {
  const Result<int> done = command();
  code = done ? *done : tell(done.error());
}

}  // namespace trefoil::cli
