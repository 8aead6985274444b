// After the ending the practitioner is granted nothing more: whatever the therapist does next takes them out first.
#include <gmock/gmock.h>

#include "ledger/verify.h"
#include "practice/outside.h"
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
  for (const auto& [room, to, mine] : given_in(*open_file(t.house, okafor, file)))
    EXPECT_FALSE(to.contains(ada.key())) << "at once, before anything is written: " << care::name(room.kind);
  EXPECT_NE(export_file(t.house, okafor, file)->html.find("Ada Lind has parted, as the work has ended."), std::string::npos);
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

// --- no key that is made after the ending comes to the practitioner, and none to who left the practice ---
struct EndingKeys : Ending {
  Keyholder mo = t.invited(ada, "M. Mentor", {care::Role::mentor});
  void mentor_in() {
    t.must(act(t.house, okafor, file, care::AddPerson{mo.person, "M. Mentor", care::Role::mentor, mo.key(), true}));
  }
  bool holds_newest(Keyholder& who) {
    for (const auto& [room, to, mine] : given_in(*open_file(t.house, okafor, file)))
      if (room == care::Room{} && to.contains(who.key())) return true;
    return false;
  }
};

TEST_F(EndingKeys, AnothersLeavingGrantsThePractitionerNothing) {
  mentor_in();
  close(ada);
  t.must(act(t.house, okafor, file, care::RemovePerson{mo.person, ""}));
  EXPECT_FALSE(holds_newest(mo));
  EXPECT_FALSE(holds_newest(ada));
}

TEST_F(EndingKeys, TheSecondTherapistsLeavingGrantsThePractitionerNothing) {
  Keyholder bea = t.invited(ada, "Bea T.", {care::Role::therapist});
  t.must(act(t.house, okafor, file, care::AddPerson{bea.person, "Bea T.", care::Role::therapist, bea.key()}));
  close(ada);
  t.must(act(t.house, bea, file, care::RemovePerson{bea.person, ""}));
  EXPECT_FALSE(holds_newest(ada));
}

TEST_F(EndingKeys, WhoWasRemovedIsGrantedNothingByAPartingInHandOver) {
  Keyholder pia = t.invited(ada, "P. Practitioner", {care::Role::practitioner});
  file = t.new_file(pia, "OTHERX");
  t.must(act(t.house, pia, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
  mentor_in();
  t.must(act(t.house, pia, file, care::Record{{course::Closed{true, "it was time"}}}));
  ASSERT_TRUE(remove_person(t.house, ada, mo.person));
  ASSERT_TRUE(hand_over(t.house, okafor, file));
  EXPECT_FALSE(holds_newest(mo));
}

TEST_F(EndingKeys, WhoWasRemovedIsGrantedNothingByARotation) {
  Keyholder pia = t.invited(ada, "P. Practitioner", {care::Role::practitioner});
  file = t.new_file(pia, "OTHERX");
  t.must(act(t.house, pia, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
  mentor_in();
  ASSERT_TRUE(remove_person(t.house, ada, mo.person));
  ASSERT_TRUE(rotate_keys(t.house, okafor, "harbour lamp quiet anew"));
  EXPECT_FALSE(holds_newest(mo));
}

TEST_F(EndingKeys, ThePractitionerCantTakeTheTherapistOutAfterTheEnding) {
  close(ada);
  const auto done = act(t.house, ada, file, care::RemovePerson{okafor.person, ""});
  EXPECT_FALSE(done) << "and so nobody parts her, and each new key is hers";
}

TEST_F(EndingKeys, WhoHasPartedCanBeInvitedAgainAndIsGivenNothing) {
  Keyholder own = t.invited(ada, "O. Owner", {care::Role::therapist, care::Role::owner});
  t.must(act(t.house, okafor, file, care::AddPerson{own.person, "O. Owner", care::Role::therapist, own.key()}));
  close(ada);
  const auto again = invite_again(t.house, own, ada.person);
  ASSERT_TRUE(again) << base::describe(again.error());
  EXPECT_FALSE(is_here());
  auto joined = join(t.house, {again->token, "Ada anew", "harbour lamp quiet anew"});
  ASSERT_TRUE(joined);
  EXPECT_FALSE(open_file(t.house, joined->holder, file));
}

TEST_F(EndingKeys, ANoteThatIsMovedBetweenTwoPartsBoth) {
  const auto other = t.new_file(ada, "OTHERB");
  t.must(act(t.house, ada, other, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
  t.must(act(t.house, okafor, file, care::Write{{care::RoomKind::clinical, {}}, "misplaced"}));
  EntryId entry;
  for (const auto& item : seen(okafor).items) if (std::holds_alternative<care::Noted>(item.event.body)) entry = item.event.id;
  close(ada);
  t.must(act(t.house, ada, other, care::Record{{course::Closed{true, "x"}}}));
  t.must(move_to_file(t.house, okafor, file, entry, other, {care::RoomKind::clinical, {}}));
  EXPECT_FALSE(is_here());
  EXPECT_FALSE(open_file(t.house, okafor, other)->file.member(ada.person)->active);
  const auto report = ledger::verify(*t.store, {});
  EXPECT_TRUE(report->findings.empty());
  EXPECT_TRUE(seen(okafor).voided.empty());
}

TEST_F(EndingKeys, WhoWasRemovedLongAgoReadsNothingByALook) {
  Keyholder pia = t.invited(ada, "P. Practitioner", {care::Role::practitioner});
  file = t.new_file(pia, "OTHERX");
  t.must(act(t.house, pia, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
  mentor_in();
  ASSERT_TRUE(remove_person(t.house, ada, mo.person));
  t.must(act(t.house, okafor, file, care::Write{{}, "quince after the removal"}));
  ASSERT_THAT(notes(*open_file(t.house, mo, file)), Not(Contains("quince after the removal")));
  t.must(act(t.house, pia, file, care::Record{{course::Closed{true, "it was time"}}}));
  ASSERT_TRUE(record_reading(t.house, okafor, *open_file(t.house, okafor, file)));
  EXPECT_THAT(notes(*open_file(t.house, mo, file)), Not(Contains("quince after the removal")));
}

TEST_F(EndingKeys, SettingsToldAfterTheEndingMakeNoKeyForThePractitioner) {
  Keyholder own = t.invited(ada, "O. Owner", {care::Role::therapist, care::Role::owner});
  t.must(act(t.house, okafor, file, care::AddPerson{own.person, "O. Owner", care::Role::therapist, own.key()}));
  ASSERT_TRUE(invite_client(t.house, okafor, file, jonah));
  close(ada);
  const auto epoch = [&] { const auto opened = *open_file(t.house, okafor, file); return opened.course.rooms.at(opened.file.rooms.at(care::Room{}).id).epoch; };
  const auto before = epoch();
  t.clock.set(Instant{t.clock.now().ms + 80LL * 3600'000});
  SettingsChanged settings{"Willow Row", "Europe/London", 15, 7, "another body"};
  ASSERT_TRUE(change_settings(t.house, own, settings));
  EXPECT_TRUE(epoch() == before || !holds_newest(ada)) << before << " " << epoch();
}

TEST_F(EndingKeys, AStopAfterTheEndingMakesNoKeyForThePractitioner) {
  ASSERT_TRUE(invite_client(t.house, okafor, file, jonah));
  close(ada);
  const auto epoch = [&] { const auto opened = *open_file(t.house, okafor, file); return opened.course.rooms.at(opened.file.rooms.at(care::Room{}).id).epoch; };
  const auto before = epoch();
  t.clock.set(Instant{t.clock.now().ms + 80LL * 3600'000});
  records(okafor, course::Held{course::HoldKind::therapist_pause, okafor.person, {}});
  EXPECT_TRUE(epoch() == before || !holds_newest(ada)) << before << " " << epoch();
}

TEST_F(EndingKeys, WhoIsRemovedFromThePracticeByItsPractitionerStaysWithTheClient) {
  close(ada);
  const auto still = remove_person(t.house, ada, okafor.person);
  ASSERT_TRUE(still);
  EXPECT_EQ(still->size(), 1U) << "the file in which the only therapist stays is named";
}

}  // namespace
}  // namespace trefoil::practice
