#include "base/bytes.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <unordered_set>

#include "base/id.h"

namespace trefoil::base {
namespace {

// RFC 4648, section 10, without the padding and in lower case.
TEST(Base32, is_rfc_4648) {
  const std::pair<std::string_view, std::string_view> golden[] = {{"", ""},
                                                                  {"f", "my"},
                                                                  {"fo", "mzxq"},
                                                                  {"foo", "mzxw6"},
                                                                  {"foob", "mzxw6yq"},
                                                                  {"fooba", "mzxw6ytb"},
                                                                  {"foobar", "mzxw6ytboi"}};
  for (auto [plain, coded] : golden) {
    EXPECT_EQ(to_base32(view(plain)), coded);
    EXPECT_EQ(from_base32(coded), copy(view(plain)));
  }
  EXPECT_EQ(from_base32("MZXW6ytb"), copy(view("fooba")));
}

TEST(Base32, round_trip_and_one_writing_only) {
  EXPECT_TRUE(rc::check([](Bytes bytes) { RC_ASSERT(from_base32(to_base32(bytes)) == bytes); }));
  EXPECT_TRUE(rc::check([] {
    // Whatever decodes is, but for its case, what encoding gives: no stray bits, no second name for one id.
    const auto text =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcdefghijklmnopqrstuvwxyz234567")));
    if (auto bytes = from_base32(text)) RC_ASSERT(to_base32(*bytes) == text);
  }));
}

TEST(Base32, refuses_the_rest) {
  for (std::string_view text : {"m", "mzx", "mzxw6y", "mz", "my======", "m1", "m8", "m-", " my", "my\n", "\xc3\xa4"})
    EXPECT_FALSE(from_base32(text)) << text;
  EXPECT_FALSE(from_base32(std::string_view("m\0", 2)));
  EXPECT_TRUE(rc::check([](const std::string& text) { from_base32(text); }));
}

TEST(Hex, round_trip_and_refusals) {
  EXPECT_TRUE(rc::check([](Bytes bytes) { RC_ASSERT(from_hex(to_hex(bytes)) == bytes); }));
  EXPECT_EQ(to_hex(Bytes{0x00, 0x7f, 0xaB}), "007fab");
  EXPECT_EQ(from_hex("ABcd"), (Bytes{0xab, 0xcd}));
  for (std::string_view text : {"a", "0x", "ag", "a ", "-1"}) EXPECT_FALSE(from_hex(text)) << text;
}

TEST(Writer, golden) {
  const Bytes out =
      Writer().u8(1).u16(0x0203).u32(0x04050607).u64(0x08090a0b0c0d0e0f).sized(view("ab")).raw(view("c")).take();
  EXPECT_EQ(to_hex(out),
            "01"
            "0302"
            "07060504"
            "0f0e0d0c0b0a0908"
            "02000000"
            "6162"
            "63");
}

TEST(Reader, reads_what_writer_wrote) {
  EXPECT_TRUE(rc::check(
      [](std::uint8_t a, std::uint16_t b, std::uint32_t c, std::uint64_t d, Bytes e, std::array<std::uint8_t, 16> f) {
        const Bytes bytes = Writer().u8(a).u16(b).u32(c).u64(d).sized(e).raw(f).take();
        Reader reader(bytes);
        RC_ASSERT(reader.u8() == a);
        RC_ASSERT(reader.u16() == b);
        RC_ASSERT(reader.u32() == c);
        RC_ASSERT(reader.u64() == d);
        RC_ASSERT(copy(reader.sized()) == e);
        RC_ASSERT(!reader.done());
        RC_ASSERT(reader.array<16>() == f);
        RC_ASSERT(reader.done());
        // Any cut is found, wherever it is.
        const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size());
        Reader shorter(View(bytes).first(cut));
        shorter.u8(), shorter.u16(), shorter.u32(), shorter.u64(), shorter.sized(), shorter.array<16>();
        RC_ASSERT(shorter.failed());
        RC_ASSERT(!shorter.done());
      }));
}

TEST(Reader, after_a_failure_yields_zeros_though_bytes_are_left) {
  const Bytes bytes = {1, 2, 3};
  Reader reader(bytes);
  EXPECT_EQ(reader.u32(), 0u);
  EXPECT_TRUE(reader.failed());
  EXPECT_EQ(reader.u8(), 0u);
  EXPECT_FALSE(reader.done());
}

TEST(Reader, a_length_from_outside_never_reaches_past_the_end) {
  Bytes bytes = Writer().u32(0xffffffff).u8(1).take();
  Reader reader(bytes);
  EXPECT_TRUE(reader.sized().empty());
  EXPECT_TRUE(reader.failed());
  EXPECT_TRUE(rc::check([](Bytes hostile) {
    Reader each(hostile);
    while (!each.failed() && each.left() > 0) each.sized();
    RC_ASSERT(each.failed() || each.done());
  }));
}

TEST(Id, is_written_in_26_characters_and_read_strictly) {
  PersonId id;
  for (std::size_t i = 0; i < 16; ++i) id.bytes[i] = static_cast<std::uint8_t>(i * 17);
  EXPECT_EQ(id.str().size(), 26u);
  EXPECT_EQ(PersonId::parse(id.str()), id);
  EXPECT_FALSE(PersonId::parse(""));
  EXPECT_FALSE(PersonId::parse(id.str().substr(1)));
  EXPECT_FALSE(PersonId::parse(id.str() + "aa"));
  EXPECT_FALSE(PersonId::parse(std::string(25, 'a') + "b"));  // stray bits
  EXPECT_TRUE(PersonId{}.is_zero());
  EXPECT_FALSE(id.is_zero());
  EXPECT_EQ((std::unordered_set<PersonId>{id, id, PersonId{}}.size()), 2u);
}

Result<int> half(int n) {
  if (n % 2 != 0) return fail(Fault::bad_input, "Odd.", "n", "Take an even number.");
  return n / 2;
}
Result<> check_even(int n) { return TRY(half(n)), Result<>(); }
Result<int> quarter(int n) {
  TRY(check_even(n));
  return TRY(half(TRY(half(n))));
}

TEST(Result, try_hands_the_value_on_or_the_error_back) {
  EXPECT_EQ(quarter(8), 2);
  ASSERT_FALSE(quarter(6));
  EXPECT_EQ(describe(quarter(6).error()), "n: Odd. Take an even number.");
  EXPECT_EQ(describe(Error{.fault = Fault::full, .what = "The disk is full."}), "The disk is full.");
}

}  // namespace
}  // namespace trefoil::base
