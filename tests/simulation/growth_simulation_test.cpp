// 200 replications: growth models find again what made their data, their 95 % intervals cover 93 to 97 %, and so does
// the fan of a client who was not among them, already with as few finished files as are asked for.
#include <gtest/gtest.h>

#include "growth/recovery_test.h"

namespace trefoil::growth {
namespace {

TEST(Simulation, TwoHundredGrowthModels) {
  const auto found = testing::recover(200, 150, 6, 0.2, 4);
  EXPECT_EQ(found.failed, 0);
  EXPECT_GT(found.covered, 0.93);
  EXPECT_LT(found.covered, 0.97);
  EXPECT_LT(found.largest_bias, 3);  // of three means of 200, in their own standard errors
  EXPECT_NEAR(found.error_ratio, 1, 0.15);
  EXPECT_GT(found.fan95, 0.93);
  EXPECT_LT(found.fan95, 0.97);
  EXPECT_NEAR(found.fan80, 0.80, 0.02);
  EXPECT_NEAR(found.fan50, 0.50, 0.02);
  EXPECT_NEAR(found.worse, 0.10, 0.02);
  EXPECT_NEAR(found.slower, 0.20, 0.03);
}

TEST(Simulation, TheFanHoldsWithTheFewestFilesThatAreAsked) {
  const auto found = testing::recover(400, kLeastFiles, 4, 0, 9);
  EXPECT_GT(found.fan95, 0.93);
  EXPECT_LT(found.fan95, 0.97);
}

}  // namespace
}  // namespace trefoil::growth
