#include "http/message.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/text.h"
#include "http/percent.h"
#include "http/refusal.h"

namespace trefoil::http {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

// Any text that is UTF-8: random bytes rarely are, so each code point is drawn.
rc::Gen<std::string> utf8() {
  const auto point =
      rc::gen::oneOf(rc::gen::inRange<char32_t>(1, 0x80), rc::gen::inRange<char32_t>(0x80, 0x800),
                     rc::gen::inRange<char32_t>(0x800, 0xd800), rc::gen::inRange<char32_t>(0x10000, 0x110000));
  return rc::gen::map(rc::gen::container<std::vector<char32_t>>(point), [](const std::vector<char32_t>& points) {
    std::string out;
    for (const char32_t c : points) {
      const auto add = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
      if (c < 0x80) {
        add(c);
      } else if (c < 0x800) {
        add(0xc0 | (c >> 6)), add(0x80 | (c & 0x3f));
      } else if (c < 0x10000) {
        add(0xe0 | (c >> 12)), add(0x80 | ((c >> 6) & 0x3f)), add(0x80 | (c & 0x3f));
      } else {
        add(0xf0 | (c >> 18)), add(0x80 | ((c >> 12) & 0x3f)), add(0x80 | ((c >> 6) & 0x3f)), add(0x80 | (c & 0x3f));
      }
    }
    return out;
  });
}

TEST(Percent, what_is_encoded_decodes_to_itself) {
  EXPECT_TRUE(rc::check([] {
    const std::string text = *utf8();
    const std::string coded = percent_encode(text);
    RC_ASSERT(percent_decode(coded, Plus::literal) == text);
    RC_ASSERT(percent_decode(coded, Plus::space) == text);
    for (const char c : coded) RC_ASSERT(c == '%' || c == '-' || c == '.' || c == '_' || c == '~' || std::isalnum(c));
  }));
}

TEST(Percent, a_plus_is_a_space_in_forms_alone) {
  EXPECT_EQ(percent_decode("a+b%2B", Plus::space), "a b+");
  EXPECT_EQ(percent_decode("a+b%2B", Plus::literal), "a+b+");
}

TEST(Percent, broken_escapes_and_bytes_that_are_not_utf8_are_refused) {
  for (const std::string_view bad : {"%", "%4", "%zz", "a%", "%%41", "%u0041", "%ff", "%c0%af", "%ed%a0%80", "\xff"})
    EXPECT_EQ(percent_decode(bad, Plus::space), std::nullopt) << bad;
}

TEST(Form, keeps_order_repeats_and_empty_values) {
  EXPECT_EQ(read_form("a=1&b=&a=2&c&=x"), (Fields{{"a", "1"}, {"b", ""}, {"a", "2"}, {"c", ""}, {"", "x"}}));
  EXPECT_EQ(read_form("a=b=c"), (Fields{{"a", "b=c"}}));
  EXPECT_EQ(read_form(""), Fields{});
  EXPECT_EQ(read_form("&&"), Fields{});
}

TEST(Form, reads_back_what_a_form_writes) {
  EXPECT_TRUE(rc::check([] {
    const auto fields = *rc::gen::container<Fields>(rc::gen::pair(utf8(), utf8()));
    std::string body;
    for (const auto& [name, value] : fields) body += percent_encode(name) + "=" + percent_encode(value) + "&";
    RC_ASSERT(read_form(body) == fields);
  }));
}

TEST(Form, one_broken_field_refuses_the_whole) {
  EXPECT_EQ(read_form("a=1&b=%zz"), std::nullopt);
  EXPECT_EQ(read_form("a=1&%ff=2"), std::nullopt);
}

TEST(Form, a_thousand_fields_and_no_more) {
  std::string body;
  for (int i = 0; i < 1'000; ++i) body += "a=1&";
  EXPECT_EQ(read_form(body)->size(), 1'000u);
  EXPECT_EQ(read_form(body + "a=1"), std::nullopt);
}

TEST(RequestValues, first_of_a_repeated_header_and_query_value) {
  Request request;
  request.headers = {{"a", "1"}, {"a", "2"}};
  request.query = {{"q", "x"}, {"q", "y"}};
  EXPECT_EQ(request.header("a"), "1");
  EXPECT_EQ(request.header("b"), "");
  EXPECT_EQ(request.asked("q"), "x");
  EXPECT_EQ(request.asked("r"), "");
}

TEST(Cookie, is_found_by_its_whole_name) {
  Request request;
  request.headers = {{"cookie", "xid=0; id=1;id=2; empty=; e=a=b ; junk"}, {"cookie", "late=3"}};
  EXPECT_EQ(request.cookie("id"), "1");
  EXPECT_EQ(request.cookie("xid"), "0");
  EXPECT_EQ(request.cookie("empty"), "");
  EXPECT_EQ(request.cookie("e"), "a=b");
  EXPECT_EQ(request.cookie("late"), "3");
  EXPECT_EQ(request.cookie("junk"), std::nullopt);
  EXPECT_EQ(request.cookie("d"), std::nullopt);
}

TEST(Refusal, a_header_that_would_begin_another_is_never_sent) {
  EXPECT_TRUE(can_be_sent(Response{}.set("Location", "/files/\xc3\xa9")));
  EXPECT_FALSE(can_be_sent(Response{}.set("Location", "/a\r\nSet-Cookie: b=c")));
  EXPECT_FALSE(can_be_sent(Response{}.set("Location", std::string("/a\0b", 4))));
  EXPECT_FALSE(can_be_sent(Response{}.set("Bad Name", "x")));
  EXPECT_FALSE(can_be_sent(Response{}.set("", "x")));
  EXPECT_FALSE(can_be_sent(Response{.status = 100}));
  EXPECT_FALSE(can_be_sent(Response{.status = 600}));
  EXPECT_TRUE(is_servers_own("CONTENT-Length"));
  EXPECT_FALSE(is_servers_own("Content-Type"));
}

}  // namespace
}  // namespace trefoil::http
