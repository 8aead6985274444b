// How a file begins, who is in it and when it is over: given a world of people, when somebody opens a file, brings
// people in or out, or asks for erasure, then the events follow or the rule that is in the way.
#include <gtest/gtest.h>

#include "care/world_test.h"

namespace trefoil::care {
namespace {

OpenFile open(std::vector<Identity> clients = {}) {
  return {"K7Q4RD", false, Role::practitioner, id_of<LogId>(1, 50), std::move(clients)};
}

TEST(Open, WritesItsBeginningInOrder) {
  World world;
  const auto events = world.act(kPractitioner, open({identity(1, "Eva Vik"), identity(5, "Sam Vik")}));
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 8u);
  const auto& opened = std::get<FileOpened>((*events)[0].body);
  EXPECT_TRUE(opened.couple);
  EXPECT_EQ(opened.practice, "The Lime Tree");
  EXPECT_EQ(opened.zone, "Europe/London");
  EXPECT_EQ(std::get<RoomAdded>((*events)[1].body).room, kShared);
  EXPECT_EQ(std::get<Joined>((*events)[2].body).key, key(kPractitioner));
  const auto& access = std::get<RoomAdded>((*events)[3].body);
  EXPECT_EQ(access.room, kAccess);
  EXPECT_EQ(access.log, opened.access);
  for (const Event& event : *events) EXPECT_EQ(event.room, kShared);
  EXPECT_EQ(world.file.id, (id_of<LogId>(1, 50)));
  EXPECT_EQ(world.file.display_name(), "E. and S. V.");
  EXPECT_EQ(world.file.founder, key(kPractitioner));
  EXPECT_EQ(world.file.practice, "The Lime Tree");
  EXPECT_EQ(holders(world.file.circle, kShared).size(), 3u) << "clients may hold it before they have keys";
  EXPECT_TRUE(world.file.member(person(1))->keys.empty());
}

TEST(Open, Refusals) {
  const auto refused = [](OpenFile command, std::set<Role> roles = {Role::practitioner}) {
    World world;
    Actor actor = world.actor(kPractitioner);
    actor.practice_roles = std::move(roles);
    const auto answer = decide(world.file, world.facts, actor, command, world.now, world.fresh);
    return answer ? std::string("done") : answer.error().reasons[0].rule;
  };
  EXPECT_EQ(refused(open()), "done") << "an imported file may begin without anybody's name";
  OpenFile nameless = open({identity(1, " ")}), codeless = open(), mentor = open(), owner = open();
  codeless.code = " ";
  mentor.as = Role::mentor;
  owner.as = Role::therapist;
  EXPECT_EQ(refused(nameless), "name-missing");
  EXPECT_EQ(refused(codeless), "code-missing");
  EXPECT_EQ(refused(mentor, {Role::mentor}), "circle-role");
  EXPECT_EQ(refused(owner, {Role::owner}), "role-held");
  EXPECT_EQ(refused(open({identity(1, "A"), identity(5, "B"), identity(6, "C")})), "client-places");
  EXPECT_EQ(refused(open({identity(kPractitioner, "Me")})), "no-double-role");
  EXPECT_EQ(refused(open({identity(1, "A"), identity(1, "B")})), "already-in-circle");
  EXPECT_EQ(refused(open({identity(1, std::string(501, 'a'))})), "name-too-long");
  EXPECT_EQ(refused(open({identity(1, "\xff")})), "text-unreadable");
  World world = triad();
  EXPECT_EQ(world.rule(kPractitioner, open()), "file-empty");
  World empty;
  EXPECT_EQ(empty.rule(kPractitioner, Write{kShared, "hello"}), "file-begun");
}

TEST(Open, NobodyUnder18) {
  World world;
  world.now = *base::parse_instant("2026-03-01T23:30:00.000Z");
  Identity young = identity(1, "Jo");
  young.birth = base::parse_day("2008-03-02");
  EXPECT_EQ(world.rule(kPractitioner, open({young})), "adult") << "18 tomorrow";
  world.facts.zone = "Asia/Tokyo";
  EXPECT_EQ(world.rule(kPractitioner, open({young})), "done") << "where it is tomorrow already, 18 today";
}

TEST(Open, ABirthIsFrom1900ToToday) {
  World world;
  world.now = *base::parse_instant("2026-03-01T12:00:00.000Z");
  const auto born = [&](std::string_view day) {
    Identity someone = identity(1, "Jo");
    someone.birth = base::parse_day(day);
    EXPECT_TRUE(someone.birth) << day;
    World fresh = world;
    return fresh.rule(kPractitioner, open({someone}));
  };
  EXPECT_EQ(born("0000-01-01"), "birth-date");
  EXPECT_EQ(born("1899-12-31"), "birth-date");
  EXPECT_EQ(born("1900-01-01"), "done");
  EXPECT_EQ(born("2026-03-01"), "adult");
  EXPECT_EQ(born("2026-03-02"), "birth-date");
}

TEST(Open, NoSignsThatHideInANameOrContact) {
  const std::string turned = "Jo \u202Enitram";
  Identity legal = identity(1, "Jo"), chosen = identity(1, turned), pronouns = legal, may = legal, may_not = legal;
  legal.legal_name = "Jo\x07 Martin";
  pronouns.pronouns = "they\u200B";
  may.contact.may = {"a letter", turned};
  may_not.contact.may_not = {"never\nthe landline"};
  for (const Identity& someone : {legal, chosen, pronouns, may, may_not}) {
    World world;
    EXPECT_EQ(world.rule(kPractitioner, open({someone})), "name-signs");
  }
  World world;
  EXPECT_EQ(world.rule(kPractitioner, open({identity(1, "Zoë 李 محمد")})), "done");
  EXPECT_EQ(world.rule(kPractitioner, Describe{chosen}), "name-signs");
}

TEST(People, AreCalledAsTheyAreDescribed) {
  World world = triad();
  Identity changed = identity(kClient, "Joan");
  changed.legal_name = "Jo Martin";
  ASSERT_EQ(world.rule(kTherapist, Describe{changed}), "done");
  EXPECT_EQ(world.file.member(person(kClient))->name, "Joan");
  EXPECT_EQ(world.file.full_name(), "Joan");
}

TEST(People, TheCircleHasNoDoubleRoles) {
  World world = triad();
  const auto add = [&](std::uint8_t who, Role role) {
    return world.rule(kTherapist, AddPerson{person(who), "Person", role, key(who)});
  };
  EXPECT_EQ(add(kPractitioner, Role::practitioner), "already-in-circle");
  EXPECT_EQ(add(kPractitioner, Role::therapist), "no-double-role");
  EXPECT_EQ(add(kClient, Role::practitioner), "no-double-role");
  EXPECT_EQ(add(kTherapist, Role::client), "no-double-role");
  EXPECT_EQ(add(7, Role::lead), "circle-role");
  EXPECT_EQ(add(7, Role::owner), "circle-role");
  EXPECT_EQ(add(7, Role::client), "client-places");
  EXPECT_EQ(world.rule(kClient, AddPerson{person(7), "P", Role::therapist, key(7)}), "professional-only");
  EXPECT_EQ(world.rule(kOutsider, AddPerson{person(7), "P", Role::therapist, key(7)}), "not-in-circle");
  EXPECT_EQ(world.rule(kTherapist, AddPerson{person(7), " ", Role::therapist, key(7)}), "name-missing");
  EXPECT_EQ(world.rule(kTherapist, AddPerson{person(7), "P", Role::therapist, key(kClient)}), "key-taken");
  EXPECT_EQ(add(7, Role::therapist), "done") << "a second therapist may be needed";
  // Who was the client never comes back as a professional.
  EXPECT_EQ(world.rule(kClient, RemovePerson{person(kClient), ""}), "done");
  EXPECT_EQ(add(kClient, Role::therapist), "no-double-role");
  EXPECT_EQ(world.rule(kTherapist, AddPerson{person(kClient), "Jo", Role::client, key(kClient)}), "done");
  EXPECT_EQ(world.file.member(person(kClient))->active, true);
}

TEST(People, TheLastProfessionalStays) {
  World world = triad();
  EXPECT_EQ(world.rule(kTherapist, RemovePerson{person(kTherapist), ""}), "done");
  EXPECT_EQ(world.rule(kMentor, RemovePerson{person(kMentor), ""}), "done");
  // One who was added without keys can't answer for the record yet.
  EXPECT_EQ(world.rule(kPractitioner, AddPerson{person(7), "New", Role::therapist, {}}), "done");
  EXPECT_EQ(world.rule(kPractitioner, RemovePerson{person(kPractitioner), ""}), "last-professional");
  EXPECT_EQ(world.rule(kClient, RemovePerson{person(kPractitioner), ""}), "professional-only");
  EXPECT_EQ(world.rule(kPractitioner, ChangeKey{person(7), key(7)}), "done");
  EXPECT_EQ(world.rule(kPractitioner, RemovePerson{person(kPractitioner), "moved away"}), "done");
  EXPECT_EQ(world.rule(kPractitioner, Write{kShared, "still here"}), "not-in-circle");
  EXPECT_EQ(world.rule(7, RemovePerson{person(kPractitioner), ""}), "not-in-circle");
}

TEST(People, AnUnreleasedMentorIsInTheCircleAndHoldsNothing) {
  World world = triad();
  EXPECT_EQ(world.rule(kTherapist, AddPerson{person(7), "Mo Two", Role::mentor, key(7), false}), "done");
  EXPECT_EQ(world.rule(7, Write{kShared, "hello"}), "room-holder");
  EXPECT_EQ(world.rule(7, NoteReading{}), "room-holder");
  // `released` speaks of mentors only.
  EXPECT_EQ(world.rule(kTherapist, AddPerson{person(8), "T", Role::therapist, key(8), true}), "done");
  EXPECT_FALSE(world.file.member(person(8))->released);
}

TEST(People, KeysChangeByTheirOwnHandOrAProfessionals) {
  World world = triad();
  EXPECT_EQ(world.rule(kClient, ChangeKey{person(kClient), key(kClient, 1)}), "done");
  EXPECT_EQ(world.rule(kClient, ChangeKey{person(kClient), key(kClient, 1)}), "done") << "sent twice";
  EXPECT_EQ(world.file.member(person(kClient))->keys.size(), 2u);
  EXPECT_EQ(world.rule(kClient, ChangeKey{person(kClient), key(kClient, 0)}), "key-taken") << "given up for good";
  EXPECT_EQ(world.rule(kClient, ChangeKey{person(kTherapist), key(8)}), "professional-only");
  EXPECT_EQ(world.rule(kTherapist, ChangeKey{person(kClient), key(kPractitioner)}), "key-taken");
  EXPECT_EQ(world.rule(kTherapist, ChangeKey{person(kOutsider), key(8)}), "not-in-circle");
  EXPECT_EQ(world.rule(kTherapist, ChangeKey{person(kClient), key(kClient, 2)}), "done") << "invited again";
  Actor old = world.actor(kClient);
  old.key = key(kClient, 1);
  const auto answer = decide(world.file, world.facts, old, Write{kShared, "x"}, world.now, world.fresh);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().reasons[0].rule, "key-current");
}

TEST(People, WhoComesBackDoesNotComeBackUnderALostKey) {
  World world = triad();
  const auto back = [&](std::uint8_t generation) {
    return world.rule(kPractitioner,
                      AddPerson{person(kTherapist), "Dr Okafor", Role::therapist, key(kTherapist, generation)});
  };
  ASSERT_EQ(world.rule(kTherapist, ChangeKey{person(kTherapist), key(kTherapist, 1)}), "done");
  ASSERT_EQ(world.rule(kTherapist, RemovePerson{person(kTherapist), ""}), "done");
  EXPECT_EQ(back(0), "key-taken");
  EXPECT_EQ(back(2), "done");
  EXPECT_EQ(world.rule(kTherapist, ChangeKey{person(kTherapist), key(kTherapist, 0)}), "key-taken");
  EXPECT_EQ(world.rule(kTherapist, ChangeKey{person(kTherapist), key(kTherapist, 1)}), "key-taken");
}

TEST(People, AnImportedFileGetsItsClientByDescription) {
  World world;
  EXPECT_EQ(world.rule(kPractitioner, open()), "done");
  EXPECT_EQ(world.file.display_name(), "K7Q4RD");
  EXPECT_EQ(world.rule(kPractitioner, Describe{identity(1, "Jo Martin")}), "done");
  EXPECT_EQ(world.file.display_name(), "J. M.");
  EXPECT_EQ(world.file.member(person(1))->role, Role::client);
  EXPECT_EQ(world.rule(kPractitioner, Describe{identity(5, "Sam Kerr")}), "client-places");
  EXPECT_EQ(world.rule(kPractitioner, Describe{identity(kPractitioner, "Me")}), "describe-client");
  EXPECT_EQ(world.rule(kPractitioner, ChangeKey{person(1), key(1)}), "done");
  EXPECT_EQ(world.rule(1, Describe{identity(1, "Joanna Martin")}), "done") << "by themself";
  EXPECT_EQ(world.file.clients.size(), 1u);
  EXPECT_EQ(world.rule(1, Describe{identity(5, "Sam Kerr")}), "describe-client");
}

TEST(Erasure, TakesTwo) {
  World world = triad();
  EXPECT_EQ(world.rule(kTherapist, ConfirmErasure{}), "erasure-asked");
  EXPECT_EQ(world.rule(kTherapist, WithdrawErasure{}), "erasure-asked");
  EXPECT_EQ(world.rule(kClient, AskErasure{"please", {"a line"}}), "done");
  EXPECT_EQ(world.file.erasure->seals, std::vector<std::string>{"a line"});
  EXPECT_EQ(world.rule(kTherapist, AskErasure{}), "erasure-asked");
  EXPECT_EQ(world.rule(kClient, ConfirmErasure{}), "erasure-two-people");
  EXPECT_EQ(world.rule(kOutsider, ConfirmErasure{}), "not-in-circle");
  EXPECT_EQ(world.rule(kTherapist, Write{kShared, "we talked about it"}), "done") << "work goes on meanwhile";
  // New keys don't make another person.
  EXPECT_EQ(world.rule(kClient, ChangeKey{person(kClient), key(kClient, 1)}), "done");
  EXPECT_EQ(world.rule(kClient, ConfirmErasure{}), "erasure-two-people");
  EXPECT_EQ(world.act(kTherapist, ConfirmErasure{})->size(), 0u);
  EXPECT_EQ(world.rule(kMentor, WithdrawErasure{}), "done");
  EXPECT_EQ(world.rule(kTherapist, ConfirmErasure{}), "erasure-asked");
}

TEST(Erasure, ACoupleAloneDoesNotErase) {
  World world;
  ASSERT_EQ(world.rule(kPractitioner, open({identity(1, "Eva Vik"), identity(5, "Sam Vik")})), "done");
  for (std::uint8_t client : {1, 5})
    ASSERT_EQ(world.rule(kPractitioner, ChangeKey{person(client), key(client)}), "done");
  ASSERT_EQ(world.rule(1, AskErasure{}), "done");
  EXPECT_EQ(world.rule(5, ConfirmErasure{}), "erasure-professional");
  EXPECT_EQ(world.rule(kPractitioner, ConfirmErasure{}), "done");
  ASSERT_EQ(world.rule(1, WithdrawErasure{}), "done");
  ASSERT_EQ(world.rule(kPractitioner, AskErasure{}), "done");
  EXPECT_EQ(world.rule(5, ConfirmErasure{}), "done");
}

TEST(Newer, IsReadOnly) {
  World world = triad();
  ASSERT_TRUE(world.forge(key(kTherapist), kShared, Unknown{"consent", 2}));
  for (const Command& command : std::vector<Command>{
           Write{kShared, "x"}, AskErasure{}, ConfirmErasure{}, WithdrawErasure{}, RemovePerson{person(kMentor), ""},
           AddScores{{score(0, 1)}}, Describe{identity(1, "x")}, ChangeKey{person(1), key(1, 1)}})
    EXPECT_EQ(world.rule(kTherapist, command), "newer-program");
  EXPECT_EQ(world.rule(kTherapist, NoteReading{}), "done") << "that it was read is noted all the same";
  EXPECT_EQ(world.rule(kClient, NoteReading{}), "newer-program") << "their room would have to be made";
}

TEST(Clock, NeverBeforeTheHead) {
  World world = triad();
  const Instant head = world.now;
  world.now.ms -= 3'600'000;
  auto events = world.act(kTherapist, Write{kShared, "x"});
  EXPECT_EQ((*events)[0].at, head);
  world.now.ms += 7'200'000;
  events = world.act(kTherapist, Write{kShared, "y"});
  EXPECT_EQ((*events)[0].at, world.now);
}

TEST(Rules, EachSaysWhatWhyWhoAndHow) {
  std::set<std::string_view> ids;
  for (const Rule& rule : rules()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    for (std::string_view sentence : {rule.what, rule.why, rule.mend}) {
      EXPECT_FALSE(sentence.empty()) << rule.id;
      EXPECT_TRUE(sentence.ends_with('.')) << rule.id;
    }
    EXPECT_FALSE(rule.who.empty()) << rule.id;
    EXPECT_FALSE(rule.source.empty()) << rule.id;
    EXPECT_FALSE(name(rule.kind).empty());
  }
}

}  // namespace
}  // namespace trefoil::care
