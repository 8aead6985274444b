// How files come to be and are found: given a practice, when somebody fills in a new file's form or brings in a table,
// then the file is there for whoever may read it, and where something is missing nothing is kept but what was typed.
#include "web/test_files.h"

namespace trefoil::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Files;
using testing::kMapping;
using testing::location;
using testing::path_of;

TEST_F(Files, AreMadeFromTheForm) {
  const auto made = a.post(ada, "/files/new",
                           {{"for", "couple"},
                            {"my_role", "practitioner"},
                            {"legal_name_1", "Rosa Thal"},
                            {"chosen_name_1", ""},
                            {"pronouns_1", "she"},
                            {"born_1", "1958-05-06"},
                            {"may_1", "a letter\n\nno stamp"},
                            {"may_not_1", "the landline"},
                            {"legal_name_2", "Ben Thal"},
                            {"chosen_name_2", "Benno"}});
  ASSERT_EQ(made.status, 303) << made.body;
  EXPECT_THAT(location(made), ::testing::EndsWith("?done=kept"));
  const auto page = body(ada, path_of(made));
  for (const auto* text : {"Rosa", "Benno", "she", "a letter; no stamp", "the landline"})
    EXPECT_THAT(page, HasSubstr(text));
  EXPECT_THAT(page, HasSubstr("<title>Trefoil</title>"));
  EXPECT_THAT(body(ada, "/files"), HasSubstr("Rosa and Benno"));
}

TEST_F(Files, KeepWhatWasTypedWhereSomethingIsMissing) {
  const auto commits = a.commits();
  const auto refused = a.post(ada, "/files/new",
                              {{"for", "one"},
                               {"my_role", "practitioner"},
                               {"legal_name_1", "Rosa Thal"},
                               {"pronouns_1", "she"},
                               {"born_1", "2015-05-06"},
                               {"may_1", "a letter"}});
  EXPECT_EQ(refused.status, 422);
  for (const auto* text : {"Rosa Thal", "she", "2015-05-06", "a letter", "not yet 18", "#born_1"})
    EXPECT_THAT(refused.body, HasSubstr(text));
  const auto nameless =
      a.post(ada, "/files/new", {{"for", "one"}, {"my_role", "practitioner"}, {"pronouns_1", "they"}});
  EXPECT_EQ(nameless.status, 422);
  EXPECT_THAT(nameless.body, HasSubstr("#legal_name_1"));
  const auto not_hers =
      a.post(ada, "/files/new", {{"for", "one"}, {"my_role", "therapist"}, {"legal_name_1", "Rosa Thal"}});
  EXPECT_GE(not_hers.status, 400);
  EXPECT_THAT(not_hers.body, HasSubstr("#my_role"));
  EXPECT_EQ(a.commits(), commits);
}

TEST_F(Files, PointAtTheFieldOfABirthOrANameThatCantBe) {
  const auto commits = a.commits();
  const auto refused = [&](const std::string& field, const std::string& value) {
    const auto answer = a.post(ada, "/files/new",
                               {{"for", "couple"},
                                {"my_role", "practitioner"},
                                {"legal_name_1", "Rosa Thal"},
                                {"legal_name_2", "Ben Thal"},
                                {field, value}});
    EXPECT_EQ(answer.status, 422) << field;
    EXPECT_THAT(answer.body, HasSubstr("href=\"#" + field + "\"")) << field << value;
    return answer.body;
  };
  for (const auto* born : {"0000-01-01", "1899-12-31", "2999-01-01"})
    EXPECT_THAT(refused("born_2", born), HasSubstr("before 1900 or after today")) << born;
  EXPECT_THAT(refused("born_1", "1961-02-30"), HasSubstr("not a date"));
  const std::string turned = "Rosa \u202Elaht";
  for (const auto* field : {"chosen_name_1", "pronouns_2", "may_1", "may_not_2"})
    EXPECT_THAT(refused(field, turned), HasSubstr("signs that can&#39;t be seen")) << field;
  EXPECT_EQ(a.commits(), commits);
}

TEST_F(Files, SayWhoTheClientOfAnImportedFileIs) {
  ASSERT_EQ(a.post_table(*ada, "code,first,last\nR1,9,4\n", std::string(kMapping)).status, 200);
  const auto hits = a.get(ada, "/find", {{"q", "R1"}}).body;
  const auto imported = hits.substr(hits.find("/files/"), 33);  // an id has 26 characters
  EXPECT_THAT(body(ada, imported), HasSubstr(imported + "/client\">Write down who the client is"));
  EXPECT_THAT(body(ada, imported), Not(HasSubstr(imported + "/invite")));
  const auto invite = body(ada, imported + "/invite");
  EXPECT_THAT(invite, HasSubstr("write down first who the client is"));
  EXPECT_THAT(invite, HasSubstr("href=\"" + imported + "/client\""));
  EXPECT_THAT(invite, Not(HasSubstr("Make the link")));
  const auto nameless = a.post(ada, imported + "/client", {{"pronouns_1", "she"}});
  EXPECT_EQ(nameless.status, 422);
  EXPECT_THAT(nameless.body, HasSubstr("value=\"she\""));
  ASSERT_EQ(a.post(ada, imported + "/client", {{"legal_name_1", "Rosa Thal"}, {"may_1", "a letter"}}).status, 303);
  EXPECT_THAT(body(ada, imported), HasSubstr("a letter"));
  EXPECT_THAT(body(ada, imported + "/invite"), HasSubstr("Make the link"));
  // Told anew: what they want to be called counts everywhere from then on.
  EXPECT_THAT(body(ada, imported + "/client"), HasSubstr("value=\"Rosa Thal\""));
  const auto person =
      practice::open_file(a.t.house, ada->keys, *LogId::parse(imported.substr(7)))->file.clients.at(0).person;
  ASSERT_EQ(a.post(ada, imported + "/client",
                   {{"person", person.str()}, {"legal_name_1", "Rosa Thal"}, {"chosen_name_1", "Ross"}})
                .status,
            303);
  EXPECT_THAT(body(ada, imported + "/circle"), HasSubstr("<b>Ross</b>, client"));
  EXPECT_EQ(a.get(ada, imported + "/client", {{"person", vault::random_id<PersonId>().str()}}).status, 404);
}

TEST_F(Files, ComeInFromATable) {
  const auto done = a.post_table(*ada, "code,first,last\nR1,9,4\nR2,8,NA\n", std::string(kMapping));
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_THAT(done.body, HasSubstr("Two rows read: two files made"));
  EXPECT_THAT(done.body, HasSubstr("R1"));
  const auto hits = a.get(ada, "/find", {{"q", "R1"}}).body;
  const auto from = hits.find("/files/");
  ASSERT_NE(from, hits.npos);
  const auto page = body(ada, hits.substr(from, 33));  // an id has 26 characters
  EXPECT_THAT(page, HasSubstr("UCLA is 4 in week 12, down 5"));
  EXPECT_THAT(page, HasSubstr("&quot;direction&quot;:&quot;lower&quot;"));
  EXPECT_THAT(page, HasSubstr("2 scores of UCLA imported"));
}

TEST_F(Files, NameTheWrongCellAndBringInNothing) {
  const auto commits = a.commits();
  const auto wrong = a.post_table(*ada, "code,first,last\nR1,9,4\nR2,12x,5\n", std::string(kMapping));
  EXPECT_EQ(wrong.status, 422);
  for (const auto* text : {"<td>3</td>", "<td>first</td>", "<td>12x</td>", "Nothing was imported"})
    EXPECT_THAT(wrong.body, HasSubstr(text));
  const auto mapping = a.post_table(*ada, "code,first,last\nR1,9,4\n", "{\"code\": 7, \"typed\": \"here\"}");
  EXPECT_EQ(mapping.status, 422);
  EXPECT_THAT(mapping.body, HasSubstr("&quot;typed&quot;"));
  EXPECT_EQ(a.post_table(*ada, "", std::string(kMapping)).status, 422);
  EXPECT_EQ(a.commits(), commits);
}

TEST_F(Files, AreFoundByNameCodeAndWords) {
  note("shared", "a walk in the <park>");
  EXPECT_THAT(a.get(ada, "/find", {{"q", "jonah"}}).body, HasSubstr(at));
  const auto words = a.get(ada, "/find", {{"q", "WALK in"}}).body;
  EXPECT_THAT(words, HasSubstr("<mark>walk in</mark>"));
  EXPECT_THAT(words, HasSubstr("&lt;park&gt;"));
  EXPECT_THAT(a.get(ada, "/find", {{"q", "zebra"}}).body, HasSubstr("Nothing that you may read"));
}

}  // namespace
}  // namespace trefoil::web
