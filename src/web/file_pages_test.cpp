// A file's own page: given a file in which things happened, when it is opened, then its timeline tells them to each by
// what they may read, and the reading is noted; and every form about files asks for its token, in the right lane.
#include "web/file_models.h"
#include "web/test_files.h"

namespace trefoil::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Files;
using testing::passphrase;

TEST_F(Files, TakeNoFormWithoutItsToken) {
  const auto commits = a.commits();
  for (const auto group : {account_routes(), practice_routes(), file_routes(), entry_routes(), outside_routes()})
    for (const auto& route : group) {
      if (route.method != http::Method::post || route.who == Who::anybody) continue;
      std::string path(route.pattern);
      if (const auto star = path.find('*'); star != path.npos) path.replace(star, 1, file.str());
      if (const auto star = path.find('*'); star != path.npos) path.replace(star, 1, vault::random_id<EntryId>().str());
      EXPECT_EQ(a.post(ada, path, {{"text", "words"}}, false).status, 403) << path;
      EXPECT_EQ(a.post(ada, path, {{"text", "words"}, {"csrf", okafor->csrf}}, false).status, 403) << path;
    }
  EXPECT_EQ(a.commits(), commits);
}

TEST_F(Files, WaitForPassphrasesAndDisksInLanesOfTheirOwn) {
  for (const auto group : {practice_routes(), file_routes(), entry_routes(), outside_routes()})
    for (const auto& route : group) {
      const bool asks = std::ranges::any_of(std::array{"/export", "/erase", "/confirm", "/circle/add", "/hand-over",
                                                       "/invite", "/people/*/remove", "/roles"},
                                            [&](std::string_view end) { return route.pattern.ends_with(end); });
      const auto wanted = route.method == http::Method::get  ? http::Lane::quick
                          : asks                             ? http::Lane::slow
                          : route.pattern.ends_with("/stop") || route.pattern == "/stop/*" ? http::Lane::reserved  // a stop waits behind nothing
                                                             : http::Lane::write;
      EXPECT_EQ(route.lane, wanted) << route.pattern;
    }
}

TEST_F(Files, TellTheLastEntryAndNotTheLastReading) {
  put_in_okafor();
  note("shared", "we begin on Thursday");
  const auto written = a.t.clock.now();
  a.t.clock.set(written + std::chrono::hours(24 * 40));
  a.sign_in(*ada);
  body(ada, at);
  const auto page = body(ada, at);
  EXPECT_THAT(page, HasSubstr("Last entry " + when_text(written, "Europe/London", a.t.clock.now()) + "."));
}

TEST_F(Files, FilterByKindAndRoom) {
  note("clinical", "between us");
  note("shared", "for everyone");
  EXPECT_THAT(body(ada, at), HasSubstr("came into the circle"));
  const auto notes = a.get(ada, at, {{"kind", "notes"}}).body;
  EXPECT_THAT(notes, HasSubstr("between us"));
  EXPECT_THAT(notes, Not(HasSubstr("came into the circle")));
  const auto opened = practice::open_file(a.t.house, ada->keys, file);
  const auto room = opened->file.rooms.at({care::RoomKind::clinical, {}}).id.str();
  const auto only = a.get(ada, at, {{"room", room}}).body;
  EXPECT_THAT(only, HasSubstr("between us"));
  EXPECT_THAT(only, Not(HasSubstr("for everyone")));
  EXPECT_LT(body(ada, at).find("for everyone"), body(ada, at).find("between us")) << "the newest first";
}

TEST_F(Files, KeepKeysOutOfTheTimelineUnlessAskedFor) {
  put_in_okafor();
  auto& jonah = a.client(*ada, file, 0, "Jonah");
  for (const auto& page : {body(ada, at), body(okafor, at), body(&jonah, "/today")}) {
    EXPECT_THAT(page, Not(HasSubstr("given keys")));
    EXPECT_THAT(page, Not(HasSubstr("new keys")));
  }
  EXPECT_THAT(body(ada, at), HasSubstr("Everything but keys"));
  EXPECT_THAT(a.get(ada, at, {{"kind", "keys"}}).body, HasSubstr("was given keys"));
  EXPECT_THAT(a.get(ada, at, {{"kind", "people"}}).body, Not(HasSubstr("given keys")));
}

TEST_F(Files, PutScoresThatCameInTogetherIntoOneEntry) {
  const auto scored = [](const std::string& name, double value, double week, std::string origin) {
    care::Scored one;
    one.scale.name = name;
    one.scale.short_name = name;
    one.score = {{{}, week}, value};
    one.origin = std::move(origin);
    return one;
  };
  care::AddScores scores;
  for (const int week : {0, 4, 8})
    for (const std::string name : {"PHQ-9", "WSAS"})
      scores.scores.push_back(scored(name, 20 - week, week, "imported from old.csv"));
  a.t.must(practice::act(a.t.house, ada->keys, file, scores));
  note("shared", "between the two");
  a.t.must(practice::act(a.t.house, ada->keys, file, care::AddScores{{scored("GAD-7", 9, 8, "")}}));
  const auto page = body(ada, at);
  EXPECT_THAT(page, HasSubstr("6 scores of PHQ-9 and WSAS imported"));
  EXPECT_THAT(page, HasSubstr("Imported from old.csv"));
  EXPECT_THAT(page, HasSubstr("PHQ-9: 16, Week 4"));
  EXPECT_THAT(page, HasSubstr("<h3>GAD-7: 9</h3>"));
  const auto count = [&](std::string_view text) {
    std::size_t n = 0;
    for (auto from = page.find(text); from != page.npos; from = page.find(text, from + 1)) ++n;
    return n;
  };
  EXPECT_EQ(count("<article"), 7u) << "begun, two came, who it is; the note, the run, the one";
  EXPECT_LT(page.find("<figure"), page.find("6 scores of")) << "the charts come first";
}

TEST_F(Files, NoteAReadingOnceASignIn) {
  put_in_okafor();
  const auto count = [&](const std::string& who) {
    const auto opened = practice::open_file(a.t.house, ada->keys, file);
    const auto all = practice::readings(*opened);
    return std::count_if(all.begin(), all.end(), [&](const auto& one) { return one.name == who; });
  };
  EXPECT_EQ(count("N. Okafor"), 0);
  for (const std::string page : {"", "", "/circle", "/write", "/export", "/access"}) body(okafor, at + page);
  EXPECT_EQ(count("N. Okafor"), 1);
  a.sign_in(*okafor);
  body(okafor, at + "/circle");
  EXPECT_EQ(count("N. Okafor"), 2);
  EXPECT_THAT(body(ada, at + "/access"), HasSubstr("N. Okafor"));
}

TEST_F(Files, NoteAReadingWhereverTheirWordsAreShown) {
  put_in_okafor();
  note("shared", "a medlar in the garden");
  const auto count = [&] { return practice::readings(*practice::open_file(a.t.house, ada->keys, file)).size(); };
  const auto before = count();
  EXPECT_EQ(a.get(okafor, "/find", {{"q", "nothing of the kind"}}).status, 200);
  EXPECT_EQ(count(), before);
  EXPECT_THAT(a.get(okafor, "/find", {{"q", "medlar"}}).body, HasSubstr("medlar"));
  EXPECT_EQ(count(), before + 1) << "an excerpt is a reading";
  a.sign_in(*okafor);
  EXPECT_THAT(a.post(okafor, at + "/circle/hand-over", {{"passphrase", "a wrong one, quite"}}).body, HasSubstr("medlar"));
  EXPECT_EQ(count(), before + 2);
}

}  // namespace
}  // namespace trefoil::web
