// Do calibrations come back to what people were made with: the check in small; tests/simulation does it at length.
#include <gtest/gtest.h>

#include "items/recover_test.h"

namespace trefoil::items {
namespace {

TEST(Recovery, ParametersComeBackAndIntervalsCover) {
  const auto found = testing::recover(6, 400, 40, 77);
  EXPECT_GT(found.coverage, 0.93);
  EXPECT_LT(found.coverage, 0.97);
  EXPECT_LT(found.largest_bias, 0.55);  // of 30 means of 40: their own error is 0.16
  EXPECT_NEAR(found.spread_by_error, 1, 0.1);
}

}  // namespace
}  // namespace trefoil::items
