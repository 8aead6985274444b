// The commands on instruments, scores and change, as from a shell.
#include <sys/stat.h>

#include <algorithm>
#include <boost/json.hpp>
#include <thread>

#include "cli/command.h"

namespace trefoil::cli {
namespace {

using testing::CommandTest;
using testing::slurp;
using testing::spill;
namespace json = boost::json;

using MeasureCli = CommandTest;

const std::string kPhq9 = TREFOIL_SOURCE_DIR "/instruments/phq-9.json";
const std::string kHeader = "id,phq9-1,phq9-2,phq9-3,phq9-4,phq9-5,phq9-6,phq9-7,phq9-8,phq9-9";

TEST_F(MeasureCli, HelpHasAnExample) {
  for (const auto* name : {"list", "check", "score", "change"}) {
    const auto ran = trefoil({"measure", name, "--help"});
    EXPECT_EQ(ran.code, 0) << name;
    EXPECT_NE(ran.out.find("Example:\n  trefoil measure " + std::string(name)), std::string::npos) << name;
  }
}

TEST_F(MeasureCli, InstrumentsAreListedAndChecked) {
  const auto listed = trefoil({"measure", "list"});
  EXPECT_EQ(listed.code, 0) << listed.err;
  EXPECT_NE(("\n" + listed.out).find("\nphq-9\t1\tPatient Health Questionnaire"), std::string::npos) << listed.out;

  const auto fine = trefoil({"measure", "check", kPhq9});
  EXPECT_EQ(fine.code, 0) << fine.err;
  EXPECT_NE(fine.out.find("9 items, scores 0 to 27."), std::string::npos) << fine.out;

  EXPECT_EQ(fine.err.find("required"), std::string::npos) << fine.err;
  auto held = slurp(kPhq9);
  held.replace(held.find("\"required\": false"), 17, "\"required\": true");
  spill(at("held.json"), held);
  const auto required = trefoil({"measure", "check", at("held.json")});
  EXPECT_EQ(required.code, 0);
  EXPECT_NE(required.err.find("1 item is required: here any question can be left out"), std::string::npos) << required.err;

  auto faulty = slurp(kPhq9);
  faulty.replace(faulty.find("lower-is-better"), 15, "downwards");
  spill(at("own.json"), faulty);
  const auto wrong = trefoil({"measure", "check", at("own.json")});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_EQ(wrong.out, "");
  EXPECT_NE(wrong.err.find("own.json, extension[0].extension["), std::string::npos) << wrong.err;
  EXPECT_EQ(trefoil({"measure", "check", at("nothing.json")}).code, 2);
}

TEST_F(MeasureCli, AnswersAreScoredOrNothingIsWritten) {
  spill(at("answers.csv"), kHeader + "\na,1,1,1,1,1,1,1,1,1\nb,3,2,NA,1,0,,1,1,0\nc,NA,NA,NA,1,1,1,1,1,0\n");
  const auto ran = trefoil({"measure", "score", "--instrument", "phq-9", at("answers.csv")});
  EXPECT_EQ(ran.code, 0) << ran.err;
  std::vector<std::string> rows;
  for (std::istringstream lines(ran.out); rows.emplace_back(), std::getline(lines, rows.back());) {
  }
  ASSERT_EQ(rows.size(), 5u) << ran.out;
  EXPECT_TRUE(rows[0].starts_with(kHeader + ",score,")) << rows[0];
  EXPECT_TRUE(rows[0].ends_with(",band,missing")) << rows[0];
  EXPECT_TRUE(rows[1].starts_with("a,1,1,1,1,1,1,1,1,1,9,")) << rows[1];
  EXPECT_TRUE(rows[1].ends_with(",mild,0")) << rows[1];
  EXPECT_TRUE(rows[2].starts_with("b,3,2,NA,1,0,,1,1,0,10.2857142857,")) << rows[2];  // 8 / 7 x 9
  EXPECT_TRUE(rows[2].ends_with(",moderate,2")) << rows[2];
  EXPECT_TRUE(rows[3].starts_with("c,NA,NA,NA,1,1,1,1,1,0,NA,")) << rows[3];
  EXPECT_TRUE(rows[3].ends_with(",NA,3")) << rows[3];
  EXPECT_NE(ran.err.find("1 person gave an answer to phq9-9"), std::string::npos) << ran.err;

  // A file of one's own is as good as one that is carried.
  EXPECT_EQ(trefoil({"measure", "score", "--instrument", kPhq9, at("answers.csv")}).out, ran.out);

  spill(at("torn.csv"), kHeader + "\na,1,1,1,1,1,1,1,1,1\nb,3,2,4,1,0,,1,1,0\n");
  const auto torn = trefoil({"measure", "score", "--instrument", "phq-9", at("torn.csv")});
  EXPECT_EQ(torn.code, 2);
  EXPECT_EQ(torn.out, "");
  EXPECT_NE(torn.err.find("torn.csv, line 3, column phq9-3: \"4\""), std::string::npos) << torn.err;
  const auto none = trefoil({"measure", "score", "--instrument", "phq-10", at("answers.csv")});
  EXPECT_EQ(none.code, 2);
  EXPECT_NE(none.err.find("measure list"), std::string::npos) << none.err;
  EXPECT_EQ(trefoil({"measure", "score", "--instrument", "-", "-"}).code, 2);
}

TEST_F(MeasureCli, APracticesOwnInstrumentGoesByItsId) {
  auto own = json::parse(slurp(kPhq9)).as_object();
  own["id"] = "our-nine";
  own["title"] = "Our nine";
  std::filesystem::create_directories(at("data/instruments"));
  spill(at("data/instruments/our-nine.json"), json::serialize(own));
  spill(at("answers.csv"), kHeader + "\na,1,1,1,1,1,1,1,1,0\n");
  const auto by_id = [&](const std::string& id) {
    return trefoil({"measure", "score", "--data", at("data"), "--instrument", id, at("answers.csv")});
  };
  const auto scored = by_id("our-nine");
  EXPECT_EQ(scored.code, 0) << scored.err;
  EXPECT_EQ(scored.out, by_id("phq-9").out);
  EXPECT_EQ(by_id("our-ten").code, 2);
  spill(at("data/instruments/our-ten.json"), "{}");
  const auto faulty = by_id("our-ten");
  EXPECT_EQ(faulty.code, 2);
  EXPECT_NE(faulty.err.find("our-ten.json"), std::string::npos) << faulty.err;
}

TEST_F(MeasureCli, ScoresAreTheSameForAnyNumberOfThreads) {
  std::string csv = kHeader + "\n";  // of several pieces, both as it is read and as it is scored
  int at_risk = 0;
  for (int person = 0; csv.size() < 9'500'000; ++person) {
    csv += std::to_string(person);
    for (int i = 0; i < 9; ++i) {
      const int answer = (person * 7 + i * i * 5 + person / 9) % 5;
      csv += answer == 4 ? ",NA" : "," + std::to_string(answer);
      if (i == 8 && answer >= 1 && answer <= 3) ++at_risk;
    }
    csv += '\n';
  }
  spill(at("many.csv"), csv);
  // The same rows, but for a note in quotation marks at the end: read a cell at a time.
  spill(at("quoted.csv"), csv + "\"the, last\",0,0,0,0,0,0,0,0,0\n");
  const auto ran = [&](const char* file, const char* threads) {
    auto out = trefoil({"measure", "score", "--instrument", "phq-9", "--threads", threads, at(file)});
    EXPECT_EQ(out.code, 0) << out.err;
    return out;
  };
  const auto one = ran("many.csv", "1"), three = ran("many.csv", "3"), quoted = ran("quoted.csv", "2");
  EXPECT_TRUE(one.out == three.out);
  EXPECT_EQ(one.err, three.err);
  EXPECT_NE(one.err.find(std::to_string(at_risk) + " people gave an answer to phq9-9"), std::string::npos) << one.err;
  // Each row as it stood, with what was added after it.
  std::size_t scored = 0, row = 0;
  bool as_it_stood = true;
  while (as_it_stood && row < csv.size()) {
    const std::size_t end = csv.find('\n', row);
    as_it_stood = one.out.compare(scored, end - row, csv, row, end - row) == 0 && one.out[scored + end - row] == ',';
    scored = one.out.find('\n', scored) + 1;
    row = end + 1;
  }
  EXPECT_TRUE(as_it_stood) << "about byte " << row;
  EXPECT_EQ(scored, one.out.size());
  EXPECT_TRUE(quoted.out == one.out + "\"the, last\",0,0,0,0,0,0,0,0,0,0,0,minimal,0\n");
  EXPECT_EQ(trefoil({"measure", "score", "--instrument", "phq-9", "--threads", "0", at("many.csv")}).code, 2);
}

TEST_F(MeasureCli, ANamedPipeIsReadOnceAndWhole) {
  ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
  std::string csv = kHeader + "\n";
  while (csv.size() < 300'000) csv += "ann,1,1,1,1,1,1,1,1,1\n";
  std::jthread writer([&] { spill(at("pipe"), csv); });
  const auto out = trefoil({"measure", "score", "--instrument", "phq-9", at("pipe")});
  EXPECT_EQ(out.code, 0) << out.err;
  EXPECT_EQ(std::ranges::count(out.out, '\n'), std::ranges::count(csv, '\n'));
}

TEST_F(MeasureCli, ATableWithoutAHeaderLosesNobody) {
  // The first row has a wrong answer: a header, one might think, and one person fewer.
  spill(at("bare.csv"), "1,2,1,0,2,x,3,1,0\n1,1,1,1,1,1,1,1,1\n");
  spill(at("distinct.csv"), "0,1,2,x\n1,1,1,1\n0,1,1,0\n1,0,1,0\n");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"measure", "score", "--instrument", "phq-9", at("bare.csv")},
        {"measure", "reliability", at("distinct.csv")},
        {"measure", "calibrate", "--model", "grm", at("distinct.csv")}}) {
    const auto ran = trefoil(words);
    EXPECT_EQ(ran.code, 2) << words[1];
    EXPECT_EQ(ran.out, "") << words[1];
    EXPECT_NE(ran.err.find("line 1"), std::string::npos) << ran.err;
  }
  EXPECT_NE(trefoil({"measure", "reliability", at("distinct.csv")}).err.find("Put a row of names above"),
            std::string::npos);
}

TEST_F(MeasureCli, ChangeIsJudged) {
  spill(at("pairs.csv"), "id,pre,post\na,32.5,47.5\nb,47.5,32.5\nc,40,41\nd,40,\n");
  // Jacobson and Truax's example; cut-off b of it.
  const auto ran = trefoil({"measure", "change", "--sd", "7.5", "--reliability", ".8", "--cutoff", "45",
                            "--higher-is-better", at("pairs.csv")});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "id,pre,post,change,rci,class\na,32.5,47.5,15,3.16227766017,recovered\n"
            "b,47.5,32.5,-15,-3.16227766017,deteriorated\nc,40,41,1,0.210818510678,unchanged\nd,40,,NA,NA,NA\n");
  EXPECT_NE(ran.err.find("1 recovered, 0 improved, 1 unchanged, 1 deteriorated, 1 without"), std::string::npos)
      << ran.err;

  // Without the flag, less is better; without a cut-off nobody recovers.
  const auto lower = trefoil({"measure", "change", "--sd", "7.5", "--reliability", ".8", at("pairs.csv"), "--json"});
  EXPECT_EQ(lower.code, 0) << lower.err;
  EXPECT_EQ(lower.err, "");
  const auto summary = json::parse(lower.out).as_object();
  EXPECT_NEAR(summary.at("sem").as_double(), 3.354101966, 1e-9);
  EXPECT_NEAR(summary.at("se_difference").as_double(), 4.743416490, 1e-9);
  EXPECT_NEAR(summary.at("threshold").as_double(), 9.297096321, 1e-9);
  EXPECT_EQ(summary.at("improved").as_int64(), 1);
  EXPECT_EQ(summary.at("recovered").as_int64(), 0);
  EXPECT_EQ(summary.at("people").as_int64(), 3);
  EXPECT_EQ(summary.at("missing").as_int64(), 1);
  EXPECT_TRUE(summary.at("cutoff").is_null());

  // The level moves the threshold: 8 points are reliable at 90 %, not at 95 %.
  spill(at("eight.csv"), "id,pre,post\na,40,32\n");
  const auto eight = [&](const char* level) {
    return trefoil({"measure", "change", "--sd", "7.5", "--reliability", ".8", "--level", level, at("eight.csv")}).out;
  };
  EXPECT_NE(eight(".9").find(",improved\n"), std::string::npos);
  EXPECT_NE(eight(".95").find(",unchanged\n"), std::string::npos);
}

TEST_F(MeasureCli, ChangeRefusesWhatItCanNotKnow) {
  spill(at("pairs.csv"), "id,pre,post\na,20,8\nb,28,2\n");
  const auto outside =
      trefoil({"measure", "change", "--instrument", "phq-9", "--sd", "6", "--reliability", ".8", at("pairs.csv")});
  EXPECT_EQ(outside.code, 2);
  EXPECT_EQ(outside.out, "");
  EXPECT_NE(outside.err.find("line 3, column pre"), std::string::npos) << outside.err;
  const auto wrong = [&](std::vector<std::string> words, const char* place) {
    words.insert(words.begin(), {"measure", "change"});
    words.push_back(at("pairs.csv"));
    const auto ran = trefoil(words);
    EXPECT_EQ(ran.code, 2) << place;
    EXPECT_EQ(ran.out, "") << place;
    EXPECT_NE(ran.err.find(place), std::string::npos) << ran.err;
  };
  wrong({}, "--sd");
  wrong({"--sd", "7"}, "--reliability");
  wrong({"--sd", "0", "--reliability", ".8"}, "--sd");
  wrong({"--sd", "7", "--reliability", "1.8"}, "--reliability");
  wrong({"--sd", "7", "--reliability", "nan"}, "--reliability");
  wrong({"--sd", "7", "--reliability", ".8", "--level", "95"}, "--level");
  wrong({"--instrument", "phq-9", "--higher-is-better"}, "--higher-is-better");
}

}  // namespace
}  // namespace trefoil::cli
