// An export holds all that its person may read, nothing that they may not, and no text escapes its place in the page.
#include <boost/json.hpp>

#include "practice/outside.h"
#include "practice/test_house.h"

namespace trefoil::practice {
namespace {

using testing::TestHouse;

struct ExportTest : ::testing::Test {
  TestHouse t;
  Keyholder ada = t.begin().holder;
  Keyholder okafor = t.invited(ada, "N. Okafor", {care::Role::therapist});
  LogId file = t.new_file(ada);
  ExportTest() {
    t.must(act(t.house, ada, file, care::AddPerson{okafor.person, "N. Okafor", care::Role::therapist, okafor.key()}));
    t.must(act(t.house, ada, file, care::Write{{}, "shared kingfisher"}));
    t.must(act(t.house, ada, file, care::Write{{care::RoomKind::process, ada.person}, "private heron"}));
  }
};

TEST_F(ExportTest, HoldsWhatThePersonMayReadAndNoMore) {
  const auto hers = export_file(t.house, ada, file), his = export_file(t.house, okafor, file);
  ASSERT_TRUE(hers) << base::describe(hers.error());
  ASSERT_TRUE(his);
  for (const auto* text : {&hers->json, &hers->html}) {
    EXPECT_NE(text->find("shared kingfisher"), std::string::npos);
    EXPECT_NE(text->find("private heron"), std::string::npos);
  }
  for (const auto* text : {&his->json, &his->html}) {
    EXPECT_NE(text->find("shared kingfisher"), std::string::npos);
    EXPECT_EQ(text->find("heron"), std::string::npos);
  }
}

TEST_F(ExportTest, IsJsonWithCircleEntriesMeasuresAndReceipt) {
  const measure::Scale scale{.name = "Mood", .short_name = "M"};
  t.must(act(t.house, ada, file, care::AddScores{{{scale, {{base::parse_day("2026-03-02"), {}}, 12.5}, "test"}}}));
  ASSERT_TRUE(record_reading(t.house, okafor, *open_file(t.house, okafor, file)));
  const auto done = export_file(t.house, ada, file);
  ASSERT_TRUE(done);
  const auto json = boost::json::parse(done->json).as_object();
  EXPECT_EQ(json.at("type").as_string(), "trefoil-export");
  EXPECT_EQ(json.at("circle").as_array().size(), 3u);
  EXPECT_EQ(json.at("measures").at(0).at("scores").at(0).at("value").to_number<double>(), 12.5);
  EXPECT_EQ(json.at("opened_by").as_array().size(), 1u);
  EXPECT_TRUE(ledger::parse_receipt(std::string_view(json.at("receipt").as_string())));
  EXPECT_EQ(json.at("clients").at(0).at("legal_name").as_string(), "Jonah Marsh");
}

TEST_F(ExportTest, TheFirstTextStaysBesideItsCorrection) {
  const auto acted = act(t.house, ada, file, care::Write{{}, "said on Monday"});
  t.must(acted);
  t.must(act(t.house, ada, file, care::Correct{acted->events.back().id, "said on Tuesday"}));
  const auto done = export_file(t.house, okafor, file);
  ASSERT_TRUE(done);
  for (const auto* text : {&done->json, &done->html}) {
    EXPECT_NE(text->find("said on Monday"), std::string::npos);
    EXPECT_NE(text->find("said on Tuesday"), std::string::npos);
  }
}

TEST_F(ExportTest, ThePageEscapesEveryTextAndFetchesNothing) {
  t.must(act(t.house, ada, file, care::Write{{}, "</style><script>alert('x')</script> & \"quoted\""}));
  care::Identity identity = open_file(t.house, ada, file)->file.clients.front();
  identity.pronouns = "<img src=x onerror=alert(1)>";
  t.must(act(t.house, ada, file, care::Describe{identity}));
  const auto html = export_file(t.house, ada, file)->html;
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;alert(&#39;x&#39;)"), std::string::npos);
  EXPECT_EQ(html.find("http:"), std::string::npos);
  EXPECT_EQ(html.find("https:"), std::string::npos);
  EXPECT_NE(html.find("<title>Trefoil: a file</title>"), std::string::npos) << "nothing intimate in a title";
}

TEST_F(ExportTest, WhoHoldsNoKeyGetsTheSameAnswerAsWhereThereIsNone) {
  auto sam = t.invited(ada, "Sam Whitlock", {care::Role::mentor});
  const auto refused = export_file(t.house, sam, file);
  const auto nowhere = export_file(t.house, sam, vault::random_id<LogId>());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::not_found);
  EXPECT_EQ(refused.error().what, nowhere.error().what);
}

TEST_F(ExportTest, VerifyWithKeysFindsNothingWrongInAWholeFile) {
  ledger::VerifyReport report;
  ASSERT_TRUE(verify_contents(t.house, ada, report));
  ASSERT_TRUE(verify_contents(t.house, okafor, report));
  for (const auto& finding : report.findings) ADD_FAILURE() << finding.place << ": " << finding.what;
}

TEST_F(ExportTest, VerifyWithKeysNamesWhatWasWrittenWithoutTheRight) {
  // A therapist's hand signs a correction of somebody else's entry, past every check of the program.
  auto opened = open_file(t.house, okafor, file);
  ASSERT_TRUE(opened);
  const care::Item* note = nullptr;
  for (const auto& item : opened->file.items)
    if (std::holds_alternative<care::Noted>(item.event.body)) note = &item;
  ASSERT_NE(note, nullptr);
  const care::Event forged{vault::random_id<EntryId>(), t.clock.now(), note->event.room,
                           care::Corrected{note->event.id, "otherwise"}};
  ledger::Batch batch;
  ASSERT_TRUE(draft_event(t.house, okafor, *opened, okafor.current(), forged, batch));
  ASSERT_TRUE(t.store->commit(std::move(batch)));
  ledger::VerifyReport report;
  ASSERT_TRUE(verify_contents(t.house, ada, report));
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_NE(report.findings[0].what.find("no right"), std::string::npos);
  EXPECT_EQ(export_file(t.house, ada, file)->html.find("otherwise"), std::string::npos);
}

}  // namespace
}  // namespace trefoil::practice
