// The tables of record.db, the way from older ones to these, and what makes a file ours.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "store/connection.h"
#include "vault/hash.h"

namespace trefoil::store {

// "Tref", in the file's header, so that `file` and we know whose it is.
inline constexpr std::int32_t kApplicationId = 0x54726566;
inline constexpr auto kApplicationPragma = "PRAGMA application_id";

// Brings the tables from version `to` - 1 to `to`.
struct Migration {
  int to = 0;
  const char* sql = "";
};
std::span<const Migration> migrations();  // in order, the first makes version 1

// Makes the tables in an empty file; looks again under the lock, since another process may have been first.
// An older version is copied to "<file>.v<old>" beside itself and then migrated, in one transaction.
// unsupported: a newer version. bad_input: another program's file. damaged: tables that are not these.
Result<void> prepare(Connection& connection, const std::filesystem::path& file,
                     std::span<const Migration> steps = migrations());
// The same questions without writing; an older version is unsupported too.
Result<void> recognise(Connection& connection, std::span<const Migration> steps = migrations());

// Tables, indexes, triggers and views that differ from what the steps make, one line each. No bytes of meaning hide in
// a schema that nobody asked for.
Result<std::vector<std::string>> schema_differences(Connection& connection,
                                                    std::span<const Migration> steps = migrations());

// Of all tables, indexes, triggers and views, with what made them; and of those that the newest version has.
vault::Hash schema_digest(Connection& connection);
const vault::Hash& expected_schema_digest();

}  // namespace trefoil::store
