// Long work stops wherever it is told to, and gives nothing then.
#include <gtest/gtest.h>

#include "items/answers_test.h"
#include "items/calibrate.h"
#include "items/dif.h"
#include "items/simulate.h"

namespace trefoil::items {
namespace {

using testing::some_items;
using testing::uniform_of;

TEST(Calibrate, StopsInEachOfItsWorks) {
  const auto responses = simulate(some_items(6), 400, 0, 1, 0, uniform_of(5)).responses;
  using Work = Progress::Work;
  for (const Work last : {Work::items, Work::errors, Work::fit}) {
    int told = 0;
    Work seen = Work::items;
    CalibrationOptions options;
    options.progress = [&](const Progress& now) {
      EXPECT_GE(now.work, seen) << "one after the other";
      EXPECT_TRUE(now.share >= 0 && now.share < 1);
      seen = now.work;
      ++told;
      return now.work != last;
    };
    const auto stopped = calibrate(responses, options);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().fault, Fault::refused);
    EXPECT_EQ(seen, last);
    const int until = told;
    options.progress = [&](const Progress&) { return --told >= 0; };
    EXPECT_FALSE(calibrate(responses, options)) << until;
  }
  CalibrationOptions on;
  on.progress = [](const Progress&) { return true; };
  EXPECT_TRUE(calibrate(responses, on));
}

TEST(Dif, StopsBetweenItsFits) {
  const auto first = simulate(some_items(5), 300, 0, 1, 0, uniform_of(6)).responses;
  const auto second = simulate(some_items(5), 300, 0.3, 1, 0, uniform_of(7)).responses;
  int all = 0;
  CalibrationOptions options;
  options.progress = [&](const Progress&) { return ++all > 0; };
  ASSERT_TRUE(dif(first, second, options));
  for (const int at : {1, all / 2, all}) {
    int told = 0;
    options.progress = [&](const Progress&) { return ++told < at; };
    const auto stopped = dif(first, second, options);
    ASSERT_FALSE(stopped) << at;
    EXPECT_EQ(stopped.error().fault, Fault::refused);
    EXPECT_EQ(told, at);
  }
}

}  // namespace
}  // namespace trefoil::items
