#include "practice/house.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "practice/disk.h"

namespace trefoil::practice {

namespace fs = std::filesystem;

namespace {
// Tag and content of the `rehearsal` mark: signed, so that a mark copied in from elsewhere does not make a real folder
// accept a settable clock.
constexpr std::string_view kRehearsalTag = "trefoil rehearsal v1";

fs::path memory_folder(const fs::path& data) {
  const auto name = fmt::format("trefoil-{}-{}", ::getuid(), base::to_base32(View(vault::hash("trefoil folder v1", {base::view(data.string())})).first(10)));
  if (const char* runtime = std::getenv("XDG_RUNTIME_DIR"); runtime != nullptr && *runtime != 0) {
    std::error_code ignored;
    if (fs::is_directory(runtime, ignored)) return fs::path(runtime) / name;
  }
  return fs::path("/dev/shm") / name;
}

// The service key's seed, read into guarded memory.
Result<vault::Key> read_service_seed(vault::Arena& arena, const Folder& folder) {
  auto bytes = TRY(read_whole(folder.service_key(), 1024));
  if (bytes.size() != 32)
    return fail(Fault::damaged, "The service key is not 32 bytes long.", folder.service_key().filename().string(),
                "Put back the service.key that belongs to this folder.");
  const vault::Key seed = arena.keep(bytes);
  vault::wipe(bytes);
  return seed;
}

Result<bool> is_rehearsal(const Folder& folder) {
  std::error_code ignored;
  const fs::path mark = folder.data / "rehearsal";
  if (!fs::exists(mark, ignored)) return false;
  auto bytes = TRY(read_whole(mark, 1024));
  vault::Arena arena;
  const auto seed = TRY(read_service_seed(arena, folder));
  const auto pair = vault::pair_from_seed(arena, seed);
  vault::Signature signature{};
  if (bytes.size() != signature.size()) return fail(Fault::damaged, "The rehearsal mark is not this folder's.", "rehearsal");
  std::copy(bytes.begin(), bytes.end(), signature.begin());
  if (!vault::verify(pair.card.sign, signature, kRehearsalTag, pair.card.sign))
    return fail(Fault::damaged, "The rehearsal mark is not this folder's.", "rehearsal",
                "A real practice never becomes a rehearsal: remove the file.");
  return true;
}
}  // namespace

Result<Folder> find_folder(const fs::path& data) {
  vault::start();
  std::error_code failed;
  const fs::path absolute = fs::absolute(data, failed).lexically_normal();
  if (failed) return fail(Fault::broken, "The data folder can't be reached.", data.string());
  Folder folder;
  folder.data = absolute.has_filename() ? absolute : absolute.parent_path();
  folder.memory = memory_folder(folder.data);
  // What may not be looked into is not empty: nobody is told that there is no practice where one may be.
  if (fs::status(folder.record(), failed).type() != fs::file_type::not_found && failed)
    return fail(Fault::broken, "This folder can't be looked into: " + failed.message() + ".", folder.data.string(),
                "Run this as the user whose folder it is.");
  if (fs::exists(folder.service_key(), failed)) folder.rehearsal = TRY(is_rehearsal(folder));
  return folder;
}

bool exists(const Folder& folder) {
  std::error_code ignored;
  return fs::exists(folder.record(), ignored);
}

Result<Folder> make_folder(const fs::path& data, bool rehearsal) {
  auto folder = TRY(find_folder(data));
  if (exists(folder))
    return fail(Fault::bad_input, "There is a practice in this folder already.", folder.data.string(),
                "Choose another folder with --data.");
  TRY(make_private_folder(folder.data));
  TRY(make_private_folder(folder.cache()));
  std::error_code ignored;
  if (!fs::exists(folder.service_key(), ignored)) {
    vault::Arena arena;
    TRY(write_whole(folder.service_key(), vault::random_key(arena)));
  }
  if (rehearsal) {
    vault::Arena arena;
    const auto seed = TRY(read_service_seed(arena, folder));
    const auto pair = vault::pair_from_seed(arena, seed);
    TRY(write_whole(folder.data / "rehearsal", vault::sign(pair, kRehearsalTag, pair.card.sign)));
  }
  folder.rehearsal = TRY(is_rehearsal(folder));
  return folder;
}

Result<std::shared_ptr<const ledger::Notary>> read_notary(const Folder& folder) {
  vault::Arena arena;
  const auto seed = TRY(read_service_seed(arena, folder));
  return std::make_shared<const ledger::Notary>(seed);
}

}  // namespace trefoil::practice
