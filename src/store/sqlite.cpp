#include "store/sqlite.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "store/copy.h"
#include "store/readers.h"
#include "store/schema.h"
#include "store/tables.h"
#include "store/writer.h"

namespace trefoil::store {
namespace {

using namespace ledger;

constexpr auto kIntegrity = "PRAGMA integrity_check";
constexpr auto kVacuumInto = "VACUUM INTO CAST(? AS TEXT)";
// Reset logs larger than this are cut: a large import should not leave a large file behind.
constexpr auto kWriting =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA journal_size_limit=16777216;";

class SqliteStore : public Store {
 public:
  SqliteStore(std::shared_ptr<Readers> readers, std::unique_ptr<Writer> writer)
      : writer_(std::move(writer)), readers_(std::move(readers)) {}

  Result<Checkpoint> commit(Batch batch) override {
    if (!writer_) return fail(Fault::refused, "This record was opened for reading only.", "record");
    return writer_->commit(std::move(batch));
  }
  Result<void> scan(LogId log, std::uint64_t from, const Visitor& visit) const override {
    return read([&](Connection& c) -> Result<void> { return read_entries(c, log, from, visit), Result<void>(); });
  }
  Result<Head> head(LogId log) const override {
    return read([&](Connection& c) -> Result<Head> { return read_head(c, log); });
  }
  Result<std::vector<Head>> heads() const override {
    return at_one_moment([&](Connection& c) -> Result<std::vector<Head>> { return read_heads(c); });
  }
  Result<std::vector<Wrap>> wraps_to(KeyId key) const override {
    return read([&](Connection& c) -> Result<std::vector<Wrap>> { return read_wraps_to(c, key); });
  }
  Result<std::vector<Wrap>> wraps_of(LogId log) const override {
    return read([&](Connection& c) -> Result<std::vector<Wrap>> { return read_wraps_of(c, log); });
  }
  Result<std::vector<Side>> sides(SideKind kind) const override {
    return read([&](Connection& c) -> Result<std::vector<Side>> { return read_sides(c, kind); });
  }
  Result<std::optional<Side>> side(SideKind kind, const std::array<std::uint8_t, 16>& key) const override {
    return read([&](Connection& c) -> Result<std::optional<Side>> { return read_side(c, {kind, key}); });
  }
  Result<std::optional<Checkpoint>> last_checkpoint() const override {
    return read([&](Connection& c) { return read_last_checkpoint(c); });
  }
  Result<void> scan_checkpoints(std::uint64_t from,
                                const std::function<bool(const Checkpoint&)>& visit) const override {
    return read([&](Connection& c) { return read_checkpoints(c, from, visit); });
  }
  Result<std::shared_ptr<void>> snapshot() const override { return readers_->snapshot(); }

  Result<Checkpoint> copy_to(const std::filesystem::path& file) const override {
    TRY(begin_part(file));
    const auto name = part_of(file).string();
    auto copied = [&]() -> Result<Checkpoint> {
      const auto lease = TRY(readers_->lease_fresh());  // VACUUM doesn't run inside a snapshot
      const auto vacuumed = guarded([&]() -> Result<void> {
        Query(*lease, kVacuumInto).bind(base::view(name)).run();
        return {};
      });
      TRY(vacuumed);
      const auto copy = TRY(Connection::open(name, Access::read, {}));
      const auto last = TRY(guarded([&] { return read_last_checkpoint(*copy); }));
      if (!last) return fail(Fault::not_found, "There is nothing to copy yet.");
      return *last;
    }();
    if (copied) {
      const auto settled = settle(file);
      if (settled) return copied;
      copied = std::unexpected(settled.error());
    }
    std::error_code ignored;
    std::filesystem::remove(name, ignored);
    return copied;
  }

  Result<std::vector<std::string>> self_check() const override {
    return at_one_moment([&](Connection& c) -> Result<std::vector<std::string>> {
      auto out = TRY(schema_differences(c));
      Query query(c, kIntegrity);
      while (query.step()) {
        auto line = query.text(0);
        if (line != "ok") out.push_back(std::move(line));
      }
      return out;
    });
  }

 private:
  template <class Body>
  auto read(Body&& body) const -> decltype(body(std::declval<Connection&>())) {
    const auto lease = TRY(readers_->lease());
    return guarded([&] { return body(*lease); });
  }
  // For reads of several statements.
  template <class Body>
  auto at_one_moment(Body&& body) const -> decltype(body(std::declval<Connection&>())) {
    const auto moment = TRY(readers_->snapshot());
    return read(std::forward<Body>(body));
  }

  // The readers go first, so that the writer is last to leave and takes the log file with it.
  std::unique_ptr<Writer> writer_;
  std::shared_ptr<Readers> readers_;
};

Result<void> make_file(const SqliteOptions& options) {
  std::error_code error;
  if (std::filesystem::exists(options.record, error)) return {};
  if (!options.create)
    return fail(Fault::not_found, "There is no record here.", options.record.string(), "Make one with `trefoil init`.");
  // Exclusive: opening and closing a file that SQLite has open in this process would drop its locks.
  const int made = ::open(options.record.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made >= 0) ::close(made);
  if (made < 0 && !std::filesystem::exists(options.record, error))
    return fail(Fault::broken, "The record can't be made here.", options.record.string(),
                "Choose a folder that exists and that you may write to.");
  return {};
}

Result<std::unique_ptr<Writer>> open_writer(const SqliteOptions& options, std::shared_ptr<const Notary> notary) {
  auto connection = TRY(Connection::open(options.record, Access::write, options.vfs));
  TRY(guarded([&]() -> Result<void> { return connection->exec("PRAGMA auto_vacuum=NONE"), Result<void>(); }));
  TRY(prepare(*connection, options.record));
  TRY(guarded([&]() -> Result<void> { return connection->exec(kWriting), Result<void>(); }));
  std::unique_ptr<Witness> witness;
  if (!options.witness.empty()) witness = TRY(Witness::open(options.witness, options.vfs));
  return std::make_unique<Writer>(options.record, std::move(connection), std::move(witness), std::move(notary));
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite(const SqliteOptions& options, std::shared_ptr<const Notary> notary) {
  std::unique_ptr<Writer> writer;
  const bool writes = !options.read_only && notary != nullptr;
  if (writes) {
    TRY(make_file(options));
    writer = TRY(open_writer(options, std::move(notary)));
  } else {
    std::error_code error;
    if (!std::filesystem::exists(options.record, error))
      return fail(Fault::not_found, "There is no record here.", options.record.string());
  }
  auto readers = std::make_shared<Readers>(options.record, options.vfs);
  if (!writes) {
    const auto lease = TRY(readers->lease());
    TRY(recognise(*lease));
  }
  return std::make_unique<SqliteStore>(std::move(readers), std::move(writer));
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): the store has the writer, past what is followed
}

}  // namespace trefoil::store
