// The first whole of the application: people, files, rooms, leaving, joining, losing keys.
#include "ledger/verify.h"
#include "practice/test_house.h"

namespace trefoil::practice {
namespace {

using testing::notes;
using testing::TestHouse;
using Texts = std::set<std::string>;

TEST(Begin, GivesKeysThatThePassphraseAndTheCodeOpen) {
  TestHouse t;
  auto begun = t.begin();
  auto by_passphrase = unlock(t.house, "  ada  LIND ", TestHouse::passphrase("Ada Lind"));
  ASSERT_TRUE(by_passphrase) << base::describe(by_passphrase.error());
  EXPECT_EQ(by_passphrase->key(), begun.holder.key());
  auto by_code = unlock_by_code(t.house, begun.recovery_code);
  ASSERT_TRUE(by_code) << base::describe(by_code.error());
  EXPECT_EQ(by_code->person, begun.holder.person);
  const auto roster = read_roster(t.house, *by_code);
  ASSERT_TRUE(roster) << base::describe(roster.error());
  EXPECT_EQ(roster->name, "Willow Row");
  EXPECT_TRUE(may_manage(*roster, begun.holder.person));
}

TEST(Begin, OneAnswerForAWrongNameAndAWrongPassphrase) {
  TestHouse t;
  t.begin();
  const auto wrong_name = unlock(t.house, "Ada Lund", TestHouse::passphrase("Ada Lind"));
  const auto wrong_passphrase = unlock(t.house, "Ada Lind", "quiet harbour lamp");
  ASSERT_FALSE(wrong_name);
  ASSERT_FALSE(wrong_passphrase);
  EXPECT_EQ(wrong_name.error().what, wrong_passphrase.error().what);
  EXPECT_EQ(wrong_name.error().fault, Fault::refused);
}

TEST(Begin, HappensOnce) {
  TestHouse t;
  t.begin();
  const auto again = begin_practice(t.house, {"Other", "UTC", "Eve", "", {care::Role::therapist}, "another long passphrase"});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().fault, Fault::refused);
}

TEST(Passphrase, ChangedOpensAndTheOldOneNoMore) {
  TestHouse t;
  auto begun = t.begin();
  const auto changed = change_passphrase(t.house, begun.holder, "seven slow boats at noon");
  ASSERT_TRUE(changed) << base::describe(changed.error());
  EXPECT_TRUE(unlock(t.house, "Ada Lind", "seven slow boats at noon"));
  EXPECT_FALSE(unlock(t.house, "Ada Lind", TestHouse::passphrase("Ada Lind")));
  EXPECT_TRUE(unlock_by_code(t.house, begun.recovery_code));
}

TEST(Files, EachReadsExactlyTheirRooms) {
  TestHouse t;
  auto ada = t.begin().holder;
  auto okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  const auto file = t.new_file(ada);
  t.must(act(t.house, ada, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
  auto opened = open_file(t.house, ada, file);
  ASSERT_TRUE(opened) << base::describe(opened.error());
  const auto client_id = opened->file.clients.at(0).person;
  const auto invitation = invite_client(t.house, ada, file, client_id);
  ASSERT_TRUE(invitation) << base::describe(invitation.error());
  auto jonah = t.joined(invitation->token, "Jonah");
  EXPECT_EQ(jonah.person, client_id);
  EXPECT_FALSE(jonah.professional);

  t.must(act(t.house, ada, file, care::Write{{care::RoomKind::shared, {}}, "to all"}));
  t.must(act(t.house, ada, file, care::Write{{care::RoomKind::clinical, {}}, "to the therapist"}));
  t.must(act(t.house, ada, file, care::Write{{care::RoomKind::process, ada.person}, "for Ada alone"}));
  t.must(act(t.house, jonah, file, care::Write{{care::RoomKind::own, jonah.person}, "for Jonah alone"}));
  t.must(act(t.house, jonah, file, care::Write{{care::RoomKind::therapy, jonah.person}, "Jonah to the therapist"}));

  const auto read = [&](Keyholder& who) {
    auto now = open_file(t.house, who, file);
    if (!now) throw std::runtime_error(base::describe(now.error()));
    EXPECT_TRUE(now->damage.empty()) << now->damage.front();
    EXPECT_TRUE(now->file.voided.empty()) << now->file.voided.front().why;
    return notes(*now);
  };
  EXPECT_EQ(read(ada), (Texts{"to all", "to the therapist", "for Ada alone"}));
  EXPECT_EQ(read(okafor), (Texts{"to all", "to the therapist", "Jonah to the therapist"}));
  EXPECT_EQ(read(jonah), (Texts{"to all", "for Jonah alone", "Jonah to the therapist"}));
  EXPECT_FALSE(act(t.house, jonah, file, care::Write{{care::RoomKind::clinical, {}}, "no"}));
  EXPECT_FALSE(act(t.house, ada, file, care::Write{{care::RoomKind::therapy, jonah.person}, "no"}));
}

TEST(Files, WhoLeavesReadsWhatWasBeforeAndNothingAfter) {
  TestHouse t;
  auto ada = t.begin().holder;
  auto okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  const auto file = t.new_file(ada);
  t.must(act(t.house, ada, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
  t.must(act(t.house, ada, file, care::Write{{care::RoomKind::clinical, {}}, "before"}));
  t.must(act(t.house, ada, file, care::RemovePerson{okafor.person, "moved away"}));
  t.must(act(t.house, ada, file, care::Write{{care::RoomKind::clinical, {}}, "after"}));
  auto his = open_file(t.house, okafor, file);
  ASSERT_TRUE(his) << base::describe(his.error());
  EXPECT_EQ(notes(*his), (Texts{"before"}));
  EXPECT_GT(his->unreadable, 0u);
  EXPECT_FALSE(act(t.house, okafor, file, care::Write{{care::RoomKind::shared, {}}, "from outside"}));
  auto hers = open_file(t.house, ada, file);
  ASSERT_TRUE(hers);
  EXPECT_EQ(notes(*hers), (Texts{"before", "after"}));
}

TEST(Files, AStrangerFindsNothing) {
  TestHouse t;
  auto ada = t.begin().holder;
  auto other = t.invited(ada, "P. Reed", {care::Role::practitioner});
  const auto file = t.new_file(ada);
  const auto opened = open_file(t.house, other, file);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().fault, Fault::not_found);
  const auto nothing = open_file(t.house, other, vault::random_id<LogId>());
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().what, opened.error().what);
  const auto all = open_all(t.house, other);
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->files.empty());
}

TEST(Files, EachIsGivenItsOwnKeysAlone) {
  TestHouse t;
  auto ada = t.begin().holder;
  for (const auto* code : {"FIRST1", "SECOND", "THIRD1"}) {
    const auto file = t.new_file(ada, code);
    t.must(act(t.house, ada, file, care::Write{{care::RoomKind::process, ada.person}, "alone"}));
  }
  std::size_t files = 0;
  const auto damage = each_file(t.house, ada, [&](OpenedFile&& opened) {
    ++files;
    std::set<LogId> own{opened.file.id};
    for (const auto& [room, place] : opened.file.rooms) own.insert(place.log);
    const auto held = opened.keys.logs();
    EXPECT_EQ(std::set<LogId>(held.begin(), held.end()), own);
    EXPECT_EQ(notes(opened), (Texts{"alone"}));
  });
  ASSERT_TRUE(damage) << base::describe(damage.error());
  EXPECT_TRUE(damage->empty());
  EXPECT_EQ(files, 3u);
}

TEST(Invitations, AreUsedOnceAndRunOut) {
  TestHouse t;
  auto ada = t.begin().holder;
  const auto invitation = invite_person(t.house, ada, "N. Okafor", {care::Role::therapist});
  ASSERT_TRUE(invitation);
  const auto look = look_at_invitation(t.house, invitation->token);
  ASSERT_TRUE(look) << base::describe(look.error());
  EXPECT_EQ(look->name, "N. Okafor");
  EXPECT_EQ(look->inviter, "Ada Lind");
  ASSERT_TRUE(join(t.house, {invitation->token, "", "a passphrase of my own"}));
  EXPECT_FALSE(join(t.house, {invitation->token, "", "a passphrase of my own"}));
  const auto late = invite_person(t.house, ada, "P. Reed", {care::Role::practitioner});
  ASSERT_TRUE(late);
  t.clock.set(t.clock.now() + std::chrono::hours(73));
  EXPECT_FALSE(look_at_invitation(t.house, late->token));
}

TEST(Keys, LostOnesComeBackFromWhoeverHoldsThem) {
  TestHouse t;
  auto ada = t.begin().holder;
  auto okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  const auto file = t.new_file(ada);
  t.must(act(t.house, ada, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
  t.must(act(t.house, okafor, file, care::Write{{care::RoomKind::clinical, {}}, "both read this"}));
  t.must(act(t.house, okafor, file, care::Write{{care::RoomKind::process, okafor.person}, "gone with his key"}));
  const auto again = invite_again(t.house, ada, okafor.person);
  ASSERT_TRUE(again) << base::describe(again.error());
  auto returned = t.joined(again->token, "N. Okafor again");
  EXPECT_EQ(returned.person, okafor.person);
  auto opened = open_file(t.house, returned, file);
  ASSERT_TRUE(opened) << base::describe(opened.error());
  EXPECT_EQ(notes(*opened), (Texts{"both read this"}));
  t.must(act(t.house, returned, file, care::Write{{care::RoomKind::clinical, {}}, "back"}));
  // The lost key opens nothing new.
  auto old = open_file(t.house, okafor, file);
  ASSERT_TRUE(old);
  EXPECT_FALSE(notes(*old).contains("back"));
}

TEST(Keys, RotatedReadEverythingAndTheOldPairNothingNew) {
  TestHouse t;
  auto ada = t.begin().holder;
  auto okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  const auto file = t.new_file(ada);
  t.must(act(t.house, ada, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
  t.must(act(t.house, okafor, file, care::Write{{care::RoomKind::process, okafor.person}, "his own"}));
  auto stolen = unlock(t.house, "N. Okafor", TestHouse::passphrase("N. Okafor"));
  ASSERT_TRUE(stolen);
  const auto code = rotate_keys(t.house, okafor, "a passphrase nobody saw");
  ASSERT_TRUE(code) << base::describe(code.error());
  EXPECT_FALSE(unlock(t.house, "N. Okafor", TestHouse::passphrase("N. Okafor")));
  auto fresh = unlock(t.house, "N. Okafor", "a passphrase nobody saw");
  ASSERT_TRUE(fresh) << base::describe(fresh.error());
  t.must(act(t.house, *fresh, file, care::Write{{care::RoomKind::clinical, {}}, "after the change"}));
  t.must(act(t.house, *fresh, file, care::Write{{care::RoomKind::process, fresh->person}, "his own, after"}));
  auto opened = open_file(t.house, *fresh, file);
  ASSERT_TRUE(opened);
  EXPECT_EQ(notes(*opened), (Texts{"his own", "his own, after", "after the change"}));
  auto thief = open_file(t.house, *stolen, file);
  ASSERT_TRUE(thief);
  EXPECT_FALSE(notes(*thief).contains("after the change"));
  EXPECT_FALSE(notes(*thief).contains("his own, after"));
  EXPECT_TRUE(unlock_by_code(t.house, *code));
}

TEST(Keys, OfAClientComeFromTheTherapistSoThatNobodyElseReadsWhatTheyTellThem) {
  TestHouse t;
  auto ada = t.begin().holder;
  auto okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  const auto file = t.new_file(ada);
  t.must(act(t.house, ada, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
  auto opened = open_file(t.house, ada, file);
  ASSERT_TRUE(opened);
  const auto client = opened->file.clients.at(0).person;
  auto jonah = t.joined(invite_client(t.house, ada, file, client)->token, "Jonah");
  t.must(act(t.house, jonah, file, care::Write{{care::RoomKind::therapy, client}, "for the therapist"}));
  const auto by_ada = invite_client(t.house, ada, file, client);
  ASSERT_FALSE(by_ada);
  EXPECT_EQ(by_ada.error().fault, Fault::refused);
  EXPECT_TRUE(invite_client(t.house, okafor, file, client));
}

TEST(Practice, WhoLeftItReadsNothingNewAlsoWhereTheOwnerIsNotInTheCircle) {
  TestHouse t;
  auto ada = t.begin().holder;
  auto okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  auto eve = t.invited(ada, "Eve Hale", {care::Role::practitioner});
  const auto file = t.new_file(okafor, "QQQQQQ", false, care::Role::therapist);
  t.must(act(t.house, okafor, file, care::AddPerson{eve.person, "Eve Hale", care::Role::practitioner, eve.key()}));
  t.must(act(t.house, okafor, file, care::Write{{care::RoomKind::clinical, {}}, "before"}));
  ASSERT_TRUE(remove_person(t.house, ada, eve.person));
  t.must(act(t.house, okafor, file, care::Write{{care::RoomKind::clinical, {}}, "after"}));
  auto hers = open_file(t.house, eve, file);
  ASSERT_TRUE(hers);
  EXPECT_TRUE(notes(*hers).contains("before"));
  EXPECT_FALSE(notes(*hers).contains("after"));
}

TEST(Invitations, KeepNothingOnceTheyRanOut) {
  TestHouse t;
  auto ada = t.begin("Ada Lind", {care::Role::practitioner}).holder;
  const auto file = t.new_file(ada);
  const auto client = open_file(t.house, ada, file)->file.circle.back().person;
  const auto link = invite_client(t.house, ada, file, client);
  const auto person = invite_person(t.house, ada, "N. Okafor", {care::Role::therapist});
  ASSERT_TRUE(link && person);
  const auto wraps_for_links = [&] {
    std::size_t found = 0;
    const auto cards = t.store->sides(ledger::SideKind::card);
    for (const auto& side : *cards)
      if (const auto card = ledger::decode_card(side); card && card->kind == ledger::CardKind::invitation)
        found += t.store->wraps_to(card->card.id())->size();
    return found;
  };
  ASSERT_GE(wraps_for_links(), 2u);
  EXPECT_EQ(clear_invitations(t.house, ada).value(), 0u) << "they are open";
  t.clock.set(t.clock.now() + std::chrono::hours(73));
  EXPECT_EQ(clear_invitations(t.house, ada).value(), 2u);
  EXPECT_EQ(wraps_for_links(), 0u);
  EXPECT_EQ(clear_invitations(t.house, ada).value(), 0u);
  // Nor does what is written later give them anything anew.
  t.must(act(t.house, ada, file, care::Write{{}, "after the link ran out"}));
  t.must(act(t.house, ada, file, care::Write{{care::RoomKind::clinical, {}}, "and in a new room"}));
  ASSERT_TRUE(change_settings(t.house, ada, {"Willow Row", "Europe/London", 15, 7, ""}));
  EXPECT_EQ(wraps_for_links(), 0u);
  EXPECT_TRUE(owed_grants(*open_file(t.house, ada, file), *read_roster(t.house, ada)).empty());
  const auto report = ledger::verify(*t.store, {});
  ASSERT_TRUE(report);
  for (const auto& finding : report->findings) ADD_FAILURE() << finding.place << ": " << finding.what;
  EXPECT_TRUE(open_file(t.house, ada, file)->damage.empty());
  // The client is invited anew, and reads everything.
  const auto again = invite_client(t.house, ada, file, client);
  ASSERT_TRUE(again);
  auto jonah = t.joined(again->token, "Jonah Marsh");
  EXPECT_TRUE(open_file(t.house, jonah, file));
}

}  // namespace
}  // namespace trefoil::practice
