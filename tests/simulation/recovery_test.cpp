// 200 replications: parameters come back within their standard errors, 95 % intervals cover 93 to 97 %.
#include "items/recover_test.h"

namespace trefoil::items {
namespace {

TEST(Simulation, TwoHundredCalibrations) {
  const auto found = testing::recover(8, 1000, 200, 1000);
  EXPECT_EQ(found.intervals, 200u * 8 * 5);
  EXPECT_GT(found.coverage, 0.93);
  EXPECT_LT(found.coverage, 0.97);
  EXPECT_LT(found.largest_bias, 0.3);  // of 40 means of 200: their own error is 0.07
  EXPECT_NEAR(found.spread_by_error, 1, 0.05);
  RecordProperty("coverage", std::to_string(found.coverage));
}

}  // namespace
}  // namespace trefoil::items
