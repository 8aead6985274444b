// A couple's course in the browser: the two and their therapist, from the opening to the ending, each through forms.
#include "web/test_app.h"

namespace trefoil::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Person;
using testing::TestApp;

class CouplePages : public ::testing::Test {
 protected:
  TestApp a;
  Person* okafor = &a.founder("N. Okafor", {care::Role::therapist});
  Person *edie = nullptr, *tom = nullptr;
  std::string at;
  LogId file;

  void SetUp() override {
    const auto made = a.post(okafor, "/files/new",
                             {{"for", "couple"},
                              {"my_role", "therapist"},
                              {"legal_name_1", "Edie Marsh"},
                              {"chosen_name_1", "Edie"},
                              {"born_1", "1961-03-02"},
                              {"legal_name_2", "Tom Marsh"},
                              {"chosen_name_2", "Tom"},
                              {"born_2", "1958-05-01"}});
    ASSERT_EQ(made.status, 303) << made.body;
    const auto where = TestApp::header(made, "Location");
    at = where.substr(0, where.find('?'));
    file = *LogId::parse(at.substr(std::string("/files/").size()));
    edie = &a.client(*okafor, file, 0, "Edie");
    tom = &a.client(*okafor, file, 1, "Tom");
  }
  std::string day(int from_now) const {
    return base::to_string(base::local_day(a.t.clock.now(), "Europe/London") + from_now);
  }
  std::string body(const Person* who, const std::string& path) {
    const auto response = a.get(who, path);
    EXPECT_EQ(response.status, 200) << path << response.body;
    return response.body;
  }
  void must(Person* who, const std::string& act, Fields fields = {}) {
    const auto response = a.post(who, at + "/course/" + act, std::move(fields));
    ASSERT_EQ(response.status, 303) << who->name << " " << act << "\n" << response.body;
  }
  course::Course course() { return practice::open_file(a.t.house, okafor->keys, file)->file.course; }
  std::string meet(bool closing = false) {
    must(okafor, "plan", {{"kind", "therapist"},
                          {"phase", std::to_string(course().phase)},
                          {"day", day(0)},
                          {"time", base::local_time(a.t.clock.now(), "Europe/London")},
                          {"minutes", "50"},
                          {"closing", closing ? "yes" : ""}});
    const auto session = at + "/sessions/" + course().sessions.back().id.str();
    EXPECT_EQ(a.post(okafor, session + "/start", {}).status, 303);
    a.t.clock.set(a.t.clock.now() + std::chrono::minutes(50));
    for (auto& person : a.people) a.sign_in(person);
    EXPECT_EQ(a.post(okafor, session + "/end", {}).status, 303);
    return session;
  }
};

TEST_F(CouplePages, AreAskedForByName) {
  EXPECT_THAT(body(okafor, at + "/course"),
              AllOf(HasSubstr("The release of information is not signed: ask Edie."),
                    HasSubstr("The release of information is not signed: ask Tom."), HasSubstr("Explain the treatment to Tom."),
                    Not(HasSubstr("ask the client."))));
}

TEST_F(CouplePages, GoFromTheOpeningToTheEndingWithOneTherapist) {
  const auto offered = body(okafor, at + "/course/plan-write");
  EXPECT_THAT(offered, AllOf(HasSubstr("value=\"couple-sensate-focus\""), Not(HasSubstr("value=\"touch-weekly\""))));
  must(okafor, "plan-write", {{"programme", "couple-sensate-focus"}, {"goals", "quince: to be close again"}});
  for (auto* who : {okafor, edie, tom})
    EXPECT_THAT(body(who, at + "/course"), AllOf(HasSubstr("Without a practitioner"), HasSubstr("Sensate focus for a couple")));

  // Each for themself: one of the two signs nothing for the other.
  for (auto* who : {edie, tom}) {
    const std::string person = who->keys.person.str();
    must(okafor, "suitability", {{"person", person}, {"verdict", "suitable"}, {"review", day(100)}, {"words", ""}});
    must(okafor, "capacity", {{"person", person}, {"can", "yes"}, {"review", day(100)}, {"words", ""}});
    must(okafor, "explain", {{"person", person}});
    must(who, "release", {{"recipients", okafor->keys.person.str()}, {"until", day(200)}});
  }
  EXPECT_THAT(body(edie, at + "/course/consent"), AllOf(HasSubstr("You work with a therapist."), Not(HasSubstr("Tom"))));
  must(edie, "consent", {{"until", day(200)}});
  EXPECT_FALSE(course().treatment.at(tom->keys.person).version > 0);
  must(tom, "consent", {{"until", day(200)}});
  EXPECT_THAT(body(tom, at + "/course/sign"), AllOf(HasSubstr("quince: to be close again"), HasSubstr("Hands, touched by turns")));
  for (auto* who : {okafor, edie, tom}) must(who, "sign", {{"person", who->keys.person.str()}});
  for (auto* who : {edie, tom}) EXPECT_THAT(body(who, "/today"), HasSubstr("Nothing"));

  // A meeting, what was tried at home and told in it, and what each tells the therapist alone.
  const auto session = meet();
  ASSERT_EQ(a.post(okafor, at + "/write", {{"room", "shared"}, {"text", "medlar: by turns, ten minutes"}}).status, 303);
  for (auto* who : {edie, tom}) EXPECT_THAT(body(who, session), HasSubstr("Client and therapist"));
  ASSERT_EQ(a.post(edie, at + "/write", {{"room", "therapy." + edie->keys.person.str()}, {"text", "loquat alone"}}).status, 303);
  EXPECT_THAT(body(okafor, at), AllOf(HasSubstr("medlar"), HasSubstr("loquat")));
  EXPECT_THAT(body(tom, "/today"), AllOf(HasSubstr("medlar"), Not(HasSubstr("loquat"))));

  // The next phase is agreed by all of them, and either goes back alone.
  const int first = course().phase;
  for (auto* who : {okafor, edie}) must(who, "phase", {{"person", who->keys.person.str()}});
  EXPECT_EQ(course().phase, first);
  must(tom, "phase");
  EXPECT_EQ(course().phase, first + 1);
  must(edie, "back", {{"phase", std::to_string(first)}});
  EXPECT_EQ(course().phase, first);

  // A stop of one is a stop, and is theirs alone to take back.
  ASSERT_EQ(a.post(tom, at + "/stop", {}).status, 303);
  EXPECT_THAT(body(edie, "/today"), AllOf(HasSubstr("Tom said stop."), Not(HasSubstr("I want to go on"))));
  EXPECT_EQ(a.post(edie, at + "/course/go-on", {{"person", tom->keys.person.str()}}).status, 403);
  must(tom, "go-on");
  must(okafor, "resume", {{"hold", "stop-" + tom->keys.person.str()}});

  for (auto* who : {okafor, edie, tom}) must(who, "closure", {{"person", who->keys.person.str()}, {"end", day(0)}});
  meet(true);
  for (auto* who : {okafor, edie, tom})
    must(who, "closing-form", {{"person", who->keys.person.str()}, {"words", "thank you"}});
  must(okafor, "close");
  for (auto* who : {edie, tom})
    EXPECT_THAT(body(who, "/today"), AllOf(HasSubstr("The work ended on"), HasSubstr("Your therapist stays for you.")));
  EXPECT_THAT(body(okafor, at + "/course/plan"), HasSubstr("For the aftercare"));
}

}  // namespace
}  // namespace trefoil::web
