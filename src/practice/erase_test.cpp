// Erased means: nobody's keys open it, nothing of it is left to open, the chain still holds, and a restore forgets it
// too.
#include "ledger/verify.h"
#include "practice/disk.h"
#include "practice/erasure_list.h"
#include "practice/outside.h"
#include "practice/test_house.h"

namespace trefoil::practice {
namespace {

using testing::TestHouse;

struct EraseTest : ::testing::Test {
  TestHouse t;
  Keyholder ada = t.begin().holder;
  Keyholder okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  LogId file;
  EraseTest() {
    vault::Arena arena;
    EXPECT_TRUE(write_whole(t.house.folder.service_key(), vault::random_key(arena)));
    file = t.new_file(ada);
    t.must(act(t.house, ada, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
    t.must(act(t.house, ada, file, care::Write{{}, "shared words"}));
    t.must(act(t.house, ada, file, care::Write{{care::RoomKind::process, ada.person}, "process words"}));
  }
  std::vector<LogId> logs() {
    const auto opened = open_file(t.house, ada, file);
    std::set<LogId> all;
    for (const auto& [room, place] : opened->file.rooms) all.insert(place.log);
    return {all.begin(), all.end()};
  }
  std::size_t findings() {
    const auto report = ledger::verify(*t.store, {});
    if (!report) return 999;
    for (const auto& finding : report->findings) ADD_FAILURE() << finding.place << ": " << finding.what;
    return report->findings.size();
  }
};

TEST_F(EraseTest, AskedByOneAndConfirmedByAnotherNothingIsLeft) {
  const auto all = logs();
  ASSERT_EQ(all.size(), 3u) << "course, access and Ada's process notes, which the confirmer can't read";
  t.must(ask_erasure(t.house, ada, file, "She asked for it."));
  const auto erased = confirm_erasure(t.house, okafor, file);
  ASSERT_TRUE(erased) << TestHouse::in_words(erased.error());
  EXPECT_EQ(erased->logs, 3u);
  EXPECT_GT(erased->entries, 5u);
  EXPECT_GT(erased->wraps, 3u);
  for (const LogId log : all) {
    EXPECT_TRUE(t.store->wraps_of(log)->empty());
    EXPECT_TRUE(t.store->scan(log, 0, [](const ledger::RowView& row) {
      const auto header = ledger::decode_header(row.header);
      EXPECT_TRUE(header && (header->mode == ledger::Mode::open || !row.payload));
      return true;
    }));
  }
  EXPECT_EQ(open_file(t.house, ada, file).error().fault, Fault::not_found);
  EXPECT_TRUE(open_all(t.house, okafor)->files.empty());
  EXPECT_EQ(findings(), 0u);
  EXPECT_EQ(read_erasure_list(t.house.folder.erasures())->size(), 3u);
}

TEST_F(EraseTest, OnePersonCannotDoBoth) {
  t.must(ask_erasure(t.house, ada, file, ""));
  const auto refused = confirm_erasure(t.house, ada, file);
  ASSERT_FALSE(refused);
  EXPECT_EQ(std::get<care::Refusal>(refused.error()).reasons.front().rule, "erasure-two-people");
  EXPECT_TRUE(open_file(t.house, ada, file));
  EXPECT_TRUE(read_erasure_list(t.house.folder.erasures())->empty());
}

TEST_F(EraseTest, NobodyConfirmsWhatWasNotAskedOrTakenBack) {
  EXPECT_FALSE(confirm_erasure(t.house, okafor, file));
  t.must(ask_erasure(t.house, ada, file, ""));
  t.must(act(t.house, okafor, file, care::WithdrawErasure{}));
  EXPECT_FALSE(confirm_erasure(t.house, okafor, file));
}

TEST_F(EraseTest, ARoomAddedAfterTheAskingNeedsANewAsking) {
  t.must(ask_erasure(t.house, ada, file, ""));
  t.must(act(t.house, okafor, file, care::Write{{care::RoomKind::process, okafor.person}, "later"}));
  const auto refused = confirm_erasure(t.house, okafor, file);
  ASSERT_FALSE(refused);
  EXPECT_EQ(std::get<Error>(refused.error()).fault, Fault::refused);
  t.must(act(t.house, ada, file, care::WithdrawErasure{}));
  t.must(ask_erasure(t.house, ada, file, ""));
  const auto erased = confirm_erasure(t.house, okafor, file);
  ASSERT_TRUE(erased) << TestHouse::in_words(erased.error());
  EXPECT_EQ(erased->logs, 4u);
  EXPECT_EQ(findings(), 0u);
}

TEST_F(EraseTest, EntriesWrittenSinceTheAskingGoToo) {
  t.must(ask_erasure(t.house, ada, file, ""));
  t.must(act(t.house, ada, file, care::Write{{}, "one more"}));
  ASSERT_TRUE(confirm_erasure(t.house, okafor, file));
  EXPECT_EQ(findings(), 0u);
}

TEST_F(EraseTest, OtherFilesStay) {
  const auto other = t.new_file(ada, "OTHER1");
  t.must(ask_erasure(t.house, ada, file, ""));
  ASSERT_TRUE(confirm_erasure(t.house, okafor, file));
  EXPECT_TRUE(open_file(t.house, ada, other));
}

TEST_F(EraseTest, AListThatWasChangedIsRefusedByItsLine) {
  t.must(ask_erasure(t.house, ada, file, ""));
  ASSERT_TRUE(confirm_erasure(t.house, okafor, file));
  const auto list = t.house.folder.erasures();
  const auto whole = *read_whole(list, 1 << 20);
  const auto flip = [&](std::size_t at, std::uint8_t to) {
    auto changed = whole;
    changed[at] = to;
    EXPECT_TRUE(write_whole(list, changed));
    return read_erasure_list(list);
  };
  for (std::size_t at = 20; at + 2 < whole.size(); at += 97) {
    if (whole[at] == '\n') continue;
    const auto read = flip(at, whole[at] == 'a' ? 'b' : 'a');
    EXPECT_FALSE(read) << "byte " << at;
  }
  EXPECT_TRUE(write_whole(list, whole));
  EXPECT_EQ(read_erasure_list(list)->size(), 3u);
}

TEST_F(EraseTest, AppliedAgainItChangesNothing) {
  t.must(ask_erasure(t.house, ada, file, ""));
  ASSERT_TRUE(confirm_erasure(t.house, okafor, file));
  const auto applied = apply_erasures(t.house, t.house.folder.erasures());
  ASSERT_TRUE(applied) << base::describe(applied.error());
  EXPECT_EQ(*applied, 0u);
}

TEST_F(EraseTest, AnotherPracticesListErasesNothingHere) {
  t.must(ask_erasure(t.house, ada, file, ""));
  ASSERT_TRUE(confirm_erasure(t.house, okafor, file));
  TestHouse other;
  vault::Arena arena;
  ASSERT_TRUE(write_whole(other.house.folder.service_key(), vault::random_key(arena)));
  auto eve = other.begin("Eve Moss").holder;
  const auto kept = other.new_file(eve);
  const auto applied = apply_erasures(other.house, t.house.folder.erasures());
  ASSERT_TRUE(applied) << base::describe(applied.error());
  EXPECT_EQ(*applied, 0u);
  EXPECT_TRUE(open_file(other.house, eve, kept));
}

}  // namespace
}  // namespace trefoil::practice
