// Lanes, overload, and the stop. Threads meet at latches; nothing sleeps.
#include <gtest/gtest.h>

#include <atomic>
#include <latch>

#include "http/raw_client.h"
#include "http/server.h"

namespace trefoil::http::testing {
namespace {

using namespace std::chrono_literals;

Lane by_path(const Request& request) {
  if (request.path.starts_with("/slow")) return Lane::slow;
  if (request.path.starts_with("/write")) return Lane::write;
  if (request.path.starts_with("/stop")) return Lane::reserved;
  return Lane::quick;
}

// A handler whose /…/held requests tell that they run and then wait for `go`.
struct Held {
  explicit Held(std::ptrdiff_t count) : running(count) {}
  Response operator()(const Request& request) {
    if (request.path.ends_with("/held")) {
      running.count_down();
      go.wait();
    }
    return text(request.path);
  }
  std::latch running, go{1};
};

Options narrow() {
  Options options;
  options.threads = 1;
  options.write_workers = options.slow_workers = 1;
  options.write_queue = options.slow_queue = 0;
  return options;
}

TEST(ServerLanes, full_slow_and_write_lanes_stop_neither_quick_nor_reserved) {
  Held held(2);
  Running running(narrow(), std::ref(held), by_path);
  RawClient slow(running.port()), write(running.port()), other(running.port());
  slow.get("/slow/held");
  write.get("/write/held");
  held.running.wait();
  EXPECT_EQ(other.get("/quick").answer().body, "/quick");
  EXPECT_EQ(other.post("/stop", "").answer().body, "/stop");
  for (const std::string_view path : {"/slow", "/write"}) {
    const Answer answer = other.get(path).answer();
    EXPECT_EQ(answer.status, 503) << path;
    EXPECT_EQ(answer.headers.at("retry-after"), "1");
  }
  EXPECT_EQ(other.get("/quick").answer().status, 200);  // refused by a lane, the connection stays
  held.go.count_down();
  EXPECT_EQ(slow.answer().body, "/slow/held");
  EXPECT_EQ(write.answer().body, "/write/held");
}

TEST(ServerLanes, what_fits_the_queue_waits_and_is_answered) {
  Held held(1);
  std::latch classified(1);
  Options options = narrow();
  options.slow_queue = 1;
  Running running(options, std::ref(held), [&](const Request& request) {
    if (request.path == "/slow/2") classified.count_down();
    return by_path(request);
  });
  RawClient first(running.port()), second(running.port()), third(running.port());
  first.get("/slow/held");
  held.running.wait();
  second.get("/slow/2");
  classified.wait();  // with one loop, it is in the queue before anything else is read
  EXPECT_EQ(third.get("/slow/3").answer().status, 503);
  held.go.count_down();
  EXPECT_EQ(first.answer().status, 200);
  EXPECT_EQ(second.answer().status, 200);
}

TEST(ServerLanes, many_reserved_requests_wait_for_their_worker_and_none_is_refused) {
  Held held(1);
  Running running(narrow(), std::ref(held), by_path);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 40; ++i) {
    clients.push_back(std::make_unique<RawClient>(running.port()));
    clients.back()->post(i == 0 ? "/stop/held" : "/stop", "");
  }
  held.running.wait();
  held.go.count_down();
  for (const auto& client : clients) EXPECT_EQ(client->answer().status, 200);
}

TEST(ServerLanes, the_order_of_a_connection_holds_across_lanes) {
  Running running(
      {}, [](const Request& request) { return text(request.path); }, by_path);
  RawClient client(running.port());
  for (int i = 0; i < 50; ++i)
    client.get("/slow/" + std::to_string(i)).get("/quick/" + std::to_string(i)).get("/write/" + std::to_string(i));
  for (int i = 0; i < 50; ++i)
    for (const std::string lane : {"/slow/", "/quick/", "/write/"})
      EXPECT_EQ(client.answer().body, lane + std::to_string(i));
}

TEST(ServerLanes, classify_sees_the_body) {
  std::atomic<bool> seen = false;
  Running running(
      {}, [](const Request&) { return text("x"); },
      [&](const Request& request) { return seen = request.body == "stop=1", Lane::quick; });
  RawClient(running.port()).post("/", "stop=1").answer();
  EXPECT_TRUE(seen);
}

// ---- connections ----------------------------------------------------------------------------------------------------

Options crowded(std::size_t connections, std::size_t reserved) {
  Options options;
  options.connections = connections;
  options.reserved_connections = reserved;
  return options;
}

TEST(ServerCrowd, past_the_limit_only_a_reserved_request_is_answered) {
  Running running(
      crowded(2, 2), [](const Request& request) { return text(request.path); }, by_path);
  RawClient one(running.port()), two(running.port());
  EXPECT_EQ(one.get("/1").answer().status, 200);
  EXPECT_EQ(two.get("/2").answer().status, 200);
  RawClient third(running.port());
  const Answer refused = third.get("/3").answer();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.headers.at("retry-after"), "1");
  EXPECT_EQ(refused.headers.at("connection"), "close");
  third.shut();
  EXPECT_TRUE(third.closed());
  RawClient client(running.port());
  const Answer stop = client.post("/stop", "file=1").answer();
  EXPECT_EQ(stop.status, 200);
  EXPECT_EQ(stop.headers.at("connection"), "close");
  EXPECT_EQ(one.get("/1").answer().status, 200);  // those within the limit notice nothing
}

TEST(ServerCrowd, silent_ones_can_not_hold_the_reserved_places) {
  Running running(
      crowded(1, 2), [](const Request& request) { return text(request.path); }, by_path);
  RawClient one(running.port());
  EXPECT_EQ(one.get("/1").answer().status, 200);
  RawClient silent(running.port()), slow(running.port());
  slow.send("GET / HT");
  RawClient client(running.port());
  EXPECT_EQ(client.post("/stop", "").answer().status, 200);
  EXPECT_TRUE(silent.closed());  // the oldest gave way
}

TEST(ServerCrowd, with_the_reserved_places_at_work_the_next_is_turned_away) {
  Held held(1);
  Running running(crowded(1, 1), std::ref(held), by_path);
  RawClient one(running.port());
  EXPECT_EQ(one.get("/1").answer().status, 200);
  RawClient stopping(running.port());
  stopping.post("/stop/held", "");
  held.running.wait();
  RawClient late(running.port());
  EXPECT_EQ(late.get("/").answer().status, 503);
  held.go.count_down();
  EXPECT_EQ(stopping.answer().status, 200);
}

TEST(ServerCrowd, a_place_left_is_a_place_free) {
  Running running(
      crowded(1, 0), [](const Request& request) { return text(request.path); }, by_path);
  for (int round = 0; round < 3; ++round)
    for (;;) {
      RawClient client(running.port());
      if (client.get("/").answer().status == 200) break;  // until the server has seen the one before go
    }
}

// ---- the stop -------------------------------------------------------------------------------------------------------

TEST(ServerStop, what_is_in_flight_finishes_and_what_is_idle_closes) {
  Held held(2);
  Running running({}, std::ref(held), by_path);
  RawClient working(running.port()), other(running.port()), idle(running.port()), fresh(running.port());
  EXPECT_EQ(idle.get("/").answer().status, 200);
  working.get("/slow/held");
  other.get("/write/held");
  held.running.wait();
  running.server().stop();
  running.server().stop();
  EXPECT_TRUE(idle.closed());  // at once: the others still run
  EXPECT_TRUE(fresh.closed());
  held.go.count_down();
  const Answer answer = working.answer();
  EXPECT_EQ(answer.body, "/slow/held");
  EXPECT_EQ(answer.headers.at("connection"), "close");
  EXPECT_TRUE(working.closed());
  EXPECT_EQ(other.answer().body, "/write/held");
  running.wait_for_end();
  EXPECT_FALSE(RawClient(running.port()).connected());
}

TEST(ServerStop, run_returns_after_stop_time_even_where_a_handler_hangs) {
  Held held(1);
  Options options = narrow();
  options.stop_time = 20ms;
  options.slow_queue = 8;
  Running running(options, std::ref(held), by_path);
  RawClient working(running.port()), queued(running.port());
  working.get("/slow/held");
  held.running.wait();
  queued.get("/slow/never");
  running.server().stop();
  running.wait_for_end();
  held.go.count_down();
}

TEST(ServerStop, before_run_it_makes_run_return) {
  auto server = Server::open({}, [](const Request&) { return text(""); }, {}, {});
  ASSERT_TRUE(server);
  (*server)->stop();
  (*server)->run();
}

TEST(ServerStop, a_server_that_never_ran_goes_quietly) {
  EXPECT_TRUE(Server::open({}, [](const Request&) { return text(""); }, {}, {}));
}

}  // namespace
}  // namespace trefoil::http::testing
