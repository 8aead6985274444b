// What is kept of files from one start of the program to the next: that a new program needs no file and says what a
// full reading says, that nobody else's program or key opens it, and that an erasure is its end.
#include "practice/outline_file.h"

#include <algorithm>
#include <filesystem>

#include "practice/disk.h"
#include "practice/test_house.h"
#include "practice/views.h"

namespace trefoil::practice {
namespace {

namespace fs = std::filesystem;
using testing::TestHouse;

const Bytes kBuild{1, 2, 3};

struct OutlineFileTest : ::testing::Test {
  TestHouse t;
  Keyholder ada = t.begin().holder;
  Keyholder okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  LogId file = t.new_file(ada, "AAAAAA"), other = t.new_file(ada, "BBBBBB");

  OutlineFileTest() {
    t.must(act(t.house, ada, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
    start();
  }
  fs::path cache() const { return t.house.folder.cache(); }
  fs::path path_of(const Keyholder& who) const { return cache() / (who.key().str() + ".outlines"); }
  fs::path key_path() const { return cache() / "outlines.key"; }
  // A program that has just started.
  void start(const Bytes& build = kBuild) {
    t.house.outlines = std::make_shared<OutlineBook>(OutlineBook::Limits{}, OutlineFiles(cache(), build));
  }
  // The reader's files as the list names them, and how many of them were read for it.
  std::vector<std::string> seen(Keyholder& who) {
    std::vector<std::string> out;
    const auto cases = caseload(t.house, who, *read_roster(t.house, who), t.clock.now());
    EXPECT_TRUE(cases);
    for (const auto& row : cases->rows)
      out.push_back(row.code + " " + row.full_name + " " + std::to_string(row.entries));
    std::ranges::sort(out);
    return out;
  }
  // Whether a program that starts now finds the reader's outlines.
  bool is_kept(Keyholder& who) {
    vault::Arena arena;
    return OutlineFiles(cache(), kBuild)
        .load({arena, who.key(), vault::derive(arena, who.master(), 1, "trefkept")})
        .has_value();
  }
  void erase() {
    t.must(ask_erasure(t.house, ada, file, ""));
    vault::Arena arena;
    ASSERT_TRUE(write_whole(t.house.folder.service_key(), vault::random_key(arena)));
    ASSERT_TRUE(confirm_erasure(t.house, okafor, file));
  }
};

// Of its shelf, that which the program holds at once: the same object where it was not read again.
std::map<LogId, std::shared_ptr<const Kept>> shelf_of(const House& house, const Keyholder& who) {
  return house.outlines->lend(who.key()).shelf->logs;
}

TEST_F(OutlineFileTest, AProgramThatStartsAnewSaysTheSame) {
  const auto before = seen(ada);
  ASSERT_EQ(before.size(), 2u);
  const auto held = shelf_of(t.house, ada);
  start();
  EXPECT_EQ(seen(ada), before);
  const auto now = shelf_of(t.house, ada);
  ASSERT_EQ(now.size(), held.size());
  for (const auto& [log, kept] : held) EXPECT_EQ(now.at(log)->sealed, kept->sealed) << "read again: sealed anew";
}

TEST_F(OutlineFileTest, OnlyWhatWasWrittenSinceIsReadAgain) {
  seen(ada);
  const auto held = shelf_of(t.house, ada);
  start();
  t.must(act(t.house, okafor, file, care::Write{{care::RoomKind::clinical, {}}, "a note"}));
  const auto now = seen(ada);
  EXPECT_EQ(shelf_of(t.house, ada).at(other)->sealed, held.at(other)->sealed);
  EXPECT_NE(shelf_of(t.house, ada).at(file)->sealed, held.at(file)->sealed);
  t.house.outlines = nullptr;
  EXPECT_EQ(seen(ada), now);
}

TEST_F(OutlineFileTest, IsNobodyElsesAndNoOtherBuilds) {
  seen(ada), seen(okafor);
  ASSERT_TRUE(is_kept(ada) && is_kept(okafor));
  vault::Arena arena;
  const OutlineFiles::Reader hers{arena, ada.key(), vault::derive(arena, ada.master(), 1, "trefkept")};
  EXPECT_TRUE(OutlineFiles(cache(), kBuild).load(hers));
  EXPECT_FALSE(OutlineFiles(cache(), {1, 2, 4}).load(hers));
  EXPECT_FALSE(OutlineFiles(cache(), {}).load(hers)) << "a build that can't be told from another keeps nothing";
  EXPECT_FALSE(OutlineFiles(cache(), kBuild).load({arena, ada.key(), okafor.master()}));
  fs::copy_file(path_of(ada), path_of(okafor), fs::copy_options::overwrite_existing);
  EXPECT_FALSE(is_kept(okafor));
  EXPECT_EQ(seen(okafor).size(), 1u);
}

TEST_F(OutlineFileTest, OneByteThatIsOtherAndNoneOfItIsUsed) {
  const auto before = seen(ada);
  const auto whole = *read_whole(path_of(ada), 1 << 20);
  for (std::size_t at = 0; at < whole.size(); at += at < 80 ? 1 : 97) {
    auto changed = whole;
    changed[at] ^= 1;
    ASSERT_TRUE(write_whole(path_of(ada), changed));
    EXPECT_FALSE(is_kept(ada)) << at;
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{31}, std::size_t{32}, whole.size() - 1}) {
    ASSERT_TRUE(write_whole(path_of(ada), View(whole).first(size)));
    EXPECT_FALSE(is_kept(ada)) << size;
  }
  start();
  EXPECT_EQ(seen(ada), before);
  EXPECT_TRUE(is_kept(ada)) << "written anew";
}

TEST_F(OutlineFileTest, TheDiskHoldsNoNameAndNoText) {
  seen(ada);
  const auto bytes = *read_whole(path_of(ada), 1 << 20);
  for (const std::string_view said : {"Jonah", "Marsh", "AAAAAA", "Okafor"})
    EXPECT_EQ(base::text(bytes).find(said), std::string_view::npos) << said;
  EXPECT_EQ(fs::status(path_of(ada)).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(OutlineFileTest, AnErasureIsTheirEndAlsoOfOlderCopies) {
  seen(ada), seen(okafor);
  t.must(ask_erasure(t.house, ada, file, ""));
  const auto older = *read_whole(path_of(ada), 1 << 20);
  vault::Arena arena;
  ASSERT_TRUE(write_whole(t.house.folder.service_key(), vault::random_key(arena)));
  House elsewhere = t.house;
  elsewhere.outlines = nullptr;  // the command line, which keeps none
  ASSERT_TRUE(confirm_erasure(elsewhere, okafor, file));
  EXPECT_FALSE(fs::exists(path_of(ada)) || fs::exists(path_of(okafor)) || fs::exists(key_path()));
  // What a disk may still have of it, with the newest key and without.
  ASSERT_TRUE(write_whole(path_of(ada), older));
  EXPECT_FALSE(is_kept(ada));
  start();
  EXPECT_EQ(seen(ada).size(), 1u);
  ASSERT_TRUE(fs::exists(key_path()));
  ASSERT_TRUE(write_whole(path_of(ada), older));
  EXPECT_FALSE(is_kept(ada));
}

TEST_F(OutlineFileTest, AnErasureThatWasCutOffIsCaughtUpWith) {
  seen(ada);
  const auto older = *read_whole(path_of(ada), 1 << 20), key = *read_whole(key_path(), 100);
  erase();
  ASSERT_TRUE(write_whole(path_of(ada), older) && write_whole(key_path(), key));
  ASSERT_TRUE(is_kept(ada)) << "as if the program had been ended between the record and the cache";
  start();
  ASSERT_TRUE(t.house.outlines->forget_erased(*t.house.store));
  EXPECT_FALSE(fs::exists(path_of(ada)) || fs::exists(key_path()));
}

TEST_F(OutlineFileTest, AfterAnErasureTheRestIsKeptAgainAtTheNextLook) {
  for (int i = 0; i < 40; ++i) t.new_file(ada, "C" + std::to_string(10'000 + i));
  seen(ada);
  erase();
  ASSERT_FALSE(is_kept(ada));
  seen(ada);
  EXPECT_TRUE(is_kept(ada)) << "not only when one in sixteen is other";
}

// As far as one thread can tell it: what was erased between reading and writing is not in what lies there then.
TEST_F(OutlineFileTest, WhatIsErasedWhileSomebodyLooksIsNotWritten) {
  seen(ada);
  t.must(ask_erasure(t.house, ada, file, ""));
  start();
  fs::remove(path_of(ada));
  vault::Arena arena;
  ASSERT_TRUE(write_whole(t.house.folder.service_key(), vault::random_key(arena)));
  bool erased = false;
  ASSERT_TRUE(each_outline(
      t.house, ada, [] {},
      [&](const Outline&) {
        if (!std::exchange(erased, true)) {
          House elsewhere = t.house;  // another program's
          elsewhere.outlines = nullptr;
          ASSERT_TRUE(confirm_erasure(elsewhere, okafor, file));
        }
      }));
  EXPECT_FALSE(is_kept(ada));
}

TEST_F(OutlineFileTest, AKeyThatWasCutOffIsMadeAnew) {
  const auto before = seen(ada);
  for (const auto& broken : {Bytes(), Bytes(7, 1), Bytes(32), Bytes(33, 1)}) {
    ASSERT_TRUE(write_whole(key_path(), broken));
    fs::remove(path_of(ada));
    start();
    EXPECT_EQ(seen(ada), before);
    EXPECT_TRUE(is_kept(ada)) << broken.size();
  }
}

TEST_F(OutlineFileTest, TidyingLeavesWhatIsInUseAlone) {
  seen(ada), seen(okafor);
  const auto half = fs::path(path_of(ada).string() + ".77-0.part");
  const auto gone = cache() / (vault::random_id<KeyId>().str() + ".outlines");
  ASSERT_TRUE(write_whole(half, Bytes(10)));
  fs::copy_file(path_of(ada), gone);
  ASSERT_TRUE(write_whole(cache() / "other.verified", Bytes(10)));
  ASSERT_TRUE(OutlineFiles(cache(), kBuild).tidy(*t.house.store));
  EXPECT_FALSE(fs::exists(half)) << "what a program that was ended had begun";
  EXPECT_FALSE(fs::exists(gone)) << "nothing of the record is for that key any more";
  EXPECT_TRUE(is_kept(ada) && is_kept(okafor) && fs::exists(cache() / "other.verified"));
}

TEST(OutlineBook, WritesOnlyWhereEnoughIsOther) {
  OutlineBook book;
  const auto reader = vault::random_id<KeyId>();
  EXPECT_FALSE(book.is_due(reader, 1, 48));
  EXPECT_FALSE(book.is_due(reader, 1, 48));
  EXPECT_TRUE(book.is_due(reader, 1, 48)) << "one in sixteen";
  EXPECT_FALSE(book.is_due(reader, 1, 48)) << "counted from there on";
  EXPECT_TRUE(book.is_due(reader, 1, 16));
  EXPECT_TRUE(book.is_due(vault::random_id<KeyId>(), 1, 0)) << "the last that is gone";
}

TEST(WipeFile, WritesOverWhatItRemoves) {
  const auto folder = fs::temp_directory_path() / ("trefoil-wipe-" + base::to_base32(vault::random_bytes(10)));
  ASSERT_TRUE(make_private_folder(folder));
  ASSERT_TRUE(write_whole(folder / "one", Bytes(40, 7)));
  fs::create_hard_link(folder / "one", folder / "the same");
  ASSERT_TRUE(wipe_file(folder / "one"));
  EXPECT_FALSE(fs::exists(folder / "one"));
  EXPECT_EQ(*read_whole(folder / "the same", 100), Bytes(40));
  EXPECT_TRUE(wipe_file(folder / "one")) << "nothing there is nothing to do";
  ASSERT_TRUE(write_whole(folder / "two", Bytes(40, 7)));
  fs::create_symlink(folder / "two", folder / "one");
  ASSERT_TRUE(wipe_file(folder / "one"));
  EXPECT_FALSE(fs::exists(fs::symlink_status(folder / "one")));
  EXPECT_EQ(*read_whole(folder / "two", 100), Bytes(40, 7)) << "another's file";
  fs::remove_all(folder);
}

}  // namespace
}  // namespace trefoil::practice
