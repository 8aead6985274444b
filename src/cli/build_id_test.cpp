#include "cli/build_id.h"

#include <gtest/gtest.h>

namespace trefoil::cli {
namespace {

// What is kept of files is taken for this build's by it: without one nothing is kept from one start to the next.
TEST(BuildId, ThisProgramHasOne) {
  EXPECT_GE(build_id().size(), 8u);
  EXPECT_NE(build_id(), Bytes(build_id().size()));
  EXPECT_EQ(build_id(), build_id());
}

}  // namespace
}  // namespace trefoil::cli
