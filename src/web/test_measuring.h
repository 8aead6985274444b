// Measures through the pages: the plan, answers of every kind, and instruments of a practice's own. For tests.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>

#include "base/text.h"
#include "practice/instrument_digest.h"
#include "web/instruments.h"
#include "web/test_course.h"

namespace trefoil::web::testing {

class MeasuringScene : public CourseScene {
 protected:
  std::string plan_at = at + "/measuring";
  std::string jonahs;

  void SetUp() override {
    CourseScene::SetUp();
    jonahs = jonah->keys.person.str();
    a.door = std::string(32, 'd');
  }
  void add(std::string instrument, std::string when, std::string weeks = "4", std::string who = "client") {
    const auto done = a.post(okafor, plan_at, {{"do", "add"}, {"instrument", std::move(instrument)}, {"when", std::move(when)},
                                               {"weeks", std::move(weeks)}, {"answers", std::move(who)}});
    ASSERT_EQ(done.status, 303) << done.body;
  }
  static std::string key(std::string_view id) { return base::to_base32(practice::instrument_key(id)); }
  // Every question of one instrument, answered by the same choice; of numbers with 2.
  static Fields answers(std::string_view id, std::size_t choice, std::size_t which = 0) {
    Fields out;
    const auto* instrument = find_instrument(id);
    for (std::size_t i = 0; i < instrument->items.size(); ++i) {
      const auto& item = instrument->items[i];
      const auto name = "q" + std::to_string(which) + "-" + std::to_string(i);
      if (item.kind == measure::Item::Kind::choice) out.emplace_back(name, item.choices.at(choice).code);
      if (item.kind == measure::Item::Kind::whole) out.emplace_back(name, "2");
      if (item.kind == measure::Item::Kind::text) out.emplace_back(name, "zephyr");
    }
    return out;
  }
  http::Response answer(Person* who, std::string_view id, Fields fields, bool of_client = false) {
    fields.emplace_back("of", key(id));
    if (of_client) fields.emplace_back("person", jonahs);
    return a.post(who, at + "/answer", std::move(fields));
  }
  static std::size_t answered(const care::File& file) {
    return static_cast<std::size_t>(std::ranges::count_if(
        file.items, [](const care::Item& item) { return std::holds_alternative<care::Answered>(item.event.body); }));
  }
  const measure::Series* series(Person* who, std::string_view id) {
    static care::File file;
    file = seen(who);
    const auto found = file.series.find(find_instrument(id)->title);
    return found == file.series.end() ? nullptr : &found->second;
  }
  std::string link(Fields fields) {
    const auto made = a.post(okafor, at + "/answer-link", std::move(fields));
    EXPECT_EQ(made.status, 200) << made.body;
    std::smatch found;
    const std::regex address("(/answer/[a-z2-7]+/[a-z2-7]+)");
    EXPECT_TRUE(std::regex_search(made.body, found, address));
    return found.str(1);
  }
};

class OwnInstrumentsScene : public MeasuringScene {
 protected:
  std::filesystem::path folder = a.t.house.folder.instruments();

  void put(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(folder);
    std::ofstream(folder / name) << text;
  }
  static std::string choice(const std::string& code, const std::string& text) {
    return R"({"valueCoding":{"code":")" + code + R"(","display":")" + text +
           R"(","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":)" + code + "}]}}";
  }
  // Six questions of two answers each, and of what is known of them.
  void put_bank() const {
    std::string items, bank;
    for (int i = 1; i <= 6; ++i) {
      const auto n = std::to_string(i);
      items += (i > 1 ? "," : "") + std::string(R"({"linkId":"own-)") + n + R"(","type":"choice","text":"Question )" + n +
               R"(?","answerOption":[)" + choice("0", "No") + "," + choice("1", "Yes") + "]}";
      bank += (i > 1 ? "," : "") + std::string(R"({"id":"own-)") + n + R"(","a":1.5,"b":[)" + std::to_string(i - 3) + "]}";
    }
    put("own-bank.json", R"({"resourceType":"Questionnaire","id":"own-bank","version":"1","title":"A bank of ours","status":"active",
      "description":"Invented.","copyright":"Ours.","extension":[{"url":"urn:trefoil:scoring","extension":[
      {"url":"short-name","valueString":"Bank"},{"url":"direction","valueCode":"lower-is-better"},
      {"url":"source","valueString":"invented"},{"url":"licence","valueString":"ours"},{"url":"method","valueCode":"sum"},
      {"url":"most-missing","valueInteger":0},{"url":"cannot-say","valueString":"Anything."}]}],"item":[)" + items + "]}");
    put("own-bank.bank.json", R"({"model":"2pl","items":[)" + bank + "]}");
  }
  static std::string hidden(const std::string& page, const std::string& name) {
    std::smatch found;
    std::regex_search(page, found, std::regex("name=\"" + name + "\" value=\"([^\"]*)\""));
    return found.str(1);
  }
};

}  // namespace trefoil::web::testing
