#include "codec/programme_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "course/decide.h"

namespace trefoil::codec {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

const std::string kOwn = R"({
  "id": "own", "version": 3, "name": "Our own", "about": "A course of two phases.",
  "circle": {"clients": 1, "needs_practitioner": true},
  "phases": [
    {"name": "First", "about": "Getting to know each other.", "needs_health": false,
     "activities": [{"name": "Talking", "about": "Seated, both talk."}, {"name": "Walking", "about": "A walk."}]},
    {"name": "Second", "about": "Coming closer.", "needs_health": true,
     "activities": [{"name": "Talking", "about": "Seated, both talk."}]}
  ],
  "terms": {"met_days": 14, "groundwork": 4, "report_hours": 12, "intensive": true}
})";

// kOwn with the first `was` replaced.
std::string own(std::string_view was, std::string_view is) {
  std::string text = kOwn;
  const auto at = text.find(was);
  EXPECT_NE(at, text.npos) << was;
  return at == text.npos ? text : text.replace(at, was.size(), is);
}
Error wrong(std::string_view json) {
  const auto read = read_programme(json, "own.json");
  EXPECT_FALSE(read) << json;
  if (read) return {};
  EXPECT_EQ(read.error().fault, Fault::bad_input);
  EXPECT_FALSE(read.error().what.empty());
  EXPECT_FALSE(read.error().mend.empty()) << read.error().what;
  return read.error();
}
std::string place(std::string_view json) { return wrong(json).place; }
std::string place(std::string_view was, std::string_view is) {
  const std::string full = wrong(own(was, is)).place;
  EXPECT_TRUE(full.starts_with("own.json, ")) << full;
  return full.substr(std::min<std::size_t>(full.size(), 10));
}
std::string repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}
std::string programme_of(std::string_view phases) {
  return R"({"id":"own","version":1,"name":"Own","about":"Own.","circle":{"clients":2,"needs_practitioner":false},"phases":[)" +
         std::string(phases) + "]}";
}
std::string phase_of(int number, std::string_view activities = {}) {
  return R"({"name":"Phase )" + std::to_string(number) + R"(","about":"One.","needs_health":false,"activities":[)" +
         std::string(activities) + "]}";
}
std::string activities_of(int count) {
  std::string out;
  for (int i = 0; i < count; ++i)
    out += (i == 0 ? R"({"name":"A)" : R"(,{"name":"A)") + std::to_string(i) + R"(","about":"It."})";
  return out;
}

TEST(ProgrammeJson, AllOfItIsRead) {
  const auto read = read_programme(kOwn, "own.json");
  ASSERT_TRUE(read) << base::describe(read.error());
  const course::Programme wanted{
      "own",
      3,
      "Our own",
      "A course of two phases.",
      1,
      true,
      {{"First", "Getting to know each other.", {{"Talking", "Seated, both talk."}, {"Walking", "A walk."}}, false},
       {"Second", "Coming closer.", {{"Talking", "Seated, both talk."}}, true}},
      {14, 4, 12, true}};
  EXPECT_EQ(*read, wanted);
}

TEST(ProgrammeJson, WhatIsLeftOutOfTheTermsIsAsTheRulesHaveIt) {
  const auto read = read_programme(programme_of(phase_of(1)), "");
  ASSERT_TRUE(read) << base::describe(read.error());
  EXPECT_EQ(read->terms, course::Terms{});
  EXPECT_EQ(read->clients, 2);
  EXPECT_FALSE(read->needs_practitioner);
}

TEST(ProgrammeJson, WhatAPlanTakesOver) {
  const auto read = read_programme(kOwn, "own.json");
  ASSERT_TRUE(read);
  const course::PlanProposed wanted{"Our own",
                                    {{"First", {"Talking", "Walking"}, false}, {"Second", {"Talking"}, true}}};
  EXPECT_EQ(course::plan_from(*read), wanted);
  ASSERT_NE(course::find_activity(*read, "Walking"), nullptr);
  EXPECT_EQ(course::find_activity(*read, "Walking")->about, "A walk.");
  EXPECT_EQ(course::find_activity(*read, "Dancing"), nullptr);
}

TEST(ProgrammeJson, EachFaultNamesItsPlaceAndItsMend) {
  EXPECT_EQ(place("\"own\"", "\"Our Own\""), "id");
  EXPECT_EQ(place("\"own\"", "\"-own\""), "id");
  EXPECT_EQ(place("\"own\"", "7"), "id");
  EXPECT_EQ(place("\"version\": 3", "\"version\": 0"), "version");
  EXPECT_EQ(place("\"version\": 3", "\"version\": 1.5"), "version");
  EXPECT_EQ(place("\"version\": 3, ", ""), "version");
  EXPECT_EQ(place("\"Our own\"", "\" \""), "name");
  EXPECT_EQ(place("\"A course of two phases.\"", "null"), "about");
  EXPECT_EQ(place("\"clients\": 1", "\"clients\": 3"), "circle.clients");
  EXPECT_EQ(place("\"needs_practitioner\": true", "\"needs_practitioner\": \"yes\""), "circle.needs_practitioner");
  EXPECT_EQ(place("\"needs_practitioner\": true", "\"needs_practitioner\": true, \"owner\": 1"), "circle.owner");
  EXPECT_EQ(place("\"name\": \"Second\"", "\"name\": \" Second\""), "phases[1].name");
  EXPECT_EQ(place("\"Coming closer.\"", "\"Coming\\ncloser.\""), "phases[1].about");
  EXPECT_EQ(place("\"Coming closer.\"", "\"Coming \\u202ecloser.\""), "phases[1].about");
  EXPECT_EQ(place("\"needs_health\": false,", ""), "phases[0].needs_health");
  EXPECT_EQ(place("\"needs_health\": false,", "\"needs_health\": false, \"gates\": \"off\","), "phases[0].gates");
  EXPECT_EQ(place("{\"name\": \"Walking\", \"about\": \"A walk.\"}", "\"Walking\""), "phases[0].activities[1]");
  EXPECT_EQ(place("\"about\": \"A walk.\"", "\"about\": \"\""), "phases[0].activities[1].about");
  EXPECT_EQ(place(", \"about\": \"A walk.\"", ""), "phases[0].activities[1].about");
  EXPECT_EQ(place("\"terms\": {", "\"rules\": {"), "rules");
  EXPECT_EQ(place("\"intensive\": true", "\"intensive\": 1"), "terms.intensive");
  EXPECT_EQ(place("\"met_days\": 14", "\"no_hold\": 0"), "terms.no_hold");
  EXPECT_EQ(place("\"terms\": {", "\"terms\": [], \"more\": {"), "terms");
  EXPECT_EQ(place(programme_of("")), "own.json, phases");
  EXPECT_EQ(
      place(R"({"id":"own","version":1,"name":"Own","about":"Own.","circle":{"clients":1,"needs_practitioner":true},)"
            R"("phases":"none"})"),
      "own.json, phases");
}

TEST(ProgrammeJson, WhatIsAskedWhen) {
  const auto with = [](const std::string& lines) {
    return own("\"terms\"", "\"measures\": [" + lines + "], \"terms\"");
  };
  const std::string start = R"({"instrument": "ucla-3", "when": "start"})";
  const auto read = read_programme(
      with(start + R"(, {"instrument": "ucla-3", "when": "weekly", "weeks": 4}, )"
                   R"({"instrument": "our-check", "when": "after-session", "kind": "practitioner", "answers": "practitioner"})"),
      "own.json");
  ASSERT_TRUE(read) << base::describe(read.error());
  using course::MeasurePlan, course::Occasion, course::SessionKind, course::Part;
  EXPECT_EQ(read->measures, (std::vector<MeasurePlan>{
                                {"ucla-3", Occasion::start, 1, true, SessionKind::practitioner, Part::client, 0},
                                {"ucla-3", Occasion::weekly, 4, true, SessionKind::practitioner, Part::client, 0},
                                {"our-check", Occasion::after_session, 1, false, SessionKind::practitioner, Part::practitioner, 0}}));
  EXPECT_TRUE(read_programme(kOwn, "own.json")->measures.empty());
  const auto at = [&](const std::string& line) {
    const auto error = wrong(with(start + ", " + line));
    EXPECT_TRUE(error.place.starts_with("own.json, measures[1].")) << error.place;
    return error.place.substr(std::min<std::size_t>(error.place.size(), 22));
  };
  EXPECT_EQ(at(R"({"instrument": "UCLA 3", "when": "start"})"), "instrument");
  EXPECT_EQ(at(R"({"instrument": "a", "when": "monthly"})"), "when");
  EXPECT_EQ(at(R"({"instrument": "a", "when": "weekly"})"), "weeks");
  EXPECT_EQ(at(R"({"instrument": "a", "when": "weekly", "weeks": 53})"), "weeks");
  EXPECT_EQ(at(R"({"instrument": "a", "when": "start", "weeks": 4})"), "weeks");
  EXPECT_EQ(at(R"({"instrument": "a", "when": "start", "kind": "therapist"})"), "kind");
  EXPECT_EQ(at(R"({"instrument": "a", "when": "after-session", "kind": "any"})"), "kind");
  EXPECT_EQ(at(R"({"instrument": "a", "when": "start", "answers": "mentor"})"), "answers");
  EXPECT_EQ(at(R"({"instrument": "a", "when": "start", "who": "client"})"), "who");
  EXPECT_EQ(at(start), "instrument") << "the same twice";
  EXPECT_THAT(wrong(with(R"({"instrument": "a", "when": "monthly"})")).mend, HasSubstr("start, weekly, before-session"));
  std::string many;
  for (int i = 0; i < 41; ++i) many += (i > 0 ? ", " : "") + std::string(R"({"instrument": "a)") + std::to_string(i) + R"(", "when": "start"})";
  EXPECT_EQ(wrong(with(many)).place, "own.json, measures");
  // Where there is no practitioner, nothing is asked of one.
  std::string alone = with(R"({"instrument": "a", "when": "after-session", "kind": "practitioner"})");
  const std::string needs = R"("needs_practitioner": true)";
  alone.replace(alone.find(needs), needs.size(), R"("needs_practitioner": false)");
  EXPECT_EQ(wrong(alone).place, "own.json, measures[0].kind");
}

TEST(ProgrammeJson, WhatPutsItRightIsSaid) {
  EXPECT_EQ(wrong(own("\"version\": 3, ", "")).mend, "Add it.");
  EXPECT_EQ(wrong(own("\"version\": 3", "\"version\": 3, \"author\": \"A\"")).mend, "Take it out.");
  EXPECT_EQ(wrong(own("\"version\": 3", "\"version\": \"3\"")).mend, "docs/programmes.md shows what stands where.");
}

TEST(ProgrammeJson, WhatIsNoJsonNamesTheLine) {
  EXPECT_EQ(place(""), "own.json, line 1");
  EXPECT_EQ(place("true"), "own.json");
  EXPECT_EQ(place("{\n\n  \"id\": own\n}"), "own.json, line 3");
  EXPECT_EQ(place(kOwn + "\nand more"), "own.json, line 12");
  EXPECT_EQ(place("{\"id\": \"\xff\"}"), "own.json, line 1");
  EXPECT_EQ(place(repeat("[", 2000)), "own.json, line 1");
}

TEST(ProgrammeJson, AFieldThatStandsTwiceIsRefused) {
  EXPECT_EQ(place("\"name\": \"Second\"", "\"name\": \"Second\", \"needs_health\" : false"), "phases[1].needs_health");
  EXPECT_EQ(place("\"name\": \"Walking\"", "\"name\": \"Walking\", \"n\\u0061me\": \"Running\""),
            "phases[0].activities[1].name");
  EXPECT_EQ(place("\"terms\": {", "\"phases\": [], \"terms\": {"), "phases");
  // What only looks like a field is none.
  EXPECT_TRUE(read_programme(own("A walk.", "\\\"name\\\": \\\"name\\\": }{ ][ ,"), ""));
}

TEST(ProgrammeJson, OneNameHasOneMeaning) {
  EXPECT_EQ(place("\"name\": \"Second\"", "\"name\": \"FIRST\""), "phases[1].name");
  EXPECT_EQ(place("\"Walking\"", "\"Talking\""), "phases[0].activities[1].name");
  EXPECT_EQ(place("\"Walking\"", "\"talking\""), "phases[0].activities[1].name");
  // The same thing in a later phase may stand there; another thing of that name may not.
  const auto later = own("[{\"name\": \"Talking\", \"about\": \"Seated, both talk.\"}]",
                         "[{\"name\": \"Talking\", \"about\": \"Lying.\"}]");
  EXPECT_THAT(wrong(later).place, HasSubstr("phases[1].activities[0].about"));
  EXPECT_THAT(wrong(later).what, HasSubstr("phases[0].activities[0]"));
  const auto cased = own("[{\"name\": \"Talking\", \"about\": \"Seated, both talk.\"}]",
                         "[{\"name\": \"talking\", \"about\": \"Seated, both talk.\"}]");
  EXPECT_THAT(wrong(cased).place, HasSubstr("phases[1].activities[0].name"));
  EXPECT_THAT(wrong(cased).mend, ::testing::AllOf(HasSubstr("as it stands there"), ::testing::Not(HasSubstr("Talking"))));
}

TEST(ProgrammeJson, HealthStaysAskedForOnceItIs) {
  const std::string then = R"(,{"name":"Third","about":"Leave.","needs_health":false,"activities":[]}], "terms")";
  EXPECT_EQ(place("],\n  \"terms\"", then.substr(0)), "phases[2].needs_health");
}

TEST(ProgrammeJson, Limits) {
  std::string phases = phase_of(0);
  for (int i = 1; i < 20; ++i) phases += "," + phase_of(i);
  EXPECT_TRUE(read_programme(programme_of(phases), ""));
  EXPECT_EQ(place(programme_of(phases + "," + phase_of(20))), "own.json, phases");
  EXPECT_TRUE(read_programme(programme_of(phase_of(0, activities_of(40))), ""));
  EXPECT_EQ(place(programme_of(phase_of(0, activities_of(41)))), "own.json, phases[0].activities");
  EXPECT_TRUE(read_programme(own("Our own", repeat("é", 80)), ""));
  EXPECT_EQ(place("Our own", repeat("é", 81)), "name");
  EXPECT_EQ(place("\"A walk.\"", "\"" + repeat("a", 401) + "\""), "phases[0].activities[1].about");
  EXPECT_TRUE(read_programme(kOwn + repeat(" ", 64 * 1024 - static_cast<int>(kOwn.size())), ""));
  EXPECT_EQ(place(kOwn + repeat(" ", 64 * 1024)), "own.json");
}

TEST(ProgrammeJson, TermsAreTightenedAndNeverLoosened) {
  for (const auto& [was, is, field] : std::vector<std::tuple<std::string, std::string, std::string>>{
           {"\"met_days\": 14", "\"met_days\": 22", "terms.met_days"},
           {"\"met_days\": 14", "\"met_days\": 0", "terms.met_days"},
           {"\"groundwork\": 4", "\"groundwork\": 2", "terms.groundwork"},
           {"\"groundwork\": 4", "\"groundwork\": 5000000000", "terms.groundwork"},
           {"\"report_hours\": 12", "\"report_hours\": 25", "terms.report_hours"},
           {"\"report_hours\": 12", "\"report_hours\": -1", "terms.report_hours"}}) {
    EXPECT_EQ(place(was, is), field);
    EXPECT_THAT(wrong(own(was, is)).what, HasSubstr("terms-tighter"));
  }
}

// What can be read can be set in a file, and the other way round: one rule, asked in two places.
RC_GTEST_PROP(ProgrammeJson, ReadsTheTermsThatTheCourseTakes, ()) {
  const course::Terms terms{*rc::gen::inRange(-2, 40), *rc::gen::inRange(-2, 10), *rc::gen::inRange(-2, 40), true};
  const auto read = read_programme(
      own(R"("met_days": 14, "groundwork": 4, "report_hours": 12)",
          "\"met_days\": " + std::to_string(terms.met_days) + ", \"groundwork\": " + std::to_string(terms.groundwork) +
              ", \"report_hours\": " + std::to_string(terms.report_hours)),
      "own.json");
  PersonId therapist;
  therapist.bytes[0] = 1;
  course::Circle circle{{{therapist, course::Part::therapist, {}, {}}}};
  const auto found = course::check(course::rules(), {}, circle, course::TermsSet{terms}, therapist, {});
  RC_ASSERT(read.has_value() == found.empty());
  if (!found.empty()) RC_ASSERT(found.front().rule == "terms-tighter");
}

// Whatever bytes: read, or refused with a mend; and what was read can be shown and planned from.
RC_GTEST_PROP(ProgrammeJson, HostileBytesAreReadOrRefused, ()) {
  std::string text = kOwn;
  const int changes = *rc::gen::inRange(1, 6);
  for (int i = 0; i < changes && !text.empty(); ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        text[at] = *rc::gen::arbitrary<char>();
        break;
      case 1:
        text.erase(at, *rc::gen::inRange<std::size_t>(1, 40));
        break;
      case 2:
        text.insert(
            at, *rc::gen::elementOf(std::vector<std::string>{"\"", "{", "]", ",", "\\", "\\u0000", "\xe2\x80", "1e999",
                                                             "-9223372036854775809", "null", "\"name\":1,"}));
        break;
      default:
        text.insert(at,
                    text.substr(*rc::gen::inRange<std::size_t>(0, text.size()), *rc::gen::inRange<std::size_t>(1, 80)));
    }
  }
  const auto read = read_programme(text, "own.json");
  if (!read) {
    RC_ASSERT(read.error().fault == Fault::bad_input);
    RC_ASSERT(!read.error().what.empty() && !read.error().mend.empty() && read.error().place.starts_with("own.json"));
    RC_ASSERT(!base::has_hidden_signs(base::describe(read.error())));
    return;
  }
  RC_ASSERT(course::within(read->terms));
  RC_ASSERT(!read->phases.empty() && !base::trim(read->name).empty());
  RC_ASSERT(course::plan_from(*read).phases.size() == read->phases.size());
}
RC_GTEST_PROP(ProgrammeJson, AnyBytesAreRefused, (const std::string& bytes)) {
  RC_ASSERT(!read_programme(bytes, "own.json").has_value());
}

// --- those that Trefoil carries ---
std::vector<fs::path> shipped() {
  std::vector<fs::path> out;
  for (const auto& file : fs::directory_iterator(TREFOIL_SOURCE_DIR "/programmes"))
    if (file.path().extension() == ".json") out.push_back(file.path());
  return out;
}
course::Programme read_shipped(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  auto read = read_programme(text.str(), path.filename().string());
  EXPECT_TRUE(read) << base::describe(read.error());
  return read ? *read : course::Programme{};
}

TEST(ShippedProgrammes, TheExampleOfTheirDocumentIsRead) {
  std::ifstream in(TREFOIL_SOURCE_DIR "/docs/programmes.md");
  std::stringstream text;
  text << in.rdbuf();
  const std::string page = text.str();
  const auto from = page.find("```json\n");
  ASSERT_NE(from, page.npos);
  const auto read = read_programme(page.substr(from + 8, page.find("```", from + 8) - from - 8), "docs/programmes.md");
  EXPECT_TRUE(read) << base::describe(read.error());
}

TEST(ShippedProgrammes, AreReadAndSayWhatEverythingIs) {
  EXPECT_EQ(shipped().size(), 6u);
  for (const auto& path : shipped()) {
    const auto programme = read_shipped(path);
    EXPECT_EQ(programme.id, path.stem().string());
    std::size_t activities = 0;
    for (const auto& phase : programme.phases)
      for (const auto& activity : phase.activities) {
        ++activities;
        EXPECT_GE(base::characters(activity.about), 20u) << activity.name;  // a description, not a word
        EXPECT_TRUE(activity.about.ends_with('.')) << activity.name;
      }
    EXPECT_GE(activities, 10u) << path;
    EXPECT_EQ(programme.phases.front().name, "Enquiry");
    EXPECT_EQ(programme.phases.back().name, "Aftercare");
    EXPECT_TRUE(programme.phases.back().activities.empty()) << "nothing with the practitioner after the end";
  }
}

// A practitioner's recorded training names activities: one of the same name is the same thing in every programme.
TEST(ShippedProgrammes, CallTheSameThingByOneName) {
  std::map<std::string, std::string> names;
  for (const auto& path : shipped())
    for (const auto& phase : read_shipped(path).phases)
      for (const auto& activity : phase.activities)
        EXPECT_EQ(names.emplace(base::fold(activity.name), activity.name).first->second, activity.name);
}

TEST(ShippedProgrammes, AreWhatTheirNamesSay) {
  const std::string folder = TREFOIL_SOURCE_DIR "/programmes/";
  const auto intensive = read_shipped(folder + "surrogate-partner-intensive.json");
  EXPECT_TRUE(intensive.terms.intensive);
  EXPECT_EQ(intensive.terms.met_days, 1);
  EXPECT_FALSE(read_shipped(folder + "surrogate-partner-weekly.json").terms.intensive);
  const auto couple = read_shipped(folder + "couple-sensate-focus.json");
  EXPECT_EQ(couple.clients, 2);
  EXPECT_FALSE(couple.needs_practitioner);
  EXPECT_THAT(couple.about, HasSubstr("no rule can hold back"));
  // Touch therapy: clothed throughout, with stricter terms, and nothing in it that would ask for health statements.
  const auto touch = read_shipped(folder + "touch-weekly.json");
  EXPECT_EQ(touch.terms, (course::Terms{14, 4, 24, false}));
  EXPECT_TRUE(touch.needs_practitioner);
  for (const auto& phase : touch.phases)
    for (const auto& activity : phase.activities)
      for (const char* other : {"ndress", "bare", "body touch", "exual"})
        EXPECT_THAT(activity.name + activity.about, Not(HasSubstr(other))) << activity.name;
  for (const auto* without : {"surrogate-partner-role-model.json", "social-contact.json", "touch-weekly.json"})
    for (const auto& phase : read_shipped(folder + without).phases) EXPECT_FALSE(phase.needs_health) << without;
}

}  // namespace
}  // namespace trefoil::codec
