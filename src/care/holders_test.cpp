#include <gtest/gtest.h>

#include <map>

#include "care/world_test.h"

namespace trefoil::care {
namespace {

Member member(std::uint8_t number, Role role, bool released = false) {
  Member out;
  out.person = person(number);
  out.role = role;
  out.released = released;
  out.name = "Person " + std::to_string(number);
  return out;
}

// A couple (1, 5), practitioner 2, therapist 3, released mentor 4, unreleased mentor 6; 7 and 8 can't be there, but if
// they were, they hold nothing.
std::vector<Member> everybody() {
  return {member(1, Role::client),       member(2, Role::practitioner), member(3, Role::therapist),
          member(4, Role::mentor, true), member(5, Role::client),       member(6, Role::mentor),
          member(7, Role::lead),         member(8, Role::owner)};
}

std::string who(const std::vector<Member>& circle, const Room& room) {
  std::string out;
  for (PersonId id : holders(circle, room)) out += std::to_string(id.bytes[0]);
  return out;
}

TEST(Holders, TheTableOfTheDesign) {
  const auto circle = everybody();
  EXPECT_EQ(who(circle, kShared), "12345");
  EXPECT_EQ(who(circle, kAccess), "12345");
  EXPECT_EQ(who(circle, kClinical), "234");
  EXPECT_EQ(who(circle, therapy(1)), "13");
  EXPECT_EQ(who(circle, therapy(5)), "35");
  EXPECT_EQ(who(circle, health(1)), "13");
  EXPECT_EQ(who(circle, health(2)), "23");
  EXPECT_EQ(who(circle, process(2)), "2");
  EXPECT_EQ(who(circle, process(3)), "3");
  EXPECT_EQ(who(circle, process(4)), "4");
  EXPECT_EQ(who(circle, own(1)), "1");
  EXPECT_EQ(who(circle, own(5)), "5");
}

TEST(Holders, NobodyHoldsWhatIsNotARoomOfAFile) {
  const auto circle = everybody();
  for (RoomKind kind : {RoomKind::concern, RoomKind::members, RoomKind::desk})
    for (std::uint8_t number : {0, 1, 2, 3}) EXPECT_EQ(who(circle, {kind, number ? person(number) : PersonId{}}), "");
  EXPECT_EQ(who(circle, {RoomKind::shared, person(1)}), "");
  EXPECT_EQ(who(circle, {RoomKind::clinical, person(2)}), "");
  EXPECT_EQ(who(circle, {RoomKind::process, {}}), "");
  EXPECT_EQ(who(circle, therapy(2)), "") << "only a client has a therapy room";
  EXPECT_EQ(who(circle, therapy(9)), "");
  EXPECT_EQ(who(circle, health(9)), "");
  EXPECT_EQ(who(circle, process(1)), "") << "a client's own words lie in own";
  EXPECT_EQ(who(circle, own(2)), "");
  EXPECT_EQ(who(circle, process(6)), "") << "no release, no room";
}

TEST(Holders, LeavingEndsEveryRoom) {
  for (std::size_t i = 0; i < everybody().size(); ++i) {
    auto circle = everybody();
    circle[i].active = false;
    for (RoomKind kind : {RoomKind::shared, RoomKind::clinical, RoomKind::therapy, RoomKind::health, RoomKind::process,
                          RoomKind::own, RoomKind::access})
      for (std::uint8_t number = 0; number < 9; ++number)
        EXPECT_FALSE(may_hold(circle, {kind, number ? person(number) : PersonId{}}, circle[i].person));
  }
  auto circle = everybody();
  circle[0].active = false;
  EXPECT_EQ(who(circle, therapy(1)), "3") << "what the client told the therapist stays the therapist's to read";
}

TEST(Holders, MayHoldIsBeingAmongHolders) {
  const auto circle = everybody();
  for (int kind = 0; kind <= static_cast<int>(RoomKind::desk); ++kind)
    for (std::uint8_t whose = 0; whose < 10; ++whose) {
      const Room room{static_cast<RoomKind>(kind), whose ? person(whose) : PersonId{}};
      const auto all = holders(circle, room);
      for (std::uint8_t number = 1; number < 10; ++number)
        EXPECT_EQ(may_hold(circle, room, person(number)),
                  std::find(all.begin(), all.end(), person(number)) != all.end());
    }
}

TEST(Readers, InPeoplesWords) {
  const std::vector<Member> three{member(1, Role::client), member(2, Role::practitioner), member(3, Role::therapist)};
  EXPECT_EQ(readers_in_words(three, kShared, person(2)), "client, therapist and you");
  EXPECT_EQ(readers_in_words(three, kClinical, person(2)), "therapist and you");
  EXPECT_EQ(readers_in_words(three, process(2), person(2)), "only you");
  EXPECT_EQ(readers_in_words(three, therapy(1), person(2)), "client and therapist");
  EXPECT_EQ(readers_in_words(three, own(1), person(2)), "client");
  EXPECT_EQ(readers_in_words(three, own(2), person(2)), "nobody");
  const auto circle = everybody();
  EXPECT_EQ(readers_in_words(circle, kShared, person(2)), "both clients, therapist, mentor and you");
  EXPECT_EQ(readers_in_words(circle, kShared, person(1)), "practitioner, therapist, mentor, the other client and you");
  EXPECT_EQ(readers_in_words(circle, therapy(5), person(3)), "client Person 5 and you");
}

TEST(Words, NamesComeBack) {
  for (int i = 0; i <= static_cast<int>(Role::owner); ++i) {
    const Role role = static_cast<Role>(i);
    EXPECT_FALSE(name(role).empty());
    EXPECT_EQ(parse_role(name(role)), role);
  }
  for (int i = 0; i <= static_cast<int>(RoomKind::desk); ++i) {
    const RoomKind kind = static_cast<RoomKind>(i);
    EXPECT_FALSE(name(kind).empty());
    EXPECT_EQ(parse_room_kind(name(kind)), kind);
  }
  EXPECT_FALSE(parse_role("Client"));
  EXPECT_FALSE(parse_room_kind(""));
  EXPECT_FALSE(is_professional(Role::owner));
  EXPECT_FALSE(is_professional(Role::client));
  EXPECT_TRUE(is_professional(Role::lead));
}

TEST(Names, InitialsOfChosenNames) {
  const auto display = [](const std::vector<std::string>& names) {
    File file;
    file.code = "K7Q4RD";
    for (const std::string& name : names) file.clients.push_back(identity(1, name));
    return file.display_name() + " | " + file.full_name();
  };
  EXPECT_EQ(display({}), "K7Q4RD | K7Q4RD");
  EXPECT_EQ(display({"Jo Martin"}), "J. M. | Jo Martin");
  EXPECT_EQ(display({"jo"}), "J. | jo");
  EXPECT_EQ(display({"  Ana  de la Cruz "}), "A. C. | Ana  de la Cruz");
  EXPECT_EQ(display({"Élodie Øster"}), "É. Ø. | Élodie Øster");
  EXPECT_EQ(display({"Eva Vik", "Sam Vik"}), "E. and S. V. | Eva Vik and Sam Vik");
  EXPECT_EQ(display({"Eva Vik", "Sam vik"}), "E. and S. V. | Eva Vik and Sam vik");
  EXPECT_EQ(display({"Eva Vik", "Sam Kerr"}), "E. V. and S. K. | Eva Vik and Sam Kerr");
  EXPECT_EQ(display({"Eva", "Sam"}), "E. and S. | Eva and Sam");
  EXPECT_EQ(display({" "}), "K7Q4RD | K7Q4RD");
  File file;
  file.clients.push_back(identity(1, " "));
  file.clients[0].legal_name = "Joanna Martin";
  EXPECT_EQ(file.display_name(), "J. M.") << "the legal name where none was chosen";
}

}  // namespace
}  // namespace trefoil::care
