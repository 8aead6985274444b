#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "http/message.h"

namespace trefoil::http {
namespace {

constexpr std::string_view type = "multipart/form-data; boundary=XX";

std::string part(std::string_view disposition, std::string_view content, std::string_view more = "") {
  return "--XX\r\nContent-Disposition: " + std::string(disposition) + "\r\n" + std::string(more) + "\r\n" +
         std::string(content) + "\r\n";
}

TEST(Multipart, reads_what_a_browser_sends) {
  const std::string body =
      part("form-data; name=\"csrf\"", "abc") +
      part("form-data; name=\"file\"; filename=\"a b.csv\"", "id,week\r\n1,2\r\n", "Content-Type: text/csv\r\n") +
      "--XX--\r\n";
  const auto parts = read_multipart(type, body);
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->size(), 2u);
  EXPECT_EQ((*parts)[0].name, "csrf");
  EXPECT_EQ((*parts)[0].filename, std::nullopt);
  EXPECT_EQ((*parts)[0].content, "abc");
  EXPECT_EQ((*parts)[1].filename, "a b.csv");
  EXPECT_EQ((*parts)[1].content, "id,week\r\n1,2\r\n");
}

TEST(Multipart, names_in_any_of_the_three_ways_of_quoting) {
  const auto parts = read_multipart("Multipart/Form-Data; charset=utf-8; Boundary=\"XX\"",
                                    part("form-data; name=plain; filename=\"C:\\x\\y.csv\"", "") +
                                        part("form-data; name=\"say \\\"a\\\"\"; filename=\"\"", "") + "--XX--");
  ASSERT_TRUE(parts);
  EXPECT_EQ((*parts)[0].name, "plain");
  EXPECT_EQ((*parts)[0].filename, "C:\\x\\y.csv");
  EXPECT_EQ((*parts)[1].name, "say \"a\"");
  EXPECT_EQ((*parts)[1].filename, "");
}

TEST(Multipart, any_bytes_come_through_as_they_are) {
  EXPECT_TRUE(rc::check([] {
    const auto contents = *rc::gen::container<std::vector<std::string>>(rc::gen::arbitrary<std::string>());
    std::string body;
    for (const std::string& content : contents) {
      RC_PRE(("\r\n" + content + "\r\n").find("\r\n--XX") == std::string::npos);
      body += part("form-data; name=\"a\"; filename=\"b\"", content);
    }
    const auto parts = read_multipart(type, body + "--XX--\r\n");
    RC_ASSERT(parts.has_value());
    RC_ASSERT(parts->size() == contents.size());
    for (std::size_t i = 0; i < contents.size(); ++i) RC_ASSERT((*parts)[i].content == contents[i]);
  }));
}

TEST(Multipart, a_cut_body_is_refused_at_every_byte) {
  const std::string body = part("form-data; name=\"a\"", "1") + part("form-data; name=\"b\"", "2") + "--XX--";
  ASSERT_TRUE(read_multipart(type, body));
  for (std::size_t cut = 0; cut < body.size(); ++cut) EXPECT_FALSE(read_multipart(type, body.substr(0, cut))) << cut;
}

TEST(Multipart, what_is_not_plainly_well_formed_is_refused) {
  const std::string good = part("form-data; name=\"a\"", "1") + "--XX--";
  ASSERT_TRUE(read_multipart(type, good));
  for (const std::string_view bad_type :
       {"", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=XX",
        "multipart/form-data; boundary=\"XX", "multipart/form-data; boundary=XX; boundary=YY"})
    EXPECT_FALSE(read_multipart(bad_type, good)) << bad_type;
  EXPECT_FALSE(read_multipart("multipart/form-data; boundary=" + std::string(71, 'X'), good));
  for (const std::string_view disposition :
       {"form-data", "attachment; name=\"a\"", "form-data; name=\"a", "form-data; name=\"a\"; name=\"b\"",
        "form-data; name=\"\xff\"", "form-data; name=\"a\"; filename=\"\xff\"", "form-data; name",
        "form-data; name=\"a\"b"})
    EXPECT_FALSE(read_multipart(type, part(disposition, "1") + "--XX--")) << disposition;
  EXPECT_FALSE(read_multipart(type, "--XX\r\nContent-Type: text/plain\r\n\r\n1\r\n--XX--"));
  EXPECT_FALSE(read_multipart(type, "--XX\r\nno colon\r\n\r\n1\r\n--XX--"));
  EXPECT_FALSE(read_multipart(type, "preamble\r\n" + good));
  EXPECT_FALSE(
      read_multipart(type, part("form-data; name=\"a\"", "1", "Content-Transfer-Encoding: base64\r\n") + "--XX--"));
  EXPECT_FALSE(
      read_multipart(type, part("form-data; name=\"a\"", "1", "X: " + std::string(9'000, 'x') + "\r\n") + "--XX--"));
}

TEST(Multipart, a_thousand_parts_and_no_more) {
  std::string body;
  for (int i = 0; i < 1'000; ++i) body += part("form-data; name=\"a\"", "");
  EXPECT_EQ(read_multipart(type, body + "--XX--")->size(), 1'000u);
  EXPECT_FALSE(read_multipart(type, body + part("form-data; name=\"a\"", "") + "--XX--"));
}

}  // namespace
}  // namespace trefoil::http
