#include "codec/bank_json.h"

#include <gtest/gtest.h>

namespace trefoil::codec {
namespace {

constexpr std::string_view kSmallBank = R"({"model": "grm", "items": [{"id": "one", "a": 1.5, "b": [-1, 0.5]}]})";

std::string bank_refusal(std::string_view json) {
  const auto bank = read_bank(json, "bank.json");
  return bank ? std::string() : bank.error().place + ": " + bank.error().what;
}
// `kSmallBank` with its item replaced.
std::string bank_refusal_of(std::string_view item, std::string_view model = "grm") {
  return bank_refusal("{\"model\": \"" + std::string(model) + "\", \"items\": [" + std::string(item) + "]}");
}

TEST(BankJson, AnItemNeedsItsNameSlopeAndThresholds) {
  const auto bank = read_bank(kSmallBank, "bank.json");
  ASSERT_TRUE(bank) << bank.error().what;
  ASSERT_EQ(bank->items.size(), 1u);
  EXPECT_EQ(bank->items[0].codes, (std::vector<int>{0, 1, 2}));
  EXPECT_DOUBLE_EQ(bank->items[0].item.slope, 1.5);
  EXPECT_DOUBLE_EQ(bank->items[0].item.threshold(1), 0.5);
}

TEST(BankJson, WhatIsWrittenIsRead) {
  items::Bank bank{"grm", {}};
  bank.items.push_back({"qu\"ote, d", {1, 2, 4}, *items::graded_item(1.1, std::vector<double>{-0.3, 2.25}), "touch"});
  bank.items.push_back({"against", {0, 1}, *items::graded_item(-2, std::vector<double>{0.7})});
  items::Calibration calibration;
  calibration.log_likelihood = -12.5;
  for (const auto& item : bank.items) {
    calibration.items.push_back(item.item);
    calibration.errors.push_back({0.1, std::vector<double>(item.item.intercepts.size(), 0.2),
                                  std::vector<double>(item.item.intercepts.size(), 0.3)});
  }
  for (const bool errors : {true, false}) {
    if (!errors) calibration.errors.clear();
    const auto text = write_bank(bank, calibration, {items::ItemFit{3.5, 2, 0.17}, std::nullopt});
    const auto read = read_bank(text, "bank.json");
    ASSERT_TRUE(read) << read.error().place << read.error().what << text;
    ASSERT_EQ(read->items.size(), 2u);
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(read->items[i].id, bank.items[i].id);
      EXPECT_EQ(read->items[i].codes, bank.items[i].codes);
      EXPECT_EQ(read->items[i].content, bank.items[i].content);
      EXPECT_NEAR(read->items[i].item.slope, bank.items[i].item.slope, 1e-14);
      EXPECT_NEAR(read->items[i].item.intercepts[0], bank.items[i].item.intercepts[0], 1e-13);
    }
    EXPECT_NE(text.find(R"("fit":{"s_x2":3.5,"df":2,"p":0.17})"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("fit":null)"), std::string::npos);
    EXPECT_NE(text.find(errors ? R"("se":{"a":0.1,"b":[0.2,0.2],"d":[0.3,0.3]})" : R"("se":null)"), std::string::npos);
  }
}

TEST(BankJson, WhatIsWrongHasItsPlace) {
  EXPECT_TRUE(bank_refusal("{").starts_with("bank.json, line 1: "));
  EXPECT_TRUE(bank_refusal(R"({"items": []})").starts_with("bank.json, items: "));
  EXPECT_TRUE(bank_refusal(R"({"model": "rasch", "items": []})").starts_with("bank.json, model: "));
  EXPECT_TRUE(bank_refusal(R"({"items": 5})").starts_with("bank.json, items: "));
  EXPECT_TRUE(bank_refusal(R"({"items": [5]})").starts_with("bank.json, items[0]"));
  EXPECT_TRUE(bank_refusal_of(R"({"id": "", "a": 1, "b": [0]})").starts_with("bank.json, items[0].id: "));
  EXPECT_TRUE(bank_refusal_of(R"({"id": "x", "a": 0, "b": [0]})").starts_with("bank.json, items[0].a: "));
  EXPECT_TRUE(bank_refusal_of(R"({"id": "x", "a": "1", "b": [0]})").starts_with("bank.json, items[0].a: "));
  for (const char* b : {"[]", "0", "[1, 1]", "[1, 0]", "[\"1\"]", "[1, null]", "null"})
    EXPECT_TRUE(
        bank_refusal_of(std::string(R"({"id": "x", "a": 1, "b": )") + b + "}").starts_with("bank.json, items[0].b: "))
        << b;
  for (const char* codes : {"[1]", "[1, 1]", "[1, 2, 3]", "[0.5, 1]", "[0, 1e9]", "[0, 900000]", "0"})
    EXPECT_TRUE(bank_refusal_of(std::string(R"({"id": "x", "a": 1, "b": [0], "codes": )") + codes + "}")
                    .starts_with("bank.json, items[0].codes: "))
        << codes;
  EXPECT_TRUE(bank_refusal_of(R"({"id": "x", "a": 1, "b": [0]}, {"id": "x", "a": 1, "b": [0]})")
                  .starts_with("bank.json, items[1].id: "));
  EXPECT_TRUE(bank_refusal_of(R"({"id": "x", "a": 1, "b": [0, 1]})", "2pl").starts_with("bank.json, items[0].b: "));
  EXPECT_TRUE(bank_refusal_of(R"({"id": "x", "a": 1, "b": [0], "c": 1})").starts_with("bank.json, items[0].c: "));
}

}  // namespace
}  // namespace trefoil::codec
