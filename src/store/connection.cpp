#include "store/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <thread>

namespace trefoil::store {
namespace {

// Waiting in short steps: SQLite's own steps grow to 100 ms, and a command line beside a busy server would starve.
constexpr int kStepMicroseconds = 500;

std::string uri_of(const std::filesystem::path& file, const char* query) {
  std::string out = "file:";
  for (const unsigned char c : std::filesystem::absolute(file).string()) {
    if (std::isalnum(c) || c == '/' || c == '.' || c == '-' || c == '_')
      out += static_cast<char>(c);
    else
      out += fmt::format("%{:02X}", c);
  }
  return out + query;
}

constexpr auto kEveryPragma =
    "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA foreign_keys=OFF; PRAGMA temp_store=MEMORY;";

}  // namespace

Error to_error(const SQLite::Exception& fault) {
  const int extended = fault.getExtendedErrorCode();
  const int code = extended > 0 ? extended & 0xff : fault.getErrorCode() & 0xff;
  const auto error = [&](Fault kind, const char* what, const char* mend) {
    return Error{kind, what, fmt::format("record ({})", fault.what()), mend};
  };
  switch (code) {
    case SQLITE_FULL:
      return error(Fault::full, "There is no space left on the disk; nothing was written.",
                   "Make room on the disk, then try again.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error(Fault::busy, "Another program is writing to the record.", "Try again shortly.");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return error(Fault::damaged, "The record's file is damaged.", kMendUnreadable);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return error(Fault::broken, "The record can't be written to.", "Check who owns the data folder.");
    case SQLITE_TOOBIG:
      return error(Fault::bad_input, "That is too large to be kept.", "Make it smaller.");
    case SQLITE_ERROR:
      // SQL that worked when it was written: the schema under it is not ours.
      return error(Fault::damaged, "The record's tables are not what they should be.", kMendUnreadable);
    default:
      return error(Fault::broken, "The disk failed; what was not confirmed may be lost.", "Check the disk.");
  }
}

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Access access,
                                                     const std::string& vfs) {
  const int flags = access == Access::read ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE;
  const auto attempt = [&](const std::string& name, int extra) -> Result<std::unique_ptr<Connection>> {
    return guarded([&]() -> Result<std::unique_ptr<Connection>> {
      std::unique_ptr<Connection> connection(
          new Connection(SQLite::Database(name, flags | extra | SQLite::OPEN_NOMUTEX, 0, vfs)));
      connection->exec(kEveryPragma);
      connection->pragma("PRAGMA schema_version");  // the first look at the file itself
      return connection;
    });
  };
  auto opened = attempt(file.string(), 0);
  if (!opened && access == Access::read && opened.error().fault == Fault::broken) {
    // A write-ahead file needs its index beside it. Where that can't be made and no log waits, the file alone is whole.
    std::error_code ignored;
    const auto log = file.string() + "-wal";
    if (!std::filesystem::exists(log, ignored) || std::filesystem::file_size(log, ignored) == 0)
      opened = attempt(uri_of(file, "?immutable=1"), SQLite::OPEN_URI);
  }
  return opened;
}

Connection::Connection(SQLite::Database database) : database_(std::move(database)) {
  sqlite3_extended_result_codes(handle(), 1);
  sqlite3_busy_handler(handle(), &Connection::wait, this);
}

Connection::~Connection() {
  for (const auto& [sql, statements] : idle_)
    for (auto* statement : statements) sqlite3_finalize(statement);
}

int Connection::wait(void* self, int tried) {
  const auto patience_us = static_cast<const Connection*>(self)->patience_ms_ * 1000L;
  if (static_cast<long>(tried) * kStepMicroseconds >= patience_us) return 0;
  std::this_thread::sleep_for(std::chrono::microseconds(kStepMicroseconds));
  return 1;
}

void Connection::raise(int code) const {
  const int system = sqlite3_system_errno(handle());
  if ((code & 0xff) == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT))
    throw SQLite::Exception("no space left behind an I/O error", SQLITE_FULL);
  throw SQLite::Exception(handle(), code);
}

void Connection::exec(const char* sql) {
  const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) raise(code);
}

std::int64_t Connection::pragma(const char* sql) {
  Query query(*this, sql);
  return query.step() ? static_cast<std::int64_t>(query.number(0)) : 0;
}

sqlite3_stmt* Connection::take(const char* sql) {
  auto& idle = idle_[sql];
  if (!idle.empty()) {
    auto* statement = idle.back();
    idle.pop_back();
    return statement;
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) raise(code);
  return statement;
}

void Connection::give_back(const char* sql, sqlite3_stmt* statement) {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  idle_[sql].push_back(statement);
}

Query::Query(Connection& connection, const char* sql)
    : connection_(connection), sql_(sql), statement_(connection.take(sql)) {}

Query::~Query() { connection_.give_back(sql_, statement_); }

Query& Query::bind(View bytes) {
  const int code = bytes.empty() ? sqlite3_bind_zeroblob(statement_, ++bound_, 0)
                                 : sqlite3_bind_blob64(statement_, ++bound_, bytes.data(), bytes.size(), SQLITE_STATIC);
  if (code != SQLITE_OK) connection_.raise(code);
  return *this;
}

Query& Query::bind(std::uint64_t number) {
  // SQLite's integers are signed; nothing here counts past the half.
  const auto most = static_cast<std::uint64_t>(INT64_MAX);
  const int code = sqlite3_bind_int64(statement_, ++bound_, static_cast<sqlite3_int64>(std::min(number, most)));
  if (code != SQLITE_OK) connection_.raise(code);
  return *this;
}

Query& Query::bind_null() {
  const int code = sqlite3_bind_null(statement_, ++bound_);
  if (code != SQLITE_OK) connection_.raise(code);
  return *this;
}

bool Query::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) connection_.raise(code);
  return false;
}

void Query::run() {
  while (step()) {
  }
}

void Query::again() {
  sqlite3_reset(statement_);
  bound_ = 0;
}

bool Query::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::uint64_t Query::number(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_, column));
}

View Query::blob(int column) const {
  if (sqlite3_column_type(statement_, column) != SQLITE_BLOB) return {};
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string Query::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return text == nullptr ? std::string() : std::string(text);
}

}  // namespace trefoil::store
