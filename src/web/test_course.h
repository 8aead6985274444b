// A file of three people and its course, acted on through the pages. For tests.
#pragma once

#include "web/test_app.h"

namespace trefoil::web::testing {

class CourseScene : public ::testing::Test {
 protected:
  TestApp a;
  Person* ada = &a.founder("Ada Lind");
  Person* okafor = &a.colleague(*ada, "N. Okafor", {care::Role::therapist});
  LogId file = a.t.new_file(ada->keys);
  std::string at = "/files/" + file.str();
  Person* jonah = nullptr;

  void SetUp() override {
    a.t.must(
        practice::act(a.t.house, ada->keys, file,
                      care::AddPerson{okafor->keys.person, "N. Okafor", care::Role::therapist, okafor->keys.key()}));
    jonah = &a.client(*ada, file, 0, "Jonah");
  }
  std::string day(int from_now) const {
    return base::to_string(base::local_day(a.t.clock.now(), "Europe/London") + from_now);
  }
  std::string now() const { return base::local_time(a.t.clock.now(), "Europe/London"); }
  // Long enough for everybody's sign-in to lock: they sign in again.
  void pass(std::chrono::minutes span) {
    a.t.clock.set(a.t.clock.now() + span);
    for (auto& person : a.people) a.sign_in(person);
  }
  std::string body(const Person* who, const std::string& path) {
    const auto response = a.get(who, path);
    EXPECT_EQ(response.status, 200) << path << response.body;
    return response.body;
  }
  http::Response send(Person* who, const std::string& act, Fields fields = {}) {
    return a.post(who, at + "/course/" + act, std::move(fields));
  }
  void must(Person* who, const std::string& act, Fields fields = {}) {
    const auto response = send(who, act, std::move(fields));
    ASSERT_EQ(response.status, 303) << who->name << " " << act << "\n" << response.body;
  }
  care::File seen(Person* who) { return practice::open_file(a.t.house, who->keys, file)->file; }
  const course::Session last_session() { return seen(ada).course.sessions.back(); }
  std::string planned(Person* who, Fields fields) {
    fields.insert(fields.end(), {{"day", day(0)}, {"time", now()}, {"minutes", "50"}});
    must(who, "plan", std::move(fields));
    return at + "/sessions/" + last_session().id.str();
  }
  void hold(Person* who, const std::string& kind) {
    const auto session = planned(who, {{"kind", kind}, {"phase", "0"}});
    ASSERT_EQ(a.post(who, session + "/start", {}).status, 303);
    pass(std::chrono::minutes(50));
    ASSERT_EQ(a.post(who, session + "/end", {}).status, 303);
  }
  std::string phase() { return std::to_string(seen(ada).course.phase); }
  std::set<std::string> activities() {
    const auto course = seen(ada).course;
    return course.plan.phases.at(static_cast<std::size_t>(course.phase)).activities;
  }
  // All that comes before a session with the practitioner.
  void open() {
    must(okafor, "suitability", {{"verdict", "suitable"}, {"review", day(100)}, {"words", "quince: able to say no"}});
    must(okafor, "capacity", {{"can", "yes"}, {"review", day(100)}, {"words", ""}});
    must(jonah, "release",
         {{"recipients", ada->keys.person.str()}, {"recipients", okafor->keys.person.str()}, {"until", day(200)}});
    must(ada, "plan-write", {{"programme", "social-contact"}});
    Fields credentials{{"until", day(300)}, {"born", "1970-02-03"}, {"words", "a body, a number, an insurer"}};
    for (const auto& activity : activities()) credentials.emplace_back("competence", activity);
    for (auto* who : {ada, okafor}) {
      must(who, "conflicts", {{"words", "none"}});
      must(who, "credentials", credentials);
      must(who, "explain");
    }
    must(ada, "attest", {{"words", "lawful here"}});
    must(jonah, "consent", {{"until", day(200)}});
    for (auto* who : {ada, okafor, jonah}) must(who, "sign", {{"person", who->keys.person.str()}});
    for (int i = 0; i < 3; ++i) hold(okafor, "therapist");
    hold(okafor, "triadic");
  }
  std::string session_with_practitioner() {
    return planned(ada, {{"kind", "practitioner"}, {"phase", phase()}, {"activities", *activities().begin()}});
  }
};

}  // namespace trefoil::web::testing
