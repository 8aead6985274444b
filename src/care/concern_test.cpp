// Who may write what in a concern, and what may be left in the file by somebody who stands outside it.
#include "care/concern.h"

#include "care/world_test.h"

namespace trefoil::care {
namespace {

constexpr std::uint8_t kLead = 7, kOtherLead = 8;

struct ConcernTest : ::testing::Test {
  Concern concern;
  Instant now{1'795'600'000'000};
  Day due{20'790};

  ConcernBody raised(std::string text = "Something is not right.") {
    ConcernRaised out;
    out.by = {person(kClient), "Jo", Role::client};
    out.key = key(kClient);
    out.around = {{person(kPractitioner), "P", Role::practitioner}, {person(kTherapist), "T", Role::therapist}};
    out.leads = {{person(kLead), "Lea Brook (invented)", key(kLead)}};
    out.text = std::move(text);
    out.due = due;
    out.stopping = true;
    return out;
  }
  std::string wish(KeyId author, const ConcernBody& body) {
    const auto decided = decide(concern, body, author);
    if (!decided && decided.error().reasons.front().rule.starts_with("text-"))
      return decided.error().reasons.front().rule;
    const auto voided = concern.voided.size();
    evolve(concern, {now, decided ? *decided : body}, author);
    EXPECT_EQ(concern.voided.size() == voided, decided.has_value()) << "who reads it must judge as who writes it";
    return decided ? "done" : decided.error().reasons.front().rule;
  }
  void begin() { ASSERT_EQ(wish(key(kClient), raised()), "done"); }
};

TEST_F(ConcernTest, IsRaisedOnceByWhoseItIsToSomebodyElse) {
  EXPECT_EQ(wish(key(kClient), ConcernNoted{"before", false}), "concern-party");
  EXPECT_EQ(wish(key(kTherapist), raised()), "concern-begun") << "in somebody else's name";
  EXPECT_EQ(wish(key(kClient), raised("  \n ")), "text-empty");
  auto alone = std::get<ConcernRaised>(raised());
  alone.leads = {{person(kClient), "Jo", key(kClient)}};
  EXPECT_EQ(wish(key(kClient), alone), "concern-outside");
  alone.leads.clear();
  EXPECT_EQ(wish(key(kClient), alone), "concern-outside");
  begin();
  EXPECT_EQ(wish(key(kClient), raised()), "concern-begun");
}

TEST_F(ConcernTest, BothWriteAndTheLeadAnswersClosesAndLifts) {
  begin();
  EXPECT_EQ(wish(key(kTherapist), ConcernNoted{"from elsewhere", false}), "concern-party");
  EXPECT_EQ(wish(key(kClient), ConcernNoted{"more", false}), "done");
  EXPECT_EQ(wish(key(kClient), ConcernNoted{"an answer to myself", true}), "concern-lead");
  EXPECT_EQ(wish(key(kClient), ConcernClosed{"never mind"}), "concern-lead");
  EXPECT_EQ(wish(key(kClient), PauseLifted{}), "concern-lead");
  EXPECT_EQ(wish(key(kLead), ConcernNoted{"I read it.", false}), "done");
  EXPECT_FALSE(concern.answered) << "a note of the lead's is no answer yet";
  EXPECT_EQ(wish(key(kLead), ConcernNoted{"This is what I did.", true}), "done");
  EXPECT_TRUE(concern.answered);
  EXPECT_EQ(wish(key(kLead), ConcernClosed{""}), "text-empty");
  EXPECT_EQ(wish(key(kLead), ConcernClosed{"Talked through."}), "done");
  EXPECT_EQ(wish(key(kClient), ConcernNoted{"too late", false}), "concern-closed");
  EXPECT_EQ(wish(key(kLead), ConcernClosed{"again"}), "concern-closed");
  EXPECT_TRUE(concern.pauses()) << "closing lifts nothing by itself";
  EXPECT_EQ(wish(key(kLead), PauseLifted{}), "done");
  EXPECT_EQ(wish(key(kLead), PauseLifted{}), "concern-pause");
  EXPECT_EQ(concern.notes.size(), 3u);
}

TEST_F(ConcernTest, AnAnswerIsUnreadUntilWhoRaisedItHasLookedOrWritten) {
  begin();
  EXPECT_FALSE(concern.unread());
  wish(key(kLead), ConcernNoted{"Reading it.", false});
  EXPECT_TRUE(concern.unread()) << "no answer yet, but something to read";
  EXPECT_EQ(wish(key(kTherapist), AnswerRead{}), "concern-party");
  wish(key(kLead), ConcernNoted{"My answer.", true});
  EXPECT_TRUE(concern.unread());
  EXPECT_EQ(wish(key(kLead), AnswerRead{}), "concern-party") << "nobody reads it for them";
  EXPECT_EQ(wish(key(kClient), AnswerRead{}), "done");
  EXPECT_FALSE(concern.unread());
  EXPECT_FALSE(concern.written_back());
  now = now + std::chrono::hours(1);
  wish(key(kLead), ConcernNoted{"Once more.", true});
  EXPECT_TRUE(concern.unread());
  wish(key(kClient), ConcernNoted{"thank you", false});
  EXPECT_FALSE(concern.unread());
  EXPECT_TRUE(concern.written_back()) << "the lead has something to read";
  wish(key(kLead), ConcernNoted{"You are welcome.", false});
  EXPECT_FALSE(concern.written_back());
  wish(key(kClient), ConcernNoted{"One thing more.", false});
  EXPECT_TRUE(concern.written_back());
  wish(key(kLead), ConcernClosed{"Talked through."});
  EXPECT_FALSE(concern.written_back()) << "nothing can be written in it any more";
  EXPECT_TRUE(concern.unread()) << "the outcome is an answer too";
  EXPECT_EQ(wish(key(kClient), AnswerRead{}), "done") << "also of what is closed";
  EXPECT_FALSE(concern.unread());
}

TEST_F(ConcernTest, IsOverdueFromTheDayAfterUntilAnswered) {
  begin();
  EXPECT_FALSE(is_overdue(concern, due));
  EXPECT_TRUE(is_overdue(concern, due + 1));
  wish(key(kLead), ConcernNoted{"Reading it.", false});
  EXPECT_TRUE(is_overdue(concern, due + 1));
  wish(key(kLead), ConcernNoted{"My answer.", true});
  EXPECT_FALSE(is_overdue(concern, due + 1));
}

TEST_F(ConcernTest, KeysAndLeadsChangeAndTheOldOnesCountNoLonger) {
  begin();
  EXPECT_EQ(wish(key(kTherapist), PartyKey{person(kClient), key(kTherapist)}), "concern-party");
  EXPECT_EQ(wish(key(kLead), PartyKey{person(kClient), key(kLead, 1)}), "concern-party");
  EXPECT_EQ(wish(key(kClient), PartyKey{person(kClient), key(kLead)}), "key-taken");
  EXPECT_EQ(wish(key(kClient), PartyKey{person(kClient), key(kClient, 1)}), "done");
  EXPECT_EQ(wish(key(kClient), ConcernNoted{"by the old key", false}), "concern-party");
  const Lead therapist{person(kTherapist), "T", key(kTherapist)}, other{person(kOtherLead), "O", key(kOtherLead)};
  EXPECT_EQ(wish(key(kClient, 1), LeadsTold{{therapist}}), "concern-outside") << "it may be about them";
  EXPECT_EQ(wish(key(kClient, 1), LeadsTold{{}}), "concern-outside");
  EXPECT_EQ(wish(key(kClient, 1), LeadsTold{{other}}), "done");
  EXPECT_EQ(wish(key(kLead), ConcernNoted{"no lead any more", false}), "concern-party");
  EXPECT_EQ(wish(key(kOtherLead), ConcernNoted{"I have it now.", true}), "done");
}

// A lead who is asked to give it up could else choose who reads it next.
TEST_F(ConcernTest, IsHandedOnByWhoRaisedItAlone) {
  auto since = std::get<ConcernRaised>(raised());
  since.raiser_hands_on = true;
  const Lead other{person(kOtherLead), "O", key(kOtherLead)};
  const ConcernBody handed = LeadsTold{{other}};
  begin();
  EXPECT_EQ(wish(key(kLead), handed), "done") << "as it was where it was raised before";
  concern = {};
  ASSERT_EQ(wish(key(kClient), since), "done");
  EXPECT_EQ(wish(key(kLead), handed), "concern-party");
  EXPECT_EQ(wish(key(kClient), handed), "done");
}

// --- what the file knows of leads ---
struct LeadInFile : ::testing::Test {
  World world = triad();
  LeadInFile() {
    world.facts.safeguarding = {{{person(kLead), "Lea Brook (invented)", key(kLead)}}, "A body, 01 23", 7};
  }
  const course::Held pause{course::HoldKind::practice_pause, person(kClient), {}};
  const InCourse off{course::Resumed{course::HoldKind::practice_pause, person(kClient)}};
};

TEST_F(LeadInFile, IsToldByAProfessionalOnceAndNeverOfTheCircle) {
  EXPECT_EQ(world.rule(kPractitioner, TellSafeguarding{}), "done");
  EXPECT_TRUE(world.file.is_told_lead(person(kLead)));
  EXPECT_TRUE(world.act(kTherapist, TellSafeguarding{})->empty()) << "said already";
  EXPECT_FALSE(world.forge(key(kClient), kShared, SafeguardingTold{{{}, "me", 7}}));
  const Lead therapist{person(kTherapist), "Dr Okafor", key(kTherapist)};
  EXPECT_FALSE(world.forge(key(kPractitioner), kShared, SafeguardingTold{{{therapist}, "", 7}}));
  EXPECT_FALSE(world.forge(key(kPractitioner), kClinical, SafeguardingTold{{{}, "", 7}}));
  EXPECT_FALSE(world.forge(key(kPractitioner), kShared, SafeguardingTold{{{}, "", 0}}));
  world.facts.safeguarding.leads.push_back(therapist);
  EXPECT_TRUE(world.act(kPractitioner, TellSafeguarding{})->empty()) << "the therapist is left out";
}

TEST_F(LeadInFile, WhoComesIntoTheCircleTakesNoConcernsAnyMore) {
  ASSERT_EQ(world.rule(kPractitioner, TellSafeguarding{}), "done");
  ASSERT_EQ(world.rule(kPractitioner, AddPerson{person(kLead), "Lea", Role::mentor, key(kLead), true}), "done");
  EXPECT_FALSE(world.file.is_told_lead(person(kLead)));
  ASSERT_EQ(world.rule(kClient, Record{{pause}, {}}), "done");
  EXPECT_FALSE(world.forge(key(kLead), kShared, off)) << "as one of the circle they take off their own alone";
}

TEST_F(LeadInFile, TakesAPauseOfThePracticeOffAndWritesNothingElse) {
  ASSERT_EQ(world.rule(kClient, Record{{pause}, {}}), "done");
  EXPECT_FALSE(world.forge(key(kLead), kShared, off)) << "not told yet";
  ASSERT_EQ(world.rule(kPractitioner, TellSafeguarding{}), "done");
  EXPECT_EQ(world.rule(kTherapist, Record{{course::Resumed{course::HoldKind::practice_pause, person(kClient)}}, {}}),
            "own-part")
      << "where there is a lead, the therapist leaves it to them";
  EXPECT_FALSE(world.forge(key(kOutsider), kShared, off));
  for (const Body& other : std::vector<Body>{
           Noted{"a word", {}, {}},
           InCourse{course::Held{course::HoldKind::client_stop, person(kClient), person(kLead)}},
           InCourse{course::Resumed{course::HoldKind::therapist_pause, person(kTherapist)}}, ErasureWithdrawn{}})
    EXPECT_FALSE(world.forge(key(kLead), kShared, other));
  EXPECT_FALSE(world.forge(key(kLead), kClinical, off));
  EXPECT_TRUE(world.forge(key(kLead), kShared, off));
  EXPECT_TRUE(world.file.course.holds.empty());
  EXPECT_TRUE(world.forge(key(kLead), kShared, off)) << "they can't know that it is off already";
  // Whoever was told once and is no lead any more takes nothing off.
  ASSERT_EQ(world.rule(kClient, Record{{pause}, {}}), "done");
  world.facts.safeguarding.leads = {{person(kOtherLead), "O", key(kOtherLead)}};
  ASSERT_EQ(world.rule(kPractitioner, TellSafeguarding{}), "done");
  EXPECT_FALSE(world.forge(key(kLead), kShared, off));
  EXPECT_TRUE(world.forge(key(kOtherLead), kShared, off));
}

TEST_F(LeadInFile, APauseSaysNotWhoseItIs) {
  for (const Body& body : std::vector<Body>{InCourse{pause}, off}) {
    const auto told = course::telling(std::get<InCourse>(body).body, world.file.course, person(kClient),
                                      {[](PersonId) { return std::string("NAME"); }, "UTC"});
    EXPECT_EQ(told.find("NAME"), std::string::npos) << told;
  }
  for (const auto by : {kClient, kPractitioner, kTherapist, kMentor})
    EXPECT_EQ(world.rule(by, Record{{course::Held{course::HoldKind::practice_pause, person(by), {}}}, {}}), "done")
        << "anybody's, so that one of the client's says nothing";
}

}  // namespace
}  // namespace trefoil::care
