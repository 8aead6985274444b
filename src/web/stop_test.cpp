// A client's stop when little else works: in a server whose lanes are all taken, by a clock that was set back, and
// against a page that was open when it came. (On a full disk: tests/crash/stop_test.cpp.)
#include <atomic>
#include <latch>

#include "http/raw_client.h"
#include "web/test_course.h"

namespace trefoil::web {
namespace {

using http::testing::RawClient;
using ::testing::HasSubstr;
using testing::Person;

class Stop : public testing::CourseScene {
 protected:
  // A session with the practitioner to which both have agreed.
  std::string agreed() {
    open();
    const auto session = session_with_practitioner();
    for (auto* who : {ada, jonah}) EXPECT_EQ(a.post(who, session + "/answers", {{"answer-0", "yes"}}).status, 303);
    return session;
  }
  static std::string cookie_of(const Person& who) {
    return "Cookie: trefoil=" + who.cookie + "\r\nContent-Type: application/x-www-form-urlencoded\r\n";
  }
  static std::string token_of(const Person& who) { return "csrf=" + http::percent_encode(who.csrf); }
};

TEST_F(Stop, GetsThroughWhereEveryLaneIsTaken) {
  const auto session = agreed();
  ASSERT_EQ(a.post(ada, session + "/start", {}).status, 303);
  http::Options narrow;
  narrow.threads = 1;
  narrow.write_workers = narrow.slow_workers = 1;
  narrow.write_queue = narrow.slow_queue = 0;
  narrow.connections = 3;
  std::latch busy(2), go(1);
  http::testing::Running running(
      narrow,
      [&](const http::Request& request) {
        const auto lane = a.app->lane(request);
        if (lane == http::Lane::write || lane == http::Lane::slow) {
          busy.count_down();
          go.wait();
        }
        return a.app->handle(request);
      },
      [&](const http::Request& request) { return a.app->lane(request); });
  RawClient writing(running.port()), slow(running.port()), other(running.port());
  writing.post(at + "/write", token_of(*ada) + "&room=nowhere&text=words", cookie_of(*ada));
  slow.post(at + "/export", token_of(*okafor) + "&form=json", cookie_of(*okafor));
  busy.wait();
  EXPECT_EQ(other.post(at + "/write", token_of(*ada) + "&text=words", cookie_of(*ada)).answer().status, 503);

  // No connection is left either, but for a stop.
  EXPECT_EQ(RawClient(running.port()).get("/today", cookie_of(*jonah)).answer().status, 503);
  RawClient phone(running.port());
  const auto stopped = phone.post(at + "/stop", token_of(*jonah), cookie_of(*jonah)).answer();
  EXPECT_EQ(stopped.status, 303);
  EXPECT_EQ(stopped.headers.at("location"), "/today?done=stopped");
  EXPECT_EQ(last_session().step, course::Step::stopped);
  // The same where somebody passes it on, and where the session alone is stopped.
  RawClient passed_on(running.port());
  EXPECT_EQ(
      passed_on.post(at + "/course/stop", token_of(*okafor) + "&person=" + jonah->keys.person.str(), cookie_of(*okafor))
          .answer()
          .status,
      303);
  RawClient session_alone(running.port());
  EXPECT_NE(session_alone.post(session + "/stop", token_of(*jonah), cookie_of(*jonah)).answer().status, 503);
  go.count_down();
  writing.answer();
  slow.answer();
}

TEST_F(Stop, IsTakenByAClockThatWasSetBackAndNothingStartsByIt) {
  const auto session = agreed();
  ASSERT_EQ(a.post(ada, session + "/start", {}).status, 303);
  a.t.clock.set(a.t.clock.now() + std::chrono::hours(-50));
  for (auto& person : a.people) a.sign_in(person);
  EXPECT_EQ(a.post(jonah, at + "/stop", {}).status, 303);
  EXPECT_EQ(last_session().step, course::Step::stopped);
  EXPECT_EQ(seen(ada).course.holds.size(), 1u);
  EXPECT_TRUE(seen(okafor).voided.empty());
  must(jonah, "go-on");
  must(okafor, "resume", {{"hold", "stop-" + jonah->keys.person.str()}});
  const auto next = session_with_practitioner();
  for (auto* who : {ada, jonah}) EXPECT_EQ(a.post(who, next + "/answers", {{"answer-0", "yes"}}).status, 303);
  const auto refused = a.post(ada, next + "/start", {});
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("clock is behind"));
}

TEST_F(Stop, BeatsThePractitionersPageThatWasOpenBefore) {
  const auto session = agreed();
  const auto page = body(ada, session);
  EXPECT_THAT(page, HasSubstr(session + "/start"));
  EXPECT_EQ(a.post(jonah, at + "/stop", {}).status, 303);
  const auto refused = a.post(ada, session + "/start", {});  // from the page as it was
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("The client has said stop."));
  EXPECT_EQ(last_session().step, course::Step::planned);
}

TEST_F(Stop, DuringASessionLeavesNothingToBeDoneFromThePageThatWasOpen) {
  const auto session = agreed();
  ASSERT_EQ(a.post(ada, session + "/start", {}).status, 303);
  const auto form = body(ada, session + "/end");
  EXPECT_THAT(form, HasSubstr("End it"));
  EXPECT_EQ(a.post(jonah, at + "/stop", {}).status, 303);
  const auto refused = a.post(ada, session + "/end", {{"done", *activities().begin()}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(last_session().step, course::Step::stopped);
  EXPECT_TRUE(last_session().done.empty()) << "what was done was not agreed to any more";
}

}  // namespace
}  // namespace trefoil::web
