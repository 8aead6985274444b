// After the ending no key reaches the practitioner any more (decisions/0016-the-ending-and-the-shared-room.md),
// whatever the others do; what they could read before they read on.
#include <gmock/gmock.h>

#include "ledger/verify.h"
#include "practice/outside.h"
#include "practice/test_house.h"

namespace trefoil::practice {
namespace {

using ::testing::Contains;
using ::testing::Not;

class Ending : public ::testing::Test {
 protected:
  testing::TestHouse t;
  Keyholder ada = t.begin().holder;
  Keyholder okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  Keyholder reed = t.invited(ada, "S. Reed", {care::Role::therapist});
  LogId file = t.new_file(ada);
  PersonId client = open_file(t.house, ada, file)->file.clients[0].person;
  std::optional<Keyholder> jonah;

  void SetUp() override {
    t.must(act(t.house, ada, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
    jonah = t.joined(invite_client(t.house, ada, file, client)->token, "Jonah");
    t.must(act(t.house, ada, file, care::Write{{}, "before"}));
    t.must(act(t.house, ada, file, care::Write{{care::RoomKind::clinical, {}}, "between us"}));
  }
  void end(Keyholder& who, std::string reason) {
    t.must(act(t.house, who, file, care::Record{{course::Closed{true, std::move(reason)}}}));
  }
  void write(Keyholder& who, const std::string& words) { t.must(act(t.house, who, file, care::Write{{}, words})); }
  // Every epoch of every room that was ever given to one of these keys.
  std::size_t given_to(Keyholder& reader, const std::vector<KeyId>& keys) {
    const auto opened = open_file(t.house, reader, file);
    std::size_t out = 0;
    const auto count = [&](const ledger::OpenedLog& log) {
      for (const auto& [id, room] : log.rooms)
        for (const auto& [epoch, to] : room.granted)
          out += static_cast<std::size_t>(std::ranges::count_if(keys, [&](KeyId key) { return to.contains(key); }));
    };
    count(opened->course);
    for (const auto& [log, other] : opened->others) count(other);
    return out;
  }
  void nothing_reaches_ada() {
    const auto before = given_to(okafor, {ada.key()});
    write(okafor, "how it goes on");
    t.must(act(t.house, okafor, file, care::AddPerson{reed.person, "S. Reed", care::Role::therapist, reed.key()}));
    t.must(act(t.house, *jonah, file, care::Write{{care::RoomKind::therapy, client}, "to my therapist"}));
    t.must(act(t.house, okafor, file, care::RemovePerson{okafor.person, ""}));
    write(reed, "taken over");
    t.must(act(t.house, reed, file, care::Write{{care::RoomKind::clinical, {}}, "between therapists"}));
    ASSERT_TRUE(hand_over(t.house, reed, file));
    ASSERT_TRUE(rotate_keys(t.house, reed, "another long way home"));
    write(reed, "with other keys");
    EXPECT_EQ(given_to(reed, {ada.key()}), before);
    const auto seen = open_file(t.house, ada, file);
    ASSERT_TRUE(seen) << base::describe(seen.error());
    EXPECT_TRUE(seen->damage.empty());
    EXPECT_EQ(testing::notes(*seen), (std::set<std::string>{"before", "between us"})) << "as before, and nothing since";
    EXPECT_TRUE(seen->file.course.closing.closed);
    for (auto* who : {&ada, &reed, &*jonah}) {
      auto report = ledger::verify(*t.store, {});
      ASSERT_TRUE(report);
      ASSERT_TRUE(verify_contents(t.house, *who, *report));
      for (const auto& finding : report->findings) ADD_FAILURE() << finding.place << ": " << finding.what;
    }
  }
};

TEST_F(Ending, OfTheClientLeavesThePractitionerWhatTheyHadAndGivesThemNothing) {
  end(*jonah, "");
  nothing_reaches_ada();
}
TEST_F(Ending, OfThePractitionersOwnDoesTheSame) {
  end(ada, "we could not go on");
  nothing_reaches_ada();
}

TEST_F(Ending, StillLetsThemWriteBetweenTheProfessionalsAndSaysThatTheyRead) {
  end(okafor, "it was too much");
  t.must(act(t.house, ada, file, care::Write{{care::RoomKind::clinical, {}}, "what I learned"}));
  EXPECT_THAT(testing::notes(*open_file(t.house, okafor, file)), Contains("what I learned"));
  ASSERT_TRUE(record_reading(t.house, ada, *open_file(t.house, ada, file)));
  const auto read = readings(*open_file(t.house, okafor, file));
  EXPECT_TRUE(std::ranges::any_of(read, [&](const Reading& one) { return one.person == ada.person; }));
  const auto refused = act(t.house, ada, file, care::AskErasure{"", {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(std::get<care::Refusal>(refused.error()).reasons.front().rule, "no-contact-after");
  ASSERT_TRUE(hand_over(t.house, ada, file));
  EXPECT_TRUE(invite_again(t.house, ada, okafor.person)) << "of this file it gives nothing";
}

TEST_F(Ending, WaitsForAReportAndPartsWithIt) {
  t.must(act(t.house, ada, file, care::Record{{course::ClosureAgreed{ada.person, Day{30'000}, {}}}}));
  t.must(act(t.house, okafor, file, care::Record{{course::ClosureAgreed{okafor.person, Day{30'000}, {}}}}));
  end(*jonah, "");
  write(okafor, "still to be read");
  EXPECT_THAT(testing::notes(*open_file(t.house, ada, file)), Contains("still to be read"));
  t.must(act(t.house, ada, file,
             care::Record{{course::ClosingFormGiven{ada.person, {}}},
                          {care::Write{{care::RoomKind::clinical, {}}, "my form"},
                           care::Write{{care::RoomKind::process, ada.person}, "for myself"}}}));
  write(okafor, "no more");
  const auto seen = testing::notes(*open_file(t.house, ada, file));
  EXPECT_THAT(seen, ::testing::IsSupersetOf({"my form", "for myself"}));
  EXPECT_THAT(seen, Not(Contains("no more")));
  EXPECT_THAT(testing::notes(*open_file(t.house, okafor, file)), Contains("my form"));
}

// Somebody who lost their keys and is invited again holds what they held, and nothing of what came since.
TEST_F(Ending, OtherKeysOfTheirsOpenWhatTheFirstOnesDid) {
  auto mo = t.invited(ada, "Mo", {care::Role::practitioner});
  const auto other = t.new_file(okafor, "K7Q4RE", false, care::Role::therapist);
  t.must(act(t.house, okafor, other, care::AddPerson{mo.person, "Mo", care::Role::practitioner, mo.key()}));
  t.must(act(t.house, mo, other, care::Write{{}, "before"}));
  t.must(act(t.house, okafor, other, care::Record{{course::Closed{true, "it was too much"}}}));
  t.must(act(t.house, okafor, other, care::Write{{}, "since"}));
  ASSERT_TRUE(rotate_keys(t.house, mo, "another long way home"));
  t.must(act(t.house, okafor, other, care::Write{{}, "later still"}));
  EXPECT_EQ(testing::notes(*open_file(t.house, mo, other)), (std::set<std::string>{"before"}));
  const auto opened = open_file(t.house, okafor, other);
  EXPECT_EQ(opened->file.member(mo.person)->keys.back(), mo.key());
  for (const auto& [id, room] : opened->course.rooms)
    for (const auto& [epoch, to] : room.granted)
      EXPECT_TRUE(!to.contains(mo.key()) || to.contains(opened->file.member(mo.person)->keys.front()));
}

}  // namespace
}  // namespace trefoil::practice
