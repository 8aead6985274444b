// What only the SQLite store promises: the folder, other processes, versions, erased bytes, the witness.
#include "store/sqlite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>
#include <unordered_set>

#include "store/contract.h"
#include "store/schema.h"

namespace trefoil::store {
namespace {

using namespace ledger;
using namespace contract;

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void run_sql(const std::filesystem::path& file, const char* sql) {
  auto connection = Connection::open(file, Access::write, {});
  ASSERT_TRUE(connection) << describe(connection.error());
  (*connection)->exec(sql);
}

Fault fault_of_opening(const std::filesystem::path& folder) {
  const auto opened = open_folder(folder);
  EXPECT_FALSE(opened);
  return opened ? Fault::busy : opened.error().fault;
}

TEST(Sqlite, a_start_knows_its_tables_by_their_digest) {
  Folder folder;
  ASSERT_TRUE(open_folder(folder.path()));
  {
    auto connection = *Connection::open(folder / "record.db", Access::read, {});
    EXPECT_EQ(schema_digest(*connection), expected_schema_digest()) << "the tables changed: so does the digest";
  }
  run_sql(folder / "record.db", "CREATE TABLE more (a)");
  auto connection = *Connection::open(folder / "record.db", Access::read, {});
  EXPECT_NE(schema_digest(*connection), expected_schema_digest());
  EXPECT_EQ(fault_of_opening(folder.path()), Fault::damaged);
}

TEST(Sqlite, what_was_acknowledged_is_there_after_reopening) {
  Folder folder;
  Pen pen;
  Content before;
  {
    auto store = *open_folder(folder.path());
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(store->commit(batch_of(pen.write())));
    Batch batch;
    batch.sides = {side(SideKind::card, 1, "c")};
    ASSERT_TRUE(store->commit(batch));
    before = *content(*store);
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "record.db-wal"));  // a clean end leaves one file
  auto store = *open_folder(folder.path());
  EXPECT_EQ(*content(*store), before);
  const auto next = store->commit(batch_of(pen.write()));
  ASSERT_TRUE(next);
  EXPECT_EQ(next->number, 12u);
  EXPECT_EQ(next->previous, before.checkpoints.back().hash());
  EXPECT_EQ(next->sides, before.checkpoints.back().sides);
}

TEST(Sqlite, files_are_for_their_owner_only) {
  Folder folder;
  Pen pen;
  auto store = *open_folder(folder.path());
  ASSERT_TRUE(store->commit(batch_of(pen.write())));
  ASSERT_TRUE(store->copy_to(folder / "copy.db"));
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
    struct stat info {};
    ASSERT_EQ(::stat(file.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u) << file.path().filename();
  }
}

TEST(Sqlite, two_programs_write_to_one_folder) {
  Folder folder;
  // Two stores with connections of their own meet only in the files, as two processes do.
  auto one = *open_folder(folder.path());
  auto two = *open_folder(folder.path());
  const auto log = vault::random_id<LogId>();
  constexpr int kEach = 60;
  const auto work = [&](Store& store, std::uint8_t me) {
    for (int done = 0; done < kEach;) {
      auto batch = batch_of(next_row(*store.head(log)));
      batch.sides = {side(SideKind::slot, me, std::to_string(done))};  // the digest goes to and fro between them
      const auto outcome = store.commit(std::move(batch));
      if (outcome)
        ++done;
      else
        ASSERT_EQ(outcome.error().fault, Fault::stale) << describe(outcome.error());
    }
  };
  std::thread other([&] { work(*two, 2); });
  work(*one, 1);
  other.join();
  const auto found = *content(*one);
  EXPECT_EQ(found, *content(*two));
  ASSERT_EQ(found.rows.at(log).size(), static_cast<std::size_t>(2 * kEach));
  ASSERT_EQ(found.checkpoints.size(), static_cast<std::size_t>(2 * kEach));
  Hash before{};
  for (const auto& checkpoint : found.checkpoints) {
    EXPECT_EQ(checkpoint.previous, before);
    before = checkpoint.hash();
  }
  EXPECT_EQ(found.checkpoints.back().sides, sides_digest(found.sides));
  EXPECT_EQ(read_witness(folder / "witness.db")->value().hash, before);
}

TEST(Sqlite, a_write_of_another_program_is_seen_by_the_next_commit) {
  Folder folder;
  auto one = *open_folder(folder.path());
  auto two = *open_folder(folder.path());
  Pen pen;
  ASSERT_TRUE(one->commit(batch_of(pen.write())));
  Batch batch;
  batch.sides = {side(SideKind::card, 1, "new")};
  const auto second = two->commit(batch);
  ASSERT_TRUE(second);
  const auto third = one->commit(batch_of(pen.write()));  // no side of its own: the digest must not be the old one
  ASSERT_TRUE(third);
  EXPECT_EQ(third->previous, second->hash());
  EXPECT_EQ(third->sides, second->sides);
}

TEST(Sqlite, a_new_checkpoint_does_not_cover_up_a_side_that_went_missing) {
  Folder folder;
  Pen pen;
  Hash said{};
  {
    auto store = *open_folder(folder.path());
    Batch batch;
    batch.sides = {side(SideKind::tombstone, 1, "t"), side(SideKind::card, 1, "c")};
    said = store->commit(batch)->sides;
  }
  run_sql(folder / "record.db", "DELETE FROM side WHERE kind = 4");
  auto store = *open_folder(folder.path());
  const auto entry = store->commit(batch_of(pen.write()));  // a stop, say: it is not held up
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->sides, said);  // and verify still finds that the rows are others
  Batch more;
  more.sides = {side(SideKind::card, 2, "d")};
  const auto covered = store->commit(more);
  ASSERT_FALSE(covered);
  EXPECT_EQ(covered.error().fault, Fault::damaged);
  EXPECT_EQ(store->sides(SideKind::card)->size(), 1u);
}

TEST(Sqlite, a_record_that_does_not_exist_is_not_made_by_looking) {
  Folder folder;
  EXPECT_EQ(open_sqlite({.record = folder / "record.db"}, notary()).error().fault, Fault::not_found);
  EXPECT_EQ(open_sqlite({.record = folder / "record.db", .read_only = true}, nullptr).error().fault, Fault::not_found);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Sqlite, reading_only_refuses_to_write) {
  Folder folder;
  Pen pen;
  auto store = *open_folder(folder.path());
  ASSERT_TRUE(store->commit(batch_of(pen.write())));
  for (const bool read_only : {true, false}) {
    auto reader = open_sqlite({.record = folder / "record.db", .read_only = read_only}, read_only ? notary() : nullptr);
    ASSERT_TRUE(reader) << describe(reader.error());
    EXPECT_EQ((*reader)->commit(batch_of(Pen(pen).write())).error().fault, Fault::refused);
    EXPECT_EQ((*reader)->head(pen.head.log)->length, 1u);
  }
}

TEST(Sqlite, a_newer_record_is_refused_and_left_alone) {
  Folder folder;
  { auto store = *open_folder(folder.path()); }
  run_sql(folder / "record.db", "PRAGMA user_version=2");
  const auto before = bytes_of(folder / "record.db");
  EXPECT_EQ(fault_of_opening(folder.path()), Fault::unsupported);
  EXPECT_EQ(open_sqlite({.record = folder / "record.db", .read_only = true}, nullptr).error().fault,
            Fault::unsupported);
  EXPECT_EQ(bytes_of(folder / "record.db"), before);
}

TEST(Sqlite, what_is_not_a_record_is_refused_and_left_alone) {
  Folder folder;
  std::ofstream(folder / "record.db") << std::string(5000, 'x');
  EXPECT_EQ(fault_of_opening(folder.path()), Fault::damaged);
  EXPECT_EQ(bytes_of(folder / "record.db"), std::string(5000, 'x'));
  std::filesystem::remove(folder / "record.db");
  { std::ofstream empty(folder / "record.db"); }
  run_sql(folder / "record.db", "CREATE TABLE theirs (x)");
  EXPECT_EQ(fault_of_opening(folder.path()), Fault::bad_input);
}

TEST(Sqlite, a_schema_with_more_or_less_in_it_is_damaged) {
  for (const auto* change :
       {"CREATE TRIGGER eats AFTER INSERT ON entry BEGIN DELETE FROM wrap; END", "CREATE TABLE notes (x)",
        "DROP INDEX wrap_receiver", "CREATE VIEW seen AS SELECT * FROM entry"}) {
    Folder folder;
    { auto store = *open_folder(folder.path()); }
    run_sql(folder / "record.db", change);
    EXPECT_EQ(fault_of_opening(folder.path()), Fault::damaged) << change;
  }
}

TEST(Sqlite, an_older_record_is_copied_beside_itself_and_migrated) {
  static constexpr Migration kFirst[] = {{1, "CREATE TABLE old (x INTEGER) STRICT"},
                                         {2, "ALTER TABLE old RENAME TO young"}};
  Folder folder;
  const auto file = folder / "record.db";
  { std::ofstream empty(file); }
  {
    auto connection = *Connection::open(file, Access::write, {});
    ASSERT_TRUE(prepare(*connection, file, std::span(kFirst).first(1)));
    connection->exec("INSERT INTO old VALUES (42)");
    EXPECT_EQ(recognise(*connection, kFirst).error().fault, Fault::unsupported);
    ASSERT_TRUE(prepare(*connection, file, kFirst));
    EXPECT_EQ(connection->pragma("SELECT x FROM young"), 42);
    EXPECT_EQ(connection->pragma("PRAGMA user_version"), 2);
    EXPECT_TRUE(recognise(*connection, kFirst));
    ASSERT_TRUE(prepare(*connection, file, kFirst));  // again: nothing to do
  }
  auto copy = *Connection::open(file.string() + ".v1", Access::read, {});
  EXPECT_EQ(copy->pragma("PRAGMA user_version"), 1);
  EXPECT_EQ(copy->pragma("SELECT x FROM old"), 42);
}

TEST(Sqlite, a_migration_that_fails_changes_nothing) {
  static constexpr Migration kSteps[] = {{1, "CREATE TABLE old (x INTEGER) STRICT"},
                                         {2, "ALTER TABLE old RENAME TO young; INSERT INTO nowhere VALUES (1)"}};
  Folder folder;
  const auto file = folder / "record.db";
  { std::ofstream empty(file); }
  auto connection = *Connection::open(file, Access::write, {});
  ASSERT_TRUE(prepare(*connection, file, std::span(kSteps).first(1)));
  EXPECT_FALSE(prepare(*connection, file, kSteps));
  EXPECT_EQ(connection->pragma("PRAGMA user_version"), 1);
  EXPECT_TRUE(recognise(*connection, std::span(kSteps).first(1)));
}

TEST(Sqlite, erased_bytes_are_in_no_file) {
  Folder folder;
  auto store = *open_folder(folder.path());
  // Logs whose rows are split and moved between pages while they grow, small payloads and ones with pages of their own.
  std::vector<Pen> pens(12);
  // Always the same ids and sizes, and so the same pages.
  for (std::size_t i = 0; i < pens.size(); ++i) pens[i].head.log.bytes = {static_cast<std::uint8_t>(i * 37 % 256)};
  std::vector<Bytes> secrets;
  Bytes kept;
  std::uint32_t state = 4;  // leaves 14 traces where pages are not rewritten
  for (int i = 0; i < 400; ++i) {
    state = state * 1664525 + 1013904223;
    const auto which = (state >> 16) % pens.size();
    const std::size_t size = (state >> 8) % 9 == 0 ? 6000 : 272 + 256 * ((state >> 4) % 3);
    auto payload = vault::random_bytes(size);
    auto batch = batch_of(pens[which].write(payload));
    batch.wraps = {{.log = pens[which].head.log,
                    .grant = static_cast<std::uint64_t>(i),
                    .epoch = 1,
                    .sealed = vault::random_bytes(159)}};
    if (which < 3) {
      secrets.push_back(payload);
      secrets.push_back(batch.wraps[0].sealed);
    } else {
      kept = payload;
    }
    ASSERT_TRUE(store->commit(std::move(batch)));  // one by one: rows of one commit would lie together from the start
  }
  // Any 16 bytes in a row of anything erased, in any file of the folder.
  std::unordered_set<std::string_view> pieces;
  for (const auto& secret : secrets)
    for (std::size_t at = 0; at + 16 <= secret.size(); at += 16) pieces.insert(base::text(secret).substr(at, 16));
  const auto traces = [&] {
    std::size_t found = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
      const auto bytes = bytes_of(file.path());
      for (std::size_t at = 0; at + 16 <= bytes.size(); ++at)
        if (pieces.contains(std::string_view(bytes).substr(at, 16))) ++found;
    }
    return found;
  };
  EXPECT_GT(traces(), secrets.size());  // the search finds what is there
  Batch erase;
  for (int i = 0; i < 3; ++i) {
    erase.erase.push_back(pens[static_cast<std::size_t>(i)].head.log);
    erase.sides.push_back(Side{SideKind::tombstone, erase.erase.back().bytes, Bytes(8, 1)});
  }
  ASSERT_TRUE(store->commit(std::move(erase)));
  EXPECT_EQ(traces(), 0u);
  EXPECT_EQ(std::filesystem::file_size(folder / "record.db-wal"), 0u);
  EXPECT_NE(bytes_of(folder / "record.db").find(base::text(View(kept).first(64))), std::string::npos);
  EXPECT_TRUE(store->self_check()->empty());
}

TEST(Sqlite, a_reader_delays_the_wiping_of_the_log_file_no_longer_than_it_reads) {
  Folder folder;
  auto store = *open_folder(folder.path());
  Pen pen, other;
  const auto secret = vault::random_bytes(300);
  ASSERT_TRUE(store->commit(batch_of(pen.write(secret))));
  auto moment = *store->snapshot();
  Batch erase;
  erase.erase = {pen.head.log};
  ASSERT_TRUE(store->commit(std::move(erase)));
  EXPECT_TRUE(read_rows(*store, pen.head.log)->front().payload);  // its moment was before
  EXPECT_TRUE(std::filesystem::exists(folder / "erasing"));
  moment.reset();
  ASSERT_TRUE(store->commit(batch_of(other.write())));
  for (const auto* name : {"record.db", "record.db-wal"})
    EXPECT_EQ(bytes_of(folder / name).find(base::text(View(secret).first(32))), std::string::npos) << name;
  EXPECT_FALSE(std::filesystem::exists(folder / "erasing"));
}

TEST(Sqlite, an_erasure_that_was_cut_off_is_finished_at_the_next_start) {
  Folder folder;
  Pen pen;
  const auto secret = vault::random_bytes(300);
  const auto lies_there = [&] {
    return bytes_of(folder / "record.db").find(base::text(View(secret).first(32))) != std::string::npos;
  };
  ASSERT_TRUE((*open_folder(folder.path()))->commit(batch_of(pen.write(secret))));
  {  // what a crash between the commit and the wiping leaves: a freed page with its bytes, and the mark
    auto connection = *Connection::open(folder / "record.db", Access::write, {});
    connection->exec("PRAGMA secure_delete=OFF; DELETE FROM entry; PRAGMA wal_checkpoint(TRUNCATE);");
  }
  ASSERT_TRUE(lies_there());
  ASSERT_TRUE(open_folder(folder.path()));
  EXPECT_TRUE(lies_there()) << "nothing says that it is to go";
  { std::ofstream mark(folder / "erasing"); }
  ASSERT_TRUE(open_folder(folder.path()));
  EXPECT_FALSE(lies_there());
  EXPECT_FALSE(std::filesystem::exists(folder / "erasing"));
}

TEST(Sqlite, the_witness_holds_the_end_of_the_chain) {
  Folder folder;
  EXPECT_FALSE(read_witness(folder / "witness.db")->has_value());
  auto store = *open_folder(folder.path());
  EXPECT_FALSE(read_witness(folder / "witness.db")->has_value());
  Pen pen;
  for (std::uint64_t i = 1; i <= 3; ++i) {
    const auto checkpoint = store->commit(batch_of(pen.write()));
    const auto line = *read_witness(folder / "witness.db");
    ASSERT_TRUE(line);
    EXPECT_EQ(line->number, i);
    EXPECT_EQ(line->hash, checkpoint->hash());
  }
  EXPECT_EQ(fault_of_opening(folder / "no such folder"), Fault::broken);
}

TEST(Sqlite, a_damaged_witness_is_named) {
  Folder folder;
  { auto store = *open_folder(folder.path()); }
  std::ofstream(folder / "witness.db") << std::string(5000, 'x');
  const auto read = read_witness(folder / "witness.db");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().fault, Fault::damaged);
  EXPECT_EQ(read.error().place, "witness");
}

TEST(Sqlite, a_copy_is_consistent_while_writing_goes_on) {
  Folder folder;
  auto store = *open_folder(folder.path());
  Pen one, two;
  const auto first = one.head.log, second = two.head.log;
  std::atomic<bool> over = false;
  std::thread writer([&] {
    while (!over) {
      auto batch = batch_of(one.write());
      batch.rows.push_back(two.write());
      ASSERT_TRUE(store->commit(std::move(batch)));
    }
  });
  for (int i = 0; i < 5; ++i) {
    const auto file = folder.path() / ("copy" + std::to_string(i));
    const auto end = store->copy_to(file);
    if (!end && end.error().fault == Fault::not_found) continue;  // before the first write
    ASSERT_TRUE(end) << describe(end.error());
    const auto copy = open_sqlite({.record = file, .read_only = true}, nullptr);
    ASSERT_TRUE(copy);
    EXPECT_EQ((*copy)->head(first)->length, end->number);
    EXPECT_EQ((*copy)->head(second)->length, end->number);
    EXPECT_EQ((*copy)->last_checkpoint()->value(), *end);
  }
  over = true;
  writer.join();
}

TEST(Sqlite, a_live_folder_can_be_read_from_a_place_that_cannot_be_written) {
  // A backup medium, say: the file is in write-ahead mode and its index can't be made beside it.
  Folder folder;
  Pen pen;
  {
    auto store = *open_folder(folder.path());
    ASSERT_TRUE(store->commit(batch_of(pen.write())));
  }
  const auto before = bytes_of(folder / "record.db");
  auto store = open_sqlite({.record = folder / "record.db", .read_only = true}, nullptr);
  ASSERT_TRUE(store) << describe(store.error());
  EXPECT_EQ((*store)->head(pen.head.log)->length, 1u);
  EXPECT_EQ(bytes_of(folder / "record.db"), before);
}

}  // namespace
}  // namespace trefoil::store
