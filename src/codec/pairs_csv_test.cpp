#include "codec/pairs_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trefoil::codec {
namespace {

using ::testing::HasSubstr;

TEST(PairsCsv, ScoresBeforeAndAfter) {
  const auto read = read_pairs(base::view("post,id,pre\n8,p1,20.5\nNA,p2,3\n,p3,-1\n"), {}, {"rci"});
  ASSERT_TRUE(read) << read.error().what;
  ASSERT_EQ(read->pairs.size(), 3u);
  EXPECT_EQ(read->pairs[0].before, 20.5);
  EXPECT_EQ(read->pairs[0].after, 8);
  EXPECT_FALSE(read->pairs[1].after);
  EXPECT_EQ(read->pairs[1].before, 3);
  EXPECT_FALSE(read->pairs[2].after);
}

TEST(PairsCsv, WhatIsWrongIsNamedWithLineAndColumn) {
  const std::pair<double, double> range{0, 27};
  const auto wrong = [&](std::string_view csv) {
    const auto read = read_pairs(base::view(csv), range, {"rci"});
    EXPECT_FALSE(read) << csv;
    return read ? Error{} : read.error();
  };
  EXPECT_EQ(wrong("id,pre,post\na,1,2\nb,3,28\n").place, "line 3, column post");
  EXPECT_EQ(wrong("id,pre,post\na,-0.5,2\n").place, "line 2, column pre");
  EXPECT_EQ(wrong("id,pre,post\na,x,2\n").place, "line 2, column pre");
  for (const auto* none : {"nan", "inf", "-inf", "1e999"})
    EXPECT_EQ(wrong("id,pre,post\na," + std::string(none) + ",2\n").place, "line 2, column pre") << none;
  EXPECT_THAT(wrong("id,before,post\na,1,2\n").what, HasSubstr("\"pre\""));
  EXPECT_THAT(wrong("id,pre,after\na,1,2\n").what, HasSubstr("\"post\""));
  EXPECT_THAT(wrong("pre,post,rci\n1,2,3\n").what, HasSubstr("already"));
  EXPECT_FALSE(read_pairs(base::view("pre,post\n1,1e13\n"), {}, {})) << "differences stay finite";
}

}  // namespace
}  // namespace trefoil::codec
