#include "demo/demo.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "codec/instrument_json.h"
#include "codec/programme_json.h"
#include "course/gates.h"
#include "demo/earlier.h"
#include "practice/concerns.h"
#include "practice/finished.h"
#include "practice/outside.h"
#include "practice/test_cases.h"
#include "practice/test_house.h"
#include "practice/views.h"

namespace trefoil::demo {
namespace {

using practice::testing::seen;
using practice::testing::seen_anew;
using practice::testing::TestHouse;

const std::vector<course::Programme>& shipped() {
  static const auto all = [] {
    std::vector<course::Programme> out;
    for (const auto& file : std::filesystem::directory_iterator(TREFOIL_SOURCE_DIR "/programmes")) {
      std::ostringstream text;
      text << std::ifstream(file.path()).rdbuf();
      out.push_back(codec::read_programme(text.str(), file.path().filename().string()).value());
    }
    return out;
  }();
  return all;
}

const std::vector<measure::Instrument>& instruments() {
  static const auto all = [] {
    std::vector<measure::Instrument> out;
    for (const auto& file : std::filesystem::directory_iterator(TREFOIL_SOURCE_DIR "/instruments")) {
      std::ostringstream text;
      text << std::ifstream(file.path()).rdbuf();
      out.push_back(codec::read_instrument(text.str(), file.path().filename().string()).value());
    }
    return out;
  }();
  return all;
}

struct Told {
  TestHouse t;
  Instant now;
  Result<void> made;
  explicit Told(const char* when) : now(*base::parse_instant(when)) {
    t.clock.set(now);
    t.house.folder.rehearsal = true;
    made = make_demo(t.house, t.clock, shipped(), instruments());
  }
  practice::Keyholder person(std::size_t which) {
    return *practice::unlock(t.house, demo_sign_ins()[which].sign_in_name, demo_sign_ins()[which].passphrase);
  }
  // By code, as the therapist sees them: she is in every circle.
  std::map<std::string, care::File> files() {
    auto okafor = person(1);
    std::map<std::string, care::File> out;
    const auto all = practice::open_all(t.house, okafor);
    for (const auto& one : all->files) out.emplace(one.file.code, one.file);
    return out;
  }
};

// In the first minutes of a day there, the one on which the clocks go back.
constexpr const char* kEarly = "2026-10-24T23:20:00Z";
Told& early() {
  static Told told(kEarly);  // telling it takes seconds
  return told;
}

// What is still in the way of the sessions with the practitioner that are planned.
std::set<std::string_view> in_the_way(const care::File& file, Instant now) {
  std::set<std::string_view> out;
  for (const auto& session : file.course.sessions)
    if (session.step == course::Step::planned && session.kind == course::SessionKind::practitioner)
      for (const auto& gate : course::gates(course::rules(), {file.course, file.seats(), session, file.moment(now)}))
        if (gate.standing == course::Standing::unmet) out.insert(gate.rule->id);
  return out;
}

TEST(Demo, GoesIntoARehearsalOnly) {
  TestHouse t;
  const auto refused = make_demo(t.house, t.clock, shipped(), instruments());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::refused);
  EXPECT_FALSE(practice::has_begun(t.house));
}

TEST(Demo, NamesTheProgrammeThatIsMissing) {
  TestHouse t;
  t.house.folder.rehearsal = true;
  const auto failed = make_demo(t.house, t.clock, {}, instruments());
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().fault, Fault::bad_input);
  EXPECT_EQ(failed.error().place, "surrogate-partner-role-model");
  EXPECT_FALSE(is_demo(t.house.folder));
}

TEST(Demo, NamesTheInstrumentThatIsMissing) {
  TestHouse t;
  t.house.folder.rehearsal = true;
  const auto failed = make_demo(t.house, t.clock, shipped(), {});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().place, "phq-9");
}

TEST(Demo, HasFinishedFilesEnoughToCompareWith) {
  Told& told = early();
  ASSERT_TRUE(told.made) << base::describe(told.made.error());
  for (const std::size_t which : {0u, 1u}) {
    auto holder = told.person(which);
    const auto jonah = practice::find_by_code(told.t.house, holder, "DEMAAA");
    ASSERT_TRUE(jonah);
    const auto opened = practice::open_file(told.t.house, holder, *jonah);
    EXPECT_EQ(opened->file.series.size(), 5u);
    for (const auto& [name, least] : std::map<std::string, std::size_t>{
             {"Patient Health Questionnaire, nine items (PHQ-9)", 34}, {"Invented loneliness scale", 36}}) {
      const auto finished = practice::finished_scores(told.t.house, holder, opened->file.series.at(name).scale, *jonah);
      ASSERT_TRUE(finished);
      EXPECT_EQ(finished->files, least) << name;
      EXPECT_GE(finished->outcome.size(), 3 * least) << name;
    }
  }
}

TEST(Demo, TellsTenMonthsThatEndNow) {
  Told& told = early();
  auto& t = told.t;
  ASSERT_TRUE(told.made) << base::describe(told.made.error());
  EXPECT_EQ(t.clock.now(), told.now);
  EXPECT_TRUE(is_demo(t.house.folder));
  for (std::size_t which = 0; which < demo_sign_ins().size(); ++which) {
    const auto& name = demo_sign_ins()[which].sign_in_name;
    EXPECT_GE(demo_sign_ins()[which].passphrase.size(), 12u);
    auto holder = told.person(which);
    const auto all = practice::open_all(t.house, holder);
    ASSERT_TRUE(all);
    EXPECT_TRUE(all->damage.empty());
    EXPECT_EQ(all->files.empty(), name == "Lea Brook") << "the lead is in no circle";
    const auto raised = practice::concerns(t.house, holder);
    ASSERT_TRUE(raised);
    EXPECT_EQ(raised->size(), name == "Lea Brook" || name == "Jonah M." ? 1u : 0u) << name;
    for (const auto& one : all->files) {
      EXPECT_TRUE(one.damage.empty());
      EXPECT_TRUE(one.file.voided.empty()) << one.file.code;
      EXPECT_LE(one.file.last_at, told.now);
      for (const auto& client : one.file.clients) EXPECT_NE(client.legal_name.find("(invented)"), std::string::npos);
    }
    ledger::VerifyReport report;
    EXPECT_TRUE(practice::verify_contents(t.house, holder, report));
    EXPECT_TRUE(report.findings.empty()) << name;
  }
  auto ada = told.person(0);
  const auto rows = practice::caseload(t.house, ada, *practice::read_roster(t.house, ada), told.now)->rows;
  ASSERT_EQ(rows.size(), 11u + demo_earlier(Day{}).size());
  auto okafor = told.person(1);
  const auto hers = practice::caseload(t.house, okafor, *practice::read_roster(t.house, okafor), told.now)->rows;
  EXPECT_NE(hers.front().attention.front().find("Erasure"), std::string::npos) << "Ada has parted from that file";
  EXPECT_TRUE(std::ranges::any_of(rows, [](const practice::CaseRow& row) {
    return std::ranges::any_of(row.attention,
                               [](const auto& words) { return words.find("worse") != std::string::npos; });
  }));
}

TEST(Demo, ShowsTheWorkInEveryPhaseAndWhereItIsStuck) {
  Told& told = early();
  ASSERT_TRUE(told.made) << base::describe(told.made.error());
  const auto files = told.files();
  ASSERT_EQ(files.size(), 12u + demo_earlier(Day{}).size());
  std::multiset<std::string> places;
  for (const auto& [code, file] : files) {
    const auto& course = file.course;
    const auto phase = static_cast<std::size_t>(course.phase);
    places.insert(course.closing.closed           ? "Aftercare"
                  : course.plan.version == 0      ? (course.declared.empty() ? "Enquiry" : "Suitability")
                  : course.plan.signed_by.empty() ? "Release and triadic meeting"
                                                  : course.plan.phases.at(phase).name);
  }
  for (const auto& phase : std::ranges::find(shipped(), "surrogate-partner-weekly", &course::Programme::id)->phases)
    EXPECT_TRUE(places.contains(phase.name)) << phase.name;
  EXPECT_EQ(places.count("Aftercare"), 2u);

  const auto stuck = [&](const std::string& code) { return in_the_way(files.at(code), told.now); };
  using Rules = std::set<std::string_view>;
  EXPECT_EQ(stuck("DEMDDD"), (Rules{"report-delivered", "consult-held"}));
  EXPECT_EQ(stuck("DEMMMM"), (Rules{"therapist-engaged"}));
  EXPECT_EQ(stuck("DEMBBB"), (Rules{"consent-treatment"}));
  EXPECT_EQ(stuck("DEMAAA"), (Rules{"activity-consent"}));
  EXPECT_EQ(stuck("DEMGGG"), Rules{}) << "today's session can begin";

  EXPECT_TRUE(files.at("DEMBBB").couple);
  ASSERT_EQ(files.at("DEMCCC").course.holds.size(), 1u);
  EXPECT_EQ(files.at("DEMCCC").course.holds.front().kind, course::HoldKind::client_stop);
  ASSERT_EQ(files.at("DEMEEE").course.holds.size(), 1u);
  EXPECT_EQ(files.at("DEMEEE").course.holds.front().kind, course::HoldKind::therapist_pause);
  EXPECT_FALSE(files.at("DEMLLL").course.closing.abrupt);
  const auto planned_today = [&](const std::string& code) {
    return std::ranges::any_of(files.at(code).course.sessions, [&](const course::Session& session) {
      return session.step == course::Step::planned &&
             base::local_day(session.start, "Europe/London") == base::local_day(told.now, "Europe/London");
    });
  };
  EXPECT_TRUE(planned_today("DEMGGG"));
  EXPECT_TRUE(planned_today("DEMLLL"));
}

TEST(Demo, IsTheSameWheneverItIsMade) {
  using Counts = std::map<std::string, std::vector<std::size_t>>;
  const auto counts = [](Told& told) {
    EXPECT_TRUE(told.made) << base::describe(told.made ? Error{} : told.made.error());
    Counts out;
    for (const auto& [code, file] : told.files())
      out[code] = {file.items.size(), file.reads.size(), file.course.sessions.size(), file.series.size(),
                   in_the_way(file, told.now).size()};
    return out;
  };
  const auto first = counts(early());
  Told again(kEarly), late("2026-07-01T22:55:00Z");
  EXPECT_EQ(first, counts(again));
  EXPECT_EQ(first, counts(late)) << "just before midnight, in summer";
}

// A whole practice with courses at every stage, asked day after day.
TEST(OutlinesOfTheDemonstration, SayWhatAFullReadingSays) {
  TestHouse t;
  t.house.folder.rehearsal = true;
  ASSERT_TRUE(make_demo(t.house, t.clock, shipped(), instruments()));
  const auto began = t.clock.now();
  std::set<std::vector<std::string>> different;
  for (const std::size_t which : {0u, 1u}) {
    auto who = *practice::unlock(t.house, demo_sign_ins()[which].sign_in_name, demo_sign_ins()[which].passphrase);
    for (const auto after :
         {std::chrono::hours(0), std::chrono::hours(24), std::chrono::hours(24 * 13), std::chrono::hours(24 * 200)}) {
      t.clock.set(began + after);
      const auto warm = seen(t.house, who);
      EXPECT_EQ(warm, seen_anew(t.house, who));
      different.insert(warm);
    }
  }
  EXPECT_GT(different.size(), 5u) << "else the hour says nothing here";
}

}  // namespace
}  // namespace trefoil::demo
