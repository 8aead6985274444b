#include "codec/instrument_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "measure/score.h"

namespace trefoil::codec {
namespace {

using measure::Item;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

const std::string kMood = R"({"resourceType": "Questionnaire", "id": "mood", "url": "urn:x:mood", "version": "2",
 "title": "Mood, two questions", "status": "active", "description": "How somebody feels.", "copyright": "Ours.",
 "extension": [{"url": "urn:trefoil:scoring", "extension": [
  {"url": "short-name", "valueString": "Mood"}, {"url": "direction", "valueCode": "lower-is-better"},
  {"url": "recall", "valueString": "today"}, {"url": "source", "valueString": "Us 2026"},
  {"url": "licence", "valueString": "Apache-2.0"}, {"url": "method", "valueCode": "sum"},
  {"url": "most-missing", "valueInteger": 1}, {"url": "missing-source", "valueString": "Us 2026, p. 2"},
  {"url": "reliability", "extension": [{"url": "value", "valueDecimal": 0.8}, {"url": "kind", "valueString": "alpha"}, {"url": "source", "valueString": "R"}]},
  {"url": "spread", "extension": [{"url": "value", "valueDecimal": 1.5}, {"url": "source", "valueString": "S"}]},
  {"url": "cutoff", "extension": [{"url": "value", "valueDecimal": 3}, {"url": "source", "valueString": "C"}]},
  {"url": "band", "extension": [{"url": "from", "valueDecimal": 0}, {"url": "to", "valueDecimal": 2}, {"url": "words", "valueString": "low"}, {"url": "source", "valueString": "B"}]},
  {"url": "band", "extension": [{"url": "from", "valueDecimal": 3}, {"url": "to", "valueDecimal": 4}, {"url": "words", "valueString": "high"}, {"url": "source", "valueString": "B"}]},
  {"url": "subscale", "extension": [{"url": "name", "valueString": "sad"}, {"url": "item", "valueString": "m2"}]},
  {"url": "t-score", "extension": [{"url": "raw", "valueDecimal": 0}, {"url": "t", "valueDecimal": 40}]},
  {"url": "t-score", "extension": [{"url": "raw", "valueDecimal": 4}, {"url": "t", "valueDecimal": 60}]},
  {"url": "minutes", "valueDecimal": 0.5}, {"url": "cannot-say", "valueString": "It is no diagnosis."}]}],
 "item": [{"linkId": "stem", "type": "display", "text": "Today:"},
  {"linkId": "both", "type": "group", "item": [
   {"linkId": "m1", "type": "choice", "text": "Are you glad?", "required": true,
    "extension": [{"url": "urn:trefoil:item", "extension": [{"url": "reversed", "valueBoolean": true}]}],
    "answerOption": [
     {"valueCoding": {"code": "0", "display": "No", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 0}]}},
     {"valueCoding": {"code": "2", "display": "Yes", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 2}]}}]},
   {"linkId": "m2", "type": "choice", "text": "Are you sad?",
    "extension": [{"url": "urn:trefoil:item", "extension": [{"url": "alerts-from", "valueDecimal": 2}]}],
    "answerOption": [
     {"valueCoding": {"code": "0", "display": "No", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 0}]}},
     {"valueCoding": {"code": "2", "display": "Yes", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 2}]}}]}]},
  {"linkId": "why", "type": "text", "text": "Why?"}]})";

std::string mood(std::string_view was, std::string_view is) {
  std::string text = kMood;
  const auto at = text.find(was);
  EXPECT_NE(at, text.npos) << was;
  return at == text.npos ? text : text.replace(at, was.size(), is);
}
Error wrong_one(std::string_view json) {
  const auto read = read_instrument(json, "own.json");
  EXPECT_FALSE(read) << json;
  if (read) return {};
  EXPECT_EQ(read.error().fault, Fault::bad_input);
  EXPECT_FALSE(read.error().what.empty());
  EXPECT_FALSE(read.error().mend.empty()) << read.error().what;
  return read.error();
}
// Where kMood is wrong once `was` has become `is`.
std::string where(std::string_view was, std::string_view is) {
  const std::string full = wrong_one(mood(was, is)).place;
  EXPECT_TRUE(full.starts_with("own.json, ")) << full;
  return full.substr(std::min<std::size_t>(full.size(), 10));
}

TEST(InstrumentJson, AllOfItIsRead) {
  const auto read = read_instrument(kMood, "mood.json");
  ASSERT_TRUE(read) << base::describe(read.error());
  EXPECT_EQ(read->id, "mood");
  EXPECT_EQ(read->url, "urn:x:mood");
  EXPECT_EQ(read->version, "2");
  EXPECT_EQ(read->title, "Mood, two questions");
  EXPECT_EQ(read->short_name, "Mood");
  EXPECT_EQ(read->about, "How somebody feels.");
  EXPECT_EQ(read->copyright, "Ours.");
  EXPECT_EQ(read->licence, "Apache-2.0");
  EXPECT_EQ(read->source, "Us 2026");
  EXPECT_EQ(read->recall, "today");
  EXPECT_EQ(read->direction, measure::Direction::lower_is_better);
  EXPECT_EQ(read->method, measure::Scoring::sum);
  EXPECT_EQ(read->most_missing, 1u);
  EXPECT_EQ(read->missing_source, "Us 2026, p. 2");
  EXPECT_EQ(read->reliability, (measure::Sourced{0.8, "R", "alpha"}));
  EXPECT_EQ(read->spread, (measure::Sourced{1.5, "S", ""}));
  EXPECT_EQ(read->cutoff, (measure::Sourced{3, "C", ""}));
  EXPECT_EQ(read->bands, (std::vector<measure::Band>{{0, 2, "low", "B"}, {3, 4, "high", "B"}}));
  EXPECT_EQ(read->subscales, (std::vector<measure::Subscale>{{"sad", {2}}}));
  EXPECT_EQ(read->t_scores, (std::vector<measure::TRow>{{0, 40}, {4, 60}}));
  EXPECT_EQ(read->minutes, 0.5);
  EXPECT_EQ(read->cannot_say, std::vector<std::string>{"It is no diagnosis."});
  ASSERT_EQ(read->items.size(), 4u);
  const Item glad{"m1", "Are you glad?", Item::Kind::choice, true, true, 1, {}, {{"0", "No", 0}, {"2", "Yes", 2}}};
  EXPECT_EQ(read->items[1], glad);
  EXPECT_EQ(read->items[2].alerts_from, 2);
  EXPECT_EQ(read->items[3].kind, Item::Kind::text);
  EXPECT_EQ(measure::score_range(*read), (std::pair<double, double>{0, 4}));
}

TEST(InstrumentJson, ANumberCanHaveAMost) {
  const std::string why = R"({"linkId": "why", "type": "text", "text": "Why?"})";
  const auto number = [](std::string_view type, std::string_view extension) {
    return R"({"linkId": "why", "type": ")" + std::string(type) + R"(", "text": "Days?", "extension": [)" +
           std::string(extension) + "]}";
  };
  const std::string most = R"({"url": "http://hl7.org/fhir/StructureDefinition/maxValue", )";
  const auto read = read_instrument(mood(why, number("integer", most + R"("valueInteger": 7})")), "mood.json");
  ASSERT_TRUE(read) << base::describe(read.error());
  EXPECT_EQ(read->items[3].most, 7);
  EXPECT_EQ(read_instrument(mood(why, number("decimal", most + R"("valueDecimal": 2.5})")), "mood.json")->items[3].most, 2.5);
  EXPECT_EQ(where(why, number("text", most + R"("valueInteger": 7})")), "item[2].extension[0].url");
  EXPECT_EQ(where(why, number("integer", most + R"("valueInteger": 0})")), "item[2].extension[0].valueInteger");
  EXPECT_EQ(where(why, number("integer", most + R"("valueDecimal": 7})")), "item[2].extension[0].valueInteger");
  EXPECT_EQ(where(why, number("integer", most + R"("valueInteger": 7}, )" + most + R"("valueInteger": 8})")),
            "item[2].extension[1].url");
}

TEST(InstrumentJson, TheCarriedOnesCanBeReadAndAreNamedAsTheirFiles) {
  std::size_t found = 0;
  for (const auto& entry : fs::directory_iterator(TREFOIL_SOURCE_DIR "/instruments")) {
    if (entry.path().extension() != ".json") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    const auto read = read_instrument(text.str(), entry.path().filename().string());
    ASSERT_TRUE(read) << base::describe(read.error());
    EXPECT_EQ(read->id, entry.path().stem());
    ++found;
  }
  EXPECT_GE(found, 1u);
}

TEST(InstrumentJson, EachFaultIsNamedWithItsPlace) {
  const std::string scoring = "extension[0].extension";
  EXPECT_EQ(where(R"("Questionnaire")", R"("Patient")"), "resourceType");
  EXPECT_EQ(where(R"("id": "mood")", R"("id": "Mood!")"), "id");
  EXPECT_EQ(where(R"("status": "active")", R"("status": "unknown")"), "status");
  EXPECT_EQ(where(R"("copyright": "Ours.",)", ""), "copyright");
  EXPECT_EQ(where(R"("Ours.")", R"(" Ours.")"), "copyright");
  EXPECT_EQ(where(R"("Ours.")", R"("")"), "copyright");
  EXPECT_EQ(where(R"("Mood, two questions")", R"("Mood\u202e")"), "title");
  EXPECT_EQ(where(R"("version": "2")", R"("version": 2)"), "version");
  EXPECT_EQ(where(R"("status")", R"("date": "2026-01-01", "status")"), "date");
  EXPECT_EQ(where(R"({"url": "urn:trefoil:scoring")", R"({"url": "urn:other")"), "extension[0].url");
  EXPECT_EQ(where("lower-is-better", "lower"), scoring + "[1].valueCode");
  EXPECT_EQ(where(R"("valueCode": "sum")", R"("valueCode": "total")"), scoring + "[5].valueCode");
  EXPECT_EQ(where(R"({"url": "recall", "valueString": "today"})", R"({"url": "recal", "valueString": "today"})"),
            scoring + "[2].url");
  EXPECT_EQ(where(R"("url": "recall")", R"("url": "source")"), scoring + "[3].url");
  EXPECT_EQ(where(R"("valueInteger": 1)", R"("valueInteger": -1)"), scoring + "[6].valueInteger");
  EXPECT_EQ(where(R"("valueInteger": 1)", R"("valueInteger": 2)"), "extension") << "no answer would be left";
  EXPECT_EQ(where(R"(, {"url": "missing-source", "valueString": "Us 2026, p. 2"})", ""), scoring);
  EXPECT_EQ(where(R"({"url": "licence", "valueString": "Apache-2.0"}, )", ""), scoring);
  EXPECT_EQ(where(R"(, {"url": "cannot-say", "valueString": "It is no diagnosis."})", ""), scoring);
  EXPECT_EQ(where(R"("valueDecimal": 0.8)", R"("valueDecimal": 1.8)"), scoring + "[8].extension");
  EXPECT_EQ(where(R"("valueDecimal": 1.5)", R"("valueDecimal": 0)"), scoring + "[9].extension");
  EXPECT_EQ(where(R"("valueDecimal": 1.5}, {"url": "source", "valueString": "S"})", R"("valueDecimal": 1.5})"),
            scoring + "[9].extension");
  EXPECT_EQ(where(R"("valueDecimal": 1.5)", R"("valueDecimal": 1e9)"), scoring + "[9].extension[0].valueDecimal");
  EXPECT_EQ(where(R"({"url": "value", "valueDecimal": 3})", R"({"url": "value", "valueDecimal": 5})"), "extension")
      << "a cut-off beyond the scale";
  EXPECT_EQ(where(R"({"url": "from", "valueDecimal": 3})", R"({"url": "from", "valueDecimal": 2})"),
            scoring + "[12].extension");
  EXPECT_EQ(where(R"({"url": "from", "valueDecimal": 3})", R"({"url": "from", "valueDecimal": 3.5})"),
            scoring + "[12].extension");
  EXPECT_EQ(where(R"({"url": "to", "valueDecimal": 4})", R"({"url": "to", "valueDecimal": 5})"), "extension");
  EXPECT_EQ(where(R"({"url": "from", "valueDecimal": 0})", R"({"url": "from", "valueDecimal": 1})"), "extension");
  EXPECT_EQ(where(R"({"url": "item", "valueString": "m2"})", R"({"url": "item", "valueString": "why"})"),
            scoring + "[13].extension");
  EXPECT_EQ(where(R"({"url": "item", "valueString": "m2"})", R"({"url": "item", "valueString": "m9"})"),
            scoring + "[13].extension");
  EXPECT_EQ(where(R"({"url": "item", "valueString": "m2"})",
                  R"({"url": "item", "valueString": "m2"}, {"url": "item", "valueString": "m2"})"),
            scoring + "[13].extension");
  EXPECT_EQ(where(R"("valueString": "sad")", R"("valueString": "Score")"), scoring + "[13].extension");
  EXPECT_EQ(where(R"("valueString": "sad")", R"("valueString": "m1")"), scoring + "[13].extension");
  EXPECT_EQ(where(R"({"url": "raw", "valueDecimal": 4})", R"({"url": "raw", "valueDecimal": 0})"),
            scoring + "[15].extension");
}

TEST(InstrumentJson, EachFaultOfAnItemToo) {
  const std::string first = "item[1].item[0]";
  EXPECT_EQ(where(R"("linkId": "m2")", R"("linkId": "m1")"), "item[1].item[1].linkId");
  EXPECT_EQ(where(R"("linkId": "m1")", R"("linkId": "ID")"), first + ".linkId") << "the person's column";
  EXPECT_EQ(where(R"("linkId": "m1")", R"("linkId": "score")"), first + ".linkId");
  EXPECT_EQ(where(R"("type": "choice")", R"("type": "open-choice")"), first + ".type");
  EXPECT_EQ(where(R"("type": "choice")", R"("type": "group")"), first + ".type");
  EXPECT_EQ(where(R"("required": true)", R"("required": "yes")"), first + ".required");
  EXPECT_EQ(where(R"("code": "2")", R"("code": "0")"), first + ".answerOption[1].valueCoding.code");
  EXPECT_EQ(where(R"("code": "2")", R"("code": "NA")"), first + ".answerOption[1].valueCoding.code");
  EXPECT_EQ(where(R"(StructureDefinition/ordinalValue)", "StructureDefinition/itemWeight"),
            first + ".answerOption[0].valueCoding.extension[0].url");
  EXPECT_EQ(
      where(R"(, "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 0}])",
            ""),
      first + ".answerOption[0].valueCoding.extension");
  EXPECT_EQ(where(R"({"url": "reversed", "valueBoolean": true})", R"({"url": "reversed", "valueBoolean": 1})"),
            first + ".extension[0].extension[0].valueBoolean");
  EXPECT_EQ(where(R"({"url": "reversed", "valueBoolean": true})", R"({"url": "weight", "valueDecimal": 2})"),
            first + ".extension[0].extension[0].url");
  EXPECT_EQ(where(R"({"url": "alerts-from", "valueDecimal": 2})", R"({"url": "alerts-from", "valueDecimal": 3})"),
            "item[1].item[1].extension[0].extension[0].valueDecimal")
      << "an alert that never comes";
  EXPECT_EQ(where(R"("text": "Why?")", R"("text": "Why?", "answerOption": [])"), "item[2].answerOption");
  EXPECT_EQ(where(R"("valueCode": "sum")", R"("valueCode": "none")"), first + ".extension[0].url");
}

TEST(InstrumentJson, WhatIsNoJsonOrTooLongNamesTheLine) {
  EXPECT_EQ(wrong_one("{\n\"id\": \"x\",\n}").place, "own.json, line 3");
  EXPECT_THAT(wrong_one(mood(R"("id": "mood")", R"("id": "mood", "id": "x")")).what, HasSubstr("twice"));
  EXPECT_THAT(wrong_one(std::string(600 * 1024, ' ')).what, HasSubstr("512 KiB"));
  wrong_one("");
  wrong_one("[]");
  wrong_one(std::string(100, '['));
  wrong_one(mood("Ours.", std::string(4'001, 'x')));
  // What it says stands in no error: errors go into logs.
  EXPECT_THAT(wrong_one(mood(R"("id": "mood")", R"("id": "a secret")")).what, ::testing::Not(HasSubstr("secret")));
}

// Whatever becomes of a byte, the reader answers; and what it takes can be scored, whatever the answers.
RC_GTEST_PROP(InstrumentJsonOfAnything, IsReadOrRefused, ()) {
  std::string text = kMood;
  const auto times = *rc::gen::inRange(1, 4);
  for (int i = 0; i < times; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        text[at] = *rc::gen::element('0', '9', '-', '"', '{', ']', ',', 'e', '\0', '\xff');
        break;
      case 1:
        text.erase(at, *rc::gen::inRange<std::size_t>(1, 40));
        break;
      default:
        text.insert(at, text.substr(*rc::gen::inRange<std::size_t>(0, text.size()), 20));
        break;
    }
  }
  const auto read = read_instrument(text, "own.json");
  if (!read) {
    RC_ASSERT(read.error().fault == Fault::bad_input);
    RC_ASSERT(!read.error().mend.empty());
    return;
  }
  const measure::Scorer scorer(*read);
  const std::vector<measure::Answer> answers(scorer.items().size(), 1);
  const auto scored = scorer.score(answers);
  if (scored.score) RC_ASSERT(std::isfinite(*scored.score));
}

}  // namespace
}  // namespace trefoil::codec
