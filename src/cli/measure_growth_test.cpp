#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "cli/command.h"

namespace trefoil::cli {
namespace {

struct GrowthCommand : testing::CommandTest {
  testing::Ran growth(const std::string& file, std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"measure", "growth",    "--outcome", "Reaction", "--time",
                                      "Days",    "--subject", "Subject",   file};
    words.insert(words.end(), more.begin(), more.end());
    return trefoil(words);
  }
};
const std::string kSleep = TREFOIL_SOURCE_DIR "/tests/golden/sleepstudy.csv";

double number(const boost::json::value& json, const char* path) { return json.at_pointer(path).as_double(); }

TEST_F(GrowthCommand, GivesTheSleepStudyAsJson) {
  const auto ran = growth(kSleep);
  ASSERT_EQ(ran.code, kOk) << ran.err;
  EXPECT_EQ(ran.err, "");
  const auto json = boost::json::parse(ran.out);
  EXPECT_NEAR(number(json, "/fixed/(intercept)/estimate"), 251.405105, 1e-3);
  EXPECT_NEAR(number(json, "/fixed/time/estimate"), 10.467286, 1e-3);
  EXPECT_NEAR(number(json, "/fixed/time/se"), 1.545789, 1e-3);
  EXPECT_NEAR(number(json, "/random/intercept") / 612.1002, 1, 1e-3);
  EXPECT_NEAR(number(json, "/random/slope"), 35.07171, 1e-3);
  EXPECT_NEAR(number(json, "/random/covariance"), 9.604409, 1e-3);
  EXPECT_NEAR(number(json, "/residual") / 654.94, 1, 1e-3);
  EXPECT_NEAR(number(json, "/criterion"), 1743.628272, 1e-3);
  EXPECT_NEAR(number(json, "/loglik"), -1743.628272 / 2, 1e-3);
  EXPECT_TRUE(json.at("converged").as_bool());
  EXPECT_FALSE(json.at("singular").as_bool());

  const auto ml = boost::json::parse(growth(kSleep, {"--ml"}).out);
  EXPECT_NEAR(number(ml, "/criterion"), 1751.939345, 1e-3);
  const auto intercept = boost::json::parse(growth(kSleep, {"--random", "intercept", "--reml"}).out);
  EXPECT_NEAR(number(intercept, "/criterion"), 1786.465085, 1e-3);
  EXPECT_FALSE(intercept.at("random").as_object().contains("slope"));
  const auto curved = boost::json::parse(growth(kSleep, {"--quadratic"}).out);
  EXPECT_NEAR(number(curved, "/fixed/time^2/estimate"), .337022, 1e-3);
  const auto logged = boost::json::parse(growth(kSleep, {"--log-time"}).out);
  EXPECT_NEAR(number(logged, "/criterion"), 1776.813120, 1e-3);
}

// It would stand twice in what is written, and a reader of JSON takes one of the two.
TEST_F(GrowthCommand, ACovariateIsNotNamedAsAnEffectOfTheModel) {
  testing::spill(at("time.csv"), "s,t,y,time,time^2\na,0,1,3,1\na,1,2,1,2\nb,0,2,2,5\nb,1,3,5,1\nc,0,1,4,2\nc,1,5,3,4\n");
  const auto with = [&](const std::string& covariate, const char* form) {
    return trefoil({"measure", "growth", "--outcome", "y", "--time", "t", "--subject", "s", "--random", "intercept",
                    "--covariates", covariate, form, at("time.csv")});
  };
  const auto ran = with("time", "--ml");
  EXPECT_EQ(ran.code, 2) << ran.out;
  EXPECT_NE(ran.err.find("--covariates: The model has a \"time\" of its own."), std::string::npos) << ran.err;
  EXPECT_EQ(with("time^2", "--quadratic").code, 2);
  EXPECT_EQ(with("time^2", "--ml").code, kOk);
}

TEST_F(GrowthCommand, CountsWhatItLeavesOutAndTakesCovariates) {
  const auto ran = trefoil({"measure", "growth", "--outcome", "bdi", "--time", "month", "--subject", "id",
                            "--covariates", "before, drug,longer,btheb", "--random", "intercept",
                            TREFOIL_SOURCE_DIR "/tests/golden/beat-the-blues-long.csv"});
  ASSERT_EQ(ran.code, kOk) << ran.err;
  const auto json = boost::json::parse(ran.out);
  EXPECT_EQ(json.at("left_out").as_int64(), 120);
  EXPECT_EQ(json.at("rows").as_int64(), 280);
  EXPECT_NE(ran.err.find("120 rows are left out, without an outcome"), std::string::npos) << ran.err;
  EXPECT_NEAR(number(json, "/fixed/before/estimate"), .640351, 1e-3);
}

TEST_F(GrowthCommand, SaysThatAVarianceIsNothing) {
  const auto ran = trefoil({"measure", "growth", "--outcome", "y", "--time", "t", "--subject", "id",
                            TREFOIL_SOURCE_DIR "/tests/golden/growth-singular.csv"});
  ASSERT_EQ(ran.code, kOk) << ran.err;
  EXPECT_TRUE(boost::json::parse(ran.out).at("singular").as_bool());
  EXPECT_NE(ran.err.find("one line"), std::string::npos) << ran.err;
}

TEST_F(GrowthCommand, BadInputIsToldWithItsPlaceAndNothingWritten) {
  testing::spill(at("bad.csv"), "Subject,Days,Reaction\na,0,1\na,1,x\n");
  testing::spill(at("one.csv"), "Subject,Days,Reaction\na,0,1\na,1,2\na,2,2\n");
  testing::spill(at("level.csv"), "Subject,Days,Reaction\na,0,1\na,1,1\nb,0,1\nb,1,1\nb,2,1\na,2,1\n");
  for (const auto& [file, words] :
       std::vector<std::pair<std::string, std::string>>{{at("bad.csv"), "line 3, column Reaction"},
                                                        {at("one.csv"), "column Subject"},
                                                        {at("level.csv"), "column Reaction"},
                                                        {at("none.csv"), "none.csv"}}) {
    const auto ran = growth(file);
    EXPECT_EQ(ran.code, kBadInput) << file;
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err.find(words), std::string::npos) << ran.err;
  }
  EXPECT_EQ(growth(kSleep, {"--reml", "--ml"}).code, kBadInput);
  EXPECT_EQ(growth(kSleep, {"--random", "none"}).code, kBadInput);
  EXPECT_EQ(growth(kSleep, {"--covariates", "Days"}).code, kBadInput);
}

TEST_F(GrowthCommand, WhatIsSimulatedIsFoundAgain) {
  const std::vector<std::string> words = {
      "measure", "simulate-growth", "--fixed",   "22,-0.6",  "--random", "36,-0.8,0.25", "--residual",
      "16",      "--times",         "0,2,4,6,8", "--people", "400",      "--seed"};
  const auto seeded = [&](const std::string& seed) {
    auto all = words;
    all.push_back(seed);
    return trefoil(all);
  };
  const auto made = seeded("7");
  ASSERT_EQ(made.code, kOk) << made.err;
  EXPECT_EQ(seeded("7").out, made.out);
  EXPECT_NE(seeded("8").out, made.out);
  testing::spill(at("made.csv"), made.out);
  const auto ran =
      trefoil({"measure", "growth", "--outcome", "outcome", "--time", "time", "--subject", "subject", at("made.csv")});
  ASSERT_EQ(ran.code, kOk) << ran.err;
  const auto json = boost::json::parse(ran.out);
  EXPECT_NEAR(number(json, "/fixed/time/estimate"), -0.6, 0.2);
  EXPECT_NEAR(number(json, "/residual"), 16, 3);
  auto wrong = words;
  wrong[5] = "36,9,0.25";
  wrong.emplace_back("7");
  EXPECT_EQ(trefoil(wrong).code, kBadInput);
}

}  // namespace
}  // namespace trefoil::cli
