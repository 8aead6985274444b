// A concern that can't be read hides no other, and is named.
#include <gmock/gmock.h>

#include "ledger/verify.h"
#include "practice/concerns.h"
#include "practice/outside.h"
#include "practice/stop_card.h"
#include "practice/test_house.h"

namespace trefoil::practice {
namespace {

using testing::TestHouse;

// A store whose medium has lost something of one log: the content of its first sealed entry, or the reading of it all
// once it was looked into.
struct Spoilt final : ledger::Store {
  const ledger::Store& real;
  LogId log;
  bool first = true;  // else: what is read of the log after its first look fails
  mutable int scans = 0;

  Spoilt(const ledger::Store& store, LogId which, bool first_entry) : real(store), log(which), first(first_entry) {}
  Result<ledger::Checkpoint> commit(ledger::Batch) override { return fail(Fault::full, "Nothing is written here."); }
  Result<void> scan(LogId which, std::uint64_t from, const Visitor& visit) const override {
    if (which != log) return real.scan(which, from, visit);
    if (!first && scans++ > 0) return fail(Fault::damaged, "A page of the medium can't be read.", "record.db");
    bool done = !first;
    return real.scan(which, from, [&](const ledger::RowView& row) {
      const auto header = ledger::decode_header(row.header);
      if (done || !header || header->mode != ledger::Mode::sealed || !row.payload) return visit(row);
      done = true;
      std::vector<std::uint8_t> bytes(row.payload->begin(), row.payload->end());
      bytes.front() ^= 1;
      ledger::RowView changed = row;
      changed.payload = base::View(bytes);
      return visit(changed);
    });
  }
  Result<ledger::Head> head(LogId which) const override { return real.head(which); }
  Result<std::vector<ledger::Head>> heads() const override { return real.heads(); }
  Result<std::vector<ledger::Wrap>> wraps_to(KeyId key) const override { return real.wraps_to(key); }
  Result<std::vector<ledger::Wrap>> wraps_of(LogId which) const override { return real.wraps_of(which); }
  Result<std::vector<ledger::Side>> sides(ledger::SideKind kind) const override { return real.sides(kind); }
  Result<std::optional<ledger::Side>> side(ledger::SideKind kind, const std::array<std::uint8_t, 16>& key) const override {
    return real.side(kind, key);
  }
  Result<std::optional<ledger::Checkpoint>> last_checkpoint() const override { return real.last_checkpoint(); }
  Result<void> scan_checkpoints(std::uint64_t from,
                                const std::function<bool(const ledger::Checkpoint&)>& visit) const override {
    return real.scan_checkpoints(from, visit);
  }
  Result<std::shared_ptr<void>> snapshot() const override { return real.snapshot(); }
  Result<ledger::Checkpoint> copy_to(const std::filesystem::path& file) const override { return real.copy_to(file); }
  Result<std::vector<std::string>> self_check() const override { return real.self_check(); }
};

struct ConcernsDamaged : ::testing::Test {
  TestHouse t;
  Keyholder ada = t.begin().holder;
  Keyholder lea = t.invited(ada, "Lea Brook", {care::Role::lead});
  LogId file = t.new_file(ada);

  LogId raise(std::string_view text) {
    const auto raised = raise_concern(t.house, ada, file, text, false);
    if (!raised) throw std::runtime_error(TestHouse::in_words(raised.error()));
    return *raised;
  }
  // What the lead finds where something of `log` is lost.
  void expect_named(LogId log, LogId other, bool first, std::string_view words) {
    Spoilt spoilt(*t.store, log, first);
    House house = t.house;
    house.store = &spoilt;
    std::vector<std::string> unreadable;
    const auto held = concerns(house, lea, {}, &unreadable);
    ASSERT_TRUE(held) << base::describe(held.error());
    ASSERT_EQ(held->size(), 1U);
    EXPECT_EQ(held->front().concern.id, other);
    ASSERT_EQ(unreadable.size(), 1U);
    EXPECT_THAT(unreadable.front(), ::testing::AllOf(::testing::HasSubstr(log.str()), ::testing::HasSubstr(words),
                                                     ::testing::Not(::testing::HasSubstr("quince"))));
  }
};

TEST_F(ConcernsDamaged, HideNoOthersAndAreNamed) {
  const auto one = raise("quince one"), two = raise("quince two");
  expect_named(one, two, true, "is damaged");
  expect_named(two, one, true, "is damaged");
  expect_named(one, two, false, "can't be read");
  std::vector<std::string> unreadable;
  EXPECT_EQ(concerns(t.house, lea, {}, &unreadable)->size(), 2U);
  EXPECT_EQ(concerns(t.house, ada, {}, &unreadable)->size(), 2U);
  EXPECT_TRUE(unreadable.empty()) << "a file is no damaged concern";
}

TEST_F(ConcernsDamaged, AFilesOwnDamageIsNoConcerns) {
  raise("quince");
  Spoilt spoilt(*t.store, open_file(t.house, ada, file)->file.rooms.at(care::Room{care::RoomKind::access, {}}).log, true);
  House house = t.house;
  house.store = &spoilt;
  std::vector<std::string> unreadable;
  EXPECT_EQ(concerns(house, ada, {}, &unreadable)->size(), 1U);
  EXPECT_TRUE(unreadable.empty());
}

TEST_F(ConcernsDamaged, AStopByACardThatCountsNoMoreIsVoidAndNoDamage) {
  const auto client = open_file(t.house, ada, file)->file.clients.front().person;
  const auto card = make_stop_card(t.house, ada, file, client);
  ASSERT_TRUE(card);
  t.must(act(t.house, ada, file, care::RemovePerson{client}));
  ASSERT_TRUE(stop_by_card(t.house, file, card->code)) << "the server can't know of it";
  EXPECT_EQ(open_file(t.house, ada, file)->file.voided.size(), 1U);
  ledger::VerifyReport report;
  ASSERT_TRUE(verify_contents(t.house, ada, report));
  EXPECT_TRUE(report.findings.empty()) << report.findings.front().what;
  ASSERT_EQ(report.without_effect.size(), 1U);
  EXPECT_THAT(report.without_effect.front().what, ::testing::HasSubstr("void"));
}

}  // namespace
}  // namespace trefoil::practice
