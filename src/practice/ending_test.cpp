// After the ending the practitioner is granted nothing more: whatever the therapist does next takes them out first.
#include <gmock/gmock.h>

#include "ledger/verify.h"
#include "practice/test_house.h"

namespace trefoil::practice {
namespace {

using ::testing::Contains;
using ::testing::Not;
using testing::notes;
using testing::TestHouse;

struct Ending : ::testing::Test {
  TestHouse t;
  Keyholder ada = t.begin().holder;
  Keyholder okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  LogId file = t.new_file(ada);
  PersonId jonah = seen(ada).clients.front().person;
  Ending() { t.must(act(t.house, ada, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()})); }

  care::File seen(Keyholder& who) { return open_file(t.house, who, file)->file; }
  void records(Keyholder& who, course::Body body) { t.must(act(t.house, who, file, care::Record{{std::move(body)}})); }
  void close(Keyholder& who) { records(who, course::Closed{true, "it was time"}); }
  bool is_here() { return seen(okafor).member(ada.person)->active; }
  // What is written now, between the professionals and for all, is not Ada's to read.
  void reads_nothing_newer() {
    EXPECT_FALSE(is_here());
    for (const auto room : {care::RoomKind::shared, care::RoomKind::clinical}) {
      const std::string words = "quince in " + std::string(care::name(room));
      t.must(act(t.house, okafor, file, care::Write{{room, {}}, words}));
      const auto opened = open_file(t.house, ada, file);
      ASSERT_TRUE(opened) << "what was before stays";
      EXPECT_THAT(notes(*opened), Not(Contains(words)));
      EXPECT_THAT(notes(*open_file(t.house, okafor, file)), Contains(words));
    }
    for (const auto& [room, to, mine] : given_in(*open_file(t.house, okafor, file)))
      EXPECT_FALSE(to.contains(ada.key())) << care::name(room.kind);
    const auto report = ledger::verify(*t.store, {});
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->findings.empty());
  }
};

TEST_F(Ending, ByTheTherapistPartsThePractitionerInTheSameCommit) {
  close(okafor);
  reads_nothing_newer();
  const auto file_now = seen(okafor);
  EXPECT_TRUE(file_now.course.closing.closed);
  EXPECT_TRUE(file_now.voided.empty());
}

TEST_F(Ending, ByThePractitionerPartsThemWhenTheTherapistLooks) {
  close(ada);
  EXPECT_TRUE(is_here());
  ASSERT_TRUE(record_reading(t.house, okafor, *open_file(t.house, okafor, file)));
  reads_nothing_newer();
}

TEST_F(Ending, PartsBeforeTheTherapistWritesAnything) {
  close(ada);
  t.must(act(t.house, okafor, file, care::Write{{care::RoomKind::clinical, {}}, "for the aftercare"}));
  EXPECT_THAT(notes(*open_file(t.house, ada, file)), Not(Contains("for the aftercare")));
  reads_nothing_newer();
}

TEST_F(Ending, PartsBeforeTheTherapistInvitesTheClient) {
  close(ada);
  ASSERT_TRUE(invite_client(t.house, okafor, file, jonah));
  reads_nothing_newer();
}

TEST_F(Ending, HandsOverNothingToWhoIsInvitedAgain) {
  close(ada);
  auto begun = invite_again(t.house, ada, okafor.person);
  ASSERT_TRUE(begun);
  auto joined = join(t.house, {begun->token, "N. Okafor again", "harbour lamp quiet anew"});
  ASSERT_TRUE(joined);
  Keyholder mo = std::move(joined->holder);
  ASSERT_TRUE(hand_over(t.house, ada, file)) << "she still may, as nobody took her out yet";
  auto again = open_file(t.house, mo, file);
  ASSERT_TRUE(again);
  ASSERT_TRUE(hand_over(t.house, mo, file));
  EXPECT_FALSE(open_file(t.house, mo, file)->file.member(ada.person)->active);
}

TEST_F(Ending, PartsBeforeTheTherapistsNewKeys) {
  close(ada);
  ASSERT_TRUE(rotate_keys(t.house, okafor, "harbour lamp quiet anew"));
  reads_nothing_newer();
}

TEST_F(Ending, WaitsForTheReportThatIsOwed) {
  const course::SessionId session{{1}};
  records(okafor, course::SessionPlanned{session, course::SessionKind::therapist, t.clock.now(), 50, 0, {}, false});
  records(ada, course::ClosureAgreed{ada.person, seen(ada).moment(t.clock.now()).today, {}});
  close(okafor);
  ASSERT_TRUE(record_reading(t.house, okafor, *open_file(t.house, okafor, file)));
  EXPECT_TRUE(is_here()) << "her closing form";
  records(ada, course::ClosingFormGiven{ada.person, {}});
  t.must(act(t.house, okafor, file, care::Write{{}, "thank you"}));
  reads_nothing_newer();
}

TEST_F(Ending, AStopAndATherapistsLeavingDoNotWaitForIt) {
  close(ada);
  records(okafor, course::Held{course::HoldKind::therapist_pause, okafor.person, {}});
  EXPECT_TRUE(is_here());
  t.must(act(t.house, okafor, file, care::RemovePerson{okafor.person, ""}));
  EXPECT_TRUE(seen(ada).member(ada.person)->active) << "somebody stays who can bring a therapist in";
}

}  // namespace
}  // namespace trefoil::practice
