#include "store/witness.h"

#include <fcntl.h>
#include <unistd.h>

#include "store/schema.h"
#include "store/sqlite.h"

namespace trefoil::store {
namespace {

constexpr std::int32_t kWitnessId = 0x54726557;  // "TreW"
// A number that comes again after a loss keeps its first hash: the disagreement is the finding.
constexpr auto kNote = "INSERT OR IGNORE INTO line (number, hash) VALUES (?, ?)";
constexpr auto kNewest = "SELECT number, hash FROM line ORDER BY number DESC LIMIT 1";

}  // namespace

Result<std::unique_ptr<Witness>> Witness::open(const std::filesystem::path& file, const std::string& vfs) {
  // Exclusive: opening and closing a file that SQLite has open in this process would drop its locks.
  if (const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600); made >= 0) ::close(made);
  auto connection = Connection::open(file, Access::write, vfs);
  if (!connection) {
    connection.error().place = "witness";
    return std::unexpected(connection.error());
  }
  return guarded([&]() -> Result<std::unique_ptr<Witness>> {
    auto& open = **connection;
    const auto id = open.pragma(kApplicationPragma);
    if (id != 0 && id != kWitnessId)
      return fail(Fault::bad_input, "This file is not a witness.", "witness", "Check the data folder's path.");
    open.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
    open.exec("CREATE TABLE IF NOT EXISTS line (number INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT");
    if (id == 0) open.exec("PRAGMA application_id=1416783191");
    return std::unique_ptr<Witness>(new Witness(std::move(*connection)));
  });
}

void Witness::note(const ledger::Checkpoint& checkpoint) {
  const auto hash = checkpoint.hash();
  (void)guarded([&]() -> Result<void> {
    Query(*connection_, kNote).bind(checkpoint.number).bind(View(hash)).run();
    return {};
  });
}

Result<std::optional<ledger::WitnessView>> read_witness(const std::filesystem::path& witness) {
  std::error_code error;
  if (!std::filesystem::exists(witness, error)) return std::nullopt;
  auto connection = Connection::open(witness, Access::read, {});
  if (!connection) {
    connection.error().place = "witness";
    return std::unexpected(connection.error());
  }
  return guarded([&]() -> Result<std::optional<ledger::WitnessView>> {
    if ((*connection)->pragma(kApplicationPragma) == 0) return std::nullopt;  // never written to
    Query query(**connection, kNewest);
    if (!query.step()) return std::nullopt;
    return ledger::WitnessView{query.number(0), query.fixed<32>(1)};
  });
}

}  // namespace trefoil::store
