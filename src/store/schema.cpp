#include "store/schema.h"

#include <fmt/format.h>

#include <set>

namespace trefoil::store {
namespace {

// Lengths are checked by SQLite itself too, on writing and by integrity_check. Heads are not kept: the last entry of a
// log says them, so there is nothing that could disagree.
constexpr auto kVersion1 = R"sql(
CREATE TABLE entry (
  log BLOB NOT NULL CHECK (length(log) = 16),
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  header BLOB NOT NULL CHECK (length(header) = 152),
  payload BLOB,
  payload_hash BLOB NOT NULL CHECK (length(payload_hash) = 32),
  signature BLOB NOT NULL CHECK (length(signature) = 64),
  PRIMARY KEY (log, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_erased ON entry (log) WHERE payload IS NULL;
CREATE TABLE wrap (
  log BLOB NOT NULL CHECK (length(log) = 16),
  "grant" INTEGER NOT NULL CHECK ("grant" >= 0),
  room BLOB NOT NULL CHECK (length(room) = 16),
  epoch INTEGER NOT NULL,
  receiver BLOB NOT NULL CHECK (length(receiver) = 16),
  sealed BLOB NOT NULL,
  PRIMARY KEY (log, "grant")
) STRICT, WITHOUT ROWID;
CREATE INDEX wrap_receiver ON wrap (receiver);
CREATE TABLE side (
  kind INTEGER NOT NULL,
  key BLOB NOT NULL CHECK (length(key) = 16),
  body BLOB NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint (
  number INTEGER PRIMARY KEY CHECK (number > 0),
  body BLOB NOT NULL,
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;
)sql";

constexpr Migration kMigrations[] = {{1, kVersion1}};

constexpr auto kObjects = "SELECT CAST(type || ' ' || name || ': ' || coalesce(sql, '') AS BLOB) FROM sqlite_schema";
constexpr auto kUserVersion = "PRAGMA user_version";

std::multiset<std::string> objects(Connection& connection) {
  std::multiset<std::string> out;
  Query query(connection, kObjects);
  while (query.step()) out.emplace(base::text(query.blob(0)));
  return out;
}

void run(Connection& connection, std::span<const Migration> steps, std::int64_t from) {
  for (const auto& step : steps) {
    if (step.to <= from) continue;
    connection.exec(step.sql);
    connection.exec(fmt::format("PRAGMA user_version={}", step.to).c_str());
  }
  connection.exec(fmt::format("PRAGMA application_id={}", kApplicationId).c_str());
}

Result<void> refuse_foreign(std::int64_t version, std::int64_t application, std::int64_t newest) {
  if (application != kApplicationId)
    return fail(Fault::bad_input, "This file is not a Trefoil record.", "record", "Check the data folder's path.");
  if (version > newest)
    return fail(Fault::unsupported, "A newer Trefoil wrote this record; this one can't read it.",
                fmt::format("record, version {}", version), "Use the newer program.");
  return {};
}

// Of the tables that kMigrations make. Where this SQLite writes them down in other words, they are compared one by one.
constexpr vault::Hash kSchemaDigest = {0x77, 0xff, 0xf9, 0x40, 0x7f, 0x01, 0x27, 0x8d, 0x79, 0x82, 0x98,
                                       0x88, 0x7e, 0x7d, 0xcd, 0xcc, 0xb6, 0x8b, 0x10, 0x75, 0xb5, 0xff,
                                       0x94, 0xdb, 0xb5, 0xb4, 0xda, 0xb1, 0x5b, 0x07, 0xb1, 0x03};

Result<void> refuse_strange(Connection& connection, std::span<const Migration> steps) {
  // Making the tables once more to compare with costs a fifth of a start.
  if (steps.data() == kMigrations && schema_digest(connection) == kSchemaDigest) return {};
  const auto strange = TRY(schema_differences(connection, steps));
  if (strange.empty()) return {};
  return fail(Fault::damaged, "The record's tables are not what they should be.", "record, " + strange.front(),
              kMendUnreadable);
}

// Under the write lock. Empty files become ours; older ones move up.
Result<void> bring_up(Connection& connection, std::span<const Migration> steps) {
  connection.exec("BEGIN EXCLUSIVE");
  const auto version = connection.pragma(kUserVersion);
  const bool empty = version == 0 && connection.pragma(kApplicationPragma) == 0 && objects(connection).empty();
  if (empty || version < steps.back().to) run(connection, steps, version);
  connection.exec("COMMIT");
  return {};
}

}  // namespace

std::span<const Migration> migrations() { return kMigrations; }

vault::Hash schema_digest(Connection& connection) {
  std::string all;
  for (const auto& object : objects(connection)) all += object + '\n';
  return vault::digest(base::view(all));
}
const vault::Hash& expected_schema_digest() { return kSchemaDigest; }

Result<std::vector<std::string>> schema_differences(Connection& connection, std::span<const Migration> steps) {
  auto model = TRY(Connection::open(":memory:", Access::write, {}));
  return guarded([&]() -> Result<std::vector<std::string>> {
    run(*model, steps, 0);
    const auto wanted = objects(*model);
    const auto found = objects(connection);
    std::vector<std::string> out;
    const auto name = [](const std::string& object) { return object.substr(0, object.find(':')); };
    for (const auto& object : found)
      if (!wanted.contains(object)) out.push_back(name(object) + " is not Trefoil's");
    for (const auto& object : wanted)
      if (!found.contains(object)) out.push_back(name(object) + " is missing or changed");
    return out;
  });
}

Result<void> prepare(Connection& connection, const std::filesystem::path& file, std::span<const Migration> steps) {
  return guarded([&]() -> Result<void> {
    const auto version = connection.pragma(kUserVersion);
    const auto application = connection.pragma(kApplicationPragma);
    const bool empty = version == 0 && application == 0 && objects(connection).empty();
    const auto newest = steps.back().to;
    if (!empty) TRY(refuse_foreign(version, application, newest));
    if (empty || version < newest) {
      if (!empty) {
        const auto copy = fmt::format("{}.v{}", file.string(), version);
        std::error_code ignored;
        std::filesystem::remove(copy, ignored);  // of an attempt that did not come to its end
        connection.exec(fmt::format("VACUUM INTO '{}'",
                                    [&] {
                                      std::string quoted;
                                      for (const char c : copy)
                                        quoted += c == '\'' ? std::string("''") : std::string(1, c);
                                      return quoted;
                                    }())
                            .c_str());
      }
      auto done = guarded([&] { return bring_up(connection, steps); });
      if (!done) {
        if (sqlite3_get_autocommit(connection.handle()) == 0) connection.exec("ROLLBACK");
        return done;
      }
    }
    return refuse_strange(connection, steps);
  });
}

Result<void> recognise(Connection& connection, std::span<const Migration> steps) {
  return guarded([&]() -> Result<void> {
    const auto version = connection.pragma(kUserVersion);
    TRY(refuse_foreign(version, connection.pragma(kApplicationPragma), steps.back().to));
    if (version < steps.back().to)
      return fail(Fault::unsupported, "An older Trefoil wrote this record.", fmt::format("record, version {}", version),
                  "Open it once with `trefoil serve`, which brings it up to date.");
    return refuse_strange(connection, steps);
  });
}

}  // namespace trefoil::store
