// The commands on answers, as from a shell.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>

#include <boost/json.hpp>

#include "cli/command.h"

namespace trefoil::cli {
namespace {

using testing::CommandTest;
using testing::slurp;
using testing::spill;
namespace json = boost::json;

const std::string kScience = TREFOIL_SOURCE_DIR "/tests/golden/science.csv";
const std::string kLsat = TREFOIL_SOURCE_DIR "/tests/golden/lsat7.csv";

struct Measure : CommandTest {
  std::string bank() {
    const auto ran = trefoil({"measure", "calibrate", "--model", "grm", kScience, "--out", at("bank.json")});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(slurp(at("bank.json")), ran.out);
    return at("bank.json");
  }
};

TEST_F(Measure, CalibratesFromTheShell) {
  const auto ran = trefoil({"measure", "calibrate", "--model", "2pl", kLsat});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  const auto out = json::parse(ran.out).as_object();
  EXPECT_NEAR(out.at("loglik").to_number<double>(), -2658.805114, 1e-4);
  EXPECT_TRUE(out.at("converged").as_bool());
  EXPECT_GT(out.at("iterations").to_number<int>(), 1);
  const auto& item = out.at("items").as_array()[2].as_object();
  EXPECT_EQ(item.at("id").as_string(), "Item.3");
  EXPECT_NEAR(item.at("a").to_number<double>(), 1.707478, 1e-3);
  EXPECT_NEAR(item.at("b").as_array()[0].to_number<double>(), -1.805206 / 1.707478, 1e-3);
  EXPECT_GT(item.at("se").as_object().at("a").to_number<double>(), 0.1);
}

TEST_F(Measure, MissingAnswersAreWhatTheOrderSays) {
  // The same with a column for people, and two who answered nothing, in each way that there is.
  std::istringstream lsat(slurp(kLsat));
  std::string csv, line;
  for (int person = 0; std::getline(lsat, line); ++person)
    csv += (person == 0 ? "id" : "p" + std::to_string(person)) + "," + line + "\n";
  spill(at("plain.csv"), csv);
  spill(at("missing.csv"), csv + "x,NA,,7,,NA\ny,-9,NA,,,\n");
  const auto plain = trefoil({"measure", "calibrate", "--model", "2pl", at("plain.csv")});
  const auto missing = trefoil({"measure", "calibrate", "--model", "2pl", at("missing.csv")});
  ASSERT_EQ(plain.code, 0) << plain.err;
  ASSERT_EQ(missing.code, 0) << missing.err;
  EXPECT_EQ(json::parse(plain.out).at("loglik"), json::parse(missing.out).at("loglik"));
  EXPECT_EQ(json::parse(missing.out).at("unanswered"), 2);
  EXPECT_NE(missing.err.find("2 cells hold a number that is no answer"), std::string::npos) << missing.err;
}

TEST_F(Measure, BadInputHasItsLineAndColumnAndWritesNothing) {
  spill(at("bad.csv"), "a,b,c\n1,2,3\n1,two,3\n");
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"measure", "calibrate", "--model", "grm", at("bad.csv"), "--out", at("new.json")},
           {"measure", "reliability", at("bad.csv")}}) {
    const auto ran = trefoil(words);
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err.find("bad.csv, line 3, column b: \"two\""), std::string::npos) << ran.err;
  }
  spill(at("alike.csv"), "a,b,c\n1,2,3\n1,3,3\n1,2,2\n");
  const auto alike = trefoil({"measure", "calibrate", "--model", "grm", at("alike.csv"), "--out", at("new.json")});
  EXPECT_EQ(alike.code, 2);
  EXPECT_NE(alike.err.find("column a: Everybody answered this item alike"), std::string::npos) << alike.err;
  EXPECT_FALSE(std::filesystem::exists(at("new.json")));
  spill(at("bank.json"), R"({"items": [{"id": "a", "a": 1, "b": [2, 1]}]})");
  const auto estimate = trefoil({"measure", "estimate", "--bank", at("bank.json"), at("bad.csv")});
  EXPECT_EQ(estimate.code, 2);
  EXPECT_EQ(estimate.out, "");
  EXPECT_NE(estimate.err.find("items[0].b"), std::string::npos) << estimate.err;
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"measure"},
                                             {"measure", "calibrate", "x.csv"},
                                             {"measure", "calibrate", "--model", "rasch", kScience},
                                             {"measure", "estimate", "--bank", "nowhere.json", kScience},
                                             {"measure", "reliability", "nowhere.csv"},
                                             {"measure", "calibrate", "--model", "grm", "--range", "5,1", kScience}})
    EXPECT_EQ(trefoil(words).code, 2) << words.back();
}

TEST_F(Measure, ABankIsWrittenToWhatIsNamedAndReplacesNothingElse) {
  const auto calibrate = [&](const std::string& out) {
    return trefoil({"measure", "calibrate", "--model", "2pl", kLsat, "--out", out});
  };
  // A pipe stays one, and gets the bank.
  ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
  const int reader = ::open(at("pipe").c_str(), O_RDWR);
  ASSERT_GE(reader, 0);
  const auto piped = calibrate(at("pipe"));
  EXPECT_EQ(piped.code, 0) << piped.err;
  std::string got(piped.out.size() + 1, ' ');
  got.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::read(reader, got.data(), got.size()))));
  EXPECT_EQ(got, piped.out);
  ::close(reader);
  EXPECT_TRUE(std::filesystem::is_fifo(at("pipe")));
  // A link stays one: what it leads to is written.
  spill(at("bank.json"), "old");
  std::filesystem::create_symlink(at("bank.json"), at("link"));
  EXPECT_EQ(calibrate(at("link")).code, 0);
  EXPECT_TRUE(std::filesystem::is_symlink(at("link")));
  EXPECT_EQ(slurp(at("bank.json")), piped.out);
  EXPECT_EQ(calibrate("-").out, piped.out);
  EXPECT_FALSE(std::filesystem::exists("-"));
  for (const auto& nowhere : {at("nowhere/bank.json"), at("")}) {
    const auto ran = calibrate(nowhere);
    EXPECT_EQ(ran.code, 2) << ran.err;
    EXPECT_EQ(ran.out, "");
  }
}

TEST_F(Measure, EstimatesAreAddedToTheRowsAsTheyStand) {
  const auto ran = trefoil({"measure", "estimate", "--bank", bank(), "--method", "eap", kScience});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(ran.out.starts_with("\"Comfort\",\"Work\",\"Future\",\"Benefit\",theta,se\n4,4,3,2,0.400"))
      << ran.out.substr(0, 90);
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 393);
  spill(at("some.csv"), "who;Work;Comfort\n\"a;b\";4;4\nc;1;1\n");
  const auto ml = trefoil({"measure", "estimate", "--bank", at("bank.json"), "--method", "ml", at("some.csv")});
  EXPECT_EQ(ml.code, 0);
  EXPECT_EQ(ml.out, "who;Work;Comfort;theta;se\n\"a;b\";4;4;NA;NA\nc;1;1;NA;NA\n");
  EXPECT_NE(ml.err.find("2 people have no ml estimate"), std::string::npos);
  EXPECT_NE(ml.err.find("some.csv: no column Future, so 2 of the bank's 4 items are missing for everybody."),
            std::string::npos)
      << ml.err;
  spill(at("none.csv"), "Work,Comfort\nNA,\n");
  EXPECT_EQ(trefoil({"measure", "estimate", "--bank", at("bank.json"), at("none.csv")}).out,
            "Work,Comfort,theta,se\nNA,,0.000000,1.000000\n") << "the prior, without a sign";
  spill(at("again.csv"), "Work,theta\n4,0.5\n");
  const auto again = trefoil({"measure", "estimate", "--bank", at("bank.json"), at("again.csv")});
  EXPECT_EQ(again.code, 2) << again.out;
  EXPECT_NE(again.err.find("a column \"theta\" already"), std::string::npos) << again.err;
}

TEST_F(Measure, WhatIsNoNumberIsNoShareAndNoSpread) {
  const std::string from = bank();
  const auto with = [&](const char* option, const char* value) {
    return trefoil({"measure", "simulate", "--bank", from, "--people", "2", option, value}).code;
  };
  for (const char* option : {"--mean", "--sd", "--missing"}) {
    EXPECT_EQ(with(option, "nan"), 2) << option;
    EXPECT_EQ(with(option, "inf"), 2) << option;
    EXPECT_EQ(with(option, "11"), 2) << option;
    EXPECT_EQ(with(option, "0.5"), 0) << option;
  }
  EXPECT_EQ(trefoil({"measure", "adapt", "--bank", from, "--answers", kScience, "--se", "nan"}).code, 2);
  EXPECT_EQ(trefoil({"measure", "simulate-growth", "--fixed", "1,1", "--random", "4", "--residual", "1", "--times",
                     "0,1", "--missing", "nan"})
                .code,
            2);
}

TEST_F(Measure, AnAdaptiveTestIsTracedItemByItem) {
  spill(at("one.csv"), "Comfort,Work,Future,Benefit\n4,4,3,2\n");
  const auto ran = trefoil({"measure", "adapt", "--bank", bank(), "--answers", at("one.csv"), "--se", "0",
                            "--quadrature", "-6,6,61", "--criterion", "mfi"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(ran.out.starts_with("step,item,response,theta,se\n1,Future,3,")) << ran.out;
  EXPECT_NE(ran.out.find("\n4,"), std::string::npos);
  EXPECT_NE(ran.out.find(",0.4007"), std::string::npos) << ran.out;  // all four: the estimate of the whole bank
  const auto two = trefoil({"measure", "adapt", "--bank", at("bank.json"), "--answers", at("one.csv"), "--max", "2"});
  EXPECT_EQ(std::count(two.out.begin(), two.out.end(), '\n'), 3);
  spill(at("two.csv"), "id,Comfort,Future\nann,4,NA\nbob,1,2\n");
  const auto many = trefoil({"measure", "adapt", "--bank", at("bank.json"), "--answers", at("two.csv"), "--max", "1"});
  EXPECT_TRUE(many.out.starts_with("id,step,item,response,theta,se\nann,1,Comfort,4,")) << many.out;
  EXPECT_NE(many.out.find("\nbob,1,Future,2,"), std::string::npos);
  for (const char* span : {"1,2", "a,b,c", "6,-6,61", "-6,6,1"})
    EXPECT_EQ(
        trefoil({"measure", "adapt", "--bank", at("bank.json"), "--answers", at("one.csv"), "--quadrature", span}).code,
        2);
}

TEST_F(Measure, AnAdaptiveTestAsksInTheInstrumentsWords) {
  spill(at("bank.json"), R"({"model":"grm","items":[{"id":"gad7-1","a":2,"b":[-1,0,1]},{"id":"gad7-2","a":1,"b":[-1,0,1]}]})");
  spill(at("typed"), "7\n2\n\n");
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"measure", "adapt", "--bank", at("bank.json"), "--se", "0"});
    return trefoil(more, at("typed"));
  };
  const auto ran = with({"--instrument", "gad-7"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(ran.err.starts_with("Over the last 2 weeks")) << "what is said before all questions: " << ran.err;
  EXPECT_NE(ran.err.find("Feeling nervous, anxious or on edge\n  0  Not at all\n"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("This is not one of the answers."), std::string::npos) << "7";
  EXPECT_TRUE(ran.out.starts_with("step,item,response,theta,se\n1,gad7-1,2,")) << ran.out;
  EXPECT_EQ(ran.out.find("gad7-2"), std::string::npos) << "left out";
  const auto plain = with({});
  ASSERT_EQ(plain.code, 0);
  EXPECT_TRUE(plain.err.starts_with("gad7-1 (0, 1, 2, 3; Enter alone leaves it out): ")) << plain.err;
  EXPECT_EQ(with({"--instrument", "phq-9"}).code, 2) << "another's words";
}

TEST_F(Measure, ReliabilityAsJson) {
  const auto ran = trefoil({"measure", "reliability", kScience});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto out = json::parse(ran.out).as_object();
  EXPECT_NEAR(out.at("alpha").to_number<double>(), 0.598, 5e-4);
  EXPECT_GT(out.at("omega").to_number<double>(), 0.6);
  EXPECT_EQ(out.at("items").as_array().size(), 4u);
  EXPECT_NEAR(out.at("items").as_array()[0].at("mean").to_number<double>(), 3.119898, 1e-5);
}

TEST_F(Measure, ColumnsAreItemsWhereTheyAreNamed) {
  std::istringstream science(slurp(kScience));
  std::string wide, line;
  for (int person = 0; std::getline(science, line); ++person)
    wide += line + (person == 0 ? ",town,age" : person % 2 == 0 ? ",Leeds,7" : ",York,8") + "\n";
  spill(at("wide.csv"), wide);
  const std::string items = "Comfort,Work,Future,Benefit";
  const auto plain = trefoil({"measure", "reliability", kScience});
  const auto named = trefoil({"measure", "reliability", "--items", items, at("wide.csv")});
  EXPECT_EQ(named.out, plain.out) << named.err;
  EXPECT_EQ(trefoil({"measure", "reliability", at("wide.csv")}).code, 2);
  const auto bank = trefoil({"measure", "calibrate", "--model", "grm", "--items", items, at("wide.csv")});
  EXPECT_EQ(bank.out, trefoil({"measure", "calibrate", "--model", "grm", kScience}).out) << bank.err;
  EXPECT_EQ(trefoil({"measure", "dif", "--group", "town", "--items", items, at("wide.csv")}).code, 0);
  for (const std::string wrong : {"Comfort,Wrk", "Comfort,,Work", "Comfort,Comfort"}) {
    const auto refused = trefoil({"measure", "reliability", "--items", wrong, at("wide.csv")});
    EXPECT_EQ(refused.code, 2) << wrong;
    EXPECT_EQ(refused.out, "");
  }
}

TEST_F(Measure, GroupsAreComparedItemByItem) {
  spill(at("bank.json"), R"({"items": [{"id": "a", "a": 1.5, "b": [0]}, {"id": "b", "a": 1.5, "b": [0.3]},
                             {"id": "c", "a": 1.5, "b": [-0.3]}, {"id": "d", "a": 1.5, "b": [0]}]})");
  auto other = slurp(at("bank.json"));
  other.replace(other.rfind("[0]"), 3, "[2]");
  spill(at("other.json"), other);
  std::string csv = "site,a,b,c,d\n";
  for (const auto& [site, bank] : {std::pair("north", "bank.json"), std::pair("south", "other.json")}) {
    std::istringstream made(trefoil({"measure", "simulate", "--bank", at(bank), "--people", "500", "--seed", "3"}).out);
    std::string line;
    std::getline(made, line);
    while (std::getline(made, line)) csv += std::string(site) + "," + line + "\n";
  }
  spill(at("both.csv"), csv);
  const auto ran = trefoil({"measure", "dif", "--group", "site", at("both.csv")});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto out = json::parse(ran.out).as_object();
  EXPECT_EQ(out.at("groups").as_array()[1], "south");
  EXPECT_LT(out.at("items").as_array()[3].at("p").to_number<double>(), 1e-6) << ran.out;
  EXPECT_EQ(out.at("items").as_array()[3].at("df"), 2);
  EXPECT_EQ(trefoil({"measure", "dif", "--group", "town", at("both.csv")}).code, 2);
  spill(at("three.csv"), "site,a,b,c\nx,1,0,1\ny,0,1,1\nz,1,1,0\n");
  const auto three = trefoil({"measure", "dif", "--group", "site", at("three.csv")});
  EXPECT_EQ(three.code, 2);
  EXPECT_NE(three.err.find("two groups"), std::string::npos) << three.err;
  for (const std::string none : {"", " ", "NA"}) {
    spill(at("none.csv"), "site,a,b,c\nx,1,0,1\n" + none + ",0,1,0\nx,1,1,0\n");
    const auto unnamed = trefoil({"measure", "dif", "--group", "site", at("none.csv")});
    EXPECT_EQ(unnamed.code, 2);
    EXPECT_NE(unnamed.err.find("person 2, column site: This person has no group."), std::string::npos) << unnamed.err;
  }
}

TEST_F(Measure, ASeedMakesTheSamePeople) {
  const std::string from = bank();
  const std::vector<std::string> words{"measure", "simulate", "--bank", from, "--people", "50", "--seed", "4"};
  const auto once = trefoil(words), again = trefoil(words);
  EXPECT_EQ(once.code, 0) << once.err;
  EXPECT_EQ(once.out, again.out);
  EXPECT_EQ(std::count(once.out.begin(), once.out.end(), '\n'), 51);
  spill(at("made.csv"), once.out);
  EXPECT_EQ(trefoil({"measure", "estimate", "--bank", from, at("made.csv")}).code, 0);
}

TEST_F(Measure, InformationAndTheStandardErrorAlongTheScale) {
  spill(at("bank.json"), R"({"model":"2pl","items":[{"id":"a","a":2,"b":[0]},{"id":"b,c","a":1,"b":[1]}]})");
  const auto ran = trefoil({"measure", "information", "--bank", at("bank.json"), "--points", "-1,1,3"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  // a^2 P (1 - P) (Birnbaum 1968): 4 x 1/4 and e^-1 / (1 + e^-1)^2 at 0; 4 x .104994 and 1/4 at 1.
  EXPECT_TRUE(ran.out.starts_with("theta,a,\"b,c\",information,se\n-1,0.419974,0.104994,0.524968,1.38017\n")) << ran.out;
  EXPECT_TRUE(ran.out.ends_with("\n0,1,0.196612,1.19661,0.914162\n1,0.419974,0.25,0.669974,1.22172\n")) << ran.out;
  const auto far = trefoil({"measure", "information", "--bank", at("bank.json"), "--points", "99,100,2"});
  EXPECT_EQ(far.code, 0) << far.err;
  EXPECT_EQ(far.out.find("nan"), std::string::npos) << far.out;
  EXPECT_EQ(far.out.find("inf\n"), std::string::npos) << far.out;
  EXPECT_EQ(trefoil({"measure", "information", "--bank", at("bank.json"), "--points", "1,0,3"}).code, 2);
  spill(at("se.json"), R"({"items":[{"id":"se","a":2,"b":[0]}]})");
  const auto named = trefoil({"measure", "information", "--bank", at("se.json")});
  EXPECT_EQ(named.code, 2);
  EXPECT_NE(named.err.find("se.json: An item is named \"se\""), std::string::npos) << named.err;
}

TEST_F(Measure, SimulateMakesScoresFromAGrowthModelToo) {
  const std::vector<std::string> model{"--fixed", "22,-0.6", "--random", "36,-0.8,0.25", "--residual", "16",
                                       "--times", "0,2,4",   "--seed",   "7"};
  const auto with = [&](std::vector<std::string> words, std::size_t skip = 0) {
    words.insert(words.begin(), "measure");
    words.insert(words.end(), model.begin() + static_cast<std::ptrdiff_t>(skip), model.end());
    return trefoil(words);
  };
  const auto ran = with({"simulate"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, with({"simulate-growth"}).out);
  EXPECT_TRUE(ran.out.starts_with("subject,time,outcome\n1,0,")) << ran.out.substr(0, 60);
  EXPECT_EQ(with({"simulate", "--people", "2"}).out, with({"simulate-growth", "--people", "2"}).out);
  spill(at("made.csv"), ran.out);
  EXPECT_EQ(
      trefoil({"measure", "growth", "--outcome", "outcome", "--time", "time", "--subject", "subject", at("made.csv")}).code,
      0);
  EXPECT_EQ(with({"simulate"}, 2).code, 2) << "half a model";
  EXPECT_EQ(with({"simulate", "--bank", bank()}).code, 2) << "both";
  EXPECT_EQ(with({"simulate", "--theta"}).code, 2);
  const auto nothing = trefoil({"measure", "simulate"});
  EXPECT_EQ(nothing.code, 2);
  EXPECT_NE(nothing.err.find("Name a bank, or give --fixed"), std::string::npos) << nothing.err;
}

// A pipe that nobody writes to: only Ctrl-C ends the wait.
TEST_F(Measure, CtrlCStopsCleanly) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const int before = ::dup(STDIN_FILENO);
  ::dup2(ends[0], STDIN_FILENO);
  const pid_t child =
      testing::launch({"measure", "calibrate", "--model", "grm", "-", "--out", at("new.json")}, at("out"), at("err"));
  ::dup2(before, STDIN_FILENO);
  ::close(before);
  // Written to and read from: it waits for more by then.
  const std::string some(70'000, '1');
  ASSERT_EQ(::write(ends[1], some.data(), some.size()), static_cast<ssize_t>(some.size()));
  ::kill(child, SIGINT);
  const int code = testing::wait_for(child);
  EXPECT_EQ(code, 130);
  EXPECT_EQ(slurp(at("err")), "trefoil: Stopped. Nothing was written.\n");
  EXPECT_FALSE(std::filesystem::exists(at("new.json")));
  ::close(ends[0]);
  ::close(ends[1]);
}

// Whether the process catches SIGINT by now, as /proc tells.
bool catches_interrupts(pid_t child) {
  const std::string status = slurp("/proc/" + std::to_string(child) + "/status");
  const auto at = status.find("SigCgt:");
  return at != std::string::npos && (std::stoull(status.substr(at + 7), nullptr, 16) >> (SIGINT - 1) & 1) != 0;
}

TEST_F(Measure, CtrlCStopsWhatMakesPeopleAndNothingIsWritten) {
  spill(at("bank.json"), R"({"model":"2pl","items":[{"id":"a","a":1,"b":[0]},{"id":"b","a":2,"b":[1]}]})");
  const std::string people = "10000000";
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"measure", "simulate", "--bank", at("bank.json"), "--people", people},
        {"measure", "simulate-growth", "--fixed", "22,-0.6", "--random", "36,-0.8,0.25", "--residual", "16", "--times",
         "0,2,4", "--people", people}}) {
    const pid_t child = testing::launch(words, at("out"), at("err"));
    for (int tries = 0; tries < 30'000 && !catches_interrupts(child); ++tries) ::usleep(1000);
    ::kill(child, SIGINT);
    EXPECT_EQ(testing::wait_for(child), 130) << words[1];
    EXPECT_EQ(slurp(at("out")), "") << words[1];
    EXPECT_EQ(slurp(at("err")), "trefoil: Stopped. Nothing was written.\n") << words[1];
  }
}

TEST_F(Measure, HelpHasAnExample) {
  for (const std::string command : {"", "calibrate", "estimate", "adapt", "reliability", "information", "dif", "simulate"}) {
    std::vector<std::string> words{"measure"};
    if (!command.empty()) words.push_back(command);
    words.emplace_back("--help");
    const auto ran = trefoil(words);
    EXPECT_EQ(ran.code, 0);
    EXPECT_NE(ran.out.find("Example:\n  trefoil measure "), std::string::npos) << command;
  }
}

}  // namespace
}  // namespace trefoil::cli
