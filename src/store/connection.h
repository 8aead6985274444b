// One SQLite connection with its pragmas and prepared statements. SQLiteCpp opens and closes; statements are our own
// thin lease of sqlite3_stmt, because a scan hands out SQLite's own memory without a copy and SQLiteCpp's columns
// don't. Inside this folder SQLite's faults travel as SQLite::Exception; `guarded` turns them into values at the
// border.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace trefoil::store {

enum class Access { read, write };

// Where SQLite or we can't even read the record, looking at it again helps nobody. A restore asks for a folder without a
// record, and leaves this one to whoever can still get something out of it.
inline constexpr const char* kMendUnreadable =
    "Put the last backup into another folder (`trefoil restore`), and go on there; keep this one as it is.";

// full: no space (also where the system says so behind an I/O error). busy: another process holds the lock for longer
// than we wait. damaged: the file is not what SQLite wrote. broken: disk or permission.
Error to_error(const SQLite::Exception& fault);

template <class Body>
auto guarded(Body&& body) -> decltype(body()) {
  try {
    return body();
  } catch (const SQLite::Exception& fault) {
    return std::unexpected(to_error(fault));
  }
}

class Connection {
 public:
  static constexpr int kPatience = 10'000;  // ms to wait for a lock that another process holds
  // Access::read on a file in write-ahead mode that lies in a folder that can't be written opens it as immutable.
  static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, Access access,
                                                  const std::string& vfs);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  sqlite3* handle() const { return database_.getHandle(); }
  void set_patience(int ms) { patience_ms_ = ms; }
  void exec(const char* sql);            // throws
  std::int64_t pragma(const char* sql);  // the first column of the first row, as a number; throws
  [[noreturn]] void raise(int code) const;

 private:
  friend class Query;
  explicit Connection(SQLite::Database database);
  sqlite3_stmt* take(const char* sql);
  void give_back(const char* sql, sqlite3_stmt* statement);
  static int wait(void* self, int tried);

  SQLite::Database database_;
  int patience_ms_ = kPatience;
  std::map<const char*, std::vector<sqlite3_stmt*>> idle_;  // by the address of the SQL, a constant
};

// A prepared statement on loan from its connection. `sql` must be a constant: its address is its name.
// What is bound is not copied: it must live until the last step.
class Query {
 public:
  Query(Connection& connection, const char* sql);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& bind(View bytes);
  Query& bind(std::uint64_t number);
  Query& bind_null();
  template <class AnyId>
  requires requires(const AnyId& id) { id.view(); }
  Query& bind(const AnyId& id) { return bind(id.view()); }

  bool step();   // whether there is a row
  void run();    // to the end
  void again();  // ready to be bound and stepped once more

  bool is_null(int column) const;
  std::uint64_t number(int column) const;
  // Good until the next step. Empty where the column holds no bytes.
  View blob(int column) const;
  std::string text(int column) const;
  // Of exactly this size; anything else reads as zeros, which no hash, id or signature is, so that damage is found by
  // who checks it and the rows around it can still be read.
  template <std::size_t N>
  std::array<std::uint8_t, N> fixed(int column) const {
    std::array<std::uint8_t, N> out{};
    const View bytes = blob(column);
    if (bytes.size() == N) std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
  }
  template <std::size_t N>
  View fixed_view(int column) const {
    static constexpr std::array<std::uint8_t, N> kZeros{};
    const View bytes = blob(column);
    return bytes.size() == N ? bytes : View(kZeros);
  }

 private:
  Connection& connection_;
  const char* sql_;
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

}  // namespace trefoil::store
