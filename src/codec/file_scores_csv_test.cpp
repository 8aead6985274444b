#include "codec/file_scores_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trefoil::codec {
namespace {

using ::testing::HasSubstr;

// A couple's file: the first client left, and came back; both answered two questions of which one was left out.
class FileScoresCsv : public ::testing::Test {
 protected:
  care::File file;
  measure::Instrument form;
  PersonId first, second;

  void SetUp() override {
    first.bytes[0] = 1, second.bytes[0] = 2;
    file.code = "K7Q4RD";
    file.couple = true;
    for (const auto person : {first, second, first}) {
      care::Member member;
      member.person = person, member.role = care::Role::client, member.active = true;
      file.circle.push_back(member);
    }
    form.id = "own", form.title = "Ours; of two";
    for (const char* id : {"a", "b"}) {
      measure::Item item;
      item.id = id, item.choices = {{"0", "No", 0}, {"1", "Yes", 1}};
      form.items.push_back(item);
    }
  }
  void taken(PersonId who, std::int64_t at, std::string wording) {
    add(at, care::InCourse{course::MeasureTaken{form.id, std::move(wording), who, {}, {}, false}});
    care::Scored scored;
    scored.scale.name = form.title, scored.person = who, scored.score = {{Day{20'000}, {}}, 1};
    add(at, scored);
    add(at, care::Answered{form.id, form.title, who, {{"a", "1"}}, {}});
  }
  void add(std::int64_t at, care::Body body) {
    care::Item item;
    item.event.at = Instant{at};
    item.event.body = std::move(body);
    file.items.push_back(std::move(item));
  }
  std::string table() const {
    return write_file_scores(file, std::span(&form, 1), [](const measure::Instrument&) { return "as now"; });
  }
};

TEST_F(FileScoresCsv, CountsAClientOnceWhoLeftAndCameBack) {
  taken(first, 1, "as now");
  taken(second, 2, "as now");
  EXPECT_THAT(table(), HasSubstr(",client 1,1,"));
  EXPECT_THAT(table(), HasSubstr(",client 2,1,")) << "and not 3";
}

TEST_F(FileScoresCsv, QuotesACellWithASemicolon) {
  taken(first, 1, "as now");
  EXPECT_THAT(table(), HasSubstr(",\"Ours; of two\","));
}

TEST_F(FileScoresCsv, CountsWhatIsMissingOnlyWhereTheWholeFormWasAsked) {
  taken(first, 1, "as now");
  EXPECT_THAT(table(), HasSubstr(",1,,1\n"));
  file.items.clear();
  taken(first, 1, "a bank of it");
  EXPECT_THAT(table(), HasSubstr(",1,,\n")) << "an adaptive test does not ask everything";
}

}  // namespace
}  // namespace trefoil::codec
