#include "store/copy.h"

#include <fcntl.h>
#include <unistd.h>

#include "store/schema.h"
#include "store/tables.h"

namespace trefoil::store {
namespace {

using namespace ledger;

Result<void> to_disk(const std::filesystem::path& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return fail(Fault::broken, "The copy could not be opened.", path.filename().string());
  const bool done = ::fsync(file) == 0;
  ::close(file);
  if (!done) return fail(Fault::broken, "The copy could not be brought to the disk.", path.filename().string());
  return {};
}

Result<void> put_all(const Store& store, Connection& into) {
  const auto heads = TRY(store.heads());
  for (const auto& head : heads) {
    TRY(store.scan(head.log, 0, [&](const RowView& row) {
      put(into, row);
      return true;
    }));
    const auto wraps = TRY(store.wraps_of(head.log));
    for (const auto& wrap : wraps) put(into, wrap);
  }
  for (const auto kind : {SideKind::card, SideKind::keyring, SideKind::slot, SideKind::tombstone}) {
    const auto sides = TRY(store.sides(kind));
    for (const auto& side : sides) put(into, side);
  }
  return store.scan_checkpoints(1, [&](const Checkpoint& checkpoint) {
    put(into, checkpoint);
    return true;
  });
}

}  // namespace

std::filesystem::path part_of(const std::filesystem::path& file) { return file.string() + ".part"; }

Result<void> begin_part(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::exists(file, error))
    return fail(Fault::bad_input, "There is a file of that name already.", file.filename().string(),
                "Choose another name, or move the file away.");
  std::filesystem::remove(part_of(file), error);
  const int made = ::open(part_of(file).c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made < 0)
    return fail(Fault::broken, "The copy can't be made there.", file.filename().string(),
                "Choose a folder that exists and that you may write to.");
  ::close(made);
  return {};
}

Result<void> settle(const std::filesystem::path& file) {
  TRY(to_disk(part_of(file), O_RDWR));
  std::error_code error;
  std::filesystem::rename(part_of(file), file, error);
  if (error) return fail(Fault::broken, "The copy could not be given its name.", file.filename().string());
  const auto folder = file.parent_path();
  return to_disk(folder.empty() ? std::filesystem::path(".") : folder, O_RDONLY | O_DIRECTORY);
}

Result<Checkpoint> write_copy(const Store& store, const std::filesystem::path& file) {
  const auto last = TRY(store.last_checkpoint());
  if (!last) return fail(Fault::not_found, "There is nothing to copy yet.");
  TRY(begin_part(file));
  {
    auto connection = TRY(Connection::open(part_of(file), Access::write, {}));
    TRY(prepare(*connection, part_of(file)));
    const auto filled = guarded([&]() -> Result<void> {
      connection->exec("BEGIN IMMEDIATE");
      TRY(put_all(store, *connection));
      connection->exec("COMMIT");
      return {};
    });
    TRY(filled);
  }
  TRY(settle(file));
  return *last;
}

}  // namespace trefoil::store
