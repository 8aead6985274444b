// The same record in every store: the same checkpoints, the same reading, whole by verify; and what was changed in the
// rows of record.db behind the program's back is found.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "ledger/test_scene.h"
#include "store/memory.h"
#include "store/sqlite.h"

namespace trefoil::ledger {
namespace {

using test::Dice;
using test::Scene;

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() : path_(fs::path(testing::TempDir()) / ("trefoil-" + vault::random_id<LogId>().str())) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  fs::path operator/(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

std::string words(const Result<VerifyReport>& report) {
  if (!report) return base::describe(report.error());
  std::string out;
  for (const Finding& finding : report->findings) out += finding.place + ": " + finding.what + "\n";
  return out;
}

std::vector<std::string> texts(const Store& store, const Scene& scene, const Keychain& keys) {
  std::vector<std::string> out;
  const auto log = open_log(store, scene.course, *read_cards(store), keys, {},
                            [&](const OpenedEntry& entry) { out.emplace_back(base::text(entry.plain)); });
  for (const Error& error : log->damage) out.push_back("damage: " + base::describe(error));
  return out;
}

struct Stores {
  Folder folder;
  std::unique_ptr<Store> memory, sqlite;

  std::vector<Store*> open(const std::shared_ptr<const Notary>& notary) {
    memory = store::open_memory(notary);
    sqlite =
        store::open_sqlite({.record = folder / "record.db", .witness = folder / "witness.db", .create = true}, notary)
            .value();
    return {memory.get(), sqlite.get()};
  }
};

TEST(Stores, come_to_the_same_record) {
  // Few: each commit of a scene is on disk before the next.
  for (const std::size_t notes : {0, 1, 4}) {
    Stores stores;
    Scene scene(notes, [&](const auto& notary) { return stores.open(notary); });
    const Keychain keys = scene.keys_of(scene.therapist);
    const auto expected = texts(scene.store, scene, keys);
    for (const Store* store : {stores.memory.get(), stores.sqlite.get()}) {
      EXPECT_EQ(words(verify(*store, {.service = scene.store.notary->service()})), "");
      EXPECT_EQ(texts(*store, scene, keys), expected);
    }
    const auto witness = store::read_witness(stores.folder / "witness.db");
    ASSERT_TRUE(witness && *witness);
    EXPECT_EQ((*witness)->hash, scene.checkpoint);
  }
}

// One bit of one value, or one row taken away.
void tamper(Dice& dice, const fs::path& record) {
  static const std::pair<const char*, const char*> kValues[] = {{"entry", "log"},
                                                                {"entry", "header"},
                                                                {"entry", "payload"},
                                                                {"entry", "payload_hash"},
                                                                {"entry", "signature"},
                                                                {"wrap", "log"},
                                                                {"wrap", "room"},
                                                                {"wrap", "receiver"},
                                                                {"wrap", "sealed"},
                                                                {"wrap", "epoch"},
                                                                {"wrap", "grant"},
                                                                {"side", "key"},
                                                                {"side", "body"},
                                                                {"side", "kind"},
                                                                {"entry", "sequence"},
                                                                {"checkpoint", "body"},
                                                                {"checkpoint", "signature"},
                                                                {"checkpoint", "number"}};
  const auto [table, column] = kValues[dice.below(std::size(kValues))];
  const std::string value = '"' + std::string(column) + '"';
  SQLite::Database db(record.string(), SQLite::OPEN_READWRITE);
  db.exec("PRAGMA ignore_check_constraints = ON");
  const std::string from = " FROM " + std::string(table) + " WHERE " + value + " IS NOT NULL";
  const auto count = static_cast<std::uint64_t>(db.execAndGet("SELECT count(*)" + from).getInt64());
  SQLite::Statement pick(db, "SELECT " + value + from + " LIMIT 1 OFFSET " + std::to_string(dice.below(count)));
  pick.executeStep();
  const SQLite::Column old = pick.getColumn(0);
  RC_LOG() << table << "." << column << " was " << (old.isInteger() ? std::to_string(old.getInt64()) : "bytes") << "\n";
  if (dice.below(6) == 0) {
    SQLite::Statement remove(db, "DELETE FROM " + std::string(table) + " WHERE " + value + " = ?");
    if (old.isInteger())
      remove.bind(1, old.getInt64());
    else
      remove.bind(1, old.getBlob(), old.getBytes());
    remove.exec();
    return;
  }
  SQLite::Statement change(
      db, "UPDATE OR REPLACE " + std::string(table) + " SET " + value + " = ? WHERE " + value + " = ?");
  if (old.isInteger()) {
    change.bind(1, static_cast<std::int64_t>(old.getInt64() ^ std::int64_t{1} << dice.below(32)));
    change.bind(2, old.getInt64());
  } else {
    Bytes bytes(static_cast<const std::uint8_t*>(old.getBlob()),
                static_cast<const std::uint8_t*>(old.getBlob()) + old.getBytes());
    bytes[dice.below(bytes.size())] ^= static_cast<std::uint8_t>(1 << dice.below(8));
    change.bind(1, bytes.data(), static_cast<int>(bytes.size()));
    change.bind(2, old.getBlob(), old.getBytes());
  }
  change.exec();
}

TEST(Stores, what_was_changed_in_the_rows_is_found) {
  Stores stores;
  const Scene scene(2, [&](const auto& notary) { return stores.open(notary); });
  const fs::path whole = stores.folder / "whole.db";
  ASSERT_TRUE(stores.sqlite->copy_to(whole));
  EXPECT_TRUE(rc::check("one change in record.db", [&](std::uint64_t seed) {
    Dice dice(seed);
    const fs::path copy = stores.folder / "copy.db";
    fs::copy_file(whole, copy, fs::copy_options::overwrite_existing);
    tamper(dice, copy);
    const auto store = store::open_sqlite({.record = copy, .read_only = true}, nullptr);
    RC_ASSERT(!store || !words(verify(**store, {})).empty());
  }));
}

}  // namespace
}  // namespace trefoil::ledger
