#include "http/target.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "http/hosts.h"
#include "http/message.h"

namespace trefoil::http {
namespace {

TEST(TargetPath, is_decoded_once) {
  EXPECT_EQ(read_target("/files/a%20b%C3%A9%2525")->path, "/files/a b\xc3\xa9%25");
  EXPECT_EQ(read_target("/a+b")->path, "/a+b");
  EXPECT_EQ(read_target("/a..b/...")->path, "/a..b/...");
}

TEST(TargetPath, what_climbs_or_hides_is_refused) {
  for (const std::string_view bad : {"",
                                     "*",
                                     "a",
                                     "example.org:443",
                                     "/..",
                                     "/../etc",
                                     "/a/../b",
                                     "/a/..",
                                     "/%2e%2e/a",
                                     "/.%2E",
                                     "/a%2f..%2fb",
                                     "/a\\..\\b",
                                     "/%00",
                                     "/a%0d%0ab",
                                     "/%7f",
                                     "/%",
                                     "/%4",
                                     "/%zz",
                                     "/%ff",
                                     "/%c0%ae",
                                     "/\xff",
                                     "/a#b",
                                     "/?a=%",
                                     "/?%ff",
                                     "ftp://localhost/",
                                     "http://",
                                     "http:///a",
                                     "http://me@localhost/a"})
    EXPECT_FALSE(read_target(bad)) << bad;
}

TEST(TargetQuery, is_read_as_a_form) {
  const auto target = read_target("/a?q=b+c&r=%26|[]&q=&x=/../?");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/a");
  EXPECT_EQ(target->query,
            (std::vector<std::pair<std::string, std::string>>{{"q", "b c"}, {"r", "&|[]"}, {"q", ""}, {"x", "/../?"}}));
}

TEST(TargetQuery, absolute_form_names_the_host) {
  const auto target = read_target("HTTP://Example.org:80?a=b");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->authority, "Example.org:80");
  EXPECT_EQ(target->path, "/");
  EXPECT_EQ(target->query.size(), 1u);
}

TEST(TargetPath, any_segment_comes_back_as_it_was) {
  EXPECT_TRUE(rc::check([] {
    const auto segment = *rc::gen::container<std::string>(rc::gen::inRange<char>(0x20, 0x7f));
    RC_PRE(segment != ".." && segment.find("..") == std::string::npos);
    const auto target = read_target("/" + percent_encode(segment) + "?v=" + percent_encode(segment));
    RC_ASSERT(target.has_value());
    RC_ASSERT(target->path == "/" + segment);
    RC_ASSERT(target->query.front().second == segment);
  }));
}

TEST(TargetPath, whatever_is_sent_the_path_is_safe) {
  EXPECT_TRUE(rc::check([] {
    const auto raw =
        "/" + *rc::gen::container<std::string>(rc::gen::element('.', '/', '%', '2', 'e', 'f', '0', '\\', '?', 'a'));
    const auto target = read_target(raw);
    if (!target) return;
    RC_ASSERT(target->path.front() == '/');
    RC_ASSERT(target->path.find('\0') == std::string::npos);
    RC_ASSERT((target->path + "/").find("/../") == std::string::npos);
  }));
}

TEST(Hosts, given_ones_stand_alone) {
  const HostList hosts({"Care.example", "care.example:8443"}, "127.0.0.1", 80);
  EXPECT_TRUE(hosts.answers("care.EXAMPLE"));
  EXPECT_TRUE(hosts.answers("care.example:8443"));
  for (const std::string_view other :
       {"", "localhost", "care.example:80", "care.example.", "a.care.example", "127.0.0.1"})
    EXPECT_FALSE(hosts.answers(other)) << other;
}

TEST(Hosts, else_the_bound_address_and_the_loopback_names) {
  const HostList hosts({}, "fd00::1", 7333);
  for (const std::string_view own : {"[FD00::1]:7333", "localhost:7333", "127.0.0.1:7333", "[::1]:7333"})
    EXPECT_TRUE(hosts.answers(own)) << own;
  for (const std::string_view other : {"localhost", "localhost:80", "evil.example:7333", "fd00::1:7333"})
    EXPECT_FALSE(hosts.answers(other)) << other;
  EXPECT_TRUE(HostList({}, "127.0.0.1", 80).answers("localhost"));
}

TEST(Hosts, know_which_names_no_other_machine_reaches) {
  for (const std::string_view own : {"127.0.0.1:7333", "127.1.2.3", "localhost", "LocalHost:80", "x.localhost:8080", "[::1]:7333", "[::1]"})
    EXPECT_TRUE(is_loopback(own)) << own;
  for (const std::string_view other : {"", "practice.example", "192.168.1.9:7333", "127.0.0.1.example", "localhost.example", "[fd00::1]:7333", "["})
    EXPECT_FALSE(is_loopback(other)) << other;
}

TEST(PeerBehindProxy, only_the_last_address_counts) {
  EXPECT_EQ(peer_behind_proxy("10.0.0.1, 203.0.113.7", "127.0.0.1"), "203.0.113.7");
  EXPECT_EQ(peer_behind_proxy(" 2001:db8::1 ", "127.0.0.1"), "2001:db8::1");
  for (const std::string_view none : {"", "unknown", "10.0.0.1,", "10.0.0.1, evil", "999.1.1.1", "10.0.0.1 x"})
    EXPECT_EQ(peer_behind_proxy(none, "127.0.0.1"), "127.0.0.1") << none;
}

}  // namespace
}  // namespace trefoil::http
