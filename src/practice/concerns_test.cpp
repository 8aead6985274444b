// A concern reaches the lead and nobody else: no file, view, export or search of the others has a word of it.
#include "practice/concerns.h"

#include "ledger/verify.h"
#include "practice/disk.h"
#include "practice/outside.h"
#include "practice/practice_log.h"
#include "practice/test_house.h"
#include "practice/views.h"

namespace trefoil::practice {
namespace {

using testing::TestHouse;

constexpr std::string_view kWords = "quince-concern";

struct ConcernsTest : ::testing::Test {
  TestHouse t;
  Keyholder ada = t.begin().holder;
  Keyholder okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  Keyholder lea = t.invited(ada, "Lea Brook", {care::Role::lead});
  LogId file;
  Keyholder jonah;

  ConcernsTest() {
    vault::Arena arena;
    EXPECT_TRUE(write_whole(t.house.folder.service_key(), vault::random_key(arena)));
    file = t.new_file(ada);
    t.must(act(t.house, ada, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
    const auto invitation = invite_client(t.house, ada, file, open_file(t.house, ada, file)->file.clients.at(0).person);
    jonah = t.joined(invitation->token, "Jonah");
  }
  LogId raise(Keyholder& by, bool stopping = false) {
    const auto raised = raise_concern(t.house, by, file, kWords, stopping);
    if (!raised) throw std::runtime_error(TestHouse::in_words(raised.error()));
    return *raised;
  }
  void must(const ConcernResult& done) { ASSERT_TRUE(done) << TestHouse::in_words(done.error()); }
  std::string rule(const ConcernResult& done) {
    if (done) return "done";
    const auto* refusal = std::get_if<care::Refusal>(&done.error());
    return refusal != nullptr ? refusal->reasons.front().rule : base::describe(std::get<Error>(done.error()));
  }
  void whole() {
    auto report = ledger::verify(*t.store, {});
    ASSERT_TRUE(report);
    for (auto* who : {&ada, &okafor, &lea, &jonah}) ASSERT_TRUE(verify_contents(t.house, *who, *report));
    for (const auto& finding : report->findings) ADD_FAILURE() << finding.place << ": " << finding.what;
  }
  std::vector<course::Hold> holds() { return open_file(t.house, okafor, file)->file.course.holds; }
};

TEST_F(ConcernsTest, IsReadByWhoRaisedItAndTheLeadAndByNobodyElse) {
  const auto id = raise(jonah);
  for (auto* who : {&jonah, &lea}) {
    const auto held = concerns(t.house, *who);
    ASSERT_EQ(held->size(), 1u);
    EXPECT_EQ(held->front().concern.raised.text, kWords);
  }
  for (auto* who : {&ada, &okafor}) {
    EXPECT_TRUE(concerns(t.house, *who)->empty());
    EXPECT_EQ(open_concern(t.house, *who, id).error().fault, Fault::not_found);
    EXPECT_EQ(rule(write_concern(t.house, *who, id, care::ConcernNoted{"x", false})),
              base::describe(open_concern(t.house, *who, vault::random_id<LogId>()).error()))
        << "the same answer as where there is none";
    const auto opened = open_file(t.house, *who, file);
    for (const auto& [room, place] : opened->file.rooms) EXPECT_NE(place.log, id);
    EXPECT_EQ(opened->unreadable, open_file(t.house, *who, file)->unreadable);
    const auto exported = export_file(t.house, *who, file);
    for (const auto& text : {exported->json, exported->html}) {
      EXPECT_EQ(text.find(kWords), text.npos);
      EXPECT_EQ(text.find("concern"), text.npos);
      EXPECT_EQ(text.find(id.str()), text.npos);
    }
    const auto all = open_all(t.house, *who);
    EXPECT_TRUE(all->damage.empty());
    EXPECT_TRUE(find(*all, kWords, who->person).empty());
  }
  EXPECT_EQ(open_file(t.house, lea, file).error().fault, Fault::not_found) << "the lead reads no file";
  EXPECT_TRUE(open_all(t.house, lea)->files.empty());
  const auto copy = export_file(t.house, jonah, file);
  EXPECT_NE(copy->json.find(kWords), copy->json.npos);
  EXPECT_NE(copy->html.find(kWords), copy->html.npos);
  whole();
}

// What the course log has of it, entry by entry, is the same as where nothing was raised.
TEST_F(ConcernsTest, TheFileIsNotWrittenToUnlessItIsStopped) {
  const auto before = t.store->head(file)->length;
  raise(jonah);
  EXPECT_EQ(t.store->head(file)->length, before);
  raise(ada);
  EXPECT_EQ(t.store->head(file)->length, before);
}

TEST_F(ConcernsTest, EachOfTheThreeCanRaiseOneOutOfTheOthersSight) {
  for (auto* who : {&jonah, &ada, &okafor}) raise(*who);
  for (auto* who : {&jonah, &ada, &okafor}) EXPECT_EQ(concerns(t.house, *who)->size(), 1u);
  EXPECT_EQ(concerns(t.house, lea)->size(), 3u);
  whole();
}

TEST_F(ConcernsTest, BothWriteInItAndTheLeadAnswersAndCloses) {
  const auto id = raise(jonah);
  must(write_concern(t.house, lea, id, care::ConcernNoted{"Tell me more.", false}));
  must(write_concern(t.house, jonah, id, care::ConcernNoted{"On Thursday.", false}));
  EXPECT_EQ(rule(write_concern(t.house, jonah, id, care::ConcernClosed{"no"})), "concern-lead");
  const auto due = open_concern(t.house, jonah, id)->concern.raised.due;
  EXPECT_EQ(due, base::local_day(t.clock.now(), "Europe/London") + 7);
  EXPECT_FALSE(care::is_overdue(open_concern(t.house, lea, id)->concern, due));
  EXPECT_TRUE(care::is_overdue(open_concern(t.house, lea, id)->concern, due + 1));
  must(write_concern(t.house, lea, id, care::ConcernNoted{"My answer.", true}));
  must(write_concern(t.house, lea, id, care::ConcernClosed{"Talked through."}));
  const auto read = open_concern(t.house, jonah, id);
  EXPECT_EQ(read->concern.notes.size(), 3u);
  EXPECT_EQ(read->concern.outcome, "Talked through.");
  EXPECT_FALSE(care::is_overdue(read->concern, due + 1));
  whole();
}

TEST_F(ConcernsTest, AStoppingOneHoldsTheFileUntilTheLeadLiftsIt) {
  const auto id = raise(jonah, true);
  ASSERT_EQ(holds().size(), 1u);
  EXPECT_EQ(holds().front().kind, course::HoldKind::practice_pause);
  for (auto* who : {&ada, &okafor}) {
    EXPECT_FALSE(
        act(t.house, *who, file, care::Record{{course::Resumed{course::HoldKind::practice_pause, jonah.person}}}));
    EXPECT_TRUE(open_file(t.house, *who, file)->file.voided.empty());
  }
  EXPECT_EQ(rule(lift_pause(t.house, jonah, id)), "concern-lead");
  must(lift_pause(t.house, lea, id));
  EXPECT_TRUE(holds().empty());
  EXPECT_EQ(rule(lift_pause(t.house, lea, id)), "concern-pause");
  EXPECT_FALSE(open_concern(t.house, jonah, id)->concern.pauses());
  whole();
  // Raised again while one's own pause is on: one pause, and lifting it twice is nothing wrong.
  const auto second = raise(jonah, true), third = raise(jonah, true);
  EXPECT_EQ(holds().size(), 1u);
  must(lift_pause(t.house, lea, second));
  must(lift_pause(t.house, lea, third));
  EXPECT_TRUE(holds().empty());
  whole();
}

TEST_F(ConcernsTest, WithoutALeadOutsideTheCircleItGoesToTheBodyOutside) {
  ASSERT_TRUE(change_settings(t.house, ada, {"Willow Row", "Europe/London", 15, 7, "The council, 01 23", 10}));
  EXPECT_EQ(open_file(t.house, jonah, file)->file.safeguarding.answer_days, 10) << "said in every file at once";
  ASSERT_TRUE(change_roles(t.house, ada, lea.person, {care::Role::mentor}));
  ASSERT_TRUE(change_roles(t.house, ada, okafor.person, {care::Role::therapist, care::Role::lead}));
  for (auto* who : {&jonah, &ada, &okafor}) {
    EXPECT_EQ(rule(raise_concern(t.house, *who, file, kWords, true)), "concern-outside");
    const auto told = safeguarding_for(*open_file(t.house, *who, file), *who, *acting(t.house, *who));
    EXPECT_TRUE(told.leads.empty());
    EXPECT_EQ(told.outside_body, "The council, 01 23");
  }
  EXPECT_TRUE(holds().empty()) << "nothing is paused by what could not be raised";
  whole();
}

TEST_F(ConcernsTest, ErasingTheFileLeavesItAsItIs) {
  const auto id = raise(jonah, true);
  t.must(ask_erasure(t.house, ada, file, ""));
  ASSERT_TRUE(confirm_erasure(t.house, okafor, file));
  EXPECT_EQ(open_file(t.house, jonah, file).error().fault, Fault::not_found);
  must(write_concern(t.house, jonah, id, care::ConcernNoted{"still here", false}));
  must(write_concern(t.house, lea, id, care::ConcernNoted{"My answer.", true}));
  EXPECT_FALSE(lift_pause(t.house, lea, id)) << "there is no file to go on with";
  must(write_concern(t.house, lea, id, care::ConcernClosed{"Closed."}));
  EXPECT_EQ(concerns(t.house, jonah)->front().concern.outcome, "Closed.");
  auto report = ledger::verify(*t.store, {});
  EXPECT_TRUE(report->findings.empty());
}

TEST_F(ConcernsTest, KeysThatWereChangedGoOnAndTheOldOnesReadNothingNew) {
  const auto id = raise(jonah, true);
  const auto old = lea.key();
  ASSERT_TRUE(rotate_keys(t.house, lea, "another quiet harbour lamp"));
  ASSERT_TRUE(rotate_keys(t.house, jonah, "yet another quiet harbour lamp"));
  must(write_concern(t.house, jonah, id, care::ConcernNoted{"with new keys", false}));
  must(write_concern(t.house, lea, id, care::ConcernNoted{"My answer.", true}));
  const auto read = open_concern(t.house, lea, id);
  const auto& room = read->log.rooms.at(read->room);
  EXPECT_FALSE(room.granted.at(room.epoch).contains(old));
  must(lift_pause(t.house, lea, id));
  EXPECT_TRUE(holds().empty());
  whole();
}

// An owner chooses the leads, and a concern may be about an owner: who is made one gets nothing by that alone.
TEST_F(ConcernsTest, GoesOnToANewLeadOnlyWhereWhoRaisedItHandsItOn) {
  const auto id = raise(jonah, true);
  auto mo = t.invited(ada, "Mo Field", {care::Role::mentor});
  ASSERT_TRUE(change_roles(t.house, ada, lea.person, {care::Role::mentor}));
  ASSERT_TRUE(change_roles(t.house, ada, mo.person, {care::Role::lead}));
  EXPECT_EQ(rule(write_concern(t.house, lea, id, care::ConcernNoted{"x", true})), "concern-lead") << "no lead any more";
  EXPECT_TRUE(concerns(t.house, mo)->empty());
  EXPECT_EQ(rule(hand_on(t.house, lea, id, {})), "concern-outside") << "not theirs to hand on";
  const auto heirs = orphaned(t.house, jonah, *open_concern(t.house, jonah, id));
  ASSERT_TRUE(heirs);
  ASSERT_EQ(heirs->leads.size(), 1u);
  EXPECT_EQ(heirs->leads.front().person, mo.person);
  EXPECT_EQ(rule(lift_pause(t.house, mo, id)), TestHouse::in_words(open_concern(t.house, mo, id).error()));
  const std::vector<KeyId> shown{heirs->leads.front().key};
  EXPECT_EQ(rule(hand_on(t.house, jonah, id, {})), rule(hand_on(t.house, jonah, id, {lea.key()})));
  EXPECT_TRUE(concerns(t.house, mo)->empty()) << "to nobody whom Jonah has not seen";
  must(hand_on(t.house, jonah, id, shown));
  EXPECT_FALSE(orphaned(t.house, jonah, *open_concern(t.house, jonah, id)));
  EXPECT_EQ(rule(hand_on(t.house, jonah, id, shown)), "concern-outside");
  must(write_concern(t.house, mo, id, care::ConcernNoted{"It is mine now.", true}));
  EXPECT_EQ(rule(write_concern(t.house, lea, id, care::ConcernNoted{"x", false})), "concern-party");
  EXPECT_TRUE(open_concern(t.house, lea, id)->concern.notes.empty()) << "what came after is sealed with other keys";
  whole();
}

// Nor does a lead hand it on by themself, to somebody whom who raised it has never seen.
TEST_F(ConcernsTest, IsRaisedSoThatNoLeadHandsItOn) {
  const auto id = raise(jonah);
  auto mo = t.invited(ada, "Mo Field", {care::Role::lead});
  EXPECT_EQ(rule(write_concern(t.house, lea, id, care::LeadsTold{{{mo.person, "Mo Field", mo.key()}}})), "concern-party");
  EXPECT_TRUE(concerns(t.house, mo)->empty());
  whole();
}

TEST_F(ConcernsTest, MakingSomebodyALeadOpensNoConcernToThem) {
  const auto id = raise(jonah);
  auto zed = t.invited(ada, "Zed Moor", {care::Role::lead});
  EXPECT_FALSE(orphaned(t.house, jonah, *open_concern(t.house, jonah, id)));
  EXPECT_EQ(rule(hand_on(t.house, jonah, id, {})), "concern-outside");
  EXPECT_TRUE(concerns(t.house, zed)->empty());
  EXPECT_EQ(concerns(t.house, lea)->front().concern.id, id);
}

TEST_F(ConcernsTest, WhoHasLeftTheCircleTakesNone) {
  t.must(act(t.house, ada, file, care::RemovePerson{okafor.person}));
  ASSERT_TRUE(change_roles(t.house, ada, okafor.person, {care::Role::therapist, care::Role::lead}));
  const auto id = raise(jonah);
  ASSERT_TRUE(change_roles(t.house, ada, lea.person, {care::Role::mentor}));
  const auto left = orphaned(t.house, jonah, *open_concern(t.house, jonah, id));
  ASSERT_TRUE(left);
  EXPECT_TRUE(left->leads.empty());
  EXPECT_TRUE(concerns(t.house, okafor)->empty()) << "it may be about them";
  EXPECT_EQ(concerns(t.house, jonah)->front().concern.id, id);
}

// Nor does an owner who takes the lead's role away hand the pause to the therapist, whom it may be about.
TEST_F(ConcernsTest, APauseStaysWhereItWasBroughtWhenTheLeadIsNoneAnyMore) {
  const auto id = raise(jonah, true);
  ASSERT_TRUE(change_roles(t.house, ada, lea.person, {care::Role::mentor}));
  ASSERT_TRUE(open_file(t.house, okafor, file)->file.safeguarding.leads.empty());
  const care::Record off{{course::Resumed{course::HoldKind::practice_pause, jonah.person}}};
  for (auto* who : {&okafor, &ada}) {
    const auto done = act(t.house, *who, file, off);
    ASSERT_FALSE(done);
    EXPECT_EQ(std::get<care::Refusal>(done.error()).reasons.front().rule, "own-part");
  }
  EXPECT_EQ(rule(lift_pause(t.house, lea, id)), "concern-lead");
  ASSERT_EQ(holds().size(), 1u);
  t.must(act(t.house, jonah, file, off));
  EXPECT_TRUE(holds().empty()) << "who set it takes it off";
}

TEST_F(ConcernsTest, SettingsOfBeforeThereWereDaysAreRead) {
  const auto old = decode_roster_event(base::view(std::string(
      R"({"type":"settings-changed","v":1,"at":1,"name":"W","zone":"UTC","idle_minutes":15,"backup_days":7,"lead_body":"b"})")));
  ASSERT_TRUE(old);
  EXPECT_EQ(std::get<SettingsChanged>(old->body).concern_days, 7);
  const RosterEvent fresh{Instant{1}, SettingsChanged{"W", "UTC", 15, 7, "b", 12}};
  EXPECT_EQ(std::get<SettingsChanged>(decode_roster_event(base::view(encode(fresh)))->body).concern_days, 12);
}

}  // namespace
}  // namespace trefoil::practice
