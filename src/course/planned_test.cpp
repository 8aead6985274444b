// A session that is planned: where it is, and whether it is confirmed.
#include <gtest/gtest.h>

#include "course/given_test.h"
#include "course/telling.h"

namespace trefoil::course::given {
namespace {

struct Places : ::testing::Test {
  Given g;
  SessionPlanned talk(std::uint8_t number, std::string place) {
    return {session(number), SessionKind::therapist, g.now.at, 50, 0, {}, false, std::move(place)};
  }
  std::string told(const Body& body) {
    return telling(body, g.course, kTherapist, {[](PersonId) { return std::string("Okafor"); }, "UTC"});
  }
  const std::string& place() { return g.course.session(session(30))->place; }
};

TEST_F(Places, AreKeptAndChangedOnlyWhereAMoveSaysSo) {
  g.must(kTherapist, talk(30, "Room 2, ground floor"));
  EXPECT_EQ(place(), "Room 2, ground floor");
  g.must(kTherapist, SessionMoved{session(30), g.now.at, 60});
  EXPECT_EQ(place(), "Room 2, ground floor") << "a move that says nothing of it";
  g.must(kTherapist, SessionMoved{session(30), g.now.at, 60, "The library"});
  EXPECT_EQ(place(), "The library");
  g.must(kTherapist, SessionMoved{session(30), g.now.at, 60, ""});
  EXPECT_EQ(place(), "");
}

TEST_F(Places, AreOnePlainLineOfAtMostTwoHundredLetters) {
  const std::string longest = [] {
    std::string out;
    for (std::size_t i = 0; i < kLongestPlace; ++i) out += "é";  // letters, not bytes
    return out;
  }();
  for (const std::string& bad : std::vector<std::string>{longest + "x", "a\nb", "a\xE2\x80\xAE" "b", "\xff"}) {
    EXPECT_EQ(g.wish(kTherapist, talk(30, bad)), Rules{"in-order"}) << bad;
    EXPECT_EQ(g.course.session(session(30)), nullptr);
  }
  g.must(kTherapist, talk(30, longest));
  EXPECT_EQ(g.wish(kTherapist, SessionMoved{session(30), g.now.at, 60, longest + "x"}), Rules{"in-order"});
  EXPECT_EQ(place(), longest);
}

TEST_F(Places, AConfirmedSessionIsOneToWhichBothAgreedAndAMoveAsksThemAgain) {
  const auto confirmed = [&] { return g.course.session(session(1))->is_confirmed(g.circle); };
  EXPECT_TRUE(confirmed()) << "planned, and both agreed";
  g.must(kClient, ActivityAnswered{session(1), "talk", Answer::declined, kClient, {}});
  EXPECT_FALSE(confirmed());
  g.must(kClient, ActivityAnswered{session(1), "talk", Answer::given, kClient, {}});
  EXPECT_TRUE(confirmed());
  g.must(kPractitioner, SessionMoved{session(1), g.now.at, 60});
  EXPECT_FALSE(confirmed());
  g.must(kTherapist, talk(30, ""));
  EXPECT_FALSE(g.course.session(session(30))->is_confirmed(g.circle)) << "where nothing is asked, nothing is confirmed";
}

TEST_F(Places, AreToldInTheTimeline) {
  EXPECT_NE(told(talk(30, "Room 2")).find(". Where: Room 2"), std::string::npos);
  EXPECT_EQ(told(talk(30, "")).find("Where"), std::string::npos);
  g.must(kTherapist, talk(30, "Room 2"));
  EXPECT_NE(told(SessionMoved{session(30), g.now.at, 60, "The library"}).find(". Where: The library"), std::string::npos);
  EXPECT_NE(told(SessionMoved{session(30), g.now.at, 60, ""}).find("not said any more"), std::string::npos);
  EXPECT_EQ(told(SessionMoved{session(30), g.now.at, 60}).find("here: "), std::string::npos);
}

}  // namespace
}  // namespace trefoil::course::given
