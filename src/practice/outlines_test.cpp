// What is kept of files for the views of many: that it is never anything else than what a full reading gives, that no
// more is read than what moved, and when it goes.
#include "practice/outlines.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "practice/disk.h"
#include "practice/outside.h"
#include "practice/test_cases.h"
#include "practice/test_house.h"

namespace trefoil::practice {
namespace {

using testing::seen;
using testing::seen_anew;
using testing::TestHouse;

// A store in front of another: counts which logs are read, and can show one log's content damaged.
class Watched final : public ledger::Store {
 public:
  explicit Watched(ledger::Store& behind) : behind_(behind) {}
  mutable std::set<LogId> read;
  std::optional<LogId> damaged, unreadable;

  Result<ledger::Checkpoint> commit(ledger::Batch batch) override { return behind_.commit(std::move(batch)); }
  Result<void> scan(LogId log, std::uint64_t from, const Visitor& visit) const override {
    read.insert(log);
    if (unreadable == log) return fail(Fault::broken, "The disk did not answer.");
    if (damaged != log) return behind_.scan(log, from, visit);
    return behind_.scan(log, from, [&](const ledger::RowView& row) {
      Bytes payload = row.payload ? base::copy(*row.payload) : Bytes();
      ledger::RowView shown = row;
      if (row.sequence > 5 && !payload.empty()) payload.back() ^= 1;
      if (row.payload) shown.payload = View(payload);
      return visit(shown);
    });
  }
  Result<ledger::Head> head(LogId log) const override { return behind_.head(log); }
  Result<std::vector<ledger::Head>> heads() const override { return behind_.heads(); }
  Result<std::vector<ledger::Wrap>> wraps_to(KeyId key) const override { return behind_.wraps_to(key); }
  Result<std::vector<ledger::Wrap>> wraps_of(LogId log) const override { return behind_.wraps_of(log); }
  Result<std::vector<ledger::Side>> sides(ledger::SideKind kind) const override { return behind_.sides(kind); }
  Result<std::optional<ledger::Side>> side(ledger::SideKind kind,
                                           const std::array<std::uint8_t, 16>& key) const override {
    return behind_.side(kind, key);
  }
  Result<std::optional<ledger::Checkpoint>> last_checkpoint() const override { return behind_.last_checkpoint(); }
  Result<void> scan_checkpoints(std::uint64_t from,
                                const std::function<bool(const ledger::Checkpoint&)>& visit) const override {
    return behind_.scan_checkpoints(from, visit);
  }
  Result<std::shared_ptr<void>> snapshot() const override { return behind_.snapshot(); }
  Result<ledger::Checkpoint> copy_to(const std::filesystem::path& file) const override { return behind_.copy_to(file); }
  Result<std::vector<std::string>> self_check() const override { return behind_.self_check(); }

 private:
  ledger::Store& behind_;
};

struct OutlinesTest : ::testing::Test {
  TestHouse t;
  Keyholder ada = t.begin().holder;
  Keyholder okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  LogId file = t.new_file(ada, "AAAAAA"), other = t.new_file(ada, "BBBBBB");
  Watched store{*t.store};

  OutlinesTest() {
    t.must(act(t.house, ada, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
    t.must(act(t.house, ada, file, care::Write{{care::RoomKind::clinical, {}}, "He held my hand for a minute."}));
    t.house.store = &store;
  }
  OutlineBook& book() { return *t.house.outlines; }
  // Looks, and says which logs were read but for the practice's own.
  std::set<LogId> read_by(Keyholder& who) {
    store.read.clear();
    EXPECT_FALSE(seen(t.house, who).empty());
    auto out = store.read;
    out.erase(who.practice_log);
    return out;
  }
  void expect_as_anew(Keyholder& who) { EXPECT_EQ(seen(t.house, who), seen_anew(t.house, who)); }
};

TEST_F(OutlinesTest, ASecondLookReadsNoFile) {
  EXPECT_TRUE(read_by(ada).contains(file));
  EXPECT_EQ(read_by(ada), std::set<LogId>());
  expect_as_anew(ada);
}

TEST_F(OutlinesTest, WhatSomebodyElseWritesShowsAtOnceAndOnlyThatFileIsRead) {
  read_by(ada);
  const auto before = seen(t.house, ada);
  t.must(ask_erasure(t.house, okafor, file, "asked for"));
  const auto read = read_by(ada);
  EXPECT_TRUE(read.contains(file));
  EXPECT_FALSE(read.contains(other));
  EXPECT_NE(seen(t.house, ada), before);
  EXPECT_NE(seen(t.house, ada).front().find("Erasure was asked for"), std::string::npos);
  expect_as_anew(ada);
}

TEST_F(OutlinesTest, AnEntryInALogThatLiesApartCountsToo) {
  t.must(act(t.house, ada, file, care::Write{{care::RoomKind::process, ada.person}, "for myself"}));
  seen(t.house, ada);
  t.clock.set(t.clock.now() + std::chrono::hours(30));
  t.must(act(t.house, ada, file, care::Write{{care::RoomKind::process, ada.person}, "once more"}));
  expect_as_anew(ada);
}

TEST_F(OutlinesTest, WhoLeavesTheCircleSeesWhatAFullReadingWouldShow) {
  const auto before = seen(t.house, okafor);
  t.must(act(t.house, ada, file, care::RemovePerson{okafor.person, "moved away"}));
  expect_as_anew(okafor);
  EXPECT_NE(seen(t.house, okafor), before);
}

TEST_F(OutlinesTest, AFileWhoseKeysAreTakenAwayIsGone) {
  ASSERT_EQ(seen(t.house, okafor).size(), 1u);
  ledger::Batch batch;
  const auto wraps = t.store->wraps_to(okafor.key());
  ASSERT_TRUE(wraps);
  for (const auto& wrap : *wraps)
    if (wrap.log != okafor.practice_log) batch.unwraps.emplace_back(wrap.log, wrap.grant);
  // Something is written with it, as always: a commit without any would be none.
  ASSERT_TRUE(t.store->commit(std::move(batch)));
  EXPECT_EQ(seen(t.house, okafor), std::vector<std::string>());
}

TEST_F(OutlinesTest, WhatCouldNotBeReadOnceIsToldAndReadTheNextTime) {
  const auto whole = seen_anew(t.house, ada);
  store.unreadable = file;
  const auto without = seen(t.house, ada);
  EXPECT_TRUE(std::ranges::any_of(without, [](const std::string& line) { return line.starts_with("damage "); }));
  store.unreadable.reset();
  EXPECT_EQ(seen(t.house, ada), whole) << "nothing that could not be read passes for something that it is not";
}

TEST_F(OutlinesTest, TheHourIsAskedAnewEachTime) {
  seen(t.house, ada);
  store.read.clear();
  t.clock.set(t.clock.now() + std::chrono::days(61));
  const auto later = seen(t.house, ada);
  EXPECT_FALSE(store.read.contains(file));
  EXPECT_NE(later.front().find("Nothing was written since"), std::string::npos);
  expect_as_anew(ada);
}

TEST_F(OutlinesTest, ThePracticesPeopleAreAskedAnewEachTime) {
  const auto opened = open_file(t.house, ada, file);
  ASSERT_TRUE(opened);
  ASSERT_TRUE(invite_client(t.house, ada, file, opened->file.clients.at(0).person));
  seen(t.house, ada);
  t.clock.set(t.clock.now() + std::chrono::hours(80));  // the link ran out
  expect_as_anew(ada);
}

TEST_F(OutlinesTest, AnErasedFileIsGoneAndNothingOfItIsKept) {
  seen(t.house, ada), seen(t.house, okafor);
  t.must(ask_erasure(t.house, ada, file, ""));
  seen(t.house, ada), seen(t.house, okafor);
  const auto full = book().bytes();
  vault::Arena arena;
  ASSERT_TRUE(write_whole(t.house.folder.service_key(), vault::random_key(arena)));
  ASSERT_TRUE(confirm_erasure(t.house, okafor, file));
  EXPECT_LT(book().bytes(), full);
  EXPECT_FALSE(book().lend(ada.key()).shelf->logs.contains(file)) << "before anybody looked again";
  EXPECT_EQ(seen(t.house, okafor), std::vector<std::string>());
  EXPECT_EQ(seen(t.house, ada).size(), 1u);
  expect_as_anew(ada);
}

TEST_F(OutlinesTest, WhatAnotherProgramErasedIsForgottenToo) {
  t.must(ask_erasure(t.house, ada, file, ""));
  seen(t.house, ada);
  vault::Arena arena;
  ASSERT_TRUE(write_whole(t.house.folder.service_key(), vault::random_key(arena)));
  House elsewhere = t.house;
  elsewhere.outlines = nullptr;
  ASSERT_TRUE(confirm_erasure(elsewhere, okafor, file));
  EXPECT_TRUE(book().lend(ada.key()).shelf->logs.contains(file));
  ASSERT_TRUE(book().forget_erased(*t.house.store));
  EXPECT_FALSE(book().lend(ada.key()).shelf->logs.contains(file));
  EXPECT_TRUE(book().lend(ada.key()).shelf->logs.contains(other));
}

TEST_F(OutlinesTest, NobodyReadsWhatIsKeptForAnother) {
  seen(t.house, ada);
  const auto hers = book().lend(ada.key());
  ASSERT_FALSE(hers.shelf->logs.at(other)->sealed.empty());
  // Even laid under another's name, checkpoint and all.
  book().give_back(okafor.key(), book().lend(okafor.key()), *hers.shelf);
  EXPECT_EQ(seen(t.house, okafor), seen_anew(t.house, okafor));
  EXPECT_EQ(seen(t.house, okafor).size(), 1u);
}

TEST_F(OutlinesTest, AnOutlineLaidUnderAnotherFileOpensNothing) {
  seen(t.house, ada);
  const auto loan = book().lend(ada.key());
  Shelf swapped = *loan.shelf;
  std::swap(swapped.logs.at(file), swapped.logs.at(other));
  book().give_back(ada.key(), loan, swapped);
  expect_as_anew(ada);
}

TEST_F(OutlinesTest, MemoryHoldsNoNameAndNoText) {
  seen(t.house, ada);
  const auto shelf = book().lend(ada.key()).shelf;
  for (const auto& [log, kept] : shelf->logs)
    for (const std::string_view said : {"Jonah", "Marsh", "AAAAAA", "Okafor", "hand"})
      EXPECT_EQ(base::text(kept->sealed).find(said), std::string_view::npos) << said;
}

TEST_F(OutlinesTest, NoListNeedsWhatWasWrittenSoAnOutlineHasNoneOfIt) {
  t.must(ask_erasure(t.house, ada, file, "a reason of hers"));
  const auto packed = pack(outline_of(*open_file(t.house, ada, file)));
  EXPECT_NE(base::text(packed).find("Jonah"), std::string_view::npos) << "the list names its file";
  for (const std::string_view said : {"held my hand", "a reason of hers", "he/him"})
    EXPECT_EQ(base::text(packed).find(said), std::string_view::npos) << said;
}

TEST_F(OutlinesTest, AnOutlineComesBackWholeOrNotAtAll) {
  const auto packed = pack(outline_of(*open_file(t.house, ada, file)));
  const auto back = unpack_outline(packed);
  ASSERT_TRUE(back);
  EXPECT_EQ(pack(*back), packed);
  for (std::size_t size = 0; size < packed.size(); ++size)
    EXPECT_FALSE(unpack_outline(View(packed).first(size))) << size;
  auto longer = packed;
  longer.push_back(0);
  EXPECT_FALSE(unpack_outline(longer));
}

TEST_F(OutlinesTest, ADamagedFileIsReadAnewEachTime) {
  store.damaged = file;
  EXPECT_NE(seen(t.house, ada).front().find("damaged"), std::string::npos);
  EXPECT_TRUE(read_by(ada).contains(file));
  EXPECT_FALSE(read_by(ada).contains(other));
  store.damaged.reset();
  EXPECT_EQ(seen(t.house, ada).front().find("damaged"), std::string::npos);
}

// What the threat model says of it: the page shows what was checked, and the next full reading tells.
TEST_F(OutlinesTest, DamageDoneLaterIsTheNextFullReadingsToTell) {
  seen(t.house, ada);
  store.damaged = file;
  EXPECT_EQ(seen(t.house, ada).front().find("damaged"), std::string::npos);
  EXPECT_FALSE(open_file(t.house, ada, file)->damage.empty());
  EXPECT_NE(seen_anew(t.house, ada).front().find("damaged"), std::string::npos);
}

// --- how much, and when it goes ---

std::shared_ptr<const Kept> some(std::size_t bytes) { return std::make_shared<const Kept>(Kept{{}, Bytes(bytes)}); }
Shelf shelf_of(std::size_t logs, std::size_t bytes) {
  Shelf out;
  out.checkpoint = {1};
  for (std::size_t i = 0; i < logs; ++i) out.logs.emplace(vault::random_id<LogId>(), some(bytes));
  return out;
}

TEST(OutlineBook, KeepsWithinItsBoundsAndTheOldestGoes) {
  vault::start();
  OutlineBook book({.reader = 10'000, .all = 25'000});
  std::vector<KeyId> readers;
  for (int i = 0; i < 3; ++i) readers.push_back(vault::random_id<KeyId>());
  for (const auto reader : {readers[0], readers[1]}) book.give_back(reader, book.lend(reader), shelf_of(9, 1'000));
  book.lend(readers[0]);  // so the other is the one that asked longest ago
  book.give_back(readers[2], book.lend(readers[2]), shelf_of(9, 1'000));
  EXPECT_LE(book.bytes(), 25'000u);
  EXPECT_GT(book.bytes(), 18'000u);
  EXPECT_TRUE(book.lend(readers[1]).shelf->logs.empty());
  EXPECT_EQ(book.lend(readers[0]).shelf->logs.size(), 9u);
  // More than one reader's share: as much as fits, and never taken for all that there is.
  book.give_back(readers[2], book.lend(readers[2]), shelf_of(20, 1'000));
  const auto shelf = book.lend(readers[2]).shelf;
  EXPECT_LT(shelf->logs.size(), 10u);
  EXPECT_GT(shelf->logs.size(), 5u);
  EXPECT_EQ(shelf->checkpoint, ledger::Hash{});
}

TEST(OutlineBook, WhatWasDroppedMeanwhileIsNotBroughtBack) {
  vault::start();
  OutlineBook book;
  const auto reader = vault::random_id<KeyId>();
  const auto loan = book.lend(reader);
  book.drop(reader);
  book.give_back(reader, loan, shelf_of(1, 100));
  EXPECT_EQ(book.bytes(), 0u);
  const auto again = book.lend(reader);
  book.forget(vault::random_id<LogId>());
  book.give_back(reader, again, shelf_of(1, 100));
  EXPECT_TRUE(book.readers().empty()) << "it may hold what was erased";
}

TEST_F(OutlinesTest, ViewsAreWholeWhereNotAllCanBeKept) {
  t.house.outlines = std::make_shared<OutlineBook>(OutlineBook::Limits{.reader = 1'500, .all = 1'500});
  for (int i = 0; i < 3; ++i) expect_as_anew(ada);
  EXPECT_LE(book().bytes(), 1'500u);
}

TEST_F(OutlinesTest, TheLastSignInThatIsLockedOrEndedTakesThemWithIt) {
  auto sign_ins = std::move(*SignIns::open(t.house.folder, t.clock));
  sign_ins->when_shut([&](KeyId key) { book().drop(key); });
  const auto begin = [&] { return sign_ins->begin(ada, 15)->value; };
  const auto kept = [&] { return book().readers().size(); };
  const auto one = begin(), two = begin();
  seen(t.house, ada);
  ASSERT_TRUE(sign_ins->lock(one));
  EXPECT_EQ(kept(), 1u) << "she is signed in elsewhere";
  sign_ins->end(two);
  EXPECT_EQ(kept(), 0u);
  ASSERT_TRUE(sign_ins->unlock(one, ada, 15));
  seen(t.house, ada);
  ASSERT_TRUE(sign_ins->lock(one));
  EXPECT_EQ(kept(), 0u);
  // Idle: whoever comes first, its cookie or the sweep.
  const auto three = begin();
  seen(t.house, ada);
  t.clock.set(t.clock.now() + std::chrono::minutes(16));
  EXPECT_EQ(sign_ins->look(three, true)->standing, Standing::locked);
  EXPECT_EQ(kept(), 0u);
  begin();
  seen(t.house, ada), seen(t.house, okafor);
  t.clock.set(t.clock.now() + std::chrono::minutes(16));
  EXPECT_EQ(sign_ins->sweep(), 1u);
  EXPECT_EQ(kept(), 1u) << "of the other, who has no sign-in here";
  tidy(t.house, *sign_ins);
  EXPECT_EQ(kept(), 0u);
  // Ended from elsewhere.
  begin();
  seen(t.house, ada);
  EXPECT_TRUE(sign_ins->any_open(ada.key()));
  sign_ins->end_all(ada.key());
  EXPECT_FALSE(sign_ins->any_open(ada.key()));
  EXPECT_EQ(kept(), 0u);
}

TEST_F(OutlinesTest, ManyAskAtOnceWhileSomebodyWrites) {
  auto sign_ins = std::move(*SignIns::open(t.house.folder, t.clock));
  t.house.store = t.store.get();
  const auto cookie = sign_ins->begin(ada, 15)->value;
  std::atomic<bool> done = false;
  std::vector<std::thread> lookers;
  for (int i = 0; i < 3; ++i)
    lookers.emplace_back([&] {
      while (!done) {
        auto present = sign_ins->look(cookie, true);
        if (seen(t.house, *present->holder).size() != 2) ADD_FAILURE() << "two files";
      }
    });
  for (int i = 0; i < 4; ++i) {
    t.must(act(t.house, okafor, file, care::Write{{}, "more"}));
    book().drop(ada.key());
    book().forget(other);
  }
  done = true;
  for (auto& looker : lookers) looker.join();
  expect_as_anew(ada);
}

}  // namespace
}  // namespace trefoil::practice
