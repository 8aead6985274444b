#include "vault/arena.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <new>
#include <stdexcept>
#include <thread>
#include <vector>

namespace trefoil::vault {
namespace {

bool all_zero(std::span<const std::uint8_t> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

TEST(Arena, gives_zeroed_aligned_space_that_never_overlaps) {
  EXPECT_TRUE(rc::check([](std::vector<std::uint16_t> sizes) {
    Arena arena;
    std::vector<std::span<std::uint8_t>> taken;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const std::size_t size = sizes[i] % 3000;
      auto space = arena.take(size);
      RC_ASSERT(space.size() == size);
      RC_ASSERT(reinterpret_cast<std::uintptr_t>(space.data()) % 16 == 0);
      RC_ASSERT(all_zero(space));
      std::fill(space.begin(), space.end(), static_cast<std::uint8_t>(i | 1));
      taken.push_back(space);
    }
    for (std::size_t i = 0; i < taken.size(); ++i)
      RC_ASSERT(std::ranges::all_of(taken[i], [&](auto byte) { return byte == static_cast<std::uint8_t>(i | 1); }));
  }));
}

TEST(Arena, grows_past_its_first_chunk_and_counts) {
  Arena arena;
  EXPECT_EQ(arena.used(), 0u);
  arena.take(1);
  EXPECT_EQ(arena.used(), 16u);
  arena.take(3 * 1024 * 1024);
  arena.take(32);
  EXPECT_EQ(arena.used(), 16u + 3 * 1024 * 1024 + 32);
}

TEST(Arena, keys_stay_where_they_are_when_the_arena_moves) {
  Arena arena;
  const Bytes secret(32, 7);
  const Key key = arena.keep(secret);
  Arena other = std::move(arena);
  EXPECT_TRUE(equal(key, secret));
  EXPECT_EQ(other.used(), 32u);
  // What was moved from is an empty arena, not a broken one. NOLINTBEGIN(bugprone-use-after-move,*cplusplus.Move)
  EXPECT_EQ(arena.used(), 0u);
  EXPECT_TRUE(all_zero(arena.take(64)));
  // NOLINTEND(bugprone-use-after-move,*cplusplus.Move)
  arena = std::move(other);
  EXPECT_TRUE(equal(key, secret));
  EXPECT_EQ(arena.used(), 32u);
}

// The next arena gets the same space: what lay there is gone, also where nothing new was taken yet.
TEST(Arena, leaves_no_secret_to_the_next) {
  const std::uint8_t* first = nullptr;
  const std::uint8_t* secret = nullptr;
  {
    Arena arena;
    first = arena.take(1008).data();
    const auto space = arena.take(64);
    std::fill(space.begin(), space.end(), std::uint8_t{7});
    secret = space.data();
  }
  Arena next;
  if (next.take(16).data() != first) return;  // it was unmapped
  EXPECT_EQ(std::count(secret, secret + 64, std::uint8_t{7}), 0);
}

TEST(Arena, many_are_made_and_given_back_at_once) {
  std::vector<std::jthread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&wrong, t] {
      for (int i = 0; i < 500; ++i) {
        Arena arena, other;
        const Key mine = arena.keep(Bytes(32, static_cast<std::uint8_t>(t + 1)));
        const Key another = other.keep(Bytes(32, static_cast<std::uint8_t>(t + 11)));
        if (!equal(mine, Bytes(32, static_cast<std::uint8_t>(t + 1))) || !equal(another, Bytes(32, static_cast<std::uint8_t>(t + 11))))
          ++wrong;
      }
    });
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

TEST(Arena, exhaustion_and_misuse_are_loud) {
  Arena arena;
  EXPECT_THROW(arena.take(SIZE_MAX), std::bad_alloc);
  EXPECT_THROW(arena.take(SIZE_MAX - 8), std::bad_alloc);
  EXPECT_THROW(arena.take(SIZE_MAX / 4), std::bad_alloc);
  EXPECT_THROW(arena.keep(Bytes(31)), std::invalid_argument);
  EXPECT_EQ(arena.take(16).size(), 16u);  // and it goes on working
}

TEST(Wipe, leaves_nothing_behind) {
  Bytes bytes(40, 9);
  wipe(bytes);
  EXPECT_TRUE(all_zero(bytes));
  wipe(std::span<std::uint8_t>());

  std::string text = "a passphrase that does not fit in the string itself";
  const char* at = text.data();
  const std::size_t size = text.size();
  wipe(text);
  EXPECT_TRUE(text.empty());
  EXPECT_TRUE(std::all_of(at, at + size, [](char c) { return c == 0; }));  // same buffer: wiping frees nothing
}

TEST(Equal, compares_bytes_and_lengths) {
  EXPECT_TRUE(equal({}, {}));
  EXPECT_TRUE(equal(base::view("abc"), base::view("abc")));
  EXPECT_FALSE(equal(base::view("abc"), base::view("abd")));
  EXPECT_FALSE(equal(base::view("abc"), base::view("ab")));
  EXPECT_FALSE(equal({}, base::view("a")));
}

}  // namespace
}  // namespace trefoil::vault
