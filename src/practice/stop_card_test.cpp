// A stop card stops, and does nothing else.
#include "practice/stop_card.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "practice/outside.h"
#include "practice/test_house.h"

namespace trefoil::practice {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::TestHouse;

struct StopCards : ::testing::Test {
  TestHouse t;
  Keyholder ada = t.begin().holder;
  LogId file = t.new_file(ada);
  PersonId jonah = seen().clients.front().person;

  care::File seen() { return open_file(t.house, ada, file)->file; }
  StopCard card() {
    auto made = make_stop_card(t.house, ada, file, jonah);
    if (!made) throw std::runtime_error(TestHouse::in_words(made.error()));
    return *made;
  }
  std::string stop(std::string_view code, LogId where) {
    const auto done = stop_by_card(t.house, where, code);
    return done ? std::string() : base::describe(done.error());
  }
};

TEST_F(StopCards, SayStopForTheClientAndEndWhatGoesOn) {
  const auto made = card();
  const course::SessionId id{{1}};
  t.must(act(t.house, ada, file,
             care::Record{{course::SessionPlanned{id, course::SessionKind::practitioner, t.clock.now(), 60, 0, {}, false}}}));
  EXPECT_TRUE(seen().course.holds.empty());
  EXPECT_EQ(stop(made.code, file), "");
  const auto after = seen();
  ASSERT_EQ(after.course.holds.size(), 1U);
  EXPECT_EQ(after.course.holds.front().kind, course::HoldKind::client_stop);
  EXPECT_EQ(after.course.holds.front().by, jonah);
  EXPECT_TRUE(after.course.holds.front().by_card);
  EXPECT_TRUE(after.voided.empty());
  EXPECT_EQ(after.items.back().author, jonah);
  EXPECT_FALSE(act(t.house, ada, file, care::Record{{course::SessionStarted{id}}}));
  // As typed from paper, and again: a stop is never too much.
  std::string typed = made.code;
  for (char& c : typed) c = c == '-' ? ' ' : static_cast<char>(std::tolower(c));
  EXPECT_EQ(stop(typed, file), "");
  EXPECT_EQ(seen().course.holds.size(), 1U);
  const auto commits = t.store->last_checkpoint().value()->number;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(stop(made.code, file), "");
  EXPECT_EQ(t.store->last_checkpoint().value()->number, commits) << "pressed again and again it fills no disk";
  const auto report = ledger::verify(*t.store, {});
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->findings.empty());
}

TEST_F(StopCards, AreToldAsACardsAndNotAsTheClientsOwnWord) {
  EXPECT_EQ(stop(card().code, file), "");
  const auto written = export_file(t.house, ada, file);
  ASSERT_TRUE(written);
  EXPECT_THAT(written->json, HasSubstr(R"("author":"the stop card")"));
  EXPECT_THAT(written->html, AllOf(HasSubstr("A stop came by the stop card."), HasSubstr("the stop card"),
                                   Not(HasSubstr("said stop"))));
  // Who says it themself beside the card has said it.
  t.must(act(t.house, ada, file, care::Record{{course::Held{course::HoldKind::client_stop, jonah, ada.person}}}));
  EXPECT_FALSE(seen().course.holds.front().by_card);
  EXPECT_EQ(stop(card().code, file), "");
  EXPECT_FALSE(seen().course.holds.front().by_card);
  // Nobody who signs in can have it told so.
  EXPECT_FALSE(act(t.house, ada, file,
                   care::Record{{course::Held{course::HoldKind::client_stop, jonah, ada.person, true}}}));
}

TEST_F(StopCards, OlderOnesStillCountUntilTheyRunOut) {
  const auto first = card();
  const auto second = card();
  EXPECT_NE(first.code, second.code);
  EXPECT_EQ(stop(first.code, file), "");
  ASSERT_EQ(seen().course.holds.size(), 1U);
  const auto zone = seen().zone;
  EXPECT_EQ(second.until, base::months_after(base::local_day(t.clock.now(), zone), 12)) << "a year, to the day";
  t.clock.set(*base::at_local(second.until, "23:59", zone));
  EXPECT_EQ(stop(second.code, file), "") << "on its last day";
  EXPECT_TRUE(seen().voided.empty()) << "what the server took counts in the file";
  t.clock.set(*base::at_local(second.until + 1, "00:00", zone));
  EXPECT_NE(stop(second.code, file), "");
}

TEST_F(StopCards, OfAnotherFileOrOfNobodyStopNothing) {
  const auto made = card();
  const auto other = t.new_file(ada, "OTHER");
  const auto commits = t.store->last_checkpoint().value()->number;
  EXPECT_NE(stop(made.code, other), "");
  EXPECT_NE(stop(made.code, ada.practice_log), "") << "nothing but its own file is in its reach";
  EXPECT_EQ(t.store->last_checkpoint().value()->number, commits);
  EXPECT_NE(stop("ABCDE", file), "");
  EXPECT_NE(stop(made.code, LogId{{9}}), "");
  vault::Arena arena;
  EXPECT_NE(stop(vault::code_of(arena, vault::random_bytes(16)).shown, file), "");
  EXPECT_TRUE(seen().course.holds.empty());
}

TEST_F(StopCards, AreMadeForAClientByTheThreeAlone) {
  EXPECT_FALSE(make_stop_card(t.house, ada, file, ada.person));
  auto stranger = t.invited(ada, "N. Okafor", {care::Role::therapist});
  EXPECT_FALSE(make_stop_card(t.house, stranger, file, jonah));
}

}  // namespace
}  // namespace trefoil::practice
