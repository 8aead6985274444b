// One flipped bit at a time in a small record.db and in its log file: it is named, or nothing that is kept has changed.
// A spread of bytes by default; every one with --all.
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include "ledger/test_scene.h"
#include "record.h"
#include "store/contract.h"
#include "store/copy.h"
#include "store/rules.h"

namespace trefoil::crash {

bool all_bytes = false;  // --all

namespace {

using namespace ledger;
using store::contract::content;
using store::contract::Content;
using store::contract::Folder;

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

Result<std::unique_ptr<Store>> open_copy(const Folder& folder) {
  return store::open_sqlite({.record = folder / "record.db", .read_only = true}, nullptr);
}

// What a person is told, or nothing; and what is there, where it can be read.
struct Look {
  std::string told;
  std::optional<Content> content;
};
Look look(const Folder& folder) {
  const auto store = open_copy(folder);
  if (!store) return {describe(store.error()), {}};
  Look out{damage(**store, folder.path()), {}};
  const auto found = content(**store);
  if (found) out.content = *found;
  if (!found && out.told.empty()) out.told = describe(found.error());
  return out;
}

struct Counts {
  std::size_t named = 0, unchanged = 0;
};
// Flips bits of `name` in the folder; every other file is put back before each look, since reading makes an index.
void flip(const Folder& folder, const char* name, const Content& before, std::size_t looks, Counts& counts) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    files[entry.path().filename()] = bytes_of(entry.path());
  const auto& original = files.at(name);
  const std::size_t step = all_bytes ? 1 : std::max<std::size_t>(1, original.size() / looks);
  for (std::size_t at = 0; at < original.size(); at += step) {
    const auto bit = (at * 5 + at / 8) % 8;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
      if (!files.contains(entry.path().filename())) std::filesystem::remove(entry.path());
    for (const auto& [file, bytes] : files) write(folder / file.c_str(), bytes);
    auto flipped = original;
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
    write(folder / name, flipped);
    const auto seen = look(folder);
    if (!seen.told.empty()) {
      ++counts.named;
      continue;
    }
    ++counts.unchanged;
    ASSERT_TRUE(seen.content);
    ASSERT_EQ(*seen.content, before) << "bit " << bit << " of byte " << at << " of " << name
                                     << " changed something unseen";
  }
}

TEST(Flip, of_the_record) {
  test::Scene scene;
  Folder folder;
  const auto copied = store::write_copy(scene.store, folder / "record.db");
  ASSERT_TRUE(copied) << describe(copied.error());
  const auto whole = look(folder);
  ASSERT_EQ(whole.told, "");
  ASSERT_EQ(*whole.content, *content(scene.store));
  Counts counts;
  flip(folder, "record.db", *whole.content, 1'000, counts);
  RecordProperty("named", static_cast<int>(counts.named));
  RecordProperty("unchanged", static_cast<int>(counts.unchanged));
  EXPECT_GT(counts.named, counts.unchanged / 4);  // pages have room in them; what is used is most of what is found
}

TEST(Flip, of_the_log_file) {
  Folder folder;
  {
    Folder live;
    const Hand hand;
    auto store = *hand.open(live.path());
    ASSERT_TRUE(hand.begin(*store));
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(hand.append(*store, i % 2));
    // As a power cut leaves it: the last commits in the log file alone.
    for (const auto* name : {"record.db", "record.db-wal", "witness.db", "witness.db-wal"})
      std::filesystem::copy_file(live / name, folder / name);
  }
  const auto whole = look(folder);
  ASSERT_EQ(whole.told, "");
  ASSERT_EQ(whole.content->rows.size(), static_cast<std::size_t>(Hand::kLogs));
  Counts counts;
  flip(folder, "record.db-wal", *whole.content, 600, counts);
  flip(folder, "record.db", *whole.content, 100, counts);
  EXPECT_GT(counts.named, counts.unchanged);
}

TEST(Flip, leaves_the_rest_readable) {
  // Every place of one entry's payload: the entry is named, all others are read as before.
  test::Scene scene;
  Folder folder;
  ASSERT_TRUE(store::write_copy(scene.store, folder / "record.db"));
  const auto before = *look(folder).content;
  const auto& row = scene.store.logs.at(scene.course).at(scene.store.logs.at(scene.course).size() - 2);
  auto bytes = bytes_of(folder / "record.db");
  const auto at = bytes.find(base::text(*row.payload));
  ASSERT_NE(at, std::string::npos);
  bytes[at + row.payload->size() / 2] ^= 1;
  write(folder / "record.db", bytes);
  const auto seen = look(folder);
  EXPECT_NE(seen.told.find(store::place(row.log, row.sequence)), std::string::npos) << seen.told;
  ASSERT_TRUE(seen.content);
  std::size_t changed = 0;
  for (const auto& [log, rows] : before.rows)
    for (std::size_t i = 0; i < rows.size(); ++i) changed += rows[i] != seen.content->rows.at(log).at(i) ? 1 : 0;
  EXPECT_EQ(changed, 1u);
}

}  // namespace
}  // namespace trefoil::crash

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i)
    if (std::strcmp(argv[i], "--all") == 0) trefoil::crash::all_bytes = true;
  trefoil::vault::start();
  return RUN_ALL_TESTS();
}
