#include "http/server.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "http/raw_client.h"

namespace trefoil::http::testing {
namespace {

using namespace std::chrono_literals;

Response echo(const Request& request) {
  std::string said = request.method == Method::post ? "POST " : "GET ";
  said += request.path;
  for (const auto& [name, value] : request.query) said += " " + name + "=" + value;
  return text(said + " " + request.body);
}

bool reported(Running& running, std::string_view kind, std::string_view detail) {
  for (const auto& [k, d] : running.reports())
    if (k == kind && d == detail) return true;
  return false;
}

TEST(ServerAnswer, carries_length_date_and_no_server_name) {
  Running running({}, echo);
  RawClient client(running.port());
  const Answer answer = client.get("/a%20b?c=d+e").answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "GET /a b c=d e ");
  EXPECT_EQ(answer.headers.at("content-length"), "15");
  EXPECT_TRUE(answer.headers.at("date").ends_with(" GMT"));
  EXPECT_EQ(answer.headers.at("date").size(), std::string_view("Sun, 06 Nov 1994 08:49:37 GMT").size());
  EXPECT_FALSE(answer.headers.contains("server"));
  EXPECT_FALSE(answer.headers.contains("connection"));
}

TEST(ServerAnswer, one_connection_many_requests_in_order_also_when_sent_at_once) {
  Running running({}, echo);
  RawClient client(running.port());
  client.get("/1").post("/2", "two").get("/3").post("/4", "four");
  for (const std::string_view body : {"GET /1 ", "POST /2 two", "GET /3 ", "POST /4 four"})
    EXPECT_EQ(client.answer().body, body);
  EXPECT_EQ(client.get("/5").answer().body, "GET /5 ");
}

TEST(ServerAnswer, head_is_get_without_the_body) {
  Running running({}, echo);
  RawClient client(running.port());
  client.send("HEAD /a HTTP/1.1\r\nHost: localhost:0\r\n\r\n").get("/b");
  EXPECT_EQ(client.answer(true).headers.at("content-length"), "7");
  EXPECT_EQ(client.answer().body, "GET /b ");
}

TEST(ServerAnswer, connection_close_and_http_1_0_are_heeded) {
  Running running({}, echo);
  RawClient closing(running.port());
  EXPECT_EQ(closing.get("/", "Connection: close\r\n").answer().headers.at("connection"), "close");
  EXPECT_TRUE(closing.closed());
  RawClient old(running.port());
  EXPECT_EQ(old.send("GET / HTTP/1.0\r\nHost: localhost:0\r\n\r\n").answer().status, 200);
  EXPECT_TRUE(old.closed());
}

TEST(ServerAnswer, no_content_has_no_length_and_cookies_may_repeat) {
  Running running({}, [](const Request&) {
    Response response;
    response.status = 204;
    response.set("Set-Cookie", "a=1").set("Set-Cookie", "b=2").set("Content-Length", "99").set("Server", "x");
    return response;
  });
  RawClient client(running.port());
  const Answer answer = client.get("/").answer(true);
  EXPECT_EQ(answer.status, 204);
  EXPECT_FALSE(answer.headers.contains("content-length"));
  EXPECT_FALSE(answer.headers.contains("server"));
  EXPECT_EQ(answer.headers.at("set-cookie"), "b=2");
  EXPECT_EQ(client.get("/").answer(true).status, 204);
}

TEST(ServerAnswer, a_long_body_arrives_whole_both_ways) {
  Running running({}, [](const Request& request) { return text(request.body); });
  RawClient client(running.port());
  std::string body(3'000'000, '\0');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 7 + i / 251);
  EXPECT_TRUE(client.post("/", body).answer().body == body);
  EXPECT_EQ(client.get("/").answer().body, "");
}

TEST(ServerAnswer, chunked_and_expected_bodies) {
  Running running({}, echo);
  RawClient client(running.port());
  client.send(
      "POST /c HTTP/1.1\r\nHost: localhost:0\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(client.answer().body, "POST /c abcde");
  client.send("POST /e HTTP/1.1\r\nHost: localhost:0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.answer(true).status, 100);
  EXPECT_EQ(client.send("hi").answer().body, "POST /e hi");
}

TEST(ServerAnswer, a_fault_is_a_500_that_says_nothing_and_the_connection_stays) {
  Running running({}, [](const Request& request) -> Response {
    if (request.path == "/throw") throw std::runtime_error("Mrs Example's diary");
    if (request.path == "/odd") throw 7;
    return text("x").set("Location", "/a\r\nSet-Cookie: stolen=1");
  });
  RawClient client(running.port());
  for (const std::string_view path : {"/throw", "/odd", "/split"}) {
    const Answer answer = client.get(path).answer();
    EXPECT_EQ(answer.status, 500) << path;
    EXPECT_FALSE(answer.headers.contains("set-cookie"));
    EXPECT_EQ(answer.body.find("diary"), std::string::npos);
  }
  EXPECT_TRUE(reported(running, "fault", "std::runtime_error"));
  EXPECT_TRUE(reported(running, "fault", "unknown"));
  for (const auto& [kind, detail] : running.reports()) EXPECT_EQ(detail.find("diary"), std::string::npos);
}

TEST(ServerAnswer, a_fault_in_classify_is_a_500_too) {
  Running running({}, echo, [](const Request&) -> Lane { throw std::logic_error("secret"); });
  RawClient client(running.port());
  EXPECT_EQ(client.get("/").answer().status, 500);
  EXPECT_TRUE(reported(running, "fault", "std::logic_error"));
}

TEST(ServerAnswer, slow_ones_are_told_by_method_status_and_time_alone) {
  Options options;
  options.slow_after = 0ms;
  Running running(options, echo);
  RawClient client(running.port());
  client.get("/private?name=x").answer();
  const auto reports = running.reports();
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].first, "slow");
  EXPECT_TRUE(reports[0].second.starts_with("GET 200 ") && reports[0].second.ends_with(" ms")) << reports[0].second;
  EXPECT_EQ(reports[0].second.find("private"), std::string::npos);
}

// ---- the door -------------------------------------------------------------------------------------------------------

// Sends `bytes`, expects `status` and the end of the connection.
void expect_refused(Running& running, std::string_view bytes, int status) {
  RawClient client(running.port());
  const Answer answer = client.send(bytes).answer();
  EXPECT_EQ(answer.status, status) << bytes.substr(0, 80);
  EXPECT_EQ(answer.headers.contains("connection") ? answer.headers.at("connection") : "", "close");
  EXPECT_LT(answer.body.size(), 100u);
  client.shut();
  EXPECT_TRUE(client.closed());
  EXPECT_TRUE(reported(running, "refused", std::to_string(status)));
}

TEST(ServerDoor, paths_that_climb_or_hide_never_reach_the_handler) {
  Running running({}, [](const Request&) { return text("reached"); });
  for (const std::string_view bad : {"/..", "/a/%2e%2e/b", "/%00", "/%zz", "/%ff", "/a?b=%", "*", "/a%0d%0ab"})
    expect_refused(running, "GET " + std::string(bad) + " HTTP/1.1\r\nHost: localhost:0\r\n\r\n", 400);
}

TEST(ServerDoor, what_is_no_request_is_400) {
  Running running({}, [](const Request&) { return text("reached"); });
  const std::string host = "Host: localhost:0\r\n";
  for (const std::string& bad :
       {std::string("nonsense\r\n\r\n"), std::string("GET / HTTP/3.7\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost localhost\r\n\r\n"), std::string("GET / HTTP/1.1\r\n\r\n"),
        "GET / HTTP/1.1\r\n" + host + host + "\r\n",
        "POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
        "POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\nabc",
        "POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"})
    expect_refused(running, bad, 400);
}

TEST(ServerDoor, other_methods_are_405_and_told_which_are_answered) {
  Running running({}, [](const Request&) { return text("reached"); });
  for (const std::string_view method : {"PUT", "DELETE", "OPTIONS", "TRACE", "BREW"})
    expect_refused(running, std::string(method) + " / HTTP/1.1\r\nHost: localhost:0\r\n\r\n", 405);
  RawClient client(running.port());
  EXPECT_EQ(client.send("PUT / HTTP/1.1\r\nHost: localhost:0\r\n\r\n").answer().headers.at("allow"), "GET, HEAD, POST");
}

TEST(ServerDoor, unknown_hosts_are_421) {
  Options options;
  options.hosts = {"care.example"};
  Running running(options, [](const Request&) { return text("reached"); });
  RawClient client(running.port());
  EXPECT_EQ(client.send("GET / HTTP/1.1\r\nHost: CARE.example\r\n\r\n").answer().status, 200);
  expect_refused(running, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421);
  expect_refused(running, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 421);
  expect_refused(running, "GET http://evil.example/ HTTP/1.1\r\nHost: care.example\r\n\r\n", 421);
  EXPECT_EQ(RawClient(running.port()).send("GET / HTTP/1.0\r\n\r\n").answer().status, 421);
}

TEST(ServerDoor, without_a_list_the_bound_address_is_answered_with_its_port) {
  auto server = Server::open({}, echo, {}, {});
  ASSERT_TRUE(server);
  std::thread thread([&] { (*server)->run(); });
  const std::string port = std::to_string((*server)->port());
  {
    RawClient client((*server)->port());
    for (const std::string& host : {"localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port})
      EXPECT_EQ(client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").answer().status, 200) << host;
    EXPECT_EQ(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").answer().status, 421);
  }
  (*server)->stop();
  thread.join();
}

TEST(ServerDoor, other_expectations_are_417) {
  Running running({}, echo);
  expect_refused(running, "POST / HTTP/1.1\r\nHost: localhost:0\r\nContent-Length: 1\r\nExpect: tea\r\n\r\n", 417);
}

TEST(ServerDoor, a_head_past_its_limit_is_431_and_one_below_is_read) {
  Options options;
  options.header_limit = 1'000;
  Running running(options, echo);
  RawClient client(running.port());
  EXPECT_EQ(client.get("/", "X: " + std::string(900, 'x') + "\r\n").answer().status, 200);
  expect_refused(running, "GET / HTTP/1.1\r\nHost: localhost:0\r\nX: " + std::string(5'000, 'x'), 431);
  expect_refused(running, "GET /" + std::string(5'000, 'x'), 431);
}

TEST(ServerDoor, a_body_past_its_limit_is_413_before_it_is_sent_and_one_at_it_is_read) {
  Options options;
  options.body_limit = 10;
  Running running(options, echo);
  RawClient client(running.port());
  EXPECT_EQ(client.post("/", "0123456789").answer().body, "POST / 0123456789");
  expect_refused(running, "POST / HTTP/1.1\r\nHost: localhost:0\r\nContent-Length: 11\r\n\r\n", 413);
  expect_refused(running,
                 "POST / HTTP/1.1\r\nHost: localhost:0\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n", 413);
}

TEST(ServerDoor, the_client_can_read_why_while_it_still_sends) {
  Options options;
  options.body_limit = 10;
  Running running(options, echo);
  RawClient client(running.port());
  EXPECT_EQ(client.post("/", std::string(1'000'000, 'x')).answer().status, 413);
}

TEST(ServerDoor, only_the_proxys_own_word_of_the_peer_counts_and_only_behind_one) {
  const auto who = [](const Request& request) { return text(request.peer); };
  const std::string_view forwarded = "X-Forwarded-For: 1.1.1.1, 2.2.2.2\r\nX-Forwarded-For: 3.3.3.3, 203.0.113.7\r\n";
  Running direct({}, who);
  EXPECT_EQ(RawClient(direct.port()).get("/", forwarded).answer().body, "127.0.0.1");
  Options options;
  options.behind_proxy = true;
  Running behind(options, who);
  RawClient client(behind.port());
  EXPECT_EQ(client.get("/", forwarded).answer().body, "203.0.113.7");
  EXPECT_EQ(client.get("/").answer().body, "127.0.0.1");
  EXPECT_EQ(client.get("/", "X-Forwarded-For: 1.1.1.1, nonsense\r\n").answer().body, "127.0.0.1");
}

TEST(ServerDoor, an_address_in_use_is_a_plain_error) {
  auto first = Server::open({}, echo, {}, {});
  ASSERT_TRUE(first);
  Options options;
  options.port = (*first)->port();
  const auto second = Server::open(options, echo, {}, {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::broken);
  options.bind = "not an address";
  EXPECT_EQ(Server::open(options, echo, {}, {}).error().fault, Fault::bad_input);
}

// ---- slow clients ---------------------------------------------------------------------------------------------------

TEST(ServerPatience, a_head_that_trickles_in_is_408) {
  Options options;
  options.header_time = 60ms;
  Running running(options, echo);
  RawClient client(running.port());
  client.send("GET / HTTP/1.1\r\nX: ");
  do client.send("x");
  while (!client.stirs(5));  // each byte is progress, the whole is not
  EXPECT_EQ(client.answer().status, 408);
  EXPECT_TRUE(client.closed());
}

TEST(ServerPatience, a_body_that_stays_away_is_408) {
  Options options;
  options.body_time = 60ms;
  Running running(options, echo);
  RawClient client(running.port());
  client.send("POST / HTTP/1.1\r\nHost: localhost:0\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(client.answer().status, 408);
  client.shut();
  EXPECT_TRUE(client.closed());
}

TEST(ServerPatience, who_says_nothing_is_closed_without_a_word) {
  Options options;
  options.header_time = options.idle_time = 60ms;
  Running running(options, echo);
  RawClient never(running.port());
  EXPECT_TRUE(never.closed());
  RawClient later(running.port());
  EXPECT_EQ(later.get("/").answer().status, 200);
  EXPECT_TRUE(later.closed());
}

TEST(ServerPatience, who_never_reads_is_closed) {
  Options options;
  options.body_time = 60ms;
  Running running(options, [](const Request&) { return text(std::string(10'000, 'x')); });
  RawClient client(running.port());
  for (int i = 0; i < 3'000; ++i) client.get("/");  // their answers are more than the socket's buffers hold
  EXPECT_TRUE(client.broken_off());
}

}  // namespace
}  // namespace trefoil::http::testing
