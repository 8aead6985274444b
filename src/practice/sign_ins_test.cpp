// Sign-ins: what a cookie opens, when, and what is left after the lock.
#include "practice/sign_ins.h"

#include <atomic>
#include <thread>

#include "practice/disk.h"
#include "practice/test_house.h"

namespace trefoil::practice {
namespace {

using testing::TestHouse;
using std::chrono::minutes;

struct Fixture : TestHouse {
  Keyholder ada = begin().holder;
  std::unique_ptr<SignIns> sign_ins = open();

  std::unique_ptr<SignIns> open() {
    auto opened = SignIns::open(house.folder, clock);
    if (!opened) throw std::runtime_error(base::describe(opened.error()));
    return std::move(*opened);
  }
  std::string begin_one(int idle = 15) {
    auto cookie = sign_ins->begin(ada, idle);
    if (!cookie) throw std::runtime_error(base::describe(cookie.error()));
    return cookie->value;
  }
  Present look(const std::string& cookie, bool active = true) {
    auto present = sign_ins->look(cookie, active);
    if (!present) throw std::runtime_error(base::describe(present.error()));
    return std::move(*present);
  }
};

TEST(SignIns, GiveTheKeysBackToTheCookieAlone) {
  Fixture t;
  const auto cookie = t.begin_one();
  const auto present = t.look(cookie);
  ASSERT_EQ(present.standing, Standing::open);
  EXPECT_EQ(present.holder->key(), t.ada.key());
  auto again = t.look(cookie);
  EXPECT_TRUE(read_roster(t.house, *again.holder));
  auto other = cookie;
  other.back() = other.back() == 'a' ? 'q' : 'a';
  EXPECT_EQ(t.look(other).standing, Standing::none);
  EXPECT_EQ(t.look("").standing, Standing::none);
  EXPECT_EQ(t.look("no cookie at all").standing, Standing::none);
}

TEST(SignIns, LockAfterIdleMinutesAndActivityMovesThemOn) {
  Fixture t;
  const auto cookie = t.begin_one(15);
  for (int i = 0; i < 3; ++i) {
    t.clock.set(t.clock.now() + minutes(14));
    ASSERT_EQ(t.look(cookie, true).standing, Standing::open);
  }
  // A live feed looks without being activity.
  t.clock.set(t.clock.now() + minutes(14));
  ASSERT_EQ(t.look(cookie, false).standing, Standing::open);
  t.clock.set(t.clock.now() + minutes(2));
  const auto locked = t.look(cookie, true);
  EXPECT_EQ(locked.standing, Standing::locked);
  EXPECT_FALSE(locked.holder);
  EXPECT_EQ(locked.name, "Ada Lind");
  // Locked stays locked, also where the clock is put back.
  t.clock.set(t.clock.now() + minutes(-10));
  EXPECT_EQ(t.look(cookie, true).standing, Standing::locked);
}

TEST(SignIns, EndAfterTwelveHoursWhateverHappens) {
  Fixture t;
  const auto cookie = t.begin_one(240);
  for (int i = 0; i < 5; ++i) {
    t.clock.set(t.clock.now() + minutes(143));
    ASSERT_EQ(t.look(cookie).standing, Standing::open) << i;
  }
  t.clock.set(t.clock.now() + minutes(10));
  EXPECT_EQ(t.look(cookie).standing, Standing::locked);
}

TEST(SignIns, ALockedOneHoldsNoKeysOnTheMemoryDiskEither) {
  Fixture t;
  const auto cookie = t.begin_one();
  const auto packed = pack(t.ada);
  ASSERT_TRUE(t.sign_ins->lock(cookie));
  for (const auto& entry : std::filesystem::directory_iterator(t.house.folder.memory)) {
    const auto bytes = read_whole(entry.path(), 1 << 20);
    ASSERT_TRUE(bytes);
    EXPECT_LT(bytes->size(), packed.size() + 100) << "the keys are still there: " << entry.path();
  }
  EXPECT_EQ(t.look(cookie).standing, Standing::locked);
}

TEST(SignIns, ASweepLocksTheIdleOnesWithoutTheirCookie) {
  Fixture t;
  const auto idle = t.begin_one(15), longer = t.begin_one(60);
  EXPECT_EQ(t.sign_ins->sweep(), 0u);
  t.clock.set(t.clock.now() + minutes(16));
  EXPECT_EQ(t.sign_ins->sweep(), 1u);
  // What lies on the memory disk now is no more than what a lock leaves, also where the clock is put back.
  t.clock.set(t.clock.now() + minutes(-16));
  const auto locked = t.look(idle);
  EXPECT_EQ(locked.standing, Standing::locked);
  EXPECT_EQ(locked.name, "Ada Lind");
  EXPECT_EQ(t.look(longer, false).standing, Standing::open);
  ASSERT_TRUE(t.sign_ins->unlock(idle, t.ada, 15));
  EXPECT_EQ(t.look(idle).standing, Standing::open);
  // Over after twelve hours; the rest goes a week later, and boot.key stays.
  t.clock.set(t.clock.now() + std::chrono::hours(13));
  EXPECT_EQ(t.sign_ins->sweep(), 2u);
  EXPECT_EQ(t.look(longer).standing, Standing::locked);
  t.clock.set(t.clock.now() + std::chrono::hours(24 * 8));
  EXPECT_EQ(t.sign_ins->sweep(), 0u);
  EXPECT_EQ(t.look(longer).standing, Standing::none);
  EXPECT_EQ(t.sign_ins->count(t.ada.key()), 0u);
  EXPECT_EQ(t.look(t.begin_one()).standing, Standing::open);
}

TEST(SignIns, APageOfAnIdleSignInLeavesAnUnlockStanding) {
  Fixture t;
  const auto cookie = t.begin_one(15);
  t.clock.set(t.clock.now() + minutes(16));
  ASSERT_EQ(t.look(cookie).standing, Standing::locked);
  for (int round = 0; round < 40; ++round) {
    std::atomic<bool> done = false;
    std::thread other([&] {
      while (!done) t.look(cookie, false);
    });
    EXPECT_TRUE(t.sign_ins->unlock(cookie, t.ada, 15));
    done = true;
    other.join();
    EXPECT_EQ(t.look(cookie).standing, Standing::open) << round;
    ASSERT_TRUE(t.sign_ins->lock(cookie));
    // Open but idle, which is where a page locks it.
    ASSERT_TRUE(t.sign_ins->unlock(cookie, t.ada, 15));
    t.clock.set(t.clock.now() + minutes(16));
  }
}

TEST(SignIns, TheFirstBootKeyStays) {
  Fixture t;
  const auto file = t.house.folder.memory / "boot.key";
  const auto before = read_whole(file, 64);
  vault::Arena arena;
  ASSERT_TRUE(write_new(file, vault::random_key(arena)));
  const auto after = read_whole(file, 64);
  ASSERT_TRUE(before && after);
  EXPECT_EQ(*after, *before);
}

TEST(SignIns, GoOnForTheSamePersonOnly) {
  Fixture t;
  auto okafor = t.invited(t.ada, "N. Okafor", {care::Role::therapist});
  const auto cookie = t.begin_one();
  ASSERT_TRUE(t.sign_ins->lock(cookie));
  const auto refused = t.sign_ins->unlock(cookie, okafor, 15);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::refused);
  const auto csrf = t.look(cookie).csrf;
  ASSERT_TRUE(t.sign_ins->unlock(cookie, t.ada, 15));
  EXPECT_EQ(t.look(cookie).standing, Standing::open);
  EXPECT_EQ(t.look(cookie).csrf, csrf) << "a form from before the lock is still good";
}

TEST(SignIns, AReturnOfTheProgramKeepsThemAndANewBootOpensNothing) {
  Fixture t;
  const auto cookie = t.begin_one();
  t.sign_ins = t.open();
  EXPECT_EQ(t.look(cookie).standing, Standing::open);
  std::filesystem::remove(t.house.folder.memory / "boot.key");
  t.sign_ins = t.open();
  EXPECT_EQ(t.look(cookie).standing, Standing::none) << "an old cookie and a copy of the memory folder";
}

TEST(SignIns, AForgedFileOpensNothing) {
  Fixture t;
  const auto cookie = t.begin_one();
  for (const auto& entry : std::filesystem::directory_iterator(t.house.folder.memory)) {
    if (entry.path().filename() == "boot.key") continue;
    auto bytes = read_whole(entry.path(), 1 << 20);
    ASSERT_TRUE(bytes);
    for (std::size_t at = 0; at < bytes->size(); at += 7) {
      auto flipped = *bytes;
      flipped[at] ^= 1;
      ASSERT_TRUE(write_whole(entry.path(), flipped, false));
      EXPECT_EQ(t.look(cookie).standing, Standing::none) << at;
    }
  }
}

TEST(SignIns, OthersAreEndedAndThisOneStays) {
  Fixture t;
  const auto mine = t.begin_one(), phone = t.begin_one(), laptop = t.begin_one();
  EXPECT_EQ(t.sign_ins->count(t.ada.key()), 3u);
  EXPECT_EQ(t.sign_ins->end_others(mine, t.ada.key()), 2u);
  EXPECT_EQ(t.look(mine).standing, Standing::open);
  EXPECT_EQ(t.look(phone).standing, Standing::none);
  EXPECT_EQ(t.look(laptop).standing, Standing::none);
}

TEST(SignIns, AReadingIsFirstOnce) {
  Fixture t;
  const auto cookie = t.begin_one();
  const auto file = vault::random_id<LogId>();
  EXPECT_TRUE(t.sign_ins->first_reading(cookie, file));
  EXPECT_FALSE(t.sign_ins->first_reading(cookie, file));
  EXPECT_TRUE(t.sign_ins->first_reading(t.begin_one(), file));
}

TEST(KeptForm, OpensForItsAuthorAlone) {
  Fixture t;
  auto okafor = t.invited(t.ada, "N. Okafor", {care::Role::therapist});
  const auto sealed = seal_form(t.ada.current().card.box, "/files/x/write", "text=half+a+sentence");
  const auto mine = open_form(t.ada, sealed);
  ASSERT_TRUE(mine);
  EXPECT_EQ(mine->path, "/files/x/write");
  EXPECT_EQ(mine->body, "text=half+a+sentence");
  EXPECT_FALSE(open_form(okafor, sealed));
  EXPECT_EQ(sealed.find("half"), std::string::npos);
}

}  // namespace
}  // namespace trefoil::practice
