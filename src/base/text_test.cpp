#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace trefoil::base {
namespace {

TEST(Utf8, takes_what_is_well_formed) {
  for (std::string_view text : {"", "plain", "z\xc3\xa4h", "\xe2\x82\xac", "\xf0\x9f\x8c\xbf", "\xf4\x8f\xbf\xbf",
                                "\xed\x9f\xbf", "\xee\x80\x80", "\xc2\x80", "\xe0\xa0\x80", "\xf0\x90\x80\x80"})
    EXPECT_TRUE(is_utf8(text)) << text;
  EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
}

TEST(Utf8, refuses_what_is_not) {
  for (std::string_view text : {"\x80",
                                "\xbf",
                                "a\x80",
                                "\xc3",
                                "\xc3(",
                                "\xe2\x82",
                                "\xe2(\xac",
                                "\xf0\x9f\x8c",
                                "\xf0\x9f(\xbf",  // cut or broken
                                "\xc0\x80",
                                "\xc1\xbf",
                                "\xe0\x80\x80",
                                "\xe0\x9f\xbf",
                                "\xf0\x80\x80\x80",
                                "\xf0\x8f\xbf\xbf",  // overlong
                                "\xed\xa0\x80",
                                "\xed\xbf\xbf",
                                "\xed\xa0\xbd\xed\xb8\x80",  // surrogates
                                "\xf4\x90\x80\x80",
                                "\xf5\x80\x80\x80",
                                "\xf7\xbf\xbf\xbf",
                                "\xf8\x88\x80\x80\x80",
                                "\xfe",
                                "\xff"})  // too high
    EXPECT_FALSE(is_utf8(text));
}

TEST(Characters, counts_code_points) {
  EXPECT_EQ(characters(""), 0u);
  EXPECT_EQ(characters("z\xc3\xa4h \xe2\x82\xac \xf0\x9f\x8c\xbf"), 7u);
  EXPECT_TRUE(rc::check([](const std::string& text) { RC_ASSERT(characters(text) <= text.size()); }));
}

TEST(Fold, makes_what_people_type_alike) {
  EXPECT_EQ(fold("  Anna \t Marie\xc2\xa0LINDQVIST\n"), "anna marie lindqvist");
  EXPECT_EQ(fold("ÅSA ÖBERG"), "åsa öberg");
  EXPECT_EQ(fold("ŁUKASZ ŻÓŁĆ ČAPEK ŐRY ŸVES"), "łukasz żółć čapek őry ÿves");
  EXPECT_EQ(fold("ЁЛКА Жанна"), "ёлка жанна");
  EXPECT_EQ(fold("ΑΘΗΝΑ"), "αθηνα");
  EXPECT_EQ(fold("Straße × 2"), "straße × 2");  // no letters: × and ß stay
  EXPECT_EQ(fold("\xe3\x80\x80 "), "");
  EXPECT_EQ(fold("a\xff\xc3z"), "az");
}

TEST(Fold, twice_is_once_and_gives_utf8) {
  EXPECT_TRUE(rc::check([](const std::string& text) {
    const std::string folded = fold(text);
    RC_ASSERT(fold(folded) == folded);
    RC_ASSERT(is_utf8(folded));
  }));
  // Every code point that has a lower case here keeps it.
  for (int code = 0x80; code < 0x800; ++code) {
    const std::string one = {static_cast<char>(0xc0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3f))};
    EXPECT_EQ(fold(fold(one)), fold(one)) << code;
  }
}

TEST(Trim, takes_white_space_off_both_ends_only) {
  EXPECT_EQ(trim(" \t a b \r\n"), "a b");
  EXPECT_EQ(trim("\xc2\xa0\xe2\x80\x83z\xc3\xa4h\xe3\x80\x80"), "z\xc3\xa4h");
  EXPECT_EQ(trim("\xc3\xa0"), "\xc3\xa0");  // its last byte is a no-break space in Latin-1
  EXPECT_EQ(trim("   "), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim("\xff "), "\xff");
}

TEST(Split, keeps_empty_parts) {
  EXPECT_EQ(split("a,b", ','), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(split(",a,", ','), (std::vector<std::string>{"", "a", ""}));
  EXPECT_EQ(split("", ','), (std::vector<std::string>{""}));
}

TEST(Clean, leaves_lines_and_letters) {
  EXPECT_EQ(clean("one\r\ntwo\rthree\n\tfour"), "one\ntwo\nthree\n\tfour");
  EXPECT_EQ(clean(std::string_view("a\0b\x07\x1b[31m\x7f", 10)), "ab[31m");
  EXPECT_EQ(clean("a\xc2\x9b"
                  "31mb"),
            "a31mb");  // a C1 control, CSI: some terminals obey it
  EXPECT_EQ(clean("a\xc2\x85"
                  "b\xe2\x80\xa8"
                  "c"),
            "a\nb\nc");
  EXPECT_EQ(clean("z\xc3\xa4h \xf0\x9f\x8c\xbf"), "z\xc3\xa4h \xf0\x9f\x8c\xbf");
  EXPECT_EQ(clean("\r"), "\n");
  EXPECT_EQ(clean("\r\r\n"), "\n\n");
}

TEST(Clean, twice_is_once) {
  EXPECT_TRUE(rc::check([] {
    const auto text = *rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("a\r\n\t\x01\x7f\xc2\x85\x9b\xa0\xe2\x80\xa8\xff\0", 15)));
    const std::string once = clean(text);
    if (is_utf8(text)) {
      RC_ASSERT(is_utf8(once));
      RC_ASSERT(clean(once) == once);
    }
    RC_ASSERT(once.find('\r') == std::string::npos);
  }));
}

TEST(Text, finds_signs_that_hide) {
  for (const std::string_view hidden : {"a\nb", "a\tb", "a\x1f", "\x7f", "\u0085", "\u061C", "\u200B", "\u200E", "\u200F", "\u2028",
                                        "\u202A", "\u202E", "\u2060", "\u2066", "\u2069", "\uFEFF"})
    EXPECT_TRUE(has_hidden_signs(hidden)) << hidden;
  // Names that need joiners, and what stands beside the ranges.
  for (const std::string_view plain : {"", " ", "Zo\u00EB O\u2019Hara", "\u0645\u06CC\u200C\u062E", "\u0915\u094D\u200D\u0937", "\u2027", "\u202F", "\u205F",
                                       "\u206A", "\xff"})
    EXPECT_FALSE(has_hidden_signs(plain)) << plain;
}

}  // namespace
}  // namespace trefoil::base
