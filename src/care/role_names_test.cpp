// What a practice calls its roles: what may be a name, and which words it stands for.
#include <gtest/gtest.h>

#include <string>

#include "care/decide.h"
#include "care/world_test.h"

namespace trefoil::care {
namespace {

std::string why_not(const RoleNames& names) {
  const auto wrong = wrong_role_name(names);
  return wrong ? std::string(name(wrong->role)) : "";
}

TEST(RoleNames, AreShownWhereThereAreAnyAndOursElsewhere) {
  const RoleNames names{{Role::therapist, "supervising therapist"}, {Role::lead, "guardian"}};
  EXPECT_EQ(role_words({}, {Role::therapist, Role::mentor, Role::lead}), "therapist, mentor and safeguarding lead");
  EXPECT_EQ(role_words(names, {Role::practitioner, Role::therapist, Role::lead}),
            "practitioner, supervising therapist and guardian");
}

TEST(RoleNames, AreShortPlainAndDifferent) {
  EXPECT_EQ(why_not({{Role::practitioner, "touch therapist"}, {Role::therapist, "Fachärztin d'appui"}}), "");
  EXPECT_EQ(why_not({{Role::mentor, std::string(kLongestRoleName, 'a')}}), "");
  EXPECT_EQ(why_not({{Role::mentor, std::string(kLongestRoleName + 1, 'a')}}), "mentor");
  for (const char* odd : {"", " ", "-", "<b>", "a&b", "a{{b}}", "a, b", "a\nb", "a\u202eb", " a", "\xff\xff"})
    EXPECT_EQ(why_not({{Role::mentor, odd}}), "mentor") << odd;
  EXPECT_EQ(why_not({{Role::practitioner, "guide"}, {Role::mentor, "Guide"}}), "mentor");
  // Ours stand in sentences, also where a role has a name of its own.
  EXPECT_EQ(why_not({{Role::practitioner, "Therapist"}, {Role::therapist, "guide"}}), "practitioner");
  EXPECT_EQ(why_not({{Role::therapist, "client"}}), "therapist");
  EXPECT_EQ(why_not({{Role::therapist, "lead"}}), "therapist");
  EXPECT_EQ(why_not({{Role::client, "guest"}}), "client");
  EXPECT_EQ(why_not({{Role::owner, "boss"}}), "owner");
}

TEST(RoleNames, StandInOurSentencesForWholeWordsAlone) {
  const RoleNames names{{Role::practitioner, "touch therapist"}, {Role::therapist, "attending clinician"}};
  EXPECT_EQ(renamed(names, "The practitioner's credentials"), "The touch therapist's credentials");
  EXPECT_EQ(renamed(names, "Practitioner and therapist"), "Touch therapist and attending clinician");
  EXPECT_EQ(renamed(names, "A therapist, or a practitioner"), "An attending clinician, or a touch therapist");
  EXPECT_EQ(renamed(names, "Bring a therapist"), "Bring an attending clinician");
  EXPECT_EQ(renamed(names, "Two practitioners and therapists"), "Two practitioners and therapists");
  EXPECT_EQ(renamed(names, "Agreed to “talk with the therapist” by the therapist"),
            "Agreed to “talk with the therapist” by the attending clinician");
  EXPECT_EQ(renamed(names, "An open “quote of the therapist"), "An open “quote of the therapist");
  EXPECT_EQ(renamed({}, "The practitioner"), "The practitioner");
}

// A client reads the practice's names in their file alone.
TEST(RoleNames, AreToldToAFileByItsProfessionalsWhereTheyChanged) {
  World world = triad();
  world.facts.ways = {{{Role::therapist, "supervising therapist"}}, 5};
  ASSERT_EQ(world.rule(kTherapist, TellSafeguarding{}), "done");
  EXPECT_EQ(world.file.ways, world.facts.ways);
  const auto items = world.file.items.size();
  ASSERT_EQ(world.rule(kTherapist, TellSafeguarding{}), "done");
  EXPECT_EQ(world.file.items.size(), items) << "it is no entry of the timeline";
  const PracticeWays odd{{{Role::therapist, "<b>"}}, 5}, never{{}, 0};
  EXPECT_FALSE(world.forge(key(kClient), kShared, PracticeTold{}));
  EXPECT_EQ(world.file.voided.back().why, "professional-only");
  EXPECT_FALSE(world.forge(key(kTherapist), kShared, PracticeTold{odd}));
  EXPECT_EQ(world.file.voided.back().why, "role-names");
  EXPECT_FALSE(world.forge(key(kTherapist), kShared, PracticeTold{never}));
  EXPECT_EQ(world.file.voided.back().why, "lock-minutes");
  EXPECT_EQ(world.file.ways, world.facts.ways);
}

}  // namespace
}  // namespace trefoil::care
