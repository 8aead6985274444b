// What travels where others can see it: the title of a page, an address, the name of a file, a line of the log. None of
// them holds a name or says what is done in a session.
#include <regex>

#include "base/text.h"
#include "codec/programme_json.h"
#include "http/percent.h"
#include "web/acts.h"
#include "web/test_course.h"

namespace trefoil::web {
namespace {

using testing::Person;

class Names : public testing::CourseScene {
 protected:
  std::vector<std::string> secret;  // folded: names, and what is done

  void SetUp() override {
    CourseScene::SetUp();
    secret = {"jonah", "marsh", "okafor", "ada lind", "ada%20lind", "willow row", "quince scale"};
    for (const auto& programme : programmes()) {
      secret.push_back(base::fold(programme.name));
      for (const auto& phase : programme.phases)
        for (const auto& activity : phase.activities) secret.push_back(base::fold(activity.name));
    }
  }
  static std::string spelled_out(std::string_view text) {
    auto plain = http::percent_decode(text, http::Plus::space);
    std::string out = base::fold(plain ? *plain : std::string(text));
    for (char& c : out)
      if (c == '+' || c == '-' || c == '_') c = ' ';
    return out;
  }
  void expect_neutral(std::string_view where, std::string_view text, const std::string& asked) {
    const std::string as_is = base::fold(std::string(text)), plain = spelled_out(text);
    for (const auto& word : secret) {
      std::string spaced = word;
      std::ranges::replace(spaced, '-', ' ');
      EXPECT_TRUE(as_is.find(word) == as_is.npos && plain.find(spaced) == plain.npos)
          << where << " at " << asked << " says " << word << ": " << text;
    }
  }
  void expect_neutral(const http::Response& response, const std::string& asked) {
    EXPECT_LT(response.status, 500) << asked;
    for (const auto* header : {"Location", "Content-Disposition", "Content-Location", "Refresh", "Link"})
      expect_neutral(header, header_of(response, header), asked);
    if (header_of(response, "Content-Type").find("html") == std::string::npos) return;
    static const std::regex kTitle("<title>([^<]*)</title>"), kAddress("(?:href|action|src|formaction)=\"([^\"]*)\"");
    const auto& page = response.body;
    std::size_t titles = 0;
    for (std::sregex_iterator found(page.begin(), page.end(), kTitle), end; found != end; ++found, ++titles)
      EXPECT_EQ((*found)[1].str(), asked.starts_with("/away") ? "Notes" : "Trefoil") << asked;
    EXPECT_EQ(titles, page.empty() ? 0u : 1u) << asked;
    for (std::sregex_iterator found(page.begin(), page.end(), kAddress), end; found != end; ++found)
      expect_neutral("an address", (*found)[1].str(), asked);
  }
  static std::string header_of(const http::Response& response, std::string_view name) {
    return testing::TestApp::header(response, name);
  }

  // Every page that there is, with every id that this file has.
  std::vector<std::string> pages() {
    const auto opened = seen(ada);
    std::vector<std::string> acts, of_a_session, sessions, entries;
    for (const auto group : {opening_acts(), professional_acts(), plan_acts(), ending_acts()})
      for (const auto& act : group) acts.emplace_back(act.name);
    for (const auto& act : session_acts()) of_a_session.emplace_back(act.name);
    for (const auto& session : opened.course.sessions) sessions.push_back(session.id.str());
    for (const auto& item : opened.items)
      if (std::holds_alternative<care::Noted>(item.event.body)) entries.push_back(item.event.id.str());
    std::vector<std::string> out;
    for (const auto group :
         {door_routes(), account_routes(), practice_routes(), file_routes(), entry_routes(), outside_routes()})
      for (const auto& route : group) {
        if (route.method != http::Method::get) continue;
        std::vector<std::string> paths{""};
        std::string before, before_that;
        for (const auto& part : base::split(route.pattern.substr(1), '/')) {
          std::vector<std::string> choices{part};
          if (part == "*")
            choices = before == "files"      ? std::vector{file.str()}
                      : before == "people"   ? std::vector{ada->keys.person.str(), okafor->keys.person.str()}
                      : before == "sessions" ? sessions
                      : before == "entries"  ? entries
                      : before == "course"   ? acts
                      : before == "measures" ? std::vector<std::string>{"1"}
                      : before == "*" && before_that == "sessions" ? of_a_session
                                                                   : std::vector<std::string>{"no-such-thing"};
          std::vector<std::string> longer;
          for (const auto& path : paths)
            for (const auto& choice : choices) longer.push_back(path + "/" + choice);
          paths = std::move(longer);
          before_that = std::exchange(before, part);
        }
        out.insert(out.end(), paths.begin(), paths.end());
      }
    return out;
  }
};

TEST_F(Names, StandInNoTitleAddressFileNameOrLog) {
  open();
  const auto session = session_with_practitioner();
  for (auto* who : {ada, jonah}) EXPECT_EQ(a.post(who, session + "/answers", {{"answer-0", "yes"}}).status, 303);
  EXPECT_EQ(a.post(okafor, session + "/briefing", {{"words", "quince"}}).status, 303);
  care::Scored scored;
  scored.scale.name = "Quince scale";  // what somebody is asked is nobody's business either
  scored.score = {{base::parse_day("2026-03-02"), {}}, 4};
  a.t.must(practice::act(a.t.house, ada->keys, file, care::AddScores{{scored}}));
  EXPECT_EQ(a.get(ada, at + "/measures/1/paper").status, 200);
  const auto all = pages();
  ASSERT_GT(all.size(), 60u);
  for (const Person* who : {ada, okafor, jonah, static_cast<Person*>(nullptr)})
    for (const auto& path : all)
      expect_neutral(a.get(who, path), path + (who != nullptr ? " as " + who->name : " as nobody"));

  // What is sent, done or refused: where it leads to.
  for (auto* who : {ada, okafor, jonah}) {
    for (const auto& path : {session + "/start", session + "/end", session + "/report", at + "/course/phase",
                             at + "/course/plan", at + "/course/nonsense", at + "/write"})
      expect_neutral(a.post(who, path, {{"words", "quince"}, {"done", *activities().begin()}}), path);
    expect_neutral(a.get(who, "/find", {{"q", "Jonah"}}), "/find");
    expect_neutral(a.get(who, at, {{"kind", "notes"}}), at);
    for (const std::string form : {"json", "html"}) {
      const auto exported = a.post(who, at + "/export", {{"form", form}, {"passphrase", a.t.passphrase(who->name)}});
      ASSERT_EQ(exported.status, 200);
      EXPECT_NE(header_of(exported, "Content-Disposition"), "");
      expect_neutral("an exported file's name", header_of(exported, "Content-Disposition"), form);
    }
  }
  EXPECT_EQ(a.post(jonah, at + "/stop", {}).status, 303);
}

TEST_F(Names, StandInNoLineOfTheLogWhateverGoesWrong) {
  open();
  const auto session = session_with_practitioner();
  (void)a.post(nullptr, "/sign-in", {{"name", "Jonah"}, {"passphrase", "Okafor"}}, false);
  const auto door = a.get(nullptr, "/sign-in");
  const auto cookie = header_of(door, "Set-Cookie");
  static const std::regex kToken("name=\"csrf\" value=\"([^\"]*)\"");
  std::smatch token;
  ASSERT_TRUE(std::regex_search(door.body, token, kToken));
  http::Request request;
  request.method = http::Method::post;
  request.path = "/sign-in";
  request.peer = "127.0.0.1";
  request.headers = {{"host", "127.0.0.1:7333"},
                     {"cookie", cookie.substr(0, cookie.find(';'))},
                     {"content-type", "application/x-www-form-urlencoded"}};
  request.body = "csrf=" + http::percent_encode(token[1].str()) + "&name=Jonah&passphrase=Okafor+Marsh+Ada+Lind";
  EXPECT_GE(a.app->handle(request).status, 400);
  EXPECT_THAT(a.log, ::testing::Contains(::testing::StartsWith("refused sign-in")));
  (void)a.post(ada, session + "/start", {});
  (void)a.post_table(*ada, "Jonah,Okafor\n1,2", "{\"Jonah\":1}");
  // A programme of the practice's own that is faulty in what it says.
  std::filesystem::create_directories(a.t.house.folder.programmes());
  const auto& weekly = programmes().front();
  const std::string activity = "{\"name\":\"" + weekly.phases.back().name + "\",\"about\":\"x\"}";
  ASSERT_TRUE(practice::write_whole(
      a.t.house.folder.programmes() / "own.json",
      base::view(std::string(R"({"id":"own","version":1,"name":"Jonah","about":"Okafor","circle":{"clients":1,)") +
                 R"("needs_practitioner":true},"phases":[{"name":"Marsh","about":"Ada Lind","needs_health":false,)" +
                 R"("activities":[)" + activity + "," + activity + "]}]}")));
  a.restart();
  ASSERT_FALSE(a.log.empty());
  for (const auto& line : a.log) expect_neutral("the log", line, "the end");
}

// What the practice calls its roles stands where people read who somebody is, and in no address or title.
TEST_F(Names, OfRolesAreThePracticesOwn) {
  open();
  const auto session = session_with_practitioner();
  const Fields settings{{"practice", "Willow Row"},         {"zone", "Europe/London"},
                        {"idle_minutes", "15"},             {"client_idle_minutes", "5"},
                        {"name_practitioner", "touch helper"}, {"name_therapist", "supervising clinician"},
                        {"name_mentor", ""},                {"name_lead", ""}};
  const auto with = [&](std::string_view field, std::string_view value) {
    auto other = settings;
    for (auto& [name, text] : other)
      if (name == field) text = value;
    return a.post(ada, "/practice", other);
  };
  for (const char* odd : {"<b>touch</b>", "mentor", "a name of a role that is longer than forty letters"}) {
    const auto refused = with("name_practitioner", odd);
    EXPECT_EQ(refused.status, 422) << odd;
    EXPECT_THAT(refused.body, ::testing::HasSubstr("#name_practitioner")) << odd;
  }
  EXPECT_EQ(with("client_idle_minutes", "0").status, 422);
  EXPECT_THAT(body(jonah, "/today"), ::testing::Not(::testing::HasSubstr("helper")));
  ASSERT_EQ(a.post(ada, "/practice", settings).status, 303);
  const std::string people = "/people/" + okafor->keys.person.str();
  for (const auto& [who, path] : std::vector<std::pair<Person*, std::string>>{
           {ada, "/practice"}, {ada, "/practice/invite"}, {ada, people}, {ada, at}, {ada, at + "/circle"}, {ada, at + "/course"},
           {ada, session}, {ada, at + "/course/plan"}, {jonah, "/today"}, {jonah, at + "/circle"}, {jonah, at + "/course"},
           {jonah, at + "/course/release"}})
    EXPECT_THAT(body(who, path), ::testing::AnyOf(::testing::HasSubstr("touch helper"), ::testing::HasSubstr("upervising clinician"),
                                                  ::testing::HasSubstr("Touch helper")))
        << who->name << path;
  EXPECT_THAT(body(okafor, session), ::testing::HasSubstr("Client and touch helper"));
  EXPECT_THAT(body(jonah, at + "/course"), ::testing::HasSubstr("Before a session with the touch helper"));
  const auto exported = a.post(jonah, at + "/export", {{"form", "html"}, {"passphrase", a.t.passphrase(jonah->name)}});
  EXPECT_THAT(exported.body, ::testing::HasSubstr("<td>supervising clinician</td>"));
  secret.insert(secret.end(), {"touch helper", "supervising clinician"});
  for (const auto& path : pages())
    for (const Person* who : {ada, jonah}) expect_neutral(a.get(who, path), path);
  // A form of before there were such fields leaves them as they are.
  ASSERT_EQ(a.post(ada, "/practice", {{"practice", "Willow Row"}, {"zone", "Europe/London"}, {"idle_minutes", "15"}}).status, 303);
  EXPECT_THAT(body(ada, "/practice"), ::testing::HasSubstr("value=\"touch helper\""));
  // The client's lock is as the file was told, from their next sign-in on.
  EXPECT_THAT(body(jonah, "/today"), ::testing::HasSubstr("data-idle-minutes=\"15\""));
  ASSERT_EQ(a.post(jonah, "/lock", {}).status, 303);
  ASSERT_EQ(a.post(jonah, "/unlock", {{"passphrase", a.t.passphrase(jonah->name)}}).status, 303);
  EXPECT_THAT(body(jonah, "/today"), ::testing::HasSubstr("data-idle-minutes=\"5\""));
  a.t.clock.set(a.t.clock.now() + std::chrono::minutes(6));
  EXPECT_THAT(a.get(jonah, "/today").body, ::testing::HasSubstr("<h1>Locked</h1>"));
}

}  // namespace
}  // namespace trefoil::web
