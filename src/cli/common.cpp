#include "cli/common.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/text.h"
#include "practice/disk.h"
#include "store/sqlite.h"

namespace trefoil::cli {

namespace {
namespace fs = std::filesystem;

std::string default_data() {
  if (const char* home = std::getenv("XDG_DATA_HOME"); home != nullptr && *home == '/')
    return std::string(home) + "/trefoil";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != 0)
    return std::string(home) + "/.local/share/trefoil";
  return "trefoil-data";
}

}  // namespace

void add_data_option(CLI::App& command, Common& common) {
  command.add_option("--data", common.data, "The practice's data folder")
      ->envname("TREFOIL_DATA")
      ->type_name("DIR")
      // As "$FOLDER" is where nobody set it: the practice of the machine's user is not meant by that.
      ->check([](const std::string& folder) { return std::string(folder.empty() ? "name a folder" : ""); });
}

void add_person_options(CLI::App& command, Common& common, bool required) {
  auto* person = command.add_option("--as-person", common.as_person, "Who acts: their sign-in name")->type_name("NAME");
  if (required) person->required();
  command.add_option("--passphrase-file", common.passphrase_file, "A file whose first line is their passphrase")
      ->envname("TREFOIL_PASSPHRASE_FILE")
      ->type_name("FILE");
}

Result<void> OpenedHouse::set_clock(const practice::Folder& folder) {
  const char* told = std::getenv("TREFOIL_NOW");
  const bool set = told != nullptr && *told != 0;
  if (!folder.rehearsal) {
    if (set) return fail(Fault::bad_input, "Only a rehearsal's clock can be set.", "TREFOIL_NOW", "Unset it.");
    clock = std::make_unique<base::SystemClock>();
    return {};
  }
  auto rehearsing = std::make_unique<base::MovedClock>();
  if (set) {
    const auto at = base::parse_instant(told);
    if (!at)
      return fail(Fault::bad_input, "This is not an instant.", "TREFOIL_NOW", "Write one as 2026-03-02T09:00:00Z.");
    rehearsing->move_on(*at - rehearsing->now());
  }
  moved = rehearsing.get();
  clock = std::move(rehearsing);
  return {};
}

practice::StoreDoor store_door() {
  practice::StoreDoor door;
  door.open = [](const practice::Folder& folder, std::shared_ptr<const ledger::Notary> notary) {
    return store::open_sqlite({.record = folder.record(), .witness = folder.witness()}, std::move(notary));
  };
  door.look = [](const fs::path& record) { return store::open_sqlite({.record = record, .read_only = true}, nullptr); };
  door.witness = store::read_witness;
  return door;
}

std::filesystem::path data_folder(const Common& common) {
  return common.data.empty() ? fs::path(default_data()) : fs::path(common.data);
}

Result<OpenedHouse> wire(const practice::Folder& folder, bool create) {
  OpenedHouse opened;
  TRY(opened.set_clock(folder));
  opened.store = TRY(store::open_sqlite({.record = folder.record(), .witness = folder.witness(), .create = create},
                                        TRY(practice::read_notary(folder))));
  opened.house.store = opened.store.get();
  opened.house.clock = opened.clock.get();
  opened.house.folder = folder;
  opened.house.verified = std::make_shared<practice::VerifiedBook>(folder.cache());
  return opened;
}

Result<OpenedHouse> open_house(const Common& common, Opening opening) {
  const fs::path data = data_folder(common);
  auto folder = TRY(practice::find_folder(data));
  const bool there = practice::exists(folder);
  if (!there && opening != Opening::make)
    return fail(Fault::bad_input, "There is no practice in this folder.", folder.data.string(),
                "Begin one with trefoil init or trefoil serve, or name its folder with --data.");
  if (!there) folder = TRY(practice::make_folder(data, folder.rehearsal));
  if (opening != Opening::look) return wire(folder, !there);
  OpenedHouse opened;
  TRY(opened.set_clock(folder));
  opened.store = TRY(store::open_sqlite({.record = folder.record(), .read_only = true}, nullptr));
  opened.house.store = opened.store.get();
  opened.house.clock = opened.clock.get();
  opened.house.folder = folder;
  return opened;
}

Result<std::string> read_passphrase(const Common& common) {
  if (common.passphrase_file.empty())
    return fail(Fault::bad_input, "A passphrase is needed.", "--passphrase-file",
                "Name a file that holds it, or set TREFOIL_PASSPHRASE_FILE.");
  auto bytes = practice::read_whole(common.passphrase_file, 64 * 1024);
  if (!bytes)
    return fail(Fault::bad_input, "The passphrase file can't be read.", common.passphrase_file, bytes.error().what);
  const auto content = base::text(*bytes);
  std::string passphrase(content.substr(0, content.find('\n')));
  if (passphrase.ends_with('\r')) passphrase.pop_back();
  vault::wipe(*bytes);
  if (passphrase.empty())
    return fail(Fault::bad_input, "The passphrase file's first line is empty.", common.passphrase_file);
  return passphrase;
}

Result<practice::Keyholder> sign_in(const OpenedHouse& opened, const Common& common) {
  auto passphrase = TRY(read_passphrase(common));
  auto holder = practice::unlock(opened.house, common.as_person, passphrase);
  vault::wipe(passphrase);
  return holder;
}

Result<Bytes> read_input(const std::string& path, std::size_t limit) {
  auto bytes = practice::read_whole(path, limit);
  if (!bytes) return fail(Fault::bad_input, bytes.error().what, path);
  return bytes;
}

Result<std::set<care::Role>> read_roles(std::string_view text) {
  std::set<care::Role> roles;
  for (const auto& word : base::split(text, ',')) {
    const auto role = care::parse_role(base::trim(word));
    if (!role || *role == care::Role::client)
      return fail(Fault::bad_input, fmt::format("\"{}\" is not a role that somebody can have in a practice.", word),
                  "--role", "One or more of practitioner, therapist, mentor, lead, owner, with commas between.");
    roles.insert(*role);
  }
  return roles;
}

int tell(const Error& error) {
  note("trefoil: " + base::describe(error));
  return error.fault == Fault::bad_input || error.fault == Fault::not_found ? kBadInput : kRefused;
}

int tell(const practice::Refused& refused) {
  if (const auto* error = std::get_if<Error>(&refused)) return tell(*error);
  for (const auto& reason : std::get<care::Refusal>(refused).reasons)
    note(fmt::format("trefoil: {} {} {} can mend it: {}", reason.what, reason.why, reason.who, reason.mend));
  return kRefused;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    std::size_t length = byte < 0x80 ? 1 : 0;
    for (std::size_t longer = 2; length == 0 && longer <= 4 && at + longer <= text.size(); ++longer)
      if (base::is_utf8(text.substr(at, longer))) length = longer;
    const bool control = byte < 0x80 ? (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f
                                     : length == 2 && byte == 0xc2 && static_cast<unsigned char>(text[at + 1]) < 0xa0;
    if (length > 0 && !control) {
      out += text.substr(at, length);
      at += length;
      continue;
    }
    out += fmt::format("\\x{:02x}", byte);
    ++at;
  }
  return out;
}
// Written as it comes, so that it reaches whoever reads along; whether all of it arrived is asked once, at the end.
void say(std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
}
bool all_said() { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }
void note(std::string_view line) {
  const auto shown = printable(line) + "\n";
  std::fwrite(shown.data(), 1, shown.size(), stderr);
}

}  // namespace trefoil::cli
